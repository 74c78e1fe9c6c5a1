import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import TaqyrypError
from pipeline.exchange.decisions import Decision, HerCoding
from pipeline.exchange.project import CodeGroup, ExportedCode, Project, Source, Suggested
from pipeline.exchange.workbook import suggestions_csv, workbook
from pipeline.exchange.workbook_form import NAME_LABEL, RUN_LABEL
from pipeline.exchange.workbook_reading import Missed, read_csv_decisions, read_workbook
from pipeline.schema import Topic

FIRST = "Ұжым 👩🏽‍🏫 бір үй,\nдейді “әріптес” «ңөүұқғһі»."
SECOND = "Никто не читает, проверено."
CODES = [
    ExportedCode("ujym", "Ұжым", "culture", "=бір үй", "#112233"),
    ExportedCode("trust", "Trust", "culture", "", "#EEDDCC"),
    ExportedCode("workload", "Нагрузка", "conditions", "", "#0072B2"),
]
THEME = Topic(
    3, 12, "kk 7; ru 5", "ұжым, үй", "школа", "home", "=ұжым, үй", "ujym", 0.75, "unstable"
)


def suggested(code: str, text: str = FIRST, start: int = 0, transcript: str = "one") -> Suggested:
    return Suggested(
        transcript, f"{transcript}.{start}", "Айгүл", "teacher", "kk", start, start + 20, text, 3,
        "ұжым / школа / home", code, 0.7203, "terms: “ұжым”", "memo",
    )  # fmt: skip


#: Two suggestions for one utterance, one for each of two others.
SUGGESTED = [
    suggested("trust"),
    suggested("ujym"),
    suggested("workload", SECOND, 40),
    suggested("trust", "жоқ", 7, "two"),
]
PROJECT = Project(
    "Зерттеу", "run-1f", [CodeGroup("culture", "Мәдениет"), CodeGroup("conditions", "Жағдай")], CODES,
    [Source("one", FIRST), Source("two", "жоқ")], SUGGESTED,
)  # fmt: skip

Rows = list[dict[str, object]]
Change = Callable[[Rows], None]


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def rows_of(of: Worksheet) -> Rows:
    header, *rows = of.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def saved(
    folder: Path, change: Change | None = None, *, more: Callable[[Workbook], None] | None = None
) -> Path:
    """The workbook after a person has changed rows of the suggestions, or more than that."""
    book = opened(workbook(PROJECT, [THEME]))
    of = sheet(book, "Suggestions")
    rows = rows_of(of)
    if change:
        change(rows)
        of.delete_rows(1, of.max_row)
        of.append(list(rows[0]))
        for row in rows:
            of.append(list(row.values()))
    if more:
        more(book)
    book.save(folder / "her.xlsx")
    return folder / "her.xlsx"


def decided(*rows: tuple[str, str, str]) -> Change:
    """Decision, codes and memo of the first rows."""

    def change(table: Rows) -> None:
        for row, cells in zip(table, rows, strict=False):
            row.update(zip(("decision", "codes", "memo"), cells, strict=True))

    return change


def made_of(path: Path) -> dict[tuple[str, int, str], tuple[str, str]]:
    return {
        (one.transcript_id, one.start, one.code): (one.outcome, one.codes)
        for one in read_workbook(path).decisions
    }


def problem(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(TaqyrypError) as caught:
        read(path)
    message = str(caught.value)
    assert path.name in message
    assert "What to do" in message
    return message


# --- what is written


def test_the_sheets_and_their_columns() -> None:
    book = opened(workbook(PROJECT, [THEME]))
    assert book.sheetnames == ["Suggestions", "What was missed", "Themes", "Codebook", "Read me"]
    header = [[cell.value for cell in sheet(book, name)[1]] for name in book.sheetnames[:4]]
    assert header == [
        ["decision", "codes", "memo", "transcript", "speaker", "role", "language", "text", "code",
         "probability", "reasons", "theme", "start", "end", "code id", "utterance id"],
        ["transcript", "text", "codes", "memo"],
        ["topic", "size", "label_kk", "label_ru", "label_en", "words", "codes", "stability", "note"],
        ["group", "id", "name", "definition", "colour"],
    ]  # fmt: skip
    of = sheet(book, "Suggestions")
    assert [cell.value for cell in of[3]] == [
        None, None, None, "one", "Айгүл", "teacher", "kk", FIRST, "Ұжым",
        0.7203, "terms: “ұжым”", "ұжым / школа / home", 0, 20, "ujym", "one.0",
    ]  # fmt: skip
    assert (of.freeze_panes, of.auto_filter.ref) == ("D2", "A1:P5")
    assert [cell.value for cell in sheet(book, "Themes")[2]] == [
        3, 12, "ұжым, үй", "школа", "home", "=ұжым, үй", "ujym", 0.75, "unstable",
    ]  # fmt: skip
    assert [cell.value for cell in sheet(book, "Codebook")[2]] == [
        "Мәдениет", "ujym", "Ұжым", "=бір үй", "#112233",
    ]  # fmt: skip


def test_decisions_and_codes_can_be_chosen() -> None:
    book = opened(workbook(PROJECT, []))
    found = {
        (of.title, str(one.sqref)): (one.formula1, one.errorStyle)
        for of in book.worksheets
        for one in of.data_validations.dataValidation
    }
    assert found == {
        ("Suggestions", "A2:A5"): ('"accept,reject,recode"', "warning"),
        ("Suggestions", "B2:B5"): ("Codebook!$B$2:$B$4", "information"),
        ("What was missed", "A2:A1048576"): ("'Read me'!$D$2:$D$3", "warning"),
        ("What was missed", "C2:C1048576"): ("Codebook!$B$2:$B$4", "information"),
    }
    assert [sheet(book, "Codebook").cell(row, 2).value for row in (2, 4)] == ["ujym", "workload"]
    assert [sheet(book, "Read me").cell(row, 4).value for row in (2, 3)] == ["one", "two"]


def test_a_group_has_one_colour_of_its_own() -> None:
    book = opened(workbook(PROJECT, []))
    of, codebook = sheet(book, "Suggestions"), sheet(book, "Codebook")
    colours = [of.cell(row, 8).fill.fgColor.rgb for row in (2, 3, 4, 5)]
    assert colours[0] == colours[1] == colours[3] != colours[2]
    assert [codebook.cell(row, 1).fill.fgColor.rgb for row in (3, 4)] == [colours[0], colours[2]]
    assert codebook["E2"].fill.fgColor.rgb == "00112233"
    assert [codebook[cell].font.color.rgb for cell in ("E2", "E3")] == ["00FFFFFF", "00000000"]


def test_rows_are_as_high_as_their_text() -> None:
    rows = [suggested("ujym", text) for text in ("бір", "бір\nекі\nүш", "сөз " * 100, "a\n" * 500)]
    of = sheet(opened(workbook(replace(PROJECT, suggested=rows), [])), "Suggestions")
    assert [of.row_dimensions[row].height for row in (2, 3, 4, 5)] == [19, 49, 94, 400]


def test_it_says_in_three_languages_what_to_do() -> None:
    words = " ".join(
        str(value)
        for row in sheet(opened(workbook(PROJECT, [])), "Read me").iter_rows(values_only=True)
        for value in row
    )
    assert words.count("make import FILE=") == 3
    assert words.count("ujym; trust") == 3
    for said in (NAME_LABEL, RUN_LABEL, "run-1f", "Confidential", "Конфиденциально", "Құпия"):
        assert said in words


def test_the_same_values_give_the_same_bytes() -> None:
    content = workbook(PROJECT, [THEME])
    assert content == workbook(PROJECT, [THEME])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(content).properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)


def test_no_suggestions_are_a_workbook_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(Project("", "r", [], [], [], []), []))
    found = read_workbook(path)
    assert (found.run, found.coder, found.decisions, found.codings, found.missed) == (
        "r", "researcher", [], [], [],
    )  # fmt: skip


def text_cell(text: str) -> Cell:
    project = replace(PROJECT, suggested=[suggested("ujym", text)])
    cell = sheet(opened(workbook(project, [])), "Suggestions")["H2"]
    assert isinstance(cell, Cell)
    return cell


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://a";"б")',
        "+7 701",
        "-ия, жоқ",
        "@қала",
        "=",
        "\t=1+1",
        "'=1",
        "#N/A",
        "{=1}",
    ],
)
def test_text_is_never_a_formula(text: str) -> None:
    cell = text_cell(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix or text[0] in "#{"


def test_what_a_cell_cannot_hold_is_replaced(tmp_path: Path) -> None:
    assert text_cell("ә\x00\x0b\ud83d\ufffe\tб\r\nв").value == "ә\ufffd\ufffd\ufffd\ufffd\tб\nв"


@pytest.mark.parametrize("letter", ["ұ", "🙂"])
def test_long_text_is_shortened_as_excel_counts(letter: str) -> None:
    text = str(text_cell(letter * 40_000).value)
    units = len(text.encode("utf-16-le")) // 2
    assert text == letter * (len(text) - 1) + "…"
    assert 32_766 <= units <= 32_767
    assert text_cell("ұ" * 32_767).value == "ұ" * 32_767


def test_letters_that_look_like_an_escape_come_back(tmp_path: Path) -> None:
    text = "_x0041_x0042_ ә _x000D_"
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(replace(PROJECT, suggested=[suggested("ujym", text)]), []))
    with zipfile.ZipFile(path) as archive:
        written = archive.read("xl/worksheets/sheet1.xml")
    assert b"_x005F_x0041_x005F_x0042_ " in written
    assert b" _x005F_x000D_" in written
    assert read_workbook(path).decisions[0].text == text


# --- what is read


def test_nothing_decided_is_open(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(PROJECT, [THEME]))
    found = read_workbook(path)
    assert (found.run, found.coder, found.codings, found.missed) == ("run-1f", "researcher", [], [])
    assert found.decisions == [
        Decision(s.transcript_id, s.start, s.end, s.text, s.code, "open", "", "", "")
        for s in SUGGESTED
    ]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        *((word, "accepted") for word in ("accept", " ACCEPT ", "Yes", "+", "1", "да", "Иә", "қабылдау", "ПРИНЯТЬ")),
        *((word, "rejected") for word in ("reject", "NO", "-", "–", "0", "нет", "Жоқ", "отклонить", "қабылдамау")),
        ("", "open"),
        (" \n", "open"),
    ],
)  # fmt: skip
def test_decisions_are_read_in_all_their_words(tmp_path: Path, word: str, outcome: str) -> None:
    codes = "trust" if outcome == "accepted" else ""
    assert made_of(saved(tmp_path, decided((word, "", ""))))["one", 0, "trust"] == (outcome, codes)


@pytest.mark.parametrize(
    ("word", "codes", "expected"),
    [
        ("accept", " workload;ujym ; workload", ("accepted", "trust;workload;ujym")),
        ("accept", "trust", ("accepted", "trust")),
        ("recode", "ujym;\nworkload,", ("recoded", "ujym;workload")),
        ("~", "hers", ("recoded", "hers")),
        ("Қаи\u0306та кодтау", "ujym; trust", ("accepted", "ujym;trust")),
    ],
)
def test_codes_stand_instead_or_as_well(
    tmp_path: Path, word: str, codes: str, expected: tuple[str, str]
) -> None:
    assert made_of(saved(tmp_path, decided((word, codes, ""))))["one", 0, "trust"] == expected


@pytest.mark.parametrize(
    ("word", "codes", "expected"),
    [
        ("мүмкін", "", "'мүмкін' is not known"),
        ("recode", " ; ", "no code is given"),
        ("", "ujym", "the decision is empty"),
        ("no", "ujym", "the decision is reject"),
    ],
)
def test_what_is_not_clear_is_an_error_with_its_row(
    tmp_path: Path, word: str, codes: str, expected: str
) -> None:
    message = problem(read_workbook, saved(tmp_path, decided(("", "", ""), (word, codes, ""))))
    assert expected in message
    assert "sheet “Suggestions”, row 3" in message


def test_all_errors_come_together(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        sheet(book, "What was missed").append(["one", "сөз", None, None])

    path = saved(tmp_path, decided(("?", "", ""), ("~", "", "")), more=more)
    message = problem(read_workbook, path)
    assert "3 problems" in message
    for place in ("“Suggestions”, row 2", "“Suggestions”, row 3", "“What was missed”, row 2"):
        assert place in message


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("+", "", "ә"), ("+", "", "б"), ({"trust", "ujym"}, "ә\nб")),
        (("+", "", ""), ("-", "", "неге?"), ({"trust"}, "неге?")),
        (("~", "workload", "x"), ("-", "", "x"), ({"workload"}, "x")),
        (("+", "", ""), ("", "", "later"), ({"trust"}, "")),
        (("-", "", ""), ("-", "", "бос"), (set(), "бос")),
        (("-", "", ""), ("", "", ""), None),
        (("", "", ""), ("", "", "later"), None),
    ],
)
def test_what_the_decisions_make_of_an_utterance(
    tmp_path: Path,
    first: tuple[str, str, str],
    second: tuple[str, str, str],
    expected: tuple[set[str], str] | None,
) -> None:
    def more(book: Workbook) -> None:
        sheet(book, "Read me")["B2"] = " Дана "

    found = read_workbook(saved(tmp_path, decided(first, second), more=more)).codings
    assert found == (
        []
        if expected is None
        else [HerCoding("one", 0, 20, FIRST, frozenset(expected[0]), "Дана", expected[1])]
    )


def test_whoever_decides_is_named_and_open_ones_are_nobodys(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        read_me = sheet(book, "Read me")
        read_me["B2"] = "Дана Ж."
        read_me.insert_rows(1, 3)
        read_me.insert_cols(1)

    found = read_workbook(saved(tmp_path, decided(("да", "", "мен")), more=more))
    assert (found.run, found.coder) == ("run-1f", "Дана Ж.")
    assert [(one.coder, one.memo) for one in found.decisions] == [
        ("Дана Ж.", "мен"),
        *[("", "")] * 3,
    ]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_added_columns_and_floats_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    decisions = decided(("+", "workload", "ә"), ("-", "", "б"), ("", "", ""), ("~", "ujym", ""))

    def change(rows: Rows) -> None:
        decisions(rows)
        columns = [*rows[0], "my column", ""]
        chance.shuffle(columns)
        for row in rows:
            values: dict[str, object] = {"my column": 0.5, "": datetime(2024, 5, 1)}
            values |= {key: float(v) if isinstance(v, int) else v for key, v in row.items()}
            row.clear()
            row.update({name: values[name] for name in columns})
        chance.shuffle(rows)
        rows.insert(2, {"my column": "only mine"} | dict.fromkeys(columns))

    folder = tmp_path_factory.mktemp("shuffled")
    as_made = read_workbook(saved(folder, decisions))
    assert len(as_made.codings) == 2
    assert read_workbook(saved(folder, change)) == as_made


def test_deleted_rows_are_not_decided_on(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        decided(("-", "", ""))(rows)
        del rows[1:3]

    found = read_workbook(saved(tmp_path, change))
    assert [(one.transcript_id, one.outcome) for one in found.decisions] == [
        ("one", "rejected"),
        ("two", "open"),
    ]


def test_what_programs_make_of_numbers_and_dates(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows[0].update(decision=1.0, memo=datetime(2024, 5, 1), start="0.0", end=20.0)
        rows[1].update(decision=True, memo=2.5)
        rows[2].update(decision=0, memo="a_x000D_\nb")

    found = read_workbook(saved(tmp_path, change)).decisions
    assert [(one.outcome, one.start, one.end, one.memo) for one in found[:3]] == [
        ("accepted", 0, 20, "2024-05-01"),
        ("accepted", 0, 20, "2.5"),
        ("rejected", 40, 60, "a\nb"),
    ]


def test_a_wrong_size_of_a_sheet_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(workbook(PROJECT, []))) as made,
        zipfile.ZipFile(path, "w") as written,
    ):
        for name in made.namelist():
            written.writestr(
                name, made.read(name).replace(b'<dimension ref="A1:P5"', b'<dimension ref="A1"')
            )
    assert len(read_workbook(path).decisions) == 4


def test_passages_that_were_missed(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        of = sheet(book, "What was missed")
        of.append(["one", " бір үй,\nдейді ", "trust; ujym", "ә"])
        of.append([None, "  "])
        of.append([12.0, "=сөз", "hers", None])
        of["B4"].data_type = "s"

    assert read_workbook(saved(tmp_path, more=more)).missed == [
        Missed(2, "one", "бір үй,\nдейді", frozenset({"trust", "ujym"}), "ә"),
        Missed(4, "12", "=сөз", frozenset({"hers"}), ""),
    ]


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        (["", "сөз", "ujym", ""], "no transcript"),
        (["one", "", "ujym", ""], "no text"),
        (["", "", "", "memo"], "no transcript and no text and no codes"),
    ],
)
def test_a_missed_passage_lacks_something(tmp_path: Path, cells: list[str], lacking: str) -> None:
    path = saved(tmp_path, more=lambda book: sheet(book, "What was missed").append(cells))
    assert f"“What was missed”, row 2: the passage has {lacking}" in problem(read_workbook, path)


@pytest.mark.parametrize("name", ["Suggestions", "What was missed", "Read me"])
def test_a_missing_sheet_is_named(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, more=lambda book: book.remove(book[name]))
    assert f"no sheet “{name}”" in problem(read_workbook, path)


@pytest.mark.parametrize("name", ["decision", "memo", "start", "code id", "utterance id"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    def change(rows: Rows) -> None:
        for row in rows:
            del row[name]

    assert f"has no columns '{name}'" in problem(read_workbook, saved(tmp_path, change))


def test_two_columns_of_a_name_are_an_error(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        for row in rows:
            row["Memo "] = "mine"

    assert "has 2 columns 'memo'" in problem(read_workbook, saved(tmp_path, change))


def test_a_label_written_over_is_named(tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        sheet(book, "Read me")["A2"] = "Дана"

    assert NAME_LABEL in problem(read_workbook, saved(tmp_path, more=more))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"start": 5}, "row 3: the utterance begins or ends elsewhere than in row 2"),
        ({"end": "x"}, "row 3: names no suggestion"),
        ({"end": 20.5}, "row 3: names no suggestion"),
        ({"start": -1}, "row 3: names no suggestion"),
        ({"code id": None}, "row 3: names no suggestion"),
        ({"code id": "trust", "decision": "+"}, "row 3: row 2 says something else"),
    ],
)
def test_rows_that_cannot_be_are_named(
    tmp_path: Path, cells: dict[str, object], expected: str
) -> None:
    assert expected in problem(read_workbook, saved(tmp_path, lambda rows: rows[1].update(cells)))


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda rows: rows.append(dict(rows[0])))
    assert len(read_workbook(path).decisions) == 4


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"decision,codes\r\n", "not an Excel workbook"),
        (b"", "not an Excel workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
        (workbook(PROJECT, [])[:3000], "not an Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert expected in problem(read_workbook, path)


def test_a_zip_that_is_no_workbook_and_no_file_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert "cannot be read" in problem(read_workbook, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    assert "not an Excel workbook" in problem(read_workbook, path)


# --- as a table


def table(project: Project = PROJECT) -> list[list[str]]:
    content = suggestions_csv(project)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_has_the_columns_and_rows_of_the_sheet() -> None:
    of = sheet(opened(workbook(PROJECT, [])), "Suggestions")
    expected = [["" if v is None else str(v) for v in row] for row in of.values]
    assert table() == expected
    assert suggestions_csv(PROJECT).count(b"\r\n") == 5


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=1+"ә"', '\'=1+"ә"'),
        ("+7", "'+7"),
        ("-ия", "'-ия"),
        ("@a", "'@a"),
        ("\tә", "'\tә"),
        ("'=1", "''=1"),
        ("'ә", "'ә"),
        ("a=1", "a=1"),
    ],
)
def test_no_cell_of_the_table_is_a_formula(text: str, cell: str) -> None:
    assert table(replace(PROJECT, suggested=[suggested("ujym", text)]))[1][7] == cell


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("=+-@'\t\n\",;ә 🙂и\u0306\x01"), min_size=1, max_size=12))
def test_text_comes_back_from_the_table(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(suggestions_csv(replace(PROJECT, suggested=[suggested("ujym", text)])))
    assert [one.text for one in read_csv_decisions(path).decisions] == [
        text.replace("\x01", "\ufffd")
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_decisions_in_a_table_are_read_by_the_same_rules(tmp_path: Path, delimiter: str) -> None:
    decisions = [("-", "", "'=ой"), ("да", "workload", ""), ("", "", ""), ("recode", "ujym", "")]
    header, *rows = table()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([*cells, *row[3:]] for cells, row in zip(decisions, rows, strict=True))
    path = tmp_path / "a.csv"
    path.write_text(stream.getvalue(), encoding="utf-8-sig", newline="")

    found = read_csv_decisions(path)
    assert (found.run, found.coder, found.missed) == ("", "researcher", [])
    assert [(one.outcome, one.codes, one.memo) for one in found.decisions] == [
        ("rejected", "", "=ой"),
        ("accepted", "ujym;workload", ""),
        ("open", "", ""),
        ("recoded", "ujym", ""),
    ]
    assert [(one.transcript_id, one.codes) for one in found.codings] == [
        ("one", frozenset({"ujym", "workload"})),
        ("two", frozenset({"ujym"})),
    ]


def test_an_error_in_a_table_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = suggestions_csv(PROJECT).decode("utf-8-sig")
    path.write_text(content.replace(",,,two", "бәлкім,,,two"), encoding="utf-8", newline="")
    message = problem(read_csv_decisions, path)
    assert "a.csv, line 7: the decision 'бәлкім'" in message
    path.write_text(content.replace("decision", "решение"), encoding="utf-8", newline="")
    assert "has no columns 'decision'" in problem(read_csv_decisions, path)


def test_a_workbook_renamed_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(workbook(PROJECT, []))
    problem(read_csv_decisions, path)
