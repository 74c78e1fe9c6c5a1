import dataclasses
import itertools
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.evidence import CodeTerms, gather
from pipeline.coding.reasons import Reasons, clauses
from pipeline.coding.reference import reference_texts
from pipeline.coding.weights import Weights
from pipeline.encoding.centring import unit
from pipeline.encoding.sentence_encoder import Pieces
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.example_utterances import ExampleUtterance
from pipeline.lexicon.terms import load_terms
from pipeline.tables import Vectors
from tests.coding.books import BOOK, Letters
from tests.themes.spoken import PLAIN

WEIGHTS = Weights(
    intercept=-3, learned=8, terms=2, question_learned=1, question_terms=1, neighbours_learned=1, length=0, fitted_on="x"
)  # fmt: skip
WEATHER = "the weather was cold all of that long week"
FAVOUR = "he found the job by a call from above"
SAID = [
    dataclasses.replace(PLAIN, normalised=f"{WEATHER}, {FAVOUR}, and now it is time to go home.", language="en"),
    dataclasses.replace(PLAIN, normalised="A call.", language="en", turn=3),
]  # fmt: skip


class PieceLetters(Letters):
    """A text is the sum of its words."""

    def pieces(self, text: str) -> Pieces | None:
        words = list(re.finditer(r"\S+", text))
        rows = [[0.1, *(word[0].count(letter) for letter in "aeilotуси")] for word in words]
        return Pieces([word.span() for word in words], np.array(rows, dtype=np.float32))

    def encode(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        return unit(np.stack([self.pieces(text).vectors.sum(axis=0) for text in texts]))  # type: ignore[union-attr]


def reasons(encoder: Letters, manual: dict[int, np.ndarray] | None = None) -> Reasons:
    bank = {language: PieceLetters().encode(["a sentence"]) for language in ("kk", "ru", "en")}
    coded = [
        ExampleUtterance("en", "told", "a", frozenset({"blat"}), FAVOUR),
        ExampleUtterance("en", "told", "b", frozenset(), WEATHER),
        ExampleUtterance("ru", "told", "b", frozenset({"trust"}), "мы друг другу верим"),
    ]
    means = {"en": bank["en"][0] * 0}
    evidence = gather(
        SAID,
        PieceLetters().encode([u.normalised for u in SAID]),
        ["", "did someone call from above?"],
        PieceLetters().encode(["-", "did someone call from above?"]),
        reference=reference_texts(BOOK, coded, PieceLetters(), bank),
        similarity=np.zeros((len(SAID), 2)),
        means=means,
        manual=manual or {},
        finder=CodeTerms(BOOK, load_terms(), Lemmatiser()),
    )
    return Reasons(SAID, evidence, WEIGHTS, encoder)  # type: ignore[arg-type]


def test_the_words_without_which_a_code_is_least_probable_are_named() -> None:
    found = reasons(PieceLetters())
    carrier = found.carriers(0, [0])[0]
    assert carrier.words == FAVOUR
    present = WEIGHTS.probability(found._evidence.features[0])[0]
    assert carrier.without < present - 0.1


def test_reasons_are_words_terms_the_nearest_coded_text_and_the_theme() -> None:
    (told,) = reasons(PieceLetters()).tell(0, [0], 1, "3 (жұмыс / работа / work)")
    parts = told.split(" · ")
    assert parts[0].startswith(f"carried by “{FAVOUR}” (without it 0.")
    assert parts[1] == "terms: “call from above”"
    assert parts[2] == "like this, coded so: “a call from above”"
    assert parts[3] == "theme: 3 (жұмыс / работа / work)"


def test_what_it_is_like_is_shown_in_her_language_if_that_is_nearly_as_like() -> None:
    found = reasons(PieceLetters())
    coded = found._evidence.learner.coded
    own = np.zeros(len(coded))
    owners = np.flatnonzero(coded.codes[:, 0])
    english = next(i for i in owners if coded.languages[i] == "en")
    russian = next(i for i in owners if coded.languages[i] == "ru")
    own[[english, russian]] = 0.8, 1.0
    assert found._nearest(own, 0, "", "en") == coded.texts[english]
    assert found._nearest(own, 0, "", "kk") == coded.texts[russian]
    own[english] = 0.5
    assert found._nearest(own, 0, "", "en") == coded.texts[russian]


def test_what_is_not_suggested_is_explained_more_shortly() -> None:
    first, second = reasons(PieceLetters()).tell(0, [0, 1], 0, "")
    assert "carried by" not in first + second
    assert "theme" not in first + second


def test_a_term_of_the_question_is_told_apart() -> None:
    (told,) = reasons(PieceLetters()).tell(1, [0], 1, "")
    assert "terms of the question: “call from above”" in told
    # One stretch is the whole utterance: nothing is left to compare with.
    assert "carried by" not in told


def test_a_model_that_takes_no_mean_names_no_words() -> None:
    class Opaque(PieceLetters):
        def pieces(self, text: str) -> Pieces | None:
            return None

    assert reasons(Opaque()).carriers(0, [0]) == {}


def test_what_was_coded_is_not_its_own_reason() -> None:
    coded = {0: np.array([True, False])}
    (told,) = reasons(PieceLetters(), coded).tell(0, [0], 1, "")
    assert "like this, coded so: “a call from above”" in told
    alone = reasons(PieceLetters()).carriers(0, [0])[0]
    assert reasons(PieceLetters(), coded).carriers(0, [0])[0].words == alone.words


def test_clauses_are_neither_scraps_nor_walls() -> None:
    text = "Иә. Жоқ, солай. Біз екі сағат отырдық, сосын тарқадық; " + "сөз " * 30
    found = [text[start:end].strip() for start, end in clauses(text)]
    assert found[0] == "Иә. Жоқ, солай."
    assert found[1] == "Біз екі сағат отырдық,"
    assert all(len(stretch.split()) <= 12 for stretch in found)
    assert {len(stretch.split()) for stretch in found[3:]} <= {10, 11}


@given(st.text(alphabet="аб .,!\n—", max_size=120))
def test_clauses_make_up_the_text(text: str) -> None:
    found = list(clauses(text))
    assert all(start < end for start, end in found)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(found))
    assert sum(len(re.findall(r"[аб]+", text[start:end])) for start, end in found) == len(
        re.findall(r"[аб]+", text)
    )
