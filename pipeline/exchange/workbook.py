"""Suggestions as a workbook (.xlsx) or a table (.csv) to decide on, and the decisions read back.

Columns are found by their names and places by the cells at the end of a row, so rows and columns
may be sorted, filtered, moved and added.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from pipeline.errors import TaqyrypError, collected
from pipeline.exchange.decisions import Decision, HerCoding, Outcome
from pipeline.exchange.project import MACHINE, Project
from pipeline.readers.delimited import DelimitedTable, Row, read_table, with_header
from pipeline.schema import Topic

SUGGESTIONS, MISSED, THEMES, CODEBOOK, READ_ME = (
    "Suggestions",
    "What was missed",
    "Themes",
    "Codebook",
    "Read me",
)
NAME_LABEL = "Your name / Ваше имя / Сіздің атыңыз"
RUN_LABEL = "Run / Запуск / Іске қосу"
#: Who has decided, if the cell for the name was left empty.
NOBODY = "researcher"

#: The columns of the suggestions with their widths: hers, what she reads, what leads back.
_HERS = {"decision": 11, "codes": 22, "memo": 28}
_SHOWN = {
    "transcript": 16, "speaker": 16, "role": 12, "language": 10, "text": 70, "code": 24,
    "probability": 12, "reasons": 60, "theme": 26,
}  # fmt: skip
_PLACE = {"start": 8, "end": 8, "code id": 14, "utterance id": 14}
_COLUMNS = _HERS | _SHOWN | _PLACE
_NEEDED = (*_HERS, "transcript", "text", *_PLACE)
_MISSED = {"transcript": 24, "text": 80, "codes": 30, "memo": 40}
_THEMES = {
    "topic": 8, "size": 8, "label_kk": 30, "label_ru": 30, "label_en": 30, "words": 60, "codes": 30,
    "stability": 11, "note": 50,
}  # fmt: skip
_CODEBOOK = {"group": 24, "id": 24, "name": 28, "definition": 100, "colour": 11}

_WORDS = {
    "accept": ("accept", "yes", "+", "1", "да", "принять", "иә", "қабылдау"),
    "reject": ("reject", "no", "-", "–", "—", "−", "0", "нет", "отклонить", "жоқ", "қабылдамау"),
    "recode": ("recode", "~", "перекодировать", "қайта кодтау"),
}
_DECISIONS = {word: decision for decision, words in _WORDS.items() for word in words}

#: What a cell can hold, counted in UTF-16 as Excel does.
_LONGEST = 32_767
#: What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: In a workbook this stands for a character; so the letters themselves need an escape.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: What a spreadsheet takes for a formula; the apostrophes, so that ours can be told from others.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: What .xls begins with, and .xlsx behind a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

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


class Missed(NamedTuple):
    """A passage that should have been suggested, as copied from the transcript; ``row`` is its row."""

    row: int
    transcript_id: str
    text: str
    codes: frozenset[str]
    memo: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a person made of the suggestions; the order does not depend on how she sorted them.

    Attributes:
        run: hash of the run that the suggestions are from; empty for a CSV, which has no place for it.
        coder: the name she gave, or ``researcher``.
        decisions: one for each suggestion still in the file; ``text`` is as the cell has it, which
            long or unprintable text is not quite.
        codings: what the decisions make of each utterance that has any.
        missed: what she wrote on the sheet for it; its words are still to be found in the transcript.
    """

    run: str
    coder: str
    decisions: list[Decision]
    codings: list[HerCoding]
    missed: list[Missed]


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
    writer.writerow(_COLUMNS)
    for values in _rows(project):
        writer.writerow(_guarded(_fitting(v)) if isinstance(v, str) else v for v in values)
    return stream.getvalue().encode("utf-8-sig")


def read_workbook(path: Path) -> Read:
    """What was decided, recoded and missed, from a workbook saved by any spreadsheet program.

    Codes are taken as they are; whether they are in the codebook is for the caller to see.

    Raises:
        TaqyrypError: no workbook, a sheet or column is missing, or cells that leave open what was
            decided: all of them together.
    """
    sheets = _sheets(path)
    errors: list[TaqyrypError] = []
    read_me = sheets.get(READ_ME.casefold(), [])
    run, name = (_beside(read_me, label, path, errors) for label in (RUN_LABEL, NAME_LABEL))
    coder = name or NOBODY
    suggestions = _named(path, sheets, SUGGESTIONS, _NEEDED, errors)
    decisions, codings = _decided(suggestions, coder, errors)
    missed = _missed(_named(path, sheets, MISSED, tuple(_MISSED), errors), errors)
    if errors:
        raise collected(errors)
    return Read(run, coder, decisions, codings, missed)


def read_csv_decisions(path: Path) -> Read:
    """What was decided and recoded, from a table made by :func:`suggestions_csv`.

    It has no sheet for what was missed, no name and no run.

    Raises:
        TaqyrypError: no table, a column is missing, or cells that leave open what was decided.
    """
    table = read_table(path)
    rows = [Row(row.line, {c: _bare(v) for c, v in row.cells.items()}) for row in table.rows]
    errors: list[TaqyrypError] = []
    checked = _with_columns(_Sheet("", table, rows), _NEEDED, errors)
    decisions, codings = _decided(checked, NOBODY, errors)
    if errors:
        raise collected(errors)
    return Read("", NOBODY, decisions, codings, [])


# --- writing


def _rows(project: Project) -> list[tuple[Value, ...]]:
    """The suggestions by the columns, hers still empty."""
    names = {code.id: code.name for code in project.codes}
    return [
        (
            *("" for _ in _HERS),
            *(s.transcript_id, s.speaker, s.role, s.language, s.text, names[s.code]),
            *(s.probability, s.reasons, s.theme),
            *(s.start, s.end, s.code, s.utterance_id),
        )
        for s in project.suggested
    ]


def _add_suggestions(sheet: Worksheet, project: Project, fills: Mapping[str, PatternFill]) -> None:
    _head(sheet, _COLUMNS)
    groups = {code.id: code.group for code in project.codes}
    columns, narrow = tuple(_COLUMNS), _font(size=8, colour=_GREY)
    for number, (values, suggested) in enumerate(
        zip(_rows(project), project.suggested, strict=True), 2
    ):
        fill = fills.get(groups[suggested.code])
        for column, (name, value) in enumerate(zip(columns, values, strict=True), 1):
            cell = _put(sheet, number, column, value)
            cell.border = _BORDER
            if name in _HERS:
                cell.number_format = "@"
                continue
            if fill:
                cell.fill = fill
            if name in _PLACE:
                cell.font, cell.alignment = narrow, _AS_IT_IS
            elif name == "probability":
                cell.number_format = "0.00"
    last = len(project.suggested) + 1
    sheet.freeze_panes = sheet.cell(2, len(_HERS) + 1).coordinate
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    for name in _PLACE:
        sheet.column_dimensions[get_column_letter(columns.index(name) + 1)].outlineLevel = 1
    decision = DataValidation("list", '"accept,reject,recode"', allow_blank=True)
    decision.errorStyle, decision.showErrorMessage = "warning", True
    decision.errorTitle = "accept, reject, recode"
    decision.error = "Also read: yes + 1 да иә (accept), no - 0 нет жоқ (reject), ~ (recode)."
    decision.add(f"A2:A{max(last, 2)}")
    sheet.add_data_validation(decision)
    _offer_codes(sheet, project, f"B2:B{max(last, 2)}")


def _add_missed(sheet: Worksheet, project: Project) -> None:
    _head(sheet, _MISSED)
    for column in range(1, len(_MISSED) + 1):
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
    for title, *lines in (text.split("\n") for text in _EXPLAINED):
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
        cell.quotePrefix = bool(_FORMULA.match(value))
    return cell


def _fitting(text: str) -> str:
    """What a cell can hold of a text: LF line ends, no control characters, not too much of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub("\ufffd", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


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


# --- reading


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rows with their columns in small letters; ``name`` is empty for a table that is no workbook."""

    name: str
    table: DelimitedTable
    rows: list[Row]

    def error(self, line: int, message: str, remedy: str) -> TaqyrypError:
        """What is wrong in a row."""
        if self.name:
            place = f"sheet “{self.name}”, row {line}: {message}"
            return TaqyrypError(place, file=self.table.path, remedy=remedy)
        return TaqyrypError(message, file=self.table.path, line=line, remedy=remedy)


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells of all sheets, by the titles in small letters."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TaqyrypError(
            f"cannot be read ({error.strerror})",
            file=path,
            remedy="look whether the name is right, and close the file in other programs",
        ) from error
    if content.startswith(_COMPOUND):
        raise TaqyrypError(
            "is protected with a password, or a workbook of Excel 2003 or older",
            file=path,
            remedy="open it in Excel or LibreOffice and save it as .xlsx without a password",
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # of drawings and rules it passes over
            # read_only: rows that are only formatted, up to the last of a million, cost nothing
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return {sheet.title.strip().casefold(): _cells(sheet) for sheet in book.worksheets}
    except Exception as error:  # zip, zlib, XML and openpyxl: damage meets any of them
        raise TaqyrypError(
            "is not an Excel workbook that can be opened",
            file=path,
            remedy="open it in Excel or LibreOffice and save it again as .xlsx",
        ) from error


def _cells(sheet: Worksheet | ReadOnlyWorksheet) -> list[list[str]]:
    if isinstance(sheet, ReadOnlyWorksheet):
        sheet.reset_dimensions()  # some programs write that there is one cell
    return [[_text(value) for value in row] for row in sheet.values]


def _text(value: object) -> str:
    """A cell's value, whatever the program that saved the file made of it."""
    if value is None:
        return ""
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    if isinstance(value, datetime) and value == datetime(value.year, value.month, value.day):
        return f"{value:%Y-%m-%d}"
    text = str(value).replace("_x000D_\n", "\n").replace("_x005F_", "_")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _beside(rows: Iterable[list[str]], label: str, path: Path, errors: list[TaqyrypError]) -> str:
    """What stands to the right of a label on the sheet that explains."""
    for cells in rows:
        for cell, value in pairwise([*cells, ""]):
            if cell.strip() == label:
                return value.strip()
    errors.append(
        TaqyrypError(
            f"has no sheet “{READ_ME}” with a cell “{label}”",
            file=path,
            remedy="copy this cell and the one to the right of it from the file as it was made",
        )
    )
    return ""


def _named(
    path: Path,
    sheets: Mapping[str, list[list[str]]],
    name: str,
    needed: Sequence[str],
    errors: list[TaqyrypError],
) -> _Sheet:
    """A sheet with its columns; without rows if it is not there or lacks one, which is an error."""
    rows = sheets.get(name.casefold())
    numbered = [
        (n, row) for n, row in enumerate(rows or [], 1) if any(cell.strip() for cell in row)
    ]
    table = with_header(path, numbered)
    if rows is None:
        errors.append(
            TaqyrypError(
                f"has no sheet “{name}”",
                file=path,
                remedy="give the sheet its name back, or copy it from the file as it was made",
            )
        )
        return _Sheet(name, table, [])
    return _with_columns(_Sheet(name, table, table.rows), needed, errors)


def _with_columns(sheet: _Sheet, needed: Sequence[str], errors: list[TaqyrypError]) -> _Sheet:
    """The sheet; without rows if a column is not there just once, which is an error."""
    found = len(errors)
    for name in needed:
        count = sheet.table.columns.count(name)
        if count != 1:
            errors.append(
                sheet.error(
                    1,
                    f"has {count or 'no'} columns {name!r}; the first row is: "
                    f"{', '.join(sheet.table.header)}",
                    "give every column its name back; an added one needs a name of its own",
                )
            )
    return _Sheet(sheet.name, sheet.table, sheet.rows if len(errors) == found else [])


def _decided(
    sheet: _Sheet, coder: str, errors: list[TaqyrypError]
) -> tuple[list[Decision], list[HerCoding]]:
    """The decisions of a sheet, and what they make of its utterances."""
    rows: dict[tuple[str, str, str], tuple[int, Decision]] = {}
    places: dict[tuple[str, str], tuple[int, Decision]] = {}
    for row in sheet.rows:
        try:
            decision = _decision(sheet, row, coder)
            if decision is None:
                continue
            utterance = (decision.transcript_id, row.cells["utterance id"].strip())
            before, other = places.setdefault(utterance, (row.line, decision))
            if (other.start, other.end) != (decision.start, decision.end):
                raise sheet.error(
                    row.line,
                    f"the utterance begins or ends elsewhere than in row {before}",
                    "undo what mixed the rows, such as sorting one column and not the others",
                )
            before, other = rows.setdefault((*utterance, decision.code), (row.line, decision))
            if other != decision:
                raise sheet.error(
                    row.line,
                    f"row {before} says something else about the same suggestion",
                    "delete one of the two rows",
                )
        except TaqyrypError as error:
            errors.append(error)
    utterances: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for (transcript, utterance_id, _), (_, decision) in rows.items():
        utterances[transcript, utterance_id].append(decision)
    groups = [sorted(group, key=_order) for group in utterances.values()]
    codings = [coding for group in groups if (coding := _coding(group, coder))]
    return (
        sorted((decision for group in groups for decision in group), key=_order),
        sorted(codings, key=lambda coding: (coding.transcript_id, coding.start, coding.end)),
    )


def _order(decision: Decision) -> tuple[str, int, int, str]:
    return decision.transcript_id, decision.start, decision.end, decision.code


def _decision(sheet: _Sheet, row: Row, coder: str) -> Decision | None:
    """What a row says; nothing if it holds no suggestion, only something in columns of her own."""
    cells = {name: row.cells[name].strip() for name in _NEEDED}
    transcript, code, memo = cells["transcript"], cells["code id"], cells["memo"]
    if not any(cells[name] for name in ("transcript", *_HERS, *_PLACE)):
        return None
    start, end = _whole(cells["start"]), _whole(cells["end"])
    if not (transcript and code and cells["utterance id"]) or start is None or end is None:
        raise sheet.error(
            row.line,
            f"names no suggestion: one of transcript, {', '.join(_PLACE)} is empty or no number",
            f"copy these cells from the file as it was made; what was not suggested goes on the "
            f"sheet “{MISSED}”",
        )
    outcome, codes = _outcome(sheet, row.line, cells)
    who = coder if outcome != "open" else ""
    given = ";".join(codes)
    return Decision(transcript, start, end, row.cells["text"], code, outcome, given, who, memo)


def _outcome(sheet: _Sheet, line: int, cells: Mapping[str, str]) -> tuple[Outcome, list[str]]:
    """What was decided, and the codes that are there now."""
    word, code, codes = cells["decision"], cells["code id"], _codes(cells["codes"])
    decision = _DECISIONS.get(unicodedata.normalize("NFC", word).casefold(), "")
    if word and not decision:
        raise sheet.error(
            line, f"the decision {word!r} is not known", "choose accept, reject or recode"
        )
    if decision == "accept":
        return "accepted", list(dict.fromkeys([code, *codes]))
    if decision == "recode":
        if not codes:
            raise sheet.error(
                line,
                "the decision is recode, and no code is given",
                "write the codes that fit into the column codes, or choose reject",
            )
        return ("accepted" if code in codes else "recoded"), codes
    if codes:
        raise sheet.error(
            line,
            f"gives codes, and the decision is {decision or 'empty'}",
            "choose recode (these codes instead) or accept (these as well), or delete the codes",
        )
    return ("rejected" if decision else "open"), []


def _coding(utterance: Sequence[Decision], coder: str) -> HerCoding | None:
    """The codes of an utterance; none if it is not clear yet that there are any, or none."""
    codes = frozenset(code for one in utterance for code in one.codes.split(";") if code)
    if not codes and any(one.outcome == "open" for one in utterance):
        return None
    memos = [one.memo for one in utterance if one.memo and one.outcome != "open"]
    first = utterance[0]
    return HerCoding(
        first.transcript_id,
        first.start,
        first.end,
        first.text,
        codes,
        coder,
        "\n".join(dict.fromkeys(memos)),
    )


def _missed(sheet: _Sheet, errors: list[TaqyrypError]) -> list[Missed]:
    """The passages with their codes, in the order of the sheet."""
    found = []
    for row in sheet.rows:
        cells = {name: row.cells[name].strip() for name in _MISSED}
        if not any(cells.values()):
            continue
        lacking = [name for name in ("transcript", "text", "codes") if not cells[name]]
        if lacking:
            errors.append(
                sheet.error(
                    row.line,
                    f"the passage has no {' and no '.join(lacking)}",
                    "fill in transcript, text and codes, or empty the row",
                )
            )
            continue
        codes = frozenset(_codes(cells["codes"]))
        found.append(Missed(row.line, cells["transcript"], cells["text"], codes, cells["memo"]))
    return found


def _codes(cell: str) -> list[str]:
    return list(dict.fromkeys(code for part in re.split(r"[;,\n]", cell) if (code := part.strip())))


def _whole(cell: str) -> int | None:
    """A number of characters, also written as ``12.0``."""
    number = re.fullmatch(r"(\d+)(?:[.,]0+)?", cell)
    return int(number[1]) if number else None


# --- what the sheet "Read me" says: title, then label | text

_EXPLAINED = (
    """English
Confidential | This file holds the words of people who were promised confidentiality. Keep it where the transcripts are kept. Do not send it by e-mail, and do not upload it to a service that is not approved for such data.
1. Your name | Write your name into the yellow cell above.
2. Decide | On the sheet “Suggestions” each row is one code suggested for one utterance. Read the text and choose in the column “decision”: accept (the code fits), reject (it does not) or recode (other codes fit better). Leave the cell empty as long as you have not decided. Short forms are read, too: yes, +, 1 for accept; no, -, 0 for reject; ~ for recode.
3. Other codes | Into the column “codes” write the ids of codes (see “Codebook”): with recode they replace the suggested code, with accept they are added to it. Separate several with a semicolon: {several}. If the program says that this is not in the list, confirm it.
4. Nothing to code | If you reject all codes that are suggested for an utterance, this means: there is nothing to code here.
5. What was missed | Where a code is needed and none is suggested, copy the words from the transcript onto the sheet “What was missed”, and name the transcript and the codes.
6. Sort and filter | You may sort and filter the rows, move columns and add your own. Please do not change the names of the sheets, the first row, the text and the grey columns at the end: they lead back to the place in the transcript. Always sort whole rows, with the arrows in the first row.
7. Read it back | Save the file as .xlsx and run: make import FILE=path/to/file.xlsx. Mistakes are listed with their rows; correct them and run it again.
decision, codes, memo | Yours: what you decide, the codes you give, your notes.
transcript, speaker, role, language | Where it was said and by whom; the language (kk Kazakh, ru Russian, en English).
text | The whole utterance; a very long one is cut and ends with “…”.
code | The suggested code. The colour of the row shows its group; the sheet “Codebook” has the same colours.
probability | How probable the program takes the code to be, from 0 to 1. It is an estimate; the decision is yours.
reasons | Why the code is suggested.
theme | The theme the utterance belongs to (sheet “Themes”).
start, end, code id, utterance id | The place in the transcript, counted in characters, and identifiers. Do not change them.
Sheet “Themes” | size: number of utterances. stability: how well the theme is found again when a tenth of the talk is left out, from 0 to 1. note: what to be careful about.""",
    """Русский
Конфиденциально | В этом файле слова людей, которым обещана конфиденциальность. Храните его там же, где хранятся транскрипты. Не пересылайте его по электронной почте и не загружайте в сервисы, которые не одобрены для таких данных.
1. Ваше имя | Впишите своё имя в жёлтую ячейку вверху.
2. Решение | На листе «Suggestions» каждая строка — это один код, предложенный для одного высказывания. Прочитайте текст и выберите в столбце «decision»: accept (код подходит), reject (не подходит) или recode (лучше подходят другие коды). Пока решения нет, оставьте ячейку пустой. Можно писать и коротко: да, +, 1 вместо accept; нет, -, 0 вместо reject; ~ вместо recode.
3. Другие коды | В столбец «codes» впишите id кодов (см. лист «Codebook»): при recode они заменяют предложенный код, при accept добавляются к нему. Несколько кодов разделяйте точкой с запятой: {several}. Если программа сообщит, что такого значения нет в списке, подтвердите ввод.
4. Кодировать нечего | Если вы отклонили все коды, предложенные для высказывания, это означает: кодировать здесь нечего.
5. Что пропущено | Если код нужен там, где ничего не предложено, скопируйте слова из транскрипта на лист «What was missed» и укажите транскрипт и коды.
6. Сортировка и фильтры | Строки можно сортировать и фильтровать, столбцы — переставлять, можно добавлять и свои. Пожалуйста, не меняйте названия листов, первую строку, текст и серые столбцы в конце: по ним программа находит место в транскрипте. Всегда сортируйте строки целиком, с помощью стрелок в первой строке.
7. Как вернуть файл | Сохраните файл в формате .xlsx и выполните команду: make import FILE=путь/к/файлу.xlsx. Программа перечислит ошибки с номерами строк; исправьте их и выполните команду ещё раз.
decision, codes, memo | Ваши столбцы: решение, коды, которые ставите вы, и ваши заметки.
transcript, speaker, role, language | Где и кем это сказано; язык (kk — казахский, ru — русский, en — английский).
text | Высказывание целиком; очень длинное сокращено и заканчивается знаком «…».
code | Предложенный код. Цвет строки показывает группу кода; на листе «Codebook» те же цвета.
probability | Насколько вероятным программа считает этот код, от 0 до 1. Это только оценка; решаете вы.
reasons | Почему предложен этот код.
theme | Тема, к которой относится высказывание (лист «Themes»).
start, end, code id, utterance id | Место в транскрипте, отсчитанное в символах, и идентификаторы. Не изменяйте их.
Лист «Themes» | size — число высказываний. stability — насколько надёжно тема находится снова, если убрать десятую часть материала, от 0 до 1. note — с чем нужно быть осторожнее.""",
    """Қазақша
Құпия | Бұл файлда сөздері құпия сақталады деп уәде берілген адамдардың айтқандары бар. Оны транскрипттер сақталатын жерде сақтаңыз. Электрондық поштамен жібермеңіз, мұндай деректерге рұқсат етілмеген сервистерге жүктемеңіз.
1. Сіздің атыңыз | Жоғарыдағы сары ұяшыққа атыңызды жазыңыз.
2. Шешім | «Suggestions» парағындағы әр жол — бір айтылымға ұсынылған бір код. Мәтінді оқып, «decision» бағанынан таңдаңыз: accept (код сәйкес келеді), reject (сәйкес келмейді) немесе recode (басқа кодтар дұрысырақ). Шешім қабылдағанша ұяшықты бос қалдырыңыз. Қысқаша жазуға да болады: accept орнына иә, +, 1; reject орнына жоқ, -, 0; recode орнына ~.
3. Басқа кодтар | «codes» бағанына кодтардың id белгілерін жазыңыз («Codebook» парағын қараңыз): recode кезінде олар ұсынылған кодтың орнына қойылады, accept кезінде оған қосылады. Бірнеше кодты нүктелі үтірмен бөліңіз: {several}. Бағдарлама мұндай мән тізімде жоқ десе, енгізуді растаңыз.
4. Кодтайтын ештеңе жоқ | Айтылымға ұсынылған кодтардың бәрін қабылдамасаңыз, бұл «мұнда кодтайтын ештеңе жоқ» дегенді білдіреді.
5. Не қалып қойды | Код керек, бірақ ештеңе ұсынылмаған жер болса, сөздерін транскрипттен «What was missed» парағына көшіріп, транскрипт пен кодтарды көрсетіңіз.
6. Сұрыптау және сүзу | Жолдарды сұрыптауға және сүзуге, бағандардың орнын ауыстыруға, өз бағандарыңызды қосуға болады. Парақтардың атауларын, бірінші жолды, мәтінді және соңындағы сұр бағандарды өзгертпеуіңізді сұраймыз: бағдарлама транскрипттегі орынды солар арқылы табады. Жолдарды әрдайым тұтасымен, бірінші жолдағы көрсеткілер арқылы сұрыптаңыз.
7. Файлды қайтару | Файлды .xlsx пішімінде сақтап, мына команданы орындаңыз: make import FILE=файлға/дейінгі/жол.xlsx. Бағдарлама қателерді жол нөмірлерімен көрсетеді; түзетіп, команданы қайта орындаңыз.
decision, codes, memo | Сіздің бағандарыңыз: шешіміңіз, өзіңіз қойған кодтар және жазбаларыңыз.
transcript, speaker, role, language | Қайда және кім айтқаны; тілі (kk — қазақ, ru — орыс, en — ағылшын тілі).
text | Айтылымның толық мәтіні; тым ұзақ мәтін қысқартылып, соңына «…» белгісі қойылады.
code | Ұсынылған код. Жолдың түсі кодтың тобын көрсетеді; «Codebook» парағында да түстер дәл осындай.
probability | Бағдарлама бұл кодты қаншалықты ықтимал деп санайды, 0-ден 1-ге дейін. Бұл — тек баға; шешімді сіз қабылдайсыз.
reasons | Бұл код неліктен ұсынылды.
theme | Айтылым жататын тақырып («Themes» парағы).
start, end, code id, utterance id | Транскрипттегі орны (таңбалармен саналған) және идентификаторлар. Оларды өзгертпеңіз.
«Themes» парағы | size — айтылымдар саны. stability — материалдың оннан бірі алып тасталғанда тақырыптың қаншалықты сенімді қайта табылатыны, 0-ден 1-ге дейін. note — неге абай болу керек.""",
)
