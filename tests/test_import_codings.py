"""The round trip: what was handed over, worked on in another program, and taken in again."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline import import_codings as command
from pipeline.exchange.project import MACHINE, guid
from pipeline.exchange.refi_project import Counting, project_archive
from pipeline.exchange.workbook_reading import Missed, Read
from pipeline.lexicon.codebook import Codebook
from pipeline.schema import EXPORTED, Exported
from pipeline.tables import write
from tests.exchange.projects import FOCUS, PROJECT, RUN, TALK

BOOK = Codebook.model_validate(
    {
        "groups": [{"id": "culture", "name": {"en": "Culture"}}],
        "codes": [
            {"id": name, "group": "culture", "name": {"en": name}, "definition": {"en": "x"}}
            for name in ("kollektive", "trust", "pedsovet")
        ],
    }
)
CANONICAL = {"b/focus": FOCUS, "talk": TALK}


@pytest.fixture(autouse=True)
def handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        Exported(s.transcript_id, s.utterance_id, s.start, s.end, s.text, s.code, s.probability)
        for s in PROJECT.suggested
    ]
    command.dataclasses.replace(EXPORTED, path=EXPORTED.path / f"{RUN}.parquet")
    write(command.dataclasses.replace(EXPORTED, path=EXPORTED.path / f"{RUN}.parquet"), rows)


def worked_on(change: dict[str, str], path: Path) -> Path:
    """The project as it was handed over, with pieces of its XML exchanged."""
    content = io.BytesIO(project_archive(PROJECT, Counting()))
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "project.qde":
                text = data.decode()
                for pattern, instead in change.items():
                    text, count = re.subn(pattern, instead, text, flags=re.DOTALL)
                    assert count == 1, pattern
                data = text.encode()
            new.writestr(name, data)
    return path


def selection(number: int) -> str:
    """A pattern for the selection of a suggestion."""
    return rf'<PlainTextSelection guid="{PROJECT.suggested[number].guid}".*?</PlainTextSelection>'


def hers(number: int, code: str) -> str:
    """A coding of hers at the words of a suggestion."""
    own = PROJECT.suggested[number]
    return (
        f'<PlainTextSelection guid="{guid("hers", str(number), code)}" name="x" '
        f'startPosition="{own.start}" endPosition="{own.end}" creatingUser="{guid("aya")}">'
        f"<Description>because</Description>"
        f'<Coding guid="{guid("c", str(number), code)}" creatingUser="{guid("aya")}">'
        f'<CodeRef targetGUID="{guid("code", code)}"/></Coding></PlainTextSelection>'
    )


USER = {r"</Users>": f'<User guid="{guid("aya")}" name="Айгүл"/></Users>'}


def taken_in(
    path: Path, **options: object
) -> tuple[list[tuple[str, str]], dict[str, set[str]], list[str]]:
    decisions, codings, notes = command.from_project(
        path,
        CANONICAL,
        BOOK,
        prefix="",
        run=str(options.get("run", "")),
        coder="",
        kept_is_accepted=bool(options.get("kept")),
    )
    by_text = {own.text: set(own.codes) for own in codings}
    return [(one.code, one.outcome) for one in decisions], by_text, notes


def test_untouched_nothing_is_decided_and_nothing_coded(tmp_path: Path) -> None:
    outcomes, coded, notes = taken_in(worked_on({}, tmp_path / "p.qdpx"))
    assert [outcome for _, outcome in outcomes] == ["open"] * 5
    assert coded == {}
    assert notes == []


def test_what_was_decided_comes_back_as_it_was_decided(tmp_path: Path) -> None:
    path = worked_on(
        USER
        | {
            # The first accepted by giving the code herself; of two at the same words one is deleted;
            # one is deleted and another code given; the last is deleted.
            selection(0): hers(0, "kollektive"),
            selection(2): "",
            selection(3): hers(3, "pedsovet"),
            selection(4): "",
        },
        tmp_path / "p.qdpx",
    )
    outcomes, coded, _ = taken_in(path)
    assert outcomes == [
        ("kollektive", "accepted"),
        ("kollektive", "open"),
        ("trust", "rejected"),
        ("trust", "recoded"),
        ("kollektive", "rejected"),
    ]
    words = [own.text for own in PROJECT.suggested]
    assert coded == {words[0]: {"kollektive"}, words[3]: {"pedsovet"}, words[4]: set()}


def test_what_is_left_is_accepted_if_she_says_so(tmp_path: Path) -> None:
    outcomes, coded, _ = taken_in(worked_on({selection(2): ""}, tmp_path / "p.qdpx"), kept=True)
    assert [outcome for _, outcome in outcomes] == [
        "accepted",
        "accepted",
        "rejected",
        "accepted",
        "accepted",
    ]
    assert len(coded) == 4


def test_the_machine_is_known_by_its_memos_where_users_are_lost(tmp_path: Path) -> None:
    path = worked_on({f'name="{re.escape(MACHINE)}"': 'name="default"'}, tmp_path / "p.qdpx")
    outcomes, coded, _ = taken_in(path)
    assert {outcome for _, outcome in outcomes} == {"open"}
    assert coded == {}


def test_a_project_coded_by_hand_without_suggestions_is_taken_in(tmp_path: Path) -> None:
    path = worked_on(
        USER
        | {selection(number): hers(number, "trust") for number in range(5) if number != 2}
        | {selection(2): ""},
        tmp_path / "p.qdpx",
    )
    outcomes, coded, notes = taken_in(path)
    assert outcomes == []
    assert set(map(frozenset, coded.values())) == {frozenset({"trust"})}
    assert len(coded) == 4
    assert notes == []


def test_codes_and_texts_that_are_not_known_are_named_and_the_rest_is_taken_in(
    tmp_path: Path,
) -> None:
    strange = '<Code guid="11111111-1111-1111-1111-111111111111" name="Намыс" isCodable="true"/>'
    path = worked_on(
        USER
        | {
            r"</Codes>": f"{strange}</Codes>",
            selection(0): hers(0, "kollektive"),
            selection(3): hers(3, "trust").replace(
                guid("code", "trust"), "11111111-1111-1111-1111-111111111111"
            ),
        },
        tmp_path / "p.qdpx",
    )
    _, codings, notes = command.from_project(
        path, {"b/focus": FOCUS, "talk": TALK}, BOOK, prefix="", run="", coder="", kept_is_accepted=False
    )  # fmt: skip
    assert [own.text for own in codings] == [PROJECT.suggested[0].text]
    assert any("Намыс (1)" in note for note in notes)
    assert any("import-codebook" in note for note in notes)
    _, _, notes = command.from_project(
        path, {"b/focus": FOCUS}, BOOK, prefix="", run="", coder="", kept_is_accepted=False
    )
    assert any("texts that are not in the corpus" in note and "talk" in note for note in notes)


def test_a_run_that_is_not_known_here_is_said(tmp_path: Path) -> None:
    (EXPORTED.path / f"{RUN}.parquet").unlink()
    outcomes, _, notes = taken_in(worked_on({}, tmp_path / "p.qdpx"))
    assert outcomes == []
    assert any(RUN in note and "cannot be told" in note for note in notes)


def test_nothing_that_was_there_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    path = worked_on(USER | {selection(0): hers(0, "kollektive")}, tmp_path / "p.qdpx")
    decisions, codings, _ = command.from_project(
        path, CANONICAL, BOOK, prefix="", run="", coder="", kept_is_accepted=False
    )
    command.write_tables(folder, "p", decisions, codings)
    with (folder / "p.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["codes"], row["coder"], row["memo"]) == ("kollektive", "Айгүл", "because")
    assert row["text"] == FOCUS[int(row["start"]) : int(row["end"])]
    first = (folder / "p.csv").read_bytes()
    assert not any("kept" in line for line in command.write_tables(folder, "p", decisions, codings))
    lines = command.write_tables(folder, "p", decisions, [])
    assert any("earlier/p-1.csv" in line for line in lines)
    assert (folder / "earlier" / "p-1.csv").read_bytes() == first
    (folder / "p.csv").write_bytes(b"hers")
    command.write_tables(folder, "p", decisions, codings)
    assert (folder / "earlier" / "p-2.csv").read_bytes() == b"hers"


def test_passages_that_were_missed_are_found_in_the_transcript() -> None:
    words = "Ұжым бір  үй."
    read_in = Read(RUN, "Айгүл", [], [], [Missed(2, "talk", words, frozenset({"trust"}), "memo")])
    _, (coding,), _ = command.from_spreadsheet(Path("s.xlsx"), read_in, CANONICAL, BOOK, "")
    assert coding.text == TALK[coding.start : coding.end] == "Ұжым бір үй."
    assert (coding.codes, coding.coder) == ({"trust"}, "Айгүл")


@pytest.mark.parametrize(
    ("missed", "message"),
    [
        (Missed(2, "talk", "not there", frozenset({"trust"}), ""), "row 2.*not in talk"),
        (Missed(3, "t9", "Ұжым", frozenset({"trust"}), ""), "row 3.*not in t9"),
        (Missed(4, "talk", "Ұжым", frozenset({"turst"}), ""), "'turst' is not in the codebook"),
    ],
)
def test_what_cannot_be_taken_in_is_named(missed: Missed, message: str) -> None:
    read_in = Read(RUN, "Айгүл", [], [], [missed])
    with pytest.raises(command.TaqyrypError, match=message):
        command.from_spreadsheet(Path("s.xlsx"), read_in, CANONICAL, BOOK, "")


def test_the_summary_counts_by_code(tmp_path: Path) -> None:
    path = worked_on(USER | {selection(0): hers(0, "kollektive")}, tmp_path / "p.qdpx")
    decisions, codings, _ = command.from_project(
        path, CANONICAL, BOOK, prefix="", run="", coder="", kept_is_accepted=False
    )
    lines = command.summary(decisions, codings)
    assert lines[0] == "1 coded passages in 1 transcripts by Айгүл"
    assert lines[1] == "5 suggestions: 1 accepted, 0 changed, 0 recoded, 0 rejected, 4 open"
    assert lines[3].split() == ["kollektive", "1", "0", "0", "0", "2"]
