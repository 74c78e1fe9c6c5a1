"""Manual codings put onto utterances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import TaqyrypError, collected
from pipeline.names.key import KEY, read_key
from pipeline.names.replace import Pseudonymiser
from pipeline.readers.codings import Coding, PlacedCoding, load_codings, place
from pipeline.readers.formats import read_document
from pipeline.schema import CANONICAL, MANIFEST, Utterance
from pipeline.tables import read

#: The codes of each utterance a coder has read, by utterance id; none is an empty set.
Gold = dict[str, frozenset[str]]

#: A coding counts for an utterance when it covers half of the utterance, or lies half in it.
_OVERLAP = 0.5
_HALF = 0.5


def load_gold(
    corpus: Path, utterances: Sequence[Utterance], codes: Sequence[str], *, pseudonyms: bool
) -> dict[str, Gold]:
    """What each coder gave the utterances; nothing where nobody has coded.

    Args:
        corpus: the folder with the codings.
        codes: the ids of the codebook.
        pseudonyms: as in :func:`place_codings`.
    """
    codings = place_codings(load_codings(corpus, codes), pseudonyms=pseudonyms)
    return gold_by_coder(utterances, codings)


def place_codings(codings: Sequence[Coding], *, pseudonyms: bool) -> list[PlacedCoding]:
    """Codings with their words found in the canonical texts.

    Args:
        codings: as read from the corpus folder.
        pseudonyms: the canonical texts have pseudonyms. Codings made outside this project still have
            names: their words are found in the texts as they were read, and the places carried
            over. Those imported were made in the canonical texts.

    Raises:
        TaqyrypError: all rows whose words are not where they should be.
    """
    named = [coding for coding in codings if pseudonyms and not coding.imported]
    canonical = [coding for coding in codings if not pseudonyms or coding.imported]
    texts = {coding.transcript_id: _canonical(coding.transcript_id) for coding in canonical}
    return [*(_carried_over(named) if named else []), *_placed(canonical, texts)]


def _carried_over(codings: Sequence[Coding]) -> list[PlacedCoding]:
    coded = {coding.transcript_id for coding in codings}
    texts: dict[str, str | None] = dict.fromkeys(coded)
    for source in read(MANIFEST):
        if source.transcript_id in coded:
            texts[source.transcript_id] = read_document(Path(source.file), source.source).text
    names = Pseudonymiser(read_key(KEY))
    placed = _placed(codings, texts)
    replaced = {name: names.replace(text) for name, text in texts.items() if text is not None}
    moved = []
    for coding in placed:
        start, end = replaced[coding.transcript_id].span(coding.start, coding.end)
        moved.append(replace(coding, start=start, end=end))
    return moved


def _placed(codings: Sequence[Coding], texts: dict[str, str | None]) -> list[PlacedCoding]:
    placed: list[PlacedCoding] = []
    errors: list[TaqyrypError] = []
    for coding in codings:
        text = texts[coding.transcript_id]
        try:
            if text is None:
                raise _no_transcript(coding)
            placed.append(place(coding, text))
        except TaqyrypError as error:
            errors.append(error)
    if errors:
        raise collected(errors)
    return placed


def _canonical(transcript_id: str) -> str | None:
    path = CANONICAL / f"{transcript_id}.txt"
    return path.read_bytes().decode("utf-8") if path.exists() else None


def _no_transcript(coding: Coding) -> TaqyrypError:
    return TaqyrypError(
        f"there is no transcript {coding.transcript_id!r}",
        file=coding.file,
        line=coding.line,
        remedy="give the name of its file without the extension",
    )


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


def majority(
    gold: Mapping[str, Gold], utterances: Sequence[Utterance], codes: Sequence[str]
) -> dict[int, npt.NDArray[np.bool_]]:
    """The codes that more than half of an utterance's coders gave it, shape (codes,), by position.

    An utterance nobody has read is not there.
    """
    found = {}
    for position, utterance in enumerate(utterances):
        given = [read[name] for read in gold.values() if (name := utterance.utterance_id) in read]
        if given:
            votes = np.array([[code in own for code in codes] for own in given])
            found[position] = votes.mean(axis=0) > _HALF
    return found
