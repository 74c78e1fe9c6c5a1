"""Taking each language's own direction out of sentence vectors.

Multilingual encoders put every sentence near the others of its language. Taking off a vector for
the language leaves what is said. The mean of the language in the corpus is the wrong vector where
languages speak of different things: it takes the theme off, too. So the offset *between* languages
is estimated from pairs of utterances that say nearly the same: mutual nearest neighbours in two
languages (Conneau et al. 2018, with their correction for hubs), sought with the means taken off.
What only one language speaks of finds no partner there and has no say. A bank of neutral
sentences, the same in each language and part of the project, stands in where a corpus has little
of a language; where it has few pairs, the means stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.tables import Vectors

#: How many pairs of translations the means of the languages are worth.
_PRIOR_PAIRS = 10.0
#: How many utterances the bank is worth.
_PRIOR_UTTERANCES = 20.0
#: Pairs are sought anew with the offsets found: after two rounds they hardly change.
_ROUNDS = 2
#: Nearest neighbours in the other language by which a hub is known.
_HUB = 5
#: Utterances of a language that are compared, evenly spread: memory stays flat.
_MOST = 4000


def language_means(
    vectors: Vectors, languages: Sequence[str], bank: Mapping[str, Vectors]
) -> dict[str, Vectors]:
    """What to take off the vectors of each language, shape (dimensions,).

    Args:
        vectors: unit vectors of the corpus, shape (n, dimensions).
        languages: the language of each.
        bank: vectors of the neutral sentences by language.
    """
    neutral = {language: rows.mean(axis=0) for language, rows in bank.items()}
    if len(vectors) == 0:
        return neutral
    own = np.asarray(languages)
    members = {language: np.flatnonzero(own == language) for language in neutral}
    prior = _shifted(vectors, own, neutral)
    means = {
        language: (vectors[rows].sum(axis=0) + _PRIOR_UTTERANCES * prior[language])
        / (len(rows) + _PRIOR_UTTERANCES)
        for language, rows in members.items()
    }
    start = means
    for _ in range(_ROUNDS):
        free = centred(vectors, languages, means)
        means = _shifted(vectors, own, _offsets(vectors, free, members, start))
    return means


def _shifted(
    vectors: Vectors, languages: npt.NDArray[np.str_], places: Mapping[str, Vectors]
) -> dict[str, Vectors]:
    """The places of the languages, moved by what sets the whole corpus apart from them."""
    shift = (vectors - np.stack([places[language] for language in languages])).mean(axis=0)
    shift *= len(vectors) / (len(vectors) + _PRIOR_UTTERANCES)
    return {language: place + shift for language, place in places.items()}


def _offsets(
    vectors: Vectors,
    free: Vectors,
    members: Mapping[str, npt.NDArray[np.intp]],
    start: Mapping[str, Vectors],
) -> dict[str, Vectors]:
    """Places of the languages that fit the differences between paired utterances best.

    A pair counts by the square of its cosine: pairs that are hardly alike tell little, and leave
    the languages where they are at the start. With three languages there are three differences
    and two of them say all: least squares, each difference weighed by its pairs.
    """
    names = list(start)
    rows, differences = [np.ones(len(names))], [np.sum(list(start.values()), axis=0)]
    for (i, one), (j, other) in combinations(enumerate(names), 2):
        left, right = members[one], members[other]
        first, second, cosines = _pairs(free, left, right)
        weights = np.maximum(cosines, 0) ** 2
        total = float(weights.sum()) + _PRIOR_PAIRS
        apart = weights @ (vectors[left[first]] - vectors[right[second]])
        apart = (apart + _PRIOR_PAIRS * (start[one] - start[other])) / total
        row = np.zeros(len(names))
        row[i], row[j] = 1, -1
        rows.append(row * np.sqrt(total))
        differences.append(apart * np.sqrt(total))
    places = np.linalg.lstsq(np.stack(rows), np.stack(differences), rcond=None)[0]
    return dict(zip(names, places, strict=True))


def _pairs(
    free: Vectors, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Vectors]:
    """Positions in ``left`` and ``right`` of mutual nearest neighbours, and their cosines."""
    one, other = (np.arange(0, len(side), -(-len(side) // _MOST) or 1) for side in (left, right))
    if not (len(one) and len(other)):
        return one[:0], other[:0], np.zeros(0, np.float32)
    cosines = free[left[one]] @ free[right[other]].T
    hubs = [
        np.sort(side, axis=1)[:, -_HUB:].mean(axis=1, keepdims=True)
        for side in (cosines, cosines.T)
    ]
    near = 2 * cosines - hubs[0] - hubs[1].T
    forth, back = near.argmax(axis=1), near.argmax(axis=0)
    mutual = np.flatnonzero(back[forth] == np.arange(len(one)))
    return one[mutual], other[forth[mutual]], cosines[mutual, forth[mutual]]


def centred(vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]) -> Vectors:
    """Vectors of shape (n, dimensions) less their language's mean, at unit length again."""
    return unit(vectors - np.stack([means[language] for language in languages]))


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    """Vectors along the last axis at length one; a zero vector stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
