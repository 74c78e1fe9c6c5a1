"""Word files (.docx): paragraphs and table rows in their order, one canonical line each.

Transcribers may give each speaker a style of their own instead of a label: where paragraphs have
styles that Word did not bring along, these are told, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, Speech

_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
#: Runs of a paragraph as they read with all tracked changes accepted, each text once.
_RUNS = (
    ".//w:r[not(ancestor::w:del)][not(ancestor::w:moveFrom)]"
    "[not(ancestor::*[local-name()='Fallback'])]"
)
#: Set on a cell that only carries on the merged one above or beside it.
_CARRIED_ON = "./w:tcPr/*[self::w:vMerge or self::w:hMerge][not(@w:val='restart')]"


def read(path: Path) -> Document:
    """The document's text; the cells of a table row are separated by tabs."""
    try:
        document = docx.Document(str(path))
        own = {style.style_id: style.name for style in document.styles if not style.builtin}
        styled = [
            (line.replace("\r", "\n"), own.get(style, ""))
            for line, style in _lines(document.element.body)
        ]
    except Exception as error:  # zip, zlib, lxml and python-docx: a damaged file meets any of them
        raise TaqyrypError(
            "is not a Word document that can be opened",
            file=path,
            remedy="open it in Word or LibreOffice and save it again as .docx",
        ) from error
    return Document("\n".join(line for line, _ in styled), styled=tuple(_by_style(styled)))


def _by_style(lines: Iterable[tuple[str, str]]) -> Iterator[Speech]:
    """Neighbouring lines of one style, with its name as label; empty for Word's own styles."""
    start = number = 0
    for style, group in groupby(lines, key=itemgetter(1)):
        texts = [line for line, _ in group]
        end = start + len("\n".join(texts))
        yield Speech(style, start, end, None, number + 1)
        start, number = end + 1, number + len(texts)


def _lines(container: BaseOxmlElement) -> Iterator[tuple[str, str]]:
    """The lines of the body or of a cell, which may hold tables again, each with its style."""
    for block in _nearest(container, _PARAGRAPH, _TABLE):
        if block.tag == _PARAGRAPH:
            style = block.xpath("./w:pPr/w:pStyle/@w:val")
            yield "".join(run.text for run in block.xpath(_RUNS)), style[0] if style else ""
        else:
            for row in _nearest(block, _ROW):
                yield "\t".join(_cell_text(cell) for cell in _nearest(row, _CELL)), ""


def _cell_text(cell: BaseOxmlElement) -> str:
    return "" if cell.xpath(_CARRIED_ON) else "\n".join(line for line, _ in _lines(cell))


def _nearest(element: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """Elements of these kinds, whatever they are wrapped in: content controls, custom XML, …"""
    for child in element:
        if child.tag in tags:
            yield child
        else:
            yield from _nearest(child, *tags)
