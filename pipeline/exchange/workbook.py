"""Suggestions as a workbook (.xlsx) or a table (.csv) to decide on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from pipeline.exchange.project import MACHINE, Project, clean
from pipeline.exchange.workbook_form import (
    CODEBOOK,
    COLUMNS,
    FORMULA,
    HERS,
    MISSED,
    MISSED_COLUMNS,
    NAME_LABEL,
    PLACE,
    READ_ME,
    RUN_LABEL,
    SUGGESTIONS,
    THEMES,
)
from pipeline.exchange.workbook_guide import EXPLAINED
from pipeline.schema import Topic

_THEMES = {
    "topic": 8, "size": 8, "label_kk": 30, "label_ru": 30, "label_en": 30, "words": 60, "codes": 30,
    "stability": 11, "note": 50,
}  # fmt: skip
_CODEBOOK = {"group": 24, "id": 24, "name": 28, "definition": 100, "colour": 11}

#: What a cell can hold, counted in UTF-16 as Excel does.
_LONGEST = 32_767
#: In a workbook this stands for a character; so the letters themselves need an escape.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MOMENT = datetime(2000, 1, 1)
_LAST_ROW = 1_048_576
#: Colours of Okabe & Ito (2008) thinned with white, one more than the other, so that they also differ for
#: red-, green- and blue-blind readers: by 8 in CIELAB, the first four by 11.
_GROUP_COLOURS = ("C4E5F7", "F1CA73", "8CD3C0", "F7F097", "A6CEE4", "F7EBF2", "F4D7BF")
#: Of rows, in points.
_LINE_HEIGHT, _HIGHEST = 15, 400
_HEADER_FILL, _YELLOW, _GREY = "1F3A5F", "FFF2CC", "595959"
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_AS_IT_IS = Alignment(vertical="top")

Value = str | int | float


def workbook(project: Project, themes: Sequence[Topic]) -> bytes:
    """A workbook to decide in: suggestions, what was missed, themes, codebook, and how to use it.

    Text is stored as text and never as a formula. What a cell cannot hold is cut and marked with
    ``…``, a character it cannot hold is U+FFFD; ``start`` and ``end`` stay those of the transcript.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    fills = {
        group.id: _solid(_GROUP_COLOURS[position % len(_GROUP_COLOURS)])
        for position, group in enumerate(project.groups)
    }
    _add_suggestions(book.create_sheet(SUGGESTIONS), project, fills)
    _add_missed(book.create_sheet(MISSED), project)
    _add_themes(book.create_sheet(THEMES), themes)
    _add_codebook(book.create_sheet(CODEBOOK), project, fills)
    _add_read_me(book.create_sheet(READ_ME), project)
    for sheet in book.worksheets:
        _set_heights(sheet)
    book.worksheets[0].sheet_view.tabSelected = True
    stream = io.BytesIO()
    book.save(stream)
    return _timeless(stream.getvalue())


def suggestions_csv(project: Project) -> bytes:
    """The suggestions as a table: UTF-8 with a byte order mark, commas, CRLF.

    Safe to open in a spreadsheet: a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a
    carriage return, or with apostrophes before one of these, gets an apostrophe in front, so that
    it is not taken for a formula. :func:`read_csv_decisions` takes that one off again. Long and
    unprintable text is treated as in :func:`workbook`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for values in _rows(project):
        writer.writerow(_guarded(_fitting(v)) if isinstance(v, str) else v for v in values)
    return stream.getvalue().encode("utf-8-sig")


def _rows(project: Project) -> list[tuple[Value, ...]]:
    """The suggestions by the columns, hers still empty."""
    names = {code.id: code.name for code in project.codes}
    return [
        (
            *("" for _ in HERS),
            *(s.transcript_id, s.speaker, s.role, s.language, s.text, names[s.code]),
            *(s.probability, s.reasons, s.theme),
            *(s.start, s.end, s.code, s.utterance_id),
        )
        for s in project.suggested
    ]


def _add_suggestions(sheet: Worksheet, project: Project, fills: Mapping[str, PatternFill]) -> None:
    _head(sheet, COLUMNS)
    groups = {code.id: code.group for code in project.codes}
    columns, narrow = tuple(COLUMNS), _font(size=8, colour=_GREY)
    for number, (values, suggested) in enumerate(
        zip(_rows(project), project.suggested, strict=True), 2
    ):
        fill = fills.get(groups[suggested.code])
        for column, (name, value) in enumerate(zip(columns, values, strict=True), 1):
            cell = _put(sheet, number, column, value)
            cell.border = _BORDER
            if name in HERS:
                cell.number_format = "@"
                continue
            if fill:
                cell.fill = fill
            if name in PLACE:
                cell.font, cell.alignment = narrow, _AS_IT_IS
            elif name == "probability":
                cell.number_format = "0.00"
    last = len(project.suggested) + 1
    sheet.freeze_panes = sheet.cell(2, len(HERS) + 1).coordinate
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    for name in PLACE:
        sheet.column_dimensions[get_column_letter(columns.index(name) + 1)].outlineLevel = 1
    decision = DataValidation("list", '"accept,reject,recode"', allow_blank=True)
    decision.errorStyle, decision.showErrorMessage = "warning", True
    decision.errorTitle = "accept, reject, recode"
    decision.error = "Also read: yes + 1 да иә (accept), no - 0 нет жоқ (reject), ~ (recode)."
    decision.add(f"A2:A{max(last, 2)}")
    sheet.add_data_validation(decision)
    _offer_codes(sheet, project, f"B2:B{max(last, 2)}")


def _add_missed(sheet: Worksheet, project: Project) -> None:
    _head(sheet, MISSED_COLUMNS)
    for column in range(1, len(MISSED_COLUMNS) + 1):
        style = sheet.column_dimensions[get_column_letter(column)]
        style.alignment, style.number_format = _WRAPPED, "@"
    sheet.freeze_panes = "A2"
    if project.sources:
        listed = f"{quote_sheetname(READ_ME)}!$D$2:$D${len(project.sources) + 1}"
        transcripts = DataValidation("list", listed, allow_blank=True)
        transcripts.errorStyle, transcripts.showErrorMessage = "warning", True
        transcripts.error = "There is no transcript of this name."
        transcripts.add(f"A2:A{_LAST_ROW}")
        sheet.add_data_validation(transcripts)
    _offer_codes(sheet, project, f"C2:C{_LAST_ROW}")


def _offer_codes(sheet: Worksheet, project: Project, cells: str) -> None:
    """A drop-down of all codes which lets several be typed, too."""
    if not project.codes:
        return
    codes = DataValidation("list", f"{CODEBOOK}!$B$2:$B${len(project.codes) + 1}", allow_blank=True)
    codes.errorStyle, codes.showErrorMessage = "information", True
    codes.error = "Not one code of the codebook. Several codes are separated by ;"
    codes.add(cells)
    sheet.add_data_validation(codes)


def _add_themes(sheet: Worksheet, themes: Sequence[Topic]) -> None:
    _head(sheet, _THEMES)
    for number, theme in enumerate(themes, 2):
        for column, name in enumerate(_THEMES, 1):
            _put(sheet, number, column, getattr(theme, name)).border = _BORDER
    sheet.freeze_panes = "C2"


def _add_codebook(sheet: Worksheet, project: Project, fills: Mapping[str, PatternFill]) -> None:
    _head(sheet, _CODEBOOK)
    groups = {group.id: group.name for group in project.groups}
    for number, code in enumerate(project.codes, 2):
        values = (groups.get(code.group, code.group), code.id, code.name, code.description)
        for column, value in enumerate((*values, code.colour), 1):
            cell = _put(sheet, number, column, value)
            cell.border = _BORDER
            if column <= 3 and code.group in fills:
                cell.fill = fills[code.group]
        colour = code.colour.removeprefix("#")
        cell.fill = _solid(colour)
        red, green, blue = bytes.fromhex(colour)
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 140
        cell.font = _font(colour="FFFFFF" if dark else "000000")
    sheet.freeze_panes = "D2"


def _add_read_me(sheet: Worksheet, project: Project) -> None:
    for letter, width in zip("ABCD", (40, 105, 4, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    _put(sheet, 1, 1, project.name).font = _font(bold=True, size=14)
    _put(sheet, 1, 2, MACHINE)
    _put(sheet, 2, 1, NAME_LABEL).font = _font(bold=True)
    _put(sheet, 2, 2, "").fill = _solid(_YELLOW)
    sheet["B2"].border, sheet["B2"].number_format = _BORDER, "@"
    _put(sheet, 3, 1, RUN_LABEL).font = _font(bold=True)
    _put(sheet, 3, 2, project.run).border = _BORDER
    several = "; ".join(code.id for code in project.codes[:2]) or "a; b"
    number = 4
    for title, *lines in (text.split("\n") for text in EXPLAINED):
        number += 1
        for column in (1, 2):
            cell = _put(sheet, number, column, title if column == 1 else "")
            cell.font, cell.fill = _font(bold=True, colour="FFFFFF"), _solid(_HEADER_FILL)
        for label, text in (line.split(" | ") for line in lines):
            number += 1
            _put(sheet, number, 1, label).font = _font(bold=True)
            _put(sheet, number, 2, text.replace("{several}", several))
        number += 1
    _put(sheet, 1, 4, "Transcripts / Транскрипты / Транскрипттер").font = _font(bold=True)
    for number, source in enumerate(project.sources, 2):
        _put(sheet, number, 4, source.transcript_id)
    _for_paper(sheet)


def _head(sheet: Worksheet, widths: Mapping[str, int]) -> None:
    """The first row, and how wide the columns are."""
    for column, (name, width) in enumerate(widths.items(), 1):
        cell = _put(sheet, 1, column, name)
        cell.font, cell.fill = _font(bold=True, colour="FFFFFF"), _solid(_HEADER_FILL)
        cell.border = _BORDER
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_title_rows = "1:1"
    _for_paper(sheet)


def _set_heights(sheet: Worksheet) -> None:
    """As high as the wrapped text needs, about: not every program works it out by itself."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        lines = max(_lines(cell, sheet) for cell in row)
        sheet.row_dimensions[number].height = min(_LINE_HEIGHT * lines + 4, _HIGHEST)


def _lines(cell: Cell | MergedCell, sheet: Worksheet) -> int:
    """How many lines a cell takes in its column, words being broken where they must."""
    if not (isinstance(cell.value, str) and cell.alignment.wrap_text):
        return 1
    width = sheet.column_dimensions[cell.column_letter].width
    return sum(int(len(line) / width) + 1 for line in cell.value.split("\n"))


def _for_paper(sheet: Worksheet) -> None:
    """Printed across the page, as wide as it."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a cell; text stays text, whatever it looks like."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.alignment = _WRAPPED
    if not isinstance(value, str):
        cell.value = value
    elif value:
        cell.value = _fitting(_ESCAPE.sub("_x005F_", value))
        cell.data_type = "s"
        # also when somebody enters the cell and leaves it again
        cell.quotePrefix = bool(FORMULA.match(value))
    return cell


def _fitting(text: str) -> str:
    """What a cell can hold of a text: LF line ends, no control characters, not too much of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = clean(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def _guarded(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _font(*, bold: bool = False, size: int = 11, colour: str = "000000") -> Font:
    return Font(name="Calibri", bold=bold, size=size, color=colour)


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _timeless(content: bytes) -> bytes:
    """The same workbook without the moment it was made at."""
    properties = DocumentProperties(creator=MACHINE, created=_MOMENT, modified=_MOMENT)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            part = tostring(properties.to_tree()) if name == ARC_CORE else made.read(name)
            written.writestr(entry, part)
    return stream.getvalue()
