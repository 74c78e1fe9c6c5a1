"""The study's vocabulary: terms in Cyrillic, their usual English spellings, their false friends."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.errors import TaqyrypError, collected
from pipeline.lexicon.transliteration import scheme, to_latin
from pipeline.validation import validate
from pipeline.yaml_lines import YamlFile, load_yaml

TERMS = Path("lexicons/terms.yaml")
Script = Literal["any", "latin", "cyrillic"]


class Term(BaseModel):
    """A word or phrase with its spellings.

    ``form`` is Cyrillic, in citation form; inflected and romanised forms of it are found.
    ``spellings`` are further forms met in either script (usual English ones first). What may not
    stand in for the term:

    - ``never``: words that look like it and are not.
    - ``endings``: where it is found with endings: in both scripts, only in Cyrillic (short words,
      which romanised look like others), or nowhere.
    - ``script``: its form is a term in one script only (жүз is mostly the numeral 100); the
      ``spellings`` that are listed are so in either.
    - ``strict``: no misspelling stands for it.
    - ``alone``: it is a term only where no noun follows it (свои, but not свои дети).

    ``free``: a saying or a long phrase that is told freely, with a word more or less, or in
    another order. ``verb``: a Kazakh infinitive that is found in all forms of the verb.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    language: Literal["kk", "ru"]
    form: str = Field(min_length=1)
    gloss: str
    spellings: list[str] = []
    never: list[str] = []
    endings: Literal["both", "cyrillic", "none"] = "both"
    script: Script = "any"
    strict: bool = False
    alone: bool = False
    free: bool = False
    verb: bool = False

    @field_validator("form")
    @classmethod
    def _is_cyrillic(cls, form: str) -> str:
        for letter in form:
            if letter.isalpha() and not "\u0400" <= letter <= "\u052f":
                raise ValueError(f"the form should be in Cyrillic letters, {letter!r} is not one")
        return form

    @property
    def latin(self) -> str:
        """The form by the UNESCO table of its language."""
        return to_latin(self.form, scheme(f"unesco_{self.language}"))

    def name(self, language: str) -> str:
        """How the term is shown among words of ``language``."""
        if language != "en":
            return self.form
        latin = [spelling for spelling in self.spellings if spelling.isascii()]
        return latin[0].lower() if latin else self.latin


class _TermFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: list[Term] = Field(min_length=1)


def load_terms(path: Path = TERMS) -> list[Term]:
    """Read and check the vocabulary.

    Raises:
        TaqyrypError: names the line of a duplicate or broken entry.
    """
    document = load_yaml(path, remedy="restore it from the project")
    terms = validate(_TermFile, document).terms
    errors = _duplicates(terms, document)
    if errors:
        raise collected(errors)
    return terms


def _duplicates(terms: list[Term], document: YamlFile) -> list[TaqyrypError]:
    seen: set[tuple[str, str]] = set()
    errors = []
    for position, term in enumerate(terms):
        for kind, value in (("id", term.id), ("form", term.form.lower())):
            if (kind, value) in seen:
                errors.append(
                    TaqyrypError(
                        f"the {kind} {value!r} is given twice",
                        file=document.path,
                        line=document.line(("terms", position, kind)),
                        remedy="join the two entries",
                    )
                )
            seen.add((kind, value))
    return errors
