"""Lemmas in three languages, good enough to name themes and to find inflected terms."""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.language.kazakh import KazakhMorphology
from pipeline.language.words import (
    KAZAKH_LETTERS,
    LEXICONS,
    stop_words,
    without_possessive,
)

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

ROOTS = LEXICONS / "kazakh_roots.txt"
#: Of an English compound.
_SHORTEST_PART = 4
_NAMES = frozenset({"Name", "Surn", "Patr"})
_RUSSIAN_VOWELS = frozenset("аеёиоуыэюя")
_VERBAL = frozenset({"VERB", "INFN", "GRND"})
#: What regular English forms end in, and what their dictionary form has instead.
_ENGLISH_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("d", ""),
    ("ed", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ily", "y"),
    ("ness", ""),
)


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
    def _english_forms(self) -> Any:
        from spacy.lookups import load_lookups

        return load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")

    @cached_property
    def _english_words(self) -> frozenset[str]:
        """Words of spaCy's English tables: dictionary forms, irregular ones, and stop words."""
        from spacy.lookups import load_lookups

        tables = load_lookups("en", ["lemma_index", "lemma_exc"])
        listed = (
            word
            for name in ("lemma_index", "lemma_exc")
            for by_word in tables.get_table(name).values()
            for word in by_word
        )
        return stop_words("en").union(listed)

    def lemma(self, word: str, language: str) -> str:
        """The dictionary form of ``word``, lower case; of a word of another script the word.

        Stress marks are no letters: составно́е is составное.
        """
        return self._lemma(word.lower(), language)

    @lru_cache(maxsize=200_000)  # noqa: B019  one lemmatiser lives as long as the process
    def _lemma(self, word: str, language: str) -> str:
        composed = unicodedata.normalize("NFC", word)
        word = "".join(letter for letter in composed if not unicodedata.combining(letter)) or word
        if language == "kk":
            return self.kazakh.lemma(word)
        if language == "ru":
            return self.russian_lemmas(word)[0]
        stem = without_possessive(word)
        return str(self._english_forms.get(stem, stem))

    def russian_lemmas(self, word: str) -> list[str]:
        """Every dictionary form the word may belong to, the likeliest first; itself if none."""
        try:
            parses = self.russian.parse(word.lower())
        except ValueError:  # pymorphy3 asks Unicode for the names of letters that have none
            return [word]
        return list(dict.fromkeys(str(parse.normal_form) for parse in parses)) or [word]

    def russian_forms(self, word: str, *, related: bool = False) -> frozenset[str]:
        """All forms of a Russian word, itself among them; of a verb no participles.

        A word that the dictionary does not know is declined only if it is a noun that keeps its
        dictionary form before all endings (акимат, мугалим), or made from one that is known
        (метод-объединение).

        Args:
            related: forms of all words that this can be a form of, participles and adverbs too.
        """
        try:
            parses = self.russian.parse(word.lower())
        except ValueError:  # pymorphy3 asks Unicode for the names of letters that have none
            return frozenset([word])
        known = self.is_russian(word) or (bool(parses) and _is_made_of_known(parses[0], word))
        if not known:
            nouns = [p for p in parses if p.tag.POS == "NOUN" and p.normal_form == word.lower()]
            parses = [] if word[-1:].lower() in _RUSSIAN_VOWELS else nouns
        if not related:
            parses = ([p for p in parses if p.normal_form == word.lower()] or parses)[:1]
        forms = {word}
        for parse in parses:
            kinds = _VERBAL if parse.tag.POS in _VERBAL else {parse.tag.POS}
            forms |= {
                str(form.word)
                for form in parse.lexeme
                if (related or form.tag.POS in kinds)
                and ("Supr" in parse.tag or "Supr" not in form.tag)
                and (known or form.word.startswith(word))
            }
        return frozenset(forms)

    def is_english(self, word: str) -> bool:
        """Whether the word is in the English tables, or a regular form of one there."""
        lowered = word.lower()
        known = self._english_words
        # The table of forms holds hashes: it can be asked, and not listed.
        return (
            lowered in known
            or lowered in self._english_forms
            or any(
                lowered.endswith(ending) and lowered.removesuffix(ending) + instead in known
                for ending, instead in _ENGLISH_ENDINGS
            )
        )

    def is_english_compound(self, word: str) -> bool:
        """Whether the word can be two English words written together: dock-land."""
        lowered, known = word.lower(), self._english_words
        return any(
            lowered[:cut] in known and lowered[cut:] in known
            for cut in range(_SHORTEST_PART, len(lowered) - _SHORTEST_PART + 1)
        )

    def is_russian_name(self, word: str) -> bool:
        """Whether the Russian dictionary knows this form first of all as a name of people."""
        parses = self.russian.parse(word.lower())
        return bool(parses) and bool(_NAMES & parses[0].tag.grammemes)

    def is_russian(self, word: str) -> bool:
        """Whether the Russian dictionary knows this very form."""
        lowered = word.lower()
        return KAZAKH_LETTERS.isdisjoint(lowered) and bool(self.russian.word_is_known(lowered))

    def is_kazakh(self, word: str) -> bool:
        """Whether the word is a listed Kazakh root, or one with Kazakh endings."""
        return self.kazakh.is_known(word.lower())


def _is_made_of_known(parse: Any, word: str) -> bool:
    """Whether pymorphy3 read an unknown word as a prefix and a long word of its dictionary."""
    analyzer, rest, *_ = parse.methods_stack[0]
    return type(analyzer).__name__ == "DictionaryAnalyzer" and len(rest) >= len(word) / 2
