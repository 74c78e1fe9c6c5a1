"""From evidence to a probability: a logistic model with one weight for each kind of evidence.

The weights are the same for every code, so probabilities compare across codes and a new code needs
no data. They lie in a file of their own and are fitted by ``python -m pipeline.fit_weights``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from pipeline.coding.evidence import KINDS
from pipeline.coding.learner import Scores
from pipeline.validation import validate
from pipeline.yaml_lines import load_yaml

WEIGHTS = Path("lexicons/evidence_weights.yaml")


class Weights(BaseModel):
    """The intercept and the weight of each kind of evidence (see ``KINDS`` of the evidence)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    learned: float
    terms: float
    question_learned: float
    question_terms: float
    neighbours_learned: float
    fitted_on: str

    def probability(self, features: Scores) -> Scores:
        """Probabilities, shape (utterances, codes), from features of shape (..., kinds)."""
        weights = np.array([getattr(self, kind) for kind in KINDS])
        return np.asarray(1 / (1 + np.exp(-(self.intercept + features @ weights))))


def load_weights(path: Path = WEIGHTS) -> Weights:
    """Read the weights; a mistake in the file is named with its line."""
    return validate(Weights, load_yaml(path, remedy="restore it from the project"))
