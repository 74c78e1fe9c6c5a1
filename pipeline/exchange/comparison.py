"""How suggestions fared in a project that somebody has worked on, and what was coded there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.exchange.decisions import Decision, HerCoding, Outcome
from pipeline.schema import Exported

#: A coding is of a suggestion's words when it covers half of them, or lies half in them.
_OVERLAP = 0.5


class Stretch(Protocol):
    """Words of a transcript."""

    @property
    def transcript_id(self) -> str:
        """Whose words."""
        ...

    @property
    def start(self) -> int:
        """Where they begin in the canonical text."""
        ...

    @property
    def end(self) -> int:
        """Where they end."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A code at a place of the canonical text.

    Attributes:
        code: its id or, for one that is not in the codebook, its name.
        by_machine: it is a suggestion left there.
    """

    transcript_id: str
    start: int
    end: int
    text: str
    code: str
    coder: str
    memo: str
    by_machine: bool
    known: bool = True


def compared(
    exported: Sequence[Exported], found: Sequence[Placed], *, coder: str, kept_is_accepted: bool
) -> tuple[list[Decision], list[HerCoding]]:
    """What became of each suggestion, and all that was coded.

    A suggestion is accepted when a person gave the code to its words, rejected when it is gone, open
    when it is still there as it was. An utterance all of whose suggestions were rejected, and to
    which nobody gave another code, has been read and has none.

    Args:
        exported: what was handed over; nothing for a project that had no suggestions in it.
        coder: who decided where the program does not say.
        kept_is_accepted: she has deleted what is wrong, and what is left is right.
    """
    hers = _by_transcript(placed for placed in found if not placed.by_machine)
    left = _by_transcript(placed for placed in found if placed.by_machine)
    suggested: dict[str, set[str]] = {}
    for suggestion in exported:
        suggested.setdefault(suggestion.utterance_id, set()).add(suggestion.code)
    decisions = []
    kept: list[Placed] = []
    for suggestion in exported:
        at_place = _at(suggestion, hers)
        same = [placed for placed in at_place if placed.code == suggestion.code]
        remaining = [placed for placed in _at(suggestion, left) if placed.code == suggestion.code]
        outcome, by = _outcome(suggestion, same, remaining, kept_is_accepted=kept_is_accepted)
        own = suggested[suggestion.utterance_id]
        instead = [placed for placed in at_place if placed.code not in own]
        if outcome == "rejected" and instead:
            outcome, by = "recoded", instead
        if by and by[0].by_machine and outcome in ("accepted", "changed"):
            kept += by
        decisions.append(
            Decision(
                suggestion.transcript_id,
                suggestion.start,
                suggestion.end,
                suggestion.text,
                suggestion.code,
                outcome,
                ";".join(sorted({placed.code for placed in by}) if outcome != "open" else []),
                ""
                if outcome == "open"
                else next((placed.coder for placed in by if not placed.by_machine), coder),
                " ".join(dict.fromkeys(placed.memo for placed in by if not placed.by_machine)),
            )
        )
    codings = [
        _as_coding(placed, placed.coder)
        for placed in found
        if placed.known and not placed.by_machine
    ]
    codings += [_as_coding(placed, coder) for placed in kept]
    codings += _read_and_nothing(exported, decisions, hers, coder)
    return decisions, merged(codings)


def _outcome(
    suggestion: Exported,
    same: Sequence[Placed],
    remaining: Sequence[Placed],
    *,
    kept_is_accepted: bool,
) -> tuple[Outcome, list[Placed]]:
    if same:
        exact = any(_same_place(placed, suggestion) for placed in same)
        return ("accepted" if exact else "changed"), [*same]
    if not remaining:
        return "rejected", []
    if not any(_same_place(placed, suggestion) for placed in remaining):
        return "changed", [*remaining]
    return ("accepted", [*remaining]) if kept_is_accepted else ("open", [])


def _read_and_nothing(
    exported: Sequence[Exported],
    decisions: Sequence[Decision],
    hers: Mapping[str, Sequence[Placed]],
    coder: str,
) -> list[HerCoding]:
    """Utterances all of whose suggestions were rejected and that nobody gave another code."""
    outcomes: dict[str, list[Outcome]] = {}
    place = {suggestion.utterance_id: suggestion for suggestion in exported}
    for suggestion, decision in zip(exported, decisions, strict=True):
        outcomes.setdefault(suggestion.utterance_id, []).append(decision.outcome)
    return [
        HerCoding(own.transcript_id, own.start, own.end, own.text, frozenset(), coder)
        for utterance, all_of in outcomes.items()
        if set(all_of) == {"rejected"} and not _at(own := place[utterance], hers)
    ]


def merged(codings: Iterable[HerCoding]) -> list[HerCoding]:
    """Codings of the same words by the same person as one, in the order of the transcripts."""
    together: dict[tuple[str, int, int, str], HerCoding] = {}
    for coding in codings:
        key = (coding.transcript_id, coding.start, coding.end, coding.coder)
        known = together.get(key, coding)
        memos = dict.fromkeys(memo for memo in (known.memo, coding.memo) if memo)
        together[key] = HerCoding(
            *key[:3], coding.text, known.codes | coding.codes, coding.coder, " ".join(memos)
        )
    return [together[key] for key in sorted(together)]


def _as_coding(placed: Placed, coder: str) -> HerCoding:
    memo = "" if placed.by_machine else placed.memo
    return HerCoding(
        placed.transcript_id,
        placed.start,
        placed.end,
        placed.text,
        frozenset({placed.code}),
        coder,
        memo,
    )


def _same_place(one: Stretch, other: Stretch) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _by_transcript(found: Iterable[Placed]) -> dict[str, list[Placed]]:
    by_transcript: dict[str, list[Placed]] = {}
    for placed in found:
        by_transcript.setdefault(placed.transcript_id, []).append(placed)
    return by_transcript


def _at(suggestion: Exported, found: Mapping[str, Sequence[Placed]]) -> list[Placed]:
    """What stands at the words of a suggestion."""
    own = found.get(suggestion.transcript_id, ())
    return [placed for placed in own if _overlap(placed, suggestion)]


def _overlap(one: Stretch, other: Stretch) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared > 0 and shared >= _OVERLAP * shorter
