"""REFI-QDA projects (.qdpx): what NVivo, ATLAS.ti, MAXQDA, QualCoder and others exchange.

A project is a ZIP archive: ``project.qde``, which is XML, and a folder with the sources. Each source
with text is a transcript of its own: documents, the text of PDFs, the transcripts of recordings.
Nothing is unpacked to the disk. Programs write no document type, and only there can entities be
declared: a project that has one is refused.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from pathlib import Path, PurePosixPath
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, counted
from pipeline.readers.encodings import decode_bytes

_PROJECT = "project.qde"
#: Where a source of each kind has its text; others, as pictures, have none.
_TEXTS = {
    "TextSource": ".",
    "PDFSource": "{*}Representation",
    "AudioSource": "{*}Transcript",
    "VideoSource": "{*}Transcript",
}
#: What blank text is made of, in UTF-8 or UTF-16, with or without a byte order mark.
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
#: More bytes than any text or project has; what unpacks to more was made to fill the memory.
_TOO_LARGE = 1 << 28
#: What the standard library raises for archives that are damaged, locked or packed in its own way.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError),
)
_EXPORT_AGAIN = "export the project again (REFI-QDA, .qdpx) from the program it comes from"


@dataclass(frozen=True, slots=True)
class RefiSource:
    """A source with text; ``guid`` tells it from the others of its project.

    ``kind`` is ``text``, ``pdf``, ``audio`` or ``video``.
    """

    name: str
    guid: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a project, or a source without any; the element has the text or says where it is."""

    source: RefiSource
    element: Element | None


def sources(path: Path) -> list[RefiSource]:
    """The sources that have text, in the order of the project; a recording has its transcripts.

    Raises:
        TaqyrypError: not a project, or none of its sources has text, or two share a guid.
    """
    with opened(path) as project:
        found = [text.source for text in project.texts if project.has_text(text)]
        if not found:
            message = f"has no source with text (only {project.without_text() or 'codes'})"
            remedy = "export it with its documents, or take it out of the corpus folder"
            raise TaqyrypError(message, file=path, remedy=remedy)
    guids = [source.guid for source in found]
    for source in found:
        if not source.guid or guids.count(source.guid) > 1:
            message = f"source {source.name!r} has no guid of its own (found {source.guid!r})"
            raise TaqyrypError(message, file=path, remedy=_EXPORT_AGAIN)
    return found


def read(path: Path, guid: str) -> Document:
    """The text of one source; speaker labels are found in it later.

    Synchronisation points of a recording are its times. What has no text is named in the notes of
    the project's first source.

    Raises:
        TaqyrypError: not a project, or the source or its text is not in it.
    """
    with opened(path) as project:
        text = next((text for text in project.texts if text.source.guid == guid), None)
        if text is None or text.element is None:
            message = f"has no text with the guid {guid!r}"
            remedy = "run: dvc repro; the texts of a project are then in transcripts/canonical/"
            raise TaqyrypError(message, file=path, remedy=remedy)
        content = project.content(text.element)
        first = next(filter(project.has_text, project.texts), None)
        left_out = project.without_text() if text is first else ""
    decoded = decode_bytes(content, path)
    times, note = _times(text.element, decoded.text)
    notes = [decoded.note, note, f"left out, without text: {left_out}" if left_out else ""]
    return Document(decoded.text, times=times, notes=tuple(filter(None, notes)))


class Project:
    """An open project."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self._names = {
            "/" + info.filename.replace("\\", "/").casefold(): info
            for info in archive.infolist()
            if info.filename and not info.is_dir()  # a damaged archive has files without names
        }
        self.root = _parse(self._unpacked(_PROJECT), path)
        self.texts = list(_texts(self.root))

    def content(self, element: Element) -> bytes:
        """The bytes of a text, be they in the archive or in the XML."""
        place = element.get("plainTextPath")
        if not place:
            return element.findtext("{*}PlainTextContent", "").encode("utf-8")
        name = place.removeprefix("internal://")
        if "://" in name:
            raise TaqyrypError(
                f"its text is not in the project but in another file, {place}",
                file=self._path,
                remedy="export the project with its sources inside, or put that file itself into "
                "the corpus folder",
            )
        return self._unpacked(name)

    def has_text(self, text: _Text) -> bool:
        """Whether there is more than white space; what cannot be reached is for ``read`` to say."""
        if text.element is None:
            return False
        try:
            return bool(self.content(text.element).strip(_BLANK))
        except TaqyrypError:
            return True

    def without_text(self) -> str:
        """The names of the sources that have none."""
        empty = [text.source for text in self.texts if not self.has_text(text)]
        return ", ".join(f"{source.name} ({source.kind})" for source in empty)

    def _unpacked(self, name: str) -> bytes:
        """A file of the archive: in whatever folder and, as programs differ, in any case."""
        ending = "/" + name.replace("\\", "/").lstrip("/").casefold()
        found = min((key for key in self._names if key.endswith(ending)), key=len, default=None)
        if found is None:
            message = f"there is no {name} in the archive"
            raise TaqyrypError(message, file=self._path, remedy=_EXPORT_AGAIN)
        if self._names[found].file_size > _TOO_LARGE:
            message = f"{name} unpacks to more than {_TOO_LARGE >> 20} MB, too much for text"
            raise TaqyrypError(message, file=self._path, remedy=_EXPORT_AGAIN)
        return self._archive.read(self._names[found])


@contextmanager
def opened(path: Path) -> Iterator[Project]:
    """A project to read from.

    Raises:
        TaqyrypError: not an archive, damaged, or without a project in it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield Project(archive, path)
    except _DAMAGED as error:
        message = f"is not a project that can be opened ({error})"
        raise TaqyrypError(message, file=path, remedy=_EXPORT_AGAIN) from error


class SafeBuilder(TreeBuilder):
    """Builds no tree with a document type, which alone can declare entities."""

    def doctype(self, *_: object) -> NoReturn:
        """Refuse it."""
        raise ParseError("it has a document type, <!DOCTYPE")


# sources are read one by one, and a project with many codings takes a while
@lru_cache(maxsize=1)
def _parse(content: bytes, path: Path) -> Element:
    parser = XMLParser(target=SafeBuilder())
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as error:  # the last two: odd encodings
        line, _ = getattr(error, "position", (None, None))
        message = f"{_PROJECT} in it is not XML that can be read ({error})"
        raise TaqyrypError(message, file=path, line=line, remedy=_EXPORT_AGAIN) from error
    if _local(root) != "Project":
        message = f"{_PROJECT} in it begins with <{_local(root)}>, not <Project>"
        raise TaqyrypError(message, file=path, remedy=_EXPORT_AGAIN)
    return root


def _local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _texts(root: Element) -> Iterator[_Text]:
    for source in root.iterfind("{*}Sources/*"):
        tag = _local(source)
        kind = tag.removesuffix("Source").lower()
        elements: list[Element | None] = [*source.iterfind(_TEXTS.get(tag, "none"))]
        for element in elements or [None]:
            holder = source if element is None else element
            file = PurePosixPath(holder.get("plainTextPath", "")).stem
            name = source.get("name") or holder.get("name") or file or kind
            yield _Text(RefiSource(name, holder.get("guid", ""), kind), element)


def _times(element: Element, text: str) -> tuple[tuple[tuple[int, float], ...], str]:
    """Places in the text with their times, and a note if they had to be left out.

    Programs count characters in their own ways. The right one is that by which most points stand
    where lines begin or end; if few do, nobody can tell.
    """
    points = list(_points(element))
    if not points:
        return (), ""
    edges = {0, len(text)}
    for place, letter in enumerate(text):
        if letter == "\n":
            edges |= {place, place + 1}
    # the standard's own way first: of ways that are equally good the first is taken
    ways = (counted_places(text, *way) for way in product((0, 1), (1, 2), (1, 2)))
    readings = [[(way[at], time) for at, time in points if at in way] for way in ways]
    hits = [sum(place in edges for place, _ in reading) for reading in readings]
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    if 2 * max(hits) < min(len(points), lines):
        return (), f"{counted(len(points), 'time')} left out: nobody can tell of which lines"
    return tuple(readings[hits.index(max(hits))]), ""


def _points(element: Element) -> Iterator[tuple[int, float]]:
    """Position and seconds of the synchronisation points, in the order of the text.

    One that is not later than those before it says nothing: QualCoder repeats the last time that
    it knows, or writes 0, wherever a coding begins or ends.
    """
    pairs = [
        (point.get("position", ""), point.get("timeStamp", ""))
        for point in element.iterfind("{*}SyncPoint")
    ]
    latest = -1
    for position, time in sorted((int(at), int(time)) for at, time in pairs if _number(at, time)):
        if time > latest:
            latest = time
            yield position, time / 1000


def _number(*values: str) -> bool:
    return all(value.isascii() and value.isdigit() for value in values)


def counted_places(text: str, mark: int, line_end: int, astral: int) -> dict[int, int]:
    """Places in the text by their numbers, where a program counts so many units for a byte order
    mark, for a line end and for a character that UTF-16 writes as two.
    """
    widths = (line_end if one == "\n" else astral if one > "\uffff" else 1 for one in text)
    return {number: place for place, number in enumerate(accumulate(widths, initial=mark))}
