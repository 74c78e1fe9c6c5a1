"""Codes and codings of a REFI-QDA project: what a person has coded by hand in another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.errors import TaqyrypError
from pipeline.readers import refi
from pipeline.readers.document import counted
from pipeline.readers.encodings import decode_bytes


@dataclass(frozen=True, slots=True)
class RefiCode:
    """A code; ``parents`` are the names of the codes it stands under, outermost first."""

    guid: str
    name: str
    parents: tuple[str, ...]
    description: str
    colour: str


@dataclass(frozen=True, slots=True)
class RefiCoding:
    """A stretch of a source with one code, given by a user.

    ``start`` and ``end`` are code points of the source's text as :func:`pipeline.readers.refi.read`
    gives it; ``note`` is what was written about it, in its description or in notes of their own.
    """

    source: str
    start: int
    end: int
    code: str
    user: str
    note: str


def codes(path: Path) -> list[RefiCode]:
    """The codes of a project in its order, those above before those below.

    Raises:
        TaqyrypError: not a project, or a code without a guid or a name.
    """
    with refi.opened(path) as project:
        return list(listed(project.root.iterfind("{*}CodeBook/{*}Codes/{*}Code"), path))


def listed(
    elements: Iterable[Element], path: Path, parents: tuple[str, ...] = ()
) -> Iterator[RefiCode]:
    """The codes among elements and below them; ``parents`` are the names of those above."""
    for element in elements:
        name, guid = element.get("name", "").strip(), element.get("guid", "")
        if not (name and guid):
            raise TaqyrypError(
                f"a code has no {'name' if guid else 'guid'} ({name or guid or 'nothing at all'})",
                file=path,
                remedy="give it a name in the program it comes from, and export the project again",
            )
        description = element.findtext("{*}Description", "").strip()
        yield RefiCode(guid, name, parents, description, element.get("color", ""))
        yield from listed(element.iterfind("{*}Code"), path, (*parents, name))


def codings(path: Path) -> tuple[list[RefiCoding], str]:
    """The codings of text, and a note: how the program counts, where it has a way of its own, and what
    was left out.

    Programs count line ends, characters beyond the first plane and the byte order mark in their
    own ways. The right one is that by which most selections have the words that they are named
    by; where names are no quotes, that by which most begin and end where words do. A selection
    that has other words by it is tried in the other ways: a program may count what it was given
    in one way and what was coded in it in another.

    Raises:
        TaqyrypError: not a project, or a selection that is outside its text or has no numbers.
    """
    with refi.opened(path) as project:
        users = {
            user.get("guid"): user.get("name", "")
            for user in project.root.iterfind("{*}Users/{*}User")
        }
        selections = [
            (text.source.guid, selection)
            for text in project.texts
            if text.element is not None
            for selection in _selections(text.element)
        ]
        whole = sum(
            len(text.element.findall("{*}Coding"))
            for text in project.texts
            if text.element is not None
        )
        written = _notes(project, path)
        contents = {guid: refi.read(path, guid).text for guid in {guid for guid, _ in selections}}
    way, note = _way(selections, contents, path)
    if whole:
        left_out = f"{counted(whole, 'coding')} of whole texts left out"
        note = f"{note}; {left_out}" if note else left_out
    texts = {guid: _Counted(text, way) for guid, text in contents.items()}
    found = []
    for guid, selection in selections:
        begin, end = texts[guid].place(selection, path)
        for coding in selection.iterfind("{*}Coding"):
            user = coding.get("creatingUser") or selection.get("creatingUser") or ""
            notes = [
                selection.findtext("{*}Description", "").strip(),
                *(written.get(own, "") for own in _references(selection, coding)),
            ]
            found += [
                RefiCoding(
                    guid,
                    begin,
                    end,
                    reference.get("targetGUID", ""),
                    users.get(user, user),
                    "\n".join(dict.fromkeys(filter(None, notes))),
                )
                for reference in coding.iterfind("{*}CodeRef")
            ]
    return found, note


def _notes(project: refi.Project, path: Path) -> dict[str, str]:
    """What the notes of a project say, by their guids."""
    found = {}
    for element in project.root.iterfind("{*}Notes/{*}Note"):
        content = decode_bytes(project.content(element), path).text.strip()
        found[element.get("guid", "")] = content or element.findtext("{*}Description", "").strip()
    return found


def _references(*elements: Element) -> Iterator[str]:
    """The notes that elements refer to."""
    for element in elements:
        for reference in element.iterfind("{*}NoteRef"):
            yield reference.get("targetGUID", "")


def _selections(element: Element) -> Iterator[Element]:
    yield from element.iterfind("{*}PlainTextSelection")
    yield from element.iterfind("{*}TranscriptSelection")


def _span(selection: Element, path: Path) -> tuple[int, int]:
    values = selection.get("startPosition", ""), selection.get("endPosition", "")
    if not all(value.isascii() and value.isdigit() for value in values):
        raise TaqyrypError(
            f"a selection has no place: it says {values[0]!r} to {values[1]!r}",
            file=path,
            remedy="export the project again from the program it comes from",
        )
    return int(values[0]), int(values[1])


Way = tuple[int, int, int]
#: Units for a byte order mark, a line end and an astral character; the standard's own way first.
_WAYS: list[Way] = list(product((0, 1), (1, 2), (1, 2)))


class _Counted:
    """A text with its places as a program numbers them."""

    def __init__(self, text: str, way: Way) -> None:
        self._text = text
        self._ways = [way, *(other for other in _WAYS if other != way)]
        self._places: dict[Way, dict[int, int]] = {}

    def place(self, selection: Element, path: Path) -> tuple[int, int]:
        """Where a selection stands, in the first way of counting by which it has its words."""
        start, end = _span(selection, path)
        name, usual = selection.get("name", ""), None
        for way in self._ways:
            if way not in self._places:
                self._places[way] = refi.counted_places(self._text, *way)
            places = self._places[way]
            if start not in places or end not in places or places[start] > places[end]:
                continue
            found = places[start], places[end]
            if _fits(self._text, *found, name) == _QUOTED:
                return found
            if way == self._ways[0]:
                usual = found
        if usual is None:
            raise TaqyrypError(
                f"a selection from {start} to {end} is outside its text or inside a character",
                file=path,
                remedy="export the project again; if it comes back, tell the makers of the program",
            )
        return usual


def _way(
    selections: list[tuple[str, Element]], contents: dict[str, str], path: Path
) -> tuple[Way, str]:
    """How the program counts: units for a byte order mark, a line end, an astral character."""
    best: tuple[int, Way] = (-1, (0, 1, 1))
    for mark, line_end, astral in _WAYS:
        numbered = {
            guid: refi.counted_places(text, mark, line_end, astral)
            for guid, text in contents.items()
        }
        hits = 0
        for guid, selection in selections:
            text, places = contents[guid], numbered[guid]
            start, end = _span(selection, path)
            if start in places and end in places:
                hits += _fits(text, places[start], places[end], selection.get("name", ""))
        if hits > best[0]:  # the standard's own way comes first, and wins where others are as good
            best = hits, (mark, line_end, astral)
    names = ("a byte order mark", "line ends as two", "characters such as emoji as two")
    odd = [name for name, own, usual in zip(names, best[1], (0, 1, 1), strict=True) if own != usual]
    return best[1], f"the program counts {' and '.join(odd)}" if odd else ""


_QUOTED = 2


def _fits(text: str, start: int, end: int, name: str) -> int:
    """``_QUOTED`` where the words are those of the name, one where they begin and end as words do."""
    quote = text[start:end]
    if quote and " ".join(quote.split()).startswith(" ".join(name.split())[:40] or quote + "."):
        return _QUOTED
    inside = [text[place - 1 : place + 1] for place in (start, end)]
    return int(not any(len(pair) == 2 and pair.isalnum() for pair in inside))
