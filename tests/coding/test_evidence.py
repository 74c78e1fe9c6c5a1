import dataclasses
from collections.abc import Mapping

import numpy as np

from pipeline.coding.evidence import KINDS, CodeTerms, Evidence, gather
from pipeline.coding.learner import Learner
from pipeline.coding.reference import reference_texts
from pipeline.coding.weights import WEIGHTS, load_weights
from pipeline.encoding.centring import unit
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.terms import load_terms
from pipeline.schema import Utterance
from tests.coding.books import BOOK, Letters
from tests.themes.spoken import PLAIN

BANK = {language: Letters().encode(["a sentence", "one"]) for language in ("kk", "ru", "en")}
REFERENCE = reference_texts(BOOK, [], Letters(), BANK)


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


def said(transcript: str, text: str, speaker: str = "Teacher A1") -> Utterance:
    return dataclasses.replace(
        PLAIN, transcript_id=transcript, speaker=speaker, normalised=text, language="en"
    )


SAID = [
    said("t1", "he has a call from above"),
    said("t1", "yes"),
    said("t1", "no", speaker="Teacher A2"),
    said("t2", "a favour of a friend"),
    said("t2", "we rely on each other"),
]
ASKED = ["", "", "what of favours?", "", ""]


def gathered(manual: Mapping[int, list[bool]] | None = None) -> Evidence:
    coded = {row: np.array(codes) for row, codes in (manual or {}).items()}
    encoder = Letters()
    questions = encoder.encode([text or "-" for text in ASKED])
    return gather(
        SAID,
        unit(encoder.encode([u.normalised for u in SAID]) - BANK["en"].mean(axis=0)),
        ASKED,
        questions,
        reference=REFERENCE,
        similarity=np.zeros((len(SAID), 2)),
        means={"en": BANK["en"].mean(axis=0)},
        manual=coded,
        finder=CodeTerms(BOOK, load_terms(), Lemmatiser()),
    )


def kind(evidence: Evidence, name: str) -> np.ndarray:
    return evidence.features[..., KINDS.index(name)]


def test_evidence_is_of_the_utterance_of_the_question_and_of_what_is_said_beside() -> None:
    evidence = gathered()
    assert evidence.features.shape == (5, 2, len(KINDS))
    assert kind(evidence, "terms")[0, 0] > 0
    asked = kind(evidence, "question_learned")
    assert asked[2].any()
    assert not asked[[0, 1, 3, 4]].any()


def test_beside_is_the_same_person_in_the_same_transcript() -> None:
    evidence = gathered()
    learned, beside = kind(evidence, "learned"), kind(evidence, "neighbours_learned")
    np.testing.assert_allclose(beside[0], learned[1])
    np.testing.assert_allclose(beside[1], learned[0])
    assert not beside[2].any()
    np.testing.assert_allclose(beside[3], learned[4])


def test_nought_is_said_where_nothing_is_known_and_a_long_answer_is_told_from_a_short_one() -> None:
    long = kind(gathered(), "length")
    words = [len(u.normalised.split()) for u in SAID]
    assert (long == long[:, :1]).all()
    assert np.array_equal(np.argsort(long[:, 0], kind="stable"), np.argsort(words, kind="stable"))
    assert (kind(gathered(), "neighbours_learned")[2] == 0).all()


def test_what_she_coded_is_learned_in_other_transcripts_and_not_in_its_own() -> None:
    before, after = kind(gathered(), "learned"), kind(gathered({3: [True, False]}), "learned")
    # Nothing but the pieces' rarity and the mean has changed for the one coded.
    np.testing.assert_allclose(after[3], before[3], atol=0.1)
    assert after[4, 0] > before[4, 0]
    other = kind(gathered({3: [False, True]}), "learned")
    np.testing.assert_allclose(other[3], after[3])
    assert other[4, 1] > after[4, 1]


def test_questions_and_neighbours_say_what_the_codebook_says() -> None:
    one, other = gathered({3: [True, False]}), gathered({3: [False, True]})
    for name in ("question_learned", "neighbours_learned"):
        np.testing.assert_array_equal(kind(one, name), kind(other, name))


def test_the_learner_is_kept_for_the_reasons() -> None:
    evidence = gathered({3: [True, False]})
    assert isinstance(evidence.learner, Learner)
    assert evidence.learner.coded.texts[-1] == "a favour of a friend"
    assert evidence.texts[0] == SAID[0].normalised


def test_the_shipped_weights_all_speak_for_a_code() -> None:
    weights = load_weights(WEIGHTS)
    nothing = weights.probability(np.zeros((1, 2, len(KINDS))))
    assert (nothing < 0.1).all()
    for number in range(len(KINDS)):
        some = np.zeros((1, 1, len(KINDS)))
        some[..., number] = 0.5
        assert weights.probability(some)[0, 0] > nothing[0, 0]
