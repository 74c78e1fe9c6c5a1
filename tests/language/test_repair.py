import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.repair import repair, repair_lookalikes, script

MESSY = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "aeoухкКіiıәə\u0301\u0306\u0308\u200b\u200d\u200c\u00ad\ufeff\u00a0 -.👩👧🏽שא가ᄀ"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("кoллектив", "коллектив"),  # Latin o
        ("ұжымымыз", "ұжымымыз"),
        ("мeктeпте", "мектепте"),  # Latin e
        ("тəлімгер", "тәлімгер"),  # Latin schwa
        ("бiздiкi", "біздікі"),  # Latin i
        ("plаn", "plan"),  # Cyrillic а
        ("IT-шник", "IT-шник"),
        ("и\u0306од", "йод"),
        ("ко\u00adми\u200bтет", "комитет"),
        ("100\u00a0000 теңге", "100 000 теңге"),
        ("а\u200dб", "аб"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("blat", "blat"),
        ("", ""),
    ],
)
def test_repairs(source: str, expected: str) -> None:
    assert repair(source).text == expected


def test_spans_point_into_the_source() -> None:
    source = "Бұл ко\u00adллe\u0301ктив, иә"
    repaired = repair(source, offset=100)
    start = repaired.text.index("ко")
    end = repaired.text.index(",")
    begin, stop = repaired.span(start, end)
    assert source[begin - 100 : stop - 100] == "ко\u00adллe\u0301ктив"


@given(MESSY)
def test_repairing_twice_changes_nothing(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@given(MESSY)
def test_every_character_has_a_span_and_spans_follow_each_other(text: str) -> None:
    repaired = repair(text)
    assert len(repaired.text) == len(repaired.starts) == len(repaired.ends)
    spans = list(zip(repaired.starts, repaired.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for (start, end), (next_start, next_end) in itertools.pairwise(spans):
        assert (next_start, next_end) == (start, end) or next_start >= end


@given(MESSY)
def test_no_character_is_broken_in_two(text: str) -> None:
    """Cutting the source at any boundary of the map leaves its composed text as it was."""
    source = "".join(character for character in text if character not in "\u00ad\u200b\u2060\ufeff")
    repaired = repair(source)
    whole = unicodedata.normalize("NFC", source)
    for cut in {*repaired.starts, *repaired.ends}:
        parts = (source[:cut], source[cut:])
        assert "".join(unicodedata.normalize("NFC", part) for part in parts) == whole


@given(MESSY)
def test_without_look_alikes_the_result_is_nfc(text: str) -> None:
    repaired = repair(text).text
    assert unicodedata.is_normalized("NFC", repaired)


def test_script() -> None:
    assert script("ә") == "Cyrillic"
    assert script("ə") == "Latin"
    assert script("ū") == "Latin"
    assert script("1") is None


def test_words_of_one_script_are_left_alone() -> None:
    assert repair_lookalikes("сор cop") == "сор cop"
