import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.spelling import (
    PRICES,
    Step,
    align,
    allowance,
    comparable,
    expected,
    scripts,
)
from pipeline.lexicon.terms import load_terms
from pipeline.lexicon.transliteration import scheme, scheme_names, to_latin

TERMS = load_terms()


def best(word: str, spelling: str, *, slips: bool = True) -> tuple[float, int] | None:
    """Price and steps of the whole spelling as the whole word; None if it cannot be that."""
    whole = len(comparable(spelling)[0])
    fits = align(expected(word), spelling, allowance(len(word), slips=slips))
    return min(((fit.price, fit.steps) for fit in fits if fit.end == whole), default=None)


@pytest.mark.parametrize("name", [name for name in scheme_names() if name != "plain_kk"])
def test_what_a_scheme_writes_costs_nothing(name: str) -> None:
    table = scheme(name)
    for term in TERMS:
        if term.language == table.language:
            assert best(term.form, to_latin(term.form, table)) == (0.0, Step.NONE), term.form


@pytest.mark.parametrize(
    ("word", "spelling", "steps"),
    [
        ("мәжіліс", "мажилис", Step.PLAIN),
        ("өрлеу", "орлеу", Step.PLAIN),
        ("қағаз", "кагаз", Step.PLAIN),
        ("тәңір", "тангир", Step.PLAIN),
        ("жүз", "zuz", Step.OTHER_LETTERS),
        ("жүз", "juz", Step.NONE),
        ("белая", "belaia", Step.NONE),
        ("классный", "klassny", Step.OTHER_LETTERS),
        ("аттестация", "atestatsiya", Step.DOUBLED),
        ("блат", "blatt", Step.DOUBLED),
        ("комсомол", "камсомол", Step.BY_EAR),
        ("коллектив", "kollektif", Step.BY_EAR),
        ("коллектив", "kollektvi", Step.SLIP),
        ("коллектив", "kolelctiv", Step.SLIP),
        ("коллектив", "kolllektiv", Step.DOUBLED),
        ("коллектив", "kollektviv", Step.SLIP),
        ("коллектив", "kollktiv", Step.SLIP),
        ("методобъединение", "metod'obedinenie", Step.NONE),
        ("школьный", "shkolnyi", Step.NONE),
        ("қазақ", "kazakh", Step.OTHER_LETTERS),
    ],
)
def test_steps(word: str, spelling: str, steps: int) -> None:
    found = best(word, spelling)
    assert found is not None
    assert found[1] & ~(Step.OTHER_LETTERS | Step.DOUBLED) == steps & ~(
        Step.OTHER_LETTERS | Step.DOUBLED
    )
    assert found[1] & steps == steps


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("блат", "blast"),
        ("блат", "plot"),
        ("блат", "plat"),
        ("стаж", "stage"),
        ("стаж", "stash"),
        ("жүз", "use"),
        ("жүз", "jus"),
        ("әкім", "hakim"),
        ("әкім", "akin"),
        ("ауыл", "awful"),
        ("ауыл", "аудан"),
        ("теңге", "tinge"),
        ("коллектив", "rollektiv"),  # the first letter must be right
        ("коллектив", "klctv"),
        ("комсомол", "костюм"),
        ("педсовет", "pedestal"),
    ],
)
def test_what_is_another_word(word: str, spelling: str) -> None:
    assert best(word, spelling) is None


@pytest.mark.parametrize(("letters", "slips"), [(3, 0), (5, 0), (6, 1), (9, 1), (10, 2), (20, 2)])
def test_only_long_words_hold_slips(letters: int, slips: int) -> None:
    assert slips <= allowance(letters) < slips + 1 + (letters == 20)
    assert allowance(letters, slips=False) == pytest.approx(allowance(letters) - slips)


def test_without_slips_a_slip_is_none() -> None:
    assert best("коллектив", "kollektvi", slips=False) is None


def test_every_beginning_that_is_the_word_is_given() -> None:
    ends = {fit.end for fit in align(expected("ұжым"), "ujymymyz", allowance(4))}
    assert ends == {4}
    assert {fit.end for fit in align(expected("стаж"), "stazhh", allowance(4))} == {4, 5, 6}


LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюяәғқңөұүһі"


@given(st.text(LETTERS, min_size=1, max_size=14))
def test_a_word_is_a_spelling_of_itself(word: str) -> None:
    assert best(word, word) == (0.0, Step.NONE)
    assert best(word, word.upper()) == (0.0, Step.NONE)


@given(st.text(LETTERS, min_size=1, max_size=10), st.text(max_size=12))
def test_prices_are_within_the_limit_and_ends_within_the_text(word: str, text: str) -> None:
    limit = allowance(len(word))
    for fit in align(expected(word), text, limit):
        assert 0 <= fit.price <= limit
        assert 0 <= fit.end <= len(comparable(text)[0])
        assert fit.price == 0 or fit.steps


@given(st.text(LETTERS, min_size=6, max_size=12), st.data())
def test_one_slip_costs_no_more_than_a_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    for other in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
        if place > 1
        else word,
    ):
        found = best(word, other)
        assert found is not None
        assert found[0] <= PRICES[Step.SLIP]


@given(st.text())
def test_both_ways_of_comparing_are_equally_long(text: str) -> None:
    marked, bare = comparable(text)
    assert len(marked) == len(bare)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("блат", (True, False)),
        ("žüz", (False, True)),
        ("kollektivта", (True, True)),
        ("12", (False, False)),
    ],
)
def test_scripts(word: str, found: tuple[bool, bool]) -> None:
    assert scripts(word) == found
