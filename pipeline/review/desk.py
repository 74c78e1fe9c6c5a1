"""What is reviewed, by whom, and the log: one for each running server."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import TaqyrypError
from pipeline.params import PARAMS, load_params
from pipeline.readers.codings import IMPORTED, PlacedCoding
from pipeline.review import views
from pipeline.review.agreement import agreements, codings_of_others
from pipeline.review.data import Corpus, Item, load_corpus, suggestions_stamp
from pipeline.review.export import LOG, Exporter, codings
from pipeline.review.state import Action, Kind, State, Words
from pipeline.review.store import Store, Write
from pipeline.review.texts import LANGUAGE_NAMES, TEXTS


class Desk:
    """Answers the page. It starts also without tables, and then says what is missing.

    Args:
        coder: who codes; empty to take who did last, or to ask.

    Raises:
        TaqyrypError: the settings or the log cannot be read.
    """

    def __init__(self, coder: str = "") -> None:
        folder = _corpus_folder()
        self.store = Store(folder / IMPORTED / LOG)
        self._lock = threading.RLock()
        self._exporter: Exporter | None = None
        self._corpus: Corpus | None = None
        self._others: list[PlacedCoding] | None = None
        self.problem: TaqyrypError | None = None
        self.coder = ""
        if coder.strip():
            self.name(coder)
        self.coder = self.coder or self.store.setting("coder")
        self.load()

    def close(self) -> None:
        """Write what is there, and let go."""
        with self._lock:
            if self._exporter:
                self._exporter.close()
            self.store.close()

    def load(self) -> None:
        """Read the tables of the last run; what is wrong is kept to be shown."""
        with self._lock:
            try:
                corpus = load_corpus(self.store.passages())
            except TaqyrypError as error:
                self.problem, self._corpus = error, None
                return
            self.problem, self._corpus, self._others = None, corpus, None
            if self._exporter:
                self._exporter.corpus = corpus
            else:
                self._exporter = Exporter(self.store, corpus)
            self._exporter.soon()

    def start(self) -> dict[str, Any]:
        """All that the page needs to begin with, from the newest tables."""
        with self._lock:
            if self._corpus is None or self._corpus.loaded_from != suggestions_stamp():
                self.load()
            answer: dict[str, Any] = {
                "coder": self.coder,
                "texts": TEXTS,
                "languages": LANGUAGE_NAMES,
                "problem": None,
            }
            if self.problem or self._corpus is None:
                answer["problem"] = {"kind": "missing", "message": str(self.problem)}
                return answer
            since = self.store.newest()
            answer |= views.items(self._corpus)
            answer |= {
                "corpus": self._corpus.params.corpus,
                "codebook": views.codebook(self._corpus.codebook),
                "since": since,
                "last": self.store.last(self.coder),
                "states": {
                    key: views.state(own)
                    for key, own in self.store.states().get(self.coder, {}).items()
                    if key in self._corpus.by_key
                },
            }
            if not self._corpus.items:
                answer["problem"] = {"kind": "empty", "message": ""}
            return answer

    def name(self, coder: str) -> dict[str, Any]:
        """Who codes from now on."""
        coder = " ".join(coder.split())
        if not coder:
            raise TaqyrypError("a coder needs a name", remedy="give a name or initials")
        self.store.remember("coder", coder)
        self.coder = coder
        return {"coder": coder}

    def transcript(self, name: str) -> dict[str, Any]:
        """One transcript, for reading."""
        corpus = self._open()
        if name not in corpus.turns:
            raise TaqyrypError(f"there is no transcript {name!r}", remedy="reload the page")
        return views.transcript(corpus, name)

    def search(self, query: str) -> dict[str, Any]:
        """The utterances in which all the words of a query stand, as they are or as a part."""
        words = query.casefold().split()
        found = [
            item.key
            for item in self._open().items
            if all(word in item.passage.text.casefold() for word in words)
        ]
        return {"keys": found}

    def changes(self, since: int) -> dict[str, Any]:
        """What this coder has done since, here or elsewhere, and what else is to be known."""
        corpus, newest = self._open(), self.store.newest()
        states = self.store.changed_since(self.coder, since) if newest > since else {}
        return {
            **self._answer({key: own for key, own in states.items() if key in corpus.by_key}),
            "newest": newest,
            "coder": self.coder,
            "new_results": corpus.loaded_from != suggestions_stamp(),
        }

    def agreement(self) -> dict[str, Any]:
        """The agreement with others."""
        corpus = self._open()
        if self._others is None:
            self._others = codings_of_others(corpus)
        rows, _ = codings(self.store.states(), self.store.passages(), corpus)
        found = agreements(corpus, self.coder, rows, self._others)
        return {"agreements": [views.agreement(own) for own in found]}

    def act(
        self,
        *,
        op: str,
        key: str,
        version: int,
        kind: Kind,
        code: str,
        instead: str,
        memo: str,
        words: tuple[int, int, str, list[str]] | None,
    ) -> dict[str, Any]:
        """One action on one utterance."""
        corpus, item = self._open(), self._item(key)
        for name in (code, instead, *(words[3] if words else ())):
            if name and name not in corpus.codebook and name not in item.codes:
                raise TaqyrypError(
                    f"code {name!r} is not in the codebook", remedy="reload the page"
                )
        if kind in ("accept", "reject", "recode", "give", "withdraw") and not code:
            raise TaqyrypError("no code was named", remedy="choose a code")
        if kind == "recode" and instead in ("", code):
            raise TaqyrypError("no other code was named", remedy="choose another code")
        if kind in ("accept", "recode") and code not in item.codes:
            raise TaqyrypError(f"{code!r} is not suggested here", remedy="reload the page")
        if (kind == "words") != (words is not None):
            raise TaqyrypError("no words were selected", remedy="select words first")
        other = None
        if words:
            start, end, text, codes = words
            corpus.words(item.passage.transcript_id, start, end, text)
            other = Words(start, end, text, tuple(sorted(set(codes))))
        action = Action(kind, code, instead, memo, other, item.codes)
        return self._done(self.store.act(self._who(), op, [Write(item.logged, version, action)]))

    def bulk(self, op: str, accept: bool, items: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
        """Accept or reject many suggestions, all or none."""
        kind: Kind = "accept" if accept else "reject"
        writes = []
        for key, version, code in items:
            item = self._item(key)
            if code not in item.codes:
                raise TaqyrypError(f"{code!r} is not suggested there", remedy="reload the page")
            action = Action(kind, code, suggested=item.codes)
            writes.append(Write(item.logged, version, action))
        return self._done(self.store.act(self._who(), op, writes))

    def undo(self, op: str, expected: str) -> dict[str, Any]:
        """Take back the last operation, if it is the one the page takes for it."""
        self._open()
        actions, states = self.store.undo(self._who(), expected, op)
        first = actions[0]
        undone = {"kind": first.kind, "code": first.code, "count": len(actions)}
        return self._done(states) | {"undone": undone}

    def _done(self, states: Mapping[str, State]) -> dict[str, Any]:
        if self._exporter:
            self._exporter.soon()
        return self._answer(states)

    def _answer(self, states: Mapping[str, State]) -> dict[str, Any]:
        exporter = self._exporter
        return {
            "states": {key: views.state(own) for key, own in states.items()},
            "last": self.store.last(self.coder),
            "not_exported": exporter.problem if exporter else "",
            "left_out": exporter.left_out if exporter else 0,
        }

    def _item(self, key: str) -> Item:
        item = self._open().by_key.get(key)
        if item is None:
            raise TaqyrypError("this utterance is not there any more", remedy="reload the page")
        return item

    def _open(self) -> Corpus:
        if self._corpus is None:
            raise self.problem or TaqyrypError("there is nothing to review", remedy="dvc repro")
        return self._corpus

    def _who(self) -> str:
        if not self.coder:
            raise TaqyrypError("nobody has said who codes", remedy="give your name first")
        return self.coder


def _corpus_folder() -> Path:
    folder = Path(load_params().corpus)
    if not folder.is_dir():
        raise TaqyrypError(
            f"the folder {folder.as_posix()!r} is not there",
            file=PARAMS,
            remedy="set corpus to the folder of your transcripts",
        )
    return folder
