"""The words that name a theme: said in it clearly more often than elsewhere in the same language.

Source: keyness by log-likelihood (Dunning 1993; Rayson & Garside 2000), counted in utterances and
within one language, so that a theme's Kazakh words are set against Kazakh talk only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one utterance, each with its language, and who said it."""

    topic: int
    speaker: str
    words: Collection[tuple[str, str]]


def keywords(
    utterances: Sequence[Said], languages: Iterable[str]
) -> dict[int, dict[str, list[str]]]:
    """For each topic and language the words that set it apart, best first.

    A word counts once an utterance. One that a single speaker brought into the theme names that
    speaker and not the theme, so two are needed where the theme has two in that language.
    """
    result: dict[int, dict[str, list[str]]] = {u.topic: {} for u in utterances}
    for language in languages:
        rows = [
            (u.topic, u.speaker, {word for word, own in u.words if own == language})
            for u in utterances
        ]
        rows = [row for row in rows if row[2]]
        everywhere = Counter(word for _, _, words in rows for word in words)
        for topic in result:
            inside = [(speaker, words) for number, speaker, words in rows if number == topic]
            result[topic][language] = _ranked(inside, everywhere, len(rows))
    return result


def _ranked(
    inside: Sequence[tuple[str, Collection[str]]], everywhere: Mapping[str, int], total: int
) -> list[str]:
    counts = Counter(word for _, words in inside for word in words)
    speakers: dict[str, set[str]] = {}
    for speaker, words in inside:
        for word in words:
            speakers.setdefault(word, set()).add(speaker)
    needed = min(2, len({speaker for speaker, _ in inside}))
    scored = [
        (keyness(count, len(inside), everywhere[word], total), word)
        for word, count in counts.items()
        if count > 1 and len(speakers[word]) >= needed
    ]
    return [
        word for score, word in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score > 0
    ]


def keyness(inside: int, theme: int, everywhere: int, total: int) -> float:
    """Log-likelihood of a word in ``inside`` of ``theme`` utterances, ``everywhere`` of ``total``.

    0 if it is no more frequent in the theme than elsewhere.
    """
    outside, rest = everywhere - inside, total - theme
    if rest <= 0 or inside / theme <= outside / rest:
        return 0.0
    expected_inside = theme * everywhere / total
    expected_outside = rest * everywhere / total
    score = inside * math.log(inside / expected_inside)
    if outside:
        score += outside * math.log(outside / expected_outside)
    return 2 * score
