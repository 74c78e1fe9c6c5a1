"""REFI-QDA projects (``.qdpx``), which NVivo, ATLAS.ti, MAXQDA, QualCoder and others open.

Source: REFI-QDA standard 1.5, project exchange. Where the programs differ, what all of them take is
written: texts in files without a byte order mark, one selection for each suggestion, its user named on
the selection and on the coding, reasons in the selection's description, groups as codes that cannot be
given. No dates: the same run gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline import __version__
from pipeline.exchange.project import MACHINE, Project, Source, clean, guid
from pipeline.exchange.refi_codebook import add_codes

_NAMESPACE = "urn:QDA-XML:project:1.0"
#: The earliest date a zip archive can hold.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Counting:
    """How a program counts the characters of a text.

    Attributes:
        line_ends: ``crlf`` writes the texts with them, and each counts as two.
        offsets: ``utf16`` counts a character that UTF-16 writes as two, as emoji are, as two.
    """

    line_ends: Literal["lf", "crlf"] = "lf"
    offsets: Literal["codepoints", "utf16"] = "codepoints"

    def places(self, text: str) -> list[int]:
        """The program's number of each place in the text, one more than it has characters."""
        line_end = 2 if self.line_ends == "crlf" else 1
        astral = 2 if self.offsets == "utf16" else 1
        widths = (line_end if one == "\n" else astral if one > "\uffff" else 1 for one in text)
        return list(accumulate(widths, initial=0))

    def written(self, text: str) -> bytes:
        """The text as the program is given it."""
        return text.replace("\n", "\r\n" if self.line_ends == "crlf" else "\n").encode("utf-8")


def project_archive(project: Project, counting: Counting) -> bytes:
    """The project as a ``.qdpx`` file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "project.qde", _document(project, counting))
        for source in project.sources:
            _add(archive, f"sources/{_file(source)}", counting.written(source.text))
    return content.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # the same on every system
    archive.writestr(info, content)


def _file(source: Source) -> str:
    return f"{guid('source', source.transcript_id)}.txt"


def _document(project: Project, counting: Counting) -> bytes:
    user = guid("user", MACHINE)
    root = Element(
        "Project",
        {
            "xmlns": _NAMESPACE,
            "name": clean(project.name),
            "origin": f"taqyryp {__version__}",
            "creatingUserGUID": user,
        },
    )
    SubElement(SubElement(root, "Users"), "User", {"guid": user, "name": MACHINE})
    add_codes(SubElement(root, "CodeBook"), project)
    _add_variables(root, project)
    if project.sources:
        sources = SubElement(root, "Sources")
        for source in project.sources:
            _add_source(sources, source, project, counting, user)
    _described(root, f"Machine suggestions, to be accepted or rejected. Run {project.run}.")
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add_variables(root: Element, project: Project) -> None:
    """Variables, and the participants as cases with values of them."""
    values = [source.attributes for source in project.sources]
    values += [participant.attributes for participant in project.participants]
    names = sorted({name for own in values for name in own})
    if names:
        variables = SubElement(root, "Variables")
        for name in names:
            attributes = {"guid": guid("variable", name), "name": name, "typeOfVariable": "Text"}
            SubElement(variables, "Variable", attributes)
    if project.participants:
        cases = SubElement(root, "Cases")
        for participant in project.participants:
            names_of = {"guid": guid("case", participant.name), "name": clean(participant.name)}
            case = SubElement(cases, "Case", names_of)
            _add_values(case, participant.attributes)
            for transcript in participant.transcripts:
                SubElement(case, "SourceRef", {"targetGUID": guid("source", transcript)})


def _add_values(parent: Element, attributes: Mapping[str, str]) -> None:
    for name, value in sorted(attributes.items()):
        own = SubElement(parent, "VariableValue")
        SubElement(own, "VariableRef", {"targetGUID": guid("variable", name)})
        SubElement(own, "TextValue").text = clean(value)


def _add_source(
    parent: Element, source: Source, project: Project, counting: Counting, user: str
) -> None:
    attributes = {
        "guid": guid("source", source.transcript_id),
        "name": clean(source.name),
        "plainTextPath": f"internal://{_file(source)}",
        "creatingUser": user,
    }
    element = SubElement(parent, "TextSource", attributes)
    places = counting.places(source.text)
    codes = {code.id: code.guid for code in project.codes}
    for suggested in project.suggested:
        if suggested.transcript_id != source.transcript_id:
            continue
        place = {
            "guid": suggested.guid,
            "name": clean(suggested.text),
            "startPosition": str(places[suggested.start]),
            "endPosition": str(places[suggested.end]),
            "creatingUser": user,
        }
        selection = SubElement(element, "PlainTextSelection", place)
        _described(selection, suggested.memo)
        coding = {"guid": guid("coding", suggested.guid), "creatingUser": user}
        reference = {"targetGUID": codes[suggested.code]}
        SubElement(SubElement(selection, "Coding", coding), "CodeRef", reference)
    _add_values(element, source.attributes)


def _described(parent: Element, text: str) -> None:
    if text:
        SubElement(parent, "Description").text = clean(text)
