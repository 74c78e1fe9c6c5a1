"""The page about the lexicons says what the files say. Run as a program, it prints the tables."""

from pathlib import Path

import pytest

from pipeline.lexicon.terms import Term
from pipeline.lexicon.transliteration import scheme, scheme_names

PAGE = Path("lexicons/README.md")
COLUMNS = {
    "kk": {
        "unesco_kk": "UNESCO",
        "iso9_kk": "ISO 9",
        "bgn_pcgn_kk": "BGN/PCGN",
        "ala_lc_kk": "ALA-LC",
        "passport_kk": "passport",
        "latin2017_kk": "2017",
        "latin2018_kk": "2018",
        "latin2021_kk": "2021",
        "informal_kk": "informal",
        "plain_kk": "plain",
    },
    "ru": {
        "unesco_ru": "UNESCO",
        "iso9_ru": "ISO 9",
        "bgn_pcgn_ru": "BGN/PCGN",
        "ala_lc_ru": "ALA-LC",
        "passport_ru": "passport",
        "informal_ru": "informal",
    },
}


def letters(language: str) -> str:
    """The table of a language: a row for each letter, a column for each scheme."""
    columns = COLUMNS[language]
    lines = [
        "| | " + " | ".join(columns.values()) + " |",
        "| --- |" + " --- |" * len(columns),
    ]
    for letter in scheme(f"unesco_{language}").mapping:
        cells = [scheme(name).mapping.get(letter, letter) or "–" for name in columns]
        for number, name in enumerate(columns):
            rules = {
                rule.latin for rule in scheme(name).rules if rule.letters == letter and rule.latin
            }
            cells[number] = ", ".join([cells[number], *sorted(rules)])
        lines.append(f"| {letter} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def test_every_scheme_has_a_column() -> None:
    assert sorted(name for columns in COLUMNS.values() for name in columns) == scheme_names()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_tables_of_the_page_are_those_of_the_files(language: str) -> None:
    assert letters(language) in PAGE.read_text(encoding="utf-8")


def test_the_page_explains_every_field_of_a_term() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in Term.model_fields if f"`{name}`" not in page] == []


def test_the_page_names_every_scheme() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in scheme_names() if f"`{name}`" not in page] == []


if __name__ == "__main__":
    print(letters("kk"))
    print(letters("ru"))
