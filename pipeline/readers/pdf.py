"""PDF files with a text layer (.pdf): the lines of a paragraph put together again.

A PDF says where letters stand, and nothing of lines, paragraphs or page headers: all that is told
here from positions. pdfminer is imported where it is used: every stage imports the readers.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, left_out

#: All widths and distances below are shares of the size of the letters.
_TAB, _SPACE, _INDENT = 1.5, 0.17, 0.5
#: A line further below the one before than lines of a paragraph are begins a paragraph.
_WIDER = 1.15
#: Headers and footers are further than this from the text, as a share of lines of a paragraph.
_APART = 1.3
#: What is on this share of the pages, at one place, is a header or a footer.
_MOST = 0.4
#: Lines that end with a hyphen, where a program breaks words, and lines enough to tell.
_HYPHENATED, _FEW = 0.05, 40
#: The size of raised numbers and of notes, as a share of that of the text.
_SMALL, _NOTE_SIZE = 0.8, 0.93
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
_LABEL = re.compile(
    rf"""(?:[\[(]?{_TIME}[\])]?\s*[-–—]?\s*)?
    (?P<label>[^\W\d_][^:\t!?;«»"“”]{{0,39}}?)
    (?:\s*[\[(]{_TIME}[\])])?\s*(?:\t|:(?!\d))""",
    re.VERBOSE,
)
_TIME_LINE = re.compile(rf"[\[(]{_TIME}[\])]")
_ITEM = re.compile(r"[-–—•▪*]\s")
_SENTENCE_END = re.compile(r"[.?!…:][»”\"')\]]*$")
_BROKEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
#: Russian and Kazakh parts of words that have a hyphen before them wherever they stand.
_HYPHENED = re.compile(r"(?:то|либо|нибудь|таки|ка|ақ|ау|мыс|міс)\b")
_RANGE = re.compile(r"\d[-–]$")
_NOTE_NUMBER = re.compile(r"(\d{1,3}|\*{1,3})[\s.)]*(?=[^\s\d.)])")
_NO_LETTER = re.compile(r"\(cid:\d+\)")


_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
#: So many letters of a font that names none of them make a text that cannot be used.
_TOO_MANY = 0.02


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x0: float
    x1: float
    #: Where its base is, counted from the foot of the page.
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, or of a column of it; ``band`` and ``column`` say of which part."""

    letters: tuple[_Letter, ...]
    page: int
    band: int
    column: int

    @property
    def size(self) -> float:
        return max(letter.size for letter in self.letters)

    @property
    def x0(self) -> float:
        return self.letters[0].x0

    @property
    def x1(self) -> float:
        return max(letter.x1 for letter in self.letters)

    @property
    def y(self) -> float:
        return max(self.letters, key=lambda letter: letter.size).y

    @property
    def text(self) -> str:
        text, before = "", self.letters[0]
        for letter in self.letters:
            gap = (letter.x0 - before.x1) / self.size
            if gap > _TAB:
                text += "\t"
            elif gap > _SPACE and not before.text.isspace() and not letter.text.isspace():
                text += " "
            text, before = text + letter.text, letter
        return re.sub(r" *\t[ \t]*", "\t", text).strip().translate(_LIGATURES)

    def is_beside(self, other: _Line) -> bool:
        """Whether both are of one part of one page."""
        part = (other.page, other.band, other.column)
        return (self.page, self.band, self.column) == part


def read(path: Path) -> Document:
    """The text in reading order, one line a paragraph.

    Raises:
        TaqyrypError: not a PDF, behind a password, or without text that can be read.
    """
    content = path.read_bytes()
    if b"%PDF-" not in content[:1024]:
        raise TaqyrypError(
            "is not a PDF file", file=path, remedy="look what it is and give it the right ending"
        )
    if b"%%EOF" not in content[-2048:]:
        raise _damaged("is a PDF file that breaks off before its end", path)
    pages, counts = _pages(path)
    letters = [letter for page in pages for letter in page]
    if not any(letter.text.strip() for letter in letters):
        raise TaqyrypError(
            "has no text layer: its pages are pictures of text",
            file=path,
            remedy="add the text with an OCR program for Kazakh and Russian, such as OCRmyPDF with"
            " the option -l kaz+rus+eng, and check it; better, use the file the PDF was made from",
        )
    unnamed = sum(letter.text == "\ufffd" for letter in letters)
    if unnamed > _TOO_MANY * len(letters):
        raise TaqyrypError(
            f"does not say which letters it shows ({unnamed} of {len(letters)} are unknown)",
            file=path,
            remedy="use the file the PDF was made from, or treat the PDF as a picture (OCR)",
        )
    lines = [line for number, page in enumerate(pages) for line in _lines(page, number)]
    lines, counts["header or footer"] = _without_headers(lines, len(pages))
    lines, counts["footnote"] = _without_footnotes(lines)
    paragraphs = list(_paragraphs(lines))
    spelling = _Spelling(paragraphs)
    notes = [*left_out(counts)]
    if unnamed:
        notes.append(f"letters it does not name, shown as \ufffd: {unnamed}")
    if columns := len({line.page for line in lines if line.column == 1}):
        notes.append(f"pages read as two columns: {columns}")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if empty:
        notes.append(f"pages without text: {', '.join(empty)}")
    return Document("\n".join(spelling.joined(one) for one in paragraphs), notes=tuple(notes))


def _damaged(message: str, path: Path) -> TaqyrypError:
    remedy = "open it in a PDF viewer and print it to a new PDF, or use the file it was made from"
    return TaqyrypError(message, file=path, remedy=remedy)


def _pages(path: Path) -> tuple[list[list[_Letter]], Counter[str]]:
    """The letters of each page in the order of the file; how many comments there are."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import resolve1

    # it warns of what it passes over, without the name of the file
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    pages: list[list[_Letter]] = []
    counts: Counter[str] = Counter()
    try:
        with path.open("rb") as file:
            for page in PDFPage.get_pages(file):
                interpreter.process_page(page)
                pages.append(list(_letters(device.get_result())))
                annotations = [resolve1(one) for one in resolve1(page.annots) or []]
                counts["comment"] += sum(map(_is_comment, annotations))
        if not pages:
            raise ValueError("holds no pages")
    except PDFEncryptionError as error:
        raise TaqyrypError(
            "is protected with a password",
            file=path,
            remedy="open it with the password and save it, or print it to a PDF, without one",
        ) from error
    except Exception as error:  # a damaged file can meet any that pdfminer's code can raise
        raise _damaged("is not a PDF file that can be opened", path) from error
    return pages, counts


def _is_comment(annotation: Any) -> bool:
    if not isinstance(annotation, dict):
        return False
    kind = getattr(annotation.get("Subtype"), "name", "")
    return kind in ("Text", "FreeText") or (
        kind in ("Highlight", "Underline", "StrikeOut", "Caret")
        and bool(annotation.get("Contents"))
    )


def _letters(container: Iterable[Any]) -> Iterator[_Letter]:
    """The upright letters of a page, each once."""
    from pdfminer.layout import LTChar, LTFigure

    before: _Letter | None = None
    for item in container:
        if isinstance(item, LTFigure):
            yield from _letters(item)
        elif isinstance(item, LTChar):
            a, b, _, d, _, y = item.matrix
            text = _NO_LETTER.sub("\ufffd", item.get_text())
            letter = _Letter(text, item.x0, item.x1, y, item.size)
            upright = a > 0 and d > 0 and abs(b) < 0.1 * a
            if upright and item.size > 0 and not (before and _is_same(before, letter)):
                yield letter
            before = letter


def _is_same(one: _Letter, two: _Letter) -> bool:
    """Bold letters are sometimes drawn twice, a hair apart."""
    near = abs(one.x0 - two.x0) < 0.1 * one.size and abs(one.y - two.y) < 0.1 * one.size
    return near and one.text == two.text and one.x1 > one.x0


def _lines(letters: list[_Letter], page: int) -> Iterator[_Line]:
    """The lines of a page in the order in which they are read."""
    fragments = list(_fragments(letters))
    gutter = _gutter(fragments)
    spanning = sorted((one[0].y for one in fragments if _side(one, gutter) is None), reverse=True)
    parts: dict[tuple[int, int], list[list[_Letter]]] = {}
    for fragment in fragments:
        side = _side(fragment, gutter)
        # a line across both columns ends what stands above it
        above = sum(y >= fragment[0].y for y in spanning)
        band = 0 if gutter is None else 2 * above + (side is not None)
        parts.setdefault((band, side or 0), []).append(fragment)
    for (band, column), part in sorted(parts.items()):
        for row in _rows(part):
            row.sort(key=lambda fragment: fragment[0].x0)
            flat = tuple(letter for fragment in row for letter in fragment)
            if any(letter.text.strip() for letter in flat):
                yield _Line(flat, page, band, column)


def _fragments(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Letters that follow each other on one base."""
    fragment: list[_Letter] = []
    for letter in letters:
        if fragment:
            before = fragment[-1]
            size = max(before.size, letter.size)
            gap = (letter.x0 - before.x1) / size
            if abs(letter.y - before.y) > 0.1 * size or not -_INDENT <= gap <= _TAB:
                yield fragment
                fragment = []
        fragment.append(letter)
    if fragment:
        yield fragment


def _rows(fragments: list[list[_Letter]]) -> Iterator[list[list[_Letter]]]:
    """Fragments side by side, from above; those raised or lowered a little belong with the rest."""
    row: list[list[_Letter]] = []
    low = high = 0.0
    for fragment in sorted(fragments, key=lambda one: -one[0].y):
        y, size = fragment[0].y, fragment[0].size
        shared = min(high, y + 0.7 * size) - max(low, y)
        if row and shared > 0.35 * min(size, (high - low) / 0.7):
            row.append(fragment)
            if size > (high - low) / 0.7:
                low, high = y, y + 0.7 * size
            continue
        if row:
            yield row
        row, low, high = [fragment], y, y + 0.7 * size
    if row:
        yield row


def _gutter(fragments: list[list[_Letter]]) -> float | None:
    """Where the right one of two columns of text begins, if the page has them."""
    spans = [(one[0].x0, one[-1].x1) for one in fragments]
    total = sum(end - start for start, end in spans)
    left, right = min((s for s, _ in spans), default=0), max((e for _, e in spans), default=0)
    for x in sorted({start for start, _ in spans}):
        if left + 0.35 * (right - left) < x < left + 0.65 * (right - left):
            before = [e - s for s, e in spans if e <= x]
            after = [e - s for s, e in spans if s >= x]
            across = total - sum(before) - sum(after)
            # as wide as columns of text are: not speakers, and what they say beside them
            wide = min(median(before or [0]), median(after or [0])) > 0.25 * (right - left)
            balanced = min(sum(before), sum(after)) > 0.25 * total
            if wide and balanced and across <= 0.4 * total and min(len(before), len(after)) > 2:
                return x
    return None


def _side(fragment: list[_Letter], gutter: float | None) -> int | None:
    if gutter is None or fragment[-1].x1 <= gutter:
        return 0
    return 1 if fragment[0].x0 >= gutter else None


def _without_headers(lines: list[_Line], pages: int) -> tuple[list[_Line], int]:
    """The lines that are no headers, footers and page numbers; how many of these there are."""
    pitch = _pitch(lines)
    edges = [
        (edge, [_marks(line) for line in edge])
        for _, page in groupby(lines, key=lambda line: line.page)
        for edge in _edges(sorted(page, key=lambda line: -line.y), pitch)
    ]
    counts = Counter(mark for _, marks in edges for mark in set().union(*marks))
    needed = max(2, _MOST * pages)
    found: set[_Line] = set()
    for edge, marks in edges:
        for line, its_marks in zip(edge, marks, strict=True):
            repeated = any(counts[mark] >= needed for mark in its_marks)
            if not repeated and line.text.strip(" -–—") != str(line.page + 1):
                break  # what is further from the edge than this is text
            found.add(line)
    return [line for line in lines if line not in found], len(found)


def _edges(page: list[_Line], pitch: float) -> Iterator[list[_Line]]:
    """The lines at the head and at the foot of a page that may be headers, the outer ones first."""
    for edge in (page[:4], page[:-5:-1]):
        wide = [
            place
            for place, (one, two) in enumerate(pairwise(edge), 1)
            if abs(one.y - two.y) > _APART * pitch * max(one.size, two.size)
        ]
        if wide:  # what stands no further apart might be speech that comes back
            yield edge[: wide[0]]


def _marks(line: _Line) -> set[tuple[str, int, int]]:
    """What would come back on other pages: the text, the place, what to add for its number."""
    text, place = line.text, round(line.y / 4)
    numbered = {
        (f"{text[: found.start()]}\0{text[found.end() :]}", place, int(found[0]) - line.page)
        for found in re.finditer(r"\d{1,4}", text)
    }
    return numbered | {(text, place, 0)}


def _without_footnotes(lines: list[_Line]) -> tuple[list[_Line], int]:
    """The lines without notes at the foot of the pages and their numbers in the text."""
    sizes = Counter(round(letter.size, 1) for line in lines for letter in line.letters)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    kept: list[_Line] = []
    count = 0
    for _, group in groupby(lines, key=lambda line: (line.page, line.band, line.column)):
        page = list(group)
        first = len(page)
        while first and page[first - 1].size <= _NOTE_SIZE * body:
            first -= 1
        while first < len(page) and not _NOTE_NUMBER.match(page[first].text):
            first += 1
        notes = [match[1] for line in page[first:] if (match := _NOTE_NUMBER.match(line.text))]
        if first == 0:  # a page in small letters
            first, notes = len(page), []
        kept += [_without_numbers(line, notes) for line in page[:first]]
        count += len(notes)
    return kept, count


def _without_numbers(line: _Line, notes: list[str]) -> _Line:
    """The line without the small raised numbers of these notes."""
    letters: list[_Letter] = []
    for small, group in groupby(line.letters, key=lambda one: one.size <= _SMALL * line.size):
        piece = list(group)
        if not small or "".join(letter.text for letter in piece).strip() not in notes:
            letters += piece
        elif letters:  # no gap that would be taken for a space
            letters[-1] = replace(letters[-1], x1=piece[-1].x1)
    return replace(line, letters=tuple(letters))


def _pitch(lines: list[_Line]) -> float:
    """From line to line within paragraphs: the least distance that is there often enough."""
    pitches = sorted(
        round((one.y - two.y) / one.size, 2)
        for one, two in pairwise(lines)
        if one.is_beside(two) and one.y > two.y and abs(one.size - two.size) < 0.1 * one.size
    )
    needed = max(2, 0.05 * len(pitches))
    for pitch in pitches:
        if sum(pitch <= other <= pitch * 1.05 for other in pitches) >= needed:
            return pitch
    return pitches[0] if pitches else 1.2


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    pitch, margins, labels = _pitch(lines), _margins(lines), Counter(map(_label, lines))
    paragraph: list[_Line] = []
    for line in lines:
        before = paragraph[-1] if paragraph else line
        margin = margins[before.column, before.band % 2]
        if paragraph and (
            _is_beginning(line, before, returns=labels[_label(line)] > 1)
            or _begins(line, paragraph, pitch, margin)
        ):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _margins(lines: list[_Line]) -> dict[tuple[int, int], float]:
    """Where full lines end: the furthest, but for the few that stick out."""
    ends: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        ends.setdefault((line.column, line.band % 2), []).append(line.x1)
    return {part: sorted(found)[-1 - len(found) // 50] for part, found in ends.items()}


def _begins(line: _Line, paragraph: list[_Line], pitch: float, margin: float) -> bool:
    """Whether the line stands as one that begins a paragraph, and does not go on with it."""
    before, size = paragraph[-1], line.size
    if abs(size - before.size) > 0.15 * size:
        return True
    if line.page == before.page and line.band != before.band:
        return True
    if line.is_beside(before) and before.y - line.y > _WIDER * pitch * size:
        return True
    # the first word would have had room: the line before was ended, not full
    if before.x1 + _first_word(line) + 0.25 * size < margin - 0.1 * size:
        return True
    if not line.is_beside(before):
        return False
    inwards = (line.x0 - before.x0) / size
    if len(paragraph) > 1:  # only first lines stand further in or out than the others
        return abs(inwards) > _INDENT
    hanging = _LABEL.match(before.text) or "\t" in before.text or _ITEM.match(before.text)
    return inwards > _INDENT and not hanging


def _label(line: _Line) -> str:
    """What may name a speaker at the beginning of the line."""
    found = _LABEL.match(line.text)
    return found["label"] if found and len(found["label"].split()) <= 6 else ""


def _is_beginning(line: _Line, before: _Line, *, returns: bool) -> bool:
    """Whether its words begin a paragraph: a speaker, a time, a dash in a dialogue.

    ``returns`` says whether the words before its colon begin other lines, too: in the middle of a
    sentence, other capitals before a colon are speech.
    """
    label, ended = _label(line), bool(_SENTENCE_END.search(before.text))
    if label and (ended or (returns and label[0].isupper())):
        return True
    return bool(_TIME_LINE.match(line.text) or (ended and _ITEM.match(line.text)))


def _first_word(line: _Line) -> float:
    end = line.x0
    for before, letter in pairwise((line.letters[0], *line.letters)):
        if letter.text.isspace() or letter.x0 - before.x1 > _SPACE * line.size:
            break
        end = letter.x1
        if letter.text in "-\u00ad\u2010" and letter is not line.letters[0]:
            break
    return end - line.x0


class _Spelling:
    """How lines are put together, by what the rest of the document shows of its spelling."""

    def __init__(self, paragraphs: list[list[_Line]]) -> None:
        lines = [[line.text for line in paragraph] for paragraph in paragraphs]
        joints = [text for paragraph in lines for text in paragraph[:-1]]
        hyphens = sum(bool(_BROKEN.search(text)) for text in joints)
        #: Where few lines end with a hyphen nobody has broken words: these have one anyway.
        self._breaks_words = len(joints) < _FEW or hyphens >= _HYPHENATED * len(joints)
        self._words = {
            word.strip('.,:;!?…«»“”"()').casefold()
            for paragraph in lines
            for text in paragraph
            for word in text.split()[:-1]
        }

    def joined(self, paragraph: list[_Line]) -> str:
        """The lines as one; a word broken between two of them is put together."""
        text = paragraph[0].text
        for line in paragraph[1:]:
            following = line.text
            if _RANGE.search(text) and following[0].isdigit():
                text += following
            elif not _BROKEN.search(text) or not following[:1].isalpha():
                text += f" {following}"
            elif following[0].islower() and not self._keeps_hyphen(text, following):
                text = text[:-1] + following
            else:
                text = text.rstrip("\u00ad") + following
        return text.replace("\u00ad", "")

    def _keeps_hyphen(self, text: str, following: str) -> bool:
        """Whether the word has its hyphen where it is not broken, too."""
        if text.endswith("\u00ad"):
            return False
        first = re.split(r"[\s«“\"(]", text)[-1].casefold()
        second = re.split(r"[^\w-]", following)[0].casefold()
        if first + second in self._words:
            return True
        if first[:-1] + second in self._words:
            return False
        # ҰБТ-ның, YouTube-тағы
        mixed = text[-2].isupper() or text[-2].isascii() != following[0].isascii()
        return mixed or bool(_HYPHENED.match(following)) or not self._breaks_words
