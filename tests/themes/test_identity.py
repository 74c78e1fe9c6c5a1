import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.schema import OUTLIER, ThemeChange
from pipeline.themes.identity import keep_numbers, load_numbers, save_numbers


def ids(count: int) -> list[str]:
    return [f"u{number}" for number in range(count)]


def test_a_first_run_numbers_by_order() -> None:
    found = keep_numbers([0, 0, 1, -1], ids(4), {})
    assert found.topics == [0, 0, 1, -1]
    assert (found.highest, found.changes) == (1, [])


def test_a_theme_keeps_its_number_when_others_grow_past_it() -> None:
    before = dict(zip(ids(10), [0] * 6 + [1] * 4, strict=True))
    labels = [1] * 6 + [0] * 4 + [0] * 5  # the second is now the largest
    found = keep_numbers(labels, ids(15), before, 1)
    assert found.topics == [0] * 6 + [1] * 9
    assert found.changes == []


def test_a_split_theme_stays_with_its_larger_part() -> None:
    before = dict(zip(ids(10), [3] * 10, strict=True))
    found = keep_numbers([0] * 6 + [1] * 4, ids(10), before, 7)
    assert found.topics == [3] * 6 + [8] * 4
    assert found.changes == [ThemeChange(8, "split", 3, 4)]
    assert found.highest == 8


def test_of_merged_themes_the_larger_gives_the_number() -> None:
    before = dict(zip(ids(10), [0] * 3 + [1] * 7, strict=True))
    found = keep_numbers([0] * 10, ids(10), before, 1)
    assert found.topics == [1] * 10
    assert found.changes == [ThemeChange(0, "merged", 1, 3)]


def test_what_is_gone_and_what_is_new_is_told() -> None:
    before = dict(zip(ids(8), [0] * 4 + [1] * 4, strict=True))
    labels = [0] * 4 + [OUTLIER] * 4 + [1] * 5
    found = keep_numbers(labels, ids(13), before, 1)
    assert found.topics == [0] * 4 + [OUTLIER] * 4 + [2] * 5
    assert found.changes == [ThemeChange(1, "gone", OUTLIER, 0), ThemeChange(2, "new", OUTLIER, 0)]


def test_a_number_that_is_gone_is_not_given_away() -> None:
    found = keep_numbers([0, 0], ids(2), {"x": 0, "u0": OUTLIER}, 5)
    assert found.topics == [6, 6]
    assert found.changes == [ThemeChange(0, "gone", OUTLIER, 0), ThemeChange(6, "new", OUTLIER, 0)]


def test_another_corpus_begins_anew() -> None:
    found = keep_numbers([0, 1], ids(2), {"x": 0, "y": 4}, 5)
    assert (found.topics, found.highest, found.changes) == ([0, 1], 1, [])


@given(st.lists(st.integers(-1, 5), min_size=1, max_size=60), st.permutations(range(6)))
def test_the_same_groups_in_another_order_keep_their_numbers(
    topics: list[int], order: list[int]
) -> None:
    before = dict(zip(ids(len(topics)), topics, strict=True))
    labels = [OUTLIER if topic == OUTLIER else order[topic] for topic in topics]
    found = keep_numbers(labels, ids(len(topics)), before, 5)
    assert found.topics == topics
    assert found.changes == []


def test_numbers_of_the_last_run_are_read_or_their_loss_is_named(tmp_path: Path) -> None:
    path = tmp_path / "theme_numbers.json"
    assert load_numbers(path) == ({}, OUTLIER)
    path.write_text(json.dumps({"highest": 5, "topics": {"u1": 2}}), encoding="utf-8")
    assert load_numbers(path) == ({"u1": 2}, 5)
    for damaged in ("", "[]", '{"highest": 1}', '{"highest": 1, "topics": {"u": "x"}}'):
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(TaqyrypError, match="numbers of the last run") as error:
            load_numbers(path)
        assert "delete it" in str(error.value)


def test_numbers_are_kept_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "theme_numbers.json"
    save_numbers(keep_numbers([0, 1, OUTLIER], ids(3), {"u0": 4, "u1": 2}, 6), ids(3), path)
    assert load_numbers(path) == ({"u0": 4, "u1": 2, "u2": OUTLIER}, 6)
