import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.readers.labels import Certainty
from pipeline.readers.speakers import (
    Roster,
    Speaker,
    is_interviewer,
    label_certainty,
    label_key,
    load_roster,
    resolve,
)

NOBODY = Roster()
# fmt: off
INTERVIEWERS = [
    "I", "Int", "INTERVIEWER", "interviewer", "Q", "Question", "Researcher", "Moderator",
    "Facilitator", "I.", "Int.", "И", "Инт", "Интервьюер", "В", "Вопрос", "Исследователь",
    "Модератор", "Ведущий", "Ведущая", "И.", "МОДЕРАТОР", "С", "Сұрақ", "Сұхбаттасушы",
    "Сұхбат алушы", "сұхбат  алушы", "Сұхбат жүргізуші", "Зерттеуші", "Мод.",
]
PARTICIPANTS = [
    "R", "A", "P", "Resp.", "Respondent", "Answer", "Participant", "Interviewee", "Р", "О",
    "Отв.", "Ответ", "Респондент", "Участница", "Ж", "Жауап", "Жауап беруші", "Қатысушы", "R1",
    "R 12", "P-3", "Р2", "м1", "Participant 3", "Респондент 4", "Қатысушы 2", "участник-7",
]
# fmt: on

#: label, role, school, method
NOTATION = [
    ("Director B1", "director", "B", ""),
    ("DIRECTOR C1", "director", "C", ""),
    ("Director B1, 2014", "director", "B", ""),
    ("Principal C", "director", "C", ""),
    ("Head teacher A1", "director", "A", ""),
    ("Директор B1", "director", "B", ""),
    ("FG, Director", "director", "", "focus group"),
    ("Deputy Director A2", "deputy director", "A", ""),
    ("Deputy director A2", "deputy director", "A", ""),
    ("Deputy Head A1", "deputy director", "A", ""),
    ("Vice-Principal B2", "deputy director", "B", ""),
    ("Zavuch B2", "deputy director", "B", ""),
    ("Завуч B2", "deputy director", "B", ""),
    ("Заместитель директора B3", "deputy director", "B", ""),
    ("Директордың орынбасары B2", "deputy director", "B", ""),
    ("Head of SMU A5", "head of SMU", "A", ""),
    ("Head of the SMU B1", "head of SMU", "B", ""),
    ("Head of MU A3", "head of SMU", "A", ""),
    ("HEAD OF SMU A5", "head of SMU", "A", ""),
    ("FG, Head of SMU B2", "head of SMU", "B", "focus group"),
    ("Head of Subject Methodological Unit A1", "head of SMU", "A", ""),
    ("Руководитель МО A5", "head of SMU", "A", ""),
    ("Бірлестік жетекшісі A5", "head of SMU", "A", ""),
    ("Teacher C17", "teacher", "C", ""),
    ("Teacher, A12", "teacher", "A", ""),
    ("Teacher  C 17", "teacher", "C", ""),
    ("Teacher\u00a0C17", "teacher", "C", ""),
    ("Teacher C", "teacher", "C", ""),
    ("FG, Teacher A6", "teacher", "A", "focus group"),
    ("FG Teacher A6", "teacher", "A", "focus group"),
    ("FG,Teacher A6", "teacher", "A", "focus group"),
    ("FG, Auyl Teachers", "teacher", "", "focus group"),
    ("FG, Teachers A", "teacher", "A", "focus group"),
    ("Auyl Teachers", "teacher", "", ""),
    ("Teacher 5", "teacher", "", ""),
    ("Учитель 4", "teacher", "", ""),
    ("Учительница B4", "teacher", "B", ""),
    ("Мұғалім C3", "teacher", "C", ""),
    ("мұғалім 5", "teacher", "", ""),
    ("Psychologist C1", "psychologist", "C", ""),
    ("Психолог B1", "psychologist", "B", ""),
    ("Methodist A1", "methodist", "A", ""),
    *((label, "interviewer", "", "") for label in INTERVIEWERS),
    *((label, "participant", "", "") for label in PARTICIPANTS),
]
STRANGERS = [
    "",
    " ",
    "Айгүл",
    "Rita",
    "Note",
    "Мысалы",
    "Grade 5",
    "Урок 5",
    "сағат 12",
    "В 2015",
    "School B",
    "Example A",
    "R1234",
    "A1",
    "17",
    "FG",
    "Responsible",
    "Иван Иванович",
    "Interviewed",
]


@pytest.mark.parametrize(("label", "role", "school", "method"), NOTATION)
def test_who_a_label_stands_for(label: str, role: str, school: str, method: str) -> None:
    assert resolve(label, "t1", NOBODY) == Speaker(label, role, school, method)


@pytest.mark.parametrize("label", STRANGERS)
def test_nobody_can_know(label: str) -> None:
    assert resolve(label, "t1", NOBODY) is None
    assert label_certainty(label, "t1", NOBODY) is Certainty.UNKNOWN


@pytest.mark.parametrize(
    ("label", "role", "school"),
    [
        ("teacher c17", "teacher", "C"),
        ("Тeacher C17", "teacher", "C"),
        ("Dirеctor B1", "director", "B"),
        ("Teacher С17", "teacher", "C"),
        ("Учитель А4", "teacher", "A"),
        ("Директор орынбасары A2", "deputy director", "A"),
        ("Head of school A1", "director", "A"),
        ("M1", "participant", ""),
        ("Interviewer 1", "interviewer", ""),
        ("Interviewer A", "interviewer", "A"),
        ("I1", "interviewer", ""),
        ("И 2", "interviewer", ""),
        ("Q12", "interviewer", ""),
        ("Int 2", "interviewer", ""),
        ("Сұрақ-3", "interviewer", ""),
        ("FG, Moderator", "interviewer", ""),
        ("Ответ 3", "participant", ""),
        ("FG, A6", "participant", "A"),
        ("FG, P3", "participant", ""),
        ("Учитель Б4", "teacher", "Б"),
        ("Директордың оқу ісі жөніндегі орынбасары B2", "deputy director", "B"),
        ("Модератор 2", "interviewer", ""),
    ],
)
def test_variants_that_should_be_known(label: str, role: str, school: str) -> None:
    speaker = resolve(label, "t1", NOBODY)
    assert speaker is not None
    assert (speaker.role, speaker.school) == (role, school)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Teacher A4", "teacher  a4."),
        ("Teacher A4", "TEACHER, А4"),  # Cyrillic А
        ("Teacher C4", "Teacher С4"),  # Cyrillic С
        ("**I**", "I"),
        ("И.", "и"),
        ("Head", "Неаd"),
        ("Kim", "Кіm"),
        ("МАРАТ", "MAPAT"),
        ("Айгүл", "\u200bАй\u00adгүл"),
        ("Сұхбат\u00a0алушы", "СҰХБАТ АЛУШЫ"),
        ("Teacher B4", "Teacher В4"),
        ("Teacher 4", "Тeacher 4"),
        ("Head", "Неad"),
        ("Ведущий", unicodedata.normalize("NFD", "Ведущий")),
    ],
)
def test_labels_that_are_the_same(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Teacher A4", "Teacher A14"), ("I", "И"), ("R 1", "R 2"), ("Айгүл", "Айгуль")],
)
def test_labels_that_are_not(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@pytest.mark.parametrize(
    ("label", "certainty"),
    [
        *((label, Certainty.CERTAIN) for label in INTERVIEWERS),
        ("R", Certainty.GENERIC),
        ("Participant", Certainty.GENERIC),
        ("Ответ", Certainty.GENERIC),
        ("R1", Certainty.CERTAIN),
        ("Interviewer 1", Certainty.CERTAIN),
        ("Модератор 2", Certainty.CERTAIN),
        ("I1", Certainty.CERTAIN),
        ("Int 2", Certainty.CERTAIN),
        ("FG, A6", Certainty.CERTAIN),
        ("Psychologist B1", Certainty.CERTAIN),
        ("Methodist A1", Certainty.LIKELY),
        ("Деңгейім B2", Certainty.LIKELY),
        ("Teacher C17", Certainty.CERTAIN),
        ("Teacher C", Certainty.CERTAIN),
        ("Teacher 5", Certainty.CERTAIN),
        ("FG, Teacher A6", Certainty.CERTAIN),
        ("FG, Auyl Teachers", Certainty.CERTAIN),
        ("Директор", Certainty.UNKNOWN),  # in the middle of a text: reported speech
        ("Teachers", Certainty.UNKNOWN),
        ("Мұғалім", Certainty.UNKNOWN),
        ("Айгүл", Certainty.UNKNOWN),
    ],
)
def test_how_sure_it_is(label: str, certainty: Certainty) -> None:
    assert label_certainty(label, "t1", NOBODY) is certainty


@pytest.mark.parametrize("words", ["Level B2", "Менің ағылшыным B2", "Кабинет Б12", "See Table A1"])
def test_words_before_a_letter_and_a_number_are_not_sure_to_be_a_speaker(words: str) -> None:
    assert label_certainty(words, "t1", NOBODY) is not Certainty.CERTAIN


HEADER = "participant,role,school,method,date,language,transcript\n"


def roster(folder: Path, content: str) -> Roster:
    (folder / "participants.csv").write_bytes(content.encode())
    return load_roster(folder)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_participants_however_saved(start: str, delimiter: str, end: str, tmp_path: Path) -> None:
    content = f"{start}{HEADER}\nАйгүл, teacher ,B,interview,2019-02-05,kk,b6\n,,,,,,\n"
    content = content.removesuffix(",,,,,,\n").replace(",", delimiter).replace("\n", end)
    found = roster(tmp_path, content)
    assert resolve("АЙГҮЛ", "any", found) == Speaker(
        "Айгүл", "teacher", "B", "interview", "2019-02-05"
    )
    assert label_certainty("Айгүл", "any", found) is Certainty.CERTAIN


def test_no_file_nobody(tmp_path: Path) -> None:
    assert load_roster(tmp_path) == NOBODY


def test_two_columns_are_enough(tmp_path: Path) -> None:
    found = roster(tmp_path, "role,participant\nteacher,Айгүл\n")
    assert resolve("Айгүл", "t1", found) == Speaker("Айгүл", "teacher")


def test_the_list_has_the_last_word(tmp_path: Path) -> None:
    found = roster(tmp_path, "participant,role\nTeacher A4,librarian\nI,teacher\n")
    assert resolve("Teacher A4", "t1", found) == Speaker("Teacher A4", "librarian")
    assert resolve("I", "t1", found) == Speaker("I", "teacher")


@pytest.mark.parametrize("role", ["interviewer", "Moderator", "Сұхбаттасушы", "Исследователь"])
def test_an_interviewer_on_the_list(role: str, tmp_path: Path) -> None:
    found = roster(tmp_path, f"participant,role\nАйгүл,{role}\n")
    speaker = resolve("Айгүл", "t1", found)
    assert speaker is not None
    assert speaker.role == "interviewer"


def test_general_labels_stand_for_the_one_participant_of_the_file(tmp_path: Path) -> None:
    found = roster(
        tmp_path,
        f"{HEADER}Айгүл,teacher,B,interview,,kk,b6\nСәуле,interviewer,,,,,b6\n"
        "Teacher A6,teacher,A,,,,fg\nTeacher A7,teacher,A,,,,fg\n",
    )
    assert resolve("Жауап", "b6", found) == Speaker("Айгүл", "teacher", "B", "interview")
    assert found.only_participant("b6") == Speaker("Айгүл", "teacher", "B", "interview")
    for transcript in ("fg", "elsewhere"):
        assert resolve("Жауап", transcript, found) == Speaker("Жауап", "participant")


def test_a_person_in_two_transcripts_has_the_data_of_each(tmp_path: Path) -> None:
    found = roster(
        tmp_path,
        f"{HEADER}Teacher A4,teacher,A,interview,2018-11-14,kk,a4\n"
        "Teacher A4,teacher,A,focus group,2014-11-15,kk,fg\n",
    )
    speakers = [resolve("Teacher A4", transcript, found) for transcript in ("a4", "fg")]
    assert [(item.method, item.date) for item in speakers if item] == [
        ("interview", "2018-11-14"),
        ("focus group", "2014-11-15"),
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("name,role\nA,teacher\n", 1, "has no column 'participant'"),
        ("participant,school\nA,B\n", 1, "has no column 'role'"),
        ("", 1, "has no column 'participant'"),
        ("participant,role\nA,teacher\nB,\n", 3, "must both be filled"),
        ("participant,role\nA,teacher\n\n ,teacher\n", 4, "must both be filled"),
        ("participant,role\nA\n", 2, "must both be filled"),
        ('participant,role,note\nA,teacher,"x\ny"\n,teacher,\n', 4, "must both be filled"),
    ],
)
def test_a_mistake_has_its_line(content: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=message) as found:
        roster(tmp_path, content)
    assert (found.value.file, found.value.line) == (tmp_path / "participants.csv", line)
    assert found.value.remedy


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="2 problems") as found:
        roster(tmp_path, "participant,role\nA,\nB,teacher\n,teacher\n")
    assert "line 2" in str(found.value)
    assert "line 4" in str(found.value)


@pytest.mark.parametrize("label", ["B", "C", "A1", "B1", "C17", "В1", "С 5"])
def test_school_letters_are_no_interviewers(label: str) -> None:
    assert resolve(label, "t1", NOBODY) is None


def test_who_is_an_interviewer(tmp_path: Path) -> None:
    found = roster(tmp_path, "participant,role\nАйгүл,Interviewer 2\nСәуле,teacher\n")
    labels = ["Айгүл", "Модератор 2", "Сәуле", "R", "Мысалы"]
    assert [is_interviewer(label, "t1", found) for label in labels] == [True, True, *[False] * 3]
