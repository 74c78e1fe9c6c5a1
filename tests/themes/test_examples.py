import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import OUTLIER, Utterance
from pipeline.themes.examples import ThemeExample, typical_utterances
from tests.themes.spoken import PLAIN

TEXT = "біз осы жоспарды бәріміз бірге отырып жазып шықтық"
SAID = dataclasses.replace(PLAIN, end=len(TEXT), text=TEXT, normalised=TEXT)


def said(number: int, **changes: Any) -> Utterance:
    return dataclasses.replace(SAID, utterance_id=f"t.{number}.1", **changes)


def shown(
    utterances: Sequence[Utterance],
    *,
    topics: Sequence[int] | None = None,
    membership: Sequence[float] | None = None,
    angles: Sequence[float] | None = None,
    per_theme: int = 6,
) -> list[ThemeExample]:
    turns = np.array([0.0] * len(utterances) if angles is None else angles)
    return typical_utterances(
        utterances,
        topics or [0] * len(utterances),
        np.array(membership or [1.0] * len(utterances)),
        np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32),
        per_theme=per_theme,
    )


def test_the_nearest_to_the_middle_is_first() -> None:
    found = shown([said(n) for n in range(3)], angles=[-1.0, 0.1, 1.0])
    assert found[0].utterance_id == "t.1.1"
    assert [example.rank for example in found] == [1, 2, 3]


def test_of_two_as_near_the_clear_member_is_first() -> None:
    found = shown([said(0), said(1)], membership=[0.4, 0.91234])
    assert [(e.utterance_id, e.membership) for e in found] == [("t.1.1", 0.912), ("t.0.1", 0.4)]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("speaker", ["Teacher A1", "Teacher A1", "Teacher A2"]),
        ("language", ["kk", "kk", "ru"]),
        ("school", ["A", "A", "B"]),
    ],
)
def test_others_have_their_turn_though_they_are_less_typical(field: str, values: list[str]) -> None:
    rows = [said(n, **{field: value}) for n, value in enumerate(values)]
    found = shown(rows, membership=[0.9, 0.8, 0.5])
    assert [e.utterance_id for e in found] == ["t.0.1", "t.2.1", "t.1.1"]


@pytest.mark.parametrize("text", ["Иә.", "мектеп " * 200])
def test_a_scrap_or_a_wall_of_text_is_shown_last(text: str) -> None:
    found = shown([said(0, normalised=text, speaker="Teacher A2"), said(1)], membership=[1, 0.1])
    assert [e.utterance_id for e in found] == ["t.1.1", "t.0.1"]


def test_ties_are_settled_by_the_id() -> None:
    assert [e.utterance_id for e in shown([said(2), said(0), said(1)], per_theme=2)] == [
        "t.0.1",
        "t.1.1",
    ]


def test_what_is_in_no_theme_is_an_example_of_none() -> None:
    found = shown([said(0), said(1), said(2)], topics=[1, OUTLIER, 0])
    assert [(e.topic, e.utterance_id) for e in found] == [(0, "t.2.1"), (1, "t.0.1")]


def test_the_text_is_as_it_was_said() -> None:
    assert shown([said(0, text="[күледі] " + TEXT)])[0].text == "[күледі] " + TEXT


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 1), st.floats(-3, 3)), min_size=1))
def test_no_speaker_comes_twice_while_another_waits(rows: list[tuple[str, float, float]]) -> None:
    utterances = [said(n, speaker=speaker) for n, (speaker, _, _) in enumerate(rows)]
    membership, angles = [row[1] for row in rows], [row[2] for row in rows]
    found = shown(utterances, membership=membership, angles=angles, per_theme=4)
    speakers = [e.speaker for e in found]
    everyone = {speaker for speaker, _, _ in rows}
    assert set(speakers[: len(everyone)]) == everyone
    assert len({e.utterance_id for e in found}) == len(found) == min(4, len(rows))


def test_the_order_of_utterances_changes_nothing() -> None:
    speakers = ["a", "b", "a", "c", "b", "a"]
    rows = [said(n, speaker=speaker) for n, speaker in enumerate(speakers)]
    angles = [0.1, 0.5, -0.3, 0.9, 0.2, -0.7]
    assert shown(rows, angles=angles) == shown(rows[::-1], angles=angles[::-1])
