"""The notebooks' tables and plots: data frames in, plotly figures out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from IPython.display import HTML
from plotly.offline import get_plotlyjs

from pipeline.schema import (
    ASSIGNMENTS,
    LANGUAGES,
    METRICS_BY_CODE,
    OUTLIER,
    SUBTHEMES,
    SUGGESTIONS,
    THEME_CHANGES,
    THEME_CODES,
    THEME_EXAMPLES,
    TOPICS,
    UTTERANCES,
    Table,
)
from pipeline.tables import read

#: Safe for colour-blind readers (Okabe & Ito 2008); one colour a language, everywhere.
LANGUAGE_COLOURS = {"kk": "#0072B2", "ru": "#D55E00", "en": "#009E73"}
LANGUAGE_NAMES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
_FONT = "Noto Sans, DejaVu Sans, Segoe UI, Arial, sans-serif"
_SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up", "star")
#: Paul Tol's "muted" scheme, safe for colour-blind readers; with the symbols no two are alike.
_THEME_COLOURS = (
    "#332288", "#88CCEE", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255", "#AA4499",
)  # fmt: skip


def load_utterances() -> pd.DataFrame:
    """Every utterance with its theme and its place on the map."""
    return _frame(UTTERANCES).merge(_frame(ASSIGNMENTS), on="utterance_id", validate="one_to_one")


def load_topics() -> pd.DataFrame:
    """The themes, with one short label from their first words in each language."""
    topics = _frame(TOPICS)
    first = [topics[f"label_{language}"].str.split(", ").str[0] for language in LANGUAGES]
    labels = [" / ".join(filter(None, words)) for words in zip(*first, strict=True)]
    topics["label"] = [f"{t}: {label}" for t, label in zip(topics["topic"], labels, strict=True)]
    return topics


def load_suggestions() -> pd.DataFrame:
    """What is suggested, without what the tool abstained from."""
    suggestions = _frame(SUGGESTIONS)
    return suggestions[suggestions["decision"] == "suggest"].reset_index(drop=True)


def load_theme_codes() -> pd.DataFrame:
    """Codes by theme."""
    return _frame(THEME_CODES)


def load_subthemes() -> pd.DataFrame:
    """The parts of each theme."""
    return _frame(SUBTHEMES)


def load_theme_changes() -> pd.DataFrame:
    """What became of the themes since the last run."""
    return _frame(THEME_CHANGES)


def load_theme_examples(topics: pd.DataFrame) -> pd.DataFrame:
    """The most typical utterances of each theme, with the theme's label."""
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    frame = _frame(THEME_EXAMPLES)
    return frame.assign(
        theme=frame["topic"].map(labels), language=frame["language"].map(LANGUAGE_NAMES)
    )


def load_metrics_by_code() -> pd.DataFrame:
    """How each code fared against the manual codings; empty without codings."""
    return _frame(METRICS_BY_CODE)


def _frame(table: Table[Any]) -> pd.DataFrame:
    """A table with all its columns, also where it has no rows."""
    rows = [asdict(row) for row in read(table)]
    return pd.DataFrame(rows, columns=list(table.row.__dataclass_fields__))


def set_up() -> HTML:
    """What every page needs once: plotly itself, so that nothing is fetched from the network."""
    pd.set_option("display.max_colwidth", None)
    return HTML(f"<script>{get_plotlyjs()}</script>{_TABLE_STYLE}")


def show(figure: go.Figure, name: str) -> HTML:
    """The figure as part of a page; ``name`` identifies it there, the same in every run."""
    return HTML(
        figure.to_html(full_html=False, include_plotlyjs=False, include_mathjax=False, div_id=name)
    )


def theme_sizes(utterances: pd.DataFrame, topics: pd.DataFrame) -> go.Figure:
    """Utterances of each theme, by language."""
    figure = go.Figure()
    for language in LANGUAGES:
        own = utterances[utterances["language"] == language]
        counts = own["topic"].value_counts().reindex(topics["topic"], fill_value=0)
        figure.add_bar(
            y=topics["label"],
            x=counts.to_numpy(),
            orientation="h",
            name=LANGUAGE_NAMES[language],
            marker_color=LANGUAGE_COLOURS[language],
        )
    figure.update_layout(barmode="stack", xaxis_title="utterances")
    return _finished(figure, rows=len(topics), reverse=True)


def theme_map(utterances: pd.DataFrame, topics: pd.DataFrame) -> go.Figure:
    """Every utterance as a point; hover to read it. Click a theme in the legend to hide it."""
    figure = go.Figure()
    labels = dict(zip(topics["topic"], topics["label"], strict=True)) | {OUTLIER: "in no theme"}
    for position, (topic, label) in enumerate(labels.items()):
        own = utterances[utterances["topic"] == topic]
        if own.empty:
            continue
        colour = "#BBBBBB" if topic == OUTLIER else _THEME_COLOURS[position % len(_THEME_COLOURS)]
        figure.add_scatter(
            x=own["x"],
            y=own["y"],
            mode="markers",
            name=label,
            marker={"color": colour, "symbol": _SYMBOLS[position % len(_SYMBOLS)], "size": 7},
            text=[_hover(row) for row in own.itertuples()],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return _finished(figure, rows=24)


def _hover(row: object) -> str:
    text = "<br>".join(textwrap.wrap(str(row.text), 70)[:6])  # type: ignore[attr-defined]
    return f"<b>{row.speaker}</b> ({row.language})<br>{text}"  # type: ignore[attr-defined]


def theme_codes_heat(theme_codes: pd.DataFrame, topics: pd.DataFrame) -> go.Figure:
    """The share of each theme's utterances for which a code is suggested."""
    shares = theme_codes.pivot(index="topic", columns="code", values="share")
    shares = shares.reindex(topics["topic"])
    shares = shares.loc[:, shares.max() > 0]
    figure = go.Figure(
        go.Heatmap(
            z=shares.to_numpy(),
            x=list(shares.columns),
            y=topics["label"],
            colorscale="Cividis",
            colorbar_title="share",
        )
    )
    return _finished(figure, rows=len(topics), reverse=True)


def codes_by_language(suggestions: pd.DataFrame) -> go.Figure:
    """How often each code is suggested, by language of the utterance."""
    order = suggestions["code"].value_counts().index
    figure = go.Figure()
    for language in LANGUAGES:
        own = suggestions[suggestions["language"] == language]["code"].value_counts()
        figure.add_bar(
            y=order,
            x=own.reindex(order, fill_value=0).to_numpy(),
            orientation="h",
            name=LANGUAGE_NAMES[language],
            marker_color=LANGUAGE_COLOURS[language],
        )
    figure.update_layout(barmode="stack", xaxis_title="suggestions")
    return _finished(figure, rows=len(order), reverse=True)


_TABLE_STYLE = "<style>table.dataframe td, table.dataframe th {text-align: left !important}</style>"


def plain_table(frame: pd.DataFrame, columns: Sequence[str]) -> HTML:
    """Some columns of a table, without its row numbers."""
    return HTML(frame[list(columns)].to_html(index=False, na_rep="", border=0))


def _finished(figure: go.Figure, *, rows: int, reverse: bool = False) -> go.Figure:
    figure.update_layout(
        template="plotly_white",
        font_family=_FONT,
        height=160 + 26 * rows,
        margin={"l": 10, "r": 10, "t": 30, "b": 40},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
        if reverse
        else {},
    )
    if reverse:
        figure.update_yaxes(autorange="reversed", automargin=True)
    return figure
