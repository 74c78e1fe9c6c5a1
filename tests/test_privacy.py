"""Real transcripts, names and codings never enter Git, and nothing goes out on the network."""

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path(".git").exists(), reason="not a Git checkout")


def ignored(path: str) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", path], check=False).returncode == 0


@pytest.mark.parametrize(
    "path",
    [
        "transcripts/mine/interview.docx",
        "transcripts/interview.txt",
        "transcripts/mine/participants.csv",
        "transcripts/mine/codings.csv",
        "transcripts/mine/codings/project.csv",
        "transcripts/sample/codings/decisions/project.csv",
        "lexicons/codebook.before-1.yaml",
        "transcripts/turns.parquet",
        "transcripts/canonical/a.txt",
        "models/embeddings.parquet",
        "models/encoder/model.safetensors",
        "models/cache/abc.parquet",
        "results/suggestions.csv",
        "results/notebooks/topics.html",
        ".dvc/cache/files/md5/ab/cdef",
    ],
)
def test_data_is_ignored(path: str) -> None:
    assert ignored(path)


@pytest.mark.parametrize(
    "path", ["transcripts/sample/new.txt", "lexicons/codebook.yaml", "dvc.lock", "params.yaml"]
)
def test_the_project_is_not(path: str) -> None:
    assert not ignored(path)


def test_only_the_sample_is_in_git() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "transcripts", "models", "results"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert tracked
    assert all(path.startswith("transcripts/sample/") for path in tracked)


def test_dvc_sends_no_statistics_and_has_no_remote() -> None:
    config = Path(".dvc/config").read_text(encoding="utf-8")
    assert "analytics = false" in config
    assert "remote" not in config
