"""Plots of how the suggestions fared against what was coded by hand."""

from __future__ import annotations

import pandas as pd

from pipeline.plots import charts
from pipeline.plots.charts import Figure
from pipeline.plots.frames import rows_of
from pipeline.plots.parts import Dots
from pipeline.plots.style import (
    BLUE,
    DARK,
    LANGUAGE_COLOURS,
    LANGUAGE_NAMES,
    ORANGE,
    Nothing,
    percent,
    short,
)

NO_CODINGS = Nothing(
    "There are no manual codings to compare with. Code some utterances yourself (the list of what to "
    "code next says which teach most), write them into codings.csv in your corpus folder, and run "
    "dvc repro: then you see here how far the suggestions can be relied on."
)
_ALL = "all"
_METHODS = {
    "suggestions": "suggestions (this tool)",
    "keywords": "search for the codebook's terms",
    "similarity": "plain sentence vectors",
    "chance": "chance",
    "second coder": "a second person",
}
_CONFIDENCE = 0.95


def agreement_by_code(by_code: pd.DataFrame) -> Figure | Nothing:
    """F1 of each code with its interval, the best first; those with a note stand out."""
    if by_code.empty:
        return NO_CODINGS
    ordered = by_code.sort_values(["f1", "code"], ascending=[False, True], kind="stable")
    rows = rows_of(ordered)
    hover = [
        f"<b>{short(row.code)}</b><br>F1 {row.f1:.2f}{_between(row.f1_low, row.f1_high)}"
        f"<br>coded {row.coded} times, suggested {row.suggested} times"
        f"<br>{percent(row.precision)} of the suggestions right, {percent(row.recall)} of what is "
        f"coded found" + (f"<br><i>{short(row.note, 90)}</i>" if row.note else "")
        for row in rows
    ]
    series = [
        Dots(
            name,
            [row.f1 if bool(row.note) == noted else None for row in rows],
            colour,
            symbol,
            [_known(row.f1_low) for row in rows],
            [_known(row.f1_high) for row in rows],
            hover,
        )
        for name, noted, colour, symbol in (
            ("no note", False, BLUE, "circle"),
            ("do not rely on it: see the notes below", True, ORANGE, "x"),
        )
    ]
    labels = [f"{row.code} (coded {row.coded})" for row in rows]
    return charts.dots(labels, series, "F1, with a 95 % interval", span=(-0.02, 1.02), joined=True)


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _between(low: float | None, high: float | None) -> str:
    low, high = _known(low), _known(high)
    return "" if low is None or high is None else f" ({low:.2f} to {high:.2f})"


def do_not_rely_on(by_code: pd.DataFrame) -> pd.DataFrame:
    """The codes with a note, and the note."""
    noted: pd.DataFrame = by_code[by_code["note"] != ""]
    return noted[["code", "coded", "suggested", "note"]]


def comparison_plot(comparison: pd.DataFrame) -> Figure | Nothing:
    """F1 of each way to find codes, over all languages and in each."""
    if comparison.empty:
        return NO_CODINGS
    methods = list(dict.fromkeys(comparison["method"]))
    colours = {_ALL: DARK} | LANGUAGE_COLOURS
    signs = {_ALL: "circle", "kk": "square", "ru": "diamond", "en": "triangle-up"}
    series = []
    for language, colour in colours.items():
        own = comparison[comparison["language"] == language].set_index("method").reindex(methods)
        if own["f1"].isna().all():
            continue
        name = LANGUAGE_NAMES.get(language, "all languages")
        low, high = ([_known(value) for value in own[column]] for column in ("f1_low", "f1_high"))
        hover = [
            f"<b>{_METHODS.get(method, method)}</b>, {name}<br>"
            f"F1 {row.f1:.2f}{_between(row.f1_low, row.f1_high)}"
            f"<br>{percent(row.precision)} of what it finds is right, it finds {percent(row.recall)} "
            f"of what is coded<br>{row.utterances:.0f} utterances"
            if not pd.isna(row.f1)
            else ""
            for method, row in zip(methods, rows_of(own), strict=True)
        ]
        values = [_known(value) for value in own["f1"]]
        series.append(Dots(name, values, colour, signs[language], low, high, hover))
    labels = [_METHODS.get(method, method) for method in methods]
    return charts.dots(labels, series, "F1, with a 95 % interval", span=(-0.02, 1.02))


def reliability_plot(reliability: pd.DataFrame) -> Figure | Nothing:
    """Of what gets a probability, the share that was coded."""
    from scipy.stats import binomtest

    met = reliability[reliability["decisions"] > 0]
    if met.empty:
        return NO_CODINGS
    low, high = [], []
    for row in rows_of(met):
        coded = round(row.share_coded * row.decisions)
        interval = binomtest(coded, row.decisions).proportion_ci(_CONFIDENCE, "wilson")
        low.append(min(float(interval.low), row.share_coded))
        high.append(max(float(interval.high), row.share_coded))
    hover = [
        f"{row.decisions} pairs of utterance and code<br>said: {percent(row.mean_probability)} on "
        f"average<br>coded: {percent(row.share_coded)}"
        for row in rows_of(met)
    ]
    return charts.promise(
        met["mean_probability"].tolist(),
        met["share_coded"].tolist(),
        low,
        high,
        hover,
        ("probability the tool gives", "share that was coded by hand"),
    )
