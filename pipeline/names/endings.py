"""Endings of names: reading what stands after a name, and writing the same after another name.

Kazakh endings go by :mod:`pipeline.language.kazakh`, Russian ones by a table of declensions. An
ending is read as what it means (a chain of Kazakh suffixes, a Russian case) and written again as
the new name wants it: Айгүл-ге, Марат-қа; Мари-и, Анн-ы.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.language.kazakh import (
    BOUND_CLASSES,
    BOUND_STATES,
    MORPHOTACTICS,
    PREDICATIVE,
    VOICED,
    Arc,
    StemForm,
    fold,
    last_harmony,
    realise,
    unlisted_forms,
)

#: Kazakh words that a name makes and that still name it: алматылық, Айгүлсіз; verbs do not.
_NOT_OF_NAMES = "derived_verb"

#: Endings by case (nominative … locative, singular, then plural), the usual spelling first.
DECLENSIONS: Mapping[str, tuple[str, ...]] = {
    name: tuple(endings.replace("-", "").split(" "))
    for name, endings in {
        "": "-",
        "consonant": "- а у а ом|ем е ы ов|ей ам ов|ей ами ах",
        "й": "й я ю я ем е и ев ям ев ями ях",
        "ь": "ь я ю я ем е и ей ям ей ями ях",
        # by the book Айгуль does not change, or like a noun in -ь; in talk also: Айгулю, Айгулей
        "ь f": "ь|я и|ь и|е|ь ь|ю ью|ей|ем и|е и ей ям ей ями ях",
        "а": "а ы|и е у ой|ей|ою е ы|и - ам - ами ах",
        "я": "я и е ю ей|ёй|ею е и ь|й ям ь ями ях",
        "ия": "ия ии ии ию ией ии ии ий иям ий иями иях",
        "ов": "- а у а ым е ы ых ым ых ыми ых",
        "ова": "а ой ой у ой|ою ой ы ых ым ых ыми ых",
        "ий": "ий ого ому ого им ом ие их им их ими их",
        "ый": "ый ого ому ого ым ом ые ых ым ых ыми ых",
        "ой": "ой ого ому ого ым|им ом ые|ие ых|их ым|им ых|их ыми|ими ых|их",
        "ская": "ая ой ой ую ой|ою ой ие их им их ими их",
        "ое": "ое ого ому ое ым ом",
        # adjectives of places, masculine, feminine, neuter and plural: талгарский, талгарской
        "adjective": "ий ого ому ий им ом ие их им ие ими их ая ой ой ую ой ой ое",
    }.items()
}
_SOFT_VOWEL_AFTER = "гкхжчшщ"
#: Stems before all endings but the first: Павел, Павла.
_IRREGULAR = {"павел": "павл", "лев": "льв", "любовь": "любов"}


def declension(word: str, part: str) -> str:
    """The declension of a Russian name in lower case: a key of :data:`DECLENSIONS`.

    ``part`` says which word of a name it is (see :mod:`pipeline.names.spellings`).
    """
    if part == "adjective":
        return part
    if part in ("ұлы", "қызы"):
        return ""
    if part == "m" and word.endswith(("ский", "цкий", "ный", "ой")) and len(word) > 4:
        return word[-2:]
    if part == "f" and word.endswith(("ская", "цкая", "ная")):
        return "ская"
    if part in ("m", "f") and is_adjectival(word):
        return "ов" if part == "m" else "ова"
    if word.endswith("ия"):
        return "ия"
    if word.endswith("ое"):
        return "ое"
    if word[-1:] in "ая":
        return word[-1]
    if word.endswith("ь"):
        return "ь f" if part in ("", "f") and not word.endswith(_MASCULINE_SOFT) else "ь"
    if word[-1:] == "й":
        return "й"
    return "consonant" if word[-1:] in "бвгджзклмнпрстфхцчшщ" else ""


_MASCULINE_SOFT = ("горь", "иль", "зырь")


def is_adjectival(word: str) -> bool:
    """Whether a surname is declined like Иванов, Иванова."""
    return word.removesuffix("а").endswith(("ов", "ев", "ёв", "ин", "цын"))


def russian_stem(word: str, kind: str) -> str:
    """What stays of the word before all endings of its declension."""
    return word.removesuffix(DECLENSIONS[kind][0].split("|")[0])


def russian_case(ending: str, kind: str) -> int | None:
    """The first case that an ending can stand for in a declension; None if it has no such one.

    No ending at all is the nominative: people are hardly ever spoken of as «две Кир».
    """
    found = (
        case
        for case, own in enumerate(DECLENSIONS[kind])
        if ending in own.split("|") and (ending or not case)
    )
    return next(found, None)


def oblique_stem(word: str, kind: str) -> str:
    """The stem before endings that are not the nominative's: Павл-."""
    return _IRREGULAR.get(word, russian_stem(word, kind))


def decline(word: str, kind: str, case: int) -> str:
    """A Russian name in lower case, of declension ``kind``, in a case."""
    endings = DECLENSIONS[kind]
    if not case or not kind:
        return word
    stem = oblique_stem(word, kind)
    variants = endings[min(case, len(endings) - 1)].split("|")
    ending = variants[0]
    if kind == "а" and stem[-1:] in _SOFT_VOWEL_AFTER and ending == "ы":
        ending = "и"
    if stem[-1:] in "жчшщц" and ending in ("ой", "ом", "ов"):
        ending = variants[1]
    return stem + ending


Chain = tuple[str, ...]


def kazakh_chain(stem: str, ending: str) -> Chain | None:
    """The suffixes, as templates, that ``ending`` is made of after ``stem``; None if of none.

    Both are in lower case. ``stem`` may have a softened last letter (Ержігіт, Нұрбег-).
    """
    if not ending:
        return ()
    # somebody's son has a possessive ending already, and so has Сауд Арабиясы: Сәкенқызы-на
    possessed = stem.endswith(("ұлы", "улы", "қызы", "кызы", "кизы")) or (
        " " in stem and stem.endswith(("ы", "і"))
    )
    state = "possessed_3" if possessed else "noun"
    found = [
        chain
        for form in _forms(stem)
        for harmony in form.harmonies
        if (chain := _chain(fold(ending), state, form.final, harmony)) is not None
    ]
    return min(found)[1] if found else None


def is_affectionate(ending: str) -> bool:
    """Whether an ending is -жан with its own: Айгүлжан, Айгүлжанға; it stays after any name."""
    rest = ending.removeprefix("жан")
    return rest != ending and (
        kazakh_chain("жан", rest) is not None or russian_case(rest, "consonant") is not None
    )


def _forms(stem: str) -> list[StemForm]:
    lemmas = [stem, *hardened(stem)]
    return [form for own in lemmas for form in unlisted_forms(own) if form.surface == stem]


def hardened(stem: str) -> Iterator[str]:
    """The word, in lower case, whose last letter may have been softened: Нұрбег-, Нұрбек."""
    yield from (stem[:-1] + hard for hard, soft in VOICED.items() if stem.endswith(soft))


@lru_cache(maxsize=100_000)
def _chain(rest: str, state: str, final: str, harmony: str) -> tuple[float, Chain] | None:
    """The least surprising chain of templates that writes ``rest``, with its cost."""
    if not rest:
        bound = state in BOUND_STATES or final in BOUND_CLASSES
        return None if bound else (0.0, ())
    best: tuple[float, Chain] | None = None
    arcs = MORPHOTACTICS[state]
    if state == "declined":  # Жезқазғаннан-мын: where somebody is from
        arcs = (*arcs, Arc(PREDICATIVE, "question"))
    for arc in arcs:
        if arc.target == _NOT_OF_NAMES:
            continue
        for template in arc.slot.forms:
            written = realise(template, final, harmony)
            if written is None or not rest.startswith(written.text):
                continue
            following = _chain(
                rest[len(written.text) :], arc.target, written.final, written.harmony
            )
            if following is not None:
                found = (arc.slot.cost + following[0], (template, *following[1]))
                best = min(best, found) if best else found
    return best


def with_chain(stem: str, chain: Chain) -> str | None:
    """``stem`` (lower case) with Kazakh suffixes; None where it cannot take them."""
    for form in unlisted_forms(stem):
        written = _written(form, chain)
        if written is not None:
            return written
    return None


def _written(form: StemForm, chain: Chain) -> str | None:
    text, final = form.surface, form.final
    harmony = last_harmony(form.lemma) or form.harmonies[0]
    if not chain:
        return form.lemma
    for template in chain:
        suffix = realise(template, final, harmony)
        if suffix is None:
            return None
        text, final, harmony = text + suffix.text, suffix.final, suffix.harmony
    return text


def cased(word: str, like: str) -> str:
    """``word``, written with its capitals, in the case of ``like``."""
    letters = [letter for letter in like if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return word.upper()
    return word if letters and letters[0].isupper() else word.lower()


def titled(word: str) -> str:
    """A word in lower case with a capital at the beginning of each of its parts."""
    for mark in (" ", "-"):
        word = mark.join(part[:1].upper() + part[1:] for part in word.split(mark))
    return word
