"""How far the coder of the page agrees with others who have coded the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.coding.figures import Decisions
from pipeline.coding.gold import Gold, gold_by_coder, place_codings
from pipeline.exchange.decisions import HerCoding
from pipeline.readers.codings import PlacedCoding, load_codings
from pipeline.review.data import Corpus
from pipeline.review.export import NAME


@dataclass(frozen=True, slots=True)
class Agreement:
    """With one other coder, on the utterances both have decided.

    Attributes:
        both: how many utterances.
        kappa: over all codes; none where there is nothing to reckon with.
        by_code: code, times both gave it, times only one did, kappa.
    """

    coder: str
    both: int
    kappa: float | None
    by_code: Sequence[tuple[str, int, int, float | None]]


def codings_of_others(corpus: Corpus) -> list[PlacedCoding]:
    """What is in the other files with codings.

    Raises:
        TaqyrypError: a file cannot be read, or its words are not in the transcripts.
    """
    found = load_codings(corpus.folder, corpus.codebook.ids)
    others = [coding for coding in found if coding.file.stem != NAME]
    return place_codings(others, pseudonyms=corpus.params.ingest.pseudonyms)


def agreements(
    corpus: Corpus, coder: str, reviewed: Sequence[HerCoding], others: Sequence[PlacedCoding]
) -> list[Agreement]:
    """The agreement with every other coder with whom there is an utterance in common.

    Args:
        corpus: with the utterances.
        coder: who is at the page.
        reviewed: what was decided on the page, by all who have used it.
        others: what was coded elsewhere.
    """
    own = [
        PlacedCoding(row.transcript_id, row.start, row.end, row.codes, row.coder)
        for row in reviewed
    ]
    utterances = [item.utterance for item in corpus.items]
    gold = gold_by_coder(utterances, [*own, *(row for row in others if row.coder != coder)])
    mine = gold.pop(coder, {})
    return [
        found
        for name, theirs in sorted(gold.items())
        if (found := _agreement(name, mine, theirs, corpus.codebook.ids)).both
    ]


def _agreement(coder: str, mine: Gold, theirs: Gold, codes: Sequence[str]) -> Agreement:
    both = sorted(mine.keys() & theirs.keys())
    if not both:
        return Agreement(coder, 0, None, [])
    rows = []
    for code in codes:
        one, two = _having(code, both, mine), _having(code, both, theirs)
        if one | two:
            kappa = _kappa(len(one & two), len(one), len(two), len(both))
            rows.append((code, len(one & two), len(one ^ two), kappa))
    given = sum(len(mine[name]) for name in both), sum(len(theirs[name]) for name in both)
    right = sum(len(mine[name] & theirs[name]) for name in both)
    kappa = _kappa(right, *given, len(both) * len(codes))
    return Agreement(coder, len(both), kappa, rows)


def _having(code: str, names: Collection[str], gold: Mapping[str, frozenset[str]]) -> set[str]:
    return {name for name in names if code in gold[name]}


def _kappa(right: int, one: int, two: int, size: int) -> float | None:
    """As the figures of ``evaluate`` have it."""
    sums = Decisions(*(np.array(float(count)) for count in (right, one, two, size)))
    value = float(sums.kappa)
    return None if np.isnan(value) else round(value, 3)
