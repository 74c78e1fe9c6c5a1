"""The key: which name is replaced by which, in a file that the user edits.

``transcripts/pseudonyms.csv`` is list, key and report at once. A row is a name; ``replace`` says
``yes``, ``no``, or ``?`` for what looks like a name and is not replaced: that is what might have
been missed. What the user has written there stays: a pseudonym is never changed by the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.names.endings import titled
from pipeline.names.lists import Entry, known_names, pool
from pipeline.names.spellings import (
    GIVEN,
    KINDS,
    NAME,
    SCHOOL,
    SURNAME,
    Name,
    from_latin,
    is_cyrillic,
    masculine,
    plain,
    russian_spelling,
)
from pipeline.readers.delimited import DelimitedTable, read_table
from pipeline.tables import csv_bytes

KEY = Path("transcripts/pseudonyms.csv")
COLUMNS = (
    "name",
    "kind",
    "replace",
    "pseudonym",
    "forms",
    "why",
    "count",
    "unsure",
    "transcripts",
    "example",
)
YES, NO, ASK = "yes", "no", "?"
PARTICIPANT, LIST = "participants", "list"
#: Evidence that the program itself never replaces a name for: if it is replaced, the user said so.
_HERS = frozenset({LIST, PARTICIPANT, "public name", "capital letter"})


@dataclass(frozen=True)
class KeyRow:
    """A name in the key.

    Attributes:
        name: with the spellings it is found by.
        replace: ``yes``, ``no`` or ``?``.
        pseudonym: as written in the file: one spelling, or kazakh / russian / latin.
        forms: how it stands in the transcripts, the commonest first.
        why: what it is known from.
        count: how often it is replaced, or would be.
        unsure: how often it is met without enough to speak for it, and stays.
        transcripts: in how many.
        example: words around it; of an unsure mention if there is one.
    """

    name: Name
    replace: str = ASK
    pseudonym: str = ""
    forms: tuple[str, ...] = ()
    why: str = LIST
    count: int = 0
    unsure: int = 0
    transcripts: int = 0
    example: str = ""

    @cached_property
    def standing_in(self) -> tuple[Name, str]:
        """The pseudonym with its spellings, and the number after it if the pool was used up."""
        match = re.fullmatch(r"(.*?\D)(\d*)", self.pseudonym)
        text, number = (match[1], match[2]) if match else (self.pseudonym, "")
        listed = _pool_by_spelling().get(plain(text))
        if listed is not None and listed.kind in (self.name.kind, GIVEN):
            return listed, number
        spellings = [part.strip() for part in text.split("/")] if "/" in text else [text]
        cyrillic = next((part for part in spellings if is_cyrillic(part)), "")
        kazakh = cyrillic or titled(from_latin(spellings[0]))
        russian = [part for part in spellings[1:] if is_cyrillic(part)]
        latin = next((part for part in spellings if not is_cyrillic(part)), "")
        gender = self.name.gender
        return Name(
            self.name.kind,
            kazakh,
            russian[0] if russian else russian_spelling(kazakh),
            gender,
            latin=latin,
        ), number


@cache
def _pool_by_spelling() -> dict[str, Name]:
    return {plain(text): name for name in pool() for text in (name.russian, name.kazakh)}


@dataclass(frozen=True)
class Key:
    """The rows by kind and name, in the order of the file."""

    rows: Mapping[tuple[str, str], KeyRow] = field(default_factory=dict)

    def entries(self) -> list[Entry]:
        """What the finder should know: the project's lists, and the names of the key before them."""
        own = [
            Entry(
                row.name,
                row.why,
                sure=row.replace != ASK and row.why in _HERS,
                word=row.why not in _HERS and _is_listed_word(row.name),
            )
            for row in self.rows.values()
            if row.replace != ASK
        ]
        keys = {entry.name.key for entry in own}
        return [*own, *(entry for entry in known_names() if entry.name.key not in keys)]


def _is_listed_word(name: Name) -> bool:
    entry = _listed().get(name.key)
    return entry is not None and entry.word


@cache
def _listed() -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for entry in known_names():
        for text in (entry.name.kazakh, entry.name.russian, *entry.name.also):
            found.setdefault((entry.name.kind, plain(text)), entry)
    return found


def read_key(path: Path) -> Key:
    """Read the key; an empty one if there is no file yet.

    Raises:
        TaqyrypError: a column is missing, or rows say what cannot be; names file and lines.
    """
    if not path.exists():
        return Key()
    table = read_table(path)
    for column in COLUMNS[:2]:
        if column not in table.columns:
            raise table.missing(
                column, remedy=f"the first row names the columns: {', '.join(COLUMNS)}"
            )
    rows: dict[tuple[str, str], KeyRow] = {}
    errors: list[TaqyrypError] = []
    pseudonyms: dict[tuple[str, str], tuple[int, str]] = {}
    for line, cells in _cells(table):
        problem = _problem(cells)
        row = None if problem else _row(cells)
        if row is not None:
            taken = pseudonyms.get((row.name.kind, plain(row.pseudonym)))
            if row.name.key in rows:
                problem = f"lists {cells['name']!r} a second time"
            elif row.pseudonym and taken:
                problem = f"gives {cells['name']!r} the pseudonym {row.pseudonym!r}, which is that of {taken[1]!r} in line {taken[0]}"
            else:
                rows[row.name.key] = row
                pseudonyms[row.name.kind, plain(row.pseudonym)] = line, cells["name"]
        if problem:
            remedy = "correct the row, or delete it: the next run writes it anew"
            errors.append(TaqyrypError(problem, file=path, line=line, remedy=remedy))
    if errors:
        raise collected(errors)
    return Key(rows)


def _cells(table: DelimitedTable) -> Iterator[tuple[int, dict[str, str]]]:
    for row in table.rows:
        yield (
            row.line,
            dict.fromkeys(COLUMNS, "")
            | {column: text.strip() for column, text in row.cells.items()},
        )


def _problem(cells: Mapping[str, str]) -> str:
    if not cells["name"]:
        return "has no name"
    if cells["kind"] not in KINDS:
        return f"kind should be one of {', '.join(KINDS)}; found {cells['kind']!r}"
    if cells["replace"].lower() not in (YES, NO, ASK, ""):
        return f"replace should be yes, no or ?; found {cells['replace']!r}"
    return ""


def _row(cells: Mapping[str, str]) -> KeyRow:
    return KeyRow(
        named(cells["name"], cells["kind"]),
        cells["replace"].lower() or YES,
        cells["pseudonym"],
        tuple(form for form in cells["forms"].split(", ") if form),
        cells["why"] or LIST,
    )


def named(text: str, kind: str) -> Name:
    """The name that is meant by a spelling: that of the lists, if it is there."""
    listed = _listed().get((kind, plain(text)))
    if listed is not None:
        return listed.name
    if kind == SCHOOL:
        gender = "number" if text.isdigit() else "person" if " " in text else "thing"
        return Name(kind, text, russian_spelling(text), gender)
    cyrillic = text if is_cyrillic(text) else titled(from_latin(text))
    if kind == NAME and cyrillic != text:  # as the finder has it: the row stays the same row
        return Name(kind, text, text, also=(cyrillic,))
    cyrillic = titled(masculine(cyrillic.lower())) if kind == SURNAME else cyrillic
    return Name(
        kind, cyrillic, russian_spelling(cyrillic), also=() if is_cyrillic(text) else (text,)
    )


def key_bytes(key: Key) -> bytes:
    """The file: questions first, then what is replaced; in each the commonest first."""
    order = (ASK, YES, NO)
    rows = sorted(
        key.rows.values(),
        key=lambda row: (order.index(row.replace), -row.count - row.unsure, row.name.key),
    )
    return csv_bytes(COLUMNS, [_record(row) for row in rows])


def _record(row: KeyRow) -> dict[str, object]:
    return {
        "name": row.name.kazakh,
        "kind": row.name.kind,
        "replace": row.replace,
        "pseudonym": row.pseudonym,
        "forms": ", ".join(row.forms),
        "why": row.why,
        "count": row.count,
        "unsure": row.unsure,
        "transcripts": row.transcripts,
        "example": row.example,
    }
