from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import normalise as stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.lexicon.terms import load_terms
from pipeline.normalise import normalise
from pipeline.schema import NORMALISED, TERM_SPELLINGS, NormalisedTurn, Turn

FINDER = TermFinder([term_pattern(term) for term in load_terms()], Lemmatiser())


def turn_of(text: str, start: int = 0) -> Turn:
    end = start + len(text)
    return Turn("t1", 3, "Teacher A1", "teacher", "A", "interview", "", text, start, end, None)


def normalised(text: str, start: int = 0) -> NormalisedTurn:
    return normalise(turn_of(text, start), FINDER)


def test_terms_keep_their_canonical_place_and_spelling() -> None:
    text = "Біздің кол\u00adлeктив, иә, таны\u200bсым емес, тамыр\u2011таныс."
    terms = normalised(text, start=40).terms
    assert [(term.term, term.form) for term in terms] == [
        ("kollektiv", "кол\u00adлeктив"),
        ("tamyr_tanys", "тамыр\u2011таныс"),
    ]
    assert [text[term.start - 40 : term.end - 40] for term in terms] == [
        term.form for term in terms
    ]


def test_rule_and_confidence_come_along() -> None:
    exact, inflected = normalised("блат, блатпен").terms
    assert (exact.rule, exact.confidence) == ("exact", 1.0)
    assert (inflected.rule, inflected.confidence) == ("inflected", 0.98)


def test_the_text_is_repaired_and_its_map_counts_from_the_turn() -> None:
    turn = normalised("и\u0306од\u00ad бар", start=7)
    assert (turn.transcript_id, turn.turn, turn.text) == ("t1", 3, "йод бар")
    assert turn.starts == [7, 9, 10, 12, 13, 14, 15]
    assert turn.ends == [9, 10, 11, 13, 14, 15, 16]


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "\u00ad\u200b", "👩"])
def test_nothing_to_find(text: str) -> None:
    assert normalised(text).terms == []


PIECES = (
    "коллектив кoллeктив кол\u00adлектив колле\u0301ктив блатпен kollektive ūžym ū\u0301žym "
    "ашық\u00a0сабақ ашық сабақ svoi lyudi педсо\u200bвет й и\u0306 👩\u200d🏫 \ufeff \u200d"
)
MESSY = st.lists(
    st.one_of(
        st.sampled_from(PIECES.split(" ")), st.text(st.characters(codec="utf-8"), max_size=6)
    ),
    max_size=12,
)


@settings(deadline=None)  # dictionaries are loaded at first use
@given(MESSY, st.integers(0, 1000))
def test_spans_of_terms_point_into_the_canonical_text(pieces: list[str], start: int) -> None:
    text = " ".join(pieces)
    turn = normalised(text, start)
    assert len(turn.text) == len(turn.starts) == len(turn.ends)
    end = start
    for term in turn.terms:
        assert end <= term.start < term.end <= start + len(text)
        assert text[term.start - start : term.end - start] == term.form
        end = term.end


@settings(deadline=None)  # dictionaries are loaded at first use
@given(MESSY)
def test_a_term_is_found_wherever_the_text_stands(pieces: list[str]) -> None:
    here, there = normalised(" ".join(pieces)), normalised(" ".join(pieces), start=50)
    assert [(term.start + 50, term.form) for term in here.terms] == [
        (term.start, term.form) for term in there.terms
    ]


def test_the_stage_keeps_every_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: dict[Path, list[Any]] = {}
    monkeypatch.setattr(stage, "read", lambda _: [turn_of("блат"), turn_of("Блат, kollektive")])
    monkeypatch.setattr(stage, "write", lambda table, rows: written.update({table.path: rows}))
    stage.main()
    assert [len(turn.terms) for turn in written[NORMALISED.path]] == [1, 2]
    rows = written[TERM_SPELLINGS.path]
    assert [(row.spelling, row.count) for row in rows] == [("блат", 2), ("kollektive", 1)]
    assert capsys.readouterr().out == "2 turns; 3 mentions of lexicon terms in 2 spellings\n"
