import re
import string

import pytest

from pipeline.report_page.glossary import GLOSSARY, GLOSSARY_KEYS
from pipeline.report_page.texts import count, joined, name_of, number, percent, same, text
from pipeline.report_page.wording import TEXTS


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_texts_are_alike_in_all_languages(key: str) -> None:
    kazakh, russian, english = TEXTS[key]
    assert all(said and said == said.strip() for said in TEXTS[key])
    fields = [{f for _, f, _, _ in string.Formatter().parse(s) if f} for s in TEXTS[key]]
    assert fields[0] == fields[1] == fields[2]
    assert not re.search("[әғқңөұүһі]", russian.lower())
    # Latin letters in a Kazakh or Russian word look right and are not
    for said in (kazakh, russian):
        assert not re.search(r"[а-яәғқңөұүһіё][a-z]|[a-z][а-яәғқңөұүһіё]", said.lower())
    assert not re.search("[а-яё]", english.lower())


def test_nouns_have_their_forms() -> None:
    for key, said in TEXTS.items():
        if key.startswith("noun_"):
            assert [part.count("/") for part in said] == [0, 2, 1]


def test_the_glossary_is_complete() -> None:
    assert {f"g_{key}{end}" for key in GLOSSARY_KEYS for end in ("", "_means")} == set(GLOSSARY)


@pytest.mark.parametrize(
    ("amount", "russian", "english"),
    [
        (0, "0 тем", "0 themes"),
        (1, "1 тема", "1 theme"),
        (3, "3 темы", "3 themes"),
        (11, "11 тем", "11 themes"),
        (21, "21 тема", "21 themes"),
        (112, "112 тем", "112 themes"),
        (1234, "1 234 темы", "1,234 themes"),
    ],
)
def test_counted_nouns(amount: int, russian: str, english: str) -> None:
    found = count("themes", amount)
    assert found.ru.replace("\u00a0", " ") == russian
    assert found.en.replace("\u00a0", " ") == english
    assert found.kk.endswith("тақырып")


def test_numbers_are_written_as_each_language_does() -> None:
    assert (number(1234.5, 1).en, number(1234.5, 1).kk) == ("1,234.5", "1\u00a0234,5")
    assert (percent(0.366).en, percent(0.366).ru) == ("37%", "37\u00a0%")
    assert percent(0.001).en == "&lt;1%"
    assert (percent(0).en, percent(1).en) == ("0%", "100%")


def test_what_is_put_into_a_text_is_escaped() -> None:
    assert "&lt;b&gt;" in text("subtitle", corpus="<b>").en
    assert same("a & b").en == "a &amp; b"
    assert "{0.__class__}" in text("subtitle", corpus="{0.__class__}").en


def test_texts_within_texts_keep_their_language() -> None:
    row = text("stable_firm", figure=number(0.8, 2))
    assert "0,80" in row.kk
    assert "0.80" in row.en
    assert joined([number(0.5, 1), same("x")]).ru == "0,5, x"


def test_a_text_is_three_spans_only_where_it_differs() -> None:
    assert same("x").__html__() == "x"
    assert text("yes").__html__().count("<span") == 3


def test_values_that_are_not_known_stay_as_they_are() -> None:
    assert name_of("role", "teacher").kk == "мұғалім"
    assert name_of("role", "пастух <b>").en == "пастух &lt;b&gt;"
