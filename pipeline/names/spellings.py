"""How a name is written: in Kazakh, Russian and Latin letters, and the words made from it.

A name of a person is written in two languages, and from the name of a father come patronymics:
Сәкен, Сакен, Сәкенқызы, Сакеновна. Each is a :class:`Base`, a spelling that endings are put on.
Two names correspond part by part, so that what is put in the place of Сакеновна is the same part
of another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.language.words import KAZAKH_LETTERS
from pipeline.lexicon.transliteration import scheme, to_cyrillic, to_latin
from pipeline.names.endings import is_adjectival

GIVEN, SURNAME, SCHOOL, PLACE, NAME = "given name", "surname", "school", "place", "name"
#: ``name`` is one of which nobody knows what it names.
KINDS = (GIVEN, SURNAME, SCHOOL, PLACE, NAME)

#: Kazakh letters as they are written in Russian.
_IN_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_PLAIN = _IN_RUSSIAN | str.maketrans("ёэЁЭ", "ееЕЕ", "ьъЬЪ")
_HUSHING = "жчшщц"
_VOWELS = "аеёиоуыэюяәөұүі"
_CYRILLIC = re.compile(r"[\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its spellings, each with its capitals.

    Attributes:
        kind: one of :data:`KINDS`.
        gender: of a given name ``m``, ``f``, ``mf`` or ``short``; of a school ``person`` or
            ``thing``; else empty.
        origin: ``kk``, ``ru`` or ``en``; empty where it does not matter.
        also: further spellings of the name itself.
        latin: the usual spelling in Latin letters; empty where it follows from the others.
    """

    kind: str
    kazakh: str
    russian: str
    gender: str = ""
    origin: str = ""
    also: tuple[str, ...] = ()
    latin: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What names are told apart by: the kind, and the spelling without Kazakh letters."""
        return self.kind, plain(self.kazakh)


@dataclass(frozen=True, slots=True)
class Base:
    """A spelling in lower case that endings are put on.

    ``part`` says which word of the name it is: empty for the name, ``ұлы``, ``қызы``, ``ович``,
    ``овна``, ``ыч``, ``на`` for patronymics, ``m``, ``f`` for surnames, ``adjective`` of a place.
    """

    text: str
    language: Literal["kk", "ru"]
    part: str


def plain(word: str) -> str:
    """What Cyrillic spellings are compared by: lower case, no Kazakh letters, no soft signs."""
    return word.lower().translate(_PLAIN).replace(" ", "-")


def is_cyrillic(text: str) -> bool:
    """Whether the text has a Cyrillic letter."""
    return bool(_CYRILLIC.search(text))


def spelt_in(word: str) -> Literal["kk", "ru"]:
    """The language that a Cyrillic word in lower case is spelt in: ``kk`` if by its letters."""
    return "ru" if KAZAKH_LETTERS.isdisjoint(word) else "kk"


def bases(name: Name) -> Iterator[Base]:
    """The spellings of a name and of what is made from it, the usual ones first."""
    kazakh, russian = name.kazakh.lower(), name.russian.lower()
    if name.kind == SURNAME or (name.kind == SCHOOL and name.gender == "person"):
        yield from _surname(kazakh, "kk")
        yield from _surname(russian, "ru")
        return
    yield Base(kazakh, "kk", "")
    yield Base(russian, "ru", "")
    for text in name.also:
        if is_cyrillic(text):
            yield Base(text.lower(), spelt_in(text.lower()), "")
    if name.kind == GIVEN and name.gender in ("m", "mf", ""):
        yield from _patronymics(kazakh, russian)
    if name.kind == PLACE:
        yield Base(f"{adjective_stem(russian)}ий", "ru", "adjective")


def is_spelling(word: str, name: Name) -> bool:
    """Whether a word in lower case is the name itself, letter for letter but for ё.

    Names are found by coarser keys: by those alone семьёй is Семей, and song is Шоң.
    """
    texts = [text.lower() for text in (name.kazakh, name.russian, *name.also)]
    if not is_cyrillic(word):
        own = [base for base in bases(name) if not base.part]
        return word in texts or word in map(in_latin, own)
    return word.replace("ё", "е") in [text.replace("ё", "е") for text in texts]


def is_spelt(word: str, name: Name, stem: int, script: str) -> bool:
    """Whether the word's first ``stem`` letters are those of the name in a language's spelling."""
    text = name.kazakh if script == "kk" else name.russian
    return script == "en" or text.lower().startswith(word[:stem].lower())


def _surname(text: str, language: Literal["kk", "ru"]) -> Iterator[Base]:
    yield Base(text, language, "m")
    yield Base(feminine(text), language, "f")


def feminine(surname: str) -> str:
    """The surname of a woman, of the surname of a man: Иванов, Заозерский, Шевченко."""
    if surname.endswith(("ский", "цкий", "ный", "ской")):
        return surname[:-2] + "ая"
    return surname + "а" if is_adjectival(surname) and not surname.endswith("а") else surname


def masculine(surname: str) -> str:
    """The surname of a man, of either."""
    if surname.endswith(("ская", "цкая", "ная")):
        return surname[:-2] + ("ый" if surname.endswith("ная") else "ий")
    return surname[:-1] if surname.endswith("а") and is_adjectival(surname) else surname


def _patronymics(kazakh: str, russian: str) -> Iterator[Base]:
    for text, son, daughter in ((kazakh, "ұлы", "қызы"), (russian, "улы", "кызы")):
        language: Literal["kk", "ru"] = "kk" if text == kazakh and son == "ұлы" else "ru"
        yield Base(text + son, language, "ұлы")
        yield Base(text + daughter, language, "қызы")
    stem, son, daughter = _russian_patronymic(russian)
    yield Base(stem + son, "ru", "ович")
    yield Base(stem + daughter, "ru", "овна")
    if son == "ович":  # as people say it: Иваныч, Иванна
        yield Base(stem + "ыч", "ru", "ыч")
        yield Base(stem + ("на" if stem.endswith("н") else "вна"), "ru", "на")
    elif russian.endswith(("ай", "ей")):
        yield Base(stem + "ич", "ru", "ыч")
        yield Base(stem + "вна", "ru", "на")


def _russian_patronymic(father: str) -> tuple[str, str, str]:
    """What a patronymic begins with, and its two endings."""
    irregular = {"павел": "павл", "лев": "льв", "пётр": "петр", "михаил": "михайл"}
    if father in irregular:
        return irregular[father], "ович", "овна"
    if father.endswith("ий"):
        stem = father[:-2] + ("и" if father[-4:-2] in ("тр", "нт") else "ь")
        return stem, "евич", "евна"
    if father.endswith(("й", "ь")):
        return father[:-1], "евич", "евна"
    if father.endswith(("а", "я")):
        return father[:-1], "ич", "ична" if father == "никита" else "инична"
    if father[-1:] in _VOWELS or father[-1:] in _HUSHING:
        return father, "евич", "евна"
    return father, "ович", "овна"


def fathers(patronymic: str) -> Iterator[str]:
    """The names, in lower case, that a Russian patronymic may be made from, likeliest first."""
    for ending in ("ович", "овна"):
        if patronymic.endswith(ending):
            yield patronymic.removesuffix(ending)
    for ending in ("евич", "евна"):
        if patronymic.endswith(ending):
            stem = patronymic.removesuffix(ending)
            if stem.endswith("ь"):
                yield stem[:-1] + "ий"
            elif stem[-1:] in _VOWELS:
                yield stem + "й"
                yield stem
            elif stem[-1:] in _HUSHING:
                yield stem
            else:
                yield stem + "ь"


def adjective_stem(place: str) -> str:
    """What Russian adjectives of a place begin with: шымкентск, алматинск, in lower case."""
    word = place.lower()
    if word.endswith(("ск", "цк")):
        return word
    if word.endswith(("ка", "ое", "во", "но", "вка")):
        return word[:-2] + ("вск" if word.endswith("ое") else "ск")
    if word[-1:] in _VOWELS:
        return word[:-1] + "инск"
    return word.rstrip("йь") + "ск"


def latin(name: Name, part: str) -> str:
    """A part of a name in Latin letters, by ear, in lower case."""
    base = base_of(name, part, "ru" if name.origin == "ru" else "kk")
    if name.latin and not part.strip("m"):
        return name.latin.lower()
    return in_latin(base)


def in_latin(base: Base) -> str:
    """A base in Latin letters, by ear, in lower case."""
    return to_latin(base.text, scheme(f"informal_{base.language}")).lower()


def base_of(name: Name, part: str, language: str) -> Base:
    """The spelling of a part in a language; of the name itself if it has no such part."""
    found = list(bases(name))
    same = [base for base in found if base.part == part] or [
        base for base in found if base.part == _INSTEAD.get(part, "")
    ]
    same = same or found
    return next((base for base in same if base.language == language), same[0])


#: Parts that not every name has, and what is said instead.
_INSTEAD = {"ыч": "ович", "на": "овна", "": "m", "f": "", "m": ""}


def from_latin(word: str) -> str:
    """A Cyrillic reading of a name in Latin letters, in lower case; rough, but always the same."""
    text = re.sub("['’‘ʼ`´]", "", word.lower())
    return to_cyrillic(text, scheme("informal_kk")).text


def russian_spelling(kazakh: str) -> str:
    """A Kazakh name as it is written in Russian, with its capitals."""
    soft = re.sub("(?<=[гк])ү(?=л)", "у", kazakh, flags=re.IGNORECASE)
    soft = re.sub("((?:гу|ку|Гу|Ку)л)(?=$)", r"\1ь", soft) if soft != kazakh else soft
    return soft.translate(_IN_RUSSIAN)


def surname_like(word: str) -> bool:
    """Whether a word in lower case has an ending that surnames have."""
    return len(word) > 4 and (
        is_adjectival(word) or word.endswith(("ский", "ская", "цкий", "цкая"))
    )
