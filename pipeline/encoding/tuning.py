"""Tuning the upper layers of a sentence model towards the codes of a codebook.

The lower layers stay as they are, so they are run once, and what they make of the texts is kept: the
upper ones are trained on that, in minutes on a processor. What is asked of a text's vector, less what
belongs to its language, is that a linear head tells the text's codes from it. The head starts from ridge
regression and is thrown away after: codes are learned from the new vectors as from the old ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from pipeline.encoding.centring import unit
from pipeline.encoding.sentence_encoder import SentenceEncoder, layers_of
from pipeline.tables import Vectors

if TYPE_CHECKING:
    import torch

#: Always the same dropout and order.
_SEED = 7
#: Texts in one step.
_BATCH = 16
#: Steps by which the layers and the head learn at their fastest, which is after a tenth of all.
_RATE, _HEAD_RATE, _WARM_UP = 1e-4, 2e-3, 0.1
_DECAY = 0.01
_RIDGE = 3.0
#: The head reads unit vectors: its weights are as many times larger than those of the ridge regression.
_HEAD_SCALE = 8.0
#: Vectors made in two ways are the same from this cosine on; the states are kept in half precision.
_SAME = 0.999


@dataclass(frozen=True)
class Lessons:
    """``n`` texts to learn codes from.

    Attributes:
        codes: which of the codes each has, shape (n, codes).
    """

    texts: Sequence[str]
    languages: Sequence[str]
    codes: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class States:
    """What the lower layers make of texts, one after another: row ``i`` has ``[ends[i-1], ends[i])``."""

    ids: npt.NDArray[np.int64]
    hidden: npt.NDArray[np.float16]
    ends: npt.NDArray[np.int64]

    def length(self, row: int) -> int:
        """Pieces of a text, the prefix and the marks at its ends included."""
        return int(self.ends[row] - (self.ends[row - 1] if row else 0))


class UnknownModel(Exception):  # noqa: N818 - a kind of model, told apart and lived with
    """A model whose upper layers cannot be run by themselves."""


class UpperLayers:
    """The last ``count`` layers of a BERT-like sentence model, and the way there."""

    def __init__(self, encoder: SentenceEncoder, count: int) -> None:
        """Take the layers out of a model.

        Raises:
            UnknownModel: it has no more layers than these, or not where they are looked for.
        """
        layers = layers_of(encoder.model)
        if layers is None or len(layers) <= count:
            raise UnknownModel
        self.model, self._prefix, self._prompt = encoder.model, encoder.prefix, encoder.prompt
        self._bert: Any = cast(Any, self.model[0]).auto_model
        self.layers = layers[-count:]

    def states(self, texts: Sequence[str]) -> States:
        """Run the lower layers."""
        import torch

        rows = [self._prefix + text for text in texts]
        ids = self.model.tokenizer(rows, truncation=True)["input_ids"]
        hidden: list[npt.NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(rows)
        order = sorted(range(len(rows)), key=lambda row: len(ids[row]), reverse=True)
        with tqdm(total=len(rows), desc="reading the examples", unit="text", leave=False) as bar:
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                features = self.model.tokenizer(
                    [rows[row] for row in batch], padding=True, truncation=True, return_tensors="pt"
                )
                with torch.inference_mode():
                    output = self._bert(
                        input_ids=features["input_ids"],
                        attention_mask=features["attention_mask"],
                        output_hidden_states=True,
                    )
                below = output.hidden_states[-1 - len(self.layers)].numpy().astype(np.float16)
                for place, row in enumerate(batch):
                    hidden[row] = below[place, : len(ids[row])]
                bar.update(len(batch))
        lengths = np.array([len(own) for own in ids], dtype=np.int64)
        return States(np.concatenate(ids), np.concatenate(hidden), np.cumsum(lengths))

    def vectors(self, states: States, rows: Sequence[int]) -> torch.Tensor:
        """Unit vectors of some texts, shape (rows, dimensions), to be trained through."""
        import torch

        longest = max(states.length(row) for row in rows)
        ids = torch.zeros(len(rows), longest, dtype=torch.long)
        hidden = torch.zeros(len(rows), longest, states.hidden.shape[1])
        mask = torch.zeros(len(rows), longest)
        for place, row in enumerate(rows):
            length, end = states.length(row), states.ends[row]
            ids[place, :length] = torch.from_numpy(states.ids[end - length : end])
            hidden[place, :length] = torch.from_numpy(states.hidden[end - length : end]).float()
            mask[place, :length] = 1
        away = (1 - mask)[:, None, None, :] * torch.finfo(torch.float32).min
        for layer in self.layers:
            output = layer(hidden, away)
            hidden = output[0] if isinstance(output, tuple) else output
        features: Any = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_embeddings": hidden,
            "prompt_length": self._prompt,
        }
        for module in list(self.model)[1:]:
            features = module(features)
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    def all_vectors(self, states: States) -> Vectors:
        """Unit vectors of all texts as the layers are now."""
        import torch

        found = [np.zeros(0, np.float32)] * len(states.ends)
        self.model.eval()
        with torch.inference_mode():
            for rows in _batches(states, range(len(states.ends))):
                for row, vector in zip(rows, self.vectors(states, rows).numpy(), strict=True):
                    found[row] = vector
        return np.stack(found)

    def reproduces(self, states: States, vectors: Vectors) -> bool:
        """Whether the texts come out as from the model itself."""
        rows = range(min(_BATCH, len(vectors)))
        import torch

        self.model.eval()
        with torch.inference_mode():
            again = self.vectors(states, rows).numpy()
        return bool((np.sum(again * vectors[: len(again)], axis=1) > _SAME).all())

    def tune(self, states: States, lessons: Lessons, rows: Sequence[int], rounds: int) -> None:
        """Train the layers on some of the texts, so many times each.

        Args:
            states: of all texts.
        """
        import torch

        plain = self.all_vectors(states)[rows]
        means = {
            language: plain[[lessons.languages[row] == language for row in rows]].mean(axis=0)
            for language in {lessons.languages[row] for row in rows}
        }
        away = torch.from_numpy(np.stack([means[lessons.languages[row]] for row in rows]))
        place = {row: number for number, row in enumerate(rows)}
        codes = torch.from_numpy(lessons.codes.astype(np.float32))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(_SEED)
            head = _head(unit(plain - away.numpy()), lessons.codes[rows])
            optimiser = torch.optim.AdamW(
                [
                    {"params": self.layers.parameters(), "lr": _RATE},
                    {"params": head.parameters(), "lr": _HEAD_RATE},
                ],
                weight_decay=_DECAY,
            )
            steps = rounds * -(-len(rows) // _BATCH)
            schedule = torch.optim.lr_scheduler.LambdaLR(
                optimiser, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * (1 - step / steps)
            )
            self.model.requires_grad_(False)
            self.layers.requires_grad_(True)
            self.layers.train()
            generator = np.random.default_rng(_SEED)
            with tqdm(total=steps, desc="adapting the model", unit="step", leave=False) as bar:
                for _ in range(rounds):
                    for batch in _batches(states, rows, generator):
                        own = away[[place[row] for row in batch]]
                        free = torch.nn.functional.normalize(
                            self.vectors(states, batch) - own, dim=1
                        )
                        loss = lessons.codes.shape[1] * (
                            torch.nn.functional.binary_cross_entropy_with_logits(
                                head(free), codes[batch]
                            )
                        )
                        optimiser.zero_grad()
                        loss.backward()
                        torch.nn.utils.clip_grad_norm_(self.layers.parameters(), 1.0)
                        optimiser.step()
                        schedule.step()
                        bar.update()
            self.layers.requires_grad_(False)
            self.model.eval()

    def save(self, path: Path) -> None:
        """Write the layers alone."""
        from safetensors.torch import save_file

        save_file(self.layers.state_dict(), path)


def _head(vectors: Vectors, codes: npt.NDArray[np.bool_]) -> torch.nn.Linear:
    """A linear head that starts from ridge regression."""
    import torch

    shares = np.clip(codes.mean(axis=0), 1e-3, 1 - 1e-3)
    square = vectors.T @ vectors + _RIDGE * np.eye(vectors.shape[1])
    weights = np.linalg.solve(square, vectors.T @ (codes - shares))
    head = torch.nn.Linear(*weights.shape)
    with torch.no_grad():
        head.weight.copy_(torch.from_numpy(_HEAD_SCALE * weights.T))
        head.bias.copy_(torch.from_numpy(np.log(shares / (1 - shares))))
    return head


def _batches(
    states: States, rows: Sequence[int], generator: np.random.Generator | None = None
) -> Iterator[list[int]]:
    """The texts in batches of about one length; with a generator in an order by lot."""
    if generator is None:
        ordered = sorted(rows, key=states.length)
    else:
        drawn = generator.random(len(rows))
        jitter = {row: states.length(row) // 16 + 2 * drawn[i] for i, row in enumerate(rows)}
        ordered = sorted(rows, key=jitter.__getitem__)
    batches = [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]
    order = range(len(batches)) if generator is None else generator.permutation(len(batches))
    for place in order:
        yield batches[place]
