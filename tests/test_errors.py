import os
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError, collected, run_stage

OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in OFFLINE:  # set first, so that what run_stage does is undone
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TaqyrypError("broke"), "broke"),
        (TaqyrypError("broke", file="a/b.txt"), "a/b.txt: broke"),
        (TaqyrypError("broke", file=Path("a") / "b.txt", line=3), "a/b.txt, line 3: broke"),
        (TaqyrypError("broke", line=3), "broke"),
        (TaqyrypError("broke", remedy="mend it"), "broke\n  What to do: mend it"),
        (
            TaqyrypError("broke", file="b", line=1, remedy="mend it"),
            "b, line 1: broke\n  What to do: mend it",
        ),
    ],
)
def test_message(error: TaqyrypError, text: str) -> None:
    assert str(error) == text


def test_one_error_stays_itself() -> None:
    error = TaqyrypError("broke", file="a.txt", line=2)
    assert collected([error]) is error


def test_several_errors_are_all_in_one_message() -> None:
    error = collected([TaqyrypError("one", file="a.txt"), TaqyrypError("two", remedy="mend it")])
    assert str(error) == ("2 problems were found:\n- a.txt: one\n- two\n  What to do: mend it")


def test_a_known_error_is_one_message_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        raise TaqyrypError("сынды", file="a.txt", line=4, remedy="түзет")

    with pytest.raises(SystemExit) as stop:
        run_stage(main)
    output = capsys.readouterr()
    assert stop.value.code == 1
    assert output.out == ""
    assert output.err.strip() == "ERROR: a.txt, line 4: сынды\n  What to do: түзет"


def test_a_bug_keeps_its_traceback() -> None:
    def main() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_stage(main)


def test_stages_run_offline() -> None:
    seen: dict[str, str | None] = {}
    run_stage(lambda: seen.update({name: os.environ.get(name) for name in OFFLINE}))
    assert seen == dict.fromkeys(OFFLINE, "1")


def test_a_stage_may_be_told_to_go_online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    run_stage(lambda: None)
    assert os.environ["HF_HUB_OFFLINE"] == "0"
