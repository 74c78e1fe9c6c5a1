"""Finding terms in text: in Cyrillic and in Latin letters, inflected, misspelt, in several words.

Each word of the text is looked up among the words of all terms
(:mod:`pipeline.language.word_lookup`); here, words that were found are put together to terms, and
the lexicon's conditions are asked for.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.folding import fold
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.spelling import Step, scripts
from pipeline.language.term_words import (
    Endings,
    Latitude,
    TermWord,
    WordFit,
    WordForms,
    is_cyrillic,
)
from pipeline.language.word_lookup import SHORTEST_APART, WordLookup
from pipeline.language.words import KAZAKH_LETTERS, Word, without_possessive, words
from pipeline.lexicon.terms import Script, Term

#: What can be said of a match, with the confidence that is left after it.
CONFIDENCE = {
    "written apart": 0.95,
    "romanised": 0.95,
    "without Kazakh letters": 0.95,
    "misspelt": 0.85,
    "inflected": 0.98,
    "reworded": 0.9,
}
_BREAK = re.compile(r"[.!?…;:\n]")
#: A saying may be broken by hesitation, but not by the end of a sentence.
_SENTENCE_END = re.compile(r"(?<![.])[.](?![.])|[!?\n]")
_SPACES = frozenset({" ", "-", "\u2010", "\u2011", "-\n"})
#: Akimov is a surname, not the genitive of "akims".
_SURNAME = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\w+(?:[ое]в|[oe]v)(?:а|у|ым|ой|ы|a|y|ym|oy|oi)?")
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?…:\n])[\s«“\"(—–-]*$")
#: Parts of speech that свои can belong to, and how far ahead the next word is looked for.
_ATTRIBUTED = frozenset({"NOUN", "ADJF", "PRTF", "NUMR"})
_LOOK_AHEAD = 60
#: Terms of so few letters are no part of another word, of an address or of a stutter; nor is
#: what is misspelt.
_SHORT = 3
_HYPHENS = frozenset("-\u2010\u2011")
_GLUE = frozenset("-\u2010\u2011.@/_'’&0123456789")
_ATTACHED = re.compile(r"(?P<glue>[-\u2010\u2011.@/_'’&0-9])(?P<rest>\w+)")
_TWO_LETTERS = 2
_APOSTROPHE_AT_END = re.compile(r"['’ʹ](?!\w)")
#: A word begun, broken off and begun again.
_FOLLOWING = re.compile(r"(?:[-–…]|\.\.\.)[-–….]*\s*(?P<word>\w+)")
#: Of a saying, so much must be there, counted in letters, in at least so many words, …
_SAYING_SHARE, _SAYING_WORDS = 0.7, 2
#: … with so many other words inside at most.
_SAYING_GAP = 3
#: A clause of a saying that stands for the whole has so many words.
_SHORTEST_CLAUSE = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word or phrase to look for: a term of the lexicon or of the codebook.

    The fields are those of :class:`pipeline.lexicon.terms.Term`.
    """

    id: str
    language: str
    form: str
    spellings: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    endings: Endings = "both"
    script: Script = "any"
    strict: bool = False
    free: bool = False
    alone: bool = False
    any_form: bool = True


def term_pattern(term: Term) -> Pattern:
    """The pattern of a lexicon term: its form, its UNESCO spelling and the usual ones."""
    return Pattern(
        term.id,
        term.language,
        term.form,
        # A UNESCO spelling of one word is listed, so that it holds even where it is English: ru.
        spellings=tuple(term.spellings) if " " in term.latin else (term.latin, *term.spellings),
        never=frozenset(word.lower() for word in term.never),
        endings=term.endings,
        script=term.script,
        strict=term.strict,
        free=term.free,
        alone=term.alone,
        any_form=term.any_form,
    )


@dataclass(frozen=True, slots=True)
class Match:
    """A term found: its span in the searched text, the form met and the rule that fired."""

    pattern: Pattern
    start: int
    end: int
    form: str
    rule: str
    confidence: float


@dataclass(frozen=True, eq=False)
class _Variant:
    """One spelling of a pattern, in words; ``anchor`` is the word it is looked up by."""

    pattern: Pattern
    words: tuple[TermWord, ...]
    anchor: int = 0
    listed: bool = False
    capital: bool = False
    shortened: bool = False

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the text, or two that are one written apart, with the term words it can be."""

    word: Word
    fits: Mapping[TermWord, WordFit]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A variant met in certain words of the text."""

    variant: _Variant
    units: tuple[_Unit, ...]
    fits: tuple[WordFit, ...]
    reworded: bool = False

    @property
    def start(self) -> int:
        return min(unit.word.start for unit in self.units)

    @property
    def end(self) -> int:
        return max(unit.word.end for unit in self.units)

    @property
    def price(self) -> float:
        return sum(fit.price for fit in self.fits) + 0.5 * self.reworded


class TermFinder:
    """Finds patterns by looking every word up; the cost does not grow with their number."""

    def __init__(self, patterns: Iterable[Pattern], lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._lookup = WordLookup(lemmatiser)
        # Term words → the variants that are looked up by them, and the sayings they are in.
        self._anchored: dict[TermWord, list[_Variant]] = defaultdict(list)
        self._sayings: dict[TermWord, dict[_Variant, None]] = defaultdict(dict)
        forms = WordForms(lemmatiser)
        for pattern in patterns:
            for variant in _variants(pattern, forms):
                for word in variant.words:
                    self._lookup.add(word, alone=len(variant.words) == 1)
                self._anchored[variant.words[variant.anchor]].append(variant)
                if pattern.free and len(variant.words) > _SAYING_WORDS:
                    for word in variant.words:
                        self._sayings[word][variant] = None

    def find(self, text: str) -> list[Match]:
        """The matches in ``text``, left to right, the longest where they overlap."""
        found = list(words(text))
        whole = [_Unit(word, self._lookup.find(word.text)) for word in found]
        by_start: dict[int, list[_Candidate]] = defaultdict(list)
        for units in (whole, self._joined(whole, text)):
            for candidate in itertools.chain(self._phrases(units, text), self._told(units, text)):
                if self._admitted(candidate, text):
                    by_start[candidate.start].append(candidate)
        matches: list[Match] = []
        end = 0
        for start in sorted(by_start):
            if start >= end:
                best = min(by_start[start], key=lambda own: (-own.end, own.price))
                matches.append(self._match(best, text))
                end = matches[-1].end
        return matches

    def _match(self, candidate: _Candidate, text: str) -> Match:
        start, end = candidate.start, candidate.end
        fired = _fired(candidate)
        attached = _ATTACHED.match(text, end)
        if attached and self._is_attached_ending(attached):  # ҰБТ-ға
            end = attached.end()
            fired.add("inflected")
        elif candidate.variant.pattern.form[-1] in "ьъ" and _APOSTROPHE_AT_END.match(text, end):
            end += 1  # the soft sign of kollegial’nost’
        names = [name for name in CONFIDENCE if name in fired]
        return Match(
            candidate.variant.pattern,
            start,
            end,
            text[start:end],
            ", ".join(names) or "exact",
            round(math.prod(CONFIDENCE[name] for name in names), 3),
        )

    def _is_attached_ending(self, attached: re.Match[str]) -> bool:
        """Whether what a hyphen joins to a word is a Kazakh ending."""
        rest = attached["rest"]
        english = len(rest) != _TWO_LETTERS and self._lemmatiser.is_english(rest)  # not -ga, -de
        return (
            attached["glue"] in _HYPHENS
            and not (rest.isascii() and english)
            and any(map(self._lemmatiser.kazakh.is_folded_ending, fold(rest)))
        )

    def _joined(self, units: Sequence[_Unit], text: str) -> list[_Unit]:
        """The words with those joined that are written in two parts: ped-sovet, коллек-тив.

        Empty if there are none.
        """
        pairs: dict[int, _Unit] = {}
        for position, (one, other) in enumerate(itertools.pairwise(units)):
            # Most pairs are two words: this must be quick.
            if text[one.word.end] != " " or self._lookup.may_begin(one.word.text):
                pair = self._pair(one.word, other.word, text)
                if pair and position - 1 not in pairs:
                    pairs[position] = pair
        if not pairs:
            return []
        return [
            pairs.get(position, unit)
            for position, unit in enumerate(units)
            if position - 1 not in pairs
        ]

    def _pair(self, one: Word, other: Word, text: str) -> _Unit | None:
        """Two words as the parts of a long one, if they can be that."""
        gap = text[one.end : other.start]
        if gap not in _SPACES or len(one.text) + len(other.text) < SHORTEST_APART:
            return None
        if gap == " " and (
            not self._lookup.may_be_long_word(one.text + other.text)
            or (self._lookup.is_word(one.text) and self._lookup.is_word(other.text))
        ):
            return None
        fits = {
            word: fit
            for word, fit in self._lookup.find(one.text + other.text).items()
            if len(word.text) >= SHORTEST_APART
            and not fit.doubtful
            and not (gap == " " and fit.steps & Step.SLIP)
        }
        attached = _ATTACHED.match(text, one.end)
        if not fits or (
            attached and self._lookup.find(one.text) and self._is_attached_ending(attached)
        ):
            return None
        return _Unit(Word(text[one.start : other.end], one.start, other.end), fits, apart=True)

    def _phrases(self, units: Sequence[_Unit], text: str) -> Iterator[_Candidate]:
        """Variants all of whose words are met one after the other."""
        for position, unit in enumerate(units):
            for word in unit.fits:
                for variant in self._anchored.get(word, ()):
                    first = position - variant.anchor
                    own = units[first : first + len(variant.words)] if first >= 0 else ()
                    if len(own) < len(variant.words):
                        continue
                    met = [
                        each.fits.get(wanted)
                        for each, wanted in zip(own, variant.words, strict=True)
                    ]
                    fits = tuple(fit for fit in met if fit is not None)
                    if len(fits) < len(met) or all(fit.doubtful for fit in fits):
                        continue
                    if not _interrupted(own, text, _BREAK):
                        yield _Candidate(variant, tuple(own), fits, reworded=variant.shortened)

    def _told(self, units: Sequence[_Unit], text: str) -> Iterator[_Candidate]:
        """Sayings told freely: with a word more, less or other, or in another order."""
        places: dict[_Variant, list[tuple[int, TermWord]]] = defaultdict(list)
        for position, unit in enumerate(units):
            for word in unit.fits:
                for variant in self._sayings.get(word, ()):
                    places[variant].append((position, word))
        for variant, met in places.items():
            for start in range(len(met)):
                taken = _taken(variant, met[start:])
                if not taken:
                    continue
                own = tuple(units[position] for position, _ in taken)
                if _interrupted(units[taken[0][0] : taken[-1][0] + 1], text, _SENTENCE_END):
                    continue
                fits = tuple(units[position].fits[word] for position, word in taken)
                yield _Candidate(variant, own, fits, reworded=True)
                break

    def _admitted(self, candidate: _Candidate, text: str) -> bool:
        """Whether the lexicon lets these words stand for the term."""
        pattern = candidate.variant.pattern
        met = [unit.word.text for unit in candidate.units]
        if pattern.never and any(without_possessive(word.lower()) in pattern.never for word in met):
            return False
        if candidate.variant.capital and met[0][0].islower() and self._is_english(met):
            return False
        cyrillic, latin = scripts("".join(met))
        unwanted = {"any": False, "latin": cyrillic, "cyrillic": latin}[pattern.script]
        if unwanted and not candidate.variant.listed:
            return False
        own = candidate.fits[0]
        if (own.inflected or own.romanised) and self._is_surname(candidate, text):
            return False
        unsure = any(fit.steps & Step.SLIP for fit in candidate.fits)
        if (unsure or candidate.variant.letters <= _SHORT) and self._is_glued(candidate, text):
            return False
        return not (pattern.alone and self._is_attribute(candidate.units[-1].word, text))

    def _is_english(self, met: Sequence[str]) -> bool:
        return all(map(self._lemmatiser.is_english, met))

    def _is_surname(self, candidate: _Candidate, text: str) -> bool:
        """Whether a word with a capital is a name (Акимов) rather than a genitive of many."""
        word = candidate.units[0].word.text
        if len(candidate.units) > 1 or not _SURNAME.fullmatch(word):
            return False
        if not is_cyrillic(word) or not _BEGINS_SENTENCE.search(text, 0, candidate.start):
            return True
        return self._lemmatiser.is_russian_name(word)

    def _is_glued(self, candidate: _Candidate, text: str) -> bool:
        """Whether words are part of something else: mail.ru, ру-ру-лық, ру… рухани."""
        start, end = candidate.start, candidate.end
        if start and text[start - 1] in _GLUE:
            return True
        attached = _ATTACHED.match(text, end)
        if attached and not self._is_attached_ending(attached):
            return True
        begun, following = text[start:end].lower(), _FOLLOWING.match(text, end)
        return following is not None and following["word"].lower().startswith(begun)

    def _is_attribute(self, word: Word, text: str) -> bool:
        """Whether a Russian word belongs to a noun that follows: свои дети."""
        following = next(words(text[word.end : word.end + _LOOK_AHEAD]), None)
        if following is None or not is_cyrillic(word.text):
            return False
        if text[word.end : word.end + following.start].strip():
            return False
        russian = self._lemmatiser.russian
        own = {parse.tag.case for parse in russian.parse(word.text.lower())}
        return any(
            parse.tag.POS in _ATTRIBUTED and parse.tag.case in own
            for parse in russian.parse(following.text.lower())
        )


def _variants(pattern: Pattern, forms: WordForms) -> Iterator[_Variant]:
    """The spellings of a pattern as term words: as listed, joined, and the clause of a saying."""
    main = _split(pattern.form)
    texts = dict.fromkeys((main, *map(_split, pattern.spellings)))
    joined = "".join(main)
    if len(main) == 2 and len(joined) >= SHORTEST_APART:
        texts.setdefault((joined,))
    for parts in texts:
        yield _variant(pattern, parts, forms, main=parts == main)
    clause = _split(pattern.form.partition(",")[0])
    if pattern.free and _SHORTEST_CLAUSE <= len(clause) < len(main):
        variant = _variant(pattern, clause, forms, main=True)
        yield _Variant(pattern, variant.words, variant.anchor, shortened=True)


def _variant(pattern: Pattern, parts: tuple[str, ...], forms: WordForms, *, main: bool) -> _Variant:
    latitude = Latitude(
        endings=pattern.endings,
        slips=not pattern.strict,
        inflected=len(parts) > 1,
        any_form=pattern.any_form,
    )
    own = []
    for part in parts:
        language = pattern.language
        if not main and is_cyrillic(part) and language != "en":
            # A further spelling in Cyrillic is how the other language has it: аул, ауле.
            language = "ru" if not KAZAKH_LETTERS & set(part) else "kk"
        own.append(forms.word(part, language, latitude))
    anchor = max(range(len(own)), key=lambda i: len(own[i].text))
    written = [spelling for spelling in pattern.spellings if parts == _split(spelling)]
    capital = bool(written) and all(spelling[0].isupper() for spelling in written)
    return _Variant(pattern, tuple(own), anchor, listed=bool(written), capital=capital)


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in words(text))


def _taken(variant: _Variant, met: Sequence[tuple[int, TermWord]]) -> list[tuple[int, TermWord]]:
    """Where words of a saying stand, from the first place on; empty if they are too few."""
    last = met[0][0] + len(variant.words) + _SAYING_GAP
    wanted = list(variant.words)
    taken: dict[int, TermWord] = {}
    for position, word in met:
        if position < last and word in wanted and position not in taken:
            wanted.remove(word)
            taken[position] = word
    in_order = [word for _, word in sorted(taken.items(), key=lambda item: item[0])]
    if wanted and in_order != [word for word in variant.words if word not in wanted]:
        return []
    letters = sum(len(word.text) for word in taken.values())
    enough = letters >= _SAYING_SHARE * variant.letters and len(taken) >= _SAYING_WORDS
    return sorted(taken.items(), key=lambda item: item[0]) if enough else []


def _fired(candidate: _Candidate) -> set[str]:
    """The rules that fired, by their names in :data:`CONFIDENCE`."""
    steps = 0
    for fit in candidate.fits:
        steps |= fit.steps
    rules = {
        "written apart": any(unit.apart for unit in candidate.units),
        "romanised": any(fit.romanised for fit in candidate.fits),
        "without Kazakh letters": bool(steps & Step.PLAIN),
        "misspelt": bool(steps & (Step.DOUBLED | Step.BY_EAR | Step.SLIP)),
        "inflected": any(fit.inflected for fit in candidate.fits),
        "reworded": candidate.reworded,
    }
    return {name for name, fired in rules.items() if fired}


def _interrupted(units: Sequence[_Unit], text: str, ends: re.Pattern[str]) -> bool:
    """Whether a line or a sentence ends between words of a phrase."""
    pairs = itertools.pairwise(units)
    return any(ends.search(text[one.word.end : other.word.start]) for one, other in pairs)
