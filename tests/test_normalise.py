from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline import normalise as stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.romanised import RomanisedWords
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.lexicon.terms import load_terms
from pipeline.normalise import find_terms, normalise, term_spellings, unknown_spellings
from pipeline.schema import NORMALISED, TERM_SPELLINGS, TURNS, NormalisedTurn, TermSpelling, Turn

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


@given(MESSY)
def test_a_term_is_found_wherever_the_text_stands(pieces: list[str]) -> None:
    here, there = normalised(" ".join(pieces)), normalised(" ".join(pieces), start=50)
    assert [(term.start + 50, term.form) for term in here.terms] == [
        (term.start, term.form) for term in there.terms
    ]


def test_the_stage_keeps_every_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: dict[Path, list[Any]] = {
        TURNS.path: [turn_of("блат"), turn_of("Блат, kollektive")],
    }
    monkeypatch.setattr(stage, "stream", lambda table: written[table.path])

    def write(table: Any, rows: Any) -> int:
        written[table.path] = list(rows)
        return len(written[table.path])

    monkeypatch.setattr(stage, "write", write)
    stage.main()
    assert [len(turn.terms) for turn in written[NORMALISED.path]] == [1, 2]
    rows = written[TERM_SPELLINGS.path]
    assert [(row.spelling, row.count) for row in rows] == [("блат", 2), ("kollektive", 1)]
    assert capsys.readouterr().out == "2 turns; 3 mentions of lexicon terms in 2 spellings\n"


WEIRD = st.lists(
    st.one_of(
        st.sampled_from(PIECES.split(" ")),
        st.sampled_from(
            [
                "а́",
                "ё",
                "👩\u200d🏫",
                "🇰🇿",
                "מורה",
                "\u202eабв",
                "\u200f",
                "ру\u200d",
                "блат️",
                "й",
                "각",
                "ᄀ",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=10,
).map("".join)


def graphemes(text: str) -> set[int]:
    """Where a character, as a reader sees it, begins or ends."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@given(WEIRD)
def test_no_span_breaks_a_character_in_two(text: str) -> None:
    bounds = graphemes(text)
    for match in find_terms(text, FINDER):
        assert {match.start, match.end} <= bounds
        assert text[match.start : match.end] == match.form


@given(
    st.sampled_from(["педсовет", "ұжымымыз", "ūžym", "kollektivs", "белой вороной"]), WEIRD, WEIRD
)
def test_a_term_keeps_its_span_whatever_stands_around(term: str, before: str, after: str) -> None:
    text = f"{before}\n, {term} ,\n{after}"
    start = len(before) + 3
    found = [(match.start, match.end) for match in find_terms(text, FINDER)]
    # What stands before may begin a character that reaches over the line end: CR LF does.
    assert (start, start + len(term)) in found


@given(WEIRD)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text).text
    again = normalised(once)
    assert again.text == once
    first = [(match.term, match.rule) for match in normalised(text).terms]
    assert first == [(match.term, match.rule) for match in again.terms]


def spelt(*texts: str) -> list[TermSpelling]:
    turns = [
        replace(normalised(text, 10), transcript_id=f"t{number}")
        for number, text in enumerate(texts)
    ]
    terms = {term.id: term for term in load_terms()}
    return [*term_spellings(turns, terms), *unknown_spellings(turns, RomanisedWords(Lemmatiser()))]


def test_spellings_are_counted_with_term_rule_scheme_and_place() -> None:
    rows = spelt("Ūžym, ūžym, uzhymda mektep", "ұжым. ūžym, mektep, blatt")
    assert [(row.spelling, row.term, row.rule, row.count, row.where) for row in rows] == [
        ("ūžym", "uzym", "exact", 3, "t0 10; t0 16; t1 16"),
        ("uzhymda", "uzym", "romanised, inflected", 1, "t0 22"),
        ("ұжым", "uzym", "exact", 1, "t1 10"),
        ("blatt", "blat", "exact", 1, "t1 30"),
        ("mektep", "", "unknown", 2, "t0 30; t1 22"),
    ]
    assert rows[0].schemes == "UNESCO, Kazakh"
    assert (rows[0].form, rows[0].language, rows[0].transcripts) == ("ұжым", "kk", 2)
    assert (rows[-1].form, rows[-1].language, rows[-1].confidence) == ("мектеп", "kk", 0.0)


def test_only_the_first_places_are_listed() -> None:
    (row,) = spelt("блат " * 7)
    assert (row.count, row.where) == (7, "t0 10; t0 15; t0 20; t0 25; t0 30; and 2 more")


def test_a_broken_spelling_is_listed_on_one_line() -> None:
    (row,) = spelt("белая\nворона бел\u00adая  ворона".replace("\n", " "))
    assert (row.spelling, row.count) == ("белая ворона", 2)
