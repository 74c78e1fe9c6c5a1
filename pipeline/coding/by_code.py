"""How each code fared, and what not to rely on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.coding.figures import (
    Bools,
    Floats,
    average_precisions,
    decided,
    interval,
    membership,
    resamples,
    rounded,
    share_bounds,
    total,
)
from pipeline.schema import CodeFigures

#: Whoever relied on less than this would be wrong more often than right.
_HALF = 0.5
#: Bounds further apart than this leave everything open.
_WIDE = 0.5


def code_figures(
    language: str,
    codes: Sequence[str],
    probabilities: Floats,
    given: Bools,
    coded: Bools,
    transcripts: Sequence[str],
) -> list[CodeFigures]:
    """A row for each code.

    Args:
        language: of the utterances, or ``all``.
        codes: their ids.
        probabilities: shape (utterances, codes).
        given: what was suggested, same shape.
        coded: what the coder gave, same shape.
        transcripts: of each utterance.
    """
    sums = decided(given, coded, membership(transcripts))
    count = len(sums.right)
    whole = total(sums, np.ones(count))
    drawn = total(sums, resamples(count)).f1
    ranking = average_precisions(probabilities.T, coded.T)
    found = []
    for j, code in enumerate(codes):
        low, high = interval(drawn[:, j], count)
        found.append(
            CodeFigures(
                code=code,
                language=language,
                coded=int(whole.coded[j]),
                suggested=int(whole.suggested[j]),
                precision=rounded(whole.precision[j]),
                recall=rounded(whole.recall[j]),
                f1=rounded(whole.f1[j]),
                f1_low=low,
                f1_high=high,
                kappa=rounded(whole.kappa[j]),
                alpha=rounded(whole.alpha[j]),
                average_precision=rounded(ranking[j]),
                note=note(int(whole.right[j]), int(whole.suggested[j]), int(whole.coded[j])),
            )
        )
    return found


def note(right: int, suggested: int, coded: int) -> str:
    """What not to rely on, for one code; empty if nothing speaks against it.

    With 95 % certainty (:func:`~pipeline.coding.figures.share_bounds`) fewer than half are found,
    or fewer than half of the suggestions are right; or else the counts are so small that the
    share found may be nearly anything.

    Args:
        right: suggested and coded.
        suggested: coded or not.
        coded: suggested or not.
    """
    said = []
    low, high = share_bounds(right, coded)
    if high < _HALF:
        said.append(f"found {right} of {coded}: look for this code yourself")
    elif high - low > _WIDE:
        times = {0: "never coded", 1: "coded once only", 2: "coded twice only"}
        said.append(f"{times.get(coded, f'coded {coded} times only')}: too few to tell")
    if share_bounds(right, suggested)[1] < _HALF:
        said.append(f"{right} of {suggested} suggestions right: check each")
    return "; ".join(said)
