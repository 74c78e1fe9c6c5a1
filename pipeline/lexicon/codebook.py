"""The codebook: what each code means, in three languages, with examples and telling words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.errors import TaqyrypError, collected
from pipeline.schema import LANGUAGES, Language
from pipeline.validation import validate
from pipeline.yaml_lines import YamlFile, load_yaml

CODEBOOK = Path("lexicons/codebook.yaml")
_ID = re.compile(r"[a-z][a-z0-9_]*")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_HEX = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
GUID = re.compile(rf"{_HEX}|\{{{_HEX}\}}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Trilingual(_Part):
    """One text in each language; a language may be left out."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def items(self) -> Iterator[tuple[Language, str]]:
        """The languages it is written in, with the text."""
        for language in LANGUAGES:
            if text := getattr(self, language):
                yield language, text


class TrilingualList(_Part):
    """Several texts in each language."""

    kk: list[str] = []
    ru: list[str] = []
    en: list[str] = []

    def items(self) -> Iterator[tuple[Language, str]]:
        """Every text with its language."""
        for language in LANGUAGES:
            for text in getattr(self, language):
                yield language, text


class Group(_Part):
    """Codes that belong together."""

    id: str
    name: Trilingual


class Code(_Part):
    """A code: ``definition`` says what is coded, ``examples`` how it is said, ``terms`` in which
    words (citation form; they are found inflected and romanised). ``colour`` (``#RRGGBB``) and
    ``guid`` are those it has in the program it comes from, if any."""

    id: str
    group: str
    name: Trilingual
    definition: Trilingual
    examples: TrilingualList = TrilingualList()
    terms: TrilingualList = TrilingualList()
    colour: str = ""
    guid: str = ""

    @field_validator("id")
    @classmethod
    def _is_an_id(cls, value: str) -> str:
        if not _ID.fullmatch(value):
            raise ValueError("an id is made of a-z, 0-9 and _ and begins with a letter")
        return value

    @field_validator("colour")
    @classmethod
    def _is_a_colour(cls, value: str) -> str:
        if value and not COLOUR.fullmatch(value):
            raise ValueError("a colour is # and six digits or letters from A to F, in quotes")
        return value

    @field_validator("guid")
    @classmethod
    def _is_a_guid(cls, value: str) -> str:
        if value and not GUID.fullmatch(value):
            raise ValueError("a guid is that of another program, as its export has it")
        return value

    @field_validator("definition")
    @classmethod
    def _is_defined(cls, value: Trilingual) -> Trilingual:
        if not any(True for _ in value.items()):
            raise ValueError("a code needs a definition in at least one language")
        return value


class Codebook(_Part):
    """Groups and codes, in the researcher's order."""

    groups: list[Group] = Field(min_length=1)
    codes: list[Code] = Field(min_length=1)

    def __contains__(self, code_id: object) -> bool:
        return any(code.id == code_id for code in self.codes)

    @property
    def ids(self) -> list[str]:
        """The ids of the codes, in order."""
        return [code.id for code in self.codes]


def load_codebook(path: Path = CODEBOOK) -> Codebook:
    """Read and check the codebook.

    Raises:
        TaqyrypError: names the line of a duplicate id, an unknown group, or a broken entry.
    """
    document = load_yaml(path, remedy="restore it, or write one: the README shows how")
    codebook = validate(Codebook, document)
    errors = [*_duplicates(codebook, document), *_unknown_groups(codebook, document)]
    if errors:
        raise collected(errors)
    return codebook


def _duplicates(codebook: Codebook, document: YamlFile) -> Iterator[TaqyrypError]:
    kinds = {
        "groups": [group.id for group in codebook.groups],
        "codes": codebook.ids,
    }
    for kind, ids in kinds.items():
        for position, own in enumerate(ids):
            if own in ids[:position]:
                yield TaqyrypError(
                    f"the id {own!r} is given twice among the {kind}",
                    file=document.path,
                    line=document.line((kind, position, "id")),
                    remedy="give one of the two another id",
                )


def _unknown_groups(codebook: Codebook, document: YamlFile) -> Iterator[TaqyrypError]:
    known = [group.id for group in codebook.groups]
    for position, code in enumerate(codebook.codes):
        if code.group not in known:
            yield TaqyrypError(
                f"the code {code.id!r} is in the group {code.group!r}, which is unknown",
                file=document.path,
                line=document.line(("codes", position, "group")),
                remedy=f"use one of {', '.join(known)}, or add the group",
            )
