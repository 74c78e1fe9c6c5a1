"""Themes looked for where the codebook looks: vectors drawn a little towards the code they are near.

Source: guided topic modelling of BERTopic (Grootendorst 2022), by which a document that is near a
seed moves a quarter of the way to it. Near is here what stands out of the corpus, since in vectors
without their mean everything is equally far from the middle.
"""

from __future__ import annotations

import numpy as np

from pipeline.encoding.centring import unit
from pipeline.tables import Vectors

_STEP = 0.25
#: Standard deviations above the mean cosine of the corpus with a code.
_NEAR = 2.0


def guided(vectors: Vectors, codes: Vectors) -> Vectors:
    """Unit vectors of shape (n, dimensions), drawn towards the nearest of ``codes``.

    Args:
        codes: unit vectors of shape (codes, dimensions), as free of language as ``vectors``.
    """
    if not len(codes):
        return vectors
    cosines = vectors @ codes.T
    standing_out = (cosines - cosines.mean(axis=0)) / np.maximum(cosines.std(axis=0), 1e-12)
    nearest = standing_out.argmax(axis=1)
    near = standing_out.max(axis=1) >= _NEAR
    drawn = unit((1 - _STEP) * vectors + _STEP * codes[nearest])
    return np.where(near[:, None], drawn, vectors).astype(np.float32)
