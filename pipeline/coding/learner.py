"""Codes learned from coded texts, a few or thousands of them, in any of the languages.

Kernel ridge regression on 0 and 1 (which is the mean of a Gaussian process): a text has a code as
far as texts like it have. Alike is near in meaning, by vectors without their language, or in
wording, by pieces of words, which follow a stem through its endings. It is solved in one step,
depends on no seed, tells in closed form what it would have said of a group of texts without having
seen them, and each score is a sum over coded texts, so that it can be shown what it rests on.

Source: Rasmussen & Williams 2006, 2.2 (the mean) and 5.4.2 (leaving out, here whole groups).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import linalg
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.tables import Vectors

#: Scores of shape (texts, codes): about 0 to 1 above what is expected of any text, not bounded.
Scores = npt.NDArray[np.float64]

#: How fast likeness in meaning fades with the cosine.
_SHARPNESS = 2.0
#: What likeness in wording counts beside likeness in meaning.
_WORDING = 0.5
#: How little a single coded text is to be believed, the variance of a code about its expectation:
#: what was invented for the codebook, plain or as a story, and what people coded in real interviews.
EXPLAINED, TOLD, REAL = 1.0, 4.0, 0.2
#: Rows compared with all coded texts at a time.
_CHUNK = 1024


@dataclass(frozen=True)
class CodedTexts:
    """``n`` texts with the codes they have.

    Attributes:
        vectors: unit vectors freed of their language, shape (n, dimensions).
        codes: which of the codes each has, shape (n, codes).
        groups: texts that must not vouch for each other: of one transcript, of one writer.
        noise: how little each is to be believed, see ``EXPLAINED``; shape (n,).
    """

    texts: Sequence[str]
    languages: Sequence[str]
    vectors: Vectors
    codes: npt.NDArray[np.bool_]
    groups: Sequence[str]
    noise: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.texts)

    def __add__(self, other: CodedTexts) -> CodedTexts:
        return CodedTexts(
            [*self.texts, *other.texts],
            [*self.languages, *other.languages],
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.codes, other.codes]),
            [*self.groups, *other.groups],
            np.concatenate([self.noise, other.noise]),
        )


class Learner:
    """What was learned from coded texts."""

    def __init__(self, coded: CodedTexts) -> None:
        self.coded = coded
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 6), sublinear_tf=True)
        wording = self._pieces.fit_transform(coded.texts)
        # Turned once: every text is compared with them.
        self._wording, self._meaning = wording.T.tocsr(), coded.vectors.T.astype(np.float64)
        # Before anything is known, one expectation for all codes: a new code starts like the others.
        self._expected = float(coded.codes.mean())

    @cached_property
    def _inverse(self) -> npt.NDArray[np.float64]:
        kernel = self._likeness(self._wording.T, self.coded.vectors)
        kernel[np.diag_indices_from(kernel)] += self.coded.noise
        return np.asarray(linalg.inv(kernel, overwrite_a=True, check_finite=False))

    @cached_property
    def _weights(self) -> Scores:
        """What each coded text adds to each code, times likeness; shape (n, codes)."""
        return np.asarray(self._inverse @ (self.coded.codes - self._expected))

    def score(self, texts: Sequence[str], vectors: Vectors, *, without: str = "") -> Scores:
        """How far the texts have each code, above what is expected of any; shape (texts, codes).

        Args:
            without: a group of coded texts that is to have no say in it. The others keep the say
                they have beside it, so this is nearly, not just, what is learned without it.
        """
        weights = np.where((np.asarray(self.coded.groups) == without)[:, None], 0, self._weights)
        parts = [
            self.likeness(texts[start : start + _CHUNK], vectors[start : start + _CHUNK]) @ weights
            for start in range(0, len(texts), _CHUNK)
        ]
        return np.concatenate(parts) if parts else self._weights[:0]

    def held_out(self) -> Scores:
        """The scores of the coded texts themselves, each group's as if it had not been coded."""
        scores = np.empty(self.coded.codes.shape)
        groups = np.asarray(self.coded.groups)
        for group in np.unique(groups):
            own = np.flatnonzero(groups == group)
            residual = np.linalg.solve(self._inverse[np.ix_(own, own)], self._weights[own])
            scores[own] = self.coded.codes[own] - self._expected - residual
        return scores

    def likeness(self, texts: Sequence[str], vectors: Vectors) -> npt.NDArray[np.float64]:
        """How like each text is to each coded one, shape (texts, n)."""
        return self._likeness(self._pieces.transform(texts), vectors)

    def shares(self, text: Sequence[str], vector: Vectors) -> Scores:
        """What each coded text adds to the scores of one text, shape (n, codes)."""
        return np.asarray(self.likeness(text, vector).T * self._weights)

    def _likeness(self, wording: Any, vectors: Vectors) -> npt.NDArray[np.float64]:
        meaning = np.exp(_SHARPNESS * (vectors @ self._meaning - 1))
        return np.asarray(meaning + _WORDING * (wording @ self._wording).toarray())
