import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.timed import Cue, carried_on, document


def cue(text: str, label: str = "", start: float | None = None, end: float | None = None) -> Cue:
    return Cue(label, text, start, end, 1)


def read(*cues: Cue) -> list[tuple[str, str, float | None]]:
    made = document(cues)
    assert made.speeches is not None
    return [(own.label, made.text[own.start : own.end], own.time) for own in made.speeches]


def test_cues_of_one_speaker_are_one_speech_in_whole_sentences() -> None:
    cues = [cue("Біз кеше", "A", 1, 2), cue("келдік.", "A", 9, 10), cue("Да?", "B", 10, 11)]
    assert read(*cues) == [("A", "Біз кеше келдік.", 1), ("B", "Да?", 10)]
    assert document(cues).text == "Біз кеше келдік.\nДа?"


@pytest.mark.parametrize(("pause", "speeches"), [(0.5, 1), (1.9, 1), (2.0, 2), (30.0, 2)])
def test_a_long_pause_ends_a_speech_of_nobody(pause: float, speeches: int) -> None:
    assert len(read(cue("а", start=0, end=1), cue("б", start=1 + pause, end=40))) == speeches


def test_without_times_there_is_no_pause() -> None:
    assert read(cue("а"), cue("б")) == [("", "а б", None)]


def test_names_in_the_text_are_speakers_if_they_come_back() -> None:
    cues = [
        cue("I: Қалай?"),
        cue("Айгүл: Жақсы,"),
        cue("рахмет."),
        cue("I: Ия ма?"),
        cue("[Айгүл]: Иә."),
    ]
    assert read(*cues) == [
        ("I", "Қалай?", None),
        ("Айгүл", "Жақсы, рахмет.", None),
        ("I", "Ия ма?", None),
        ("Айгүл", "Иә.", None),
    ]


def test_a_name_that_stands_once_is_speech_unless_a_recogniser_made_it() -> None:
    assert read(cue("Мысалы: бес."), cue("Солай.")) == [("", "Мысалы: бес. Солай.", None)]
    assert read(cue("SPEAKER_01: Иә.")) == [("SPEAKER_01", "Иә.", None)]


def test_cues_without_words_are_left_out() -> None:
    assert read(cue("  \n "), cue("а\n  б")) == [("", "а б", None)]
    assert document([]).text == ""


def test_cues_without_a_speaker_go_on_with_the_one_before() -> None:
    cues, notes = carried_on([cue("а"), cue("б", "A"), cue("в"), cue("г", "B")])
    assert [own.label for own in cues] == ["", "A", "A", "B"]
    assert notes == ["1 cue without a speaker given to the speaker before"]
    assert carried_on([cue("а", "A")])[1] == []


CUES = st.lists(
    st.builds(
        Cue,
        st.sampled_from(["", "A", "Айгүл"]),
        st.text("абәқ .:\n👩e\u0301", max_size=8),
        st.none() | st.floats(0, 100),
        st.none() | st.floats(0, 100),
        st.integers(1, 9),
    ),
    max_size=8,
)


@given(CUES)
def test_no_word_is_lost_and_spans_do_not_overlap(cues: list[Cue]) -> None:
    made = document(cues)
    wanted = " ".join(" ".join(own.text.split()) for own in cues).split()
    if any(own.label for own in cues if own.text.strip()):  # else names are taken out of the text
        assert made.text.split() == wanted
    end = 0
    for speech in made.speeches or ():
        assert end <= speech.start < speech.end <= len(made.text)
        assert made.text[speech.start : speech.end].strip()
        end = speech.end
