"""Plain text: UTF-8 with or without a byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document


def read(path: Path) -> Document:
    """The text of the file; speaker labels are found in it later."""
    return Document(decode(path))


def decode(path: Path) -> str:
    """The file's text with LF line ends and without a byte order mark."""
    content = path.read_bytes()
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TaqyrypError(
            f"is not UTF-8 text (byte {error.start} is {content[error.start]:#04x})",
            file=path,
            remedy="open it in an editor and save it with the encoding UTF-8",
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
