"""What speaks for a code in an utterance: words of the codebook, and likeness to coded texts.

All evidence is taken of the utterance and, separately, of the interviewer's question before it and
of what is said before and after: short answers say little by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.learner import REAL, CodedTexts, Learner, Scores
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.term_finder import Match, Pattern, TermFinder, term_pattern
from pipeline.lexicon.codebook import Codebook
from pipeline.lexicon.terms import Term
from pipeline.schema import INTERVIEWER, CodeEvidence, NormalisedTurn, Turn, Utterance
from pipeline.tables import Vectors

#: The kinds of evidence, in the order of :attr:`Evidence.features`. Nought says nothing
#: for or against: no question, nobody beside, no term, what may be expected of any text.
KINDS = ("learned", "terms", "question_learned", "question_terms", "neighbours_learned", "length")
#: Words of a passage that is neither short nor long.
_USUAL_LENGTH = 40


class CodeTerms:
    """Finds the codebook's terms in text, inflected and romanised."""

    def __init__(self, codebook: Codebook, terms: Sequence[Term], lemmatiser: Lemmatiser) -> None:
        known = {term.form.lower(): term_pattern(term) for term in terms}
        patterns: dict[tuple[str, str], Pattern] = {}
        self._codes: dict[tuple[str, str], list[int]] = {}
        for position, code in enumerate(codebook.codes):
            for language, form in code.terms.items():
                key = (language, form.lower())
                pattern = known.get(form.lower()) or Pattern(form, language, form)
                patterns[key] = pattern
                self._codes.setdefault((pattern.language, pattern.id), []).append(position)
        self._finder = TermFinder(patterns.values(), lemmatiser)
        self._count = len(codebook.codes)

    def find(self, text: str) -> list[tuple[int, Match]]:
        """The terms met in ``text``, each with the position of a code it speaks for."""
        return [
            (position, match)
            for match in self._finder.find(text)
            for position in self._codes[match.pattern.language, match.pattern.id]
        ]

    def score(self, found: Sequence[Sequence[tuple[int, Match]]]) -> Scores:
        """What the terms found are worth, see :meth:`score_of`."""
        return self.score_of(found, self._count)

    @staticmethod
    def score_of(found: Sequence[Sequence[tuple[int, Match]]], codes: int) -> Scores:
        """Logarithm of one more than the sum of confidences, shape (texts, codes)."""
        sums = np.zeros((len(found), codes))
        for row, matches in enumerate(found):
            for position, match in matches:
                sums[row, position] += match.confidence
        return np.log1p(sums)


@dataclass(frozen=True)
class Evidence:
    """All evidence for ``n`` utterances.

    Attributes:
        features: shape (n, codes, kinds), see ``KINDS``.
        similarity: cosines with the codes' own vectors, shape (n, codes); not weighed, but what
            all this has to be better than.
        terms, question_terms: the terms met, each with the position of a code it speaks for.
        texts, vectors: as the learner compares them; unit vectors, shape (n, dimensions).
        learner: what the codes were learned from.
        means: what was taken off the vectors of each language.
    """

    features: Scores
    similarity: Scores
    terms: list[list[tuple[int, Match]]]
    question_terms: list[list[tuple[int, Match]]]
    texts: list[str]
    vectors: Vectors
    learner: Learner
    means: Mapping[str, Vectors]


def questions(
    utterances: Sequence[Utterance], turns: Sequence[Turn], normalised: Sequence[NormalisedTurn]
) -> list[str]:
    """The interviewer's turn right before each utterance's turn, repaired, or an empty string."""
    asked = {
        (turn.transcript_id, turn.turn): repaired.text
        for turn, repaired in zip(turns, normalised, strict=True)
        if turn.role == INTERVIEWER
    }
    return [
        asked.get((utterance.transcript_id, utterance.turn - 1), "") for utterance in utterances
    ]


def _of_neighbours(utterances: Sequence[Utterance], learned: Scores) -> Scores:
    """The mean of what the same person says before and after, next to it in the transcript."""
    speakers = np.array([f"{u.transcript_id} {u.speaker}" for u in utterances])
    sums, counts = np.zeros_like(learned), np.zeros(len(learned))
    together = np.flatnonzero(speakers[1:] == speakers[:-1])
    for one, other in ((together, together + 1), (together + 1, together)):
        sums[one] += learned[other]
        counts[one] += 1
    return np.asarray(sums / np.maximum(counts, 1)[:, None])


def evidence_rows(
    utterances: Sequence[Utterance],
    codes: Sequence[str],
    evidence: Evidence,
    probabilities: Scores,
) -> list[CodeEvidence]:
    """The evidence as a table; ``codes`` are the ids, ``probabilities`` of shape (n, codes)."""
    learned, terms = (evidence.features[..., KINDS.index(kind)] for kind in ("learned", "terms"))
    columns = [probabilities, learned, terms, evidence.similarity]
    return [
        CodeEvidence(
            utterance.utterance_id, code, *(round(float(column[i, j]), 4) for column in columns)
        )
        for i, utterance in enumerate(utterances)
        for j, code in enumerate(codes)
    ]


def gather(
    utterances: Sequence[Utterance],
    vectors: Vectors,
    asked: Sequence[str],
    question_vectors: Vectors,
    *,
    reference: CodedTexts,
    similarity: Scores,
    means: Mapping[str, Vectors],
    manual: Mapping[int, npt.NDArray[np.bool_]],
    finder: CodeTerms,
) -> Evidence:
    """Everything that speaks for each code in each utterance.

    Args:
        vectors: the utterances' unit vectors freed of their language, shape (n, dimensions).
        asked: the question before each utterance, or an empty string.
        question_vectors: the same for the questions; zero where there is none.
        reference: the codebook's own coded texts.
        similarity: see :class:`Evidence`.
        means: what was taken off the vectors of each language.
        manual: the codes of utterances coded by hand, shape (codes,), by position. What is said of
            one of them is learned from other transcripts only, so that it can be compared with it.
    """
    found = [finder.find(utterance.normalised) for utterance in utterances]
    found_in_questions = [finder.find(text) for text in asked]
    told = Learner(reference)
    question_learned = told.score(asked, question_vectors)
    question_learned[[not text for text in asked]] = 0
    texts = [utterance.normalised for utterance in utterances]
    learner, learned = told, told.score(texts, vectors)
    neighbours_learned = _of_neighbours(utterances, learned)
    if manual:
        rows = list(manual)
        learner = Learner(
            reference
            + CodedTexts(
                [texts[row] for row in rows],
                [utterances[row].language for row in rows],
                vectors[rows],
                np.stack(list(manual.values())),
                [f"transcript {utterances[row].transcript_id}" for row in rows],
                np.full(len(rows), REAL),
            )
        )
        learned = learner.score(texts, vectors)
        learned[rows] = learner.held_out()[len(reference) :]
    words = np.array([max(1, len(text.split())) for text in texts], dtype=np.float64)
    kinds = {
        "learned": learned,
        "terms": finder.score(found),
        "question_learned": question_learned,
        "question_terms": finder.score(found_in_questions),
        "neighbours_learned": neighbours_learned,
        "length": np.broadcast_to(np.log(words / _USUAL_LENGTH)[:, None], learned.shape),
    }
    features = np.stack([kinds[kind] for kind in KINDS], axis=-1)
    return Evidence(features, similarity, found, found_in_questions, texts, vectors, learner, means)
