"""Stage ``normalise``: repaired text with its offset map, and the lexicon's terms found in it."""

from __future__ import annotations

from pipeline.errors import run_stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.lexicon.terms import load_terms
from pipeline.schema import NORMALISED, TURNS, NormalisedTurn, TermMatch, Turn
from pipeline.tables import read, write


def normalise(turn: Turn, finder: TermFinder) -> NormalisedTurn:
    """One turn repaired; the spans of its terms are canonical."""
    repaired = repair(turn.text, offset=turn.start)
    terms = []
    for match in finder.find(repaired.text):
        start, end = repaired.span(match.start, match.end)
        form = turn.text[start - turn.start : end - turn.start]
        terms.append(TermMatch(match.pattern.id, start, end, form, match.rule, match.confidence))
    return NormalisedTurn(
        turn.transcript_id, turn.turn, repaired.text, repaired.starts, repaired.ends, terms
    )


def main() -> None:
    """Normalise every turn."""
    finder = TermFinder([term_pattern(term) for term in load_terms()], Lemmatiser())
    turns = [normalise(turn, finder) for turn in read(TURNS)]
    write(NORMALISED, turns)
    found = [match for turn in turns for match in turn.terms]
    spellings = {match.form.lower() for match in found}
    print(
        f"{len(turns)} turns; {len(found)} mentions of lexicon terms in {len(spellings)} spellings"
    )


if __name__ == "__main__":
    run_stage(main)
