import numpy as np

from pipeline.coding.codebook_vectors import code_vectors, codebook_sentences
from tests.coding.books import BOOK, Letters


def test_what_the_codebook_has_in_common_is_taken_off() -> None:
    vectors = code_vectors(BOOK, Letters())
    assert vectors.shape == (2, 10)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    assert float(vectors[0] @ vectors[1]) < 0


def test_every_sentence_is_there_with_its_code() -> None:
    found = codebook_sentences(BOOK, Letters())
    told = [(text, int(owner)) for part in found for text, owner in zip(part.texts, part.owners)]  # noqa: B905
    assert told == [("услуги", 0), ("favours", 0), ("reliance", 1), ("a call from above", 0)]
