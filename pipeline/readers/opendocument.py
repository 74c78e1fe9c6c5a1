"""OpenDocument texts (.odt): paragraphs and table rows in their order, one canonical line each."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, left_out

_PREFIXES = {
    prefix: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for prefix, name in (
        ("draw", "drawing"),
        ("office", "office"),
        ("style", "style"),
        ("svg", "svg-compatible"),
        ("table", "table"),
        ("text", "text"),
    )
}


def _name(qualified: str) -> str:
    """``text:p`` as ElementTree writes it."""
    prefix, _, local = qualified.partition(":")
    return _PREFIXES[prefix] + local


def _names(qualified: str) -> frozenset[str]:
    return frozenset(_name(one) for one in qualified.split())


_PARAGRAPHS = _names("text:p text:h")
_TABLE, _ROW, _CELL, _COVERED = (
    _name(f"table:{local}") for local in ("table", "table-row", "table-cell", "covered-table-cell")
)
_NOTE, _ANNOTATION = _name("text:note"), _name("office:annotation")
#: Anchored in a paragraph, but with paragraphs of their own.
_TEXT_BOXES = _names("draw:text-box draw:custom-shape draw:rect draw:ellipse")
#: Holds what nobody reads: deleted text, numbers that are not part of the text, alternative texts.
_UNSEEN = _names(
    "text:tracked-changes text:number text:ruby-text text:script office:forms office:binary-data"
    " svg:title svg:desc draw:object draw:glue-point"
)
_HEADERS_AND_FOOTERS = _names(
    "style:header style:footer style:header-left style:footer-left style:header-first"
    " style:footer-first"
)
_STYLE_NAME, _IS_HIDDEN, _DISPLAY = (
    _name(one) for one in ("text:style-name", "text:is-hidden", "text:display")
)
#: What ODF itself takes for one space; other white space stands for itself.
_SPACES = re.compile(r"[ \t\r\n]+")


def read(path: Path) -> Document:
    """The document's text; the cells of a table row are separated by tabs."""
    try:
        with zipfile.ZipFile(path) as archive:
            document = None if _is_locked(archive) else _document(archive)
    except Exception as error:  # zip, zlib and XML: a damaged file meets any of them
        raise TaqyrypError(
            "is not an OpenDocument text that can be opened",
            file=path,
            remedy="open it in LibreOffice or Word and save it again as .odt",
        ) from error
    if document is None:
        raise TaqyrypError(
            "is protected with a password",
            file=path,
            remedy="open it in LibreOffice and save it again without the password",
        )
    return document


def _is_locked(archive: zipfile.ZipFile) -> bool:
    manifest, files = "META-INF/manifest.xml", archive.namelist()
    return "encrypted-package" in files or (
        manifest in files and b"encryption-data" in archive.read(manifest)
    )


def _document(archive: zipfile.ZipFile) -> Document:
    content, styles = (
        ElementTree.fromstring(archive.read(name)) if name in archive.namelist() else Element("")
        for name in ("content.xml", "styles.xml")
    )
    body = content.find(f"{_name('office:body')}/{_name('office:text')}")
    if body is None:
        raise ValueError("holds no text document")
    reading = _Reading(_hidden_styles(content) | _hidden_styles(styles))
    text = "\n".join(reading.lines(body))
    for element in styles.iter():
        if element.tag in _HEADERS_AND_FOOTERS and "".join(element.itertext()).strip():
            reading.left_out["header or footer"] += 1
    return Document(text, notes=left_out(reading.left_out))


def _hidden_styles(root: Element) -> frozenset[str]:
    """Names of the styles that hide text."""
    return frozenset(
        style.get(_name("style:name"), "")
        for style in root.iter(_name("style:style"))
        for properties in style.iter(_name("style:text-properties"))
        if properties.get(_DISPLAY) == "none"
    )


class _Reading:
    """One pass over a document; counts what it leaves out."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self._hidden_styles = hidden_styles
        self.left_out: Counter[str] = Counter()

    def lines(self, container: Element) -> Iterator[str]:
        """The lines of the body, a cell or a text box, which may hold tables again."""
        for child in container:
            if self._is_left_out(child):
                continue
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                for row in self._rows(child):
                    yield "\t".join(self._cells(row))
            else:
                yield from self.lines(child)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        """The paragraph, then the text boxes that are anchored in it."""
        boxes: list[Element] = []
        # tabs and line ends that stand in the XML are spaces, those it names are not
        pieces = [
            piece if named else _SPACES.sub(" ", piece)
            for piece, named in self._pieces(paragraph, boxes)
        ]
        text = ""
        for piece in pieces:
            # a space that the one before has swallowed: ODF counts them across elements
            text += piece[1:] if piece[:1] == " " and text[-1:] in ("", " ") else piece
        yield text.replace(_KEPT, " ")
        for box in boxes:
            yield from self.lines(box)

    def _pieces(self, element: Element, boxes: list[Element]) -> Iterator[tuple[str, bool]]:
        """The text in the element; True with what elements stand for."""
        yield element.text or "", False
        for child in element:
            if child.tag in _TEXT_BOXES:
                boxes.append(child)
            elif not self._is_left_out(child):
                named = _STANDS_FOR.get(child.tag)
                if named is None:
                    yield from self._pieces(child, boxes)
                else:
                    yield named * int(child.get(_name("text:c"), "1")), True
            yield child.tail or "", False

    def _rows(self, table: Element) -> Iterator[Element]:
        """The rows, in whatever groups; not those of tables in their cells."""
        for child in table:
            if child.tag == _ROW:
                yield child
            elif child.tag != _CELL:
                yield from self._rows(child)

    def _cells(self, row: Element) -> Iterator[str]:
        covered = 0
        for cell in row:
            if cell.tag not in (_CELL, _COVERED):
                continue
            repeated = int(cell.get(_name("table:number-columns-repeated"), "1"))
            if cell.tag == _CELL:
                covered = int(cell.get(_name("table:number-columns-spanned"), "1")) - 1
                yield from ["\n".join(self.lines(cell))] * repeated
            else:  # those that the cell to their left covers are no cells of this row
                yield from [""] * max(repeated - covered, 0)
                covered = max(covered - repeated, 0)

    def _is_left_out(self, element: Element) -> bool:
        if element.tag == _NOTE:
            self.left_out[element.get(_name("text:note-class"), "footnote")] += 1
        elif element.tag == _ANNOTATION:
            self.left_out["comment"] += 1
        return (
            element.tag in (_NOTE, _ANNOTATION)
            or element.tag in _UNSEEN
            or element.get(_STYLE_NAME) in self._hidden_styles
            or element.get(_IS_HIDDEN) == "true"
            or element.get(_DISPLAY) == "none"
        )


#: A space that is not swallowed by the one before it; no XML can hold this character.
_KEPT = "\0"
_STANDS_FOR = {
    _name("text:s"): _KEPT,
    _name("text:tab"): "\t",
    _name("text:line-break"): "\n",
}
