"""Stage ``embed``: one vector for every utterance; only new or changed ones run through the model."""

from __future__ import annotations

from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import run_stage
from pipeline.params import load_params
from pipeline.schema import EMBEDDINGS, ENCODER, UTTERANCES, VECTOR_CACHE
from pipeline.tables import read, write_vectors


def main() -> None:
    """Embed the utterances' normalised text, without the language's mean taken off."""
    utterances = read(UTTERANCES)
    encoder = SentenceEncoder(ENCODER, load_params().encoder.prefix, VECTOR_CACHE)
    vectors = encoder.encode([utterance.normalised for utterance in utterances])
    write_vectors(EMBEDDINGS, [utterance.utterance_id for utterance in utterances], vectors)
    print(f"{len(utterances)} utterances, {encoder.embedded} of them embedded now")


if __name__ == "__main__":
    run_stage(main)
