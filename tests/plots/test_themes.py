from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.plots.style import Nothing
from pipeline.plots.tables import load_subthemes, load_theme_codes, load_topics, load_utterances
from pipeline.plots.themes import (
    load_centroids,
    theme_codes_heat,
    theme_map,
    theme_shares,
    theme_sizes,
    theme_stability,
    theme_tree,
)
from tests.plots.projects import KINDS, make


@pytest.fixture
def utterances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, KINDS["all there is"])
    return load_utterances()


@pytest.fixture
def topics(utterances: pd.DataFrame) -> pd.DataFrame:
    return load_topics()


def test_sizes_add_up_to_the_utterances_in_themes(
    utterances: pd.DataFrame, topics: pd.DataFrame
) -> None:
    figure = theme_sizes(utterances, topics)
    assert not isinstance(figure, Nothing)
    assert sum(sum(trace.x) for trace in figure.data) == (utterances["topic"] >= 0).sum()
    assert {trace.marker.pattern.shape for trace in figure.data} == {"", "/", "."}


def test_of_each_school_the_shares_add_up_to_one(
    utterances: pd.DataFrame, topics: pd.DataFrame
) -> None:
    figure = theme_shares(utterances, topics, "school")
    assert not isinstance(figure, Nothing)
    trace = figure.data[0]
    assert np.sum(trace.z, axis=0) == pytest.approx([1, 1, 1])
    assert sorted(figure.layout.xaxis.ticktext) == ["7 (8)", "8 (8)", "not given (8)"]
    assert list(figure.layout.yaxis.ticktext)[-1] == "in no theme"


def test_many_roles_are_taken_together(utterances: pd.DataFrame, topics: pd.DataFrame) -> None:
    many = utterances.assign(role=[f"role {i}" for i in range(len(utterances))])
    figure = theme_shares(many, topics, "role")
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.xaxis.ticktext)[-1] == "all others (13)"


def test_one_school_is_nothing_to_compare(utterances: pd.DataFrame, topics: pd.DataFrame) -> None:
    shown = theme_shares(utterances.assign(school="A"), topics, "school")
    assert isinstance(shown, Nothing)
    assert "same school (A)" in shown.reason


def test_the_map_tells_who_says_what_and_takes_no_text_for_markup(
    utterances: pd.DataFrame, topics: pd.DataFrame
) -> None:
    figure = theme_map(utterances, topics)
    assert not isinstance(figure, Nothing)
    hover = " ".join(text for trace in figure.data for text in trace.customdata)
    assert "<b>Teacher 1 · director · school 8</b> · Russian" in hover
    assert "&lt;b&gt;отчёты&lt;/b&gt;" in hover
    assert len(figure.layout.annotations) == len(topics)


def test_codes_without_suggestions_have_no_column(
    utterances: pd.DataFrame, topics: pd.DataFrame
) -> None:
    codes = load_theme_codes().assign(share=lambda frame: (frame["code"] == "blat") * 0.5)
    figure = theme_codes_heat(codes, topics)
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.xaxis.ticktext) == ["blat"]
    assert isinstance(theme_codes_heat(codes.assign(share=0.0), topics), Nothing)


def test_themes_and_parts_have_their_own_signs(
    utterances: pd.DataFrame, topics: pd.DataFrame
) -> None:
    figure = theme_stability(topics, load_subthemes())
    assert not isinstance(figure, Nothing)
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert list(marks["theme"].y) == [0, 2]
    assert list(marks["part of a theme"].y) == [1, 3]


def test_the_nearest_themes_are_joined_first(utterances: pd.DataFrame) -> None:
    topics = pd.DataFrame({"topic": [0, 1, 2], "label": ["0: a", "1: b", "2: c"]})
    middles = np.array([[9, 9], [1, 0], [0, 1], [1, 0.1]], dtype=np.float32)  # the first: in none
    figure = theme_tree(topics, utterances, middles)
    assert not isinstance(figure, Nothing)
    labels = list(figure.layout.yaxis.ticktext)
    assert abs(labels.index("0: a") - labels.index("2: c")) == 1
    first = min(figure.data, key=lambda trace: max(trace.x))
    assert sorted({labels[int(y)] for y in first.y}) == ["0: a", "2: c"]


def test_a_model_of_another_run_is_told(utterances: pd.DataFrame, topics: pd.DataFrame) -> None:
    middles = load_centroids()
    assert middles is not None
    assert not isinstance(theme_tree(topics, utterances, middles), Nothing)
    for wrong in (middles[:-1], None):
        shown = theme_tree(topics, utterances, wrong)
        assert isinstance(shown, Nothing)
        assert "dvc repro --force cluster" in shown.reason


def test_one_theme_is_near_to_nothing(utterances: pd.DataFrame, topics: pd.DataFrame) -> None:
    shown = theme_tree(topics.head(1), utterances, None)
    assert isinstance(shown, Nothing)
    assert "one theme only" in shown.reason
