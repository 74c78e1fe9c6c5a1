import dataclasses

import pytest

from pipeline.evaluate import agreement, coder_figures, figures_by_code, notes, threshold_figures
from tests.coding.test_suggested import CODES, SUGGESTED

GOLD = {"u1": frozenset({"trust"}), "u2": frozenset({"trust"}), "u3": frozenset[str]()}


def test_figures_of_a_coder_for_each_language() -> None:
    figures = coder_figures(SUGGESTED, GOLD, CODES, "aya")
    assert figures["aya.utterances"] == 3
    assert figures["aya.precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["aya.recall"] == 1
    assert figures["aya.f1"] == 0.8
    assert figures["aya.hit_at_1"] == 0.5
    assert figures["aya.map"] == 0.75
    assert figures["aya.kk.hit_at_1"] == 1
    assert figures["aya.ru.hit_at_1"] == 0
    assert figures["aya.en.map"] == 0
    # one decision each in .9 (coded), .7 (not), .6 (coded) and .3 (not), five below with .7 together
    assert figures["aya.ece"] == pytest.approx((0.1 + 0.7 + 0.4 + 0.3 + 0.7) / 9, abs=1e-4)
    assert 0 < figures["aya.alpha"] < 1


def test_utterances_a_coder_has_not_read_do_not_count() -> None:
    figures = coder_figures(SUGGESTED, {"u1": frozenset({"trust"})}, CODES, "aya")
    assert figures["aya.utterances"] == 1
    assert figures["aya.precision"] == 1


def test_agreement_is_over_what_both_have_read() -> None:
    other = {"u1": frozenset({"trust"}), "u2": frozenset({"blat"})}
    figures = agreement({"a": GOLD, "b": other}, CODES)
    assert figures["agreement.a.b.f1"] == 0.5
    # 12 answers, 4 of them yes, 2 decisions apart
    assert figures["agreement.a.b.alpha"] == pytest.approx(1 - 11 * 2 / (4 * 8), abs=1e-4)
    assert agreement({"a": GOLD}, CODES) == {}
    assert agreement({"a": GOLD, "b": {"u9": frozenset()}}, CODES) == {}


def test_figures_by_code() -> None:
    trust, blat, _ = figures_by_code(SUGGESTED, GOLD, CODES)
    assert (trust.language, trust.coded, trust.suggested) == ("all", 2, 2)
    assert (trust.f1, trust.average_precision) == (1, 1)
    assert (blat.coded, blat.suggested, blat.precision) == (0, 1, 0)
    russian = figures_by_code(SUGGESTED, GOLD, CODES, "ru")[0]
    assert (russian.language, russian.coded, russian.f1_low) == ("ru", 1, None)


def test_no_rows_by_code_where_nothing_was_read() -> None:
    assert figures_by_code(SUGGESTED, {}, CODES) == []
    assert figures_by_code(SUGGESTED, {"u1": frozenset()}, CODES, "en") == []


def test_figures_by_threshold() -> None:
    rows = {row.threshold: row for row in threshold_figures(SUGGESTED, GOLD, CODES)}
    assert rows[0.65].precision == 0.5
    assert rows[0.65].coverage == pytest.approx(2 / 3, abs=1e-4)
    assert rows[0.95].recall == 0


def test_the_run_ends_with_what_not_to_rely_on() -> None:
    rows = figures_by_code(SUGGESTED, GOLD, CODES)
    assert notes(rows).splitlines()[:2] == [
        "be careful with:",
        "  trust: coded twice only: too few to tell",
    ]
    assert notes([dataclasses.replace(row, note="") for row in rows]) == ""
