from pathlib import Path

import numpy as np
import pytest

from pipeline.encoding.embedded import build, read_embedded, unpack
from pipeline.errors import TaqyrypError
from tests.encoding.tiny import HIDDEN, PIECES, write_weights


def test_tensors_come_back_within_half_a_step(tmp_path: Path) -> None:
    tensors = write_weights(tmp_path / "weights.bin")
    model = read_embedded(tmp_path / "weights.bin")
    found = model.tensors["encoder.layer.0.output.dense.weight"]
    assert found.shape == tensors["l0.fo.w"].shape
    step = np.abs(tensors["l0.fo.w"].reshape(-1, 32)).max(axis=1) / 7
    error = np.abs(found - tensors["l0.fo.w"]).reshape(-1, 32).max(axis=1)
    assert (error <= step * 0.51 + 1e-3).all()
    exact = model.tensors["encoder.layer.0.output.dense.bias"]
    np.testing.assert_array_equal(exact, tensors["l0.fo.b"])


def test_vocabulary_and_special_tokens(tmp_path: Path) -> None:
    write_weights(tmp_path / "weights.bin")
    model = read_embedded(tmp_path / "weights.bin")
    assert [piece for piece, _ in model.pieces] == PIECES
    assert (model.bos, model.eos, model.pad, model.unknown) == (0, 2, 1, 3)
    ids = build(model).tokenizer("коллектив")["input_ids"]
    assert [PIECES[i] for i in ids] == ["<s>", "▁ко", *"ллектив", "</s>"]


def test_it_becomes_a_sentence_transformers_folder(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    write_weights(tmp_path / "weights.bin")
    unpack(tmp_path / "weights.bin", tmp_path / "model")
    vectors = SentenceTransformer(str(tmp_path / "model")).encode(["коллектив", "тек"])
    assert vectors.shape == (2, HIDDEN)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)


def test_unpacking_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    write_weights(tmp_path / "weights.bin")
    for name in ("one", "two"):
        unpack(tmp_path / "weights.bin", tmp_path / name)
    for path in (tmp_path / "one").rglob("*.safetensors"):
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100), b"E5S1" + bytes(200)])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(content)
    with pytest.raises(TaqyrypError, match=r"weights\.bin: is not a weight file"):
        read_embedded(tmp_path / "weights.bin")
