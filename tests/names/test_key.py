from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.language.lemmas import Lemmatiser
from pipeline.names.key import ASK, COLUMNS, NO, YES, Key, key_bytes, read_key
from pipeline.names.survey import update_key

LEMMATISER = Lemmatiser()
TEXT = "Айгүл апай келді. Мен Талғарда тұрам. Болат Серікұлы айтты: Стёпикпен барма."


def updated(texts: dict[str, str], key: Key | None = None, people: tuple[str, ...] = ()) -> Key:
    return update_key(texts, people, key or Key(), LEMMATISER)


def written(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "pseudonyms.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def pseudonym(key: Key, name: str) -> str:
    return next(row.pseudonym for row in key.rows.values() if row.name.kazakh == name)


def test_people_and_places_get_pseudonyms_of_their_own() -> None:
    key = updated({"a": TEXT})
    rows = {row.name.kazakh: row for row in key.rows.values()}
    assert {"Айгүл", "Талғар", "Болат", "Серік"} <= set(rows)
    assert rows["Талғар"].name.kind == "place"
    replaced = [row.pseudonym for row in rows.values() if row.replace == YES]
    assert all(replaced)
    assert len(set(replaced)) == len(replaced)
    assert not any(name in TEXT for name in replaced)


def test_the_file_says_what_was_found_and_is_read_again(tmp_path: Path) -> None:
    key = updated({"a": TEXT})
    path = tmp_path / "pseudonyms.csv"
    path.write_bytes(key_bytes(key))
    again = updated({"a": TEXT}, read_key(path))
    assert key_bytes(again) == key_bytes(key)


def test_a_name_keeps_its_pseudonym_when_transcripts_are_added(tmp_path: Path) -> None:
    before = updated({"b": TEXT})
    path = tmp_path / "pseudonyms.csv"
    path.write_bytes(key_bytes(before))
    more = {"a": "Гүлнар мен Ерлан Тараздан келді. Ерлан ағай жақсы.", "b": TEXT}
    after = updated(more, read_key(path))
    for name in ("Айгүл", "Талғар", "Болат"):
        assert pseudonym(after, name) == pseudonym(before, name)
    assert pseudonym(after, "Ерлан") not in {row.pseudonym for row in before.rows.values()}


def test_what_the_user_has_decided_stays(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Айгүл,given name,yes,Нұрайым", "Талғар,place,no,", "Шапырашты,place,,Алатөбе"
    )
    key = updated({"a": TEXT + " Шапыраштыға бардық."}, read_key(path))
    rows = {row.name.kazakh: row for row in key.rows.values()}
    assert rows["Айгүл"].pseudonym == "Нұрайым"
    assert rows["Талғар"].replace == NO
    assert (rows["Шапырашты"].replace, rows["Шапырашты"].count) == (YES, 1)


def test_words_that_only_may_be_names_are_asked_about() -> None:
    key = updated({"a": "Кеше біздің Приорасымен бардық."})
    (row,) = key.rows.values()
    assert (row.replace, row.count, row.unsure, row.pseudonym) == (ASK, 0, 1, "")
    assert "Приорасымен" in row.example


def test_an_ordinary_word_that_may_be_a_name_is_asked_about() -> None:
    (row,) = updated({"a": "Әлі келген жоқ. Әлі де солай. Болатын еді."}).rows.values()
    assert (row.name.kazakh, row.replace, row.count, row.unsure) == ("Әли", ASK, 0, 2)
    assert pseudonym(updated({"a": "Әлі келген жоқ."}, people=("Әлі Серікұлы",)), "Әли")
    key = updated({"a": "Болатын еді. Болат айтты."}, people=("Болат",))
    assert [row.count for row in key.rows.values()] == [1]


def test_a_question_goes_with_the_name_it_was_about(tmp_path: Path) -> None:
    text = "Кеше біздің Приорасымен бардық. Yesterday our Priorix came."
    path = tmp_path / "pseudonyms.csv"
    path.write_bytes(key_bytes(updated({"a": text})))
    for _ in range(2):
        assert {row.replace for row in read_key(path).rows.values()} == {ASK}
        assert len(read_key(path).rows) == 2
        path.write_bytes(key_bytes(updated({"a": text}, read_key(path))))
    assert not updated({"a": "Иә, солай."}, read_key(path)).rows


@pytest.mark.parametrize(
    "row",
    [
        "Приорас,name,no,,Приорасымен,capital letter",
        "Приорас,name,yes,,Приорасымен,capital letter",
        "Приора,name,?,,Приорасымен,capital letter",
        "Приорас,place,?,,Приорасымен,capital letter",
        "Приорасымен,name,?,Тойота,Приорасымен,capital letter",
        "Приора,name,?",
    ],
)
def test_what_the_user_has_edited_never_goes(tmp_path: Path, row: str) -> None:
    key = updated({"a": "Иә, солай."}, read_key(written(tmp_path, row)))
    assert len(key.rows) == 1


def test_a_place_called_like_people_is_one_beside_a_word_for_places() -> None:
    text = "Пришёл Смирнов, с Сергеевым. Панфилов ауданында, кейін Сәтбаевта тұрдым."
    kinds = {row.name.kazakh: row.name.kind for row in updated({"a": text}).rows.values()}
    assert kinds == {
        "Смирнов": "surname",
        "Сергеев": "surname",
        "Панфилов": "place",
        "Сәтбаев": "place",
    }


def test_a_school_is_one_in_all_languages() -> None:
    text = (
        "Мен Абай атындағы мектепте. Школа имени Абая. She works at Abai School, "
        "Abai Secondary School, a school named after Abai."
    )
    (row,) = updated({"a": text}).rows.values()
    assert (row.name.kazakh, row.name.kind, row.replace, row.count) == ("Абай", "school", YES, 5)
    (row,) = updated({"a": "We work at Nazarbayev Intellectual School."}).rows.values()
    assert row.replace == ASK


def test_codes_of_participants_are_no_names() -> None:
    assert not updated(
        {"a": "Иә, солай."}, people=("Teacher A4", "Interviewer", "FG, Teacher B6")
    ).rows
    named = updated({"a": "Иә, солай."}, people=("Айгүл Сәкенқызы (директор)",))
    assert "Айгүл" in {row.name.kazakh for row in named.rows.values()}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",place,yes,", "has no name"),
        ("Айгүл,person,yes,", "kind should be one of"),
        ("Айгүл,given name,maybe,", "replace should be yes, no or ?"),
        ("Дана,given name,yes,Нұрайым", "which is that of 'Әсел' in line 2"),
        ("Әсел,given name,no,", "a second time"),
    ],
)
def test_rows_that_cannot_be_are_named(tmp_path: Path, row: str, problem: str) -> None:
    path = written(tmp_path, "Әсел,given name,yes,Нұрайым", row)
    with pytest.raises(TaqyrypError) as error:
        read_key(path)
    assert problem in str(error.value)
    assert "line 3" in str(error.value)
