"""Stage ``adapt``: the sentence model's upper layers tuned to the codebook, where that helps.

Its example utterances that explain, as most of an interview does, are the lessons. Half of their
writers are learned from first and the codes of the other half's utterances found, with the model as it
is and as it has become; only if that finds them better, in every language, is it tuned to all. Themes
are found with the model as it is.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.coding.figures import ranked
from pipeline.coding.learner import EXPLAINED, CodedTexts, Learner
from pipeline.encoding.centring import centred
from pipeline.encoding.sentence_encoder import SentenceEncoder, plain_encoder
from pipeline.encoding.tuning import Lessons, UnknownModel, UpperLayers
from pipeline.errors import run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.example_utterances import ExampleUtterance, load_example_utterances
from pipeline.params import AdaptParams, load_params
from pipeline.schema import (
    ADAPTED,
    ADAPTED_FIGURES,
    ADAPTED_LAYERS,
    LANGUAGES,
)
from pipeline.tables import Vectors, write_json

Rows = npt.NDArray[np.intp]

#: With fewer utterances nothing can be learned that holds for others.
_FEWEST = 500


def adapt(
    utterances: Sequence[ExampleUtterance],
    codes: Sequence[str],
    encoder: SentenceEncoder,
    params: AdaptParams,
    folder: Path,
) -> dict[str, object]:
    """Tune the model, write its layers into ``folder`` if they are better, and say how it went."""
    if not params.enabled:
        return {"adapted": False, "why": "adapt.enabled is false in params.yaml"}
    halves = _halves(utterances)
    if len(utterances) < _FEWEST or not all(len(half) for half in halves):
        return {
            "adapted": False,
            "why": f"lexicons/example_utterances.tsv has {len(utterances)} utterances that explain "
            f"codes of this codebook; {_FEWEST} by several writers are needed",
        }
    try:
        upper = UpperLayers(encoder, params.layers)
    except UnknownModel:
        return {"adapted": False, "why": "the layers of this sentence model cannot be tuned"}
    texts = [utterance.text for utterance in utterances]
    lessons = Lessons(
        texts,
        [utterance.language for utterance in utterances],
        np.array([[code in u.codes for code in codes] for u in utterances], dtype=bool),
    )
    states, plain = upper.states(texts), encoder.encode(texts)
    if not upper.reproduces(states, plain):
        return {"adapted": False, "why": "the layers of this sentence model cannot be told apart"}
    start = copy.deepcopy(upper.layers.state_dict())
    learned, asked = halves
    upper.tune(states, lessons, learned.tolist(), params.rounds)
    before = _found(utterances, lessons, plain, learned, asked)
    after = _found(utterances, lessons, upper.all_vectors(states), learned, asked)
    better = all(after[name] >= before[name] for name in before)
    found: dict[str, object] = {
        "adapted": better,
        "why": "it finds the codes of other writers' utterances better"
        if better
        else "it does not find the codes of other writers' utterances better",
        "utterances": len(utterances),
        "map_as_it_is": before,
        "map_adapted": after,
    }
    if better:
        upper.layers.load_state_dict(start)
        upper.tune(states, lessons, range(len(texts)), params.rounds)
        upper.save(folder / ADAPTED_LAYERS.name)
    return found


def _halves(utterances: Sequence[ExampleUtterance]) -> tuple[Rows, Rows]:
    """Positions of the utterances of every other writer and of the rest, in each language."""
    names = np.array([utterance.writer for utterance in utterances])
    languages = np.array([utterance.language for utterance in utterances])
    first = np.zeros(len(names), dtype=bool)
    for language in LANGUAGES:
        writers = sorted(set(names[languages == language].tolist()))
        first |= (languages == language) & np.isin(names, writers[::2])
    return np.flatnonzero(first), np.flatnonzero(~first)


def _found(
    utterances: Sequence[ExampleUtterance],
    lessons: Lessons,
    vectors: Vectors,
    learned: Rows,
    asked: Rows,
) -> dict[str, float]:
    """Mean average precision of the codes of the utterances asked for, of all and by language."""
    languages = np.asarray(lessons.languages)
    means = {name: vectors[languages == name].mean(axis=0) for name in set(lessons.languages)}
    free = centred(vectors, lessons.languages, means)
    coded = CodedTexts(
        [lessons.texts[row] for row in learned],
        [lessons.languages[row] for row in learned],
        free[learned],
        lessons.codes[learned],
        [utterances[row].writer for row in learned],
        np.full(len(learned), EXPLAINED),
    )
    scores = Learner(coded).score([lessons.texts[row] for row in asked], free[asked])
    found = {}
    for name in ("all", *sorted(means)):
        own = np.ones(len(asked), dtype=bool) if name == "all" else languages[asked] == name
        if own.any():
            rankings = ranked(scores[own], lessons.codes[asked][own], np.ones(own.sum()))
            found[name] = round(float(rankings.map), 4)
    return found


def main() -> None:
    """Adapt the model to the codebook of the project."""
    params, codebook = load_params(), load_codebook()
    examples, _ = load_example_utterances(codebook.ids)
    utterances = [utterance for utterance in examples if utterance.register == "explained"]
    shutil.rmtree(ADAPTED, ignore_errors=True)
    ADAPTED.mkdir(parents=True)
    encoder = plain_encoder(params.encoder.prefix)
    found = adapt(utterances, codebook.ids, encoder, params.adapt, ADAPTED)
    write_json(ADAPTED_FIGURES, found)
    print(f"{'adapted' if found['adapted'] else 'left as it is'}: {found['why']}")
    for name in ("map_as_it_is", "map_adapted"):
        if name in found:
            print(f"{name}: {found[name]}")


if __name__ == "__main__":
    run_stage(main)
