import numpy as np
import pytest

from pipeline.encoding.centring import centred, language_means


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def biased(count: int, shift: np.ndarray, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return unit(generator.normal(size=(count, 16)) * 0.3 + shift)


def test_the_language_goes_and_the_meaning_stays() -> None:
    generator = np.random.default_rng(1)
    meanings = generator.normal(size=(40, 16)) * 0.3
    directions = {"kk": np.eye(16)[0], "ru": np.eye(16)[1]}
    vectors = unit(np.concatenate([meanings + directions[name] for name in ("kk", "ru")]))
    languages = ["kk"] * 40 + ["ru"] * 40
    bank = {name: biased(100, direction, 2) for name, direction in directions.items()}
    free = centred(vectors, languages, language_means(vectors, languages, bank))
    nearest = (free[:40] @ free[40:].T).argmax(axis=1)
    nearest_raw = (vectors @ vectors.T - 2 * np.eye(80)).argmax(axis=1)[:40]
    assert (nearest == np.arange(40)).mean() == 1
    assert (nearest_raw < 40).mean() > 0.5


def test_a_few_utterances_lean_on_the_bank() -> None:
    bank = {"kk": biased(100, np.eye(16)[0], 3), "en": biased(100, np.eye(16)[1], 4)}
    few = bank["kk"][:1]
    means = language_means(few, ["kk"], bank)
    assert np.abs(means["kk"] - bank["kk"].mean(axis=0)).max() < 0.1
    assert np.linalg.norm(centred(few, ["kk"], means)) == pytest.approx(1, abs=1e-5)


def test_many_utterances_speak_for_themselves() -> None:
    bank = {"kk": biased(100, np.eye(16)[0], 3), "ru": biased(100, np.eye(16)[1], 4)}
    corpus = biased(5000, np.eye(16)[5], 6)
    means = language_means(corpus, ["kk"] * 5000, bank)
    np.testing.assert_allclose(means["kk"], corpus.mean(axis=0), atol=1e-2)


def test_a_theme_of_one_language_does_not_move_the_language() -> None:
    generator = np.random.default_rng(7)
    directions = {"kk": np.eye(24)[0] * 2, "ru": np.eye(24)[1] * 2}
    shared = generator.normal(size=(60, 24)) * 0.3
    alone = generator.normal(size=(60, 24)) * 0.1 + np.eye(24)[5]
    vectors = unit(
        np.concatenate(
            [shared + directions["kk"], shared + directions["ru"], alone + directions["ru"]]
        )
    )
    languages = ["kk"] * 60 + ["ru"] * 120
    bank = {name: unit(generator.normal(size=(60, 24)) * 0.3 + d) for name, d in directions.items()}
    means = language_means(vectors, languages, bank)
    true = vectors[60:120].mean(axis=0) - vectors[:60].mean(axis=0)
    naive = vectors[60:].mean(axis=0) - vectors[:60].mean(axis=0)
    found = means["ru"] - means["kk"]
    assert np.linalg.norm(found - true) < 0.4 * np.linalg.norm(naive - true)


def test_an_empty_corpus_has_the_means_of_the_bank() -> None:
    bank = {"kk": biased(10, np.eye(16)[0], 3)}
    means = language_means(np.zeros((0, 16), np.float32), [], bank)
    np.testing.assert_array_equal(means["kk"], bank["kk"].mean(axis=0))
