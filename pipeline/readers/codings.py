"""Manual codings (``codings.csv`` in the corpus folder): what a person coded, span by span."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.readers.delimited import Row, read_table

CODINGS = "codings.csv"
_NEEDED = ("transcript", "text", "codes")


@dataclass(frozen=True, slots=True)
class Coding:
    """A stretch of a transcript one coder has read: its codes, or none.

    ``start`` and ``end`` are canonical offsets, None where the file leaves them out; ``line``
    is where the row begins in ``codings.csv``.
    """

    transcript_id: str
    start: int | None
    end: int | None
    text: str
    codes: frozenset[str]
    coder: str
    line: int


@dataclass(frozen=True, slots=True)
class PlacedCoding:
    """A coding whose place in the canonical text has been checked."""

    transcript_id: str
    start: int
    end: int
    codes: frozenset[str]
    coder: str


def load_codings(corpus: Path, known_codes: Collection[str]) -> list[Coding]:
    """Read ``codings.csv``; an empty list if there is none.

    Columns: ``transcript, text, codes`` and, if wanted, ``start, end, coder``. Codes are ids of
    the codebook with ``;`` between them; an empty cell says "read, and nothing to code".

    Raises:
        TaqyrypError: a column is missing, a code is not in the codebook, an offset is no number.
    """
    path = corpus / CODINGS
    if not path.exists():
        return []
    table = read_table(path)
    for name in _NEEDED:
        if name not in table.columns:
            raise table.missing(
                name,
                remedy="the first row names the columns: transcript, start, end, text, codes, coder",
            )
    codings: list[Coding] = []
    errors: list[TaqyrypError] = []
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
    return Coding(cells["transcript"].strip(), start, end, cells["text"], codes, coder, line)


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


def place(coding: Coding, canonical: str, file: Path) -> PlacedCoding:
    """Check a coding's words against the canonical text, or find them there.

    Raises:
        TaqyrypError: the words are not at the offsets, not in the text, or in it several times.
    """
    starts = _occurrences(coding.text, canonical)
    if coding.start is not None and coding.end is not None:
        start = coding.start
        if start not in starts or coding.end != start + len(coding.text):
            raise _not_there(coding, coding.start, coding.end, canonical, file)
    elif len(starts) == 1:
        start = starts[0]
    else:
        raise TaqyrypError(
            f"the text occurs {len(starts)} times in {coding.transcript_id}",
            file=file,
            line=coding.line,
            remedy="copy the words exactly as they stand in the transcript, and enough of them",
        )
    end = start + len(coding.text)
    return PlacedCoding(coding.transcript_id, start, end, coding.codes, coding.coder)


def _occurrences(words: str, canonical: str) -> list[int]:
    """Where the words begin, also where they overlap; nothing stands nowhere."""
    ahead = f"(?={re.escape(words)})"  # takes up no text, so that the next may begin inside
    return [match.start() for match in re.finditer(ahead, canonical)] if words else []


def _not_there(coding: Coding, start: int, end: int, canonical: str, file: Path) -> TaqyrypError:
    found = canonical[max(start, 0) : max(min(end, start + 40), 0)]
    place = f"characters {start} to {end} of {coding.transcript_id}"
    return TaqyrypError(
        f"{place} are not the text of the row (there stands {found!r}…)",
        file=file,
        line=coding.line,
        remedy="correct the row; the canonical text is in transcripts/canonical/",
    )
