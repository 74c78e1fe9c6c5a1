"""Reads the files of a run that the page is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.schema import (
    ADAPTED_FIGURES,
    ASSIGNMENTS,
    CODE_CANDIDATES,
    COMPARISON,
    MANIFEST,
    METRICS,
    METRICS_BY_CODE,
    SUBTHEMES,
    SUGGESTIONS,
    THEME_CODES,
    THEME_EXAMPLES,
    THEME_LEANINGS,
    TOPICS,
    TURNS,
    UTTERANCES,
    CodeCandidate,
    CodeFigures,
    ComparisonFigures,
    Leaning,
    SourceFile,
    SubTheme,
    Suggestion,
    ThemeCode,
    ThemeExample,
    Topic,
    Turn,
    Utterance,
)
from pipeline.tables import read, require, sha256, stream

_HASH_LENGTH = 12


@dataclass(frozen=True)
class Tables:
    """The files of a run that the page is made of; of suggestions only what is suggested."""

    sources: list[SourceFile]
    turns: list[Turn]
    utterances: list[Utterance]
    topic_of: dict[str, int]
    topics: list[Topic]
    examples: list[ThemeExample]
    subthemes: list[SubTheme]
    leanings: list[Leaning]
    theme_codes: list[ThemeCode]
    suggested: list[Suggestion]
    candidates: list[CodeCandidate]
    by_code: list[CodeFigures]
    comparison: list[ComparisonFigures]
    metrics: dict[str, Any]
    adapted: dict[str, Any]
    hashes: list[tuple[str, str]]


def read_tables() -> Tables:
    """Read what the page is made of, from the project folder.

    Raises:
        TaqyrypError: a file is missing or damaged; says which stage makes it.
    """
    require(METRICS, "evaluate")
    require(ADAPTED_FIGURES, "adapt")
    return Tables(
        sources=read(MANIFEST),
        turns=read(TURNS),
        utterances=read(UTTERANCES),
        topic_of={row.utterance_id: row.topic for row in stream(ASSIGNMENTS)},
        topics=read(TOPICS),
        examples=read(THEME_EXAMPLES),
        subthemes=read(SUBTHEMES),
        leanings=read(THEME_LEANINGS),
        theme_codes=read(THEME_CODES),
        suggested=[row for row in stream(SUGGESTIONS) if row.decision == "suggest"],
        candidates=read(CODE_CANDIDATES),
        by_code=read(METRICS_BY_CODE),
        comparison=read(COMPARISON),
        metrics=_json(METRICS),
        adapted=_json(ADAPTED_FIGURES),
        hashes=[
            (table.path.as_posix(), sha256(table.path)[:_HASH_LENGTH])
            for table in (SUGGESTIONS, TOPICS)
        ],
    )


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
