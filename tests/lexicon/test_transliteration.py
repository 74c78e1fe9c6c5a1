import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.lexicon.transliteration import SCHEMES, load_scheme, scheme, to_latin

SAMPLES = [
    pytest.param(path, source, latin, id=f"{path.stem}-{source}")
    for path in sorted(SCHEMES.glob("*.yaml"))
    for source, latin in load_scheme(path).samples.items()
]


@pytest.mark.parametrize(("path", "source", "latin"), SAMPLES)
def test_samples(path: Path, source: str, latin: str) -> None:
    assert to_latin(source, load_scheme(path)) == latin


@pytest.mark.parametrize(("name", "letters"), [("unesco_kk", 42), ("unesco_ru", 33)])
def test_tables_are_complete(name: str, letters: int) -> None:
    assert len(scheme(name).mapping) == letters


KAZAKH_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@given(st.text(st.sampled_from(KAZAKH_LETTERS + KAZAKH_LETTERS.upper() + " -.,")))
def test_nothing_cyrillic_is_left(text: str) -> None:
    assert not any("\u0400" <= letter <= "\u052f" for letter in to_latin(text, scheme("unesco_kk")))


@given(st.text())
def test_letters_outside_the_table_stay(text: str) -> None:
    kept = "".join(letter for letter in text if letter.lower() not in KAZAKH_LETTERS)
    latin = to_latin(kept, scheme("unesco_kk"))
    assert latin == unicodedata.normalize("NFC", kept)


def test_a_bad_scheme_is_named_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text('name: X\nlanguage: kk\nsource: s\nmapping:\n  АБ: "x"\nsamples: {а: a}\n')
    with pytest.raises(TaqyrypError, match=r"bad\.yaml, line 4.*one lower-case letter"):
        load_scheme(bad)
