"""Invented utterances with all codes that apply, which the codes are learned from before anybody codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from pipeline.errors import TaqyrypError, collected
from pipeline.readers.delimited import read_table
from pipeline.schema import LANGUAGES

EXAMPLE_UTTERANCES = Path("lexicons/example_utterances.tsv")
_COLUMNS = ("language", "register", "writer", "codes", "text")
Register = Literal["explained", "told"]
_REGISTERS = get_args(Register)


@dataclass(frozen=True, slots=True)
class ExampleUtterance:
    """An utterance as it might be said.

    Attributes:
        register: ``explained``, as most of an interview is; or ``told``, as a story.
        writer: whose hand it is in.
        codes: all that apply; may be none.
    """

    language: str
    register: Register
    writer: str
    codes: frozenset[str]
    text: str


def load_example_utterances(
    known_codes: Collection[str], path: Path = EXAMPLE_UTTERANCES
) -> tuple[list[ExampleUtterance], list[str]]:
    """The utterances that teach codes of the codebook, and the codes they name that it lacks.

    One whose codes are all unknown is left out: it would teach that nothing applies. With another
    codebook nothing may be left, and the codes are learned from that book's own sentences.

    Raises:
        TaqyrypError: a column is missing, or rows without a text or in an unknown language.
    """
    if not path.exists():
        return [], []
    table = read_table(path)
    for column in _COLUMNS:
        if column not in table.columns:
            raise table.missing(column, remedy=f"name the columns: {', '.join(_COLUMNS)}")
    utterances: list[ExampleUtterance] = []
    unknown: set[str] = set()
    errors = []
    for row in table.rows:
        cells = row.cells
        known = cells["language"] in LANGUAGES and cells["register"] in _REGISTERS
        if not known or not cells["text"].strip():
            errors.append(
                TaqyrypError(
                    f"needs a text, one of the languages {', '.join(LANGUAGES)} and one of the "
                    f"registers {', '.join(_REGISTERS)}",
                    file=path,
                    line=row.line,
                    remedy="fill the row or delete it",
                )
            )
            continue
        named = frozenset(code.strip() for code in cells["codes"].split(";") if code.strip())
        unknown.update(named.difference(known_codes))
        codes = named.intersection(known_codes)
        if codes or not named:
            utterances.append(
                ExampleUtterance(
                    cells["language"],
                    cast(Register, cells["register"]),
                    cells["writer"],
                    codes,
                    cells["text"],
                )
            )
    if errors:
        raise collected(errors)
    return (utterances if _teaches(utterances) else []), sorted(unknown)


def _teaches(utterances: Sequence[ExampleUtterance]) -> bool:
    return any(utterance.codes for utterance in utterances)
