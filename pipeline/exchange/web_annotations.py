"""Suggestions as Web Annotations (W3C Recommendation, 2017): a collection in JSON-LD.

Positions are code points, and no quote's surroundings begin or end inside a character as a reader
sees it, as the recommendation says.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import regex

from pipeline.exchange.project import MACHINE, Project, Source, Suggested, guid

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_CREATOR = {"type": "Software", "name": MACHINE}
#: How much of the text before and after a quote tells it from others, in code points.
_SURROUNDINGS = 32
_GRAPHEME = regex.compile(r"\X")


def jsonld(project: Project) -> bytes:
    """An ``AnnotationCollection``, all its annotations on one page inside it.

    Each tags a stretch of a transcript with the name of a code and describes it with the memo. A
    transcript is ``urn:uuid:`` and :func:`guid` of ``"source"`` and its id, its id the label.
    """
    sources = {source.transcript_id: source for source in project.sources}
    places = {name: _boundaries(source.text) for name, source in sources.items()}
    items = [
        _annotation(
            project,
            suggestion,
            sources[suggestion.transcript_id],
            places[suggestion.transcript_id],
        )
        for suggestion in project.suggested
    ]
    collection: dict[str, object] = {
        "@context": _CONTEXT,
        "id": _urn("annotations", project.run),
        "type": "AnnotationCollection",
        "label": f"{project.name}: {MACHINE}, {project.run}",
        "creator": _CREATOR,
        "total": len(items),
    }
    if items:
        page = _urn("annotations", project.run, "0")
        collection["first"] = {
            "id": page,
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
        collection["last"] = page
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _annotation(
    project: Project, suggestion: Suggested, source: Source, boundaries: Sequence[int]
) -> dict[str, object]:
    start, end = suggestion.start, suggestion.end
    before = min(boundaries[bisect_left(boundaries, start - _SURROUNDINGS)], start)
    after = max(boundaries[bisect_right(boundaries, end + _SURROUNDINGS) - 1], end)
    return {
        "id": f"urn:uuid:{suggestion.guid}",
        "type": "Annotation",
        "motivation": "tagging",
        "creator": _CREATOR,
        "body": [
            _body("tagging", project.code(suggestion.code).name),
            _body("describing", suggestion.memo),
        ],
        "target": {
            "source": {
                "id": _urn("source", source.transcript_id),
                "type": "Text",
                "format": "text/plain",
                "label": source.transcript_id,
            },
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": source.text[start:end],
                    "prefix": source.text[before:start],
                    "suffix": source.text[end:after],
                },
            ],
        },
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _boundaries(text: str) -> list[int]:
    """Where characters as a reader sees them begin, and the end of the text."""
    return [*(match.start() for match in _GRAPHEME.finditer(text)), len(text)]


def _urn(*names: str) -> str:
    return f"urn:uuid:{guid(*names)}"
