import dataclasses
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.report_page.data import gather
from pipeline.report_page.page import report
from pipeline.report_page.sources import read_tables
from pipeline.schema import (
    ADAPTED_FIGURES,
    ASSIGNMENTS,
    CODE_CANDIDATES,
    COMPARISON,
    MANIFEST,
    METRICS,
    METRICS_BY_CODE,
    SUBTHEMES,
    SUGGESTIONS,
    THEME_CODES,
    THEME_EXAMPLES,
    THEME_LEANINGS,
    TOPICS,
    TURNS,
    UTTERANCES,
    Assignment,
)
from pipeline.tables import sha256, write, write_json
from tests.report_page.runs import CODEBOOK, PARAMS, run, suggestion


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tables = run()
    write(MANIFEST, tables.sources)
    write(TURNS, tables.turns)
    write(UTTERANCES, tables.utterances)
    write(ASSIGNMENTS, [Assignment(key, n, 1, "", 0, 0) for key, n in tables.topic_of.items()])
    write(TOPICS, tables.topics)
    write(THEME_EXAMPLES, tables.examples)
    write(SUBTHEMES, tables.subthemes)
    write(THEME_LEANINGS, tables.leanings)
    write(THEME_CODES, tables.theme_codes)
    write(SUGGESTIONS, [*tables.suggested, suggestion(7, decision="abstain")])
    write(CODE_CANDIDATES, tables.candidates)
    write(METRICS_BY_CODE, tables.by_code)
    write(COMPARISON, tables.comparison)
    write_json(METRICS, tables.metrics)
    write_json(ADAPTED_FIGURES, tables.adapted)
    return tmp_path


def test_a_run_is_read_as_it_was_written(project: Path) -> None:
    found = read_tables()
    hashes = [(table.path.as_posix(), sha256(table.path)[:12]) for table in (SUGGESTIONS, TOPICS)]
    assert found == dataclasses.replace(run(), hashes=hashes)


def test_the_page_does_not_tell_where_it_was_made(project: Path) -> None:
    page = report(gather(PARAMS, CODEBOOK, read_tables()))
    assert str(project) not in page
    assert str(Path.home()) not in page


@pytest.mark.parametrize(
    ("path", "stage"), [(TOPICS.path, "align"), (METRICS, "evaluate"), (ADAPTED_FIGURES, "adapt")]
)
def test_what_is_missing_is_named(project: Path, path: Path, stage: str) -> None:
    path.unlink()
    with pytest.raises(TaqyrypError) as caught:
        read_tables()
    assert stage in str(caught.value)
