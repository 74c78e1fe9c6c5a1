"""Words of a text, and word lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from pipeline.errors import TaqyrypError
from pipeline.schema import LANGUAGES

LEXICONS = Path("lexicons")
_APOSTROPHES = "'’‘ʼ`´"
#: What is no longer than this is a letter, a number or a scrap.
_LONGEST_SCRAP = 2
#: Letters that Kazakh has and Russian has not.
KAZAKH_LETTERS = frozenset("әғқңөұүһі")
#: Letters with their accents; a stress mark does not end a word.
_WORD = regex.compile(
    rf"\p{{L}}[\p{{L}}\p{{M}}]*+(?:[{_APOSTROPHES}]\p{{L}}[\p{{L}}\p{{M}}]*+)*+[‘ʼ]?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its span in the text it was found in."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of ``text``: letters, with apostrophes inside; hyphens separate words."""
    for match in _WORD.finditer(text):
        yield Word(match.group(), match.start(), match.end())


def without_possessive(word: str) -> str:
    """An English word without ’s."""
    return word.removesuffix("’s").removesuffix("'s")


def read_word_list(path: Path) -> list[str]:
    """One word a line; ``#`` begins a comment.

    Raises:
        TaqyrypError: no such file.
    """
    if not path.exists():
        raise TaqyrypError("no such file", file=path, remedy="restore it from the project")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if (word := line.partition("#")[0].strip())]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words of ``kk``, ``ru`` or ``en`` that never name a theme."""
    if language not in LANGUAGES:
        raise ValueError(f"no stop words for {language!r}")
    listed = read_word_list(LEXICONS / f"stopwords_{language}.txt")
    return frozenset(listed) | {word.replace("'", "’") for word in listed}


@cache
def all_stop_words() -> frozenset[str]:
    """The stop words of all languages together."""
    return frozenset().union(*(stop_words(language) for language in LANGUAGES))


def is_content_word(lemma: str) -> bool:
    """Whether a lemma can say what is talked about: of three letters or more, and no stop word."""
    return len(lemma) > _LONGEST_SCRAP and lemma not in all_stop_words()
