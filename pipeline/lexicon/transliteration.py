"""Transliteration schemes: plain files that carry their mapping, their rules and their own samples.

A scheme says how each Cyrillic letter is written; rules say where a letter in a certain place is
written otherwise. Writing is exact (:func:`to_latin`). Reading back is not always: where a table
has one spelling for two letters, :func:`to_cyrillic` names every reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.errors import TaqyrypError
from pipeline.validation import validate
from pipeline.yaml_lines import load_yaml

SCHEMES = Path("lexicons/transliteration")
#: Letters that stand in for others only now and then: the other reading is the likelier.
_RARE = "ёъ"
_WORD = re.compile(r"\S+|\s+")
#: Letters of the longest spelling of one Cyrillic letter or group (ščč, schtsch).
_LONGEST_SPELLING = 8
#: Words of more stretches are read one stretch at a time: nobody's words are so long.
_LONGEST_WORD = 200
#: No more readings of one stretch than this are listed.
_MOST_READINGS = 32


class Rule(BaseModel):
    """Letters that are written otherwise in a certain place.

    ``after`` and ``before`` hold letters of which one must stand there; ``^`` among them is the
    beginning of a word and ``$`` its end. Empty means anywhere.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    letters: str = Field(min_length=1)
    after: str = ""
    before: str = ""
    latin: str

    def fits(self, word: str, position: int) -> bool:
        """Whether the rule speaks about ``word`` (lower case) at ``position``."""
        end = position + len(self.letters)
        if word[position:end] != self.letters:
            return False
        previous, following = word[position - 1 : position] if position else "", word[end : end + 1]
        return _stands(previous, self.after, "^") and _stands(following, self.before, "$")


def _stands(letter: str, wanted: str, edge: str) -> bool:
    return not wanted or (letter in wanted if letter.isalpha() else edge in wanted)


class Scheme(BaseModel):
    """One table from Cyrillic to Latin letters.

    ``mapping`` is keyed by lower-case letters, ``rules`` are looked at before it and the first
    that fits wins. ``also`` holds further spellings of letters, or of groups of letters, that are
    met and recognised and never written. ``capitals`` are capitals that are not simply those of
    the mapping (И is İ). ``samples`` are words with the form the table gives them, which the tests
    check.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    language: Literal["kk", "ru"]
    source: str
    notes: str = ""
    mapping: dict[str, str]
    rules: list[Rule] = []
    also: dict[str, list[str]] = {}
    capitals: dict[str, str] = {}
    samples: dict[str, str] = Field(min_length=1)

    @field_validator("mapping")
    @classmethod
    def _letters_are_single_lower_case(cls, mapping: dict[str, str]) -> dict[str, str]:
        for letter in mapping:
            if len(letter) != 1 or letter != letter.lower():
                raise ValueError(f"{letter!r} should be one lower-case letter")
        return mapping

    @cached_property
    def readings(self) -> dict[str, list[str]]:
        """What each Latin spelling can stand for, the likeliest first."""
        found: dict[str, list[str]] = {}
        pairs = [*self.mapping.items(), *((rule.letters, rule.latin) for rule in self.rules)]
        for letters, latin in pairs:
            own = found.setdefault(unicodedata.normalize("NFC", latin), [])
            if latin and letters not in own:
                own.append(letters)
        return {latin: sorted(own, key=_rarity) for latin, own in found.items() if latin}

    @property
    def lost(self) -> list[str]:
        """Letters that the scheme leaves out, so that no reading can bring them back."""
        return [letter for letter, latin in self.mapping.items() if not latin]


def _rarity(letters: str) -> tuple[bool, int]:
    return letters in _RARE, len(letters)


def load_scheme(path: Path) -> Scheme:
    """Read one scheme; a mistake in it is named with its line."""
    return validate(Scheme, load_yaml(path, remedy="the schemes are part of the project"))


@cache
def scheme(name: str) -> Scheme:
    """A scheme of the project by its file name, such as ``unesco_kk``."""
    return load_scheme(SCHEMES / f"{name}.yaml")


def scheme_names() -> list[str]:
    """The names of all schemes, in alphabetical order.

    Raises:
        TaqyrypError: the folder of schemes is missing or empty.
    """
    names = sorted(path.stem for path in SCHEMES.glob("*.yaml"))
    if not names:
        remedy = "restore it from the project, and run from the project's folder"
        raise TaqyrypError("holds no transliteration schemes", file=SCHEMES, remedy=remedy)
    return names


def to_latin(text: str, table: Scheme) -> str:
    """``text`` with every letter of the table put into Latin; all else stays as it is.

    A capital that becomes two letters is written ``Šč``, among capitals ``ŠČ``.
    """
    text = unicodedata.normalize("NFC", text)
    lowered = _lowered(text)
    written: list[str] = []
    position = 0
    while position < len(text):
        rule = next((rule for rule in table.rules if rule.fits(lowered, position)), None)
        letters = rule.letters if rule else lowered[position]
        latin = rule.latin if rule else table.mapping.get(letters)
        end = position + len(letters)
        if latin is None:
            written.append(text[position])
        else:
            title = table.capitals.get(letters, latin[:1].upper() + latin[1:])
            written.append(_cased(latin, title, text, range(position, end)))
        position = end
    return "".join(written)


def _cased(latin: str, title: str, text: str, places: range) -> str:
    """``latin`` in the case of the letters of ``text`` that it stands for."""
    if not text[places.start].isupper():
        return latin
    if len(places) > 1:
        return title.upper() if text[places.stop - 1].isupper() else title
    return title.upper() if _among_capitals(text, places.start) else title


def _among_capitals(text: str, position: int) -> bool:
    following = text[position + 1 : position + 2]
    if following.isalpha():
        return following.isupper()
    return position > 0 and text[position - 1].isupper()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A stretch of Latin text that the scheme does not give one reading.

    ``readings`` are all of them, the one taken first; none if the scheme has no such spelling.
    """

    start: int
    end: int
    latin: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Latin text read back; ``lost`` are letters that may be missing, since none writes them."""

    text: str
    ambiguities: tuple[Ambiguity, ...]
    lost: tuple[str, ...]


def to_cyrillic(text: str, table: Scheme) -> Reading:
    """``text`` read back by ``table``, with everything that could be read otherwise.

    Every reading named writes the same Latin text again; what the scheme cannot have written
    is left as it is and named without a reading.
    """
    written: list[str] = []
    doubts: list[Ambiguity] = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word, found = _read_word(match.group(), match.start(), table)
        written.append(word)
        doubts += found
    return Reading("".join(written), tuple(doubts), tuple(table.lost))


def _read_word(text: str, offset: int, table: Scheme) -> tuple[str, list[Ambiguity]]:
    lowered = _small(text, table)
    capitals = text.isupper() and sum(map(str.isalpha, text)) > 1
    spans = list(_stretches(lowered, table))
    choices = [
        [
            reading.upper() if capitals else _recased(reading, text[start:end])
            for reading in _readings(lowered[start:end], table)
        ]
        for start, end in spans
    ]
    first = [own or [text[start:end]] for own, (start, end) in zip(choices, spans, strict=True)]
    written = [own[0] for own in first]
    provable = len(spans) <= _LONGEST_WORD
    if provable:
        written = _first_that_writes(text, spans, first, table) or written
    doubts = []
    for number, (start, end) in enumerate(spans):
        readings = choices[number]
        if provable and len(readings) > 1:
            # The rules of the scheme may write a reading otherwise here: then it is none.
            before, after = written[:number], written[number + 1 :]
            readings = [
                reading
                for reading in readings
                if to_latin("".join([*before, reading, *after]), table) == text
            ] or readings
        if written[number] in readings:  # what is taken stands first
            readings = [written[number], *(own for own in readings if own != written[number])]
        unread = not readings and any(letter.isalpha() for letter in text[start:end])
        if unread or len(readings) > 1:
            doubts.append(Ambiguity(offset + start, offset + end, text[start:end], tuple(readings)))
    return "".join(written), doubts


def _first_that_writes(
    text: str,
    spans: Sequence[tuple[int, int]],
    choices: Sequence[Sequence[str]],
    table: Scheme,
    taken: tuple[str, ...] = (),
) -> list[str]:
    """The first choice of readings that together write ``text``; empty if none does.

    The rules of a scheme look at the letters around, so a stretch can be checked once the next
    one has been chosen.
    """
    if len(taken) == len(choices):
        return list(taken) if to_latin("".join(taken), table) == text else []
    sure = spans[len(taken)][0] if taken else 0
    for reading in choices[len(taken)]:
        tried = (*taken, reading)
        if to_latin("".join(tried), table)[:sure] == text[:sure]:
            found = _first_that_writes(text, spans, choices, table, tried)
            if found:
                return found
    return []


def _lowered(text: str) -> str:
    """Letter for letter: a few capitals of other scripts become two letters in lower case."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _small(text: str, table: Scheme) -> str:
    """Letter for letter, as the scheme has it: where there is a capital İ, I is that of ı."""
    if "İ" in "".join(table.capitals.values()):
        text = text.replace("I", "ı").replace("İ", "i")
    return _lowered(text)


def _stretches(text: str, table: Scheme) -> Iterator[tuple[int, int]]:
    """The shortest stretches that can be read by themselves: no spelling reaches across two."""
    start = reach = 0
    longest = max(map(len, table.readings))
    for position in range(len(text)):
        if position >= reach and position > start:
            yield start, position
            start = position
        ends = [
            end
            for end in range(position + 1, min(position + longest, len(text)) + 1)
            if text[position:end] in table.readings
        ]
        reach = max(reach, *ends, position + 1)
    if start < len(text):
        yield start, len(text)


def _readings(latin: str, table: Scheme) -> list[str]:
    """Every way to read a whole stretch: fewest letters first, rare letters last."""
    found = list(readings(latin, table.readings))
    order = sorted(found, key=lambda own: (len(own), sum(own.count(rare) for rare in _RARE)))
    return list(dict.fromkeys(order))[:_MOST_READINGS]


def readings(latin: str, table: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every way to read ``latin`` by a table of spellings and the letters they can stand for.

    The longest spellings and the likeliest letters come first. There may be very many.
    """
    if not latin:
        yield ""
        return
    for end in range(min(len(latin), _LONGEST_SPELLING), 0, -1):
        for letters in table.get(latin[:end], ()):
            for rest in readings(latin[end:], table):
                yield letters + rest


def _recased(reading: str, latin: str) -> str:
    capitals = [letter.isupper() for letter in latin if letter.isalpha()]
    if capitals and all(capitals) and (len(capitals) > 1 or len(reading) == 1):
        return reading.upper()
    return reading[:1].upper() + reading[1:] if any(capitals[:1]) else reading
