import pytest

from pipeline.language.lemmas import Lemmatiser
from pipeline.names.finder import Finder
from pipeline.names.lists import known_names

FINDER = Finder(Lemmatiser(), known_names())


def found(text: str) -> list[str]:
    return [mention.text for mention in FINDER.find(text) if mention.certain]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Сабақты Гүлнар апаймен өткіздік.", ["Гүлнар"]),
        ("Болат Серікұлы айтты.", ["Болат", "Серікұлы"]),
        ("Роза Кенжебековна ушла на пенсию.", ["Роза", "Кенжебековна"]),
        ("С Сулейменовой мы вместе учились.", ["Сулейменовой"]),
        ("А. Б. Иванов тоже там.", ["А", "Б", "Иванов"]),
        ("I went to Talgar with Ainur.", ["Talgar", "Ainur"]),
        ("мен шымкентте оқыдым гүлнарамен бірге", ["шымкентте", "гүлнарамен"]),
        ("ол кезде директор болат серікұлы еді", ["болат", "серікұлы"]),
    ],
)
def test_names_of_people_and_places(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["школа № 5", "№ 23 мектеп", "School No. 12"])
def test_numbers_of_schools(text: str) -> None:
    (number,) = found(text)
    assert number.isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "Арман деген жақсы нәрсе ғой.",
        "Бақыт деген сол шығар.",
        "Вера во что-то нужна.",
        "Надежда была, но слабая.",
        "Ұжымымыз тату, педсовет жиі болады.",
        "Қазақстанда осылай.",
        "Келесі жылы көреміз.",
        "Алпыс бала отыр.",
        "We want a will and a way.",
        "Rose to the occasion.",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert found(text) == []
