"""Try the vocabulary on a text, or a transliteration: ``python -m pipeline.terms --help``.

This is no stage: it reads the lexicons and a text, prints, and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import TaqyrypError, run_stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.language.romanised import RomanisedWords
from pipeline.language.term_finder import TermFinder, term_pattern
from pipeline.lexicon.terms import Term, load_terms
from pipeline.lexicon.transliteration import Scheme, scheme, scheme_names, to_cyrillic, to_latin
from pipeline.normalise import find_terms, other_words, schemes_of, shown
from pipeline.readers.formats import READERS, read_document
from pipeline.schema import TermMatch

_EXAMPLES = """examples:
  python -m pipeline.terms "the kollektivs of our mektep, педсоветте"
  python -m pipeline.terms --file transcripts/mine/interview_07.docx
  python -m pipeline.terms --latin unesco_kk "бөлінгенді бөрі жейді"
  python -m pipeline.terms --cyrillic unesco_ru "metodob‘edinenie"
"""
_HEADINGS = ("found", "is the term", "language", "how", "sure", "line", "place")


def found_table(text: str, found: Sequence[TermMatch], terms: Sequence[Term]) -> list[str]:
    """The matches as lines of a table; places are counted from 1 within a line."""
    if not found:
        return ["No term of lexicons/terms.yaml is in this text."]
    by_id = {term.id: term for term in terms}
    rows: list[tuple[str, ...]] = [_HEADINGS]
    for match in found:
        term = by_id[match.term]
        schemes = schemes_of(shown(match.form), term)
        line_start = text.rfind("\n", 0, match.start) + 1
        rows.append(
            (
                " ".join(match.form.split()),
                f"{term.form} ({term.gloss})",
                term.language,
                f"{match.rule} ({schemes})" if schemes else match.rule,
                f"{match.confidence:.2f}",
                str(text.count("\n", 0, match.start) + 1),
                str(match.start - line_start + 1),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def unknown_words(text: str, found: Sequence[TermMatch], romanised: RomanisedWords) -> list[str]:
    """Romanised words of the text that look like Kazakh or Russian and are no term."""
    repaired = repair(text)
    listed: dict[str, str] = {}
    for word, _ in other_words(repaired.text, repaired.starts, found):
        looks = romanised.looks_like(word)
        if looks is not None:
            reading = f" ({looks.reading})" if looks.reading else ""
            listed[word] = f"{word}{reading}"
    return list(listed.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.terms",
        description="Find the terms of lexicons/terms.yaml in a text, or transliterate it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="*", help="the text; without text and file, what is typed")
    parser.add_argument("--file", type=Path, help=f"a file instead ({', '.join(READERS)})")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--latin", metavar="SCHEME", help="write the text in Latin letters")
    way.add_argument("--cyrillic", metavar="SCHEME", help="read the text back into Cyrillic")
    way.add_argument("--schemes", action="store_true", help="list the transliteration schemes")
    return parser


def _scheme(name: str) -> Scheme:
    if name not in scheme_names():
        known = ", ".join(scheme_names())
        raise TaqyrypError(f"there is no scheme {name!r}", remedy=f"use one of {known}")
    return scheme(name)


def read_back(text: str, table: Scheme) -> list[str]:
    """The text in Cyrillic, and what could be read otherwise."""
    reading = to_cyrillic(text, table)
    lines = [reading.text]
    for doubt in reading.ambiguities:
        choices = " or ".join(doubt.readings) or f"nothing in {table.name}"
        lines.append(f"  place {doubt.start + 1}: {doubt.latin!r} is {choices}")
    if reading.lost:
        lines.append(f"  the scheme leaves out {' and '.join(reading.lost)}: they may be missing")
    return lines


def answer(arguments: argparse.Namespace, text: str) -> list[str]:
    """What to print for a text."""
    if arguments.latin:
        return [to_latin(text, _scheme(arguments.latin))]
    if arguments.cyrillic:
        return read_back(text, _scheme(arguments.cyrillic))
    terms, lemmatiser = load_terms(), Lemmatiser()
    finder = TermFinder([term_pattern(term) for term in terms], lemmatiser)
    found = find_terms(text, finder)
    lines = found_table(text, found, terms)
    unknown = unknown_words(text, found, RomanisedWords(lemmatiser))
    if unknown:
        lines += ["", f"Romanised, in no lexicon: {', '.join(unknown)}"]
    return lines


def main() -> None:
    """Answer the command line."""
    arguments = _parser().parse_args()
    if arguments.schemes:
        print(*(f"{name:16} {scheme(name).name}" for name in scheme_names()), sep="\n")
        return
    if arguments.file and arguments.text:
        raise TaqyrypError("a text and a file are given", remedy="give one of the two")
    if arguments.file:
        if not arguments.file.is_file():
            remedy = "look at the spelling of its name"
            raise TaqyrypError("no such file", file=arguments.file, remedy=remedy)
        text = read_document(arguments.file).text
    else:
        text = " ".join(arguments.text) or sys.stdin.read()
    print(*answer(arguments, text), sep="\n")


if __name__ == "__main__":
    run_stage(main)
