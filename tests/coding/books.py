"""A codebook of two codes and an encoder that counts letters, for tests of codes."""

from collections.abc import Sequence

import numpy as np

from pipeline.encoding.centring import unit
from pipeline.lexicon.codebook import Codebook
from pipeline.tables import Vectors

BOOK = Codebook.model_validate(
    {
        "groups": [{"id": "g", "name": {"en": "G"}}],
        "codes": [
            {
                "id": "blat",
                "group": "g",
                "name": {"en": "Blat"},
                "definition": {"en": "favours", "ru": "услуги"},
                "examples": {"en": ["a call from above"]},
                "terms": {"ru": ["блат", "звонок сверху"], "en": ["call from above"]},
            },
            {
                "id": "trust",
                "group": "g",
                "name": {"en": "Trust"},
                "definition": {"en": "reliance"},
                "terms": {"kk": ["сенім"], "ru": ["блат"]},
            },
        ],
    }
)


class Letters:
    """Encodes a text as the counts of some letters, with a large part common to all."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [[5.0, *(text.count(letter) for letter in "aeilotуси")] for text in texts]
        return unit(np.array(rows, dtype=np.float32).reshape(-1, 10))
