"""A map of all utterances in two dimensions, to look at; nothing is computed from it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.tables import Vectors

#: Fewer utterances than this make no map; they are put on a line.
_FEWEST = 10
_PERPLEXITY = 30


def on_a_map(vectors: Vectors, seed: int) -> npt.NDArray[np.float64]:
    """Places of shape (n, 2) by t-SNE (van der Maaten & Hinton 2008) on cosine distances."""
    if len(vectors) < _FEWEST:
        return np.stack([np.arange(len(vectors)), np.zeros(len(vectors))], axis=1)
    from sklearn.manifold import TSNE

    model = TSNE(
        metric="cosine",
        init="random",
        perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
        random_state=seed,
    )
    return np.asarray(model.fit_transform(vectors), dtype=np.float64)
