"""How well sentences are told apart: ``python -m tests.measure_sentences FILE …``.

Each file has a sentence a line: plain text, or JSON lines with a ``text`` each (as exported from a
treebank). The sentences are joined by a space and cut again; what is compared are the places
between them. ``bare`` is the same without punctuation and capitals. Other libraries are compared
where they are installed (``pip install razdel pysbd spacy``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.fit_boundaries import unpunctuated
from pipeline.language.boundaries import Boundaries
from pipeline.language.sentences import split_sentences

Splitter = Callable[[str], list[tuple[int, int]]]


def read(path: Path, limit: int) -> list[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix == ".jsonl":
        lines = [json.loads(line)["text"] for line in lines]
    lines = [line for line in lines if not line.startswith("#")]
    return [" ".join(line.split()) for line in lines[:limit]]


def f1(sentences: list[str], split: Splitter) -> float:
    text = " ".join(sentences)
    ends, at = set(), 0
    for sentence in sentences[:-1]:
        at += len(sentence) + 1
        ends.add(at)
    found = {start for start, _ in split(text)} - {0}
    hits = len(ends & found)
    return 2 * hits / (len(ends) + len(found)) if ends or found else 1.0


def splitters(language: str) -> dict[str, Splitter]:
    boundaries = Boundaries()
    found: dict[str, Splitter] = {
        "taqyryp": lambda text: split_sentences(text, boundaries),
        "rules": split_sentences,
    }
    if importlib.util.find_spec("razdel"):
        from razdel import sentenize

        found["razdel"] = lambda text: [(s.start, s.stop) for s in sentenize(text)]
    if importlib.util.find_spec("pysbd"):
        import pysbd

        segmenter = pysbd.Segmenter(
            language=language if language in ("en", "ru", "kk") else "en", char_span=True
        )
        found["pysbd"] = lambda text: [(s.start, s.end) for s in segmenter.segment(text)]
    if importlib.util.find_spec("spacy"):
        import spacy

        nlp = spacy.blank("xx")
        nlp.add_pipe("sentencizer")
        nlp.max_length = 10**7
        found["spaCy"] = lambda text: [(s.start_char, s.end_char) for s in nlp(text).sents]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well sentences are told apart.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--first", type=int, default=400, help="sentences of each file (400)")
    arguments = parser.parse_args()
    for path in arguments.files:
        sentences = read(path, arguments.first)
        without = [text for text in map(unpunctuated, map(str.lower, sentences)) if text]
        print(f"{path.name}: {len(sentences)} sentences")
        for name, split in splitters(path.name[:2]).items():
            began = time.perf_counter()
            figures = f1(sentences, split), f1(without, split)
            took = time.perf_counter() - began
            print(f"  {name:<8} F1 {figures[0]:.3f}   bare {figures[1]:.3f}   {took:.1f} s")


if __name__ == "__main__":
    main()
