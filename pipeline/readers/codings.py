"""Manual codings (``codings.csv`` and ``codings/`` in the corpus folder): what a person coded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.readers.delimited import Row, read_table

CODINGS = "codings.csv"
#: The folder in which ``make import`` puts codings of other programs, a file each.
IMPORTED = "codings"
_NEEDED = ("transcript", "text", "codes")


@dataclass(frozen=True, slots=True)
class Coding:
    """A stretch of a transcript one coder has read: its codes, or none.

    ``start`` and ``end`` are canonical offsets, None where the file leaves them out; ``line``
    is where the row begins in ``file``.
    """

    transcript_id: str
    start: int | None
    end: int | None
    text: str
    codes: frozenset[str]
    coder: str
    line: int
    file: Path

    @property
    def imported(self) -> bool:
        """Whether it comes from another program, where it was made in the canonical text."""
        return self.file.parent.name == IMPORTED


@dataclass(frozen=True, slots=True)
class PlacedCoding:
    """A coding whose place in the canonical text has been checked."""

    transcript_id: str
    start: int
    end: int
    codes: frozenset[str]
    coder: str


def codings_files(corpus: Path) -> list[Path]:
    """The files of a corpus that hold codings: her own, then those imported, by name."""
    own = corpus / CODINGS
    return [*([own] if own.exists() else []), *sorted((corpus / IMPORTED).glob("*.csv"))]


def load_codings(corpus: Path, known_codes: Collection[str]) -> list[Coding]:
    """Read all files with codings; an empty list if there are none.

    Columns: ``transcript, text, codes`` and, if wanted, ``start, end, coder``. Codes are ids of
    the codebook with ``;`` between them; an empty cell says "read, and nothing to code".

    Raises:
        TaqyrypError: a column is missing, a code is not in the codebook, an offset is no number.
    """
    codings: list[Coding] = []
    errors: list[TaqyrypError] = []
    for path in codings_files(corpus):
        table = read_table(path)
        for name in _NEEDED:
            if name not in table.columns:
                columns = "transcript, start, end, text, codes, coder"
                raise table.missing(name, remedy=f"the first row names the columns: {columns}")
        for row in table.rows:
            try:
                codings.append(_coding(row, path, known_codes))
            except TaqyrypError as error:
                errors.append(error)
    if errors:
        raise collected(errors)
    return codings


def _coding(row: Row, path: Path, known_codes: Collection[str]) -> Coding:
    cells, line = row.cells, row.line
    codes = frozenset(code for code in re.split(r"[;,\s]+", cells["codes"]) if code)
    for code in sorted(codes):
        if code not in known_codes:
            raise TaqyrypError(
                f"code {code!r} is not in the codebook",
                file=path,
                line=line,
                remedy="correct it, or add the code to lexicons/codebook.yaml",
            )
    start, end = (_offset(cells.get(name, ""), name, path, line) for name in ("start", "end"))
    coder = cells.get("coder", "").strip() or "coder"
    return Coding(cells["transcript"].strip(), start, end, cells["text"], codes, coder, line, path)


def _offset(cell: str, name: str, path: Path, line: int) -> int | None:
    if not cell.strip():
        return None
    try:
        return int(cell)
    except ValueError as error:
        raise TaqyrypError(
            f"{name} should be a whole number, found {cell!r}",
            file=path,
            line=line,
            remedy="correct it, or leave start and end empty: the text is then looked up",
        ) from error


def place(coding: Coding, canonical: str) -> PlacedCoding:
    """Check a coding's words against the canonical text, or find them there.

    Raises:
        TaqyrypError: the words are not at the offsets, not in the text, or in it several times.
    """
    if coding.start is not None and coding.end is not None:
        start, end = coding.start, coding.end
        # a slice forgives offsets outside the text, the length of the words does not
        fits = 0 <= start < end == start + len(coding.text)
        if not fits or canonical[start:end] != coding.text:
            raise _not_there(coding, start, end, canonical)
    else:
        starts = list(_occurrences(coding.text, canonical))
        if len(starts) != 1:
            raise TaqyrypError(
                f"the text occurs {len(starts)} times in {coding.transcript_id}",
                file=coding.file,
                line=coding.line,
                remedy="copy the words exactly as they stand in the transcript, and enough of them",
            )
        start, end = starts[0], starts[0] + len(coding.text)
    return PlacedCoding(coding.transcript_id, start, end, coding.codes, coding.coder)


def _occurrences(words: str, canonical: str) -> Iterator[int]:
    """Where the words begin, also where they overlap; no words stand nowhere."""
    start = canonical.find(words) if words else -1
    while start >= 0:
        yield start
        start = canonical.find(words, start + 1)


def _not_there(coding: Coding, start: int, end: int, canonical: str) -> TaqyrypError:
    found = canonical[max(start, 0) : max(min(end, start + 40), 0)]
    place = f"characters {start} to {end} of {coding.transcript_id}"
    return TaqyrypError(
        f"{place} are not the text of the row (there stands {found!r}…)",
        file=coding.file,
        line=coding.line,
        remedy="import the project again: the transcript is another since"
        if coding.imported
        else "correct the row; the canonical text is in transcripts/canonical/",
    )
