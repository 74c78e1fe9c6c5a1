"""Transcripts as workbooks (.xlsx): sheets with the columns of :mod:`pipeline.readers.csv_table`.

openpyxl is imported where it is used: every stage imports the readers, few corpora have workbooks.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import TaqyrypError
from pipeline.readers.csv_table import has_columns, transcript
from pipeline.readers.delimited import DelimitedTable, with_header
from pipeline.readers.document import Document, left_out

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

#: What .xls begins with, and .xlsx behind a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
#: Where m is the minute, and not the month: after an hour, before a second, or counted on its own.
_MINUTES = re.compile(r"h\]?\W*m+|m+(?=\]?\W*s)|(?<=\[)m+")
#: The parts of a number format that shows a date or a time, in small letters, the minute as n.
_CODES = re.compile(
    r"""\[(?P<total>h+|n+|s+)\] | (?P<code>y+|m+|d+|h+|n+|s+) | \.(?P<part>0+)
    | (?P<half>am/pm) | "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | [_*]. | \[[^\]]*\]""",
    re.VERBOSE,
)


def read(path: Path) -> Document:
    """The rows of all sheets that have the columns, one sheet after the other.

    Raises:
        TaqyrypError: not a workbook, or no sheet with columns of speakers and of text.
    """
    notes: list[str] = []
    counts: Counter[str] = Counter()
    tables: list[DelimitedTable] = []
    unnamed: list[DelimitedTable] = []
    for sheet in _sheets(path):
        table = with_header(path, _rows(sheet))
        if sheet.sheet_state != "visible":
            counts["hidden sheet"] += 1
        elif has_columns(table):
            tables.append(table)
            counts["comment"] += sum(bool(cell.comment) for row in sheet.rows for cell in row)
        elif table.header:
            unnamed.append(table)
            notes.append(f"sheet {sheet.title!r} left out: no columns 'speaker' and 'text'")
    if not tables and not unnamed:
        return Document("", notes=left_out(counts))
    return transcript(tables or unnamed[:1], (*notes, *left_out(counts)))


def _sheets(path: Path) -> list[Worksheet]:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    with path.open("rb") as file:
        if file.read(len(_COMPOUND)) == _COMPOUND:
            raise TaqyrypError(
                "is protected with a password, or a workbook of Excel 2003 or older",
                file=path,
                remedy="open it in Excel or LibreOffice and save it as .xlsx without a password",
            )
        try:
            with warnings.catch_warnings(action="ignore"):  # of drawings and rules it passes over
                # data_only: the results of formulas, as Excel has saved them
                workbook = openpyxl.load_workbook(file, data_only=True)
            sheets: list[Worksheet] = [
                sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)
            ]
            if not sheets:
                raise ValueError("holds no sheets")
        except Exception as error:  # zip, zlib, XML and openpyxl: damage meets any of them
            raise TaqyrypError(
                "is not an Excel workbook that can be opened",
                file=path,
                remedy="open it in Excel or LibreOffice and save it again as .xlsx",
            ) from error
    return sheets


def _rows(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with its number; merged cells are read once."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_shown(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _shown(cell: Cell | MergedCell) -> str:
    """The cell as a person sees it, as far as its number format says so in few words."""
    value, shown_as = cell.value, cell.number_format.split(";")[0]
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, shown_as)
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.min
    if isinstance(value, datetime | date | timedelta):
        return _moment(value, shown_as)
    text = str(value).replace("_x000D_", "")  # how Excel writes a carriage return
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float, shown_as: str) -> str:
    percent = "%" if "%" in shown_as else ""
    if percent:
        value *= 100
    if "0" not in shown_as:  # General: as many decimals as there are
        return f"{value:.11g}{percent}"
    decimals = re.search(r"0\.(0+)", shown_as)
    return f"{value:.{len(decimals[1]) if decimals else 0}f}{percent}"


def _moment(value: date | timedelta, shown_as: str) -> str:
    """A date, a time or a duration; ISO 8601 where names of months or days would be shown."""
    day = value if isinstance(value, date) else date.min
    codes = shown_as.lower()
    if isinstance(value, date) and re.search("mmm|ddd", codes):
        return f"{value:%Y-%m-%d}"
    if "[$-f400]" in codes:  # as the system shows times: by 24 hours in Kazakhstan
        codes = codes.replace("am/pm", "")
    codes = _MINUTES.sub(lambda m: m[0].replace("m", "n"), codes)
    if isinstance(value, timedelta):  # which has no months
        codes = codes.replace("m", "n").replace("an/pn", "am/pm")
    parts = re.search(r"\.(0+)", codes)
    seconds = round(_seconds(value), len(parts[1]) if parts else 0)
    whole = int(seconds)
    hour = whole // 3600
    totals = {"h": hour, "n": whole // 60, "s": whole}
    shown = {
        "y": day.year,
        "m": day.month,
        "d": day.day,
        "h": (hour - 1) % 12 + 1 if "am/pm" in codes else hour % 24,
        "n": whole // 60 % 60,
        "s": whole % 60,
    }

    def show(match: re.Match[str]) -> str:
        if total := match["total"]:
            return f"{totals[total[0]]:0{len(total)}}"
        if code := match["code"]:
            number = f"{shown[code[0]]:0{len(code)}}"
            return number[-2:] if code == "yy" else number
        if part := match["part"]:
            return f"{seconds % 1:.{len(part)}f}"[1:]
        if match["half"]:
            return "AM" if hour % 24 < 12 else "PM"
        return match["quoted"] or match["escaped"] or ""

    return _CODES.sub(show, codes).strip()


def _seconds(value: date | timedelta) -> float:
    if isinstance(value, datetime):
        value = value - datetime.combine(value, time())
    return value.total_seconds() if isinstance(value, timedelta) else 0.0
