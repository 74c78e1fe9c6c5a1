"""Which encoding a text file is in, told by evidence: its marks, its bytes, its letters.

UTF-8 and UTF-16 prove themselves. The one-byte encodings that Kazakh and Russian have been saved
in do not: every one of them can read every file. They are told apart by what comes out: letters of
the three languages, and capitals where capitals stand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError

_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF16_LE: "UTF-16-LE",
    codecs.BOM_UTF16_BE: "UTF-16-BE",
}
#: One-byte encodings, likelier ones first: KZ-1048 is Windows-1251 with the Kazakh letters.
_ONE_BYTE = {
    "cp1251": "Windows-1251",
    "kz1048": "KZ-1048 (Windows-1251 with Kazakh letters)",
    "koi8_r": "KOI8-R",
    "cp866": "DOS (code page 866)",
    "cp1252": "Windows-1252",
}
_OURS = frozenset("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяabcdefghijklmnopqrstuvwxyz")
#: Letters of other words than ours, but of ours too now and then: é in café.
_FOREIGN = frozenset("éèêëàâäáãåçñöôóòøüûúùïîíìßæ")
#: A small letter before a capital inside a word: what KOI8-R makes of Windows-1251.
_TURNED = re.compile(r"[а-яёәғқңөұүһі][A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|[a-z][А-ЯЁӘҒҚҢӨҰҮҺІ]")
#: A Cyrillic letter inside an English word: what Windows-1251 makes of café.
_MIXED = re.compile(r"[a-zA-Z][\u0400-\u052f]|[\u0400-\u052f][a-zA-Z]")
#: Half of what is written in Russian and Kazakh; a wrong encoding makes other letters of them.
_COMMON = frozenset("оеаинтсрлымкд")
_SIGNS = frozenset("«»“”„‘’–—…№")
#: Signs that prove nothing, either way.
_NEUTRAL = frozenset("\u00a0\u00ad§°")
_READABLE = _OURS | _SIGNS | _NEUTRAL
#: So much of what should be letters must be letters of ours for an encoding to be believed.
_BELIEVED = 0.97
#: Of text in UTF-16 without a mark, so much must be our letters and signs.
_LEGIBLE = 0.9
#: C0 controls that no text has.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with LF line ends and without a byte order mark; ``note`` if its encoding was inferred."""

    text: str
    note: str = ""


def decode_bytes(content: bytes, path: Path) -> Decoded:
    """The text of a file.

    Raises:
        TaqyrypError: it is in no encoding that makes words of it, or is no text at all.
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return Decoded(_lines(_strictly(content, encoding, path)))
    wide = _wide(content)
    if wide:
        note = f"read as {wide}, though it has no byte order mark"
        return Decoded(_lines(_strictly(content, wide, path)), note)
    try:
        return Decoded(_lines(content.decode("UTF-8")))
    except UnicodeDecodeError as error:
        _refuse_if_damaged(content, path)
        found = max(_tried(content), default=None)
        if found is None or found[0][0] < _BELIEVED:
            raise TaqyrypError(
                f"is text in no encoding I know: not UTF-8 (byte {error.start} is "
                f"{content[error.start]:#04x}), not UTF-16, not Windows-1251",
                file=path,
                remedy="open it in the program it comes from and save it with the encoding UTF-8",
            ) from error
        _, _, name, text = found
        return Decoded(_lines(text), f"read as {name}, told by its letters")


def whole_characters(text: str) -> str:
    """Text with U+FFFD for halves of characters, which JSON can hold and no text file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _strictly(content: bytes, encoding: str, path: Path) -> str:
    try:
        # with the mark, and by codecs that keep it: those that drop it do not count it
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TaqyrypError(
            f"is not {encoding} text (byte {error.start} is {content[error.start]:#04x})",
            file=path,
            remedy="open it in an editor and save it with the encoding UTF-8",
        ) from error


def _refuse_if_damaged(content: bytes, path: Path) -> None:
    """UTF-8 with a few bytes spoilt is not to be taken for something else."""
    text = content.decode("UTF-8", errors="replace")
    spoilt = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text) - spoilt > spoilt:
        _strictly(content, "UTF-8", path)


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: ASCII signs, if only spaces, have a zero beside them, on one side."""
    if len(content) % 2 or b"\x00" not in content:
        return None
    pairs = [content[i : i + 2] for i in range(0, min(len(content), 4000), 2)]
    little = sum(pair[1] == 0 and 9 <= pair[0] < 0x7F for pair in pairs)
    big = sum(pair[0] == 0 and 9 <= pair[1] < 0x7F for pair in pairs)
    if little == big:
        return None
    encoding = "UTF-16-LE" if little > big else "UTF-16-BE"
    text = content.decode(encoding, errors="replace")
    legible = sum(letter < "\x7f" or letter.lower() in _READABLE for letter in text)
    return encoding if legible >= _LEGIBLE * len(text) else None


def _tried(content: bytes) -> Iterator[tuple[tuple[float, float], int, str, str]]:
    """Score, preference, name and text of every one-byte encoding that can read the file."""
    for preference, (codec, name) in enumerate(_ONE_BYTE.items()):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            yield _score(text), -preference, name, text


def _score(text: str) -> tuple[float, float]:
    """How much of what is not ASCII is as our languages have it, and how common its letters are.

    Both 0..1; the second decides between two readings that are possible.
    """
    special = [letter for letter in text if letter > "\x7f" and letter not in _NEUTRAL]
    if not special:
        return 0.0, 0.0
    letters = [letter.lower() for letter in special if letter.isalpha()]
    ours = sum(letter in _OURS or letter in _FOREIGN for letter in letters)
    signs = sum(letter in _SIGNS for letter in special)
    odd = len(_TURNED.findall(text)) + len(_MIXED.findall(text))
    common = sum(letter in _COMMON for letter in letters)
    good = max(0, ours + signs - 2 * odd) / len(special)
    return round(good, 2), common / max(1, len(letters))
