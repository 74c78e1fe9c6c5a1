"""The tables of the pipeline as data frames, and data frames as tables of a page."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
from IPython.display import HTML

from pipeline.plots.charts import Figure, as_html, plotly_script
from pipeline.plots.frames import rows_of
from pipeline.plots.style import PRINT_SCRIPT, STYLE_SHEET, Nothing, language_name
from pipeline.schema import (
    ASSIGNMENTS,
    CODE_CANDIDATES,
    COMPARISON,
    LANGUAGES,
    METRICS,
    METRICS_BY_CODE,
    NEXT_TO_CODE,
    RELIABILITY,
    SUBTHEMES,
    SUGGESTIONS,
    TERM_SPELLINGS,
    THEME_CHANGES,
    THEME_CODES,
    THEME_EXAMPLES,
    THEME_LEANINGS,
    TOPICS,
    UTTERANCES,
    Table,
)
from pipeline.tables import require, stream


def load_utterances() -> pd.DataFrame:
    """Every utterance with its theme and its place on the map."""
    return _frame(UTTERANCES).merge(_frame(ASSIGNMENTS), on="utterance_id", validate="one_to_one")


def load_topics() -> pd.DataFrame:
    """The themes, with one short label from their first words in each language."""
    topics = _frame(TOPICS)
    topics["label"] = [f"{row.topic}: " + " / ".join(_first_words(row)) for row in rows_of(topics)]
    return topics


def load_subthemes() -> pd.DataFrame:
    """The parts of each theme, labelled in the same way."""
    parts = _frame(SUBTHEMES)
    parts["label"] = [f"{row.subtheme}: " + " / ".join(_first_words(row)) for row in rows_of(parts)]
    return parts


def _first_words(row: object) -> list[str]:
    words = [str(getattr(row, f"label_{language}")).split(", ")[0] for language in LANGUAGES]
    return [word for word in words if word]


def load_suggestions() -> pd.DataFrame:
    """What is suggested, without what the tool abstained from."""
    return _frame(SUGGESTIONS, decision="suggest")


def load_theme_codes() -> pd.DataFrame:
    """Codes by theme: every code of the codebook in every theme."""
    return _frame(THEME_CODES)


def load_theme_changes() -> pd.DataFrame:
    """What became of the themes since the last run."""
    return _frame(THEME_CHANGES)


def load_theme_leanings() -> pd.DataFrame:
    """What the themes lean to, with the theme's warnings."""
    return _frame(THEME_LEANINGS)


def load_theme_examples(topics: pd.DataFrame) -> pd.DataFrame:
    """The most typical utterances of each theme, with the theme's label."""
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    frame = _frame(THEME_EXAMPLES)
    return frame.assign(
        theme=frame["topic"].map(labels), language=frame["language"].map(language_name)
    )


def load_metrics() -> dict[str, float]:
    """All figures of ``results/metrics.json``."""
    require(METRICS, "evaluate")
    figures: dict[str, float] = json.loads(METRICS.read_text(encoding="utf-8"))
    return figures


def load_metrics_by_code() -> pd.DataFrame:
    """How each code fared against the manual codings; empty without codings."""
    return _frame(METRICS_BY_CODE)


def load_comparison() -> pd.DataFrame:
    """The suggestions beside other ways to find codes; empty without codings."""
    return _frame(COMPARISON)


def load_reliability() -> pd.DataFrame:
    """What probabilities say and what was coded; empty without codings."""
    return _frame(RELIABILITY)


def load_code_candidates() -> pd.DataFrame:
    """What is talked about and fits no code."""
    return _frame(CODE_CANDIDATES)


def load_next_to_code() -> pd.DataFrame:
    """What to code next by hand."""
    frame = _frame(NEXT_TO_CODE)
    return frame.assign(language=frame["language"].map(language_name))


def load_term_spellings() -> pd.DataFrame:
    """Every spelling that was met and the term it was taken for."""
    return _frame(TERM_SPELLINGS)


def _frame(table: Table[Any], **only: str) -> pd.DataFrame:
    """A table with all its columns, also where it has no rows; ``only`` rows with these values."""
    rows = [
        asdict(row)
        for row in stream(table)
        if all(getattr(row, name) == value for name, value in only.items())
    ]
    return pd.DataFrame(rows, columns=list(table.row.__dataclass_fields__))


def set_up() -> HTML:
    """What every page needs once: plotly itself, so that nothing is fetched from the network."""
    pd.set_option("display.max_colwidth", None)
    return HTML(f"<script>{plotly_script()}</script>{PRINT_SCRIPT}{STYLE_SHEET}")


def show(shown: Figure | Nothing, name: str) -> HTML:
    """The figure as part of a page, or why there is none; ``name`` identifies it there."""
    return reason(shown.reason) if isinstance(shown, Nothing) else HTML(as_html(shown, name))


def plain_table(
    frame: pd.DataFrame,
    columns: Sequence[str] | Mapping[str, str],
    nothing: str = "There is nothing to list.",
    most: int | None = None,
) -> HTML:
    """Some columns of a table, without its row numbers.

    Args:
        columns: their names, or what they are to be called by their names.
        nothing: what to say of a table without rows.
        most: rows to show, all if not given; says so where there are more.
    """
    if frame.empty:
        return reason(nothing)
    names = dict(columns) if isinstance(columns, Mapping) else {name: name for name in columns}
    shown = frame[list(names)].head(most if most is not None else len(frame)).rename(columns=names)
    table = shown.to_html(index=False, na_rep="", border=0)
    left = len(frame) - len(shown)
    return HTML(table + (f"<p>The first {len(shown)}; there are {left} more.</p>" if left else ""))


def text_list(items: Sequence[str], nothing: str) -> HTML:
    """Names in a row, with how many there are."""
    if not items:
        return reason(nothing)
    return sentence(f"{len(items)}: " + ", ".join(items))


def sentence(text: str) -> HTML:
    """A sentence of a page."""
    return HTML(f"<p>{html.escape(text, quote=False)}</p>")


def reason(text: str) -> HTML:
    """Why there is nothing to show."""
    return HTML(f'<p class="nothing">{html.escape(text, quote=False)}</p>')
