"""Stanza as an alternative for sentences and lemmas, with models the user has downloaded.

The folder is as Stanza's own downloads lay it out: ``resources.json`` says which models a language
has (its package ``default`` is used), ``kk/tokenize/ktb.pt`` and so on are the models. A model
of the user's own that is entered there works the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from pipeline.errors import TaqyrypError
from pipeline.language.boundaries import Span
from pipeline.language.languages import Identified, LanguageIdentifier
from pipeline.language.tools import LanguageTools
from pipeline.schema import LANGUAGES, Language
from pipeline.tables import sha256

if TYPE_CHECKING:
    from stanza import Pipeline
    from stanza.models.common.doc import Token

#: What is asked of Stanza, in its order; tags serve the lemmatiser only.
PROCESSORS = ("tokenize", "mwt", "pos", "lemma")
RESOURCES = "resources.json"
REMEDY = (
    "run `make stanza-models` where there is a network, or set segment.tools in params.yaml "
    "to built-in"
)
_NAMES: dict[Language, str] = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


class StanzaTools:
    """Stanza for the main language of a text; other words keep the lemmas of other tools.

    Everything is offline and on the processor. Each text goes through by itself, so that the
    texts beside it make no difference. A language's models are loaded when first needed.

    Args:
        folder: where the models are.
        others: tools for words of other languages, and where a language has no lemmatiser.
        identifier: says which language's sentences a text has.
    """

    def __init__(self, folder: Path, others: LanguageTools, identifier: LanguageIdentifier) -> None:
        self._folder = folder
        self._others = others
        self._identifier = identifier
        self._pipeline = cache(self._load)

    def sentences(self, text: str) -> list[Span]:
        """Sentences as Stanza's tokenizer of the text's main language ends them.

        Raises:
            TaqyrypError: the language has no models here, or they cannot be loaded.
        """
        if not any(letter.isalpha() for letter in text):
            return self._others.sentences(text)  # of no language, so no model is needed
        pipeline = self._pipeline(self._identifier.identify(text).language)
        spans: list[Span] = []
        for line in re.finditer(r"[^\n]*\S[^\n]*", text):
            found = pipeline(line.group(), processors="tokenize").sentences
            starts = [line.start() + sentence.tokens[0].start_char for sentence in found]
            spans += sentence_spans(text, line.start(), line.end(), starts)
        return spans

    def lemmas(self, text: str, identified: Identified) -> list[str]:
        """Stanza's lemmas for words of the main language that are its tokens, else the others'.

        Raises:
            TaqyrypError: the language has no models here, or they cannot be loaded.
        """
        others = self._others.lemmas(text, identified)
        if not identified.words:
            return others
        tokens = self._pipeline(identified.language)(text).iter_tokens()
        known = token_lemmas(text, tokens)
        return [
            known.get((word.start, word.end), other) if language == identified.language else other
            for (word, language), other in zip(identified.words, others, strict=True)
        ]

    def _load(self, language: Language) -> Pipeline:
        processors = packaged(self._folder, language)
        import stanza

        try:
            return stanza.Pipeline(
                language,
                model_dir=str(self._folder),
                processors=",".join(processors),
                download_method=None,
                use_gpu=False,
                verbose=False,
            )
        except FileNotFoundError as error:
            raise _missing(self._folder, language) from error
        except Exception as error:  # whatever unpickling a damaged or strange file leads to
            raise TaqyrypError(
                f"the Stanza models for {_NAMES[language]} cannot be loaded: "
                f"{type(error).__name__}: {shorten(str(error), 150, placeholder='…')}",
                file=self._folder / language,
                remedy=f"delete this folder, then {REMEDY}",
            ) from error


def sentence_spans(text: str, start: int, end: int, starts: Iterable[int]) -> list[Span]:
    """Where sentences are that begin at ``starts``: all of ``text[start:end]`` but white space."""
    cuts = sorted({start, *list(starts)[1:], end})
    spans: list[Span] = []
    for first, last in pairwise(cuts):
        piece = text[first:last]
        if piece.strip():
            spans.append((first + len(piece) - len(piece.lstrip()), first + len(piece.rstrip())))
    return spans


def token_lemmas(text: str, tokens: Iterable[Token]) -> dict[Span, str]:
    """Lemmas by the span of their token in ``text``; tokens without a lemma are left out.

    A token of several words has the lemma of the first, which its clitics follow: of
    мектептегі мектеп, of teacher’s teacher. A word that Stanza cuts in pieces, or takes
    together with another, is no token, and other tools must say what its lemma is.
    """
    lemmas: dict[Span, str] = {}
    for token in tokens:
        lemma = (token.words[0].lemma or "").lower()
        whole = text[token.start_char : token.end_char] == token.text  # not Stanza's <UNK>
        if whole and any(letter.isalpha() for letter in lemma):
            lemmas[token.start_char, token.end_char] = lemma
    return lemmas


def packaged(folder: Path, language: Language) -> Sequence[str]:
    """Those of our processors that the language's default package has.

    Raises:
        TaqyrypError: there is no list of models, it is damaged, or the language is not in it.
    """
    try:
        listed: Any = json.loads((folder / RESOURCES).read_text(encoding="utf-8"))
        package = listed[language]["packages"]["default"]
        processors = [name for name in PROCESSORS if name in package]
    except (FileNotFoundError, KeyError) as error:
        raise _missing(folder, language) from error
    except (ValueError, TypeError) as error:
        raise TaqyrypError(
            "is not a list of Stanza's models",
            file=folder / RESOURCES,
            remedy=f"delete it, then {REMEDY}",
        ) from error
    if "tokenize" not in processors:
        raise _missing(folder, language)
    return processors


def download(folder: Path) -> None:
    """Put the default models of the three languages into ``folder``; those there are kept.

    Raises:
        TaqyrypError: the network cannot be reached, or a file does not arrive whole.
    """
    os.environ["HF_HUB_OFFLINE"] = "0"  # read when Stanza imports the library of the hub
    import stanza
    from stanza.resources.common import download_resources_json

    place = folder.as_posix()
    try:
        download_resources_json(place)
        for language in LANGUAGES:
            models = dict.fromkeys(packaged(folder, language), "default")
            print(f"{_NAMES[language]}: {', '.join(models)}", flush=True)
            stanza.download(language, place, package=None, processors=models, download_json=False)
    except (OSError, ValueError) as error:
        raise TaqyrypError(
            f"Stanza's models cannot be downloaded: {type(error).__name__}: "
            f"{shorten(str(error), 150, placeholder='…')}",
            remedy="check the network and run `make stanza-models` again: what has arrived is "
            f"kept. Or run it on another computer and copy its {place} here",
        ) from error


def _missing(folder: Path, language: Language) -> TaqyrypError:
    message = f"has no Stanza models for {_NAMES[language]}, which the transcripts hold"
    return TaqyrypError(message, file=folder, remedy=REMEDY)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of all models in the folder and their list.

    Raises:
        TaqyrypError: there are none.
    """
    if not (folder / RESOURCES).is_file():
        raise TaqyrypError("holds no Stanza models", file=folder, remedy=REMEDY)
    digest = hashlib.sha256()
    files = [folder / RESOURCES, *folder.rglob("*.pt")]
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        digest.update(f"{name} {sha256(path)}\n".encode())
    return digest.hexdigest()
