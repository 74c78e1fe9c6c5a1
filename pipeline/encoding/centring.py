"""Taking each language's own direction out of sentence vectors.

Multilingual encoders put every sentence near the others of its language. Subtracting the mean
vector of the language leaves what is said. The mean is estimated from the corpus and shrunk
towards a prior: the mean of a bank of neutral sentences, the same in each language and part of the
project, moved by what sets the whole corpus apart from the bank. With much text in a language
the corpus speaks for itself; with little, the bank keeps a handful of utterances from being taken
for their language.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from pipeline.errors import TaqyrypError
from pipeline.schema import LANGUAGES
from pipeline.tables import Vectors

BANK = Path("lexicons/neutral.tsv")
#: How many utterances the prior is worth. Between 20 and 50 nothing changed on interview quotes.
PRIOR_WEIGHT = 20.0


def load_bank(path: Path = BANK) -> dict[str, list[str]]:
    """The neutral sentences by language, parallel.

    Raises:
        TaqyrypError: the file is missing, or a sentence is not given in every language.
    """
    if not path.exists():
        raise TaqyrypError("no such file", file=path, remedy="restore it from the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=2):
        if not all(row.get(language) for language in LANGUAGES):
            raise TaqyrypError(
                "needs a sentence in each of kk, ru and en",
                file=path,
                line=number,
                remedy="fill the row or delete it",
            )
    return {language: [row[language] for row in rows] for language in LANGUAGES}


def language_means(
    vectors: Vectors,
    languages: Sequence[str],
    bank: Mapping[str, Vectors],
    *,
    prior_weight: float = PRIOR_WEIGHT,
) -> dict[str, Vectors]:
    """The mean vector of each language, shape (dimensions,).

    Args:
        vectors: unit vectors of the corpus, shape (n, dimensions).
        languages: the language of each.
        bank: vectors of the neutral sentences by language.
        prior_weight: the prior counts as much as this many utterances.
    """
    neutral = {language: rows.mean(axis=0) for language, rows in bank.items()}
    if len(vectors) == 0:
        return neutral
    own = np.asarray(languages)
    shift = (vectors - np.stack([neutral[language] for language in languages])).mean(axis=0)
    shift *= len(vectors) / (len(vectors) + prior_weight)
    means = {}
    for language, mean in neutral.items():
        rows = vectors[own == language]
        total = rows.sum(axis=0) + prior_weight * (mean + shift)
        means[language] = total / (len(rows) + prior_weight)
    return means


def centred(vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]) -> Vectors:
    """Vectors of shape (n, dimensions) less their language's mean, at unit length again."""
    moved = vectors - np.stack([means[language] for language in languages])
    norms = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(norms, 1e-12), dtype=np.float32)
