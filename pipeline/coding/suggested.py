"""The suggestions, and what a coder gave, as arrays of utterances and codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.coding.figures import Bools, Floats
from pipeline.coding.gold import Gold
from pipeline.schema import Suggestion


@dataclass(frozen=True)
class Suggested:
    """The suggestions as arrays of shape (utterances, codes)."""

    utterance_ids: list[str]
    languages: list[str]
    transcripts: list[str]
    probabilities: Floats
    decisions: Bools

    def select(self, rows: Sequence[int]) -> Suggested:
        """Some of the utterances."""
        return Suggested(
            [self.utterance_ids[i] for i in rows],
            [self.languages[i] for i in rows],
            [self.transcripts[i] for i in rows],
            self.probabilities[rows],
            self.decisions[rows],
        )

    def read_by(self, gold: Gold) -> Suggested:
        """The utterances that a coder has read."""
        return self.select([i for i, name in enumerate(self.utterance_ids) if name in gold])

    def in_language(self, language: str) -> list[int]:
        """Where the utterances of a language are."""
        return [i for i, name in enumerate(self.languages) if name == language]


def arrange(suggestions: Sequence[Suggestion], codes: Sequence[str]) -> Suggested:
    """Suggestions by utterance and code."""
    of = {row.utterance_id: (row.language, row.transcript_id) for row in suggestions}
    row_of = {utterance_id: i for i, utterance_id in enumerate(of)}
    column_of = {code: j for j, code in enumerate(codes)}
    probabilities = np.zeros((len(of), len(codes)))
    decisions = np.zeros((len(of), len(codes)), dtype=bool)
    for row in suggestions:
        place = row_of[row.utterance_id], column_of[row.code]
        probabilities[place] = row.probability
        decisions[place] = row.decision == "suggest"
    languages = [language for language, _ in of.values()]
    return Suggested(
        list(of), languages, [name for _, name in of.values()], probabilities, decisions
    )


def coded_array(gold: Gold, utterance_ids: Sequence[str], codes: Sequence[str]) -> Bools:
    """A coder's codes, shape (utterances, codes)."""
    given = [[code in gold[name] for code in codes] for name in utterance_ids]
    return np.array(given, dtype=bool).reshape(len(utterance_ids), len(codes))
