import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.by_code import code_figures, note
from pipeline.coding.figures import share_bounds

CODES = ["trust", "blat"]


@pytest.mark.parametrize(
    ("right", "suggested", "coded", "said"),
    [
        (0, 0, 7, "found 0 of 7: look for this code yourself"),
        (2, 9, 3, "coded 3 times only: too few to tell; 2 of 9 suggestions right: check each"),
        (2, 9, 2, "coded twice only: too few to tell; 2 of 9 suggestions right: check each"),
        (0, 0, 0, "never coded: too few to tell"),
        (1, 1, 1, "coded once only: too few to tell"),
        (
            1,
            14,
            7,
            "found 1 of 7: look for this code yourself; 1 of 14 suggestions right: check each",
        ),
        (13, 18, 17, ""),
        (13, 90, 17, "13 of 90 suggestions right: check each"),
    ],
)
def test_a_note_says_what_not_to_rely_on(right: int, suggested: int, coded: int, said: str) -> None:
    assert note(right, suggested, coded) == said


def test_more_of_the_same_makes_a_suspicion_a_finding() -> None:
    """No bare threshold: 3 of 7 and 300 of 700 are the same share and not the same knowledge."""
    assert note(3, 3, 7) == "coded 7 times only: too few to tell"
    assert note(30, 30, 70) == ""
    assert note(300, 300, 700) == "found 300 of 700: look for this code yourself"


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_no_note_where_more_than_half_is_surely_found_and_right(
    right: int, too_many: int, missed: int
) -> None:
    said = note(right, right + too_many, right + missed)
    sure = share_bounds(right, right + missed)[0] > 0.5
    assert not (sure and "yourself" in said)
    assert not (right >= too_many and "check each" in said)
    assert not (right + missed >= 12 and "too few" in said)


def test_a_rare_code_that_fails_is_named_though_the_tool_helps_on_average() -> None:
    rng = np.random.default_rng(0)
    coded = np.column_stack([np.arange(100) < 6, rng.random(100) < 0.5])
    suggested = coded.copy()
    suggested[:, 0] = False
    transcripts = [f"t{i % 5}" for i in range(100)]
    trust, blat = code_figures("all", CODES, suggested * 1.0, suggested, coded, transcripts)
    assert trust.note == "found 0 of 6: look for this code yourself"
    assert blat.note == ""
    assert (trust.f1, trust.f1_low, trust.f1_high) == (0, 0, 0)
    assert blat.f1 == blat.f1_low == blat.alpha == blat.kappa == 1


def test_a_code_has_its_counts_and_figures() -> None:
    coded = np.array([[1, 0], [1, 0], [0, 0]], dtype=bool)
    given = np.array([[1, 0], [0, 1], [0, 0]], dtype=bool)
    scores = np.array([[0.9, 0.1], [0.1, 0.8], [0.2, 0.1]])
    trust, blat = code_figures("kk", CODES, scores, given, coded, ["a", "a", "a"])
    assert (trust.language, trust.coded, trust.suggested) == ("kk", 2, 1)
    assert (trust.precision, trust.recall) == (1, 0.5)
    assert trust.average_precision == pytest.approx(5 / 6, abs=1e-4)
    assert (trust.f1_low, trust.f1_high) == (None, None)
    assert (blat.coded, blat.suggested, blat.precision, blat.f1) == (0, 1, 0, 0)
