from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from pipeline.schema import OUTLIER
from pipeline.themes.leanings import (
    Leaning,
    confounded,
    entanglement,
    leanings,
    sources,
)

THEMES = 8


def corpus(
    people: Sequence[dict[str, str]],
    *,
    utterances: int = 40,
    seed: int = 0,
    subject: tuple[str, str, float] | None = None,
) -> tuple[dict[str, list[str]], list[int]]:
    """People with themes of their own; those with the value speak of theme 0 more often."""
    generator = np.random.default_rng(seed)
    attributes: dict[str, list[str]] = {name: [] for name in ("speaker", *people[0])}
    topics = []
    for number, person in enumerate(people):
        own = generator.dirichlet(np.full(THEMES, 3.0))
        for _ in range(utterances):
            for name, value in {"speaker": f"Teacher A{number}", **person}.items():
                attributes[name].append(value)
            topic = int(generator.choice(THEMES, p=own))
            if subject is not None:
                name, value, often = subject
                topic = 0 if attributes[name][-1] == value and generator.random() < often else topic
            topics.append(topic)
    return attributes, topics


def warned(rows: Sequence[Leaning]) -> set[tuple[int, str, str]]:
    return {(row.topic, row.attribute, row.value) for row in rows if row.warning}


PEOPLE = [
    {"language": "kk", "school": "A" if i % 2 else "B", "role": "teacher"} for i in range(12)
] + [{"language": "ru", "school": "A" if i % 2 else "B", "role": "director"} for i in range(6)]


def test_a_theme_in_one_language_by_one_role_is_warned_about_and_no_other() -> None:
    attributes, topics = corpus(PEOPLE, subject=("language", "ru", 0.25))
    rows = leanings(attributes, topics)
    assert warned(rows) == {(0, "language", "ru"), (0, "role", "director")}
    row = next(row for row in rows if row.topic == 0 and row.attribute == "language")
    share, elsewhere = (round(100 * part) for part in (row.count / topics.count(0), row.elsewhere))
    assert row.warning == (
        f"{share} % of the theme is Russian, {elsewhere} % of the rest: "
        "does the theme or the language speak?"
    )


def test_figures_are_counts_and_shares_of_the_theme_and_of_the_rest() -> None:
    attributes = {
        "speaker": ["a", "b", "c", "d", "e", "f", "g", "h"],
        "school": ["A", "A", "B", "", "A", "B", "B", "B"],
    }
    rows = leanings(attributes, [0, 0, 0, 0, OUTLIER, 1, 1, 1])
    school = [row for row in rows if row.attribute == "school"]
    assert [(r.topic, r.value, r.count, r.share, r.elsewhere) for r in school] == [
        (0, "A", 2, 0.667, 0.25),
        (1, "B", 3, 1.0, 0.25),
    ]
    assert [(row.topic, row.attribute) for row in rows] == [
        (0, "school"),
        (0, "speaker"),
        (1, "school"),
        (1, "speaker"),
    ]


def test_a_theme_that_is_as_elsewhere_has_no_warning() -> None:
    attributes, _ = corpus(PEOPLE)
    rows = leanings(attributes, [i % THEMES for i in range(len(attributes["speaker"]))])
    assert len(rows) == 4 * THEMES
    assert warned(rows) == set()
    assert max(abs(row.share - row.elsewhere) for row in rows if row.attribute == "language") < 0.01


@pytest.mark.parametrize("speakers", [6, 12, 18])
def test_chance_leanings_of_few_speakers_do_not_warn(speakers: int) -> None:
    # Each speaker keeps to subjects of their own, and a third of them speaks Russian.
    people = [{"language": "ru" if i % 3 == 0 else "kk"} for i in range(speakers)]
    corpora = [leanings(*corpus(people, seed=seed)) for seed in range(60)]
    tested = [row for rows in corpora for row in rows if row.attribute == "language"]
    assert sum(bool(row.warning) for row in tested) < 0.05 * len(tested)
    # Counted by utterances, far more than one in a thousand would be three deviations out.
    naive = [
        (row.share - row.elsewhere)
        / np.sqrt(row.elsewhere * (1 - row.elsewhere) * row.share / row.count)
        for row in tested
    ]
    assert np.mean(np.array(naive) > 3) > 0.05


@pytest.mark.parametrize("case", ["two who talk twenty times as much", "all speak both"])
def test_chance_leanings_do_not_warn_where_speakers_differ_within_or_in_size(case: str) -> None:
    warnings = 0
    for seed in range(20):
        generator = np.random.default_rng(seed)
        attributes: dict[str, list[str]] = {"speaker": [], "language": []}
        topics: list[int] = []
        if case == "all speak both":
            talk = [(speaker, own, 20) for speaker in range(12) for own in ("kk", "ru")]
        else:
            talk = [(s, "ru" if s < 2 else "kk", 300 if s < 2 else 15) for s in range(52)]
        for speaker, language, count in talk:
            attributes["speaker"] += [str(speaker)] * count
            attributes["language"] += [language] * count
            own = generator.dirichlet(np.full(THEMES, 0.5))
            topics += generator.choice(THEMES, size=count, p=own).tolist()
        rows = leanings(attributes, topics)
        warnings += sum(row.attribute == "language" for row in rows if row.warning)
    assert warnings < 0.05 * 20 * THEMES


@pytest.mark.parametrize(("by_one", "clear"), [(2, False), (4, True)])
def test_two_of_six_by_one_of_sixty_is_chance_and_four_are_not(by_one: int, clear: bool) -> None:
    speakers = [str(i) for i in range(60) for _ in range(10)]
    topics = [0] * len(speakers)
    for i in [*range(by_one), *range(100, 100 + 10 * (6 - by_one), 10)]:
        topics[i] = 1
    assert bool(warned(leanings({"speaker": speakers}, topics))) == clear


def test_one_talkative_speaker_is_not_a_language() -> None:
    people = [{"language": "kk"}] * 12
    attributes, topics = corpus(people)
    attributes["speaker"] += ["Observer"] * 200
    attributes["language"] += ["en"] * 200
    rows = leanings(attributes, topics + [0] * 200)
    assert warned(rows) == {(0, "speaker", "Observer")}


def test_what_all_say_in_one_of_their_languages_is_found_within_speakers() -> None:
    generator = np.random.default_rng(0)
    attributes: dict[str, list[str]] = {"speaker": [], "language": []}
    topics = []
    for speaker in range(12):
        for _ in range(40):
            russian = generator.random() < 0.3
            attributes["speaker"].append(str(speaker))
            attributes["language"].append("ru" if russian else "kk")
            chance = 0.6 if russian else 0.05
            topics.append(0 if generator.random() < chance else int(generator.integers(1, 6)))
    assert (0, "language", "ru") in warned(leanings(attributes, topics))


def test_one_persons_subject_is_said_once_where_an_interview_is_one_person() -> None:
    attributes, topics = corpus([{"language": "kk"}] * 10)
    attributes["transcript"] = [speaker.lower() for speaker in attributes["speaker"]]
    topics = [THEMES if i < 30 else topic for i, topic in enumerate(topics)]
    rows = leanings(attributes, topics)
    assert (THEMES, "speaker", "Teacher A0") in warned(rows)
    assert (THEMES, "transcript", "teacher a0") not in warned(rows)


def test_a_conversation_of_several_is_a_subject_of_its_transcript_and_one_source() -> None:
    attributes, topics = corpus([{"method": "interview"}] * 14 + [{"method": "focus group"}] * 4)
    talk = [i for i, method in enumerate(attributes["method"]) if method == "focus group"]
    attributes["transcript"] = list(attributes["speaker"])
    for i in talk:
        attributes["transcript"][i] = "focus_group_a"
        topics[i] = THEMES if i % 2 else topics[i]
    found = warned(leanings(attributes, topics))
    assert (THEMES, "transcript", "focus_group_a") in found
    assert not any(attribute in ("speaker", "method") for _, attribute, _ in found)
    # Four people who were asked one by one would say something about the method.
    attributes["transcript"] = list(attributes["speaker"])
    assert (THEMES, "method", "focus group") in warned(leanings(attributes, topics))


def test_sources_are_joined_by_speakers_and_transcripts_that_are_known() -> None:
    speakers = ["a", "b", "b", "c", "", "d", "", ""]
    transcripts = ["1", "1", "2", "3", "3", "", "", ""]
    own = sources(speakers, transcripts).tolist()
    assert own[0] == own[1] == own[2]
    assert own[3] == own[4]
    assert own[6] == own[7]
    assert len(set(own)) == 4


def test_one_value_one_theme_or_nothing_is_nothing_to_report() -> None:
    people = {"speaker": ["a", "b"], "school": ["A", "A"], "role": ["", ""]}
    assert {row.attribute for row in leanings(people, [0, 1])} == {"speaker"}
    assert leanings(people, [0, 0]) == []
    assert leanings({"speaker": [], "school": []}, []) == []
    assert confounded(people) == []
    with pytest.raises(KeyError, match="speaker"):
        leanings({"school": ["A"]}, [0])
    with pytest.raises(ValueError, match="2 values of 3 utterances"):
        leanings(people, [0, 1, 2])


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["", "kk", "ru"]), st.integers(-1, 2)),
        max_size=25,
    )
)
def test_any_corpus_gives_finite_figures_and_the_same_again(
    utterances: list[tuple[str, str, int]],
) -> None:
    attributes = {"speaker": [u[0] for u in utterances], "language": [u[1] for u in utterances]}
    topics = [u[2] for u in utterances]
    rows = leanings(attributes, topics)
    assert rows == leanings(attributes, topics)
    for row in rows:
        assert row.topic != OUTLIER
        assert 0 <= row.share <= 1
        assert 0 <= row.elsewhere <= 1
        assert np.isfinite(row.z)
    assert all(np.isfinite(figure) for figure in entanglement(attributes, topics).values())


def test_false_discovery_rates_are_those_of_the_textbook() -> None:
    found = false_discovery_control(np.array([0.04, 0.01, 0.03, 0.5]))
    np.testing.assert_allclose(found, [0.16 / 3, 0.04, 0.16 / 3, 0.5])
    assert false_discovery_control(np.array([])).tolist() == []


def test_attributes_that_go_together_are_named_whatever_the_themes() -> None:
    attributes, _ = corpus(PEOPLE, utterances=2)
    # One teacher of twelve speaks Russian, and a few words of Kazakh.
    attributes["language"][:2] = ["ru", "ru"]
    first, *rest = confounded(attributes)
    assert (first.attribute, first.other, first.speakers) == ("language", "role", 18)
    assert first.v == pytest.approx(0.88, abs=0.02)
    assert "Kazakh mostly teacher (11 of 11), Russian mostly director (6 of 7)" in first.warning
    assert [(row.v, row.warning) for row in rest] == [(0.0, ""), (0.0, "")]


def test_association_is_counted_over_speakers_and_not_utterances() -> None:
    speakers = ["a"] * 50 + ["b"] * 50 + ["c", "d"]
    languages = ["kk"] * 50 + ["ru"] * 50 + ["ru", "kk"]
    roles = ["teacher"] * 50 + ["director"] * 50 + ["teacher", "director"]
    [found] = confounded({"speaker": speakers, "language": languages, "role": roles})
    assert (found.v, found.speakers, found.warning) == (0.0, 4, "")


def test_entanglement_is_one_where_theme_and_language_agree_and_none_by_chance() -> None:
    generator = np.random.default_rng(0)
    languages = generator.choice(["kk", "ru"], 400).tolist()
    speakers = generator.choice([f"s{i}" for i in range(20)], 400).tolist()
    attributes = {"language": [*languages, "kk", ""], "speaker": [*speakers, "s0", "s0"]}
    topics = [0 if language == "kk" else 1 for language in languages] + [OUTLIER, 0]
    figures = entanglement(attributes, topics)
    assert list(figures) == [
        "language_nmi",
        "language_ami",
        "speaker_nmi",
        "speaker_ami",
    ]
    assert figures["language_nmi"] == figures["language_ami"] == 1
    assert figures["speaker_nmi"] > 0.005
    assert abs(figures["speaker_ami"]) < 0.01
    assert entanglement({"school": ["A", "A"]}, [0, 1]) == {
        "school_nmi": 0.0,
        "school_ami": 0.0,
    }


def test_a_row_is_flat_so_that_it_can_be_written() -> None:
    assert {field.type for field in fields(Leaning)} == {"int", "str", "float"}
