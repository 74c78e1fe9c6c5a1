"""Who speaks where in a text whose lines begin with speaker labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import pairwise

from pipeline.readers.document import Speech

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?"
#: What is not seen: spaces of any width, soft hyphens, zero-width characters.
_BLANK = r"[ \t\u00a0\u00ad\u2000-\u200f\u202f\u2060\ufeff]"
_LABELLED_LINE = re.compile(
    rf"""^{_BLANK}*+
    (?:[\[(]?(?P<before>{_TIME})[\])]?{_BLANK}*+[-–—]?+{_BLANK}*+)?+  # [00:12:34]
    (?:\d{{1,4}}[.)]{_BLANK}++)?+                             # a numbered turn
    (?:\*\*|__)?                                             # bold in Markdown
    (?![^:\t\n]*[^\S\t\n]\d{{1,2}}:\d\d\b)                   # the colon of a time of day
    (?P<label>[^\W\d_][^:\t\n!?;«»"“”]{{0,39}}?)
    (?:{_BLANK}*[\[(](?P<after>{_TIME})[\])])?
    (?:\*\*|__)?
    {_BLANK}*(?::|\t)(?:\*\*|__)?[ \t]*""",
    re.VERBOSE | re.MULTILINE,
)
#: "Teacher A4 – …": believed of known labels only, and only in a text that has no colons.
_DASHED_LINE = re.compile(
    rf"""^{_BLANK}*+
    (?:[\[(]?(?P<before>{_TIME})[\])]?{_BLANK}*+)?+
    (?:\d{{1,4}}[.)]{_BLANK}++)?+
    (?:\*\*|__)?(?P<label>[^\W\d_][^:\t\n!?;«»"“”–—]{{0,39}}?)(?:\*\*|__)?
    {_BLANK}+[-–—]{_BLANK}+""",
    re.VERBOSE | re.MULTILINE,
)


class Certainty(Enum):
    """How sure it is that words before a colon at the beginning of a line name a speaker."""

    UNKNOWN = 0
    #: Words such as "Participant": a speaker, or a line of a heading.
    GENERIC = 1
    CERTAIN = 2
    #: Written as the study writes people, but with a role nobody knows.
    LIKELY = 3


#: How often a label must begin a line to be a speaker's; a name nobody knows is then reported.
_NEEDED = {
    Certainty.UNKNOWN: 3,
    Certainty.LIKELY: 2,
    Certainty.GENERIC: 1,
    Certainty.CERTAIN: 1,
}
#: The same for one who answers an interviewer: else the answer would be part of the question.
_NEEDED_TO_ANSWER = 2


def find_speeches(
    text: str,
    certainty: Callable[[str], Certainty],
    is_interviewer: Callable[[str], bool] = lambda _: False,
) -> list[Speech]:
    """Cut ``text`` at its speaker labels; empty if there are none.

    A line begins a speech when its label is known, or when a short label that begins with a
    capital comes back often enough to be somebody. Other words before a colon are speech. What
    stands before the first label is a speech without a label; so is a generic label that begins
    the file and never returns ("Participant: Director B1").
    """
    candidates = [match for match in _LABELLED_LINE.finditer(text) if _may_be_label(match["label"])]
    labels = [match["label"].strip() for match in candidates]
    speakers = _speakers(labels, certainty, is_interviewer)
    starts = [match for match in candidates if match["label"].strip() in speakers]
    if not starts:
        known = (Certainty.GENERIC, Certainty.CERTAIN)
        dashed = _DASHED_LINE.finditer(text)
        starts = [match for match in dashed if certainty(match["label"].strip()) in known]
        labels = [match["label"].strip() for match in starts]
    if not starts:
        return []
    first = starts[0]["label"].strip()
    if len(starts) > 1 and labels.count(first) == 1 and certainty(first) is Certainty.GENERIC:
        del starts[0]
    speeches = list(_heading(text, starts[0].start()))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        start, stop = trim(text, match.end(), end)
        if start < stop:
            time = parse_time(match["before"] or match.groupdict().get("after") or "")
            line = text.count("\n", 0, match.start("label")) + 1
            speeches.append(Speech(match["label"].strip(), start, stop, time, line))
    return speeches


def paragraphs(text: str) -> list[Speech]:
    """The paragraphs of a text without labels: separated by empty lines if it has any."""
    separator = r"\n[ \t]*\n\s*" if re.search(r"\S[ \t]*\n[ \t]*\n\s*\S", text) else r"\n+"
    speeches, start = [], 0
    for match in [*re.finditer(separator, text), None]:
        begin, end = trim(text, start, match.start() if match else len(text))
        if begin < end:
            speeches.append(Speech("", begin, end, None, text.count("\n", 0, begin) + 1))
        start = match.end() if match else len(text)
    return speeches


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without the white space at its two ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def parse_time(text: str) -> float | None:
    """``12:34``, ``00:12:34`` or ``00:12:34.5`` in seconds; None for anything else."""
    if not re.fullmatch(_TIME, text.strip()):
        return None
    parts = [float(part) for part in text.strip().replace(",", ".").split(":")]
    return sum(part * 60.0**power for power, part in enumerate(reversed(parts)))


def _speakers(
    labels: list[str],
    certainty: Callable[[str], Certainty],
    is_interviewer: Callable[[str], bool],
) -> set[str]:
    """The labels, given in the order of their lines, that are somebody's."""
    counts = Counter(labels)
    answering = _answering(labels, is_interviewer)
    speakers = set()
    for label, count in counts.items():
        needed = _NEEDED[certainty(label)]
        if label in answering:
            needed = min(needed, _NEEDED_TO_ANSWER)
        if needed == 1 or (count >= needed and label[0].isupper()):
            speakers.add(label)
    return speakers


def _answering(labels: list[str], is_interviewer: Callable[[str], bool]) -> set[str]:
    """Labels that follow an interviewer's and come back after others: not a list in one turn."""
    changes = [(one, two) for one, two in pairwise(["", *labels]) if one != two]
    returns = Counter(label for _, label in changes)
    followers = {label for before, label in changes if before and is_interviewer(before)}
    return {label for label in followers if returns[label] >= _NEEDED_TO_ANSWER}


def _may_be_label(label: str) -> bool:
    words = label.split()
    return len(words) <= 6 and not re.search(r"[.…]\s", label)


def _heading(text: str, end: int) -> Iterator[Speech]:
    start, stop = trim(text, 0, end)
    if start < stop:
        yield Speech("", start, stop, None, 1)
