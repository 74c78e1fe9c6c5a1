import dataclasses
import os
import types
import typing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schema
from pipeline.errors import TaqyrypError
from pipeline.schema import Assignment, SourceFile, Table, ThemeCode, Turn
from pipeline.tables import (
    arrow_type,
    csv_bytes,
    read,
    read_vectors,
    stream,
    write,
    write_bytes,
    write_json,
    write_vectors,
)

TABLES = {name: table for name, table in vars(schema).items() if isinstance(table, Table)}
#: All of Unicode but lone surrogates; the carriage return has a test of its own.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**31), 2**31 - 1),
    float: st.floats(allow_nan=False),
}


def values(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation in SCALARS:
        return SCALARS[annotation]
    if dataclasses.is_dataclass(annotation):
        hints = typing.get_type_hints(annotation)
        return st.builds(annotation, **{name: values(hint) for name, hint in hints.items()})
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list:
        return st.lists(values(arguments[0]), max_size=3)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin is types.UnionType:
        return st.one_of(map(values, arguments))
    return st.none()


def at(table: Table[Any], folder: Path) -> Table[Any]:
    return dataclasses.replace(table, path=folder / table.path.name)


@pytest.fixture
def assignments(tmp_path: Path) -> Table[Assignment]:
    return at(schema.ASSIGNMENTS, tmp_path)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@given(data=st.data())
@settings(max_examples=15)
def test_rows_come_back_as_they_were_written(
    table: Table[Any], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def key(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in table.key)

    rows = data.draw(st.lists(values(table.row), max_size=4, unique_by=key))
    here = at(table, tmp_path_factory.mktemp("tables"))
    write(here, rows)
    assert read(here) == rows


def test_every_nested_row_is_among_the_tables() -> None:
    nested = {schema.TermMatch, schema.LanguageSpan}
    rows = {item for item in vars(schema).values() if dataclasses.is_dataclass(item)}
    assert {table.row for table in TABLES.values()} == {
        row for row in rows if isinstance(row, type)
    } - nested - {Table}


def test_a_carriage_return_survives_csv(tmp_path: Path) -> None:
    table = at(schema.THEME_CODES, tmp_path)
    rows = [
        ThemeCode(i, code, 1, 1, 0.5, 1.0, 1.0, 1) for i, code in enumerate(["a\rb", "\r\n", "a\r"])
    ]
    write(table, rows)
    assert read(table) == rows


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    row = Turn("t", 1, "Teacher A4", "teacher", "A", "interview", "", "Иә.", 3, 6, None)
    tables = [dataclasses.replace(schema.TURNS, path=tmp_path / name) for name in "ab"]
    for table in tables:
        write(table, [row])
    assert tables[0].path.read_bytes() == tables[1].path.read_bytes()


def test_a_csv_table_is_utf8_with_header_and_lf(tmp_path: Path) -> None:
    table = at(schema.THEME_CODES, tmp_path)
    write(table, [ThemeCode(-1, "сенім", 1, 1, 0.25, 2.0, 1.0, 1)])
    assert table.path.read_bytes() == (
        "topic,code,count,speakers,share,lift,p_value,rank\n-1,сенім,1,1,0.25,2.0,1.0,1\n".encode()
    )


def test_rows_that_share_a_key_are_refused(assignments: Table[Assignment]) -> None:
    with pytest.raises(ValueError, match=r"not unique by \('utterance_id',\)"):
        write(
            assignments,
            [Assignment("u1", 1, 0.5, "", 0.0, 1.0), Assignment("u1", 2, 0.5, "", 0.0, 1.0)],
        )
    assert not assignments.path.exists()


def test_only_the_whole_key_must_be_unique(tmp_path: Path) -> None:
    table = at(schema.THEME_CODES, tmp_path)
    write(table, [ThemeCode(1, "trust", 0, 0, 0, 0, 1, 1), ThemeCode(1, "blat", 0, 0, 0, 0, 1, 2)])
    assert [row.code for row in read(table)] == ["trust", "blat"]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_a_failing_write_leaves_the_old_file_and_nothing_else(
    error: BaseException, assignments: Table[Assignment], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(assignments, [Assignment("u1", 1, 0.5, "", 0.0, 1.0)])

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(error)):
        write(assignments, [Assignment("u2", 2, 0.5, "", 0.0, 1.0)])
    assert [path.name for path in assignments.path.parent.iterdir()] == ["assignments.parquet"]
    assert read(assignments) == [Assignment("u1", 1, 0.5, "", 0.0, 1.0)]


def test_a_row_of_the_wrong_kind_leaves_the_old_file(assignments: Table[Assignment]) -> None:
    write(assignments, [Assignment("u1", 1, 0.5, "", 0.0, 1.0)])
    with pytest.raises((TypeError, ValueError)):
        write(assignments, [Assignment("u1", "one", 0.5, "", 0.0, 1.0)])  # type: ignore[arg-type]
    assert read(assignments) == [Assignment("u1", 1, 0.5, "", 0.0, 1.0)]


def test_folders_are_made(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a" / "b" / "c.bin", b"\r\n\0")
    assert (tmp_path / "a" / "b" / "c.bin").read_bytes() == b"\r\n\0"


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.txt", b"")
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_missing_file_names_the_stage_that_makes_it(table: Table[Any], tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=f"{table.path.name}: missing.*'{table.stage}'") as found:
        read(at(table, tmp_path))
    assert found.value.remedy == f"run: dvc repro {table.stage}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("topic,code\n1,trust\n", id="columns missing"),
        pytest.param("topic,code,share,lift,rank\none,trust,0,0,1\n", id="not a number"),
        pytest.param("topic;code;share;lift;rank\n1;trust;0;0;1\n", id="semicolons"),
    ],
)
def test_a_csv_of_another_shape_is_named(content: str, tmp_path: Path) -> None:
    table = at(schema.THEME_CODES, tmp_path)
    table.path.write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=r"theme_codes.csv: does not hold ThemeCode rows") as e:
        read(table)
    assert e.value.remedy is not None
    assert "dvc repro --force align" in e.value.remedy


def test_a_parquet_of_another_shape_is_named(tmp_path: Path) -> None:
    table = at(schema.TURNS, tmp_path)
    write(Table(table.path, Assignment, (), "cluster"), [Assignment("u1", 1, 0.5, "", 0.0, 1.0)])
    with pytest.raises(TaqyrypError, match=f"does not hold {Turn.__name__} rows"):
        read(table)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("ASSIGNMENTS", b"half a fi", id="truncated parquet"),
        pytest.param("THEME_CODES", "topic,code\n1,ой".encode("cp1251"), id="csv not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    table = at(TABLES[name], tmp_path)
    table.path.write_bytes(content)
    with pytest.raises(TaqyrypError, match=table.path.name):
        read(table)


def test_vectors_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "v.parquet"
    path.write_bytes(b"half a fi")
    with pytest.raises(TaqyrypError, match=r"v\.parquet: does not hold vectors"):
        read_vectors(path)
    write(Table(path, ThemeCode, (), "align"), [ThemeCode(1, "a", 1, 1, 0.5, 1.0, 1.0, 1)])
    with pytest.raises(TaqyrypError, match=r"v\.parquet: does not hold vectors"):
        read_vectors(path)


def test_a_type_without_a_column_is_refused() -> None:
    with pytest.raises(TypeError, match="no Arrow type"):
        arrow_type(set[str])


def test_csv_quotes_what_would_break_a_row() -> None:
    records = [{"a": 'бір, "екі"', "b": "x\ny"}, {"a": None, "b": 2}]
    assert csv_bytes(["a", "b"], records).decode() == ('a,b\n"бір, ""екі""","x\ny"\n,2\n')


def test_json_keeps_order_and_letters(tmp_path: Path) -> None:
    write_json(tmp_path / "m.json", {"ә": 1, "a": 0.5})
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == '{\n  "ә": 1,\n  "a": 0.5\n}\n'


@pytest.mark.parametrize("shape", [(0, 4), (1, 1), (3, 5)])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_vectors_come_back(shape: tuple[int, int], kind: type, tmp_path: Path) -> None:
    keys = [f"сөз {i}" for i in range(shape[0])]
    vectors = np.arange(shape[0] * shape[1], dtype=kind).reshape(shape) / 8
    write_vectors(tmp_path / "v.parquet", keys, vectors)  # type: ignore[arg-type]
    found_keys, found = read_vectors(tmp_path / "v.parquet")
    assert found_keys == keys
    assert found.dtype == np.float32
    assert found.shape == shape
    assert (found == vectors).all()


def test_vectors_that_are_not_in_a_row_in_memory_come_back(tmp_path: Path) -> None:
    vectors = np.arange(12, dtype=np.float32).reshape(3, 4).T[::2]
    write_vectors(tmp_path / "v.parquet", ["a", "b"], vectors)
    assert (read_vectors(tmp_path / "v.parquet")[1] == vectors).all()


def test_missing_vectors_name_the_stage(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="'embed'"):
        read_vectors(tmp_path / "v.parquet")


def test_a_long_table_is_written_and_read_in_pieces(tmp_path: Path) -> None:
    table = Table(tmp_path / "a.parquet", SourceFile, ("transcript_id",), "check")
    count = 4500
    assert write(table, (SourceFile(f"t{n}", "f", "x") for n in range(count))) == count
    rows = stream(table)
    assert next(rows).transcript_id == "t0"
    assert [row.transcript_id for row in rows] == [f"t{n}" for n in range(1, count)]
    with pytest.raises(ValueError, match="not unique"):
        write(table, [SourceFile("t1", "f", "x")] * 2)
    assert len(read(table)) == count
