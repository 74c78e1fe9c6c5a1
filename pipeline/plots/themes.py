"""Plots of the themes: how large, how near each other, how stable, whose and what about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.plots import charts
from pipeline.plots.charts import Figure
from pipeline.plots.frames import rows_of
from pipeline.plots.parts import Bars, Cloud, Dots
from pipeline.plots.style import (
    BLUE,
    GREY,
    LANGUAGE_COLOURS,
    LANGUAGE_NAMES,
    LANGUAGE_PATTERNS,
    NOT_GIVEN,
    ORANGE,
    SYMBOLS,
    THEME_COLOURS,
    Nothing,
    language_name,
    percent,
    short,
    wrapped,
)
from pipeline.schema import LANGUAGES, OUTLIER, TOPIC_MODEL
from pipeline.tables import Vectors

NO_THEMES = Nothing(
    "No themes were found: a theme needs at least as many utterances as cluster.min_theme_size in "
    "params.yaml says, and utterances that are alike. With a few pages of talk this is normal."
)
IN_NO_THEME = "in no theme"
#: More words on the map than this would cover the points.
_WORDS_ON_MAP = 15
#: Columns that are legible side by side; the rest are taken together.
_COLUMNS = 12
_OTHERS = "all others"
#: Below this a theme is called unstable; see ``cluster``.
_UNSTABLE = 0.5


def theme_sizes(utterances: pd.DataFrame, topics: pd.DataFrame) -> Figure | Nothing:
    """Utterances of each theme, by language."""
    if topics.empty:
        return NO_THEMES
    counts = pd.crosstab(utterances["topic"], utterances["language"]).reindex(
        index=topics["topic"], columns=list(LANGUAGES), fill_value=0
    )
    sizes = counts.sum(axis=1)
    parts = [
        Bars(
            LANGUAGE_NAMES[language],
            counts[language].tolist(),
            LANGUAGE_COLOURS[language],
            LANGUAGE_PATTERNS[language],
            [
                f"<b>{short(label)}</b><br>{LANGUAGE_NAMES[language]}: {count} of {size} "
                f"({percent(count / max(size, 1))})"
                for label, count, size in zip(topics["label"], counts[language], sizes, strict=True)
            ],
        )
        for language in LANGUAGES
    ]
    return charts.stacked_bars(topics["label"].tolist(), parts, "utterances")


def theme_shares(utterances: pd.DataFrame, topics: pd.DataFrame, by: str) -> Figure | Nothing:
    """Of the talk of each school, role, language …, the share in each theme, with counts.

    Args:
        by: the column of ``utterances`` to tell apart.
    """
    if topics.empty:
        return NO_THEMES
    values = utterances[by].replace("", NOT_GIVEN)
    values = values.map(language_name) if by == "language" else values
    order = values.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    if len(order) < 2:
        return Nothing(
            f"All utterances have the same {by} ({', '.join(order)}): nothing can be compared."
        )
    if len(order) > _COLUMNS:
        values = values.where(values.isin(order[: _COLUMNS - 1]), _OTHERS)
        order = pd.Index([*order[: _COLUMNS - 1], _OTHERS])
    names = [*topics["label"], IN_NO_THEME]
    counts = pd.crosstab(utterances["topic"], values).reindex(
        index=[*topics["topic"], OUTLIER], columns=order, fill_value=0
    )
    totals = counts.sum(axis=0)
    shares = counts / totals
    texts = [
        [f"{percent(shares.loc[topic, value])} ({counts.loc[topic, value]})" for value in order]
        for topic in counts.index
    ]
    hover = [
        [
            f"<b>{short(name)}</b><br>{short(value)}: {counts.loc[topic, value]} of "
            f"{totals[value]} utterances"
            for value in order
        ]
        for topic, name in zip(counts.index, names, strict=True)
    ]
    columns = [f"{value} ({totals[value]})" for value in order]
    return charts.heat(names, columns, shares.to_numpy().tolist(), texts, "share", hover=hover)


def theme_map(utterances: pd.DataFrame, topics: pd.DataFrame) -> Figure | Nothing:
    """Every utterance as a point; hover to read it. Click a theme in the legend to hide it."""
    if utterances.empty:
        return Nothing("There are no utterances: no participant says anything in the transcripts.")
    labels = dict(zip(topics["topic"], topics["label"], strict=True)) | {OUTLIER: IN_NO_THEME}
    clouds, words = [], []
    for position, (topic, label) in enumerate(labels.items()):
        own = utterances[utterances["topic"] == topic]
        if own.empty:
            continue
        outside = topic == OUTLIER
        clouds.append(
            Cloud(
                short(label),
                own["x"].tolist(),
                own["y"].tolist(),
                GREY if outside else THEME_COLOURS[position % len(THEME_COLOURS)],
                SYMBOLS[position % len(SYMBOLS)],
                [_hover(row, label) for row in rows_of(own)],
            )
        )
        if not outside:
            words.append((float(own["x"].median()), float(own["y"].median()), short(label)))
    return charts.point_map(clouds, words if len(words) <= _WORDS_ON_MAP else [])


def _hover(row: Any, label: str) -> str:
    who = [row.speaker, row.role, f"school {row.school}" if row.school else ""]
    said_by = short(" · ".join(filter(None, who)), 80)
    return (
        f"<b>{said_by}</b> · {language_name(row.language)}<br>"
        f"<i>{short(label)}</i><br>{wrapped(row.text)}"
    )


def theme_codes_heat(theme_codes: pd.DataFrame, topics: pd.DataFrame) -> Figure | Nothing:
    """The share of each theme's utterances for which a code is suggested."""
    if topics.empty:
        return NO_THEMES
    own = theme_codes[theme_codes["topic"].isin(topics["topic"])]
    shares, counts = (
        own.pivot(index="topic", columns="code", values=name).reindex(topics["topic"])
        for name in ("share", "count")
    )
    met = [code for code in shares.columns if shares[code].max() > 0]
    if not met:
        return Nothing("No code is suggested in any theme: align.threshold may be too high.")
    texts = [[str(int(n)) if n > 0 else "" for n in row] for row in counts[met].to_numpy()]
    hover = [
        [
            f"<b>{short(label)}</b><br>{short(code)}: {count:.0f} utterances, {percent(share)}"
            for code, count, share in zip(met, row, of, strict=True)
        ]
        for label, row, of in zip(
            topics["label"], counts[met].to_numpy(), shares[met].to_numpy(), strict=True
        )
    ]
    return charts.heat(
        topics["label"].tolist(), met, shares[met].to_numpy().tolist(), texts, "share", hover=hover
    )


def theme_stability(topics: pd.DataFrame, subthemes: pd.DataFrame) -> Figure | Nothing:
    """How well single runs find each theme and its parts again."""
    if topics.empty:
        return NO_THEMES
    rows, colours = [], []
    for theme in rows_of(topics):
        rows.append((theme.label, theme.stability, theme.size))
        colours.append("theme")
        for part in rows_of(subthemes[subthemes["topic"] == theme.topic]):
            rows.append((f"   {part.label}", part.stability, part.size))
            colours.append("part of a theme")
    series = [
        Dots(
            kind,
            [value if own == kind else None for (_, value, _), own in zip(rows, colours, strict=True)],
            colour,
            symbol,
            hover=[
                f"<b>{short(label)}</b><br>stability {value:.2f}, {size} utterances"
                for label, value, size in rows
            ],
        )
        for kind, colour, symbol in (
            ("theme", BLUE, "circle"), ("part of a theme", ORANGE, "diamond-open")
        )
        if kind in colours
    ]  # fmt: skip
    labels = [label for label, _, _ in rows]
    return charts.dots(labels, series, "stability", span=(0, 1.03), line=_UNSTABLE, joined=True)


def load_centroids(folder: Path = TOPIC_MODEL) -> Vectors | None:
    """The middles of the themes in the saved BERTopic model, those of no theme first if there
    are any; none where no model was saved. They are read without BERTopic, which takes seconds."""
    from safetensors.numpy import load_file

    path = folder / "topic_embeddings.safetensors"
    return load_file(path)["topic_embeddings"] if path.exists() else None


def theme_tree(
    topics: pd.DataFrame, utterances: pd.DataFrame, centroids: Vectors | None
) -> Figure | Nothing:
    """Which themes are near each other: those that are nearest are joined first."""
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import pdist

    if topics.empty:
        return NO_THEMES
    if len(topics) < 2:
        return Nothing("There is one theme only: it has nothing to be near to.")
    outside = int((utterances["topic"] == OUTLIER).any())
    if centroids is None or len(centroids) != len(topics) + outside:
        return Nothing(
            "The saved model has other themes than the tables: make it anew with "
            "dvc repro --force cluster."
        )
    distances = np.maximum(pdist(centroids[outside:], "cosine"), 0)
    joins = linkage(distances, "average", optimal_ordering=True)
    found = dendrogram(joins, no_plot=True)
    # scipy puts the leaves at 5, 15, 25 …; rows here are 0, 1, 2 …
    drawn = [
        (along, [(place - 5) / 10 for place in across])
        for along, across in zip(found["dcoord"], found["icoord"], strict=True)
    ]
    labels = topics["label"].tolist()
    return charts.tree(
        [labels[leaf] for leaf in found["leaves"]],
        drawn,
        "distance: 0 the same, 1 or more nothing in common",
    )
