"""What speaks for a code in an utterance: words of the codebook, and nearness to its sentences.

All evidence is taken of the utterance and, separately, of the interviewer's question before it:
short answers say little by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.encoding.centring import centred, language_means, load_bank, unit
from pipeline.encoding.sentence_encoder import Encoder
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.term_finder import Match, Pattern, TermFinder, term_pattern
from pipeline.lexicon.codebook import Codebook
from pipeline.lexicon.terms import Term
from pipeline.schema import INTERVIEWER, LANGUAGES, NormalisedTurn, Turn, Utterance
from pipeline.tables import Vectors

#: The kinds of evidence, in the order of :attr:`Evidence.features`.
KINDS = ("similarity", "terms", "question_similarity", "question_terms")

#: Scores of shape (utterances, codes).
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CodeVectors:
    """The codebook's sentences as unit vectors.

    Attributes:
        codes: shape (codes, dimensions), definition and examples of all languages together.
        examples: shape (examples, dimensions), each sentence by itself.
        owners: the position of each example's code.
        texts: the examples, with their language.
    """

    codes: Vectors
    examples: Vectors
    owners: npt.NDArray[np.intp]
    texts: list[tuple[str, str]]


def code_vectors(codebook: Codebook, encoder: Encoder) -> CodeVectors:
    """Embed the codebook; its own mean in each language is taken off.

    What the sentences of one language have in common, language and subject, tells nothing about
    the codes; in each language every code has the same say in that mean.
    """
    parts = []
    example_vectors: list[Vectors] = []
    owners: list[int] = []
    texts: list[tuple[str, str]] = []
    for kind in ("definition", "examples"):
        for language in LANGUAGES:
            found = [
                (position, text)
                for position, code in enumerate(codebook.codes)
                for own_language, text in getattr(code, kind).items()
                if own_language == language
            ]
            if not found:
                continue
            own = np.array([position for position, _ in found])
            vectors = encoder.encode([text for _, text in found])
            present = sorted(set(own.tolist()))
            mean = np.mean([vectors[own == position].mean(axis=0) for position in present], axis=0)
            # A codebook of one code has nothing to be told apart from.
            vectors = unit(vectors - mean) if len(present) > 1 else vectors
            part = np.zeros((len(codebook.codes), vectors.shape[1]), dtype=np.float32)
            for position in present:
                part[position] = unit(vectors[own == position].mean(axis=0))
            parts.append(part)
            if kind == "examples":
                example_vectors.append(vectors)
                owners += own.tolist()
                texts += [(language, text) for _, text in found]
    width = parts[0].shape[1]
    return CodeVectors(
        codes=unit(np.sum(parts, axis=0)),
        examples=np.concatenate(example_vectors) if example_vectors else np.zeros((0, width), "f4"),
        owners=np.array(owners, dtype=np.intp),
        texts=texts,
    )


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
        """Logarithm of one more than the sum of confidences, shape (texts, codes)."""
        sums = np.zeros((len(found), self._count))
        for row, matches in enumerate(found):
            for position, match in matches:
                sums[row, position] += match.confidence
        return np.log1p(sums)


@dataclass(frozen=True)
class Evidence:
    """All evidence for ``n`` utterances: features of shape (n, codes, kinds) and what they rest on."""

    features: Scores
    terms: list[list[tuple[int, Match]]]
    question_terms: list[list[tuple[int, Match]]]
    vectors: Vectors
    code_vectors: CodeVectors


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


def gather(
    utterances: Sequence[Utterance],
    raw: Vectors,
    asked: Sequence[str],
    *,
    codebook: Codebook,
    terms: Sequence[Term],
    encoder: Encoder,
) -> Evidence:
    """Everything that speaks for each code in each utterance.

    Args:
        raw: the utterances' vectors, shape (n, dimensions), languages not taken out.
        asked: the question before each utterance, or an empty string.
    """
    languages = [utterance.language for utterance in utterances]
    bank = {language: encoder.encode(texts) for language, texts in load_bank().items()}
    means = language_means(raw, languages, bank)
    vectors = centred(raw, languages, means)
    # Interviewers mostly speak their participant's language; an empty question has no vector.
    question_vectors = centred(encoder.encode([text or "-" for text in asked]), languages, means)
    question_vectors[[not text for text in asked]] = 0
    sentences = code_vectors(codebook, encoder)
    finder = CodeTerms(codebook, terms, Lemmatiser())
    found = [finder.find(utterance.normalised) for utterance in utterances]
    found_in_questions = [finder.find(text) for text in asked]
    kinds = {
        "similarity": np.asarray(vectors @ sentences.codes.T, dtype=np.float64),
        "terms": finder.score(found),
        "question_similarity": np.asarray(question_vectors @ sentences.codes.T, dtype=np.float64),
        "question_terms": finder.score(found_in_questions),
    }
    features = np.stack([kinds[kind] for kind in KINDS], axis=-1)
    return Evidence(features, found, found_in_questions, vectors, sentences)
