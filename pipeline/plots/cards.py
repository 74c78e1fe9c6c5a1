"""The evidence of single suggestions, shown so that it can be read: what carries them is marked."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
from IPython.display import HTML

from pipeline.plots.codes import NO_SUGGESTIONS
from pipeline.plots.frames import rows_of
from pipeline.plots.style import language_name
from pipeline.plots.tables import reason

#: The parts of the column ``evidence``, as ``align`` writes them.
_PART = re.compile(
    r"(?:^| · )(?=carried by “|terms: “|terms of the question: “|like this, coded so: “|theme: )"
)
_CARRIER = re.compile(r"^carried by “(?P<words>.*)” \(without it (?P<without>[\d.]+)\)$", re.DOTALL)
_TERM = re.compile(r"“(?P<form>[^”]*)”")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Told:
    """The column ``evidence`` of a suggestion, taken apart; empty where it does not say.

    Attributes:
        carrier: the words that carry the suggestion.
        without: its probability without them, as written.
        forms: the terms met, as they stand in the text.
    """

    carrier: str = ""
    without: str = ""
    forms: tuple[str, ...] = ()
    terms: str = ""
    question: str = ""
    like: str = ""
    theme: str = ""


def take_apart(evidence: str) -> Told:
    """What the evidence of a suggestion says."""
    parts = [part for part in _PART.split(evidence) if part]
    found = {part.partition(": ")[0]: part.partition(": ")[2] for part in parts}
    carrier = next((match for part in parts if (match := _CARRIER.match(part))), None)
    terms = found.get("terms", "")
    return Told(
        carrier=carrier["words"] if carrier else "",
        without=carrier["without"] if carrier else "",
        forms=tuple(match["form"] for match in _TERM.finditer(terms)),
        terms=terms,
        question=found.get("terms of the question", ""),
        like=found.get("like this, coded so", ""),
        theme=found.get("theme", ""),
    )


def marked(text: str, told: Told) -> str:
    """The text as HTML, the words that carry the suggestion marked and the terms bold."""
    classes: list[set[str]] = [set() for _ in text]
    for name, words in (("mark", told.carrier), *(("term", form) for form in told.forms)):
        for start, end in _places(text, words)[: 1 if name == "mark" else None]:
            for place in range(start, end):
                classes[place].add(name)
    out, open_now = [], set[str]()
    for place, char in enumerate(text):
        if classes[place] != open_now:
            out.append(_closing(open_now) + _opening(classes[place]))
            open_now = classes[place]
        out.append(html.escape(char))
    return "".join(out) + _closing(open_now)


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand, however they are spaced and whatever their case."""
    if not words.strip():
        return []
    pattern = r"\s+".join(re.escape(word) for word in _SPACE.split(words.strip()))
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _opening(names: set[str]) -> str:
    return ("<mark>" if "mark" in names else "") + (
        '<span class="term">' if "term" in names else ""
    )


def _closing(names: set[str]) -> str:
    return ("</span>" if "term" in names else "") + ("</mark>" if "mark" in names else "")


def choose(suggestions: pd.DataFrame, per_code: int) -> pd.DataFrame:
    """The surest suggestions of each code, from different languages and speakers where there are."""
    chosen: list[int] = []
    ordered = suggestions.sort_values(
        ["code", "probability", "utterance_id"], ascending=[True, False, True], kind="stable"
    )
    for _, own in ordered.groupby("code", sort=True):
        left = rows_of(own)
        languages, speakers = set[str](), set[str]()
        for _ in range(min(per_code, len(left))):
            met = [(row.language in languages) + (row.speaker in speakers) for row in left]
            best = left.pop(met.index(min(met)))
            chosen.append(best.Index)
            languages.add(best.language)
            speakers.add(best.speaker)
    return suggestions.loc[chosen]


def evidence_cards(suggestions: pd.DataFrame, per_code: int = 2) -> HTML:
    """A few suggestions of each code with their reasons."""
    if suggestions.empty:
        return reason(NO_SUGGESTIONS.reason)
    out = []
    counts = suggestions["code"].value_counts()
    last = ""
    for row in rows_of(choose(suggestions, per_code)):
        if row.code != last:
            last = str(row.code)
            out.append(f'<h4 class="code">{html.escape(last)} ({counts[last]} suggestions)</h4>')
        out.append(_card(row))
    return HTML("\n".join(out))


def _card(row: Any) -> str:
    told = take_apart(str(row.evidence))
    said = marked(str(row.text), told)
    probability = f"probability {row.probability:.2f}"
    if told.carrier and "<mark>" in said:
        probability += f", {told.without} without the words marked"
    elif told.carrier:
        probability += f", {told.without} without “{told.carrier}”"
    who = [row.speaker, language_name(row.language), probability]
    why = [
        f"{label} {text}"
        for label, text in (
            ("Terms of the codebook:", told.terms),
            ("Terms of the question before:", told.question),
            ("Coded so before:", told.like),
            ("Theme", told.theme),
        )
        if text
    ]
    return (
        f'<div class="card"><p class="who">{html.escape(" · ".join(map(str, who)))}</p>'
        f'<p class="said">{said}</p>'
        + "".join(f'<p class="why">{html.escape(line)}</p>' for line in why)
        + "</div>"
    )
