"""The themes as a BERTopic model: the only module that knows BERTopic.

It gives the words of a theme by class-based TF-IDF, the saved format and its visualisations.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.language.words import all_stop_words
from pipeline.schema import OUTLIER, Theme, Utterance
from pipeline.tables import Vectors

if TYPE_CHECKING:
    from bertopic import BERTopic

_OUTLIERS_LABEL = "in no theme"


class GivenClusters:
    """Hands BERTopic the themes in the shape of a clustering model."""

    def __init__(self, labels: npt.NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, vectors: Vectors, y: object = None) -> GivenClusters:
        """Nothing to do: the labels are known."""
        return self


def fit_topics(
    utterances: Sequence[Utterance], vectors: Vectors, topics: Sequence[int]
) -> BERTopic:
    """A BERTopic model of the themes, with words from lemmas in three languages.

    BERTopic needs numbers without gaps: where numbers are missing because themes are gone, its
    numbers are the ranks of ours, which its custom labels name.
    """
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer

    ranks = {OUTLIER: OUTLIER} | {
        topic: rank for rank, topic in enumerate(sorted(set(topics) - {OUTLIER}))
    }
    model = BERTopic(
        embedding_model=None,
        # Anything but "english", which would strip all Cyrillic letters from the words.
        language="multilingual",
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=GivenClusters(np.array([ranks[topic] for topic in topics])),
        vectorizer_model=CountVectorizer(
            token_pattern=r"[^\W\d_][\w’'‘-]{2,}",
            lowercase=False,
            stop_words=sorted(all_stop_words()),
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        # As many as there are: otherwise it would number them anew, by size.
        nr_topics=len(ranks) + 1,
        calculate_probabilities=False,
        verbose=False,
    )
    documents = [" ".join(utterance.lemmas) for utterance in utterances]
    model.fit(documents, embeddings=vectors)
    return model


def label_topics(model: BERTopic, themes: Sequence[Theme]) -> None:
    """Give the model the themes' numbers and labels, for BERTopic's own tables and plots."""
    outliers = [_OUTLIERS_LABEL] * (OUTLIER in model.topics_)
    model.set_topic_labels(outliers + [_full_label(theme) for theme in themes])


def _full_label(theme: Theme) -> str:
    labels = (theme.label_kk, theme.label_ru, theme.label_en)
    return f"{theme.topic}: " + " / ".join(label for label in labels if label)


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
