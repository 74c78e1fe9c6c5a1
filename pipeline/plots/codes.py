"""Plots of the suggested codes: how often, how surely, which together, which never."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from pipeline.plots import charts
from pipeline.plots.charts import Figure
from pipeline.plots.frames import rows_of
from pipeline.plots.parts import Bars
from pipeline.plots.style import (
    LANGUAGE_COLOURS,
    LANGUAGE_NAMES,
    LANGUAGE_PATTERNS,
    STEPS,
    Nothing,
    percent,
    short,
)
from pipeline.schema import LANGUAGES

NO_SUGGESTIONS = Nothing(
    "No code is suggested for any utterance. Either nothing is said that the codebook has a code "
    "for, or align.threshold in params.yaml is too high for this talk: lower it to see more."
)
#: From where on; the last goes up to 1.
_BANDS = (0.0, 0.5, 0.7, 0.9)
#: Two codes that meet less often meet by chance or not: nobody can tell.
_FEWEST_TOGETHER = 3
#: From four times more often than by chance the colour is the strongest.
_STRONGEST = 2.0


def _order(suggestions: pd.DataFrame) -> list[str]:
    """The codes met, the commonest first; of equally common ones in the order of the alphabet."""
    counts = suggestions["code"].value_counts()
    return sorted(counts.index, key=lambda code: (-int(counts[code]), code))


def codes_by_language(suggestions: pd.DataFrame) -> Figure | Nothing:
    """How often each code is suggested, by language of the utterance."""
    if suggestions.empty:
        return NO_SUGGESTIONS
    order = _order(suggestions)
    counts = pd.crosstab(suggestions["code"], suggestions["language"]).reindex(
        index=order, columns=list(LANGUAGES), fill_value=0
    )
    parts = [
        _part(
            counts[language].tolist(), counts.sum(axis=1).tolist(), order, LANGUAGE_NAMES[language],
            LANGUAGE_COLOURS[language], LANGUAGE_PATTERNS[language],
        )
        for language in LANGUAGES
    ]  # fmt: skip
    return charts.stacked_bars(order, parts, "suggestions")


def codes_by_probability(suggestions: pd.DataFrame) -> Figure | Nothing:
    """How often each code is suggested, by how probable it is."""
    if suggestions.empty:
        return NO_SUGGESTIONS
    order = _order(suggestions)
    ends = [*_BANDS[1:], 1.0]
    names = [
        f"below {ends[0]}",
        *(f"{a} to {b}" for a, b in zip(_BANDS[1:], ends[1:], strict=True)),
    ]
    bands = suggestions["probability"].map(lambda p: sum(p >= start for start in _BANDS) - 1)
    counts = pd.crosstab(suggestions["code"], bands).reindex(
        index=order, columns=range(len(names)), fill_value=0
    )
    parts = [
        _part(counts[band].tolist(), counts.sum(axis=1).tolist(), order, name, STEPS[band])
        for band, name in enumerate(names)
    ]
    return charts.stacked_bars(order, parts, "suggestions")


def _part(
    counts: Sequence[int],
    totals: Sequence[int],
    codes: Sequence[str],
    name: str,
    colour: str,
    pattern: str = "",
) -> Bars:
    hover = [
        f"<b>{short(code)}</b><br>{name}: {count} of {total} ({percent(count / max(total, 1))})"
        for code, count, total in zip(codes, counts, totals, strict=True)
    ]
    return Bars(name, counts, colour, pattern, hover)


def together(suggestions: pd.DataFrame, utterances: int) -> pd.DataFrame:
    """Pairs of codes suggested for the same utterance, the most frequent first.

    ``expected`` is how many there would be if the codes had nothing to do with each other, and
    ``lift`` how many times more there are.

    Args:
        utterances: how many there are in all.
    """
    single = suggestions["code"].value_counts()
    pairs: dict[tuple[str, str], int] = {}
    for codes in suggestions.groupby("utterance_id", sort=True)["code"]:
        for pair in combinations(sorted(codes[1]), 2):
            pairs[pair] = pairs.get(pair, 0) + 1
    rows = []
    for (one, other), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        expected = int(single[one]) * int(single[other]) / utterances
        rows.append((one, other, count, round(expected, 1), round(count / expected, 1)))
    return pd.DataFrame(rows, columns=["code", "other_code", "count", "expected", "lift"])


def together_heat(suggestions: pd.DataFrame, utterances: int) -> Figure | Nothing:
    """How often two codes are suggested for one utterance (numbers) and how many times more than
    by chance (colours, by doublings)."""
    if suggestions.empty:
        return NO_SUGGESTIONS
    pairs = together(suggestions, utterances)
    if pairs.empty:
        return Nothing("No utterance has more than one suggested code.")
    met = {(row.code, row.other_code): row for row in rows_of(pairs)}
    met |= {(other, one): row for (one, other), row in met.items()}
    order = [code for code in _order(suggestions) if any(code in pair for pair in met)]
    values: list[list[float | None]] = []
    texts, hover = [], []
    for place, one in enumerate(order):
        own = [met.get((one, other)) if i < place else None for i, other in enumerate(order)]
        values.append(
            [
                max(-_STRONGEST, min(_STRONGEST, math.log2(row.lift or 0.1)))
                if row is not None and row.count >= _FEWEST_TOGETHER
                else None
                for row in own
            ]
        )
        texts.append([str(row.count) if row is not None else "" for row in own])
        hover.append(
            [
                f"<b>{short(row.code)}</b> and <b>{short(row.other_code)}</b><br>{row.count} "
                f"utterances; by chance {row.expected}: {row.lift} times as many"
                if row is not None
                else ""
                for row in own
            ]
        )
    return charts.heat(
        order[1:], order[:-1], [row[:-1] for row in values[1:]], [row[:-1] for row in texts[1:]],
        "doublings over chance", hover=[row[:-1] for row in hover[1:]], around=0,
        largest=_STRONGEST,
    )  # fmt: skip


def never_suggested(theme_codes: pd.DataFrame, suggestions: pd.DataFrame) -> list[str]:
    """The codes of the codebook that are suggested for no utterance, in its order."""
    met = set(suggestions["code"])
    return [code for code in dict.fromkeys(theme_codes["code"]) if code not in met]


def coverage(suggestions: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Of the utterances of each language, those with so many suggested codes."""
    counts = utterances["utterance_id"].map(suggestions["utterance_id"].value_counts()).fillna(0)
    rows = []
    for language in LANGUAGES:
        own = counts[utterances["language"] == language]
        if len(own):
            with_any = int((own > 0).sum())
            rows.append(
                (LANGUAGE_NAMES[language], len(own), with_any, percent(with_any / len(own)), int(own.sum()))
            )  # fmt: skip
    return pd.DataFrame(
        rows, columns=["language", "utterances", "with a suggestion", "share", "suggestions"]
    )
