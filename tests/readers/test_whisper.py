import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.whisper import read


def written(folder: Path, data: Any, **how: Any) -> Document:
    path = folder / "a.json"
    path.write_text(json.dumps(data, **how), encoding="utf-8")
    return read(path)


def speeches(document: Document) -> list[tuple[str, str, float | None]]:
    assert document.speeches is not None
    return [(one.label, document.text[one.start : one.end], one.time) for one in document.speeches]


def segment(text: str, start: Any = 0.0, end: Any = 1.0, **more: Any) -> dict[str, Any]:
    return {"text": text, "start": start, "end": end, **more}


def word(form: str, speaker: str | None = None, start: Any = None, end: Any = None) -> Any:
    given = {"word": form, "speaker": speaker, "start": start, "end": end}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda segments: {"text": "…", "segments": segments, "language": "kk"},
        lambda segments: {"segments": segments, "word_segments": []},
        lambda segments: segments,
    ],
)
def test_segments(wrap: Any, tmp_path: Path) -> None:
    segments = [segment(" Сәлем,", 0.5, 2.25), segment(" әріптес.", 2.25, 4), segment("Иә.", 7, 8)]
    document = written(tmp_path, wrap(segments))
    assert document.text == "Сәлем, әріптес.\nИә."
    assert speeches(document) == [("", "Сәлем, әріптес.", 0.5), ("", "Иә.", 7.0)]
    assert document.notes == ()


def test_what_whisper_cpp_writes(tmp_path: Path) -> None:
    parts = [
        {"offsets": {"from": 500, "to": 2250}, "text": " Сәлем."},
        {"offsets": {"from": 9000, "to": 9500}, "text": " Иә."},
    ]
    document = written(tmp_path, {"model": {}, "transcription": parts})
    assert speeches(document) == [("", "Сәлем.", 0.5), ("", "Иә.", 9.0)]


def test_speakers_of_segments(tmp_path: Path) -> None:
    segments = [
        segment("Кіріспе.", 0, 1),
        segment("Сәлем.", 1, 2, speaker="SPEAKER_00"),
        segment("Қалайсыз?", 2, 3),
        segment("Жақсы.", 3, 4, speaker="SPEAKER_01"),
        segment("Рақмет.", 4, 5, speaker=1),
        segment("Иә.", 5, 6, speaker=None),
    ]
    document = written(tmp_path, segments)
    assert speeches(document) == [
        ("", "Кіріспе.", 0.0),
        ("SPEAKER_00", "Сәлем. Қалайсыз?", 1.0),
        ("SPEAKER_01", "Жақсы.", 3.0),
        ("1", "Рақмет. Иә.", 4.0),
    ]
    assert document.notes == ("2 cues without a speaker given to the speaker before",)


def test_speakers_of_words(tmp_path: Path) -> None:
    words = [
        word("2014"),
        word("жылы?", "A", 1.0, 1.5),
        word("Иә,", "B", 1.75, 2.0),
        word("15"),
        word("адам.", "B", 2.5, 3.0),
        word("Жақсы.", "A"),
    ]
    whole = segment(" 2014 жылы?  Иә, 15 адам. Жақсы.", 0.5, 4.0, speaker="B", words=words)
    assert speeches(written(tmp_path, [whole])) == [
        ("A", "2014 жылы?", 0.5),
        ("B", "Иә, 15 адам.", 1.75),
        ("A", "Жақсы.", 3.0),
    ]


@pytest.mark.parametrize(
    ("given", "speaker"), [({}, "A"), ({"speaker": "B"}, "B"), ({"speaker": None}, "A")]
)
def test_words_of_one_speaker(given: dict[str, Any], speaker: str, tmp_path: Path) -> None:
    whole = segment("Иә, жоқ.", words=[word("Иә,"), word("жоқ.", "A")], **given)
    assert speeches(written(tmp_path, [whole])) == [(speaker, "Иә, жоқ.", 0.0)]


@pytest.mark.parametrize(
    "words",
    [
        [word("Иә", "A"), word("емес", "B")],
        [word("Иә", "A"), word("жоқ", "B")],
        [word("жоқ", "A"), word("Иә", "B")],
    ],
)
def test_words_that_are_not_those_of_the_text(words: list[Any], tmp_path: Path) -> None:
    document = written(tmp_path, [segment("Иә, әрине жоқ.", speaker="A", words=words)])
    assert speeches(document) == [("A", "Иә, әрине жоқ.", 0.0)]
    assert document.notes == (
        "given to one speaker each, because their words are not those of their text: "
        "1 of 1 segments (the first is segment 1)",
    )


def test_a_segment_of_words_only(tmp_path: Path) -> None:
    words = [word(" Иә,", "A", 0, 1), word(" жоқ.", "B", 1, 2)]
    found = speeches(written(tmp_path, [{"start": 0, "end": 2, "words": words}]))
    assert found == [("A", "Иә,", 0.0), ("B", "жоқ.", 1.0)]


@pytest.mark.parametrize(("start", "time"), [(None, None), (float("nan"), None), (10**400, None)])
def test_times_that_are_not_known(start: Any, time: float | None, tmp_path: Path) -> None:
    assert speeches(written(tmp_path, [segment("Иә", start, None)])) == [("", "Иә", time)]


def test_text_without_segments_is_noted(tmp_path: Path) -> None:
    for data in ({"text": " Сәлем. "}, {"text": " Сәлем. ", "segments": []}):
        document = written(tmp_path, data)
        assert speeches(document) == [("", "Сәлем.", None)]
        assert document.notes == ("holds text without segments: no times, no speakers",)


@pytest.mark.parametrize("content", ["", " \n", "[]", '{"segments": []}'])
def test_nothing_in_it(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    assert not read(path).text.strip()


def test_half_a_character_becomes_a_mark(tmp_path: Path) -> None:
    document = written(tmp_path, [segment("Иә \ud83d", speaker="A\ud83d"), segment("👩🏽‍🏫")])
    assert document.text == "Иә \ufffd 👩🏽‍🏫"
    document.text.encode()


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('[{"text": "Иә", "speaker": "A"}, {"text": "Жоқ", "speaker": "B"}]', [1, 1]),
        ('{"segments":\n[\n{"text": "Иә", "speaker": "A"},\n{"text": "Жоқ"}]}', [3]),
        ('\n[\n{\n"text": "Иә", "speaker": "A"}\n,\n\n{"text": "Жоқ", "speaker": "B"}]', [3, 7]),
        ('{"text": "\\"segments\\": [",\n"segments": [{"text": "Иә"}]}', [2]),
        ('{"a": {"segments": []},\n"segments": [{"text": "Иә"}]}', [1]),
    ],
)
def test_lines_of_the_segments(content: str, lines: list[int], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    document = read(path)
    assert document.speeches is not None
    assert [one.line for one in document.speeches] == lines


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"segments": [\n{"text": "Иә"', "a.json, line 2: is not JSON (Expecting ',' delimiter)"),
        ("Сәлем", "a.json, line 1: is not JSON (Expecting value)"),
        ("[" * 100_000, "a.json: is not JSON that can be read"),
        ("1", "a.json: holds neither segments nor text"),
        ("{}", "has no 'segments', as recognisers write them; it has: nothing"),
        ('{"a": 1, "b": 2}', "has no 'segments', as recognisers write them; it has: a, b"),
        ('[\n{"text": "Иә"},\n"Жоқ"]', "a.json, line 3: segment 2 is no segment, but 'Жоқ'"),
        ('[{"start": 0}]', "a.json, line 1: segment 1 has no text"),
        ('[{"text": 1}]', "segment 1 has no text"),
        ('[{"text": "Иә", "start": "0:12"}]', "has a 'start' that is no number of seconds: '0:12'"),
        ('[{"text": "Иә", "end": true}]', "has a 'end' that is no number of seconds: 'True'"),
        ('[{"text": "Иә", "speaker": ["A"]}]', "segment 1 has a speaker that is no name"),
    ],
)
def test_what_no_recogniser_writes_is_named(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError) as found:
        read(path)
    assert message in str(found.value)
    assert found.value.remedy


SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["сабақ", "ұжым,", "урок!", "a", "2014", "lesson", "👩🏽‍🏫", "e\u0301"]),
    ),
    min_size=1,
    max_size=12,
)


@given(segments=st.lists(SPOKEN, min_size=1, max_size=4))
def test_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, segments: list[list[tuple[str, str]]]
) -> None:
    data = []
    expected: list[tuple[str, str, float]] = []
    clock = 0.0
    for spoken in segments:
        words = []
        for speaker, form in spoken:
            words.append(word(f" {form}", speaker, clock, clock + 0.25))
            if expected and expected[-1][0] == speaker:
                expected[-1] = (speaker, f"{expected[-1][1]} {form}", expected[-1][2])
            else:
                expected.append((speaker, form, clock))
            clock += 0.25
        text = "".join(one["word"] for one in words)
        data.append(segment(text, words[0]["start"], words[-1]["end"], words=words))
    document = written(tmp_path_factory.getbasetemp(), {"segments": data})
    assert speeches(document) == expected
    assert document.text == "\n".join(text for _, text, _ in expected)
