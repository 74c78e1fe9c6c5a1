"""Take a codebook over from another program: ``python -m pipeline.import_codebook --help``.

This is no stage. Codes that the codebook has already stay as they are; new ones are written below
them, into the text of the file, so that its comments are kept.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

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
from pipeline.lexicon.transliteration import scheme, to_latin
from pipeline.readers.document import counted
from pipeline.readers.refi_codes import RefiCode
from pipeline.schema import LANGUAGES, Language
from pipeline.tables import write_bytes

_EXAMPLES = """examples:
  python -m pipeline.import_codebook school.qdc
  python -m pipeline.import_codebook school.qdpx --language ru
  python -m pipeline.import_codebook school.qdpx --out lexicons/of_school.yaml
"""
_HEADER = """\
# The codebook: what each code means, how it is said, in which words.
#
# id:          a-z, 0-9 and _; what the results show. Keep it when you reword the rest.
# definition:  what is coded here, in any of kk, ru, en (one language is enough, three are better).
# examples:    how people say it, whole sentences, best without the obvious word.
# terms:       words and phrases that speak for the code, in dictionary form.
# colour, guid: as they are in the program that the code comes from.
"""
#: The group of codes that stand alone.
_ALONE = Trilingual(kk="Кодтар", ru="Коды", en="Codes")
_LONGEST_ID = 48
_LONGEST_TERM = 3
#: A text of so many words, identified so surely, is in its own language, others in the book's.
_TELLING_WORDS, _SURE = 3, 0.8
#: What YAML does not take as it is, or takes for the end of a line.
_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Import:
    """What a codebook of another program adds to ours.

    Attributes:
        groups, codes: what is new.
        filled: colours and guids for codes that have none, by id and field.
        recognised: the ids of codes that are there already, with the names they come with.
        notes: what was written about a new group, by its id.
    """

    groups: list[Group]
    codes: list[Code]
    filled: dict[str, dict[str, str]]
    recognised: list[tuple[str, str]]
    notes: dict[str, str]

    def added_to(self, existing: Codebook | None) -> Codebook:
        """The codebook with what is new."""
        if existing is None:
            return Codebook(groups=self.groups, codes=self.codes)
        kept = [code.model_copy(update=self.filled.get(code.id, {})) for code in existing.codes]
        return Codebook(groups=[*existing.groups, *self.groups], codes=[*kept, *self.codes])


def imported(
    incoming: Sequence[RefiCode],
    no_codes: Collection[str],
    existing: Codebook | None,
    language_of: Callable[[str], Language],
    known_ids: Collection[str] = (),
) -> Import:
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
    return Import(groups.new, list(new.values()), filled, recognised, groups.notes)


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


def _quoted(text: str) -> str:
    """``text`` as YAML in double quotes, on one line."""
    return _NOT_PLAIN.sub(lambda own: f"\\u{ord(own[0]):04x}", json.dumps(text, ensure_ascii=False))


def _plain(own_id: str) -> str:
    """An id as YAML: ``no`` and ``true`` need quotes."""
    return own_id if isinstance(yaml.safe_load(own_id), str) else _quoted(own_id)


def _group_lines(group: Group, note: str) -> list[str]:
    name = ", ".join(f"{language}: {_quoted(text)}" for language, text in group.name.items())
    lines = [f"- id: {_plain(group.id)}", f"  name: {{{name}}}"]
    return [*lines, f"  # {_NOT_PLAIN.sub(' ', _line(note))}"] if note else lines


def _code_lines(code: Code) -> list[str]:
    lines = [f"- id: {_plain(code.id)}", f"  group: {_plain(code.group)}"]
    for key in ("colour", "guid"):
        lines += [f"  {key}: {_quoted(getattr(code, key))}"] if getattr(code, key) else []
    for key in ("name", "definition"):
        texts = getattr(code, key).items()
        lines += [f"  {key}:", *(f"    {language}: {_quoted(text)}" for language, text in texts)]
    for key in ("examples", "terms"):
        part: TrilingualList = getattr(code, key)
        lines += [f"  {key}:"] if any(True for _ in part.items()) else []
        for language in LANGUAGES:
            if own := getattr(part, language):
                lines += [f"    {language}:", *(f"      - {_quoted(text)}" for text in own)]
    return lines


def _indented(lines: Sequence[str], columns: int) -> str:
    return "".join(" " * columns + line + "\n" for line in lines)


def codebook_yaml(codebook: Codebook, notes: Mapping[str, str]) -> str:
    """A whole codebook as a file; ``notes`` on groups become comments."""
    groups = [_indented(_group_lines(own, notes.get(own.id, "")), 2) for own in codebook.groups]
    codes = [_indented(_code_lines(code), 2) for code in codebook.codes]
    return f"{_HEADER}groups:\n{''.join(groups)}codes:\n" + "\n".join(codes)


def extended(text: str, change: Import) -> str | None:
    """The text of a codebook with what is new in it, all else as it was.

    None if it is written in a way that nothing can be put into. The result is to be read back and
    compared, as YAML can be written in more ways than are thought of here.
    """
    text = text if text.endswith("\n") else text + "\n"
    root = cast(yaml.MappingNode, yaml.compose(text, Loader=yaml.SafeLoader))
    parts = {key.value: part for key, part in root.value}
    edits: list[tuple[int, int, str]] = []
    for node in parts["codes"].value:
        keys = {key.value: (key, value) for key, value in node.value}
        for field, value in change.filled.get(keys["id"][1].value, {}).items():
            edits.append(_filling(text, node, keys, field, _quoted(value)))
    groups = [_group_lines(group, change.notes.get(group.id, "")) for group in change.groups]
    codes = [["", *_code_lines(code)] for code in change.codes]
    for part, items in ((parts["groups"], groups), (parts["codes"], codes)):
        if items and part.flow_style:
            return None
        place, columns = _end(text, part), part.start_mark.column
        block = "".join(_indented(lines, columns) for lines in items)
        edits.append((place, place, block.replace(" " * columns + "\n", "\n")))
    # from the end, so that places stay; of those at one place the last is put in first
    for start, end, new in sorted(edits, key=lambda edit: edit[0])[::-1]:
        text = text[:start] + new + text[end:]
    return text


def _filling(
    text: str,
    node: yaml.Node,
    keys: Mapping[str, tuple[yaml.Node, yaml.Node]],
    field: str,
    value: str,
) -> tuple[int, int, str]:
    """What gives a code a field that it lacks or has empty."""
    if field in keys:
        old = keys[field][1]
        return old.start_mark.index, old.end_mark.index, value
    after = keys["id"][1].end_mark.index
    if cast(yaml.MappingNode, node).flow_style:
        return after, after, f", {field}: {value}"
    line = text.index("\n", after) + 1
    return line, line, f"{' ' * node.start_mark.column}{field}: {value}\n"


def _end(text: str, node: yaml.Node) -> int:
    """Where the line after a list begins; comments and empty lines below are not its own."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    place = node.end_mark.index
    begin = text.rfind("\n", 0, place) + 1
    return text.index("\n", place) + 1 if text[begin:place].strip() else begin


def written(out: Path, existing: Codebook | None, change: Import) -> tuple[Path | None, bool]:
    """Write the codebook with what is new; a file that was there is kept beside it.

    Returns:
        Where the former file is, and whether it had to be written anew, without its comments.
    """
    wanted = change.added_to(existing)
    if existing is None:
        write_bytes(out, codebook_yaml(wanted, change.notes).encode("utf-8"))
        return None, False
    before = out.read_bytes()
    text = extended(out.read_text(encoding="utf-8"), change)
    anew = text is None or not _reads_as(text, wanted)
    if text is None or anew:
        text = codebook_yaml(wanted, change.notes)
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    number = 1
    while (kept := out.with_name(f"{out.stem}.before-{number}{out.suffix}")).exists():
        number += 1
    write_bytes(kept, before)
    write_bytes(out, text.encode("utf-8"))
    return kept, anew


def _reads_as(text: str, wanted: Codebook) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / CODEBOOK.name
        path.write_text(text, encoding="utf-8")
        try:
            return load_codebook(path) == wanted
        except TaqyrypError:
            return False


def summary(change: Import, left_out: Sequence[str]) -> list[str]:
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
