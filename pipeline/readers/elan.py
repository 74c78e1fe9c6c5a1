"""ELAN files (.eaf): annotations of independent tiers are speech, those that hang on them are not.

The file is read by the parser of the standard library: it keeps line numbers and loads nothing
from elsewhere. ELAN writes no document type, and only there can entities be declared: a file that
has one is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.timed import Cue, document

#: Where the parser leaves an element's line; ELAN itself has no such attribute.
_LINE = "line"
_SAVED_AGAIN = "open it in ELAN and save it again, or take ELAN's backup copy (.eaf.001)"


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place on the time line; the seconds for what begins and for what ends there."""

    position: int
    begin: float | None
    end: float | None


def read(path: Path) -> Document:
    """Speech in the order of time; a tier's PARTICIPANT is the speaker, else the tier's name.

    Tiers that depend on another one (translations, glosses, notes) are left out, with a note.

    Raises:
        TaqyrypError: not an ELAN file, no tiers, an annotation whose time slot does not exist, or
            all text stands on tiers that depend on others.
    """
    root = _parse(path)
    slots = _slots(root, path)
    placed: list[tuple[tuple[float, int, int], Cue]] = []
    left_out: Counter[str] = Counter()
    tiers = root.findall("TIER")
    if not tiers:
        raise TaqyrypError("has no tiers", file=path, remedy=_SAVED_AGAIN)
    for number, tier in enumerate(tiers):
        name = tier.get("TIER_ID", "")
        label = tier.get("PARTICIPANT", "").strip() or name
        for annotation in tier.iterfind("ANNOTATION/*"):
            if tier.get("PARENT_REF") or annotation.tag != "ALIGNABLE_ANNOTATION":
                left_out[name] += 1
                continue
            begin = _slot(annotation, "TIME_SLOT_REF1", slots, name, path)
            end = _slot(annotation, "TIME_SLOT_REF2", slots, name, path)
            text = annotation.findtext("ANNOTATION_VALUE", "")
            # where no slot has a time, the order of the slots is the order of time
            moment = begin.position if begin.begin is None else begin.begin
            cue = Cue(label, text, begin.begin, end.end, _line(annotation))
            placed.append(((moment, number, begin.position), cue))
    cues = [cue for _, cue in sorted(placed, key=lambda pair: pair[0])]
    if not left_out:
        return document(cues)
    listing = ", ".join(f"{name} ({count})" for name, count in left_out.items())
    if not any(cue.text.strip() for cue in cues):
        raise TaqyrypError(
            f"has annotations only on tiers that depend on others, so no speech: {listing}",
            file=path,
            remedy="in ELAN, make the tier of the speech independent (Tier > Copy Tier…)",
        )
    return document(cues, [f"left out, on tiers that depend on others: {listing}"])


def _parse(path: Path) -> Element:
    """The root of the file; every element has its line as an attribute more."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(tag, attributes | {_LINE: str(parser.CurrentLineNumber)})

    def refuse(*_: object) -> None:
        raise TaqyrypError(
            "has a document type (<!DOCTYPE), which ELAN never writes",
            file=path,
            line=parser.CurrentLineNumber,
            remedy=_SAVED_AGAIN,
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(path.read_bytes(), True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: odd encodings
        raise TaqyrypError(
            f"is not XML that can be read ({error})",
            file=path,
            line=parser.CurrentLineNumber,
            remedy=_SAVED_AGAIN,
        ) from error
    root = builder.close()
    if root.tag != "ANNOTATION_DOCUMENT":
        raise TaqyrypError(
            f"is XML, but not of ELAN: it begins with <{root.tag}>, not <ANNOTATION_DOCUMENT>",
            file=path,
            line=_line(root),
            remedy="export it from ELAN, or give it the extension of its own format",
        )
    return root


def _slots(root: Element, path: Path) -> dict[str, _Slot]:
    """The time slots by name; one without a time takes those of the nearest that have one."""
    header = root.find("HEADER")
    unit = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    if unit != "milliseconds":
        raise TaqyrypError(
            f"counts time in {unit!r}, not in milliseconds", file=path, remedy=_SAVED_AGAIN
        )
    elements = root.findall("TIME_ORDER/TIME_SLOT")
    times = [_time(element, path) for element in elements]
    before = list(accumulate(times, _known))
    after = list(accumulate(reversed(times), _known))[::-1]
    return {
        element.get("TIME_SLOT_ID", ""): _Slot(position, _known(late, early), _known(early, late))
        for position, (element, early, late) in enumerate(zip(elements, before, after, strict=True))
    }


def _time(slot: Element, path: Path) -> float | None:
    value = slot.get("TIME_VALUE")
    if value is None:
        return None
    if not (value.isascii() and value.isdigit()):
        raise TaqyrypError(
            f"time slot {slot.get('TIME_SLOT_ID')!r} has the time {value!r}, not milliseconds",
            file=path,
            line=_line(slot),
            remedy=_SAVED_AGAIN,
        )
    return int(value) / 1000


def _known(otherwise: float | None, time: float | None) -> float | None:
    return otherwise if time is None else time


def _slot(
    annotation: Element, reference: str, slots: dict[str, _Slot], tier: str, path: Path
) -> _Slot:
    name = annotation.get(reference, "")
    if name not in slots:
        raise TaqyrypError(
            f"annotation {annotation.get('ANNOTATION_ID')!r} on tier {tier!r} refers to the time "
            f"slot {name!r}, which does not exist",
            file=path,
            line=_line(annotation),
            remedy="take ELAN's backup copy (.eaf.001), or delete the annotation in a text editor "
            "and draw it again in ELAN",
        )
    return slots[name]


def _line(element: Element) -> int:
    return int(element.get(_LINE, "1"))
