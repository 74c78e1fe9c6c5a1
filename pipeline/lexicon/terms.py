"""The study's vocabulary: terms in Cyrillic, their usual English spellings, their false friends."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from pipeline.errors import TaqyrypError, collected
from pipeline.language.folding import fold
from pipeline.lexicon.transliteration import scheme, to_latin
from pipeline.validation import validate
from pipeline.yaml_lines import Location, YamlFile, load_yaml

TERMS = Path("lexicons/terms.yaml")
_NO_WORD = re.compile(r"[\W\d_]+")
#: The letters a form may have.
ALPHABETS = {
    "kk": ("Kazakh", frozenset("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")),
    "ru": ("Russian", frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")),
}
#: Readings of a phrase in Latin letters that are compared, at most.
_MOST_KEYS = 256
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
    another order. ``any_form``: a Kazakh infinitive is found in all forms of the verb, a Russian
    participle or adverb in all of its verb or adjective.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    language: Literal["kk", "ru"]
    form: str
    gloss: str
    spellings: list[str] = []
    never: list[str] = []
    endings: Literal["both", "cyrillic", "none"] = "both"
    script: Script = "any"
    strict: bool = False
    alone: bool = False
    free: bool = False
    any_form: bool = False

    @field_validator("form")
    @classmethod
    def _is_in_the_alphabet(cls, form: str, info: ValidationInfo) -> str:
        if not any(letter.isalpha() for letter in form):
            raise ValueError("the form is empty")
        name, alphabet = ALPHABETS[info.data.get("language", "kk")]
        for letter in form:
            if letter.isalpha() and not "\u0400" <= letter <= "\u052f":
                raise ValueError(
                    f"the form should be in Cyrillic letters, {letter!r} ({name_of(letter)}) is not one"
                )
            if letter.isalpha() and letter.lower() not in alphabet:
                raise ValueError(
                    f"the letter {letter!r} ({name_of(letter)}) is not {name}; is 'language' right?"
                )
        return form

    @field_validator("spellings", "never")
    @classmethod
    def _are_words_of_one_script(cls, spellings: list[str]) -> list[str]:
        for spelling in spellings:
            if not any(letter.isalpha() for letter in spelling):
                raise ValueError(f"{spelling!r} is no word")
            for word in spelling.split():
                odd = _odd_letter(word)
                if odd:
                    raise ValueError(f"{word!r} mixes scripts: look at {odd!r} ({name_of(odd)})")
        return spellings

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


def _odd_letter(word: str) -> str | None:
    """A letter of the rarer script in a word that mixes Latin and Cyrillic."""
    cyrillic = [letter for letter in word if letter.isalpha() and "\u0400" <= letter <= "\u052f"]
    latin = [letter for letter in word if letter.isalpha() and letter not in cyrillic]
    rarer = min(cyrillic, latin, key=len)
    return rarer[0] if rarer else None


def name_of(letter: str) -> str:
    """The Unicode name of a letter in words, such as ``cyrillic small letter a``."""
    return unicodedata.name(letter, "unknown").lower()


def load_terms(path: Path = TERMS) -> list[Term]:
    """Read and check the vocabulary.

    Raises:
        TaqyrypError: names the line of a broken entry, of an id given twice, of a word that is
            and is not the term, and of two terms that could not be told apart.
    """
    document = load_yaml(path, remedy="restore it from the project")
    terms = validate(_TermFile, document).terms
    errors = [*_repeated_ids(terms, document), *_refused(terms, document)]
    errors += _indistinguishable(terms, document)
    if errors:
        raise collected(errors)
    return terms


def _repeated_ids(terms: list[Term], document: YamlFile) -> Iterator[TaqyrypError]:
    seen: set[str] = set()
    for position, term in enumerate(terms):
        if term.id in seen:
            yield TaqyrypError(
                f"the id {term.id!r} is given twice",
                file=document.path,
                line=document.line(("terms", position, "id")),
                remedy="join the two entries, or give one another id",
            )
        seen.add(term.id)


def _refused(terms: list[Term], document: YamlFile) -> Iterator[TaqyrypError]:
    for position, term in enumerate(terms):
        refused = {word.lower() for word in term.never}
        for number, spelling in enumerate(term.spellings):
            if spelling.lower() in refused:
                yield TaqyrypError(
                    f"{spelling!r} stands among the spellings and under 'never'",
                    file=document.path,
                    line=document.line(("terms", position, "spellings", number)),
                    remedy="take it out of one of the two",
                )


def _indistinguishable(terms: list[Term], document: YamlFile) -> Iterator[TaqyrypError]:
    """Forms and spellings of two terms with one skeleton: nothing could tell them apart."""
    owners: dict[str, tuple[Term, str, int | None]] = {}
    for position, term in enumerate(terms):
        places: list[tuple[str, Location]] = [(term.form, ("terms", position, "form"))]
        places += [
            (spelling, ("terms", position, "spellings", number))
            for number, spelling in enumerate(term.spellings)
        ]
        for text, location in places:
            line = document.line(location)
            for key in _keys(text):
                owner, other, other_line = owners.setdefault(key, (term, text, line))
                if owner is not term:
                    yield TaqyrypError(
                        f"{text!r} of the term {term.id!r} cannot be told from {other!r} of "
                        f"{owner.id!r} (line {other_line}): romanised, the two are one",
                        file=document.path,
                        line=line,
                        remedy="join the two entries, one being a spelling of the other",
                    )
                    break


def _keys(text: str) -> Iterator[str]:
    """The skeletons of a word or phrase, with what is lost between its words."""
    parts = [sorted(fold(word)) for word in _NO_WORD.split(text) if word]
    every = ("".join(keys) for keys in itertools.product(*parts))
    yield from itertools.islice(every, _MOST_KEYS)
