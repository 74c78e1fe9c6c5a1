"""Finding the transcripts of the corpus, and places in them, in another program's texts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from pipeline.exchange.project import guid

#: Letters around words by which they are told from equal words elsewhere.
_AROUND = 40


@dataclass(frozen=True)
class OtherText:
    """A text as another program gives it back."""

    guid: str
    name: str
    text: str


def transcripts_of(texts: Sequence[OtherText], canonical: Mapping[str, str]) -> dict[str, str]:
    """Which transcript each text is, by the text's guid; those that are none are not there.

    It is known by the identifier it was exported with, by its words, or by its name.
    """
    by_guid = {guid("source", name): name for name in canonical}
    by_words: dict[str, str] = {}
    for name, words in canonical.items():
        by_words.setdefault(_without_blanks(words), name)
    by_name: dict[str, str] = {}
    parts = Counter(_plain(name.rpartition("/")[2]) for name in canonical)
    for name in canonical:
        by_name[_plain(name.replace("/", " - "))] = name
        if parts[own := _plain(name.rpartition("/")[2])] == 1:
            by_name.setdefault(own, name)
    found = {}
    for text in texts:
        known = (
            by_guid.get(text.guid.lower().strip("{}"))
            or by_words.get(_without_blanks(text.text))
            or by_name.get(_plain(text.name))
        )
        if known is not None:
            found[text.guid] = known
    return found


def _plain(name: str) -> str:
    """A name without ending and the number that a program puts before a name it has already."""
    return name.casefold().removesuffix(".txt").removesuffix(".docx").removeprefix("1_").strip()


def _without_blanks(text: str) -> str:
    return "".join(text.split())


class Places:
    """Places of one text in another that is the same but for blanks, or was edited a little."""

    def __init__(self, other: str, canonical: str) -> None:
        self._other, self._canonical = other, canonical

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the words from ``start`` to ``end`` stand in the canonical text.

        Of equal words those with the same words around them, then those nearest to where they
        should be; ``None`` if they stand nowhere.
        """
        if self._other == self._canonical:
            return (start, end) if start < end else None
        words = _without_blanks(self._other[start:end])
        if not words:
            return None
        letters, places = self._letters
        other, other_places = self._other_letters
        first = bisect_left(other_places, start)
        expected = first * len(letters) / len(other)

        def fit(place: int) -> tuple[int, float]:
            before = _alike(_before(other, first), _before(letters, place))
            after = _alike(_after(other, first + len(words)), _after(letters, place + len(words)))
            return before + after, -abs(place - expected)

        best = max(_occurrences(words, letters), key=fit, default=None)
        if best is None:
            return None
        return places[best], places[best + len(words) - 1] + 1

    @cached_property
    def _letters(self) -> tuple[str, list[int]]:
        return _dense(self._canonical)

    @cached_property
    def _other_letters(self) -> tuple[str, list[int]]:
        return _dense(self._other)


def _dense(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its letters stands."""
    kept = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in kept), kept


def _before(letters: str, place: int) -> str:
    """What stands before a place, backwards."""
    return letters[max(0, place - _AROUND) : place][::-1]


def _after(letters: str, place: int) -> str:
    return letters[place : place + _AROUND]


def _alike(one: str, other: str) -> int:
    """How many letters the two begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
