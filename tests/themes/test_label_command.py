import sys
from pathlib import Path

import pytest

from pipeline.schema import Theme, ThemeExample
from pipeline.themes.label_command import named, prompt, read_answer

PAY = Theme(0, 9, "kk 5; ru 4", "жалақы", "зарплата", "salary", "жалақы, зарплата", 0.9, "")
HALL = Theme(1, 8, "ru 8", "", "зал", "", "зал", 0.8, "")
EXAMPLES = [
    ThemeExample(
        0, 1, "u1", "t1", "Teacher A1", "A", "kk", 0.9, "Айлық аз,\nқосымша сабақ аламын."
    ),
    ThemeExample(1, 1, "u2", "t1", "Teacher A1", "A", "ru", 0.9, "Спортзал закрыт."),
]


def program(folder: Path, body: str) -> str:
    """A command that runs some Python, as a researcher would write it in params.yaml."""
    path = folder / "name it.py"
    path.write_text(f"import sys\nsys.stdout.reconfigure(encoding='utf-8')\n{body}\n", "utf-8")
    return f'"{sys.executable}" "{path}"'


def test_a_theme_is_shown_with_its_own_words_and_passages_only() -> None:
    shown = prompt(PAY, EXAMPLES)
    assert "Words: жалақы, зарплата" in shown
    assert "- (kk) Айлық аз, қосымша сабақ аламын." in shown
    assert "Спортзал" not in shown


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("kk: Айлық\nru: Зарплата\nen: Pay\n", {"kk": "Айлық", "ru": "Зарплата", "en": "Pay"}),
        ("Sure!\n**EN:** “Pay” and *hope*.\n- ru: «Зарплата».", {"en": "“Pay” and *hope", "ru": "Зарплата"}),
        ("en: Draft\n\nen: Pay", {"en": "Pay"}),
        ("en: " + "long " * 40, {}),
        ("I cannot help with that.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_names_are_read_from_what_models_write(answer: str, names: dict[str, str]) -> None:
    assert read_answer(answer) == names


def test_the_command_reads_the_prompt_and_names_the_theme(tmp_path: Path) -> None:
    body = "text = sys.stdin.buffer.read().decode('utf-8')\nprint('kk: Айлық' if 'жалақы' in text else 'ru: Спортзал')"
    themes, failures = named([PAY, HALL], EXAMPLES, program(tmp_path, body))
    assert [(theme.label_kk, theme.label_ru) for theme in themes] == [
        ("Айлық", "зарплата"),
        ("", "Спортзал"),
    ]
    assert failures == []


def test_where_the_command_fails_themes_keep_their_names_and_it_is_said(tmp_path: Path) -> None:
    themes, failures = named([PAY], EXAMPLES, program(tmp_path, "sys.exit('no model here')"))
    assert themes == [PAY]
    assert failures == ["theme 0 keeps its words as name: the command ended with 1: no model here"]
    themes, failures = named([PAY], EXAMPLES, program(tmp_path, "print('I do not know')"))
    assert themes == [PAY]
    assert failures == ["theme 0 keeps its words as name: the command answered 'I do not know'"]
