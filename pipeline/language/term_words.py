"""A word of a term, and whether a word of the text is a form or a spelling of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.language.folding import fold
from pipeline.language.kazakh import StemForm
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.romanised import RomanisedWords
from pipeline.language.spelling import (
    Fit,
    Step,
    align,
    allowance,
    comparable,
    expected,
    scripts,
)
from pipeline.lexicon.transliteration import scheme, to_latin

Endings = Literal["both", "cyrillic", "none"]
#: A Kazakh word of so many letters may be declined as a Russian one.
_SHORTEST_LOAN = 4
#: A word listed in an inflected form is met in others if its lemma has so many letters.
_SHORTEST_LEMMA = 3
#: Kazakh verbs are listed as infinitives.
_INFINITIVE = ("у", "ю")
_RUSSIAN_INFINITIVE = ("ть", "ти", "чь", "ся")
_PLURALS = ("s", "es")
#: A slip in a word with an ending is believed only when the ending says something.
_SHORTEST_ENDING_AFTER_SLIP = 2


@dataclass(frozen=True, slots=True)
class Latitude:
    """How far a word of the text may be from a word of a term.

    Attributes:
        endings: where it may have endings.
        slips: whether misspellings stand for it.
        inflected: the term has the word in an inflected form, and any other will do too.
        any_form: forms of the words it is made from, too: of a Kazakh infinitive those of the
            verb, of a Russian participle or adverb those of the verb or adjective.
    """

    endings: Endings = "both"
    slips: bool = True
    inflected: bool = False
    any_form: bool = False


@dataclass(frozen=True, eq=False)
class TermWord:
    """One word of a term, in lower case, with what is needed to know its forms again.

    Attributes:
        text: the word as the lexicon has it, in either script.
        language: ``kk``, ``ru`` or ``en``.
        forms: whole forms in Cyrillic (the paradigm of a Russian word), ``text`` among them.
        stems: shapes that Kazakh endings follow.
    """

    text: str
    language: str
    forms: frozenset[str]
    stems: tuple[StemForm, ...]
    latitude: Latitude


class WordFit(NamedTuple):
    """How a word of the text is a word of a term; the lowest price is the best.

    ``doubtful``: the word is known as another one, so it takes a phrase around it to believe it.
    """

    price: float
    steps: int = Step.NONE
    romanised: bool = False
    inflected: bool = False
    doubtful: bool = False


EXACT = WordFit(0.0)
INFLECTED = WordFit(0.02, inflected=True)


def is_cyrillic(word: str) -> bool:
    """Whether the word has a Cyrillic letter."""
    return scripts(word)[0]


class WordForms:
    """Makes term words: knows which forms a word of a language has."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._made: dict[tuple[str, str, Latitude], TermWord] = {}

    def word(self, text: str, language: str, latitude: Latitude) -> TermWord:
        """The term word for ``text``; the same object for the same word."""
        key = (text, language, latitude)
        if key not in self._made:
            forms, stems = frozenset([text]), tuple[StemForm, ...]()
            if language != "en" and latitude.endings != "none" and is_cyrillic(text):
                forms |= self._forms(text, language, latitude)
                stems = tuple(dict.fromkeys(self._stems(text, language, latitude)))
            self._made[key] = TermWord(text, language, forms, stems, latitude)
        return self._made[key]

    def _forms(self, text: str, language: str, latitude: Latitude) -> frozenset[str]:
        if language == "ru":
            return self._lemmatiser.russian_forms(text, related=latitude.any_form)
        loan = _plain(text)  # мұғалім, in Russian speech мугалима
        if len(text) < _SHORTEST_LOAN or self._lemmatiser.is_russian(loan):
            return frozenset()
        return self._lemmatiser.russian_forms(loan) - {loan}

    def _stems(self, text: str, language: str, latitude: Latitude) -> Iterator[StemForm]:
        kazakh = self._lemmatiser.kazakh
        yield from kazakh.stem_forms(text)
        if language == "ru":  # пионеры, пионерлер
            lemma = self._lemmatiser.lemma(text, "ru")
            if lemma != text and not lemma.endswith(_RUSSIAN_INFINITIVE):
                yield from kazakh.stem_forms(lemma)
            return
        lemma = kazakh.lemma(text)
        infinitive = latitude.any_form and text.endswith(_INFINITIVE) and kazakh.is_root(lemma)
        inflected = latitude.inflected and len(lemma) >= _SHORTEST_LEMMA
        if lemma != text and (infinitive or inflected):
            yield from kazakh.stem_forms(lemma)


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    return to_latin(text, scheme("plain_kk"))


class WordMatcher:
    """Compares a word of the text with forms and stems of term words, letter by letter."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._romanised = RomanisedWords(lemmatiser)

    def form(self, word: TermWord, form: str, met: str, *, slips: bool) -> WordFit | None:
        """How ``met`` (in lower case) is a spelling of one form of ``word``; None if it is not."""
        text = comparable(met)[0]
        inflected = form != word.text
        if text == comparable(form)[0]:
            return INFLECTED if inflected else EXACT
        ends = {len(text)}
        if not is_cyrillic(met):
            ends |= {len(text) - len(end) for end in _PLURALS if text.endswith(end)}
        fits = [
            _word_fit(found, met, inflected=inflected or found.end < len(text))
            for found in self._aligned(word, form, met, slips=slips)
            if found.end in ends
        ]
        return self._believed(word, met, min(fits, default=None))

    def stem(self, word: TermWord, stem: StemForm, met: str, *, slips: bool) -> WordFit | None:
        """How ``met`` is a stem of ``word`` with Kazakh endings, in any spelling."""
        if word.latitude.endings == "cyrillic" and not is_cyrillic(met):
            return None
        kazakh, text = self._lemmatiser.kazakh, comparable(met)[0]
        surface = comparable(stem.surface)[0]
        if text.startswith(surface) and kazakh.is_inflection(stem, text[len(surface) :]):
            return self._believed(word, met, INFLECTED)
        fits = [
            _word_fit(found, met, inflected=True)
            for found in self._aligned(word, stem.surface, met, slips=slips)
            if self._ends(stem, text[found.end :], found)
        ]
        return self._believed(word, met, min(fits, default=None))

    def _ends(self, stem: StemForm, rest: str, found: Fit) -> bool:
        shortest = _SHORTEST_ENDING_AFTER_SLIP if found.steps & Step.SLIP else 1
        kazakh = self._lemmatiser.kazakh
        return len(rest) >= shortest and any(
            kazakh.is_folded_inflection(stem, key) for key in fold(rest)
        )

    def _aligned(self, word: TermWord, form: str, met: str, *, slips: bool) -> list[Fit]:
        # An ending makes no word longer for this: аймака is as easily mistaken as аймақ.
        limit = allowance(min(len(form), len(word.text)), slips=slips and word.latitude.slips)
        return align(expected(form), met, limit)

    def _believed(self, word: TermWord, met: str, fit: WordFit | None) -> WordFit | None:
        if fit is None or not self._is_other(word, met, fit):
            return fit
        return None if fit.steps & Step.SLIP else fit._replace(doubtful=True)

    def _is_other(self, word: TermWord, met: str, fit: WordFit) -> bool:
        """Whether ``met`` is known as a word that is not ``word``."""
        if not is_cyrillic(met):
            return self._lemmatiser.is_english(met) or (
                bool(fit.steps & (Step.SLIP | Step.BY_EAR))
                and (
                    self._lemmatiser.is_english_compound(met)
                    or self._romanised.is_other(met, word.forms, _lemmas(word))
                )
            )
        if met in word.forms:
            return False
        if self._lemmatiser.is_russian(met):
            return True
        kazakh = self._lemmatiser.kazakh
        if fit == INFLECTED:  # a listed word is itself first of all: жүзім is not жүз-ім
            return kazakh.is_root(met) and met not in _lemmas(word)
        return kazakh.is_known(met)


def _lemmas(word: TermWord) -> frozenset[str]:
    return frozenset(stem.lemma for stem in word.stems)


def _word_fit(found: Fit, met: str, *, inflected: bool) -> WordFit:
    price = found.price + (INFLECTED.price if inflected else 0.0)
    return WordFit(price, found.steps, scripts(met)[1], inflected)
