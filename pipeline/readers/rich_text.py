"""Rich text (.rtf): paragraphs and table rows in their order, one canonical line each.

Written here because the libraries for it keep hidden and deleted text, and break up emoji.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document, left_out

_TOKEN = re.compile(
    r"""\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?
    | \\'(?P<byte>[0-9a-fA-F]{2}) | \\(?P<sign>.) | (?P<brace>[{}])
    | (?P<text>[^\\{}\r\n]+)""",
    re.VERBOSE | re.DOTALL,
)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Groups that hold no text of the document, beside all that begin with \* and are not known here.
_UNSEEN = _words(
    "aftncn aftnsep aftnsepc colortbl datafield do fldinst filetbl ftncn ftnsep ftnsepc info"
    " listtext nonesttables nonshppict objclass objdata pict pntext private rxe shprslt sn sp"
    " stylesheet sv tc template txe upr xe"
)
#: Groups that are left out and counted, by what they are.
_COUNTED = {
    "annotation": "comment",
    "footnote": "footnote",
    **dict.fromkeys(_words("header headerf headerl headerr"), "header or footer"),
    **dict.fromkeys(_words("footer footerf footerl footerr"), "header or footer"),
}
#: Groups that are read although they begin with \*.
_SEEN = _words("nesttableprops shpinst")
#: Character formats of text that is not there, or not there any more.
_HIDING = _words("v deleted mvf")
_STANDS_FOR = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
#: The optional hyphen is left out and the unbreakable one a hyphen, as in Word files.
_SIGNS = {"~": "\u00a0", "_": "-", "\t": "\t", "\\": "\\", "{": "{", "}": "}"}
#: By the words that say so, and by numbers that Python does not know.
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_MAC_PAGES = {10000: "mac_roman", 10007: "mac_cyrillic"}
#: By the number that the font table gives for a font's letters; others use the file's code page.
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}


def read(path: Path) -> Document:
    """The document's text; the cells of a table row are separated by tabs."""
    # one character a byte: the code page changes within a file
    source = path.read_bytes().decode("latin-1").removeprefix("ï»¿").lstrip()
    if not source.startswith(r"{\rtf"):
        raise _damaged("is not rich text", path)
    reading = _Reading()
    try:
        reading.read(source)
    except (ValueError, OverflowError) as error:  # numbers that are no character or no length
        raise _damaged("is not rich text that can be opened", path) from error
    if not reading.is_whole:
        raise _damaged("is rich text that breaks off before its end", path)
    counts = Counter(kind for kind, _ in reading.left_out)
    return Document("\n".join(reading.lines), notes=left_out(counts))


def _damaged(message: str, path: Path) -> TaqyrypError:
    remedy = "open it in Word or LibreOffice and save it again as .rtf or .docx"
    return TaqyrypError(message, file=path, remedy=remedy)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group hands down to those in it; its end takes changes back."""

    #: None where text is read; else what is left out here, empty if nobody counts it.
    left_out: str | None = None
    #: Which one of its kind that is.
    serial: int = 0
    font: int | None = None
    #: How many characters stand in for one that \u names.
    stand_ins: int = 1
    hiding: frozenset[str] = frozenset()
    in_table: bool = False
    in_font_table: bool = False


class _Reading:
    """One pass over a file."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.left_out: set[tuple[str, int]] = set()
        self.is_whole = False
        self._state = _State()
        self._stack: list[_State] = []
        self._groups = 0
        self._is_optional = False  # after \*
        self._code_page = "cp1252"
        self._font: int | None = None
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._stand_ins = 0
        self._line: list[str] = []
        #: Text boxes, which follow the paragraph they are anchored in, and, while one is read, how
        #: deep it is and the line around it.
        self._boxes: list[str] = []
        self._around: list[tuple[int, list[str]]] = []
        self._cells: list[str] = []
        #: For each cell of the row, whether it only carries on the one to its left.
        self._carried_on: list[bool] = []
        self._next_carried_on = False

    def read(self, source: str) -> None:
        """Read a file from its first brace to the last."""
        position = 0
        while not self.is_whole and (match := _TOKEN.search(source, position)):
            position = match.end()
            if match["byte"]:
                self._add(bytes.fromhex(match["byte"]))
                continue
            if match["text"]:
                self._add(match["text"].encode("latin-1"))
                continue
            self._decode()
            if match["brace"]:
                self._brace(match["brace"])
            elif match["word"] == "bin":
                position += max(int(match["number"] or 0), 0)
            elif match["word"]:
                self._word(match["word"], None if not match["number"] else int(match["number"]))
            else:
                self._sign(match["sign"])
        if self._line or self._boxes:
            self._end_line()

    def _add(self, content: bytes) -> None:
        skipped = min(self._stand_ins, len(content))
        self._stand_ins -= skipped
        self._bytes += content[skipped:]

    def _decode(self) -> None:
        """Write the bytes so far; several may make one character."""
        if self._bytes:
            font = self._font if self._state.font is None else self._state.font
            encoding = self._code_page if font is None else self._fonts.get(font, self._code_page)
            self._write(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        if self._state.left_out and text.strip():
            self.left_out.add((self._state.left_out, self._state.serial))
        if self._state.left_out is None and not self._state.hiding:
            self._line.append(text)

    def _brace(self, brace: str) -> None:
        self._stand_ins = 0
        self._is_optional = False
        if brace == "{":
            self._stack.append(self._state)
            return
        if self._around and self._around[-1][0] == len(self._stack):
            self._boxes.append(self._taken().rstrip("\n"))
            _, self._line = self._around.pop()
        self._state = self._stack.pop()
        self.is_whole = not self._stack

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_optional = True
        elif sign in "\r\n":
            self._word("par", None)
        elif self._stand_ins:
            self._stand_ins -= 1
        else:
            self._write(_SIGNS.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        self._stand_ins = 0
        is_unknown = self._is_optional and word not in _SEEN and word not in _COUNTED
        self._is_optional = False
        if is_unknown or word in _UNSEEN:
            self._state = replace(self._state, left_out="")
        elif word == "fonttbl":
            self._state = replace(self._state, left_out="", in_font_table=True)
        elif self._state.in_font_table:
            self._font_word(word, number)
        elif self._state.left_out is not None:
            self._word_left_out(word, number)
        elif word in _COUNTED:
            self._groups += 1
            self._state = replace(self._state, left_out=_COUNTED[word], serial=self._groups)
        elif word in _STANDS_FOR:
            self._write(_STANDS_FOR[word])
        else:
            self._format(word, number)
            self._structure(word)

    def _font_word(self, word: str, number: int | None) -> None:
        """The fonts say in which code page what is set in them is written."""
        if word == "f":
            self._state = replace(self._state, font=number)
        elif self._state.font is not None and number is not None:
            if word == "fcharset" and number in _CHARSETS:
                self._fonts[self._state.font] = _CHARSETS[number]
            elif word == "cpg" and (encoding := _code_page(number)):
                self._fonts[self._state.font] = encoding

    def _word_left_out(self, word: str, number: int | None) -> None:
        if word == "ftnalt" and self._state.left_out == "footnote":
            self._state = replace(self._state, left_out="endnote")
        elif word in ("u", "uc"):
            self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        """Words that change how characters are written and whether they are seen."""
        if word == "u" and number is not None:
            self._write(chr(number % 0x10000 if number < 0x10000 else number))
            self._stand_ins = self._state.stand_ins
        elif word == "uc":
            self._state = replace(self._state, stand_ins=max(number or 0, 0))
        elif word == "f":
            self._state = replace(self._state, font=number)
        elif word == "deff":
            self._font = number
        elif word == "plain":
            self._state = replace(self._state, font=None, hiding=frozenset())
        elif word in _HIDING:
            hiding = self._state.hiding - {word} if number == 0 else self._state.hiding | {word}
            self._state = replace(self._state, hiding=hiding)
        elif word == "ansicpg" and number is not None:
            self._code_page = _code_page(number) or self._code_page
        elif word in _CODE_PAGES:
            self._code_page = _CODE_PAGES[word]

    def _structure(self, word: str) -> None:
        """Words that end lines, cells and rows."""
        if word == "pard":
            self._state = replace(self._state, in_table=False)
        elif word == "intbl":
            self._state = replace(self._state, in_table=True)
        elif word == "par":
            self._paragraph()
        elif word in ("sect", "page", "column"):
            if not self._around and "".join(self._line).strip():
                self._paragraph()
        elif word == "shptxt":
            self._around.append((len(self._stack), self._line))
            self._line = []
        elif word == "trowd":
            self._carried_on.clear()
        elif word == "clmrg":
            self._next_carried_on = True
        elif word == "cellx":
            self._carried_on.append(self._next_carried_on)
            self._next_carried_on = False
        elif word == "cell":
            self._cells.append(self._taken().rstrip("\n"))
        elif word == "row":
            self._end_row()
        elif word == "nestcell":
            self._write("\t")
        elif word == "nestrow":
            if self._line[-1:] == ["\t"]:
                self._line.pop()
            self._write("\n")

    def _paragraph(self) -> None:
        if self._state.in_table or self._around:
            self._write("\n")
        elif not self._state.hiding:  # else the next paragraph goes on with this one
            self._end_line()

    def _end_line(self) -> None:
        self.lines.append(self._taken())
        self._end_boxes()

    def _end_row(self) -> None:
        carried_on = [*self._carried_on, *[False] * len(self._cells)]
        self.lines.append(
            "\t".join(cell for cell, on in zip(self._cells, carried_on, strict=False) if not on)
        )
        self._cells.clear()
        self._end_boxes()

    def _end_boxes(self) -> None:
        self.lines += self._boxes
        self._boxes.clear()

    def _taken(self) -> str:
        """The line so far, which begins anew."""
        text = "".join(self._line)
        self._line = []
        # what \u names are units of UTF-16: two for an emoji
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _code_page(number: int) -> str:
    """The encoding of this number; empty if Python has none."""
    name = _MAC_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
