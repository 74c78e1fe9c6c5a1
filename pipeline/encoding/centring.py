"""Taking each language's own direction out of sentence vectors.

Multilingual encoders put every sentence near the others of its language. Subtracting the mean
vector of the language leaves what is said. The means come from a bank of neutral sentences, the
same in each language, that are part of the project: means taken from the corpus itself would erase
a theme that only one language speaks about, and would change with every new transcript.
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


def language_means(bank: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """The mean vector of each language, shape (dimensions,), from its neutral sentences."""
    return {language: vectors.mean(axis=0) for language, vectors in bank.items()}


def centred(
    vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]
) -> Vectors:
    """Vectors of shape (n, dimensions) less their language's mean, at unit length again."""
    moved = vectors - np.stack([means[language] for language in languages])
    norms = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(norms, 1e-12), dtype=np.float32)
