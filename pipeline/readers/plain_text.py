"""Plain text: UTF-8 with or without a byte order mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document

_MARKS = {codecs.BOM_UTF16_LE: "UTF-16-LE", codecs.BOM_UTF16_BE: "UTF-16-BE"}


def read(path: Path) -> Document:
    """The text of the file; speaker labels are found in it later."""
    return Document(decode(path))


def decode(path: Path) -> str:
    """The file's text with LF line ends and without a byte order mark."""
    content = path.read_bytes()
    encoding = _MARKS.get(content[:2], "UTF-8")
    try:
        # with the mark, and by codecs that keep it: those that drop it do not count it
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TaqyrypError(
            f"is not {encoding} text (byte {error.start} is {content[error.start]:#04x})",
            file=path,
            remedy="open it in an editor and save it with the encoding UTF-8",
        ) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
