"""What became of the suggestions once somebody has looked at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: ``accepted``: she gave the code there, too. ``changed``: the code, at other words. ``recoded``: another code
#: instead. ``rejected``: it is gone. ``open``: nothing was done about it.
Outcome = Literal["accepted", "changed", "recoded", "rejected", "open"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A suggestion and what was made of it.

    Attributes:
        start, end, text: of the suggestion, in the canonical text.
        codes: ids of the codes she gave there, with ``;`` between them; empty if none.
        coder: who decided; empty for an open one.
        memo: what she wrote about it.
    """

    transcript_id: str
    start: int
    end: int
    text: str
    code: str
    outcome: Outcome
    codes: str
    coder: str
    memo: str


@dataclass(frozen=True, slots=True)
class HerCoding:
    """A stretch of a transcript that a person coded; ``codes`` are ids, none if there is nothing to code."""

    transcript_id: str
    start: int
    end: int
    text: str
    codes: frozenset[str]
    coder: str
    memo: str = ""
