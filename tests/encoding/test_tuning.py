"""On a model of three layers with random weights."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.encoding import tuning
from pipeline.encoding.centring import unit
from pipeline.encoding.embedded import unpack
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.encoding.tuning import Lessons, UnknownModel, UpperLayers
from tests.encoding.tiny import write_weights

#: What one code is about, and what the other is.
ABOUT = (["кол", "коте", "око", "колко"], ["тат", "бита", "ива", "вита"])


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights are large: small steps would change nothing."""
    monkeypatch.setattr(tuning, "_RATE", 0.02)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    write_weights(folder / "weights.bin", layers=3)
    unpack(folder / "weights.bin", folder / "encoder")
    return folder / "encoder"


def lessons(count: int, seed: int) -> Lessons:
    generator = np.random.default_rng(seed)
    codes = generator.integers(0, 2, size=count)
    texts = [" ".join(generator.choice(ABOUT[code], size=4)) for code in codes]
    return Lessons(texts, ["ru"] * count, np.eye(2, dtype=bool)[codes])


def apart(vectors: np.ndarray, codes: np.ndarray) -> float:
    """How much nearer texts of one code are than texts of two."""
    free = unit(vectors - vectors.mean(axis=0))
    cosines, same = free @ free.T, codes[:, :1] == codes[:, 0]
    return float(cosines[same].mean() - cosines[~same].mean())


def test_the_upper_layers_give_what_the_whole_model_gives(model: Path, tmp_path: Path) -> None:
    encoder = SentenceEncoder(model, "кол: ", tmp_path)
    texts = lessons(20, 0).texts
    layers, vectors = UpperLayers(encoder, 2), encoder.encode(texts)
    states = layers.states(texts)
    assert layers.reproduces(states, vectors)
    assert not layers.reproduces(states, -vectors)
    np.testing.assert_allclose(layers.all_vectors(states), vectors, atol=0.02)


def test_tuning_draws_texts_of_a_code_together_also_such_as_it_has_not_seen(
    model: Path, tmp_path: Path
) -> None:
    encoder = SentenceEncoder(model, "", tmp_path)
    seen, unseen = lessons(160, 0), lessons(40, 1)
    texts = [*seen.texts, *unseen.texts]
    both = Lessons(
        texts,
        ["ru"] * len(texts),
        np.concatenate([seen.codes, unseen.codes]),
    )
    layers = UpperLayers(encoder, 2)
    states = layers.states(texts)
    before = layers.all_vectors(states)[160:]
    layers.tune(states, both, range(160), rounds=8)
    after = layers.all_vectors(states)[160:]
    assert apart(after, unseen.codes) > apart(before, unseen.codes) + 0.1


def test_the_same_lessons_give_the_same_layers_and_they_can_be_kept(
    model: Path, tmp_path: Path
) -> None:
    files = []
    for name in ("one", "other"):
        encoder = SentenceEncoder(model, "", tmp_path / "cache")
        own, layers = lessons(40, 0), UpperLayers(encoder, 2)
        states = layers.states(own.texts)
        layers.tune(states, own, range(40), rounds=1)
        layers.save(tmp_path / name)
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    plain = SentenceEncoder(model, "", tmp_path / "cache")
    tuned = SentenceEncoder(model, "", tmp_path / "cache", tmp_path / "one")
    assert plain.fingerprint != tuned.fingerprint
    np.testing.assert_allclose(tuned.encode(own.texts), layers.all_vectors(states), atol=0.02)
    assert np.abs(tuned.encode(own.texts) - plain.encode(own.texts)).max() > 0.01


def test_a_model_with_too_few_layers_is_not_tuned(model: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownModel):
        UpperLayers(SentenceEncoder(model, "", tmp_path), 3)
