"""Subtitles (.vtt, .srt, .sbv): the cues as a browser or a player shows them, in file order.

The parser is our own. Libraries that read broken files drop the broken cues without a word, and
none of them says on which line a cue stands. It follows the WebVTT specification, with one
difference: where a browser would pass over words, the file is refused, or a note says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.readers import plain_text
from pipeline.readers.document import Document, counted
from pipeline.readers.timed import Cue, carried_on, document

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_ARROW = "-->"
_SETTINGS = r"(?:\s+(?:vertical|line|position|size|align|region|[XY][12])\s*:\s*\S*)*+\s*"
_ARROW_TIMES = re.compile(rf"\s*{_CLOCK}\s*{_ARROW}\s*{_CLOCK}{_SETTINGS}", re.IGNORECASE)
_COMMA_TIMES = re.compile(rf"\s*{_CLOCK}\s*,\s*{_CLOCK}\s*")
#: Meant as times, whether they can be read or not; other arrows and commas are text.
_LIKE_ARROW_TIMES = re.compile(rf"\d\s*{_ARROW}|{_ARROW}\s*\d")
_LIKE_COMMA_TIMES = re.compile(r"\s*\d+:\S*\s*,\s*\d+:\S*\s*")
_INDEX = re.compile(r"\s*(\d{1,9})\s*")
_NOTE = re.compile(r"NOTE(?:\s.*)?")
_NOT_SPEECH = re.compile(r"(?:STYLE|REGION)\s*")
#: What a header has beside its title: settings, and the style sheet that YouTube puts there.
_METADATA = re.compile(
    r"(?:kind|language|style|region|x-timestamp-map)\s*[:=].*|::cue.*|.*[{}].*|#+\s*", re.IGNORECASE
)
#: Tags of WebVTT, of HTML and of SubStation; a "<" that begins none of them is text.
_TAG = re.compile(
    r"""<(?P<end>/?)(?:
        (?P<voice>v)(?:\.[^\s<>]*)?(?:\s(?P<annotation>[^<>]*))?
        |(?P<name>[cibus]|ruby|rt|lang|font|span|em|strong|br|p)(?:\.[^\s<>]*)?\s*/?
        |(?:lang|font|span|p)(?:\.[^\s<>]*)?\s[^<>\n]*)>
    |<\d+:[\d:.]+>      # the time of a word
    |\{\\[^{}\n]*\}     # {\an8}""",
    re.VERBOSE | re.IGNORECASE,
)
_BREAKS = ("br", "p")
_ENTITY = re.compile(r"&(?:\#\d{1,7}|\#x[\da-f]{1,6}|[a-z]\w{1,31});", re.IGNORECASE)
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f"))
#: What may be the name of somebody at the beginning of a line, and the dash of one who answers.
_OPENS = re.compile(r"[-–—]\s*\S|\[?(?P<initial>[^\W\d_])[^:\n]{0,39}?\]?:\s")
#: A cue rolls on from the one before if it begins no later than so many seconds after its end.
_ROLLS_ON = 0.5
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Block:
    """A cue as it stands in the file: ``line`` is that of its times, the text begins below."""

    start: float
    end: float
    line: int
    text: str


@dataclass(slots=True)
class _Reading:
    """What is gathered from a file; all its errors, so that they are mended in one go."""

    path: Path
    example: str
    blocks: list[_Block] = field(default_factory=list)
    errors: list[TaqyrypError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def broken_times(self, line: int, found: str) -> None:
        self._error(
            f"the times of a cue cannot be read: {_shortened(found)!r}",
            line,
            f"write them as {self.example}, with nothing else on the line",
        )

    def no_times(self, line: int, found: str) -> None:
        self._error(
            f"a cue without times: {_shortened(found)!r}",
            line,
            f"write its times on a line above, as {self.example}; "
            "or join it to the cue it belongs to; or delete it",
        )

    def _error(self, message: str, line: int, remedy: str) -> None:
        self.errors.append(TaqyrypError(message, file=self.path, line=line, remedy=remedy))


def read(path: Path) -> Document:
    """The subtitles as a document.

    Raises:
        TaqyrypError: a cue whose times are missing or broken; a .vtt file without its header.
    """
    parse, example = _FORMATS[path.suffix.lower()]
    source = plain_text.read(path)
    reading = _Reading(path, example)
    if source.text.strip():
        parse(source.text.split("\n"), reading)
    if reading.errors:
        raise collected(reading.errors)
    shown = [_pieces(block) for block in reading.blocks]
    unrolled, rolling = _unrolled(shown)
    cues, unnamed = carried_on([cue for pieces in unrolled for cue in _merged(pieces)])
    notes = [*source.notes, *reading.notes, *_odd(reading.blocks, shown), *rolling, *unnamed]
    return document(cues, notes)


def _vtt(lines: Sequence[str], reading: _Reading) -> None:
    """Blocks as the specification's "collect a WebVTT block" makes them."""
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        reading.errors.append(
            TaqyrypError(
                f"does not begin with WEBVTT, but with {_shortened(lines[0])!r}",
                file=reading.path,
                line=1,
                remedy="see whether its beginning is missing; if not, write WEBVTT and an empty "
                "line above the first cue",
            )
        )
        return
    body = next(
        (i for i, line in enumerate(lines) if i and (not line or _ARROW in line)), len(lines)
    )
    if any(not _METADATA.fullmatch(line) for line in lines[1:body]):
        words = _shortened(" ".join(lines[1:body]))
        reading.notes.append(f"the header is left out, as browsers do: {words!r}")
    comments = 0
    ids: list[str] = []
    for number, block in _vtt_blocks(lines, body):
        at = next((i for i, line in enumerate(block[:2]) if _ARROW in line), None)
        times = None if at is None else _times(_ARROW_TIMES, block[at])
        if at is not None and times is not None:
            reading.blocks.append(_Block(*times, number + at, "\n".join(block[at + 1 :])))
            ids += block[:at]
        elif _NOTE.fullmatch(block[0]):
            comments += 1
        elif at is not None:
            reading.broken_times(number + at, block[at])
        elif not _NOT_SPEECH.fullmatch(block[0]):
            reading.no_times(number, block[0])
    worded = [name for name in ids if re.search(r"[^\W\d_]\S*\s+\S*[^\W\d_]", name)]
    if comments:
        reading.notes.append(f"{counted(comments, 'comment')} (NOTE) left out")
    if worded:
        names = counted(len(worded), "name of a cue", "names of cues")
        reading.notes.append(f"{names} left out, as {_shortened(worded[0])!r}")


def _vtt_blocks(lines: Sequence[str], body: int) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and lines of the blocks from ``lines[body]`` on.

    An empty line ends a block, one of spaces does not; so do times that cannot be the block's own.
    """
    block: list[str] = []
    for number, line in enumerate([*lines[body:], ""], start=body + 1):
        begins = _ARROW in line and (len(block) > 1 or any(_ARROW in own for own in block))
        if block and (begins or not line):
            yield number - len(block), block
            block = []
        if line:
            block.append(line)


def _srt(lines: Sequence[str], reading: _Reading) -> None:
    """A cue goes from its times to the number or the times of the next, empty lines or not."""
    starts = [
        i for i, line in enumerate(lines) if _ARROW in line and _LIKE_ARROW_TIMES.search(line)
    ]
    begins: list[int] = []
    numbers: list[int | None] = []
    expected: int | None = None
    for start in starts:
        begin, number = _number(lines, start, expected, is_first=not begins)
        begins.append(begin)
        numbers.append(number)
        known = expected if number is None else number
        expected = None if known is None else known + 1
    begins.append(len(lines))
    first = next((i for i in range(begins[0]) if lines[i].strip()), None)
    if first is not None:
        reading.no_times(first + 1, _words(lines, first, begins[0]))
    for start, end, number, following in zip(
        starts, begins[1:], numbers, [*numbers, None][1:], strict=True
    ):
        times = _times(_ARROW_TIMES, lines[start])
        if times is None:
            reading.broken_times(start + 1, lines[start])
        else:
            reading.blocks.append(_Block(*times, start + 1, "\n".join(lines[start + 1 : end])))
        for i in _lost(lines, range(start + 2, end), number, following):
            reading.no_times(i + 1, _words(lines, i, end))


def _number(
    lines: Sequence[str], start: int, expected: int | None, *, is_first: bool
) -> tuple[int, int | None]:
    """Where the cue with its times at ``start`` begins, and its number.

    Where numbers or empty lines are left out, a number above the times may be what was said.
    """
    above = start - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    match = _INDEX.fullmatch(lines[above]) if above >= 0 else None
    if match:
        is_next = int(match[1]) == expected
        is_adjacent = above == start - 1
        stands_alone = above == 0 or not lines[above - 1].strip()
        if (is_next and is_adjacent) or (stands_alone and (is_next or is_adjacent or is_first)):
            return above, int(match[1])
    return start, None


def _lost(
    lines: Sequence[str], where: range, number: int | None, following: int | None
) -> Iterator[int]:
    """Lines where, after an empty one, the numbers between a cue's and the next one's stand."""
    for i in where:
        if number is None or following == number + 1:
            return
        match = _INDEX.fullmatch(lines[i])
        if match and int(match[1]) == number + 1 and not lines[i - 1].strip():
            yield i
            number += 1


def _sbv(lines: Sequence[str], reading: _Reading) -> None:
    """A cue ends with the first empty line after its text: no number tells where the next is."""
    starts = [i for i, line in enumerate(lines) if _LIKE_COMMA_TIMES.fullmatch(line)]
    for start, end in pairwise([-1, *starts, len(lines)]):
        runs = [*_runs(lines, start + 1, end)]
        if start >= 0:
            times = _times(_COMMA_TIMES, lines[start])
            if times is None:
                reading.broken_times(start + 1, lines[start])
            else:
                text = "\n".join(lines[start + 1 : runs[0].stop if runs else end])
                reading.blocks.append(_Block(*times, start + 1, text.replace("[br]", " ")))
            del runs[:1]
        for run in runs:
            reading.no_times(run.start + 1, lines[run.start])


def _runs(lines: Sequence[str], start: int, end: int) -> Iterator[range]:
    """The stretches of ``lines[start:end]`` between empty lines."""
    for empty, group in groupby(range(start, end), key=lambda i: not lines[i].strip()):
        if not empty:
            run = [*group]
            yield range(run[0], run[-1] + 1)


def _times(pattern: re.Pattern[str], line: str) -> tuple[float, float] | None:
    """The two times of a cue in seconds; None where they cannot be read."""
    match = pattern.fullmatch(line)
    if match is None:
        return None
    times = []
    for at in (1, 5):
        hours, minutes, seconds = (int(part or 0) for part in match.group(at, at + 1, at + 2))
        if minutes > 59 or seconds > 59:
            return None
        milliseconds = int((match[at + 3] or "0").ljust(3, "0"))
        # counted in whole milliseconds, so that a time is the float its digits stand for
        times.append((((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds) / 1000)
    return times[0], times[1]


def _pieces(block: _Block) -> list[Cue]:
    """What is shown of a cue, a piece a line and a voice."""
    end = block.end if block.end >= block.start else None
    pieces: list[Cue] = []
    line = block.line + 1
    for label, part in _voiced(block.text):
        for i, text in enumerate(part.split("\n")):
            line += i > 0
            if pieces and (pieces[-1].label, pieces[-1].line) == (label, line):
                pieces[-1] = replace(pieces[-1], text=pieces[-1].text + text)
            else:
                pieces.append(Cue(label, text, block.start, end, line))
    pieces = [replace(piece, text=_plain(piece.text)) for piece in pieces]
    return [piece for piece in pieces if piece.text]


def _voiced(text: str) -> Iterator[tuple[str, str]]:
    """The text without its tags, each stretch with the name of the voice it is in."""
    voices = [""]
    start = 0
    for tag in _TAG.finditer(text):
        yield voices[-1], text[start : tag.start()]
        # the lines of a tag that is broken across lines are counted, too
        breaks = "\n" * tag[0].count("\n")
        yield voices[-1], breaks or (" " if (tag["name"] or "").lower() in _BREAKS else "")
        if tag["voice"]:
            if not tag["end"]:
                voices.append(_plain(tag["annotation"] or ""))
            elif len(voices) > 1:
                voices.pop()
        start = tag.end()
    yield voices[-1], text[start:]


def _plain(text: str) -> str:
    """Text without entities and direction marks, its white space made one space."""
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return " ".join(text.translate(_DIRECTION_MARKS).split())


def _unrolled(shown: Sequence[list[Cue]]) -> tuple[list[list[Cue]], list[str]]:
    """Captions that roll as YouTube's do, each beginning with what is on the screen already, once.

    One who says a word twice looks the same, so it must be the way of the whole file, and nobody
    be named: a recogniser that names speakers does not repeat.
    """
    shown = [pieces for pieces in shown if pieces]
    repeated = [_repeated(before, after) for before, after in pairwise(shown)]
    rolls = any(0 < count < len(after) for count, after in zip(repeated, shown[1:], strict=False))
    repeats = sum(count > 0 for count in repeated)
    named = any(piece.label for pieces in shown for piece in pieces)
    if named or not rolls or repeats < 2 or 2 * repeats < len(repeated):
        return list(shown), []
    unrolled = [list(shown[0])]
    for count, pieces in zip(repeated, shown[1:], strict=True):
        if count == len(pieces):  # nothing new, but what was said stays longer
            unrolled[-1][-1] = replace(unrolled[-1][-1], end=pieces[-1].end)
        else:
            unrolled.append(pieces[count:])
    lines = counted(sum(repeated), "line")
    first = next(after[0].line for count, after in zip(repeated, shown[1:], strict=True) if count)
    note = (
        f"rolling captions: {lines} left out that repeat the caption before (first: line {first})"
    )
    return unrolled, [note]


def _repeated(before: Sequence[Cue], after: Sequence[Cue]) -> int:
    """How many lines at the beginning of a cue are those at the end of the cue before."""
    ended, begun = before[-1].end, after[0].start
    if ended is not None and begun is not None and begun - ended > _ROLLS_ON:
        return 0
    old, new = [piece.text for piece in before], [piece.text for piece in after]
    sizes = range(min(len(old), len(new)), 0, -1)
    return next((size for size in sizes if old[-size:] == new[:size]), 0)


def _merged(pieces: Sequence[Cue]) -> Iterator[Cue]:
    """Lines of a cue as one, unless another voice or, it seems, another speaker begins."""
    whole: Cue | None = None
    for piece in pieces:
        match = _OPENS.match(piece.text)
        opens = match is not None and (match["initial"] is None or match["initial"].isupper())
        if whole is not None and whole.label == piece.label and not opens:
            whole = replace(whole, text=f"{whole.text} {piece.text}")
        else:
            if whole is not None:
                yield whole
            whole = piece
    if whole is not None:
        yield whole


def _odd(blocks: Sequence[_Block], shown: Sequence[Sequence[Cue]]) -> Iterator[str]:
    """Notes on cues that are likely to be a slip."""
    empty = [block.line for block, pieces in zip(blocks, shown, strict=True) if not pieces]
    turned = [block.line for block in blocks if block.end < block.start]
    if empty:
        yield f"{counted(len(empty), 'cue')} without text left out (the first at line {empty[0]})"
    if turned:
        yield (
            f"{counted(len(turned), 'cue')} with the second time before the first (the first at "
            f"line {turned[0]}); the text is kept, and the first time"
        )


def _words(lines: Sequence[str], start: int, end: int) -> str:
    """A line that is only a number with the next that has text, to know the cue by."""
    following = (line.strip() for line in lines[start + 1 : end] if line.strip())
    number = _INDEX.fullmatch(lines[start]) is not None
    return f"{lines[start].strip()} {next(following, '') if number else ''}".strip()


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


_FORMATS: dict[str, tuple[Callable[[Sequence[str], _Reading], None], str]] = {
    ".vtt": (_vtt, "00:00:07.000 --> 00:00:11.890"),
    ".srt": (_srt, "00:00:07,000 --> 00:00:11,890"),
    ".sbv": (_sbv, "0:00:07.000,0:00:11.890"),
}
