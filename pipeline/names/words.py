"""Which names a single word can be, whatever stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.language.folding import fold
from pipeline.language.kazakh import unlisted_forms
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.words import all_stop_words, without_possessive, words
from pipeline.lexicon.terms import load_terms
from pipeline.names.endings import (
    declension,
    hardened,
    is_affectionate,
    kazakh_chain,
    oblique_stem,
    russian_case,
    russian_stem,
    titled,
)
from pipeline.names.lists import Entry
from pipeline.names.spellings import (
    GIVEN,
    PLACE,
    SCHOOL,
    SURNAME,
    Base,
    Name,
    bases,
    fathers,
    from_latin,
    in_latin,
    is_cyrillic,
    masculine,
    plain,
    russian_spelling,
    spelt_in,
    surname_like,
)

#: What names that are in no list are known from.
SURNAME_ENDING, BY_ITS_PARTS = "surname ending", "given name by its parts"
DICTIONARY = "Russian dictionary"
_PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr", "Init"})
_SHORTEST_LATIN = 3
_SHORTEST_SURNAME = 3
#: A word that the Russian dictionary takes for something else more often is an ordinary one.
_OFTEN = 0.6
#: Names of the Russian dictionary alone are rare: the word need not be another one often.
_SOMETIMES = 0.1
#: Of 100: spellings that share a skeleton and are less alike are two names (Sara, Шара).
_ALIKE = 60

_KAZAKH_PATRONYMIC = re.compile("(.{3,}?)(ұлы|қызы|улы|кызы|кизы)")
_RUSSIAN_PATRONYMIC = re.compile("(.{2,}(?:ович|евич|овн|евн))(.{0,3})")
_LATIN_PATRONYMIC = re.compile(
    "(.{3,}?)(?:(uly|uli|oğlu)|(kyzy|qyzy|kizi|qizi|kyzi)|(ovich|evich|ovitch)|(ovna|evna))(.*)"
)
_LATIN_SURNAME = re.compile("(.{3,}(?:ov|ev|in))(a)?(?:['’]s|s)?|(.{3,})(sky|skiy|skaya)(?:['’]s)?")
_LATIN_OV = re.compile(".{4,}[oe]v")
#: What many Kazakh given names end in, in Kazakh and in Russian spelling, and in Latin letters.
_ELEMENT = re.compile(
    "(?:бек|гүл|гуль|күл|куль|жан|хан|бай|нұр|нур|мұрат|мурат|болат|булат|ғали|гали|қали|кали|"
    "әлі|сұлу|сулу|төре|тай|берген|берді|қожа|мұхамед|мухамед|мұхан|дәулет|даулет)$"
)
_LATIN_ELEMENT = re.compile("(?:bek|gul|gül|kul|zhan|jan|khan|han|bay|bai|nur|murat|bolat|sulu)$")
_CRIES = frozenset({"ойбай", "әттегенай", "құдайай"})
_FEMININE = re.compile("(?:гүл|гуль|күл|куль|нұр|сұлу|сулу|gul|gül|kul|sulu|а|я|ь|е)$")


class Reading(NamedTuple):
    """What a word can be: a part of a name, and an ending.

    Attributes:
        stem: how many letters of the word the ending comes after.
        script: the language whose spelling it is: ``kk``, ``ru``, or ``en`` for Latin letters.
        declension: of a Russian ending; None of a Kazakh one, and of none.
    """

    entry: Entry
    part: str
    script: str
    stem: int
    declension: str | None = None


def _is_of_many(reading: Reading, ending: str) -> bool:
    """Whether a Russian ending is that of many: Иванов, Оманов are surnames, not many of a name."""
    of_many = reading.declension == "consonant" and ending == "ов"
    return of_many and not reading.entry.name.russian.endswith("ы")


class NameWords:
    """Knows names by lists and by patterns; remembers what it was asked."""

    def __init__(self, lemmatiser: Lemmatiser, entries: Iterable[Entry]) -> None:
        self._lemmatiser = lemmatiser
        self._bases: dict[str, list[tuple[Entry, Base]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[Entry, Base, str]]] = defaultdict(list)
        self._skeletons: dict[str, list[tuple[Entry, Base]]] = defaultdict(list)
        self._read: dict[str, tuple[Reading, ...]] = {}
        self._ordinary: dict[str, bool] = {}
        self._other_russian: dict[str, float] = {}
        self.phrases: dict[str, None] = {}
        for entry in entries:
            if entry.name.kind != SCHOOL:  # of more than one word: see schools.py
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        texts = [text for text in entry.name.also if not is_cyrillic(text)]
        for base in [*bases(entry.name), *(Base(text.lower(), "kk", "") for text in texts)]:
            if re.search("[ -]", base.text) and base.part in ("", "m"):
                self.phrases[base.text] = None
            for skeleton in fold(base.text):
                self._skeletons[skeleton].append((entry, base))
            if not is_cyrillic(base.text):
                continue
            self._bases[plain(base.text)].append((entry, base))
            kind = declension(base.text, base.part)
            if kind:
                for stem in {russian_stem(base.text, kind), oblique_stem(base.text, kind)}:
                    self._stems[plain(stem)].append((entry, base, kind))

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The names a word can be, longest first; of equal ones those of the lists first."""
        found = self._read.get(word)
        if found is None:
            found = self._read[word] = tuple(dict.fromkeys(self._readings(word)))
        return found

    def _readings(self, word: str) -> Iterable[Reading]:
        """Without a capital only names of the lists count, and what is made from them."""
        lowered = word.lower()
        if not is_cyrillic(lowered):
            if word == lowered:
                return ()
            return self._latin(lowered) or self._latin_pattern(lowered)
        found = self._cyrillic(lowered)
        if word == lowered:
            return found
        found = [own for own in found if not _is_of_many(own, lowered[own.stem :])]
        if found and all(own.entry.name.kind == PLACE and not own.part for own in found):
            found += self._surname(lowered)  # Смирнов is a place, and more often somebody
        return found or self._cyrillic_pattern(lowered)

    # -- lists ---------------------------------------------------------------------------------

    def _cyrillic(self, word: str) -> list[Reading]:
        for end in range(len(word), 1, -1):
            head, rest = plain(word[:end]), word[end:]
            heads = [head, *(own for own in hardened(head) if rest)]  # Нұрбег-ім: Нұрбек
            found = [
                Reading(entry, base.part, base.language, end)
                for entry, base in chain.from_iterable(self._bases.get(own, ()) for own in heads)
            ]
            if is_affectionate(rest):
                found = [own for own in found if own.entry.name.kind == GIVEN and not own.part]
            elif found and kazakh_chain(word[:end], rest) is None:
                found = []
            found += self._declined(head, rest, end)
            if found:
                return found
        return []

    def _declined(self, head: str, rest: str, end: int) -> list[Reading]:
        return [
            Reading(entry, base.part, "ru", end, kind)
            for entry, base, kind in self._stems.get(head, ())
            if russian_case(rest, kind) is not None
        ]

    def _latin(self, word: str) -> list[Reading]:
        for end in range(len(word), _SHORTEST_LATIN - 1, -1):
            if word[end - 1] in "'’":
                continue
            keys = sorted(fold(word[:end]))
            found = [
                (fuzz.ratio(in_latin(base), word[:end]), entry, base)
                for key in keys
                for entry, base in self._skeletons.get(key, ())
                if self._is_latin_ending(base, word[end:])
            ]
            best = sorted(found, key=lambda item: -item[0])
            if best and best[0][0] >= _ALIKE:
                # what is never replaced hides no name that is more alike: Asiya is not Asia
                return [
                    Reading(entry, base.part, "en", end)
                    for alike, entry, base in best
                    if alike == best[0][0] or not entry.never
                ]
        return []

    def _is_latin_ending(self, base: Base, ending: str) -> bool:
        if ending in ("", "'s", "’s", "s", "s'", "s’"):
            return True
        if "'" in ending or "’" in ending or ending[0] == "s":
            return False
        kazakh = self._lemmatiser.kazakh
        return any(
            kazakh.is_folded_inflection(form, skeleton)
            for form in unlisted_forms(base.text)
            if form.surface == base.text
            for skeleton in fold(ending)
        )

    # -- patterns ------------------------------------------------------------------------------

    def _cyrillic_pattern(self, word: str) -> Iterator[Reading]:
        yield from self._patronymic(word)
        known = [own for own in self._dictionary(word) if not _is_of_many(own, word[own.stem :])]
        yield from (reading for reading in known if reading.entry.name.kind == GIVEN)
        yield from self._surname(word)
        yield from self._element(word)
        yield from (reading for reading in known if reading.entry.name.kind != GIVEN)

    def _patronymic(self, word: str) -> Iterator[Reading]:
        match = _KAZAKH_PATRONYMIC.match(word)
        if match and kazakh_chain(match.group(), word[match.end() :]) is not None:
            part = "ұлы" if match[2] in ("ұлы", "улы") else "қызы"
            script = "kk" if match[2] in ("ұлы", "қызы") else "ru"
            yield Reading(self._person(match[1], "m", "patronymic"), part, script, match.end())
        match = _RUSSIAN_PATRONYMIC.fullmatch(word)
        if match:
            son = match[1].endswith("ич")
            kind, part, whole = (
                ("consonant", "ович", match[1]) if son else ("а", "овна", match[1] + "а")
            )
            if russian_case(match[2], kind) is not None:
                father = next(fathers(whole))
                entry = self._person(father, "m", "patronymic")
                yield Reading(entry, part, "ru", match.end(1), kind)

    def _surname(self, word: str) -> Iterator[Reading]:
        for end in range(len(word), _SHORTEST_SURNAME + 1, -1):
            base = word[:end]
            if not surname_like(base):
                continue
            man = masculine(base)
            part = "m" if man == base else "f"
            kind = declension(base, part)
            stem = russian_stem(base, kind)
            entry = self._family(man)
            if kazakh_chain(base, word[end:]) is not None:
                yield Reading(entry, part, spelt_in(base), end)
            if russian_case(word[len(stem) :], kind) is not None:
                yield Reading(entry, part, "ru", len(stem), kind)
            if part == "m":
                woman = Reading(entry, "f", "ru", end, "ова")
                if kind == "ов" and word[end:] and russian_case(word[end:], "ова") is not None:
                    yield woman

    def _element(self, word: str) -> Iterator[Reading]:
        for end in range(len(word), 4, -1):
            base = word[:end]
            if not _ELEMENT.search(base) or base in _CRIES or self._is_dictionary_word(base):
                continue
            entry = self._person(base, "", BY_ITS_PARTS)
            kind = declension(base, "")
            if kazakh_chain(base, word[end:]) is not None:
                yield Reading(entry, "", spelt_in(base), end)
                return
            if russian_case(word[end:], kind) is not None:
                yield Reading(entry, "", "ru", end, kind)
                return

    def _dictionary(self, word: str) -> Iterator[Reading]:
        """Names and places of the Russian dictionary."""
        if not self._lemmatiser.is_russian(word):
            return
        parses = self._lemmatiser.russian.parse(word)
        for parse in sorted(parses, key=lambda own: own.normal_form != word):
            tags = parse.tag.grammemes
            kind = next(
                (
                    k
                    for tag, k in (("Name", GIVEN), ("Surn", SURNAME), ("Geox", PLACE))
                    if tag in tags
                ),
                None,
            )
            if not parse.is_known or kind is None:
                continue
            form = str(parse.normal_form)
            gender = ("f" if "femn" in tags else "m") if kind == GIVEN else ""
            name = Name(kind, titled(form), titled(form), gender, "ru")
            base = next(bases(name))
            declined = declension(form, base.part)
            for end in range(len(word), 1, -1):
                if (
                    plain(word[:end])
                    in (
                        plain(russian_stem(form, declined)),
                        plain(oblique_stem(form, declined)),
                    )
                    and russian_case(word[end:], declined) is not None
                ):
                    # what ends so is a country: it says where nobody is
                    wide = kind == PLACE and form.endswith(("ия", "стан", "союз"))
                    entry = Entry(name, DICTIONARY, public=wide)
                    yield Reading(entry, base.part, "ru", end, declined)
                    return

    def _latin_pattern(self, word: str) -> list[Reading]:
        bare = without_possessive(word)
        if self._is_english(bare):
            return []
        match = _LATIN_PATRONYMIC.fullmatch(bare)
        if match:
            part = next(
                own
                for own, text in zip(
                    ("ұлы", "қызы", "ович", "овна"), match.groups()[1:5], strict=True
                )
                if text
            )
            entry = self._person(from_latin(match[1]), "m", "patronymic")
            return [Reading(entry, part, "en", match.end() - len(match[6]))]
        match = _LATIN_SURNAME.fullmatch(word)
        if match:
            man = from_latin(match[1]) if match[1] else from_latin(match[3]) + "ский"
            part = "f" if match[2] or match[4] == "skaya" else "m"
            return [Reading(self._family(man), part, "en", len(bare))]
        if len(bare) > 4 and _LATIN_ELEMENT.search(bare):
            return [Reading(self._person(from_latin(bare), "", BY_ITS_PARTS), "", "en", len(bare))]
        return []

    def _person(self, text: str, gender: str, why: str) -> Entry:
        """A person of a list, or a new one."""
        for entry, base in self._bases.get(plain(text), ()):
            if entry.name.kind == GIVEN and not base.part:
                return entry
        gender = gender or ("f" if _FEMININE.search(text) else "m")
        return Entry(Name(GIVEN, titled(text), titled(russian_spelling(text)), gender, "kk"), why)

    def _family(self, man: str) -> Entry:
        """A surname that is in no list, by that of a man."""
        spelt = titled(man), titled(russian_spelling(man))
        return Entry(Name(SURNAME, *spelt, origin=self._origin(man)), SURNAME_ENDING)

    def _origin(self, surname: str) -> str:
        """``kk`` for surnames made from Kazakh names: Сүлейменов, Бекболатова."""
        root = re.sub("(?:[оеё]в|[иы]н)$", "", surname)
        kazakh = spelt_in(surname) == "kk" or _ELEMENT.search(root)
        listed = any(
            entry.name.origin == "kk"
            for text in (root, root + "а", root + "е")
            for entry, _ in self._bases.get(plain(text), ())
        )
        return "kk" if kazakh or listed else "ru"

    # -- ordinary words ------------------------------------------------------------------------

    def is_ordinary(self, word: str) -> bool:
        """Whether the word is, in some language, a word that names nobody."""
        lowered = word.lower()
        found = self._ordinary.get(lowered)
        if found is None:
            found = lowered in all_stop_words() or self._is_dictionary_word(lowered)
            self._ordinary[lowered] = found
        return found

    def is_stop_word(self, word: str) -> bool:
        """Whether the word is a stop word of some language."""
        return word.lower() in all_stop_words()

    def _is_dictionary_word(self, word: str) -> bool:
        if not is_cyrillic(word):
            return self._is_english(without_possessive(word))
        return self._lemmatiser.is_kazakh(word) or self.is_ordinary_russian(word)

    def _is_english(self, word: str) -> bool:
        """Whether the word is an English one; the tables have surnames such as Ivanov, too."""
        return self._lemmatiser.is_english(word) and not _LATIN_OV.fullmatch(word.lower())

    def is_ordinary_russian(self, word: str, *, sometimes: bool = False) -> bool:
        """Whether the Russian dictionary takes the word for something else than a name.

        Not often, but ``sometimes`` is enough for names that no list has.
        """
        lowered = word.lower()
        found = self._other_russian.get(lowered)
        if found is None:
            known = self._lemmatiser.is_russian(lowered)
            parses = self._lemmatiser.russian.parse(lowered) if known else []
            found = sum(own.score for own in parses if not _PROPER & own.tag.grammemes)
            self._other_russian[lowered] = found
        return found > (_SOMETIMES if sometimes else _OFTEN)

    def is_term(self, word: str) -> bool:
        """Whether the word can be one of the study's terms, whatever its spelling and endings."""
        language = "kk" if is_cyrillic(word) else "en"
        lemmas = {word.lower(), self._lemmatiser.lemma(word, language)}
        return any(fold(text) & self._terms for text in lemmas)

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(
            key
            for term in load_terms()
            for text in (term.form, term.latin, *term.spellings)
            for word in words(text)
            for key in fold(word.text)
        )

    def is_form_of(self, word: str, name: Name) -> bool:
        """Whether a dictionary, too, has the word as a form of the name."""
        lowered = word.lower()
        lemmas = {self._lemmatiser.lemma(lowered, language) for language in ("kk", "ru")}
        return not lemmas.isdisjoint((name.kazakh.lower(), name.russian.lower()))

    def guessed_name(self, word: str) -> str:
        """An unknown word in lower case without the endings it may have."""
        if not is_cyrillic(word):
            return without_possessive(word)
        if spelt_in(word) == "kk" or word.endswith(("дан", "тан", "нан", "дың", "ның")):
            lemma = self._lemmatiser.kazakh.lemma(word)
            return lemma if len(lemma) > 2 else word
        return self.nominative(word)

    def nominative(self, word: str) -> str:
        """A Russian name without its ending, as its dictionary or its looks say."""
        lowered = word.lower()
        for reading in self.readings(word):
            if reading.script == "ru" and reading.part in ("", "m", "f"):
                name = reading.entry.name
                text = name.kazakh if reading.entry.why == "public name" else name.russian
                return text if word[0].isupper() else text.lower()
        parse = self._lemmatiser.russian.parse(lowered)[0]
        form = str(parse.normal_form)
        plausible = "NOUN" in parse.tag and plain(form)[:3] == plain(lowered)[:3]
        form = form if plausible else lowered
        return titled(form) if word[0].isupper() else form
