"""Stage ``cluster``: themes, found in vectors freed of their language.

They are saved as a BERTopic model. Where the groups come from, what they are called and how much
one may believe them is ours: see :mod:`pipeline.themes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.coding.codebook_vectors import code_vectors
from pipeline.encoding.bank import load_bank
from pipeline.encoding.centring import centred, language_means
from pipeline.encoding.sentence_encoder import plain_encoder
from pipeline.errors import run_stage
from pipeline.language.small_talk import is_small_talk
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import load_terms
from pipeline.params import ClusterParams, Params, load_params
from pipeline.schema import (
    ASSIGNMENTS,
    CLUSTER_METRICS,
    EMBEDDINGS,
    LANGUAGES,
    OUTLIER,
    SUBTHEMES,
    THEME_CHANGES,
    THEME_EXAMPLES,
    THEME_LEANINGS,
    THEMES,
    TOPIC_MODEL,
    UTTERANCES,
    Assignment,
    Leaning,
    SubTheme,
    Theme,
    Utterance,
)
from pipeline.tables import Vectors, read, read_vectors, write, write_json
from pipeline.themes.communities import Communities, find_communities
from pipeline.themes.examples import typical_utterances
from pipeline.themes.guided import guided
from pipeline.themes.identity import Numbered, keep_numbers, load_numbers, save_numbers
from pipeline.themes.keywords import combined, label, same_terms, theme_words
from pipeline.themes.label_command import named as named_by_command
from pipeline.themes.leanings import Attributes, confounded, entanglement, leanings
from pipeline.themes.map import on_a_map
from pipeline.themes.topic_model import fit_topics, label_topics, save

#: Words listed for a theme.
_LISTED_WORDS = 20
#: Runs for themes that are only there to be compared with.
_FEW_RUNS = 10
#: Below this, what single runs without a tenth of the talk find is mostly another theme.
_UNSTABLE = 0.5


def group(
    vectors: Vectors, languages: Sequence[str], small_talk: Sequence[bool], params: ClusterParams
) -> Communities:
    """The themes of all utterances but small talk, which neither makes themes nor joins them."""
    said = np.flatnonzero(~np.asarray(small_talk, dtype=bool))
    found = _communities(
        vectors[said], [languages[i] for i in said.tolist()], params, params.themes
    )
    labels = np.full(len(vectors), OUTLIER, dtype=np.int64)
    membership = np.zeros(len(vectors))
    labels[said], membership[said] = found.labels, found.membership
    return Communities(labels, membership, found.stability)


def subdivide(
    vectors: Vectors, languages: Sequence[str], labels: npt.NDArray[np.int64], params: ClusterParams
) -> dict[int, Communities]:
    """Of each theme its parts, for its members in their order; of small themes none."""
    parts = {}
    for number in sorted(set(labels.tolist()) - {OUTLIER}):
        own = np.flatnonzero(labels == number)
        found = _communities(vectors[own], [languages[i] for i in own.tolist()], params, None)
        if len(found.stability) > 1:
            parts[number] = found
    return parts


def _communities(
    vectors: Vectors, languages: Sequence[str], params: ClusterParams, number: int | None
) -> Communities:
    return find_communities(
        vectors,
        languages,
        neighbours=params.neighbours,
        resolution=params.resolution,
        runs=params.runs,
        smallest=params.min_theme_size,
        seed=params.seed,
        number=number,
    )


@dataclass(frozen=True)
class Named:
    """What a group of utterances is called: counts of languages, labels by language, words."""

    size: int
    languages: str
    labels: dict[str, str]
    words: str


@cache
def _same_terms() -> dict[str, str]:
    return same_terms(load_terms())


def name_groups(
    utterances: Sequence[Utterance],
    groups: Sequence[int],
    vectors: Vectors,
    membership: npt.NDArray[np.float64],
) -> dict[int, Named]:
    """The names of all groups but the outliers, by their numbers."""
    named = {}
    for number, words in theme_words(utterances, groups, vectors, membership).items():
        members = [u for u, own in zip(utterances, groups, strict=True) if own == number]
        languages = Counter(utterance.language for utterance in members)
        named[number] = Named(
            size=len(members),
            languages="; ".join(f"{name} {count}" for name, count in languages.most_common()),
            labels={language: label(words[language]) for language in LANGUAGES},
            words=", ".join(combined(words, _same_terms())[:_LISTED_WORDS]).replace("_", " "),
        )
    return named


def theme_rows(
    named: Mapping[int, Named], stability: Mapping[int, float], leaning: Sequence[Leaning]
) -> list[Theme]:
    """One row a theme, with what one has to know before believing it."""
    rows = []
    for topic, found in sorted(named.items()):
        notes = [row.warning for row in leaning if row.topic == topic and row.warning]
        if stability[topic] < _UNSTABLE:
            notes.insert(0, "unstable: with a little less talk it is another theme")
        rows.append(
            Theme(
                topic=topic,
                size=found.size,
                languages=found.languages,
                label_kk=found.labels["kk"],
                label_ru=found.labels["ru"],
                label_en=found.labels["en"],
                words=found.words,
                stability=round(stability[topic], 3),
                note=" · ".join(notes),
            )
        )
    return rows


def subtheme_rows(
    utterances: Sequence[Utterance],
    vectors: Vectors,
    topics: Sequence[int],
    parts: Mapping[int, Communities],
) -> tuple[list[SubTheme], list[str]]:
    """One row a sub-theme, and the name of each utterance's sub-theme, or nothing."""
    rows, names = [], [""] * len(utterances)
    own_topics = np.asarray(topics)
    for topic, found in sorted(parts.items()):
        members = np.flatnonzero(own_topics == topic)
        own = [utterances[i] for i in members.tolist()]
        named = name_groups(own, found.labels.tolist(), vectors[members], found.membership)
        for part, part_named in sorted(named.items()):
            rows.append(
                SubTheme(
                    subtheme=f"{topic}.{part + 1}",
                    topic=topic,
                    size=part_named.size,
                    languages=part_named.languages,
                    label_kk=part_named.labels["kk"],
                    label_ru=part_named.labels["ru"],
                    label_en=part_named.labels["en"],
                    words=part_named.words,
                    stability=round(found.stability[part], 3),
                )
            )
        for i, part in zip(members.tolist(), found.labels.tolist(), strict=True):
            names[i] = "" if part == OUTLIER else f"{topic}.{part + 1}"
    return rows, names


def attributes(utterances: Sequence[Utterance]) -> dict[str, list[str]]:
    """What a theme must not follow: language, and who speaks where, utterance by utterance."""
    return {
        "language": [utterance.language for utterance in utterances],
        "speaker": [utterance.speaker for utterance in utterances],
        "transcript": [utterance.transcript_id for utterance in utterances],
        "school": [utterance.school for utterance in utterances],
        "role": [utterance.role for utterance in utterances],
        "method": [utterance.method for utterance in utterances],
    }


def language_purity(languages: Sequence[str], labels: Sequence[int]) -> float:
    """The share of utterances that are in their theme's commonest language; outliers left out."""
    pairs = [pair for pair in zip(labels, languages, strict=True) if pair[0] != OUTLIER]
    by_theme: dict[int, Counter[str]] = {}
    for label_, language in pairs:
        by_theme.setdefault(label_, Counter())[language] += 1
    commonest = sum(max(counts.values()) for counts in by_theme.values())
    return round(commonest / len(pairs), 4) if pairs else 0.0


def bank_vectors(params: Params) -> dict[str, Vectors]:
    """The neutral sentences' vectors by language; embedded once per encoder."""
    encoder = plain_encoder(params.encoder.prefix)
    return {language: encoder.encode(texts) for language, texts in load_bank().items()}


def metrics(
    carried: Attributes,
    topics: Sequence[int],
    raw: Sequence[int],
    small_talk: Sequence[bool],
    stability: Sequence[float],
) -> dict[str, float | int]:
    """How many themes there are, and what they carry, with the languages taken out and without."""
    languages = carried["language"]
    before = {f"{name}_uncentred": value for name, value in entanglement(carried, raw).items()}
    return {
        "themes": len(set(topics) - {OUTLIER}),
        "outliers": round(float(np.mean(np.asarray(topics) == OUTLIER)), 4),
        "small_talk": round(float(np.mean(small_talk)), 4),
        "stability": round(float(np.mean(stability)), 4) if len(stability) else 0.0,
        **entanglement(carried, topics),
        **before,
        "language_purity": language_purity(languages, topics),
        "language_purity_uncentred": language_purity(languages, raw),
    }


def main() -> None:
    """Find the themes, name them, save the model."""
    params = load_params()
    utterances = read(UTTERANCES)
    _, raw = read_vectors(EMBEDDINGS)
    languages = [utterance.language for utterance in utterances]
    small_talk = [is_small_talk(utterance) for utterance in utterances]
    carried = attributes(utterances)
    free = centred(raw, languages, language_means(raw, languages, bank_vectors(params)))
    if params.cluster.guided:
        encoder = plain_encoder(params.encoder.prefix)
        free = guided(free, code_vectors(load_codebook(), encoder))
    if params.cluster.centre_languages:
        vectors, chosen = free, group(free, languages, small_talk, params.cluster)
        few = params.cluster.model_copy(update={"runs": min(_FEW_RUNS, params.cluster.runs)})
        without = group(raw, ["any"] * len(raw), small_talk, few)
    else:
        vectors, chosen = raw, group(raw, ["any"] * len(raw), small_talk, params.cluster)
        without = chosen
    names = [utterance.utterance_id for utterance in utterances]
    numbered = keep_numbers(chosen.labels.tolist(), names, *load_numbers())
    topics = numbered.topics
    stability = {numbered.numbers[own]: value for own, value in enumerate(chosen.stability)}
    leaning = leanings(carried, topics)
    themes = theme_rows(
        name_groups(utterances, topics, vectors, chosen.membership), stability, leaning
    )
    examples = typical_utterances(utterances, topics, chosen.membership, vectors)
    unnamed: list[str] = []
    if command := params.cluster.label_command:
        themes, unnamed = named_by_command(themes, examples, command)
    parts = subdivide(vectors, languages, np.asarray(topics), params.cluster)
    subthemes, part_names = subtheme_rows(utterances, vectors, topics, parts)
    model = fit_topics(utterances, vectors, topics)
    label_topics(model, themes)
    save(model, TOPIC_MODEL)
    places = on_a_map(vectors, params.cluster.seed)
    write(
        ASSIGNMENTS,
        [
            Assignment(
                name, topic, round(float(own), 3), part, round(float(x), 3), round(float(y), 3)
            )
            for name, topic, own, part, (x, y) in zip(
                names,
                topics,
                chosen.membership,
                part_names,
                places,
                strict=True,
            )
        ],
    )
    write(THEMES, themes)
    write(SUBTHEMES, subthemes)
    write(THEME_LEANINGS, leaning)
    write(THEME_EXAMPLES, examples)
    write(THEME_CHANGES, numbered.changes)
    figures = metrics(carried, topics, without.labels.tolist(), small_talk, chosen.stability)
    write_json(CLUSTER_METRICS, figures)
    save_numbers(numbered, names)
    print("\n".join([summary(figures, themes, numbered, params.cluster), *unnamed]))
    for pair in confounded(carried):
        if pair.warning:
            print(f"note: {pair.warning}")


def summary(
    figures: Mapping[str, float | int],
    themes: Sequence[Theme],
    numbered: Numbered,
    params: ClusterParams,
) -> str:
    """What a researcher wants to know at once."""
    lines = [
        f"{figures['themes']} themes; {figures['outliers']:.0%} of the utterances in none, "
        f"small talk among them {figures['small_talk']:.0%}; language in the themes (NMI) "
        f"{figures['language_nmi']}, with the languages left in "
        f"{figures['language_nmi_uncentred']}"
    ]
    if params.themes not in (None, figures["themes"]):
        lines.append(f"{params.themes} themes were asked for, but no more could be found")
    lines += [f"theme {theme.topic}: {theme.note}" for theme in themes if theme.note]
    for change in numbered.changes:
        of = {"split": "split from", "merged": "merged into"}.get(change.change)
        told = f"{of} {change.other}" if of else change.change
        lines.append(f"since the last run, theme {change.topic}: {told}")
    return "\n".join(lines)


if __name__ == "__main__":
    run_stage(main)
