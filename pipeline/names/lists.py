"""The lists in ``lexicons/`` that names are found by, and that pseudonyms are taken from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.language.words import LEXICONS, read_word_list
from pipeline.names.endings import declension, decline, titled
from pipeline.names.spellings import (
    GIVEN,
    NAME,
    PLACE,
    SURNAME,
    Base,
    Name,
    in_latin,
    is_cyrillic,
    masculine,
    russian_spelling,
    surname_like,
)

NAMES = LEXICONS / "names.tsv"
PLACES = LEXICONS / "places.tsv"
POOL = LEXICONS / "pseudonyms.tsv"
PUBLIC = LEXICONS / "public_names.txt"
#: What the names of the first two lists are known from.
OF_PEOPLE_AND_PLACES = ("given names", "place names")
#: After a public name that is not even shown.
_NEVER = "*"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that is known before a text is read.

    Attributes:
        why: where it is known from, as the key says it.
        word: it is an ordinary word, too, so something must speak for it.
        sure: with a capital it is always the name: a participant's, or one the user decided.
        public: it stands for a thing more often than for somebody in the room.
        never: it is not replaced and not shown.
    """

    name: Name
    why: str
    word: bool = False
    sure: bool = False
    public: bool = False
    never: bool = False


@cache
def known_names() -> tuple[Entry, ...]:
    """Given names, places and public names of the project's lists."""
    public_names = read_word_list(PUBLIC)
    people = [
        Entry(
            Name(GIVEN, row["kazakh"], row["russian"], row["gender"], row["origin"], _also(row)),
            "given names",
            word=row["word"] == "yes",
            public=row["kazakh"] in public_names,
        )
        for row in _rows(NAMES, ["kazakh", "russian", "gender", "word", "origin", "also"])
    ]
    places = [
        Entry(
            Name(PLACE, row["kazakh"], row["russian"], also=(row["english"], *_also(row))),
            "place names",
            word=row["word"] == "yes",
            public=row["kind"] == "public",
            never=row["kind"] == "never",
        )
        for row in _rows(PLACES, ["kazakh", "russian", "english", "kind", "word", "also"])
    ]
    public = [
        Entry(
            _public(word),
            "public name",
            word=True,
            public=True,
            never=line.endswith(_NEVER),
        )
        for line in public_names
        for word in [line.rstrip(_NEVER)]
    ]
    return (*people, *places, *public)


@cache
def pool() -> tuple[Name, ...]:
    """The pseudonyms, in the order they are taken in."""
    return tuple(
        Name(
            row["kind"],
            row["kazakh"],
            row["russian"],
            row["gender"],
            row["origin"],
            latin=row["latin"],
        )
        for row in _rows(POOL, ["kind", "gender", "origin", "kazakh", "russian", "latin"])
    )


def _public(text: str) -> Name:
    """A public name; of several words, a person who is left whole, with every Russian case."""
    if " " not in text:
        lowered = text.lower()
        surname = is_cyrillic(text) and (surname_like(lowered) or lowered.endswith("стой"))
        return Name(SURNAME if surname else NAME, text, text)
    if not is_cyrillic(text):
        return Name(NAME, text, text)
    spelt = russian_spelling(text)
    cases = [_in_case(spelt, case) for case in range(1, 6)]
    by_ear = [in_latin(Base(own.lower(), "kk", "")) for own in (text, spelt)]
    turned = [" ".join(reversed(own.split())) for own in (text, spelt)]
    return Name(
        NAME, text, spelt, also=tuple(dict.fromkeys([*cases, *turned, *map(titled, by_ear)]))
    )


def _in_case(person: str, case: int) -> str:
    """A whole name in a Russian case: Льва Николаевича Толстого."""
    *before, surname = person.lower().split()
    parts = [(word, "") for word in before]
    parts.append((surname, "m" if masculine(surname) == surname else "f"))
    return titled(" ".join(decline(word, declension(word, part), case) for word, part in parts))


def _also(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(text for text in row["also"].split(", ") if text)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a list, after its comments.

    Raises:
        TaqyrypError: the file is missing, or a row has other columns; names file and line.
    """
    if not path.exists():
        raise TaqyrypError("no such file", file=path, remedy="restore it from the project")
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE), [])
        if len(cells) != len(columns):
            message = f"expected {len(columns)} cells separated by tabs, found {len(cells)}"
            remedy = f"the columns are: {', '.join(columns)}"
            raise TaqyrypError(message, file=path, line=number, remedy=remedy)
        if cells != list(columns):
            yield dict(zip(columns, cells, strict=True))
