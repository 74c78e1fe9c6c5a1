from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.codings import Coding, PlacedCoding, load_codings, place

CODES = {"trust", "blat", "workload"}
TEXT = "I: Сенесіз бе?\nR: Иә, 👩🏽‍🏫 сенемін. Иә."
FILE = Path("corpus/codings.csv")


def load(folder: Path, content: str) -> list[Coding]:
    (folder / "codings.csv").write_bytes(content.encode())
    return load_codings(folder, CODES)


def coding(text: str, start: int | None = None, end: int | None = None, line: int = 7) -> Coding:
    return Coding("t1", start, end, text, frozenset({"trust"}), "aya", line, FILE)


def test_no_file_no_codings(tmp_path: Path) -> None:
    assert load_codings(tmp_path, CODES) == []


def test_all_columns(tmp_path: Path) -> None:
    rows = load(
        tmp_path,
        "transcript,start,end,text,codes,coder\n"
        't1,3,9,"Иә, бір",trust;blat,aya\n'
        ' t2 , 4 ,5 ,"екі\nжол", trust ; blat,\n',
    )
    both = frozenset({"trust", "blat"})
    assert rows == [
        Coding("t1", 3, 9, "Иә, бір", both, "aya", 2, tmp_path / "codings.csv"),
        Coding("t2", 4, 5, "екі\nжол", both, "coder", 3, tmp_path / "codings.csv"),
    ]


@pytest.mark.parametrize(
    "content", ["transcript,text,codes\nt1,Иә,\n", "codes,text,transcript\n,Иә,t1\n"]
)
def test_only_what_is_needed(content: str, tmp_path: Path) -> None:
    assert load(tmp_path, content) == [
        Coding("t1", None, None, "Иә", frozenset(), "coder", 2, tmp_path / "codings.csv")
    ]


@pytest.mark.parametrize(
    "content",
    [
        "\ufefftranscript,text,codes\r\nt1,Иә,trust\r\n",
        "transcript,text,codes,,note\nt1,Иә,trust,x,y,too many\n",
        "transcript,text,codes\n\nt1,Иә,trust;;\n\n",
    ],
)
def test_what_spreadsheets_do_to_a_file(content: str, tmp_path: Path) -> None:
    assert [row.codes for row in load(tmp_path, content)] == [{"trust"}]


def test_semicolons_between_columns(tmp_path: Path) -> None:
    rows = load(tmp_path, 'transcript;text;codes\nt1;Иә;"trust;blat"\n')
    assert rows[0].codes == {"trust", "blat"}


def test_tabs_between_columns(tmp_path: Path) -> None:
    rows = load(tmp_path, "transcript\ttext\tcodes\nt1\tИә\ttrust;blat\n")
    assert rows[0].codes == {"trust", "blat"}


@pytest.mark.parametrize("column", ["transcript", "text", "codes"])
def test_a_missing_column(column: str, tmp_path: Path) -> None:
    header = ",".join(name for name in ("transcript", "text", "codes") if name != column)
    with pytest.raises(TaqyrypError, match=rf"codings\.csv, line 1: has no column '{column}'"):
        load(tmp_path, header + "\na,b\n")


def test_an_unknown_code_has_its_line(tmp_path: Path) -> None:
    content = 'transcript,text,codes\nt1,"бір\nекі",trust\nt1,үш,"trust, turst"\n'
    with pytest.raises(TaqyrypError, match="'turst' is not in the codebook") as found:
        load(tmp_path, content)
    assert (found.value.file, found.value.line) == (tmp_path / "codings.csv", 4)


@pytest.mark.parametrize(("start", "end", "name"), [("x", "9", "start"), ("3", "9.5", "end")])
def test_an_offset_that_is_no_number(start: str, end: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=f"line 2: {name} should be a whole number"):
        load(tmp_path, f"transcript,start,end,text,codes\nt1,{start},{end},Иә,\n")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="2 problems") as found:
        load(tmp_path, "transcript,text,codes\nt1,a,one\nt1,b,trust\nt1,c,two\n")
    assert "line 2: code 'one'" in str(found.value)
    assert "line 4: code 'two'" in str(found.value)


def test_placed_by_offsets() -> None:
    start = TEXT.rindex("Иә")
    placed = place(coding("Иә", start, start + 2), TEXT)
    assert placed == PlacedCoding("t1", start, start + 2, frozenset({"trust"}), "aya")


@pytest.mark.parametrize("words", ["👩🏽‍🏫 сенемін", "Сенесіз бе?\nR: Иә", TEXT])
def test_words_are_looked_up(words: str) -> None:
    placed = place(coding(words), TEXT)
    assert TEXT[placed.start : placed.end] == words


@given(data=st.data())
def test_any_span_is_placed_where_it_is(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 1))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    placed = place(coding(TEXT[start:end], start, end), TEXT)
    assert (placed.start, placed.end) == (start, end)


@pytest.mark.parametrize("offset", [{"start": 3}, {"end": 3}])
def test_half_a_place_is_looked_up(offset: dict[str, int]) -> None:
    assert place(coding("сенемін", **offset), TEXT).start == TEXT.index("сенемін")


@pytest.mark.parametrize(("words", "times"), [("Иә", 2), ("жоқ", 0), ("сенесіз", 0), ("", 0)])
def test_words_that_are_not_there_just_once(words: str, times: int) -> None:
    with pytest.raises(TaqyrypError, match=f"occurs {times} times in t1") as found:
        place(coding(words), TEXT)
    assert (found.value.file, found.value.line) == (FILE, 7)


@pytest.mark.parametrize("shift", [-1, 1, 500])
def test_offsets_that_do_not_match(shift: int) -> None:
    start = TEXT.index("сенемін") + shift
    with pytest.raises(TaqyrypError, match=r"line 7: .*not the text of the row") as found:
        place(coding("сенемін", start, start + 7), TEXT)
    assert repr(TEXT[start : start + 7]) in found.value.message


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [("Иә.", -3, len(TEXT)), (TEXT, 0, len(TEXT) + 9), ("", 3, 3), ("", 5, 3)],
)
def test_offsets_outside_the_text(words: str, start: int, end: int) -> None:
    with pytest.raises(TaqyrypError):
        place(coding(words, start, end), TEXT)


def test_overlapping_occurrences_are_ambiguous() -> None:
    with pytest.raises(TaqyrypError, match="2 times"):
        place(coding("иә, иә"), "иә, иә, иә")
