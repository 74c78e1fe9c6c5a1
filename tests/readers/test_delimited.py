from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.readers.delimited import DelimitedTable, read_table


def table(folder: Path, content: str) -> DelimitedTable:
    path = folder / "a.csv"
    path.write_bytes(content.encode())
    return read_table(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_cells_and_lines(delimiter: str, tmp_path: Path) -> None:
    content = '\n Name |text\n\nа|"б\nв"\n|\nг|д|е\nж\n'.replace("|", delimiter)
    found = table(tmp_path, content)
    assert (found.header, found.columns) == ([" Name ", "text"], ["name", "text"])
    assert [(row.line, row.cells) for row in found.rows] == [
        (4, {"name": "а", "text": "б\nв"}),
        (7, {"name": "г", "text": "д"}),
        (8, {"name": "ж", "text": ""}),
    ]


@pytest.mark.parametrize("content", ["", "\n\n", ",\n"])
def test_nothing_in_it(content: str, tmp_path: Path) -> None:
    found = table(tmp_path, content)
    assert (found.header, found.rows) == ([], [])
    assert str(found.missing("name", remedy="x")).startswith(
        f"{tmp_path.as_posix()}/a.csv, line 1: has no column 'name'"
    )


@pytest.mark.parametrize(
    "cell", ['"open\nг,д', '"open' + " сөз" * 40_000, "сөз " * 40_000, '"a"b'], ids=range(4)
)
def test_where_a_cell_ends_must_be_plain(cell: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"a\.csv, line 3: is not a table") as found:
        table(tmp_path, f"name,text\nа,б\nв,{cell}\n")
    assert found.value.remedy


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    assert table(tmp_path, 'text\nол "иә" деді\n').rows[0].cells["text"] == 'ол "иә" деді'
