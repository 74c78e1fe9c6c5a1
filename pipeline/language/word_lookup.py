"""Looking a word of the text up among the words of all terms.

Words are looked up as they stand, by their skeleton (with and without endings), and long ones by
the beginning of their skeleton with a letter missing. What is looked up is compared letter by
letter; so the cost of a word does not depend on how many terms there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipeline.language.folding import fold
from pipeline.language.kazakh import StemForm
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import TO_CYRILLIC
from pipeline.language.spelling import ONE_SLIP, TWO_SLIPS
from pipeline.language.term_words import (
    EXACT,
    INFLECTED,
    TermWord,
    WordFit,
    WordMatcher,
    is_cyrillic,
)
from pipeline.language.words import without_possessive

#: Skeletons of so many letters are also looked up with a letter missing, in their first letters.
_SHORTEST_NEAR, _NEAR_PREFIX = 5, 7
#: A word of so many letters may be met in two parts, of at least so many each.
SHORTEST_APART, _SHORTEST_PART = 6, 3
#: Romanised words of a phrase that are English words too are as short as this: po, is, iz.
_LONGEST_DOUBTFUL = 5
#: English plurals of words so short are other words: ru, rus.
_SHORTEST_PLURAL = 3
#: What is written for one another by ear is one in the keys that slips are looked up by.
_EAR = str.maketrans("oidbgzv", "aetpksf")

#: A form of a term word, or a stem of it that Kazakh endings follow.
_Shape = str | StemForm


class WordLookup:
    """Knows which term words a word of the text can be; remembers what it was asked."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._matcher = WordMatcher(lemmatiser)
        self._known: set[TermWord] = set()
        self._in_phrases: set[TermWord] = set()
        self._exact: dict[str, list[tuple[TermWord, WordFit]]] = defaultdict(list)
        self._english: dict[str, list[TermWord]] = defaultdict(list)
        # By skeleton:
        self._forms: dict[str, list[tuple[TermWord, str]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[TermWord, StemForm]]] = defaultdict(list)
        # The first letters of a skeleton, as heard, less one → all skeletons that begin so.
        self._near: dict[str, dict[str, None]] = defaultdict(dict)
        # Skeletons of the first parts of long words, and those of their first few letters.
        self._parts: set[str] = set()
        self._beginnings: set[str] = set()
        self.find = lru_cache(maxsize=200_000)(self._find)
        self.may_begin = lru_cache(maxsize=200_000)(self._begins_long_word)

    def add(self, word: TermWord, *, alone: bool) -> None:
        """Index a term word under all its forms.

        Args:
            alone: the word is a term by itself; otherwise it is part of a phrase.
        """
        if not alone:
            self._in_phrases.add(word)
        elif len(word.text) >= SHORTEST_APART:
            self._add_parts(word)
        if word in self._known:
            return
        self._known.add(word)
        for form in sorted(word.forms):
            self._exact[form].append((word, EXACT if form == word.text else INFLECTED))
        if word.language == "en":
            for key in {word.text, self._lemmatiser.lemma(word.text, "en")}:
                self._english[key].append(word)
            return
        for form in sorted(word.forms):
            for key in fold(form):
                self._forms[key].append((word, form))
        for stem in word.stems:
            for key in fold(stem.surface):
                self._stems[key].append((word, stem))
        if word.latitude.slips and is_cyrillic(word.text) and len(word.text) >= ONE_SLIP:
            self._add_near({*word.forms, *(stem.surface for stem in word.stems)})

    def _add_near(self, shapes: Iterable[str]) -> None:
        for key in sorted(key for shape in shapes for key in fold(shape)):
            for shorter in _shorter(_by_ear(key)[:_NEAR_PREFIX]):
                self._near[shorter][key] = None

    def _add_parts(self, word: TermWord) -> None:
        for key in fold(word.text):
            self._beginnings.add(key[:SHORTEST_APART])
            self._parts |= {
                key[:end] for end in range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1)
            }

    def _begins_long_word(self, part: str) -> bool:
        """Whether the word may be the first part of a long one written in two."""
        return not self._parts.isdisjoint(fold(part))

    def may_be_long_word(self, joined: str) -> bool:
        """Whether two words joined begin like a long one."""
        return not self._beginnings.isdisjoint(key[:SHORTEST_APART] for key in fold(joined))

    def is_word(self, word: str) -> bool:
        """Whether a dictionary knows the word."""
        if not is_cyrillic(word):
            return self._lemmatiser.is_english(word)
        return self._lemmatiser.is_russian(word) or self._lemmatiser.is_kazakh(word)

    def _find(self, met: str) -> dict[TermWord, WordFit]:
        """The term words that a word of the text can be, each with how."""
        lowered = met.lower()
        stem = without_possessive(lowered)
        found: dict[TermWord, WordFit] = {}
        for text in (lowered, stem):
            for word, fit in self._exact.get(text, ()):
                found[word] = min(fit, found.get(word, fit))
        cyrillic = is_cyrillic(lowered)
        if not cyrillic:
            self._find_latin(met, stem, found)
            if len(stem) > _LONGEST_DOUBTFUL and self._lemmatiser.is_english(stem):
                return found
        keys = fold(stem)
        # What is found as it stands need not be found as a misspelling of something else.
        settled = cyrillic and bool(found)
        for word, shape in self._same_skeleton(keys):
            if not settled or word in self._in_phrases:
                self._compare(word, shape, stem, found, slips=False)
        if not found and (cyrillic or not self.is_word(stem)):
            near = self._near_skeleton(keys)
            if near and not self.is_word(stem):
                for word, shape in near:
                    self._compare(word, shape, stem, found, slips=True)
        return found

    def _find_latin(self, met: str, stem: str, found: dict[TermWord, WordFit]) -> None:
        """English words, plurals of listed spellings, and Cyrillic ones in Latin look-alikes."""
        if stem.endswith("s") and len(stem) > _SHORTEST_PLURAL:
            for word, _ in self._exact.get(stem.removesuffix("s"), ()):
                found.setdefault(word, INFLECTED)
        for key in (self._lemmatiser.lemma(stem, "en"), stem):
            for word in self._english.get(key, ()):
                found.setdefault(word, INFLECTED)
        if not found and all(letter in TO_CYRILLIC for letter in met) and not self.is_word(stem):
            twin = "".join(map(TO_CYRILLIC.__getitem__, met)).lower()
            found |= self._exact.get(twin, ())

    def _compare(
        self,
        word: TermWord,
        shape: _Shape,
        met: str,
        found: dict[TermWord, WordFit],
        *,
        slips: bool,
    ) -> None:
        """Compare, and keep the better way to be the same term word."""
        if found.get(word) in (EXACT, INFLECTED):
            return
        if isinstance(shape, str):
            fit = self._matcher.form(word, shape, met, slips=slips)
        else:
            fit = self._matcher.stem(word, shape, met, slips=slips)
        if fit is not None:
            found[word] = min(fit, found.get(word, fit))

    def _same_skeleton(self, keys: Iterable[str]) -> Iterator[tuple[TermWord, _Shape]]:
        """Forms with the same skeleton, and stems that endings can make the same."""
        for key in keys:
            yield from self._forms.get(key, ())
            for plural in ("s", "es"):
                if key.endswith(plural) and len(key) > _SHORTEST_PLURAL:
                    yield from self._forms.get(key.removesuffix(plural), ())
            for cut in range(2, len(key)):
                for word, stem in self._stems.get(key[:cut], ()):
                    if self._is_ending(stem, key, cut):
                        yield word, stem

    def _is_ending(self, stem: StemForm, key: str, cut: int) -> bool:
        """Whether the skeleton can end so after a stem; one letter of two alike may be gone."""
        kazakh = self._lemmatiser.kazakh
        return kazakh.is_folded_inflection(stem, key[cut:]) or kazakh.is_folded_inflection(
            stem, key[cut - 1 :]
        )

    def _near_skeleton(self, keys: Iterable[str]) -> list[tuple[TermWord, _Shape]]:
        """Forms and stems whose skeleton differs by a slip or two."""
        found: list[tuple[TermWord, _Shape]] = []
        for key in keys:
            heard = _by_ear(key)
            near: dict[str, None] = {}
            for shorter in _shorter(heard[:_NEAR_PREFIX]):
                if shorter in self._near:
                    near |= self._near[shorter]
            for other in near:
                told = _by_ear(other)
                most = 1 + (len(other) >= TWO_SLIPS)
                if OSA.distance(heard, told, score_cutoff=most) <= most:
                    found += self._forms.get(other, ())
                if OSA.distance(heard[: len(told)], told, score_cutoff=most + 1) <= most + 1:
                    found += self._stems.get(other, ())
        return found


def _by_ear(key: str) -> str:
    return key.translate(_EAR)


def _shorter(key: str) -> Iterator[str]:
    """The key itself and with each of its letters missing; the first letter stays."""
    if len(key) < _SHORTEST_NEAR:
        return
    yield key
    for position in range(1, len(key)):
        yield key[:position] + key[position + 1 :]
