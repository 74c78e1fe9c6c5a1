import io
import sys
from pathlib import Path

import pytest

from pipeline import terms as command
from pipeline.errors import TaqyrypError


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> None:
    monkeypatch.setattr(sys, "argv", ["terms", *arguments])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    command.main()


def test_a_text_is_searched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "a", "mektep,\nthe pedsovette,", "žüz")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["pedsovette", "žüz"]
    assert "педсовет (school pedagogical council)" in lines[1]
    assert lines[1].split()[-5:] == ["romanised,", "inflected", "0.93", "2", "5"]
    assert "exact (UNESCO, Kazakh" in lines[2]
    assert lines[-1] == "Romanised, in no lexicon: mektep (мектеп)"


def test_what_is_typed_is_searched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, typed="nothing here\n")
    assert capsys.readouterr().out == "No term of lexicons/terms.yaml is in this text.\n"


def test_a_file_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "interview.txt"
    path.write_text("Teacher A1: Блат керек.\n", encoding="utf-8")
    run(monkeypatch, "--file", str(path))
    found = capsys.readouterr().out.splitlines()[1].split()
    assert (found[0], found[-2:]) == ("Блат", ["1", "13"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--file", "nowhere.txt"], "nowhere.txt: no such file"),
        (["--file", "dvc.lock"], "format '.lock' is not one I can read"),
        (["--file", "x.txt", "text"], "a text and a file are given"),
        (["--latin", "unesco", "x"], "there is no scheme 'unesco'"),
    ],
)
def test_mistakes(arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TaqyrypError, match=message):
        run(monkeypatch, *arguments)


def test_transliteration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--latin", "unesco_kk", "бөрі жейді")
    run(monkeypatch, "--cyrillic", "unesco_kk", "börí w")
    run(monkeypatch, "--cyrillic", "passport_ru", "rol")
    assert capsys.readouterr().out.splitlines() == [
        "börí žejdí",
        "бөрі w",
        "  place 6: 'w' is nothing in UNESCO, Kazakh",
        "рол",
        "  the scheme leaves out ь: they may be missing",
    ]


def test_schemes_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "--schemes")
    assert "unesco_kk        UNESCO, Kazakh" in capsys.readouterr().out.splitlines()
