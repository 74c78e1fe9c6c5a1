import dataclasses

import pytest

from pipeline.coding.by_code import note
from pipeline.language.term_finder import CONFIDENCE
from pipeline.report_page import notes
from pipeline.report_page.data import gather
from pipeline.schema import Leaning
from tests.report_page.runs import CODEBOOK, PARAMS, run


@pytest.mark.parametrize("right", range(4))
@pytest.mark.parametrize("suggested", [3, 20])
@pytest.mark.parametrize("coded", [0, 1, 2, 3, 7, 40])
def test_every_note_on_a_code_is_known(right: int, suggested: int, coded: int) -> None:
    said = note(min(right, coded), suggested, coded)
    found = notes.code_notes(said)
    assert len(found) == len([part for part in said.split("; ") if part])
    for one in found:
        assert one.kk != one.en != one.ru


def test_a_note_that_is_not_known_stays() -> None:
    assert [one.kk for one in notes.code_notes("beware")] == ["beware"]
    assert notes.code_notes("") == []


def test_leanings_are_said_in_each_language() -> None:
    row = Leaning(0, "language", "kk", 3, 0.75, 0.2, 3.0, "75 % of the theme is Kazakh …")
    found = notes.leaning_note(row)
    assert "Kazakh" in found.en
    assert "казахский" in found.ru
    assert "қазақ тілі" in found.kk
    assert notes.leaning_note(dataclasses.replace(row, attribute="age")).ru == row.warning


@pytest.mark.parametrize(("figure", "word"), [(0.9, "firm"), (0.6, "fair"), (0.2, "weak")])
def test_stability_in_words(figure: float, word: str) -> None:
    assert notes.stability(figure).en.startswith(word)


def test_themes_that_follow_the_languages_are_warned_of() -> None:
    data = gather(PARAMS, CODEBOOK, run())
    assert "go closely together" in notes.language_note(data).en
    calm = dataclasses.replace(data, language_ami=0.02)
    assert "do not follow" in notes.language_note(calm).en


@pytest.mark.parametrize("rule", sorted(CONFIDENCE))
def test_every_way_to_recognise_a_term_is_known(rule: str) -> None:
    found = notes.terms(f"“x” (= y, {rule})")
    assert found.en == f"“x” (= y, {rule})"
    assert found.en != found.kk != found.ru


def test_how_a_term_was_recognised_is_said_in_each_language() -> None:
    found = notes.terms("“nastavnik”, “қағаздан” (= қағаз, inflected), “<b>” (= b, romanised)")
    assert found.en == "“nastavnik”, “қағаздан” (= қағаз, inflected), “&lt;b&gt;” (= b, romanised)"
    assert "(= қағаз, түрленген)" in found.kk
    assert "(= b, латиницей)" in found.ru
    assert notes.terms("“inflected”").kk == "“inflected”"
