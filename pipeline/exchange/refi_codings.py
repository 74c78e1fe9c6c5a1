"""Codings of a REFI-QDA project as places in the corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.exchange.comparison import Placed
from pipeline.exchange.placing import OtherText, Places, transcripts_of
from pipeline.exchange.project import MACHINE, SIGNATURE, guid
from pipeline.lexicon.codebook import Codebook
from pipeline.readers import refi, refi_codes

_RUN = re.compile(re.escape(SIGNATURE) + r"([0-9a-f]{12})")


@dataclass(frozen=True)
class Worked:
    """What somebody has coded in a project.

    Attributes:
        run: the run its suggestions are from; empty if there are none in it.
        notes: what could not be taken over, for her to read.
    """

    found: list[Placed]
    run: str
    notes: list[str]


def worked_on(path: Path, canonical: Mapping[str, str], codebook: Codebook, prefix: str) -> Worked:
    """Read the codings of a project.

    Args:
        canonical: the texts of the corpus by transcript.
        prefix: what stands before the names of codes that were exported.

    Raises:
        TaqyrypError: not a project that can be read.
    """
    texts = [
        OtherText(source.guid, source.name, refi.read(path, source.guid).text)
        for source in refi.sources(path)
    ]
    transcripts = transcripts_of(texts, canonical)
    by_guid = {text.guid: text for text in texts}
    codes = refi_codes.codes(path)
    ids, names = code_ids(codes, codebook, prefix), {code.guid: code.name for code in codes}
    codings, note = refi_codes.codings(path)
    places: dict[str, Places] = {}
    found: list[Placed] = []
    runs: Counter[str] = Counter()
    strange_texts: Counter[str] = Counter()
    strange_codes: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for coding in codings:
        text = by_guid[coding.source]
        if coding.source not in transcripts:
            strange_texts[text.name] += 1
            continue
        code = ids.get(coding.code)
        if code is None:
            strange_codes[names.get(coding.code, coding.code)] += 1
        transcript = transcripts[coding.source]
        if coding.source not in places:
            places[coding.source] = Places(text.text, canonical[transcript])
        place = places[coding.source].find(coding.start, coding.end)
        if place is None:
            lost[text.name] += 1
            continue
        runs.update(_RUN.findall(coding.note))
        start, end = place
        found.append(
            Placed(
                transcript,
                start,
                end,
                canonical[transcript][start:end],
                code or names.get(coding.code, coding.code),
                coding.user,
                coding.note,
                by_machine=coding.user == MACHINE or SIGNATURE in coding.note,
                known=code is not None,
            )
        )
    notes = [note[0].upper() + note[1:]] if note else []
    notes += [
        f"{what}: {', '.join(f'{name} ({count})' for name, count in counts.most_common())}"
        for what, counts in (
            ("Left out, texts that are not in the corpus (codings)", strange_texts),
            ("Left out, codes that are not in the codebook (codings)", strange_codes),
            ("Left out, words that are not in the transcript any more (codings)", lost),
        )
        if counts
    ]
    if strange_codes:
        notes.append(
            "To take these codes in: make import-codebook FILE=…, then import the project again"
        )
    return Worked(found, runs.most_common(1)[0][0] if runs else "", notes)


def code_ids(
    codes: Sequence[refi_codes.RefiCode], codebook: Codebook, prefix: str
) -> dict[str, str]:
    """The codebook's id of each code of a project, by its guid, as far as they are known there.

    A code is known by the identifier it was exported or imported with, or by its id or a name.
    """
    by_guid = {guid("code", code.id): code.id for code in codebook.codes}
    by_guid |= {code.guid.lower().strip("{}"): code.id for code in codebook.codes if code.guid}
    by_name = {code.id: code.id for code in codebook.codes}
    for code in codebook.codes:
        for _, name in code.name.items():
            by_name.setdefault(name.casefold(), code.id)
    found = {}
    for own in codes:
        name = own.name.removeprefix(prefix).strip().casefold()
        known = by_guid.get(own.guid.lower().strip("{}")) or by_name.get(name)
        if known is not None:
            found[own.guid] = known
    return found
