"""How everything looks: colours, signs, names and the style sheet of the pages."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass

from pipeline.schema import LANGUAGES

#: Safe for colour-blind readers (Okabe & Ito 2008); one colour a language, everywhere.
LANGUAGE_COLOURS = {"kk": "#0072B2", "ru": "#D55E00", "en": "#009E73"}
LANGUAGE_NAMES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
#: Patterns tell the languages apart where colours are not printed.
LANGUAGE_PATTERNS = {"kk": "", "ru": "/", "en": "."}
#: Fonts that computers have, with all Kazakh letters; none is fetched.
FONT = "Noto Sans, DejaVu Sans, Segoe UI, Arial, sans-serif"
SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up", "star")
#: Paul Tol's "muted" scheme, safe for colour-blind readers; with the symbols no two are alike.
THEME_COLOURS = (
    "#332288", "#88CCEE", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255", "#AA4499",
)  # fmt: skip
GREY, DARK, BLUE, ORANGE = "#BBBBBB", "#444444", "#0072B2", "#D55E00"
#: From little to much, in steps of one colour that differ in lightness, too.
STEPS = ("#C6DBEF", "#6BAED6", "#2171B5", "#08306B")

_LONGEST_LABEL = 40
NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Nothing:
    """What is shown in place of a plot or table where there is nothing to show: why."""

    reason: str


def language_name(language: str) -> str:
    """The English name of one of the three languages; others stay as they are."""
    return LANGUAGE_NAMES.get(language, language)


def language_names() -> list[str]:
    """The names of the three, in their order."""
    return [LANGUAGE_NAMES[language] for language in LANGUAGES]


def short(text: str, width: int = _LONGEST_LABEL) -> str:
    """A label that leaves room for the plot, safe to be put into one."""
    cut = text if len(text) <= width else text[: width - 1].rstrip() + "…"
    return html.escape(cut, quote=False)


def wrapped(text: str, lines: int = 6, width: int = 70) -> str:
    """A text for a hover label: a few lines, shortened if there are more."""
    found = textwrap.wrap(text, width)
    cut = found[:lines] if len(found) <= lines else [*found[: lines - 1], found[lines - 1] + " …"]
    return "<br>".join(html.escape(line, quote=False) for line in cut)


def percent(share: float) -> str:
    """A share as whole per cent; what is below half a per cent is not called nothing."""
    return "< 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


#: For the whole page; without colour the marks stay visible as underlined.
STYLE_SHEET = """<style>
table.dataframe td, table.dataframe th {text-align: left !important; vertical-align: top;
  white-space: normal !important; font-size: 13px}
table.dataframe th {border-bottom: 1px solid #888}
.nothing {border-left: 4px solid #BBBBBB; padding: .4em .8em; color: #444444; max-width: 60em}
.card {border-left: 4px solid #0072B2; padding: .2em .9em; margin: .6em 0; max-width: 60em;
  break-inside: avoid}
.card p {margin: .25em 0}
.card .said {font-size: 15px; line-height: 1.5}
.card .why, .card .who {font-size: 13px; color: #444444}
mark {background: #FFE49C; color: inherit; text-decoration: underline;
  text-underline-offset: 3px; print-color-adjust: exact; -webkit-print-color-adjust: exact}
.card .term {font-weight: bold}
h4.code {margin: 1.2em 0 .2em; break-after: avoid}
@media print {
  .modebar {display: none !important}
  .plotly-graph-div, tr {break-inside: avoid}
  .jp-MarkdownCell, h1, h2, h3 {break-after: avoid}
  .jp-OutputArea-output, .jp-RenderedHTMLCommon {overflow: visible !important}
  table.dataframe td, table.dataframe th {font-size: 10px; padding: 3px !important;
    overflow-wrap: break-word}
}
</style>"""
#: On paper a plot is as wide as the paper, not as the screen was; one that is a little higher than
#: a page with its caption is pressed onto it.
PRINT_SCRIPT = """<script>
(function () {
  const plots = () => document.querySelectorAll(".js-plotly-plot");
  const draw = (plot, height, change) => {
    plot.parentElement.style.height = height + "px";
    Plotly.relayout(plot, {height: height, ...change});
  };
  window.addEventListener("beforeprint", () => plots().forEach(plot => {
    plot.screenHeight = plot.layout.height;
    const pressed = plot.screenHeight > 780 && plot.screenHeight < 1000;
    draw(plot, pressed ? 780 : plot.screenHeight, {width: 640});
  }));
  window.addEventListener("afterprint", () => plots().forEach(plot =>
    draw(plot, plot.screenHeight, {width: null, autosize: true})));
})();
</script>"""
