"""How well terms are found, against what others would do: ``python -m tests.measure_terms``.

Measured are the spellings of ``tests/data/term_spellings.tsv`` and sentences that hold no term.
The sets: *development* was looked at while the rules were written; *print* and *talk* were written
by others who had not seen the rules, and half of each was looked at later; *met* was gathered
last (two of five from print) and measured once before anything was changed for it.

Other libraries are measured if they are installed (see CONTRIBUTING): a term is found by one if it
writes the term just so by any of its schemes, or nearly so by one similarity threshold for all.
"""

from __future__ import annotations

import argparse
import csv
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.language.term_finder import Pattern, TermFinder, term_pattern
from pipeline.language.words import words
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import Term, load_terms
from pipeline.lexicon.transliteration import scheme, scheme_names, to_latin
from pipeline.normalise import find_terms

DATA = Path(__file__).parent / "data"
SPELLINGS = DATA / "term_spellings.tsv"
NO_TERMS = DATA / "no_terms.tsv"

Row = dict[str, str]
#: Spellings that a system writes for the terms, each with the term's id.
Written = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def compared(text: str) -> str:
    """As the baselines compare: lower case, no marks, one kind of apostrophe."""
    marked = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return "".join("'" if letter in "’‘ʼ`´ʹʺ" else letter for letter in bare)


# ---------------------------------------------------------------------------------------------
# Other ways to write the terms
# ---------------------------------------------------------------------------------------------


def by_our_schemes(terms: Sequence[Term]) -> Written:
    """Every term by every scheme of the project, and its listed spellings."""
    tables = [scheme(name) for name in scheme_names()]
    written: Written = {}
    for term in terms:
        texts = [term.form, *term.spellings]
        texts += [to_latin(term.form, table) for table in tables if table.language == term.language]
        written |= {compared(text): term.id for text in texts}
    return written


def by_library(terms: Sequence[Term], writers: Iterable[Callable[[str], str]]) -> Written:
    written: Written = {compared(term.form): term.id for term in terms}
    for writer in writers:
        for term in terms:
            written.setdefault(compared(writer(term.form)), term.id)
    return written


def iuliia(terms: Sequence[Term]) -> Written:
    import iuliia as library

    # Its schemes are the module's capital names.
    tables = [getattr(library, name) for name in dir(library) if name.isupper()]
    return by_library(terms, [lambda text, t=table: t.translate(text) for table in tables])


def cyrtranslit(terms: Sequence[Term]) -> Written:
    import cyrtranslit as library

    codes = [code for code in library.supported() if code in ("ru", "ua", "bg", "mn")]
    return by_library(terms, [lambda text, c=code: library.to_latin(text, c) for code in codes])


def transliterate(terms: Sequence[Term]) -> Written:
    from transliterate import translit

    return by_library(terms, [lambda text: str(translit(text, "ru", reversed=True))])


def uroman(terms: Sequence[Term]) -> Written:
    from uroman import Uroman

    library = Uroman()
    return by_library(
        terms,
        [
            lambda text, code=code: str(library.romanize_string(text, lcode=code))
            for code in ("kaz", "rus")
        ],
    )


def icu(terms: Sequence[Term]) -> Written:
    from icu import Transliterator

    names = ("Kazakh-Latin/BGN", "Russian-Latin/BGN", "Cyrillic-Latin", "Any-Latin")
    writers = [Transliterator.createInstance(name).transliterate for name in names]
    return by_library(terms, [lambda text, w=writer: str(w(text)) for writer in writers])


SYSTEMS: dict[str, Callable[[Sequence[Term]], Written]] = {
    "our schemes and spellings": by_our_schemes,
    "iuliia": iuliia,
    "cyrtranslit": cyrtranslit,
    "transliterate": transliterate,
    "uroman": uroman,
    "ICU": icu,
}


class Baseline:
    """Finds a term where a window of words is, or nearly is, a spelling a system writes."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._texts = list(written)
        self._sizes = sorted({len(list(words(text))) for text in written})

    def exact(self, text: str) -> str | None:
        return self._written.get(compared(text))

    def nearest(self, texts: Sequence[str]) -> tuple[list[str], list[float]]:
        """For each text the term of the nearest spelling, and the similarity, 0..100."""
        similar = process.cdist([compared(text) for text in texts], self._texts, scorer=fuzz.ratio)
        best = similar.argmax(axis=1)
        return (
            [self._written[self._texts[i]] for i in best],
            [float(value) for value in similar.max(axis=1)],
        )

    def highest(self, sentences: Sequence[str]) -> list[float]:
        """For each sentence the highest similarity of any of its windows."""
        windows: list[str] = []
        owners: list[int] = []
        for number, sentence in enumerate(sentences):
            found = list(words(sentence))
            for size in self._sizes:
                for first in range(len(found) - size + 1):
                    windows.append(sentence[found[first].start : found[first + size - 1].end])
                    owners.append(number)
        highest = np.zeros(len(sentences))
        for start in range(0, len(windows), 5000):
            _, values = self.nearest(windows[start : start + 5000])
            np.maximum.at(highest, owners[start : start + 5000], values)
        return highest.tolist()


# ---------------------------------------------------------------------------------------------
# Figures
# ---------------------------------------------------------------------------------------------


def ours(finder: TermFinder, ids: dict[str, str], spellings: Sequence[Row]) -> None:
    """What share of the spellings is resolved to the right term, alone and in a sentence."""
    print("\nSpellings resolved to the right term and no other")
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    spans: dict[str, list[bool]] = defaultdict(list)
    for row in spellings:
        term = ids[row["form"]]
        alone = {match.term for match in find_terms(row["spelling"], finder)} == {term}
        right[row["set"], row["kind"]].append(alone)
        if row["sentence"]:
            start = row["sentence"].index(row["spelling"])
            span = (term, start, start + len(row["spelling"]))
            found = [
                (match.term, match.start, match.end)
                for match in find_terms(row["sentence"], finder)
            ]
            spans[row["set"]].append(found == [span])
    for name in dict.fromkeys(row["set"] for row in spellings):
        whole = [value for (own, _), values in right.items() if own == name for value in values]
        print(f"  {name:12} {_share(whole)}", end="")
        print(f"   exactly its span in a sentence {_share(spans[name])}" if spans[name] else "")
        for (own, kind), values in right.items():
            if own == name:
                print(f"    {kind:14} {_share(values)}")


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values):4} of {len(values):4} = {sum(values) / len(values):6.1%}"


def false_matches(finder: TermFinder, sentences: Sequence[Row], *, listed: bool) -> None:
    """Matches in sentences that hold no term."""
    print("\nSentences without a term in which one is found all the same")
    for name in dict.fromkeys(row["set"] for row in sentences):
        own = [row for row in sentences if row["set"] == name]
        found = [(row, find_terms(row["sentence"], finder)) for row in own]
        wrong = [(row, matches) for row, matches in found if matches]
        print(f"  {name:12} {len(wrong)} of {len(own)}")
        if listed:
            for row, matches in wrong:
                print(f"    {row['sentence']}  {[(m.form, m.term, m.rule) for m in matches]}")


def ordinary_text(finder: TermFinder, path: Path) -> dict[str, list[str]]:
    """Every match in a table of parallel sentences with columns kk, ru and en."""
    texts = {name: [row[name] for row in rows(path)] for name in ("kk", "ru", "en")}
    print(f"\nMatches in {path.name}: to be judged one by one")
    for name, sentences in texts.items():
        counts: dict[tuple[str, str, str], int] = defaultdict(int)
        for sentence in sentences:
            for match in find_terms(sentence, finder):
                counts[match.term, match.form, match.rule] += 1
        print(f"  {name}: {sum(counts.values())} in {len(sentences)} sentences")
        for (term, form, rule), count in sorted(counts.items(), key=lambda item: -item[1]):
            print(f"    {count:3} {form} ({term}, {rule})")
    return texts


def against_others(
    terms: Sequence[Term], ids: dict[str, str], spellings: Sequence[Row], clean: Sequence[str]
) -> None:
    """Exact match after transliteration, and the best single threshold of similarity."""
    # What only context can tell is left out, or no threshold could be careful: свои, жүз, ру.
    terms = [
        term for term in terms if not term.alone and term.script == "any" and len(term.form) > 3
    ]
    spellings = [row for row in spellings if ids[row["form"]] in {term.id for term in terms}]
    print(f"\nOther ways, on {len(spellings)} spellings of {len(terms)} terms")
    print(f"  {'':26} exact   similar, at the threshold with       similar, at 97 % right:")
    print(f"  {'':26}         most right and <= 1 false per 1000   false per 1000 sentences")
    wanted = [ids[row["form"]] for row in spellings]
    texts = [row["spelling"] for row in spellings]
    finder = TermFinder([term_pattern(term) for term in terms], Lemmatiser())
    right = [
        {match.term for match in find_terms(text, finder)} == {term}
        for text, term in zip(texts, wanted, strict=True)
    ]
    print(f"  {'the term finder':26}         {np.mean(right):6.1%}")
    for name, system in SYSTEMS.items():
        try:
            baseline = Baseline(system(terms))
        except ImportError:
            print(f"  {name:26} not installed")
            continue
        exact = np.mean([baseline.exact(t) == w for t, w in zip(texts, wanted, strict=True)])
        nearest, values = baseline.nearest(texts)
        correct = np.array([n == w for n, w in zip(nearest, wanted, strict=True)])
        similarity, highest = np.array(values), np.array(baseline.highest(clean))
        allowed = len(clean) // 1000
        threshold = np.sort(highest)[-1 - allowed] + 1e-9
        careful = np.mean(correct & (similarity >= threshold))
        hits = np.sort(similarity[correct])[::-1]
        needed = int(np.ceil(0.97 * len(texts)))
        if needed <= len(hits):
            false = f"{1000 * np.mean(highest >= hits[needed - 1]):6.0f}"
        else:
            false = f"  -- (at most {np.mean(correct):.1%} right at any threshold)"
        print(
            f"  {name:26} {exact:6.1%}  {careful:6.1%}  (threshold {threshold:.0f}) {'':12} {false}"
        )


def speed(terms: Sequence[Term], sentences: Sequence[str]) -> None:
    """Utterances a second with 2,000 terms: at first sight, and when the words are known."""
    lemmatiser = Lemmatiser()
    patterns = {term.id: term_pattern(term) for term in terms}
    for code in load_codebook().codes:
        for language, form in code.terms.items():
            if language != "en":
                key = f"{language} {form}"
                patterns.setdefault(key, Pattern(key, language, form))
    for root in lemmatiser.kazakh.stems():
        if len(patterns) < 2000 and len(root.lemma) > 5 and root.state == "noun":
            patterns.setdefault(root.lemma, Pattern(root.lemma, "kk", root.lemma))
    print(f"\nSpeed with {len(patterns)} terms and with {len(terms)}, one core")
    for own in (list(patterns.values()), [term_pattern(term) for term in terms]):
        started = time.perf_counter()
        finder = TermFinder(own, lemmatiser)
        finder.find("Dictionaries are loaded: жүктелді, загружены, misspelld kolektvte.")
        built = time.perf_counter() - started
        figures = []
        for _ in range(2):
            started = time.perf_counter()
            for sentence in sentences:
                finder.find(repair(sentence).text)
            figures.append(len(sentences) / (time.perf_counter() - started))
        print(f"  {len(own):5} terms: {figures[0]:6.0f} utterances a second at first, {figures[1]:6.0f}"
              f" the second time; ready after {built:.1f} s")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well terms are found.")
    parser.add_argument("--ordinary", type=Path, help="a .tsv with columns kk, ru, en to look at")
    parser.add_argument("--list", action="store_true", help="list the false matches")
    arguments = parser.parse_args()
    terms = load_terms()
    ids = {term.form: term.id for term in terms}
    finder = TermFinder([term_pattern(term) for term in terms], Lemmatiser())
    spellings, sentences = rows(SPELLINGS), rows(NO_TERMS)
    ours(finder, ids, spellings)
    false_matches(finder, sentences, listed=arguments.list)
    everything = clean = [row["sentence"] for row in sentences]
    if arguments.ordinary:
        texts = ordinary_text(finder, arguments.ordinary)
        everything = [sentence for own in texts.values() for sentence in own]
        # Judged above: what is found there is nearly always the word itself, so those go.
        clean = [text for own in texts.values() for text in own if not find_terms(text, finder)]
    against_others(terms, ids, spellings, clean)
    speed(terms, everything)


if __name__ == "__main__":
    main()
