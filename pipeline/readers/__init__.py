"""Readers, one per file format: each turns a file into a :class:`Document`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers import (
    chat,
    csv_table,
    elan,
    excel,
    opendocument,
    otranscribe,
    pdf,
    plain_text,
    praat,
    rich_text,
    subtitles,
    whisper,
    word,
)
from pipeline.readers.document import Document

READERS: dict[str, Callable[[Path], Document]] = {
    ".txt": plain_text.read,
    ".md": plain_text.read,
    ".docx": word.read,
    ".odt": opendocument.read,
    ".rtf": rich_text.read,
    ".pdf": pdf.read,
    ".csv": csv_table.read,
    ".xlsx": excel.read,
    ".srt": subtitles.read,
    ".vtt": subtitles.read,
    ".sbv": subtitles.read,
    ".json": whisper.read,
    ".otr": otranscribe.read,
    ".eaf": elan.read,
    ".textgrid": praat.read,
    ".cha": chat.read,
}


def read_document(path: Path) -> Document:
    """Read a transcript in any known format.

    Raises:
        TaqyrypError: the format is not known, the file is broken, or it holds no text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise unknown_format(path)
    document = reader(path)
    if not document.text.strip():
        raise TaqyrypError(
            "holds no text", file=path, remedy="fill it, or take it out of the corpus folder"
        )
    return document


def unknown_format(path: Path) -> TaqyrypError:
    """The error for a file that is in the corpus folder but no reader knows."""
    known = ", ".join(READERS)
    return TaqyrypError(
        f"format {path.suffix or 'without extension'!r} is not one I can read ({known})",
        file=path,
        remedy=f"save the transcript as one of {known}, or move the file out of the corpus folder",
    )
