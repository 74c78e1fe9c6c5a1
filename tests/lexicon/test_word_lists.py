import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.language.words import LEXICONS, read_word_list, stop_words, words
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import load_terms

LISTS = {
    "stopwords_kk": "[а-яёәғқңөұүһі]+(-[а-яёәғқңөұүһі]+)*",
    "stopwords_ru": "[а-яё]+(-[а-яё]+)*",
    "stopwords_en": "'?[a-z]+(['-][a-z]+)*",
    "kazakh_roots": "[а-яёәғқңөұүһі]+(-[а-яёәғқңөұүһі]+)*[-*]?",
}
each_list = pytest.mark.parametrize("name", LISTS)


def entries(name: str) -> list[str]:
    return read_word_list(LEXICONS / f"{name}.txt")


@each_list
def test_no_word_is_listed_twice(name: str) -> None:
    assert [word for word, count in Counter(entries(name)).items() if count > 1] == []


@each_list
def test_words_are_lower_case_and_in_the_right_script(name: str) -> None:
    assert [word for word in entries(name) if not re.fullmatch(LISTS[name], word)] == []


@each_list
def test_lists_are_sorted_and_not_short(name: str) -> None:
    assert entries(name) == sorted(entries(name))
    assert len(entries(name)) > 500


@each_list
def test_files_are_utf_8_with_lf_and_no_bom(name: str) -> None:
    raw = Path(LEXICONS / f"{name}.txt").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_verbs_and_loans_are_marked() -> None:
    assert {"айт-", "оқы-", "сөйле-", "отчёт*", "мектеп"} <= set(entries("kazakh_roots"))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_parts_of_hyphenated_stop_words_are_stop_words(language: str) -> None:
    """Hyphens separate words, so that only the parts are ever looked up."""
    listed = stop_words(language)
    parts = {part for word in listed if "-" in word for part in word.split("-")}
    assert parts - listed == set()


IN_THE_WAY = {"біздікі", "свои", "своих", "своим", "своими"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_stop_words_are_no_lexicon_terms(language: str) -> None:
    spellings = {
        spelling.lower()
        for term in load_terms()
        for spelling in (term.form, term.latin, *term.spellings)
        if spelling.lower() not in term.never
    }
    assert spellings & stop_words(language) <= IN_THE_WAY


@pytest.mark.parametrize(("language", "word"), [("kk", "біздікі"), ("ru", "свои")])
def test_terms_of_the_study_are_no_stop_words(language: str, word: str) -> None:
    assert word not in stop_words(language)


@pytest.mark.parametrize("language", ["kk", "en"])
def test_codebook_terms_of_one_word_are_no_stop_words(language: str) -> None:
    terms = {
        term.lower() for code in load_codebook().codes for term in getattr(code.terms, language)
    }
    assert terms & stop_words(language) <= IN_THE_WAY


def test_russian_codebook_terms_are_no_stop_words() -> None:
    terms = {term.lower() for code in load_codebook().codes for term in code.terms.ru}
    assert terms & stop_words("ru") == set()


@pytest.mark.parametrize("text", ["don’t", "it’s", "we’re"])
def test_contractions_with_a_curly_apostrophe_are_stop_words(text: str) -> None:
    (word,) = words(text)
    assert word.text in stop_words("en")


def abbreviation_rows() -> list[dict[str, str]]:
    with (LEXICONS / "abbreviations.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_abbreviations() -> None:
    rows = abbreviation_rows()
    pairs = Counter((row["language"], row["abbreviation"]) for row in rows)
    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert {row["language"] for row in rows} == {"kk", "ru", "en"}
    for row in rows:
        assert row["abbreviation"].endswith("."), row
        assert row["expansion"].strip(), row
        letters = "[A-Za-z. ]+" if row["language"] == "en" else "[а-яёәғқңөұүһі. ]+"
        assert re.fullmatch(letters, row["abbreviation"]), row
