import dataclasses

import pytest

from pipeline.report_page.data import gather
from tests.report_page.runs import CODEBOOK, EMPTY, PARAMS, comparison, run


def test_what_was_read_and_left_out() -> None:
    read = gather(PARAMS, CODEBOOK, run()).reading
    assert (read.transcripts, read.not_read) == (1, ["damaged"])
    assert (read.utterances, read.words, read.speakers) == (8, 24, 4)
    assert (read.interviewer_turns, read.headings) == (1, 1)
    assert (read.outliers, read.small_talk) == (1, 1)
    assert [(row.value, row.utterances, row.words) for row in read.languages] == [
        ("kk", 4, 12),
        ("ru", 4, 12),
    ]


def test_themes_with_their_quotes_parts_and_codes() -> None:
    first, second = gather(PARAMS, CODEBOOK, run()).themes
    assert (len(first.quotes), len(first.parts), first.speakers) == (3, 1, 4)
    assert [(row.code, row.count, row.lift) for row in first.codes] == [("workload", 3, 2.5)]
    assert ([row.attribute for row in first.leanings], second.leanings) == (["language"], [])
    assert (first.unstable, second.unstable) == (False, True)


def test_codes_with_and_without_suggestions() -> None:
    data = gather(PARAMS, CODEBOOK, run())
    assert [code.code for code in data.codes] == ["trust", "workload"]
    assert [code.code for code in data.unseen] == ["blat"]
    workload = data.codes[1]
    assert (workload.suggestions, len(workload.passages), workload.speakers) == (4, 2, 4)
    assert workload.figures is not None
    assert data.codes[0].figures is None


def test_schools_are_compared_where_there_are_two() -> None:
    grids = gather(PARAMS, CODEBOOK, run()).grids
    assert [grid.attribute for grid in grids] == ["school"]  # there is one role
    (_, cells), *_ = grids[0].rows
    assert [(cell.utterances, cell.speakers, cell.share) for cell in cells] == [(2, 2, 0.5)] * 2
    assert gather(PARAMS, CODEBOOK, run(schools=["A"])).grids == []


def test_columns_that_have_no_room_are_counted() -> None:
    tables = run()
    schools = [
        dataclasses.replace(row, utterance_id=f"{row.utterance_id}{n}", school=f"{n}")
        for n in range(11)
        for row in tables.utterances[:1]
    ]
    more = dataclasses.replace(
        tables, utterances=schools, topic_of={row.utterance_id: 0 for row in schools}
    )
    grid = gather(PARAMS, CODEBOOK, more).grids[0]
    assert (len(grid.columns), grid.left_off) == (8, 3)


@pytest.mark.parametrize(
    ("corpus", "name"),
    [
        ("transcripts/sample", "sample"),
        ("/home/someone/study/", "study"),
        ("C:\\Users\\someone\\study", "study"),
    ],
)
def test_no_way_to_a_folder_is_told(corpus: str, name: str) -> None:
    encoder = PARAMS.encoder.model_copy(update={"model": corpus})
    params = PARAMS.model_copy(update={"corpus": corpus, "encoder": encoder})
    run_data = gather(params, CODEBOOK, run()).run
    assert (run_data.corpus, run_data.model) == (name, name)


def test_only_figures_for_all_languages_are_compared() -> None:
    tables = dataclasses.replace(run(), comparison=[comparison("chance", "kk")])
    assert gather(PARAMS, CODEBOOK, tables).comparison == []


def test_nothing_at_all() -> None:
    data = gather(PARAMS, CODEBOOK, EMPTY)
    assert (data.themes, data.grids, data.codes) == ([], [], [])
    assert len(data.unseen) == 3
    assert (data.run.adapted.adapted, data.run.adapted.after) == (False, None)
