import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from pipeline.errors import TaqyrypError
from pipeline.readers.word import read

NAMESPACES = (
    nsdecls("w", "r") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@pytest.fixture
def document() -> WordDocument:
    return docx.Document()


@pytest.fixture
def text(document: WordDocument, tmp_path: Path) -> Callable[[], str]:
    def read_back() -> str:
        document.save(str(tmp_path / "a.docx"))
        return read(tmp_path / "a.docx").text

    return read_back


def add(paragraph: Paragraph, xml: str) -> None:
    """Put elements of WordprocessingML at the end of a paragraph."""
    paragraph._p.extend(parse_xml(f"<w:p {NAMESPACES}>{xml}</w:p>")[:])


def run(text: str, element: str = "t") -> str:
    return f'<w:r><w:{element} xml:space="preserve">{text}</w:{element}></w:r>'


def fill(document: WordDocument, rows: list[list[str]]) -> docx.table.Table:
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for content, cell in zip(cells, row.cells, strict=True):
            cell.text = content
    return table


def test_paragraphs_are_lines(document: WordDocument, text: Callable[[], str]) -> None:
    for line in ["I: Сәлем! 👩🏽‍🏫", "", "R: е\u0301, йога\u00a0"]:
        document.add_paragraph(line)
    assert text() == "I: Сәлем! 👩🏽‍🏫\n\nR: е\u0301, йога\u00a0"


def test_runs_of_a_line_are_joined(document: WordDocument, text: Callable[[], str]) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("Teacher").bold = True
    paragraph.add_run(" A4:\tи")
    paragraph.add_run("ә")
    assert text() == "Teacher A4:\tиә"


def test_breaks(document: WordDocument, text: Callable[[], str]) -> None:
    paragraph = document.add_paragraph("бір")
    paragraph.add_run().add_break()
    paragraph.add_run("екі")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    add(paragraph, "<w:r><w:t>үш</w:t><w:cr/><w:t>кө</w:t><w:noBreakHyphen/><w:t>п</w:t></w:r>")
    assert text() == "бір\nекіүш\nкө-п"


def test_tables_stand_between_paragraphs(document: WordDocument, text: Callable[[], str]) -> None:
    document.add_paragraph("before")
    fill(document, [["I", "сұрақ"], ["R", "жауап\nекінші жол"]])
    document.add_paragraph("after")
    assert text() == "before\nI\tсұрақ\nR\tжауап\nекінші жол\nafter"


def test_cells_merged_in_a_row_are_read_once(
    document: WordDocument, text: Callable[[], str]
) -> None:
    table = fill(document, [["Тақырып", "", "x"], ["I", "сұрақ", "y"]])
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Тақырып"
    assert text() == "Тақырып\tx\nI\tсұрақ\ty"


def test_cells_merged_over_rows_are_read_once(
    document: WordDocument, text: Callable[[], str]
) -> None:
    table = fill(document, [["I", ""], ["R", ""]])
    table.cell(0, 1).merge(table.cell(1, 1)).text = "бір рет"
    assert text().count("бір рет") == 1


def test_a_table_in_a_cell_is_read(document: WordDocument, text: Callable[[], str]) -> None:
    cell = fill(document, [["outer"]]).cell(0, 0)
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    assert "inner" in text()


def test_a_content_control_is_read(document: WordDocument, text: Callable[[], str]) -> None:
    inside = f"<w:sdtContent><w:p>{run('inside')}</w:p></w:sdtContent>"
    document.add_paragraph("before")._p.addnext(parse_xml(f"<w:sdt {NAMESPACES}>{inside}</w:sdt>"))
    assert text() == "before\ninside"


def test_content_controls_around_rows_and_cells_are_read(
    document: WordDocument, text: Callable[[], str]
) -> None:
    cell = f"<w:tc><w:p>{run('R')}</w:p></w:tc>"
    inside = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{inside}<w:tc><w:p>{run('жауап')}</w:p></w:tc></w:tr>"
    table = fill(document, [["I", "сұрақ"]])
    control = f"<w:sdt {NAMESPACES}><w:sdtContent>{row}</w:sdtContent></w:sdt>"
    table._tbl.append(parse_xml(control))
    assert text() == "I\tсұрақ\nR\tжауап"


def test_a_speaker_merged_over_rows_goes_on(
    document: WordDocument, text: Callable[[], str]
) -> None:
    table = fill(document, [["", "бір"], ["", "екі"], ["R", "үш"]])
    table.cell(0, 0).merge(table.cell(1, 0)).text = "I"
    assert text() == "I\tбір\n\tекі\nR\tүш"


CHANGE = 'w:id="1" w:author="x"'


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(f"<w:ins {CHANGE}>{run('жаңа')}</w:ins>", "a жаңа", id="insertion"),
        pytest.param(f"<w:del {CHANGE}>{run('ескі', 'delText')}</w:del>", "a ", id="deletion"),
        pytest.param(f"<w:del {CHANGE}>{run('ескі')}</w:del>", "a ", id="deletion with text"),
        pytest.param(
            f"<w:ins {CHANGE}>{run('b')}<w:del {CHANGE}>{run('c')}</w:del></w:ins>",
            "a b",
            id="deleted again",
        ),
        pytest.param(
            f"<w:moveFrom {CHANGE}>{run('b')}</w:moveFrom><w:moveTo {CHANGE}>{run('b')}</w:moveTo>",
            "a b",
            id="moved",
        ),
        pytest.param(
            f'<w:hyperlink r:id="r9">{run("сілтеме")}</w:hyperlink>', "a сілтеме", id="link"
        ),
        pytest.param(
            f'<w:hyperlink r:id="r9"><w:ins {CHANGE}>{run("b")}</w:ins></w:hyperlink>',
            "a b",
            id="insertion in a link",
        ),
        pytest.param(
            f'<w:fldSimple w:instr="DATE">{run("2019")}</w:fldSimple>', "a 2019", id="field"
        ),
        pytest.param(run("PAGE", "instrText"), "a ", id="field code"),
        pytest.param(
            f"<w:sdt><w:sdtContent>{run('b')}</w:sdtContent></w:sdt>", "a b", id="inline control"
        ),
        pytest.param(
            "<w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="w"><w:p>{run("box")}</w:p></mc:Choice>'
            f"<mc:Fallback><w:p>{run('box')}</w:p></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "a box",
            id="text box",
        ),
    ],
)
def test_text_as_it_reads(
    xml: str, expected: str, document: WordDocument, text: Callable[[], str]
) -> None:
    add(document.add_paragraph("a "), xml)
    assert text() == expected


def test_changes_count_in_tables_too(document: WordDocument, text: Callable[[], str]) -> None:
    cell = fill(document, [["I", "сұрақ"]]).cell(0, 1)
    add(cell.paragraphs[0], f"<w:ins {CHANGE}>{run('!')}</w:ins><w:del {CHANGE}>{run('?')}</w:del>")
    assert text() == "I\tсұрақ!"


def repacked(source: Path, target: Path, change: Callable[[bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content: bytes | None = old.read(name)
            if name == "word/document.xml":
                content = change(old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def whole(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Сәлем")
    document.save(str(folder / "whole.docx"))
    return folder / "whole.docx"


def other_format(folder: Path) -> Path:
    (folder / "a.docx").write_text("I: сәлем", encoding="utf-8")
    return folder / "a.docx"


def cut_off(folder: Path) -> Path:
    (folder / "a.docx").write_bytes(whole(folder).read_bytes()[:4000])
    return folder / "a.docx"


def without_text(folder: Path) -> Path:
    return repacked(whole(folder), folder / "a.docx", lambda _: None)


def broken_xml(folder: Path) -> Path:
    return repacked(whole(folder), folder / "a.docx", lambda content: content[:300])


def damaged_bytes(folder: Path) -> Path:
    path = whole(folder)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    for position in range(offset + 60, offset + 300):
        content[position] ^= 0x55
    (folder / "a.docx").write_bytes(content)
    return folder / "a.docx"


@pytest.mark.parametrize(
    "make",
    [
        other_format,
        cut_off,
        without_text,
        broken_xml,
        damaged_bytes,
    ],
)
def test_a_broken_file_is_named(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"a\.docx: is not a Word document that can be opened"):
        read(make(tmp_path))
