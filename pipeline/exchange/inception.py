"""Suggestions for INCEpTION: a document per transcript (UIMA CAS XMI 1.0), and the layer for them.

In a project first import the layer (Layers, Import), which brings its tagset, then the documents
with the format *UIMA CAS XMI (XML 1.0)*. INCEpTION cuts them into sentences and tokens itself; the
type system is for other UIMA programs. Suggestions are there as if somebody had annotated them,
named and coloured by their code, the probability and the reasons beside it.

UIMA counts UTF-16 units; cassis turns our code points into them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict

from cassis import Cas, TypeSystem

from pipeline.exchange.project import Project, clean

#: The technical name of the layer.
LAYER = "webanno.custom.Code"
TYPE_SYSTEM = "TypeSystem.xml"
_STRING, _FLOAT = "uima.cas.String", "uima.cas.Float"
#: Features of the layer; INCEpTION has no numbers of double precision.
_FEATURES = {"code": _STRING, "reasons": _STRING, "probability": _FLOAT}
#: What INCEpTION or a file system refuses in a file name, and how long a name may be before ``.xmi``.
_NO_FILE_NAME = re.compile(r"""[\x00-\x1f\x7f-\x9f<>:"/\\|?*#%&{}$!@+'`=]|\A[-.\s]""")
_LONGEST_NAME = 180


def xmi(project: Project) -> dict[str, bytes]:
    """A CAS per transcript and the type system of them all, by file name.

    Control characters, which XML cannot hold, are U+FFFD there, so that offsets stay true.
    """
    types = TypeSystem()
    span = types.create_type(LAYER, supertypeName="uima.tcas.Annotation")
    for name, range_type in _FEATURES.items():
        types.create_feature(span, name, range_type)
    suggested = defaultdict(list)
    for suggestion in project.suggested:
        suggested[suggestion.transcript_id].append(suggestion)
    files = {TYPE_SYSTEM: types.to_xml().encode()}
    for source in project.sources:
        cas = Cas(types)
        cas.sofa_string = clean(source.text)
        cas.sofa_mime = "text/plain"
        for suggestion in suggested[source.transcript_id]:
            cas.add(
                span(
                    begin=suggestion.start,
                    end=suggestion.end,
                    code=clean(project.code(suggestion.code).name),
                    reasons=clean(suggestion.reasons),
                    probability=suggestion.probability,
                )
            )
        files[_file_name(source.transcript_id, files)] = cas.to_xmi().encode()
    return files


def layer_json(project: Project) -> bytes:
    """The layer as INCEpTION imports it: its features, the codes as tags, and their colours.

    The form is that of its source code (August 2026); it has not been tried in the program. Should it
    be refused, make a span layer named ``Code`` with the features ``code``, ``reasons`` (text) and
    ``probability`` (float) by hand.
    """
    tags = [
        {"tag_name": clean(code.name), "tag_description": clean(code.description)}
        for code in project.codes
    ]
    tagset = {
        "name": f"{clean(project.name)}: codes",
        "description": "",
        "language": "",
        "tags": tags,
        "create_tag": True,
    }
    rules = [
        {"pattern": re.escape(clean(code.name)), "color": code.colour} for code in project.codes
    ]
    rows = {"multipleRows": True, "dynamicSize": True}
    layer = {
        "name": LAYER,
        "uiName": "Code",
        "type": "span",
        "description": "",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "cross_sentence": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "traits": json.dumps({"coloringRules": {"rules": rules}}, ensure_ascii=False),
        "features": [
            _feature("code", 0, visible=True) | {"tag_set": tagset},
            _feature("reasons", 1) | {"traits": json.dumps(rows)},
            _feature("probability", 2),
        ],
    }
    return (json.dumps([layer], ensure_ascii=False, indent=1) + "\n").encode()


def _feature(name: str, rank: int, *, visible: bool = False) -> dict[str, object]:
    """A feature; what is visible is written over the words, the rest is shown on hovering."""
    return {
        "name": name,
        "uiName": name.capitalize(),
        "type": _FEATURES[name],
        "description": "",
        "enabled": True,
        "visible": visible,
        "include_in_hover": not visible,
        "multi_value_mode": "NONE",
        "link_mode": "NONE",
        "curatable": visible,
        "rank": rank,
    }


def _file_name(transcript_id: str, taken: dict[str, bytes]) -> str:
    """A name that no other file has, however the file system takes capital letters."""
    name = stem = _NO_FILE_NAME.sub("_", transcript_id)[:_LONGEST_NAME]
    used = {other.lower() for other in taken}
    number = 1
    while f"{name}.xmi".lower() in used:
        number += 1
        name = f"{stem}_{number}"
    return f"{name}.xmi"
