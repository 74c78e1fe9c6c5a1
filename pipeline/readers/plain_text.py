"""Plain text in any encoding that :mod:`pipeline.readers.encodings` can tell."""

from __future__ import annotations

from pathlib import Path

from pipeline.readers.document import Document
from pipeline.readers.encodings import decode_bytes


def read(path: Path) -> Document:
    """The text of the file; speaker labels are found in it later."""
    decoded = decode_bytes(path.read_bytes(), path)
    return Document(decoded.text, notes=(decoded.note,) if decoded.note else ())


def decode(path: Path) -> str:
    """The file's text with LF line ends and without a byte order mark."""
    return decode_bytes(path.read_bytes(), path).text
