"""What there is to review: the tables of the last run, joined and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline.errors import TaqyrypError
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import Params, load_params
from pipeline.review.state import Passage
from pipeline.schema import (
    CANONICAL,
    NEXT_TO_CODE,
    NOT_CODED,
    SUGGESTIONS,
    TOPICS,
    TURNS,
    UTTERANCES,
    NextToCode,
    Suggestion,
    Topic,
    Turn,
    Utterance,
)
from pipeline.tables import read


@dataclass(frozen=True, slots=True)
class Item:
    """An utterance with what is suggested for it, the most probable first.

    Attributes:
        key: what the log knows it by.
        logged: the utterance as the log has it; it may have stood elsewhere.
        next_rank: its place among those to be coded next, 0 if it is none of them.
    """

    key: str
    logged: Passage
    passage: Passage
    utterance: Utterance
    suggestions: tuple[Suggestion, ...]
    topic: int | None
    next_rank: int
    why: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes suggested."""
        return tuple(suggestion.code for suggestion in self.suggestions)


@dataclass(frozen=True)
class Corpus:
    """All that the page shows.

    Attributes:
        texts: the canonical texts by transcript.
        turns: by transcript, in order.
        items: every utterance, in order of the transcripts.
        loaded_from: the state of the table of suggestions when it was read.
    """

    params: Params
    codebook: Codebook
    texts: Mapping[str, str]
    turns: Mapping[str, Sequence[Turn]]
    items: Sequence[Item]
    topics: Sequence[Topic]
    loaded_from: int = 0
    by_key: Mapping[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.items})

    @cached_property
    def by_transcript(self) -> dict[str, list[Item]]:
        """The utterances of each transcript."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.passage.transcript_id, []).append(item)
        return found

    @property
    def folder(self) -> Path:
        """Where the codings are."""
        return Path(self.params.corpus)

    def turn_at(self, transcript_id: str, start: int, end: int) -> Turn | None:
        """The turn that these characters of a transcript are in, if they are in one."""
        turns = self.turns.get(transcript_id, ())
        return next((t for t in turns if t.start <= start < end <= t.end), None)

    def words(self, transcript_id: str, start: int, end: int, text: str) -> Passage:
        """Other words that may be coded.

        Raises:
            TaqyrypError: they are not what stands there, or not in one turn of somebody coded.
        """
        turn = self.turn_at(transcript_id, start, end)
        if turn is None or self.texts[transcript_id][start:end] != text or not text.strip():
            raise TaqyrypError(
                "these words are not in one turn of the transcript",
                remedy="select words of one speaker",
            )
        if turn.role in NOT_CODED:
            raise TaqyrypError(
                "what the interviewer says is not coded", remedy="select words of a participant"
            )
        return Passage(transcript_id, start, end, text)


def suggestions_stamp() -> int:
    """Changes when there are new suggestions; 0 if there are none."""
    path = SUGGESTIONS.path
    return path.stat().st_mtime_ns if path.exists() else 0


def load_corpus(known: Mapping[str, Passage]) -> Corpus:
    """Read the tables of the last run.

    Args:
        known: the passages of the log; one that has only moved keeps its key.

    Raises:
        TaqyrypError: a table is missing or not of this run; says what to do.
    """
    params, codebook = load_params(), load_codebook()
    stamp = suggestions_stamp()
    utterances, turns = read(UTTERANCES), read(TURNS)
    codes = frozenset(codebook.ids)
    suggested: dict[str, list[Suggestion]] = {}
    for row in read(SUGGESTIONS):
        if row.decision == "suggest" and row.code in codes:
            suggested.setdefault(row.utterance_id, []).append(row)
    names = sorted({turn.transcript_id for turn in turns})
    texts = {name: _text_of(name) for name in names}
    items = list(_items(utterances, suggested, read(NEXT_TO_CODE), texts))
    return Corpus(
        params,
        codebook,
        texts,
        _turns(turns, texts),
        _with_known_keys(items, known),
        read(TOPICS),
        stamp,
    )


def _text_of(name: str) -> str:
    path = CANONICAL / f"{name}.txt"
    if not path.exists():
        raise _other_run(path)
    return path.read_bytes().decode("utf-8")


def _other_run(path: Path) -> TaqyrypError:
    return TaqyrypError(
        "the tables are not of one run", file=path, remedy="run: dvc repro, then open this again"
    )


def _turns(turns: Iterable[Turn], texts: Mapping[str, str]) -> dict[str, list[Turn]]:
    found: dict[str, list[Turn]] = {}
    for turn in sorted(turns, key=lambda own: (own.transcript_id, own.start)):
        if texts[turn.transcript_id][turn.start : turn.end] != turn.text:
            raise _other_run(TURNS.path)
        found.setdefault(turn.transcript_id, []).append(turn)
    return found


def _items(
    utterances: Iterable[Utterance],
    suggested: Mapping[str, Sequence[Suggestion]],
    next_to_code: Iterable[NextToCode],
    texts: Mapping[str, str],
) -> Iterable[Item]:
    ranked = {row.utterance_id: row for row in next_to_code}
    ordered = sorted(utterances, key=lambda own: (own.transcript_id, own.start))
    seen = set()
    for own in ordered:
        passage = Passage(own.transcript_id, own.start, own.end, own.text)
        rows = sorted(suggested.get(own.utterance_id, ()), key=lambda row: row.rank)
        seen.add(own.utterance_id)
        whole = texts.get(own.transcript_id, "")[own.start : own.end] == own.text
        same = all(
            (row.transcript_id, row.start, row.text) == (own.transcript_id, own.start, own.text)
            for row in rows
        )
        if not whole or not same:
            raise _other_run(SUGGESTIONS.path if whole else UTTERANCES.path)
        row = ranked.get(own.utterance_id)
        topic = rows[0].topic if rows else row.topic if row else None
        rank, why = (row.rank, row.why) if row else (0, "")
        yield Item(passage.key, passage, passage, own, tuple(rows), topic, rank, why)
    if set(suggested) - seen:
        raise _other_run(SUGGESTIONS.path)


def _with_known_keys(items: Sequence[Item], known: Mapping[str, Passage]) -> list[Item]:
    """An utterance that only stands elsewhere now keeps the key it had, if it can be no other."""
    here = {item.key for item in items}
    here_times = Counter((item.passage.transcript_id, item.passage.text) for item in items)
    moved: dict[tuple[str, str], list[str]] = {}
    for key, passage in known.items():
        if key not in here:
            moved.setdefault((passage.transcript_id, passage.text), []).append(key)
    found = []
    for item in items:
        words = (item.passage.transcript_id, item.passage.text)
        before = moved.get(words, [])
        if item.key not in known and len(before) == 1 and here_times[words] == 1:
            item = replace(item, key=before[0], logged=known[before[0]])
        found.append(item)
    return found
