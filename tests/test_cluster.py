import numpy as np

from pipeline.cluster import (
    group,
    language_purity,
    metrics,
    name_groups,
    subdivide,
    subtheme_rows,
    theme_rows,
)
from pipeline.encoding.centring import centred, language_means
from pipeline.params import ClusterParams, load_params
from pipeline.schema import OUTLIER, Leaning
from tests.themes.spoken import UTTERANCES

LABELS = np.array([0] * 36 + [1] * 24)
VECTORS = np.eye(2, dtype=np.float32)[LABELS]
CLEAR = np.ones(60)


def params(**changes: object) -> ClusterParams:
    small = {"min_theme_size": 5, "runs": 5, "neighbours": 6}
    return load_params().cluster.model_copy(update=small | changes)


def blobs(count: int, each: int, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    rows = (
        np.repeat(np.eye(16)[:count], each, axis=0)
        + generator.normal(size=(count * each, 16)) * 0.1
    )
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_themes_are_named_in_each_language_by_its_own_words() -> None:
    named = name_groups(UTTERANCES, LABELS.tolist(), VECTORS, CLEAR)
    assert set(named[0].labels["kk"].split(", ")) == {"жалақы", "теңге"}
    assert set(named[1].labels["ru"].split(", ")) == {"доска", "урок"}
    assert set(named[1].labels["en"].split(", ")) == {"board", "lesson"}
    assert (named[0].size, named[0].languages) == (36, "kk 12; ru 12; en 12")
    assert "мен" not in named[0].words
    assert "and" not in named[0].words


def test_what_is_unstable_or_follows_something_is_marked() -> None:
    named = name_groups(UTTERANCES, LABELS.tolist(), VECTORS, CLEAR)
    warned = Leaning(1, "language", "kk", 20, 0.9, 0.1, 5.0, "90 % of the theme is Kazakh")
    quiet = Leaning(0, "language", "ru", 12, 0.3, 0.3, 0.1, "")
    first, second = theme_rows(named, {0: 0.9, 1: 0.2}, [quiet, warned])
    assert (first.note, first.stability) == ("", 0.9)
    assert (
        second.note
        == "unstable: with a little less talk it is another theme · 90 % of the theme is Kazakh"
    )


def test_small_talk_is_in_no_theme_and_makes_none() -> None:
    vectors = blobs(3, 20)
    small = [i % 20 == 0 for i in range(60)]
    found = group(vectors, ["kk"] * 60, small, params())
    assert (found.labels[small] == OUTLIER).all()
    assert (found.membership[small] == 0).all()
    assert len(set(found.labels) - {OUTLIER}) == len(found.stability) == 3


def test_she_may_ask_for_a_number_of_themes() -> None:
    vectors = blobs(4, 20)
    found = group(vectors, ["kk"] * 80, [False] * 80, params(themes=2))
    assert len(found.stability) == 2


def test_themes_have_parts_and_parts_have_names() -> None:
    vectors = blobs(4, 15)
    vectors[:30] += np.eye(16, dtype=np.float32)[10] * 2
    vectors[30:] += np.eye(16, dtype=np.float32)[11] * 2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    topics = [4] * 30 + [7] * 30
    parts = subdivide(vectors, ["kk"] * 60, np.array(topics), params())
    rows, names = subtheme_rows(UTTERANCES, vectors, topics, parts)
    assert [row.subtheme for row in rows] == ["4.1", "4.2", "7.1", "7.2"]
    assert len(set(names[:15])) == len(set(names[15:30])) == 1
    assert names[0] != names[15]
    assert all(name.startswith("7.") for name in names[30:])


def test_how_much_language_there_is_in_themes() -> None:
    languages = ["kk", "ru"] * 10
    assert language_purity(languages, [0, 1] * 10) == 1
    assert language_purity(languages, [0, 0, 1, 1] * 5) == 0.5
    assert language_purity(["kk"], [-1]) == 0


def test_figures_with_and_without_the_languages_taken_out() -> None:
    carried = {"language": ["kk", "ru"] * 10, "speaker": ["a", "b", "c", "d"] * 5}
    figures = metrics(carried, [0, 0, 1, -1] * 5, [0, 1] * 10, [False] * 19 + [True], [0.5, 1.0])
    assert figures["themes"] == 2
    assert figures["outliers"] == 0.25
    assert figures["small_talk"] == 0.05
    assert figures["stability"] == 0.75
    assert figures["language_nmi_uncentred"] == 1
    assert figures["language_nmi"] < 0.5
    assert figures["speaker_nmi"] > 0.5


def one_language_speaks_of(
    seed: int,
) -> tuple[np.ndarray, list[str], np.ndarray, dict[str, np.ndarray]]:
    """Five themes in three languages, sentence by sentence the same, and a large one in Russian only."""
    generator = np.random.default_rng(seed)
    axes = np.eye(48)
    places = {language: 2 * axes[40 + i] for i, language in enumerate(("kk", "ru", "en"))}
    rows, languages, planted = [], [], []
    for theme in range(5):
        meant = axes[theme] * 1.2 + generator.normal(size=(25, 48)) * 0.16
        for language, place in places.items():
            rows.append(meant + generator.normal(size=meant.shape) * 0.08 + place)
            languages += [language] * 25
            planted += [theme] * 25
    rows.append(axes[5] * 1.2 + generator.normal(size=(450, 48)) * 0.16 + places["ru"])
    bank = {
        name: unit(generator.normal(size=(60, 48)) * 0.2 + place) for name, place in places.items()
    }
    return unit(np.concatenate(rows)), languages + ["ru"] * 450, np.array(planted + [5] * 450), bank


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_theme_of_one_language_is_found_where_the_mean_of_the_language_loses_it() -> None:
    shares: dict[str, list[float]] = {"means": [], "pairs": []}
    for seed in range(3):
        vectors, languages, planted, bank = one_language_speaks_of(seed)
        own = np.array(languages)
        means = {name: vectors[own == name].mean(axis=0) for name in bank}
        for kind, off in (("means", means), ("pairs", language_means(vectors, languages, bank))):
            found = group(
                centred(vectors, languages, off),
                languages,
                [False] * len(own),
                params(neighbours=30),
            )
            members = found.labels[planted == 5]
            largest = np.bincount(members[members != OUTLIER]).argmax()
            assert (planted[found.labels == largest] == 5).mean() > 0.9
            shares[kind].append(float((members == largest).mean()))
    assert min(shares["pairs"]) >= 0.95
    assert np.mean(shares["means"]) < 0.8
