"""The evidence of the whole corpus, from the tables that the stages before have written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.coding.codebook_vectors import code_vectors
from pipeline.coding.evidence import CodeTerms, Evidence, gather, questions
from pipeline.coding.learner import Scores
from pipeline.coding.reference import reference_texts
from pipeline.encoding.bank import load_bank
from pipeline.encoding.centring import centred, language_means
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.codebook import Codebook
from pipeline.lexicon.example_utterances import load_example_utterances
from pipeline.lexicon.terms import load_terms
from pipeline.schema import NORMALISED, TURNS, Utterance
from pipeline.tables import read


def code_terms(codebook: Codebook) -> CodeTerms:
    """The finder of the codebook's terms, with the spellings the vocabulary knows."""
    return CodeTerms(codebook, load_terms(), Lemmatiser())


def similarity(
    utterances: Sequence[Utterance], codebook: Codebook, encoder: SentenceEncoder
) -> Scores:
    """Cosines with the codes' own vectors, as the model was before it knew them; (n, codes)."""
    bank = {language: encoder.encode(texts) for language, texts in load_bank().items()}
    vectors = encoder.encode([utterance.normalised for utterance in utterances])
    languages = [utterance.language for utterance in utterances]
    free = centred(vectors, languages, language_means(vectors, languages, bank))
    return np.asarray(free @ code_vectors(codebook, encoder).T, dtype=np.float64)


def corpus_evidence(
    utterances: Sequence[Utterance],
    codebook: Codebook,
    encoder: SentenceEncoder,
    plain: SentenceEncoder,
    manual: Mapping[int, npt.NDArray[np.bool_]],
) -> Evidence:
    """What speaks for each code in each utterance; ``manual`` as in :func:`gather`.

    Args:
        encoder: what codes are found with.
        plain: the model as it is, for the likeness that all this has to be better than.
    """
    bank = {language: encoder.encode(texts) for language, texts in load_bank().items()}
    raw = encoder.encode([utterance.normalised for utterance in utterances])
    languages = [utterance.language for utterance in utterances]
    means = language_means(raw, languages, bank)
    asked = questions(utterances, read(TURNS), read(NORMALISED))
    # Interviewers mostly speak their participant's language; an empty question has no vector.
    question_vectors = centred(encoder.encode([text or "-" for text in asked]), languages, means)
    question_vectors[[not text for text in asked]] = 0
    examples, _ = load_example_utterances(codebook.ids)
    return gather(
        utterances,
        centred(raw, languages, means),
        asked,
        question_vectors,
        reference=reference_texts(codebook, examples, encoder, bank),
        similarity=similarity(utterances, codebook, plain),
        means=means,
        manual=manual,
        finder=code_terms(codebook),
    )
