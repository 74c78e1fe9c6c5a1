"""What the logged actions on one utterance amount to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

#: ``accept``, ``reject``: a suggestion. ``recode``: another code instead. ``give``: a code that was not
#: suggested. ``withdraw``: as if nothing had been said of a code. ``nothing``: nothing is to be coded here.
#: ``rest``: what is still open is rejected. ``memo``: a note. ``words``: codes for other words.
Kind = Literal["accept", "reject", "recode", "give", "withdraw", "nothing", "rest", "memo", "words"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What was said of a code. ``given`` is a code that had not been suggested.
Verdict = Literal["accepted", "rejected", "recoded", "given"]


def key_of(transcript_id: str, start: int, text: str) -> str:
    """What an utterance is known by: its words and where they stand, whatever a run calls it."""
    return hashlib.sha256(f"{transcript_id}\0{start}\0{text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a transcript (canonical offsets)."""

    transcript_id: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """What it is known by in the log."""
        return key_of(self.transcript_id, self.start, self.text)


@dataclass(frozen=True, slots=True)
class Words:
    """Other words that were coded from an utterance."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What a coder did to one utterance.

    Attributes:
        code: what it is about, where it is about one.
        instead: the code that was given instead.
        suggested: the codes that were suggested there at the time.
    """

    kind: Kind
    code: str = ""
    instead: str = ""
    memo: str = ""
    words: Words | None = None
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Where a coder stands with an utterance.

    Attributes:
        version: how many actions there were, those undone and the undoing counted.
        verdicts: by code.
        instead: the code given instead of each recoded one.
        nothing: she said that nothing is to be coded here.
        decided: something was said of all that was suggested; later suggestions do not change that.
    """

    version: int = 0
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    nothing: bool = False
    memo: str = ""
    words: tuple[Words, ...] = ()
    decided: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The codes the utterance has by now."""
        return frozenset(c for c, verdict in self.verdicts.items() if verdict in _HAS_IT)


_HAS_IT = frozenset({"accepted", "given"})


def folded(actions: Iterable[Action], version: int) -> State:
    """The state that actions lead to, the undone ones left out."""
    state = State()
    for action in actions:
        state = _after(state, action)
    return replace(state, version=version)


def _after(state: State, action: Action) -> State:
    if action.kind == "memo":
        return replace(state, memo=action.memo)
    if action.kind == "words":
        return replace(state, words=_with_words(state.words, action.words))
    verdicts, instead = dict(state.verdicts), dict(state.instead)
    code = action.code
    if action.kind in ("nothing", "rest"):
        _close(verdicts, action)
        instead = {} if action.kind == "nothing" else instead
    else:
        instead.pop(code, None)
        if action.kind == "accept":
            verdicts[code] = "accepted"
        elif action.kind == "give":
            verdicts[code] = "accepted" if code in action.suggested else "given"
        elif action.kind == "recode":
            verdicts[code], instead[code] = "recoded", action.instead
            verdicts[action.instead] = "accepted" if action.instead in action.suggested else "given"
        elif action.kind == "reject" and verdicts.get(code) != "given":
            verdicts[code] = "rejected"
        else:
            verdicts.pop(code, None)
    decided = _decided(state, action, verdicts)
    nothing = action.kind == "nothing" or (state.nothing and action.kind in ("reject", "rest"))
    return replace(state, verdicts=verdicts, instead=instead, nothing=nothing, decided=decided)


def _close(verdicts: dict[str, Verdict], action: Action) -> None:
    if action.kind == "nothing":
        for code, verdict in list(verdicts.items()):
            if verdict == "given":
                del verdicts[code]
            else:
                verdicts[code] = "rejected"
    for code in action.suggested:
        verdicts.setdefault(code, "rejected")


def _decided(state: State, action: Action, verdicts: Mapping[str, Verdict]) -> bool:
    if action.kind in ("nothing", "rest"):
        return action.kind == "nothing" or bool(verdicts)
    if not verdicts:
        return False
    complete = all(code in verdicts for code in action.suggested)
    return complete or (state.decided and action.kind != "withdraw")


def _with_words(known: Sequence[Words], new: Words | None) -> tuple[Words, ...]:
    """The words with those added; words without codes are taken away."""
    if new is None:
        return tuple(known)
    kept = [words for words in known if (words.start, words.end) != (new.start, new.end)]
    return tuple(sorted([*kept, *([new] if new.codes else [])], key=lambda own: own.start))
