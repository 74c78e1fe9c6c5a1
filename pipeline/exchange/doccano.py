"""Suggestions for doccano: its labels, and one line per transcript.

Make a project of the kind *Sequence Labeling* with *Allow overlapping entities*, and without *Count
grapheme clusters as one character*; import the labels first (Labels, Import Labels), then the
dataset (JSONL, column ``text``, label ``label``). doccano knows neither probabilities nor notes on
a span, so reasons are not there.

Its server keeps the offsets as they come, its page counts the units of JavaScript strings in which
a character beyond the first plane, as most emoji, is two: so that is what is written here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import accumulate

from pipeline.errors import TaqyrypError
from pipeline.exchange.project import MACHINE, ExportedCode, Project, clean

#: How long doccano lets the name of a label be.
_LONGEST_NAME = 100


def jsonl(project: Project) -> bytes:
    """The transcripts, one JSON object a line, with their suggestions as spans that may overlap.

    All fields but ``text`` and ``label`` become doccano's metadata. It is written in ASCII, which
    no choice of encoding in doccano can spoil.

    Raises:
        TaqyrypError: a code has a name that is too long.
    """
    names = {code.id: _name(code) for code in project.codes}
    suggested = defaultdict(list)
    for suggestion in project.suggested:
        suggested[suggestion.transcript_id].append(suggestion)
    lines = []
    for source in project.sources:
        units = [0, *accumulate(1 + (character > "\uffff") for character in source.text)]
        row = {
            "text": clean(source.text),
            "label": [
                [units[suggestion.start], units[suggestion.end], names[suggestion.code]]
                for suggestion in suggested[source.transcript_id]
            ],
            "transcript": source.transcript_id,
            "attributes": dict(source.attributes),
            "coder": MACHINE,
            "run": project.run,
        }
        lines.append(json.dumps(row) + "\n")
    return "".join(lines).encode()


def labels_json(project: Project) -> bytes:
    """The codes as doccano's labels, with their colours and without shortcuts.

    Raises:
        TaqyrypError: a code has a name that is too long.
    """
    labels = [
        {
            "text": _name(code),
            "prefix_key": None,
            "suffix_key": None,
            "background_color": code.colour,
            "text_color": _readable_on(code.colour),
        }
        for code in project.codes
    ]
    return (json.dumps(labels, indent=1) + "\n").encode()


def _name(code: ExportedCode) -> str:
    name = clean(code.name)
    if len(name) > _LONGEST_NAME:
        raise TaqyrypError(
            f"the name of the code {code.id} has {len(name)} characters, doccano takes {_LONGEST_NAME}",
            remedy="give the code a shorter name",
        )
    return name


def _readable_on(colour: str) -> str:
    """Black or white, whichever has the higher contrast (WCAG 2) on a colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    # At this luminance the contrasts, (1 + .05) / (l + .05) and (l + .05) / .05, are equal.
    return "#000000" if luminance > 0.1791 else "#ffffff"
