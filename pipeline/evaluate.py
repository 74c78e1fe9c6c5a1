"""Stage ``evaluate``: how the suggestions fare against manual codings, and the themes' figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from pipeline.coding.by_code import code_figures
from pipeline.coding.comparison import comparison
from pipeline.coding.figures import (
    Bools,
    calibration_error,
    decided,
    likely_calibration_error,
    ranked,
    reliability,
    rounded,
)
from pipeline.coding.gold import Gold, load_gold
from pipeline.coding.suggested import Suggested, arrange, coded_array
from pipeline.errors import TaqyrypError, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.params import load_params
from pipeline.readers.codings import CODINGS
from pipeline.schema import (
    CLUSTER_METRICS,
    COMPARISON,
    EVIDENCE,
    LANGUAGES,
    METRICS,
    METRICS_BY_CODE,
    METRICS_BY_CODE_LANGUAGE,
    RELIABILITY,
    SUGGESTIONS,
    THRESHOLDS,
    UTTERANCES,
    CodeFigures,
    ThresholdFigures,
)
from pipeline.tables import read, require, write, write_json


def against(suggested: Suggested, coded: Bools, prefix: str) -> dict[str, float | int]:
    """All figures of one comparison, keys with ``prefix``."""
    everything = np.ones(len(coded))
    decisions = decided(suggested.decisions, coded, everything).pooled()
    rankings = ranked(suggested.probabilities, coded, everything)
    return {
        f"{prefix}utterances": len(coded),
        f"{prefix}precision": rounded(decisions.precision),
        f"{prefix}recall": rounded(decisions.recall),
        f"{prefix}f1": rounded(decisions.f1),
        f"{prefix}kappa": rounded(decisions.kappa),
        f"{prefix}alpha": rounded(decisions.alpha),
        f"{prefix}hit_at_1": rounded(rankings.precision_at_1),
        f"{prefix}recall_at_5": rounded(rankings.recall_at_5),
        f"{prefix}map": rounded(rankings.map),
        f"{prefix}ece": calibration_error(suggested.probabilities, coded),
        f"{prefix}ece_likely": likely_calibration_error(suggested.probabilities, coded),
    }


def coder_figures(
    suggested: Suggested, gold: Gold, codes: Sequence[str], coder: str
) -> dict[str, float | int]:
    """One coder's figures, over all languages and for each."""
    part = suggested.read_by(gold)
    coded = coded_array(gold, part.utterance_ids, codes)
    figures = against(part, coded, f"{coder}.")
    for language in LANGUAGES:
        if rows := part.in_language(language):
            figures |= against(part.select(rows), coded[rows], f"{coder}.{language}.")
    return figures


def agreement(gold: dict[str, Gold], codes: Sequence[str]) -> dict[str, float]:
    """How far the first two coders agree: the ceiling for everything else."""
    if len(gold) < 2:
        return {}
    (first, one), (second, two) = list(gold.items())[:2]
    shared = [name for name in one if name in two]
    if not shared:
        return {}
    a, b = coded_array(one, shared, codes), coded_array(two, shared, codes)
    decisions = decided(a, b, np.ones(len(shared))).pooled()
    return {
        f"agreement.{first}.{second}.f1": rounded(decisions.f1),
        f"agreement.{first}.{second}.kappa": rounded(decisions.kappa),
        f"agreement.{first}.{second}.alpha": rounded(decisions.alpha),
    }


def figures_by_code(
    suggested: Suggested, gold: Gold, codes: Sequence[str], language: str = "all"
) -> list[CodeFigures]:
    """How each code fared, in all utterances or those of a language; no rows if there are none."""
    part = suggested.read_by(gold)
    if language != "all":
        part = part.select(part.in_language(language))
    if not part.utterance_ids:
        return []
    coded = coded_array(gold, part.utterance_ids, codes)
    return code_figures(
        language, codes, part.probabilities, part.decisions, coded, part.transcripts
    )


def threshold_figures(
    suggested: Suggested, gold: Gold, codes: Sequence[str]
) -> list[ThresholdFigures]:
    """Precision, recall and coverage at thresholds from 0.05 to 0.95, to choose one by."""
    part = suggested.read_by(gold)
    coded = coded_array(gold, part.utterance_ids, codes)
    found = []
    for step in range(1, 20):
        threshold = round(step * 0.05, 2)
        given = part.probabilities >= threshold
        decisions = decided(given, coded, np.ones(len(coded))).pooled()
        found.append(
            ThresholdFigures(
                threshold,
                rounded(decisions.precision),
                rounded(decisions.recall),
                coverage(given),
            )
        )
    return found


def coverage(given: Bools) -> float:
    """The share of utterances with a suggestion; ``given`` has shape (utterances, codes)."""
    return rounded(given.any(axis=1).mean()) if len(given) else 0.0


def summary(figures: dict[str, float | int], coder: str) -> str:
    """A line: one coder's figures over all languages."""
    own = {
        key.split(".")[-1]: value
        for key, value in figures.items()
        if key.startswith(f"{coder}.") and key.count(".") == 1
    }
    return f"against {coder}: " + ", ".join(f"{key} {value}" for key, value in own.items())


def notes(rows: Sequence[CodeFigures]) -> str:
    """What not to rely on, a line a code."""
    said = [f"  {row.code}: {row.note}" for row in rows if row.note]
    return "\n".join(["be careful with:", *said]) if said else ""


def main() -> None:
    """Write the metrics; without codings only those that need none."""
    params, codebook = load_params(), load_codebook()
    corpus = Path(params.corpus)
    suggested = arrange(read(SUGGESTIONS), codebook.ids)
    require(CLUSTER_METRICS, "cluster")
    figures: dict[str, float | int] = {
        "utterances": len(suggested.utterance_ids),
        "suggestions": int(suggested.decisions.sum()),
        "coverage": coverage(suggested.decisions),
        **json.loads(CLUSTER_METRICS.read_text(encoding="utf-8")),
    }
    gold = load_gold(corpus, read(UTTERANCES), codebook.ids, pseudonyms=params.ingest.pseudonyms)
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
    by_code = figures_by_code(suggested, own, codebook.ids)
    write(METRICS_BY_CODE, by_code)
    by_language = [figures_by_code(suggested, own, codebook.ids, name) for name in LANGUAGES]
    # the languages of a code beside each other
    write(METRICS_BY_CODE_LANGUAGE, chain(*zip(*filter(None, by_language), strict=True)))
    write(THRESHOLDS, threshold_figures(suggested, own, codebook.ids) if own else [])
    part = suggested.read_by(own)
    coded = coded_array(own, part.utterance_ids, codebook.ids)
    write(RELIABILITY, reliability(part.probabilities, coded))
    evidence = read(EVIDENCE)
    write(COMPARISON, comparison(suggested, evidence, gold, coder, codebook.ids) if coder else [])
    for name in gold:
        print(summary(figures, name))
    if careful := notes(by_code):
        print(careful)
    if not gold:
        print(f"no {CODINGS} in {corpus.as_posix()}: nothing to compare the suggestions with")


if __name__ == "__main__":
    run_stage(main)
