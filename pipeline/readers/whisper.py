"""What Whisper, WhisperX and whisper.cpp write (.json): segments of speech, with speakers or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.errors import TaqyrypError
from pipeline.readers import plain_text
from pipeline.readers.document import Document
from pipeline.readers.encodings import whole_characters
from pipeline.readers.timed import Cue, carried_on, document

#: Where the segments are: "transcription" is whisper.cpp's.
_LISTS = ("segments", "transcription")
_REMEDY = "export it again from Whisper or WhisperX as .json, or as .vtt or .srt"
#: A key and its list; inside a JSON string a quotation mark would have a backslash before it.
_LIST = re.compile(rf'(?<!\\)"(?:{"|".join(_LISTS)})"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
_LETTER = re.compile(r"\w")
#: In seconds or milliseconds: more is no time.
_LONGEST = 1e9


class _UnreadableError(ValueError):
    """What is wrong with a segment, before it is known which one it is."""


@dataclass(slots=True)
class _Reading:
    """``unplaced``: segments whose words, each with its speaker, are not those of its text."""

    path: Path
    unplaced: list[int] = field(default_factory=list)

    def error(self, message: str, line: int | None = None) -> TaqyrypError:
        return TaqyrypError(message, file=self.path, line=line, remedy=_REMEDY)


def read(path: Path) -> Document:
    """The segments as a document.

    Raises:
        TaqyrypError: not JSON, or not what a recogniser writes.
    """
    source = plain_text.read(path)
    if not source.text.strip():
        return source
    reading = _Reading(path)
    data = _json(source.text, reading)
    segments = _segments(data, reading)
    cues: list[Cue] = []
    lines = _lines(source.text, data, len(segments))
    for number, (segment, line) in enumerate(zip(segments, lines, strict=True), start=1):
        cues += _cues(segment, number, line, reading)
    notes = list(source.notes)
    if not segments and isinstance(data, dict) and isinstance(data.get("text"), str):
        cues = [Cue("", whole_characters(data["text"]), None, None, 1)]
        notes.append("holds text without segments: no times, no speakers")
    named, unnamed = carried_on([cue for cue in cues if cue.text.strip()])
    if reading.unplaced:
        notes.append(
            "given to one speaker each, because their words are not those of their text: "
            f"{len(reading.unplaced)} of {len(segments)} segments (the first is segment "
            f"{reading.unplaced[0]})"
        )
    return document(named, [*notes, *unnamed])


def _json(text: str, reading: _Reading) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise reading.error(f"is not JSON ({error.msg})", error.lineno) from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of too many digits
        raise reading.error(f"is not JSON that can be read ({error})") from error


def _segments(data: Any, reading: _Reading) -> list[Any]:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        raise reading.error("holds neither segments nor text")
    for name in _LISTS:
        if isinstance(data.get(name), list):
            return list(data[name])
    if isinstance(data.get("text"), str):
        return []
    keys = ", ".join(list(data)[:8]) or "nothing"
    raise reading.error(f"has no 'segments', as recognisers write them; it has: {keys}")


def _lines(text: str, data: Any, count: int) -> list[int]:
    """The line where each segment begins, which the parser does not tell; 1 where unsure."""
    found = _LIST.search(text) if isinstance(data, dict) else re.search(r"\[", text)
    decoder = json.JSONDecoder()
    at, line = found.end() if found else len(text), 1
    line += text.count("\n", 0, at)
    lines: list[int] = []
    while len(lines) < count:
        space = _SPACE.match(text, at)
        begin = space.end() if space else at
        try:
            _, end = decoder.raw_decode(text, begin)
        except ValueError:  # another list of that name stands first
            return [1] * count
        line += text.count("\n", at, begin)
        lines.append(line)
        line += text.count("\n", begin, end)
        at = end
    return lines


def _cues(segment: Any, number: int, line: int, reading: _Reading) -> list[Cue]:
    """The segment as one cue, or as several where its words have different speakers."""
    if not isinstance(segment, dict):
        raise reading.error(f"segment {number} is no segment, but {str(segment)[:40]!r}", line)
    listed = segment.get("words")
    words = [
        word
        for word in (listed if isinstance(listed, list) else [])
        if isinstance(word, dict) and isinstance(word.get("word"), str)
    ]
    text = segment.get("text")
    if not text and words:
        text = " ".join(word["word"].strip() for word in words)
    if not isinstance(text, str):
        raise reading.error(f"segment {number} has no text", line)
    try:
        start, end = _times(segment)
        speakers = dict.fromkeys(_speaker(word) for word in words)
        label = _speaker(segment) or next((name for name in speakers if name), "")
        whole = Cue(label, whole_characters(text), start, end, line)
        speakers.pop("", None)
        if len(speakers) < 2:
            return [whole]
        pieces = _by_speaker(whole, words)
    except _UnreadableError as error:
        raise reading.error(f"segment {number} has {error}", line) from error
    if pieces is None:
        reading.unplaced.append(number)
        return [whole]
    return pieces


def _by_speaker(whole: Cue, words: Sequence[Mapping[str, Any]]) -> list[Cue] | None:
    """The segment cut where the speaker of its words changes; None if its text has other words.

    A word without a speaker goes on with the one before; the first, with the one after.
    """
    label = next(filter(None, map(_speaker, words)), "")
    cuts: list[tuple[int, Cue]] = []
    at = 0
    clock = whole.start
    for word in words:
        form = whole_characters(word["word"]).strip()
        begin = whole.text.find(form, at)
        if begin < 0 or _LETTER.search(whole.text, at, begin):
            return None
        at = begin + len(form)
        start, end = _times(word)
        clock = clock if start is None else start
        label = _speaker(word) or label
        if not cuts or cuts[-1][1].label != label:
            cuts.append((begin if cuts else 0, replace(whole, label=label, start=clock)))
        clock = clock if end is None else end
        cuts[-1] = (cuts[-1][0], replace(cuts[-1][1], end=clock))
    ends = [begin for begin, _ in cuts[1:]] + [len(whole.text)]
    return [
        replace(cue, text=whole.text[begin:end])
        for (begin, cue), end in zip(cuts, ends, strict=True)
    ]


def _times(found: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Start and end of a segment or a word in seconds; whisper.cpp counts in milliseconds."""
    offsets = found.get("offsets")
    if isinstance(offsets, dict):
        found = {"start": offsets.get("from"), "end": offsets.get("to")}
    scale = 1000 if isinstance(offsets, dict) else 1
    times: list[float | None] = []
    for name in ("start", "end"):
        value = found.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _UnreadableError(f"a {name!r} that is no number of seconds: {str(value)[:40]!r}")
        # not so for NaN, which recognisers write for a word they could not place
        known = value is not None and abs(value) < _LONGEST
        times.append(value / scale if value is not None and known else None)
    return times[0], times[1]


def _speaker(found: Mapping[str, Any]) -> str:
    speaker = found.get("speaker")
    if speaker is None:
        return ""
    if isinstance(speaker, bool) or not isinstance(speaker, str | int):
        raise _UnreadableError(f"a speaker that is no name: {str(speaker)[:40]!r}")
    return " ".join(whole_characters(str(speaker)).split())
