"""What the page is told, as plain values for JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pipeline.lexicon.codebook import Codebook, Trilingual
from pipeline.review.agreement import Agreement
from pipeline.review.data import Corpus, Item
from pipeline.review.evidence import marks, reasons
from pipeline.review.state import State
from pipeline.schema import HEADING, NOT_CODED

#: Characters of an utterance that the list shows.
_SNIPPET = 110


def state(own: State) -> dict[str, Any]:
    """Where a coder stands with an utterance."""
    return {
        "version": own.version,
        "verdicts": dict(own.verdicts),
        "instead": dict(own.instead),
        "nothing": own.nothing,
        "memo": own.memo,
        "words": [dataclasses.asdict(words) for words in own.words],
        "decided": own.decided,
    }


def codebook(book: Codebook) -> dict[str, Any]:
    """Groups and codes with their definitions."""
    return {
        "groups": [{"id": group.id, "name": _texts(group.name)} for group in book.groups],
        "codes": [
            {
                "id": code.id,
                "group": code.group,
                "name": _texts(code.name),
                "definition": _texts(code.definition),
                "examples": code.examples.model_dump(),
            }
            for code in book.codes
        ],
    }


def _texts(own: Trilingual) -> dict[str, str]:
    return dict(own.items())


def items(corpus: Corpus) -> dict[str, Any]:
    """Every utterance in short: numbers stand for transcripts, speakers and codes."""
    names = list(corpus.turns)
    speakers = list(dict.fromkeys(item.utterance.speaker for item in corpus.items))
    codes = {code: number for number, code in enumerate(corpus.codebook.ids)}
    of_name = {name: number for number, name in enumerate(names)}
    of_speaker = {name: number for number, name in enumerate(speakers)}
    return {
        "transcripts": names,
        "speakers": speakers,
        "items": [
            [
                item.key,
                of_name[item.passage.transcript_id],
                of_speaker[item.utterance.speaker],
                item.topic,
                item.next_rank,
                " ".join(item.passage.text[:_SNIPPET].split()),
                item.utterance.language,
                [
                    [codes[suggestion.code], suggestion.probability]
                    for suggestion in item.suggestions
                ],
            ]
            for item in corpus.items
        ],
        "topics": [
            {
                "topic": topic.topic,
                "name": {"kk": topic.label_kk, "ru": topic.label_ru, "en": topic.label_en},
            }
            for topic in corpus.topics
        ],
    }


def transcript(corpus: Corpus, name: str) -> dict[str, Any]:
    """The turns of one transcript, and the reasons for what is suggested in it."""
    text = corpus.texts[name]
    return {
        "id": name,
        "turns": [
            {
                "turn": turn.turn,
                "speaker": turn.speaker,
                "role": "heading"
                if turn.role == HEADING
                else "interviewer"
                if turn.role in NOT_CODED
                else "",
                "time": turn.time,
                "start": turn.start,
                "text": text[turn.start : turn.end],
            }
            for turn in corpus.turns[name]
        ],
        "items": {item.key: _reasons(item) for item in corpus.by_transcript.get(name, ())},
    }


def _reasons(item: Item) -> dict[str, Any]:
    told = {own.code: reasons(own.evidence) for own in item.suggestions}
    return {
        "turn": item.utterance.turn,
        "start": item.passage.start,
        "end": item.passage.end,
        "text": item.passage.text,
        "why": item.why,
        "reasons": {
            code: [[reason.kind, reason.text, reason.without] for reason in own]
            for code, own in told.items()
        },
        "marks": {
            code: [[mark.start, mark.end, mark.kind] for mark in marks(item.passage.text, own)]
            for code, own in told.items()
        },
    }


def agreement(own: Agreement) -> Mapping[str, Any]:
    """The agreement with one coder."""
    return {
        "coder": own.coder,
        "both": own.both,
        "kappa": own.kappa,
        "codes": [list(row) for row in own.by_code],
    }
