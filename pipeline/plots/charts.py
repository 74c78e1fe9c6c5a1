"""The kinds of plots: the only module that knows plotly.

Rows are places on an axis with labels beside them, never names of categories: so two labels may
look alike, and a school called "7" is no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from pipeline.plots.parts import Bars, Cloud, Dots
from pipeline.plots.style import BLUE, DARK, FONT, GREY, short

Figure: TypeAlias = go.Figure
#: Height of a row, and of one of many: a plot with its caption is to fit on a sheet of paper.
_ROW, _ROW_OF_MANY, _MANY_ROWS = 26, 22, 20
_ABOVE, _BELOW = 40, 60
#: Above a table of colours there is room for names aslant.
_ABOVE_TABLE, _SLANTED = 60, 175
_LETTERS_ABREAST = 70
#: From here on browsers are slow unless the graphics card draws.
_MANY_POINTS = 4000
_BUTTONS = [["toImage"], ["zoom2d", "pan2d", "resetScale2d"]]


def plotly_script() -> str:
    """Plotly itself, to be put into a page."""
    return str(get_plotlyjs())


def as_html(figure: Figure, name: str) -> str:
    """The figure as part of a page that has plotly; ``name`` identifies it there."""
    return str(
        figure.to_html(
            full_html=False,
            include_plotlyjs=False,
            include_mathjax=False,
            div_id=name,
            config={
                "displaylogo": False,
                "responsive": True,
                # plotly's own choice has a button that uploads the data behind the plot
                "showSendToCloud": False,
                "modeBarButtons": _BUTTONS,
                "toImageButtonOptions": {"format": "svg", "filename": name},
            },
        )
    )


def stacked_bars(
    labels: Sequence[str], parts: Sequence[Bars], title: str, *, shares: bool = False
) -> Figure:
    """Lying bars, the parts one after the other; parts of one name are one in the legend."""
    figure = go.Figure()
    for position, part in enumerate(parts):
        figure.add_bar(
            y=list(part.rows) or list(range(len(labels))),
            x=list(part.values),
            base=list(part.starts) or None,
            orientation="h",
            name=part.name,
            legendgroup=part.name,
            showlegend=part.name not in [before.name for before in parts[:position]],
            marker={
                "color": part.colour,
                "pattern": {"shape": part.pattern, "fgcolor": "white", "size": 6, "solidity": 0.25},
                "line": {"width": part.edge, "color": part.colour},
            },
            customdata=list(part.hover) or None,
            hovertemplate="%{customdata}<extra></extra>" if part.hover else None,
            hoverinfo=None if part.hover else "skip",
        )
    based = any(part.starts for part in parts)
    figure.update_layout(barmode="overlay" if based else "stack", xaxis_title=title)
    if based:
        ends = [
            start + length
            for part in parts
            for start, length in zip(part.starts, part.values, strict=True)
        ]
        figure.update_xaxes(range=[0, 1.02 * max(ends)])
    if shares:
        figure.update_xaxes(tickformat=".0%")
    return _with_rows(figure, labels)


def dots(
    labels: Sequence[str],
    series: Sequence[Dots],
    title: str,
    *,
    span: tuple[float, float] | None = None,
    line: float | None = None,
    joined: bool = False,
    shares: bool = False,
) -> Figure:
    """Marks on rows, one series beside the other; ``joined`` puts them on one line instead."""
    figure = go.Figure()
    step = 0 if joined else 0.6 / max(len(series), 1)
    if joined:
        for row in range(len(labels)):
            met = [one.values[row] for one in series if one.values[row] is not None]
            figure.add_scatter(
                x=met, y=[row] * len(met), mode="lines", line={"color": GREY, "width": 3},
                hoverinfo="skip", showlegend=False,
            )  # fmt: skip
    for position, one in enumerate(series):
        shift = (position - (len(series) - 1) / 2) * step
        rows = [row for row, value in enumerate(one.values) if value is not None]
        figure.add_scatter(
            x=[one.values[row] for row in rows],
            y=[row + shift for row in rows],
            mode="markers",
            name=one.name,
            marker={"color": one.colour, "symbol": one.symbol, "size": 10},
            error_x=_intervals(one, rows),
            customdata=[one.hover[row] for row in rows] if one.hover else None,
            hovertemplate="%{customdata}<extra></extra>" if one.hover else None,
        )
    figure.update_layout(xaxis_title=title)
    if line is not None:
        figure.add_vline(x=line, line={"color": DARK, "dash": "dash", "width": 1})
    if span:
        figure.update_xaxes(range=list(span))
    if shares:
        figure.update_xaxes(tickformat=".0%")
    height = _ROW if joined else max(_ROW, 12 * len(series))
    return _with_rows(figure, labels, row_height=height)


def _intervals(one: Dots, rows: Sequence[int]) -> dict[str, object] | None:
    if not one.low:
        return None
    above, below = [], []
    for row in rows:
        value, low, high = one.values[row], one.low[row], one.high[row]
        known = value is not None and low is not None and high is not None
        above.append(max(high - value, 0) if known else 0)  # type: ignore[operator]
        below.append(max(value - low, 0) if known else 0)  # type: ignore[operator]
    return {"array": above, "arrayminus": below, "symmetric": False, "thickness": 1.5, "width": 3}


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    title: str,
    *,
    hover: Sequence[Sequence[str]] = (),
    around: float | None = None,
    largest: float | None = None,
) -> Figure:
    """A table of coloured cells with a text in each; no colour where there is no value.

    Args:
        around: the value in the middle of two colours, for what can be less or more than it.
        largest: the value from which the colour is the strongest.
    """
    slanted = sum(len(column) + 3 for column in columns) > _LETTERS_ABREAST
    figure = go.Figure(
        go.Heatmap(
            z=[list(row) for row in values],
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            text=[list(row) for row in texts],
            texttemplate="%{text}",
            textfont={"size": 11},
            customdata=[list(row) for row in hover] or None,
            hovertemplate="%{customdata}<extra></extra>" if hover else None,
            hoverongaps=False,
            colorscale="Blues" if around is None else "PuOr_r",
            zmid=around,
            zmin=0 if around is None else None,
            zmax=largest,
            xgap=1,
            ygap=1,
            colorbar={
                "title": {"text": title, "side": "right"},
                "thickness": 12,
                "tickformat": ".0%" if around is None else None,
            },
        )
    )
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[short(column, 24) for column in columns],
        tickangle=-45 if slanted else 0,
        side="top",
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(showgrid=False)
    if around is not None:
        figure.update_traces(zmin=around - (largest or 1), zmax=around + (largest or 1))
    above = _SLANTED if slanted else _ABOVE_TABLE
    _with_rows(figure, rows)
    return figure.update_layout(margin={"t": above, "b": 10}, height=above + 20 + _ROW * len(rows))


def point_map(clouds: Sequence[Cloud], words: Sequence[tuple[float, float, str]]) -> Figure:
    """Points that say what they are when pointed at, and words among them."""
    figure = go.Figure()
    many = sum(len(cloud.x) for cloud in clouds) > _MANY_POINTS
    for cloud in clouds:
        (figure.add_scattergl if many else figure.add_scatter)(
            x=list(cloud.x),
            y=list(cloud.y),
            mode="markers",
            name=cloud.name,
            marker={"color": cloud.colour, "symbol": cloud.symbol, "size": 7, "opacity": 0.8},
            customdata=list(cloud.hover),
            hovertemplate="%{customdata}<extra></extra>",
        )
    for x, y, word in words:
        figure.add_annotation(
            x=x, y=y, text=word, showarrow=False, bgcolor="rgba(255,255,255,.85)", borderpad=2,
            font={"size": 12, "color": "black"},
        )  # fmt: skip
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    _finished(figure, height=720)
    return figure.update_layout(
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "traceorder": "normal"}
    )


def tree(
    labels: Sequence[str], joins: Sequence[tuple[Sequence[float], Sequence[float]]], title: str
) -> Figure:
    """A lying tree: for each join the places along the axis and across the rows."""
    figure = go.Figure()
    for along, across in joins:
        figure.add_scatter(
            x=list(along), y=list(across), mode="lines", line={"color": DARK, "width": 2},
            hovertemplate=f"joined at {max(along):.2f}<extra></extra>", showlegend=False,
        )  # fmt: skip
    figure.update_layout(xaxis_title=title)
    farthest = max(max(along) for along, _ in joins)
    figure.update_xaxes(range=[0, 1.05 * farthest or 1])
    return _with_rows(figure, labels)


def promise(
    said: Sequence[float],
    kept: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    hover: Sequence[str],
    titles: tuple[str, str],
) -> Figure:
    """What was kept against what was said, with the straight line on which both are the same."""
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", name="a promise kept exactly", hoverinfo="skip",
        line={"color": GREY, "dash": "dash"},
    )  # fmt: skip
    figure.add_scatter(
        x=list(said),
        y=list(kept),
        mode="markers",
        name="what was coded, with a 95 % interval",
        marker={"color": BLUE, "size": 10},
        error_y={
            "array": [top - value for top, value in zip(high, kept, strict=True)],
            "arrayminus": [value - bottom for bottom, value in zip(low, kept, strict=True)],
            "symmetric": False,
            "thickness": 1.5,
            "width": 3,
        },
        customdata=list(hover),
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_layout(xaxis_title=titles[0], yaxis_title=titles[1])
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%", constrain="domain")
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%", scaleanchor="x")
    return _finished(figure, height=520)


def _with_rows(figure: Figure, labels: Sequence[str], row_height: int = _ROW) -> Figure:
    """Labels beside the rows, the first at the top."""
    count = len(labels)
    row_height = min(row_height, _ROW_OF_MANY) if count > _MANY_ROWS else row_height
    figure.update_yaxes(
        tickvals=list(range(count)),
        ticktext=[short(label) for label in labels],
        range=[count - 0.4, -0.6],
        automargin=True,
        zeroline=False,
    )
    return _finished(figure, height=_ABOVE + _BELOW + 20 + row_height * count)


def _finished(figure: Figure, height: int) -> Figure:
    return figure.update_layout(
        template="plotly_white",
        font={"family": FONT, "size": 13},
        height=height,
        margin={"l": 10, "r": 10, "t": _ABOVE, "b": _BELOW},
        hoverlabel={"align": "left", "font": {"family": FONT}},
        legend={"orientation": "h", "y": 1.01, "yanchor": "bottom", "traceorder": "normal"},
        showlegend=sum(trace.showlegend is not False for trace in figure.data) > 1,
    )
