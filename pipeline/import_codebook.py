"""Take a codebook over from another program: ``python -m pipeline.import_codebook --help``.

This is no stage. Codes that the codebook has already stay as they are; new ones are written below
them, into the text of the file, so that its comments are kept.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from pipeline.errors import TaqyrypError, run_stage
from pipeline.exchange.project import guid
from pipeline.exchange.refi_codebook import headings, plain_guid, read_codebook
from pipeline.language.languages import LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import script
from pipeline.language.words import words
from pipeline.lexicon.codebook import (
    CODEBOOK,
    COLOUR,
    GUID,
    Code,
    Codebook,
    Group,
    Trilingual,
    TrilingualList,
    load_codebook,
)
from pipeline.lexicon.codebook_text import Additions, written
from pipeline.lexicon.transliteration import scheme, to_latin
from pipeline.readers.document import counted
from pipeline.readers.refi_codes import RefiCode
from pipeline.schema import LANGUAGES, Language

_EXAMPLES = """examples:
  python -m pipeline.import_codebook school.qdc
  python -m pipeline.import_codebook school.qdpx --language ru
  python -m pipeline.import_codebook school.qdpx --out lexicons/of_school.yaml
"""
#: The group of codes that stand alone.
_ALONE = Trilingual(kk="Кодтар", ru="Коды", en="Codes")
_LONGEST_ID = 48
_LONGEST_TERM = 3
#: A text of so many words, identified so surely, is in its own language, others in the book's.
_TELLING_WORDS, _SURE = 3, 0.8


def imported(
    incoming: Sequence[RefiCode],
    no_codes: Collection[str],
    existing: Codebook | None,
    language_of: Callable[[str], Language],
    known_ids: Collection[str] = (),
) -> Additions:
    """What is new in a codebook, and what is there already.

    A code is recognised by its guid, by its name in any language, by its id. The code at the top
    is the group; a name that several have gets the names above it.

    Args:
        incoming: the codes of the other program, those above before those below.
        no_codes: the guids of those that are groups only.
        existing: the codebook so far.
        language_of: the language that a text is in.
        known_ids: ids that codes are recognised by, beside those of ``existing``: a code that was
            handed to the other program under one of them gets it back.
    """
    codes = [code for code in incoming if code.guid not in no_codes]
    names = unique_names(codes)
    known = _recognised(codes, names, existing)
    old_codes = {code.id: code for code in existing.codes} if existing else {}
    guids = {plain_guid(code.guid) for code in old_codes.values() if code.guid}
    taken_names = {_folded(name) for code in old_codes.values() for _, name in code.name.items()}
    ours = {guid("code", own): own for own in known_ids}
    groups = _Groups(incoming, existing, language_of)
    new: dict[str, Code] = {}
    filled: dict[str, dict[str, str]] = {}
    for position, code in enumerate(codes):
        own_guid = code.guid if GUID.fullmatch(code.guid) else ""
        if position in known:
            old = old_codes[known[position]]
            found = {"colour": _colour(code.colour), "guid": own_guid}
            if plain_guid(own_guid) in guids | {guid("code", old.id)}:
                found["guid"] = ""
            update = {key: value for key, value in found.items() if value and not getattr(old, key)}
            if update:
                filled[old.id] = update
            guids.add(plain_guid(own_guid))
            continue
        name = _free(names[position], taken_names, " ({})")
        own_id = ours.get(plain_guid(code.guid), "")
        if not own_id or own_id in old_codes or own_id in new:
            own_id = _free(_identifier(name, "code"), {*old_codes, *new}, "_{}")
        new[own_id] = Code(
            id=own_id,
            group=groups.of(code),
            name=_in(language_of(name), name),
            definition=_definition(code, name, language_of),
            terms=_terms(code.name, language_of),
            colour=_colour(code.colour),
            guid="" if plain_guid(own_guid) in guids | {guid("code", own_id)} else own_guid,
        )
        guids.add(plain_guid(own_guid))
    recognised = [(known[position], names[position]) for position in sorted(known)]
    return Additions(groups.new, list(new.values()), filled, recognised, groups.notes)


def _recognised(
    codes: Sequence[RefiCode], names: Sequence[str], existing: Codebook | None
) -> dict[int, str]:
    """The ids of codes that are there already, by their places; a code is taken once."""
    if existing is None:
        return {}
    by_guid = {guid("code", code.id): code.id for code in existing.codes}
    by_guid |= {plain_guid(code.guid): code.id for code in existing.codes if code.guid}
    by_name: dict[str, str] = {}
    for code in existing.codes:
        for _, name in code.name.items():
            by_name.setdefault(_folded(name), code.id)
    by_id = {own: own for own in existing.ids}
    found: dict[int, str] = {}
    for index, keys in (
        (by_guid, [plain_guid(code.guid) for code in codes]),
        (by_name, [_folded(name) for name in names]),
        (by_id, [_latin(name) for name in names]),
    ):
        for position, key in enumerate(keys):
            own = index.get(key)
            if own and position not in found and own not in found.values():
                found[position] = own
    return found


class _Groups:
    """The groups of the codes: those that are there, and the new ones as they are asked for."""

    def __init__(
        self,
        incoming: Sequence[RefiCode],
        existing: Codebook | None,
        language_of: Callable[[str], Language],
    ) -> None:
        self._tops = {code.parents[0] for code in incoming if code.parents}
        self._texts = {code.name: code.description for code in incoming if not code.parents}
        self._language_of = language_of
        self._by_name: dict[str, str] = {}
        old = existing.groups if existing else []
        self._ids = {group.id for group in old}
        own = {guid("group", group.id): group.id for group in old}
        for group in old:
            for name in (group.id, *(name for _, name in group.name.items())):
                self._by_name.setdefault(_folded(name), group.id)
        for code in incoming:
            if not code.parents and plain_guid(code.guid) in own:
                self._by_name[_folded(code.name)] = own[plain_guid(code.guid)]
        self.new: list[Group] = []
        self.notes: dict[str, str] = {}

    def of(self, code: RefiCode) -> str:
        """The id of a code's group."""
        top = code.parents[0] if code.parents else code.name
        if top not in self._tops:
            return self._group(_ALONE.en, _ALONE, "")
        return self._group(top, _in(self._language_of(top), top), self._texts.get(top, ""))

    def _group(self, key: str, name: Trilingual, note: str) -> str:
        if _folded(key) not in self._by_name:
            own = _free(_identifier(key, "group"), self._ids, "_{}")
            self._ids.add(own)
            self._by_name[_folded(key)] = own
            self.new.append(Group(id=own, name=name))
            if note:
                self.notes[own] = note
        return self._by_name[_folded(key)]


def unique_names(codes: Sequence[RefiCode]) -> list[str]:
    """The names of codes; those that several have are told apart by the names above them."""
    paths = [tuple(map(_line, (*code.parents, code.name))) for code in codes]
    parts = [1] * len(codes)
    while True:
        names = [": ".join(path[-count:]) for path, count in zip(paths, parts, strict=True)]
        counts = Counter(map(_folded, names))
        longer = [
            count + (counts[_folded(name)] > 1 and count < len(path))
            for path, count, name in zip(paths, parts, names, strict=True)
        ]
        if longer == parts:
            break
        parts = longer
    taken: set[str] = set()
    return [_free(name, taken, " ({})") for name in names]


def _free(name: str, taken: set[str], numbered: str) -> str:
    """``name``, numbered where it is taken; it is put into ``taken``."""
    own, number = name, 1
    while _folded(own) in taken:
        number += 1
        own = name + numbered.format(number)
    taken.add(_folded(own))
    return own


def _line(text: str) -> str:
    return " ".join(text.split())


def _folded(name: str) -> str:
    """A name as names are compared."""
    return _line(unicodedata.normalize("NFC", name).casefold())


def _latin(name: str) -> str:
    """A name in a-z, 0-9 and _; empty if nothing of it can be."""
    latin = unicodedata.normalize("NFKD", to_latin(name.lower(), scheme("passport_kk")))
    letters = "".join(one for one in latin if not unicodedata.combining(one))
    return re.sub("[^a-z0-9]+", "_", letters).strip("_")


def _identifier(name: str, kind: str) -> str:
    """An id made of a name; ``kind`` stands before a number and for nothing at all."""
    own = _latin(name)
    if not own[:1].isalpha():
        own = f"{kind}_{own}".strip("_")
    if len(own) > _LONGEST_ID:
        own = own[: _LONGEST_ID + 1].rpartition("_")[0] or own[:_LONGEST_ID]
    return own


def _colour(colour: str) -> str:
    """``#RRGGBB``, also of ``#RGB``; empty for anything else."""
    own = colour.strip()
    if re.fullmatch("#[0-9A-Fa-f]{3}", own):
        own = "#" + "".join(digit * 2 for digit in own[1:])
    return own if COLOUR.fullmatch(own) else ""


def _in(language: Language, text: str) -> Trilingual:
    return Trilingual(**{language: text})


def _definition(code: RefiCode, name: str, language_of: Callable[[str], Language]) -> Trilingual:
    if code.description:
        return _in(language_of(code.description), code.description)
    return _in(language_of(name), ": ".join(map(_line, (*code.parents, code.name))))


def _terms(name: str, language_of: Callable[[str], Language]) -> TrilingualList:
    """The name as a term, if it is short; digits are no part of words, and cannot be found."""
    term = _line(name.replace("_", " "))
    digits = any(letter.isdigit() for letter in term)
    if digits or not 1 <= len(list(words(term))) <= _LONGEST_TERM:
        return TrilingualList()
    return TrilingualList(**{language_of(name): [term]})


def book_language(texts: Sequence[str]) -> Callable[[str], Language]:
    """Tells the language of a text of the book; what is too short to tell is in the book's own."""
    identifier = LanguageIdentifier(Lemmatiser())
    book = identifier.identify("\n".join(texts)).language

    def language_of(text: str) -> Language:
        found = identifier.identify(text)
        cyrillic = any(script(letter) == "Cyrillic" for letter in text)
        telling = len(found.words) >= _TELLING_WORDS and found.confidence >= _SURE
        return found.language if telling or cyrillic == (book == "en") else book

    return language_of


def _always(language: Language) -> Callable[[str], Language]:
    return lambda _: language


def summary(change: Additions, left_out: Sequence[str]) -> list[str]:
    """What was added and what was recognised, in lines."""
    shown = {code.id: next(code.name.items())[1] for code in change.codes}
    lines = [f"{counted(len(change.codes), 'code')} added, {len(change.recognised)} there already."]
    lines += ["added:"] if shown else []
    lines += [f"  {own}: {name}" for own, name in shown.items()]
    if change.groups:
        lines.append(f"new groups: {', '.join(group.id for group in change.groups)}")
    lines += ["there already, and kept as they are:"] if change.recognised else []
    for own, name in change.recognised:
        filled = " and ".join(change.filled.get(own, ()))
        lines.append(f"  {own}: {name}" + (f" ({filled} filled in)" if filled else ""))
    if left_out:
        lines.append(f"no codes, as they only hold others together: {', '.join(left_out)}")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.import_codebook",
        description="Take the codes of a REFI-QDA codebook (.qdc) or project (.qdpx) over. Codes "
        "that are there already are never changed.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a codebook or a project")
    parser.add_argument("--out", type=Path, default=CODEBOOK, help=f"if not {CODEBOOK.as_posix()}")
    parser.add_argument("--language", choices=LANGUAGES, help="what it is in, if not found out")
    return parser


def main() -> None:
    """Answer the command line."""
    arguments = _parser().parse_args()
    out: Path = arguments.out
    incoming, no_codes = read_codebook(arguments.file), headings(arguments.file)
    if all(code.guid in no_codes for code in incoming):
        remedy = "add codes below them in the program it comes from, and export it again"
        raise TaqyrypError("has headings and no codes", file=arguments.file, remedy=remedy)
    existing = load_codebook(out) if out.exists() else None
    known = existing or (load_codebook() if CODEBOOK.exists() else None)
    known_ids = known.ids if known else ()
    given: Language | None = arguments.language
    texts = [text for code in incoming for text in (code.name, code.description) if text]
    language_of = _always(given) if given else book_language(texts)
    change = imported(incoming, no_codes, existing, language_of, known_ids)
    left_out = [code.name for code in incoming if code.guid in no_codes]
    print(*summary(change, left_out), sep="\n")
    if not (change.codes or change.filled):
        print(f"Nothing is new: {out.as_posix()} stays as it is.")
        return
    kept, anew = written(out, existing, change)
    if kept:
        print(f"The file as it was: {kept.as_posix()}")
    if anew:
        print("It is written in a way that nothing can be put into: its comments are only there.")
    if change.codes:
        print(
            f"Next: give the new codes definitions, examples and terms in the three languages "
            f"({out.as_posix()}), and run: dvc repro"
        )


if __name__ == "__main__":
    run_stage(main)
