import numpy as np
import pytest

from pipeline.coding.evidence import KINDS
from pipeline.coding.weights import Weights

SHIPPED = Weights(
    intercept=-4, learned=6, terms=2, question_learned=1, question_terms=1, neighbours_learned=1, length=0, fitted_on="x"
)  # fmt: skip


def planted(
    count: int, intercept: float, learned: float, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    features = np.zeros((count, 4, len(KINDS)))
    features[..., 0] = generator.uniform(size=(count, 4))
    chance = 1 / (1 + np.exp(-(intercept + learned * features[..., 0])))
    return features, generator.uniform(size=chance.shape) < chance


def test_evidence_of_nothing_leaves_the_expectation() -> None:
    features, coded = planted(0, 0, 0)
    assert SHIPPED.adapted(features, coded).model_dump() == pytest.approx(SHIPPED.model_dump())


def test_many_codings_move_the_weights_to_what_they_show_and_few_only_a_little() -> None:
    many = SHIPPED.adapted(*planted(2000, -2.0, 4.0))
    assert many.intercept == pytest.approx(-2, abs=0.3)
    assert many.learned == pytest.approx(4, abs=0.4)
    few = SHIPPED.adapted(*planted(5, -2.0, 4.0))
    assert -4 < few.intercept < many.intercept
    # Nothing was seen of the other kinds.
    assert few.question_terms == pytest.approx(SHIPPED.question_terms)


def test_probabilities_hold_what_they_say_where_the_corpus_codes_more_often() -> None:
    features, coded = planted(1000, -2.0, 4.0)
    new_features, new_coded = planted(1000, -2.0, 4.0, seed=1)
    before = SHIPPED.probability(new_features).mean()
    after = SHIPPED.adapted(features, coded).probability(new_features).mean()
    assert abs(after - new_coded.mean()) < 0.02 < abs(before - new_coded.mean())


def test_a_transcript_s_own_codings_do_not_reach_its_probabilities() -> None:
    features, coded = planted(60, -2.0, 4.0)
    transcripts = ["a"] * 30 + ["b"] * 30
    before = SHIPPED.judged_by_others(features, coded, transcripts)
    turned = coded.copy()
    turned[:30] = ~turned[:30]
    after = SHIPPED.judged_by_others(features, turned, transcripts)
    np.testing.assert_allclose(before[:30], after[:30])
    assert not np.allclose(before[30:], after[30:])


def test_with_one_transcript_the_shipped_weights_judge() -> None:
    features, coded = planted(30, -2.0, 4.0)
    found = SHIPPED.judged_by_others(features, coded, ["a"] * 30)
    np.testing.assert_allclose(found, SHIPPED.probability(features), atol=1e-6)
