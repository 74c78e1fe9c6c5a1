import dataclasses

import pytest

from pipeline.language.small_talk import is_small_talk
from pipeline.schema import TermMatch
from tests.themes.spoken import PLAIN


@pytest.mark.parametrize(
    ("lemmas", "terms", "expected"),
    [
        (["жоқ", "мен"], [], True),
        (["мен", "хат"], [], True),
        (["мен", "жалақы", "теңге"], [], False),
        (["блат"], [TermMatch("blat", 0, 4, "блат", "exact", 1.0)], False),
        ([], [], True),
    ],
)
def test_small_talk_says_nothing_by_itself(
    lemmas: list[str], terms: list[TermMatch], expected: bool
) -> None:
    languages = ["kk"] * len(lemmas)
    utterance = dataclasses.replace(PLAIN, lemmas=lemmas, lemma_languages=languages, terms=terms)
    assert is_small_talk(utterance) == expected
