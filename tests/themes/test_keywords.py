import dataclasses
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.terms import Term
from pipeline.schema import OUTLIER, Language, Utterance
from pipeline.themes.keywords import (
    combined,
    label,
    log_likelihood_root,
    mean_difference,
    same_terms,
    theme_words,
)
from tests.themes.spoken import PLAIN

Row = tuple[int, Utterance]


def said(topic: int, speaker: str, text: str, language: Language = "kk") -> Row:
    """An utterance whose words are their own lemmas."""
    lemmas = text.lower().split()
    return topic, dataclasses.replace(
        PLAIN,
        speaker=speaker,
        normalised=text.replace("_", " "),
        language=language,
        lemmas=lemmas,
        lemma_languages=[language] * len(lemmas),
    )


def found(
    rows: Sequence[Row],
    *,
    angles: Sequence[float] | None = None,
    membership: Sequence[float] | None = None,
) -> dict[int, dict[str, list[str]]]:
    """The words, where themes lie at right angles unless said otherwise."""
    turns = np.array([topic * math.pi / 2 for topic, _ in rows] if angles is None else angles)
    vectors = np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)
    weights = np.ones(len(rows)) if membership is None else np.array(membership)
    return theme_words([u for _, u in rows], [topic for topic, _ in rows], vectors, weights)


def background(language: Language = "kk") -> list[Row]:
    """Another theme, of other words."""
    return [said(1, speaker, "нан дүкен", language) for speaker in "abcdef" * 2]


def test_a_word_of_the_theme_is_found_and_a_word_of_everywhere_is_not() -> None:
    rows = [said(0, s, "жалақы мектеп") for s in "abcdef"]
    rows += [said(1, s, "мектеп нан") for s in "abcdef"]
    assert found(rows) == {
        0: {"kk": ["жалақы"], "ru": [], "en": []},
        1: {"kk": ["нан"], "ru": [], "en": []},
    }


def test_of_two_words_as_frequent_the_one_in_the_middle_of_the_theme_is_better() -> None:
    rows = [said(0, s, "алма жалақы") for s in "abcd"] + [said(0, s, "ағаш") for s in "abcd"]
    angles = [0.0] * 4 + [0.5, -0.5] * 2 + [math.pi / 2] * 12
    assert found(rows + background(), angles=angles)[0]["kk"] == ["алма", "жалақы", "ағаш"]


def test_a_word_whose_utterances_lie_far_from_the_middle_is_left_out() -> None:
    rows = [said(0, s, "жалақы") for s in "abcdef"] + [said(0, s, "ағаш") for s in "abcd"]
    angles = [0.0] * 6 + [1.5] * 4 + [math.pi / 2] * 12
    assert found(rows + background(), angles=angles)[0]["kk"] == ["жалақы"]


def test_clear_members_count_for_more() -> None:
    rows = [said(0, s, "жалақы") for s in "abcd"] + [said(0, s, "ағаш") for s in "abcd"]
    rows += background()
    clear, vague = [1.0] * 4, [0.4] * 4
    angles = [0.0] * 8 + [math.pi / 2] * 12
    first = found(rows, angles=angles, membership=[*clear, *vague, *[1.0] * 12])[0]["kk"]
    second = found(rows, angles=angles, membership=[*vague, *clear, *[1.0] * 12])[0]["kk"]
    assert (first[0], second[0]) == ("жалақы", "ағаш")


def test_a_word_of_one_speaker_names_nobody_elses_theme() -> None:
    rows = [said(0, "a", "құдаша")] * 5 + [said(0, s, "жалақы") for s in "bcdef"]
    assert found(rows + background())[0]["kk"] == ["жалақы"]


@pytest.mark.parametrize("speakers", ["ab", "aaaa"])
def test_a_language_hardly_spoken_in_a_theme_has_no_words_there(speakers: str) -> None:
    rows = [said(0, s, "урок", "ru") for s in speakers] + background("ru")
    assert found(rows)[0]["ru"] == []
    enough = [said(0, s, "урок", "ru") for s in "abcd"] + background("ru")
    assert found(enough)[0]["ru"] == ["урок"]


def test_languages_are_counted_apart() -> None:
    rows = [said(0, s, "урок", "ru") for s in "abcd"] + [said(0, s, "сабақ") for s in "abcd"]
    rows += background() + background("ru")
    assert found(rows)[0] == {"kk": ["сабақ"], "ru": ["урок"], "en": []}


def test_stop_words_of_any_language_and_short_words_are_left_out() -> None:
    rows = [said(0, s, "жалақы потому бейсенбі ол ат") for s in "abcdef"] + background()
    assert found(rows)[0]["kk"] == ["жалақы"]


def test_utterances_of_no_theme_are_outside_and_have_no_words() -> None:
    rows = [said(0, s, "жалақы мектеп") for s in "abcdef"]
    rows += [said(OUTLIER, s, "мектеп") for s in "abcdef"]
    assert found(rows) == {0: {"kk": ["жалақы"], "ru": [], "en": []}}


@pytest.mark.parametrize(
    ("name", "language"), [("Тимур", "ru"), ("Қырмызгүл", "kk"), ("Gulmira", "en")]
)
def test_people_are_no_theme(name: str, language: Language) -> None:
    rows = [said(0, s, f"ставка {name}", language) for s in "abcdef"] + background(language)
    assert found(rows)[0][language] == ["ставка"]


@pytest.mark.parametrize(
    ("word", "language"), [("ҰБТ", "kk"), ("Урок", "ru"), ("Salary", "en"), ("kundelik", "en")]
)
def test_capitals_alone_make_no_name(word: str, language: Language) -> None:
    rows = [said(0, s, word, language) for s in "abcdef"] + background(language)
    assert found(rows)[0][language] == [word.lower()]


@pytest.mark.parametrize(
    ("noun", "other", "language"),
    [("урок", "бежать", "ru"), ("сабақ", "айқайла", "kk"), ("wage", "angry", "en")],
)
def test_nouns_come_before_verbs_and_adjectives(noun: str, other: str, language: Language) -> None:
    rows = [said(0, s, f"{other} {noun}", language) for s in "abcdef"] + background(language)
    assert found(rows)[0][language] == [noun, other]


def test_a_part_of_a_better_word_is_left_out() -> None:
    rows = [said(0, s, "ашық_сабақ учитель") for s in "abcdef"]
    rows += [said(0, s, "сабақ учительница") for s in "abcd"]
    assert found(rows + background())[0]["kk"] == ["ашық_сабақ", "учитель"]


def test_a_single_theme_has_nothing_to_be_told_from() -> None:
    assert found([said(0, s, "жалақы") for s in "abcdef"])[0]["kk"] == []
    assert theme_words([], [], np.zeros((0, 2), dtype=np.float32), np.zeros(0)) == {}


def test_log_likelihood_is_that_of_the_table() -> None:
    # 2 (10 ln 5 + 10 ln(5/9) + 90 ln(90/98) + 890 ln(890/882)), by hand
    assert log_likelihood_root(10, 100, 10, 900) ** 2 == pytest.approx(21.177, abs=1e-3)


@given(
    st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_log_likelihood_has_the_sign_of_the_difference(
    theme: tuple[int, int], rest: tuple[int, int]
) -> None:
    score = log_likelihood_root(*theme, *rest)
    difference = theme[0] / theme[1] - rest[0] / rest[1]
    assert score == pytest.approx(-log_likelihood_root(*rest, *theme), abs=1e-5)
    assert abs(score) < 1e-5 if difference == 0 else score * difference > 0


def test_a_mean_of_more_values_is_further_from_chance() -> None:
    # one standard deviation from the mean; the error of 25 of 100 is sqrt(1/25 * 75/100)
    assert mean_difference(2.0, 2.0, 25, 100) == pytest.approx(5 / math.sqrt(0.75))
    assert mean_difference(2.0, 2.0, 2, 100) < mean_difference(2.0, 2.0, 3, 100)


@pytest.mark.parametrize(("spread", "drawn"), [(1.0, 10), (0.0, 5)])
def test_a_mean_of_all_or_of_equals_tells_nothing(spread: float, drawn: int) -> None:
    assert mean_difference(0.0, spread, drawn, 10) == 0


VILLAGE = Term(id="auyl", language="kk", form="ауыл", gloss="village", spellings=["auyl"])
LESSON = Term(id="ashyq", language="kk", form="ашық сабақ", gloss="lesson shown to others")


def test_a_term_stands_once_in_the_list_of_all_languages() -> None:
    words = {"kk": ["сабақ", "ауыл"], "ru": ["ауыл", "школа"], "en": ["village", "auyl", "road"]}
    assert combined(words, same_terms([VILLAGE])) == ["сабақ", "ауыл", "школа", "road"]


def test_a_term_is_known_by_its_lemmas() -> None:
    assert same_terms([VILLAGE, LESSON]) == {
        "ауыл": "auyl",
        "auyl": "auyl",
        "village": "auyl",
        "ашық_сабақ": "ashyq",
        "ašyq_sabaq": "ashyq",
    }


@given(st.dictionaries(st.sampled_from("kre"), st.lists(st.text("абв", max_size=2))))
def test_no_word_is_lost_or_twice_in_the_list_of_all_languages(words: dict[str, list[str]]) -> None:
    together = combined(words, {})
    assert len(together) == len(set(together))
    assert set(together) == {word for own in words.values() for word in own}


def test_a_label_has_three_words_with_spaces_in_them() -> None:
    assert label(["ашық_сабақ", "жоспар", "педсовет", "сағат"]) == "ашық сабақ, жоспар, педсовет"
    assert label([]) == ""
