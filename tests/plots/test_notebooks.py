import ast
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from pipeline.report import execute, to_page
from tests.plots.projects import KINDS, make, sources

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]


def run(cell: str, names: dict[str, Any]) -> str:
    """What a cell shows."""
    *before, last = ast.parse(cell).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), names)
        return ""
    shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return str(shown.data)


@pytest.fixture
def project(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, KINDS[request.param])
    return tmp_path


@pytest.mark.parametrize("project", KINDS, indirect=True)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_every_cell_shows_something_whatever_there_is(notebook: Path, project: Path) -> None:
    names: dict[str, Any] = {}
    for cell in sources(notebook):
        assert "<" in run(cell, names)


@pytest.mark.parametrize("project", ["nothing at all"], indirect=True)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_without_talk_every_cell_says_why_there_is_nothing(notebook: Path, project: Path) -> None:
    names: dict[str, Any] = {}
    _, *shown = [run(cell, names) for cell in sources(notebook)]
    assert all(one.startswith("<p") for one in shown)


@pytest.mark.parametrize("project", ["all there is"], indirect=True)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_with_talk_there_are_plots_and_no_two_have_one_name(notebook: Path, project: Path) -> None:
    names: dict[str, Any] = {}
    shown = [run(cell, names) for cell in sources(notebook)]
    plots = [
        one.partition('<div id="')[2].partition('"')[0] for one in shown if "Plotly.newPlot" in one
    ]
    assert len(plots) >= 5
    assert len(set(plots)) == len(plots)


@pytest.mark.parametrize("project", ["all there is"], indirect=True)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_no_button_sends_what_people_said_away(notebook: Path, project: Path) -> None:
    names: dict[str, Any] = {}
    plots = [one for one in (run(c, names) for c in sources(notebook)) if "Plotly.newPlot" in one]
    for one in plots[1:]:
        assert '"showSendToCloud": false' in one
        assert '"modeBarButtons": [["toImage"], ["zoom2d", "pan2d", "resetScale2d"]]' in one


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_notebooks_are_valid_stripped_and_explain_each_plot(notebook: Path) -> None:
    content = nbformat.read(notebook, as_version=4)
    nbformat.validate(content)
    assert (content.nbformat, content.nbformat_minor) == (4, 5)
    code = [cell for cell in content.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert not any("def " in cell.source or "lambda" in cell.source for cell in code)
    for before, cell in zip(content.cells, content.cells[1:], strict=False):
        if cell.cell_type == "code" and "plots.show(" in cell.source:
            assert before.cell_type == "markdown"
    text = notebook.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("project", ["nothing at all", "three utterances"], indirect=True)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_they_run_as_the_stage_runs_them(notebook: Path, project: Path) -> None:
    page = to_page(execute(notebook, project), notebook.stem)
    assert 'class="nothing"' in page
    assert "Traceback" not in page
