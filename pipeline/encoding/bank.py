"""The bank of neutral sentences, the same in each language, that languages are told apart by."""

from __future__ import annotations

import csv
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.schema import LANGUAGES

BANK = Path("lexicons/neutral.tsv")


def load_bank(path: Path = BANK) -> dict[str, list[str]]:
    """The neutral sentences by language, parallel.

    Raises:
        TaqyrypError: the file is missing, or a sentence is not given in every language.
    """
    if not path.exists():
        raise TaqyrypError("no such file", file=path, remedy="restore it from the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=2):
        if not all(row.get(language) for language in LANGUAGES):
            raise TaqyrypError(
                "needs a sentence in each of kk, ru and en",
                file=path,
                line=number,
                remedy="fill the row or delete it",
            )
    return {language: [row[language] for row in rows] for language in LANGUAGES}
