"""Decisions read back from the workbook (.xlsx) or the table (.csv), saved by any spreadsheet program.

Columns are found by their names and places by the cells at the end of a row, so rows and columns may
be sorted, filtered, moved and added.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import TaqyrypError, collected
from pipeline.exchange.decisions import Decision, HerCoding, Outcome
from pipeline.exchange.workbook_form import (
    FORMULA,
    HERS,
    MISSED,
    MISSED_COLUMNS,
    NAME_LABEL,
    NEEDED,
    PLACE,
    READ_ME,
    RUN_LABEL,
    SUGGESTIONS,
)
from pipeline.readers.delimited import DelimitedTable, Row, read_table, with_header

#: Who has decided, if the cell for the name was left empty.
NOBODY = "researcher"
_WORDS = {
    "accept": ("accept", "yes", "+", "1", "да", "принять", "иә", "қабылдау"),
    "reject": ("reject", "no", "-", "–", "—", "−", "0", "нет", "отклонить", "жоқ", "қабылдамау"),
    "recode": ("recode", "~", "перекодировать", "қайта кодтау"),
}
_DECISIONS = {word: decision for decision, words in _WORDS.items() for word in words}
#: What .xls begins with, and .xlsx behind a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


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
    suggestions = _named(path, sheets, SUGGESTIONS, NEEDED, errors)
    decisions, codings = _decided(suggestions, coder, errors)
    missed = _missed(_named(path, sheets, MISSED, tuple(MISSED_COLUMNS), errors), errors)
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
    checked = _with_columns(_Sheet("", table, rows), NEEDED, errors)
    decisions, codings = _decided(checked, NOBODY, errors)
    if errors:
        raise collected(errors)
    return Read("", NOBODY, decisions, codings, [])


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


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
    cells = {name: row.cells[name].strip() for name in NEEDED}
    transcript, code, memo = cells["transcript"], cells["code id"], cells["memo"]
    if not any(cells[name] for name in ("transcript", *HERS, *PLACE)):
        return None
    start, end = _whole(cells["start"]), _whole(cells["end"])
    if not (transcript and code and cells["utterance id"]) or start is None or end is None:
        raise sheet.error(
            row.line,
            f"names no suggestion: one of transcript, {', '.join(PLACE)} is empty or no number",
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
        cells = {name: row.cells[name].strip() for name in MISSED_COLUMNS}
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
