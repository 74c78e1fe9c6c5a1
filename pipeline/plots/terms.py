"""Plots and tables of the terms: how often each is said, and in which spellings."""

from __future__ import annotations

import pandas as pd

from pipeline.plots import charts
from pipeline.plots.charts import Figure
from pipeline.plots.frames import rows_of
from pipeline.plots.parts import Bars
from pipeline.plots.style import Nothing, language_name, short

NO_TERMS = Nothing(
    "No term of lexicons/terms.yaml is said in these transcripts: put the words of your own study "
    "into it."
)
_MOST = 25
#: What the rules of a match are called here, by the farthest from the lexicon, with a colour and a
#: pattern; safe for colour-blind readers. The rules are those of ``language/term_finder.py``.
_RULES = {
    "exact": ("as in the lexicon", "#0072B2", ""),
    "inflected": ("with endings", "#56B4E9", "/"),
    "otherwise": ("written apart or reworded", "#009E73", "+"),
    "romanised": ("romanised, or without Kazakh letters", "#E69F00", "."),
    "misspelt": ("misspelt", "#D55E00", "x"),
}


def rule_group(rule: str) -> str:
    """The kind a rule of ``terms.csv`` belongs to: what is farthest from the lexicon counts."""
    fired = set(rule.split(", "))
    if "misspelt" in fired:
        return "misspelt"
    if fired & {"romanised", "without Kazakh letters"}:
        return "romanised"
    if fired & {"written apart", "reworded"}:
        return "otherwise"
    return "inflected" if "inflected" in fired else "exact"


def terms_by_rule(spellings: pd.DataFrame) -> Figure | Nothing:
    """How often each term was met, and how it was recognised."""
    met = spellings[spellings["term"] != ""]
    if met.empty:
        return NO_TERMS
    counts = (
        met.assign(kind=met["rule"].map(rule_group))
        .pivot_table(index="term", columns="kind", values="count", aggfunc="sum", fill_value=0)
        .reindex(columns=list(_RULES), fill_value=0)
    )
    totals = counts.sum(axis=1)
    order = sorted(counts.index, key=lambda term: (-int(totals[term]), term))[:_MOST]
    counts = counts.loc[order]
    parts = [
        Bars(
            name,
            counts[kind].tolist(),
            colour,
            pattern,
            [f"<b>{short(term)}</b><br>{name}: {counts.loc[term, kind]} times" for term in order],
        )
        for kind, (name, colour, pattern) in _RULES.items()
        if counts[kind].any()
    ]
    return charts.stacked_bars(order, parts, "times said")


def spellings_of_terms(spellings: pd.DataFrame) -> pd.DataFrame:
    """One row a term: the spellings that were met, by the rule that recognised them."""
    met = spellings[spellings["term"] != ""]
    rows = []
    for term, own in met.groupby("term", sort=True):
        cells = [str(term), int(own["count"].sum()), len(own)]
        for kind in _RULES:
            of_kind = own[own["rule"].map(rule_group) == kind].sort_values(
                ["count", "spelling"], ascending=[False, True], kind="stable"
            )
            cells.append(", ".join(f"{row.spelling} {row.count}" for row in rows_of(of_kind)))
        rows.append(tuple(cells))
    names = ["term", "times", "spellings", *(name for name, _, _ in _RULES.values())]
    frame = pd.DataFrame(rows, columns=names)
    return frame.sort_values(["times", "term"], ascending=[False, True], kind="stable")


def unknown_words(spellings: pd.DataFrame) -> pd.DataFrame:
    """Romanised words that look like Kazakh or Russian and are no term yet."""
    unknown: pd.DataFrame = spellings[spellings["term"] == ""]
    listed = unknown.sort_values(["count", "spelling"], ascending=[False, True], kind="stable")
    return listed.assign(language=listed["language"].map(language_name))
