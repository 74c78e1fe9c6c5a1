"""How far suggestions and codings agree.

A decision is an utterance and a code: the tool suggests it or not, the coder gave it or not. All
figures are made of sums over transcripts, so that those of a corpus in which some transcripts
occur twice and some never (a bootstrap) are made in the same way, a thousand at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from pipeline.schema import ReliabilityBin

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

#: With fewer transcripts there is nothing to draw.
_FEWEST = 2
#: How often the transcripts are drawn anew, and what percentiles of it make a 95 % interval.
_RESAMPLES = 1000
_INTERVAL = (2.5, 97.5)
_SEED = 20
_BINS = 10
#: A decision that is this probable is not simply "of course not".
_LIKELY = 0.05


@dataclass(frozen=True)
class Decisions:
    """Sums over decisions, in arrays of one shape; figures have that shape, NaN where there is none.

    Attributes:
        right: suggested and coded.
        suggested: suggested, coded or not.
        coded: coded, suggested or not.
        decisions: all.
    """

    right: Floats
    suggested: Floats
    coded: Floats
    decisions: Floats

    @property
    def precision(self) -> Floats:
        """Of what was suggested, the share that was coded."""
        return _over(self.right, self.suggested)

    @property
    def recall(self) -> Floats:
        """Of what was coded, the share that was suggested."""
        return _over(self.right, self.coded)

    @property
    def f1(self) -> Floats:
        """Harmonic mean of precision and recall."""
        return _over(2 * self.right, self.suggested + self.coded)

    @property
    def kappa(self) -> Floats:
        """Cohen's kappa: agreement beyond what two such coders would reach by chance."""
        given, coded, size = self.suggested, self.coded, self.decisions
        observed = _over(size - self._differing, size)
        chance = _over(given * coded + (size - given) * (size - coded), size * size)
        return _over(observed - chance, 1 - chance)

    @property
    def alpha(self) -> Floats:
        """Krippendorff's alpha of two coders who say yes or no, nothing missing.

        Krippendorff 2004, Content Analysis, ch. 11; Hayes & Krippendorff 2007: with ``o`` decisions
        in which they differ and, among the ``n`` answers of both, ``yes`` and ``no``, it is
        ``1 - (n - 1) * o / (yes * no)``. Unlike kappa it takes the two for interchangeable, and
        counts it against them when one says yes more often.
        """
        answers, yes = 2 * self.decisions, self.suggested + self.coded
        return 1 - _over((answers - 1) * self._differing, yes * (answers - yes))

    @property
    def _differing(self) -> Floats:
        return self.suggested + self.coded - 2 * self.right

    def pooled(self) -> Decisions:
        """Summed over the last axis: all codes together."""
        return Decisions(
            *(np.asarray(getattr(self, field.name).sum(axis=-1)) for field in fields(self))
        )


@dataclass(frozen=True)
class Rankings:
    """Sums over the coded utterances with a code, in arrays of one shape; figures have that shape.

    Attributes:
        utterances: how many.
        first: 1 where the first code is right.
        of_three: the share of the first three that is right.
        in_five: the share of the utterance's codes that is among the first five.
        average_precision: see :func:`average_precisions`.
    """

    utterances: Floats
    first: Floats
    of_three: Floats
    in_five: Floats
    average_precision: Floats

    @property
    def precision_at_1(self) -> Floats:
        """Share of utterances whose first code was given."""
        return _over(self.first, self.utterances)

    @property
    def precision_at_3(self) -> Floats:
        """Mean share of the first three codes that was given."""
        return _over(self.of_three, self.utterances)

    @property
    def recall_at_5(self) -> Floats:
        """Mean share of an utterance's codes among its first five."""
        return _over(self.in_five, self.utterances)

    @property
    def map(self) -> Floats:
        """Mean average precision."""
        return _over(self.average_precision, self.utterances)


Sums = TypeVar("Sums", Decisions, Rankings)


def decided(given: Bools, coded: Bools, members: Floats) -> Decisions:
    """Decisions by code.

    Args:
        given: what was suggested, shape (utterances, codes).
        coded: what a coder gave, same shape.
        members: how often each utterance counts, shape (..., utterances).

    Returns:
        Sums of shape (..., codes).
    """
    return Decisions(
        members @ (given & coded), members @ given, members @ coded, members @ np.ones(given.shape)
    )


def ranked(scores: Floats, coded: Bools, members: Floats) -> Rankings:
    """Rankings of the codes of each utterance; where scores are equal, in the order of the codes.

    Args:
        scores: shape (utterances, codes).
        coded: what a coder gave, same shape.
        members: how often each utterance counts, shape (..., utterances).

    Returns:
        Sums of shape (...).
    """
    hits, own = _hits(scores, coded), coded.sum(axis=1)
    return Rankings(
        members @ (own > 0),
        members @ hits[:, 0],
        members @ hits[:, :3].mean(axis=1),
        members @ (hits[:, :5].sum(axis=1) / np.maximum(own, 1)),
        members @ average_precisions(scores, coded),
    )


def average_precisions(scores: Floats, relevant: Bools) -> Floats:
    """The average precision of the ranking in each row, shape (rows,).

    Equal scores stay in the given order; 0 where nothing is relevant. Both arguments have shape
    (rows, ranked).
    """
    hits = _hits(scores, relevant)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return np.asarray((precision * hits).sum(axis=1) / np.maximum(hits.sum(axis=1), 1))


def _hits(scores: Floats, relevant: Bools) -> Bools:
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.asarray(np.take_along_axis(relevant, order, axis=1))


def membership(transcripts: Sequence[str]) -> Floats:
    """Which utterances are in which transcript: 1 or 0, shape (transcripts, utterances)."""
    names, own = np.unique(np.array(transcripts, dtype=str), return_inverse=True)
    return np.asarray(own == np.arange(len(names))[:, None], dtype=np.float64)


def total(sums: Sums, times: Floats) -> Sums:
    """Sums over transcripts.

    Args:
        sums: shape (transcripts, ...).
        times: how often each transcript counts, shape (transcripts,) or (resamples, transcripts).

    Returns:
        Sums of shape (...) or (resamples, ...).
    """
    return type(sums)(*(times @ getattr(sums, field.name) for field in fields(sums)))


def resamples(transcripts: int) -> Floats:
    """How often each transcript is drawn, if as many are drawn as there are: (1000, transcripts).

    Whole transcripts, because what one person says is alike: drawing utterances would promise too
    much. Always the same draws, so that methods are compared on the same ones.
    """
    rng = np.random.default_rng(_SEED)
    drawn = rng.multinomial(transcripts, np.full(transcripts, 1 / transcripts), size=_RESAMPLES)
    return drawn.astype(np.float64)


def interval(figures: Floats, transcripts: int) -> tuple[float | None, float | None]:
    """The 95 % percentile interval of a figure, or none (Efron & Tibshirani 1993, ch. 13).

    With fewer than some twenty transcripts it is too narrow; with two or three it only says how
    far these differ.

    Args:
        figures: of each of the :func:`resamples`, shape (resamples,). Those without the figure
            (nothing suggested, say) are left out.
        transcripts: how many there are; none with fewer than two.
    """
    known = figures[~np.isnan(figures)]
    if transcripts < _FEWEST or not len(known):
        return None, None
    low, high = np.percentile(known, _INTERVAL)
    return round(float(low), 4), round(float(high), 4)


def share_bounds(part: int, whole: int) -> tuple[float, float]:
    """Between what a share lies that was ``part`` of ``whole`` here, each bound with 95 % certainty.

    Wilson's score interval, which holds for small counts (Brown, Cai & DasGupta 2001). It takes
    the counts for independent.
    """
    if not whole:
        return 0.0, 1.0
    found = binomtest(part, whole).proportion_ci(0.9, method="wilson")
    return float(found.low), float(found.high)


def reliability(probabilities: Floats, coded: Bools) -> list[ReliabilityBin]:
    """What probabilities promise and what is kept, in ten bins of equal width, the empty left out.

    Args:
        probabilities: any shape.
        coded: the same shape.
    """
    own = np.digitize(probabilities, np.arange(1, _BINS) / _BINS)
    return [
        ReliabilityBin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            decisions=int(inside.sum()),
            mean_probability=rounded(probabilities[inside].mean()),
            share_coded=rounded(coded[inside].mean()),
        )
        for number in range(_BINS)
        if (inside := own == number).any()
    ]


def calibration_error(probabilities: Floats, coded: Bools) -> float:
    """Expected calibration error: by how much the probability of a decision is off, on average.

    Over the bins of :func:`reliability`, weighed by their decisions (Naeini, Cooper & Hauskrecht
    2015). Nine of ten decisions have probabilities near 0 and are rightly so, which makes this
    figure look good by itself; :func:`likely_calibration_error` is without them.
    """
    bins = reliability(probabilities, coded)
    off = sum(b.decisions * abs(b.mean_probability - b.share_coded) for b in bins)
    return rounded(_over(np.array(off), np.array(sum(b.decisions for b in bins))))


def likely_calibration_error(probabilities: Floats, coded: Bools) -> float:
    """The same over the decisions with a probability of at least .05, those one may see."""
    likely = probabilities >= _LIKELY
    return calibration_error(probabilities[likely], coded[likely])


def rounded(figure: float | Floats) -> float:
    """A figure as tables have it: four decimals, 0 where there is none."""
    return round(float(np.nan_to_num(figure)), 4)


def _over(part: Floats, whole: Floats) -> Floats:
    nothing = np.full(np.shape(part), np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=np.asarray(whole) != 0))
