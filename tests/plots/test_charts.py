import re
from pathlib import Path

import pytest

from pipeline.plots.charts import as_html, dots, heat, point_map, stacked_bars
from pipeline.plots.parts import Bars, Cloud, Dots

ROWS = ["7", "7", "C"]


def test_rows_with_the_same_label_stay_apart() -> None:
    figure = stacked_bars(ROWS, [Bars("Kazakh", [1, 2, 3], "#000000")], "utterances")
    assert list(figure.data[0].y) == [0, 1, 2]
    assert list(figure.layout.yaxis.ticktext) == ROWS
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first at the top


def test_labels_are_text_and_no_markup() -> None:
    figure = stacked_bars(["<b>A & B</b>"], [Bars("x", [1], "#000000")], "utterances")
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_a_row_without_a_value_has_no_mark() -> None:
    series = Dots("F1", [0.5, None, 0.7], "#000000", low=[0.4, None, None], high=[0.9, None, None])
    trace = dots(ROWS, [series], "F1").data[0]
    assert list(trace.x) == [0.5, 0.7]
    assert list(trace.error_x.array) == pytest.approx([0.4, 0])
    assert list(trace.error_x.arrayminus) == pytest.approx([0.1, 0])


def test_several_series_stand_beside_each_other_unless_joined() -> None:
    series = [Dots(name, [0.5], "#000000") for name in ("a", "b")]
    beside = dots(["A"], series, "x").data
    assert beside[0].y[0] < 0 < beside[1].y[0]
    joined = dots(["A"], series, "x", joined=True).data
    assert [trace.mode for trace in joined] == ["lines", "markers", "markers"]
    assert joined[1].y[0] == joined[2].y[0] == 0


def test_colours_around_a_middle_reach_as_far_to_both_sides() -> None:
    trace = heat(["A"], ["B"], [[1.5]], [["3"]], "x", around=0, largest=2).data[0]
    assert (trace.zmin, trace.zmid, trace.zmax) == (-2, 0, 2)


def test_long_names_above_a_table_are_slanted() -> None:
    few = heat(["A"], ["B", "C"], [[1, 1]], [["", ""]], "x")
    many = heat(["A"], ["contrived_collegiality"] * 9, [[1] * 9], [[""] * 9], "x")
    assert few.layout.xaxis.tickangle == 0
    assert many.layout.xaxis.tickangle == -45
    assert many.layout.margin.t > few.layout.margin.t


@pytest.mark.parametrize(("points", "kind"), [(10, "scatter"), (5000, "scattergl")])
def test_many_points_are_left_to_the_graphics_card(points: int, kind: str) -> None:
    places = [float(i) for i in range(points)]
    cloud = Cloud("0", places, places, "#000000", "circle", [""] * points)
    assert point_map([cloud], []).data[0].type == kind


def test_plots_are_the_same_in_every_run_and_fetch_nothing() -> None:
    first, second = (
        as_html(stacked_bars(ROWS, [Bars("x", [1, 2, 3], "#000000")], "u"), "sizes") for _ in "ab"
    )
    assert first == second
    assert not re.search(r"(src|href)=", first)
    assert "</script><b>" not in as_html(
        stacked_bars(["</script><b>"], [Bars("x", [1], "#000000")], "u"), "sizes"
    )


def test_only_this_module_knows_plotly() -> None:
    folder = Path(__file__).parents[2] / "pipeline" / "plots"
    knowing = [
        p.name for p in sorted(folder.glob("*.py")) if "import plotly" in p.read_text("utf-8")
    ]
    assert knowing == ["charts.py"]
