import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.rich_text import read

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial{\*\falt X};}{\f2 Times;}}"


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    def read_back(body: str, head: str = r"\ansi\ansicpg1251\deff1") -> Document:
        (tmp_path / "a.rtf").write_bytes(rf"{{\rtf1{head}{FONTS}{body}}}".encode("latin-1"))
        return read(tmp_path / "a.rtf")

    return read_back


def bytes_of(text: str, encoding: str = "cp1251") -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


def units_of(text: str, stand_in: str = "?") -> str:
    units = text.encode("utf-16-le")
    numbers = [
        int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)
    ]
    return "".join(rf"\u{number}{stand_in}" for number in numbers)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(bytes_of("Теперь"), id="bytes"),
        pytest.param(rf"\f2 {bytes_of('Теперь')}", id="font without letters of its own"),
        pytest.param(rf"\f0 {bytes_of('Теперь')}", id="font with the letters of the file"),
        pytest.param("Теперь".encode("cp1251").decode("latin-1"), id="raw bytes"),
        pytest.param(units_of("Теперь"), id="units"),
        pytest.param(units_of("Теперь", r"\'3f"), id="units with a byte as stand-in"),
        pytest.param(rf"\uc0{units_of('Теперь', ' ')}", id="units without stand-ins"),
        pytest.param(rf"{{\uc2 {units_of('Теп', 'xx')}}}{units_of('ерь')}", id="counted by group"),
    ],
)
def test_cyrillic(body: str, document: Callable[..., Document]) -> None:
    assert document(body).text == "Теперь"


def test_the_code_page_of_a_font_counts(document: Callable[..., Document]) -> None:
    body = rf"caf\u233? {{\f1 {bytes_of('да')}}} {bytes_of('é', 'cp1252')}"
    assert document(body, r"\ansi\ansicpg1252\deff0").text == "café да é"


@pytest.mark.parametrize(
    ("head", "encoding"), [(r"\mac", "mac_roman"), (r"\pc", "cp437"), (r"\ansi\ansicpg0", "cp1252")]
)
def test_other_code_pages(head: str, encoding: str, document: Callable[..., Document]) -> None:
    assert document(rf"\f2 {bytes_of('é', encoding)}", head).text == "é"


def test_kazakh_and_emoji(document: Callable[..., Document]) -> None:
    assert document(units_of("Ұл-қыз, сәлем! 👩🏽‍🏫")).text == "Ұл-қыз, сәлем! 👩🏽‍🏫"


def test_paragraphs_are_lines(document: Callable[..., Document]) -> None:
    body = "\\pard I: a\\par\r\n\\par\nR:\\tab b\\line c\\\nd{\\b e}\\par "
    assert document(body).text == "I: a\n\nR:\tb\nc\nde"


def test_signs(document: Callable[..., Document]) -> None:
    body = r"\{a\}\\ b\~c\-d\_e \ldblquote f\rdblquote\emdash g\rquote s"
    assert document(body).text == "{a}\\ b\u00a0cd-e “f”—g’s"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(r"a{\v b}c", "ac", id="hidden"),
        pytest.param(r"a\v b\v0 c", "ac", id="hidden for a while"),
        pytest.param(r"a\v b\plain c", "ac", id="hidden until plain"),
        pytest.param(r"a\par {\v b\par}c", "a\nc", id="hidden line"),
        pytest.param(r"a{\deleted\revauthdel1 b}{\revised c}", "ac", id="revisions"),
        pytest.param(r"a{\deleted\par}b", "ab", id="deleted paragraph mark"),
        pytest.param(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a}}", "a", id="field"),
        pytest.param(r"{\listtext 1.\tab}a", "a", id="number of a list"),
        pytest.param(r"{\*\unknown b}a", "a", id="unknown"),
        pytest.param(r"{\info{\title b}}{\stylesheet{\s0 Normal;}}a", "a", id="what is not text"),
        pytest.param(r"{\pict\bin5 }{\}}}a", "a", id="picture"),
        pytest.param(r"a\page b\sect c", "a\nb\nc", id="page break"),
        pytest.param(
            r"a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt b\par c\par}}{\shprslt b}}d\par e",
            "ad\nb\nc\ne",
            id="text box",
        ),
        pytest.param("a} b", "a", id="after the end"),
    ],
)
def test_text_as_it_reads(body: str, expected: str, document: Callable[..., Document]) -> None:
    assert document(body).text == expected


def test_what_is_left_out_is_counted(document: Callable[..., Document]) -> None:
    body = (
        r"{\header{\*\shppict x}\par}{\footer\pard bet \chpgn\par}{\headerf Sukhbat\cell}"
        r"a{\super\chftn}{\footnote\pard\plain{\chftn} note\par more}{\*\footnote note}"
        r"{\footnote\ftnalt end}b{\*\atnid AB}{\*\atnauthor A}\chatn{\*\annotation{\*\atndate 1}c}"
    )
    found = document(body)
    assert found.text == "ab"
    assert found.notes == (
        "1 comment left out",
        "1 endnote left out",
        "2 footnotes left out",
        "2 headers and footers left out",
    )


def test_tables(document: Callable[..., Document]) -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell\row"
    rows = row.format("I", "a") + row.format("R", r"b\par c") + row.format("", "d")
    assert document(rf"before\par{rows}\pard after\par").text == "before\nI\ta\nR\tb\nc\n\td\nafter"


def test_cells_merged_in_a_row_are_read_once(document: Callable[..., Document]) -> None:
    body = r"\trowd\clmgf\cellx1\clmrg\cellx2\cellx3\intbl a\cell\cell b\cell\row"
    assert document(body).text == "a\tb"


def test_a_table_in_a_cell_is_read(document: Callable[..., Document]) -> None:
    body = (
        r"\trowd\cellx1\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}"
        r"{\nonesttables\par}\itap1 c\cell\row"
    )
    assert document(body).text == "a\tb\nc"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_comes_back(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.rtf"
        path.write_text(rf"{{\rtf1\ansi {units_of(text)}}}", encoding="ascii")
        assert read(path).text == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is not rich text", id="empty"),
        pytest.param("I: сәлем".encode(), "is not rich text", id="other format"),
        pytest.param(b"PK\3\4", "is not rich text", id="Word file"),
        pytest.param(rb"{\rtf1\ansi I: a\par R", "breaks off", id="cut off"),
        pytest.param(rb"{\rtf1{\b a", "breaks off", id="cut off in a group"),
        pytest.param(rb"{\rtf1 \u1999999999 a}", "can be opened", id="no character"),
    ],
)
def test_a_broken_file_is_named(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(content)
    with pytest.raises(TaqyrypError, match=rf"a\.rtf: .*{message}.*\n.*What to do"):
        read(tmp_path / "a.rtf")
