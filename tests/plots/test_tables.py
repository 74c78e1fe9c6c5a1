from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import TaqyrypError
from pipeline.plots.style import Nothing
from pipeline.plots.tables import (
    load_suggestions,
    load_topics,
    load_utterances,
    plain_table,
    show,
    text_list,
)
from tests.plots.projects import KINDS, make


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, KINDS["all there is"])


def test_utterances_have_theme_and_place() -> None:
    assert {"text", "topic", "x", "y"} <= set(load_utterances().columns)


def test_themes_are_called_by_their_first_word_in_each_language() -> None:
    assert load_topics()["label"].tolist()[0] == "0: қағаз / бумага / paper"


def test_what_the_tool_abstained_from_is_left_out() -> None:
    assert set(load_suggestions()["decision"]) == {"suggest"}


def test_a_missing_table_names_the_stage_that_makes_it() -> None:
    Path("results/topics.csv").unlink()
    with pytest.raises(TaqyrypError, match="align"):
        load_topics()


def test_a_table_says_how_many_rows_are_left_out() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "<y>", "z"]})
    page = plain_table(frame, {"b": "letter"}, most=2).data
    assert "<th>letter</th>" in page
    assert "&lt;y&gt;" in page
    assert "The first 2; there are 1 more." in page
    assert "<td>3</td>" not in page


def test_what_is_empty_says_why() -> None:
    assert "no codings" in plain_table(pd.DataFrame({"a": []}), ["a"], nothing="no codings").data
    assert "one &lt; two" in show(Nothing("one < two"), "name").data
    assert "none" in text_list([], nothing="none").data
    assert "2: blat, trust" in text_list(["blat", "trust"], nothing="none").data
