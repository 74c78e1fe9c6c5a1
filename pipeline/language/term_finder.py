"""Finding terms in text: in Cyrillic and in Latin letters, inflected, misspelt, in several words.

Every word of the text is looked up by its skeleton, with and without endings, and long ones by
their skeleton less a letter, so the cost grows with the text and not with the lexicon. What is
looked up is then compared letter by letter (:mod:`pipeline.language.term_words`), and words that
fit are put together to terms.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipeline.language.folding import fold
from pipeline.language.kazakh import StemForm
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import TO_CYRILLIC
from pipeline.language.spelling import ONE_SLIP, TWO_SLIPS, Step, scripts
from pipeline.language.term_words import (
    EXACT,
    INFLECTED,
    Endings,
    TermWord,
    WordFit,
    WordForms,
    WordMatcher,
    is_cyrillic,
)
from pipeline.language.words import Word, words
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
#: Skeletons of so many letters are also looked up with a letter missing, in their first letters.
_SHORTEST_NEAR, _NEAR_PREFIX = 5, 7
#: A word of so many letters may be met in two parts, of at least so many each.
_SHORTEST_APART, _SHORTEST_PART = 6, 3
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
    verb: bool = True


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
        verb=term.verb,
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
    shortened: bool = False

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the text, or two that are one written apart, with the term words it can be."""

    word: Word
    fits: Mapping[TermWord, WordFit]
    note: str = ""


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


@dataclass
class _Index:
    """Where term words are looked up."""

    #: Words and forms, as they are.
    exact: dict[str, list[tuple[TermWord, WordFit]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    english: dict[str, list[TermWord]] = field(default_factory=lambda: defaultdict(list))
    #: Skeleton → forms, and → stems.
    forms: dict[str, list[tuple[TermWord, str]]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[tuple[TermWord, StemForm]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: The first letters of a skeleton, as heard, less one → all skeletons that begin so.
    near: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    #: Skeletons of the first parts of long words, and those of their first few letters.
    parts: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    #: Term words by which variants are looked up.
    anchors: dict[TermWord, list[_Variant]] = field(default_factory=lambda: defaultdict(list))
    #: The words of sayings that are told freely, and of all phrases.
    sayings: dict[TermWord, dict[_Variant, None]] = field(default_factory=lambda: defaultdict(dict))
    in_phrases: set[TermWord] = field(default_factory=set)

    def add(self, word: TermWord, lemmatiser: Lemmatiser) -> None:
        """Index a term word under all its forms."""
        for form in sorted(word.forms):
            self.exact[form].append((word, EXACT if form == word.text else INFLECTED))
        if word.language == "en":
            for key in {word.text, lemmatiser.lemma(word.text, "en")}:
                self.english[key].append(word)
            return
        for form in sorted(word.forms):
            for key in fold(form):
                self.forms[key].append((word, form))
        for stem in word.stems:
            for key in fold(stem.surface):
                self.stems[key].append((word, stem))
        if word.slips and is_cyrillic(word.text) and len(word.text) >= ONE_SLIP:
            shapes = {*word.forms, *(stem.surface for stem in word.stems)}
            for key in sorted(key for shape in shapes for key in fold(shape)):
                for shorter in _shorter(_by_ear(key)[:_NEAR_PREFIX]):
                    self.near[shorter][key] = None

    def add_parts(self, word: TermWord) -> None:
        """Index the first parts of a word that may be written in two."""
        for key in fold(word.text):
            self.beginnings.add(key[:_SHORTEST_APART])
            self.parts |= {
                key[:end] for end in range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1)
            }


#: What is written for one another by ear is one in the keys that slips are looked up by.
_EAR = str.maketrans("oidbgzv", "aetpksf")


def _by_ear(key: str) -> str:
    return key.translate(_EAR)


def _shorter(key: str) -> Iterator[str]:
    """The key itself and with each of its letters missing; the first letter stays."""
    if len(key) < _SHORTEST_NEAR:
        return
    yield key
    for position in range(1, len(key)):
        yield key[:position] + key[position + 1 :]


class TermFinder:
    """Finds patterns by looking every word up; the cost does not grow with their number."""

    def __init__(self, patterns: Iterable[Pattern], lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._matcher = WordMatcher(lemmatiser)
        self._fits = lru_cache(maxsize=200_000)(self._find_words)
        self._may_begin = lru_cache(maxsize=200_000)(self._begins_long_word)
        self._index = _Index()
        forms, indexed = WordForms(lemmatiser), set[TermWord]()
        for pattern in patterns:
            for variant in _variants(pattern, forms):
                for word in variant.words:
                    if word not in indexed:
                        indexed.add(word)
                        self._index.add(word, lemmatiser)
                if len(variant.words) > 1:
                    self._index.in_phrases.update(variant.words)
                self._index.anchors[variant.words[variant.anchor]].append(variant)
                if pattern.free and len(variant.words) > _SAYING_WORDS:
                    for word in variant.words:
                        self._index.sayings[word][variant] = None
                elif len(variant.words) == 1 and variant.letters >= _SHORTEST_APART:
                    self._index.add_parts(variant.words[0])

    def find(self, text: str) -> list[Match]:
        """The matches in ``text``, left to right, the longest where they overlap."""
        found = list(words(text))
        whole = [_Unit(word, self._fits(word.text)) for word in found]
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
        fired = set(_names(candidate))
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
            if text[one.word.end] != " " or self._may_begin(one.word.text):
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
        if gap not in _SPACES or len(one.text) + len(other.text) < _SHORTEST_APART:
            return None
        if gap == " " and (
            self._index.beginnings.isdisjoint(
                key[:_SHORTEST_APART] for key in fold(one.text + other.text)
            )
            or (self._is_word(one.text) and self._is_word(other.text))
        ):
            return None
        fits = {
            word: fit
            for word, fit in self._fits(one.text + other.text).items()
            if len(word.text) >= _SHORTEST_APART
            and not fit.doubtful
            and not (gap == " " and fit.steps & Step.SLIP)
        }
        attached = _ATTACHED.match(text, one.end)
        if not fits or (attached and self._fits(one.text) and self._is_attached_ending(attached)):
            return None
        return _Unit(Word(text[one.start : other.end], one.start, other.end), fits, "written apart")

    def _begins_long_word(self, part: str) -> bool:
        return not self._index.parts.isdisjoint(fold(part))

    def _phrases(self, units: Sequence[_Unit], text: str) -> Iterator[_Candidate]:
        """Variants all of whose words are met one after the other."""
        for position, unit in enumerate(units):
            for word in unit.fits:
                for variant in self._index.anchors.get(word, ()):
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
                for variant in self._index.sayings.get(word, ()):
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
        if pattern.never and any(
            _without_possessive(word.lower()) in pattern.never for word in met
        ):
            return False
        cyrillic, latin = scripts("".join(met))
        if candidate.variant.listed:
            cyrillic = latin = False
        if (pattern.script == "latin" and cyrillic) or (pattern.script == "cyrillic" and latin):
            return False
        if len(met) == 1 and candidate.fits[0].inflected and _SURNAME.fullmatch(met[0]):
            return False
        unsure = any(fit.steps & Step.SLIP for fit in candidate.fits)
        if (unsure or candidate.variant.letters <= _SHORT) and self._is_glued(candidate, text):
            return False
        return not (pattern.alone and self._is_attribute(candidate.units[-1].word, text))

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

    def _find_words(self, met: str) -> dict[TermWord, WordFit]:
        """The term words that a word of the text can be, each with how."""
        lowered = met.lower()
        stem = _without_possessive(lowered)
        found: dict[TermWord, WordFit] = {}
        for text in (lowered, stem):
            for word, fit in self._index.exact.get(text, ()):
                found[word] = min(fit, found.get(word, fit))
        cyrillic = is_cyrillic(lowered)
        if not cyrillic:
            self._find_latin(met, stem, found)
        keys = fold(stem)
        # What is found as it stands need not be found as a misspelling of something else.
        settled = cyrillic and bool(found)
        for word, shape in self._same_skeleton(keys):
            if not settled or word in self._index.in_phrases:
                self._compare(word, shape, stem, found, slips=False)
        if not found and (cyrillic or not self._is_word(stem)):
            near = self._near_skeleton(keys)
            if near and not self._is_word(stem):
                for word, shape in near:
                    self._compare(word, shape, stem, found, slips=True)
        return found

    def _find_latin(self, met: str, stem: str, found: dict[TermWord, WordFit]) -> None:
        """English words, plurals of listed spellings, and Cyrillic ones in Latin look-alikes."""
        for word, _ in self._index.exact.get(stem.removesuffix("s"), ()):
            found.setdefault(word, INFLECTED)
        for key in (self._lemmatiser.lemma(stem, "en"), stem):
            for word in self._index.english.get(key, ()):
                found.setdefault(word, INFLECTED)
        if not found and all(letter in TO_CYRILLIC for letter in met) and not self._is_word(stem):
            twin = "".join(map(TO_CYRILLIC.__getitem__, met)).lower()
            found |= self._index.exact.get(twin, ())

    def _compare(
        self,
        word: TermWord,
        shape: str | StemForm,
        met: str,
        found: dict[TermWord, WordFit],
        *,
        slips: bool,
    ) -> None:
        if word in found and found[word] in (EXACT, INFLECTED):
            return
        compare = self._matcher.form if isinstance(shape, str) else self._matcher.stem
        fit = compare(word, shape, met, slips=slips)  # type: ignore[arg-type]
        if fit is not None:
            found[word] = min(fit, found.get(word, fit))

    def _same_skeleton(
        self, keys: Iterable[str]
    ) -> Iterator[tuple[TermWord, str] | tuple[TermWord, StemForm]]:
        """Forms with the same skeleton, and stems that endings can make the same."""
        for key in keys:
            yield from self._index.forms.get(key, ())
            for plural in ("s", "es"):
                if key.endswith(plural):
                    yield from self._index.forms.get(key.removesuffix(plural), ())
            for cut in range(2, len(key)):
                for word, stem in self._index.stems.get(key[:cut], ()):
                    if self._is_ending(stem, key, cut):
                        yield word, stem

    def _is_ending(self, stem: StemForm, key: str, cut: int) -> bool:
        """Whether the skeleton can end so after a stem; one letter of two alike may be gone."""
        kazakh = self._lemmatiser.kazakh
        return kazakh.is_folded_inflection(stem, key[cut:]) or kazakh.is_folded_inflection(
            stem, key[cut - 1 :]
        )

    def _near_skeleton(
        self, keys: Iterable[str]
    ) -> list[tuple[TermWord, str] | tuple[TermWord, StemForm]]:
        """Forms and stems whose skeleton differs by a slip or two."""
        found: list[tuple[TermWord, str] | tuple[TermWord, StemForm]] = []
        for key in keys:
            heard = _by_ear(key)
            near: dict[str, None] = {}
            for shorter in _shorter(heard[:_NEAR_PREFIX]):
                if shorter in self._index.near:
                    near |= self._index.near[shorter]
            for other in near:
                told = _by_ear(other)
                most = 1 + (len(other) >= TWO_SLIPS)
                if OSA.distance(heard, told, score_cutoff=most) <= most:
                    found += self._index.forms.get(other, ())
                if OSA.distance(heard[: len(told)], told, score_cutoff=most + 1) <= most + 1:
                    found += self._index.stems.get(other, ())
        return found

    def _is_word(self, word: str) -> bool:
        """Whether the word is one of the dictionaries'."""
        if not is_cyrillic(word):
            return self._lemmatiser.is_english(word)
        return self._lemmatiser.is_russian(word) or self._lemmatiser.is_kazakh(word)


def _variants(pattern: Pattern, forms: WordForms) -> Iterator[_Variant]:
    """The spellings of a pattern as term words: as listed, joined, and the clause of a saying."""
    main = _split(pattern.form)
    texts = dict.fromkeys((main, *map(_split, pattern.spellings)))
    joined = "".join(main)
    if len(main) == 2 and len(joined) >= _SHORTEST_APART:
        texts.setdefault((joined,))
    for parts in texts:
        yield _variant(pattern, parts, forms, main=parts == main)
    clause = _split(pattern.form.partition(",")[0])
    if pattern.free and _SHORTEST_CLAUSE <= len(clause) < len(main):
        variant = _variant(pattern, clause, forms, main=True)
        yield _Variant(pattern, variant.words, variant.anchor, shortened=True)


def _variant(pattern: Pattern, parts: tuple[str, ...], forms: WordForms, *, main: bool) -> _Variant:
    own = []
    for part in parts:
        language = pattern.language
        if not main and is_cyrillic(part) and language != "en":
            # A further spelling in Cyrillic is how the other language has it: аул, ауле.
            language = "ru" if not _KAZAKH_LETTERS & set(part) else "kk"
        own.append(
            forms.word(
                part,
                language,
                pattern.endings,
                slips=not pattern.strict,
                free=len(parts) > 1,
                verb=pattern.verb,
            )
        )
    anchor = max(range(len(own)), key=lambda i: len(own[i].text))
    listed = any(parts == _split(spelling) for spelling in pattern.spellings)
    return _Variant(pattern, tuple(own), anchor, listed)


_KAZAKH_LETTERS = frozenset("әғқңөұүһі")


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


def _names(candidate: _Candidate) -> Iterator[str]:
    """The rules that fired, in the order of :data:`CONFIDENCE`."""
    steps = 0
    for fit in candidate.fits:
        steps |= fit.steps
    fired = {
        "written apart": any(unit.note for unit in candidate.units),
        "romanised": any(fit.romanised for fit in candidate.fits),
        "without Kazakh letters": bool(steps & Step.PLAIN),
        "misspelt": bool(steps & (Step.DOUBLED | Step.BY_EAR | Step.SLIP)),
        "inflected": any(fit.inflected for fit in candidate.fits),
        "reworded": candidate.reworded,
    }
    yield from (name for name in CONFIDENCE if fired[name])


def _without_possessive(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")


def _interrupted(units: Sequence[_Unit], text: str, ends: re.Pattern[str]) -> bool:
    """Whether a line or a sentence ends between words of a phrase."""
    pairs = itertools.pairwise(units)
    return any(ends.search(text[one.word.end : other.word.start]) for one, other in pairs)
