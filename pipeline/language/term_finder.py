"""Finding terms in text, in Cyrillic and in Latin letters, inflected or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.language.folding import fold
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import script
from pipeline.language.words import Word, stop_words, words
from pipeline.lexicon.terms import Term

#: How a term was recognised, best first, with the confidence that goes with it.
RULES = {"exact": 1.0, "inflected": 0.95, "romanised": 0.9, "romanised and inflected": 0.8}

#: Endings taken off romanised words, as skeletons: Kazakh and Russian ones, and English -s, -'s.
_KAZAKH_ENDINGS = (
    "dar der lar ler tar ter im i si imiz iniz mizin ga ge ka ke na ne da de ta te nda "
    "nde dan den tan ten nan nen din tin nin di ti ni men ben pen dagi degi tagi tegi"
)
_RUSSIAN_ENDINGS = "e a u o om oi oiu em ov am ami ah ie ogo omu ih imi aia oe"
_ENDINGS = frozenset({*_KAZAKH_ENDINGS.split(), *_RUSSIAN_ENDINGS.split(), "s", "es"})
_BREAK = re.compile(r"[.!?…;:\n]")
#: A stem in Latin letters shorter than this is not looked up without its ending.
_SHORTEST_STEM = 4
#: Skeletons shorter than this are found only as the very forms that are listed.
_SHORTEST_KEY = 4


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word or phrase to look for: a term of the lexicon or of the codebook."""

    id: str
    language: str
    form: str
    spellings: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    endings: Literal["both", "cyrillic", "none"] = "both"


def term_pattern(term: Term) -> Pattern:
    """The pattern of a lexicon term: its form, its UNESCO spelling and the usual ones."""
    never = frozenset(word.lower() for word in term.never)
    spellings = (term.latin, *term.spellings)
    return Pattern(term.id, term.language, term.form, spellings, never, term.endings)


@dataclass(frozen=True, slots=True)
class Match:
    """A term found: its span in the searched text, the form met and the rule that fired."""

    pattern: Pattern
    start: int
    end: int
    form: str
    rule: str

    @property
    def confidence(self) -> float:
        """How sure the rule is, 0..1."""
        return RULES[self.rule]


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of a pattern, in lower-case words."""

    pattern: Pattern
    words: tuple[str, ...]
    is_main: bool


class TermFinder:
    """Finds patterns by looking every word up; the cost does not grow with their number."""

    def __init__(self, patterns: Iterable[Pattern], lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._keys = lru_cache(maxsize=100_000)(self._word_keys)
        self._index: dict[str, list[_Form]] = {}
        for pattern in patterns:
            for text in dict.fromkeys((pattern.form, *pattern.spellings)):
                parts = tuple(word.text.lower() for word in words(text))
                form = _Form(pattern, parts, is_main=text == pattern.form)
                for key in self._form_keys(form, 0):
                    self._index.setdefault(key, []).append(form)

    def find(self, text: str) -> list[Match]:
        """The matches in ``text``, left to right, the longest where they overlap."""
        found = list(words(text))
        matches: list[Match] = []
        position = 0
        while position < len(found):
            best = max(
                self._matches_at(found, position, text),
                key=lambda match: (match.end, RULES[match.rule]),
                default=None,
            )
            if best is None:
                position += 1
                continue
            matches.append(best)
            while position < len(found) and found[position].start < best.end:
                position += 1
        return matches

    def _matches_at(self, found: list[Word], position: int, text: str) -> Iterator[Match]:
        keys = self._keys(found[position].text)
        forms = {id(form): form for key in keys for form in self._index.get(key, ())}
        for form in forms.values():
            rules = self._rules(form, found[position : position + len(form.words)], text)
            if rules is None:
                continue
            start, end = found[position].start, found[position + len(form.words) - 1].end
            worst = min(rules, key=RULES.__getitem__)
            yield Match(form.pattern, start, end, text[start:end], worst)

    def _rules(self, form: _Form, met: Sequence[Word], text: str) -> list[str] | None:
        """The rule by which each word of the form is met, or None if one is not."""
        if len(met) < len(form.words) or _interrupted(met, text):
            return None
        rules = []
        for position, word in enumerate(met):
            rule = self._rule(form, position, word.text)
            if rule is None:
                return None
            rules.append(rule)
        return rules

    def _rule(self, form: _Form, position: int, word: str) -> str | None:
        lowered, wanted = word.lower(), form.words[position]
        if _without_possessive(lowered) in form.pattern.never:
            return None
        if lowered == wanted:
            return "exact"
        common = self._form_keys(form, position) & self._keys(word).keys()
        if not common:
            return None
        return max((self._keys(word)[key] for key in common), key=RULES.__getitem__)

    def _form_keys(self, form: _Form, position: int) -> frozenset[str]:
        """The keys under which a word of a form can be met."""
        word, language = form.words[position], form.pattern.language
        if language == "en":
            return frozenset({f"en:{word}", f"en:{self._lemmatiser.lemma(word, 'en')}"})
        endings = form.pattern.endings
        skeletons = {key for key in fold(word) if len(key) >= _SHORTEST_KEY}
        stems = {f"stem:{key}" for key in skeletons} if endings == "both" else set()
        if script(word[0]) != "Cyrillic":
            return frozenset({f"={word}"} | {f"latin:{key}" for key in skeletons} | stems)
        lemmas = {word} if endings != "none" else set()
        if lemmas and (language == "ru" or word.endswith(("у", "ю"))):  # a Kazakh infinitive
            lemmas.add(self._lemmatiser.lemma(word, language))
        # A further spelling in Cyrillic is how the other language has it: аул, ауле.
        own = {language} if form.is_main else {"kk", "ru"}
        return frozenset(
            {f"={word}"}
            | {f"lemma:{name}:{key}" for name in own for lemma in lemmas for key in fold(lemma)}
            | {f"whole:{key}" for key in skeletons}
            | stems
        )

    def _word_keys(self, word: str) -> dict[str, str]:
        """The keys a word of the text is looked up by, each with the rule it stands for."""
        lowered = word.lower()
        if script(lowered[0]) == "Cyrillic":
            return self._cyrillic_keys(lowered)
        return self._latin_keys(lowered)

    def _cyrillic_keys(self, word: str) -> dict[str, str]:
        # Russian terms take Kazakh endings (педсоветте), Kazakh ones no Russian endings; and what
        # pymorphy guesses of a Kazakh word must not be taken for one.
        lemmas = [("ru", lemma) for lemma in self._lemmatiser.russian_lemmas(word)]
        for analysis in self._lemmatiser.kazakh.analyses(word):
            lemmas += [("kk", analysis.stem), ("ru", analysis.stem)]
        keys = {
            f"lemma:{language}:{key}": "inflected"
            for language, lemma in lemmas
            if len(lemma) > 1
            for key in fold(lemma)
        }
        return keys | {f"whole:{key}": "inflected" for key in fold(word)} | {f"={word}": "exact"}

    def _latin_keys(self, word: str) -> dict[str, str]:
        stem = _without_possessive(word)
        keys = {f"en:{self._lemmatiser.lemma(stem, 'en')}": "inflected"}
        if stem not in stop_words("en"):  # "again" is not ағайын
            for skeleton in fold(stem):
                for cut in range(_SHORTEST_STEM, len(skeleton)):
                    if skeleton[cut:] in _ENDINGS:
                        keys.setdefault(f"stem:{skeleton[:cut]}", "romanised and inflected")
                keys[f"whole:{skeleton}"] = "romanised"
                keys[f"latin:{skeleton}"] = "romanised"
        return keys | {f"en:{word}": "exact", f"={word}": "exact", f"={stem}": "exact"}


def _without_possessive(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")


def _interrupted(met: Sequence[Word], text: str) -> bool:
    """Whether a line or a sentence ends between the words of a phrase."""
    between = [text[a.end : b.start] for a, b in itertools.pairwise(met)]
    return any(_BREAK.search(gap) for gap in between)
