from dataclasses import asdict

import pandas as pd
import pytest

from pipeline.language.term_finder import CONFIDENCE
from pipeline.plots.style import Nothing
from pipeline.plots.terms import rule_group, spellings_of_terms, terms_by_rule, unknown_words
from pipeline.schema import TermSpelling
from tests.plots.projects import filled

SPELLINGS = pd.DataFrame(
    [
        asdict(
            filled(TermSpelling, spelling=spelling, term=term, language="kk", rule=rule, count=n)
        )
        for spelling, term, rule, n in (
            ("ауылда", "auyl", "inflected", 3),
            ("ауыл", "auyl", "exact", 8),
            ("ауылым", "auyl", "inflected", 5),
            ("kollektif", "kollektiv", "romanised, misspelt", 1),
            ("apai", "", "unknown", 5),
        )
    ]
)


@pytest.mark.parametrize(
    ("rule", "group"),
    [
        ("exact", "exact"),
        ("inflected", "inflected"),
        ("romanised, inflected", "romanised"),
        ("without Kazakh letters", "romanised"),
        ("written apart", "otherwise"),
        ("reworded, inflected", "otherwise"),
        ("romanised, misspelt", "misspelt"),
    ],
)
def test_of_several_rules_the_farthest_from_the_lexicon_counts(rule: str, group: str) -> None:
    assert rule_group(rule) == group


def test_every_rule_of_the_finder_has_a_group_of_its_own_or_a_wider_one() -> None:
    assert "exact" not in {rule_group(rule) for rule in CONFIDENCE}


def test_terms_stand_in_the_order_of_how_often_they_are_said() -> None:
    figure = terms_by_rule(SPELLINGS)
    assert not isinstance(figure, Nothing)
    assert list(figure.layout.yaxis.ticktext) == ["auyl", "kollektiv"]
    assert {trace.name: list(trace.x) for trace in figure.data} == {
        "as in the lexicon": [8, 0],
        "with endings": [8, 0],
        "misspelt": [0, 1],
    }


def test_spellings_are_listed_by_rule_the_commonest_first() -> None:
    first, second = spellings_of_terms(SPELLINGS).to_dict("records")
    assert (first["term"], first["times"], first["spellings"]) == ("auyl", 16, 3)
    assert first["as in the lexicon"] == "ауыл 8"
    assert first["with endings"] == "ауылым 5, ауылда 3"
    assert second["misspelt"] == "kollektif 1"


def test_what_is_no_term_is_listed_apart() -> None:
    assert unknown_words(SPELLINGS)["spelling"].tolist() == ["apai"]
    assert isinstance(terms_by_rule(SPELLINGS[SPELLINGS["term"] == ""]), Nothing)
