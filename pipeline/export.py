"""Stage ``export``: the suggestions for the programs researchers code in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import TaqyrypError, collected, run_stage
from pipeline.exchange import doccano, inception, label_studio, web_annotations
from pipeline.exchange.project import (
    SIGNATURE,
    CodeGroup,
    ExportedCode,
    Participant,
    Project,
    Source,
    Suggested,
)
from pipeline.exchange.refi_codebook import codebook_xml
from pipeline.exchange.refi_project import Counting, project_archive
from pipeline.exchange.workbook import suggestions_csv, workbook
from pipeline.lexicon.codebook import Codebook, Trilingual, load_codebook
from pipeline.params import PARAMS, ExportParams, Params, load_params
from pipeline.schema import (
    ADAPTED_LAYERS,
    CANONICAL,
    EXPORTED,
    EXPORTS,
    MANIFEST,
    NOT_CODED,
    SUGGESTIONS,
    TOPICS,
    TURNS,
    Exported,
    Suggestion,
    Topic,
    Turn,
)
from pipeline.tables import read, write, write_bytes

#: One colour a group, told apart also by people who are colour-blind (Okabe & Ito 2008); the codes
#: of a group have shades of it.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1", "#7A7A7A")
#: How far the last shade is from its group's colour towards white.
_LIGHTEST = 0.45
_RUN_LENGTH = 12


def project_of(
    suggestions: Sequence[Suggestion],
    topics: Sequence[Topic],
    turns: Sequence[Turn],
    texts: Mapping[str, str],
    codebook: Codebook,
    params: ExportParams,
    *,
    model: str,
) -> Project:
    """What is handed over.

    Args:
        suggestions: all rows of ``suggestions.csv``.
        texts: the canonical texts by transcript.
        model: what the suggestions come from, in a few words.
    """
    wanted = [
        row
        for row in suggestions
        if row.decision == "suggest"
        and row.probability >= params.least_probability
        and (not params.codes or row.code in params.codes)
        and (not params.transcripts or row.transcript_id in params.transcripts)
    ]
    wanted.sort(key=lambda row: (row.transcript_id, row.start, row.rank))
    names = [name for name in texts if not params.transcripts or name in params.transcripts]
    codes = exported_codes(codebook, params)
    labels = {topic.topic: _label(topic, params.language) for topic in topics}
    run = _run(wanted, texts, model)
    shown = {code.id: code.name for code in codes}
    return Project(
        "Machine suggestions (taqyryp)",
        run,
        [CodeGroup(group.id, _in(group.name, params.language)) for group in codebook.groups],
        codes,
        [Source(name, texts[name], _attributes(turns, name)) for name in sorted(names)],
        [_suggested(row, labels, shown, run, model) for row in wanted],
        participants(turns, set(names)),
    )


def exported_codes(codebook: Codebook, params: ExportParams) -> list[ExportedCode]:
    """The codes with unique names and colours."""
    found: list[ExportedCode] = []
    taken: set[str] = set()
    guids: set[str] = set()
    for code in codebook.codes:
        if params.codes and code.id not in params.codes:
            continue
        name = params.prefix + (_in(code.name, params.language) or code.id)
        if name.casefold() in taken:  # programs merge codes of one name
            name = f"{name} ({code.id})"
        taken.add(name.casefold())
        own_guid = "" if code.guid.lower() in guids else code.guid
        guids.add(own_guid.lower())
        description = "\n\n".join(
            dict.fromkeys([_in(code.definition, params.language), f"taqyryp code: {code.id}"])
        )
        colour = code.colour or _colour(codebook, code.id)
        found.append(ExportedCode(code.id, name, code.group, description, colour, own_guid))
    return found


def _in(text: Trilingual, language: str) -> str:
    """The text in a language, or in the first that it is written in."""
    return getattr(text, language) or next((own for _, own in text.items()), "")


def _colour(codebook: Codebook, code_id: str) -> str:
    """A shade of the colour of the code's group."""
    code = next(code for code in codebook.codes if code.id == code_id)
    group = [group.id for group in codebook.groups].index(code.group)
    members = [other.id for other in codebook.codes if other.group == code.group]
    lighter = _LIGHTEST * members.index(code_id) / max(1, len(members) - 1)
    base = _COLOURS[group % len(_COLOURS)]
    channels = (int(base[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(one + (255 - one) * lighter):02X}" for one in channels)


def _label(topic: Topic, language: str) -> str:
    label = getattr(topic, f"label_{language}") or topic.label_en
    return f"{topic.topic} ({label})" if label else str(topic.topic)


def _run(rows: Sequence[Suggestion], texts: Mapping[str, str], model: str) -> str:
    """A hash of what is suggested, where, and by what."""
    digest = hashlib.sha256(model.encode("utf-8"))
    for name in sorted(texts):
        digest.update(f"{name}\x1f{texts[name]}\x1e".encode())
    for row in rows:
        digest.update(
            f"{row.utterance_id}\x1f{row.start}\x1f{row.end}\x1f{row.code}\x1f{row.probability}\x1e".encode()
        )
    return digest.hexdigest()[:_RUN_LENGTH]


def _suggested(
    row: Suggestion, labels: Mapping[int, str], names: Mapping[str, str], run: str, model: str
) -> Suggested:
    reasons = row.evidence.replace(" · ", "\n")
    return Suggested(
        row.transcript_id,
        row.utterance_id,
        row.speaker,
        row.role,
        row.language,
        row.start,
        row.end,
        row.text,
        row.topic,
        labels.get(row.topic, ""),
        row.code,
        row.probability,
        reasons,
        f"suggested: {names[row.code]}, probability {row.probability:.2f}\n{reasons}\n"
        f"model: {model}\n{SIGNATURE}{run}",
    )


def _attributes(turns: Sequence[Turn], transcript: str) -> dict[str, str]:
    own = next((turn for turn in turns if turn.transcript_id == transcript), None)
    if own is None:
        return {}
    values = {"School": own.school, "Method": own.method, "Date": own.date}
    return {name: value for name, value in values.items() if value}


def participants(turns: Sequence[Turn], transcripts: set[str]) -> list[Participant]:
    """Who speaks, those left out whom nobody codes."""
    roles: dict[str, dict[str, str]] = {}
    where: dict[str, dict[str, None]] = {}
    for turn in turns:
        if turn.role in NOT_CODED or turn.transcript_id not in transcripts or not turn.speaker:
            continue
        values = {"Role": turn.role, "School": turn.school}
        roles.setdefault(turn.speaker, {name: own for name, own in values.items() if own})
        where.setdefault(turn.speaker, {})[turn.transcript_id] = None
    return [Participant(name, roles[name], list(where[name])) for name in sorted(roles)]


def check_names(params: ExportParams, codes: Sequence[str], transcripts: Sequence[str]) -> None:
    """Refuse codes and transcripts that there are not.

    Raises:
        TaqyrypError: names them.
    """
    errors = [
        TaqyrypError(
            f"export.{setting} names {name!r}, which there is not",
            file=PARAMS,
            remedy=f"use some of: {', '.join(known)}",
        )
        for setting, names, known in (
            ("codes", params.codes, codes),
            ("transcripts", params.transcripts, transcripts),
        )
        for name in names
        if name not in known
    ]
    if errors:
        raise collected(errors)


def files(project: Project, topics: Sequence[Topic], params: ExportParams) -> dict[str, bytes]:
    """The files for each program, by their path in the folder of exports."""
    return {
        "suggestions.qdpx": project_archive(project, Counting(params.line_ends, params.offsets)),
        "codebook.qdc": codebook_xml(project),
        "suggestions.xlsx": workbook(project, topics),
        "suggestions.csv": suggestions_csv(project),
        "label_studio/tasks.json": label_studio.tasks(project),
        "label_studio/config.xml": label_studio.labelling_config(project),
        "doccano/suggestions.jsonl": doccano.jsonl(project),
        "doccano/labels.json": doccano.labels_json(project),
        "inception/layer.json": inception.layer_json(project),
        **{f"inception/{name}": content for name, content in inception.xmi(project).items()},
        "web_annotations.jsonld": web_annotations.jsonld(project),
    }


def model_name(params: Params) -> str:
    """What codes are found with, in a few words."""
    name = params.encoder.model
    name = "multilingual-e5-small" if name == "embedded" else Path(name).name
    return f"{name}, adapted to the codebook" if ADAPTED_LAYERS.exists() else name


def main() -> None:
    """Write the exports, and remember what was handed over."""
    params, codebook = load_params(), load_codebook()
    names = [source.transcript_id for source in read(MANIFEST)]
    texts = {
        name: path.read_bytes().decode("utf-8")
        for name in names
        if (path := CANONICAL / f"{name}.txt").exists()
    }
    check_names(params.export, codebook.ids, list(texts))
    topics = read(TOPICS)
    project = project_of(
        read(SUGGESTIONS),
        topics,
        read(TURNS),
        texts,
        codebook,
        params.export,
        model=model_name(params),
    )
    shutil.rmtree(EXPORTS, ignore_errors=True)
    for name, content in files(project, topics, params.export).items():
        write_bytes(EXPORTS / name, content)
    record = replace(EXPORTED, path=EXPORTED.path / f"{project.run}.parquet")
    write(
        record,
        [
            Exported(
                own.transcript_id,
                own.utterance_id,
                own.start,
                own.end,
                own.text,
                own.code,
                own.probability,
            )
            for own in project.suggested
        ],
    )
    print(
        f"{len(project.suggested)} suggestions on {len(project.sources)} transcripts are in "
        f"{EXPORTS.as_posix()}, run {project.run}"
    )


if __name__ == "__main__":
    run_stage(main)
