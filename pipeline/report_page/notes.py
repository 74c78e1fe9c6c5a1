"""What to be careful about, in three languages: what the stages say in English, said anew."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.report_page.model import CodeView, ReportData, ThemeView
from pipeline.report_page.texts import Text, joined, name_of, number, percent, same, text
from pipeline.report_page.wording import TEXTS
from pipeline.schema import Leaning

#: From here on themes are said to follow the languages: a rule of thumb.
ENTANGLED = 0.2
#: Words that make this much of a probability carry it.
CARRIES = 0.05
#: How a term was recognised: the last word in “қағаздан” (= қағаз, inflected).
_RULE = re.compile(
    r"(?<=, )(inflected|misspelt|reworded|romanised|without Kazakh letters|written apart)(?=[,)])"
)
_FIRM, _FAIR = 0.75, 0.5
_FEW = {"never coded": 0, "coded once only": 1, "coded twice only": 2}


def _found(match: re.Match[str]) -> Text:
    return text("note_found", right=int(match[1]), coded=int(match[2]))


def _few(match: re.Match[str]) -> Text:
    coded = _FEW[match[1]] if match[1] in _FEW else int(match[2])
    return text("note_few", coded=coded) if coded else text("note_never")


def _right(match: re.Match[str]) -> Text:
    return text("note_right", right=int(match[1]), suggested=int(match[2]))


#: The sentences of ``pipeline.coding.by_code.note``.
_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], Text]], ...] = (
    (r"found (\d+) of (\d+): look for this code yourself", _found),
    (
        r"(never coded|coded once only|coded twice only|coded (\d+) times only): too few to tell",
        _few,
    ),
    (r"(\d+) of (\d+) suggestions right: check each", _right),
)


def code_notes(note: str) -> list[Text]:
    """What not to rely on for a code; a sentence that is not known stays as it is."""
    return [_code_note(sentence) for sentence in note.split("; ") if sentence]


def _code_note(sentence: str) -> Text:
    for pattern, said in _SENTENCES:
        if match := re.fullmatch(pattern, sentence):
            return said(match)
    return same(sentence)


def leaning_note(row: Leaning) -> Text:
    """A warning that a theme follows a language, a person, a school …"""
    if (key := f"lean_{row.attribute}") not in TEXTS:
        return same(row.warning)
    return text(
        key,
        value=name_of(row.attribute, row.value),
        share=percent(row.share),
        elsewhere=percent(row.elsewhere),
    )


def terms(told: str) -> Text:
    """Terms met, as the evidence quotes them, with how they were recognised in each language."""
    head, *tails = _RULE.split(told)
    parts = [same(head)]
    for rule, between in zip(tails[::2], tails[1::2], strict=True):
        parts += [text(f"rule_{rule}"), same(between)]
    return joined(parts, "")


def stability(figure: float) -> Text:
    """A stability in words."""
    key = "firm" if figure >= _FIRM else "fair" if figure >= _FAIR else "weak"
    return text(f"stable_{key}", figure=number(figure, 2))


def theme_notes(theme: ThemeView) -> list[Text]:
    """What to be careful about in a theme, its stability aside."""
    return [leaning_note(row) for row in theme.leanings]


def language_note(data: ReportData) -> Text:
    """Whether the themes follow the languages."""
    key = "warn_language" if data.language_ami >= ENTANGLED else "calm_language"
    return text(key, ami=number(data.language_ami, 2))


def unreliable(data: ReportData) -> list[CodeView]:
    """The codes that have a note."""
    return [code for code in data.codes if code.figures and code.figures.note]
