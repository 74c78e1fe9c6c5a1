import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.labels import Certainty, find_speeches
from pipeline.readers.otranscribe import read


def stamp(seconds: float, shown: str = "0:00") -> str:
    return (
        f'<span class="timestamp" contenteditable="false" data-timestamp="{seconds}">{shown}</span>'
    )


def typed(folder: Path, html: str, **more: Any) -> Document:
    path = folder / "a.otr"
    path.write_text(json.dumps({"text": html, "media": "a.mp3", **more}), encoding="utf-8")
    return read(path)


def paragraphs(document: Document) -> list[tuple[str, float | None]]:
    assert document.speeches is not None
    return [(document.text[one.start : one.end], one.time) for one in document.speeches]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>I: Сәлем</p><p>R: Иә</p>", "I: Сәлем\nR: Иә"),
        ("I: Сәлем<br>R: Иә<br />", "I: Сәлем\nR: Иә"),
        ("I: Сәлем<div>R: Иә</div>", "I: Сәлем\nR: Иә"),
        ("<p>I: Сәлем<br></p><p><br></p><p>R: Иә</p>", "I: Сәлем\n\nR: Иә"),
        ("I: Сәлем<br><br>R: Иә", "I: Сәлем\n\nR: Иә"),
        ("<div><p>бір</p></div>\n  <ul><li>екі</li></ul>", "бір\nекі"),
        ("<p><b>I:</b> Сә<i>л</i>ем,\n\t әріптес </p>", "I: Сәлем, әріптес"),
        ("<p>R&amp;D &lt;күледі&gt; a&nbsp;b &nbsp;</p>", "R&D <күледі> a b"),
        ("<p>a < b, <3, <күледі></p>", "a < b, <3, <күледі>"),
        ("<style>p {}</style><!-- x --><script>1</script><p>бір</p>", "бір"),
        ('<span style="x">бір <span>екі</span></span> үш', "бір екі үш"),
    ],
)
def test_lines_as_they_look(html: str, text: str, tmp_path: Path) -> None:
    document = typed(tmp_path, html)
    assert (document.text, document.speeches, document.notes) == (text, None, ())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p>{stamp(5.9)}&nbsp;I: Сәлем</p>", "[00:00:05] I: Сәлем"),
        (f"<p>{stamp(5025)}I: Сәлем</p>", "[01:23:45] I: Сәлем"),
        (f"<p>I: {stamp(65)} Сәлем</p>", "[00:01:05] I: Сәлем"),
        (f"<p>[{stamp(65)}] I: Сәлем</p>", "[00:01:05] I: Сәлем"),
        (f"{stamp(65)}<br>I: Сәлем", "[00:01:05] I: Сәлем"),
        (f"<p>{stamp(65)}</p><p>{stamp(70)} I: Сәлем</p>", "[00:01:10] I: Сәлем"),
        (f"<p>{stamp(65)} I: {stamp(70)} Сәлем</p>", "[00:01:05] I: Сәлем"),
        (f"<p>{stamp(65)} 00:07 I: Сәлем</p>", "00:07 I: Сәлем"),
        (f"<p>I: бір {stamp(65)} екі</p>", "I: бір екі"),
        (f"<p>I: бір</p><p>{stamp(65)} екі</p>", "I: бір\nекі"),
        ('<p><span class="timestamp">1:05</span> I: бір</p>', "[00:01:05] I: бір"),
        ('<p><span class="x timestamp">жоқ</span> I: бір</p>', "жоқ I: бір"),
        ('<p><span class="timestamp" data-timestamp="nan">x</span>I: бір</p>', "xI: бір"),
        (f"<p>{stamp(65, '1:05 I: бір')} екі</p>", "[00:01:05] I: бір екі"),
        (f"<p>{stamp(65, '<span>1:05</span>')} I: бір</p>", "[00:01:05] I: бір"),
        (f"<p>{stamp(65, '1:05<br>')}I: бір</p>", "[00:01:05] I: бір"),
        ('<p><span class="timestamp" data-timestamp="65">1:05<p>I: бір', "[00:01:05] I: бір"),
    ],
)
def test_time_stamps_of_labelled_lines(html: str, text: str, tmp_path: Path) -> None:
    document = typed(tmp_path, html)
    assert document.text == text
    assert document.speeches is None


def test_the_times_are_understood(tmp_path: Path) -> None:
    html = f"<p>{stamp(5)} I: Қалай?</p><p>R: Жақсы, {stamp(9)} иә.</p><p>{stamp(65)} I: Ә.</p>"
    document = typed(tmp_path, html)
    found = find_speeches(document.text, lambda _: Certainty.CERTAIN)
    assert [(one.label, document.text[one.start : one.end], one.time) for one in found] == [
        ("I", "Қалай?", 5.0),
        ("R", "Жақсы, иә.", None),
        ("I", "Ә.", 65.0),
    ]
    assert document.notes == ("1 time stamp inside speeches left out",)


def test_paragraphs_without_labels(tmp_path: Path) -> None:
    html = f"<p>{stamp(5.5)} бір {stamp(7)} екі</p><p>үш<br><br>{stamp(9)}<br>төрт</p>{stamp(10)}"
    document = typed(tmp_path, html)
    assert document.text == "бір екі\nүш\n\nтөрт"
    assert paragraphs(document) == [("бір екі", 5.5), ("үш", None), ("төрт", 9.0)]
    assert document.speeches is not None
    assert [one.line for one in document.speeches] == [1, 2, 4]
    assert document.notes == ("2 time stamps inside speeches left out",)


def test_half_a_character_becomes_a_mark(tmp_path: Path) -> None:
    assert typed(tmp_path, "иә \ud83d").text == "иә \ufffd"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Сәлем", "a.otr, line 1: is not JSON"),
        ('{"text":\n', "a.otr, line 2: is not JSON"),
        ("[" * 100_000, "a.otr: is not JSON"),
        ("[]", "a.otr: has no 'text'"),
        ('{"text": null}', "a.otr: has no 'text'"),
    ],
)
def test_what_otranscribe_does_not_write(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.otr"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError) as found:
        read(path)
    assert message in str(found.value)
    assert found.value.remedy


@pytest.mark.parametrize("content", ["", "\n ", '{"text": ""}', '{"text": "<p><br></p>"}'])
def test_nothing_in_it(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.otr"
    path.write_text(content, encoding="utf-8")
    assert not read(path).text.strip()


LINES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 90_000)),
        st.sampled_from(["сабақ ұжым", "урок!", "a & b < c", "👩🏽‍🏫 e\u0301", "«иә» — 2014"]),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("label", ["", "Мұғалім А4: "])
@given(lines=LINES)
def test_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, label: str, lines: list[tuple[int | None, str]]
) -> None:
    escaped = [(time, line.replace("&", "&amp;").replace("<", "&lt;")) for time, line in lines]
    html = "".join(
        f"<p>{'' if time is None else stamp(time)}&nbsp;{label}{line}</p>" for time, line in escaped
    )
    document = typed(tmp_path_factory.getbasetemp(), html)
    if label:
        found = find_speeches(document.text, lambda _: Certainty.CERTAIN)
        spoken = [(one.time, document.text[one.start : one.end]) for one in found]
        assert spoken == lines
    elif document.speeches is not None:
        assert [(time, line) for line, time in paragraphs(document)] == lines
    else:
        assert document.text == "\n".join(line for _, line in lines)
