import numpy as np
import pytest

from pipeline.coding.comparison import (
    Answers,
    Coded,
    chance_answers,
    compared,
    comparison,
    keyword_answers,
    similarity_answers,
)
from pipeline.coding.suggested import Suggested
from pipeline.schema import CodeEvidence, ComparisonFigures

CODES = ["trust", "blat", "pedsovet"]
RNG = np.random.default_rng(5)
CODED = Coded(
    RNG.random((120, 3)) < 0.3,
    [("kk", "ru")[i % 2] for i in range(120)],
    [f"t{i % 6}" for i in range(120)],
)
PERFECT = Answers(CODED.codes, CODED.codes * 1.0)


def by_language(rows: list[ComparisonFigures]) -> dict[str, ComparisonFigures]:
    return {row.language: row for row in rows}


def test_keywords_are_every_code_with_a_term() -> None:
    terms = np.array([[0.7, 0.0], [0.0, 0.0]])
    np.testing.assert_array_equal(keyword_answers(terms).given, [[1, 0], [0, 0]])


def test_similarity_is_cut_where_as_many_are_given_whatever_the_ties() -> None:
    similarity = np.array([[0.5, 0.1], [0.5, 0.5]])
    np.testing.assert_array_equal(similarity_answers(similarity, 2).given, [[1, 0], [1, 0]])
    for count in range(5):
        assert similarity_answers(np.zeros((2, 2)), count).given.sum() == count


def test_chance_deals_out_what_is_suggested_always_in_the_same_way() -> None:
    deals = chance_answers(PERFECT)
    again = chance_answers(PERFECT)
    for deal, other in zip(deals, again, strict=True):
        np.testing.assert_array_equal(deal.given, other.given)
        assert deal.given.sum(axis=0).tolist() == PERFECT.given.sum(axis=0).tolist()
        assert deal.scores is not None
        np.testing.assert_array_equal(deal.scores, deal.given)
    assert len({deal.given.tobytes() for deal in deals}) == len(deals) == 50


def test_perfect_answers_are_perfect_and_chance_agrees_by_chance() -> None:
    perfect = by_language(compared("suggestions", [PERFECT], CODED))
    assert list(perfect) == ["all", "kk", "ru"]
    assert [row.utterances for row in perfect.values()] == [120, 60, 60]
    for row in perfect.values():
        assert row.f1 == row.kappa == row.alpha == row.map == row.precision_at_1 == 1
        assert (row.f1_low, row.f1_high) == (1, 1)
    chance = by_language(compared("chance", chance_answers(PERFECT), CODED))["all"]
    assert chance.kappa == pytest.approx(0, abs=0.03)
    assert chance.alpha == pytest.approx(0, abs=0.03)
    assert chance.precision == pytest.approx(CODED.codes.mean(), abs=0.03)


def test_the_mean_of_trials_is_the_mean_of_their_figures() -> None:
    deals = chance_answers(PERFECT)[:4]
    each = [compared("chance", [deal], CODED)[0] for deal in deals]
    together = compared("chance", deals, CODED)[0]
    for name in ("precision", "recall", "f1", "kappa", "recall_at_5", "map"):
        mean = np.mean([getattr(row, name) for row in each])
        assert getattr(together, name) == pytest.approx(mean, abs=2e-4)


def test_the_order_of_utterances_does_not_matter() -> None:
    order = np.random.default_rng(6).permutation(120)
    mixed = Coded(
        CODED.codes[order],
        [CODED.languages[i] for i in order],
        [CODED.transcripts[i] for i in order],
    )
    scores = np.random.default_rng(7).random((120, 3))
    here = compared("x", [Answers(scores > 0.6, scores)], CODED)
    there = compared("x", [Answers(scores[order] > 0.6, scores[order])], mixed)
    assert here == there


def test_without_a_ranking_and_with_one_transcript_cells_are_empty() -> None:
    one = Coded(CODED.codes, CODED.languages, ["t"] * 120)
    row = compared("second coder", [Answers(CODED.codes, None)], one)[0]
    assert (row.map, row.precision_at_1, row.precision_at_3, row.recall_at_5) == (None,) * 4
    assert (row.f1_low, row.kappa_high, row.map_low) == (None,) * 3
    assert row.alpha == 1


def test_all_methods_against_one_coder() -> None:
    names = ["u1", "u2", "u3", "u4"]
    suggested = Suggested(
        names,
        ["kk", "kk", "ru", "ru"],
        ["t1", "t2", "t1", "t2"],
        np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.1, 0.1, 0.1], [0.9, 0.9, 0.9]]),
        np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0], [1, 1, 1]], dtype=bool),
    )
    evidence = [
        CodeEvidence(name, code, 0.0, 0.0, terms=0.7 * (code == "blat"), similarity=0.0)
        for name in names
        for code in CODES
    ]
    none = frozenset[str]()
    gold = {
        "aya": {"u1": frozenset({"trust"}), "u2": frozenset({"blat"}), "u3": none},
        "bek": {"u2": frozenset({"blat"}), "u4": frozenset({"trust"})},
    }
    rows = {
        (row.method, row.language): row
        for row in comparison(suggested, evidence, gold, "aya", CODES)
    }
    assert {method for method, _ in rows} == {
        "suggestions", "keywords", "similarity", "chance", "second coder",
    }  # fmt: skip
    assert rows["suggestions", "all"].utterances == 3
    assert rows["suggestions", "all"].f1 == 1
    assert rows["keywords", "all"].precision == pytest.approx(1 / 3, abs=1e-4)
    assert rows["similarity", "all"].recall == 0.5  # two pairs of equal similarity, u1's first
    assert rows["second coder", "all"].utterances == 1
    assert rows["second coder", "kk"].f1 == 1
    alone = comparison(suggested, evidence, {"aya": gold["aya"]}, "aya", CODES)
    assert "second coder" not in {row.method for row in alone}
