"""Suggested passages: which to show, what carries them, and as much of the text as is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.report_page.model import Passage
from pipeline.schema import Suggestion

#: Characters of a quote that are shown; the words that carry a suggestion always are.
LONGEST = 700
_CARRIED = re.compile(r"carried by “(.*?)” \(without it (\d\.\d+)\)(?: · |$)", re.DOTALL)
_NEXT = re.compile(r" · (?=(?:terms|terms of the question|like this, coded so|theme): )")


def typical(rows: Sequence[Suggestion], count: int) -> list[Suggestion]:
    """The most probable suggestions, preferably of other speakers and in other languages."""
    left = sorted(rows, key=lambda row: (-row.probability, row.utterance_id))
    chosen: list[Suggestion] = []
    while left and len(chosen) < count:
        speakers = {row.speaker for row in chosen}
        languages = {row.language for row in chosen}
        # min keeps the first, which is the most probable
        best = min(left, key=lambda row: (row.speaker in speakers) + (row.language in languages))
        chosen.append(best)
        left.remove(best)
    return chosen


def passage(row: Suggestion) -> Passage:
    """A suggestion with its evidence taken apart."""
    match = _CARRIED.match(row.evidence)
    words, without = (match[1], float(match[2])) if match else ("", None)
    told = dict.fromkeys(("terms", "terms of the question", "like this, coded so", "theme"), "")
    for reason in _NEXT.split(" · " + row.evidence[match.end() if match else 0 :]):
        name, colon, value = reason.partition(": ")
        if colon and name in told:
            told[name] = value
    start, end = _place(row.text, words)
    before, carried, after = excerpt(row.text, start, end)
    return Passage(
        speaker=row.speaker,
        transcript=row.transcript_id,
        language=row.language,
        probability=row.probability,
        before=before,
        carried=carried,
        after=after,
        words="" if carried else words,
        without=without,
        terms=told["terms"],
        question_terms=told["terms of the question"],
        like=told["like this, coded so"].removeprefix("“").removesuffix("”"),
    )


def _place(text: str, words: str) -> tuple[int, int]:
    """Where the words are, white space not minded; nowhere is the beginning."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else (0, 0)


def excerpt(
    text: str, start: int = 0, end: int = 0, longest: int = LONGEST
) -> tuple[str, str, str]:
    """The text before a span, the span and the text after, the outer two shortened at spaces."""
    room = max(longest - (end - start), 0)
    left, right = start, len(text) - end
    if left + right > room:
        left = min(left, max(room // 2, room - right))
        right = min(right, room - left)
    before, after = text[start - left : start], text[end : end + right]
    if left < start:
        before = "… " + _from_space(before)
    if right < len(text) - end:
        after = _to_space(after) + " …"
    return before, text[start:end], after


def _from_space(text: str) -> str:
    head, space, rest = text.partition(" ")
    return rest if space and len(head) < len(text) // 2 else text


def _to_space(text: str) -> str:
    rest, space, tail = text.rpartition(" ")
    return rest if space and len(tail) < len(text) // 2 else text
