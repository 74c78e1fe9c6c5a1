import dataclasses
import io
import re
import zipfile
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exchange.project import MACHINE, Project, Source
from pipeline.exchange.refi_project import Counting, project_archive
from pipeline.readers import refi, refi_codes
from tests.exchange.projects import FOCUS, PROJECT, TALK, suggested

N = "{urn:QDA-XML:project:1.0}"
#: The order that the schema of the standard demands below each element.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Description"],
    "CodeBook": ["Codes"],
    "Code": ["Description", "Code"],
    "Case": ["VariableValue", "SourceRef"],
    "VariableValue": ["VariableRef", "TextValue"],
    "TextSource": ["PlainTextSelection", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding"],
    "Coding": ["CodeRef"],
}
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WAYS: list[tuple[Literal["lf", "crlf"], Literal["codepoints", "utf16"]]] = [
    ("lf", "codepoints"),
    ("crlf", "codepoints"),
    ("lf", "utf16"),
    ("crlf", "utf16"),
]


def opened(content: bytes) -> tuple[ElementTree.Element, zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return ElementTree.fromstring(archive.read("project.qde")), archive


def test_elements_stand_in_the_order_of_the_schema_and_identifiers_are_used_as_defined() -> None:
    root, _ = opened(project_archive(PROJECT, Counting()))
    for element in root.iter():
        tag = element.tag.removeprefix(N)
        children = [child.tag.removeprefix(N) for child in element]
        if tag in ORDER:
            places = [ORDER[tag].index(child) for child in children]
            assert places == sorted(places)
        for name, value in element.attrib.items():
            if name in ("guid", "targetGUID", "creatingUser", "creatingUserGUID"):
                assert GUID.fullmatch(value)
    defined = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(defined) == len(set(defined))
    used = {
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in ("targetGUID", "creatingUser", "creatingUserGUID")
    }
    assert used <= set(defined)


def test_suggestions_are_the_machine_s_and_tell_their_reasons() -> None:
    root, _ = opened(project_archive(PROJECT, Counting()))
    (user,) = root.iterfind(f"{N}Users/{N}User")
    assert user.get("name") == MACHINE
    selections = list(root.iter(f"{N}PlainTextSelection"))
    assert len(selections) == len(PROJECT.suggested)
    for selection in selections:
        assert selection.get("creatingUser") == user.get("guid")
        (coding,) = selection.iterfind(f"{N}Coding")
        assert coding.get("creatingUser") == user.get("guid")
        memo = selection.findtext(f"{N}Description", "")
        assert memo.endswith("taqyryp run 0123456789ab")
        assert "carried by" in memo


@pytest.mark.parametrize(("line_ends", "offsets"), WAYS)
def test_every_suggestion_is_read_back_at_its_words(
    line_ends: Literal["lf", "crlf"], offsets: Literal["codepoints", "utf16"], tmp_path: Path
) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(project_archive(PROJECT, Counting(line_ends, offsets)))
    texts = {s.guid: refi.read(path, s.guid).text for s in refi.sources(path)}
    assert sorted(texts.values()) == sorted([FOCUS, TALK])
    names = {code.guid: code.name for code in refi_codes.codes(path)}
    found, _ = refi_codes.codings(path)
    assert [(texts[c.source][c.start : c.end], names[c.code]) for c in found] == [
        (own.text, PROJECT.code(own.code).name) for own in PROJECT.suggested
    ]


def test_texts_are_as_they_are_without_a_byte_order_mark() -> None:
    _, archive = opened(project_archive(PROJECT, Counting()))
    texts = {archive.read(name).decode() for name in archive.namelist() if "sources/" in name}
    assert texts == {FOCUS, TALK}


def test_the_same_project_is_the_same_bytes() -> None:
    assert project_archive(PROJECT, Counting()) == project_archive(PROJECT, Counting())


def test_groups_hold_codes_and_cannot_be_given() -> None:
    root, _ = opened(project_archive(PROJECT, Counting()))
    groups = list(root.iterfind(f"{N}CodeBook/{N}Codes/{N}Code"))
    assert [group.get("isCodable") for group in groups] == ["false", "false"]
    codes = [code for group in groups for code in group.iterfind(f"{N}Code")]
    assert [code.get("name") for code in codes] == ["Ұжым", "Сенім", "Pedsovet"]
    assert codes[0].findtext(f"{N}Description") == "Бір үй & <ынтымақ>."


def test_who_speaks_is_a_case_and_what_is_known_of_a_transcript_a_variable() -> None:
    root, _ = opened(project_archive(PROJECT, Counting()))
    variables = {v.get("guid"): v.get("name") for v in root.iter(f"{N}Variable")}

    def values(element: ElementTree.Element) -> dict[str | None, str | None]:
        return {
            variables[own.find(f"{N}VariableRef").get("targetGUID")]: own.findtext(f"{N}TextValue")  # type: ignore[union-attr]
            for own in element.iterfind(f"{N}VariableValue")
        }

    (case,) = root.iter(f"{N}Case")
    assert case.get("name") == "Мұғалім"
    assert values(case) == {"Role": "teacher", "School": "B"}
    sources = {source.get("name"): source for source in root.iter(f"{N}TextSource")}
    assert values(sources["b - focus"]) == {"School": "B", "Date": "2019-02-05"}
    (reference,) = case.iterfind(f"{N}SourceRef")
    assert reference.get("targetGUID") == sources["b - focus"].get("guid")


@given(st.text(alphabet="аұ🙂е́\n\r\t<&\"'\x00\ufeff", min_size=1, max_size=40), st.data())
def test_any_words_of_any_text_are_found_again(text: str, data: st.DataObject) -> None:
    text = text.replace("\r", "").removeprefix("\ufeff") or "a"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    own = dataclasses.replace(suggested("t", text, text[start:end], "trust"), start=start, end=end)
    project: Project = dataclasses.replace(
        PROJECT, sources=[Source("t", text)], suggested=[own], participants=[]
    )
    for way in WAYS:
        counting = Counting(*way)
        root, archive = opened(project_archive(project, counting))
        (selection,) = root.iter(f"{N}PlainTextSelection")
        (name,) = [name for name in archive.namelist() if name.startswith("sources/")]
        written = archive.read(name).decode()
        if counting.offsets == "utf16":
            units = written.encode("utf-16-le")
            place = slice(
                2 * int(selection.get("startPosition", "")),
                2 * int(selection.get("endPosition", "")),
            )
            found = units[place].decode("utf-16-le")
        else:
            place = slice(
                int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            )
            found = written[place]
        assert found.replace("\r\n", "\n") == text[start:end]


def test_three_hundred_pages_are_written_at_once() -> None:
    line = "Teacher A4: Ұжым бір үй, ал біз 🙂 үндемейміз.\n"
    text = line * 15_000
    many = [
        dataclasses.replace(
            suggested("long", text, "Ұжым бір үй", "trust"),
            start=len(line) * i + 12,
            end=len(line) * i + 23,
        )
        for i in range(0, 15_000, 5)
    ]
    project = dataclasses.replace(
        PROJECT, sources=[Source("long", text)], suggested=many, participants=[]
    )
    root, _ = opened(project_archive(project, Counting()))
    assert len(list(root.iter(f"{N}PlainTextSelection"))) == 3_000
