"""How well names are found: ``python -m tests.measure_names``.

Measured are the lines of ``tests/data/names.tsv``, in which ``[ ]`` stand around what is to be
replaced. Each line is a transcript of its own, with nothing but the project's lists to go by. The
sets: *development* and *first* were looked at while the rules were written; *blind* was written after them
and measured once before anything was changed for it.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from pipeline.language.lemmas import Lemmatiser
from pipeline.names.finder import Finder
from pipeline.names.lists import known_names

LINES = Path(__file__).parent / "data" / "names.tsv"
_MARK = re.compile(r"\[([^\]]*)\]")

Span = tuple[int, int]


class Line(NamedTuple):
    set: str
    language: str
    text: str
    names: list[Span]


def lines() -> list[Line]:
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Line(row["set"], row["language"], *unmarked(row["text"])) for row in rows]


def unmarked(text: str) -> tuple[str, list[Span]]:
    """The text without the marks, and the spans that they stood around."""
    names = []
    for number, match in enumerate(_MARK.finditer(text)):
        start = match.start() - 2 * number
        names.append((start, start + len(match[1])))
    return _MARK.sub(r"\1", text), names


def found(line: Line, finder: Finder) -> list[Span]:
    return [(m.start, m.end) for m in finder.find(line.text) if m.certain]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well names are found.")
    parser.add_argument(
        "--list", action="store_true", help="list what was missed and what was wrong"
    )
    arguments = parser.parse_args()
    finder = Finder(Lemmatiser(), known_names())
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in lines():
        spans = found(line, finder)
        missed = [line.text[slice(*span)] for span in line.names if span not in spans]
        wrong = [line.text[slice(*span)] for span in spans if span not in line.names]
        for group in (line.language, "all"):
            own = counts[line.set, group]
            own[0] += len(line.names) - len(missed)
            own[1] += len(line.names)
            own[2] += len(spans) - len(wrong)
            own[3] += len(spans)
        if arguments.list and (missed or wrong):
            print(f"{line.text}\n    missed {missed}, wrong {wrong}")
    for (name, group), (right, names, correct, spans) in sorted(counts.items()):
        print(
            f"{name:12} {group:6} recall {right:3} of {names:3} = {right / max(1, names):6.1%}"
            f"   precision {correct:3} of {spans:3} = {correct / max(1, spans):6.1%}"
        )
    speed(finder)


def speed(finder: Finder) -> None:
    """Words a second when the words have been met before, as most have been in a corpus."""
    text = "\n".join(line.text for line in lines()) + "\n"
    started = time.perf_counter()
    finder.find(text * 50)
    print(f"{len(text.split()) * 50 / (time.perf_counter() - started):.0f} words a second")


if __name__ == "__main__":
    main()
