"""What ``segment`` asks of a set of language tools, and the project's own set."""

from __future__ import annotations

from typing import Protocol

from pipeline.language.boundaries import Boundaries, Span
from pipeline.language.languages import Identified
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.sentences import split_sentences


class LanguageTools(Protocol):
    """Sentences of a turn and lemmas of words; what they say of a text depends on it alone."""

    def sentences(self, text: str) -> list[Span]:
        """The sentences of a text, in order, without white space around.

        No word is left out; a line break ends a sentence.
        """

    def lemmas(self, text: str, identified: Identified) -> list[str]:
        """The lemma, lower case, of each of ``identified.words``, which are places in ``text``."""


class BuiltInTools:
    """The project's own rules, dictionaries and model."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        self._lemmatiser = lemmatiser
        self._boundaries = Boundaries()

    def sentences(self, text: str) -> list[Span]:
        """Sentences by rules that hold in all three languages, and by a model where they do not."""
        return split_sentences(text, self._boundaries)

    def lemmas(self, text: str, identified: Identified) -> list[str]:
        """Lemmas of the words one by one, each in its own language."""
        return [self._lemmatiser.lemma(word.text, language) for word, language in identified.words]
