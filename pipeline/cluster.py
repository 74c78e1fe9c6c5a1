"""Stage ``cluster``: themes. BERTopic on vectors freed of their language; only this module knows it.

BERTopic gives the words of a theme (class-based TF-IDF), the saved model and its visualisations.
Where the groups come from is ours: see :mod:`pipeline.themes.communities`.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import normalized_mutual_info_score

from pipeline.encoding.centring import centred, language_means, load_bank
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import run_stage
from pipeline.language.words import stop_words
from pipeline.params import ClusterParams, Params, load_params
from pipeline.schema import (
    ASSIGNMENTS,
    CLUSTER_METRICS,
    EMBEDDINGS,
    ENCODER,
    LANGUAGES,
    OUTLIER,
    THEMES,
    TOPIC_MODEL,
    UTTERANCES,
    VECTOR_CACHE,
    Assignment,
    Theme,
    Utterance,
)
from pipeline.tables import Vectors, read, read_vectors, write, write_json
from pipeline.themes.communities import Communities, find_communities
from pipeline.themes.keywords import Said, keywords
from pipeline.themes.map import on_a_map

if TYPE_CHECKING:
    from bertopic import BERTopic

#: Lemmas of this length and below are no words to name a theme by.
_SHORTEST_WORD = 2
#: Words in a theme's label, and words listed for it, in each language.
_LABEL_WORDS = 4
_LISTED_WORDS = 10


class GivenClusters:
    """Hands BERTopic the communities in the shape of a clustering model."""

    def __init__(self, labels: npt.NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, vectors: Vectors, y: object = None) -> GivenClusters:
        """Nothing to do: the labels are known."""
        return self


def fit_topics(utterances: Sequence[Utterance], vectors: Vectors, found: Communities) -> BERTopic:
    """A BERTopic model of the communities, with words from lemmas in three languages."""
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer

    words = sorted(set().union(*(stop_words(language) for language in LANGUAGES)))
    model = BERTopic(
        embedding_model=None,
        # Anything but "english", which would strip all Cyrillic letters from the words.
        language="multilingual",
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=GivenClusters(found.labels),
        vectorizer_model=CountVectorizer(
            token_pattern=r"[^\W\d_][\w’'‘-]{2,}", lowercase=False, stop_words=words
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=_LISTED_WORDS,
        calculate_probabilities=False,
        verbose=False,
    )
    documents = [" ".join(utterance.lemmas) for utterance in utterances]
    model.fit(documents, embeddings=vectors)
    return model


def name_themes(
    utterances: Sequence[Utterance], topics: Sequence[int], stability: dict[int, float]
) -> list[Theme]:
    """One row a theme: size, languages, and the words that set it apart in each language."""
    stop = {language: stop_words(language) for language in LANGUAGES}
    said = [
        Said(
            topic,
            utterance.speaker,
            [
                (lemma, language)
                for lemma, language in zip(utterance.lemmas, utterance.lemma_languages, strict=True)
                if len(lemma) > _SHORTEST_WORD
                and not any(lemma in words for words in stop.values())
            ],
        )
        for utterance, topic in zip(utterances, topics, strict=True)
    ]
    words = keywords(said, LANGUAGES)
    rows = []
    for topic in sorted(set(topics) - {OUTLIER}):
        members = [u for u, number in zip(utterances, topics, strict=True) if number == topic]
        languages = Counter(utterance.language for utterance in members)
        # A label in a language nobody speaks in the theme would be made of single words.
        labels = {
            language: ", ".join(words[topic][language][:_LABEL_WORDS]).replace("_", " ")
            if languages[language]
            else ""
            for language in LANGUAGES
        }
        listed = [word for language in LANGUAGES for word in words[topic][language][:_LISTED_WORDS]]
        rows.append(
            Theme(
                topic=topic,
                size=len(members),
                languages="; ".join(f"{name} {count}" for name, count in languages.most_common()),
                label_kk=labels["kk"],
                label_ru=labels["ru"],
                label_en=labels["en"],
                words=", ".join(dict.fromkeys(listed)).replace("_", " "),
                stability=round(stability[topic], 3),
            )
        )
    return rows


def full_label(theme: Theme) -> str:
    """The theme's labels in all its languages, for BERTopic's own tables and plots."""
    labels = (theme.label_kk, theme.label_ru, theme.label_en)
    return f"{theme.topic}: " + " / ".join(label for label in labels if label)


def language_nmi(languages: Sequence[str], labels: Sequence[int]) -> float:
    """Normalised mutual information of theme and language: 0 says that they have nothing in common."""
    return round(float(normalized_mutual_info_score(languages, labels)), 4)


def language_purity(languages: Sequence[str], labels: Sequence[int]) -> float:
    """The share of utterances that are in their theme's commonest language; outliers left out."""
    pairs = [pair for pair in zip(labels, languages, strict=True) if pair[0] != OUTLIER]
    by_theme: dict[int, Counter[str]] = {}
    for label, language in pairs:
        by_theme.setdefault(label, Counter())[language] += 1
    commonest = sum(max(counts.values()) for counts in by_theme.values())
    return round(commonest / len(pairs), 4) if pairs else 0.0


def bank_vectors(params: Params) -> dict[str, Vectors]:
    """The neutral sentences' vectors by language; embedded once per encoder."""
    encoder = SentenceEncoder(ENCODER, params.encoder.prefix, VECTOR_CACHE)
    return {language: encoder.encode(texts) for language, texts in load_bank().items()}


def _communities(vectors: Vectors, languages: Sequence[str], params: ClusterParams) -> Communities:
    return find_communities(
        vectors,
        languages,
        neighbours=params.neighbours,
        resolution=params.resolution,
        runs=params.runs,
        smallest=params.min_theme_size,
        seed=params.seed,
    )


def metrics(
    languages: Sequence[str], centred_labels: Sequence[int], raw_labels: Sequence[int]
) -> dict[str, float | int]:
    """How much language the themes carry, with its direction taken out and without."""
    return {
        "themes": len(set(centred_labels) - {OUTLIER}),
        "outliers": round(float(np.mean(np.asarray(centred_labels) == OUTLIER)), 4),
        "language_nmi": language_nmi(languages, centred_labels),
        "language_nmi_uncentred": language_nmi(languages, raw_labels),
        "language_purity": language_purity(languages, centred_labels),
        "language_purity_uncentred": language_purity(languages, raw_labels),
    }


def save(model: BERTopic, folder: Path) -> None:
    """Save by BERTopic's own method, to be loaded with ``BERTopic.load``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # BERTopic warns that no embedding model is named. None is, on purpose: it would be given new
    # text without its language being taken out.
    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model.save(
        str(folder), serialization="safetensors", save_ctfidf=True, save_embedding_model=False
    )


def main() -> None:
    """Find the themes, name them, save the model."""
    params = load_params()
    utterances = read(UTTERANCES)
    _, raw = read_vectors(EMBEDDINGS)
    languages = [utterance.language for utterance in utterances]
    free = centred(raw, languages, language_means(raw, languages, bank_vectors(params)))
    with_centring = _communities(free, languages, params.cluster)
    without = _communities(raw, ["any"] * len(raw), params.cluster)
    chosen, vectors = (with_centring, free) if params.cluster.centre_languages else (without, raw)
    model = fit_topics(utterances, vectors, chosen)
    topics = [int(topic) for topic in model.topics_]
    write(
        ASSIGNMENTS,
        [
            Assignment(
                utterance.utterance_id,
                topic,
                round(float(membership), 3),
                round(float(x), 3),
                round(float(y), 3),
            )
            for utterance, topic, membership, (x, y) in zip(
                utterances,
                topics,
                chosen.membership,
                on_a_map(vectors, params.cluster.seed),
                strict=True,
            )
        ],
    )
    # BERTopic numbers topics by size, too, but may settle ties in its own way.
    numbers = dict(zip(chosen.labels.tolist(), topics, strict=True))
    stability = {numbers[label]: value for label, value in enumerate(chosen.stability)}
    named = name_themes(utterances, topics, stability)
    write(THEMES, named)
    model.set_topic_labels({theme.topic: full_label(theme) for theme in named})
    figures = metrics(languages, with_centring.labels.tolist(), without.labels.tolist())
    write_json(CLUSTER_METRICS, figures)
    save(model, TOPIC_MODEL)
    print(
        f"{figures['themes']} themes; language in them (NMI) {figures['language_nmi']}, "
        f"uncentred {figures['language_nmi_uncentred']}"
    )


if __name__ == "__main__":
    run_stage(main)
