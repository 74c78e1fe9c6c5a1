from pathlib import Path

import numpy as np
import pytest

from pipeline.schema import Theme
from pipeline.themes.topic_model import fit_topics, label_topics, save
from tests.themes.spoken import UTTERANCES

LABELS = np.array([0] * 36 + [1] * 24)
VECTORS = np.eye(2, dtype=np.float32)[LABELS]


def labelled(topic: int, label: str) -> Theme:
    return Theme(topic, 30, "kk 30", label, "", "", label, 1.0, "")


def test_bertopic_keeps_cyrillic_words_and_is_loaded_by_its_own_means(tmp_path: Path) -> None:
    from bertopic import BERTopic

    # the smaller theme has the lower number, as it may after some runs, and 1 is gone
    topics = [2 if label == 0 else 0 for label in LABELS.tolist()]
    model = fit_topics(UTTERANCES, VECTORS, topics)
    label_topics(model, [labelled(0, "сабақ"), labelled(2, "жалақы")])
    assert model.topics_ == [1 if topic == 2 else 0 for topic in topics]
    save(model, tmp_path / "topics")
    loaded = BERTopic.load(str(tmp_path / "topics"))
    words = {word for word, _ in loaded.get_topic(1)}
    assert {"жалақы", "зарплата", "salary"} <= words
    assert loaded.topics_ == model.topics_
    assert loaded.custom_labels_ == ["0: сабақ", "2: жалақы"]


@pytest.mark.slow
def test_bertopics_own_pictures_can_be_drawn_of_a_loaded_model(tmp_path: Path) -> None:
    from bertopic import BERTopic

    utterances = UTTERANCES * 4
    labels = np.arange(240) % 6
    vectors = np.eye(6, dtype=np.float32)[labels] + 0.01 * np.random.default_rng(0).normal(
        size=(240, 6)
    )
    save(fit_topics(utterances, vectors.astype(np.float32), labels.tolist()), tmp_path / "topics")
    model = BERTopic.load(str(tmp_path / "topics"))
    documents = [" ".join(utterance.lemmas) for utterance in utterances]
    tree = model.hierarchical_topics(documents)
    assert len(tree) == 5
    drawn = [
        model.visualize_topics(),
        model.visualize_barchart(),
        model.visualize_heatmap(),
        model.visualize_hierarchy(hierarchical_topics=tree),
        model.visualize_documents(documents, embeddings=vectors, reduced_embeddings=vectors[:, :2]),
    ]
    assert all(figure.data for figure in drawn)
