import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.names.endings import (
    DECLENSIONS,
    cased,
    declension,
    decline,
    kazakh_chain,
    russian_case,
    titled,
    with_chain,
)


@pytest.mark.parametrize(
    ("stem", "ending", "other", "expected"),
    [
        ("айгүл", "ге", "марат", "маратқа"),
        ("айгүл", "дің", "сәуле", "сәуленің"),
        ("марат", "тан", "айнұр", "айнұрдан"),
        ("ерлан", "дар", "бекет", "бекеттер"),
        ("сәкенқызы", "на", "маратқызы", "маратқызына"),
        ("шымкент", "те", "ақбұйрат", "ақбұйратта"),
        ("айгүл", "ім", "ботакөз", "ботакөзім"),
        ("шымкент", "теміз", "ақбұйрат", "ақбұйраттамыз"),
        ("жезқазған", "нанмын", "шымкент", "шымкенттенмін"),
        ("иванова", "ға", "деменко", "деменкоға"),
    ],
)
def test_kazakh_endings_follow_the_new_name(stem, ending, other, expected):
    chain = kazakh_chain(stem, ending)
    assert chain is not None
    assert with_chain(other, chain) == expected


@pytest.mark.parametrize(("stem", "ending"), [("айгүл", "ов"), ("ерлан", "у"), ("дина", "мика")])
def test_what_is_no_kazakh_ending_is_none(stem, ending):
    assert kazakh_chain(stem, ending) is None


@pytest.mark.parametrize(
    ("word", "part", "case", "expected"),
    [
        ("мария", "", 2, "марии"),
        ("анна", "", 4, "анной"),
        ("ольга", "", 1, "ольги"),
        ("павел", "", 2, "павлу"),
        ("сергей", "", 4, "сергеем"),
        ("ерлан", "", 1, "ерлана"),
        ("сауле", "", 3, "сауле"),
        ("петров", "m", 4, "петровым"),
        ("петрова", "f", 2, "петровой"),
        ("заозерский", "m", 1, "заозерского"),
        ("заозерская", "f", 3, "заозерскую"),
        ("толстой", "m", 2, "толстому"),
        ("цой", "m", 2, "цою"),
        ("деменко", "m", 2, "деменко"),
        ("петровна", "овна", 2, "петровне"),
        ("петрович", "ович", 4, "петровичем"),
    ],
)
def test_russian_names_are_declined(word, part, case, expected):
    assert decline(word, declension(word, part), case) == expected


@pytest.mark.parametrize("kind", DECLENSIONS)
def test_every_ending_is_read_back_as_a_case_with_that_ending(kind):
    for endings in DECLENSIONS[kind]:
        for ending in endings.split("|"):
            case = russian_case(ending, kind)
            if ending:
                assert case is not None
                assert ending in DECLENSIONS[kind][case].split("|")


@pytest.mark.parametrize(
    ("word", "like", "expected"),
    [
        ("Сәуле", "Айгүл", "Сәуле"),
        ("Сәуле", "АЙГҮЛ", "СӘУЛЕ"),
        ("Сәуле", "айгүл", "сәуле"),
        ("Сәуле", "А", "Сәуле"),
    ],
)
def test_case_is_that_of_the_name(word, like, expected):
    assert cased(word, like) == expected


@given(st.text(alphabet="абвәі -", max_size=12))
def test_titled_changes_nothing_but_capitals(text):
    assert titled(text).lower() == text
