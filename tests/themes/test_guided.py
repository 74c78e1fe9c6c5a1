import numpy as np

from pipeline.themes.guided import guided


def test_what_is_near_a_code_moves_towards_it_and_the_rest_stays() -> None:
    others = np.concatenate([np.eye(8)[1:], -np.eye(8)[1:]]).astype(np.float32)
    near = np.array([[0.8, 0.6, 0, 0, 0, 0, 0, 0]], np.float32)
    codes = np.eye(8, dtype=np.float32)[:1]
    found = guided(np.concatenate([others, near]), codes)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-6)
    np.testing.assert_array_equal(found[:-1], others)
    assert 0.8 < found[-1] @ codes[0] < 1


def test_without_codes_nothing_moves() -> None:
    vectors = np.eye(3, dtype=np.float32)
    np.testing.assert_array_equal(guided(vectors, vectors[:0]), vectors)
