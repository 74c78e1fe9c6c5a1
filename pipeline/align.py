"""Stage ``align``: codes for utterances and for themes, each with its reasons, or silence."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.coding.corpus import corpus_evidence
from pipeline.coding.evidence import Evidence, evidence_rows
from pipeline.coding.gold import gold_by_coder, majority, place_codings
from pipeline.coding.learner import Scores
from pipeline.coding.weights import load_weights
from pipeline.errors import run_stage
from pipeline.language.term_finder import Match
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import AlignParams, load_params
from pipeline.readers.codings import load_codings
from pipeline.schema import (
    ASSIGNMENTS,
    EVIDENCE,
    SUGGESTIONS,
    THEME_CODES,
    THEMES,
    TOPICS,
    UTTERANCES,
    Suggestion,
    Theme,
    ThemeCode,
    Topic,
    Utterance,
)
from pipeline.tables import read, write

#: Below this rank nobody reads the reasons, and they would fill the table.
_EXPLAINED_RANKS = 5
#: A code belongs to a theme when it is this much more frequent there than elsewhere, …
_THEME_LIFT = 1.5
#: … and on at least this share of the theme's utterances.
_THEME_SHARE = 0.1
_THEME_CODES = 3
#: Characters of a coded text that are shown as a reason.
_LONGEST_EXAMPLE = 160


def suggest(
    utterances: Sequence[Utterance],
    topics: Sequence[int],
    labels: dict[int, str],
    evidence: Evidence,
    probabilities: Scores,
    codebook: Codebook,
    params: AlignParams,
) -> list[Suggestion]:
    """One row for each utterance and code: first what is suggested, then the rest.

    A code is suggested when its probability reaches the threshold and no more than ``max_codes``
    are more probable.
    """
    rows = []
    for i, utterance in enumerate(utterances):
        order = np.argsort(-probabilities[i], kind="stable")
        shares = evidence.learner.shares([evidence.texts[i]], evidence.vectors[[i]])
        for rank, code in enumerate(order.tolist(), start=1):
            probability = float(probabilities[i, code])
            suggested = probability >= params.threshold and rank <= params.max_codes
            explained = suggested or rank <= _EXPLAINED_RANKS
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
                    code=codebook.codes[code].id,
                    probability=round(probability, 4),
                    rank=rank,
                    decision="suggest" if suggested else "abstain",
                    evidence=explain(evidence, i, code, shares, labels.get(topics[i], ""))
                    if explained
                    else "",
                )
            )
    return sorted(rows, key=lambda row: row.decision == "abstain")


def explain(evidence: Evidence, utterance: int, code: int, shares: Scores, theme: str) -> str:
    """The reasons in words: terms met, terms in the question, nearest example, theme."""
    reasons = []
    for name, found in (
        ("words", evidence.terms[utterance]),
        ("words of the question", evidence.question_terms[utterance]),
    ):
        met = dict.fromkeys(_told(match) for position, match in found if position == code)
        if met:
            reasons.append(f"{name}: {', '.join(met)}")
    if nearest := nearest_coded(evidence, shares, code):
        reasons.append(nearest)
    if theme:
        reasons.append(f"theme: {theme}")
    return " · ".join(reasons)


def nearest_coded(evidence: Evidence, shares: Scores, code: int) -> str:
    """The coded text that adds most to the score of a code, shortened.

    Args:
        shares: what each coded text adds to each code, shape (coded texts, codes).
    """
    coded = evidence.learner.coded
    own = np.where(coded.codes[:, code], shares[:, code], 0)
    best = int(own.argmax())
    if own[best] <= 0:
        return ""
    return f"like this, coded so: “{textwrap.shorten(coded.texts[best], _LONGEST_EXAMPLE, placeholder=' …')}”"


def _told(match: Match) -> str:
    """The form met and, if it differs, the entry it was taken for and how."""
    if match.rule == "exact":
        return f"“{match.form}”"
    return f"“{match.form}” (= {match.pattern.form}, {match.rule})"


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
    probabilities = load_weights().probability(evidence.features)
    rows = suggest(
        utterances, topics, theme_labels(themes), evidence, probabilities, codebook, params.align
    )
    write(SUGGESTIONS, rows)
    write(EVIDENCE, evidence_rows(utterances, codebook.ids, evidence, probabilities))
    decided = {(row.utterance_id, row.code) for row in rows if row.decision == "suggest"}
    suggested = np.array(
        [[(u.utterance_id, code) in decided for code in codebook.ids] for u in utterances]
    )
    by_theme = theme_codes(topics, suggested, codebook)
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
