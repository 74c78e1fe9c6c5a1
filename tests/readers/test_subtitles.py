from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.subtitles import carried_on, read
from pipeline.readers.timed import Cue

T1 = "00:01.000 --> 00:02.000"
T2 = "00:02.000 --> 00:03.000"
T3 = "00:03.000 --> 00:04.000"


def subtitles(folder: Path, name: str, *lines: str) -> Document:
    path = folder / name
    path.write_bytes("\n".join(lines).encode())
    return read(path)


def vtt(folder: Path, *lines: str) -> Document:
    return subtitles(folder, "a.vtt", "WEBVTT", "", *lines)


def srt(folder: Path, *lines: str) -> Document:
    return subtitles(folder, "a.srt", *lines)


def sbv(folder: Path, *lines: str) -> Document:
    return subtitles(folder, "a.sbv", *lines)


def speeches(document: Document) -> list[tuple[str, str]]:
    assert document.speeches is not None
    return [(one.label, document.text[one.start : one.end]) for one in document.speeches]


def errors(folder: Path, name: str, *lines: str) -> str:
    with pytest.raises(TaqyrypError) as found:
        subtitles(folder, name, *lines)
    return str(found.value).replace(f"{folder.as_posix()}/", "")


# What all three have in common


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.vtt", ["WEBVTT", "", "00:01:05.250 --> 00:01:07.000", "Сәлем,", "әріптес!", ""]),
        ("a.srt", ["1", "00:01:05,250 --> 00:01:07,000", "Сәлем,", "әріптес!", ""]),
        ("a.sbv", ["0:01:05.250,0:01:07.000", "Сәлем,", "әріптес!", ""]),
        ("A.VTT", ["WEBVTT", "", "01:05.250 --> 01:07.000", "Сәлем,", "әріптес!"]),
    ],
)
def test_however_it_was_saved(
    end: str, encoding: str, name: str, lines: list[str], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(end.join(lines).encode(encoding))
    document = read(path)
    assert document.text == "Сәлем, әріптес!"
    assert document.notes == ()
    assert document.speeches is not None
    assert [(one.label, one.time) for one in document.speeches] == [("", 65.25)]


@pytest.mark.parametrize("name", ["a.vtt", "a.srt", "a.sbv"])
@pytest.mark.parametrize("content", ["", "\n", " \n\n"])
def test_an_empty_file(name: str, content: str, tmp_path: Path) -> None:
    assert subtitles(tmp_path, name, content).text == ""


def test_an_encoding_that_was_inferred_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nУчитель, мектеп\n".encode("cp1251"))
    assert read(path).notes == ("read as Windows-1251, told by its letters",)


@pytest.mark.parametrize(
    ("times", "start"),
    [
        ("00:00:01.500 --> 00:00:02.000", 1.5),
        ("00:00:01,500 --> 00:00:02.000", 1.5),
        ("00:01.500-->00:02.000", 1.5),
        ("  00:01.500  -->\t00:02.000  ", 1.5),
        ("0:0:1.5 --> 0:0:2", 1.5),
        ("100:00:00.001 --> 100:00:02.000", 360000.001),
        ("00:01.500 --> 00:02.000 align:start position:0%", 1.5),
        ("00:01.500 --> 00:02.000 align: middle line:-1", 1.5),
        ("00:01.500 --> 00:02.000 X1:117 X2:619 Y1:042 Y2:428", 1.5),
    ],
)
@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_times_in_any_hand(name: str, times: str, start: float, tmp_path: Path) -> None:
    header = ["WEBVTT", ""] if name == "a.vtt" else ["1"]
    found = subtitles(tmp_path, name, *header, times, "Иә")
    assert found.speeches is not None
    assert found.speeches[0].time == start


@pytest.mark.parametrize(
    "times",
    [
        "00:00:07.000 --> 00:00:1d.890",
        "00:00:07.000 --> 00:00:08.8901",
        "00:00:07.000 -->",
        "--> 00:00:07.000",
        "00:61:07.000 --> 00:62:07.000",
        "00:00:70.000 --> 00:00:71.000",
        "-00:00:07.000 --> 00:00:08.000",
        "00:00:07.000 --> 00:00:08.000 Сәлем!",
        "00:00:07.000 --> 00:00:08.000 align:start Сәлем!",
    ],
)
@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_broken_times_are_named(name: str, times: str, tmp_path: Path) -> None:
    header = ["WEBVTT", "", T1, "Бір", ""] if name == "a.vtt" else ["1", T1, "Бір", "", "2"]
    said = errors(tmp_path, name, *header, times, "Екі")
    assert f"{name}, line 6: the times of a cue cannot be read: {times!r}" in said
    assert "What to do: write them as 00:00:07" in said


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.vtt", ["WEBVTT", "", T1, "Бір", "", "Екі", "", "00:x --> 1", "Үш"]),
        ("a.srt", ["1", T1, "Бір", "", "", "2", "Екі", "00:x --> 1", "Үш"]),
        ("a.sbv", ["0:00:01.000,0:00:02.000", "Бір", "", "", "", "Екі", "", "0:x,0:1", "Үш"]),
    ],
)
def test_all_errors_at_once(name: str, lines: list[str], tmp_path: Path) -> None:
    said = errors(tmp_path, name, *lines)
    assert said.startswith("2 problems were found")
    assert f"{name}, line 6: a cue without times: " in said
    assert "Екі'" in said
    assert f"{name}, line 8: the times of a cue cannot be read" in said


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.vtt", ["WEBVTT", "", T1, "Иә", "", T2, "", T3, "Жоқ"]),
        ("a.vtt", ["WEBVTT", "", T1, "Иә", "", T2, T3, "Жоқ"]),
        ("a.vtt", ["WEBVTT", "", T1, "Иә", "", T2, "<c> </c>&nbsp;", "", T3, "Жоқ"]),
        ("a.srt", ["1", "", T1, "Иә", "2", T2, "", "", "3", T3, "Жоқ"]),
        ("a.srt", ["1", T1, "Иә", "", "2", T2, "3", T3, "Жоқ"]),
    ],
)
def test_cues_without_text_are_noted(name: str, lines: list[str], tmp_path: Path) -> None:
    found = subtitles(tmp_path, name, *lines)
    assert found.text == "Иә Жоқ"
    assert found.notes == ("1 cue without text left out (the first at line 6)",)


def test_a_cue_that_ends_before_it_begins(tmp_path: Path) -> None:
    found = srt(tmp_path, "1", "00:00:09,000 --> 00:00:01,000", "Иә", "", "2", T3, "Жоқ")
    assert found.text == "Иә Жоқ"  # not a pause
    assert "second time before the first (the first at line 2)" in found.notes[0]


# Markup


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<i>Ұжым</i> <b>және</b> <u>мектеп</u>", "Ұжым және мектеп"),
        ("<c.colorE5E5E5>Жоба</c> <c>жұ</c>мысы", "Жоба жұмысы"),
        ("Бұл <00:01.500>менің <00:01.700><c>сабағым</c>", "Бұл менің сабағым"),
        ("<lang kk>Сабақ</lang> <ruby>a<rt>b</rt></ruby>", "Сабақ ab"),
        ('{\\an8}<font color="#ffffff">Урок</font>', "Урок"),
        ("Бір<br>екі<BR/>үш", "Бір екі үш"),
        ("R&amp;D &lt;сабақ&gt; &#39;a&#x27; a&nbsp;b&lrm;", "R&D <сабақ> 'a' a b"),
        ("R&notes AT&T; &qwertz;", "R&notes AT&T; &qwertz;"),
        ("a < b, <3, <күледі>, <laughs>, a > b", "a < b, <3, <күледі>, <laughs>, a > b"),
        ("<v", "<v"),
        ("<i күледі> <v>Иә</v> <font>Жоқ</font> <p class='x'>мен</p>", "<i күледі> Иә Жоқ мен"),
        ("<i>Ашық қалды", "Ашық қалды"),
    ],
)
@pytest.mark.parametrize("name", ["a.vtt", "a.srt", "a.sbv"])
def test_tags_and_entities(name: str, typed: str, text: str, tmp_path: Path) -> None:
    above = {"a.vtt": ["WEBVTT", "", T1], "a.srt": ["1", T1], "a.sbv": ["0:00:01,0:00:02"]}
    assert subtitles(tmp_path, name, *above[name], typed).text == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["<v Айгүл>Сәлем"], [("Айгүл", "Сәлем")]),
        (["<v.loud.far Айгүл  Серік>Сәлем</v>"], [("Айгүл Серік", "Сәлем")]),
        (["<v Айгүл &amp; Дана&lrm;>Сәлем"], [("Айгүл & Дана", "Сәлем")]),
        (["<v", "Айгүл>Сәлем"], [("Айгүл", "Сәлем")]),
        (["<v Айгүл>Сәлем", "бәріңе</v>"], [("Айгүл", "Сәлем бәріңе")]),
        (["<v A>Бір</v> <v B><i>екі</v>"], [("A", "Бір"), ("B", "екі")]),
        (["<v A>Бір <v B>екі</v> үш</v>"], [("A", "Бір"), ("B", "екі"), ("A", "үш")]),
        (["<v A>Бір", "<v B>екі"], [("A", "Бір"), ("B", "екі")]),
        (["<v A>Бір<v B></v>"], [("A", "Бір")]),
        (["Кіріспе <v A>бір"], [("", "Кіріспе"), ("A", "бір")]),
    ],
)
def test_voices(typed: list[str], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert speeches(vtt(tmp_path, T1, *typed)) == expected


def test_lines_of_the_speeches(tmp_path: Path) -> None:
    found = vtt(tmp_path, "id", T1, "<v", "A>бір", "<v B>екі", "", T2, "<v A>үш")
    assert found.speeches is not None
    assert [(one.line, one.time) for one in found.speeches] == [(6, 1.0), (7, 1.0), (10, 2.0)]


def test_names_that_begin_lines_of_a_cue(tmp_path: Path) -> None:
    found = srt(tmp_path, "1", T1, "- Дана: Қалай?", "- Ер: Жақсы", "ғой.", "", "2", T2,
                "Дана: Иә.", "Ер: мысалы: бұл")  # fmt: skip
    assert speeches(found) == [
        ("Дана", "Қалай?"),
        ("Ер", "Жақсы ғой."),
        ("Дана", "Иә."),
        ("Ер", "мысалы: бұл"),
    ]


def test_a_cue_without_a_voice_goes_on_with_the_one_before(tmp_path: Path) -> None:
    found = vtt(tmp_path, T1, "<v A>Бір", "", T2, "екі", "", T3, "<v B>үш")
    assert speeches(found) == [("A", "Бір екі"), ("B", "үш")]
    assert found.notes == ("1 cue without a speaker given to the speaker before",)


def test_carried_on_leaves_what_stands_before_the_first_speaker() -> None:
    cues = [Cue(label, "x", None, None, 1) for label in ("", "A", "", "")]
    named, notes = carried_on(cues)
    assert [cue.label for cue in named] == ["", "A", "A", "A"]
    assert notes == ["2 cues without a speaker given to the speaker before"]
    assert carried_on(cues[:1]) == (cues[:1], [])


# WebVTT


@pytest.mark.parametrize(
    "header",
    [
        ["WEBVTT"],
        ["WEBVTT", ""],
        ["WEBVTT - Мұғалім А4", "", ""],
        ["WEBVTT\tx", "Kind: captions", "Language: kk", ""],
        ["WEBVTT", "Style:", "::cue(c.x) { color: rgb(1, 2, 3);", " }", "##", ""],
        ["WEBVTT", "", "STYLE", "::cue(b) {", "  color: red;", "}", ""],
        ["WEBVTT", "", "REGION", "id:fred", "", "STYLE ", "::cue {}", ""],
    ],
)
def test_headers(header: list[str], tmp_path: Path) -> None:
    found = subtitles(tmp_path, "a.vtt", *header, T1, "Сәлем")
    assert (found.text, found.notes) == ("Сәлем", ())


@pytest.mark.parametrize("first", ["", T1, "WEBVTT1", "webvtt", "1"])
def test_a_missing_header_is_named(first: str, tmp_path: Path) -> None:
    said = errors(tmp_path, "a.vtt", first, T1, "Сәлем")
    assert said.startswith(f"a.vtt, line 1: does not begin with WEBVTT, but with {first!r}")


def test_words_in_the_header_are_noted(tmp_path: Path) -> None:
    found = subtitles(tmp_path, "a.vtt", "WEBVTT", "Мұғалім: Сәлем", "", T1, "Иә")
    assert found.notes == ("the header is left out, as browsers do: 'Мұғалім: Сәлем'",)


@pytest.mark.parametrize(
    "comment", [["NOTE", "Бұл", "ескерту"], ["NOTE ескерту"], [f"NOTE {T2}"], ["NOTE", "a --> b"]]
)
def test_comments_are_noted(comment: list[str], tmp_path: Path) -> None:
    found = vtt(tmp_path, *comment, "", T1, "Иә", "", *comment)
    assert (found.text, found.notes) == ("Иә", ("2 comments (NOTE) left out",))


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("1", ()),
        ("3c1f-12/0", ()),
        ("NOTE", ()),
        ("екінші сөз", ("1 name of a cue left out, as 'екінші сөз'",)),
        ('1 "Айгүл Серік" (42)', ("1 name of a cue left out, as '1 \"Айгүл Серік\" (42)'",)),
    ],
)
def test_names_of_cues(name: str, notes: tuple[str, ...], tmp_path: Path) -> None:
    found = vtt(tmp_path, T1, "Бір", "", name, T2, "Екі")
    assert (found.text, found.notes) == ("Бір Екі", notes)


def test_no_empty_line_between_cues(tmp_path: Path) -> None:
    assert vtt(tmp_path, T1, "Бір", T2, "Екі", "екі", T3, "Үш").text == "Бір Екі екі Үш"


def test_a_line_of_spaces_does_not_end_a_cue(tmp_path: Path) -> None:
    assert vtt(tmp_path, T1, " ", "Бір", " ", "екі", "", T2, "Үш").text == "Бір екі Үш"


@pytest.mark.parametrize(
    "words", [["Екі"], ["NOTES"], ["Екі", "үш", "төрт"], ["STYLES", "Екі"], ["2", "Екі"]]
)
def test_words_that_a_browser_passes_over(words: list[str], tmp_path: Path) -> None:
    said = errors(tmp_path, "a.vtt", "WEBVTT", "", T1, "", *words, "", T2, "Үш")
    assert said.startswith(f"a.vtt, line 5: a cue without times: {words[0]!r}")
    assert "What to do" in said


def test_an_arrow_is_never_text(tmp_path: Path) -> None:
    said = errors(tmp_path, "a.vtt", "WEBVTT", "", T1, "бұл --> сол")
    assert "line 4: the times of a cue cannot be read: 'бұл --> сол'" in said


# SubRip


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["1", T1, "Бір", "2", T2, "Екі"], "Бір Екі"),
        ([T1, "Бір", "", T2, "Екі"], "Бір Екі"),
        ([T1, "Бір", T2, "Екі"], "Бір Екі"),
        (["1", "", T1, "", "Бір", "", "2", "", T2, "", "Екі"], "Бір Екі"),
        (["7", T1, "Бір", "", "9", T2, "Екі"], "Бір Екі"),
        (["7", "", T1, "Бір", " ", "8", T2, "Екі", "", ""], "Бір Екі"),
        (["1", T1, "Бір", "", "бір", "", "2", T2, "Екі"], "Бір бір Екі"),
        (["", "", "1", T1, "Бір --> екі"], "Бір --> екі"),
        # numbers that were said
        (["1", T1, "2", "", "2", T2, "Екі"], "2 Екі"),
        (["1", T1, "Бір", "", "2", "", "2", T2, "Екі"], "Бір 2 Екі"),
        (["1", T1, "Бір", "1998", "", "2", T2, "Екі"], "Бір 1998 Екі"),
        (["1", T1, "Бір", "", "1998", "", "2", T2, "Екі"], "Бір 1998 Екі"),
        ([T1, "Бір", "1998", T2, "Екі"], "Бір 1998 Екі"),
        ([T1, "1", T2, "2", T3, "3"], "1 2 3"),
        ([T1, "1", "", T2, "2", "", T3, "3"], "1 2 3"),
    ],
)
def test_numbers_and_empty_lines(lines: list[str], text: str, tmp_path: Path) -> None:
    assert srt(tmp_path, *lines).text == text


@pytest.mark.parametrize(
    ("lines", "line", "found"),
    [
        (["1"], 1, "1"),
        (["Сөз"], 1, "Сөз"),
        (["1", "Сөз"], 1, "1 Сөз"),
        (["Сөз", T1], 1, "Сөз"),
        (["1", T1, "Бір", "", "2", "Екі", "", "3", T3, "Үш"], 5, "2 Екі"),
        (["1", T1, "Бір", "", "2", "", "3", T3, "Үш"], 5, "2"),
        (["1", T1, "Бір", "", "2", "Екі"], 5, "2 Екі"),
        (["", "WEBVTT", "", T1, "Бір"], 2, "WEBVTT"),
    ],
)
def test_a_cue_without_times(lines: list[str], line: int, found: str, tmp_path: Path) -> None:
    said = errors(tmp_path, "a.srt", *lines)
    assert said.startswith(f"a.srt, line {line}: a cue without times: {found!r}\n")


# SBV


def test_sbv(tmp_path: Path) -> None:
    found = sbv(tmp_path, "0:00:01.000,0:00:02.000", "Бір[br]екі", "үш, төрт", "",
                "0:00:02.000,0:00:03.000", "0:00:03.000,0:00:04.000", "", "Бес")  # fmt: skip
    assert found.text == "Бір екі үш, төрт Бес"
    assert found.notes == ("1 cue without text left out (the first at line 5)",)


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        (["Сөз"], 1, "a cue without times: 'Сөз'"),
        (["0:00:01,0:00:02", "Бір", "", "Екі", "екі", "", "0:00:03,0:00:04"], 4,
         "a cue without times: 'Екі'"),
        (["0:00:01,0:00:02", "Бір", "0:00:1f,0:00:04", "Екі"], 3,
         "the times of a cue cannot be read: '0:00:1f,0:00:04'"),
    ],
)  # fmt: skip
def test_broken_sbv(lines: list[str], line: int, message: str, tmp_path: Path) -> None:
    assert errors(tmp_path, "a.sbv", *lines).startswith(f"a.sbv, line {line}: {message}\n")


# Rolling captions


def rolling(*lines: str) -> list[str]:
    """As YouTube writes them: a cue with the line before and the next, then one that holds it."""
    cues = []
    for second, (before, line) in enumerate(pairwise(["", *lines]), start=10):
        first, _, rest = line.partition(" ")
        cues += [f"00:{second}.000 --> 00:{second}.990 align:start position:0%", before or " "]
        cues += [f"{first}<00:{second}.500><c> {rest}</c>" if rest else first, ""]
        cues += [f"00:{second}.990 --> 00:{second + 1}.000", line, " ", ""]
    return cues


def test_rolling_captions(tmp_path: Path) -> None:
    said = ["бүгін біз", "сабақ туралы", "иә", "иә", "сөйлесеміз"]
    found = vtt(tmp_path, *rolling(*said))
    assert found.text == "бүгін біз сабақ туралы иә иә сөйлесеміз"
    assert found.notes == (
        "rolling captions: 9 lines left out that repeat the caption before (first: line 8)",
    )


def test_rolling_captions_made_into_srt(tmp_path: Path) -> None:
    found = srt(tmp_path, "1", T1, "бүгін біз", "", "2", T2, "бүгін біз", "сабақ", "", "3", T3,
                "сабақ", "туралы")  # fmt: skip
    assert found.text == "бүгін біз сабақ туралы"


def test_a_caption_that_is_held_makes_no_pause(tmp_path: Path) -> None:
    found = vtt(tmp_path, T1, "бір", "", T2, "бір", "екі", "", "00:03.000 --> 00:09.000", "екі",
                "", "00:09.000 --> 00:10.000", "екі", "үш")  # fmt: skip
    assert speeches(found) == [("", "бір екі үш")]


@pytest.mark.parametrize(
    "lines",
    [
        [T1, "Иә", "", T2, "Иә"],
        [T1, "Иә", "", T2, "Иә", "", T3, "Иә"],
        [T1, "Иә", "", T2, "Иә", "білмеймін"],
        [T1, "Иә", "", T2, "Иә", "бір", "", T3, "екі", "", T1, "үш", "", T1, "төрт", "бір"],
        [T1, "Иә", "", "01:00.000 --> 01:01.000", "Иә", "бір", "", "02:00.000 --> 02:01.000",
         "бір", "екі"],
    ],
)  # fmt: skip
def test_who_says_a_word_twice_is_left_alone(lines: list[str], tmp_path: Path) -> None:
    found = vtt(tmp_path, *lines)
    spoken = [line for line in lines if line and "-->" not in line]
    assert found.text.split() == spoken
    assert found.notes == ()


def test_named_speakers_do_not_roll(tmp_path: Path) -> None:
    found = vtt(tmp_path, T1, "<v A>Иә", "", T2, "<v B>Иә", "", T3, "<v A>Иә", "жоқ")
    assert speeches(found) == [("A", "Иә"), ("B", "Иә"), ("A", "Иә жоқ")]


# There and back

SAID = (
    "сабақ ұжым, қатысты! мұғалім урок подход, ёлка? lesson study; peer 1998 e\u0301 👩🏽‍🏫 — «иә»"
)
WORDS = st.sampled_from(SAID.split())
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join).filter(lambda line: line != "1998")
TIME = st.integers(0, 400 * 3600 * 1000)
CUES = st.lists(
    st.tuples(TIME, TIME, st.lists(LINE, min_size=1, max_size=3, unique=True)),
    min_size=1,
    max_size=6,
)


def clock(milliseconds: int, comma: str = ".") -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{comma}{rest:03}"


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".sbv"])
@given(cues=CUES, voices=st.lists(st.sampled_from(["Айгүл", "Ер А4", "I"]), min_size=6, max_size=6))
def test_there_and_back(
    tmp_path_factory: pytest.TempPathFactory,
    suffix: str,
    cues: list[tuple[int, int, list[str]]],
    voices: list[str],
) -> None:
    lines = ["WEBVTT", ""] if suffix == ".vtt" else []
    for number, ((start, end, text), voice) in enumerate(zip(cues, voices, strict=False), start=1):
        comma = "," if suffix == ".srt" else "."
        between = "," if suffix == ".sbv" else " --> "
        lines += [] if suffix == ".sbv" else [str(number)]
        lines += [f"{clock(start, comma)}{between}{clock(end, comma)}"]
        lines += [f"<v {voice}>{text[0]}", *text[1:], ""]
    document = subtitles(tmp_path_factory.getbasetemp(), f"any{suffix}", *lines)
    expected: list[tuple[str, str, float]] = []
    for (start, _, text), voice in zip(cues, voices, strict=False):
        if expected and expected[-1][0] == voice:
            before = expected.pop()
            expected.append((voice, f"{before[1]} {' '.join(text)}", before[2]))
        else:
            expected.append((voice, " ".join(text), start / 1000))
    assert document.speeches is not None
    assert expected == [
        (one.label, document.text[one.start : one.end], one.time) for one in document.speeches
    ]
    assert document.text == "\n".join(text for _, text, _ in expected)


PARTS = [
    *("", " ", "1", "2", "WEBVTT", T1, T2, "x --> y", "00:0x --> 00:01.000", "0:00:01.0,0:00:02.0"),
    *("w1", "<v A>w2", "</v>w3", "{\\an8}w4", "<i", "<", "&amp"),
]


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".sbv"])
@given(lines=st.lists(st.sampled_from(PARTS), max_size=14))
def test_any_file_is_read_or_refused_and_keeps_its_words(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, lines: list[str]
) -> None:
    above = ["WEBVTT", ""] if suffix == ".vtt" else []
    try:
        found = subtitles(tmp_path_factory.getbasetemp(), f"any{suffix}", *above, *lines)
    except TaqyrypError:
        return
    if any(note.startswith("rolling") for note in found.notes):
        return
    # in WebVTT, a line above times is the name of a cue
    names = sum(line in (T1, T2) for line in lines) if suffix == ".vtt" else 0
    typed = "\n".join(lines)
    kept = sum(found.text.count(f"w{i}") for i in range(1, 5))
    assert kept >= sum(typed.count(f"w{i}") for i in range(1, 5)) - names
