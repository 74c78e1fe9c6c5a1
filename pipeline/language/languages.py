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
from pipeline.language.romanised import RomanisedWords
from pipeline.language.words import KAZAKH_LETTERS, Word, stop_words, words
from pipeline.schema import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

#: What a text without any letter is said to be in, with confidence 0: the study's main language.
NO_LANGUAGE: Language = "kk"
#: Of a word that no dictionary knows, Kazakh endings of so many letters tell: силлабус-тар is not
#: Russian.
_TELLING_ENDING = 3
OTHER, UNKNOWN = "other", "unknown"
#: A language is part of a mix from so many words on, and from this share of them.
_MIXED_WORDS, _MIXED_SHARE = 2, 0.15
#: A text in Latin letters is in another language when so many words, and this share, are strange.
_STRANGE_WORDS, _STRANGE_SHARE = 4, 0.7
#: English words so long are not taken for romanised ones that look the same.
_LONG_STOP_WORD, _LONG_ENGLISH = 3, 6


@dataclass(frozen=True, slots=True)
class Identified:
    """What a text is in.

    Attributes:
        language: the main language.
        confidence: how sure that is, 0..1.
        mix: the main language and any other with a good share of the words, such as ``kk+ru``;
            ``other`` for a language that is none of the three, ``unknown`` without any words.
        words: each word with its language.
    """

    language: Language
    confidence: float
    mix: str
    words: list[tuple[Word, Language]]


class LanguageIdentifier:
    """Tells Kazakh, Russian and English apart, word by word and as a whole."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._romanised = RomanisedWords(lemmatiser)
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
        filled = _filled(found, votes, language)
        return Identified(language, confidence, _mix(filled, votes, language), filled)

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
            return self._latin_vote(word)
        kazakh, russian = word in stop_words("kk"), word in stop_words("ru")
        if kazakh == russian:
            kazakh, russian = self._lemmatiser.is_kazakh(word), self._lemmatiser.is_russian(word)
        if not kazakh and not russian:
            return "kk" if self._looks_kazakh(word) else None
        if kazakh == russian:
            return None
        return "kk" if kazakh else "ru"

    def _looks_kazakh(self, word: str) -> bool:
        """Kazakh typed without its own letters (мугалимдер), or a long ending on any word."""
        ending = "".join(self._lemmatiser.kazakh.analyses(word)[0].suffixes)
        return len(ending) >= _TELLING_ENDING or bool(self._romanised.kazakh_root(word))

    def _latin_vote(self, word: str) -> Language | None:
        """English, or romanised; None for what can be both (men, bar) or neither."""
        if word in stop_words("en") and len(word) >= _LONG_STOP_WORD:
            return "en"
        found = self._romanised.languages(word)
        if "en" in found and len(word) >= _LONG_ENGLISH:
            return "en"
        return found.pop() if len(found) == 1 else None


def _mix(
    filled: Sequence[tuple[Word, Language]], votes: Sequence[Language | None], main: Language
) -> str:
    """The languages of a text by their share of its words."""
    if not any(script(word.text[0]) for word, _ in filled):
        return OTHER if filled else UNKNOWN
    strange = [word for (word, _), vote in zip(filled, votes, strict=True) if vote is None]
    latin = [word for word in strange if script(word.text[0]) == "Latin"]
    if len(latin) >= max(_STRANGE_WORDS, _STRANGE_SHARE * len(filled)):
        return OTHER
    counts = Counter(language for _, language in filled)
    shared = [
        language
        for language, count in counts.most_common()
        if language != main and count >= max(_MIXED_WORDS, _MIXED_SHARE * len(filled))
    ]
    return "+".join([main, *shared])


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
