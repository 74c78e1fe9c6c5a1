import re
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.praat import read

#: Class, name, and the parts: times and a text.
Tier = tuple[str, str, Sequence[tuple[float, ...]], Sequence[str]]


def intervals(name: str, *parts: tuple[float, float, str]) -> Tier:
    return "IntervalTier", name, [part[:2] for part in parts], [part[2] for part in parts]


def points(name: str, *parts: tuple[float, str]) -> Tier:
    return "TextTier", name, [part[:1] for part in parts], [part[1] for part in parts]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def long(*tiers: Tier) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", "xmax = 9 "]
    lines += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for i, (kind, name, times, texts) in enumerate(tiers, start=1):
        parts, mark = ("intervals", "text") if kind == "IntervalTier" else ("points", "mark")
        lines += [f"    item [{i}]:", f"        class = {quoted(kind)} "]
        lines += [f"        name = {quoted(name)} ", "        xmin = 0 ", "        xmax = 9 "]
        lines += [f"        {parts}: size = {len(texts)} "]
        for j, (numbers, text) in enumerate(zip(times, texts, strict=True), start=1):
            names = ("xmin", "xmax") if len(numbers) == 2 else ("number",)
            lines += [f"        {parts} [{j}]:"]
            lines += [
                f"            {x} = {number} " for x, number in zip(names, numbers, strict=True)
            ]
            lines += [f"            {mark} = {quoted(text)} "]
    return "\n".join(lines) + "\n"


def short(*tiers: Tier) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", "9", "<exists>"]
    lines += [str(len(tiers))]
    for kind, name, times, texts in tiers:
        lines += [quoted(kind), quoted(name), "0", "9", str(len(texts))]
        for numbers, text in zip(times, texts, strict=True):
            lines += [*(str(number) for number in numbers), quoted(text)]
    return "\n".join(lines) + "\n"


def praat(folder: Path, content: str | bytes) -> Document:
    path = folder / "a.TextGrid"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def speeches(document: Document) -> list[tuple[str, str, float | None]]:
    assert document.speeches is not None
    return [(s.label, document.text[s.start : s.end], s.time) for s in document.speeches]


formats = pytest.mark.parametrize("written", [long, short])
TWO = (
    intervals("Айгүл", (0, 1.5, ""), (1.5, 4, 'Ол "иә" деді, 5 рет.'), (4, 9, " ")),
    intervals("I", (0, 1.5, "Кім?"), (1.5, 5, ""), (5, 9, "Понятно.\nСпасибо!")),
)


@formats
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_tiers_are_speakers_however_it_was_saved(
    written: Callable[..., str], end: str, encoding: str, tmp_path: Path
) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    document = praat(tmp_path, mark + written(*TWO).replace("\n", end).encode(encoding))
    assert document.text == 'Кім?\nОл "иә" деді, 5 рет.\nПонятно. Спасибо!'
    assert speeches(document) == [
        ("I", "Кім?", 0.0),
        ("Айгүл", 'Ол "иә" деді, 5 рет.', 1.5),
        ("I", "Понятно. Спасибо!", 5.0),
    ]
    assert document.notes == ()


@formats
def test_lines_are_those_of_the_file(written: Callable[..., str], tmp_path: Path) -> None:
    content = written(*TWO)
    lines = content.split("\n")
    document = praat(tmp_path, content)
    assert document.speeches is not None
    for speech, word in zip(document.speeches, ["Кім?", "Ол", "Понятно."], strict=True):
        assert word in lines[speech.line - 1]


@formats
def test_points_are_left_out_and_counted(written: Callable[..., str], tmp_path: Path) -> None:
    bells = points("bell", (0.5, "дың"), (2.5, ""))
    document = praat(tmp_path, written(bells, *TWO, points("none")))
    assert document == Document(
        praat(tmp_path, written(*TWO)).text,
        document.speeches,
        ("left out, on point tiers: bell (2)",),
    )


@formats
def test_what_begins_together_stands_in_the_order_of_tiers(
    written: Callable[..., str], tmp_path: Path
) -> None:
    tiers = intervals("B", (0, 9, "бір")), intervals("A", (0, 1, "екі"), (1, 9, "үш"))
    assert praat(tmp_path, written(*tiers)).text == "бір\nекі үш"


def test_what_praat_passes_over(tmp_path: Path) -> None:
    content = short(intervals("I", (0, 9, "Сәлем! <3>"))).replace("<exists>", 'yes <exists> ! "9')
    content = content.replace("0\n", "from 0 seconds [9] x9 ! 1 2\n", 1)
    assert speeches(praat(tmp_path, content)) == [("I", "Сәлем! <3>", 0.0)]


def test_the_older_head_of_the_short_format(tmp_path: Path) -> None:
    content = short(*TWO).replace('ooTextFile"', 'ooTextFile short"')
    content = content.replace('Object class = "TextGrid"', '"TextGrid"')
    assert len(speeches(praat(tmp_path, content))) == 3


def test_an_inferred_encoding_is_said(tmp_path: Path) -> None:
    text = " ".join(["Он сказал, что придёт завтра утром."] * 20)
    document = praat(tmp_path, long(intervals("R", (0, 9, text))).encode("cp1251"))
    assert document.text == text
    assert "Windows-1251" in document.notes[0]


@formats
def test_silence_only(written: Callable[..., str], tmp_path: Path) -> None:
    assert praat(tmp_path, written(intervals("I", (0, 9, "")))).text == ""


@formats
def test_cut_off_anywhere(written: Callable[..., str], tmp_path: Path) -> None:
    content = written(*TWO).rstrip()
    for length in range(len(content)):
        with pytest.raises(TaqyrypError) as found:
            praat(tmp_path, content[:length])
        assert found.value.remedy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"a\.TextGrid: is not a TextGrid .* but another format"),
        ("I: Сәлем!", r"is not a TextGrid .* but another format"),
        ('ол "иә" деді', r"is not a TextGrid .* but 'иә'"),
        (b"ooBinaryFile\x08TextGrid\x00\xff", r"but a binary file"),
        ('"Praat chronological TextGrid text file"\n0 9', r"but 'Praat chronological"),
        (long(*TWO).replace('"TextGrid"', '"Collection"'), r"but 'Collection'"),
        (long(), r"has no interval tiers"),
        (long().replace("exists", "absent"), r"has no interval tiers"),
        (long(points("bell", (1, "дың"))), r"has no interval tiers"),
        (long(*TWO).replace("IntervalTier", "Sound"), r"line 10: has a tier of the class 'Sound'"),
        (long(*TWO).replace('""иә""', '"иә"'), r"line 22: the beginning of an interval of tier"),
        (short(*TWO).replace("<exists>\n2", "<exists>\n3"), r"ends where the class of a tier"),
        (short(*TWO).replace("<exists>\n2", "<exists>\n1"), r"goes on after the last part"),
        (short(*TWO).replace("<exists>\n2", "<exists>\n1.5"), r"line 7: how many tiers .* not 1.5"),
        (short(*TWO).rstrip()[:-1], r"closing quote is missing"),
        (short(*TWO).replace("\n1.5\n", "\nsoon\n", 1), r"the end of an interval of tier 'Айгүл'"),
    ],
)
def test_broken_files(content: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=message) as found:
        praat(tmp_path, content)
    assert found.value.remedy


@given(
    st.sampled_from([long, short]),
    st.sampled_from(["utf-8", "utf-16"]),
    st.lists(
        st.tuples(
            st.sampled_from(["I", "Айгүл", 'Teacher "A4"']),
            st.one_of(
                st.sampled_from(['Ол: "Жоқ!" - деді.', "Да, 25 человек.", '"', "!", "a\n\nb"]),
                st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
            ),
        ),
        min_size=1,
    ),
)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    written: Callable[..., str],
    encoding: str,
    turns: list[tuple[str, str]],
) -> None:
    tiers: dict[str, list[tuple[float, float, str]]] = {}
    for i, (label, text) in enumerate(turns):
        tiers.setdefault(label, []).append((i / 4, i / 4 + 0.25, text))
    content = written(*(intervals(label, *parts) for label, parts in tiers.items()))
    document = praat(tmp_path_factory.getbasetemp(), content.encode(encoding))
    said = [
        (label, re.sub(r"\s+", " ", text).strip(), i / 4) for i, (label, text) in enumerate(turns)
    ]
    groups = [list(g) for _, g in groupby((s for s in said if s[1]), key=lambda s: s[0])]
    assert speeches(document) == [(g[0][0], " ".join(s[1] for s in g), g[0][2]) for g in groups]
