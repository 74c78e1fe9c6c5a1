from hypothesis import given
from hypothesis import strategies as st

from pipeline.report_page.passages import excerpt, passage, typical
from tests.report_page.runs import suggestion

EVIDENCE = (
    "carried by “қағаз көп” (without it 0.31) · terms: “қағаз” · terms of the question: “отчёт” · "
    "like this, coded so: “Есеп · тағы есеп …” · theme: 2 (кесте / протокол / list)"
)


def test_evidence_is_taken_apart() -> None:
    found = passage(suggestion(1, EVIDENCE))
    assert (found.before, found.carried, found.after) == ("Бізде ", "қағаз көп", ".")
    assert (found.words, found.without) == ("", 0.31)
    assert (found.terms, found.question_terms) == ("“қағаз”", "“отчёт”")
    assert found.like == "Есеп · тағы есеп …"


def test_evidence_without_carrier_and_without_anything() -> None:
    found = passage(suggestion(1, "theme: 2 (кесте / протокол / list)"))
    assert (found.carried, found.without, found.terms, found.like) == ("", None, "", "")
    assert passage(suggestion(1, "")).before + passage(suggestion(1, "")).after


def test_words_not_in_the_text_are_told_beside_it() -> None:
    found = passage(suggestion(1, "carried by “other words” (without it 0.20)"))
    assert (found.carried, found.words, found.without) == ("", "other words", 0.2)


def test_white_space_does_not_hide_the_carrier() -> None:
    row = suggestion(1, "carried by “қағаз көп” (without it 0.31)", text="Бізде қағаз\n  көп.")
    assert passage(row).carried == "қағаз\n  көп"


def test_quotes_inside_the_carrier() -> None:
    row = suggestion(1, "carried by “деген “қағаз” көп” (without it 0.31) · terms: “x”")
    assert passage(row).words == "деген “қағаз” көп"
    assert passage(row).terms == "“x”"


def test_typical_passages_are_probable_and_differ() -> None:
    rows = [
        suggestion(1, probability=0.9),
        suggestion(5, probability=0.8),
        suggestion(2, probability=0.7, language="ru"),
        suggestion(3, probability=0.6),
    ]
    assert [row.probability for row in typical(rows, 2)] == [0.9, 0.7]
    assert typical(rows[::-1], 2) == typical(rows, 2)
    assert [row.probability for row in typical(rows[:2], 3)] == [0.9, 0.8]


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.integers(1, 60))
def test_excerpts_keep_the_span(text: str, one: int, other: int, longest: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    before, middle, after = excerpt(text, start, end, longest)
    assert middle == text[start:end]
    assert before.removeprefix("… ") in text
    assert after.removesuffix(" …") in text
    assert len(before) + len(after) <= max(longest - len(middle), 0) + 4
    if len(text) <= longest:
        assert before + middle + after == text


def test_excerpts_are_cut_at_words() -> None:
    assert excerpt("one two three four", longest=10) == ("", "", "one two …")
    text = "one two three four five six"
    assert excerpt(text, 8, 13, 20) == ("… two ", "three", " four …")
