"""Transcripts as tables (.csv): one row a turn, columns named in the first row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, Speech
from pipeline.readers.labels import parse_time
from pipeline.readers.plain_text import decode

COLUMNS = {
    "speaker": ("speaker", "participant", "speaker_label", "спикер", "говорящий", "сөйлеуші"),
    "text": ("text", "utterance", "content", "transcript", "текст", "мәтін"),
    "time": ("time", "start", "timestamp", "время", "уақыт"),
}


def read(path: Path) -> Document:
    """The table as canonical text, ``Speaker: text`` a line, and where each speech stands in it.

    Raises:
        TaqyrypError: no column of text or of speakers.
    """
    reader = csv.reader(io.StringIO(decode(path), newline=""), dialect=_dialect(decode(path)))
    rows = [row for row in reader if any(cell.strip() for cell in row)]
    if not rows:
        return Document("")
    columns = _columns(rows[0], path)
    text, speeches = "", []
    for row in rows[1:]:
        speaker, speech = _cell(row, columns["speaker"]).strip(), _cell(row, columns["text"])
        if text:
            text += "\n"
        line = text.count("\n") + 1
        text += f"{speaker}: " if speaker else ""
        start = len(text)
        text += speech.replace("\r\n", "\n").replace("\r", "\n")
        time = parse_time(_cell(row, columns.get("time")))
        speeches.append(Speech(speaker, start, len(text), time, line))
    return Document(text, tuple(speeches))


def _dialect(text: str) -> type[csv.Dialect] | str:
    """Semicolons and tabs are met as often as commas; the first line decides."""
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)

    class Table(csv.excel):
        pass

    Table.delimiter = delimiter
    return Table


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    names = [name.strip().casefold() for name in header]
    columns = {
        column: names.index(alias)
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in names
    }
    for needed in ("speaker", "text"):
        if needed not in columns:
            raise TaqyrypError(
                f"has no column {needed!r}; its first row is: {', '.join(header)}",
                file=path,
                line=1,
                remedy="name the columns 'speaker' and 'text' in the first row",
            )
    return columns


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""
