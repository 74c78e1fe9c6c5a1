"""Transcripts as tables (.csv): one row a turn, columns named in the first row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.readers.delimited import DelimitedTable, read_table
from pipeline.readers.document import Document, Speech
from pipeline.readers.labels import parse_time

COLUMNS = {
    "speaker": ("speaker", "participant", "speaker_label", "спикер", "говорящий", "сөйлеуші"),
    "text": ("text", "utterance", "content", "transcript", "текст", "мәтін"),
    "time": ("time", "start", "timestamp", "время", "уақыт"),
}


def read(path: Path) -> Document:
    """The table as canonical text, ``Speaker: text`` a line, and where each speech stands in it.

    A row without a speaker goes on with the speech before it.

    Raises:
        TaqyrypError: no column of text or of speakers.
    """
    table = read_table(path)
    if not table.header:
        return Document("")
    columns = _columns(table)
    text = ""
    speeches: list[Speech] = []
    for row in table.rows:
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
    return Document(text, tuple(speeches))


def _columns(table: DelimitedTable) -> dict[str, str]:
    """The name in this table of each of ``COLUMNS``; the plainer name wins."""
    columns = {
        column: alias
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in table.columns
    }
    for needed in ("speaker", "text"):
        if needed not in columns:
            remedy = "name the columns 'speaker' and 'text' in the first row"
            raise table.missing(needed, remedy=remedy)
    return columns
