import numpy as np

from pipeline.themes.map import on_a_map


def test_near_stays_near() -> None:
    generator = np.random.default_rng(0)
    vectors = np.concatenate([np.eye(8)[[0] * 20], np.eye(8)[[1] * 20]])
    vectors = (vectors + generator.normal(size=vectors.shape) * 0.05).astype(np.float32)
    places = on_a_map(vectors, seed=3)
    assert places.shape == (40, 2)
    within = np.linalg.norm(places[:20] - places[:20].mean(axis=0), axis=1).mean()
    between = np.linalg.norm(places[:20].mean(axis=0) - places[20:].mean(axis=0))
    assert between > 2 * within


def test_few_vectors_lie_on_a_line() -> None:
    places = on_a_map(np.eye(3, dtype=np.float32), seed=0)
    np.testing.assert_array_equal(places, [[0, 0], [1, 0], [2, 0]])
