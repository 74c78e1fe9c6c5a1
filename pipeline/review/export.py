"""What the log amounts to, as the tables that ``dvc repro`` learns from."""

from __future__ import annotations

import dataclasses
import hashlib
import sys
import threading
from collections.abc import Iterator, Mapping

from pipeline.errors import TaqyrypError
from pipeline.exchange.comparison import merged
from pipeline.exchange.decisions import Decision, HerCoding, Outcome
from pipeline.import_codings import keep
from pipeline.readers.codings import IMPORTED
from pipeline.review.data import Corpus
from pipeline.review.state import Passage, State
from pipeline.review.store import Store
from pipeline.tables import csv_bytes, write_bytes

NAME = "review"
LOG = f"{NAME}.sqlite"
_COLUMNS = ("transcript", "start", "end", "text", "codes", "coder", "memo")
#: Seconds without an action after which the tables are written.
_PAUSE = 1.0
#: What a coding of other words shares with a suggestion's words, at least, to be of them.
_OVERLAP = 0.5

States = Mapping[str, Mapping[str, State]]


def now_at(passage: Passage, texts: Mapping[str, str]) -> Passage | None:
    """Where words stand by now: in the same place, or where else they stand exactly once."""
    text = texts.get(passage.transcript_id, "")
    if text[passage.start : passage.end] == passage.text:
        return passage
    if text.count(passage.text) != 1:
        return None
    start = text.index(passage.text)
    return Passage(passage.transcript_id, start, start + len(passage.text), passage.text)


def codings(
    states: States, passages: Mapping[str, Passage], corpus: Corpus
) -> tuple[list[HerCoding], int]:
    """A row for each decided utterance and for other words that were coded, of each coder.

    Returns:
        The rows, and how many were left out because their words are not in the transcripts or
        their codes not in the codebook any more. The log keeps those.
    """
    rows: list[HerCoding] = []
    left_out = 0
    known = frozenset(corpus.codebook.ids)
    for coder, own in states.items():
        for key, state in own.items():
            item = corpus.by_key.get(key)
            for passage, codes, memo in _coded(item.passage if item else passages[key], state):
                place = now_at(passage, corpus.texts)
                if place is None or (codes and not codes & known):
                    left_out += 1
                    continue
                rows.append(_row(place, codes & known, coder, memo))
    return merged(rows), left_out


def _coded(passage: Passage, state: State) -> Iterator[tuple[Passage, frozenset[str], str]]:
    if state.decided:
        yield passage, state.codes, state.memo
    for words in state.words:
        other = Passage(passage.transcript_id, words.start, words.end, words.text)
        yield other, frozenset(words.codes), ""


def _row(place: Passage, codes: frozenset[str], coder: str, memo: str) -> HerCoding:
    return HerCoding(place.transcript_id, place.start, place.end, place.text, codes, coder, memo)


def decisions(states: States, passages: Mapping[str, Passage], corpus: Corpus) -> list[Decision]:
    """What became of each suggestion, those of earlier runs included."""
    found: list[Decision] = []
    touched: set[tuple[str, str]] = set()
    for coder, own in states.items():
        for key, state in own.items():
            item = corpus.by_key.get(key)
            passage = item.passage if item else passages[key]
            for code, verdict in state.verdicts.items():
                if verdict == "given":
                    continue
                touched.add((key, code))
                outcome, codes = _outcome(code, verdict, passage, state)
                found.append(_decision(passage, code, outcome, codes, coder, state.memo))
    for item in corpus.items:
        for suggestion in item.suggestions:
            if (item.key, suggestion.code) not in touched:
                found.append(_decision(item.passage, suggestion.code, "open", "", "", ""))
    return sorted(found, key=lambda own: (own.transcript_id, own.start, own.code, own.coder))


def _outcome(code: str, verdict: str, passage: Passage, state: State) -> tuple[Outcome, str]:
    if verdict == "accepted":
        return "accepted", code
    if verdict == "recoded":
        return "recoded", state.instead.get(code, "")
    for words in state.words:
        shared = min(words.end, passage.end) - max(words.start, passage.start)
        shorter = min(words.end - words.start, passage.end - passage.start)
        if code in words.codes and shared >= _OVERLAP * shorter > 0:
            return "changed", code
    return "rejected", ""


def _decision(
    place: Passage, code: str, outcome: Outcome, codes: str, coder: str, memo: str
) -> Decision:
    return Decision(
        place.transcript_id,
        place.start,
        place.end,
        place.text,
        code,
        outcome,
        codes,
        coder,
        memo,
    )


def write_tables(store: Store, corpus: Corpus) -> int:
    """Write ``codings/review.csv`` and ``codings/decisions/review.csv``, each whole or not at all.

    They hold what the log holds when they are done, also where another process writes them, too.
    A file of that name that is not ours is kept in the folder ``earlier``.

    Returns:
        How many rows were left out (see :func:`codings`).
    """
    folder = corpus.folder / IMPORTED
    while True:
        newest = store.newest()
        states, passages = store.states(), store.passages()
        rows, left_out = codings(states, passages, corpus)
        fates = decisions(states, passages, corpus)
        tables = {
            folder / f"{NAME}.csv": csv_bytes(_COLUMNS, map(_as_record, rows)),
            folder / "decisions" / f"{NAME}.csv": csv_bytes(
                [field.name for field in dataclasses.fields(Decision)],
                map(dataclasses.asdict, fates),
            ),
        }
        for path, content in tables.items():
            before = _digest(path.read_bytes()) if path.exists() else ""
            if not before and not states:
                continue
            name = f"exported {path.parent.name}"
            ours = store.setting(name).split()
            # first, so that another process that finds the file knows it for ours
            _remember(store, name, _digest(content))
            if before and before not in ours:
                keep(path, content)
            elif before != _digest(content):
                write_bytes(path, content)
        if store.newest() == newest:
            return left_out


def _remember(store: Store, name: str, digest: str) -> None:
    """The last few digests, so that what another process of ours has written is known, too."""
    known = store.setting(name).split()
    if not known or known[-1] != digest:
        store.remember(name, " ".join([*known[-7:], digest]))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _as_record(row: HerCoding) -> dict[str, object]:
    return {
        "transcript": row.transcript_id,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "codes": ";".join(sorted(row.codes)),
        "coder": row.coder,
        "memo": row.memo,
    }


class Exporter:
    """Writes the tables a moment after the last action, in the background, and at the end."""

    def __init__(self, store: Store, corpus: Corpus) -> None:
        self.corpus = corpus
        self.problem = ""
        self.left_out = 0
        self._store = store
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="export", daemon=True)
        self._thread.start()

    def soon(self) -> None:
        """Something was done."""
        self._wanted.set()

    def now(self) -> None:
        """Write what is there; what goes wrong is told, and tried again after the next action."""
        with self._writing:
            try:
                self.left_out = write_tables(self._store, self.corpus)
                self.problem = ""
            except (OSError, TaqyrypError) as error:
                self.problem = str(error)
                print(f"review.csv could not be written: {error}", file=sys.stderr)

    def close(self) -> None:
        """Write a last time and stop."""
        self._closing.set()
        self._wanted.set()
        self._thread.join()
        self.now()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wanted.wait()
            while self._wanted.is_set() and not self._closing.is_set():
                self._wanted.clear()
                self._closing.wait(_PAUSE)
            if not self._closing.is_set():
                self.now()
