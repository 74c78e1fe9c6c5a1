"""Codebooks in the form that programs exchange: REFI-QDA, alone (.qdc) or in a project (.qdpx)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    XMLParser,
    indent,
    tostring,
)

from pipeline.errors import TaqyrypError
from pipeline.exchange.project import Project, clean, guid
from pipeline.lexicon.codebook import COLOUR
from pipeline.readers import refi
from pipeline.readers.refi_codes import RefiCode, codes, listed

_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_EXPORT_AGAIN = (
    "export the codebook (REFI-QDA, .qdc) or the project (.qdpx) again from the program it comes "
    "from"
)


def codebook_xml(project: Project) -> bytes:
    """The codebook as a .qdc."""
    root = Element("CodeBook", {"xmlns": _NAMESPACE, "origin": "taqyryp"})
    add_codes(root, project)
    indent(root)
    xml: str = tostring(root, encoding="unicode")
    return f"{_DECLARATION}{xml}\n".encode()


def add_codes(book: Element, project: Project) -> None:
    """Groups, which cannot be coded with, and in them their codes.

    Names are unique among groups and codes together, as programs merge what has one name; codes
    keep theirs. A colour that is none is left out, as programs fail on it.
    """
    taken: set[str] = set()
    names = {code.id: _free(_line(code.name) or code.id, taken) for code in project.codes}
    parent = SubElement(book, "Codes")
    groups: dict[str, Element] = {}
    for group in project.groups:
        attributes = {
            "guid": guid("group", group.id),
            "name": _free(_line(group.name) or group.id, taken),
            "isCodable": "false",
        }
        groups[group.id] = SubElement(parent, "Code", attributes)
    for code in project.codes:
        attributes = {"guid": code.guid, "name": names[code.id], "isCodable": "true"}
        if COLOUR.fullmatch(code.colour):
            attributes["color"] = code.colour
        element = SubElement(groups[code.group], "Code", attributes)
        if description := _text(code.description):
            SubElement(element, "Description").text = description


def plain_guid(own: str) -> str:
    """A guid as all programs' guids can be compared: without braces, in lower case."""
    return own.strip("{}").lower()


def read_codebook(path: Path) -> list[RefiCode]:
    """The codes of a codebook (.qdc) or of a project (.qdpx), those above before those below.

    Raises:
        TaqyrypError: neither of the two, without codes, or a code without a guid or a name.
    """
    _require(path)
    project = path.suffix.lower() == ".qdpx"
    found = codes(path) if project else list(listed(_top(_root(path)), path))
    if not found:
        raise TaqyrypError("has no codes", file=path, remedy=_EXPORT_AGAIN)
    return found


def headings(path: Path) -> frozenset[str]:
    """The guids of codes that only hold others together.

    No coding has them, and they are not codable or, in a project, stand at the top with codes
    below. A codebook does not say what was coded: there, only what is not codable is a heading.

    Raises:
        TaqyrypError: as :func:`read_codebook`.
    """
    _require(path)
    coded: set[str] = set()
    project = path.suffix.lower() == ".qdpx"
    if project:
        with refi.opened(path) as opened:
            root = opened.root
        coded = {plain_guid(ref.get("targetGUID", "")) for ref in root.iterfind(".//{*}CodeRef")}
        top = list(root.iterfind("{*}CodeBook/{*}Codes/{*}Code"))
    else:
        top = list(_top(_root(path)))
    found = {
        code.get("guid", "")
        for first in top
        for code in (first, *first.iterfind(".//{*}Code"))
        if code.get("isCodable", "").strip() in ("false", "0")
        or (project and code is first and code.find("{*}Code") is not None)
    }
    return frozenset(own for own in found if plain_guid(own) not in coded)


def _require(path: Path) -> None:
    if path.suffix.lower() not in (".qdc", ".qdpx"):
        message = f"{path.suffix or 'a file without an ending'} is no REFI-QDA codebook or project"
        raise TaqyrypError(message, file=path, remedy=_EXPORT_AGAIN)
    if not path.is_file():
        remedy = "look at the spelling of its name"
        raise TaqyrypError("no such file", file=path, remedy=remedy)


def _root(path: Path) -> Element:
    parser = XMLParser(target=refi.SafeBuilder())
    try:
        parser.feed(path.read_bytes())
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as error:  # the last two: odd encodings
        line, _ = getattr(error, "position", (None, None))
        message = f"is not XML that can be read ({error})"
        raise TaqyrypError(message, file=path, line=line, remedy=_EXPORT_AGAIN) from error
    if (name := root.tag.rpartition("}")[2]) != "CodeBook":
        message = f"begins with <{name}>, not <CodeBook>"
        raise TaqyrypError(message, file=path, remedy=_EXPORT_AGAIN)
    return root


def _top(root: Element) -> Iterator[Element]:
    return root.iterfind("{*}Codes/{*}Code")


def _text(text: str) -> str:
    """``text`` as XML can hold it, with LF line ends."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"), "").strip()


def _line(text: str) -> str:
    return " ".join(clean(text, "").split())


def _free(name: str, taken: set[str]) -> str:
    """``name``, numbered where another has it; it is put into ``taken``."""
    own, number = name, 1
    while own.casefold() in taken:
        number += 1
        own = f"{name} ({number})"
    taken.add(own.casefold())
    return own
