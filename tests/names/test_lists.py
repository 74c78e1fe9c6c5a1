import re
from collections import Counter, defaultdict

import pytest

from pipeline.errors import TaqyrypError
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.words import read_word_list
from pipeline.names import lists
from pipeline.names.lists import NAMES, PLACES, POOL, PUBLIC, known_names, pool
from pipeline.names.spellings import GIVEN, PLACE, Name, bases, in_latin, plain
from pipeline.names.words import NameWords

CYRILLIC = re.compile("[А-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүҺһІі -]+")
each_file = pytest.mark.parametrize("path", [NAMES, PLACES, POOL, PUBLIC], ids=str)


@each_file
def test_files_are_utf_8_with_lf_and_explain_themselves(path):
    raw = path.read_bytes()
    assert raw.startswith(b"# ")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def people() -> list[Name]:
    return [entry.name for entry in known_names() if entry.name.kind == GIVEN]


def places() -> list[Name]:
    return [entry.name for entry in known_names() if entry.name.kind == PLACE]


@pytest.mark.parametrize("names", [people, places, pool])
def test_kazakh_and_russian_spellings_are_cyrillic_with_a_capital(names):
    for name in names():
        for text in (name.kazakh, name.russian):
            assert CYRILLIC.fullmatch(text), name
            assert text[0].isupper(), name


@pytest.mark.parametrize("names", [people, places, pool])
def test_russian_spellings_have_no_kazakh_letters(names):
    assert [name for name in names() if set(name.russian.lower()) & set("әғқңөұүһі")] == []


@pytest.mark.parametrize("names", [people, places])
def test_no_spelling_is_in_two_rows(names):
    rows: dict[str, set[str]] = defaultdict(set)
    for name in names():
        for text in (name.kazakh, name.russian, *name.also):
            rows[text.lower()].add(name.kazakh)
    assert {text: own for text, own in rows.items() if len(own) > 1} == {}


def test_there_are_hundreds_of_given_names_of_either_gender():
    counts = Counter(name.gender for name in people() if name.origin == "kk")
    assert counts["m"] > 400
    assert counts["f"] > 300
    assert set(counts) == {"m", "f", "mf", "short"}


def test_all_regions_and_big_cities_are_there():
    known = {name.kazakh for name in places()}
    assert {"Алматы", "Астана", "Шымкент", "Ақтөбе", "Атырау", "Түркістан", "Жетісу"} <= known
    assert {"Ұлытау", "Маңғыстау", "Павлодар", "Қостанай", "Қызылорда", "Ақмола"} <= known


def test_countries_are_never_replaced():
    never = {entry.name.kazakh for entry in known_names() if entry.never}
    assert {"Қазақстан", "Ресей", "Өзбекстан", "Еуропа", "Никарагуа", "Сауд Арабиясы"} <= never
    assert len(never) > 200


def test_no_country_hides_a_name():
    words = NameWords(Lemmatiser(), known_names())
    hidden = [
        (text, reading.entry.name.kazakh)
        for name in (*people(), *(own for own in pool() if own.kind == GIVEN))
        for base in bases(name)
        for text in (base.text, in_latin(base).capitalize())
        for reading in words.readings(text)
        if reading.entry.never
    ]
    assert hidden == []


def test_every_class_of_the_pool_is_well_filled():
    counts = Counter((name.kind, name.gender, name.origin) for name in pool())
    assert counts.pop(("given name", "mf", "kk")) >= 5
    assert counts.pop(("given name", "mf", "ru")) >= 3
    assert min(counts.values()) >= 15
    assert counts["given name", "f", "kk"] >= 60
    assert counts["given name", "m", "kk"] >= 60
    assert counts["place", "", "kk"] >= 50


def test_no_pseudonym_is_a_listed_name_or_listed_twice():
    listed = {
        plain(text)
        for entry in known_names()
        for text in (entry.name.kazakh, entry.name.russian, *entry.name.also)
    }
    spelt = [plain(name.kazakh) for name in pool()]
    assert set(spelt) & listed == set()
    assert [text for text, count in Counter(spelt).items() if count > 1] == []


def test_public_names_are_listed_once():
    names = read_word_list(PUBLIC)
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_row_with_a_cell_too_few_is_named_with_its_line(tmp_path, monkeypatch):
    path = tmp_path / "pseudonyms.tsv"
    path.write_text("# words\nkind\tgender\torigin\tkazakh\trussian\tlatin\nplace\t\tkk\n", "utf-8")
    monkeypatch.setattr(lists, "POOL", path)
    with pytest.raises(TaqyrypError, match="expected 6 cells") as error:
        pool.__wrapped__()
    assert error.value.line == 3
