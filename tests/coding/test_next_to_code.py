import dataclasses
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.next_to_code import Bools, Floats, next_to_code
from pipeline.encoding.centring import unit
from pipeline.schema import NextToCode, Utterance
from pipeline.tables import Vectors
from tests.themes.spoken import PLAIN

CODES = ["blat", "trust", "workload"]


def said(number: int, **changes: object) -> Utterance:
    plain = dataclasses.replace(PLAIN, utterance_id=f"t.{number:05}", normalised="a b c d")
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def listed(
    utterances: Sequence[Utterance],
    probabilities: Floats,
    vectors: Vectors,
    *,
    topics: Sequence[int] | None = None,
    coded: Collection[int] = (),
    silent: Bools | None = None,
    count: int = 50,
) -> list[NextToCode]:
    return next_to_code(
        utterances,
        [0] * len(utterances) if topics is None else topics,
        probabilities,
        probabilities >= 0.3,
        CODES,
        vectors,
        coded=coded,
        silent=np.zeros(len(utterances), dtype=bool) if silent is None else silent,
        count=count,
    )


def numbers(rows: Sequence[NextToCode]) -> list[int]:
    return [int(row.utterance_id.removeprefix("t.")) for row in rows]


def corpus(count: int) -> tuple[list[Utterance], Floats, Vectors, list[int]]:
    """Utterances of 12 people in 3 languages, most of them by one and in one of these."""
    generator = np.random.default_rng(0)
    utterances = [
        said(
            n,
            speaker="Teacher A0" if n % 3 else f"Teacher A{n % 12}",
            school="A" if n % 2 else "B",
            language="kk" if n % 5 else ("ru", "en")[n % 2],
        )
        for n in range(count)
    ]
    vectors = unit(generator.normal(size=(count, 16)).astype(np.float32))
    return utterances, generator.random((count, 3)) ** 3, vectors, [n % 4 for n in range(count)]


def test_the_uncertain_come_before_the_sure() -> None:
    probabilities = np.array([[0.99, 0, 0], [0.5, 0.4, 0], [0.01, 0, 0]])
    found = listed([said(n) for n in range(3)], probabilities, np.eye(3, dtype=np.float32))
    assert numbers(found) == [1, 0, 2]
    assert [row.rank for row in found] == [1, 2, 3]


def test_one_with_many_like_it_comes_before_an_oddity_and_its_likes_come_last() -> None:
    # 0 is alone; 1, 2 and 3 are alike.
    vectors = unit(np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0.1], [0, 1, -0.1]], dtype=np.float32))
    found = listed([said(n) for n in range(4)], np.full((4, 3), 0.4), vectors)
    assert numbers(found)[:2] == [1, 0]


def test_what_is_like_coded_ones_comes_last() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    found = listed([said(n) for n in range(3)], np.full((3, 3), 0.4), vectors, coded=[0])
    assert numbers(found) == [2, 1]


def test_neither_coded_ones_nor_small_talk() -> None:
    utterances, probabilities, vectors, _ = corpus(60)
    silent = np.arange(60) % 7 == 0
    coded = set(range(0, 60, 4))
    found = listed(utterances, probabilities, vectors, coded=coded, silent=silent, count=100)
    assert sorted(numbers(found)) == [n for n in range(60) if n not in coded and not silent[n]]


@pytest.mark.parametrize("trait", ["speaker", "school", "language", "topic"])
def test_all_are_heard(trait: str) -> None:
    utterances, probabilities, vectors, topics = corpus(600)
    found = listed(utterances, probabilities, vectors, topics=topics)
    everyone = (
        set(topics) if trait == "topic" else {getattr(utterance, trait) for utterance in utterances}
    )
    # Two of three utterances are by one speaker, four of five in one language.
    counts = Counter(getattr(row, trait) for row in found)
    assert set(counts) == everyone
    assert max(counts.values()) <= 2 * len(found) / len(everyone)


def test_every_fifth_has_no_suggestion_be_it_ever_so_sure() -> None:
    probabilities = np.full((40, 3), 0.5)
    probabilities[30:] = 0.001
    vectors = corpus(40)[2]
    found = listed([said(n) for n in range(40)], probabilities, vectors, count=20)
    assert [row.rank for row in found if "nothing suggested" in row.why] == [5, 10, 15, 20]


def test_of_those_without_a_suggestion_long_ones_come_first() -> None:
    probabilities = np.full((8, 3), 0.5)
    probabilities[5:] = 0.01
    rows = [said(n, normalised="a " * (30 if n == 6 else 3)) for n in range(8)]
    found = listed(rows, probabilities, np.eye(8, dtype=np.float32), count=5)
    assert numbers(found)[4] == 6


def test_without_a_miss_to_look_for_or_without_a_suggestion_the_list_is_full_all_the_same() -> None:
    utterances, _, vectors, _ = corpus(30)
    for probability in (0.0, 0.5):
        found = listed(utterances, np.full((30, 3), probability), vectors, count=20)
        assert len(set(numbers(found))) == 20


@pytest.mark.parametrize(
    ("probabilities", "codes", "why"),
    [
        ([0.41, 0.22, 0.049], "blat .41; trust .22", "uncertain about blat and trust"),
        ([0.99, 0.0, 0.35], "blat .99; workload .35", "uncertain about workload"),
        ([0.999, 0.0, 0.0], "blat 1.00", ""),
        ([0.08, 0.0, 0.0], "blat .08", "nothing suggested"),
        (
            [0.1, 0.2, 0.29],
            "workload .29; trust .20; blat .10",
            "nothing suggested; uncertain about workload and trust",
        ),
    ],
)
def test_the_reasons(probabilities: list[float], codes: str, why: str) -> None:
    found = listed([said(0)], np.array([probabilities]), np.eye(1, dtype=np.float32))
    assert [(row.codes, row.why) for row in found] == [(codes, why)]


def test_what_is_least_like_anything_coded_is_said_to_be() -> None:
    vectors = unit(np.array([[1, 0], [1, 0.1], [1, 0.2], [1, 0.3], [0, 1]], dtype=np.float32))
    found = listed([said(n) for n in range(5)], np.full((5, 3), 0.4), vectors, coded=[0])
    assert [numbers([row]) for row in found if "unlike anything coded so far" in row.why] == [[4]]


def test_nothing_left_to_code_is_an_empty_list() -> None:
    utterances, probabilities, vectors, _ = corpus(3)
    assert listed(utterances, probabilities, vectors, coded=range(3)) == []
    assert listed([], probabilities[:0], vectors[:0]) == []


@given(st.permutations(range(40)))
def test_the_order_of_utterances_changes_nothing(order: list[int]) -> None:
    utterances, probabilities, vectors, topics = corpus(40)
    # Some are the same, so that ties have to be settled.
    probabilities[:20], vectors[:20] = probabilities[0], vectors[0]
    utterances[:20] = [dataclasses.replace(u, speaker="Teacher A0") for u in utterances[:20]]
    coded = [30, 35]
    found = listed(utterances, probabilities, vectors, topics=topics, coded=coded, count=12)
    assert found == listed(
        [utterances[n] for n in order],
        probabilities[order],
        vectors[order],
        topics=[topics[n] for n in order],
        coded=[order.index(n) for n in coded],
        count=12,
    )


def test_of_very_many_only_some_are_compared() -> None:
    utterances, probabilities, vectors, topics = corpus(30_000)
    coded = range(0, 9_000, 3)
    found = listed(utterances, probabilities, vectors, topics=topics, coded=coded)
    assert len(set(numbers(found)) - set(coded)) == 50
    misses = [row.utterance_id for row in found if "nothing suggested" in row.why]
    # Not only the first transcripts.
    assert len(misses) >= 10
    assert max(misses) > "t.20000"
