from pipeline.language.languages import LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.tools import BuiltInTools

LEMMATISER = Lemmatiser()
TOOLS = BuiltInTools(LEMMATISER)


def test_sentences_are_told_by_rules_that_hold_in_all_languages() -> None:
    text = "Иә, т.б. бар.\nНу вот. Done."
    sentences = ["Иә, т.б. бар.", "Ну вот.", "Done."]
    assert [text[start:end] for start, end in TOOLS.sentences(text)] == sentences


def test_each_word_has_the_lemma_of_its_own_language() -> None:
    text = "Мектептерде учителей көп, they say teachers"
    identified = LanguageIdentifier(LEMMATISER).identify(text)
    lemmas = ["мектеп", "учитель", "көп", "they", "say", "teacher"]
    assert TOOLS.lemmas(text, identified) == lemmas
