import numpy as np

from pipeline.coding.evidence import KINDS
from pipeline.fit_weights import cross_validated, fit


def planted() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    features = generator.uniform(size=(200, 3, len(KINDS)))
    chance = 1 / (1 + np.exp(-(features @ [6.0, 2.0, 0.0, 0.0, 0.0, 0.0] - 4)))
    return features, generator.uniform(size=chance.shape) < chance


def test_the_weights_that_made_the_data_are_found() -> None:
    weights = fit(*planted(), fitted_on="planted")
    assert 4 < weights.learned < 8
    assert 1 < weights.terms < 3
    assert abs(weights.question_learned) < 1
    assert -5 < weights.intercept < -3


def test_a_transcript_is_judged_by_the_others() -> None:
    features, coded = planted()
    transcripts = ["a"] * 100 + ["b"] * 100
    before = cross_validated(features, coded, transcripts)
    changed = coded.copy()
    changed[:100] = ~changed[:100]
    after = cross_validated(features, changed, transcripts)
    np.testing.assert_allclose(before[:100], after[:100])
    assert not np.allclose(before[100:], after[100:])
