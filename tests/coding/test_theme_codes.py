import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.theme_codes import (
    Bools,
    code_candidates,
    leading_codes,
    theme_codes,
    topic_rows,
    unspoken_codes,
)
from pipeline.schema import (
    OUTLIER,
    Assignment,
    CodeCandidate,
    SubTheme,
    Theme,
    ThemeCode,
    Utterance,
)
from tests.themes.spoken import PLAIN

CODES = ["blat", "trust", "workload"]
TOPICS = [0] * 40 + [1] * 40 + [2] * 40
MANY = [f"Teacher A{n % 8}" for n in range(120)]


def planted(where: Sequence[int], code: int = 0) -> Bools:
    found = np.zeros((120, 3), dtype=bool)
    found[list(where), code] = True
    return found


def leading(suggested: Bools, speakers: Sequence[str] = MANY) -> dict[int, list[str]]:
    return leading_codes(theme_codes(TOPICS, suggested, CODES, speakers))


def row(**changes: object) -> ThemeCode:
    plain = ThemeCode(
        topic=0, code="blat", count=3, speakers=2, share=0.1, lift=1.5, p_value=0.049, rank=1
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def test_a_code_planted_in_a_theme_leads_there_and_nowhere_else() -> None:
    assert leading(planted([*range(20), 50, 90])) == {0: ["blat"], 1: [], 2: []}


def test_what_is_scattered_seldom_leads_anywhere() -> None:
    generator = np.random.default_rng(0)
    scattered = (generator.random((120, 3)) < 0.2 for _ in range(100))
    # One in twenty by chance, as was promised.
    assert sum(any(leading(suggested).values()) for suggested in scattered) <= 5


def test_what_one_person_repeats_does_not_lead() -> None:
    speakers = ["Teacher A1"] * 30 + MANY[30:]
    one = planted([*range(20), 38, 50, 90])
    assert leading(one, speakers)[0] == []
    assert leading(one, MANY)[0] == ["blat"]


def test_counts_shares_and_lift() -> None:
    rows = theme_codes(TOPICS, planted([0, 1, 9, 40]), CODES, MANY)
    found = {(r.topic, r.code): r for r in rows}
    blat = found[0, "blat"]
    assert (blat.count, blat.speakers, blat.share, blat.lift) == (3, 2, 0.075, 2.25)
    assert (found[2, "blat"].count, found[2, "blat"].lift, found[2, "blat"].p_value) == (0, 0, 1)
    assert found[0, "trust"].lift == 0  # said nowhere, and nothing is divided by nothing
    assert [r.rank for r in rows if r.topic == 0] == [1, 2, 3]


def test_the_p_value_is_the_tail_corrected() -> None:
    # Said by the first theme of four alone, by others each time: one draw in 70, of two pairs;
    # without one of the speakers there is one draw in 20, or in 6, and this is larger.
    first = np.array([[True]] * 4 + [[False]] * 4)
    for speakers, tail in ((["a", "b", "c", "d"] * 2, 1 / 20), (["a", "b"] * 4, 1 / 6)):
        rows = theme_codes([0] * 4 + [1] * 4, first, ["blat"], speakers)
        assert [r.p_value for r in rows] == [pytest.approx(tail, rel=0.01), 1.0]


def test_correction_is_over_all_pairs() -> None:
    suggested = planted([*range(8), 50, 90])
    alone = theme_codes(TOPICS, suggested[:, :1], ["blat"], MANY)[0].p_value
    assert theme_codes(TOPICS, suggested, CODES, MANY)[0].p_value == pytest.approx(3 * alone, 0.01)


def test_one_person_alone_tells_nothing() -> None:
    assert leading(planted(range(40)), ["Teacher A1"] * 120)[0] == []


@pytest.mark.parametrize(
    ("changes", "leads"),
    [
        ({}, True),
        ({"count": 2}, False),
        ({"speakers": 1}, False),
        ({"lift": 1.49}, False),
        ({"p_value": 0.05}, False),
    ],
)
def test_what_makes_a_code_lead(changes: dict[str, object], leads: bool) -> None:
    assert leading_codes([row(**changes)]) == {0: ["blat"] if leads else []}


def test_the_first_three_by_rank() -> None:
    rows = [row(code=str(n), rank=n) for n in (4, 2, 3, 1)]
    assert leading_codes(rows) == {0: ["1", "2", "3"]}


@given(st.permutations(range(120)))
def test_the_order_of_utterances_changes_nothing(order: list[int]) -> None:
    suggested = planted([*range(20), 50, 90]) | planted([*range(35, 50)], code=1)
    # Some say more than others, and some as much.
    speakers = [f"Teacher A{n * n % 7}" for n in range(120)]
    assert theme_codes(
        [TOPICS[i] for i in order], suggested[order], CODES, [speakers[i] for i in order]
    ) == theme_codes(TOPICS, suggested, CODES, speakers)


def test_utterances_in_no_theme_are_elsewhere() -> None:
    rows = theme_codes([OUTLIER, OUTLIER, 0, 0], np.eye(4, 1) > 0, ["blat"], MANY[:4])
    assert [(r.topic, r.count, r.lift) for r in rows] == [(-1, 1, 2.0), (0, 0, 0.0)]


def test_codes_nobody_speaks_about() -> None:
    assert unspoken_codes(CODES, planted([3])) == ["trust", "workload"]
    assert unspoken_codes(CODES, np.zeros((0, 3), dtype=bool)) == CODES


THEMES = [Theme(n, 40, "kk 40", f"тақырып {n}", "тема", "theme", "сөз", 0.8, "") for n in range(3)]
SUBTHEMES = [
    SubTheme(name, int(name[0]), 20, "kk 20", f"бөлік {name}", "", "", "сөз", 0.8)
    for name in ("1.1", "1.2")
]
TEXT = "біз осы жоспарды бәріміз бірге отырып жазып шықтық"
SAID = [
    dataclasses.replace(
        PLAIN, utterance_id=f"t.{n:03}", speaker=speaker, text=f"{TEXT} {n}", normalised=TEXT
    )
    for n, speaker in enumerate(MANY)
]
ASSIGNED = [
    Assignment(
        utterance.utterance_id,
        topic,
        1.0 - n / 1000,
        {1: "1.1", 2: "1.2"}.get(n // 20 - 1, "") if topic == 1 else "",
        0.0,
        0.0,
    )
    for n, (utterance, topic) in enumerate(zip(SAID, TOPICS, strict=True))
]
VECTORS = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (120, 1))


def candidates(
    suggested: Bools,
    utterances: Sequence[Utterance] = SAID,
    assignments: Sequence[Assignment] = ASSIGNED,
) -> list[CodeCandidate]:
    return code_candidates(utterances, assignments, THEMES, SUBTHEMES, suggested, CODES, VECTORS)


def coded_but(where: Sequence[int]) -> Bools:
    """Each utterance has one of the codes in turn, but those have none."""
    found = np.zeros((120, 3), dtype=bool)
    found[np.arange(120), np.arange(120) % 3] = True
    found[list(where)] = False
    return found


def test_a_theme_without_codes_is_a_candidate() -> None:
    found = candidates(coded_but([*range(85, 120), 3, 50]))
    assert [(c.topic, c.subtheme) for c in found] == [(2, "")]
    one = found[0]
    assert (one.size, one.speakers, one.draft_name_kk) == (40, 8, "тақырып 2")
    assert (one.share_without, one.elsewhere) == (0.875, 0.025)
    assert one.p_value < 0.001
    # The clearest members without a suggestion, of three people.
    assert one.example_1 == f"Teacher A5: {TEXT} 85"
    assert [one.example_2[:10], one.example_3[:10]] == ["Teacher A6", "Teacher A7"]


def test_a_part_of_a_theme_is_one_and_the_whole_beside_it() -> None:
    part = candidates(coded_but(range(40, 55)))
    assert {(c.topic, c.subtheme) for c in part} == {(1, ""), (1, "1.1")}
    assert next(c for c in part if c.subtheme).draft_name_kk == "бөлік 1.1"
    lone = candidates(coded_but([*range(40, 55), *range(0, 8), *range(80, 88)]))
    assert [(c.topic, c.subtheme) for c in lone] == [(1, "1.1")]


@pytest.mark.parametrize("seed", range(5))
def test_where_suggestions_are_missing_at_random_there_is_none(seed: int) -> None:
    missing = np.random.default_rng(seed).random(120) < 0.5
    assert candidates(coded_but(np.flatnonzero(missing).tolist())) == []


def test_a_theme_with_a_leading_code_is_none() -> None:
    suggested = coded_but(range(80, 110))
    suggested[:, 0] = False
    suggested[110:120, 0] = True
    assert candidates(suggested) == []


def test_a_theme_of_one_persons_silence_is_none() -> None:
    said = [
        dataclasses.replace(utterance, speaker="Teacher B1") if 80 <= n < 115 else utterance
        for n, utterance in enumerate(SAID)
    ]
    assert candidates(coded_but([*range(80, 115), 3, 50]), said) == []


def test_four_utterances_are_too_few_for_a_code() -> None:
    def dealt(size: int) -> list[CodeCandidate]:
        assigned = [
            dataclasses.replace(a, topic=2 if n < size else 0, subtheme="")
            for n, a in enumerate(ASSIGNED)
        ]
        return candidates(coded_but(range(size)), assignments=assigned)

    assert dealt(4) == []
    assert [c.topic for c in dealt(5)] == [2]


def test_small_talk_is_never_a_candidate_and_nothing_is_compared_with_it() -> None:
    talk = [
        dataclasses.replace(a, topic=OUTLIER, subtheme="") if a.topic == 1 else a for a in ASSIGNED
    ]
    found = candidates(coded_but([*range(40, 80), *range(80, 100)]), assignments=talk)
    assert [(c.topic, c.elsewhere) for c in found] == [(2, 0.0)]


def test_without_themes_there_are_none() -> None:
    suggested = np.zeros((120, 3), dtype=bool)
    assert code_candidates(SAID, ASSIGNED, [], [], suggested, CODES, VECTORS) == []
    # Nor where nothing is suggested anywhere.
    assert candidates(suggested) == []


def test_themes_show_their_codes() -> None:
    assert [t.codes for t in topic_rows(THEMES, {0: ["blat", "trust"], 1: []})] == [
        "blat; trust",
        "",
        "",
    ]
