"""Manual codings put onto utterances."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.readers.codings import CODINGS, Coding, PlacedCoding, place
from pipeline.schema import CANONICAL, Utterance

#: The codes of each utterance a coder has read, by utterance id; none is an empty set.
Gold = dict[str, frozenset[str]]

#: A coding counts for an utterance when it covers half of the utterance, or lies half in it.
_OVERLAP = 0.5


def place_codings(codings: Sequence[Coding], corpus: Path) -> list[PlacedCoding]:
    """Codings with their words found in the canonical texts.

    Raises:
        TaqyrypError: all rows of ``codings.csv`` whose words are not where they should be.
    """
    texts: dict[str, str] = {}
    placed: list[PlacedCoding] = []
    errors: list[TaqyrypError] = []
    for coding in codings:
        name = coding.transcript_id
        try:
            if name not in texts:
                texts[name] = _canonical(coding, corpus)
            placed.append(place(coding, texts[name], corpus / CODINGS))
        except TaqyrypError as error:
            errors.append(error)
    if errors:
        raise collected(errors)
    return placed


def _canonical(coding: Coding, corpus: Path) -> str:
    path = CANONICAL / f"{coding.transcript_id}.txt"
    if not path.exists():
        raise TaqyrypError(
            f"there is no transcript {coding.transcript_id!r}",
            file=corpus / CODINGS,
            line=coding.line,
            remedy="give the name of its file without the extension",
        )
    return path.read_bytes().decode("utf-8")


def gold_by_coder(
    utterances: Sequence[Utterance], codings: Sequence[PlacedCoding]
) -> dict[str, Gold]:
    """For each coder the utterances they have read, with their codes."""
    by_transcript: dict[str, list[PlacedCoding]] = {}
    for coding in codings:
        by_transcript.setdefault(coding.transcript_id, []).append(coding)
    gold: dict[str, Gold] = {}
    for utterance in utterances:
        for coding in by_transcript.get(utterance.transcript_id, []):
            if _overlaps(coding, utterance):
                codes = gold.setdefault(coding.coder, {})
                known = codes.get(utterance.utterance_id, frozenset())
                codes[utterance.utterance_id] = known | coding.codes
    return gold


def _overlaps(coding: PlacedCoding, utterance: Utterance) -> bool:
    shared = min(coding.end, utterance.end) - max(coding.start, utterance.start)
    shorter = min(coding.end - coding.start, utterance.end - utterance.start)
    return shared > 0 and shared >= _OVERLAP * shorter
