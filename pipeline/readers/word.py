"""Word files (.docx): paragraphs and table rows in their order, one canonical line each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document

#: Runs of a paragraph as they read with all tracked changes accepted, each text once.
_RUNS = (
    ".//w:r[not(ancestor::w:del)][not(ancestor::w:moveFrom)]"
    "[not(ancestor::*[local-name()='Fallback'])]"
)


def read(path: Path) -> Document:
    """The document's text; the cells of a table row are separated by tabs."""
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TaqyrypError(
            "is not a Word document that can be opened",
            file=path,
            remedy="open it in Word or LibreOffice and save it again as .docx",
        ) from error
    lines = [line.replace("\r", "\n") for line in _lines(document)]
    return Document("\n".join(lines))


def _lines(document: WordDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(_cell_texts(row.cells))
        else:
            yield _paragraph_text(block)


def _cell_texts(cells: tuple[object, ...]) -> Iterator[str]:
    seen: set[int] = set()
    for cell in cells:
        identity = id(cell._tc)  # type: ignore[attr-defined]  # merged cells are listed repeatedly
        if identity not in seen:
            seen.add(identity)
            paragraphs = cell.paragraphs  # type: ignore[attr-defined]
            yield "\n".join(_paragraph_text(paragraph) for paragraph in paragraphs)


def _paragraph_text(paragraph: Paragraph) -> str:
    return "".join(Run(run, paragraph).text for run in paragraph._p.xpath(_RUNS))
