import numpy as np

from pipeline.coding.learner import EXPLAINED, TOLD
from pipeline.coding.reference import reference_texts
from pipeline.lexicon.example_utterances import ExampleUtterance
from tests.coding.books import BOOK, Letters

BANK = {
    language: Letters().encode(["a sentence", "another one"]) for language in ("kk", "ru", "en")
}
SAID = [
    ExampleUtterance("en", "told", "a", frozenset({"blat", "trust"}), "he knows the right people"),
    ExampleUtterance("ru", "explained", "b", frozenset(), "сегодня холодно"),
]


def test_the_book_and_the_utterances_are_texts_to_learn_from() -> None:
    found = reference_texts(BOOK, SAID, Letters(), BANK)
    assert found.texts[-2:] == ["he knows the right people", "сегодня холодно"]
    assert found.codes.tolist()[-2:] == [[True, True], [False, False]]
    assert found.noise.tolist() == [EXPLAINED] * 4 + [TOLD, EXPLAINED]
    assert found.groups == ["codebook"] * 4 + ["writer a", "writer b"]
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, rtol=1e-5)


def test_a_book_without_utterances_is_enough() -> None:
    found = reference_texts(BOOK, [], Letters(), BANK)
    assert found.texts == ["услуги", "favours", "reliance", "a call from above"]
    assert found.codes[:, 0].tolist() == [True, True, False, True]
