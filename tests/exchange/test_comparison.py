import pytest

from pipeline.exchange.comparison import Placed, compared
from pipeline.schema import Exported

WORDS = "Ұжым бір үй, біз үндемейміз."


def given(code: str, start: int = 0, utterance: str = "u1") -> Exported:
    return Exported("t1", utterance, start, start + 20, WORDS[:20], code, 0.6)


def placed(
    code: str,
    start: int = 0,
    end: int = 20,
    *,
    coder: str = "aya",
    machine: bool = False,
    memo: str = "",
) -> Placed:
    return Placed("t1", start, end, WORDS[:20], code, coder, memo, machine)


TRUST, BLAT = given("trust"), given("blat")
LEFT_TRUST, LEFT_BLAT = placed("trust", machine=True), placed("blat", machine=True)


@pytest.mark.parametrize(
    ("found", "kept", "outcomes", "codings"),
    [
        # Nothing was done.
        ([LEFT_TRUST, LEFT_BLAT], False, {"trust": "open", "blat": "open"}, {}),
        # She has deleted what is wrong, and says so.
        ([LEFT_TRUST], True, {"trust": "accepted", "blat": "rejected"}, {(0, 20): {"trust"}}),
        # She has deleted one and not looked at the other, which says nothing about the utterance.
        ([LEFT_TRUST], False, {"trust": "open", "blat": "rejected"}, {}),
        # Both are gone: read, and nothing to code.
        ([], False, {"trust": "rejected", "blat": "rejected"}, {(0, 20): set()}),
        # She gave one code herself, and deleted the other.
        (
            [LEFT_TRUST, placed("trust")],
            False,
            {"trust": "accepted", "blat": "rejected"},
            {(0, 20): {"trust"}},
        ),
        # At other words.
        (
            [LEFT_BLAT, placed("trust", 5, 30)],
            False,
            {"trust": "changed", "blat": "open"},
            {(5, 30): {"trust"}},
        ),
        # The machine's own coding was drawn over other words.
        (
            [placed("trust", 2, 18, machine=True), LEFT_BLAT],
            False,
            {"trust": "changed", "blat": "open"},
            {(2, 18): {"trust"}},
        ),
        # Another code instead of one of them.
        (
            [LEFT_TRUST, placed("workload")],
            False,
            {"trust": "open", "blat": "recoded"},
            {(0, 20): {"workload"}},
        ),
        # Far away: no answer to a suggestion.
        (
            [LEFT_TRUST, LEFT_BLAT, placed("trust", 60, 80)],
            False,
            {"trust": "open", "blat": "open"},
            {(60, 80): {"trust"}},
        ),
    ],
)
def test_what_became_of_the_suggestions(
    found: list[Placed],
    kept: bool,
    outcomes: dict[str, str],
    codings: dict[tuple[int, int], set[str]],
) -> None:
    decisions, coded = compared([TRUST, BLAT], found, coder="bek", kept_is_accepted=kept)
    assert {decision.code: decision.outcome for decision in decisions} == outcomes
    assert {(own.start, own.end): set(own.codes) for own in coded} == codings


def test_who_decided_is_the_person_and_else_the_one_named() -> None:
    decisions, coded = compared(
        [TRUST, BLAT], [placed("trust", memo="yes")], coder="bek", kept_is_accepted=False
    )
    assert [(one.coder, one.codes, one.memo) for one in decisions] == [
        ("aya", "trust", "yes"),
        ("bek", "", ""),
    ]
    assert [(own.coder, own.memo) for own in coded] == [("aya", "yes")]


def test_two_coders_are_kept_apart_and_their_codes_put_together() -> None:
    found = [placed("trust"), placed("blat"), placed("blat", coder="bek")]
    _, coded = compared([], found, coder="", kept_is_accepted=False)
    assert [(own.coder, set(own.codes)) for own in coded] == [
        ("aya", {"trust", "blat"}),
        ("bek", {"blat"}),
    ]


def test_a_code_that_was_suggested_too_is_not_given_instead() -> None:
    decisions, _ = compared([TRUST, BLAT], [placed("blat")], coder="bek", kept_is_accepted=False)
    assert {one.code: one.outcome for one in decisions} == {"trust": "rejected", "blat": "accepted"}
