"""Gathers the tables of a run into what the page shows."""

from __future__ import annotations

import json
import platform
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import PurePosixPath, PureWindowsPath

import pipeline
from pipeline.lexicon.codebook import Code, Codebook, Trilingual
from pipeline.params import Params
from pipeline.report_page.model import (
    Adapted,
    Cell,
    CodeView,
    Grid,
    LeadingCode,
    Quote,
    Reading,
    ReportData,
    Run,
    Tally,
    ThemeView,
)
from pipeline.report_page.passages import excerpt, passage, typical
from pipeline.report_page.sources import Tables
from pipeline.schema import (
    HEADING,
    INTERVIEWER,
    LANGUAGES,
    OUTLIER,
    CodeFigures,
    Suggestion,
    Utterance,
)

_QUOTES, _PASSAGES = 3, 2
#: Columns of themes by school or role that a sheet of paper has room for.
_COLUMNS = 8
_HASH_LENGTH = 12
_PACKAGES = ("bertopic", "numpy", "scikit-learn", "sentence-transformers", "torch")
_EMBEDDED = "multilingual-e5-small"


def gather(params: Params, codebook: Codebook, tables: Tables) -> ReportData:
    """What the page shows of a run."""
    codes = _codes(codebook, tables)
    return ReportData(
        reading=_reading(tables),
        themes=_themes(tables),
        grids=[
            grid
            for attribute, value in (("school", _school), ("role", _role))
            if (grid := _grid(attribute, value, tables)) is not None
        ],
        codes=[code for code in codes if code.suggestions],
        comparison=[row for row in tables.comparison if row.language == "all"],
        candidates=tables.candidates,
        unseen=[code for code in codes if not code.suggestions],
        coverage=float(tables.metrics.get("coverage", 0)),
        suggestions=len(tables.suggested),
        language_nmi=float(tables.metrics.get("language_nmi", 0)),
        language_ami=float(tables.metrics.get("language_ami", 0)),
        run=_run(params, tables),
    )


def _language(utterance: Utterance) -> str:
    return utterance.language


def _role(utterance: Utterance) -> str:
    return utterance.role


def _school(utterance: Utterance) -> str:
    return utterance.school


def tallies(utterances: Iterable[Utterance], value: Callable[[Utterance], str]) -> list[Tally]:
    """How much is said by value, the largest first; where it is unknown is left out."""
    of: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in utterances:
        if name := value(utterance):
            of[name].append(utterance)
    found = [Tally(name, len(rows), _words(rows), _speakers(rows)) for name, rows in of.items()]
    return sorted(found, key=lambda tally: (-tally.utterances, tally.value))


def _words(utterances: Iterable[Utterance]) -> int:
    return sum(len(utterance.text.split()) for utterance in utterances)


def _speakers(rows: Iterable[Utterance | Suggestion]) -> int:
    return len({row.speaker for row in rows})


def _reading(tables: Tables) -> Reading:
    utterances = tables.utterances
    spoken = {turn.transcript_id for turn in tables.turns}
    roles = Counter(turn.role for turn in tables.turns)
    outliers = sum(tables.topic_of[row.utterance_id] == OUTLIER for row in utterances)
    small_talk = round(float(tables.metrics.get("small_talk", 0)) * len(utterances))
    return Reading(
        transcripts=len(spoken),
        not_read=[row.transcript_id for row in tables.sources if row.transcript_id not in spoken],
        utterances=len(utterances),
        words=_words(utterances),
        speakers=_speakers(utterances),
        languages=tallies(utterances, _language),
        roles=tallies(utterances, _role),
        schools=tallies(utterances, _school),
        mixed=sum("+" in utterance.language_mix for utterance in utterances),
        interviewer_turns=roles[INTERVIEWER],
        headings=roles[HEADING],
        small_talk=min(small_talk, outliers),
        outliers=outliers,
    )


def _themes(tables: Tables) -> list[ThemeView]:
    members: dict[int, list[Utterance]] = defaultdict(list)
    for utterance in tables.utterances:
        members[tables.topic_of[utterance.utterance_id]].append(utterance)
    figures = {(row.topic, row.code): row for row in tables.theme_codes}
    views = []
    for topic in tables.topics:
        examples = [row for row in tables.examples if row.topic == topic.topic]
        rows = [figures[topic.topic, code] for code in topic.codes.split("; ") if code]
        views.append(
            ThemeView(
                topic=topic,
                speakers=_speakers(members[topic.topic]),
                quotes=[
                    Quote("".join(excerpt(row.text)), row.language, row.speaker, row.school)
                    for row in sorted(examples, key=lambda row: row.rank)[:_QUOTES]
                ],
                parts=[row for row in tables.subthemes if row.topic == topic.topic],
                codes=[LeadingCode(row.code, row.count, row.speakers, row.lift) for row in rows],
                leanings=[
                    row for row in tables.leanings if row.topic == topic.topic and row.warning
                ],
                unstable=topic.note.startswith("unstable"),
            )
        )
    return views


def _grid(attribute: str, value: Callable[[Utterance], str], tables: Tables) -> Grid | None:
    """Themes by school or role; none where there is nothing to compare."""
    columns = tallies(tables.utterances, value)
    if len(columns) < 2 or not tables.topics:
        return None
    of: dict[tuple[int, str], list[Utterance]] = defaultdict(list)
    for utterance in tables.utterances:
        of[tables.topic_of[utterance.utterance_id], value(utterance)].append(utterance)
    shown = columns[:_COLUMNS]

    def cell(topic: int, column: Tally) -> Cell:
        rows = of.get((topic, column.value), [])
        return Cell(len(rows), _speakers(rows), len(rows) / column.utterances)

    return Grid(
        attribute=attribute,
        columns=shown,
        left_off=len(columns) - len(shown),
        rows=[(topic, [cell(topic.topic, column) for column in shown]) for topic in tables.topics],
    )


def _codes(codebook: Codebook, tables: Tables) -> list[CodeView]:
    rows_of: dict[str, list[Suggestion]] = defaultdict(list)
    for row in tables.suggested:
        rows_of[row.code].append(row)
    figures = {row.code: row for row in tables.by_code}
    groups = {group.id: group.name for group in codebook.groups}
    return [
        _code(code, groups[code.group], rows_of[code.id], figures.get(code.id))
        for code in codebook.codes
    ]


def _code(
    code: Code, group: Trilingual, rows: Sequence[Suggestion], figures: CodeFigures | None
) -> CodeView:
    languages = Counter(row.language for row in rows)
    return CodeView(
        code=code.id,
        name=code.name,
        group=group,
        definition=code.definition,
        suggestions=len(rows),
        languages=[(language, languages[language]) for language in LANGUAGES],
        speakers=_speakers(rows),
        passages=[passage(row) for row in typical(rows, _PASSAGES)],
        figures=figures,
    )


def _run(params: Params, tables: Tables) -> Run:
    cluster, align = params.cluster, params.align
    settings: list[tuple[str, object]] = [
        ("segment.tools", params.segment.tools),
        ("segment.unit", params.segment.unit),
        ("segment.max_words", params.segment.max_words),
        ("cluster.seed", cluster.seed),
        ("cluster.centre_languages", cluster.centre_languages),
        ("cluster.themes", cluster.themes),
        ("cluster.resolution", cluster.resolution),
        ("cluster.min_theme_size", cluster.min_theme_size),
        ("cluster.guided", cluster.guided),
        ("cluster.neighbours", cluster.neighbours),
        ("cluster.runs", cluster.runs),
        ("align.threshold", align.threshold),
        ("align.precision", align.precision),
        ("align.max_codes", align.max_codes),
    ]
    model, adapted = params.encoder.model, tables.adapted
    return Run(
        corpus=_last(params.corpus),
        model=_EMBEDDED if model == "embedded" else _last(model),
        adapted=Adapted(
            adapted=bool(adapted["adapted"]),
            before=adapted.get("map_as_it_is", {}).get("all"),
            after=adapted.get("map_adapted", {}).get("all"),
        ),
        pseudonyms=params.ingest.pseudonyms,
        settings=[(name, json.dumps(value).strip('"')) for name, value in settings],
        versions=[
            ("taqyryp", pipeline.__version__),
            ("Python", platform.python_version()),
            *((name, version(name)) for name in _PACKAGES),
        ],
        hashes=tables.hashes,
    )


def _last(path: str) -> str:
    """The name of a folder, on either kind of system, without the way there.

    A name on a hub (``owner/model``) loses its owner, too.
    """
    return PureWindowsPath(PurePosixPath(path).name).name
