import csv
import io
import itertools
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import ingest
from pipeline.check import find_sources
from pipeline.errors import TaqyrypError
from pipeline.ingest import Transcript, read_transcript
from pipeline.names.key import KEY
from pipeline.readers.speakers import Roster, Speaker, label_key
from pipeline.schema import CANONICAL, HEADING, INTERVIEWER, MANIFEST, TURNS, SourceFile, Turn
from pipeline.tables import read, write
from tests.readers.test_refi import element, inline, point, qdpx, text_source

SHIPPED = Path(__file__).parents[1] / "params.yaml"
NOBODY = Roster()


def transcript(
    folder: Path, content: str | bytes, name: str = "t1.txt", roster: Roster = NOBODY
) -> Transcript:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_transcript(SourceFile(path.stem, path.as_posix(), ""), roster)


def said(result: Transcript) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role, turn.text) for turn in result.turns]


@pytest.mark.parametrize(
    ("label", "role", "school", "method"),
    [
        ("Director B1", "director", "B", ""),
        ("Deputy Director A2", "deputy director", "A", ""),
        ("Head of SMU A5", "head of SMU", "A", ""),
        ("Head of the SMU B1", "head of SMU", "B", ""),
        ("Head of MU A3", "head of SMU", "A", ""),
        ("Teacher C17", "teacher", "C", ""),
        ("Teacher, A12", "teacher", "A", ""),
        ("FG, Teacher A6", "teacher", "A", "focus group"),
        ("FG, Auyl Teachers", "teacher", "", "focus group"),
    ],
)
def test_the_notation_of_the_study(
    label: str, role: str, school: str, method: str, tmp_path: Path
) -> None:
    result = transcript(tmp_path, f"I: Бір?\n{label}: Екі.\n")
    start = result.text.index("Екі.")
    assert result.turns[1] == Turn(
        "t1", 2, label, role, school, method, "", "Екі.", start, start + 4, None
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Interviewer", "Respondent"),
        ("I", "R"),
        ("Q", "A"),
        ("Интервьюер", "Респондент"),
        ("И.", "Р."),
        ("Вопрос", "Ответ"),
        ("Сұхбаттасушы", "Қатысушы"),
        ("Сұрақ", "Жауап"),
        ("С", "Ж"),
        ("Модератор", "FG, Teacher A6"),
    ],
)
def test_interviewers_in_three_languages(question: str, answer: str, tmp_path: Path) -> None:
    content = f"{question}: Бір?\n{answer}: Екі.\n\n{question}: Үш?\n{answer}: Төрт."
    roles = [turn.role for turn in transcript(tmp_path, content).turns]
    assert roles[::2] == [INTERVIEWER] * 2
    assert INTERVIEWER not in roles[1::2]


@pytest.mark.parametrize("label", ["Interviewer 1", "Модератор 2", "I1", "Int 2", "Вопрос 3"])
def test_an_interviewer_never_speaks_inside_a_teachers_turn(label: str, tmp_path: Path) -> None:
    result = transcript(tmp_path, f"Teacher A4: Бір.\n{label}: Екі?\nTeacher A4: Үш.")
    assert [turn.text for turn in result.turns if turn.role == INTERVIEWER] == ["Екі?"]
    assert [turn.text for turn in result.turns if turn.role != INTERVIEWER] == ["Бір.", "Үш."]


def test_a_line_about_a_level_is_no_speaker(tmp_path: Path) -> None:
    result = transcript(tmp_path, "Teacher A4: Бастадым.\nДеңгейім B2: ары қарай қиын.")
    assert len(result.turns) == 1


@pytest.mark.parametrize("times", [1, 2])
def test_words_written_like_a_person_must_come_back(times: int, tmp_path: Path) -> None:
    result = transcript(tmp_path, "I: Бір?\nTeacher A4: Екі.\n" + "Methodist A1: Үш.\n" * times)
    assert [turn.role for turn in result.turns[2:]] == ["methodist"] * (times if times > 1 else 0)


def test_each_speaker_of_the_study_once(tmp_path: Path) -> None:
    labels = [
        *("Teacher, A12", "FG, Auyl Teachers", "Director A", "Head of SMU A2"),
        *("Deputy Director B4", "Psychologist B1", "Director B, 2014", "FG, Director A"),
        *("FG, Head of SMU A5", "Head of MU A3", "Head of the SMU B1"),
    ]
    result = transcript(tmp_path, "".join(f"{label}: Иә.\n" for label in labels))
    assert [turn.speaker for turn in result.turns] == labels


@pytest.mark.parametrize("name", ["Айгүл", "Директор"])
def test_an_answer_is_never_part_of_the_question(name: str, tmp_path: Path) -> None:
    content = f"Interviewer: Бір?\n{name}: Екі.\nInterviewer: Үш?\n{name}: Төрт."
    result = transcript(tmp_path, content)
    assert [turn.text for turn in result.turns if turn.role == INTERVIEWER] == ["Бір?", "Үш?"]
    assert result.unknown or [turn.role for turn in result.turns[1::2]] == ["director"] * 2


def test_the_roster_knows_names_dates_and_methods(tmp_path: Path) -> None:
    person = Speaker("Айгүл", "teacher", "B", "interview", "2019-02-05")
    roster = Roster(by_label={"айгүл": person})
    result = transcript(tmp_path, "I: Бір?\nАйгүл: Екі.", roster=roster)
    turn = result.turns[1]
    assert (turn.speaker, turn.role, turn.school) == ("Айгүл", "teacher", "B")
    assert (turn.method, turn.date) == ("interview", "2019-02-05")


def test_two_speeches_of_one_speaker_in_a_row_stay_two(tmp_path: Path) -> None:
    result = transcript(tmp_path, "R: Бір.\nR: Екі.\n\nI: Үш?")
    assert said(result)[:2] == [("R", "participant", "Бір."), ("R", "participant", "Екі.")]
    assert [turn.turn for turn in result.turns] == [1, 2, 3]


def test_times(tmp_path: Path) -> None:
    result = transcript(tmp_path, "[00:01:05] I: Бір?\nR (1:10): Екі.\nI: Үш?")
    assert [turn.time for turn in result.turns] == [65.0, 70.0, None]


def test_headings_are_kept_and_never_a_speakers(tmp_path: Path) -> None:
    result = transcript(tmp_path, "Сұхбат, B мектебі\n2019 жыл\n\nI: Бір?\nR: Екі.")
    assert said(result)[0] == ("", HEADING, "Сұхбат, B мектебі\n2019 жыл")


def test_notes_without_labels_are_a_document(tmp_path: Path) -> None:
    result = transcript(tmp_path, "Мұғалімдер бөлмесі.\n\nБір адам:\nшай ішті.\n", "note.txt")
    assert said(result) == [
        ("note", "document", "Мұғалімдер бөлмесі."),
        ("note", "document", "Бір адам:\nшай ішті."),
    ]


def test_notes_belong_to_the_one_they_are_listed_for(tmp_path: Path) -> None:
    person = Speaker("Observer", "observer", "B", "observation", "2015-02-09")
    roster = Roster(by_transcript={"note": [person]})
    turn = transcript(tmp_path, "Бір.\nЕкі.", "note.txt", roster).turns[0]
    assert (turn.speaker, turn.role, turn.school) == ("Observer", "observer", "B")
    assert (turn.method, turn.date) == ("observation", "2015-02-09")


def test_an_unknown_speaker_is_reported_once_with_the_line(tmp_path: Path) -> None:
    content = "Тақырып\n\nI: Бір?\nАйгүл: Екі.\nI: Үш?\nАйгүл: Төрт.\nАйгүл: Бес."
    result = transcript(tmp_path, content)
    (error,) = result.unknown
    assert str(error).startswith(
        f"{tmp_path.as_posix()}/t1.txt, line 4: nobody knows the speaker 'Айгүл' (3 turns)"
    )
    assert "add a row for 'Айгүл' to participants.csv" in str(error)
    assert [turn.text for turn in result.turns] == ["Тақырып", "Бір?", "Үш?"]
    assert [turn.turn for turn in result.turns] == [1, 2, 3]


def test_each_unknown_speaker_is_reported(tmp_path: Path) -> None:
    result = transcript(tmp_path, "speaker,text\nI,x\nАйгүл,y\nСәуле,z\n", "t1.csv")
    found = [error.message for error in result.unknown]
    assert found == [f"nobody knows the speaker {name!r} (1 turn)" for name in ("Айгүл", "Сәуле")]


def test_the_line_of_an_unknown_speaker_is_that_of_the_csv_file(tmp_path: Path) -> None:
    result = transcript(tmp_path, "speaker,text\nАйгүл,x\n", "t1.csv")
    assert result.unknown[0].line == 2


def test_a_table_of_turns(tmp_path: Path) -> None:
    content = 'speaker;text;time\nI;" Бір?";0:05\nR;;0:06\nTeacher A4;"Екі,\nүш";0:07\n'
    result = transcript(tmp_path, content, "t1.csv")
    assert said(result) == [("I", INTERVIEWER, "Бір?"), ("Teacher A4", "teacher", "Екі,\nүш")]
    assert [turn.time for turn in result.turns] == [5.0, 7.0]


# Every turn is where it says it is, whatever is said.

#: Labels nobody can doubt, so that the turns of a transcript are known beforehand.
LABELS = ["I", "Teacher A4", "FG, Teacher A6", "Интервьюер", "Сұрақ", "Мұғалім B3", "R1"]
# fmt: off
PIECES = st.sampled_from([
    "👩🏽‍🏫", "🇰🇿", "e\u0301", "й", "и\u0306", "ә", "סא", "한", "𝒳", "\u200b", "\u00ad", "\u00a0",
    "\ufeff", "\t", " ", "  ", "\n— ", "\n\n— ", ":", "«", '"', "[0:01]", "**", ",", ";", "Иә.",
])
# fmt: on
WORDS = st.lists(PIECES, max_size=8).map("".join)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)
TALK = st.lists(st.tuples(st.sampled_from(LABELS), WORDS | ANY), min_size=1, max_size=6)


def expected(talk: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, words.strip()) for label, words in talk if words.strip()]


def check_places(result: Transcript) -> None:
    for turn in result.turns:
        assert result.text[turn.start : turn.end] == turn.text
    for one, two in itertools.pairwise(result.turns):
        assert one.end < two.start
    assert [turn.turn for turn in result.turns] == list(range(1, len(result.turns) + 1))


@given(
    talk=TALK,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    separator=st.sampled_from([":", ": ", ":\t", "\t", ":\n"]),
)
@settings(max_examples=150)
def test_turns_of_plain_text_are_where_they_say(
    tmp_path_factory: pytest.TempPathFactory,
    talk: list[tuple[str, str]],
    end: str,
    encoding: str,
    separator: str,
) -> None:
    # a dash before the words keeps marks of bold and a colon apart from those of the label
    talk = [(label, f"— {words}") for label, words in talk]
    text = "\n".join(f"{label}{separator}{words}" for label, words in talk)
    content = text.replace("\n", end).encode(encoding)
    result = transcript(tmp_path_factory.getbasetemp(), content)
    assert result.text == text
    check_places(result)
    assert [(turn.speaker, turn.text) for turn in result.turns] == expected(talk)


@given(talk=TALK, end=st.sampled_from(["\n", "\r\n"]), start=st.sampled_from(["", "\ufeff"]))
@settings(max_examples=60)
def test_turns_of_a_table_are_where_they_say(
    tmp_path_factory: pytest.TempPathFactory, talk: list[tuple[str, str]], end: str, start: str
) -> None:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, lineterminator="\n").writerows([("speaker", "text"), *talk, ("I", "end")])
    content = start + sheet.getvalue().replace("\n", end)
    result = transcript(tmp_path_factory.getbasetemp(), content, "t1.csv")
    check_places(result)
    wanted = [*expected(talk), ("I", "end")]
    assert [(turn.speaker, turn.text) for turn in result.turns] == wanted


@given(talk=st.lists(st.tuples(st.sampled_from(LABELS), WORDS), min_size=1, max_size=4))
@settings(max_examples=15)
def test_turns_of_a_word_file_are_where_they_say(
    tmp_path_factory: pytest.TempPathFactory, talk: list[tuple[str, str]]
) -> None:
    document = docx.Document()
    for label, words in talk:
        document.add_paragraph(f"{label}: — {words}")
    stream = io.BytesIO()
    document.save(stream)
    result = transcript(tmp_path_factory.getbasetemp(), stream.getvalue(), "t1.docx")
    check_places(result)
    wanted = [(label, f"— {words}".strip()) for label, words in talk]
    assert [(turn.speaker, turn.text) for turn in result.turns] == wanted


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=60)
def test_whatever_is_in_a_file_it_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for name in ("t1.txt", "t1.csv", "t1.docx"):
        message = name
        try:
            check_places(transcript(tmp_path_factory.getbasetemp(), content, name))
        except TaqyrypError as error:
            message = str(error)
        assert name in message


# The stage, from file to file.


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("corpus").mkdir()
    return tmp_path


def run(files: dict[str, str], on_error: str = "fail", *, pseudonyms: bool = False) -> None:
    params: dict[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    params |= {"corpus": "corpus", "ingest": {"on_error": on_error, "pseudonyms": pseudonyms}}
    Path("params.yaml").write_text(yaml.safe_dump(params), encoding="utf-8")
    for name, content in files.items():
        path = Path("corpus", name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
    write(MANIFEST, find_sources(Path("corpus"))[0])
    ingest.main()


GOOD = "\ufeffI: Бір?\r\nTeacher A4: 👩🏽‍🏫 Екі.\r\n"
BAD = "I: x\nАйгүл: a\nI: y\nАйгүл: b\nАйгүл: c\n"


@pytest.mark.usefixtures("project")
def test_main_writes_turns_and_canonical_texts(capsys: pytest.CaptureFixture[str]) -> None:
    run({"b/one.txt": f"\ufeffТақырып\r\n{GOOD[1:]}", "a.csv": "speaker,text\nR1,Иә\n"})
    turns = read(TURNS)
    assert [(turn.transcript_id, turn.turn) for turn in turns] == [
        ("a", 1),
        ("b/one", 1),
        ("b/one", 2),
        ("b/one", 3),
    ]
    assert (
        Path(CANONICAL, "b/one.txt").read_bytes()
        == "Тақырып\nI: Бір?\nTeacher A4: 👩🏽‍🏫 Екі.\n".encode()
    )
    for turn in turns:
        text = Path(CANONICAL, f"{turn.transcript_id}.txt").read_text(encoding="utf-8")
        assert text[turn.start : turn.end] == turn.text
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("b/one"))
    assert line.split() == ["b/one", "2", "1", "Teacher", "A4", "(1)"]


@pytest.mark.usefixtures("project")
def test_main_names_who_is_listed_and_silent(capsys: pytest.CaptureFixture[str]) -> None:
    people = "participant,role\nTeacher A4,teacher\nTeacher A5,teacher\n"
    run({"one.txt": GOOD, "participants.csv": people})
    assert "in participants.csv but in no transcript: Teacher A5\n" in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_an_unknown_speaker_fails_the_run_and_nothing_is_written() -> None:
    with pytest.raises(TaqyrypError, match=r"^corpus/bad\.txt, line 2: nobody knows .*'Айгүл'"):
        run({"good.txt": GOOD, "bad.txt": BAD})
    assert not TURNS.path.exists()
    assert not CANONICAL.exists()


@pytest.mark.usefixtures("project")
def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(TaqyrypError, match="2 problems") as found:
        run({"bad.txt": BAD, "blank.txt": " \n", "good.txt": GOOD})
    assert "corpus/bad.txt, line 2" in str(found.value)
    assert "corpus/blank.txt: holds no text" in str(found.value)


@pytest.mark.usefixtures("project")
def test_skip_leaves_out_what_is_wrong_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run({"bad.txt": BAD, "blank.txt": " \n", "good.txt": GOOD}, on_error="skip")
    texts = [(turn.transcript_id, turn.text) for turn in read(TURNS)]
    assert texts == [("bad", "x"), ("bad", "y"), ("good", "Бір?"), ("good", "👩🏽‍🏫 Екі.")]
    output = capsys.readouterr().out
    assert "left out: corpus/bad.txt, line 2: nobody knows the speaker 'Айгүл' (3 turns)" in output
    assert "left out: corpus/blank.txt: holds no text" in output
    assert not Path(CANONICAL, "blank.txt").exists()


@pytest.mark.usefixtures("project")
def test_same_transcripts_same_bytes() -> None:
    contents = []
    for _ in range(2):
        run({"one.txt": GOOD})
        contents.append(TURNS.path.read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.usefixtures("project")
def test_without_the_list_the_stage_before_is_named() -> None:
    with pytest.raises(TaqyrypError, match="'check'"):
        run_without_manifest()


def run_without_manifest() -> None:
    Path("params.yaml").write_bytes(SHIPPED.read_bytes())
    ingest.main()


@pytest.mark.parametrize("letter", ["М", "M"])
def test_the_moderator_of_a_group_with_numbered_respondents(letter: str, tmp_path: Path) -> None:
    lines = [f"{letter}: Басталық.", "Р1: Иә.", "Р2: Жоқ.", f"{letter}: Неге?", "Р1: Білмеймін."]
    result = transcript(tmp_path, "\n".join(lines))
    assert [(turn.speaker, turn.role) for turn in result.turns] == [
        ("М", INTERVIEWER),
        ("Р1", "participant"),
        ("Р2", "participant"),
        ("М", INTERVIEWER),
        ("Р1", "participant"),
    ]


def test_elsewhere_a_letter_that_may_be_a_teacher_is_asked_about(tmp_path: Path) -> None:
    result = transcript(tmp_path, "I: Қалай?\nМ: Жақсы.\nI: Ия ма?\nМ: Иә.\nI: Солай.\nМ: Бар.")
    assert "'М'" in str(result.unknown[0])


def test_a_moderator_who_is_listed_is_who_the_list_says(tmp_path: Path) -> None:
    roster = Roster(by_label={label_key("М"): Speaker("М", "teacher", "B")})
    result = transcript(tmp_path, "М: Бір.\nР1: Екі.\nР2: Үш.", roster=roster)
    assert result.turns[0].role == "teacher"


# Projects that hold several transcripts.


@pytest.mark.usefixtures("project")
def test_each_source_of_a_project_is_ingested(capsys: pytest.CaptureFixture[str]) -> None:
    talk = element("Transcript", "2", inline("I: Бір?\nТ: Екі.\n") + point(0, 0) + point(8, 2500))
    xml = text_source("1", "Мұғалім 1") + element("AudioSource", "3", talk, name="сұхбат.mp3")
    xml += element("PictureSource", "4", name="сурет.jpg")
    qdpx(Path("corpus/жоба.qdpx"), xml, {"1.txt": GOOD})
    people = "participant,role,transcript\nАйгүл,teacher,жоба/сұхбат.mp3\nТ,teacher,\n"
    run({"participants.csv": people})
    assert [(turn.transcript_id, turn.speaker, turn.time) for turn in read(TURNS)] == [
        ("жоба/Мұғалім 1", "I", None),
        ("жоба/Мұғалім 1", "Teacher A4", None),
        ("жоба/сұхбат.mp3", "I", 0.0),
        ("жоба/сұхбат.mp3", "Т", 2.5),
    ]
    for turn in read(TURNS):
        text = Path(CANONICAL, f"{turn.transcript_id}.txt").read_text(encoding="utf-8")
        assert text[turn.start : turn.end] == turn.text
    note = "corpus/жоба.qdpx (жоба/Мұғалім 1): left out, without text: сурет.jpg (picture)\n"
    assert note in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_what_is_wrong_in_a_project_has_file_and_source() -> None:
    xml = text_source("1", "Бір") + text_source("2", "Екі", "internal://2.txt")
    xml += text_source("3", "Үш", "internal://3.txt")
    qdpx(Path("corpus/p.qdpx"), xml, {"1.txt": BAD, "2.txt": b"I: \xff\xfe\x00", "4.txt": "x"})
    with pytest.raises(TaqyrypError, match="3 problems") as found:
        run({})
    message = str(found.value)
    assert "- corpus/p.qdpx (p/Бір), line 2: nobody knows the speaker 'Айгүл'" in message
    assert "- corpus/p.qdpx (p/Екі): is text in no encoding I know" in message
    assert "- corpus/p.qdpx (p/Үш): there is no 3.txt in the archive" in message


@pytest.fixture
def lexicons(project: Path) -> None:
    (project / "lexicons").symlink_to(SHIPPED.parent / "lexicons")


@pytest.mark.usefixtures("lexicons")
def test_names_are_replaced_before_anything_else_sees_them() -> None:
    text = "Interviewer: Айгүл апай, қалайсыз?\nАйгүл: Талғарға көштім. Болат Серікұлына айттым.\n"
    people = "participant,role\nАйгүл,teacher\n"
    run({"a.txt": text, "participants.csv": people}, pseudonyms=True)
    turns, canonical = read(TURNS), (CANONICAL / "a.txt").read_text(encoding="utf-8")
    assert [turn.text for turn in turns] == [canonical[turn.start : turn.end] for turn in turns]
    assert turns[1].speaker == canonical.split("\n")[1].split(":")[0]
    key = KEY.read_text(encoding="utf-8")
    for name in ("Айгүл", "Талғар", "Болат", "Серік"):
        assert name not in canonical
        assert name in key
    run({"a.txt": text, "participants.csv": people}, pseudonyms=True)
    assert KEY.read_text(encoding="utf-8") == key
    assert (CANONICAL / "a.txt").read_text(encoding="utf-8") == canonical


@pytest.mark.usefixtures("lexicons")
def test_names_stay_unless_asked_and_the_key_is_kept() -> None:
    text = "Interviewer: Айгүл апай, қалайсыз?\nTeacher A4: Талғарға көштім.\n"
    run({"a.txt": text}, pseudonyms=True)
    key = KEY.read_text(encoding="utf-8")
    run({"a.txt": text})
    assert read(TURNS)[1].text == "Талғарға көштім."
    assert KEY.read_text(encoding="utf-8") == key


def test_paragraph_styles_named_like_speakers_say_who_speaks(tmp_path: Path) -> None:
    document = docx.Document()
    for style in ("Interviewer", "Teacher A4", "My Note"):
        document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    document.add_heading("Сұхбат")
    for text, style in (
        ("Қалайсыз?", "Interviewer"),
        ("Жаман емес.", "Teacher A4"),
        ("Қағаз көп.", "Teacher A4"),
        ("Кофе ішті.", "My Note"),
        ("Ал жалақы?", "Interviewer"),
    ):
        document.add_paragraph(text, style=style)
    document.save(str(tmp_path / "t1.docx"))
    read = read_transcript(SourceFile("t1", str(tmp_path / "t1.docx"), ""), NOBODY)
    assert [(turn.role, turn.text) for turn in read.turns] == [
        (HEADING, "Сұхбат"),
        (INTERVIEWER, "Қалайсыз?"),
        ("teacher", "Жаман емес.\nҚағаз көп."),
        (HEADING, "Кофе ішті."),
        (INTERVIEWER, "Ал жалақы?"),
    ]
    assert all(read.text[turn.start : turn.end] == turn.text for turn in read.turns)
