"""How long a large corpus takes: ``python -m tests.measure_speed [--transcripts 80]``.

Makes a folder of one-hour transcripts (about 8,000 words each) of the sample's speech, shuffled, in six
formats, each eighth without punctuation as a recogniser writes, and runs the first stages on it in
a folder of their own. Prints seconds and peak memory of each stage.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import yaml

from pipeline.fit_boundaries import unpunctuated
from pipeline.schema import INTERVIEWER, TURNS, Turn
from pipeline.tables import read

ROOT = Path(__file__).parents[1]
WORDS = 8000
STAGES = ("check", "ingest", "normalise", "segment")
#: Runs a stage and says how much memory it took.
_RUN = (
    "import resource, runpy, sys; runpy.run_module(sys.argv[1], run_name='__main__');"
    "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)

Said = list[tuple[str, str]]


def hour(turns: list[Turn], number: int, chance: random.Random) -> Said:
    """Turns of a one-hour interview, a speaker and words each."""
    said: Said = []
    count = 0
    while count < WORDS:
        turn = chance.choice(turns)
        text = " ".join(turn.text.split())
        if number % 8 == 7:
            text = unpunctuated(text.lower())
        if text:
            said.append(("Interviewer" if turn.role == INTERVIEWER else "Teacher A4", text))
            count += len(text.split())
    return said


def as_text(path: Path, said: Said) -> None:
    path.write_text("".join(f"{who}: {text}\n" for who, text in said), encoding="utf-8")


def as_word(path: Path, said: Said) -> None:
    document = docx.Document()
    for who, text in said:
        document.add_paragraph(f"{who}: {text}")
    document.save(str(path))


def as_table(path: Path, said: Said) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("speaker", "text"), *said])


def as_subtitles(path: Path, said: Said) -> None:
    cues = []
    for second, (who, text) in enumerate(said):
        hours, rest = divmod(second * 5, 3600)
        at = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
        cues.append(f"{at}.000 --> {at}.900\n<v {who}>{text}\n")
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")


def as_whisper(path: Path, said: Said) -> None:
    segments = [
        {"start": 5.0 * n, "end": 5.0 * n + 4, "text": text, "speaker": who}
        for n, (who, text) in enumerate(said)
    ]
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")


FORMATS: dict[str, Callable[[Path, Said], None]] = {
    ".txt": as_text,
    ".docx": as_word,
    ".csv": as_table,
    ".vtt": as_subtitles,
    ".json": as_whisper,
    ".md": as_text,
}


def project(folder: Path, transcripts: int) -> None:
    """A project folder with a generated corpus."""
    chance = random.Random(0)
    turns = [turn for turn in read(TURNS) if turn.role != "heading"]
    corpus = folder / "corpus"
    corpus.mkdir()
    for number in range(transcripts):
        suffix = list(FORMATS)[number % len(FORMATS)]
        FORMATS[suffix](corpus / f"hour_{number:03}{suffix}", hour(turns, number, chance))
    params = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    params["corpus"] = "corpus"
    (folder / "params.yaml").write_text(yaml.safe_dump(params), encoding="utf-8")
    (folder / "lexicons").symlink_to(ROOT / "lexicons")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long a large corpus takes.")
    parser.add_argument("--transcripts", type=int, default=80)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project(Path(name), arguments.transcripts)
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        for stage in STAGES:
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _RUN, f"pipeline.{stage}"],
                cwd=name, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            took = time.perf_counter() - began
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
            lines = done.stdout.splitlines()
            print(f"{stage:<10} {took:6.1f} s  {lines[-1].split()[1]:>6} MB   {lines[-2]}")


if __name__ == "__main__":
    main()
