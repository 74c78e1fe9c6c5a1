"""oTranscribe (.otr): JSON around the HTML that somebody typed, with time stamps in it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers import plain_text
from pipeline.readers.document import Document, Speech, counted
from pipeline.readers.encodings import whole_characters
from pipeline.readers.labels import Certainty, find_speeches, parse_time

#: Elements that begin a line of their own, and end it.
_BLOCK = re.compile(
    r"address|article|blockquote|center|d[dlt]|div|footer|h[1-6r]|header|[ou]l|li|p|pre|section"
    r"|table|tbody|td|th|thead|tr"
)
#: Not text; pasting from Word brings some along.
_UNSEEN = ("script", "style")
#: What HTML takes for one space; the browser writes no-break spaces for those typed in a row.
_SPACE = re.compile(r"[ \t\r\n\f]+")
#: The time that a time stamp shows; what follows was typed into it by accident.
_STAMP = re.compile(r"\s*(?P<time>\d[\d:.,]*)?(?P<rest>.*)", re.DOTALL)
#: Where a time stamp was, and the brackets that were typed around it.
_MARK = "\x00"
_MARKED = re.compile(rf"\[\s*{_MARK}\s*\]|\(\s*{_MARK}\s*\)|{_MARK}")
#: What may stand before the time stamp of a whole line: "I: 00:12 …".
_IN_FRONT = re.compile(r"\W*+(?:[^:]{1,40}:\s*)?")


@dataclass(slots=True)
class _Line:
    """A line as it was typed, without its time stamps, and the time of the one it begins with."""

    text: str = ""
    time: float | None = None


def read(path: Path) -> Document:
    """The lines as they were typed, with the time stamps that lines begin with.

    Before what may be a speaker's label they are text, ``[00:12:34] ``, which is understood as the
    time of the speech; if there is no such label, they are the times of the paragraphs.

    Raises:
        TaqyrypError: not what oTranscribe writes.
    """
    source = plain_text.read(path)
    if not source.text.strip():
        return source
    typed = _Typed()
    typed.feed(_html(source.text, path))
    typed.close()
    lines = typed.lines
    text = "\n".join(line.text for line in lines)
    # certain of all: every line that begins with a label of anybody's must have its time
    found = find_speeches(text, certainty=lambda _: Certainty.CERTAIN)
    untimed = {speech.line for speech in found if speech.label and speech.time is None}
    left_out = typed.stamps - sum(line.time is not None for line in lines)
    speeches: tuple[Speech, ...] | None = None
    if any(speech.label for speech in found):
        timed = {i for i, line in enumerate(lines, start=1) if line.time is not None}
        left_out += len(timed - untimed)
        text = "\n".join(
            f"[{_clock(line.time)}] {line.text}"
            if line.time is not None and i in untimed
            else line.text
            for i, line in enumerate(lines, start=1)
        )
    elif typed.stamps:
        speeches = tuple(_paragraphs(lines))
    notes = list(source.notes)
    if left_out:
        notes.append(f"{counted(left_out, 'time stamp')} inside speeches left out")
    return Document(text, speeches, tuple(notes))


def _html(text: str, path: Path) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TaqyrypError(
            "is not JSON, as oTranscribe writes it",
            file=path,
            line=error.lineno if isinstance(error, json.JSONDecodeError) else None,
            remedy="open it in oTranscribe and export it again as .otr",
        ) from error
    html = data.get("text") if isinstance(data, dict) else None
    if not isinstance(html, str):
        raise TaqyrypError(
            "has no 'text', as oTranscribe writes it",
            file=path,
            remedy="open it in oTranscribe and export it again as .otr",
        )
    return whole_characters(html)


class _Typed(HTMLParser):
    """Gathers ``lines`` as they look in oTranscribe, and counts the time stamps."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self.stamps = 0
        self._text = ""
        self._time: float | None = None
        #: What stands in the time stamp that is open, its time, and the elements open in it.
        self._stamp: str | None = None
        self._seconds: float | None = None
        self._depth = 0
        self._unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _UNSEEN:
            self._unseen = True
        elif _BLOCK.fullmatch(tag) or tag == "br":
            self._end_line(even_if_empty=tag == "br")
        elif tag == "span" and self._stamp is not None:
            self._depth += 1
        elif tag == "span" and "timestamp" in (given.get("class") or "").split():
            self._stamp, self._depth = "", 0
            self._seconds = _seconds(given.get("data-timestamp"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = False
        elif _BLOCK.fullmatch(tag):
            self._end_line()
        elif tag == "span" and self._stamp is not None:
            if self._depth:
                self._depth -= 1
            else:
                self._end_stamp()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._stamp is None:
            self._text += data
        else:
            self._stamp += data

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_stamp(self) -> None:
        if self._stamp is None:
            return
        match = _STAMP.fullmatch(self._stamp)
        shown, rest = (match["time"], match["rest"]) if match else (None, self._stamp)
        time = parse_time(shown or "") if self._seconds is None else self._seconds
        if time is None:
            self._text += self._stamp
        else:
            self.stamps += 1
            # one that a line of its own left for this one gives way to this one's
            first = self._time is None or not _SPACE.sub("", self._text)
            if first and _IN_FRONT.fullmatch(self._text):
                self._time = time
            self._text += _MARK + rest
        self._stamp = None

    def _end_line(self, *, even_if_empty: bool = False) -> None:
        """End the line; a time stamp with a line to itself is that of the next line with text."""
        self._end_stamp()
        text = _SPACE.sub(" ", _MARKED.sub("", self._text)).replace("\u00a0", " ").strip()
        if text:
            self.lines.append(_Line(text, self._time))
            self._time = None
        elif even_if_empty and self._time is None:
            self.lines.append(_Line())
        self._text = ""


def _seconds(value: str | None) -> float | None:
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _clock(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Speech]:
    start = 0
    for number, line in enumerate(lines, start=1):
        end = start + len(line.text)
        if line.text:
            yield Speech("", start, end, line.time, number)
        start = end + 1
