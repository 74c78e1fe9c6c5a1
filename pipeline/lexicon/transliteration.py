"""Transliteration schemes: plain files that carry their mapping and their own samples."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.validation import validate
from pipeline.yaml_lines import load_yaml

SCHEMES = Path("lexicons/transliteration")


class Scheme(BaseModel):
    """One table from Cyrillic to Latin letters.

    ``mapping`` is keyed by lower-case letters; ``samples`` are words with the form the table
    gives them, which the tests check.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    language: Literal["kk", "ru"]
    source: str
    notes: str = ""
    mapping: dict[str, str]
    samples: dict[str, str] = Field(min_length=1)

    @field_validator("mapping")
    @classmethod
    def _letters_are_single_lower_case(cls, mapping: dict[str, str]) -> dict[str, str]:
        for letter in mapping:
            if len(letter) != 1 or letter != letter.lower():
                raise ValueError(f"{letter!r} should be one lower-case letter")
        return mapping


def load_scheme(path: Path) -> Scheme:
    """Read one scheme; a mistake in it is named with its line."""
    return validate(Scheme, load_yaml(path, remedy="the schemes are part of the project"))


@cache
def scheme(name: str) -> Scheme:
    """A scheme of the project by its file name, such as ``unesco_kk``."""
    return load_scheme(SCHEMES / f"{name}.yaml")


def to_latin(text: str, table: Scheme) -> str:
    """``text`` with every letter of the table put into Latin; all else stays as it is.

    A capital that becomes two letters is written ``Šč``, among capitals ``ŠČ``.
    """
    text = unicodedata.normalize("NFC", text)
    return "".join(_letter(text, position, table.mapping) for position in range(len(text)))


def _letter(text: str, position: int, mapping: dict[str, str]) -> str:
    character = text[position]
    latin = mapping.get(character.lower())
    if latin is None:
        return character
    if not character.isupper():
        return latin
    return latin.upper() if _among_capitals(text, position) else latin[:1].upper() + latin[1:]


def _among_capitals(text: str, position: int) -> bool:
    following = text[position + 1 : position + 2]
    if following.isalpha():
        return following.isupper()
    return position > 0 and text[position - 1].isupper()
