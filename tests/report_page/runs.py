"""Small runs to draw pages of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from pipeline.lexicon.codebook import Code, Codebook, Group, Trilingual
from pipeline.params import Params, load_params
from pipeline.report_page.sources import Tables
from pipeline.schema import (
    INTERVIEWER,
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

PARAMS: Params = load_params()


def code(name: str) -> Code:
    names = Trilingual(kk=f"{name} kk", ru=f"{name} ru", en=f"{name} en")
    return Code(id=name, group="school", name=names, definition=Trilingual(en=f"About {name}."))


CODEBOOK = Codebook(
    groups=[Group(id="school", name=Trilingual(kk="Мектеп", ru="Школа", en="School"))],
    codes=[code("blat"), code("trust"), code("workload")],
)

EMPTY = Tables(
    sources=[],
    turns=[],
    utterances=[],
    topic_of={},
    topics=[],
    examples=[],
    subthemes=[],
    leanings=[],
    theme_codes=[],
    suggested=[],
    candidates=[],
    by_code=[],
    comparison=[],
    metrics={"utterances": 0, "suggestions": 0, "coverage": 0.0, "small_talk": 0.0},
    adapted={"adapted": False, "why": "adapt.enabled is false in params.yaml"},
    hashes=[("results/suggestions.csv", "0123456789ab"), ("results/topics.csv", "ba9876543210")],
)


def turn(number: int, role: str = "teacher", transcript: str = "one") -> Turn:
    return Turn(transcript, number, "Teacher A1", role, "A", "interview", "", "x", 0, 1, None)


def utterance(number: int, text: str = "Бізде қағаз көп.", **values: str) -> Utterance:
    plain = Utterance(
        utterance_id=f"one.{number}.1",
        transcript_id="one",
        turn=number,
        speaker=f"Teacher A{number % 4}",
        role="teacher",
        school="A",
        method="interview",
        start=0,
        end=len(text),
        text=text,
        normalised=text,
        language="kk",
        language_confidence=1.0,
        language_mix="kk",
        language_spans=[],
        lemmas=[],
        lemma_languages=[],
        terms=[],
    )
    return dataclasses.replace(plain, **values)  # type: ignore[arg-type]


def suggestion(number: int = 1, evidence: str = "", **values: object) -> Suggestion:
    plain = Suggestion(
        transcript_id="one",
        utterance_id=f"one.{number}.1",
        turn=number,
        speaker=f"Teacher A{number % 4}",
        role="teacher",
        language="kk",
        start=0,
        end=16,
        text="Бізде қағаз көп.",
        topic=0,
        code="workload",
        probability=0.8,
        rank=1,
        decision="suggest",
        evidence=evidence,
    )
    return dataclasses.replace(plain, **values)  # type: ignore[arg-type]


def topic(number: int, **values: object) -> Topic:
    plain = Topic(
        number, 3, "kk 2; ru 1", f"қағаз{number}", "бумага", "paper", "қағаз, бумага", "", 0.8, ""
    )
    return dataclasses.replace(plain, **values)  # type: ignore[arg-type]


def figures(name: str, note: str = "") -> CodeFigures:
    return CodeFigures(name, "all", 9, 4, 0.75, 0.3333, 0.46, None, None, 0.4, 0.4, 0.5, note)


def comparison(method: str, language: str = "all") -> ComparisonFigures:
    none = dict.fromkeys(
        field.name
        for field in dataclasses.fields(ComparisonFigures)
        if field.type == "float | None"
    )
    plain = {
        "utterances": 8,
        "precision": 0.7,
        "recall": 0.4,
        "f1": 0.5,
        "kappa": 0.4,
        "alpha": 0.4,
    }
    return ComparisonFigures(method=method, language=language, **{**none, **plain})  # type: ignore[arg-type]


def run(text: str = "Бізде қағаз көп.", schools: Sequence[str] = ("A", "B")) -> Tables:
    """Two themes, one of them unstable, three codes, one of them never suggested."""
    utterances = [
        utterance(n, text, school=schools[n % len(schools)], language=("kk", "ru")[n % 2])
        for n in range(8)
    ]
    where = [0, 0, 0, 0, 1, 1, 1, -1]
    ids = [row.utterance_id for row in utterances]
    return dataclasses.replace(
        EMPTY,
        sources=[SourceFile("one", "x/one.txt", ""), SourceFile("damaged", "x/damaged.doc", "")],
        turns=[turn(0), turn(1, INTERVIEWER), turn(2, "heading")],
        utterances=utterances,
        topic_of=dict(zip(ids, where, strict=True)),
        topics=[
            topic(0, codes="workload"),
            topic(1, label_ru="", stability=0.3, note="unstable: with a little less talk …"),
        ],
        examples=[
            ThemeExample(n, rank, ids[rank], "one", "Teacher A1", "A", "kk", 0.9, text)
            for n in (0, 1)
            for rank in (1, 2, 3, 4)
        ],
        subthemes=[SubTheme("0.1", 0, 2, "kk 2", "қағаз", "", "paper", "қағаз", 0.6)],
        leanings=[
            Leaning(0, "language", "kk", 3, 0.75, 0.2, 3.0, "75 % of the theme is Kazakh …"),
            Leaning(1, "school", "A", 1, 0.3, 0.2, 0.3, ""),
        ],
        theme_codes=[ThemeCode(0, "workload", 3, 2, 0.75, 2.5, 0.01, 1)],
        suggested=[suggestion(n, text=text) for n in range(4)]
        + [suggestion(1, code="trust", text=text)],
        candidates=[
            CodeCandidate(1, "", 3, 2, "шай", "", "tea", "шай, tea", 0.9, 0.3, 0.01, text, text, "")
        ],
        by_code=[figures("workload", "found 3 of 9: look for this code yourself")],
        comparison=[comparison("suggestions"), comparison("suggestions", "kk")],
        metrics={"coverage": 0.5, "small_talk": 0.125, "language_nmi": 0.3, "language_ami": 0.25},
        adapted={"adapted": True, "map_as_it_is": {"all": 0.8}, "map_adapted": {"all": 0.85}},
    )
