from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import segment as stage
from pipeline.errors import TaqyrypError
from pipeline.language.languages import LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.language.words import stop_words, words
from pipeline.lexicon.terms import load_terms
from pipeline.normalise import normalise
from pipeline.params import SegmentParams
from pipeline.schema import NORMALISED, TURNS, UTTERANCES, Turn, Utterance
from pipeline.segment import Segmenter

TERMS = load_terms()
FINDER = TermFinder([term_pattern(term) for term in TERMS], Lemmatiser())
SEGMENTERS = {
    unit: Segmenter(TERMS, SegmentParams(tools="built-in", unit=unit, max_words=6))
    for unit in ("sentence", "passage", "turn")
}


def turn_of(text: str, start: int = 0, role: str = "teacher", number: int = 3) -> Turn:
    end = start + len(text)
    return Turn("t1", number, "Teacher A1", role, "A", "interview", "", text, start, end, None)


def utterances(text: str, start: int = 0, unit: str = "sentence") -> list[Utterance]:
    turn = turn_of(text, start)
    return SEGMENTERS[unit].segment(turn, normalise(turn, FINDER))


def lemmas(text: str) -> list[str]:
    return [lemma for utterance in utterances(text, unit="turn") for lemma in utterance.lemmas]


def test_a_turn_becomes_utterances_with_all_that_is_known_of_it() -> None:
    text = "Біз кол\u00adлектив\u00a0бірге. Нам не платят!"
    first, second = utterances(text, start=100)
    assert (first.utterance_id, second.utterance_id) == ("t1.3.1", "t1.3.2")
    assert (first.speaker, first.role, first.school) == ("Teacher A1", "teacher", "A")
    assert (first.method, first.turn, first.transcript_id) == ("interview", 3, "t1")
    assert (first.text, first.normalised) == (text[:21], "Біз коллектив бірге.")
    assert (first.start, first.end, second.start, second.end) == (100, 121, 122, 136)
    assert (first.language, second.language) == ("kk", "ru")
    assert [term.form for term in first.terms] == ["кол\u00adлектив"]
    assert second.terms == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ұжымымызда ашық сабақтар көп", ["ұжым", "ашық_сабақ", "көп"]),
        ("Мектептерде тамыр-таныспен кірді", ["мектеп", "тамыр-таныс", "кір"]),
        ("ру-ру болып бөлінді", ["ру", "ру", "болып", "бөлін"]),
        ("В коллективе не спорят учителя", ["в", "коллектив", "не", "спорить", "учитель"]),
        ("Our kollektiv holds two pedsovets", ["our", "kollektive", "hold", "two", "pedsovet"]),
        ("The teachers fear Aimaks", ["the", "teacher", "fear", "aimak"]),
        ("25, 12.05.2019", []),
    ],
)
def test_lemmas(text: str, expected: list[str]) -> None:
    assert lemmas(text) == expected


@pytest.mark.parametrize(
    ("text", "lemma", "language"),
    [
        ("Бұл kollektive бізде бұрыннан бар", "коллектив", "kk"),
        ("У нас kollektive дружный и большой", "коллектив", "ru"),
        ("They call the staff their коллектив here", "kollektive", "en"),
        ("They call it бөлінгенді бөрі жейді here", "bölíngendí_börí_žejdí", "en"),
    ],
)
def test_a_term_is_one_lemma_shown_as_the_main_language_does(
    text: str, lemma: str, language: str
) -> None:
    (utterance,) = utterances(text)
    assert utterance.language == language
    assert utterance.lemmas.count(lemma) == 1
    assert utterance.lemma_languages[utterance.lemmas.index(lemma)] == language
    assert len(utterance.lemmas) == len(list(words(text))) - len(lemma.split("_")) + 1


def test_a_term_counts_for_the_language_it_is_of() -> None:
    (utterance,) = utterances("the ūžym decides everything")
    spans = [(span.language, span.start, span.end) for span in utterance.language_spans]
    assert spans == [("en", 0, 3), ("kk", 4, 8), ("en", 9, 27)]


def test_stop_words_stay_as_they_are_said() -> None:
    assert {"айтқанда", "маған"} <= set(lemmas("Маған айтқанда күлді"))
    assert {"который", "мне"} <= set(lemmas("Мне сказал тот, который ушёл"))


def test_english_stop_words_with_a_curly_apostrophe() -> None:
    assert set(lemmas("We don’t know")) - {"know"} <= stop_words("en")


def test_an_english_utterance_shows_svoi_in_latin_letters() -> None:
    assert "svoi" in lemmas("They only hire svoi for such posts")


def test_the_segments_of_each_unit() -> None:
    text = "Біз келдік. Олар күтті. Сосын бәрі кетті. Мен қалдым."
    counts = {unit: len(utterances(text, unit=unit)) for unit in SEGMENTERS}
    assert counts == {"sentence": 4, "passage": 2, "turn": 1}


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\u00ad", "\u200b \ufeff"])
def test_a_turn_without_text_has_no_utterances(text: str) -> None:
    assert utterances(text) == []


@pytest.mark.parametrize("text", ["...", "123", "👩", "— ?", "½", "مدرسة", "学校"])
def test_a_turn_without_our_words_does_not_crash(text: str) -> None:
    (utterance,) = utterances(text)
    assert utterance.text == text


def test_a_letter_without_a_name_does_not_crash() -> None:
    assert len(utterances("Мне нужна буква \U00017000", unit="turn")) == 1


MESSY = (
    "Біз бардық. Мы пошли! Nobody asked? кoллeктив кол\u00adлектив колле\u0301ктив блатпен "
    "т.б. А. ū\u0301 ашық\u00a0сабақ ашық сабақ. svoi lyudi и\u0306од 👩\u200d🏫 \ufeff — "
    "болды.Сосын \n \u200b \u2028 \r 가각"
)
PIECES = st.one_of(
    st.sampled_from(MESSY.split(" ")),
    st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), max_size=5),
)
BEFORE = st.text(st.characters(codec="utf-8"), max_size=10)


@given(BEFORE, st.lists(PIECES, max_size=14), st.sampled_from(sorted(SEGMENTERS)))
def test_the_canonical_span_is_the_text(before: str, pieces: list[str], unit: str) -> None:
    text = " ".join(pieces)
    canonical, end = before + text + "\nI: ...", len(before)
    for number, utterance in enumerate(utterances(text, len(before), unit), start=1):
        assert utterance.utterance_id == f"t1.3.{number}"
        assert end <= utterance.start < utterance.end <= len(before) + len(text)
        assert canonical[utterance.start : utterance.end] == utterance.text
        assert repair(utterance.text).text.strip() == utterance.normalised
        end = utterance.end
        check_parts(canonical, utterance)


def check_parts(canonical: str, utterance: Utterance) -> None:
    """Terms, language spans and lemmas of an utterance agree with its text."""
    assert len(utterance.lemmas) == len(utterance.lemma_languages)
    assert all(utterance.lemmas)
    assert {utterance.language, *utterance.lemma_languages} <= {"kk", "ru", "en"}
    assert 0 <= utterance.language_confidence <= 1
    for term in utterance.terms:
        assert utterance.start <= term.start < term.end <= utterance.end
        assert canonical[term.start : term.end] == term.form
    end = utterance.start
    for span in utterance.language_spans:
        assert end <= span.start < span.end <= utterance.end
        end = span.end
    neighbours = zip(utterance.language_spans, utterance.language_spans[1:], strict=False)
    assert all(one.language != other.language for one, other in neighbours)


def test_the_language_of_text_without_words_does_not_change() -> None:
    identifiers = [LanguageIdentifier(Lemmatiser()) for _ in range(12)]
    assert len({identifier.identify("25").language for identifier in identifiers}) == 1


ANOTHER = Segmenter(TERMS, SegmentParams(tools="built-in", unit="turn", max_words=6))


@given(st.lists(PIECES, max_size=8))
def test_the_same_turn_gives_the_same_utterances(pieces: list[str]) -> None:
    """There is a word in it: without, the language is left to chance (see above)."""
    text = " ".join(["біз", *pieces])
    turn = turn_of(text)
    assert ANOTHER.segment(turn, normalise(turn, FINDER)) == utterances(text, unit="turn")


@pytest.fixture
def _sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    class Params:
        segment = SegmentParams(tools="built-in", unit="sentence", max_words=60)

    monkeypatch.setattr(stage, "load_params", Params)


def run(monkeypatch: pytest.MonkeyPatch, turns: list[Turn]) -> list[Utterance]:
    """Run the stage on turns in memory."""
    tables = {TURNS.path: turns, NORMALISED.path: [normalise(turn, FINDER) for turn in turns]}
    written: dict = {}
    monkeypatch.setattr(stage, "stream", lambda table: tables[table.path])
    monkeypatch.setattr(
        stage, "write", lambda table, rows: written.update({table.path: list(rows)})
    )
    stage.main()
    return written[UTTERANCES.path]


@pytest.mark.usefixtures("_sentences")
def test_the_stage_leaves_out_interviewers_and_headings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [
        turn_of("Мектеп А", 0, "heading", 1),
        turn_of("Ұжым қандай? Айтыңызшы.", 10, "interviewer", 2),
        turn_of("Ұжым жақсы. Бәріміз бірге.", 40, "teacher", 3),
        turn_of("У нас тоже.", 70, "director", 4),
        replace(turn_of("Иә.", 0, "unknown", 1), transcript_id="t2"),
    ]
    found = run(monkeypatch, turns)
    ids = [utterance.utterance_id for utterance in found]
    assert ids == ["t1.3.1", "t1.3.2", "t1.4.1", "t2.1.1"]
    assert [utterance.role for utterance in found] == ["teacher", "teacher", "director", "unknown"]
    assert capsys.readouterr().out == "4 utterances (kk 3, ru 1); 0 mix languages\n"


@pytest.mark.usefixtures("_sentences")
def test_the_stage_refuses_a_corpus_without_participants(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = [turn_of("Ұжым қандай?", role="interviewer"), turn_of("А", role="heading")]
    with pytest.raises(TaqyrypError, match=r"no participant's words(?s:.*)participants\.csv"):
        run(monkeypatch, turns)


def test_transcribers_marks_stay_in_the_text_and_are_left_out_of_what_is_compared() -> None:
    text = "Иә [күледі], ұжым (пауза) тату. [үнсіздік] (laughs) Солай."
    first, second = utterances(text)
    assert (first.text, first.normalised) == (text[:31], "Иә , ұжым тату.")
    assert second.text.endswith("Солай.")
    assert second.normalised == "Солай."
    assert first.lemmas == ["иә", "ұжым", "тату"]


def test_a_turn_that_is_only_a_mark_is_no_utterance() -> None:
    assert utterances("[laughs] (00:12:34)") == []
