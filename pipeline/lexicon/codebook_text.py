"""Codes written into the text of a codebook, so that its comments and its layout are kept."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from pipeline.errors import TaqyrypError
from pipeline.lexicon.codebook import CODEBOOK, Code, Codebook, Group, TrilingualList, load_codebook
from pipeline.schema import LANGUAGES
from pipeline.tables import write_bytes

_HEADER = """\
# The codebook: what each code means, how it is said, in which words.
#
# id:          a-z, 0-9 and _; what the results show. Keep it when you reword the rest.
# definition:  what is coded here, in any of kk, ru, en (one language is enough, three are better).
# examples:    how people say it, whole sentences, best without the obvious word.
# terms:       words and phrases that speak for the code, in dictionary form.
# colour, guid: as they are in the program that the code comes from.
"""
#: What YAML does not take as it is, or takes for the end of a line.
_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Additions:
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


def _quoted(text: str) -> str:
    """``text`` as YAML in double quotes, on one line."""
    return _NOT_PLAIN.sub(lambda own: f"\\u{ord(own[0]):04x}", json.dumps(text, ensure_ascii=False))


def _plain(own_id: str) -> str:
    """An id as YAML: ``no`` and ``true`` need quotes."""
    return own_id if isinstance(yaml.safe_load(own_id), str) else _quoted(own_id)


def _group_lines(group: Group, note: str) -> list[str]:
    name = ", ".join(f"{language}: {_quoted(text)}" for language, text in group.name.items())
    lines = [f"- id: {_plain(group.id)}", f"  name: {{{name}}}"]
    return [*lines, f"  # {' '.join(_NOT_PLAIN.sub(' ', note).split())}"] if note else lines


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


def extended(text: str, change: Additions) -> str | None:
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


def written(out: Path, existing: Codebook | None, change: Additions) -> tuple[Path | None, bool]:
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
