import dataclasses

import pandas as pd
import pytest

from pipeline.plots.agreement import (
    agreement_by_code,
    comparison_plot,
    do_not_rely_on,
    reliability_plot,
)
from pipeline.plots.style import Nothing
from pipeline.schema import CodeFigures, ComparisonFigures, ReliabilityBin
from tests.plots.projects import by_code, comparison, reliability


def frame(rows: list[CodeFigures] | list[ComparisonFigures] | list[ReliabilityBin]) -> pd.DataFrame:
    return pd.DataFrame([dataclasses.asdict(row) for row in rows])


def test_codes_with_a_note_have_another_sign_and_the_best_stands_first() -> None:
    figure = agreement_by_code(frame(by_code()))
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.yaxis.ticktext) == ["workload (coded 9)", "trust (coded 9)"]
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert list(marks["no note"].x) == [0.8]
    assert list(marks["no note"].error_x.arrayminus) == pytest.approx([0.2])
    warned = marks["do not rely on it: see the notes below"]
    assert list(warned.x) == [0.2]
    assert list(warned.error_x.array) == [0]  # no interval is known
    assert "look for this code yourself" in warned.customdata[0]


def test_only_codes_with_a_note_are_listed() -> None:
    assert do_not_rely_on(frame(by_code()))["code"].tolist() == ["trust"]


def test_a_language_nobody_was_compared_in_is_left_out() -> None:
    figure = comparison_plot(frame(comparison()))
    assert not isinstance(figure, Nothing)
    assert [trace.name for trace in figure.data] == ["all languages", "Kazakh"]
    assert list(figure.layout.yaxis.ticktext) == ["suggestions (this tool)", "chance"]


def test_ranges_without_decisions_are_left_out_and_intervals_hold_the_share() -> None:
    figure = reliability_plot(frame(reliability()))
    assert not isinstance(figure, Nothing)
    trace = figure.data[1]
    assert list(trace.x) == [0.02, 0.95]
    assert min(*trace.error_y.array, *trace.error_y.arrayminus) >= 0
    assert trace.error_y.arrayminus[1] > 0.5  # of three, nobody can tell


def test_without_codings_one_learns_what_to_do() -> None:
    empty = [
        agreement_by_code(frame(by_code()).head(0)),
        comparison_plot(frame(comparison()).head(0)),
        reliability_plot(frame(reliability()).head(0)),
    ]
    for shown in empty:
        assert isinstance(shown, Nothing)
        assert "codings.csv" in shown.reason
