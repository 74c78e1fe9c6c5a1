from pathlib import Path

import numpy as np
import pytest

from pipeline.encoding import sentence_encoder
from pipeline.encoding.embedded import piece_weights, read_embedded, unpack
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import TaqyrypError
from tests.encoding.tiny import PIECES, write_weights

TEXTS = ["коллектив", "тек", "ата", "бота " * 20, "Ұжым 🙂", "ол " * 7]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    write_weights(folder / "weights.bin")
    unpack(folder / "weights.bin", folder / "encoder")
    return folder / "encoder"


def test_only_new_texts_are_embedded(model: Path, tmp_path: Path) -> None:
    first = SentenceEncoder(model, "query: ", tmp_path)
    before = first.encode(TEXTS[:4])
    assert first.embedded == 4
    second = SentenceEncoder(model, "query: ", tmp_path)
    after = second.encode(TEXTS)
    assert second.embedded == 2
    np.testing.assert_array_equal(after[:4], before)


def test_a_vector_does_not_depend_on_the_texts_beside_it(model: Path, tmp_path: Path) -> None:
    together = SentenceEncoder(model, "", tmp_path / "a").encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        alone = SentenceEncoder(model, "", tmp_path / "b" / str(len(text))).encode([text])
        np.testing.assert_array_equal(alone[0], vector)


def test_the_prefix_and_the_model_are_part_of_the_key(model: Path, tmp_path: Path) -> None:
    SentenceEncoder(model, "query: ", tmp_path).encode(TEXTS)
    other = SentenceEncoder(model, "passage: ", tmp_path)
    other.encode(TEXTS)
    assert other.embedded == len(TEXTS)


def test_the_same_text_twice_is_embedded_once(model: Path, tmp_path: Path) -> None:
    encoder = SentenceEncoder(model, "", tmp_path)
    vectors = encoder.encode(["тек", "тек"])
    assert encoder.embedded == 1
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_vectors_have_length_one_and_agree_with_the_library(model: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = SentenceEncoder(model, "", tmp_path).encode(TEXTS)
    theirs = SentenceTransformer(str(model)).encode(TEXTS)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_missing_model_names_the_stage(tmp_path: Path) -> None:
    encoder = SentenceEncoder(tmp_path / "none", "", tmp_path)
    with pytest.raises(TaqyrypError, match="stage 'encoder'"):
        encoder.encode(["тек"])


def test_the_shape_of_a_pass_follows_from_the_text_alone(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounding depends on the shape: rows are always as many, and lengths come in steps."""
    shapes = []
    forward = sentence_encoder._forward

    def recorded(loaded: object, texts: list[str], length: int, prompt: int) -> np.ndarray:
        shapes.append((len(texts), length))
        return forward(loaded, texts, length, prompt)  # type: ignore[arg-type]

    monkeypatch.setattr(sentence_encoder, "_forward", recorded)
    SentenceEncoder(model, "", tmp_path).encode(TEXTS)
    SentenceEncoder(model, "", tmp_path / "alone").encode(TEXTS[:1])
    assert len({rows for rows, _ in shapes}) == 1
    assert all(length % 16 == 0 for _, length in shapes)


def test_rare_pieces_count_more_and_the_prefix_not_at_all(model: Path, tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(model), device="cpu")
    features = loaded.tokenizer(["вик: аба"], return_tensors="pt")
    pieces = loaded.tokenizer.convert_ids_to_tokens(features["input_ids"][0])
    with torch.inference_mode():
        tokens = loaded[0](dict(features))["token_embeddings"][0].numpy()
    vocabulary, weights = piece_weights(read_embedded(model.parent / "weights.bin"))
    assert len(vocabulary) == len(PIECES) + 1
    assert weights["</s>"] == weights["<s>"] == 0 < weights["а"] < weights["б"] < weights["в"] < 1
    prompt = len(loaded.tokenizer("вик:")["input_ids"]) - 1
    own = np.array([weights[piece] for piece in pieces])
    own[:prompt] = 0
    expected = own @ tokens
    found = SentenceEncoder(model, "вик: ", tmp_path / "cache").encode(["аба"])[0]
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-5)
