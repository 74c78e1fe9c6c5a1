import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.lexicon import transliteration
from pipeline.lexicon.transliteration import (
    SCHEMES,
    Ambiguity,
    Scheme,
    load_scheme,
    readings,
    scheme,
    scheme_names,
    to_cyrillic,
    to_latin,
)

NAMES = scheme_names()
SAMPLES = [
    pytest.param(path, source, latin, id=f"{path.stem}-{source}")
    for path in sorted(SCHEMES.glob("*.yaml"))
    for source, latin in load_scheme(path).samples.items()
]
ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
#: The Kazakh and Russian tables of UNESCO, letter by letter.
UNESCO = "a ä b v g ġ d e e ž z i j k q l m n ń o ö p r s t u ū ü f h ḥ c č š šč ‘ y í ‘ è ju ja"


@pytest.mark.parametrize(("path", "source", "latin"), SAMPLES)
def test_samples(path: Path, source: str, latin: str) -> None:
    assert to_latin(source, load_scheme(path)) == latin


@pytest.mark.parametrize(("path", "source", "latin"), SAMPLES)
def test_what_is_read_back_writes_the_same(path: Path, source: str, latin: str) -> None:
    table = load_scheme(path)
    assert to_latin(to_cyrillic(latin, table).text, table) == latin


def test_the_unesco_tables_letter_by_letter() -> None:
    kazakh = dict(zip(ALPHABETS["kk"], UNESCO.split(), strict=True))
    assert scheme("unesco_kk").mapping == kazakh
    assert scheme("unesco_ru").mapping == {letter: kazakh[letter] for letter in ALPHABETS["ru"]}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "plain_kk"])
def test_tables_are_complete(name: str) -> None:
    table = scheme(name)
    assert "".join(table.mapping) == ALPHABETS[table.language]
    written = [*table.mapping.values(), *(rule.latin for rule in table.rules)]
    assert not any("\u0400" <= letter <= "\u052f" for latin in written for letter in latin)


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_says_where_it_is_from_and_is_in_nfc(name: str) -> None:
    table = scheme(name)
    assert table.name
    assert table.source
    text = (SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


KAZAKH = st.text(st.sampled_from(ALPHABETS["kk"] + ALPHABETS["kk"].upper() + " -.,"))


@given(KAZAKH)
def test_nothing_cyrillic_is_left(text: str) -> None:
    assert not any("\u0400" <= letter <= "\u052f" for letter in to_latin(text, scheme("unesco_kk")))


@given(st.text())
def test_letters_outside_the_table_stay(text: str) -> None:
    kept = "".join(letter for letter in text if letter.lower() not in ALPHABETS["kk"])
    latin = to_latin(kept, scheme("unesco_kk"))
    assert latin == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "plain_kk"])
@given(st.text(st.sampled_from(ALPHABETS["ru"]), max_size=12))
def test_reading_back_is_a_reading(name: str, word: str) -> None:
    table = scheme(name)
    latin = to_latin(word, table)
    reading = to_cyrillic(latin, table)
    assert to_latin(reading.text, table) == latin
    for doubt in reading.ambiguities:
        assert latin[doubt.start : doubt.end] == doubt.latin
        assert len(doubt.readings) > 1


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    reading = to_cyrillic(text, scheme("unesco_kk"))
    composed = unicodedata.normalize("NFC", text)
    for doubt in reading.ambiguities:
        assert composed[doubt.start : doubt.end] == doubt.latin


@pytest.mark.parametrize(
    ("name", "latin", "cyrillic", "doubts"),
    [
        ("unesco_kk", "Ūly tau", "Ұлы тау", []),
        ("unesco_kk", "žüz", "жүз", []),
        ("unesco_kk", "tälímger", "тәлімгер", [("e", "е ё")]),
        ("unesco_ru", "belaja", "белая", [("e", "е ё"), ("ja", "я йа")]),
        ("unesco_ru", "ob‘jom", "обьйом", [("‘", "ь ъ")]),
        ("unesco_ru", "ŠČUKA", "ЩУКА", [("ŠČ", "Щ ШЧ")]),
        ("unesco_ru", "Ščuka", "Щука", [("Šč", "Щ Шч")]),
        ("unesco_ru", "wow", "wоw", [("w", ""), ("w", "")]),
        ("iso9_ru", "ščuka", "шчука", []),
        ("iso9_ru", "ŝuka", "щука", []),
        ("bgn_pcgn_ru", "Yelena", "Елена", [("Ye", "Е Йэ Ыэ")]),
        ("latin2021_kk", "İsa", "Иса", [("İ", "И Й")]),
        ("latin2021_kk", "Ile", "Іле", []),
    ],
)
def test_reading_back(name: str, latin: str, cyrillic: str, doubts: list[tuple[str, str]]) -> None:
    reading = to_cyrillic(latin, scheme(name))
    assert reading.text == cyrillic
    found = [(doubt.latin, " ".join(doubt.readings)) for doubt in reading.ambiguities]
    assert [own for own in found if own[0] not in ("e", "E") or ("e", "е ё") in doubts] == doubts


def test_what_a_scheme_leaves_out_is_said() -> None:
    assert to_cyrillic("roditel", scheme("passport_ru")).lost == ("ь",)
    assert to_cyrillic("x", scheme("unesco_ru")).lost == ()


def test_a_very_long_word_can_be_read() -> None:
    assert to_cyrillic("na" * 5000, scheme("bgn_pcgn_ru")).text == "на" * 5000


def test_an_ambiguity_has_its_place() -> None:
    (doubt,) = to_cyrillic("na moju", scheme("unesco_ru")).ambiguities
    assert doubt == Ambiguity(5, 7, "ju", ("ю", "йу"))


def table(**parts: object) -> Scheme:
    whole = {"name": "t", "language": "ru", "source": "s", "mapping": {"а": "a", "б": "b"}}
    return Scheme.model_validate(whole | {"samples": {"а": "a"}} | parts)


@pytest.mark.parametrize(
    ("rule", "text", "latin"),
    [
        ({"letters": "а", "after": "^", "latin": "x"}, "ааа а-а", "xaa x-x"),
        ({"letters": "а", "before": "$", "latin": "x"}, "ааа а", "aax x"),
        ({"letters": "а", "after": "б", "latin": "x"}, "баа", "bxa"),
        ({"letters": "а", "after": "^б", "before": "б", "latin": "x"}, "абаб ба", "xbxb ba"),
        ({"letters": "аб", "latin": "xyz"}, "аб АБ Аб аБ", "xyz XYZ Xyz xyz"),
        ({"letters": "а", "before": "б", "latin": ""}, "аба", "ba"),
    ],
)
def test_rules(rule: dict[str, str], text: str, latin: str) -> None:
    assert to_latin(text, table(rules=[rule])) == latin


def test_the_first_rule_that_fits_wins() -> None:
    rules = [{"letters": "а", "after": "б", "latin": "1"}, {"letters": "а", "latin": "2"}]
    assert to_latin("аба", table(rules=rules)) == "2b1"


def test_a_reading_that_a_rule_writes_otherwise_is_none() -> None:
    rules = [{"letters": "а", "after": "^", "latin": "b"}]
    reading = to_cyrillic("bb", table(rules=rules))
    assert reading.text == "бб"
    assert [(doubt.start, doubt.readings) for doubt in reading.ambiguities] == [(0, ("б", "а"))]


def test_readings_of_overlapping_spellings() -> None:
    assert list(readings("ab", {"a": ["1"], "b": ["2", "3"], "ab": ["4"]})) == ["4", "12", "13"]
    assert list(readings("ac", {"a": ["1"]})) == []


def test_a_bad_scheme_is_named_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text('name: X\nlanguage: kk\nsource: s\nmapping:\n  АБ: "x"\nsamples: {а: a}\n')
    with pytest.raises(TaqyrypError, match=r"bad\.yaml, line 4.*one lower-case letter"):
        load_scheme(bad)


def test_without_schemes_nothing_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transliteration, "SCHEMES", tmp_path)
    with pytest.raises(TaqyrypError, match="holds no transliteration schemes"):
        scheme_names()
