import itertools
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers import refi
from pipeline.readers.formats import CONTAINERS, FORMATS, read_document
from pipeline.readers.refi import RefiSource, read, sources

TEXT = "I: Қалай?\nТ: Жақсы 👩🏽‍🏫.\n"


def qdpx(
    path: Path,
    xml: str,
    texts: dict[str, str | bytes] | None = None,
    *,
    project: str = "project.qde",
    folder: str = "sources/",
) -> Path:
    """A project with these sources; the names of texts are those of their files."""
    content = f'<Project xmlns="urn:QDA-XML:project:1.0"><Sources>{xml}</Sources></Project>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(project, f'<?xml version="1.0" encoding="utf-8"?>\n{content}')
        for name, text in (texts or {}).items():
            archive.writestr(folder + name, text)
    return path


def element(tag: str, guid: str = "", inside: str = "", **attributes: str) -> str:
    given = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<{tag} guid="{guid}" {given}>{inside}</{tag}>'


def text_source(guid: str = "1", name: str = "Бір", place: str = "internal://1.txt") -> str:
    return element("TextSource", guid, name=name, plainTextPath=place)


def inline(text: str) -> str:
    return f"<PlainTextContent>{escape(text, {chr(13): '&#13;'})}</PlainTextContent>"


def point(position: object, time: object) -> str:
    return f'<SyncPoint guid="s" position="{position}" timeStamp="{time}"/>'


def test_every_source_with_text_is_listed_in_order(tmp_path: Path) -> None:
    talk = element("Transcript", "5", inline("а"), name="x") + element(
        "Transcript", "6", inline("б")
    )
    xml = (
        text_source("2", "Екі")
        + element("PDFSource", "3", element("Representation", "4", inline("в")), name="Бұйрық.pdf")
        + element("AudioSource", "7", talk, name="сұхбат.mp3")
        + element("VideoSource", "8", element("Transcript", "9", inline("г")), name="сабақ.mp4")
        + text_source("1", "Бір")
    )
    assert sources(qdpx(tmp_path / "p.qdpx", xml, {"1.txt": TEXT})) == [
        RefiSource("Екі", "2", "text"),
        RefiSource("Бұйрық.pdf", "4", "pdf"),
        RefiSource("сұхбат.mp3", "5", "audio"),
        RefiSource("сұхбат.mp3", "6", "audio"),
        RefiSource("сабақ.mp4", "9", "video"),
        RefiSource("Бір", "1", "text"),
    ]


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        (element("TextSource", "1", plainTextPath="Бір мұғалім.txt"), "Бір мұғалім"),
        (element("AudioSource", "2", element("Transcript", "1", inline("а"), name="б")), "б"),
        (element("TextSource", "1", inline("а")), "text"),
    ],
)
def test_a_source_without_a_name_is_called_after_its_text(
    xml: str, name: str, tmp_path: Path
) -> None:
    path = qdpx(tmp_path / "p.qdpx", xml, {"Бір мұғалім.txt": TEXT})
    assert [source.name for source in sources(path)] == [name]


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("internal://1.txt", "sources/1.txt"),
        ("internal://1.txt", "Sources/1.TXT"),
        ("internal://A-1.txt", "sources\\a-1.txt"),
        ("internal:///1.txt", "sources/1.txt"),
        ("1.txt", "sources/1.txt"),
        ("sources/1.txt", "sources/1.txt"),
        ("internal://1.txt", "My project/sources/1.txt"),
    ],
)
@pytest.mark.parametrize("project", ["project.qde", "Project.qde", "My project/project.qde"])
def test_where_programs_put_a_text(place: str, file: str, project: str, tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {file: TEXT, "__MACOSX/._1.txt": "x", "sources/11.txt": "x"}
    path = qdpx(tmp_path / "p.qdpx", text_source(place=place), texts, project=project, folder="")
    assert read(path, "1").text == TEXT


def test_the_nearer_of_two_files_with_one_name(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {"old/1.txt": "x", "1.txt": TEXT}
    assert read(qdpx(tmp_path / "p.qdpx", text_source(), texts), "1").text == TEXT


def test_a_text_in_the_xml(tmp_path: Path) -> None:
    xml = element("TextSource", "1", inline("\ufeffа & б\r\nв < г\r"))
    assert read(qdpx(tmp_path / "p.qdpx", xml), "1").text == "а & б\nв < г\n"


def test_the_text_of_a_pdf_is_not_that_of_what_was_marked_in_it(tmp_path: Path) -> None:
    marked = element("PDFSelection", "3", element("Representation", "4", inline("бір")))
    xml = element("PDFSource", "2", marked + element("Representation", "1", inline("бір екі")))
    path = qdpx(tmp_path / "p.qdpx", xml)
    assert sources(path) == [RefiSource("pdf", "1", "pdf")]
    assert read(path, "1").text == "бір екі"


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:QDA-XML:project:1.5"'])
def test_the_namespace_does_not_matter(namespace: str, tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", "")
    content = f"<Project{namespace}><Sources>{element('TextSource', '1', inline('а'))}</Sources>"
    damaged(path, "project.qde", f"{content}</Project>".encode())
    assert read(path, "1").text == "а"


def test_what_has_no_text_is_named_once(tmp_path: Path) -> None:
    described = element("TextDescription", "9", inline("тақта"))
    xml = (
        element("PictureSource", "2", described, name="сурет.jpg")
        + element("AudioSource", "3", name="үн.mp3")
        + element("PDFSource", "4", element("Representation", "5", inline(" \n")), name="бос.pdf")
        + text_source("6", "бос", "internal://blank.txt")
        + text_source("1")
        + text_source("7")
    )
    path = qdpx(tmp_path / "p.qdpx", xml, {"1.txt": TEXT, "blank.txt": b"\xff\xfe\n\0"})
    assert [source.guid for source in sources(path)] == ["1", "7"]
    assert read(path, "1").notes == (
        "left out, without text: сурет.jpg (picture), үн.mp3 (audio), бос.pdf (pdf), бос (text)",
    )
    assert read(path, "7").notes == ()


def test_an_encoding_that_was_inferred_is_noted(tmp_path: Path) -> None:
    text = "Учитель: мектеп".encode("cp1251")
    document = read(qdpx(tmp_path / "p.qdpx", text_source(), {"1.txt": text}), "1")
    assert document.text == "Учитель: мектеп"
    assert document.notes == ("read as Windows-1251, told by its letters",)


ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"),
    max_size=9,
)
ODD = st.sampled_from(["I: 👩🏽‍🏫 сөз", "е\u0301", "\u2028", "\ufeff", "𝒳", "Т:\t«Иә»"])


@given(lines=st.lists(ANY | ODD, max_size=5))
@settings(max_examples=60)
def test_however_a_text_is_stored_it_is_the_same(lines: list[str]) -> None:
    text = "\n".join(["Сұхбат", *lines])
    for end, mark in itertools.product(("\n", "\r\n", "\r"), ("", "\ufeff")):
        stored = mark + text.replace("\n", end)
        xml = text_source("1") + element("TextSource", "2", inline(stored))
        xml += text_source("3", place="3.txt")
        wide = text.replace("\n", end).encode("utf-16")  # which begins with a mark
        with tempfile.TemporaryDirectory() as folder:
            path = qdpx(Path(folder) / "p.qdpx", xml, {"1.txt": stored, "3.txt": wide})
            assert [read(path, guid).text for guid in "123"] == [text] * 3


# Times.

TALK = ["I: Бір 👩🏽‍🏫 екі?", "Т: Үш, төрт, бес.", "", "I: Алты 🇰🇿 ма?", "Т: Жеті."]


def counted_by(text: str, mark: int, line_end: int, utf_16: bool) -> list[int]:
    """The places 0 … len(text) as a program numbers them."""
    numbers = [mark]
    for letter in text:
        width = (
            line_end if letter == "\n" else len(letter.encode("utf-16-le")) // 2 if utf_16 else 1
        )
        numbers.append(numbers[-1] + width)
    return numbers


@pytest.mark.parametrize("mark", [0, 1])
@pytest.mark.parametrize("line_end", [1, 2])
@pytest.mark.parametrize("utf_16", [False, True])
@pytest.mark.parametrize("at_ends", [False, True])
def test_however_a_program_counts_lines_have_their_times(
    mark: int, line_end: int, utf_16: bool, at_ends: bool, tmp_path: Path
) -> None:
    text = "\n".join(TALK)
    starts = [text.index(line) for line in TALK if line]
    numbers = counted_by(text, mark, line_end, utf_16)
    # f4 puts times where speeches end
    places = [max(start - at_ends, 0) for start in starts]
    points = "".join(point(numbers[place], 1500 * i) for i, place in enumerate(places))
    xml = element("AudioSource", "2", element("Transcript", "1", inline(text) + points))
    document = read(qdpx(tmp_path / "p.qdpx", xml), "1")
    assert document.text == text
    assert document.times == tuple((place, 1.5 * i) for i, place in enumerate(places))


def timed(points: str, tmp_path: Path) -> tuple[tuple[tuple[int, float], ...], tuple[str, ...]]:
    transcript = element("Transcript", "1", inline("\n".join(TALK)) + points)
    document = read(qdpx(tmp_path / "p.qdpx", element("AudioSource", "2", transcript)), "1")
    return document.times, document.notes


def test_times_that_repeat_the_one_before_say_nothing(tmp_path: Path) -> None:
    start = len(TALK[0]) + 1
    points = point(0, 0) + point(5, 0) + point(start, 2000) + point(start + 4, 2000)
    assert timed(points, tmp_path) == (((0, 0.0), (start, 2.0)), ())


def test_times_in_the_midst_of_lines_are_left_out_with_a_word(tmp_path: Path) -> None:
    points = "".join(point(place, place * 100) for place in (4, 7, 9, 20, 25))
    assert timed(points, tmp_path) == (
        (),
        ("5 times left out: nobody can tell of which lines",),
    )


def test_every_word_may_have_a_time(tmp_path: Path) -> None:
    text = "\n".join(TALK)
    places = [
        i for i in range(len(text)) if not text[i].isspace() and not text[: i or 1][-1:].strip()
    ]
    points = point(0, 0) + "".join(point(place, place) for place in places)
    times, notes = timed(points, tmp_path)
    assert [place for place, _ in times] == [0, *places]
    assert notes == ()


@pytest.mark.parametrize(
    "points", ["", point("", 5), point(0, "00:05"), point("²", 1), point(-1, 1)]
)
def test_points_without_place_or_time_are_none(points: str, tmp_path: Path) -> None:
    assert timed(points, tmp_path) == ((), ())


# What is wrong.


def damaged(path: Path, name: str, content: bytes | None) -> None:
    """Put other content into the archive, or none."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for one, old in parts.items():
            if one != name or content is not None:
                archive.writestr(one, content if one == name and content is not None else old)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda path: path.write_text("I: а"), "is not a project that", id="no ZIP"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:90]), "is not a project", id="cut off"
        ),
        pytest.param(
            lambda path: damaged(path, "project.qde", None), "there is no project.qde", id="no XML"
        ),
        pytest.param(
            lambda path: damaged(path, "project.qde", b"<Project>\n\n<a></b></Project>"),
            "line 3: project.qde in it is not XML",
            id="broken XML",
        ),
        pytest.param(
            lambda path: damaged(path, "project.qde", b'<?xml version="1.0" encoding="x"?><a/>'),
            "project.qde in it is not XML",
            id="odd encoding",
        ),
        pytest.param(
            lambda path: damaged(
                path, "project.qde", b'<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>'
            ),
            "it has a document type",
            id="entities",
        ),
        pytest.param(
            lambda path: damaged(path, "project.qde", b"<CodeBook/>"),
            "begins with <CodeBook>, not <Project>",
            id="a codebook",
        ),
    ],
)
@pytest.mark.parametrize("reading", [sources, lambda path: read(path, "1")])
def test_a_broken_project_is_named(
    change: Callable[[Path], None],
    message: str,
    reading: Callable[[Path], object],
    tmp_path: Path,
) -> None:
    path = qdpx(tmp_path / "p.qdpx", text_source(), {"1.txt": TEXT})
    change(path)
    with pytest.raises(TaqyrypError, match=r"p\.qdpx[:,].*\n.*What to do: export") as error:
        reading(path)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (text_source(place="internal://2.txt"), "there is no 2.txt in the archive"),
        (text_source(place="relative:///a/1.txt"), "not in the project but in another file"),
        (text_source(place="absolute://C:/1.txt"), "in another file, absolute://C:/1.txt"),
        (text_source(place="internal://../../1.txt"), "there is no ../../1.txt in the archive"),
    ],
)
def test_a_text_that_is_not_there_is_listed_and_named(
    xml: str, message: str, tmp_path: Path
) -> None:
    path = qdpx(tmp_path / "p.qdpx", xml, {"1.txt": TEXT})
    assert [source.guid for source in sources(path)] == ["1"]
    with pytest.raises(TaqyrypError) as error:
        read(path, "1")
    assert message in error.value.message
    assert error.value.remedy


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ("", "codes"),
        (element("PictureSource", "1", name="сурет.jpg"), "сурет.jpg (picture)"),
        (element("TextSource", "1", inline("\n"), name="бос"), "бос (text)"),
    ],
)
def test_a_project_without_text(xml: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError) as error:
        sources(qdpx(tmp_path / "p.qdpx", xml))
    assert error.value.message == f"has no source with text (only {what})"
    assert "export it with its documents" in str(error.value)


@pytest.mark.parametrize("guids", [("1", "1"), ("1", "")])
def test_sources_that_cannot_be_told_apart(guids: tuple[str, str], tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", "".join(map(text_source, guids)), {"1.txt": TEXT})
    with pytest.raises(TaqyrypError, match=r"source 'Бір' has no guid of its own"):
        sources(path)


@pytest.mark.parametrize("guid", ["", "2", "3"])
def test_a_source_that_is_no_longer_there(guid: str, tmp_path: Path) -> None:
    xml = text_source() + element("PictureSource", "3")
    with pytest.raises(TaqyrypError, match="has no text with the guid"):
        read(qdpx(tmp_path / "p.qdpx", xml, {"1.txt": TEXT}), guid)


def test_what_unpacks_to_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refi, "_TOO_LARGE", 1 << 20)
    path = qdpx(tmp_path / "p.qdpx", text_source(), {"1.txt": b"a" * (1 << 20) + b"b"})
    with pytest.raises(TaqyrypError, match=r"1\.txt unpacks to more than 1 MB"):
        read(path, "1")


@given(place=st.integers(0, 600), byte=st.binary(min_size=1, max_size=3))
@example(place=390, byte=b"\0")  # a file without a name
@settings(max_examples=150)
def test_whatever_is_damaged_it_is_read_or_named(place: int, byte: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = qdpx(Path(folder) / "p.qdpx", text_source(), {"1.txt": TEXT})
        content = path.read_bytes()
        path.write_bytes(content[:place] + byte + content[place + len(byte) :])
        message = "p.qdpx"
        try:
            for source in sources(path):
                read(path, source.guid)
        except TaqyrypError as error:
            message = str(error)
        assert "p.qdpx" in message


def test_a_project_is_read_source_by_source(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "P.QDPX", text_source(), {"1.txt": TEXT})
    assert read_document(path, "1").text == TEXT
    with pytest.raises(TaqyrypError, match="guid"):
        read_document(path)


def test_projects_are_among_the_formats(tmp_path: Path) -> None:
    assert set(CONTAINERS) < set(FORMATS)
    with pytest.raises(TaqyrypError, match=r"\.cha, \.qdpx"):
        read_document(tmp_path / "a.qdp")
