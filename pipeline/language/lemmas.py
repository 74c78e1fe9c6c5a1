"""Lemmas in three languages, good enough to name themes and to find inflected terms."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.language.kazakh import KazakhMorphology
from pipeline.language.words import LEXICONS

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

ROOTS = LEXICONS / "kazakh_roots.txt"


class Lemmatiser:
    """Kazakh by our own rules, Russian by pymorphy3, English by spaCy's lookup table.

    Each is loaded when first needed; results are remembered.
    """

    @cached_property
    def kazakh(self) -> KazakhMorphology:
        """The Kazakh morphology with the project's root list."""
        return KazakhMorphology.load(ROOTS)

    @cached_property
    def russian(self) -> MorphAnalyzer:
        """pymorphy3 with its own dictionary."""
        from pymorphy3 import MorphAnalyzer

        return MorphAnalyzer(lang="ru")

    @cached_property
    def _english(self) -> Any:
        from spacy.lookups import load_lookups

        return load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")

    def lemma(self, word: str, language: str) -> str:
        """The dictionary form of ``word``, lower case; of a word of another script the word."""
        return self._lemma(word.lower(), language)

    @lru_cache(maxsize=200_000)  # noqa: B019  one lemmatiser lives as long as the process
    def _lemma(self, word: str, language: str) -> str:
        if language == "kk":
            return self.kazakh.lemma(word)
        if language == "ru":
            return self.russian_lemmas(word)[0]
        stem = word.removesuffix("’s").removesuffix("'s")
        return str(self._english.get(stem, stem))

    def russian_lemmas(self, word: str) -> list[str]:
        """Every dictionary form the word may belong to, the likeliest first; itself if none."""
        try:
            parses = self.russian.parse(word.lower())
        except ValueError:  # pymorphy3 asks Unicode for the names of letters that have none
            return [word]
        return list(dict.fromkeys(str(parse.normal_form) for parse in parses)) or [word]

    def is_russian(self, word: str) -> bool:
        """Whether the Russian dictionary knows this very form."""
        return bool(self.russian.word_is_known(word.lower()))

    def is_kazakh(self, word: str) -> bool:
        """Whether the word is a listed Kazakh root, or one with Kazakh endings."""
        return self.kazakh.is_known(word.lower())
