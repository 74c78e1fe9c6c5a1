"""Kazakh as a spaCy language: ``spacy.blank("kk")``, with the project's lemmas, if asked for.

spaCy has no Kazakh. This gives it tokens (a hyphenated word is one: тамыр-таныс, ҰБТ-ға), stop
words, abbreviations and, as the component ``kazakh_lemmatizer``, lemmas by
:mod:`pipeline.language.kazakh`. spaCy finds it by the entry point in ``pyproject.toml``.
"""

from __future__ import annotations

from typing import Any

from spacy.attrs import NORM, ORTH
from spacy.lang.char_classes import LIST_ELLIPSES, LIST_ICONS
from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc
from spacy.util import registry

from pipeline.language.lemmas import Lemmatiser
from pipeline.language.sentences import abbreviation_rows
from pipeline.language.words import stop_words

_LETTERS = "a-zA-Zа-яА-ЯёЁәғқңөұүһіӘҒҚҢӨҰҮҺІ"


_INFIXES = [
    *LIST_ELLIPSES,
    *LIST_ICONS,
    rf"(?<=[{_LETTERS}])[,!?;:/](?=[{_LETTERS}])",
    r"(?<=[a-zа-яёәғқңөұүһі])\.(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])",
]
_STOP_WORDS = set(stop_words("kk"))


def _exceptions() -> dict[str, list[dict[int, str]]]:
    """Abbreviations that keep their full stop: т.б., ж., б.з.д."""
    rules: dict[str, list[dict[int, str]]] = {}
    for row in abbreviation_rows():
        if row["language"] == "kk":
            written = row["abbreviation"]
            for form in {written, written.capitalize()}:
                rules[form] = [{ORTH: form, NORM: row["expansion"]}]
    return rules


class KazakhDefaults(BaseDefaults):
    """What the tokeniser knows of Kazakh."""

    tokenizer_exceptions = BaseDefaults.tokenizer_exceptions | _exceptions()
    # spaCy's own letters lack ғ қ ұ; and its infixes would cut words at their hyphens.
    infixes = _INFIXES
    stop_words = _STOP_WORDS


@registry.languages("kk")
class Kazakh(Language):  # type: ignore[no-untyped-call]
    """Kazakh in Cyrillic letters."""

    lang = "kk"
    Defaults = KazakhDefaults


class KazakhLemmatizer:
    """Sets the lemma of every word."""

    def __init__(self) -> None:
        self._lemmatiser = Lemmatiser()

    def __call__(self, doc: Doc) -> Doc:
        """The same document, its words with their lemmas; other tokens are their own."""
        for token in doc:
            token.lemma_ = (
                self._lemmatiser.lemma(token.text, "kk") if token.is_alpha or "-" in token.text
                else token.text
            )  # fmt: skip
        return doc


@Kazakh.factory("kazakh_lemmatizer", assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> Any:
    """The component for ``nlp.add_pipe("kazakh_lemmatizer")``."""
    return KazakhLemmatizer()
