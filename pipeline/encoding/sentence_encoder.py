"""Sentence vectors, each text embedded once: the only module that runs sentence-transformers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from tqdm import tqdm

from pipeline.errors import TaqyrypError
from pipeline.schema import ADAPTED_LAYERS, ENCODER, VECTOR_CACHE
from pipeline.tables import Vectors, read_vectors, require, sha256, write_vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

#: Texts in one forward pass. Fixed, see :meth:`SentenceEncoder._embed`.
_BATCH = 16
#: Token lengths are rounded up to a multiple of this, so that few shapes occur.
_LENGTH_STEP = 16
#: A vector whose cosine with the sum of its pieces is below this is no mean of them; the mark at
#: the end of a text is in the mean and belongs to no piece.
_SAME = 0.99


class Encoder(Protocol):
    """Anything that turns ``n`` texts into unit vectors of shape (n, dimensions)."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors in the order of the texts."""
        ...


@dataclass(frozen=True)
class Pieces:
    """What the pieces of a text bring to its vector, which is along their sum.

    Attributes:
        spans: where in the text each piece stands, start and end.
        vectors: shape (pieces, dimensions).
    """

    spans: list[tuple[int, int]]
    vectors: Vectors


@dataclass
class SentenceEncoder:
    """A sentence-transformers model with a cache of vectors by content and model.

    Vectors of texts met before are read from ``cache``; only new or changed texts are embedded.
    ``layers`` is a file with other weights for the model's upper layers. ``embedded`` counts the
    texts the model has run on so far.
    """

    folder: Path
    prefix: str
    cache: Path
    layers: Path | None = None
    embedded: int = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of ``texts``, shape (n, dimensions), in their order."""
        file = self.cache / f"{self.fingerprint}.parquet"
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        known: dict[str, Vectors] = {}
        if file.exists():
            stored_keys, stored = read_vectors(file)
            known = dict(zip(stored_keys, stored, strict=True))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            vectors = self._embed(list(new.values()))
            self.embedded += len(new)
            known |= dict(zip(new, vectors, strict=True))
            write_vectors(file, list(known), np.stack(list(known.values())))
        if not keys:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def pieces(self, text: str) -> Pieces | None:
        """What each piece of a text brings to its vector; ``None`` if the model takes no mean."""
        import torch

        tokens = self.model.tokenizer(
            [self.prefix + text],
            truncation=True,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = [
            (max(0, int(start) - len(self.prefix)), int(end) - len(self.prefix))
            for start, end in tokens.pop("offset_mapping")[0]
        ]
        with torch.inference_mode():
            output = self.model(dict(tokens) | {"prompt_length": self.prompt})
        kept = [i for i, (_, end) in enumerate(offsets) if end > 0]
        vectors = np.asarray(output["token_embeddings"][0].numpy(), dtype=np.float32)[kept]
        whole = np.asarray(output["sentence_embedding"][0].numpy(), dtype=np.float32)
        sums = vectors.sum(axis=0)
        cosine = float(sums @ whole) / max(
            float(np.linalg.norm(sums) * np.linalg.norm(whole)), 1e-12
        )
        return Pieces([offsets[i] for i in kept], vectors) if cosine > _SAME else None

    @cached_property
    def prompt(self) -> int:
        """In the shape of sentence-transformers: the pieces before the text, without the end mark."""
        return len(self.model.tokenizer(self.prefix.rstrip())["input_ids"]) - 1

    @cached_property
    def fingerprint(self) -> str:
        """Identifies the model and the prefix: a hash over the model's files."""
        require(self.folder, "encoder")
        digest = hashlib.sha256(self.prefix.encode("utf-8"))
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(self.folder).as_posix().encode("utf-8"))
                digest.update(bytes.fromhex(sha256(path)))
        if self.layers:
            digest.update(bytes.fromhex(sha256(self.layers)))
        return digest.hexdigest()[:16]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Run the model.

        A text's vector must not depend on the texts beside it, or results would depend on what
        was in the cache. Rounding in matrix products depends on the shape of the batch, so every
        batch has the same number of rows, and a length that follows from the text alone.
        """
        rows = [self.prefix + text for text in texts]
        vectors: list[Vectors] = [np.zeros(0, dtype=np.float32)] * len(texts)
        with tqdm(total=len(texts), desc="embedding", unit="text", leave=False) as bar:
            for length, positions in _by_length(self.model, rows):
                for start in range(0, len(positions), _BATCH):
                    batch = positions[start : start + _BATCH]
                    filled = [rows[i] for i in batch] + [rows[batch[0]]] * (_BATCH - len(batch))
                    for i, vector in zip(
                        batch, _forward(self.model, filled, length, self.prompt), strict=False
                    ):
                        vectors[i] = vector
                    bar.update(len(batch))
        return np.stack(vectors)

    @cached_property
    def model(self) -> SentenceTransformer:
        """The model, loaded when it is needed."""
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
            if self.layers:
                _load_layers(model, self.layers)
            return model
        except (OSError, ValueError) as error:
            raise TaqyrypError(
                f"the sentence model cannot be loaded ({str(error).splitlines()[0]})",
                file=self.folder,
                remedy="make it anew with: dvc repro --force encoder",
            ) from error


def plain_encoder(prefix: str, cache: Path = VECTOR_CACHE) -> SentenceEncoder:
    """The model as it is, which knows nothing of the codebook."""
    return SentenceEncoder(ENCODER, prefix, cache)


def code_encoder(prefix: str, cache: Path = VECTOR_CACHE) -> SentenceEncoder:
    """The model for finding codes: as the stage ``adapt`` has left it, adapted or not."""
    layers = ADAPTED_LAYERS if ADAPTED_LAYERS.exists() else None
    return SentenceEncoder(ENCODER, prefix, cache, layers)


def layers_of(model: SentenceTransformer) -> torch.nn.ModuleList | None:
    """The layers of a BERT-like model, lowest first; ``None`` if it is built in another way."""
    encoder = getattr(getattr(model[0], "auto_model", None), "encoder", None)
    return getattr(encoder, "layer", None)


def _load_layers(model: SentenceTransformer, path: Path) -> None:
    """Put other weights into the upper layers: as many of these as the file has."""
    from safetensors.torch import load_file

    weights = load_file(path)
    count = len({name.split(".")[0] for name in weights})
    if layers := layers_of(model):
        layers[-count:].load_state_dict(weights)


def _by_length(model: SentenceTransformer, texts: list[str]) -> Iterator[tuple[int, list[int]]]:
    """Positions of texts by padded token length, longest first (a lack of memory shows early)."""
    limit = model.get_max_seq_length() or 512
    groups: dict[int, list[int]] = {}
    for position, ids in enumerate(model.tokenizer(texts, truncation=True)["input_ids"]):
        length = min(-(-len(ids) // _LENGTH_STEP) * _LENGTH_STEP, limit)
        groups.setdefault(length, []).append(position)
    yield from sorted(groups.items(), reverse=True)


def _forward(model: SentenceTransformer, texts: list[str], length: int, prompt: int) -> Vectors:
    """Vectors of texts; a model made so leaves the first ``prompt`` pieces out of the mean."""
    import torch

    features = model.tokenizer(
        texts, padding="max_length", max_length=length, truncation=True, return_tensors="pt"
    )
    with torch.inference_mode():
        output = model(dict(features) | {"prompt_length": prompt})["sentence_embedding"]
        unit = torch.nn.functional.normalize(output, dim=1)
    return np.asarray(unit.numpy(), dtype=np.float32)
