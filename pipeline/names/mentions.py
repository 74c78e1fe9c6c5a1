"""A name at its place in a text, and how another name is written there."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.names.endings import (
    cased,
    declension,
    decline,
    kazakh_chain,
    oblique_stem,
    russian_case,
    titled,
    with_chain,
)
from pipeline.names.ordinals import ordinal
from pipeline.names.spellings import Name, base_of, is_cyrillic, latin

#: What initials become: N. N., as of old for somebody whose name is not told.
_INITIAL = {True: "Н", False: "N"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``[start, end)`` of a repaired text.

    Attributes:
        text: as it stands there.
        name: the name, without endings.
        part: which word of the name it is (see :class:`pipeline.names.spellings.Base`), or
            ``initial``, ``number``, ``ordinal``, ``phrase``, ``genitive`` (a phrase in the Russian genitive).
        script: ``kk`` or ``ru`` by the spelling, ``en`` in Latin letters.
        stem: how many letters of ``text`` the ending comes after.
        declension: of a Russian ending, else None.
        why: what speaks for its being a name.
        certain: whether that is enough.
        may_be_settled: it is certain if the same name is, elsewhere in the same text.
        begins: its capital is that of a beginning, so it says nothing.
    """

    start: int
    end: int
    text: str
    name: Name
    part: str
    script: str
    stem: int
    declension: str | None
    why: str
    certain: bool
    may_be_settled: bool = False
    begins: bool = False


def written(mention: Mention, pseudonym: Name, number: str = "") -> str:
    """The pseudonym as it stands in the place of the mention: part, ending, script and case."""
    if mention.part == "initial":
        return _INITIAL[is_cyrillic(mention.text)]
    if mention.part == "number":
        return pseudonym.kazakh
    if mention.part == "ordinal":
        return ordinal(pseudonym.kazakh, mention.text)
    if mention.part == "genitive" and mention.script == "ru":
        base = base_of(pseudonym, "m", "ru").text
        return cased(titled(decline(base, declension(base, "m"), 1)), mention.text) + number
    stem, ending = mention.text[: mention.stem].lower(), mention.text[mention.stem :].lower()
    if mention.script == "en":
        return cased(titled(latin(pseudonym, mention.part)), mention.text) + number + ending
    base = base_of(pseudonym, mention.part, mention.script).text
    return cased(titled(_with_ending(base, stem, ending, mention)), mention.text) + number


def _with_ending(base: str, stem: str, ending: str, mention: Mention) -> str:
    if mention.declension is None:
        chain = kazakh_chain(stem, ending)
        return (with_chain(base, chain) if chain is not None else None) or base + ending
    kind = declension(base, mention.part)
    if kind == mention.declension and kind not in ("а", "ь f"):
        return oblique_stem(base, kind) + ending if ending else base
    case = russian_case(ending, mention.declension)
    return decline(base, kind, case or 0)
