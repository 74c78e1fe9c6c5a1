from pathlib import Path

import pytest

from pipeline import adapt as stage
from pipeline.encoding.embedded import unpack
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.lexicon.example_utterances import ExampleUtterance
from pipeline.params import AdaptParams
from pipeline.schema import ADAPTED_LAYERS
from tests.encoding.test_tuning import lessons
from tests.encoding.tiny import write_weights

PARAMS = AdaptParams(enabled=True, layers=2, rounds=8)
CODES = ["one", "two"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    write_weights(folder / "weights.bin", layers=3)
    unpack(folder / "weights.bin", folder / "encoder")
    return folder / "encoder"


def examples(writers: str = "ab") -> list[ExampleUtterance]:
    own = lessons(200, 0)
    return [
        ExampleUtterance(
            "ru",
            "explained",
            writers[i % len(writers)],
            frozenset(code for code, has in zip(CODES, codes, strict=True) if has),
            text,
        )
        for i, (text, codes) in enumerate(zip(own.texts, own.codes, strict=True))
    ]


def run(
    model: Path, folder: Path, utterances: list[ExampleUtterance], params: AdaptParams = PARAMS
) -> dict[str, object]:
    return stage.adapt(
        utterances, CODES, SentenceEncoder(model, "", folder / "cache"), params, folder
    )


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "_FEWEST", 100)


def test_a_model_that_finds_codes_better_is_kept_and_the_figures_say_so(
    model: Path, tmp_path: Path
) -> None:
    found = run(model, tmp_path, examples())
    before, after = found["map_as_it_is"], found["map_adapted"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert before.keys() == after.keys() == {"all", "ru"}
    assert found["adapted"] is (after["all"] >= before["all"])
    assert (tmp_path / ADAPTED_LAYERS.name).exists() is found["adapted"]


def test_a_model_that_finds_codes_worse_is_not_kept(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([{"all": 0.7, "kk": 0.8, "ru": 0.6}, {"all": 0.75, "kk": 0.79, "ru": 0.7}])
    monkeypatch.setattr(stage, "_found", lambda *_: next(figures))
    found = run(model, tmp_path, examples(), AdaptParams(enabled=True, layers=2, rounds=1))
    assert found["adapted"] is False
    assert not (tmp_path / ADAPTED_LAYERS.name).exists()


@pytest.mark.parametrize(
    ("params", "utterances", "why"),
    [
        (AdaptParams(enabled=False, layers=2, rounds=1), examples(), "enabled is false"),
        (PARAMS, examples()[:99], "has 99 utterances"),
        (PARAMS, examples(writers="a"), "by several writers"),
        (AdaptParams(enabled=True, layers=3, rounds=1), examples(), "cannot be tuned"),
    ],
)
def test_what_cannot_be_adapted_is_left_and_the_reason_told(
    params: AdaptParams, utterances: list[ExampleUtterance], why: str, model: Path, tmp_path: Path
) -> None:
    found = run(model, tmp_path, utterances, params)
    assert found["adapted"] is False
    assert why in str(found["why"])
    assert not (tmp_path / ADAPTED_LAYERS.name).exists()


def test_half_of_the_writers_of_each_language_are_learned_from() -> None:
    utterances = [
        ExampleUtterance(language, "told", f"{language}-{writer}", frozenset(), "x")
        for language in ("kk", "ru")
        for writer in "abcd"
    ]
    learned, asked = stage._halves(utterances)
    assert sorted([*learned, *asked]) == list(range(8))
    assert [utterances[row].writer for row in learned] == ["kk-a", "kk-c", "ru-a", "ru-c"]
