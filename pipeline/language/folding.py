"""One key for the many spellings of a word: both scripts folded into a coarse Latin skeleton.

Romanisations differ in how they write the same letter (zh, ž, j; sh, š; kh, h, x; ya, ja, ia) and
people lose diacritics and double letters. The skeleton keeps what they agree on: ж and з are one,
so are ш and с, the three u-like and the four i-like letters; doubled letters are single. It is a
key to look up by, never something to show.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

_CYRILLIC = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшыіэ",
        "aabvggdeezziikklmnnooprstuuufhhccsiie",
        strict=True,
    )
) | {"щ": "sc", "ъ": "", "ь": "", "ю": "iu", "я": "ia"}

#: Latin letters and groups, longest first; several values where romanisations disagree.
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shch", ("sc",)),
    ("sch", ("sc",)),
    ("kh", ("h",)),
    ("gh", ("g",)),
    ("zh", ("z",)),
    ("tsh", ("ts",)),
    ("sh", ("s", "sh")),
    ("ch", ("c",)),
    ("ts", ("c", "ts")),
    ("tz", ("c",)),
    ("ya", ("ia",)),
    ("ja", ("ia", "za")),
    ("yu", ("iu",)),
    ("ju", ("iu", "zu")),
    ("ye", ("e", "ie")),
    ("je", ("e", "ze", "ie")),
    ("ie", ("e", "ie")),
    ("yo", ("e", "io")),
    ("ng", ("n", "ng")),
    ("j", ("i", "z")),
    ("c", ("c", "k")),
    ("x", ("h", "ks")),
    ("w", ("v", "u")),
    ("q", ("k",)),
    ("y", ("i",)),
    ("ı", ("i",)),
)
_GROUPS = dict(_LATIN)
_LATIN_PART = re.compile("|".join(group for group, _ in _LATIN) + "|.", re.DOTALL)
_REPEATED = re.compile(r"(.)\1+")
#: More readings than this are not followed: the word is hardly a term.
_MOST_READINGS = 16


@lru_cache(maxsize=200_000)
def fold(word: str) -> frozenset[str]:
    """The skeletons of a word; one for Cyrillic, one or more for Latin letters."""
    lowered = word.lower()
    if any("\u0400" <= letter <= "\u052f" for letter in lowered):
        return frozenset([_squeeze("".join(_CYRILLIC.get(letter, letter) for letter in lowered))])
    plain = _without_marks(lowered)
    readings = [_GROUPS.get(part, (part,)) for part in _LATIN_PART.findall(plain)]
    choices = list(product(*readings)) if _count(readings) <= _MOST_READINGS else []
    choices = choices or [tuple(reading[0] for reading in readings)]
    return frozenset(_squeeze("".join(choice)) for choice in choices)


def _without_marks(word: str) -> str:
    """Letters without their diacritics; ž, š and č keep what sets them apart as zh, sh, ch."""
    for letter, group in (("ž", "zh"), ("š", "sh"), ("ş", "sh"), ("č", "ch"), ("ç", "ch")):
        word = word.replace(letter, group)
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if letter.isalpha())


def _count(readings: list[tuple[str, ...]]) -> int:
    total = 1
    for reading in readings:
        total *= len(reading)
    return total


def _squeeze(skeleton: str) -> str:
    return _REPEATED.sub(r"\1", skeleton)
