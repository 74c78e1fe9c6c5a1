from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import TaqyrypError
from pipeline.schema import OUTLIER
from tests.measure_themes import (
    COLUMNS,
    METHODS,
    Corpus,
    Fit,
    Text,
    as_csv,
    coherence,
    diversity,
    first_words,
    from_file,
    left_out,
    measured,
    met,
    met_by_chance,
    npmi,
    table,
    written,
)

#: Two themes of 20 groups each, every group in three languages.
TEXTS = [
    Text(written(f"{language}{group}", "", language), str(group), str(group), "ab"[group % 2])
    for group in range(40)
    for language in ("kk", "ru", "en")
]
RIGHT = np.array([int(text.group) % 2 for text in TEXTS])


def test_translations_meet_in_a_theme_and_not_among_the_outliers() -> None:
    assert met(TEXTS, RIGHT) == 1
    assert met(TEXTS, np.full(len(TEXTS), OUTLIER)) == 0
    one_astray = RIGHT.copy()
    one_astray[0] = 1
    assert met(TEXTS, one_astray) == pytest.approx(39 / 40)
    by_language = np.array([["kk", "ru", "en"].index(text.language) for text in TEXTS])
    assert met(TEXTS, by_language) == 0


def test_texts_without_translation_cannot_meet() -> None:
    alone = [text for text in TEXTS if text.language == "kk"]
    assert met(alone, RIGHT[::3]) is None
    assert met_by_chance(alone, RIGHT[::3]) is None


def test_translations_meet_by_chance_as_often_as_the_sizes_of_themes_let_them() -> None:
    assert met_by_chance(TEXTS, np.zeros(len(TEXTS), np.int64)) == pytest.approx(1)
    assert met_by_chance(TEXTS, RIGHT) == pytest.approx(2 * 0.5**3)
    half_nowhere = np.where(RIGHT == 0, 0, OUTLIER)
    assert met_by_chance(TEXTS, half_nowhere) == pytest.approx(0.5**3)


def test_pointwise_mutual_information_is_normalised() -> None:
    assert npmi(3, 4, 0, 10) == -1
    assert npmi(3, 3, 3, 10) == pytest.approx(1)
    assert npmi(10, 10, 10, 10) == 1
    assert npmi(5, 4, 2, 10) == pytest.approx(0)
    # p(x) = p(y) = 1/2, p(x, y) = 3/8: log 1.5 / -log 0.375
    assert npmi(4, 4, 3, 8) == pytest.approx(0.41339, abs=1e-5)


def test_coherence_is_counted_within_a_language() -> None:
    said = [{"сабақ", "тақта"}, {"сабақ", "тақта"}, {"жалақы"}, {"урок"}, {"доска"}]
    languages = ["kk", "kk", "kk", "ru", "ru"]
    found = coherence(
        {0: {"kk": ["сабақ", "тақта"], "ru": ["урок", "доска"], "en": ["lesson"]}}, said, languages
    )
    assert found == {"kk": pytest.approx(1), "ru": -1}
    assert coherence({}, [], languages) == {}


def test_a_word_listed_for_two_themes_lessens_diversity() -> None:
    assert diversity({0: {"kk": ["мен", "сабақ"]}, 1: {"kk": ["мен", "жалақы"]}}) == 0.75
    assert diversity({}) is None


def test_words_of_a_theme_are_listed_by_language_the_heaviest_first() -> None:
    said = [{"сабақ", "тақта"}, {"урок", "тақта"}, {"тақта"}]
    weights = {0: np.array([0.2, 0.5, 0.9]), 1: np.array([0.0, 0.5, 0.1])}
    found = first_words(weights, ["сабақ", "урок", "тақта"], said, ["kk", "ru", "kk"])
    assert found[0] == {"kk": ["тақта", "сабақ"], "ru": ["урок"], "en": []}
    assert found[1]["kk"] == ["тақта"]


def test_a_tenth_is_left_out_with_its_translations() -> None:
    rows = left_out(TEXTS, 1)
    gone = {text.unit for text in TEXTS} - {TEXTS[row].unit for row in rows}
    assert len(gone) == 4
    assert len(rows) == 36 * 3
    assert rows != left_out(TEXTS, 2)
    assert rows == left_out(TEXTS, 1)


def said(text: Text, lemmas: list[str]) -> Text:
    own = replace(text.utterance, lemmas=lemmas, lemma_languages=[text.language] * len(lemmas))
    return replace(text, utterance=own)


def test_the_pipeline_is_asked_as_it_wants_to_be() -> None:
    # Themes and languages are directions; the noise makes no two texts the same.
    chance = np.random.default_rng(0)
    languages = [text.language for text in TEXTS]
    own = {"kk": 2, "ru": 3, "en": 4}
    vectors = np.eye(16)[RIGHT] + np.eye(16)[[own[name] for name in languages]]
    vectors += chance.normal(0, 0.05, vectors.shape)
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    bank = {name: np.eye(16, dtype=np.float32)[[own[name]] * 3] for name in own}
    lemmas = {"a": ["сабақ", "тақта"], "b": ["жалақы", "теңге"]}
    texts = [said(text, lemmas[text.label]) for text in TEXTS]
    fit = METHODS["taqyryp"](Corpus(texts, unit, bank), 0, 1)
    assert all(len(set(RIGHT[fit.labels == theme])) == 1 for theme in fit.words)
    assert set(fit.words) == set(fit.labels.tolist()) - {OUTLIER}
    found = {word for first in fit.words.values() for word in first["kk"]}
    assert found == {*lemmas["a"], *lemmas["b"]}


def test_all_figures_of_a_method_that_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(TEXTS, np.eye(2, dtype=np.float32)[RIGHT], {})

    def right(corpus: Corpus, seed: int, themes: int) -> Fit:
        return Fit(corpus.vectors.argmax(axis=1))

    monkeypatch.setitem(METHODS, "right", right)
    figures = measured("made up", "right", corpus, [0, 1, 2], 2)
    assert (figures.texts, figures.themes, figures.outliers) == (120, 2, 0)
    assert (figures.v_measure, figures.ami, figures.ari) == pytest.approx((1, 1, 1))
    assert (figures.language_nmi, figures.met) == pytest.approx((0, 1))
    assert (figures.ari_seeds, figures.ari_left_out) == (1, 1)
    assert figures.coherence is None
    head, line = table([figures])
    assert len(head) == len(line)
    assert "coherence" not in head
    assert as_csv([figures]).decode().splitlines()[1].startswith("made up,right,120,2,0.0,1.0,")


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "data.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *lines]), encoding="utf-8")
    return path


def test_a_file_is_read_and_drawn_by_groups(tmp_path: Path) -> None:
    lines = [f"{n}{own}\t{n}\t{own}\tпед\t«Сөз» {n}" for n in range(9) for own in ("kk", "en")]
    texts = from_file(saved(tmp_path, *lines), limit=3, seed=0)
    assert len(texts) == 6
    assert len({text.group for text in texts}) == 3
    assert texts[0].text.startswith("«Сөз»")
    assert len(from_file(saved(tmp_path, *lines), limit=99, seed=0)) == 18


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="holds no texts"):
        from_file(saved(tmp_path), limit=9, seed=0)


@pytest.mark.parametrize("line", ["1\t1\tde\t\tWort", "1\t1\tkk\t\t", "1"])
def test_what_is_wrong_with_a_file_is_said(line: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError) as found:
        from_file(saved(tmp_path, "0\t0\tkk\t\tсөз", line), limit=9, seed=0)
    assert found.value.line == 3
