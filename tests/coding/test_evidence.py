from collections.abc import Sequence

import numpy as np

from pipeline.coding.evidence import CodeTerms, code_vectors
from pipeline.coding.weights import WEIGHTS, load_weights
from pipeline.encoding.centring import unit
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.codebook import Codebook
from pipeline.lexicon.terms import load_terms
from pipeline.tables import Vectors

BOOK = Codebook.model_validate(
    {
        "groups": [{"id": "g", "name": {"en": "G"}}],
        "codes": [
            {
                "id": "blat",
                "group": "g",
                "name": {"en": "Blat"},
                "definition": {"en": "favours", "ru": "услуги"},
                "examples": {"en": ["a call from above"]},
                "terms": {"ru": ["блат", "звонок сверху"], "en": ["call from above"]},
            },
            {
                "id": "trust",
                "group": "g",
                "name": {"en": "Trust"},
                "definition": {"en": "reliance"},
                "terms": {"kk": ["сенім"], "ru": ["блат"]},
            },
        ],
    }
)


class Letters:
    """Encodes a text as the counts of some letters, with a large part common to all."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [[5.0, *(text.count(letter) for letter in "aeilotуси")] for text in texts]
        return unit(np.array(rows, dtype=np.float32))


def test_what_the_codebook_has_in_common_is_taken_off() -> None:
    vectors = code_vectors(BOOK, Letters())
    assert vectors.codes.shape == (2, 10)
    np.testing.assert_allclose(np.linalg.norm(vectors.codes, axis=1), 1, rtol=1e-5)
    assert float(vectors.codes[0] @ vectors.codes[1]) < 0
    assert vectors.texts == [("en", "a call from above")]
    assert vectors.owners.tolist() == [0]


def terms_met(text: str) -> list[tuple[int, str, str]]:
    finder = CodeTerms(BOOK, load_terms(), Lemmatiser())
    return [(code, match.form, match.rule) for code, match in finder.find(text)]


def test_terms_are_found_inflected_romanised_and_for_every_code_they_speak_for() -> None:
    assert terms_met("всё по блату") == [(0, "блату", "inflected"), (1, "блату", "inflected")]
    assert terms_met("two calls from above") == [(0, "calls from above", "inflected")]
    assert terms_met("pure blatt") == [(0, "blatt", "exact"), (1, "blatt", "exact")]
    assert terms_met("сеніміміз жоқ") == [(1, "сеніміміз", "inflected")]
    assert terms_met("a blast from above") == []


def test_more_mentions_score_more_but_not_in_proportion() -> None:
    finder = CodeTerms(BOOK, load_terms(), Lemmatiser())
    scores = finder.score([finder.find("блат"), finder.find("блат, блат и блат"), []])
    assert scores[0, 0] < scores[1, 0] < 3 * scores[0, 0]
    assert scores[2].sum() == 0


def test_the_shipped_weights_all_speak_for_a_code() -> None:
    weights = load_weights(WEIGHTS)
    nothing = weights.probability(np.zeros((1, 2, 4)))
    assert (nothing < 0.1).all()
    for kind in range(4):
        some = np.zeros((1, 1, 4))
        some[..., kind] = 0.5
        assert weights.probability(some)[0, 0] > nothing[0, 0]
