"""Stage ``align``: codes for utterances and for themes, each with its reasons, or silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.coding.evidence import Evidence, Scores, gather, questions
from pipeline.coding.weights import load_weights
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import run_stage
from pipeline.language.term_finder import Match
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.lexicon.terms import load_terms
from pipeline.params import AlignParams, load_params
from pipeline.schema import (
    ASSIGNMENTS,
    EMBEDDINGS,
    ENCODER,
    NORMALISED,
    SUGGESTIONS,
    THEME_CODES,
    THEMES,
    TOPICS,
    TURNS,
    UTTERANCES,
    VECTOR_CACHE,
    Suggestion,
    Theme,
    ThemeCode,
    Topic,
    Utterance,
)
from pipeline.tables import read, read_vectors, write

#: Below this rank nobody reads the reasons, and they would fill the table.
_EXPLAINED_RANKS = 5
#: A code belongs to a theme when it is this much more frequent there than elsewhere, …
_THEME_LIFT = 1.5
#: … and on at least this share of the theme's utterances.
_THEME_SHARE = 0.1
_THEME_CODES = 3


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
                    evidence=explain(evidence, i, code, labels.get(topics[i], ""))
                    if explained
                    else "",
                )
            )
    return sorted(rows, key=lambda row: row.decision == "abstain")


def explain(evidence: Evidence, utterance: int, code: int, theme: str) -> str:
    """The reasons in words: terms met, terms in the question, nearest example, theme."""
    reasons = []
    for name, found in (
        ("words", evidence.terms[utterance]),
        ("words of the question", evidence.question_terms[utterance]),
    ):
        met = dict.fromkeys(_told(match) for position, match in found if position == code)
        if met:
            reasons.append(f"{name}: {', '.join(met)}")
    sentences = evidence.code_vectors
    own = np.flatnonzero(sentences.owners == code)
    if len(own):
        cosines = sentences.examples[own] @ evidence.vectors[utterance]
        best = int(np.argmax(cosines))
        _, text = sentences.texts[own[best]]
        reasons.append(f"nearest example ({cosines[best]:.2f}): “{text}”")
    if theme:
        reasons.append(f"theme: {theme}")
    return " · ".join(reasons)


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
    _, raw = read_vectors(EMBEDDINGS)
    topics = [assignment.topic for assignment in read(ASSIGNMENTS)]
    encoder = SentenceEncoder(ENCODER, params.encoder.prefix, VECTOR_CACHE)
    asked = questions(utterances, read(TURNS), read(NORMALISED))
    evidence = gather(
        utterances, raw, asked, codebook=codebook, terms=load_terms(), encoder=encoder
    )
    probabilities = load_weights().probability(evidence.features)
    rows = suggest(
        utterances, topics, theme_labels(themes), evidence, probabilities, codebook, params.align
    )
    write(SUGGESTIONS, rows)
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
