import pytest

from pipeline.language.lemmas import Lemmatiser
from pipeline.language.romanised import RomanisedWords

WORDS = RomanisedWords(Lemmatiser())


@pytest.mark.parametrize(
    ("word", "language", "reading"),
    [
        ("nastavnichestvo", "ru", "наставничество"),
        ("zhurnal", "ru", "журнал"),
        ("žurnal", "ru", "журнал"),
        ("uchitel", "ru", "учитель"),
        ("roditeli", "ru", "родители"),
        ("otchet", "ru", "отчет"),
        ("Spravka", "ru", "справка"),
        ("mugalim", "kk", "мұғалім"),
        ("mūġalím", "kk", "мұғалім"),
        ("oqushylar", "kk", "оқушы"),
        ("jumysta", "kk", "жұмыс"),
        ("balalar", "kk", "бала"),
        ("keńester", "kk", "кеңес"),
        ("šüždeńgil", "kk", ""),  # no dictionary knows it, but its letters tell
    ],
)
def test_what_looks_like_kazakh_or_russian(word: str, language: str, reading: str) -> None:
    assert WORDS.looks_like(word) == (language, reading)


@pytest.mark.parametrize(
    "word",
    [
        "teacher",
        "teachers",
        "copies",
        "chose",
        "feet",
        "the",
        "toi",
        "Wilkinson",
        "xyzzy",
        "журнал",
        "kollektivтер",
        "123",
        "café",
        "Nazarbayev",
        "Merkel",
        "Ivanova",
    ],
)
def test_what_does_not(word: str) -> None:
    assert WORDS.looks_like(word) is None


def test_a_word_is_another_only_if_its_reading_is() -> None:
    assert WORDS.is_other("raion", {"районо"}, set())
    assert not WORDS.is_other("raion", {"район"}, set())
    assert WORDS.is_other("mugalim", set(), {"тәлімгер"})
    assert not WORDS.is_other("mugalim", set(), {"мұғалім"})
    assert not WORDS.is_other("kolektvi", set(), set())
