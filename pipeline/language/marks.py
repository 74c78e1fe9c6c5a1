"""Transcriber's marks: what stands in brackets about the sound and is nobody's words."""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.words import LEXICONS, read_word_list

MARKS = LEXICONS / "transcriber_marks.txt"
_BRACKETS = re.compile(
    r"\[\[[^\[\]\n]{0,80}\]\]|\(\([^()\n]{0,80}\)\)|\[[^\[\]\n]{0,80}\]|\([^()\n]{0,80}\)"
    r"|\{[^{}\n]{0,80}\}|<[^<>\n]{0,80}>|(?<!\*)\*[^\W\d_][^*\n]{0,40}\*(?!\*)"
)
_WORD = re.compile(r"[^\W\d_]+")
#: A bare time at the beginning of a line or between sentences: 00:12:34.
_TIME = re.compile(r"(?<![\w:.])\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?![\w:])")


@cache
def mark_words() -> frozenset[str]:
    """The words that marks are made of."""
    return frozenset(read_word_list(MARKS))


def find_marks(text: str) -> list[tuple[int, int]]:
    """The spans of marks: brackets with mark words, times, numbers and signs only; bare times.

    Brackets with other words are somebody's: [the director], (он так и сказал).
    """
    spans = [
        match.span()
        for match in _BRACKETS.finditer(text)
        if all(word in mark_words() for word in _WORD.findall(match.group().lower()))
    ]
    return sorted(
        [*spans, *(match.span() for match in _TIME.finditer(text) if not _in(match, spans))]
    )


def _in(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() < end for start, end in spans)


def without_marks(text: str) -> str:
    """``text`` with every character of a mark blank, so that offsets stay."""
    letters = list(text)
    for start, end in find_marks(text):
        letters[start:end] = " " * (end - start)
    return "".join(letters)
