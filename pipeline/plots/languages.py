"""Plots of the languages: who mixes them, where in a transcript, and whether themes follow them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from pipeline.plots import charts
from pipeline.plots.charts import Figure
from pipeline.plots.frames import rows_of
from pipeline.plots.parts import Bars, Dots
from pipeline.plots.style import (
    BLUE,
    GREY,
    LANGUAGE_COLOURS,
    LANGUAGE_NAMES,
    LANGUAGE_PATTERNS,
    NOT_GIVEN,
    ORANGE,
    Nothing,
    language_name,
    percent,
    short,
    wrapped,
)
from pipeline.plots.themes import NO_THEMES
from pipeline.schema import LANGUAGES, OUTLIER

NO_TALK = Nothing("There are no utterances: no participant says anything in the transcripts.")
_MOST_ROWS = 30
_MOST_STRIPS = 24
_OTHER = "other"
_STRIP_COLOURS = LANGUAGE_COLOURS | {_OTHER: GREY}
_ORDER = list(_STRIP_COLOURS)
#: Pixels that make a single word in another language visible in a whole transcript.
_EDGE = 0.8
_ATTRIBUTES = {
    "language": "language",
    "speaker": "speaker",
    "transcript": "transcript",
    "school": "school",
    "role": "role",
    "method": "method",
}


def with_mixing(utterances: pd.DataFrame) -> pd.DataFrame:
    """Utterances with ``mixed`` (a good share of the words in a second language) and ``touched``
    (at least a word in a second one)."""
    return utterances.assign(
        mixed=[("+" in mix) for mix in utterances["language_mix"]],
        touched=[
            len({span["language"] for span in spans} & set(LANGUAGES)) > 1
            for spans in utterances["language_spans"]
        ],
    )


def mixing(utterances: pd.DataFrame, by: str) -> Figure | Nothing:
    """The share of utterances with more than one language.

    Args:
        by: the column to tell apart: speaker, school.
    """
    if utterances.empty:
        return NO_TALK
    own = with_mixing(utterances)
    if not own["touched"].any():
        return Nothing("Every utterance is in one language: nobody mixes languages.")
    groups = (
        own.assign(group=own[by].replace("", NOT_GIVEN))
        .groupby("group", sort=True)[["mixed", "touched"]]
        .agg(["sum", "count"])
    )
    frame = pd.DataFrame(
        {
            "mixed": groups["mixed"]["sum"],
            "touched": groups["touched"]["sum"],
            "all": groups["touched"]["count"],
        }
    )
    frame["share"] = frame["touched"] / frame["all"]
    frame = frame.sort_values("share", ascending=False, kind="stable").head(_MOST_ROWS)
    series = [
        Dots(
            name,
            (frame[column] / frame["all"]).tolist(),
            colour,
            symbol,
            hover=[
                f"<b>{short(str(group))}</b><br>{name}: {row[column]:.0f} of {row['all']:.0f} "
                f"utterances ({percent(row[column] / row['all'])})"
                for group, row in frame.iterrows()
            ],
        )
        for column, name, colour, symbol in (
            ("mixed", "a good share of the words", ORANGE, "diamond"),
            ("touched", "at least a word", BLUE, "circle"),
        )
    ]
    labels = [f"{group} ({row['all']:.0f})" for group, row in frame.iterrows()]
    return charts.dots(
        labels,
        series,
        "share of utterances with a second language",
        span=(-0.02, 1.02),
        joined=True,
        shares=True,
    )


@dataclass(frozen=True)
class _Stretch:
    language: str
    start: float
    length: int
    text: str


def _stretches(own: pd.DataFrame) -> Iterator[_Stretch]:
    """One transcript's talk in one language after the other, places counted in spoken characters."""
    place = 0
    for row in rows_of(own):
        spans = [span for span in row.language_spans if span["end"] > span["start"]]
        starts = [row.start, *(span["start"] for span in spans[1:]), row.end]
        for span, (start, end) in zip(spans, pairwise(starts), strict=False):
            text = row.text[start - row.start : end - row.start]
            language = span["language"] if span["language"] in LANGUAGES else _OTHER
            yield _Stretch(language, place, end - start, f"{row.speaker}: {text.strip()}")
            place += end - start
        if not spans:
            yield _Stretch(row.language, place, len(row.text), f"{row.speaker}: {row.text}")
            place += len(row.text)


def language_strips(utterances: pd.DataFrame) -> Figure | Nothing:
    """The languages along each transcript, from its first word to its last."""
    if utterances.empty:
        return NO_TALK
    touched = with_mixing(utterances).groupby("transcript_id", sort=True)["touched"].mean()
    order = touched.sort_values(ascending=False, kind="stable").head(_MOST_STRIPS).index
    parts: dict[tuple[bool, str], list[tuple[int, _Stretch]]] = {}
    lengths: dict[str, list[tuple[int, int]]] = {}
    for row, transcript in enumerate(order):
        own = utterances[utterances["transcript_id"] == transcript].sort_values("start")
        stretches = list(_stretches(own))
        sums: Counter[str] = Counter()
        for stretch in stretches:
            sums[stretch.language] += stretch.length
        main = max(sorted(sums), key=lambda language: sums[language])
        lengths.setdefault(main, []).append((row, sum(sums.values())))
        for stretch in stretches:
            parts.setdefault((stretch.language != main, stretch.language), []).append(
                (row, stretch)
            )
    # The whole in the main language, so that there are no gaps; on it all that is said in the main
    # language, to be read; on that, with an edge, what would otherwise be too narrow to be seen.
    bars = [
        Bars(
            language_name(language),
            [length for _, length in whole],
            _STRIP_COLOURS[language],
            rows=[row for row, _ in whole],
            starts=[0.0] * len(whole),
        )
        for language, whole in sorted(lengths.items(), key=lambda item: _ORDER.index(item[0]))
    ] + [
        Bars(
            language_name(language),
            [stretch.length for _, stretch in own],
            _STRIP_COLOURS[language],
            hover=[
                f"<b>{language_name(language)}</b><br>{wrapped(stretch.text, 2)}"
                for _, stretch in own
            ],
            rows=[row for row, _ in own],
            starts=[stretch.start for _, stretch in own],
            edge=_EDGE if minor else 0,
        )
        for (minor, language), own in sorted(
            parts.items(), key=lambda item: (item[0][0], _ORDER.index(item[0][1]))
        )
    ]
    return charts.stacked_bars(list(order), bars, "characters of the participants' talk")


def borrowed(utterances: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """The words most often taken from another language than that of the utterance."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in rows_of(utterances):
        for lemma, language in zip(row.lemmas, row.lemma_languages, strict=True):
            if language != row.language and language in LANGUAGES:
                found.setdefault((row.language, language), Counter())[lemma] += 1
    rows = []
    for (main, other), words in sorted(
        found.items(), key=lambda item: (-sum(item[1].values()), item[0])
    ):
        common = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:most]
        listed = ", ".join(f"{word.replace('_', ' ')} {count}" for word, count in common)
        rows.append((language_name(main), language_name(other), sum(words.values()), listed))
    return pd.DataFrame(rows, columns=["in talk in", "words of", "how many", "the commonest"])


def themes_before_and_after(metrics: Mapping[str, float]) -> Figure | Nothing:
    """What the themes follow, as they are and as they would be with the languages left in."""
    known = [
        (name, f"{key}_nmi")
        for key, name in _ATTRIBUTES.items()
        if f"{key}_nmi" in metrics and f"{key}_nmi_uncentred" in metrics
    ]
    if not known or not metrics.get("themes"):
        return NO_THEMES
    series = [
        Dots(
            label,
            [metrics[key + ending] for _, key in known],
            colour,
            symbol,
            hover=[f"<b>{name}</b><br>{label}: {metrics[key + ending]:.3f}" for name, key in known],
        )
        for label, ending, colour, symbol in (
            ("languages left in", "_uncentred", ORANGE, "diamond"),
            ("languages taken out (the themes you see)", "", BLUE, "circle"),
        )
    ]
    return charts.dots(
        [name for name, _ in known],
        series,
        "what theme and attribute have in common (NMI: 0 nothing, 1 the same)",
        span=(-0.02, 1.02),
        joined=True,
    )


def purity_sentence(metrics: Mapping[str, float], utterances: pd.DataFrame) -> str:
    """The language purity of the themes before and after, in a sentence."""
    own = utterances[utterances["topic"] != OUTLIER]["language"]
    if own.empty or "language_purity" not in metrics:
        return NO_THEMES.reason
    before, after = metrics["language_purity_uncentred"], metrics["language_purity"]
    common = own.value_counts(normalize=True)
    return (
        f"Language purity, the share of utterances in the commonest language of their theme: "
        f"{percent(before)} with the languages left in, {percent(after)} with the languages taken "
        f"out. It cannot be less than {percent(float(common.iloc[0]))}, the share of "
        f"{LANGUAGE_NAMES.get(str(common.index[0]), '')} in all themes together."
    )


def languages_of_themes(utterances: pd.DataFrame, topics: pd.DataFrame) -> Figure | Nothing:
    """The share of each language in each theme, and in all the talk."""
    if topics.empty:
        return NO_THEMES
    rows = [("all utterances", utterances)] + [
        (theme.label, utterances[utterances["topic"] == theme.topic]) for theme in rows_of(topics)
    ]
    parts = []
    for language in LANGUAGES:
        counts = [int((own["language"] == language).sum()) for _, own in rows]
        parts.append(
            Bars(
                LANGUAGE_NAMES[language],
                [count / max(len(own), 1) for count, (_, own) in zip(counts, rows, strict=True)],
                LANGUAGE_COLOURS[language],
                LANGUAGE_PATTERNS[language],
                [
                    f"<b>{short(label)}</b><br>{LANGUAGE_NAMES[language]}: {count} of {len(own)}"
                    for count, (label, own) in zip(counts, rows, strict=True)
                ],
            )
        )
    labels = [f"{label} ({len(own)})" for label, own in rows]
    return charts.stacked_bars(labels, parts, "share of the utterances", shares=True)
