"""Where sentences end in text whose punctuation does not say so: a small model on the encoder.

Recognisers write no punctuation and no capitals, and people in chats leave them out. The lower half
of the embedded model (multilingual-e5-small) gives each word a vector in its context; what ends a
sentence is told from the vectors of two neighbouring words by a small network, learnt from the
project's own text in ``lexicons/sentences/`` (``make boundaries``). The middle layers know more
of syntax than the last one, which is made for whole sentences.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.encoding.embedded import find_weights, lower_layers, read_embedded
from pipeline.tables import write_bytes

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS = Path("lexicons/sentences/boundaries.npz")
#: Of twelve: chosen on the development data, where they did better than the lower 4 and than 8.
LAYERS = 6
#: Tokens whose vectors are taken from one pass, and those around them that are seen beside.
_STRIDE, _CONTEXT = 160, 40
#: Lengths are rounded up to a multiple of this.
_LENGTH_STEP = 16
_WORD = re.compile(r"\S+")

Floats = npt.NDArray[np.float32]
#: A span [start, end) in the text at hand.
Span = tuple[int, int]


@dataclass(frozen=True)
class Head:
    """A network with one hidden layer of ``h`` units over pairs of vectors of ``d`` numbers.

    Attributes:
        weights: of shape (2 * d, h).
        bias: of shape (h,).
        out: of shape (h,).
        out_bias: of shape ().
    """

    weights: Floats
    bias: Floats
    out: Floats
    out_bias: Floats

    def probabilities(self, pairs: Floats) -> Floats:
        """How likely a sentence ends between the words of each pair.

        Args:
            pairs: shape (n, 2 * d), the vectors of the word before and of the word after.
        """
        hidden = np.maximum(pairs @ self.weights + self.bias, 0)
        return np.asarray(1 / (1 + np.exp(-(hidden @ self.out + self.out_bias))), dtype=np.float32)

    def save(self, path: Path = WEIGHTS) -> None:
        """Write it in half precision."""
        content = io.BytesIO()
        arrays = {name: array.astype(np.float16) for name, array in vars(self).items()}
        np.savez_compressed(content, **arrays)
        write_bytes(path, content.getvalue())

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Head:
        """Read what :meth:`save` wrote."""
        with np.load(path) as stored:
            return cls(**{name: stored[name].astype(np.float32) for name in stored.files})


class WordVectors:
    """The vectors of words in their context, of the embedded model's lower layers.

    Each text goes through by itself, so that the texts beside it make no difference.
    """

    def pairs(self, text: str, words: Sequence[Span]) -> Floats:
        """For each place between two words of ``text`` the vectors on both sides.

        Returns:
            shape (len(words) - 1, 2 * d): of the last token before and of the first after.
        """
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        first, last = _token_places(encoding, words)
        states = self._states(encoding.ids)
        return np.concatenate([states[last[:-1]], states[first[1:]]], axis=1)

    def _states(self, ids: Sequence[int]) -> Floats:
        """Vectors of all tokens, shape (len(ids), d), from overlapping windows."""
        parts = []
        for start in range(0, len(ids), _STRIDE):
            begin = max(0, start - _CONTEXT)
            window = ids[begin : start + _STRIDE + _CONTEXT]
            parts.append(self._forward(window)[start - begin :][:_STRIDE])
        return np.concatenate(parts)

    def _forward(self, ids: Sequence[int]) -> Floats:
        import torch

        model = self._model
        special = model.config
        filled = [special.bos_token_id, *ids, special.eos_token_id]
        length = -(-len(filled) // _LENGTH_STEP) * _LENGTH_STEP
        padding = length - len(filled)
        with torch.inference_mode():
            states = model(
                input_ids=torch.tensor([filled + [special.pad_token_id] * padding]),
                attention_mask=torch.tensor([[1] * len(filled) + [0] * padding]),
            ).last_hidden_state
        return np.asarray(states[0, 1 : 1 + len(ids)].numpy(), dtype=np.float32)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import torch

        # One text at a time is too little for several threads: waking them takes longer.
        torch.set_num_threads(1)
        return lower_layers(read_embedded(find_weights()), LAYERS)

    @property
    def _model(self) -> Any:
        return self._loaded[0]

    @property
    def _tokenizer(self) -> Any:
        return self._loaded[1]


def _token_places(
    encoding: Encoding, words: Sequence[Span]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The places of the first and the last token of each word; of a word without one, the next."""
    begins = np.array([start for start, _ in encoding.offsets])
    ends = np.array([end for _, end in encoding.offsets])
    limit = len(encoding.offsets) - 1
    first = np.searchsorted(ends, [start for start, _ in words], side="right")
    last = np.searchsorted(begins, [end for _, end in words], side="left") - 1
    first = np.minimum(first, limit)
    return first, np.maximum(last, first)


class Boundaries:
    """Finds the ends of sentences by what is said."""

    def __init__(self, vectors: WordVectors | None = None) -> None:
        self._vectors = vectors or WordVectors()

    @cached_property
    def _head(self) -> Head:
        return Head.load()

    def cuts(self, text: str, words: Sequence[Span]) -> list[int]:
        """The numbers of the words that begin a sentence, the first word not among them.

        How likely it must be that a sentence ends depends on how clear the text is: the places
        taken are those with the best F1 to be expected, given the probabilities of all places
        and an end after the last word (Lipton, Elkan & Naryanaswamy 2014, arXiv:1402.1892).
        """
        if len(words) < 2:
            return []
        probabilities = self._head.probabilities(self._vectors.pairs(text, words))
        order = np.argsort(-probabilities, kind="stable")
        hits = 1 + np.concatenate([[0], np.cumsum(probabilities[order])])
        taken = 1 + np.arange(len(hits))
        expected = 2 * hits / (taken + hits[-1])
        return sorted(int(place) + 1 for place in order[: int(expected.argmax())])


def word_spans(text: str) -> list[Span]:
    """Stretches without white space."""
    return [match.span() for match in _WORD.finditer(text)]
