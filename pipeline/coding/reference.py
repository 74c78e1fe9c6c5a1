"""The codebook as coded texts: its definitions and sentences, and the example utterances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.coding.codebook_vectors import codebook_sentences
from pipeline.coding.learner import EXPLAINED, TOLD, CodedTexts
from pipeline.encoding.centring import centred, language_means
from pipeline.encoding.sentence_encoder import Encoder
from pipeline.lexicon.codebook import Codebook
from pipeline.lexicon.example_utterances import ExampleUtterance
from pipeline.tables import Vectors


def reference_texts(
    codebook: Codebook,
    utterances: Sequence[ExampleUtterance],
    encoder: Encoder,
    bank: Mapping[str, Vectors],
) -> CodedTexts:
    """All that the codebook gives to learn from, in groups of the book's own and one each writer.

    Args:
        bank: vectors of the neutral sentences by language.
    """
    count = len(codebook.codes)
    sentences = codebook_sentences(codebook, encoder)
    owners = np.concatenate([part.owners for part in sentences])
    texts = CodedTexts(
        [text for part in sentences for text in part.texts],
        [part.language for part in sentences for _ in part.texts],
        np.concatenate([part.vectors for part in sentences]),
        np.eye(count, dtype=bool)[owners],
        ["codebook"] * len(owners),
        np.full(len(owners), EXPLAINED),
    )
    if not utterances:
        return texts
    vectors = encoder.encode([utterance.text for utterance in utterances])
    languages = [utterance.language for utterance in utterances]
    return texts + CodedTexts(
        [utterance.text for utterance in utterances],
        languages,
        centred(vectors, languages, language_means(vectors, languages, bank)),
        np.array([[code in u.codes for code in codebook.ids] for u in utterances], dtype=bool),
        [f"writer {utterance.writer}" for utterance in utterances],
        np.array([TOLD if u.register == "told" else EXPLAINED for u in utterances]),
    )
