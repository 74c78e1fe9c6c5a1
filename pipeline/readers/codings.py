"""Manual codings (``codings.csv`` in the corpus folder): what a person coded, span by span."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.readers.plain_text import decode

CODINGS = "codings.csv"
_NEEDED = ("transcript", "text", "codes")


@dataclass(frozen=True, slots=True)
class Coding:
    """A stretch of a transcript one coder has read: its codes, or none.

    ``start`` and ``end`` are canonical offsets, None where the file leaves them out; ``line``
    is the line in ``codings.csv``.
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
    reader = csv.DictReader(io.StringIO(decode(path), newline=""))
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise TaqyrypError(
            f"has no column {missing[0]!r}",
            file=path,
            line=1,
            remedy="the first row names the columns: transcript, start, end, text, codes, coder",
        )
    codings: list[Coding] = []
    errors: list[TaqyrypError] = []
    for row in reader:
        try:
            codings.append(_coding(row, path, reader.line_num, known_codes))
        except TaqyrypError as error:
            errors.append(error)
    if errors:
        raise collected(errors)
    return codings


def _coding(
    row: dict[str, str | None], path: Path, line: int, known_codes: Collection[str]
) -> Coding:
    cells = {name: value or "" for name, value in row.items() if name}
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
    remedy = "correct the row; the canonical text is in transcripts/canonical/"
    if coding.start is not None and coding.end is not None:
        start, end = coding.start, coding.end
        if canonical[start:end] != coding.text:
            found = canonical[start : min(end, start + 40)]
            message = f"characters {start} to {end} of {coding.transcript_id} are not the text of the row"
            raise TaqyrypError(
                f"{message} (there stands {found!r}…)", file=file, line=coding.line, remedy=remedy
            )
    else:
        start = canonical.find(coding.text)
        times = canonical.count(coding.text) if coding.text else 0
        if times != 1:
            where = f"occurs {times} times in {coding.transcript_id}"
            remedy = "copy the words exactly as they stand in the transcript, and enough of them"
            raise TaqyrypError(f"the text {where}", file=file, line=coding.line, remedy=remedy)
        end = start + len(coding.text)
    return PlacedCoding(coding.transcript_id, start, end, coding.codes, coding.coder)
