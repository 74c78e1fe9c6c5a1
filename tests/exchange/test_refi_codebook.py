import dataclasses
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.exchange.project import CodeGroup, ExportedCode, Project, guid
from pipeline.exchange.refi_codebook import codebook_xml, headings, plain_guid, read_codebook
from pipeline.readers.refi_codes import RefiCode

NS = "{urn:QDA-XML:codebook:1.0}"
G1, G2, G3, G4 = (f"{digit * 8}-0000-4000-8000-00000000000{digit}" for digit in "1234")


def code(
    own: str, name: str, group: str = "culture", text: str = "", colour: str = "#4477AA"
) -> ExportedCode:
    return ExportedCode(own, name, group, text, colour)


def project(*codes: ExportedCode, groups: tuple[tuple[str, str], ...] = ()) -> Project:
    named = groups or (("culture", "Мектеп мәдениеті"), ("arenas", "Arenas"))
    return Project("p", "r", [CodeGroup(*group) for group in named], codes, [], [])


def qdc(
    path: Path, xml: str, namespace: str = "urn:QDA-XML:codebook:1.0", before: str = ""
) -> Path:
    path.write_text(f'{before}<CodeBook xmlns="{namespace}">{xml}</CodeBook>', encoding="utf-8")
    return path


def qdpx(path: Path, codes: str, codings: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>{codes}</Codes></CodeBook>'
            f"<Sources>{codings}</Sources></Project>",
        )
    return path


def elements(content: bytes) -> list[ET.Element]:
    return list(ET.fromstring(content).iter(f"{NS}Code"))


def test_groups_hold_codes_and_cannot_be_coded_with() -> None:
    content = codebook_xml(
        project(
            code("trust", "Сенім", "culture", "Біреуге\nсену 🙂"),
            code("open_lesson", 'Ашық "сабақ" & <б>', "arenas"),
            code("blat", "Блат"),
        )
    )
    root = ET.fromstring(content)
    assert (root.tag, root.attrib) == (f"{NS}CodeBook", {"origin": "taqyryp"})
    assert [child.tag for child in root] == [f"{NS}Codes"]
    culture, arenas = root[0]
    assert culture.attrib == {
        "guid": guid("group", "culture"),
        "name": "Мектеп мәдениеті",
        "isCodable": "false",
    }
    assert [child.get("name") for child in culture] == ["Сенім", "Блат"]
    assert [child.get("name") for child in arenas] == ['Ашық "сабақ" & <б>']
    trust = culture[0]
    assert trust.attrib == {
        "guid": guid("code", "trust"),
        "name": "Сенім",
        "isCodable": "true",
        "color": "#4477AA",
    }
    assert [(child.tag, child.text) for child in trust] == [
        (f"{NS}Description", "Біреуге\nсену 🙂")
    ]
    assert list(culture[1]) == []


def test_the_bytes_are_utf_8_without_mark_and_with_plain_line_ends() -> None:
    content = codebook_xml(project(code("trust", "Сенім", text="a\r\nb\rc")))
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns=')
    assert content.endswith(b"</CodeBook>\n")
    assert b"\r" not in content
    assert "Сенім" in content.decode("utf-8")
    assert content == codebook_xml(project(code("trust", "Сенім", text="a\nb\nc")))


def test_no_two_have_one_name_and_codes_keep_theirs() -> None:
    content = codebook_xml(
        project(
            code("a", "Trust"),
            code("b", "TRUST", "arenas"),
            code("c", "Trust (2)"),
            groups=(("culture", "trust"), ("arenas", "Arenas")),
        )
    )
    names = [own.get("name") for own in elements(content)]
    assert names == ["trust (3)", "Trust", "Trust (2) (2)", "Arenas", "TRUST (2)"]


def test_a_code_keeps_the_guid_of_the_other_program() -> None:
    codes = [dataclasses.replace(code("a", "a"), own_guid=f"{{{G1.upper()}}}"), code("b", "b")]
    found = {one.get("name"): one.get("guid") for one in elements(codebook_xml(project(*codes)))}
    assert found["a"] == f"{{{G1.upper()}}}"
    assert found["b"] == guid("code", "b")
    assert plain_guid(f"{{{G1.upper()}}}") == G1


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#GG0000", "#112233 ", "112233"])
def test_a_colour_that_is_none_is_left_out(colour: str) -> None:
    content = codebook_xml(project(code("a", "A", colour=colour)))
    assert [own.get("color") for own in elements(content)] == [None, None, None]


def test_what_xml_cannot_hold_is_left_out() -> None:
    content = codebook_xml(project(code("a", " A\x00\n\tB\x0b ", text="x\x07\ud800y\ufffe\tz")))
    own = elements(content)[1]
    assert (own.get("name"), own[0].text) == ("A B", "xy\tz")


def test_a_name_of_nothing_is_the_id() -> None:
    content = codebook_xml(project(code("a", "\x01 "), groups=(("culture", " "),)))
    assert [own.get("name") for own in elements(content)] == ["culture", "a"]


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    codes = [code(f"c{place}", name, text=text) for place, (name, text) in enumerate(texts)]
    path = tmp_path_factory.mktemp("qdc") / "codebook.qdc"
    path.write_bytes(codebook_xml(project(*codes)))
    found = read_codebook(path)
    culture, arenas = guid("group", "culture"), guid("group", "arenas")
    assert headings(path) == {culture, arenas}
    own = [one for one in found if one.guid not in headings(path)]
    assert [one.guid for one in own] == [guid("code", one.id) for one in codes]
    assert [one.description for one in own] == [text.strip() for _, text in texts]
    assert {one.parents for one in own} == {(found[0].name,)}
    names = [one.name.casefold() for one in found]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", ""])
@pytest.mark.parametrize("before", ["", "\ufeff", '\ufeff<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_codebook_is_read_in_any_namespace(before: str, namespace: str, tmp_path: Path) -> None:
    xml = (
        f'<Codes><Code guid="{G1}" name=" ұжым " isCodable="true" color="#112233">'
        f'<Description> бір үй </Description><Code guid="{G2}" name="=үндемеу" isCodable="true">'
        f'<Code guid="{G3}" name="🙂"/></Code></Code></Codes>'
        f'<Sets><Set guid="{G4}" name="s"><MemberCode guid="{G1}"/></Set></Sets>'
    )
    assert read_codebook(qdc(tmp_path / "A.QDC", xml, namespace, before)) == [
        RefiCode(G1, "ұжым", (), "бір үй", "#112233"),
        RefiCode(G2, "=үндемеу", ("ұжым",), "", ""),
        RefiCode(G3, "🙂", ("ұжым", "=үндемеу"), "", ""),
    ]


CODES = (
    f'<Code guid="{G1}" name="A" isCodable="true"><Code guid="{G2}" name="B" isCodable="%s">'
    f'<Code guid="{G3}" name="C"/></Code></Code><Code guid="{G4}" name="D" isCodable="true"/>'
)


@pytest.mark.parametrize(
    ("codable", "coded", "expected", "in_codebook"),
    [
        ("true", [], {G1}, set()),
        ("false", [], {G1, G2}, {G2}),
        ("0", [G1], {G2}, {G2}),
        ("true", [f"{{{G1.upper()}}}"], set(), set()),
        ("false", [G2], {G1}, {G2}),
    ],
)
def test_headings_are_what_nobody_codes_with(
    codable: str, coded: list[str], expected: set[str], in_codebook: set[str], tmp_path: Path
) -> None:
    codings = "".join(
        f'<PictureSource guid="s"><PictureSelection><Coding><CodeRef targetGUID="{own}"/></Coding>'
        "</PictureSelection></PictureSource>"
        for own in coded
    )
    assert headings(qdpx(tmp_path / "p.qdpx", CODES % codable, codings)) == expected
    assert headings(qdc(tmp_path / "c.qdc", f"<Codes>{CODES % codable}</Codes>")) == in_codebook


def test_the_codes_of_a_project(tmp_path: Path) -> None:
    found = read_codebook(qdpx(tmp_path / "p.qdpx", CODES % "true"))
    assert [(own.name, own.parents) for own in found] == [
        ("A", ()),
        ("B", ("A",)),
        ("C", ("A", "B")),
        ("D", ()),
    ]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.qdc", '<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>', "a document type"),
        ("a.qdc", "<Project/>", "begins with <Project>, not <CodeBook>"),
        ("a.qdc", "<CodeBook>\n<Codes>", "line 2: is not XML"),
        ("a.qdc", "", "is not XML"),
        ("a.qdc", '<?xml version="1.0" encoding="odd"?><CodeBook/>', "is not XML"),
        ("a.qdc", "<CodeBook><Codes/></CodeBook>", "has no codes"),
        ("a.qdc", '<CodeBook><Codes><Code guid="1"/></Codes></CodeBook>', "has no name"),
        ("a.qdc", '<CodeBook><Codes><Code name="ә"/></Codes></CodeBook>', "no guid .ә."),
        ("a.xml", "<CodeBook/>", ".xml is no REFI-QDA"),
        ("a", "<CodeBook/>", "a file without an ending is no REFI-QDA"),
        ("a.qdpx", "<Project/>", "not a project that can be opened"),
        ("none.qdc", None, "no such file"),
    ],
)
def test_what_is_no_codebook_is_named(
    name: str, content: str | None, found: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=found) as error:
        read_codebook(tmp_path / name)
    assert name in str(error.value)
    assert "What to do:" in str(error.value)


def test_a_project_without_codes(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="has no codes"):
        read_codebook(qdpx(tmp_path / "p.qdpx", ""))
