import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

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
    assert found.stability == pytest.approx([1, 1, 1], abs=0.01)
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
    assert (graph != graph.T).nnz == 0
    assert graph.diagonal().sum() == 0
    for node in range(60):
        assert (groups[graph[[node]].indices] == "ru").sum() >= 3


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_handful_of_utterances_does_not_fail(count: int) -> None:
    vectors, _ = blobs([count])
    for number in (None, 2):
        found = find_communities(vectors, ["kk"] * count, **SETTINGS, number=number)
        assert len(found.labels) == len(found.membership) == count
    assert len(found.stability) == len(set(found.labels) - {OUTLIER})


def test_what_is_no_group_is_found_in_few_runs() -> None:
    generator = np.random.default_rng(3)
    noise = generator.normal(size=(200, 24)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    planted, _ = blobs([70, 70, 60])
    settings = {**SETTINGS, "runs": 20}
    of_noise = find_communities(noise, ["kk"] * 200, **settings).stability
    of_groups = find_communities(planted, ["kk"] * 200, **settings).stability
    assert max(of_noise) < 0.7 < min(of_groups)


def test_other_seeds_and_a_tenth_less_leave_the_groups_in_place() -> None:
    vectors, _ = blobs([60, 50, 40, 30])
    settings = {**SETTINGS, "runs": 20}
    one = find_communities(vectors, ["kk"] * 180, **settings).labels
    two = find_communities(vectors, ["kk"] * 180, **{**settings, "seed": 99}).labels
    rest = np.arange(180) % 10 != 0
    three = find_communities(vectors[rest], ["kk"] * rest.sum(), **settings).labels
    assert adjusted_rand_score(one, two) > 0.95
    assert adjusted_rand_score(one[rest], three) > 0.95


@pytest.mark.parametrize("number", [2, 3, 5])
def test_she_gets_as_many_as_she_asks_for(number: int) -> None:
    vectors, planted = blobs([40, 40, 40])
    vectors[:60] += vectors[[0]] * 0.3 * (np.arange(60)[:, None] % 2)
    found = find_communities(vectors, ["kk"] * 120, **SETTINGS, number=number)
    assert len(found.stability) == len(set(found.labels) - {OUTLIER}) == number
    if number == 3:
        assert adjusted_rand_score(planted, found.labels) > 0.9
