"""Which reader reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    refi,
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


@dataclass(frozen=True, slots=True)
class Container:
    """A format whose files hold several transcripts: which they are, and how one is read.

    ``read`` takes the ``guid`` of one of the ``sources``.
    """

    sources: Callable[[Path], list[refi.RefiSource]]
    read: Callable[[Path, str], Document]


CONTAINERS: dict[str, Container] = {".qdpx": Container(refi.sources, refi.read)}
#: Every extension that may stand in a corpus folder.
FORMATS = (*READERS, *CONTAINERS)


def read_document(path: Path, source: str = "") -> Document:
    """Read a transcript in any known format; ``source`` says which, where the file holds several.

    Raises:
        TaqyrypError: the format is not known, the file is broken, or it holds no text.
    """
    suffix = path.suffix.lower()
    if suffix in CONTAINERS:
        document = CONTAINERS[suffix].read(path, source)
    elif suffix in READERS:
        document = READERS[suffix](path)
    else:
        raise unknown_format(path)
    if not document.text.strip():
        raise TaqyrypError(
            "holds no text", file=path, remedy="fill it, or take it out of the corpus folder"
        )
    return document


def unknown_format(path: Path) -> TaqyrypError:
    """The error for a file that is in the corpus folder but no reader knows."""
    known = ", ".join(FORMATS)
    return TaqyrypError(
        f"format {path.suffix or 'without extension'!r} is not one I can read ({known})",
        file=path,
        remedy=f"save the transcript as one of {known}, or move the file out of the corpus folder",
    )
