"""From evidence to a probability: a logistic model with one weight for each kind of evidence.

The weights are the same for every code, so probabilities compare across codes and a new code needs
no data. They lie in a file of their own and are fitted by ``python -m pipeline.fit_weights``; what
has been coded by hand in a corpus moves them, the further the more there is of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from scipy import optimize, special

from pipeline.coding.evidence import KINDS
from pipeline.coding.learner import Scores
from pipeline.validation import validate
from pipeline.yaml_lines import load_yaml

WEIGHTS = Path("lexicons/evidence_weights.yaml")
Bools = npt.NDArray[np.bool_]
#: Standard deviations of the weights another corpus may need: as shares of the shipped ones, at least,
#: and of the intercept: how often codes are given at all differs most.
_SPREAD, _LEAST_SPREAD, _INTERCEPT_SPREAD = 0.5, 0.1, 2.0


class Weights(BaseModel):
    """The intercept and the weight of each kind of evidence (see ``KINDS`` of the evidence)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    learned: float
    terms: float
    question_learned: float
    question_terms: float
    neighbours_learned: float
    length: float
    fitted_on: str

    def probability(self, features: Scores) -> Scores:
        """Probabilities, shape (utterances, codes), from features of shape (..., kinds)."""
        weights = np.array([getattr(self, kind) for kind in KINDS])
        return np.asarray(special.expit(self.intercept + features @ weights))

    def adapted(self, features: Scores, coded: Bools) -> Weights:
        """The weights that fit codings best, these being what is expected before them.

        The mode of a logistic regression with a normal prior around these weights.

        Args:
            features: of the coded utterances, shape (n, codes, kinds).
            coded: the codes they have, shape (n, codes).
        """
        start = np.array([self.intercept, *(getattr(self, kind) for kind in KINDS)])
        spread = np.maximum(np.abs(start) * _SPREAD, _LEAST_SPREAD)
        spread[0] = _INTERCEPT_SPREAD
        rows = features.reshape(-1, len(KINDS))
        rows = np.concatenate([np.ones((len(rows), 1)), rows], axis=1)
        signs = np.where(coded.ravel(), 1.0, -1.0)

        def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
            margins = signs * (rows @ weights)
            pull = (weights - start) / spread
            value = np.logaddexp(0, -margins).sum() + 0.5 * (pull**2).sum()
            gradient = -(rows.T @ (signs * special.expit(-margins))) + pull / spread
            return float(value), gradient

        found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B").x
        values = dict(zip(["intercept", *KINDS], (float(value) for value in found), strict=True))
        return self.model_copy(update=values)

    def judged_by_others(
        self, features: Scores, coded: Bools, transcripts: Sequence[str]
    ) -> Scores:
        """Probabilities of coded utterances, the weights adapted to the other transcripts only."""
        names = np.asarray(transcripts)
        found = np.zeros(coded.shape)
        for name in np.unique(names):
            own = names == name
            found[own] = self.adapted(features[~own], coded[~own]).probability(features[own])
        return found


def load_weights(path: Path = WEIGHTS) -> Weights:
    """Read the weights; a mistake in the file is named with its line."""
    return validate(Weights, load_yaml(path, remedy="restore it from the project"))
