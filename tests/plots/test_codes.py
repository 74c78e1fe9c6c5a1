import pandas as pd

from pipeline.plots.codes import (
    codes_by_language,
    codes_by_probability,
    coverage,
    never_suggested,
    together,
    together_heat,
)
from pipeline.plots.style import Nothing

SAID = pd.DataFrame(
    [(f"u{i}", "kk" if i % 2 else "ru") for i in range(20)], columns=["utterance_id", "language"]
)
#: blat with trust four times; workload alone.
SUGGESTED = pd.DataFrame(
    [(f"u{i}", "ru", code, p) for i in range(4) for code, p in (("trust", 0.95), ("blat", 0.4))]
    + [("u9", "kk", "workload", 0.7)],
    columns=["utterance_id", "language", "code", "probability"],
)
NONE = SUGGESTED.head(0)


def test_pairs_are_compared_with_chance() -> None:
    assert together(SUGGESTED, 20).to_dict("records") == [
        {"code": "blat", "other_code": "trust", "count": 4, "expected": 0.8, "lift": 5.0}
    ]


def test_a_pair_that_is_clear_has_a_colour_and_one_that_is_not_has_none() -> None:
    often = together_heat(SUGGESTED, 20)
    seldom = together_heat(SUGGESTED[SUGGESTED["utterance_id"] < "u2"], 20)
    assert not isinstance(often, Nothing)
    assert not isinstance(seldom, Nothing)
    assert [list(row) for row in often.data[0].z] == [[2.0]]  # no more than four times
    assert list(often.layout.yaxis.ticktext) == ["trust"]
    assert [list(row) for row in seldom.data[0].text] == [["2"]]
    assert [list(row) for row in seldom.data[0].z] == [[None]]


def test_codes_that_never_meet_are_told() -> None:
    assert isinstance(together_heat(SUGGESTED[SUGGESTED["code"] == "blat"], 20), Nothing)


def test_bars_stand_in_the_order_of_their_length_then_of_the_alphabet() -> None:
    figure = codes_by_language(SUGGESTED)
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.yaxis.ticktext) == ["blat", "trust", "workload"]
    assert {trace.name: list(trace.x) for trace in figure.data} == {
        "Kazakh": [0, 0, 1], "Russian": [4, 4, 0], "English": [0, 0, 0],
    }  # fmt: skip


def test_a_probability_belongs_to_the_band_it_begins() -> None:
    figure = codes_by_probability(SUGGESTED)
    assert not isinstance(figure, Nothing)
    assert {trace.name: list(trace.x) for trace in figure.data} == {
        "below 0.5": [4, 0, 0],
        "0.5 to 0.7": [0, 0, 0],
        "0.7 to 0.9": [0, 0, 1],
        "0.9 to 1.0": [0, 4, 0],
    }


def test_codes_nobody_got_are_listed_in_the_order_of_the_codebook() -> None:
    codes = pd.DataFrame({"code": ["voice", "blat", "agency", "voice"]})
    assert never_suggested(codes, SUGGESTED) == ["voice", "agency"]


def test_coverage_counts_utterances_not_suggestions() -> None:
    rows = coverage(SUGGESTED, SAID).to_dict("records")
    assert [tuple(row.values()) for row in rows] == [
        ("Kazakh", 10, 3, "30 %", 5),
        ("Russian", 10, 2, "20 %", 4),
    ]


def test_without_suggestions_one_learns_why() -> None:
    for shown in (codes_by_language(NONE), codes_by_probability(NONE), together_heat(NONE, 20)):
        assert isinstance(shown, Nothing)
        assert "align.threshold" in shown.reason
