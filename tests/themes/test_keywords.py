import pytest

from pipeline.themes.keywords import Said, keyness, keywords


def said(topic: int, speaker: str, *words: str) -> Said:
    return Said(topic, speaker, [(word, "kk") for word in words])


def test_a_word_of_the_theme_beats_a_word_of_everywhere() -> None:
    rows = [said(0, s, "жалақы", "мектеп") for s in "abc"] + [said(1, s, "мектеп") for s in "abcd"]
    assert keywords(rows, ["kk"])[0]["kk"] == ["жалақы"]


def test_a_word_of_one_speaker_names_nobody_elses_theme() -> None:
    rows = [
        said(0, "a", "құдаша"),
        said(0, "a", "құдаша"),
        said(0, "b", "нан"),
        said(0, "c", "нан"),
    ]
    rows += [said(1, "a", "су")] * 4
    assert keywords(rows, ["kk"])[0]["kk"] == ["нан"]


def test_languages_are_counted_apart() -> None:
    rows = [Said(0, s, [("урок", "ru"), ("сабақ", "kk")]) for s in "ab"]
    rows += [Said(1, s, [("той", "kk"), ("план", "ru")]) for s in "ab"]
    found = keywords(rows, ["kk", "ru", "en"])
    assert found[0] == {"kk": ["сабақ"], "ru": ["урок"], "en": []}


@pytest.mark.parametrize(
    ("inside", "theme", "everywhere", "total", "positive"),
    [(5, 10, 5, 100, True), (1, 10, 10, 100, False), (0, 10, 5, 100, False), (3, 3, 3, 3, False)],
)
def test_keyness(inside: int, theme: int, everywhere: int, total: int, positive: bool) -> None:
    assert (keyness(inside, theme, everywhere, total) > 0) is positive


def test_keyness_is_the_log_likelihood_of_the_table() -> None:
    # 2 * (10 ln(10 / 2) + 10 ln(10 / 18)), by hand
    assert keyness(10, 100, 20, 1000) == pytest.approx(20.433, abs=1e-3)
