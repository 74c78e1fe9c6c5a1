"""Transcripts as tables (.csv): one row a turn, columns named in the first row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.readers.delimited import DelimitedTable, Row, read_table
from pipeline.readers.document import Document, Speech
from pipeline.readers.labels import parse_time

COLUMNS = {
    "speaker": ("speaker", "participant", "speaker_label", "спикер", "говорящий", "сөйлеуші"),
    "text": ("text", "utterance", "content", "transcript", "текст", "мәтін"),
    "time": ("time", "start", "timestamp", "время", "уақыт"),
}
_NEEDED = ("speaker", "text")


def read(path: Path) -> Document:
    """The table as a document.

    Raises:
        TaqyrypError: no column of text or of speakers.
    """
    table = read_table(path)
    return transcript([table]) if table.header else Document("")


def transcript(tables: Iterable[DelimitedTable], notes: tuple[str, ...] = ()) -> Document:
    """The rows as canonical text, ``Speaker: text`` a line, and where each speech stands in it.

    A row without a speaker goes on with the speech before it.

    Raises:
        TaqyrypError: no column of text or of speakers.
    """
    text = ""
    speeches: list[Speech] = []
    for row, columns in _rows(tables):
        speaker = row.cells[columns["speaker"]].strip()
        text += "\n" if text else ""
        text += f"{speaker}: " if speaker else ""
        start = len(text)
        text += row.cells[columns["text"]]
        if not speaker and speeches and speeches[-1].label:
            speeches[-1] = replace(speeches[-1], end=len(text))
        else:
            time = parse_time(row.cells[columns["time"]]) if "time" in columns else None
            speeches.append(Speech(speaker, start, len(text), time, row.line))
    return Document(text, tuple(speeches), notes)


def has_columns(table: DelimitedTable) -> bool:
    """Whether the table can be read as a transcript."""
    return all(needed in _columns(table) for needed in _NEEDED)


def _rows(tables: Iterable[DelimitedTable]) -> Iterator[tuple[Row, dict[str, str]]]:
    """Each row, with the names of its table's columns."""
    for table in tables:
        columns = _columns(table)
        for needed in _NEEDED:
            if needed not in columns:
                remedy = "name the columns 'speaker' and 'text' in the first row"
                raise table.missing(needed, remedy=remedy)
        for row in table.rows:
            yield row, columns


def _columns(table: DelimitedTable) -> dict[str, str]:
    """The name in this table of each of ``COLUMNS``; the plainer name wins."""
    return {
        column: alias
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in table.columns
    }
