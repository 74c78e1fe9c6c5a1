"""Praat's TextGrid files (.TextGrid): an interval tier is a speaker, an empty interval silence.

Praat itself reads only numbers, texts in quotes and flags in angle brackets that stand by
themselves; all else in the long format (``xmin =``, ``intervals [1]:``) is decoration. So the long
and the short format are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.encodings import decode_bytes
from pipeline.readers.timed import Cue, document

_TOKEN = re.compile(
    r"""(?P<comment>![^\n]*)
    |"(?P<text>(?:[^"]|"")*+)"
    |<(?P<flag>\w+)>(?!\S)
    |(?P<number>[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)(?!\S)
    |(?P<open>")
    |[^\s"]+""",
    re.VERBOSE,
)
_WORDS = {"text": "a text in quotes", "number": "a number", "flag": "<exists>"}
_SAVED_AGAIN = "open it in Praat and save it again with 'Save as text file…'"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    spoken: bool = False
    cues: tuple[Cue, ...] = ()
    points: int = 0


def read(path: Path) -> Document:
    """Intervals with text in the order of time, the tier's name as the speaker; points left out.

    Raises:
        TaqyrypError: not a TextGrid saved as text, cut off, or without interval tiers.
    """
    content = path.read_bytes()
    if content.startswith(b"ooBinaryFile"):
        raise _no_textgrid("a binary file of Praat", path)
    decoded = decode_bytes(content, path)
    notes = [decoded.note] if decoded.note else []
    tokens = _Tokens(decoded.text, path)
    for needed in ("ooTextFile", "TextGrid"):  # what "File type" and "Object class" name
        found = tokens.peek()
        if found.kind != "text" or needed not in found.value.split():
            raise _no_textgrid(f"{found.value!r}" if found.kind else "another format", path)
        tokens.take("text", needed)
    tokens.times("the whole")
    if tokens.take("flag", "whether there are tiers").value != "exists":
        raise _no_tiers(path)
    tiers = [_tier(tokens) for _ in range(tokens.count("how many tiers there are"))]
    tokens.end()
    if not any(tier.spoken for tier in tiers):
        raise _no_tiers(path)
    if points := [f"{tier.name} ({tier.points})" for tier in tiers if tier.points]:
        notes.append(f"left out, on point tiers: {', '.join(points)}")
    # sorting keeps the order of tiers where intervals begin together
    return document(sorted((cue for tier in tiers for cue in tier.cues), key=_begin), notes)


def _begin(cue: Cue) -> float:
    return cue.start or 0.0


def _tier(tokens: _Tokens) -> _Tier:
    kind = tokens.take("text", "the class of a tier")
    name = tokens.take("text", "the name of a tier").value.strip()
    tokens.times(f"tier {name!r}")
    size = tokens.count(f"how many parts tier {name!r} has")
    if kind.value == "IntervalTier":
        return _Tier(name, spoken=True, cues=tuple(_interval(tokens, name) for _ in range(size)))
    if kind.value != "TextTier":
        raise tokens.error(
            f"has a tier of the class {kind.value!r}, not IntervalTier or TextTier", kind
        )
    for _ in range(size):
        tokens.take("number", f"the time of a point of tier {name!r}")
        tokens.take("text", f"the text of a point of tier {name!r}")
    return _Tier(name, points=size)


def _interval(tokens: _Tokens, tier: str) -> Cue:
    start, end = tokens.times(f"an interval of tier {tier!r}")
    text = tokens.take("text", f"the text of an interval of tier {tier!r}")
    return Cue(tier, text.value, start, end, text.line)


def _no_textgrid(found: str, path: Path) -> TaqyrypError:
    return TaqyrypError(
        f"is not a TextGrid that was saved as text, but {found}", file=path, remedy=_SAVED_AGAIN
    )


def _no_tiers(path: Path) -> TaqyrypError:
    return TaqyrypError(
        "has no interval tiers, so no speech",
        file=path,
        remedy="write what is said on an interval tier of each speaker, or take the file away",
    )


class _Tokens:
    """What Praat would read of a file, one after the other."""

    def __init__(self, text: str, path: Path) -> None:
        self._path = path
        self._tokens: list[_Token] = []
        self._next = 0
        line, counted = 1, 0
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            line += text.count("\n", counted, match.start())
            counted = match.start()
            if kind == "open":
                message = "has a text whose closing quote is missing"
                remedy = "take a whole copy if it is cut off, close the quote"
                raise self.error(message, _Token(kind, "", line), remedy)
            if kind and kind != "comment":
                self._tokens.append(_Token(kind, match[kind].replace('""', '"'), line))
        self._last = _Token("", "", line)

    def peek(self) -> _Token:
        """The next token; one without a kind at the end of the file."""
        return self._tokens[self._next] if self._next < len(self._tokens) else self._last

    def take(self, kind: str, what: str) -> _Token:
        """The next token, which must be of this kind."""
        found = self.peek()
        if found.kind == kind:
            self._next += 1
            return found
        if found.kind:
            message = f"{what} should follow, {_WORDS[kind]}, not {_shown(found)}"
            raise self.error(message, found, "see whether a quote in a text above is not doubled")
        raise self.error(f"ends where {what} should follow", found, "take a whole copy")

    def times(self, what: str) -> tuple[float, float]:
        """Where something begins and ends, in seconds."""
        start = self.take("number", f"the beginning of {what}")
        end = self.take("number", f"the end of {what}")
        return float(start.value), float(end.value)

    def count(self, what: str) -> int:
        """How many of something follow."""
        token = self.take("number", what)
        if token.value.isdigit():
            return int(token.value)
        raise self.error(f"{what} should be a whole number, not {token.value}", token)

    def end(self) -> None:
        """Nothing may follow, or the file has more than it announces and I would lose it."""
        if (found := self.peek()).kind:
            message = f"goes on after the last part it announces with {_shown(found)}"
            raise self.error(message, found, "put the numbers of tiers and intervals right")

    def error(self, message: str, token: _Token, remedy: str = "") -> TaqyrypError:
        """What is wrong at a token, and what to do: this, or save the file again."""
        remedy = f"{remedy}, or {_SAVED_AGAIN}" if remedy else _SAVED_AGAIN
        return TaqyrypError(message, file=self._path, line=token.line, remedy=remedy)


def _shown(token: _Token) -> str:
    return f"{_WORDS[token.kind]} ({token.value[:40]})"
