import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.excel import read

Sheets = dict[str, list[list[object]]]
HEADER: list[object] = ["speaker", "text", "time"]


def workbook(
    folder: Path, sheets: Sheets, change: Callable[[Worksheet], None] | None = None
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if change:
            change(sheet)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def speeches(document: Document) -> list[tuple[str, str, float | None, int]]:
    assert document.speeches is not None
    return [
        (one.label, document.text[one.start : one.end], one.time, one.line)
        for one in document.speeches
    ]


def test_rows_are_speeches(tmp_path: Path) -> None:
    rows = [["Мәтін", "no", "Сөйлеуші"], [], ["Сәлем! 👩🏽‍🏫", 1, "I"], ["бір\nекі", 2, "R"]]
    document = read(workbook(tmp_path, {"1": rows}))
    assert document.text == "I: Сәлем! 👩🏽‍🏫\nR: бір\nекі"
    assert speeches(document) == [("I", "Сәлем! 👩🏽‍🏫", None, 3), ("R", "бір\nекі", None, 4)]


@pytest.mark.parametrize(
    ("value", "shown_as", "expected"),
    [
        (datetime.time(0, 1, 5), "h:mm:ss", "0:01:05"),
        (datetime.time(0, 1, 5), "mm:ss", "01:05"),
        (datetime.time(0, 1, 5), "HH:MM:SS", "00:01:05"),
        (datetime.time(12, 34), "h:mm", "12:34"),
        (datetime.time(0, 12, 34, 560000), "mm:ss.0", "12:34.6"),
        (datetime.time(0, 12, 34, 560000), "mm:ss", "12:35"),
        (datetime.time(13, 4), "h:mm AM/PM", "1:04 PM"),
        (datetime.timedelta(hours=30, minutes=4, seconds=5), "[h]:mm:ss", "30:04:05"),
        (datetime.timedelta(minutes=75, seconds=3), "[mm]:ss", "75:03"),
        (datetime.time(1, 15, 3), "[$-F400]h:mm:ss\\ AM/PM", "1:15:03"),
        (datetime.datetime(2024, 5, 16, 13, 4), "dd.mm.yyyy hh:mm", "16.05.2024 13:04"),
        (datetime.date(2024, 5, 6), "d.m.yy", "6.5.24"),
        (datetime.date(2024, 5, 6), "d mmm yyyy", "2024-05-06"),
        (datetime.date(2024, 5, 6), 'yyyy" ж."', "2024 ж."),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (2.5, "General", "2.5"),
        (1 / 3, "General", "0.33333333333"),
        (2.5, "0.00", "2.50"),
        (2019, "0", "2019"),
        (0.5, "0%", "50%"),
        (True, "General", "TRUE"),
        ("12:34", "@", "12:34"),
    ],
)
def test_cells_as_shown(value: object, shown_as: str, expected: str, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B2"].number_format = shown_as

    path = workbook(tmp_path, {"1": [HEADER, ["I", value]]}, change)
    assert read(path).text == f"I: {expected}"


def test_times(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "h:mm:ss"

    rows = [HEADER, ["I", "бір", datetime.time(0, 1, 5)], ["R", "екі", "01:09"]]
    found = speeches(read(workbook(tmp_path, {"1": rows}, change)))
    assert [time for *_, time, _ in found] == [65.0, 69.0]


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    rows = [HEADER, ["I", "бір"], ["", "екі"], ["R", "үш"]]
    document = read(workbook(tmp_path, {"1": rows}, change))
    assert document.text == "I: бір\nекі\nR: үш"
    assert [label for label, *_ in speeches(document)] == ["I", "R"]


def test_all_sheets_with_the_columns_are_read(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Ескерту": [["аты"], ["мектеп"]],
        "1": [HEADER, ["I", "бір"]],
        "empty": [],
        "2": [["текст", "спикер"], ["екі", "R"]],
    }
    document = read(workbook(tmp_path, sheets))
    assert document.text == "I: бір\nR: екі"
    assert speeches(document) == [("I", "бір", None, 2), ("R", "екі", None, 2)]
    assert document.notes == ("sheet 'Ескерту' left out: no columns 'speaker' and 'text'",)


def test_hidden_sheets_and_comments_are_left_out(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B2"].comment = Comment("тексеру керек", "x")
        sheet.sheet_state = "hidden" if sheet.title == "2" else "visible"

    sheets: Sheets = {"1": [HEADER, ["I", "бір"]], "2": [HEADER, ["I", "екі"]]}
    document = read(workbook(tmp_path, sheets, change))
    assert document.text == "I: бір"
    assert document.notes == ("1 comment left out", "1 hidden sheet left out")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"1": [["who", "text"], ["I", "бір"]]})
    with pytest.raises(TaqyrypError, match=r"line 1: has no column 'speaker'.*: who, text"):
        read(path)


def test_nothing_in_it(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, {"1": []})).text == ""


def test_carriage_returns(tmp_path: Path) -> None:
    assert read(workbook(tmp_path, {"1": [HEADER, ["I", "бір_x000D_\nекі"]]})).text == "I: бір\nекі"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda _: b"", "is not an Excel workbook", id="empty"),
        pytest.param(lambda whole: whole[:3000], "is not an Excel workbook", id="cut off"),
        pytest.param(lambda _: b"speaker,text\n", "is not an Excel workbook", id="other format"),
        pytest.param(
            lambda _: b"PK\5\6" + b"\0" * 18, "is not an Excel workbook", id="zip without content"
        ),
        pytest.param(
            lambda _: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "is protected with a password, or",
            id="password or .xls",
        ),
    ],
)
def test_a_broken_file_is_named(
    change: Callable[[bytes], bytes], message: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path, {"1": [HEADER, ["I", "бір"]]})
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(TaqyrypError, match=rf"a\.xlsx: {message}.*\n.*What to do"):
        read(path)
