from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.readers.csv_table import read
from pipeline.readers.document import Document


def table(folder: Path, content: str | bytes) -> Document:
    path = folder / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def speeches(document: Document) -> list[tuple[str, str, float | None]]:
    assert document.speeches is not None
    return [
        (speech.label, document.text[speech.start : speech.end], speech.time)
        for speech in document.speeches
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_however_it_was_saved(delimiter: str, end: str, encoding: str, tmp_path: Path) -> None:
    rows = [["speaker", "text"], ["I", '"a, b; c\td"'], ["Teacher A4", "Иә. 👩🏽‍🏫 e\u0301"]]
    content = end.join(delimiter.join(row) for row in rows)
    document = table(tmp_path, content.encode(encoding))
    assert document.text == "I: a, b; c\td\nTeacher A4: Иә. 👩🏽‍🏫 e\u0301"
    assert speeches(document) == [
        ("I", "a, b; c\td", None),
        ("Teacher A4", "Иә. 👩🏽‍🏫 e\u0301", None),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "speaker,text,time",
        "Speaker , TEXT,Time",
        "participant,utterance,start",
        "speaker_label,content,timestamp",
        "спикер,текст,время",
        "Говорящий,transcript,time",
        "сөйлеуші,мәтін,уақыт",
    ],
)
def test_names_of_columns(header: str, tmp_path: Path) -> None:
    document = table(tmp_path, f"{header}\nI,Сәлем,01:05\n")
    assert speeches(document) == [("I", "Сәлем", 65.0)]


def test_columns_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    document = table(tmp_path, "no,text,note,speaker\n1,Сәлем,x,I\n")
    assert document.text == "I: Сәлем"


def test_the_plainer_name_wins(tmp_path: Path) -> None:
    document = table(
        tmp_path, "transcript,start,participant,speaker,text,time\nt1,9:09,p,I,Сәлем,1:00\n"
    )
    assert speeches(document) == [("I", "Сәлем", 60.0)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_of_several_lines(end: str, tmp_path: Path) -> None:
    content = 'speaker,text\nI,"бір\n\nекі ""үш"""\nR,төрт\n'.replace("\n", end)
    document = table(tmp_path, content)
    assert document.text == 'I: бір\n\nекі "үш"\nR: төрт'
    assert document.speeches is not None
    assert [speech.line for speech in document.speeches] == [2, 5]


def test_empty_rows_are_passed_over(tmp_path: Path) -> None:
    document = table(tmp_path, "\n,\nspeaker,text\n\nI,бір\n , \n,\nR,екі\n\n")
    assert document.text == "I: бір\nR: екі"


def test_rows_that_are_too_short(tmp_path: Path) -> None:
    document = table(tmp_path, "speaker,text,time\nI\nR,екі\n")
    assert speeches(document) == [("I", "", None), ("R", "екі", None)]


def test_a_row_without_a_speaker(tmp_path: Path) -> None:
    document = table(tmp_path, "speaker,text\n,Ескерту\nI,бір\n")
    assert document.text == "Ескерту\nI: бір"
    assert speeches(document) == [("", "Ескерту", None), ("I", "бір", None)]


@pytest.mark.parametrize("cell", ["", "soon", "12.5"])
def test_what_is_no_time(cell: str, tmp_path: Path) -> None:
    document = table(tmp_path, f"speaker,text,time\nI,бір,{cell}\n")
    assert speeches(document) == [("I", "бір", None)]


@pytest.mark.parametrize("content", ["speaker,text\n", "\n\n", "speaker,text\n,\n"])
def test_nothing_in_it(content: str, tmp_path: Path) -> None:
    assert table(tmp_path, content).text == ""


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("who,text", "speaker"),
        ("speaker,words", "text"),
        ("I,Сәлем", "speaker"),
        ("a|b", "speaker"),
    ],
)
def test_a_missing_column_is_named(header: str, missing: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=rf"line 1: has no column '{missing}'") as found:
        table(tmp_path, f"{header}\nx,y\n")
    assert found.value.message.endswith(header.replace(",", ", "))


def test_a_quote_that_is_never_closed_in_a_long_file(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError):
        table(tmp_path, 'speaker,text\nI,"' + "сөз " * 40_000)


def test_a_row_without_a_speaker_goes_on_with_the_one_before(tmp_path: Path) -> None:
    document = table(tmp_path, "speaker,text,time\nI,бір,0:05\n,екі,0:06\n ,үш,\nR,төрт,\n")
    assert document.text == "I: бір\nекі\nүш\nR: төрт"
    assert speeches(document) == [("I", "бір\nекі\nүш", 5.0), ("R", "төрт", None)]


def test_rows_without_any_speaker_stay_apart(tmp_path: Path) -> None:
    document = table(tmp_path, "speaker,text\n,бір\n,екі\n")
    assert speeches(document) == [("", "бір", None), ("", "екі", None)]
