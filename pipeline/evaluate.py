"""Stage ``evaluate``: how the suggestions fare against manual codings, and the themes' figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.coding.gold import Gold, gold_by_coder, place_codings
from pipeline.errors import TaqyrypError, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.params import load_params
from pipeline.readers.codings import CODINGS, load_codings
from pipeline.schema import (
    CLUSTER_METRICS,
    LANGUAGES,
    METRICS,
    METRICS_BY_CODE,
    SUGGESTIONS,
    THRESHOLDS,
    UTTERANCES,
    CodeFigures,
    Suggestion,
    ThresholdFigures,
)
from pipeline.tables import read, require, write, write_json

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Suggested:
    """The suggestions as arrays of shape (utterances, codes)."""

    utterance_ids: list[str]
    languages: list[str]
    probabilities: Floats
    decisions: Bools

    def select(self, rows: Sequence[int]) -> Suggested:
        """Some of the utterances."""
        return Suggested(
            [self.utterance_ids[i] for i in rows],
            [self.languages[i] for i in rows],
            self.probabilities[rows],
            self.decisions[rows],
        )


def arrange(suggestions: Sequence[Suggestion], codes: Sequence[str]) -> Suggested:
    """Suggestions by utterance and code."""
    languages = {row.utterance_id: row.language for row in suggestions}
    row_of = {utterance_id: i for i, utterance_id in enumerate(languages)}
    column_of = {code: j for j, code in enumerate(codes)}
    probabilities = np.zeros((len(languages), len(codes)))
    decisions = np.zeros((len(languages), len(codes)), dtype=bool)
    for row in suggestions:
        place = row_of[row.utterance_id], column_of[row.code]
        probabilities[place] = row.probability
        decisions[place] = row.decision == "suggest"
    return Suggested(list(languages), list(languages.values()), probabilities, decisions)


def precision(given: Bools, coded: Bools) -> float:
    """Of what was suggested, the share that was coded; 0 if nothing was."""
    return _share((given & coded).sum(), given.sum())


def recall(given: Bools, coded: Bools) -> float:
    """Of what was coded, the share that was suggested; 0 if nothing was."""
    return _share((given & coded).sum(), coded.sum())


def f1(given: Bools, coded: Bools) -> float:
    """Harmonic mean of precision and recall."""
    return _share(2 * (given & coded).sum(), given.sum() + coded.sum())


def kappa(given: Bools, coded: Bools) -> float:
    """Cohen's kappa over all decisions of an array: agreement beyond chance."""
    if given.size == 0:
        return 0.0
    observed = (given == coded).mean()
    chance = given.mean() * coded.mean() + (1 - given.mean()) * (1 - coded.mean())
    return round(float((observed - chance) / (1 - chance)), 4) if chance < 1 else 0.0


def hit_at_1(probabilities: Floats, coded: Bools) -> float:
    """Share of coded utterances whose most probable code was given."""
    rows = coded.any(axis=1)
    best = probabilities[rows].argmax(axis=1)
    return _share(coded[rows][np.arange(rows.sum()), best].sum(), rows.sum())


def recall_at(probabilities: Floats, coded: Bools, count: int) -> float:
    """Mean share of an utterance's codes among its ``count`` most probable."""
    rows = coded.any(axis=1)
    order = np.argsort(-probabilities[rows], axis=1, kind="stable")[:, :count]
    found = np.take_along_axis(coded[rows], order, axis=1).sum(axis=1)
    return _mean(found / coded[rows].sum(axis=1))


def mean_average_precision(probabilities: Floats, coded: Bools) -> float:
    """Mean over coded utterances of the average precision of their ranked codes."""
    rows = coded.any(axis=1)
    return _mean(
        np.array(
            [average_precision(p, c) for p, c in zip(probabilities[rows], coded[rows], strict=True)]
        )
    )


def average_precision(scores: Floats, relevant: Bools) -> float:
    """Average precision of one ranking; ties stay in the given order, 0 if nothing is relevant."""
    if not relevant.any():
        return 0.0
    hits = relevant[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def _share(part: float, whole: float) -> float:
    return round(float(part / whole), 4) if whole else 0.0


def _mean(values: Floats) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0


def against(suggested: Suggested, coded: Bools, prefix: str) -> dict[str, float | int]:
    """All figures of one comparison, keys with ``prefix``."""
    given, probabilities = suggested.decisions, suggested.probabilities
    return {
        f"{prefix}utterances": len(coded),
        f"{prefix}precision": precision(given, coded),
        f"{prefix}recall": recall(given, coded),
        f"{prefix}f1": f1(given, coded),
        f"{prefix}kappa": kappa(given, coded),
        f"{prefix}hit_at_1": hit_at_1(probabilities, coded),
        f"{prefix}recall_at_5": recall_at(probabilities, coded, 5),
        f"{prefix}map": mean_average_precision(probabilities, coded),
    }


def coded_array(gold: Gold, utterance_ids: Sequence[str], codes: Sequence[str]) -> Bools:
    """A coder's codes, shape (utterances, codes)."""
    return np.array([[code in gold[i] for code in codes] for i in utterance_ids], dtype=bool)


def coder_figures(
    suggested: Suggested, gold: Gold, codes: Sequence[str], coder: str
) -> dict[str, float | int]:
    """One coder's figures, over all languages and for each."""
    rows = [i for i, name in enumerate(suggested.utterance_ids) if name in gold]
    read_by_coder = suggested.select(rows)
    coded = coded_array(gold, read_by_coder.utterance_ids, codes)
    figures = against(read_by_coder, coded, f"{coder}.")
    for language in LANGUAGES:
        part = [i for i, name in enumerate(read_by_coder.languages) if name == language]
        if part:
            figures |= against(read_by_coder.select(part), coded[part], f"{coder}.{language}.")
    return figures


def agreement(gold: dict[str, Gold], codes: Sequence[str]) -> dict[str, float]:
    """How far the first two coders agree: the ceiling for everything else."""
    if len(gold) < 2:
        return {}
    (first, one), (second, two) = list(gold.items())[:2]
    shared = [name for name in one if name in two]
    a, b = coded_array(one, shared, codes), coded_array(two, shared, codes)
    if not shared:
        return {}
    return {
        f"agreement.{first}.{second}.f1": f1(a, b),
        f"agreement.{first}.{second}.kappa": kappa(a, b),
    }


def code_figures(suggested: Suggested, gold: Gold, codes: Sequence[str]) -> list[CodeFigures]:
    """How each code fared."""
    rows = [i for i, name in enumerate(suggested.utterance_ids) if name in gold]
    part = suggested.select(rows)
    coded = coded_array(gold, part.utterance_ids, codes)
    return [
        CodeFigures(
            code=code,
            coded=int(coded[:, j].sum()),
            suggested=int(part.decisions[:, j].sum()),
            precision=precision(part.decisions[:, j], coded[:, j]),
            recall=recall(part.decisions[:, j], coded[:, j]),
            f1=f1(part.decisions[:, j], coded[:, j]),
            kappa=kappa(part.decisions[:, j], coded[:, j]),
            average_precision=round(average_precision(part.probabilities[:, j], coded[:, j]), 4),
        )
        for j, code in enumerate(codes)
    ]


def threshold_figures(
    suggested: Suggested, gold: Gold, codes: Sequence[str]
) -> list[ThresholdFigures]:
    """Precision, recall and coverage at thresholds from 0.05 to 0.95, to choose one by."""
    rows = [i for i, name in enumerate(suggested.utterance_ids) if name in gold]
    part = suggested.select(rows)
    coded = coded_array(gold, part.utterance_ids, codes)
    found = []
    for step in range(1, 20):
        threshold = round(step * 0.05, 2)
        given = part.probabilities >= threshold
        found.append(
            ThresholdFigures(
                threshold,
                precision(given, coded),
                recall(given, coded),
                _share(given.any(axis=1).sum(), len(given)),
            )
        )
    return found


def main() -> None:
    """Write the metrics; without codings only those that need none."""
    params, codebook = load_params(), load_codebook()
    corpus = Path(params.corpus)
    suggested = arrange(read(SUGGESTIONS), codebook.ids)
    require(CLUSTER_METRICS, "cluster")
    figures: dict[str, float | int] = {
        "utterances": len(suggested.utterance_ids),
        "suggestions": int(suggested.decisions.sum()),
        "coverage": _share(suggested.decisions.any(axis=1).sum(), len(suggested.decisions)),
        **json.loads(CLUSTER_METRICS.read_text(encoding="utf-8")),
    }
    codings = place_codings(
        load_codings(corpus, codebook.ids), corpus, pseudonyms=params.ingest.pseudonyms
    )
    gold = gold_by_coder(read(UTTERANCES), codings)
    coder = params.evaluate.coder or next(iter(gold), None)
    if coder is not None and coder not in gold:
        raise TaqyrypError(
            f"there is no coder {coder!r}; there are: {', '.join(gold) or 'none'}",
            file=corpus / CODINGS,
            remedy="correct evaluate.coder in params.yaml, or set it to null",
        )
    for name, codes in gold.items():
        figures |= coder_figures(suggested, codes, codebook.ids, name)
    figures |= agreement(gold, codebook.ids)
    write_json(METRICS, figures)
    own = gold.get(coder or "", {})
    write(METRICS_BY_CODE, code_figures(suggested, own, codebook.ids) if own else [])
    write(THRESHOLDS, threshold_figures(suggested, own, codebook.ids) if own else [])
    for name in gold:
        print(
            f"against {name}: "
            + ", ".join(
                f"{key.split('.')[-1]} {value}"
                for key, value in figures.items()
                if key.startswith(f"{name}.") and key.count(".") == 1
            )
        )
    if not gold:
        print(f"no {CODINGS} in {corpus.as_posix()}: nothing to compare the suggestions with")


if __name__ == "__main__":
    run_stage(main)
