"""Suggestions for Label Studio: its labelling configuration, and one task per transcript.

Make a project, paste the configuration (Settings, Labeling Interface, Code) and import the tasks.
Suggestions are predictions there: where she makes an annotation from one, every region can be kept,
moved, given another code or deleted. The reasons are in the region's details, under its code.

Label Studio counts code points, and every line end character as one, as we do. Control characters
are U+FFFD there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from statistics import fmean
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.exchange.project import MACHINE, Project, Source, Suggested, clean

#: Names that regions and configuration must share.
CODE, TEXT = "code", "text"


def labelling_config(project: Project) -> bytes:
    """The labelling configuration as XML: a label for every code, with its colour and description."""
    view = Element("View")
    labels = SubElement(view, "Labels", {"name": CODE, "toName": TEXT})
    for code in project.codes:
        attributes = {"value": clean(code.name), "background": code.colour}
        if code.description:
            attributes["hint"] = clean(code.description)
        SubElement(labels, "Label", attributes)
    SubElement(view, "Text", {"name": TEXT, "value": f"${TEXT}", "granularity": "word"})
    indent(view)
    xml: str = tostring(view, encoding="unicode")
    return f"{xml}\n".encode()


def tasks(project: Project) -> bytes:
    """The transcripts as JSON, in one list of tasks with their suggestions as a prediction."""
    suggested = defaultdict(list)
    for suggestion in project.suggested:
        suggested[suggestion.transcript_id].append(suggestion)
    rows = [_task(project, source, suggested[source.transcript_id]) for source in project.sources]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _task(project: Project, source: Source, suggested: list[Suggested]) -> dict[str, object]:
    task: dict[str, object] = {"data": _data(source)}
    if suggested:
        prediction = {
            "model_version": f"{MACHINE} {project.run}",
            "score": fmean(suggestion.probability for suggestion in suggested),
            "result": [_region(project, suggestion) for suggestion in suggested],
        }
        task["predictions"] = [prediction]
    return task


def _data(source: Source) -> Mapping[str, str]:
    data = {TEXT: clean(source.text), "transcript": source.transcript_id}
    for name, value in source.attributes.items():
        while name in data:
            name += "_"
        data[name] = clean(value)
    return data


def _region(project: Project, suggestion: Suggested) -> dict[str, object]:
    return {
        "id": suggestion.guid,
        "from_name": CODE,
        "to_name": TEXT,
        "type": "labels",
        "value": {
            "start": suggestion.start,
            "end": suggestion.end,
            "text": clean(suggestion.text),
            "labels": [clean(project.code(suggestion.code).name)],
        },
        "score": suggestion.probability,
        "meta": {"text": [clean(suggestion.memo)]},
    }
