"""Which language a word and an utterance is in, among Kazakh, Russian and English.

Letters, dictionaries and the term finder speak first; lingua decides where they are silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, cast

from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import script
from pipeline.language.words import Word, stop_words, words
from pipeline.schema import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

#: What a text without any letter is said to be in, with confidence 0: the study's main language.
NO_LANGUAGE: Language = "kk"
KAZAKH_LETTERS = frozenset("әғқңөұүһі")
#: Latin letters that romanised Kazakh and Russian have and English has not.
_ROMANISED_LETTERS = frozenset("äğġńñöūüşšžčıḥè")


@dataclass(frozen=True, slots=True)
class Identified:
    """The main language of a text, how sure that is (0..1), and each word with its language."""

    language: Language
    confidence: float
    words: list[tuple[Word, Language]]


class LanguageIdentifier:
    """Tells Kazakh, Russian and English apart, word by word and as a whole."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._vote = lru_cache(maxsize=100_000)(self._word_vote)

    @cached_property
    def _lingua(self) -> LanguageDetector:
        import lingua

        ours = (lingua.Language.KAZAKH, lingua.Language.RUSSIAN, lingua.Language.ENGLISH)
        return lingua.LanguageDetectorBuilder.from_languages(*ours).build()

    def identify(self, text: str, known: Mapping[int, Language] | None = None) -> Identified:
        """The languages of ``text``; ``known`` gives those of words by their start offset."""
        found = list(words(text))
        votes = [(known or {}).get(word.start) or self._vote(word.text.lower()) for word in found]
        language, confidence = self._main(text, votes)
        return Identified(language, confidence, _filled(found, votes, language))

    def _main(self, text: str, votes: Sequence[Language | None]) -> tuple[Language, float]:
        counts = Counter(vote for vote in votes if vote)
        total = sum(counts.values())
        # A Latin name among Cyrillic words nobody can place does not make the text English.
        outvoted = counts["en"] == total and votes.count(None) >= total and _has_cyrillic(text)
        if total and not outvoted:
            ranked = counts.most_common(2)
            clear = len(ranked) == 1 or ranked[0][1] > ranked[1][1]
            if clear and (total >= 3 or len(ranked) == 1):
                return ranked[0][0], round(ranked[0][1] / total, 3)
        return self._by_lingua(text)

    def _by_lingua(self, text: str) -> tuple[Language, float]:
        if not any(script(letter) for letter in text):
            return NO_LANGUAGE, 0.0  # lingua would order three equal values by chance
        values = self._lingua.compute_language_confidence_values(text)
        best = max(values, key=lambda value: (value.value, value.language.name))
        language = cast("Language", best.language.iso_code_639_1.name.lower())
        if _has_cyrillic(text) and language == "en":
            language = "ru"
        return language, round(best.value, 3)

    def _word_vote(self, word: str) -> Language | None:
        """The language a word can only be of, or None."""
        if KAZAKH_LETTERS & set(word):
            return "kk"
        if script(word[0]) == "Latin":
            return None if _ROMANISED_LETTERS & set(word) else "en"
        kazakh, russian = word in stop_words("kk"), word in stop_words("ru")
        if kazakh == russian:
            kazakh, russian = self._lemmatiser.is_kazakh(word), self._lemmatiser.is_russian(word)
        if kazakh == russian:
            return None
        return "kk" if kazakh else "ru"


def _has_cyrillic(text: str) -> bool:
    return any(script(letter) == "Cyrillic" for letter in text)


def _filled(
    found: Sequence[Word], votes: Sequence[Language | None], main: Language
) -> list[tuple[Word, Language]]:
    """Words nobody can place take the language of the word before them, the first ones the main."""
    result: list[tuple[Word, Language]] = []
    for word, vote in zip(found, votes, strict=True):
        latin = script(word.text[0]) == "Latin"
        before = result[-1][1] if result and not latin and result[-1][1] != "en" else main
        result.append((word, vote or before))
    return result
