import numpy as np
import pytest

from pipeline.schema import OUTLIER
from pipeline.themes.communities import find_communities, neighbour_graph


def blobs(sizes: list[int], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    centres = np.eye(24)[: len(sizes)]
    rows = [c + generator.normal(size=(n, 24)) * 0.12 for c, n in zip(centres, sizes, strict=True)]
    vectors = np.concatenate(rows)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), np.repeat(np.arange(len(sizes)), sizes)


SETTINGS = {"neighbours": 6, "resolution": 1.0, "runs": 5, "smallest": 5, "seed": 1}


def test_planted_groups_are_found_whatever_the_language() -> None:
    vectors, planted = blobs([40, 30, 20])
    languages = ["kk" if i % 2 else "ru" for i in range(len(vectors))]
    found = find_communities(vectors, languages, **SETTINGS)
    assert [len(set(found.labels[planted == group])) for group in range(3)] == [1, 1, 1]
    assert found.labels[0] == 0
    assert found.stability == pytest.approx([1, 1, 1])
    assert found.membership.min() > 0.9


def test_the_same_seed_gives_the_same_and_order_follows_size() -> None:
    vectors, _ = blobs([12, 50, 25])
    one = find_communities(vectors, ["kk"] * 87, **SETTINGS)
    two = find_communities(vectors, ["kk"] * 87, **SETTINGS)
    np.testing.assert_array_equal(one.labels, two.labels)
    sizes = np.bincount(one.labels).tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_small_groups_are_no_theme() -> None:
    vectors, planted = blobs([40, 8])
    found = find_communities(vectors, ["kk"] * 48, **{**SETTINGS, "smallest": 10})
    assert (found.labels[planted == 1] == OUTLIER).all()
    assert (found.membership[planted == 1] == 0).all()


def test_every_language_offers_its_share_of_neighbours() -> None:
    vectors, _ = blobs([60])
    groups = np.array(["kk"] * 40 + ["ru"] * 20)
    graph = neighbour_graph(vectors, groups.tolist(), 6)
    for node in graph:
        near = [other for other in graph[node] if groups[other] == "ru"]
        assert len(near) >= 3


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_handful_of_utterances_does_not_fail(count: int) -> None:
    vectors, _ = blobs([count])
    found = find_communities(vectors, ["kk"] * count, **SETTINGS)
    assert len(found.labels) == count
