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
from pipeline.coding.gold import load_gold, majority
from pipeline.coding.learner import Scores
from pipeline.coding.next_to_code import next_to_code
from pipeline.coding.reasons import Reasons
from pipeline.coding.theme_codes import (
    code_candidates,
    leading_codes,
    theme_codes,
    topic_rows,
    unspoken_codes,
)
from pipeline.coding.weights import Weights, load_weights
from pipeline.encoding.sentence_encoder import code_encoder, plain_encoder
from pipeline.errors import run_stage
from pipeline.language.small_talk import is_small_talk
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import AlignParams, load_params
from pipeline.schema import (
    ASSIGNMENTS,
    CODE_CANDIDATES,
    EVIDENCE,
    NEXT_TO_CODE,
    SUBTHEMES,
    SUGGESTIONS,
    THEME_CODES,
    THEMES,
    TOPICS,
    UTTERANCES,
    CodeCandidate,
    Suggestion,
    Theme,
    Utterance,
)
from pipeline.tables import read, write

Bools = npt.NDArray[np.bool_]

#: Below this rank nobody reads the reasons, and they would fill the table.
_EXPLAINED_RANKS = 5


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
    """Suggest codes for every utterance and every theme, and say what to code next."""
    params = load_params()
    codebook = load_codebook()
    utterances, themes, assignments = read(UTTERANCES), read(THEMES), read(ASSIGNMENTS)
    topics = [assignment.topic for assignment in assignments]
    corpus = Path(params.corpus)
    gold = load_gold(corpus, utterances, codebook.ids, pseudonyms=params.ingest.pseudonyms)
    manual = majority(gold, utterances, codebook.ids)
    encoder = code_encoder(params.encoder.prefix)
    plain = plain_encoder(params.encoder.prefix)
    evidence = corpus_evidence(utterances, codebook, encoder, plain, manual)
    probabilities, weights = judge(evidence, manual, [u.transcript_id for u in utterances])
    silent = np.array([is_small_talk(utterance) for utterance in utterances], dtype=bool)
    decisions = decide(probabilities, silent, params.align)
    reasons = Reasons(utterances, evidence, weights, encoder)
    labels = theme_labels(themes)
    rows = suggest(utterances, topics, labels, probabilities, decisions, reasons, codebook.ids)
    write(SUGGESTIONS, rows)
    write(EVIDENCE, evidence_rows(utterances, codebook.ids, evidence, probabilities))
    speakers = [utterance.speaker for utterance in utterances]
    by_theme = theme_codes(topics, decisions, codebook.ids, speakers)
    write(THEME_CODES, by_theme)
    write(TOPICS, topic_rows(themes, leading_codes(by_theme)))
    candidates = code_candidates(
        utterances,
        assignments,
        themes,
        read(SUBTHEMES),
        decisions,
        codebook.ids,
        evidence.vectors,
    )
    write(CODE_CANDIDATES, candidates)
    write(
        NEXT_TO_CODE,
        next_to_code(
            utterances,
            topics,
            probabilities,
            decisions,
            codebook.ids,
            evidence.vectors,
            coded=manual.keys(),
            silent=silent,
        ),
    )
    print(summary(rows, codebook, len(utterances), decisions, candidates, len(manual)))


def summary(
    rows: Sequence[Suggestion],
    codebook: Codebook,
    utterances: int,
    decisions: Bools,
    candidates: Sequence[CodeCandidate],
    coded: int,
) -> str:
    """How many suggestions there are, by code, and the codes nobody speaks about."""
    counts = Counter(row.code for row in rows if row.decision == "suggest")
    suggested = len({row.utterance_id for row in rows if row.decision == "suggest"})
    listing = ", ".join(f"{code} {count}" for code, count in counts.most_common())
    absent = unspoken_codes(codebook.ids, decisions)
    lines = [
        f"{sum(counts.values())} suggestions on {suggested} of {utterances} utterances: {listing}"
    ]
    if absent:
        lines.append(f"no suggestion at all for: {', '.join(absent)}")
    if candidates:
        listed = ", ".join(candidate.subtheme or str(candidate.topic) for candidate in candidates)
        lines.append(f"themes that no code fits, perhaps codes to be: {listed}")
    if coded:
        lines.append(f"learned from {coded} utterances coded by hand, too")
    return "\n".join(lines)


if __name__ == "__main__":
    run_stage(main)
