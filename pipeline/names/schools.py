"""Schools: by number, by whom they are named after, by the name in quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.names.endings import titled
from pipeline.names.mentions import Mention
from pipeline.names.ordinals import ordinal_schools
from pipeline.names.spellings import (
    GIVEN,
    SCHOOL,
    SURNAME,
    Name,
    from_latin,
    is_cyrillic,
    russian_spelling,
)
from pipeline.names.words import NameWords

_SCHOOL = (
    r"(?:мектеп|мектеб|гимнази|лице[йяюе]|школ|интернат|балабақша|бөбекжай|детск|детсад|садик|колледж|"
    r"school|gymnasium|lyceum|liceum|kindergarten|college)\p{L}*"
)
_BETWEEN = (
    r"(?:(?:орта|негізгі|бастауыш|жалпы|білім|беретін|беру|ауылдық|қалалық|қазақ|орыс|мектеп|мектебі|"
    r"средн\p{L}+|общеобразовательн\p{L}+|сельск\p{L}+|городск\p{L}+|казахск\p{L}+|русск\p{L}+|"
    r"начальн\p{L}+|основн\p{L}+|secondary|comprehensive|primary|rural|public|state)[- ]){0,4}"
)
_SIGN = r"(?:№|N[oº°]?\.?|#)\s?"
#: Each with the digits in a group; the first ones are certain.
_NUMBERED = tuple(
    (regex.compile(pattern, regex.IGNORECASE), certain)
    for pattern, certain in (
        (rf"{_SIGN}(\d{{1,3}})(?:-?\p{{L}}{{1,3}})?[ -]{_BETWEEN}{_SCHOOL}", True),
        (
            rf"{_SCHOOL}[ -]{{1,3}}{_BETWEEN}(?:{_SIGN}|number |номер |нөмірі )(\d{{1,3}})(?!\d)",
            True,
        ),
        (
            rf"(?<![\d.])(\d{{1,3}})-?\s?(?:ші|шы|нші|ншы|інші|ыншы|й|я|ю|ой|ая|ую|ей|th|nd|rd|st) {_BETWEEN}{_SCHOOL}",
            True,
        ),
        (rf"(?<!\p{{L}}){_SCHOOL} (\d{{1,3}})(?=\s*(?:[.,;:!?)»”\"]|$|\n))", True),
        (rf"(?<![\d.,:-])(\d{{1,3}}) {_BETWEEN}(?:мектеп|мектеб|гимназия|лицей)\p{{L}}*", False),
    )
)
_CAPITAL = r"\p{Lu}[\p{L}\p{M}]+(?:-\p{Lu}\p{L}+)?"
_PERSON = rf"((?:\p{{Lu}}\. ?){{0,2}}{_CAPITAL}(?: {_CAPITAL}){{0,2}})"
_NAMED = (
    regex.compile(rf"(?<!\p{{L}}){_PERSON} (?:атындағы|атындагы|ат\.)"),
    regex.compile(rf"(?<!\p{{L}})(?:имени|им\.) ?{_PERSON}"),
    regex.compile(rf"(?i:named after|name of) {_PERSON}"),
)
_QUOTED = (
    regex.compile(rf"(?i:{_SCHOOL}) [«“\"„](\p{{Lu}}[^«»“”\"„\n]{{2,40}})[»”\"]"),
    regex.compile(rf"[«“\"„](\p{{Lu}}[^«»“”\"„\n]{{2,40}})[»”\"] (?i:{_BETWEEN}{_SCHOOL})"),
)
_ENGLISH = regex.compile(rf"(?<!\p{{L}})((?:{_CAPITAL} ){{1,3}})(?:School|Gymnasium|Lyceum)s?\b")


#: What says of which kind a school is, and not which one it is.
_ORDINARY_SCHOOL = frozenset(
    [
        "Secondary",
        "Primary",
        "High",
        "Middle",
        "Comprehensive",
        "General",
        "Rural",
        "Public",
        "State",
    ]
)


def school_mentions(text: str, words: NameWords) -> list[Mention]:
    """The schools in a repaired text; where patterns overlap, the one that begins first."""
    lowered = text.lower()
    found: list[Mention] = []
    if any(beginning in lowered for beginning in _BEGINNINGS):
        found = [*_numbered(text), *_in_words(text), *_quoted(text), *_english(text, words)]
    found += _named(text, words)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda own: (own.start, not own.certain, -own.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_BEGINNINGS = ("мекте", "гимназ", "лице", "школ", "school", "gymnas", "lyceum", "интернат", "сад",
               "балабақ", "бөбек", "колледж", "college", "kinderg")  # fmt: skip


def _numbered(text: str) -> Iterator[Mention]:
    for pattern, certain in _NUMBERED:
        for match in pattern.finditer(text):
            name = Name(SCHOOL, match[1], match[1], "number")
            yield _mention(match[1], match.start(1), name, "number", "", certain=certain)


def _in_words(text: str) -> Iterator[Mention]:
    for start, end, value in ordinal_schools(text):
        name = Name(SCHOOL, str(value), str(value), "number")
        yield _mention(text[start:end], start, name, "ordinal", "")


def _named(text: str, words: NameWords) -> Iterator[Mention]:
    for number, pattern in enumerate(_NAMED):
        for match in pattern.finditer(text):
            person = match[1]
            while " " in person and words.is_stop_word(person.split()[0]):  # Мен Абай атындағы
                person = person.split(" ", 1)[1]
            yield _phrase(person, match.end(1) - len(person), words, genitive=number == 1)


def _quoted(text: str) -> Iterator[Mention]:
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            name = Name(SCHOOL, match[1], match[1], "thing")
            script = "ru" if is_cyrillic(match[1]) else "en"
            yield _mention(match[1], match.start(1), name, "phrase", script)


def _english(text: str, words: NameWords) -> Iterator[Mention]:
    for match in _ENGLISH.finditer(text):
        first, *_ = parts = match[1].split()
        named = [part for part in parts if not words.is_ordinary(part) or words.readings(part)]
        public = any(r.entry.public for part in named for r in words.readings(part))
        # Nazarbayev Intellectual School is a programme, Abai Secondary School a school
        others = {part for part in parts if part not in named} - _ORDINARY_SCHOOL
        kinds = {reading.entry.name.kind for reading in words.readings(first)}
        places = bool(kinds) and kinds.isdisjoint((GIVEN, SURNAME))
        if named and named[0] == first and not (public and others) and not places:
            phrase = " ".join(named)
            if text[match.start(1) :].startswith(phrase):
                yield _phrase(phrase, match.start(1), words, genitive=False)


def _phrase(text: str, start: int, words: NameWords, *, genitive: bool) -> Mention:
    """A school named after somebody; a Russian genitive (имени Абая) is put back."""
    last = text.split()[-1]
    nominative = words.nominative(last) if genitive else last
    whole = text[: -len(last)] + nominative
    cyrillic = " ".join(_in_cyrillic(part, words) for part in whole.split())
    name = Name(SCHOOL, cyrillic, russian_spelling(cyrillic), "person")
    script = "en" if not is_cyrillic(text) else "ru" if genitive else "kk"
    return _mention(text, start, name, "genitive" if genitive else "phrase", script)


def _in_cyrillic(part: str, words: NameWords) -> str:
    """A word of a name in Cyrillic letters; as the lists have it, if they do."""
    if is_cyrillic(part):
        return part
    readings = words.readings(part)
    known = readings[0].entry.name.kazakh if readings and readings[0].stem == len(part) else ""
    return known if is_cyrillic(known) else titled(from_latin(part))


def _mention(
    text: str, start: int, name: Name, part: str, script: str, *, certain: bool = True
) -> Mention:
    """The whole of ``text``, without any ending; a number has no script."""
    why = "the name of a school" if script else "a number beside a school"
    end, stem = start + len(text), len(text)
    return Mention(
        start, end, text, name, part, script, stem, None, why, certain, may_be_settled=not certain
    )
