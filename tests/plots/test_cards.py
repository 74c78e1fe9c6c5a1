from dataclasses import asdict

import pandas as pd

from pipeline.plots.cards import Told, choose, evidence_cards, marked, take_apart
from tests.plots.projects import suggestion, utterance

EVIDENCE = (
    "carried by “«ой, ол ғой · келіні» дейді.” (without it 0.46) · terms: “ұжымда” (= ұжым, "
    "inflected), “блат” · terms of the question: “Ұжым” · like this, coded so: “Қағазын ұстап …” "
    "· theme: 0 (бала / мама)"
)


def test_the_reasons_are_told_apart() -> None:
    assert take_apart(EVIDENCE) == Told(
        carrier="«ой, ол ғой · келіні» дейді.",
        without="0.46",
        forms=("ұжымда", "блат"),
        terms="“ұжымда” (= ұжым, inflected), “блат”",
        question="“Ұжым”",
        like="“Қағазын ұстап …”",
        theme="0 (бала / мама)",
    )
    assert take_apart("") == Told()


def test_what_carries_is_marked_once_and_terms_are_bold_wherever_they_stand() -> None:
    told = Told(carrier="көп қағаз", forms=("қағаз",))
    assert marked("Қағаз <көп>, көп\nқағаз.", told) == (
        '<span class="term">Қағаз</span> &lt;көп&gt;, '
        '<mark>көп\n</mark><mark><span class="term">қағаз</span></mark>.'
    )


def test_words_that_are_not_in_the_text_as_it_stands_are_told_beside_it() -> None:
    row = asdict(
        suggestion(utterance(0), "blat", 0.9, evidence="carried by “жоқ сөз” (without it 0.2)")
    )
    page = evidence_cards(pd.DataFrame([row])).data
    assert "<mark>" not in page
    assert "0.2 without “жоқ сөз”" in page


def test_the_surest_are_chosen_from_different_languages_and_speakers() -> None:
    rows = [
        asdict(suggestion(utterance(i, language), "blat", p))
        for i, language, p in ((0, "kk", 0.99), (3, "kk", 0.98), (1, "ru", 0.5), (6, "kk", 0.97))
    ]
    frame = pd.DataFrame(rows)
    assert choose(frame, 2)["probability"].tolist() == [0.99, 0.5]
    assert choose(frame, 9)["probability"].tolist() == [0.99, 0.5, 0.98, 0.97]


def test_what_people_said_is_text_and_no_markup() -> None:
    page = evidence_cards(pd.DataFrame([asdict(suggestion(utterance(1, "ru"), "blat", 0.9))])).data
    assert "&lt;b&gt;отчёты&lt;/b&gt;" in page
    assert "<mark>Бумаг много</mark>" in page
