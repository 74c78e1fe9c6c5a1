"""Speech with times, as subtitles, recognisers and annotation tools have it, made into a document.

Such formats cut speech into cues of a few seconds. Cues of one speaker that follow each other are
one speech, joined by spaces, so that sentences are whole again; a new speaker begins a new line,
and so does a long pause where nobody is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.readers.document import Document, Speech, counted

#: A pause of so many seconds ends a speech where the format names no speakers.
_PAUSE = 2.0
#: A speaker's name at the beginning of a cue's text: "SPEAKER_01: …", "[Айгүл]: …", "I: …".
_NAMED = re.compile(
    r"(?:[-–—]\s*)?(?P<open>\[)?(?P<label>[^\W\d_][\w .’'-]{0,38}?)(?(open)\]:?|:)\s+(?P<text>\S.*)",
    re.DOTALL,
)
#: A name must come back so often to be one, unless a recogniser made it.
_NEEDED = 2
_RECOGNISED = re.compile(r"SPEAKER_?\d+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of speech as a file has it; times in seconds, ``line`` in the file, from 1."""

    label: str
    text: str
    start: float | None
    end: float | None
    line: int


def document(cues: Sequence[Cue], notes: Sequence[str] = ()) -> Document:
    """The canonical text of cues in the order given, and the speeches in it.

    White space inside a cue becomes one space; cues without text are left out.
    """
    spoken = [replace(cue, text=_SPACE.sub(" ", cue.text).strip()) for cue in cues]
    spoken = [cue for cue in spoken if cue.text]
    if not any(cue.label for cue in spoken):
        spoken = _named(spoken)
    pieces: list[str] = []
    speeches: list[Speech] = []
    length = 0
    before: Cue | None = None
    for cue in spoken:
        goes_on = before is not None and _goes_on(before, cue)
        separator = "" if before is None else " " if goes_on else "\n"
        start = length + len(separator)
        pieces += [separator, cue.text]
        length = start + len(cue.text)
        if goes_on:
            speeches[-1] = replace(speeches[-1], end=length)
        else:
            speeches.append(Speech(cue.label, start, length, cue.start, cue.line))
        before = cue
    return Document("".join(pieces), tuple(speeches), tuple(notes))


def carried_on(cues: Sequence[Cue]) -> tuple[list[Cue], list[str]]:
    """Cues without a speaker given to the speaker before, as rows of a table are, and notes.

    What stands before the first speaker stays without one.
    """
    label, count = "", 0
    named: list[Cue] = []
    for cue in cues:
        count += not cue.label and bool(label)
        label = cue.label or label
        named.append(replace(cue, label=label))
    if not count:
        return named, []
    return named, [f"{counted(count, 'cue')} without a speaker given to the speaker before"]


def _goes_on(before: Cue, cue: Cue) -> bool:
    if cue.label or before.label:
        return cue.label == before.label
    if before.end is None or cue.start is None:
        return True
    return cue.start - before.end < _PAUSE


def _named(cues: Sequence[Cue]) -> list[Cue]:
    """Cues with the names that stand in their text as labels; a cue without goes on."""
    matches = [_NAMED.fullmatch(cue.text) for cue in cues]
    counts = Counter(match["label"] for match in matches if match)
    names = {
        name for name, count in counts.items() if count >= _NEEDED or _RECOGNISED.fullmatch(name)
    }
    named: list[Cue] = []
    label = ""
    for cue, match in zip(cues, matches, strict=True):
        if match and match["label"] in names:
            label = match["label"]
            named.append(replace(cue, label=label, text=match["text"]))
        else:
            named.append(replace(cue, label=label))
    return named
