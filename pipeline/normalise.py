"""Stage ``normalise``: repaired text with its offset map, and the lexicon's terms found in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tqdm import tqdm

from pipeline.errors import run_stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import Repaired, repair
from pipeline.language.romanised import LooksLike, RomanisedWords
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.language.words import words
from pipeline.lexicon.terms import Term, load_terms
from pipeline.lexicon.transliteration import scheme, scheme_names, to_latin
from pipeline.schema import (
    HEADING,
    NORMALISED,
    TERM_SPELLINGS,
    TURNS,
    NormalisedTurn,
    TermMatch,
    TermSpelling,
    Turn,
)
from pipeline.tables import stream, write

#: What ``terms.csv`` calls a word that is no term, and how many places it lists.
UNKNOWN = "unknown"
_MOST_PLACES = 5


def find_terms(text: str, finder: TermFinder, *, offset: int = 0) -> list[TermMatch]:
    """The terms in any text, with spans in that text as it is, counted from ``offset``.

    A span never begins or ends inside a character, whatever accents or joiners that is made of.
    """
    return _find(repair(text, offset=offset), text, finder, offset)


def _find(repaired: Repaired, text: str, finder: TermFinder, offset: int) -> list[TermMatch]:
    found = []
    for match in finder.find(repaired.text):
        start, end = repaired.span(match.start, match.end)
        found.append(
            TermMatch(
                term=match.pattern.id,
                start=start,
                end=end,
                form=text[start - offset : end - offset],
                rule=match.rule,
                confidence=match.confidence,
            )
        )
    return found


def normalise(turn: Turn, finder: TermFinder) -> NormalisedTurn:
    """One turn repaired; the spans of its terms are canonical."""
    repaired = repair(turn.text, offset=turn.start)
    terms = _find(repaired, turn.text, finder, turn.start)
    return NormalisedTurn(
        turn.transcript_id, turn.turn, repaired.text, repaired.starts, repaired.ends, terms
    )


def term_spellings(
    turns: Iterable[NormalisedTurn], terms: Mapping[str, Term]
) -> list[TermSpelling]:
    """Every spelling of every term that was met; the commonest terms and spellings first."""
    met: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    confidence: dict[tuple[str, str, str], float] = {}
    totals: Counter[str] = Counter()
    for turn in turns:
        for match in turn.terms:
            totals[match.term] += 1
            key = (shown(match.form), match.term, match.rule)
            met[key].append((turn.transcript_id, match.start))
            confidence[key] = match.confidence
    order = sorted(met, key=lambda key: (-totals[key[1]], key[1], -len(met[key]), key[0], key[2]))
    return [
        _row(
            met[spelling, term, rule],
            spelling=spelling,
            term=term,
            language=terms[term].language,
            form=terms[term].form,
            rule=rule,
            schemes=schemes_of(spelling, terms[term]),
            confidence=confidence[spelling, term, rule],
        )
        for spelling, term, rule in order
    ]


def unknown_spellings(
    turns: Iterable[NormalisedTurn], romanised: RomanisedWords
) -> list[TermSpelling]:
    """Romanised words that look like Kazakh or Russian and are no term, the commonest first."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for turn in turns:
        for word, place in other_words(turn.text, turn.starts, turn.terms):
            places[word].append((turn.transcript_id, place))
    found: dict[str, LooksLike] = {}
    met: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for text, own in places.items():
        looks = romanised.looks_like(text)
        if looks is not None:
            found[shown(text)] = looks
            met[shown(text)] += own
    return [
        _row(
            met[spelling],
            spelling=spelling,
            language=found[spelling].language,
            form=found[spelling].reading,
            rule=UNKNOWN,
        )
        for spelling in sorted(met, key=lambda spelling: (-len(met[spelling]), spelling))
    ]


def other_words(
    text: str, starts: Sequence[int], found: Sequence[TermMatch]
) -> Iterator[tuple[str, int]]:
    """The words of repaired ``text`` that are in no match, each with its canonical place."""
    for word in words(text):
        place = starts[word.start]
        if not any(match.start <= place < match.end for match in found):
            yield word.text, place


def shown(form: str) -> str:
    """A spelling as it is listed: repaired, in lower case, on one line."""
    return " ".join(repair(form).text.lower().split())


def _row(
    places: Iterable[tuple[str, int]],
    *,
    spelling: str,
    language: str,
    form: str,
    rule: str,
    term: str = "",
    schemes: str = "",
    confidence: float = 0.0,
) -> TermSpelling:
    """A row of the table, with its places counted and the first of them listed."""
    ordered = sorted(places)
    where = "; ".join(f"{transcript} {start}" for transcript, start in ordered[:_MOST_PLACES])
    more = len(ordered) - _MOST_PLACES
    return TermSpelling(
        spelling=spelling,
        term=term,
        language=language,
        form=form,
        rule=rule,
        schemes=schemes,
        confidence=confidence,
        count=len(ordered),
        transcripts=len({transcript for transcript, _ in ordered}),
        where=f"{where}; and {more} more" if more > 0 else where,
    )


def schemes_of(spelling: str, term: Term) -> str:
    """The names of the schemes that write the term's form just so."""
    if spelling == term.form.lower():
        return ""
    tables = [scheme(name) for name in scheme_names()]
    names = {
        table.name
        for table in tables
        if table.language == term.language and to_latin(term.form.lower(), table) == spelling
    }
    return "; ".join(sorted(names))


def _spoken() -> Iterator[NormalisedTurn]:
    """The turns as they have been written, without headings."""
    for turn, normalised in zip(stream(TURNS), stream(NORMALISED), strict=True):
        if turn.role != HEADING:
            yield normalised


def main() -> None:
    """Normalise every turn, and list the spellings that were met."""
    terms, lemmatiser = load_terms(), Lemmatiser()
    finder = TermFinder([term_pattern(term) for term in terms], lemmatiser)
    progress = tqdm(stream(TURNS), desc="normalise", unit=" turns", disable=None)
    count = write(NORMALISED, (normalise(turn, finder) for turn in progress))
    met = term_spellings(_spoken(), {term.id: term for term in terms})
    unknown = unknown_spellings(_spoken(), RomanisedWords(lemmatiser))
    write(TERM_SPELLINGS, [*met, *unknown])
    mentions = sum(row.count for row in met)
    print(f"{count} turns; {mentions} mentions of lexicon terms in {len(met)} spellings")
    if unknown:
        common = ", ".join(row.spelling for row in unknown[:5])
        print(f"{len(unknown)} romanised words are in no lexicon, among them: {common}")


if __name__ == "__main__":
    run_stage(main)
