import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipeline.align import decide, thresholds
from pipeline.params import AlignParams

PLAIN = AlignParams(threshold=0.3, precision=None, max_codes=2)
STRICT = AlignParams(threshold=0.3, precision=0.8, max_codes=2)
LOUD = np.zeros(3, dtype=bool)


def test_a_code_is_suggested_from_the_threshold_on_and_not_too_many_of_them() -> None:
    probabilities = np.array([[0.9, 0.3, 0.31], [0.29, 0.1, 0.1], [0.5, 0.0, 0.4]])
    assert decide(probabilities, LOUD, PLAIN).tolist() == [
        [True, False, True],
        [False, False, False],
        [True, False, True],
    ]


def test_small_talk_is_never_coded() -> None:
    assert not decide(np.full((3, 2), 0.9), ~LOUD, PLAIN).any()


def test_a_precision_is_what_the_suggested_probabilities_promise() -> None:
    probabilities = np.array([[0.9, 0.5, 0.2], [0.8, 0.4, 0.1], [0.7, 0.3, 0.0], [0.3, 0.3, 0.0]])
    found = thresholds(probabilities, STRICT)
    assert found[0] == 0.7  # .9, .8 and .7 are .8 on average
    assert found[1] == np.inf  # nothing is that sure


@given(
    arrays.arrays(np.float64, (12, 3), elements=st.floats(0, 1)),
    st.floats(0.05, 0.95),
)
def test_what_is_suggested_is_as_probable_on_average_as_was_asked(
    probabilities: np.ndarray, precision: float
) -> None:
    params = AlignParams(threshold=0.0, precision=precision, max_codes=3)
    given_ = decide(probabilities, np.zeros(12, dtype=bool), params)
    for code in range(3):
        if given_[:, code].any():
            mean = probabilities[given_[:, code], code].mean()
            # Utterances of the same probability are suggested together.
            least = probabilities[given_[:, code], code].min()
            assert mean >= precision - 1e-9 or (probabilities[:, code] == least).sum() > 1


def test_the_threshold_holds_beside_a_precision() -> None:
    params = AlignParams(threshold=0.6, precision=0.2, max_codes=2)
    assert thresholds(np.full((4, 1), 0.5), params) == pytest.approx([0.6])
