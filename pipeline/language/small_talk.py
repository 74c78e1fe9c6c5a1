"""What says nothing by itself: "Жоқ, білмеймін", "Ну да", "Thank you"."""

from __future__ import annotations

from pipeline.language.words import is_content_word
from pipeline.schema import Utterance

#: An utterance with fewer words that are no stop words is about nothing by itself.
_FEWEST_WORDS = 2


def is_small_talk(utterance: Utterance) -> bool:
    """Whether it says nothing by itself: no term, and at most one word that is no stop word."""
    said = {lemma for lemma in utterance.lemmas if is_content_word(lemma)}
    return not utterance.terms and len(said) < _FEWEST_WORDS
