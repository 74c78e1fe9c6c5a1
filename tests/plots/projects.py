"""Small projects: the tables that the notebooks read, with invented talk in them or with none."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from pipeline.schema import (
    ASSIGNMENTS,
    CODE_CANDIDATES,
    COMPARISON,
    METRICS,
    METRICS_BY_CODE,
    NEXT_TO_CODE,
    OUTLIER,
    RELIABILITY,
    SUBTHEMES,
    SUGGESTIONS,
    TERM_SPELLINGS,
    THEME_CHANGES,
    THEME_CODES,
    THEME_EXAMPLES,
    THEME_LEANINGS,
    TOPIC_MODEL,
    TOPICS,
    UTTERANCES,
    Assignment,
    CodeCandidate,
    CodeFigures,
    ComparisonFigures,
    LanguageSpan,
    NextToCode,
    ReliabilityBin,
    SubTheme,
    Suggestion,
    TermSpelling,
    ThemeCode,
    ThemeExample,
    Topic,
    Utterance,
)
from pipeline.tables import write, write_json

TEXTS = {
    "kk": "Қағаз көп, отчёт та көп, үйге кеш қайтамын.",
    "ru": "Бумаг много, <b>отчёты</b> до ночи, ұят болады.",
    "en": "Papers & papers, and the otchyot is due tomorrow.",
}
CODES = ("workload", "blat", "trust")


@dataclass(frozen=True)
class Talk:
    """What there is in a project."""

    utterances: int
    languages: Sequence[str] = ("kk", "ru", "en")
    themes: int = 2
    codings: bool = True


KINDS = {
    "nothing at all": Talk(0, themes=0, codings=False),
    "three utterances": Talk(3, themes=0),
    "one language": Talk(12, languages=("kk",)),
    "one theme": Talk(12, themes=1),
    "no codings": Talk(12, codings=False),
    "all there is": Talk(24),
}


def utterance(number: int, language: str = "kk", **changes: Any) -> Utterance:
    text = TEXTS[language]
    half = len(text) // 2
    other = {"kk": "ru", "ru": "kk", "en": "en"}[language]
    start = changes.get("start", 0)
    spans = [
        LanguageSpan(language, start, start + half),
        LanguageSpan(other, start + half, start + len(text)),
    ]
    plain: dict[str, Any] = {
        "utterance_id": f"t{number % 2}.{number}.1",
        "transcript_id": f"t{number % 2}",
        "turn": number,
        "speaker": f"Teacher {number % 3}",
        "role": ("teacher", "director")[number % 2],
        "school": ("7", "8", "")[number % 3],
        "method": "interview",
        "start": start,
        "end": start + len(text),
        "text": text,
        "normalised": text,
        "language": language,
        "language_confidence": 1.0,
        "language_mix": language if number % 4 else f"{language}+{other}",
        "language_spans": spans,
        "lemmas": ["қағаз", "отчёт"],
        "lemma_languages": ["kk", "ru"],
        "terms": [],
    }
    return Utterance(**plain | changes)


def suggestion(said: Utterance, code: str, probability: float, **changes: Any) -> Suggestion:
    words = said.text.split(",")[0]
    plain: dict[str, Any] = {
        "transcript_id": said.transcript_id,
        "utterance_id": said.utterance_id,
        "turn": said.turn,
        "speaker": said.speaker,
        "role": said.role,
        "language": said.language,
        "start": said.start,
        "end": said.end,
        "text": said.text,
        "topic": 0,
        "code": code,
        "probability": probability,
        "rank": 1,
        "decision": "suggest",
        "evidence": f"carried by “{words}” (without it 0.31) · like this, coded so: “Қағаз.”",
    }
    return Suggestion(**plain | changes)


def filled(row: type, **known: Any) -> Any:
    """A row with zeros and empty texts wherever nothing is said."""
    empty = {"str": "", "int": 0, "float": 0.0}
    rest = {
        field.name: empty.get(str(field.type), 0.5)
        for field in fields(row)
        if field.name not in known
    }
    return row(**rest | known)


def topic(number: int, size: int) -> Topic:
    return Topic(
        number, size, f"kk {size}", "қағаз, үй", "бумага", "paper", "қағаз, paper", "", 0.4 + number / 4, ""
    )  # fmt: skip


def make(folder: Path, talk: Talk) -> None:
    """Write all that the notebooks read; the folder is the current one."""
    languages = [talk.languages[i % len(talk.languages)] for i in range(talk.utterances)]
    said = [utterance(i, language) for i, language in enumerate(languages)]
    topics = [i % talk.themes if talk.themes and i % 5 else OUTLIER for i in range(len(said))]
    sizes = Counter(topics)
    numbers = range(talk.themes)
    write(UTTERANCES, said)
    write(
        ASSIGNMENTS,
        [
            Assignment(one.utterance_id, own, 0.9, f"{own}.1", float(i), float(i % 3))
            for i, (one, own) in enumerate(zip(said, topics, strict=True))
        ],
    )
    write(TOPICS, [topic(number, sizes[number]) for number in numbers])
    write(SUBTHEMES, [filled(SubTheme, subtheme=f"{n}.1", topic=n, size=3) for n in numbers])
    write(
        THEME_EXAMPLES,
        [filled(ThemeExample, topic=n, rank=1, language="kk", text="Қағаз.") for n in numbers],
    )
    write(THEME_LEANINGS, [])
    write(THEME_CHANGES, [])
    write(
        THEME_CODES,
        [
            filled(ThemeCode, topic=own, code=code, count=2 * (code == "blat"), share=0.5)
            for own in sorted(sizes)
            for code in CODES
        ],
    )
    decided = [
        suggestion(one, code, probability, decision="suggest" if probability >= 0.3 else "abstain")
        for i, one in enumerate(said)
        for code, probability in zip(CODES, (0.95, 0.4 * (i % 2), 0.0), strict=True)
    ]
    write(SUGGESTIONS, decided)
    write(CODE_CANDIDATES, [filled(CodeCandidate, topic=0, size=5)] if talk.themes else [])
    write(
        NEXT_TO_CODE,
        [filled(NextToCode, rank=1, language="kk", utterance_id="t0.0.1")][: len(said)],
    )
    write(
        TERM_SPELLINGS,
        [
            filled(TermSpelling, spelling=spelling, term=term, language="kk", rule=rule, count=2)
            for spelling, term, rule in (
                ("отчёт", "otchyot", "exact"),
                ("otchyot", "otchyot", "romanised, misspelt"),
                ("apai", "", "unknown"),
            )
            if said
        ],
    )
    coded = talk.codings and bool(said)
    write(METRICS_BY_CODE, by_code() if coded else [])
    write(COMPARISON, comparison() if coded else [])
    write(RELIABILITY, reliability() if coded else [])
    figures = {"utterances": len(said), "themes": talk.themes}
    if said:
        figures |= {"language_nmi": 0.1, "language_nmi_uncentred": 0.7}  # type: ignore[dict-item]
        figures |= {"language_purity": 0.5, "language_purity_uncentred": 0.9}  # type: ignore[dict-item]
    write_json(METRICS, figures)
    if talk.themes:
        rows = talk.themes + (OUTLIER in sizes)
        (folder / TOPIC_MODEL).mkdir(parents=True)
        vectors = np.eye(rows, 4, dtype=np.float32)
        save_file(
            {"topic_embeddings": vectors}, folder / TOPIC_MODEL / "topic_embeddings.safetensors"
        )


def by_code() -> list[CodeFigures]:
    return [
        filled(
            CodeFigures, code="workload", language="all", coded=9, f1=0.8, f1_low=0.6, f1_high=0.9
        ),
        filled(
            CodeFigures, code="trust", language="all", coded=9, f1=0.2, f1_low=None, f1_high=None,
            note="found 1 of 9: look for this code yourself",
        ),
    ]  # fmt: skip


def comparison() -> list[ComparisonFigures]:
    return [
        filled(ComparisonFigures, method=method, language=language, utterances=9, f1=0.5,
               f1_low=None, f1_high=None)
        for method in ("suggestions", "chance")
        for language in ("all", "kk")
    ]  # fmt: skip


def reliability() -> list[ReliabilityBin]:
    return [
        ReliabilityBin(0.0, 0.1, 90, 0.02, 0.01),
        ReliabilityBin(0.5, 0.6, 0, 0.0, 0.0),
        ReliabilityBin(0.9, 1.0, 3, 0.95, 1.0),
    ]


def sources(notebook: Path) -> list[str]:
    """The code cells of a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
