"""What a reader returns."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace


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
    footnotes it left out. ``times`` are places in the text and their seconds, in order, where the
    format has them apart from speeches. ``styled`` are stretches with the name of their style, which
    may be a speaker's.
    """

    text: str
    speeches: tuple[Speech, ...] | None = None
    notes: tuple[str, ...] = ()
    times: tuple[tuple[int, float], ...] = ()
    styled: tuple[Speech, ...] = ()

    def timed(self, speeches: Iterable[Speech]) -> list[Speech]:
        """The speeches in order, those without a time with the last that stands before them.

        It must stand after the speech before, or at its end: others say when somebody else spoke.
        """
        places = [place for place, _ in self.times]
        found: list[Speech] = []
        for speech in speeches:
            after = found[-1].end if found else 0
            last = bisect_right(places, speech.start) - 1
            if speech.time is None and last >= 0 and places[last] >= after:
                speech = replace(speech, time=self.times[last][1])
            found.append(speech)
        return found


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
