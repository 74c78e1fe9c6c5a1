from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.language.repair import script
from pipeline.lexicon.codebook import Code, load_codebook

CODEBOOK = load_codebook()
IDS = {
    "culture": "kollektive blat compliance obedience mistake_intolerance competition soviet_legacy",
    "collaboration": "contrived_collegiality survival_strategy professional_learning",
    "arenas": "pedsovet methodological_unit mentoring open_lesson training_courses",
    "conditions": (
        "pay_and_status resources workload voice_exit trust teacher_agency community_ties"
    ),
}
each_code = pytest.mark.parametrize("code", CODEBOOK.codes, ids=lambda code: code.id)


def test_the_codes_and_groups_of_the_study_in_their_order() -> None:
    assert [group.id for group in CODEBOOK.groups] == list(IDS)
    assert CODEBOOK.ids == " ".join(IDS.values()).split()
    assert [(code.group, code.id) for code in CODEBOOK.codes] == [
        (group, code) for group, codes in IDS.items() for code in codes.split()
    ]


def test_contains() -> None:
    assert "blat" in CODEBOOK
    assert "Blat" not in CODEBOOK
    assert "culture" not in CODEBOOK


@each_code
def test_every_code_is_written_in_three_languages(code: Code) -> None:
    for part in (code.name, code.definition):
        assert [language for language, _ in part.items()] == ["kk", "ru", "en"]
    for part in (code.examples, code.terms):
        counts = Counter(language for language, _ in part.items())
        assert min(counts[language] for language in ("kk", "ru", "en")) >= 3


@each_code
def test_every_text_is_in_the_script_of_its_language(code: Code) -> None:
    texts = [
        *code.name.items(),
        *code.definition.items(),
        *code.examples.items(),
        *code.terms.items(),
    ]
    for language, text in texts:
        scripts = Counter(script(letter) for letter in text if letter.isalpha())
        wanted = "Latin" if language == "en" else "Cyrillic"
        assert scripts[wanted] > 0.9 * scripts.total(), (language, text)


@each_code
def test_nothing_is_given_twice_or_with_stray_spaces(code: Code) -> None:
    for part in (code.examples, code.terms):
        texts = [(language, text.lower()) for language, text in part.items()]
        assert [text for text, count in Counter(texts).items() if count > 1] == []
        assert all(text == " ".join(text.split()) for _, text in texts)


@each_code
def test_kazakh_texts_are_kazakh(code: Code) -> None:
    assert set("әғқңөұүһі") & set(code.definition.kk)
    assert not set("әғқңөұүһі") & set(code.definition.ru.lower())


def test_no_example_serves_two_codes() -> None:
    examples = Counter(text for code in CODEBOOK.codes for _, text in code.examples.items())
    assert [text for text, count in examples.items() if count > 1] == []


GOOD = """\
groups:
  - id: culture
    name: {en: "Culture"}
codes:
  - id: blat
    group: culture
    name: {en: "Blat"}
    definition: {en: "Favours."}
    terms: {en: ["favour"]}
"""
SECOND = """\
  - id: trust
    group: culture
    name: {en: "Trust"}
    definition: {en: "Trust."}
"""


def test_a_small_codebook_in_one_language(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(GOOD + SECOND, encoding="utf-8")
    codebook = load_codebook(path)
    assert codebook.ids == ["blat", "trust"]
    assert list(codebook.codes[0].terms.items()) == [("en", "favour")]
    assert list(codebook.codes[1].examples.items()) == []


def test_colour_and_guid_of_another_program_are_optional(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    guid = "{A182CD3A-d83c-4D8C-BC80-26D9103EC6D6}"
    path.write_text(f'{GOOD}    colour: "#1A2b3C"\n    guid: "{guid}"\n{SECOND}', encoding="utf-8")
    codes = load_codebook(path).codes
    assert [(code.colour, code.guid) for code in codes] == [("#1A2b3C", guid), ("", "")]


@pytest.mark.parametrize(
    "wrong",
    [
        "colour: red",
        'colour: "#12345"',
        'colour: "#1122334"',
        'colour: "#11223g"',
        "guid: c1",
        'guid: "{A182CD3A-d83c-4D8C-BC80-26D9103EC6D6"',
    ],
)
def test_a_colour_or_guid_that_is_none(wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(f"{GOOD}    {wrong}\n", encoding="utf-8")
    with pytest.raises(TaqyrypError, match=f"line 10: 'codes.0.{wrong.split(':')[0]}': a "):
        load_codebook(path)


@pytest.mark.parametrize(
    ("text", "line", "found", "remedy"),
    [
        (GOOD + SECOND.replace("trust", "blat"), 10, "'blat' is given twice", "another id"),
        (
            GOOD.replace("codes:", "  - {id: culture, name: {}}\ncodes:"),
            4,
            "'culture' is given twice among the groups",
            "another id",
        ),
        (
            GOOD.replace("group: culture", "group: cultures"),
            6,
            "group 'cultures', which is unknown",
            "use one of culture, or add the group",
        ),
        (
            GOOD.replace('    definition: {en: "Favours."}\n', ""),
            5,
            "codes.0.definition' is missing",
            "add 'definition'",
        ),
        (GOOD.replace('{en: "Favours."}', "{}"), 8, "a definition in at least one", "put in"),
        (GOOD.replace("definition:", "definiton:"), 8, "definiton", "did you mean 'definition'"),
        (GOOD.replace("terms:", "term:"), 9, "'codes.0.term' is not known", "mean 'terms'"),
        (GOOD.replace('{en: "Blat"}', '{eng: "Blat"}'), 7, "codes.0.name.eng", "mean 'en'"),
        (GOOD.replace("id: blat", "id: Blat 1"), 5, "an id is made of a-z", "put in"),
        (GOOD.replace('["favour"]', '"favour"'), 9, "valid list", "put in"),
        (
            GOOD.replace("    group:", "    id: two\n    group:"),
            6,
            "'id' is given twice",
            "keep one",
        ),
        (GOOD.replace("groups:", "groups: ["), None, "is not valid YAML", "check indentation"),
        ("groups: []\ncodes: []\n", 1, "at least 1 item", "put in"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_remedy(
    text: str, line: int | None, found: str, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaqyrypError) as error:
        load_codebook(path)
    message = str(error.value)
    assert f"codebook.yaml, line {line or ''}" in message
    assert found in message
    assert "What to do:" in message
    assert remedy in message


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(GOOD + SECOND.replace("trust", "blat").replace("culture", "x"), "utf-8")
    with pytest.raises(TaqyrypError, match=r"(?s)2 problems.*line 10: .*line 11: "):
        load_codebook(path)


def test_a_missing_codebook(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"no such file\n.*restore it, or write one"):
        load_codebook(tmp_path / "codebook.yaml")
