import pytest

from pipeline.plots.style import percent, short, wrapped


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0 %"), (0.001, "< 1 %"), (0.247, "25 %"), (1, "100 %")]
)
def test_shares_are_whole_per_cent_and_little_is_not_nothing(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_long_labels_are_shortened_before_they_are_made_safe() -> None:
    assert short("a" * 50) == "a" * 39 + "…"
    assert short("<" * 40) == "&lt;" * 40


def test_a_long_text_becomes_a_few_lines_and_says_that_there_is_more() -> None:
    assert wrapped("қағаз " * 100, lines=2, width=20).count("<br>") == 1
    assert wrapped("қағаз " * 100, lines=2, width=20).endswith(" …")
    assert wrapped("<i>қағаз</i>") == "&lt;i&gt;қағаз&lt;/i&gt;"
