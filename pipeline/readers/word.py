"""Word files (.docx): paragraphs and table rows in their order, one canonical line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document

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
        lines = [line.replace("\r", "\n") for line in _lines(docx.Document(str(path)).element.body)]
    except Exception as error:  # zip, zlib, lxml and python-docx: a damaged file meets any of them
        raise TaqyrypError(
            "is not a Word document that can be opened",
            file=path,
            remedy="open it in Word or LibreOffice and save it again as .docx",
        ) from error
    return Document("\n".join(lines))


def _lines(container: BaseOxmlElement) -> Iterator[str]:
    """The lines of the body or of a cell, which may hold tables again."""
    for block in _nearest(container, _PARAGRAPH, _TABLE):
        if block.tag == _PARAGRAPH:
            yield "".join(run.text for run in block.xpath(_RUNS))
        else:
            for row in _nearest(block, _ROW):
                yield "\t".join(_cell_text(cell) for cell in _nearest(row, _CELL))


def _cell_text(cell: BaseOxmlElement) -> str:
    return "" if cell.xpath(_CARRIED_ON) else "\n".join(_lines(cell))


def _nearest(element: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """Elements of these kinds, whatever they are wrapped in: content controls, custom XML, …"""
    for child in element:
        if child.tag in tags:
            yield child
        else:
            yield from _nearest(child, *tags)
