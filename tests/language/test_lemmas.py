import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lemmas import Lemmatiser

LEMMATISER = Lemmatiser()

KAZAKH = (
    """
мектептерімізде мектеп|балалардың бала|кітабым кітап|жүрегім жүрек|мұғалімдермен мұғалім
айтылды айт|жоспарлаймыз жоспарла|шаршадым шарша|оқу оқу|отчетын отчёт|отчёттарды отчёт
ставкадан ставка|директорға директор|ұжымымыздың ұжым|ауылдағы ауыл|маған мен
келеді кел|келмейді кел|барғанбыз бар|халқы халық|сабағында сабақ|ТЕКСЕРУШІЛЕР тексеруші
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

RUSSIAN = (
    """
обязанностей обязанность|учителями учитель|отчёты отчёт|еще ещё|детей ребёнок|люди человек
школами школа|зарплату зарплата|молодых молодой|проверяли проверять|написала написать
уроков урок|хожу ходить|комиссией комиссия|ПЕДСОВЕТЫ педсовет|коллективом коллектив
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

ENGLISH = (
    """
teachers teacher|went go|meetings meeting|Children child|copied copy|held hold|running run
was be|papers paper|duties duty|taught teach|men man|ENGLISH english|schools school|better well
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

CASES = [
    (language, *pair.split())
    for language, pairs in (("kk", KAZAKH), ("ru", RUSSIAN), ("en", ENGLISH))
    for pair in pairs
]


@pytest.mark.parametrize(("language", "word", "lemma"), CASES)
def test_lemmas(language: str, word: str, lemma: str) -> None:
    assert LEMMATISER.lemma(word, language) == lemma


@pytest.mark.parametrize(
    ("word", "language"), [("blat", "kk"), ("blat", "ru"), ("ұжымда", "en"), ("学校", "kk")]
)
def test_a_word_of_another_script_stays(word: str, language: str) -> None:
    assert LEMMATISER.lemma(word, language) == word


@pytest.mark.parametrize("word", ["teacher’s", "teacher's"])
def test_an_english_possessive_is_taken_off(word: str) -> None:
    assert LEMMATISER.lemma(word, "en") == "teacher"


LETTERS = st.sampled_from("abcāšžZ’'аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяёЁҰІ-")


@given(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(["kk", "ru", "en"]),
)
def test_any_word_has_a_lemma_in_lower_case(word: str, language: str) -> None:
    lemma = LEMMATISER.lemma(word, language)
    assert lemma
    assert LEMMATISER.lemma(word, language) == lemma
    assert LEMMATISER.lemma(word.lower(), language) == lemma


@pytest.mark.xfail(strict=True, reason="the Kazakh noun жаза wins over жаз-а-мыз, we write")
def test_a_frequent_verb_wins_over_a_rare_noun() -> None:
    assert LEMMATISER.lemma("жазамыз", "kk") == "жаз"


def test_a_letter_without_a_name_does_not_crash() -> None:
    assert LEMMATISER.lemma("\U00017000", "ru") == "\U00017000"


@pytest.mark.parametrize(
    ("word", "kazakh", "russian"),
    [
        ("мектепте", True, False),
        ("Айтты", True, False),
        ("школами", False, True),
        ("ПИШЕТ", False, True),
        ("отчёт", True, True),
        ("blat", False, False),
        ("дүрғыл", False, False),
    ],
)
def test_who_knows_a_word(word: str, kazakh: bool, russian: bool) -> None:
    assert (LEMMATISER.is_kazakh(word), LEMMATISER.is_russian(word)) == (kazakh, russian)


@pytest.mark.parametrize(
    ("word", "language", "lemma"),
    [
        ("составно\u0301е", "ru", "составной"),
        ("мекте\u0301птер", "kk", "мектеп"),
        ("\u0301", "ru", "\u0301"),
    ],
)
def test_a_stress_mark_is_no_letter(word: str, language: str, lemma: str) -> None:
    assert Lemmatiser().lemma(word, language) == lemma
