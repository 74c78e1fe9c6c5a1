"""Words in Latin letters that look like Kazakh or Russian, so that a lexicon can grow.

A word is one of these if it is no English word and a dictionary knows it when read back into
Cyrillic, by whatever romanisation; or if it has letters that only romanised Kazakh has. Names of
people are left out: they are nobody's terms.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Container
from functools import cached_property
from typing import NamedTuple

from pipeline.language.folding import fold
from pipeline.language.kazakh import StemForm
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.spelling import comparable, scripts
from pipeline.lexicon.transliteration import readings, scheme
from pipeline.schema import Language

#: Shorter words look like something by chance; so do Kazakh roots with shorter skeletons.
_SHORTEST = 4
_SHORTEST_ROOT = 4
#: No more Russian readings than this are looked up.
_MOST_READINGS = 256
#: Letters that English has not, and that romanised Kazakh and Russian have.
_TELLING = frozenset("äġğńñŋöūüşšžččıḥèûâŝķņ")
#: A soft sign is left out most often after these, at the end of a word or before another letter.
_SOFT = frozenset("лнтдсзрв")


class LooksLike(NamedTuple):
    """What a romanised word may be: its language, and a Cyrillic reading that a dictionary knows.

    The reading is empty where only the letters tell.
    """

    language: Language
    reading: str


class RomanisedWords:
    """Knows words of Kazakh and Russian in Latin letters."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser

    def is_other(self, word: str, forms: Container[str], lemmas: Container[str]) -> bool:
        """Whether a word in Latin letters reads as a known word: none of ``forms`` or ``lemmas``."""
        text = comparable(word)[0]
        russian, kazakh = self._russian(text), self.kazakh_root(text)
        return bool(russian or kazakh) and russian not in forms and kazakh not in lemmas

    def languages(self, word: str) -> set[Language]:
        """The languages a word in Latin letters can be of, by the dictionaries; names apart."""
        text, bare = comparable(word)
        found: set[Language] = set()
        if self._lemmatiser.is_english(bare.removesuffix("'s")):
            found.add("en")
        if len(text) < _SHORTEST:
            return found
        russian = self._russian(text)
        if russian and not self._lemmatiser.is_russian_name(russian):
            found.add("ru")
        if self.kazakh_root(text) or (not found and _TELLING & set(text)):
            found.add("kk")
        return found

    def looks_like(self, word: str) -> LooksLike | None:
        """What a word in Latin letters may be; None for English, and for all that is neither."""
        text, bare = comparable(word)
        if len(text) < _SHORTEST or scripts(word) != (False, True):
            return None
        if self._lemmatiser.is_english(bare.removesuffix("'s")):
            return None
        russian = self._russian(text)
        if russian:
            if word[0].isupper() and self._lemmatiser.is_russian_name(russian):
                return None
            return LooksLike("ru", russian)
        kazakh = self.kazakh_root(text)
        if kazakh:
            return LooksLike("kk", kazakh)
        return LooksLike("kk", "") if _TELLING & set(text) else None

    def _russian(self, text: str) -> str:
        """The first reading that the Russian dictionary knows, or an empty string."""
        for reading in itertools.islice(readings(text, self._russian_letters), _MOST_READINGS):
            for spelt in (reading, *_softened(reading)):
                if self._lemmatiser.is_russian(spelt):
                    return spelt
        return ""

    @cached_property
    def _russian_letters(self) -> dict[str, list[str]]:
        """What spellings of Russian letters stand for, usual ones first."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in ("informal_ru", "unesco_ru", "iso9_ru", "bgn_pcgn_ru", "ala_lc_ru"):
            table = scheme(name)
            for letter, latin in table.mapping.items():
                if latin and letter not in found[latin]:
                    found[latin].append(letter)
        for letters, texts in scheme("informal_ru").also.items():
            for latin in texts:
                if len(latin) > 1 and letters not in found[latin]:
                    found[latin].append(letters)
        found["i"].append("й")
        return dict(found)

    def kazakh_root(self, text: str) -> str:
        """A Kazakh root that a word in any letters can be a form of, or an empty string."""
        for key in fold(text):
            for cut in range(len(key), _SHORTEST_ROOT - 1, -1):
                for stem in self._roots.get(key[:cut], ()):
                    if self._lemmatiser.kazakh.is_folded_inflection(stem, key[cut:]):
                        return stem.lemma
        return ""

    @cached_property
    def _roots(self) -> dict[str, list[StemForm]]:
        found: dict[str, list[StemForm]] = defaultdict(list)
        for stem in self._lemmatiser.kazakh.stems():
            for key in fold(stem.surface):
                found[key].append(stem)
        return dict(found)


def _softened(reading: str) -> list[str]:
    """The reading with a soft sign put back in each place where one is likely."""
    places = [i for i, letter in enumerate(reading, start=1) if letter in _SOFT]
    return [f"{reading[:place]}ь{reading[place:]}" for place in reversed(places)]
