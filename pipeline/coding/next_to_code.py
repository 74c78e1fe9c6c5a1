"""The utterances whose coding by hand would teach most.

An utterance teaches what it is uncertain about, and the more, the more uncertain utterances are
like it and the less they are like what has been coded already: uncertain utterances are to have
something like them among the coded. That is facility location on the most uncertain utterances
(Wei, Iyer & Bilmes 2015), which keeps clear of the oddities and the repetitions that mere
uncertainty picks (Settles 2009). Every fifth utterance is instead one without any
suggestion, whatever its probabilities: what the tool misses is found nowhere else. Of those, long
ones count for a little more, since there is more in them to be missed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.schema import NextToCode, Utterance
from pipeline.tables import Vectors

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Utterances that are compared with each other, at most: memory and a second or two.
_POOL = 3000
#: Every so many, one that has no suggestion at all.
_MISS_EVERY = 5
#: Coded utterances compared with the pool at a time.
_CHUNK = 1024
#: Codes listed: what is less probable is not worth a thought.
_LISTED, _LEAST_LISTED = 3, 0.05
#: A decision is uncertain when it would be wrong in one of ten cases or more.
_UNCERTAIN = 0.1
#: This share of what is left, the least like anything coded, is said to be so.
_UNLIKE = 0.25


@dataclass
class _Pool:
    """Utterances to pick from, and how much there is still to be learned of each.

    Attributes:
        rows: their positions, shape (n,).
        weights: how much there was to learn in the beginning, shape (n,).
        vectors: unit vectors, shape (n, dimensions).
        likeness: to each other, cosines, shape (n, n).
        known: to what is most like it of all that is coded or picked, shape (n,); at least 0.
    """

    rows: Ints
    weights: Floats
    vectors: Vectors
    likeness: Vectors
    known: Vectors

    @classmethod
    def of(cls, rows: Ints, weights: Floats, vectors: Vectors, known: Vectors) -> _Pool:
        """Some of the utterances; the other arguments are of all of them."""
        own = vectors[rows]
        return cls(rows, weights[rows], own, own @ own.T, known[rows])

    def learn(self, vector: Vectors) -> None:
        """Have an utterance coded as well; ``vector`` of shape (dimensions,)."""
        self.known = np.maximum(self.known, self.vectors @ vector)

    def gains(self) -> Floats:
        """How much coding each would teach about all, shape (n,)."""
        return np.asarray(np.maximum(self.likeness - self.known, 0) @ self.weights)


def next_to_code(
    utterances: Sequence[Utterance],
    topics: Sequence[int],
    probabilities: Floats,
    suggested: Bools,
    codes: Sequence[str],
    vectors: Vectors,
    *,
    coded: Collection[int],
    silent: Bools,
    count: int = 50,
) -> list[NextToCode]:
    """What to code next, most instructive first; fewer where there are fewer utterances.

    Speakers, schools, languages and themes share the list: what an utterance would teach is divided
    by one more than how many of its speaker are on the list already, of its school, and so on.

    Args:
        utterances: ``n`` of them.
        topics: the theme of each.
        probabilities: shape (n, codes).
        suggested: which codes are suggested, shape (n, codes).
        codes: their ids.
        vectors: the utterances' unit vectors freed of their language, shape (n, dimensions).
        coded: positions of the utterances that have been coded by hand.
        silent: the utterances that say nothing by themselves, shape (n,).
    """
    # In an order of their own, so that sums are the same in whatever order they come.
    order = sorted(range(len(utterances)), key=lambda row: utterances[row].utterance_id)
    left = np.array([row for row in order if row not in coded and not silent[row]], dtype=np.int64)
    familiar = _nearest(vectors, vectors[[row for row in order if row in coded]])
    unlike = familiar < np.quantile(familiar[left], _UNLIKE) if len(left) else familiar < 0
    most = max(_POOL, count)
    uncertainty = (probabilities * (1 - probabilities)).sum(axis=1)
    uncertain = left[np.sort(np.argsort(-uncertainty[left].round(6), kind="stable")[:most])]
    unsuggested = left[~suggested[left].any(axis=1)]
    # Where there are too many, every second or third.
    unsuggested = unsuggested[:: max(1, math.ceil(len(unsuggested) / most))]
    ordinary = _Pool.of(uncertain, uncertainty, vectors, familiar)
    length = np.log1p([len(utterance.normalised.split()) for utterance in utterances])
    missing = _Pool.of(unsuggested, length, vectors, familiar)

    shown: Counter[tuple[str, str | int]] = Counter()
    taken = np.zeros(len(utterances), dtype=bool)
    picked = []
    for rank in range(1, min(count, len(left)) + 1):
        may_miss = rank % _MISS_EVERY == 0 and not taken[missing.rows].all()
        pool = missing if may_miss else ordinary
        turns = np.array(
            [
                math.prod(1 + shown[trait] for trait in _traits(utterances[row], topics[row]))
                for row in pool.rows.tolist()
            ]
        )
        worth = np.where(taken[pool.rows], -1.0, (pool.gains() / turns).round(6))
        row = int(pool.rows[worth.argmax()])
        utterance = utterances[row]
        picked.append(
            NextToCode(
                rank=rank,
                transcript_id=utterance.transcript_id,
                utterance_id=utterance.utterance_id,
                speaker=utterance.speaker,
                school=utterance.school,
                language=utterance.language,
                topic=topics[row],
                text=utterance.text,
                codes=_listed(codes, probabilities[row]),
                why=_why(codes, probabilities[row], suggested[row], unlike=unlike[row]),
            )
        )
        taken[row] = True
        shown.update(_traits(utterance, topics[row]))
        for own in (ordinary, missing):
            own.learn(vectors[row])
    return picked


def _nearest(vectors: Vectors, coded: Vectors) -> Vectors:
    """The cosine of each with the nearest of ``coded``, 0 where it is negative; shape (n,)."""
    nearest = np.zeros(len(vectors), dtype=vectors.dtype)
    for start in range(0, len(coded), _CHUNK):
        nearest = np.maximum(nearest, (vectors @ coded[start : start + _CHUNK].T).max(axis=1))
    return nearest


def _traits(utterance: Utterance, topic: int) -> list[tuple[str, str | int]]:
    return [
        ("speaker", utterance.speaker),
        ("school", utterance.school),
        ("language", utterance.language),
        ("theme", topic),
    ]


def _listed(codes: Sequence[str], probabilities: Floats) -> str:
    """``blat .41; trust .22``."""
    best = np.argsort(-probabilities, kind="stable")[:_LISTED].tolist()
    return "; ".join(
        f"{codes[code]} {f'{probabilities[code]:.2f}'.removeprefix('0')}"
        for code in best
        if probabilities[code] >= _LEAST_LISTED
    )


def _why(codes: Sequence[str], probabilities: Floats, suggested: Bools, *, unlike: bool) -> str:
    """What coding the utterance would teach, in a few words."""
    doubts = np.minimum(probabilities, 1 - probabilities)
    open_ = [
        codes[code]
        for code in np.argsort(-doubts, kind="stable")[:2].tolist()
        if doubts[code] >= _UNCERTAIN
    ]
    parts = []
    if not suggested.any():
        parts.append("nothing suggested")
    if len(open_) == 2:
        parts.append(f"uncertain about {open_[0]} and {open_[1]}")
    elif open_:
        parts.append(f"uncertain about {open_[0]}")
    if unlike:
        parts.append("unlike anything coded so far")
    return "; ".join(parts)
