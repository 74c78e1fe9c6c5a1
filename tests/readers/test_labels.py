import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.labels import Certainty, find_speeches, paragraphs, parse_time, trim

KNOWN = {"I": 2, "Teacher A4": 2, "Мұғалім А4": 2, "R": 1, "Participant": 1}


def certainty(label: str) -> Certainty:
    return Certainty(KNOWN.get(label, 0))


def found(text: str) -> list[tuple[str, str]]:
    return [
        (speech.label, text[speech.start : speech.end]) for speech in find_speeches(text, certainty)
    ]


def joined(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Teacher A4: Иә.", None),
        ("Teacher A4:Иә.", None),
        ("Teacher A4 : Иә.", None),
        ("Teacher A4\u00a0: Иә.", None),
        ("Teacher A4\tИә.", None),
        ("Teacher A4:\tИә.", None),
        ("Teacher A4:\nИә.", None),
        ("  Teacher A4: Иә.", None),
        ("\u00a0Teacher A4: Иә.", None),
        ("\u200b\ufeffTeacher A4: Иә.", None),
        ("Teacher A4\u200b: Иә.", None),
        ("\tTeacher A4: Иә.", None),
        ("**Teacher A4:** Иә.", None),
        ("**Teacher A4**: Иә.", None),
        ("__Teacher A4:__ Иә.", None),
        ("[00:01:05] Teacher A4: Иә.", 65.0),
        ("(1:05) Teacher A4: Иә.", 65.0),
        ("1:05 Teacher A4: Иә.", 65.0),
        ("1:05 - Teacher A4: Иә.", 65.0),
        ("01:05 – Teacher A4: Иә.", 65.0),
        ("[00:01:05.25] **Teacher A4:** Иә.", 65.25),
        ("Teacher A4 [00:01:05]: Иә.", 65.0),
        ("Teacher A4 (1:05): Иә.", 65.0),
        ("Teacher A4 (1:05)\tИә.", 65.0),
        ("12. Teacher A4: Иә.", None),
        ("3) **Teacher A4:** Иә.", None),
        ("[00:01:05] 7. Teacher A4: Иә.", 65.0),
    ],
)
def test_forms_of_a_label(line: str, time: float | None) -> None:
    text = joined("I: Ия ма?", line)
    speech = find_speeches(text, certainty)[-1]
    assert (speech.label, speech.time) == ("Teacher A4", time)
    assert text[speech.start : speech.end] == "Иә."


@pytest.mark.parametrize(
    "line",
    [
        "Мысалы: біреу айтты",  # a word before a colon
        "Директор: «Жазыңдар!»",  # reported speech
        "Бір сөз. Teacher A4: иә",
        "12:30: басталды",
        "сағат 12:30-да",
        "R 9:00-ден R 9:30-ға дейін",
        "https://example.kz",
        "«Teacher A4»: солай дейді",
        "Teacher A4! деп айтты: иә",
        "- Teacher A4: иә",
        "бұл сөйлемде сегіз сөз бар ғой ә: иә",
        "бастауыш-сынып-мұғалімдерінің-бірлестігіндегі: ұзақ",
        "Teacher A4 деді",
        ": жоқ",
        "ПС: сөз\nПС: сөз",
    ],
)
def test_words_that_are_no_speaker(line: str) -> None:
    assert found(joined("I: Ия", line, "R: Жоқ")) == [("I", f"Ия\n{line}"), ("R", "Жоқ")]


def test_a_name_that_comes_back_is_somebody() -> None:
    text = joined("Айгүл: бір", "I: екі", "Айгүл: үш", "Айгүл: төрт")
    assert [label for label, _ in found(text)] == ["Айгүл", "I", "Айгүл", "Айгүл"]


def found_with_interviewer(*lines: str) -> list[str]:
    speeches = find_speeches(joined(*lines), certainty, lambda label: label == "I")
    return [speech.label for speech in speeches]


def test_who_answers_the_interviewer_need_come_back_but_once() -> None:
    lines = ["I: бір?", "Айгүл: екі", "I: үш?", "Айгүл: төрт"]
    assert found_with_interviewer(*lines) == ["I", "Айгүл", "I", "Айгүл"]
    assert [label for label, _ in found(joined(*lines))] == ["I", "I"]


def test_who_answers_now_the_interviewer_now_another() -> None:
    lines = ["I: бір?", "Айгүл: екі", "Teacher A4: үш", "Айгүл: төрт"]
    assert found_with_interviewer(*lines) == ["I", "Айгүл", "Teacher A4", "Айгүл"]


@pytest.mark.parametrize(
    "lines",
    [
        ["I: бір?", "Teacher A4: екі", "Директор: «Жаз!»", "I: үш?", "R: төрт", "Директор: «Оқы!»"],
        ["I: бір?", "Бірінші: екі", "Бірінші: үш", "R: төрт"],
        ["I: бір?", "Мысалы: екі", "R: төрт"],
        ["I: бір?", "мысалы: екі", "I: үш?", "мысалы: төрт"],
    ],
)
def test_other_words_that_come_back_once_are_speech(lines: list[str]) -> None:
    assert set(found_with_interviewer(*lines)) <= {"I", "R", "Teacher A4"}


@pytest.mark.parametrize(("times", "speakers"), [(1, 1), (2, 3)])
def test_a_likely_label_must_come_back(times: int, speakers: int) -> None:
    text = joined("I: x", *["Methodist A1: бір"] * times)
    levels = {"I": Certainty.CERTAIN, "Methodist A1": Certainty.LIKELY}
    assert len(find_speeches(text, levels.__getitem__)) == speakers


def test_a_small_word_that_comes_back_is_not() -> None:
    text = joined("I: x", *["мысалы: бір"] * 5)
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Бұл жеті сөз ғой, санап көр енді",
        "Бітті. Ал енді",
        "Білмеймін… Мүмкін",
        "Солай ма? Айтты",
        "Ол «жоқ» деді",
        "Бастауыш-сынып-мұғалімдерінің-бірлестігінде",
    ],
)
def test_what_cannot_be_a_name_is_none_even_when_it_comes_back(words: str) -> None:
    assert len(found(joined("I: x", *[f"{words}: бір"] * 3))) == 1


def test_what_stands_before_the_first_label_is_a_heading() -> None:
    text = joined("", " Сұхбат 4", "Мектеп кітапханасы ", "", "I: Иә")
    assert found(text) == [("", "Сұхбат 4\nМектеп кітапханасы"), ("I", "Иә")]
    assert [speech.line for speech in find_speeches(text, certainty)] == [1, 5]


def test_a_general_label_in_the_heading_is_no_speaker() -> None:
    text = joined("Participant: Teacher A4", "I: Иә ма?", "R: Иә.")
    assert found(text) == [("", "Participant: Teacher A4"), ("I", "Иә ма?"), ("R", "Иә.")]


def test_a_general_label_that_returns_is_a_speaker() -> None:
    text = joined("Participant: Бір.", "I: Иә ма?", "Participant: Иә.")
    assert [label for label, _ in found(text)] == ["Participant", "I", "Participant"]


def test_a_sure_label_at_the_beginning_needs_no_return() -> None:
    assert found(joined("Teacher A4: Бір.", "I: Иә ма?"))[0] == ("Teacher A4", "Бір.")


def test_a_label_alone_in_the_file() -> None:
    assert found("R: Бәрі осы.") == [("R", "Бәрі осы.")]


def test_labels_that_say_nothing_are_left_out() -> None:
    assert found(joined("I:", "Teacher A4:", "I: Иә", "R:   ")) == [("I", "Иә")]


def test_a_speech_runs_to_the_next_label() -> None:
    text = joined("I: бір", "", "екі  ", "", "R: үш", "")
    assert found(text) == [("I", "бір\n\nекі"), ("R", "үш")]


def test_the_line_is_the_line_of_the_label() -> None:
    text = joined("I: бір", "екі", "", "[0:01]  R:", "үш")
    assert [speech.line for speech in find_speeches(text, certainty)] == [1, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "Сөз жоқ.", "Айгүл: бір рет"])
def test_no_labels_no_speeches(text: str) -> None:
    assert find_speeches(text, certainty) == []


@given(
    st.lists(
        st.sampled_from([*KNOWN, ":", "\n", "\t", " ", "[0:01]", "**", "а", "👩🏽", "é", "Б:"])
    )
)
def test_speeches_are_in_order_apart_and_not_blank_at_the_ends(pieces: list[str]) -> None:
    text = "".join(pieces)
    speeches = find_speeches(text, certainty)
    for speech in speeches:
        said = text[speech.start : speech.end]
        assert said
        assert said == said.strip()
    for one, two in itertools.pairwise(speeches):
        assert one.end <= two.start
        assert one.line <= two.line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Бір.\n\nЕкі,\nүш.\n \t\n\n Төрт. ", [("Бір.", 1), ("Екі,\nүш.", 3), ("Төрт.", 7)]),
        ("Бір.\nЕкі.\n", [("Бір.", 1), ("Екі.", 2)]),
        ("\n\nБір.\nЕкі.\n\n", [("Бір.", 3), ("Екі.", 4)]),
        ("Бір.", [("Бір.", 1)]),
        (" \n ", []),
        ("", []),
    ],
)
def test_paragraphs(text: str, expected: list[tuple[str, int]]) -> None:
    speeches = paragraphs(text)
    assert [(text[item.start : item.end], item.line) for item in speeches] == expected
    assert all(item.label == "" and item.time is None for item in speeches)


@given(st.text(st.sampled_from("аб \n\t\u00a0")))
def test_paragraphs_hold_every_word(text: str) -> None:
    said = [text[item.start : item.end] for item in paragraphs(text)]
    assert "".join("".join(said).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "span"),
    [(" аб ", (1, 3)), ("аб", (0, 2)), ("\u00a0\tа\n", (2, 3)), ("", (0, 0)), ("👩🏽 ", (0, 2))],
)
def test_trim(text: str, span: tuple[int, int]) -> None:
    assert trim(text, 0, len(text)) == span


def test_trim_stays_inside() -> None:
    assert trim("a  b  c", 1, 6) == (3, 4)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00", 0.0),
        ("12:34", 754.0),
        ("00:12:34", 754.0),
        ("1:00:00", 3600.0),
        ("00:12:34.5", 754.5),
        ("00:12:34,25", 754.25),
        (" 12:34\n", 754.0),
    ],
)
def test_a_time(text: str, seconds: float) -> None:
    assert parse_time(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "12", "12:3", "123:00", "1:2:3", "12:34 Иә", "12.34", "-1:00", "00:00:00:00", "a:bc"],
)
def test_no_time(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_known_labels_may_end_in_a_dash_where_nobody_uses_colons(dash: str) -> None:
    text = joined(f"I {dash} Жұмыс қалай?", f"Teacher A4 {dash} Жаман емес.", "Мама - учитель.")
    assert found(text) == [
        ("I", "Жұмыс қалай?"),
        ("Teacher A4", "Жаман емес.\nМама - учитель."),
    ]


def test_a_dash_is_no_label_beside_colons() -> None:
    text = joined("I: Қалай?", "Teacher A4: Иә.", "Teacher A4 - деп жазылған.")
    assert [label for label, _ in found(text)] == ["I", "Teacher A4"]
