"""One key for the many spellings of a word: both scripts folded into a coarse Latin skeleton.

Romanisations differ in how they write the same letter (zh, ž, j; sh, š; kh, h, x; ya, ja, ia) and
people lose diacritics and double letters. The skeleton keeps what they agree on: ж and з are one,
so are ш and с, the three u-like and the four i-like letters; doubled letters are single. It is a
key to look up by, never something to show: what shares a key is compared letter by letter in
:mod:`pipeline.language.spelling`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

_CYRILLIC: dict[str, tuple[str, ...]] = {
    **{
        letter: (key,)
        for letter, key in zip(
            "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшыіэ",
            "aabvggdeezziikklmnnooprstuuufhhccsiie",
            strict=True,
        )
    },
    # letters of other alphabets that old fonts put in the place of Kazakh ones
    **{
        letter: (key,)
        for letter, key in zip("ӷҕѓќҝҡӄҟӊҥӈєѳӧӫўӯӱҳїӓӕ", "gggkkkkknnneooouuuhiaa", strict=True)
    },
    "щ": ("sc",),
    "ъ": ("",),
    "ь": ("",),
    "ю": ("iu",),
    "я": ("ia",),
}

#: Latin letters and groups, longest first; several values where romanisations disagree.
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shch", ("sc",)),
    ("tsch", ("c", "tsc")),
    ("tch", ("c", "tc")),
    ("sch", ("sc", "s", "z")),
    ("dzh", ("z", "dz")),
    ("dj", ("z", "dz", "di")),
    ("kh", ("h", "k")),
    ("gh", ("g",)),
    ("zh", ("z",)),
    ("tsh", ("ts",)),
    ("sh", ("s", "sh")),
    ("ch", ("c", "s")),
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
    ("ou", ("u", "ou")),
    ("oo", ("u", "o")),
    ("oe", ("o", "oe")),
    ("ae", ("a", "ae")),
    ("ue", ("u", "ue")),
    ("ph", ("f",)),
    ("lu", ("lu", "liu")),
    ("j", ("i", "z")),
    ("c", ("c", "k")),
    ("x", ("h", "ks")),
    ("w", ("v", "u")),
    ("q", ("k",)),
    ("y", ("i",)),
    ("ı", ("i",)),
    ("ŋ", ("n",)),
    ("ə", ("a", "e")),
    ("ý", ("u", "i")),
    ("â", ("ia", "a")),
    ("û", ("iu", "u")),
    ("ŝ", ("sc", "s")),
)
_GROUPS = _CYRILLIC | dict(_LATIN)
_PART = re.compile("|".join(group for group, _ in _LATIN) + "|.", re.DOTALL)
_REPEATED = re.compile(r"(.)\1+")
_PLAIN_CYRILLIC = str.maketrans({letter: keys[0] for letter, keys in _CYRILLIC.items()})
_CYRILLIC_ONLY = re.compile(r"[\u0400-\u052f]+")
#: Marks that a scheme uses for letters of its own are looked at before they are taken off.
_MEANINGFUL = {"ž": "zh", "š": "sh", "ş": "sh", "č": "ch", "ç": "ch"}
_KEPT = frozenset("ýâûŝй")
#: More readings than this are not followed: the word is hardly a term.
_MOST_READINGS = 16


@lru_cache(maxsize=200_000)
def fold(word: str) -> frozenset[str]:
    """The skeletons of a word; one for Cyrillic, one or more where Latin letters stand in it."""
    lowered = word.lower()
    if _CYRILLIC_ONLY.fullmatch(lowered):
        return frozenset([_squeeze(lowered.translate(_PLAIN_CYRILLIC))])
    plain = lowered.isascii() and lowered.isalpha()
    parts = _PART.findall(lowered if plain else _without_marks(lowered))
    readings = [_GROUPS.get(part, (part,)) for part in parts]
    choices = list(product(*readings)) if _count(readings) <= _MOST_READINGS else []
    choices = choices or [tuple(reading[0] for reading in readings)]
    return frozenset(_squeeze("".join(choice)) for choice in choices)


def _without_marks(word: str) -> str:
    """Letters without their diacritics; ž, š and č keep what sets them apart as zh, sh, ch."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", word):
        if letter in _MEANINGFUL:
            letters.append(_MEANINGFUL[letter])
        elif letter in _KEPT or letter in _CYRILLIC:
            letters.append(letter)
        else:
            letters += [part for part in unicodedata.normalize("NFD", letter) if part.isalpha()]
    return "".join(letters)


def _count(readings: list[tuple[str, ...]]) -> int:
    total = 1
    for reading in readings:
        total *= len(reading)
    return total


def _squeeze(skeleton: str) -> str:
    return _REPEATED.sub(r"\1", skeleton)
