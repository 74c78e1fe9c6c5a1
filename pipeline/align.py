"""Stage ``align``: codes for utterances and for themes, each with its reasons, or silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from pipeline.coding.corpus import corpus_evidence
from pipeline.coding.evidence import Evidence, evidence_rows
from pipeline.coding.gold import gold_by_coder, majority, place_codings
from pipeline.coding.learner import Scores
from pipeline.coding.reasons import Reasons
from pipeline.coding.weights import Weights, load_weights
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import run_stage
from pipeline.language.small_talk import is_small_talk
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import AlignParams, load_params
from pipeline.readers.codings import load_codings
from pipeline.schema import (
    ASSIGNMENTS,
    ENCODER,
    EVIDENCE,
    SUGGESTIONS,
    THEME_CODES,
    THEMES,
    TOPICS,
    UTTERANCES,
    VECTOR_CACHE,
    Suggestion,
    Theme,
    ThemeCode,
    Topic,
    Utterance,
)
from pipeline.tables import read, write

Bools = npt.NDArray[np.bool_]

#: Below this rank nobody reads the reasons, and they would fill the table.
_EXPLAINED_RANKS = 5
#: A code belongs to a theme when it is this much more frequent there than elsewhere, …
_THEME_LIFT = 1.5
#: … and on at least this share of the theme's utterances.
_THEME_SHARE = 0.1
_THEME_CODES = 3


def thresholds(probabilities: Scores, params: AlignParams) -> Scores:
    """From which probability on each code is suggested, shape (codes,).

    Where a precision is asked for, the least probability from which on the code's probabilities
    are that high on average: if they hold what they say, so many of its suggestions are right.

    Args:
        probabilities: shape (utterances, codes).
    """
    least = np.full(probabilities.shape[1], params.threshold)
    if params.precision is None or not len(probabilities):
        return least
    ranked = -np.sort(-probabilities, axis=0)
    means = np.cumsum(ranked, axis=0) / np.arange(1, len(ranked) + 1)[:, None]
    # The means fall from row to row.
    count = (means >= params.precision).sum(axis=0)
    last = ranked[np.maximum(count - 1, 0), np.arange(ranked.shape[1])]
    return np.asarray(np.maximum(least, np.where(count > 0, last, np.inf)))


def decide(probabilities: Scores, silent: Bools, params: AlignParams) -> Bools:
    """Which codes are suggested, shape (utterances, codes).

    Those that reach their threshold, at most ``max_codes`` of an utterance, the most probable.

    Args:
        silent: the utterances that say nothing by themselves, shape (utterances,).
    """
    ranks = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1)
    reached = probabilities >= thresholds(probabilities[~silent], params)
    return np.asarray(reached & (ranks < params.max_codes) & ~silent[:, None])


def suggest(
    utterances: Sequence[Utterance],
    topics: Sequence[int],
    labels: Mapping[int, str],
    probabilities: Scores,
    decisions: Bools,
    reasons: Reasons,
    codes: Sequence[str],
) -> list[Suggestion]:
    """One row for each utterance and code: first what is suggested, then the rest.

    The suggestions have their reasons, and so have the next few codes, for whoever reads on.
    """
    rows = []
    for i, utterance in enumerate(tqdm(utterances, desc="reasons", unit="utterance", leave=False)):
        order = np.argsort(-probabilities[i], kind="stable").tolist()
        suggested = int(decisions[i].sum())
        theme = labels.get(topics[i], "")
        told = reasons.tell(i, order[: max(suggested, _EXPLAINED_RANKS)], suggested, theme)
        for rank, code in enumerate(order, start=1):
            rows.append(
                Suggestion(
                    transcript_id=utterance.transcript_id,
                    utterance_id=utterance.utterance_id,
                    turn=utterance.turn,
                    speaker=utterance.speaker,
                    role=utterance.role,
                    language=utterance.language,
                    start=utterance.start,
                    end=utterance.end,
                    text=utterance.text,
                    topic=topics[i],
                    code=codes[code],
                    probability=round(float(probabilities[i, code]), 4),
                    rank=rank,
                    decision="suggest" if decisions[i, code] else "abstain",
                    evidence=told[rank - 1] if rank <= len(told) else "",
                )
            )
    return sorted(rows, key=lambda row: row.decision == "abstain")


def theme_codes(
    topics: Sequence[int], suggested: npt.NDArray[np.bool_], codebook: Codebook
) -> list[ThemeCode]:
    """For each theme its codes, by how much more often they are suggested there than elsewhere.

    Args:
        suggested: shape (utterances, codes).
    """
    rows = []
    own = np.asarray(topics)
    overall = suggested.mean(axis=0)
    for topic in sorted(set(topics)):
        shares = suggested[own == topic].mean(axis=0)
        lifts = np.divide(shares, overall, out=np.zeros_like(shares), where=overall > 0)
        order = np.lexsort((-shares, -lifts * shares))
        for rank, code in enumerate(order.tolist(), start=1):
            rows.append(
                ThemeCode(
                    topic,
                    codebook.codes[code].id,
                    round(float(shares[code]), 3),
                    round(float(lifts[code]), 2),
                    rank,
                )
            )
    return rows


def leading_codes(rows: Sequence[ThemeCode]) -> dict[int, list[str]]:
    """The few codes that stand out in each theme; none where nothing does."""
    leading: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.rank):
        codes = leading.setdefault(row.topic, [])
        stands_out = row.lift >= _THEME_LIFT and row.share >= _THEME_SHARE
        if stands_out and len(codes) < _THEME_CODES:
            codes.append(row.code)
    return leading


def topic_rows(themes: Sequence[Theme], leading: dict[int, list[str]]) -> list[Topic]:
    """The themes with the codes they lean to."""
    return [
        Topic(
            theme.topic,
            theme.size,
            theme.languages,
            theme.label_kk,
            theme.label_ru,
            theme.label_en,
            theme.words,
            "; ".join(leading.get(theme.topic, [])),
            theme.stability,
            theme.note,
        )
        for theme in themes
    ]


def theme_labels(themes: Sequence[Theme]) -> dict[int, str]:
    """A short name for each theme: its number and its first words in each language."""
    return {
        theme.topic: f"{theme.topic} ("
        + " / ".join(
            label.split(",")[0]
            for label in (theme.label_kk, theme.label_ru, theme.label_en)
            if label
        )
        + ")"
        for theme in themes
    }


def judge(
    evidence: Evidence, manual: Mapping[int, Bools], transcripts: Sequence[str]
) -> tuple[Scores, Weights]:
    """Probabilities of shape (utterances, codes), and the weights that make them of the evidence.

    What was coded by hand moves the weights. It has no say in what is said of its own transcript's
    coded utterances, so that the two can be compared.
    """
    shipped = load_weights()
    if not manual:
        return shipped.probability(evidence.features), shipped
    own = list(manual)
    features, coded = evidence.features[own], np.stack(list(manual.values()))
    weights = shipped.adapted(features, coded)
    probabilities = weights.probability(evidence.features)
    probabilities[own] = shipped.judged_by_others(features, coded, [transcripts[i] for i in own])
    return probabilities, weights


def main() -> None:
    """Suggest codes for every utterance and every theme."""
    params = load_params()
    codebook = load_codebook()
    utterances, themes = read(UTTERANCES), read(THEMES)
    topics = [assignment.topic for assignment in read(ASSIGNMENTS)]
    corpus = Path(params.corpus)
    codings = place_codings(
        load_codings(corpus, codebook.ids), corpus, pseudonyms=params.ingest.pseudonyms
    )
    manual = majority(gold_by_coder(utterances, codings), utterances, codebook.ids)
    evidence = corpus_evidence(utterances, codebook, params, manual)
    probabilities, weights = judge(evidence, manual, [u.transcript_id for u in utterances])
    silent = np.array([is_small_talk(utterance) for utterance in utterances], dtype=bool)
    decisions = decide(probabilities, silent, params.align)
    encoder = SentenceEncoder(ENCODER, params.encoder.prefix, VECTOR_CACHE)
    reasons = Reasons(utterances, evidence, weights, encoder)
    labels = theme_labels(themes)
    rows = suggest(utterances, topics, labels, probabilities, decisions, reasons, codebook.ids)
    write(SUGGESTIONS, rows)
    write(EVIDENCE, evidence_rows(utterances, codebook.ids, evidence, probabilities))
    by_theme = theme_codes(topics, decisions, codebook)
    write(THEME_CODES, by_theme)
    write(TOPICS, topic_rows(themes, leading_codes(by_theme)))
    print(summary(rows, codebook, len(utterances)))


def summary(rows: Sequence[Suggestion], codebook: Codebook, utterances: int) -> str:
    """How many suggestions there are, by code, and the codes nobody speaks about."""
    counts = Counter(row.code for row in rows if row.decision == "suggest")
    coded = len({row.utterance_id for row in rows if row.decision == "suggest"})
    listing = ", ".join(f"{code} {count}" for code, count in counts.most_common())
    absent = [code for code in codebook.ids if code not in counts]
    lines = [f"{sum(counts.values())} suggestions on {coded} of {utterances} utterances: {listing}"]
    if absent:
        lines.append(f"no suggestion at all for: {', '.join(absent)}")
    return "\n".join(lines)


if __name__ == "__main__":
    run_stage(main)
