from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import average_precision_score, cohen_kappa_score, f1_score

from pipeline.coding.figures import (
    Bools,
    Decisions,
    Floats,
    average_precisions,
    calibration_error,
    decided,
    interval,
    likely_calibration_error,
    membership,
    ranked,
    reliability,
    resamples,
    rounded,
    share_bounds,
    total,
)

GIVEN = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 0]], dtype=bool)
CODED = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
SCORES = np.array([[0.9, 0.2, 0.1], [0.6, 0.7, 0.1], [0.1, 0.2, 0.3]])

ARRAYS = st.tuples(st.integers(2, 12), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(hnp.arrays(np.bool_, shape), hnp.arrays(np.bool_, shape))
)


def whole(given: Bools, coded: Bools) -> Decisions:
    return decided(given, coded, np.ones(len(given))).pooled()


def test_precision_recall_f1_by_hand() -> None:
    found = whole(GIVEN, CODED)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == 1
    assert found.f1 == pytest.approx(0.8)


def test_a_figure_of_nothing_is_none_and_0_in_tables() -> None:
    nothing = np.zeros((3, 2), dtype=bool)
    found = whole(nothing, nothing)
    for figure in (found.precision, found.recall, found.f1, found.kappa):
        assert np.isnan(figure)
        assert rounded(figure) == 0


def test_kappa_of_chance_and_of_its_contrary() -> None:
    given = np.array([[1, 1], [0, 0]], dtype=bool)
    assert whole(given, np.array([[1, 0], [1, 0]], dtype=bool)).kappa == 0
    assert whole(CODED, ~CODED).kappa < 0


@given(ARRAYS)
def test_kappa_and_f1_are_those_of_scikit_learn(arrays: tuple[Bools, Bools]) -> None:
    given, coded = arrays
    assume(given.any() or coded.any())
    found = whole(given, coded)
    assert found.f1 == pytest.approx(f1_score(coded.ravel(), given.ravel()))
    if not (given.all() and coded.all()):
        assert found.kappa == pytest.approx(cohen_kappa_score(given.ravel(), coded.ravel()))


def test_alpha_of_the_textbook_example() -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, A: Meg and Owen, .095."""
    meg = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0]], dtype=bool).T
    owen = np.array([[1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=bool).T
    assert whole(meg, owen).alpha == pytest.approx(1 - 19 * 4 / (14 * 6))
    assert round(float(whole(meg, owen).alpha), 3) == 0.095


def test_alpha_with_coincidences_counted_one_by_one() -> None:
    """The long way, with a matrix of coincidences, as for any number of categories."""
    rng = np.random.default_rng(1)
    given, coded = rng.random((2, 40, 3)) < 0.3
    matrix = np.zeros((2, 2))
    for a, b in zip(given.ravel().astype(int), coded.ravel().astype(int), strict=True):
        matrix[a, b] += 1
        matrix[b, a] += 1
    values = matrix.sum(axis=0)
    n = values.sum()
    observed = matrix[0, 1] + matrix[1, 0]
    expected = 2 * values[0] * values[1] / (n - 1)
    assert whole(given, coded).alpha == pytest.approx(1 - observed / expected)


@given(ARRAYS)
def test_perfect_agreement_is_1(arrays: tuple[Bools, Bools]) -> None:
    coded, _ = arrays
    assume(coded.any() and not coded.all())
    found = whole(coded, coded)
    assert found.alpha == found.kappa == found.f1 == 1


@given(ARRAYS, st.randoms(use_true_random=False))
def test_the_order_of_utterances_and_who_is_first_do_not_matter(
    arrays: tuple[Bools, Bools], random: Any
) -> None:
    given, coded = arrays
    order = list(range(len(given)))
    random.shuffle(order)
    here, there = whole(given, coded), whole(coded[order], given[order])
    for name in ("f1", "kappa", "alpha"):
        np.testing.assert_allclose(getattr(here, name), getattr(there, name), atol=1e-12)
    np.testing.assert_allclose(here.precision, there.recall)


@given(ARRAYS, st.data())
def test_sums_over_transcripts_are_the_sums_over_utterances(
    arrays: tuple[Bools, Bools], data: st.DataObject
) -> None:
    given, coded = arrays
    transcripts = data.draw(
        st.lists(st.sampled_from("abc"), min_size=len(given), max_size=len(given))
    )
    members = membership(transcripts)
    assert members.sum(axis=0).tolist() == [1] * len(given)
    by_code = total(decided(given, coded, members), np.ones(len(members)))
    assert by_code.right.tolist() == (given & coded).sum(axis=0).tolist()
    assert by_code.decisions.tolist() == [len(given)] * given.shape[1]
    assert by_code.pooled() == whole(given, coded)


def test_drawing_a_transcript_twice_is_having_it_twice() -> None:
    members = membership(["a", "b", "b"])
    drawn = total(decided(GIVEN, CODED, members), np.array([2.0, 1.0])).pooled()
    twice = [0, 0, 1, 2]
    assert drawn == whole(GIVEN[twice], CODED[twice])


def test_ranking_figures_by_hand_look_at_coded_utterances_only() -> None:
    found = ranked(SCORES, CODED, np.ones(3))
    assert found.utterances == 2
    assert found.precision_at_1 == 0.5
    assert found.precision_at_3 == pytest.approx(1 / 3)
    assert found.recall_at_5 == 1
    assert found.map == 0.75


def test_recall_at_5_is_of_the_codes_an_utterance_has() -> None:
    scores = np.arange(8.0)[None, ::-1]
    coded = np.array([[1, 0, 0, 0, 0, 0, 1, 0]], dtype=bool)
    assert ranked(scores, coded, np.ones(1)).recall_at_5 == 0.5


def test_equal_scores_rank_in_the_order_of_the_codes() -> None:
    coded = np.array([[0, 1]], dtype=bool)
    assert ranked(np.zeros((1, 2)), coded, np.ones(1)).precision_at_1 == 0


def test_average_precision_by_hand() -> None:
    scores = np.array([[0.9, 0.8, 0.7, 0.6]] * 2)
    relevant = np.array([[1, 0, 1, 0], [0, 0, 0, 0]], dtype=bool)
    assert average_precisions(scores, relevant) == pytest.approx([5 / 6, 0])


def test_average_precision_is_that_of_scikit_learn_without_ties() -> None:
    rng = np.random.default_rng(2)
    scores, relevant = rng.random((5, 9)), rng.random((5, 9)) < 0.4
    relevant[:, 0] = True
    expected = [average_precision_score(r, s) for s, r in zip(scores, relevant, strict=True)]
    assert average_precisions(scores, relevant) == pytest.approx(expected)


def test_as_many_transcripts_are_drawn_as_there_are_always_the_same() -> None:
    draws = resamples(7)
    assert draws.shape == (1000, 7)
    assert (draws.sum(axis=1) == 7).all()
    assert (draws == resamples(7)).all()
    assert draws.mean() == 1


@given(st.integers(0, 1000))
def test_the_interval_holds_the_figure_of_many_transcripts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given, coded = rng.random((2, 400, 4)) < 0.3
    sums = decided(given, coded, membership([f"t{i // 10}" for i in range(400)])).pooled()
    low, high = interval(total(sums, resamples(40)).kappa, 40)
    assert low is not None
    assert high is not None
    assert low < total(sums, np.ones(40)).kappa < high
    assert 0 < high - low < 0.2


def test_transcripts_that_are_alike_inside_widen_the_interval() -> None:
    """What one person says is alike: were utterances drawn, the interval would be too narrow."""

    def width(transcripts: list[str]) -> float:
        given = np.arange(200)[:, None] < 100
        sums = decided(given, np.ones_like(given), membership(transcripts)).pooled()
        count = len(set(transcripts))
        low, high = interval(total(sums, resamples(count)).recall, count)
        assert low is not None
        assert high is not None
        return high - low

    assert width([f"t{i // 20:02}" for i in range(200)]) > 3 * width(
        [f"t{i:03}" for i in range(200)]
    )


@pytest.mark.parametrize(
    ("figures", "transcripts"), [([0.5, 0.5], 1), ([np.nan, np.nan], 5), ([], 0)]
)
def test_no_interval_of_one_transcript_or_of_nothing(
    figures: list[float], transcripts: int
) -> None:
    assert interval(np.array(figures), transcripts) == (None, None)


def test_resamples_without_the_figure_are_left_out() -> None:
    assert interval(np.array([np.nan, 0.5, 0.5]), 3) == (0.5, 0.5)


def test_bounds_of_a_share_are_wilsons() -> None:
    z2 = 1.6448536**2  # 95 % on either side
    assert share_bounds(0, 7) == pytest.approx((0, z2 / (7 + z2)))
    assert share_bounds(7, 7) == pytest.approx((7 / (7 + z2), 1))
    assert share_bounds(0, 0) == (0, 1)


def probabilities_and_codes(keeps: float) -> tuple[Floats, Bools]:
    rng = np.random.default_rng(3)
    probabilities = rng.random((5000, 8))
    return probabilities, rng.random((5000, 8)) < probabilities**keeps


def test_calibration_error_by_hand() -> None:
    probabilities = np.array([0.0, 0.02, 0.3, 0.3, 1.0])
    coded = np.array([0, 0, 1, 0, 1], dtype=bool)
    bins = reliability(probabilities, coded)
    assert [(b.low, b.high, b.decisions) for b in bins] == [(0, 0.1, 2), (0.3, 0.4, 2), (0.9, 1, 1)]
    assert [b.mean_probability for b in bins] == [0.01, 0.3, 1]
    assert [b.share_coded for b in bins] == [0, 0.5, 1]
    assert calibration_error(probabilities, coded) == pytest.approx((2 * 0.01 + 2 * 0.2) / 5)
    assert likely_calibration_error(probabilities, coded) == pytest.approx(2 * 0.2 / 3, abs=1e-4)


def test_probabilities_that_keep_their_promise_have_no_calibration_error() -> None:
    assert calibration_error(*probabilities_and_codes(1)) < 0.01
    assert calibration_error(*probabilities_and_codes(3)) > 0.1


def test_decisions_near_0_flatter_the_calibration_error_and_not_the_other() -> None:
    probabilities, coded = probabilities_and_codes(3)
    padded = np.vstack([probabilities, np.zeros_like(probabilities)])
    padded_codes = np.vstack([coded, np.zeros_like(coded)])
    assert calibration_error(padded, padded_codes) < 0.6 * calibration_error(probabilities, coded)
    assert likely_calibration_error(padded, padded_codes) == pytest.approx(
        likely_calibration_error(probabilities, coded)
    )


def test_no_decisions_have_no_calibration_error() -> None:
    assert reliability(np.zeros((0, 3)), np.zeros((0, 3), dtype=bool)) == []
    assert likely_calibration_error(np.zeros((2, 2)), np.ones((2, 2), dtype=bool)) == 0
