"""The codebook's sentences as vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.encoding.centring import unit
from pipeline.encoding.sentence_encoder import Encoder
from pipeline.lexicon.codebook import Codebook
from pipeline.schema import LANGUAGES
from pipeline.tables import Vectors


@dataclass(frozen=True)
class Sentences:
    """Definitions or examples of one language as unit vectors.

    Attributes:
        vectors: shape (sentences, dimensions).
        owners: the position of each one's code.
    """

    language: str
    texts: list[str]
    vectors: Vectors
    owners: npt.NDArray[np.intp]

    def by_code(self, codes: int) -> Vectors:
        """The direction of each code's sentences, shape (codes, dimensions); zero without any."""
        means = np.zeros((codes, self.vectors.shape[1]), dtype=np.float32)
        for code in set(self.owners.tolist()):
            means[code] = unit(self.vectors[self.owners == code].mean(axis=0))
        return means


def codebook_sentences(codebook: Codebook, encoder: Encoder) -> list[Sentences]:
    """Embed the codebook; what is common to a language's definitions, or examples, is taken off.

    It is language and subject, and tells nothing about the codes; in each language every code has
    the same say in it.
    """
    found = []
    for kind in ("definition", "examples"):
        for language in LANGUAGES:
            rows = [
                (position, text)
                for position, code in enumerate(codebook.codes)
                for own_language, text in getattr(code, kind).items()
                if own_language == language
            ]
            if not rows:
                continue
            own = np.array([position for position, _ in rows], dtype=np.intp)
            vectors = encoder.encode([text for _, text in rows])
            present = sorted(set(own.tolist()))
            if len(present) > 1:  # a codebook of one code has nothing to be told apart from
                means = [vectors[own == position].mean(axis=0) for position in present]
                vectors = unit(vectors - np.mean(means, axis=0))
            found.append(Sentences(language, [text for _, text in rows], vectors, own))
    return found


def code_vectors(codebook: Codebook, encoder: Encoder) -> Vectors:
    """One unit vector for each code, of its sentences in all languages; shape (codes, dimensions)."""
    parts = [part.by_code(len(codebook.codes)) for part in codebook_sentences(codebook, encoder)]
    return unit(np.sum(parts, axis=0))
