import pytest

from pipeline.names.spellings import (
    GIVEN,
    PLACE,
    SURNAME,
    Name,
    adjective_stem,
    base_of,
    bases,
    fathers,
    feminine,
    latin,
    masculine,
    plain,
    russian_spelling,
)

AIGUL = Name(GIVEN, "Айгүл", "Айгуль", "f", "kk")
SAKEN = Name(GIVEN, "Сәкен", "Сакен", "m", "kk")


def texts(name: Name) -> dict[tuple[str, str], str]:
    return {(base.language, base.part): base.text for base in reversed(list(bases(name)))}


def test_a_father_gives_his_name_to_his_children():
    found = texts(SAKEN)
    assert found["kk", "қызы"] == "сәкенқызы"
    assert found["ru", "қызы"] == "сакенкызы"
    assert found["ru", "овна"] == "сакеновна"
    assert found["ru", "ович"] == "сакенович"


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергей", "сергеевич", "сергеевна"),
        ("Юрий", "юрьевич", "юрьевна"),
        ("Игорь", "игоревич", "игоревна"),
        ("Илья", "ильич", "ильинична"),
        ("Павел", "павлович", "павловна"),
        ("Дмитрий", "дмитриевич", "дмитриевна"),
        ("Абай", "абаевич", "абаевна"),
        ("Лев", "львович", "львовна"),
    ],
)
def test_russian_patronymics(father, son, daughter):
    found = texts(Name(GIVEN, father, father, "m", "ru"))
    assert found["ru", "ович"] == son
    assert found["ru", "овна"] == daughter


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("кенжебековна", "кенжебек"),
        ("абаевич", "абай"),
        ("юрьевна", "юрий"),
        ("игоревна", "игорь"),
    ],
)
def test_a_patronymic_tells_the_father(patronymic, father):
    assert next(fathers(patronymic)) == father


@pytest.mark.parametrize(
    ("man", "woman"),
    [("Иванов", "Иванова"), ("Заозерский", "Заозерская"), ("Шевченко", "Шевченко"), ("Ким", "Ким")],
)
def test_surnames_of_men_and_women(man, woman):
    assert feminine(man) == woman
    assert masculine(woman) == man


@pytest.mark.parametrize(
    ("place", "stem"),
    [
        ("Шымкент", "шымкентск"),
        ("Алматы", "алматинск"),
        ("Караганда", "карагандинск"),
        ("Новосибирск", "новосибирск"),
        ("Талгар", "талгарск"),
    ],
)
def test_adjectives_of_places(place, stem):
    assert adjective_stem(place) == stem
    assert base_of(Name(PLACE, place, place), "adjective", "ru").text == stem + "ий"


def test_spellings_without_kazakh_letters_and_soft_signs_are_one():
    assert plain("Айгүл") == plain("АЙГУЛЬ") == "айгул"


def test_russian_and_latin_spelling_of_a_kazakh_name():
    assert russian_spelling("Нұргүл") == "Нургуль"
    assert russian_spelling("Гүлнәр") == "Гулнар"
    assert latin(SAKEN, "қызы") == "sakenkyzy"
    assert latin(Name(SURNAME, "Сүлейменов", "Сулейменов"), "f") == "suleimenova"


def test_a_part_that_a_name_has_not_is_the_name_itself():
    assert base_of(AIGUL, "ұлы", "kk").text == "айгүл"
    assert base_of(Name(GIVEN, "Никита", "Никита", "m", "ru"), "ыч", "ru").text == "никитич"
