"""Stage ``embed``: one vector for every utterance; only new or changed ones run through the model."""

from __future__ import annotations

from pipeline.encoding.sentence_encoder import plain_encoder
from pipeline.errors import run_stage
from pipeline.params import load_params
from pipeline.schema import EMBEDDINGS, UTTERANCES
from pipeline.tables import read, write_vectors


def main() -> None:
    """Embed the utterances' normalised text, without the language's mean taken off."""
    utterances = read(UTTERANCES)
    encoder = plain_encoder(load_params().encoder.prefix)
    vectors = encoder.encode([utterance.normalised for utterance in utterances])
    write_vectors(EMBEDDINGS, [utterance.utterance_id for utterance in utterances], vectors)
    print(f"{len(utterances)} utterances, {encoder.embedded} of them embedded now")


if __name__ == "__main__":
    run_stage(main)
