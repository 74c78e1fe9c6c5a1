"""Putting pseudonyms into a text, with a map from places in the old text to places in the new."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.names.finder import Finder
from pipeline.names.key import YES, Key
from pipeline.names.mentions import written


class Edit(NamedTuple):
    """``[start, end)`` of the old text became ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Replaced:
    """A text with pseudonyms, and what was changed, in order."""

    text: str
    edits: tuple[Edit, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The new span of the old ``[start, end)``; a name that it cuts is taken in whole."""
        return self._place(start, at_end=False), self._place(end, at_end=True)

    def _place(self, place: int, *, at_end: bool) -> int:
        number = bisect_right(self._starts, place if not at_end else place - 1) - 1
        if number < 0:
            return place
        edit, after = self.edits[number], self._shifts[number]
        if place < edit.end or (at_end and place == edit.end):
            new_start = edit.start + (self._shifts[number - 1] if number else 0)
            inside = edit.start < place or at_end
            return new_start + len(edit.text) if at_end and inside else new_start
        return place + after

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _shifts(self) -> list[int]:
        """By how much places after each edit have moved."""
        shifts: list[int] = []
        total = 0
        for edit in self.edits:
            total += len(edit.text) - (edit.end - edit.start)
            shifts.append(total)
        return shifts


class Pseudonymiser:
    """Replaces the names that a key says yes to; nothing else decides but the text and the key."""

    def __init__(self, key: Key, lemmatiser: Lemmatiser | None = None) -> None:
        self._rows = {name: row for name, row in key.rows.items() if row.replace == YES}
        self._finder = Finder(lemmatiser or Lemmatiser(), key.entries())

    def replace(self, text: str, *, context: str = "") -> Replaced:
        """``text`` with pseudonyms in the places of names; the rest stays letter for letter.

        Args:
            text: canonical, of any length.
            context: the canonical text of the transcript that ``text`` is a passage of, so that a
                passage is replaced as the whole is.
        """
        repaired = repair(text)
        around = repair(context).text if context else ""
        pieces: list[str] = []
        edits: list[Edit] = []
        done = 0
        for mention in self._finder.find(repaired.text, context=around):
            row = self._rows.get(mention.name.key)
            if row is None or not mention.certain:
                continue
            start, end = repaired.span(mention.start, mention.end)
            if start < done:
                continue
            name, number = row.standing_in
            edit = Edit(start, end, written(mention, name, number))
            edits.append(edit)
            pieces += [text[done:start], edit.text]
            done = end
        pieces.append(text[done:])
        return Replaced("".join(pieces), tuple(edits))
