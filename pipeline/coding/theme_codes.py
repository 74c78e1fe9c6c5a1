"""Which codes stand out in each theme, and which themes fit no code.

What stands out is told from chance by the hypergeometric tail (Fisher's exact test): were the
theme's utterances drawn by lot, how often would so many of them have the suggestion? The many pairs
of themes and codes are allowed for by the false discovery rate (Benjamini & Hochberg 1995). That
takes utterances for independent, which those of one person are not: where a person repeats a thing
in one theme, the tail is far too small. It has to be small without that person, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control, hypergeom

from pipeline.schema import (
    OUTLIER,
    Assignment,
    CodeCandidate,
    SubTheme,
    Theme,
    ThemeCode,
    Topic,
    Utterance,
)
from pipeline.tables import Vectors
from pipeline.themes.examples import typical_utterances

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Of what is called clear, this share may be chance: the usual convention.
_FALSE_DISCOVERIES = 0.05
#: A code leads in a theme when it is this much more frequent there than in the whole corpus, …
_LIFT = 1.5
#: … and so many utterances of so many people say so.
_FEWEST_UTTERANCES, _FEWEST_SPEAKERS = 3, 2
_LEADING = 3
#: A code for less than this would hardly be used.
_SMALLEST_CANDIDATE = 5
_EXAMPLES = 3


@dataclass(frozen=True)
class _Tables:
    """Utterances with a property in groups of utterances, all of shape (groups, properties).

    Attributes:
        counts, speakers: utterances of the group with the property, and people who said them.
        p_values: that chance alone gives so many or more, corrected for the number of pairs; or,
            where that is larger, not corrected and without the person who has most of them.
    """

    counts: Ints
    speakers: Ints
    p_values: Floats


def _tables(inside: Bools, present: Bools, speakers: Sequence[str]) -> _Tables:
    """Counts and tails of properties in groups.

    Args:
        inside: which of ``n`` utterances are in each group, shape (groups, n).
        present: which properties each has, shape (n, properties).
        speakers: who says it.
    """
    people, said_by = np.unique(np.asarray(speakers, dtype=np.str_), return_inverse=True)
    own = [np.flatnonzero(said_by == person) for person in range(len(people))]
    # Of each person; shape (people, groups or 1, properties or 1).
    both = np.stack([inside[:, rows].astype(np.int64) @ present[rows] for rows in own])
    in_group = np.stack([inside[:, rows].sum(axis=1)[:, None] for rows in own])
    with_it = np.stack([present[rows].sum(axis=0)[None, :] for rows in own])
    said = np.array([len(rows) for rows in own])[:, None, None]
    most = both.argmax(axis=0)[None]

    def of_the_rest(counts: Ints) -> Ints:
        of_most = np.take_along_axis(np.broadcast_to(counts, both.shape), most, axis=0)[0]
        return np.asarray(counts.sum(axis=0) - of_most)

    tails = _tail(*(counts.sum(axis=0) for counts in (both, said, with_it, in_group)))
    of_rest = _tail(*(of_the_rest(counts) for counts in (both, said, with_it, in_group)))
    corrected = false_discovery_control(tails, axis=None).reshape(tails.shape)
    return _Tables(both.sum(axis=0), (both > 0).sum(axis=0), np.maximum(corrected, of_rest))


def _tail(found: Ints, total: Ints, with_it: Ints, drawn: Ints) -> Floats:
    """How often so many or more are found; where nothing is, always."""
    return np.where(found > 0, hypergeom.sf(found - 1, total, with_it, drawn), 1.0)


def _shown(p_value: float) -> float:
    """Three digits that count, however small."""
    return float(f"{p_value:.3g}")


def theme_codes(
    topics: Sequence[int], suggested: Bools, codes: Sequence[str], speakers: Sequence[str]
) -> list[ThemeCode]:
    """For each theme its codes, those first that stand out most clearly.

    Args:
        topics: the theme of each of ``n`` utterances; those of none are a row of their own.
        suggested: shape (n, codes).
        codes: their ids.
        speakers: who says each utterance.
    """
    own = np.asarray(topics, dtype=np.int64)
    numbers = np.unique(own)
    inside: Bools = numbers[:, None] == own
    tables = _tables(inside, suggested, speakers)
    shares = tables.counts / inside.sum(axis=1)[:, None]
    overall = suggested.mean(axis=0)
    lifts = np.divide(shares, overall, out=np.zeros_like(shares), where=overall > 0)
    return [
        ThemeCode(
            topic=topic,
            code=codes[code],
            count=int(tables.counts[row, code]),
            speakers=int(tables.speakers[row, code]),
            share=round(float(shares[row, code]), 3),
            lift=round(float(lifts[row, code]), 2),
            p_value=_shown(tables.p_values[row, code]),
            rank=rank,
        )
        for row, topic in enumerate(numbers.tolist())
        for rank, code in enumerate(
            np.lexsort((-shares[row], -lifts[row], tables.p_values[row])).tolist(), start=1
        )
    ]


def leading_codes(rows: Sequence[ThemeCode]) -> dict[int, list[str]]:
    """The few codes that clearly stand out in each theme; none where nothing does."""
    leading: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.rank):
        codes = leading.setdefault(row.topic, [])
        stands_out = (
            row.p_value < _FALSE_DISCOVERIES
            and row.lift >= _LIFT
            and row.count >= _FEWEST_UTTERANCES
            and row.speakers >= _FEWEST_SPEAKERS
        )
        if stands_out and len(codes) < _LEADING:
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


def unspoken_codes(codes: Sequence[str], suggested: Bools) -> list[str]:
    """The codes nobody speaks about, as far as one can tell: they are suggested nowhere.

    Args:
        suggested: shape (utterances, codes).
    """
    return [code for code, found in zip(codes, suggested.T, strict=True) if not found.any()]


def code_candidates(
    utterances: Sequence[Utterance],
    assignments: Sequence[Assignment],
    themes: Sequence[Theme],
    subthemes: Sequence[SubTheme],
    suggested: Bools,
    codes: Sequence[str],
    vectors: Vectors,
) -> list[CodeCandidate]:
    """The themes and parts of themes that fit no code and may deserve one, the clearest first.

    In them utterances without any suggestion are clearly commoner than elsewhere, and no code
    stands out. With what is in no theme, small talk that is, nothing is compared: that it has no
    suggestions says nothing.

    Args:
        utterances: ``n`` of them.
        assignments: their themes and sub-themes, in the same order.
        suggested: shape (n, codes).
        codes: their ids.
        vectors: the utterances' unit vectors, shape (n, dimensions), as themes were found with.
    """
    groups = [*themes, *subthemes]
    if not groups:
        return []
    speakers = np.array([utterance.speaker for utterance in utterances])
    part = {row.subtheme: number for number, row in enumerate(subthemes)}
    topics = np.array([assignment.topic for assignment in assignments])
    parts = np.array([part.get(assignment.subtheme, OUTLIER) for assignment in assignments])
    led, members_of = [], []
    for level, numbers in ((topics, [t.topic for t in themes]), (parts, list(part.values()))):
        rows = theme_codes(level.tolist(), suggested, codes, speakers.tolist())
        leading = leading_codes(rows)
        led += [bool(leading.get(number)) for number in numbers]
        members_of += [np.asarray(level == number) for number in numbers]
    inside = np.stack(members_of)
    without: Bools = ~np.asarray(suggested.any(axis=1))
    own: Bools = np.asarray(topics != OUTLIER)
    tables = _tables(inside[:, own], without[own, None], speakers[own].tolist())
    p_values = tables.p_values[:, 0]
    membership = np.array([assignment.membership for assignment in assignments])
    candidates = []
    for row in np.argsort(p_values, kind="stable").tolist():
        # Of one person alone nothing is clear.
        clear = p_values[row] < _FALSE_DISCOVERIES
        if not clear or tables.counts[row, 0] < _SMALLEST_CANDIDATE or led[row]:
            continue
        group, members = groups[row], inside[row]
        examples = typical_utterances(
            utterances,
            np.where(members & without, group.topic, OUTLIER).tolist(),
            membership,
            vectors,
            per_theme=_EXAMPLES,
        )
        texts = [f"{example.speaker}: {example.text}" for example in examples]
        candidates.append(
            CodeCandidate(
                group.topic,
                group.subtheme if isinstance(group, SubTheme) else "",
                int(members.sum()),
                len(set(speakers[members].tolist())),
                group.label_kk,
                group.label_ru,
                group.label_en,
                group.words,
                round(float(without[members].mean()), 3),
                round(float(without[own & ~members].mean()), 3),
                _shown(p_values[row]),
                *texts,
                *[""] * (_EXAMPLES - len(texts)),
            )
        )
    return candidates
