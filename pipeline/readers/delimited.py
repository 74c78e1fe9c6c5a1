"""Tables with a header row, saved with commas, semicolons or tabs, as spreadsheets do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.plain_text import decode


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, by column; ``line`` is where it begins in the file, from 1."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """``header`` as it stands in the file; the columns of ``rows`` in small letters, trimmed."""

    path: Path
    header: list[str]
    columns: list[str]
    rows: list[Row]

    def missing(self, column: str, *, remedy: str) -> TaqyrypError:
        """The error for a column that the header should name and does not."""
        return TaqyrypError(
            f"has no column {column!r}; its first row is: {', '.join(self.header)}",
            file=self.path,
            line=1,
            remedy=remedy,
        )


def read_table(path: Path) -> DelimitedTable:
    """Read a table; rows without anything in them are passed over, cells left out are empty.

    Raises:
        TaqyrypError: not text, or quotation marks that leave open where a cell ends.
    """
    return with_header(path, _rows(decode(path), path))


def with_header(path: Path, numbered: Iterable[tuple[int, list[str]]]) -> DelimitedTable:
    """The table whose rows, each with its line, these are; the first names the columns."""
    (_, header), *rows = [*numbered] or [(1, [])]
    columns = [name.strip().casefold() for name in header]
    empty = dict.fromkeys(columns, "")
    return DelimitedTable(
        path,
        header,
        columns,
        [Row(line, empty | dict(zip(columns, cells, strict=False))) for line, cells in rows],
    )


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    # strict: a quotation mark that is never closed would make one cell of the rest of the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise TaqyrypError(
            f"is not a table from this row on ({error})",
            file=path,
            line=line,
            remedy="look for a quotation mark that is never closed; inside quotes it is doubled",
        ) from error


def _delimiter(text: str) -> str:
    header = text.lstrip("\n").split("\n", 1)[0]
    return max(",;\t", key=header.count)
