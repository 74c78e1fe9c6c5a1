"""Take in what was coded in another program: ``make import FILE=…``; ``--help`` lists the options.

This is no stage: it reads a project, or a spreadsheet of ours that was filled in, and writes two tables
into the corpus folder: the codings, which the next ``dvc repro`` learns from, and what became of each
suggestion. What is there already is kept beside them, and nothing else is touched.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from pipeline.errors import TaqyrypError, collected, run_stage
from pipeline.exchange.comparison import compared, merged
from pipeline.exchange.decisions import Decision, HerCoding, Outcome
from pipeline.exchange.placing import Places
from pipeline.exchange.refi_codings import worked_on
from pipeline.exchange.workbook_reading import Read, read_csv_decisions, read_workbook
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import load_params
from pipeline.readers.codings import IMPORTED
from pipeline.schema import CANONICAL, EXPORTED, MANIFEST, Exported
from pipeline.tables import csv_bytes, read, write_bytes

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_COLUMNS = ("transcript", "start", "end", "text", "codes", "coder", "memo")


def canonical_texts() -> dict[str, str]:
    """The texts of the corpus by transcript.

    Raises:
        TaqyrypError: the corpus has not been read yet.
    """
    names = [source.transcript_id for source in read(MANIFEST)]
    paths = {name: CANONICAL / f"{name}.txt" for name in names}
    return {
        name: path.read_bytes().decode("utf-8") for name, path in paths.items() if path.exists()
    }


def exported_in(run: str) -> list[Exported]:
    """What was suggested in a run, as it was handed over; nothing if that is not known here."""
    table = dataclasses.replace(EXPORTED, path=EXPORTED.path / f"{run}.parquet")
    return read(table) if run and table.path.exists() else []


def from_project(
    path: Path,
    canonical: Mapping[str, str],
    codebook: Codebook,
    *,
    prefix: str,
    run: str,
    coder: str,
    kept_is_accepted: bool,
) -> tuple[list[Decision], list[HerCoding], list[str]]:
    """Decisions, codings and notes from a REFI-QDA project."""
    worked = worked_on(path, canonical, codebook, prefix)
    notes = list(worked.notes)
    own = run or worked.run
    exported = exported_in(own)
    if own and not exported:
        notes.append(
            f"The list of what was suggested in run {own} is not here: what was rejected cannot be told"
        )
    people = Counter(placed.coder for placed in worked.found if not placed.by_machine)
    decider = coder or (people.most_common(1)[0][0] if people else "researcher")
    decisions, codings = compared(
        exported, worked.found, coder=decider, kept_is_accepted=kept_is_accepted
    )
    return decisions, codings, notes


def from_spreadsheet(
    path: Path, read_in: Read, canonical: Mapping[str, str], codebook: Codebook, coder: str
) -> tuple[list[Decision], list[HerCoding], list[str]]:
    """Decisions, codings and notes from our spreadsheet.

    Raises:
        TaqyrypError: codes that are not in the codebook, words that are not in the transcripts.
    """
    errors = []
    codings = list(read_in.codings)
    for row, transcript, words, codes, memo in read_in.missed:
        text = canonical.get(transcript, "")
        place = Places(words, text).find(0, len(words)) if text else None
        if place is None:
            errors.append(
                TaqyrypError(
                    f"sheet 'What was missed', row {row}: these words are not in "
                    f"{transcript or 'any transcript'}: {words[:40]!r}",
                    file=path,
                    remedy="copy the words as they stand in the transcript, and name it as in "
                    "the sheet of suggestions",
                )
            )
            continue
        start, end = place
        words = text[start:end]
        codings.append(HerCoding(transcript, start, end, words, codes, read_in.coder, memo))
    for coding in codings:
        words = canonical.get(coding.transcript_id, "")[coding.start : coding.end]
        if words != coding.text and "".join(words.split()) != "".join(coding.text.split()):
            errors.append(
                TaqyrypError(
                    f"the words at characters {coding.start} to {coding.end} of "
                    f"{coding.transcript_id} are others now",
                    file=path,
                    remedy="the transcripts have changed since this spreadsheet was made; work on "
                    "the one of the newest run",
                )
            )
        for code in sorted(coding.codes - set(codebook.ids)):
            errors.append(
                TaqyrypError(
                    f"code {code!r} is not in the codebook",
                    file=path,
                    remedy="correct it, or add the code to lexicons/codebook.yaml",
                )
            )
    if errors:
        raise collected(errors)
    placed = [
        dataclasses.replace(
            own,
            text=canonical[own.transcript_id][own.start : own.end],
            coder=coder or own.coder,
        )
        for own in codings
    ]
    return list(read_in.decisions), merged(placed), []


def keep(path: Path, content: bytes) -> str:
    """Write a file; what was there and is another is kept in the folder ``earlier`` beside it."""
    note = ""
    if path.exists() and path.read_bytes() != content:
        number = 1
        while (old := path.parent / "earlier" / f"{path.stem}-{number}{path.suffix}").exists():
            number += 1
        write_bytes(old, path.read_bytes())
        note = f"what was there before is kept as {old.as_posix()}"
    write_bytes(path, content)
    return note


def summary(decisions: Sequence[Decision], codings: Sequence[HerCoding]) -> list[str]:
    """How the suggestions fared, in all and by code, and how much was coded."""
    coders = sorted({coding.coder for coding in codings})
    transcripts = len({coding.transcript_id for coding in codings})
    lines = [
        f"{len(codings)} coded passages in {transcripts} transcripts by {', '.join(coders)}"
        if codings
        else "nothing was coded"
    ]
    if decisions:
        counts = Counter(decision.outcome for decision in decisions)
        listed = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES)
        lines.append(f"{len(decisions)} suggestions: {listed}")
        width = max(len(decision.code) for decision in decisions)
        lines.append(f"  {'code':{width}}  {'  '.join(_OUTCOMES)}")
        for code in sorted({decision.code for decision in decisions}):
            own = Counter(one.outcome for one in decisions if one.code == code)
            cells = "  ".join(f"{own[name]:>{len(name)}}" for name in _OUTCOMES)
            lines.append(f"  {code:{width}}  {cells}")
    return lines


def write_tables(
    folder: Path, name: str, decisions: Sequence[Decision], codings: Sequence[HerCoding]
) -> list[str]:
    """Write the codings, and the decisions if there are any; says where, and what was kept."""
    rows = [
        {
            "transcript": coding.transcript_id,
            "start": coding.start,
            "end": coding.end,
            "text": coding.text,
            "codes": ";".join(sorted(coding.codes)),
            "coder": coding.coder,
            "memo": coding.memo,
        }
        for coding in codings
    ]
    notes = [keep(folder / f"{name}.csv", csv_bytes(_COLUMNS, rows))]
    lines = [f"written to {(folder / f'{name}.csv').as_posix()}; run dvc repro to learn from it"]
    if decisions:
        path = folder / "decisions" / f"{name}.csv"
        columns = [field.name for field in dataclasses.fields(Decision)]
        notes.append(keep(path, csv_bytes(columns, map(dataclasses.asdict, decisions))))
        lines.append(f"what became of each suggestion: {path.as_posix()}")
    return [*lines, *filter(None, notes)]


def main() -> None:
    """Take in one file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help=".qdpx, or our suggestions.xlsx or suggestions.csv")
    parser.add_argument("--coder", default="", help="who has decided, if the file does not say")
    parser.add_argument(
        "--kept",
        choices=["open", "accepted"],
        default="open",
        help="what a suggestion is that is still there as it was: not looked at yet, or accepted "
        "because you have deleted what is wrong",
    )
    parser.add_argument("--run", default="", help="compare with the suggestions of this run")
    chosen = parser.parse_args()
    path: Path = chosen.file
    if not path.is_file():
        raise TaqyrypError("no such file", file=path, remedy="look at the spelling of its name")
    params, codebook = load_params(), load_codebook()
    canonical = canonical_texts()
    suffix = path.suffix.lower()
    if suffix == ".qdpx":
        decisions, codings, notes = from_project(
            path,
            canonical,
            codebook,
            prefix=params.export.prefix,
            run=chosen.run,
            coder=chosen.coder,
            kept_is_accepted=chosen.kept == "accepted",
        )
    elif suffix in (".xlsx", ".csv"):
        read_in = read_workbook(path) if suffix == ".xlsx" else read_csv_decisions(path)
        decisions, codings, notes = from_spreadsheet(
            path, read_in, canonical, codebook, chosen.coder
        )
    else:
        raise TaqyrypError(
            f"{suffix or 'a file without an ending'} cannot be imported",
            file=path,
            remedy="export a REFI-QDA project (.qdpx), or use results/exports/suggestions.xlsx",
        )
    lines = summary(decisions, codings)
    if codings or decisions:
        lines += write_tables(Path(params.corpus) / IMPORTED, path.stem, decisions, codings)
    print("\n".join([*notes, *lines]))


if __name__ == "__main__":
    run_stage(main)
