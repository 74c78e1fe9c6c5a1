"""The suggestions beside what is simpler than they are: a keyword search, plain vectors, chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from pipeline.coding.figures import (
    Bools,
    Floats,
    Sums,
    decided,
    interval,
    membership,
    ranked,
    resamples,
    rounded,
    total,
)
from pipeline.coding.gold import Gold
from pipeline.coding.suggested import Suggested, coded_array
from pipeline.schema import LANGUAGES, CodeEvidence, ComparisonFigures

#: How often the suggestions are dealt out to measure chance.
_DEALS = 50
_SEED = 21


@dataclass(frozen=True)
class Coded:
    """What one coder gave, and where: ``codes`` has shape (utterances, codes)."""

    codes: Bools
    languages: Sequence[str]
    transcripts: Sequence[str]


@dataclass(frozen=True)
class Answers:
    """What a method gives, shape (utterances, codes); ``scores`` are what it ranks codes by, if it does."""

    given: Bools
    scores: Floats | None


def keyword_answers(terms: Floats) -> Answers:
    """Every code of which a term was said; ranked by ``terms``, which has shape (utterances, codes)."""
    return Answers(terms > 0, terms)


def similarity_answers(similarity: Floats, count: int) -> Answers:
    """The ``count`` most similar pairs of utterance and code; ``similarity`` pairs them in its shape."""
    given = np.zeros(similarity.size, dtype=bool)
    given[np.argsort(-similarity, axis=None, kind="stable")[:count]] = True
    return Answers(given.reshape(similarity.shape), similarity)


def chance_answers(answers: Answers) -> list[Answers]:
    """What each utterance was given, dealt out to utterances by lot, fifty times."""
    rng = np.random.default_rng(_SEED)
    deals = [rng.permutation(len(answers.given)) for _ in range(_DEALS)]
    return [
        Answers(answers.given[deal], None if answers.scores is None else answers.scores[deal])
        for deal in deals
    ]


def comparison(
    suggested: Suggested,
    evidence: Sequence[CodeEvidence],
    gold: Mapping[str, Gold],
    coder: str,
    codes: Sequence[str],
) -> list[ComparisonFigures]:
    """The suggestions, what is simpler, and the first other coder, against what ``coder`` gave."""
    part = suggested.read_by(gold[coder])
    coded = Coded(
        coded_array(gold[coder], part.utterance_ids, codes), part.languages, part.transcripts
    )
    row_of = {name: i for i, name in enumerate(part.utterance_ids)}
    column_of = {code: j for j, code in enumerate(codes)}
    terms, similarity = np.zeros((2, len(row_of), len(codes)))
    for row in evidence:
        if row.utterance_id in row_of:
            place = row_of[row.utterance_id], column_of[row.code]
            terms[place], similarity[place] = row.terms, row.similarity
    ours = Answers(part.decisions, part.probabilities)
    rows = [
        *compared("suggestions", [ours], coded),
        *compared("keywords", [keyword_answers(terms)], coded),
        *compared("similarity", [similarity_answers(similarity, int(part.decisions.sum()))], coded),
        *compared("chance", chance_answers(ours), coded),
    ]
    other = next((own for name, own in gold.items() if name != coder), {})
    both = part.read_by(other)
    if both.utterance_ids:
        given = coded_array(other, both.utterance_ids, codes)
        own = coded_array(gold[coder], both.utterance_ids, codes)
        shared = Coded(own, both.languages, both.transcripts)
        rows += compared("second coder", [Answers(given, None)], shared)
    return rows


def compared(method: str, trials: Sequence[Answers], coded: Coded) -> list[ComparisonFigures]:
    """A row for all utterances and one for each language that occurs.

    Args:
        method: its name.
        trials: one for a method that always answers the same; for chance, several to be averaged.
        coded: what they are compared with.
    """
    languages = np.array(coded.languages)
    found = [_row(method, "all", trials, coded, np.ones(len(languages), dtype=bool))]
    for language in LANGUAGES:
        rows = languages == language
        if rows.any():
            found.append(_row(method, language, trials, coded, rows))
    return found


def _row(
    method: str, language: str, trials: Sequence[Answers], coded: Coded, rows: Bools
) -> ComparisonFigures:
    """One row; ``rows`` are its utterances, shape (utterances,)."""
    codes = coded.codes[rows]
    members = membership([name for name, own in zip(coded.transcripts, rows, strict=True) if own])
    decisions = _mean([decided(each.given[rows], codes, members).pooled() for each in trials])
    rankings = [
        ranked(each.scores[rows], codes, members) for each in trials if each.scores is not None
    ]
    count = len(members)
    everything, draws = np.ones(count), resamples(count)
    whole, drawn = total(decisions, everything), total(decisions, draws)
    precision_low, precision_high = interval(drawn.precision, count)
    recall_low, recall_high = interval(drawn.recall, count)
    f1_low, f1_high = interval(drawn.f1, count)
    kappa_low, kappa_high = interval(drawn.kappa, count)
    ranking, map_low, map_high = None, None, None
    if rankings:
        ranked_sums = _mean(rankings)
        ranking = total(ranked_sums, everything)
        map_low, map_high = interval(total(ranked_sums, draws).map, count)
    return ComparisonFigures(
        method=method,
        language=language,
        utterances=len(codes),
        precision_at_1=rounded(ranking.precision_at_1) if ranking else None,
        precision_at_3=rounded(ranking.precision_at_3) if ranking else None,
        precision=rounded(whole.precision),
        precision_low=precision_low,
        precision_high=precision_high,
        recall=rounded(whole.recall),
        recall_low=recall_low,
        recall_high=recall_high,
        f1=rounded(whole.f1),
        f1_low=f1_low,
        f1_high=f1_high,
        kappa=rounded(whole.kappa),
        kappa_low=kappa_low,
        kappa_high=kappa_high,
        alpha=rounded(whole.alpha),
        recall_at_5=rounded(ranking.recall_at_5) if ranking else None,
        map=rounded(ranking.map) if ranking else None,
        map_low=map_low,
        map_high=map_high,
    )


def _mean(trials: Sequence[Sums]) -> Sums:
    """The mean of sums of one shape."""
    kind = type(trials[0])
    return kind(
        *(np.mean([getattr(each, field.name) for each in trials], axis=0) for field in fields(kind))
    )
