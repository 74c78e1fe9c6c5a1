import numpy as np
import pytest

from pipeline.evaluate import (
    agreement,
    arrange,
    average_precision,
    code_figures,
    coder_figures,
    f1,
    hit_at_1,
    kappa,
    mean_average_precision,
    precision,
    recall,
    recall_at,
    threshold_figures,
)
from pipeline.schema import Suggestion

CODES = ["trust", "blat", "pedsovet"]


def suggestion(utterance: str, language: str, code: str, probability: float) -> Suggestion:
    decision = "suggest" if probability >= 0.5 else "abstain"
    return Suggestion(
        "t", utterance, 1, "A", "teacher", language, 0, 1, "x", 0, code, probability, 1, decision, ""
    )  # fmt: skip


ROWS = [
    suggestion(utterance, language, code, probability)
    for utterance, language, values in (
        ("u1", "kk", (0.9, 0.2, 0.1)),
        ("u2", "ru", (0.6, 0.7, 0.1)),
        ("u3", "en", (0.1, 0.2, 0.3)),
    )
    for code, probability in zip(CODES, values, strict=True)
]
GOLD = {"u1": frozenset({"trust"}), "u2": frozenset({"trust"}), "u3": frozenset[str]()}
SUGGESTED = arrange(ROWS, CODES)
CODED = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)


def test_rows_are_put_in_their_places_whatever_their_order() -> None:
    again = arrange(ROWS[::-1], CODES)
    assert again.utterance_ids == ["u3", "u2", "u1"]
    np.testing.assert_array_equal(again.probabilities[::-1], SUGGESTED.probabilities)
    np.testing.assert_array_equal(SUGGESTED.decisions, [[1, 0, 0], [1, 1, 0], [0, 0, 0]])


def test_precision_recall_f1() -> None:
    assert precision(SUGGESTED.decisions, CODED) == pytest.approx(2 / 3, abs=1e-4)
    assert recall(SUGGESTED.decisions, CODED) == 1
    assert f1(SUGGESTED.decisions, CODED) == 0.8


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa(CODED, CODED) == 1
    assert kappa(CODED, ~CODED) < 0
    given = np.array([[1, 1], [0, 0]], dtype=bool)
    other = np.array([[1, 0], [1, 0]], dtype=bool)
    assert kappa(given, other) == 0


def test_ranking_figures_look_at_coded_utterances_only() -> None:
    assert hit_at_1(SUGGESTED.probabilities, CODED) == 0.5
    assert recall_at(SUGGESTED.probabilities, CODED, 1) == 0.5
    assert recall_at(SUGGESTED.probabilities, CODED, 2) == 1
    assert mean_average_precision(SUGGESTED.probabilities, CODED) == 0.75


def test_average_precision_by_hand() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    assert average_precision(scores, np.array([1, 0, 1, 0], dtype=bool)) == pytest.approx(5 / 6)
    assert average_precision(scores, np.zeros(4, dtype=bool)) == 0


def test_figures_of_a_coder_for_each_language() -> None:
    figures = coder_figures(SUGGESTED, GOLD, CODES, "aya")
    assert figures["aya.utterances"] == 3
    assert figures["aya.kk.hit_at_1"] == 1
    assert figures["aya.ru.hit_at_1"] == 0
    assert figures["aya.en.map"] == 0


def test_utterances_a_coder_has_not_read_do_not_count() -> None:
    figures = coder_figures(SUGGESTED, {"u1": frozenset({"trust"})}, CODES, "aya")
    assert figures["aya.utterances"] == 1
    assert figures["aya.precision"] == 1


def test_agreement_is_over_what_both_have_read() -> None:
    other = {"u1": frozenset({"trust"}), "u2": frozenset({"blat"})}
    figures = agreement({"a": GOLD, "b": other}, CODES)
    assert figures["agreement.a.b.f1"] == 0.5
    assert agreement({"a": GOLD}, CODES) == {}


def test_figures_by_code_and_by_threshold() -> None:
    trust, blat, _ = code_figures(SUGGESTED, GOLD, CODES)
    assert (trust.coded, trust.suggested, trust.f1, trust.average_precision) == (2, 2, 1, 1)
    assert (blat.coded, blat.suggested, blat.precision) == (0, 1, 0)
    rows = {row.threshold: row for row in threshold_figures(SUGGESTED, GOLD, CODES)}
    assert rows[0.65].precision == 0.5
    assert rows[0.65].coverage == pytest.approx(2 / 3, abs=1e-4)
    assert rows[0.95].recall == 0
