from dataclasses import asdict
from itertools import pairwise

import pandas as pd
import pytest

from pipeline.plots.languages import (
    borrowed,
    language_strips,
    languages_of_themes,
    mixing,
    purity_sentence,
    themes_before_and_after,
    with_mixing,
)
from pipeline.plots.style import Nothing
from pipeline.schema import LanguageSpan, Utterance
from tests.plots.projects import TEXTS, utterance

ALONE = [LanguageSpan("kk", 0, 9)]


def frame(*said: Utterance) -> pd.DataFrame:
    return pd.DataFrame([asdict(one) for one in said])


def test_a_word_is_told_from_a_good_share() -> None:
    alone = utterance(2, language_spans=ALONE, language_mix="kk")
    said = frame(utterance(0), utterance(1), alone)
    own = with_mixing(said)
    assert own["mixed"].tolist() == [True, False, False]
    assert own["touched"].tolist() == [True, True, False]


def test_a_language_that_is_none_of_the_three_is_no_mixing() -> None:
    spans = [LanguageSpan("kk", 0, 9), LanguageSpan("other", 9, 20)]
    assert not with_mixing(frame(utterance(1, language_spans=spans)))["touched"].any()


def test_shares_are_of_all_that_a_speaker_says() -> None:
    said = [utterance(i, speaker="Teacher", language_mix="kk") for i in range(4)]
    said[0] = utterance(0, speaker="Teacher", language_mix="kk+ru")
    said[1] = utterance(1, speaker="Teacher", language_mix="kk", language_spans=ALONE)
    figure = mixing(frame(*said), "speaker")
    assert not isinstance(figure, Nothing)
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert list(marks["a good share of the words"].x) == [0.25]
    assert list(marks["at least a word"].x) == [0.75]


def test_where_nobody_mixes_one_is_told() -> None:
    shown = mixing(frame(utterance(0, language_spans=ALONE)), "speaker")
    assert isinstance(shown, Nothing)
    assert "nobody mixes" in shown.reason


def test_a_strip_is_as_long_as_the_talk_and_has_no_gaps() -> None:
    figure = language_strips(frame(utterance(0), utterance(2, start=100)))
    assert not isinstance(figure, Nothing)
    ends: list[tuple[float, float]] = sorted(
        (base, base + length)
        for trace in figure.data
        if trace.customdata is not None
        for base, length in zip(trace.base, trace.x, strict=True)
    )
    assert ends[0][0] == 0
    assert ends[-1][1] == 2 * len(TEXTS["kk"])
    assert all(left[1] == right[0] for left, right in pairwise(ends))


def test_an_utterance_without_known_languages_still_has_its_place() -> None:
    figure = language_strips(frame(utterance(0, language_spans=[])))
    assert not isinstance(figure, Nothing)
    assert [list(trace.x) for trace in figure.data] == [[len(TEXTS["kk"])]] * 2


def test_a_word_in_another_language_lies_on_top_with_an_edge() -> None:
    word = [LanguageSpan("kk", 0, 30), LanguageSpan("ru", 30, 35), LanguageSpan("kk", 35, 44)]
    figure = language_strips(frame(utterance(0, language_spans=word)))
    assert not isinstance(figure, Nothing)
    assert [trace.name for trace in figure.data] == ["Kazakh", "Kazakh", "Russian"]
    assert [trace.showlegend for trace in figure.data] == [True, False, True]
    assert [trace.marker.line.width > 0 for trace in figure.data] == [False, False, True]


def test_words_of_the_main_language_are_not_borrowed() -> None:
    rows = borrowed(frame(utterance(0), utterance(1), utterance(2, "ru"))).to_dict("records")
    assert [tuple(row.values()) for row in rows] == [
        ("Kazakh", "Russian", 2, "отчёт 2"),
        ("Russian", "Kazakh", 1, "қағаз 1"),
    ]


def test_only_what_was_measured_is_compared() -> None:
    figure = themes_before_and_after(
        {"themes": 2, "language_nmi": 0.1, "language_nmi_uncentred": 0.7}
    )
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.yaxis.ticktext) == ["language"]
    assert isinstance(themes_before_and_after({"themes": 0, "language_nmi": 0.0}), Nothing)


def test_purity_is_told_with_the_least_it_can_be() -> None:
    said = frame(utterance(0), utterance(1), utterance(2, "ru")).assign(topic=0)
    told = purity_sentence({"language_purity": 0.7, "language_purity_uncentred": 0.9}, said)
    assert "90 % with the languages left in, 70 %" in told
    assert "less than 67 %, the share of Kazakh" in told


def test_shares_of_languages_add_up_in_every_theme() -> None:
    said = frame(utterance(0), utterance(1, "ru"), utterance(2, "en")).assign(topic=[0, 0, -1])
    figure = languages_of_themes(said, pd.DataFrame({"topic": [0], "label": ["0: қағаз"]}))
    assert not isinstance(figure, Nothing)
    totals = [sum(trace.x[row] for trace in figure.data) for row in range(2)]
    assert totals == pytest.approx([1, 1])
    assert list(figure.layout.yaxis.ticktext) == ["all utterances (3)", "0: қағаз (2)"]
