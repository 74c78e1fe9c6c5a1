"""What a reader returns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """What follows one speaker label: its span in the canonical text, time in seconds if known.

    ``label`` is empty where the text has none; ``line`` is where to look for it: from 1, in the
    file where that has lines, in the canonical text of a Word file.
    """

    label: str
    start: int
    end: int
    time: float | None
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file's canonical text; ``speeches`` where the format says itself who speaks.

    ``notes`` say what a reader did that the researcher should know of: an encoding it inferred,
    footnotes it left out.
    """

    text: str
    speeches: tuple[Speech, ...] | None = None
    notes: tuple[str, ...] = ()


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with the word for what is counted: ``1 cue``, ``2 cues``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def left_out(counts: Counter[str]) -> tuple[str, ...]:
    """Notes on what a reader left out: ``3 footnotes left out``; kinds are named in the singular."""
    plurals = {"header or footer": "headers and footers"}
    return tuple(
        f"{counted(count, kind, plurals.get(kind, ''))} left out"
        for kind, count in sorted(counts.items())
        if count
    )
