"""Text made comparable without losing its place: NFC, invisible characters, look-alike letters.

The result carries, for every character, the canonical span it stands for, so that anything found
in the repaired text can be shown at exactly the right words of the original. The spans are whole
characters as a reader sees them (Unicode grapheme clusters): a letter with all its accents, an
emoji with all its parts. So no span, however it is put together, breaks one in two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

#: Latin letters that stand for a Cyrillic one in words typed with the wrong keyboard layout.
#: Both schwas and the Kazakh і and һ are there: ə (U+0259), i and h have Cyrillic twins.
TO_CYRILLIC = dict(
    zip(
        "ABCEHIKMOPTXYacehikmopxyəƏɵƟı",
        "АВСЕНІКМОРТХУасеһікморхуәӘөӨі",
        strict=True,
    )
)
TO_LATIN = {cyrillic: latin for latin, cyrillic in TO_CYRILLIC.items() if latin not in "ıəƏɵƟ"}

#: Characters that carry no text: soft hyphen, zero-width space, word joiner, BOM in the middle.
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a", " "))
#: Joiners mean something in emoji and in other scripts; between our letters they do not.
_JOINER_RUN = re.compile("[\u200c\u200d]+")
_WORD = re.compile(r"[^\W\d_]+")
#: Text in which every code point is a visible character by itself, as nearly all text is.
_SIMPLE = re.compile(
    "[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2116]*"
)
#: Where letters of two scripts meet.
_MIXED = re.compile(
    "[a-zA-Z\u00c0-\u024fəɵ\u1e00-\u1eff][\u0400-\u052f]"
    "|[\u0400-\u052f][a-zA-Z\u00c0-\u024fəɵ\u1e00-\u1eff]"
)
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True)
class Repaired:
    """Repaired text; its character ``i`` stands for source ``[starts[i], ends[i])``."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of the repaired ``[start, end)``, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def repair(text: str, *, offset: int = 0) -> Repaired:
    """Repair ``text``; the spans of the result count from ``offset``.

    Repairing a repaired text changes nothing. The order matters for that: what is invisible goes
    first, because accents and letters on its two sides may then compose.
    """
    if _SIMPLE.fullmatch(text):
        places = list(range(offset, offset + len(text) + 1))
        return Repaired(repair_lookalikes(text), places[:-1], places[1:])
    visible = [(i, character) for i, character in enumerate(text) if character not in _INVISIBLE]
    positions = [i for i, _ in visible]
    bare = "".join(character for _, character in visible).translate(_SPACES)
    pieces: list[tuple[str, int, int]] = []
    for start, end in _clusters(bare):
        span = (offset + positions[start], offset + positions[end - 1] + 1)
        pieces += [
            (character, *span) for character in unicodedata.normalize("NFC", bare[start:end])
        ]
    pieces = _whole_characters(_without_joiners(pieces), text, offset)
    composed = "".join(character for character, _, _ in pieces)
    return Repaired(
        repair_lookalikes(composed), [start for _, start, _ in pieces], [end for *_, end in pieces]
    )


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Spans that NFC may change only as a whole: normalising them one by one is normalising all."""
    if unicodedata.is_normalized("NFC", text):
        yield from ((i, i + 1) for i in range(len(text)))
        return
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not _joins(text[start:position], text[position]):
            yield start, position
            start = position


def _joins(cluster: str, following: str) -> bool:
    """Whether ``following`` changes when put after ``cluster`` (accents, Hangul, …)."""
    if following < "\u0300":
        return False
    if unicodedata.combining(following):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
    return unicodedata.normalize("NFC", cluster + following) != apart


def _without_joiners(pieces: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Leave out runs of joiners that stand between two Latin or Cyrillic letters."""
    text = "".join(character for character, _, _ in pieces)
    dropped = {
        position
        for run in _JOINER_RUN.finditer(text)
        if script(text[run.start() - 1 : run.start()]) and script(text[run.end() : run.end() + 1])
        for position in range(*run.span())
    }
    return [piece for position, piece in enumerate(pieces) if position not in dropped]


def _whole_characters(
    pieces: list[tuple[str, int, int]], text: str, offset: int
) -> list[tuple[str, int, int]]:
    """The pieces with spans widened to whole grapheme clusters of ``text``."""
    bounds = [match.span() for match in _GRAPHEME.finditer(text)]
    first = [start for start, end in bounds for _ in range(start, end)]
    last = [end for start, end in bounds for _ in range(start, end)]
    return [
        (character, offset + first[start - offset], offset + last[end - 1 - offset])
        for character, start, end in pieces
    ]


def script(character: str) -> str | None:
    """``"Latin"`` or ``"Cyrillic"`` for a letter of these scripts, ``None`` for all else."""
    if not character.isalpha():
        return None
    code = ord(character)
    if 0x400 <= code <= 0x52F:
        return "Cyrillic"
    if code < 0x250 or character in "əɵ" or 0x1E00 <= code <= 0x1EFF:
        return "Latin"
    return None


def repair_lookalikes(text: str) -> str:
    """Words that mix scripts put into one, letter for letter, when every odd letter has a twin.

    ``кoллектив`` with a Latin ``o`` becomes Cyrillic throughout, ``plаn`` with a Cyrillic ``а``
    Latin; a word that mixes on purpose has letters without twins and is left alone. So is a
    word with a loose accent behind it, which might compose with the new letter.
    """

    if not _MIXED.search(text):
        return text

    def one_script(match: re.Match[str]) -> str:
        following = text[match.end() : match.end() + 1]
        accented = bool(following) and unicodedata.combining(following)
        return match.group() if accented else _one_script(match.group())

    return _WORD.sub(one_script, text)


def _one_script(word: str) -> str:
    scripts = [script(character) for character in word]
    cyrillic, latin = scripts.count("Cyrillic"), scripts.count("Latin")
    if not cyrillic or not latin:
        return word
    to_cyrillic = _translated(word, "Latin", TO_CYRILLIC)
    to_latin = _translated(word, "Cyrillic", TO_LATIN)
    if to_cyrillic is not None and (cyrillic >= latin or to_latin is None):
        return to_cyrillic
    return to_latin if to_latin is not None else word


def _translated(word: str, odd_script: str, twins: dict[str, str]) -> str | None:
    """``word`` with letters of ``odd_script`` put into the other one, or None if one cannot be."""
    letters = []
    for character in word:
        if script(character) != odd_script:
            letters.append(character)
        elif character in twins:
            letters.append(twins[character])
        else:
            return None
    return "".join(letters)
