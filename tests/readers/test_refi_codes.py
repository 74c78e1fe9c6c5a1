import zipfile
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.readers import refi
from pipeline.readers.refi_codes import RefiCode, codes, codings

TEXT = "Ұжым 🙂 бір.\nДиректор айтты.\nБіз үндемедік."


def written(path: Path, xml: str, text: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0">{xml}</Project>')
        archive.writestr("sources/s1.txt", text)
    return path


def project(tmp_path: Path, selections: str, text: str = TEXT) -> Path:
    """A project with two codes, one below the other, and one text."""
    return written(
        tmp_path / "p.qdpx",
        '<Users><User guid="u1" name="Айгүл"/></Users>'
        '<CodeBook><Codes><Code guid="c1" name="ұжым" color="#112233"><Description>бір үй</Description>'
        '<Code guid="c2" name="silence"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="s1" name="one" plainTextPath="internal://s1.txt">{selections}'
        "</TextSource></Sources>",
        text,
    )


def selection(start: int | str, end: int | str, code: str = "c1", name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="x" name="{name}" startPosition="{start}" endPosition="{end}">'
        "<Description>why</Description>"
        f'<Coding guid="k" creatingUser="u1"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def test_codes_are_read_with_what_they_stand_under(tmp_path: Path) -> None:
    assert codes(project(tmp_path, "")) == [
        RefiCode("c1", "ұжым", (), "бір үй", "#112233"),
        RefiCode("c2", "silence", ("ұжым",), "", ""),
    ]


def test_a_coding_has_its_words_its_code_and_who_gave_it(tmp_path: Path) -> None:
    start = TEXT.index("Біз")
    found, note = codings(project(tmp_path, selection(start, len(TEXT), "c2", "Біз үндемедік.")))
    assert [(TEXT[c.start : c.end], c.code, c.user, c.note, c.source) for c in found] == [
        ("Біз үндемедік.", "c2", "Айгүл", "why", "s1")
    ]
    assert note == ""


@pytest.mark.parametrize(
    ("line_end", "astral", "expected"),
    [
        (1, 1, ""),
        (2, 1, "the program counts line ends as two"),
        (1, 2, "the program counts characters such as emoji as two"),
        (2, 2, "the program counts line ends as two and characters such as emoji as two"),
    ],
)
def test_the_way_a_program_counts_is_found_out(
    tmp_path: Path, line_end: int, astral: int, expected: str
) -> None:
    def counted(place: int) -> int:
        before = TEXT[:place]
        return place + before.count("\n") * (line_end - 1) + before.count("🙂") * (astral - 1)

    quotes = ["бір.", "Директор айтты.", "үндемедік"]
    places = [(TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in quotes]
    selections = "".join(
        selection(counted(start), counted(end), name=quote)
        for (start, end), quote in zip(places, quotes, strict=True)
    )
    found, note = codings(project(tmp_path, selections))
    assert [TEXT[c.start : c.end] for c in found] == quotes
    assert note == expected


def test_where_names_are_no_quotes_words_are_kept_whole(tmp_path: Path) -> None:
    """Counted as the standard says, both would begin or end inside a word."""
    start = TEXT.index("Біз үндемедік")
    lines = selection(start + 2, start + 2 + len("Біз"), name="line:3")
    lines += selection(start + 2 + 4, start + 2 + 13, name="line:3")
    found, note = codings(project(tmp_path, lines))
    assert [TEXT[c.start : c.end] for c in found] == ["Біз", "үндемедік"]
    assert "line ends as two" in note


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 900, "outside its text"),
        (9, 3, "outside its text"),
        ("", 5, "no place"),
        ("-1", 5, "no place"),
    ],
)
def test_a_selection_that_cannot_be_is_named(
    tmp_path: Path, start: int | str, end: int | str, expected: str
) -> None:
    path = project(tmp_path, selection(start, end))
    with pytest.raises(TaqyrypError, match=expected) as caught:
        codings(path)
    assert "p.qdpx" in str(caught.value)


def test_a_code_without_a_name_is_an_error(tmp_path: Path) -> None:
    xml = '<CodeBook><Codes><Code guid="c1" name=" "/></Codes></CodeBook>'
    path = written(tmp_path / "p.qdpx", xml)
    with pytest.raises(TaqyrypError, match="a code has no name"):
        codes(path)


def test_a_project_without_codings_has_none(tmp_path: Path) -> None:
    path = project(tmp_path, "")
    assert codings(path) == ([], "")
    assert refi.sources(path)[0].name == "one"


def test_a_program_may_count_in_two_ways(tmp_path: Path) -> None:
    """What was imported by code points, and what was coded on the screen by UTF-16."""
    first, second = TEXT.index("бір."), TEXT.index("үндемедік")
    assert "🙂" in TEXT[:second]
    lines = selection(first, first + 4, name="бір.")
    lines += selection(second, second + 9, name="үндемедік")
    lines += selection(second + 1, second + 10, name="үндемедік")
    found, _ = codings(project(tmp_path, lines))
    assert [TEXT[c.start : c.end] for c in found] == ["бір.", "үндемедік", "үндемедік"]


def test_what_notes_say_is_read_with_the_coding_and_codings_of_whole_texts_are_counted(
    tmp_path: Path,
) -> None:
    start = TEXT.index("үндемедік")
    line = selection(start, start + 9, name="үндемедік")
    line = line.replace("<Coding", '<Coding guid="x1"', 1) if "guid=" not in line else line
    line = line.replace("</PlainTextSelection>", '<NoteRef targetGUID="n1"/></PlainTextSelection>')
    whole = '<Coding guid="w1"><CodeRef targetGUID="c1"/></Coding>'
    path = project(tmp_path, line + whole)
    with zipfile.ZipFile(path) as old:
        xml, text = old.read("project.qde").decode(), old.read("sources/s1.txt").decode()
    notes = '<Notes><Note guid="n1"><PlainTextContent>Екі сағат</PlainTextContent></Note></Notes>'
    body = xml.removeprefix('<Project xmlns="urn:QDA-XML:project:1.0">').removesuffix("</Project>")
    path = written(tmp_path / "q.qdpx", body + notes, text)
    (found,), note = codings(path)
    assert found.note.endswith("Екі сағат")
    assert note == "1 coding of whole texts left out"
