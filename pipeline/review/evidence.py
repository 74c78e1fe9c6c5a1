"""The column ``evidence`` of a suggestion told apart, and the words it speaks of found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADS = {
    "carried by ": "carried",
    "terms: ": "terms",
    "terms of the question: ": "question",
    "like this, coded so: ": "like",
    "theme: ": "theme",
}
_BETWEEN = re.compile(rf" · (?={'|'.join(map(re.escape, _HEADS))})")
_CARRIED = re.compile(r"“(?P<words>.*)” \(without it (?P<without>[\d.]+)\)", re.DOTALL)
_QUOTED = re.compile(r"“([^”]*)”")
#: Between two words that were compared, the text as read may have a transcriber's mark.
_GAP = r"(?:\s+|\s*[\[(][^\])\n]{0,60}[\])]\s*)"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a suggestion.

    Attributes:
        kind: ``carried``, ``terms``, ``question``, ``like``, ``theme``, or nothing for another one.
        text: the reason without its heading.
        without: the probability without the words that carry it, as text; else empty.
    """

    kind: str
    text: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of an utterance that a reason speaks of; offsets in it, in code points."""

    start: int
    end: int
    kind: str


def reasons(evidence: str) -> list[Reason]:
    """The reasons in the order in which they are given."""
    found = []
    for part in filter(None, _BETWEEN.split(evidence)):
        head = next((head for head in _HEADS if part.startswith(head)), "")
        text = part.removeprefix(head)
        kind = _HEADS.get(head, "")
        carried = _CARRIED.fullmatch(text) if kind == "carried" else None
        if carried:
            found.append(Reason(kind, carried["words"], carried["without"]))
        else:
            found.append(Reason(kind, text.strip("“”") if kind == "like" else text))
    return found


def marks(text: str, told: list[Reason]) -> list[Mark]:
    """Where the words that carry a suggestion, and its terms, stand in an utterance."""
    found: list[Mark] = []
    for reason in told:
        if reason.kind == "carried":
            found += _places(text, reason.text, "carried", once=True)
        elif reason.kind == "terms":
            for form in _QUOTED.findall(reason.text):
                found += _places(text, form, "term", once=False)
    return sorted(dict.fromkeys(found), key=lambda mark: (mark.start, mark.end, mark.kind))


def _places(text: str, words: str, kind: str, *, once: bool) -> Iterator[Mark]:
    if once and words and (start := text.find(words)) >= 0:  # nearly always, and much faster
        yield Mark(start, start + len(words), kind)
        return
    pieces = [re.escape(word) for word in words.split()]
    if not pieces:
        return
    edge = ("", "") if once else (r"(?<!\w)", r"(?!\w)")
    pattern = re.compile(edge[0] + _GAP.join(pieces) + edge[1], re.IGNORECASE)
    for match in pattern.finditer(text):
        yield Mark(match.start(), match.end(), kind)
        if once:
            return
