"""The utterances that show what a theme is: typical, readable, and not all from one mouth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.language.words import words
from pipeline.schema import OUTLIER, ThemeExample, Utterance
from pipeline.tables import Vectors
from pipeline.themes.keywords import centroid

#: Words of an example: fewer seldom stand alone, more are a wall of text.
_SHORTEST, _LONGEST = 8, 60


def typical_utterances(
    utterances: Sequence[Utterance],
    topics: Sequence[int],
    membership: npt.NDArray[np.floating],
    vectors: Vectors,
    *,
    per_theme: int = 6,
) -> list[ThemeExample]:
    """The most typical utterances of each theme, by theme and rank.

    Typical is near the middle of the theme (cosine to its centroid) and clearly in it: the two
    multiplied. Those of a length to be read come first. Among them speakers take turns, then
    languages, then schools: the next is the most typical of those whose speaker, then language,
    then school have been shown least. Ties are settled by ``utterance_id``.

    Args:
        utterances: ``n`` of them, interviewers left out.
        topics: the theme of each; ``OUTLIER`` is none.
        membership: how clearly each belongs to its theme, 0 to 1, shape (n,).
        vectors: their unit vectors, shape (n, dimensions), as the themes were found with.
        per_theme: examples of a theme, at most; fewer where it has no more utterances.
    """
    numbers = np.asarray(topics)
    examples = []
    for topic in sorted({*topics} - {OUTLIER}):
        rows = [int(row) for row in np.flatnonzero(numbers == topic)]
        cosines = vectors[rows] @ centroid(vectors, membership, numbers == topic)
        typical = {
            row: round(float(score), 6)
            for row, score in zip(rows, cosines * membership[rows], strict=True)
        }
        for rank, row in enumerate(_in_turn(utterances, typical, per_theme), start=1):
            utterance = utterances[row]
            examples.append(
                ThemeExample(
                    topic=topic,
                    rank=rank,
                    utterance_id=utterance.utterance_id,
                    transcript_id=utterance.transcript_id,
                    speaker=utterance.speaker,
                    school=utterance.school,
                    language=utterance.language,
                    membership=round(float(membership[row]), 3),
                    text=utterance.text,
                )
            )
    return examples


def _in_turn(utterances: Sequence[Utterance], typical: dict[int, float], wanted: int) -> list[int]:
    """Positions of the utterances to show, in order, of those in ``typical``."""
    readable = {row for row in typical if _is_readable(utterances[row].normalised)}
    shown: Counter[tuple[str, str]] = Counter()
    chosen: list[int] = []
    left = set(typical)

    def place(row: int) -> tuple[bool, int, int, int, float, str]:
        utterance = utterances[row]
        return (
            row not in readable,
            shown["speaker", utterance.speaker],
            shown["language", utterance.language],
            shown["school", utterance.school],
            -typical[row],
            utterance.utterance_id,
        )

    while left and len(chosen) < wanted:
        row = min(left, key=place)
        left.remove(row)
        chosen.append(row)
        utterance = utterances[row]
        shown["speaker", utterance.speaker] += 1
        shown["language", utterance.language] += 1
        shown["school", utterance.school] += 1
    return chosen


def _is_readable(text: str) -> bool:
    return _SHORTEST <= sum(1 for _ in words(text)) <= _LONGEST
