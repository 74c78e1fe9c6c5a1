import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.marks import find_marks, without_marks

#: Marks stand between double angle quotation marks.
LINES = """
Иә, ⟪[күледі]⟫ солай болды.
⟪(пауза)⟫ Ну, не знаю ⟪[нрзб 00:12:34]⟫, потом…
Well ⟪(laughs)⟫, we waited ⟪[pause, 5 seconds]⟫ and ⟪((inaudible))⟫ left.
Сосын ⟪[...]⟫ ұмытып қалдым ⟪(?)⟫.
⟪00:12:34⟫ Біз келдік, сағат 10:30 болатын.
She ⟪<sighs>⟫ said ⟪*laughs*⟫ no ⟪{crosstalk}⟫.
He [the director] came (он так и сказал), (в первой школе).
Мұғалім (қатты шаршаған) үндемеді.
a < b and c > d, 5 * 4 * 3, [Айгүл]
""".strip().splitlines()


@pytest.mark.parametrize("line", LINES)
def test_marks_are_found_and_words_in_brackets_are_not(line: str) -> None:
    wanted = [part.partition("⟫")[0] for part in line.split("⟪")[1:]]
    text = line.replace("⟪", "").replace("⟫", "")
    assert [text[start:end] for start, end in find_marks(text)] == wanted


@given(st.text("абә [](){}<>*:0123456789?.\n-laughs"))
def test_blanking_keeps_offsets_and_all_that_is_no_mark(text: str) -> None:
    blank = without_marks(text)
    assert len(blank) == len(text)
    inside = {place for start, end in find_marks(text) for place in range(start, end)}
    assert all(
        blank[place] == (" " if place in inside else letter) for place, letter in enumerate(text)
    )
    assert without_marks(blank) == blank


def test_nothing_overlaps() -> None:
    spans = find_marks("[laughs 00:12:34] 00:12:35 ([pause])")
    assert spans == sorted(spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
