import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.opendocument import read

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = f'xmlns:svg="{OASIS}:svg-compatible:1.0" xmlns:draw="{OASIS}:drawing:1.0" ' + " ".join(
    f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "style", "table", "text")
)


def odt(path: Path, body: str, *, styles: str = "", pages: str = "") -> Path:
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        if pages:
            page = f"<office:document-styles {NAMESPACES}>{pages}</office:document-styles>"
            archive.writestr("styles.xml", page)
    return path


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    return lambda body, **parts: read(odt(tmp_path / "a.odt", body, **parts))


def p(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def row(*cells: str) -> str:
    inside = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inside}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


def test_paragraphs_are_lines(document: Callable[..., Document]) -> None:
    body = "<text:h>Сұхбат</text:h>" + p("I: Сәлем! 👩🏽‍🏫") + p("") + p("R: е\u0301, йога\u00a0")
    assert document(body).text == "Сұхбат\nI: Сәлем! 👩🏽‍🏫\n\nR: е\u0301, йога\u00a0"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param("R:<text:tab/>а<text:line-break/>б", "R:\tа\nб", id="named"),
        pytest.param("\n  а\n  <text:span>\t б</text:span>", "а б", id="of the XML"),
        pytest.param("а <text:s text:c='2'/>б<text:s/>", "а   бx".replace("x", " "), id="several"),
        pytest.param("<text:s/>а", " а", id="first"),
        pytest.param("а<text:a>б</text:a>в<text:bookmark/>", "абв", id="link"),
        pytest.param("2019<text:soft-page-break/> ж.", "2019 ж.", id="page break"),
        pytest.param(
            "а<text:ruby><text:ruby-base>б</text:ruby-base><text:ruby-text>в</text:ruby-text>"
            "</text:ruby>",
            "аб",
            id="ruby",
        ),
        pytest.param(
            "а<text:hidden-text text:is-hidden='true'>б</text:hidden-text>", "а", id="hidden"
        ),
        pytest.param("а<text:span text:style-name='H'>б</text:span>в", "ав", id="hidden by style"),
        pytest.param(
            f"а<draw:frame><svg:title>x</svg:title><draw:text-box>{p('б')}{p('в')}</draw:text-box>"
            "</draw:frame>г",
            "аг\nб\nв",
            id="text box",
        ),
    ],
)
def test_text_as_it_reads(xml: str, expected: str, document: Callable[..., Document]) -> None:
    hiding = (
        "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    )
    assert document(p(xml), styles=hiding).text == expected


def test_changes_as_accepted(document: Callable[..., Document]) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('ескі')}</text:deletion></text:changed-region></text:tracked-changes>"
    ) + p("а <text:change/><text:change-start/>жаңа<text:change-end/> б")
    assert document(body).text == "а жаңа б"


def test_what_is_left_out_is_counted(document: Callable[..., Document]) -> None:
    note = (
        "<text:note text:note-class='{}'><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{p('x')}</text:note-body></text:note>"
    )
    comment = f"<office:annotation>{p('x')}</office:annotation>"
    pages = f"<style:header>{p('x')}</style:header><style:footer>{p('')}</style:footer>"
    body = p(f"а{note.format('footnote')}б{comment}в<office:annotation-end/>")
    body += p(note.format("footnote") + note.format("endnote"))
    found = document(body, pages=pages)
    assert found.text == "абв\n"
    assert found.notes == (
        "1 comment left out",
        "1 endnote left out",
        "2 footnotes left out",
        "1 header or footer left out",
    )


def test_lists_and_sections_are_read(document: Callable[..., Document]) -> None:
    item = f"<text:list-item><text:number>1.</text:number>{p('а')}</text:list-item>"
    hidden = f"<text:section text:display='none'>{p('в')}</text:section>"
    body = f"<text:section><text:list>{item}</text:list>{p('б')}</text:section>{hidden}"
    assert document(body).text == "а\nб"


def test_tables_stand_between_paragraphs(document: Callable[..., Document]) -> None:
    header = f"<table:table-header-rows>{row(p('кім'), p('не'))}</table:table-header-rows>"
    rows = header + row(p("R"), p("жауап") + p("екінші жол"))
    assert document(p("before") + table(rows) + p("after")).text == (
        "before\nкім\tне\nR\tжауап\nекінші жол\nafter"
    )


def test_merged_cells_are_read_once(document: Callable[..., Document]) -> None:
    covered = "<table:covered-table-cell/>"
    wide = f"<table:table-cell table:number-columns-spanned='2'>{p('Т')}</table:table-cell>"
    high = f"<table:table-cell table:number-rows-spanned='2'>{p('I')}</table:table-cell>"
    cell = f"<table:table-cell>{p('x')}</table:table-cell>"
    rows = [wide + covered + cell, high + cell + cell, covered + cell + cell]
    body = table(*[f"<table:table-row>{one}</table:table-row>" for one in rows])
    assert document(body).text == "Т\tx\nI\tx\tx\n\tx\tx"


def test_a_table_in_a_cell_is_read(document: Callable[..., Document]) -> None:
    assert document(table(row(table(row(p("а"), p("б"))), p("в")))).text == "а\tб\tв"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])), min_size=1))
def test_any_text_comes_back(lines: list[str]) -> None:
    body = "".join(p(escape(line).replace(" ", "<text:s/>")) for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        assert read(odt(Path(folder) / "a.odt", body)).text == "\n".join(lines)


def damaged(path: Path, name: str, content: str | None) -> None:
    """Put other content into the file, or none."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one).decode() for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for one, old in parts.items():
            if one != name or content is not None:
                archive.writestr(one, content if one == name and content is not None else old)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_text("I: a"), id="other format"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:300]), id="cut off"),
        pytest.param(lambda path: damaged(path, "content.xml", None), id="without text"),
        pytest.param(lambda path: damaged(path, "content.xml", "<a><b>"), id="broken XML"),
        pytest.param(lambda path: damaged(path, "content.xml", "<a/>"), id="a spreadsheet"),
    ],
)
def test_a_broken_file_is_named(change: Callable[[Path], None], tmp_path: Path) -> None:
    path = odt(tmp_path / "a.odt", p("Сәлем"))
    change(path)
    with pytest.raises(TaqyrypError, match=r"a\.odt: is not an OpenDocument.*\n.*What to do"):
        read(path)


def test_a_password(tmp_path: Path) -> None:
    path = odt(tmp_path / "a.odt", p("Сәлем"))
    damaged(path, "META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    damaged(path, "content.xml", "\0\1")
    with pytest.raises(TaqyrypError, match=r"a\.odt: is protected with a password"):
        read(path)
