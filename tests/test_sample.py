"""The sample corpus is what the README says it is."""

import csv
from collections import Counter
from pathlib import Path

from pipeline.check import find_sources
from pipeline.ingest import read_transcript
from pipeline.lexicon.codebook import load_codebook
from pipeline.readers.codings import load_codings, place
from pipeline.readers.speakers import load_roster
from pipeline.schema import NOT_CODED

SAMPLE = Path("transcripts/sample")
SOURCES, ERRORS = find_sources(SAMPLE)
ROSTER = load_roster(SAMPLE)
TRANSCRIPTS = [read_transcript(source, ROSTER) for source in SOURCES]


def test_every_file_is_read_and_every_speaker_known() -> None:
    assert not ERRORS
    assert not [error for transcript in TRANSCRIPTS for error in transcript.unknown]
    assert len(TRANSCRIPTS) >= 14
    assert {Path(source.file).suffix for source in SOURCES} == {".txt", ".docx", ".csv"}


def test_there_is_enough_of_it() -> None:
    turns = [turn for transcript in TRANSCRIPTS for turn in transcript.turns]
    assert sum(turn.role not in NOT_CODED for turn in turns) >= 600
    methods = {turn.method for turn in turns}
    assert {"interview", "focus group", "observation"} <= methods
    group = {t.speaker for t in turns if t.method == "focus group" and t.role not in NOT_CODED}
    assert len(group) == 4


def test_nobody_says_what_another_says() -> None:
    lines = Counter(
        turn.text for transcript in TRANSCRIPTS for turn in transcript.turns if len(turn.text) > 60
    )
    assert [line for line, count in lines.items() if count > 1] == []


def test_codings_are_where_they_say_and_cover_whole_transcripts() -> None:
    codings = load_codings(SAMPLE, load_codebook().ids)
    texts = {transcript.source.transcript_id: transcript.text for transcript in TRANSCRIPTS}
    coded = [place(coding, texts[coding.transcript_id]) for coding in codings]
    assert len({coding.transcript_id for coding in coded}) >= 6
    for transcript in TRANSCRIPTS:
        name = transcript.source.transcript_id
        for coder in {coding.coder for coding in coded}:
            spans = [c for c in coded if c.transcript_id == name and c.coder == coder]
            if spans:
                turns = [turn for turn in transcript.turns if turn.role not in NOT_CODED]
                assert all(
                    any(span.start < turn.end and turn.start < span.end for span in spans)
                    for turn in turns
                )


def test_participants_are_complete() -> None:
    with (SAMPLE / "participants.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert all(row[name] for name in ("participant", "role", "school", "method", "date"))
        assert row["language"] in ("kk", "ru", "en")


def test_it_says_that_it_is_invented() -> None:
    assert "invented" in (SAMPLE / "README.md").read_text(encoding="utf-8").lower()
