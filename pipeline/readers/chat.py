"""CHAT files of TalkBank (.cha): the words of the main tiers, as they were spoken.

What is spoken, and what is a transcriber's sign (the CHAT manual has them all):

- Words stay in the order they were spoken in, with false starts (``<мен бар> [//] мен келдім``),
  fillers (``&-эм``), fragments (``&+мек``) and repetitions; only the signs go. A word in
  another language or of a special kind (``урок@s:rus``) is a word. A replacement
  (``щас [: сейчас]``) was not spoken. Shortened words are written out (``(be)cause``), as CLAN does
  when it counts words.
- What could not be understood or was not transcribed (``xxx``, ``yyy``, ``www``) is ``[…]``.
  Trailing off and interruption (``+...``, ``+/.``) are ``…``.
- Pauses, lengthening, stress, intonation and overlap go. Comments, sounds and gestures, omitted
  words and what others throw in are counted in a note.
- Brackets that are not CHAT's stay: they may be words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.encodings import decode_bytes
from pipeline.readers.timed import Cue, document

#: ``@Header: text``, ``*CHI: speech``, ``%mor: about it``; a header may have a name alone.
_ENTRY = re.compile(r"(?P<mark>@[^:\t]+|[*%][^\s:]+(?=:)):?\s*(?P<text>.*)")
#: Milliseconds between two control characters; older files name the recording before them.
_BULLET = re.compile(r"\x15(?:[^\x15]*?_)?(\d+)_(\d+)-?\x15")
_PICTURE = re.compile(r"\x15%(?:pic|txt):[^\x15]*\x15")

#: What is taken out of an utterance and counted.
_COUNTED = {
    "comments in brackets": re.compile(r"\[[=%^][^\]]*\]"),
    "replacements": re.compile(r"\[:[^\]]*\]"),
    "sounds and gestures": re.compile(r"&(?:[{}]\w)?=\S+"),
    "words of others inside an utterance": re.compile(r"&\*\w+:\S+"),
    "omitted words": re.compile(r"(?<!\S)0[^\W\d_]\S*"),
}
_ENDS = re.compile(r'(?<!\S)\+(?P<kind>[/"!.]*)(?P<end>[.?!…])(?!\S)')
#: What is replaced without a word, in this order.
_REPLACED = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r'\[(?:[/!?<>*+#"-][^\]]*|x\s*\d+|e)\]', " "),  # [//], [?], [* m], [+ exc], [x 3], …
        (r"\((?:\.{1,3}|(?:\d+:)?\d*\.\d*)\)", " "),  # pauses: (.), (..), (1.5)
        (r"(?<!\S)#(?:\d[\d_:]*|long)?(?!\S)", " "),  # pauses in old files
        (r'(?<!\S)\+["^<,+≈≋](?!\S)', " "),  # how an utterance joins the one before
        (r"[<>]", ""),  # what the brackets after it speak of
        (r"(?<=\w)\(([\w'’]+)\)", r"\1"),  # shortened words
        (r"\(([\w'’]+)\)(?=\w)", r"\1"),
        # special forms, by their list: an address with @ stays
        (
            r"(?<=\w)@(?:s|b|c|d|f|fp|fs|g|i|k|l|lp|ls|n|nv|o|p|pm|q|sas|si|sl|t|u|wp|x|z)"
            r"(?::[\w+&]+)?(?:\$[\w:]+)?(?![\w@]|\.\w)",
            "",
        ),
        (r"(?<!\w)&[-+~]?(?=\w)", ""),  # fillers, fragments, nonsense words
        (r"(?<=[^\W\d_]):+", ""),  # lengthened sounds
        (
            r"[⌈⌉⌊⌋]\d?|[\x01-\x04\^ˈˌ↫↑↓⇗↗→↘⇘∞≈≋≡∙∆∇▁▔☺♋⁇∬∮∾⁎]",
            "",
        ),  # underlining, stress, stutter, signs of CA
        (r"(?<=[^\W\d_])\+(?=[^\W\d_])", "-"),  # compounds
        (r"(?<=\w)_(?=\w)", " "),
        (r"(?<!\S)(?:xxx|yyy|www)(?=[.,?!…]*(?:\s|$))", "[…]"),
        (r"\s[„‡](?=\s)", ","),  # before a tag, after a form of address
        (r"\s+(?=[.?!,;…]+(?:\s|$))", ""),
    )
)
_WORDLESS = re.compile(r"(?:0|[\W_])*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A header, a main tier or a dependent tier, its continuation lines joined."""

    mark: str
    text: str
    line: int


def read(path: Path) -> Document:
    """The utterances; a speaker is called by the name in ``@Participants``, else by the code.

    Raises:
        TaqyrypError: a line that is no CHAT, a time that is not whole, no main tier, no ``@End``.
    """
    decoded = decode_bytes(path.read_bytes(), path)
    entries = list(_entries(decoded.text, path))
    names = _names(entries)
    left_out: Counter[str] = Counter()
    cues: list[Cue] = []
    for entry in entries:
        if entry.mark.startswith("*"):
            code = entry.mark[1:]
            start, end, text = _timed(entry, path)
            cues.append(Cue(names.get(code, code), _spoken(text, left_out), start, end, entry.line))
        elif entry.mark.startswith("%") or entry.mark == "@Comment":
            left_out[entry.mark] += 1
    _whole(entries, path)
    notes = [decoded.note] if decoded.note else []
    if left_out:
        listing = ", ".join(f"{what} ({count})" for what, count in left_out.items())
        notes.append(f"left out, as not spoken words of the speaker: {listing}")
    return document(cues, notes)


def _entries(text: str, path: Path) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        match = _ENTRY.fullmatch(line)
        if match:
            if entry:
                yield entry
            entry = _Entry(match["mark"].strip(), match["text"], number)
        elif entry and line[0] in " \t":
            entry = _Entry(entry.mark, f"{entry.text} {line.strip()}", entry.line)
        else:
            raise TaqyrypError(
                f"is no line of CHAT: {line[:40]!r}",
                file=path,
                line=number,
                remedy="begin it with *CODE: (speech), %xxx: (about it), @ (header), or with a tab "
                "if it goes on with the line before",
            )
    if entry:
        yield entry


def _whole(entries: list[_Entry], path: Path) -> None:
    marks = [entry.mark for entry in entries]
    if not any(mark.startswith("*") for mark in marks):
        raise TaqyrypError(
            "holds no speech: no line begins with *CODE:",
            file=path,
            remedy="see whether it is a CHAT transcript, or take it out of the corpus folder",
        )
    if "@End" not in marks:
        raise TaqyrypError(
            "does not end with @End, so it may be cut off",
            file=path,
            line=entries[-1].line,
            remedy="take a whole copy; if nothing is missing, add @End as the last line",
        )


def _names(entries: list[_Entry]) -> dict[str, str]:
    """Names by code, as ``@Participants: CHI Айгүл Target_Child, INV Investigator`` has them.

    A name that two people have would make one speaker of them: their codes tell them apart.
    """
    names: dict[str, str] = {}
    for entry in entries:
        if entry.mark == "@Participants":
            for person in entry.text.split(","):
                match person.split():
                    case [code, *name, _] if name:
                        names[code] = " ".join(name).replace("_", " ")
    counts = Counter(names.values())
    return {code: name for code, name in names.items() if counts[name] == 1}


def _timed(entry: _Entry, path: Path) -> tuple[float | None, float | None, str]:
    """When an utterance begins and ends, in seconds if it says so, and its text without that."""
    times = _BULLET.findall(entry.text)
    text = _PICTURE.sub(" ", _BULLET.sub(" ", entry.text))
    if "\x15" in text:
        raise TaqyrypError(
            f"the utterance of {entry.mark} has a time that is not whole",
            file=path,
            line=entry.line,
            remedy="open it in CLAN, delete the bullet of this utterance or set it again, and save",
        )
    if not times:
        return None, None, text
    return int(times[0][0]) / 1000, int(times[-1][1]) / 1000, text


def _spoken(text: str, left_out: Counter[str]) -> str:
    """The words of an utterance; what is left out is counted."""
    for what, pattern in _COUNTED.items():
        text, count = pattern.subn(" ", text)
        if count:
            left_out[what] += count
    text = _ENDS.sub(_end, text)
    for pattern, replacement in _REPLACED:
        text = pattern.sub(replacement, text)
    if _WORDLESS.fullmatch(text):
        left_out["utterances without words"] += 1
        return ""
    return text.strip()


def _end(match: re.Match[str]) -> str:
    """The ordinary sign for one of CHAT's ends of an utterance."""
    kind, end = match["kind"], match["end"]
    if not kind or kind.startswith('"'):
        return end
    if kind.startswith("!"):
        return "!?"
    return "…?" if end == "?" else "…"
