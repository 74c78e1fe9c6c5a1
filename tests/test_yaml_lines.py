from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.yaml_lines import Location, YamlFile, load_yaml

DOCUMENT = """\
# a remark
алма: 1

list:
  - x
  - name: "екі"
    deep: {flow: [1, 2]}
last: |
  text
  over lines
"""


def load(folder: Path, content: str | bytes) -> YamlFile:
    path = folder / "some.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_yaml(path, remedy="get it back")


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("алма",), 2),
        (("list",), 4),
        (("list", 0), 5),
        (("list", 1), 6),
        (("list", 1, "name"), 6),
        (("list", 1, "deep", "flow", 1), 7),
        (("last",), 8),
        (("list", 1, "nothing", "deeper"), 6),  # the nearest thing around it
        (("list", 9), 4),
        (("unknown",), 2),
        ((), 2),
    ],
)
def test_line(location: Location, line: int, tmp_path: Path) -> None:
    assert load(tmp_path, DOCUMENT).line(location) == line


def test_data_is_what_yaml_says(tmp_path: Path) -> None:
    assert load(tmp_path, DOCUMENT).data == yaml.safe_load(DOCUMENT)


@pytest.mark.parametrize("content", ["", "# only a remark\n"])
def test_an_empty_document(content: str, tmp_path: Path) -> None:
    document = load(tmp_path, content)
    assert document.data is None
    assert document.line(("a", 1)) is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\ufeffa: 1\n", id="BOM"),
        pytest.param("a: 1\r\n", id="CRLF"),
        pytest.param("base: &b 1\na: *b\n", id="alias"),
        pytest.param("a: 1 # 👩🏽‍🏫\n", id="emoji"),
    ],
)
def test_ordinary_files_are_read(content: str, tmp_path: Path) -> None:
    assert load(tmp_path, content).data["a"] == 1


KEYS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
@settings(max_examples=40)
def test_whatever_is_dumped_is_read_with_a_line_for_each_place(
    tmp_path_factory: pytest.TempPathFactory, value: Any
) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    document = load(tmp_path_factory.mktemp("yaml"), text)
    assert document.data == yaml.safe_load(text)  # which takes NEL for a line break
    assert all(1 <= line <= text.count("\n") + 1 for line in document.lines.values())


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a: 1\nb: [1, 2\n", 3, "is not valid YAML"),
        ("a: 1\n  b: 2\n", 2, "is not valid YAML"),
        ("a:\n\tb: 1\n", 2, "is not valid YAML"),
        ('a: "open\n', 2, "is not valid YAML"),
        ("a: *nobody\n", 1, "is not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "is not valid YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice"),
        ("a:\n  - x: 1\n    y: 1\n    x: 1\n", 4, "'x' is given twice"),
        ("a: {б: 1, б: 2}\n", 1, "'б' is given twice"),
    ],
)
def test_mistakes_have_a_line(content: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=message) as found:
        load(tmp_path, content)
    assert found.value.file == tmp_path / "some.yaml"
    assert found.value.line == line
    assert found.value.remedy


def test_the_same_key_in_two_places_is_fine(tmp_path: Path) -> None:
    assert load(tmp_path, "a: {x: 1}\nb: {x: 2}\n").data == {"a": {"x": 1}, "b": {"x": 2}}


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"none\.yaml: no such file") as found:
        load_yaml(tmp_path / "none.yaml", remedy="get it back")
    assert found.value.remedy == "get it back"


def test_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="is not UTF-8 text"):
        load(tmp_path, "a: мектеп".encode("cp1251"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a: \x07\n", id="control character: ReaderError"),
        pytest.param("a: !own b\n", id="tag: ConstructorError"),
        pytest.param("a: 2020-13-45\n", id="no such date: ValueError"),
        pytest.param("[a, b]: 1\n", id="list as key: TypeError"),
        pytest.param("{a: 1}: 1\n", id="mapping as key: TypeError"),
        pytest.param("b: &b {x: 1}\na:\n  <<: *b\n", id="merge key: ConstructorError"),
        pytest.param("a: &a [*a]\n", id="alias to itself: RecursionError"),
        pytest.param("a:\n  <<: *nobody\n", id="merge key of nobody: ComposerError"),
        pytest.param("a: &a\n  <<: *a\n", id="merge key of itself"),
        pytest.param("a: !own [b]\n", id="tag of a list"),
        pytest.param("a: !!int x\n", id="no number: ValueError"),
        pytest.param("a: !!bool maybe\n", id="no truth value: KeyError"),
        pytest.param("a: !!timestamp soon\n", id="no time: AttributeError"),
    ],
)
def test_rarer_mistakes_are_named_too(content: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError) as found:
        load(tmp_path, f"first: 1\n{content}")
    assert found.value.line in range(2, 2 + content.count("\n"))


def test_what_is_nested_too_deeply_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="nested too deeply"):
        load(tmp_path, "[" * 5_000)
