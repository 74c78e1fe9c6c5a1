import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lemmas import Lemmatiser
from pipeline.names.key import YES, Key, KeyRow
from pipeline.names.replace import Edit, Pseudonymiser, Replaced
from pipeline.names.spellings import GIVEN, PLACE, SURNAME, Name
from pipeline.names.survey import update_key

LEMMATISER = Lemmatiser()


def row(name: Name, pseudonym: str) -> tuple[tuple[str, str], KeyRow]:
    return name.key, KeyRow(name, YES, pseudonym, why="list")


KEY = update_key(
    {"a": "Айгүл апай, Мария Петровна, Иван Иванов, Болат Серікұлы, Талғарда."},
    [],
    Key(),
    LEMMATISER,
)
NAMES = Pseudonymiser(KEY, LEMMATISER)
PSEUDONYMS = {row.name.kazakh: row.standing_in[0] for row in KEY.rows.values()}


def replaced(text: str) -> str:
    return NAMES.replace(text).text


def test_an_empty_key_replaces_nothing() -> None:
    text = "Айгүл апай Талғардан келді."
    assert Pseudonymiser(Key(), LEMMATISER).replace(text) == Replaced(text, ())


def test_names_are_replaced_in_every_spelling() -> None:
    aigul, talgar = PSEUDONYMS["Айгүл"], PSEUDONYMS["Талғар"]
    assert replaced("Мұны Айгүл айтты.") == f"Мұны {aigul.kazakh} айтты."
    assert replaced("АЙГҮЛ апай") == f"{aigul.kazakh.upper()} апай"
    assert replaced("I met Aigul's class.") == f"I met {aigul.latin}'s class."
    assert replaced("Мы живём в Талгаре.").startswith("Мы живём в " + talgar.russian[:5])


def test_kazakh_endings_suit_the_pseudonym() -> None:
    name = Name(GIVEN, "Айгүл", "Айгуль", "f", origin="kk")
    key = Key(dict([row(name, "Асыл")]))
    names = Pseudonymiser(key, LEMMATISER)
    assert names.replace("Мен Айгүлге айттым.").text == "Мен Асылға айттым."


def test_the_affectionate_form_is_that_of_the_pseudonym() -> None:
    aigul = PSEUDONYMS["Айгүл"]
    text = "Айгүлжан келді, Айгүлжанға айттым. У Айгульжан."
    kazakh, russian = aigul.kazakh, aigul.russian
    assert replaced(text) == f"{kazakh}жан келді, {kazakh}жанға айттым. У {russian}жан."


def test_a_pseudonym_is_written_as_the_name_is() -> None:
    aigul, talgar = PSEUDONYMS["Айгүл"], PSEUDONYMS["Талғар"]
    text = "Айгүл келді. У Айгуль дома. Aigul lives in Talgar. Талгар, Талғар."
    assert replaced(text) == (
        f"{aigul.kazakh} келді. У {aigul.russian} дома. {aigul.latin} lives in {talgar.latin}. "
        f"{talgar.russian}, {talgar.kazakh}."
    )


def test_russian_cases_are_those_of_the_pseudonym() -> None:
    ivanov = Name(SURNAME, "Иванов", "Иванов")
    names = Pseudonymiser(Key(dict([row(ivanov, "Ветлугин")])), LEMMATISER)
    text = "Я говорила Ивановой, а с Ивановым не спорила."
    assert names.replace(text).text == "Я говорила Ветлугиной, а с Ветлугиным не спорила."


def test_a_place_has_its_case() -> None:
    place = Name(PLACE, "Талғар", "Талгар")
    names = Pseudonymiser(Key(dict([row(place, "Ақжар / Акжар / Akzhar")])), LEMMATISER)
    assert (
        names.replace("Я жила в Талгаре. Талғарға бардым.").text
        == "Я жила в Акжаре. Ақжарға бардым."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Айтылған сөз — атылған оқ.",
        "Марияж деген не?",
        "Иә, т.б. бар. Ал енді жоқ.",
        "We had a plan, and the plan was good.",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert replaced(text) == text


PIECES = st.lists(
    st.sampled_from(
        [
            "Айгүл",
            " апай ",
            "Айгүлге",
            "Марии Петровне",
            " кол\u00adлектив ",
            "\n",
            "👩",
            "Aigul's",
            ", ",
            "ой",
            "Иванов",
        ]
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_only_names_are_changed_and_spans_are_carried_over(text: str) -> None:
    result = NAMES.replace(text)
    old_at = new_at = 0
    for edit in result.edits:
        same = edit.start - old_at
        assert result.text[new_at : new_at + same] == text[old_at : edit.start]
        new_at += same
        assert result.span(edit.start, edit.end) == (new_at, new_at + len(edit.text))
        assert result.text[new_at : new_at + len(edit.text)] == edit.text
        old_at, new_at = edit.end, new_at + len(edit.text)
    assert result.text[new_at:] == text[old_at:]
    assert result.span(0, len(text)) == (0, len(result.text))


@given(st.data())
def test_spans_stay_in_order(data: st.DataObject) -> None:
    result = Replaced("x" * 12, (Edit(2, 4, "abc"), Edit(6, 7, "")))
    start = data.draw(st.integers(0, 12))
    end = data.draw(st.integers(start, 12))
    new_start, new_end = result.span(start, end)
    assert 0 <= new_start <= new_end <= 12
