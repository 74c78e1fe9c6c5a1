"""Projects as other programs leave them, and such as would do harm."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.exchange.project import guid
from pipeline.exchange.refi_codings import Worked, code_ids, worked_on
from pipeline.exchange.refi_project import Counting, project_archive
from pipeline.lexicon.codebook import Codebook
from pipeline.readers.refi_codes import RefiCode
from tests.exchange.projects import FOCUS, PROJECT, RUN, TALK

BOOK = Codebook.model_validate(
    {
        "groups": [{"id": "culture", "name": {"en": "Culture"}}],
        "codes": [
            {
                "id": "kollektive",
                "group": "culture",
                "name": {"kk": "Ұжым", "en": "Kollektive"},
                "definition": {"en": "x"},
            },
            {
                "id": "trust",
                "group": "culture",
                "name": {"kk": "Сенім", "en": "Trust"},
                "definition": {"en": "x"},
                "guid": "{AAAAAAAA-1111-1111-1111-111111111111}",
            },
            {"id": "pedsovet", "group": "culture", "name": {"en": "P"}, "definition": {"en": "x"}},
        ],
    }
)
CANONICAL = {"b/focus": FOCUS, "talk": TALK}


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The project with files of its archive exchanged, or left out."""
    content = io.BytesIO(project_archive(PROJECT, Counting()))
    with (
        zipfile.ZipFile(content) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return path


def with_document(path: Path, change: Callable[[str], str]) -> Path:
    def on_file(name: str, data: bytes) -> bytes:
        return change(data.decode()).encode() if name == "project.qde" else data

    return changed(path, on_file)


def read(path: Path) -> Worked:
    return worked_on(path, CANONICAL, BOOK, "")


def test_suggestions_come_back_as_the_machine_s_with_their_run(tmp_path: Path) -> None:
    worked = read(with_document(tmp_path / "p.qdpx", lambda xml: xml))
    assert worked.run == RUN
    assert worked.notes == []
    assert all(placed.by_machine for placed in worked.found)
    assert [(p.transcript_id, p.start, p.end, p.code) for p in worked.found] == [
        (s.transcript_id, s.start, s.end, s.code) for s in PROJECT.suggested
    ]


def test_identifiers_may_be_new_texts_have_a_mark_and_other_line_ends(tmp_path: Path) -> None:
    """As QualCoder writes them, and as Windows does."""

    def change(name: str, data: bytes) -> bytes:
        if name != "project.qde":
            return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        pairs: dict[str, str] = {}

        def other(match: re.Match[str]) -> str:
            return pairs.setdefault(match[0], guid("new", match[0]))

        xml = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\.txt)", other, data.decode())
        return xml.encode()

    worked = read(changed(tmp_path / "p.qdpx", change))
    assert [(p.text, p.code) for p in worked.found] == [(s.text, s.code) for s in PROJECT.suggested]


def test_a_code_is_known_by_its_identifier_its_id_or_any_of_its_names() -> None:
    def one(own: str, name: str) -> RefiCode:
        return RefiCode(own, name, (), "", "")

    codes = [
        one(guid("code", "pedsovet").upper(), "renamed"),
        one("aaaaaaaa-1111-1111-1111-111111111111", "renamed, too"),
        one("1", "AI ҰЖЫМ"),
        one("2", "AI kollektive"),
        one("3", "AI Намыс"),
    ]
    assert code_ids(codes, BOOK, "AI ") == {
        codes[0].guid: "pedsovet",
        codes[1].guid: "trust",
        "1": "kollektive",
        "2": "kollektive",
    }


def bomb(path: Path) -> Path:
    def change(name: str, data: bytes) -> bytes:
        return data if name == "project.qde" else b"a" * (300 << 20)

    return changed(path, change)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (bomb, "unpacks to more than"),
        (
            lambda path: with_document(
                path,
                lambda xml: xml.replace(
                    "<Project", '<!DOCTYPE Project [<!ENTITY a "aaaa">]><Project', 1
                ),
            ),
            "DOCTYPE",
        ),
        (
            lambda path: changed(path, lambda name, data: data if name == "project.qde" else None),
            "there is no",
        ),
        (
            lambda path: with_document(
                path,
                lambda xml: re.sub(
                    r'startPosition="(\d+)" endPosition="(\d+)"',
                    r'startPosition="\2" endPosition="\1"',
                    xml,
                    count=1,
                ),
            ),
            "outside its text",
        ),
        (
            lambda path: with_document(
                path, lambda xml: re.sub(r'endPosition="\d+"', 'endPosition="99999"', xml, count=1)
            ),
            "outside its text",
        ),
        (
            lambda path: with_document(
                path,
                lambda xml: xml.replace("internal://", "file:///etc/passwd?", 1),
            ),
            "not in the project but in another file",
        ),
    ],
    ids=["bomb", "entities", "no text", "reversed", "outside", "elsewhere"],
)
def test_what_would_do_harm_is_refused(
    make: Callable[[Path], Path], message: str, tmp_path: Path
) -> None:
    path = make(tmp_path / "p.qdpx")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(TaqyrypError, match=message) as found:
        read(path)
    assert "p.qdpx" in str(found.value)
    assert sorted(tmp_path.iterdir()) == before


def test_a_path_out_of_the_archive_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    path = with_document(
        tmp_path / "p.qdpx",
        lambda xml: re.sub(r"internal://[^\"]*", "internal://../secret.txt", xml, count=1),
    )
    with pytest.raises(TaqyrypError, match=r"no \.\./secret\.txt in the archive"):
        read(path)


def test_a_coding_with_an_unknown_code_is_kept_apart(tmp_path: Path) -> None:
    own = f'<CodeRef targetGUID="{guid("code", "trust")}"'
    path = with_document(
        tmp_path / "p.qdpx",
        lambda xml: xml.replace(own, '<CodeRef targetGUID="00000000-0000-0000-0000-000000000000"'),
    )
    worked = read(path)
    assert [placed.known for placed in worked.found].count(False) == 2
    assert any("not in the codebook" in note for note in worked.notes)


def test_codings_that_overlap_are_all_there(tmp_path: Path) -> None:
    worked = read(with_document(tmp_path / "p.qdpx", lambda xml: xml))
    same = [p for p in worked.found if p.text == PROJECT.suggested[1].text]
    assert [placed.code for placed in same] == ["kollektive", "trust"]
