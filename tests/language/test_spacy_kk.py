import pytest
import spacy
from spacy.language import Language

from pipeline.language import spacy_kk


@pytest.fixture(scope="module")
def nlp() -> Language:
    assert spacy_kk.Kazakh.lang == "kk"
    kazakh = spacy.blank("kk")
    kazakh.add_pipe("kazakh_lemmatizer")
    return kazakh


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Мұғалімдер кеше жиналды.", "Мұғалімдер кеше жиналды ."),
        ("Тамыр-таныспен кірді, ҰБТ-ға дайындады.", "Тамыр-таныспен кірді , ҰБТ-ға дайындады ."),
        ("Кітап, дәптер т.б. керек.", "Кітап , дәптер т.б. керек ."),
        ("«Иә»,— деді директор…", "« Иә » , — деді директор …"),
        ("болды.Сосын келді", "болды . Сосын келді"),
        ("қағаз,есеп", "қағаз , есеп"),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: str) -> None:
    doc = nlp(text)
    assert [token.text for token in doc] == tokens.split()
    assert doc.text == text


def test_lemmas_and_stop_words(nlp: Language) -> None:
    doc = nlp("Біздің мектептегі мұғалімдер ұжымымыздың жоспарын айтты !")
    assert [token.lemma_ for token in doc][1:] == [
        "мектеп",
        "мұғалім",
        "ұжым",
        "жоспар",
        "айт",
        "!",
    ]
    assert doc[0].is_stop
    assert not doc[2].is_stop


def test_an_abbreviation_has_its_words(nlp: Language) -> None:
    (token,) = (token for token in nlp("т.б. керек") if token.text == "т.б.")
    assert token.norm_ == "тағы басқалар"
