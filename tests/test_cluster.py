from pathlib import Path

import numpy as np

from pipeline.cluster import (
    fit_topics,
    language_nmi,
    language_purity,
    metrics,
    name_themes,
    save,
)
from pipeline.schema import Utterance
from pipeline.themes.communities import Communities

WORDS = {
    0: {"kk": ["жалақы", "теңге"], "ru": ["зарплата", "тенге"], "en": ["salary", "tenge"]},
    1: {"kk": ["сабақ", "тақта"], "ru": ["урок", "доска"], "en": ["lesson", "board"]},
}


def spoken(number: int, theme: int, language: str) -> Utterance:
    lemmas = ["мен", *WORDS[theme][language], "and"]
    languages = ["kk", language, language, "en"]
    return Utterance(
        f"u{number}", "t", number, f"Teacher A{number % 3}", "teacher", "A", "interview", 0, 1, "",
        "", language, 1.0, language, [], lemmas, languages, [],
    )  # fmt: skip


UTTERANCES = [
    spoken(number, theme, language)
    for number, (theme, language) in enumerate(
        (theme, language)
        for theme, count in ((0, 6), (1, 4))
        for language in WORDS[theme]
        for _ in range(count)
    )
]
LABELS = np.array([0] * 18 + [1] * 12)
FOUND = Communities(LABELS, np.ones(30), [0.9, 0.8])
VECTORS = np.eye(2, dtype=np.float32)[LABELS]


def test_themes_are_named_in_each_language_by_its_own_words() -> None:
    first, second = name_themes(UTTERANCES, LABELS.tolist(), {0: 0.9, 1: 0.8})
    assert first.label_kk == "жалақы, теңге"
    assert second.label_ru == "доска, урок"
    assert second.label_en == "board, lesson"
    assert (first.size, first.languages, first.stability) == (18, "kk 6; ru 6; en 6", 0.9)
    assert "мен" not in first.words
    assert "and" not in first.words


def test_bertopic_keeps_cyrillic_words_and_is_loaded_by_its_own_means(tmp_path: Path) -> None:
    from bertopic import BERTopic

    model = fit_topics(UTTERANCES, VECTORS, FOUND)
    assert model.topics_ == LABELS.tolist()
    save(model, tmp_path / "topics")
    loaded = BERTopic.load(str(tmp_path / "topics"))
    words = {word for word, _ in loaded.get_topic(0)}
    assert {"жалақы", "зарплата", "salary"} <= words
    assert loaded.topics_ == LABELS.tolist()


def test_how_much_language_there_is_in_themes() -> None:
    languages = ["kk", "ru"] * 10
    assert language_nmi(languages, [0, 0, 1, 1] * 5) == 0
    assert language_nmi(languages, [0, 1] * 10) == 1
    assert language_purity(languages, [0, 1] * 10) == 1
    assert language_purity(languages, [0, 0, 1, 1] * 5) == 0.5
    assert language_purity(["kk"], [-1]) == 0


def test_figures_with_and_without_centring() -> None:
    figures = metrics(["kk", "ru"] * 10, [0, 0, 1, -1] * 5, [0, 1] * 10)
    assert figures["themes"] == 2
    assert figures["outliers"] == 0.25
    assert figures["language_nmi_uncentred"] == 1
