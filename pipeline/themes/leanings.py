"""Which language, speaker, school, role and method a theme leans to, and when that is a warning.

A theme that is mostly Kazakh may be about what Kazakh speakers say, or only sound Kazakh. What one
speaker says is not independent, nor is what is said in one conversation, so the unit of every test
is the *source*: the speakers and transcripts that are connected with each other.

Source of the method: the score of a regression of "in the theme" on "has the value", compared with
its distribution when the sources change places. What changes places are the sources' residuals,
each brought to its own size (Freedman & Lane 1983) by a variance that grows with the likeness of
what one source says (Williams 1982); where a source has several values, as a speaker of two
languages, its own part of the score is flipped at random (Hemerik, Goeman & Finos 2020). The value
that stands out most is compared with the most outstanding ones (Westfall & Young 1993); the many
themes are allowed for by the false discovery rate (Benjamini & Hochberg 1995).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import DisjointSet
from scipy.stats import false_discovery_control, hypergeom

from pipeline.schema import OUTLIER, Leaning

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Attributes = Mapping[str, Sequence[str]]

#: Attributes that are sources themselves.
UNITS = ("speaker", "transcript")

#: Of all warnings, this share may be chance: the usual convention.
FALSE_DISCOVERIES = 0.05
#: Cohen's h between the theme and the rest: "visible to the naked eye" (Cohen 1988), as 50 % and
#: 26 %. In a large corpus a difference too small to matter is still clear.
EFFECT = 0.5
#: With a smaller part of the theme, at least two thirds of it would stand without the value.
PART = 1 / 3
#: Cramér's V of two attributes that go together: a large effect (Cohen 1988).
ASSOCIATION = 0.5

#: Gives p values down to 0.0001: enough for five hundred themes.
_PERMUTATIONS = 9_999
#: Permutations at a time: memory stays below a few dozen megabytes.
_BATCH = 200
_SEED = 0
#: Sums of the same numbers in another order differ by less than this.
_EQUAL = 1e-9

_LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
_SENTENCES = {
    "language": "{share} of the theme is {value}, {elsewhere} of the rest: "
    "does the theme or the language speak?",
    "speaker": "{share} of the theme is said by {value}, {elsewhere} of the rest: "
    "is it one person's subject?",
    "transcript": "{share} of the theme is in {value}, {elsewhere} of the rest: "
    "is it the subject of one conversation?",
    "school": "{share} of the theme comes from school {value}, {elsewhere} of the rest: "
    "is it about schools or about this one?",
}
_SENTENCE = (
    "{share} of the theme comes from the {attribute} “{value}”, {elsewhere} of the rest: "
    "does the theme or the {attribute} speak?"
)


@dataclass(frozen=True, slots=True)
class Confounded:
    """How closely two attributes go together among the speakers, whatever the themes.

    Attributes:
        v: Cramér's V corrected for bias, 0 (independent) to 1 (one tells the other).
        speakers: those with both attributes known.
        warning: a sentence for the researcher where the association is large, else empty.
    """

    attribute: str
    other: str
    v: float
    speakers: int
    warning: str


def leanings(attributes: Attributes, topics: Sequence[int]) -> list[Leaning]:
    """What each theme leans to: one row for a theme and an attribute, in this order.

    An attribute with one value has no rows. Half a dozen sources can be dealt out in so few ways
    that a leaning of theirs is never clear: then only a speaker or transcript gives a warning.

    Args:
        attributes: for each attribute the value of every utterance, empty where it is unknown.
            ``speaker`` is needed; with ``transcript``, a conversation counts as one source, too.
        topics: the theme of every utterance; :data:`OUTLIER` is the rest of every theme.

    Raises:
        KeyError: there are no speakers.
        ValueError: the columns differ in length.
    """
    numbers = np.asarray(topics, dtype=np.int64)
    own_sources = sources(attributes["speaker"], attributes.get("transcript"))
    found: list[Leaning] = []
    for attribute, column in attributes.items():
        _same_length(column, numbers)
        known = np.array([value != "" for value in column], dtype=bool)
        names, values = _coded([value for value in column if value])
        themes, inside = np.unique(numbers[known], return_inverse=True)
        if len(names) < 2 or len(themes) < 2:
            continue
        if attribute in UNITS:
            z, p = _by_utterances(_table(inside, values))
        else:
            z, p = _by_sources(own_sources[known], inside, values)
        kept = themes != OUTLIER
        rows = _rows(attribute, names, themes, _table(inside, values), z)
        adjusted = false_discovery_control(p[kept])
        found += [
            replace(
                row,
                share=round(row.share, 3),
                elsewhere=round(row.elsewhere, 3),
                warning=_warning(row) if q <= FALSE_DISCOVERIES and _large(row) else "",
            )
            for row, q in zip(
                [r for r, k in zip(rows, kept, strict=True) if k], adjusted, strict=True
            )
        ]
    return sorted(_said_once(found), key=lambda row: (row.topic, row.attribute))


def confounded(attributes: Attributes) -> list[Confounded]:
    """Pairs of attributes, most entangled first; speakers and transcripts are left out.

    Each speaker counts once, with the value met most often. This describes the corpus and infers
    nothing: attributes that go together by chance cannot be told apart either. Source: Cramér's V
    with Bergsma's correction (2013).

    Raises:
        KeyError: there are no speakers.
        ValueError: the columns differ in length.
    """
    main = {
        attribute: _main_values(attributes["speaker"], column)
        for attribute, column in attributes.items()
        if attribute not in UNITS
    }
    rows: list[Confounded] = []
    for attribute, other in combinations(sorted(main), 2):
        both = sorted(main[attribute].keys() & main[other].keys())
        first, one = _coded([main[attribute][speaker] for speaker in both])
        second, two = _coded([main[other][speaker] for speaker in both])
        if len(first) < 2 or len(second) < 2:
            continue
        table = _table(one, two)
        v = round(_cramers_v(table), 3)
        warning = ""
        if v >= ASSOCIATION:
            parts = _go_with(attribute, first, other, second, table)
            warning = (
                f"{attribute.capitalize()} and {other} go together among the speakers "
                f"(Cramér's V {v:.2f}): {', '.join(parts)}. "
                "A theme that leans to one of them may follow the other."
            )
        rows.append(Confounded(attribute, other, v, len(both), warning))
    return sorted(rows, key=lambda row: (-row.v, row.attribute, row.other))


def entanglement(attributes: Attributes, topics: Sequence[int]) -> dict[str, float]:
    """How much the themes tell of each attribute: ``language_nmi``, ``language_ami``, …

    Normalised mutual information is 0..1, but rises by chance with many themes or values; adjusted
    (Vinh, Epps & Bailey 2010) it is 0 on average where there is only chance, 1 where they agree.
    Outliers and unknown values are left out; 0 where only one value or theme is left.

    Raises:
        ValueError: the columns differ in length.
    """
    from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

    figures: dict[str, float] = {}
    for attribute, column in attributes.items():
        _same_length(column, topics)
        pairs = [
            (value, topic)
            for value, topic in zip(column, topics, strict=True)
            if value and topic != OUTLIER
        ]
        values, themes = [value for value, _ in pairs], [topic for _, topic in pairs]
        telling = len(set(values)) > 1 and len(set(themes)) > 1
        for name, score in (
            ("nmi", normalized_mutual_info_score),
            ("ami", adjusted_mutual_info_score),
        ):
            figure = float(score(values, themes)) if telling else 0.0
            figures[f"{attribute}_{name}"] = round(figure, 4)
    return figures


def sources(speakers: Sequence[str], transcripts: Sequence[str] | None) -> Ints:
    """A number for each utterance, shape (n,): the same where speaker or transcript is the same.

    That goes on: two speakers of one focus group and their own interviews are one source. Utterances
    of which neither is known are one source, too, since nothing is known about their independence.

    Raises:
        ValueError: the columns differ in length.
    """
    joined = DisjointSet([])
    ends: list[tuple[str, str]] = []
    for speaker, transcript in zip(speakers, transcripts or [""] * len(speakers), strict=True):
        own, conversation = ("speaker", speaker), ("transcript", transcript)
        joined.add(own)
        joined.add(conversation)
        ends.append(own if speaker else conversation)
        if speaker and transcript:
            joined.merge(own, conversation)
    return _coded(["\t".join(joined[end]) for end in ends])[1]


def _by_sources(own: Ints, inside: Ints, values: Ints) -> tuple[Floats, Floats]:
    """z of each theme and value, shape (themes, values), and p of each theme's largest z."""
    _, own = np.unique(own, return_inverse=True)
    joint = np.zeros((own.max() + 1, inside.max() + 1, values.max() + 1))
    np.add.at(joint, (own, inside, values), 1.0)
    sizes = joint.sum(axis=(1, 2))
    in_theme, with_value = joint.sum(axis=2), joint.sum(axis=1)

    share = in_theme.sum(axis=0) / sizes.sum()
    residuals = in_theme - np.outer(sizes, share)
    scale = _spread(residuals, sizes, share)
    residuals /= scale
    of_source = with_value / sizes[:, None]
    centred = of_source - with_value.sum(axis=0) / sizes.sum()
    weights = scale[:, :, None] * centred[:, None, :]
    within = joint - in_theme[:, :, None] * of_source[:, None, :]

    # Mean and variance over all permutations are known (Strasser & Weber 1999).
    mean = residuals.mean(axis=0)[:, None] * weights.sum(axis=0)
    variance = (within**2).sum(axis=0)
    if len(sizes) > 1:
        spread = ((weights - weights.mean(axis=0)) ** 2).sum(axis=0)
        variance += residuals.var(axis=0, ddof=1)[:, None] * spread

    # Where nothing can vary, nothing stands out.
    deviation = np.sqrt(variance)
    deviation[deviation < _EQUAL] = np.inf

    def standard(score: Floats) -> Floats:
        return np.asarray((score - mean) / deviation)

    z = standard(np.einsum("gt,gtv->tv", residuals, weights) + within.sum(axis=0))
    weights_by_theme = weights.transpose(1, 0, 2)
    reached = np.ones(len(share))
    for places, signs in _shuffles(len(sizes)):
        between = residuals.T[:, places] @ weights_by_theme
        flipped = np.tensordot(signs, within, axes=1)
        largest = standard(between.transpose(1, 0, 2) + flipped).max(axis=2)
        reached += (largest >= z.max(axis=1) - _EQUAL).sum(axis=0)
    return z, reached / (_PERMUTATIONS + 1)


def _spread(residuals: Floats, sizes: Floats, share: Floats) -> Floats:
    """What residuals of sources vary by, up to a factor for each theme, shape as ``residuals``.

    Between the root of the size (utterances are independent) and the size (a source always says the
    same): the likeness within sources is estimated by moments.
    """
    binomial = share * (1 - share)
    pairs = (sizes * (sizes - 1)).sum()
    excess = (residuals**2).sum(axis=0) - binomial * sizes.sum()
    likeness = np.clip(excess / np.maximum(binomial * pairs, _EQUAL), 0, 1)
    return np.asarray(np.sqrt(sizes[:, None] * (1 + np.outer(sizes - 1, likeness))))


def _shuffles(count: int) -> Iterator[tuple[Ints, Floats]]:
    """Batches of new places and of signs of ``count`` sources, each of shape (batch, count)."""
    generator = np.random.default_rng(_SEED)
    for start in range(0, _PERMUTATIONS, _BATCH):
        size = min(_BATCH, _PERMUTATIONS - start)
        places = generator.permuted(np.tile(np.arange(count), (size, 1)), axis=1)
        yield places, generator.choice([-1.0, 1.0], size=(size, count))


def _by_utterances(table: Floats) -> tuple[Floats, Floats]:
    """As :func:`_by_sources`, for values that are sources: p by Fisher's exact test.

    That a speaker keeps to a subject is what is asked here, so utterances are what is counted;
    p is multiplied by the number of values, of which the most outstanding was taken.
    """
    total = table.sum()
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    variance = rows * columns * (total - rows) * (total - columns) / (total**2 * (total - 1))
    z = (table - rows * columns / total) / np.sqrt(variance)
    best = z.argmax(axis=1)
    counts = np.take_along_axis(table, best[:, None], axis=1)[:, 0]
    tails = hypergeom.sf(counts - 1, total, columns[0, best], rows[:, 0])
    return z, np.minimum(1.0, tails * table.shape[1])


def _rows(
    attribute: str, names: Sequence[str], themes: Ints, table: Floats, z: Floats
) -> list[Leaning]:
    rest = table.sum(axis=0) - table
    rows = []
    for t, topic in enumerate(themes.tolist()):
        v = int(z[t].argmax())
        share, elsewhere = table[t, v] / table[t].sum(), rest[t, v] / rest[t].sum()
        rows.append(
            Leaning(
                topic=topic,
                attribute=attribute,
                value=names[v],
                count=int(table[t, v]),
                share=float(share),
                elsewhere=float(elsewhere),
                z=round(float(z[t, v]), 2),
                warning="",
            )
        )
    return rows


def _large(row: Leaning) -> bool:
    effect = 2 * (math.asin(math.sqrt(row.share)) - math.asin(math.sqrt(row.elsewhere)))
    return row.share >= PART and effect >= EFFECT


def _warning(row: Leaning) -> str:
    return _SENTENCES.get(row.attribute, _SENTENCE).format(
        share=f"{row.share:.0%}".replace("%", " %"),
        elsewhere=f"{row.elsewhere:.0%}".replace("%", " %"),
        attribute=row.attribute,
        value=_shown(row.attribute, row.value),
    )


def _shown(attribute: str, value: str) -> str:
    return _LANGUAGES.get(value, value) if attribute == "language" else value


def _said_once(rows: Sequence[Leaning]) -> list[Leaning]:
    """Without the warning about a transcript where there is one about a speaker.

    In an interview they are the same.
    """
    warned = {row.topic for row in rows if row.attribute == "speaker" and row.warning}
    return [
        replace(row, warning="") if row.attribute == "transcript" and row.topic in warned else row
        for row in rows
    ]


def _main_values(speakers: Sequence[str], column: Sequence[str]) -> dict[str, str]:
    """Each speaker's most frequent value, the first in the alphabet of equally frequent ones."""
    counts: dict[str, Counter[str]] = {}
    for speaker, value in zip(speakers, column, strict=True):
        if speaker and value:
            counts.setdefault(speaker, Counter())[value] += 1
    return {
        speaker: min(own, key=lambda value: (-own[value], value)) for speaker, own in counts.items()
    }


def _cramers_v(table: Floats) -> float:
    """Corrected Cramér's V; 0 where everybody has a value of their own, so nothing can be said."""
    total = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    phi2 = float(((table - expected) ** 2 / expected).sum() / total)
    r, c = table.shape
    corrected = max(0.0, phi2 - (r - 1) * (c - 1) / (total - 1))
    least = min(k - (k - 1) ** 2 / (total - 1) for k in (r, c)) - 1
    return min(1.0, math.sqrt(corrected / least)) if least > _EQUAL else 0.0


def _go_with(
    attribute: str, names: Sequence[str], other: str, others: Sequence[str], table: Floats
) -> Iterator[str]:
    """Each value with what it mostly goes with, from the attribute that tells more of the other."""
    if table.max(axis=0).sum() > table.max(axis=1).sum():
        attribute, names, other, others, table = other, others, attribute, names, table.T
    for name, row in zip(names, table, strict=True):
        mostly = others[int(row.argmax())]
        yield (
            f"{_shown(attribute, name)} mostly {_shown(other, mostly)} "
            f"({row.max():.0f} of {row.sum():.0f})"
        )


def _coded(values: Sequence[str]) -> tuple[list[str], Ints]:
    """The different values in alphabetical order, and each one's number there."""
    names = sorted(set(values))
    number = {name: i for i, name in enumerate(names)}
    return names, np.array([number[value] for value in values], dtype=np.int64)


def _table(one: Ints, two: Ints) -> Floats:
    """How often each two numbers occur together."""
    table = np.zeros((one.max() + 1, two.max() + 1))
    np.add.at(table, (one, two), 1.0)
    return table


def _same_length(column: Sequence[str], topics: Sequence[int] | Ints) -> None:
    if len(column) != len(topics):
        raise ValueError(f"{len(column)} values of {len(topics)} utterances")
