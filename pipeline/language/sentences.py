"""Sentences and passages of a turn, in three languages and in speech that mixes them.

Where punctuation is regular, rules tell sentences apart. Where it is not, as in what recognisers
write and in chats, a model is asked (:mod:`pipeline.language.boundaries`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from razdel import sentenize

from pipeline.language.boundaries import Boundaries, Span, word_spans

ABBREVIATIONS = Path("lexicons/abbreviations.tsv")

#: The end of a sentence with no space behind it: "болды.Сосын", "айтты!»Иә", "городе.Я учитель".
_GLUED = re.compile(
    r"""[^\W\d_]{2}[»”"]?[.!?…]+[»”"]?
    (?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]|[А-ЯЁӘҒҚҢӨҰҮҺІ]\s)""",
    re.VERBOSE,
)
_WORD = re.compile(r"\w+")
#: Punctuation is regular where every sentence ends in a stop, the next begins as sentences do, and
#: none is longer than people's sentences are; a few words alone need no stop.
_STOPPED = re.compile(r"""[.!?…]["'»”’)\]]*\s*$""")
_BEGUN = re.compile(r"""\s*(?:[-–—•*]\s*)?["'«“„‘(\[]*(?:[^\W\d_]|\d)""")
_LONG, _FEW = 40, 12


def abbreviation_rows(path: Path = ABBREVIATIONS) -> list[dict[str, str]]:
    """The rows of the list of abbreviations: language, abbreviation, expansion, followed_by."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def abbreviations(path: Path = ABBREVIATIONS) -> dict[str, str]:
    """Abbreviations, lower case and with their full stop, and what a sentence goes on with.

    ``any``: whatever follows. ``lower``: no capital (т.б. may end a sentence). ``digit``: a number.
    """
    return {row["abbreviation"].casefold(): row["followed_by"] for row in abbreviation_rows(path)}


def split_sentences(text: str, boundaries: Boundaries | None = None) -> list[Span]:
    """Sentences without the white space around them; line breaks end a sentence.

    Args:
        text: of any length.
        boundaries: asked where punctuation does not tell; None: rules alone.
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        for start, end in _line_sentences(line.group(), boundaries):
            spans.append((line.start() + start, line.start() + end))
    return spans


def _line_sentences(line: str, boundaries: Boundaries | None) -> Iterator[Span]:
    pieces = _ruled(line)
    if boundaries is not None and not _is_punctuated(line, pieces):
        pieces = _modelled(line, boundaries)
    merged: list[Span] = []
    for start, end in pieces:
        if merged and _goes_on(line[merged[-1][0] : merged[-1][1]], line[start:end]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    for start, end in merged:
        piece = line[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        stop = start + len(piece.rstrip())
        if begin < stop:
            yield begin, stop


def _ruled(line: str) -> list[Span]:
    """What rules take for sentences."""
    pieces: list[Span] = []
    for sentence in sentenize(line):
        cuts = [match.end() for match in _GLUED.finditer(sentence.text)]
        for start, end in pairwise([0, *cuts, len(sentence.text)]):
            pieces.append((sentence.start + start, sentence.start + end))
    return pieces


def _modelled(line: str, boundaries: Boundaries) -> list[Span]:
    """What the model takes for sentences; the pieces of a glued.Word count as words."""
    glued = [match.end() for match in _GLUED.finditer(line)]
    words = [
        (first, last)
        for start, end in word_spans(line)
        for first, last in pairwise([start, *(cut for cut in glued if start < cut < end), end])
    ]
    if not words:
        return []
    cuts = [words[number][0] for number in boundaries.cuts(line, words)]
    return list(pairwise([words[0][0], *cuts, words[-1][1]]))


def _is_punctuated(line: str, pieces: list[Span]) -> bool:
    """Whether the punctuation of a line is regular."""
    texts = [line[start:end] for start, end in pieces]
    if not texts or (len(texts) == 1 and count_words(texts[0]) <= _FEW):
        return True
    begun = (match[0][-1] for text in texts[1:] if (match := _BEGUN.match(text)))
    return (
        all(count_words(text) <= _LONG for text in texts)
        and all(_STOPPED.search(text) for text in texts)
        and not any(letter.islower() for letter in begun)
    )


def _goes_on(sentence: str, following: str) -> bool:
    """Whether a sentence is not over: it ends in an abbreviation, or is a bare number or dash."""
    if not _WORD.search(sentence):
        return True
    wanted = abbreviations().get(sentence.casefold().split()[-1].lstrip("(«“\"'"))
    first = following.lstrip()[:1]
    if wanted == "digit":
        return first.isdigit()
    return wanted == "any" or (wanted == "lower" and not first.isupper())


def count_words(text: str) -> int:
    """Words of letters or digits."""
    return len(_WORD.findall(text))


def passages(
    text: str, sentences: list[Span], unit: Literal["sentence", "passage", "turn"], max_words: int
) -> list[Span]:
    """A turn's sentences, in order, joined into utterances.

    A ``passage`` is as many whole sentences as fit into ``max_words``; passages of one turn are
    made about equally long, so that no short rest is left at the end.
    """
    if not sentences or unit == "sentence":
        return sentences
    if unit == "turn":
        return [(sentences[0][0], sentences[-1][1])]
    lengths = [count_words(text[start:end]) for start, end in sentences]
    count = -(-sum(lengths) // max_words)
    target = sum(lengths) / count if count else 0
    groups: list[list[int]] = [[]]
    filled = 0
    for position, length in enumerate(lengths):
        too_long = filled + length > max_words
        # Past the middle of this sentence a new passage would begin nearer to the even length.
        enough = filled + length / 2 > target
        if groups[-1] and (too_long or enough):
            groups.append([])
            filled = 0
        groups[-1].append(position)
        filled += length
    return [(sentences[group[0]][0], sentences[group[-1]][1]) for group in groups]
