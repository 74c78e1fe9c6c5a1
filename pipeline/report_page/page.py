"""Draws what was gathered as one HTML file that needs nothing else and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.lexicon.codebook import Trilingual
from pipeline.report_page import notes
from pipeline.report_page.glossary import GLOSSARY_KEYS
from pipeline.report_page.model import ReportData
from pipeline.report_page.passages import excerpt
from pipeline.report_page.texts import (
    Text,
    count,
    joined,
    name_of,
    number,
    percent,
    same,
    text,
)
from pipeline.schema import LANGUAGES

_FOLDER = Path(__file__).parent
_KAZAKH = frozenset("әғқңөұүһі")
_CYRILLIC = ("\u0400", "\u052f")


def report(data: ReportData) -> str:
    """The page; the same data give the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    return environment.get_template("template.html.j2").render(
        data=data,
        names={code.code: trilingual(code.name, code.code) for code in (*data.codes, *data.unseen)},
        languages=LANGUAGES,
        glossary=GLOSSARY_KEYS,
        notes=notes,
        style=Markup(style),
        script=Markup(script),
        script_hash=_integrity(script),
        t=text,
        n=number,
        pct=percent,
        count=count,
        joined=joined,
        name_of=name_of,
        trilingual=trilingual,
        label=label,
        guess=guessed_language,
        shortened=lambda words: "".join(excerpt(words)),
        titles={name: f"{text('title').of(name)}: {data.run.corpus}" for name in LANGUAGES},
    )


def _integrity(script: str) -> str:
    """The script's hash: the browser runs this one and no other."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def trilingual(names: Trilingual, fallback: str = "") -> Text:
    """A name of the codebook in each language, or in another one where it has none."""
    any_name = names.en or names.ru or names.kk or fallback
    kk, ru, en = (same(getattr(names, name) or any_name).of(name) for name in LANGUAGES)
    return Text(kk, ru, en)


def label(kk: str, ru: str, en: str) -> Text:
    """The name of a theme in each language, or in another one where it has none."""
    return trilingual(Trilingual(kk=kk, ru=ru, en=en), "–")


def guessed_language(words: str) -> str:
    """The language of words that are quoted without it, by their letters; for the voice and hyphens."""
    if _KAZAKH & set(words.lower()):
        return "kk"
    first, last = _CYRILLIC
    letters = [letter for letter in words if letter.isalpha()]
    cyrillic = sum(first <= letter <= last for letter in letters)
    return "ru" if cyrillic * 2 > len(letters) else "en"
