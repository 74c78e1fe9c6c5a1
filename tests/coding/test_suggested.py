import numpy as np

from pipeline.coding.suggested import Suggested, arrange, coded_array
from pipeline.schema import Suggestion

CODES = ["trust", "blat", "pedsovet"]


def suggestion(utterance: str, language: str, code: str, probability: float) -> Suggestion:
    decision = "suggest" if probability >= 0.5 else "abstain"
    return Suggestion(
        f"t {utterance}", utterance, 1, "A", "teacher", language, 0, 1, "x", 0, code, probability, 1,
        decision, "",
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
SUGGESTED = arrange(ROWS, CODES)


def test_rows_are_put_in_their_places_whatever_their_order() -> None:
    again = arrange(ROWS[::-1], CODES)
    assert again.utterance_ids == ["u3", "u2", "u1"]
    np.testing.assert_array_equal(again.probabilities[::-1], SUGGESTED.probabilities)
    np.testing.assert_array_equal(SUGGESTED.decisions, [[1, 0, 0], [1, 1, 0], [0, 0, 0]])


def test_a_part_keeps_what_belongs_together() -> None:
    part: Suggested = SUGGESTED.read_by(
        {"u3": frozenset(), "u1": frozenset(), "other": frozenset()}
    )
    assert part.utterance_ids == ["u1", "u3"]
    assert part.languages == ["kk", "en"]
    assert part.transcripts == ["t u1", "t u3"]
    assert part.probabilities[:, 0].tolist() == [0.9, 0.1]
    assert part.in_language("en") == [1]


def test_what_a_coder_gave() -> None:
    gold = {"u1": frozenset({"blat"}), "u2": frozenset[str]()}
    np.testing.assert_array_equal(coded_array(gold, ["u2", "u1"], CODES), [[0, 0, 0], [0, 1, 0]])
    assert coded_array({}, [], CODES).shape == (0, 3)
