"""Why a code is suggested, in words short enough for a memo: what carries it and what it is like."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.coding.evidence import KINDS, CodeTerms, Evidence
from pipeline.coding.learner import Scores
from pipeline.coding.weights import Weights
from pipeline.encoding.centring import unit
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.language.term_finder import Match
from pipeline.schema import Utterance

#: What a coded text in another language counts when one is chosen to be shown.
_FOREIGN = 0.7
#: Characters of a coded text that are shown.
_LONGEST_EXAMPLE = 160
#: Words of a stretch that is looked at as a whole: fewer say little, more are no longer read.
_SHORTEST, _LONGEST = 3, 12
_CLAUSE = re.compile(r"[^.,;:!?…—–\n]+[.,;:!?…—–\n]*")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Carrier:
    """The stretch of an utterance without which a code would be least probable.

    Attributes:
        without: the probability of the code without it.
    """

    words: str
    without: float


class Reasons:
    """Tells the reasons for codes in utterances."""

    def __init__(
        self,
        utterances: Sequence[Utterance],
        evidence: Evidence,
        weights: Weights,
        encoder: SentenceEncoder,
    ) -> None:
        self._utterances = utterances
        self._evidence = evidence
        self._weights = weights
        self._encoder = encoder
        coded = evidence.learner.coded
        self._groups = np.asarray(coded.groups)
        self._languages = np.asarray(coded.languages)
        self._coded = {*zip(coded.groups, coded.texts, strict=True)}

    def tell(self, position: int, codes: Sequence[int], suggested: int, theme: str) -> list[str]:
        """The reasons for some codes of the utterance at ``position``, a text for each.

        Args:
            codes: positions of codes, those suggested first.
            suggested: of how many of them to say what carries them.
            theme: what the theme is called, or nothing.
        """
        evidence = self._evidence
        language, own = self._utterances[position].language, self._own(position)
        shares = evidence.learner.shares([evidence.texts[position]], evidence.vectors[[position]])
        carriers = self.carriers(position, codes[:suggested])
        told = []
        for code in codes:
            reasons = []
            if carrier := carriers.get(code):
                reasons.append(f"carried by “{carrier.words}” (without it {carrier.without:.2f})")
            for name, found in (
                ("terms", evidence.terms[position]),
                ("terms of the question", evidence.question_terms[position]),
            ):
                if met := dict.fromkeys(_met(match) for owner, match in found if owner == code):
                    reasons.append(f"{name}: {', '.join(met)}")
            if nearest := self._nearest(shares[:, code], code, own, language):
                reasons.append(f"like this, coded so: “{nearest}”")
            if theme:
                reasons.append(f"theme: {theme}")
            told.append(" · ".join(reasons))
        return told

    def carriers(self, position: int, codes: Sequence[int]) -> dict[int, Carrier]:
        """What carries each of the codes; none for a code that no stretch makes more probable.

        The rest of the text is given the vector that its pieces add up to; the words around them
        have still been read by the model, which costs no second run and is nearly the same.
        """
        utterance, evidence = self._utterances[position], self._evidence
        text = evidence.texts[position]
        stretches = list(clauses(text))
        pieces = self._encoder.pieces(text) if codes and len(stretches) > 1 else None
        if pieces is None:
            return {}
        rests, vectors = [text], [pieces.vectors.sum(axis=0)]
        for start, end in stretches:
            rests.append(f"{text[:start]} {text[end:]}")
            kept = [not (start < right and left < end) for left, right in pieces.spans]
            vectors.append(pieces.vectors[kept].sum(axis=0))
        mean = evidence.means[utterance.language]
        learned = evidence.learner.score(
            rests, unit(unit(np.stack(vectors)) - mean), without=self._own(position)
        )
        features = np.repeat(evidence.features[[position]], len(stretches), axis=0)
        features[..., KINDS.index("learned")] += learned[1:] - learned[0]
        features[..., KINDS.index("terms")] = CodeTerms.score_of(
            [
                [
                    (code, match)
                    for code, match in evidence.terms[position]
                    if not _meet(match, span)
                ]
                for span in stretches
            ],
            features.shape[1],
        )
        without = self._weights.probability(features)
        present = self._weights.probability(evidence.features[position])
        found = {}
        for code in codes:
            best = int(without[:, code].argmin())
            if without[best, code] < present[code]:
                start, end = stretches[best]
                words = text[start:end].strip(" ,;:—–\n")
                found[code] = Carrier(words, float(without[best, code]))
        return found

    def _own(self, position: int) -> str:
        """The group of an utterance coded by hand, which has no say in what is said of it."""
        group = f"transcript {self._utterances[position].transcript_id}"
        return group if (group, self._evidence.texts[position]) in self._coded else ""

    def _nearest(self, shares: Scores, code: int, without: str, language: str) -> str:
        """A coded text that adds much to the score of the code, shortened; nothing if none does.

        It is the one that adds most, or, since it is to be read, one in the language of what is
        read that adds nearly as much.
        """
        coded = self._evidence.learner.coded
        own = np.where(coded.codes[:, code] & (self._groups != without), shares, 0)
        if own.max() <= 0:
            return ""
        best = int(np.where(self._languages == language, own, own * _FOREIGN).argmax())
        return textwrap.shorten(coded.texts[best], _LONGEST_EXAMPLE, placeholder=" …")


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that make up a text: clauses, the short ones joined, the long ones cut."""
    start, words = 0, 0
    for match in _CLAUSE.finditer(text):
        words += len(_WORD.findall(match[0]))
        if words >= _SHORTEST:
            yield from _cut(text, start, match.end())
            start, words = match.end(), 0
    if text[start:].strip():
        yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One stretch as several of at most ``_LONGEST`` words, about alike."""
    places = [match.start() for match in _WORD.finditer(text, start, end)]
    parts = -(-len(places) // _LONGEST)
    cuts = [start, *(places[len(places) * i // parts] for i in range(1, parts)), end]
    yield from itertools.pairwise(cuts)


def _meet(match: Match, span: tuple[int, int]) -> bool:
    return match.start < span[1] and span[0] < match.end


def _met(match: Match) -> str:
    """The form met and, if it differs, the entry it was taken for and how."""
    if match.rule == "exact":
        return f"“{match.form}”"
    return f"“{match.form}” (= {match.pattern.form}, {match.rule})"
