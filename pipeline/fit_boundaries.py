"""Learn where sentences end: ``make boundaries`` (six minutes on two cores).

Learnt from the project's own text, ``lexicons/sentences/*.txt``: a sentence a line, an empty line
between texts. Each text is seen as it is written and in what recognisers and people in a hurry
make of it. Same text, same weights on the same machine; the weights are kept in Git, so that all
machines cut alike.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from pipeline.language.boundaries import WEIGHTS, Floats, Head, WordVectors, word_spans

TEXTS = WEIGHTS.parent
_HIDDEN, _DROPOUT, _RATE, _DECAY, _EPOCHS, _BATCH = 128, 0.3, 1e-3, 0.01, 4, 512
#: Words of a piece of text, at most; a piece ends with a sentence.
_PIECES = (15, 40, 80)
_LONGEST = 110
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_ENDINGS = '.!?…»"” )'


def unpunctuated(sentence: str) -> str:
    """The words of a sentence as a recogniser writes them, with a space between."""
    return " ".join(_NOT_WORDS.sub(" ", sentence).split())


def _bare(sentence: str, chance: random.Random) -> str:
    return unpunctuated(sentence.lower())


def _in_a_hurry(sentence: str, chance: random.Random) -> str:
    if chance.random() < 0.6:
        sentence = sentence.rstrip(_ENDINGS)
    return sentence[:1].lower() + sentence[1:] if chance.random() < 0.4 else sentence


#: What becomes of a sentence, and how much that counts. Most transcripts are written with care.
_GUISES: tuple[tuple[Callable[[str, random.Random], str], float], ...] = (
    (_bare, 1.0),
    (_bare, 1.0),
    (lambda sentence, chance: sentence, 3.0),
    (lambda sentence, chance: sentence.lower(), 1.0),
    (lambda sentence, chance: unpunctuated(sentence), 1.0),
    (_in_a_hurry, 1.0),
)


def read_texts(folder: Path = TEXTS) -> dict[str, list[list[str]]]:
    """The texts of each language, a list of sentences each."""
    texts: dict[str, list[list[str]]] = {}
    for path in sorted(folder.glob("*.txt")):
        own = texts.setdefault(path.name[:2], [])
        lines = path.read_text(encoding="utf-8").splitlines()
        for block in "\n".join(line for line in lines if not line.startswith("#")).split("\n\n"):
            if sentences := [sentence for sentence in block.split("\n") if sentence.strip()]:
                own.append(sentences)
    return texts


def pieces(
    texts: Sequence[Sequence[str]],
    guise: Callable[[str, random.Random], str],
    chance: random.Random,
) -> Iterator[tuple[str, list[bool]]]:
    """Stretches of text, and of each place between two words whether a sentence ends there."""
    order = list(texts)
    chance.shuffle(order)
    stream = [sentence for text in order for sentence in text]
    strangers = list(stream)
    chance.shuffle(strangers)
    for sentences in (stream, strangers) if guise is not _in_a_hurry else (stream,):
        words: list[str] = []
        ends: list[bool] = []
        target = chance.choice(_PIECES)
        for sentence in sentences:
            own = guise(sentence, chance).split()[:_LONGEST]
            if words and (len(words) >= target or len(words) + len(own) > _LONGEST):
                yield " ".join(words), ends[:-1]
                words, ends, target = [], [], chance.choice(_PIECES)
            words += own
            ends += [False] * (len(own) - 1) + [True] * bool(own)
        if words:
            yield " ".join(words), ends[:-1]


def examples(
    texts: dict[str, list[list[str]]], vectors: WordVectors
) -> tuple[npt.NDArray[np.float16], Floats, Floats]:
    """Pairs of vectors (n, 2 * d), whether a sentence ends between them (n), what each counts (n)."""
    chance = random.Random(0)
    found = [
        (text, ends, weight)
        for guise, weight in _GUISES
        for language in sorted(texts)
        for text, ends in pieces(texts[language], guise, chance)
        if ends
    ]
    pairs, labels, weights = [], [], []
    for text, ends, weight in tqdm(found, desc="reading", unit=" pieces", disable=None):
        pairs.append(vectors.pairs(text, word_spans(text)).astype(np.float16))
        labels += ends
        weights += [weight] * len(ends)
    return np.concatenate(pairs), np.array(labels, np.float32), np.array(weights, np.float32)


def fit(pairs: npt.NDArray[np.float16], labels: Floats, weights: Floats) -> Head:
    """Learn the network by AdamW on weighted cross-entropy; arguments as :func:`examples` gives."""
    import torch

    torch.manual_seed(0)
    sample = pairs[::7].astype(np.float32)
    mean, scale = sample.mean(0), sample.std(0) + 1e-3
    inside = torch.nn.Linear(pairs.shape[1], _HIDDEN)
    outside = torch.nn.Linear(_HIDDEN, 1)
    drop = torch.nn.Dropout(_DROPOUT)
    network = torch.nn.Sequential(drop, inside, torch.nn.ReLU(), drop, outside)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = _EPOCHS * -(-len(pairs) // _BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    loss_of = torch.nn.functional.binary_cross_entropy_with_logits
    mean_t, scale_t = torch.from_numpy(mean), torch.from_numpy(scale)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(pairs)).numpy()
        for start in tqdm(range(0, len(order), _BATCH), desc="learning", disable=None):
            batch = order[start : start + _BATCH]
            x = (torch.from_numpy(pairs[batch].astype(np.float32)) - mean_t) / scale_t
            y, weight = torch.from_numpy(labels[batch]), torch.from_numpy(weights[batch])
            loss = loss_of(network(x)[:, 0], y, weight=weight)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    with torch.no_grad():  # the scaling of the input becomes part of the first layer
        first = (inside.weight / scale_t).T.numpy()
        bias = inside.bias.numpy() - mean @ first
        return Head(first, bias, outside.weight[0].numpy(), outside.bias[0].numpy())


def main() -> None:
    """Learn from all texts and write the weights."""
    fit(*examples(read_texts(), WordVectors())).save()
    print(f"written: {WEIGHTS.as_posix()}")


if __name__ == "__main__":
    main()
