import re
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.elan import read

SLOTS = {"ts1": 0, "ts2": 1500, "ts3": 2000, "ts4": 4250}


def aligned(name: str, begin: str, end: str, text: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="{begin}" '
        f'TIME_SLOT_REF2="{end}">\n<ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION>\n"
    )


def depending(name: str, on: str, text: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{on}">'
        f"<ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>\n"
    )


def tier(name: str, *annotations: str, participant: str = "", parent: str = "") -> str:
    more = f" PARTICIPANT={quoteattr(participant)}" if participant else ""
    more += f" PARENT_REF={quoteattr(parent)}" if parent else ""
    content = "".join(annotations)
    return f'<TIER LINGUISTIC_TYPE_REF="x" TIER_ID={quoteattr(name)}{more}>\n{content}</TIER>\n'


def eaf(
    *tiers: str, slots: dict[str, int | None] | None = None, units: str = "milliseconds"
) -> str:
    times = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"'
        + ("" if time is None else f' TIME_VALUE="{time}"')
        + "/>\n"
        for name, time in (SLOTS if slots is None else slots).items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT FORMAT="3.0">\n'
        f'<HEADER TIME_UNITS="{units}"/>\n<TIME_ORDER>\n{times}</TIME_ORDER>\n{"".join(tiers)}'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="x"/></ANNOTATION_DOCUMENT>\n'
    )


def elan(folder: Path, content: str | bytes) -> Document:
    path = folder / "a.eaf"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def speeches(document: Document) -> list[tuple[str, str, float | None]]:
    assert document.speeches is not None
    return [(s.label, document.text[s.start : s.end], s.time) for s in document.speeches]


TWO = (
    tier("R", aligned("a2", "ts2", "ts4", "Иә, мен мұғаліммін."), participant="Айгүл"),
    tier(
        "I",
        aligned("a3", "ts4", "ts4", "Спасибо!"),
        aligned("a1", "ts1", "ts2", "Сіз <кімсіз> & ?"),
    ),
)


def test_tiers_are_speakers_in_the_order_of_time(tmp_path: Path) -> None:
    document = elan(tmp_path, eaf(*TWO))
    assert document.text == "Сіз <кімсіз> & ?\nИә, мен мұғаліммін.\nСпасибо!"
    assert speeches(document) == [
        ("I", "Сіз <кімсіз> & ?", 0.0),
        ("Айгүл", "Иә, мен мұғаліммін.", 1.5),
        ("I", "Спасибо!", 4.25),
    ]
    assert document.notes == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_however_it_was_saved(end: str, encoding: str, tmp_path: Path) -> None:
    content = eaf(*TWO).replace("UTF-8", encoding.removesuffix("-sig")).replace("\n", end)
    document = elan(tmp_path, content.encode(encoding))
    assert document == elan(tmp_path, eaf(*TWO))


def test_what_begins_together_stands_in_the_order_of_tiers(tmp_path: Path) -> None:
    one = tier("B", aligned("a1", "ts1", "ts3", "бір"))
    two = tier("A", aligned("a2", "ts1", "ts2", "екі"))
    assert [label for label, _, _ in speeches(elan(tmp_path, eaf(one, two)))] == ["B", "A"]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    content = eaf(*TWO)
    lines = content.split("\n")
    document = elan(tmp_path, content)
    assert document.speeches is not None
    for speech, name in zip(document.speeches, ["a1", "a2", "a3"], strict=True):
        assert f'"{name}"' in lines[speech.line - 1]


def test_what_depends_on_speech_is_left_out_and_counted(tmp_path: Path) -> None:
    document = elan(
        tmp_path,
        eaf(
            tier("R", aligned("a1", "ts1", "ts2", "Мен келдім.")),
            tier("gloss", depending("a2", "a1", "I"), depending("a3", "a1", "came"), parent="R"),
            tier("words", aligned("a4", "ts1", "ts2", "Мен"), parent="R", participant="R"),
        ),
    )
    assert document.text == "Мен келдім."
    assert document.notes == ("left out, on tiers that depend on others: gloss (2), words (1)",)


def test_a_file_whose_speech_is_on_a_dependent_tier_only(tmp_path: Path) -> None:
    content = eaf(
        tier("numbers", aligned("a1", "ts1", "ts2", " ")),
        tier("txt", depending("a2", "a1", "Мен келдім."), parent="numbers"),
    )
    with pytest.raises(TaqyrypError, match=r"a\.eaf: .*no speech: txt \(1\)") as found:
        elan(tmp_path, content)
    assert "Copy Tier" in str(found.value)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((0, None, None, 3000), [0.0, 0.0, 0.0]),
        ((None, 1000, None, 3000), [1.0, 1.0, 1.0]),
        ((None, None, 2000, None), [2.0, 2.0, 2.0]),
        ((None, None, None, None), [None, None, None]),
    ],
)
def test_slots_without_a_time_take_the_nearest(
    times: tuple[int | None, ...], expected: list[float | None], tmp_path: Path
) -> None:
    slots = dict(zip(SLOTS, times, strict=True))
    names = list(SLOTS)
    three = [aligned(f"a{i}", names[i], names[i + 1], f"сөз{i}") for i in range(3)]
    document = elan(tmp_path, eaf(tier("R", *reversed(three)), slots=slots))
    assert document.text == "сөз0 сөз1 сөз2"
    apart = [tier(f"R{i}", one) for i, one in enumerate(three)]
    assert [time for _, _, time in speeches(elan(tmp_path, eaf(*apart, slots=slots)))] == expected


def test_no_slot_has_a_time_and_the_tiers_take_turns(tmp_path: Path) -> None:
    one = tier("I", aligned("a1", "ts1", "ts2", "бір"), aligned("a3", "ts3", "ts4", "үш"))
    two = tier("R", aligned("a2", "ts2", "ts3", "екі"))
    assert elan(tmp_path, eaf(one, two, slots=dict.fromkeys(SLOTS))).text == "бір\nекі\nүш"


def test_nothing_in_it(tmp_path: Path) -> None:
    assert elan(tmp_path, eaf(tier("default"))).text == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"line 1: is not XML"),
        ("I: Сәлем!", r"line 1: is not XML"),
        (eaf(*TWO)[:-60], r"line \d+: is not XML"),
        (eaf(*TWO).replace("&amp;", "&nbsp;"), r"line \d+: is not XML .*undefined entity"),
        (eaf(*TWO).replace("UTF-8", "no-such"), r"is not XML .*encoding"),
        ("<a>\n</a>", r"line 1: is XML, but not of ELAN: it begins with <a>"),
        (eaf(), r"has no tiers"),
        (eaf(*TWO, units="PAL-frames"), r"counts time in 'PAL-frames'"),
        (eaf(*TWO).replace("4250", "4.25"), r"line 8: time slot 'ts4' has the time '4.25'"),
        (
            eaf(*TWO, slots={"ts1": 0, "ts2": 1}),
            r"line 9: annotation 'a2' on tier 'R' refers to the time slot 'ts4', which does not",
        ),
        (
            eaf(*TWO).replace('TIME_SLOT_REF1="ts4" ', ""),
            r"annotation 'a3' on tier 'I' refers to the time slot ''",
        ),
    ],
)
def test_broken_files(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=rf"a\.eaf.*{message}") as found:
        elan(tmp_path, content)
    assert found.value.remedy


@pytest.mark.parametrize(
    "declared", ['<!ENTITY e "eee">', '<!ENTITY e SYSTEM "secret.txt">', '<!ENTITY % e "">']
)
def test_entities_are_refused(declared: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("құпия", encoding="utf-8")
    content = eaf(*TWO).replace("?>\n", f"?>\n<!DOCTYPE x [{declared}]>\n").replace("&amp;", "&e;")
    with pytest.raises(TaqyrypError, match="line 2: has a document type"):
        elan(tmp_path, content)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["I", "Айгүл", "Teacher A4"]),
            st.one_of(
                st.sampled_from(["Сәлеметсіз бе?", "Да, конечно.", "Well, I'd say so."]),
                st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])),
            ),
        ),
        min_size=1,
    )
)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[str, str]]
) -> None:
    slots: dict[str, int | None] = {f"ts{i}": 250 * i for i in range(len(turns) + 1)}
    tiers = {label: "" for label, _ in turns}
    for i, (label, text) in enumerate(turns):
        tiers[label] = aligned(f"a{i}", f"ts{i}", f"ts{i + 1}", text) + tiers[label]
    document = elan(
        tmp_path_factory.getbasetemp(),
        eaf(*(tier(f"t {label}", t, participant=label) for label, t in tiers.items()), slots=slots),
    )
    said = [
        (label, re.sub(r"\s+", " ", text).strip(), i / 4) for i, (label, text) in enumerate(turns)
    ]
    groups = [list(g) for _, g in groupby((s for s in said if s[1]), key=lambda s: s[0])]
    assert speeches(document) == [(g[0][0], " ".join(s[1] for s in g), g[0][2]) for g in groups]
