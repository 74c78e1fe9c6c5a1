"""Stage ``ingest``: transcripts become turns, each with its speaker, role and place in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from pipeline.errors import TaqyrypError, collected, run_stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.names.key import ASK, KEY, YES, Key, key_bytes, read_key
from pipeline.names.replace import Pseudonymiser
from pipeline.names.survey import update_key
from pipeline.params import load_params
from pipeline.readers.document import Document, Speech, counted
from pipeline.readers.formats import read_document
from pipeline.readers.labels import Certainty, find_speeches, paragraphs, trim
from pipeline.readers.speakers import (
    PARTICIPANTS,
    Roster,
    Speaker,
    is_interviewer,
    is_moderated,
    label_certainty,
    load_roster,
    resolve,
)
from pipeline.schema import CANONICAL, HEADING, INTERVIEWER, MANIFEST, TURNS, SourceFile, Turn
from pipeline.tables import read, write, write_bytes


@dataclass(frozen=True)
class Transcript:
    """A transcript as read: canonical text, turns, labels nobody knows, and the reader's notes."""

    source: SourceFile
    text: str
    turns: list[Turn]
    unknown: list[TaqyrypError]
    notes: tuple[str, ...] = ()


def read_transcript(source: SourceFile, roster: Roster) -> Transcript:
    """Read one file and say who speaks in it.

    Raises:
        TaqyrypError: the file cannot be read or holds no text.
    """
    try:
        document = read_document(Path(source.file), source.source)
    except TaqyrypError as error:
        error.file = source.place
        raise
    if is_moderated(document.text):
        roster = roster.moderated()
    speeches = _speeches(document, source.transcript_id, roster)
    turns: list[Turn] = []
    strangers: dict[str, list[Speech]] = {}
    for speech in speeches:
        speaker = _speaker(speech, speeches, source.transcript_id, roster)
        if speaker is None:
            strangers.setdefault(speech.label, []).append(speech)
        else:
            turns.append(_turn(document.text, len(turns) + 1, speech, speaker, source))
    unknown = [_unknown(source, label, found) for label, found in strangers.items()]
    return Transcript(source, document.text, turns, unknown, document.notes)


def _speeches(document: Document, transcript_id: str, roster: Roster) -> list[Speech]:
    text = document.text
    if document.speeches is not None:
        return _trimmed(text, document.speeches)
    labelled = find_speeches(
        text,
        certainty=lambda label: label_certainty(label, transcript_id, roster),
        is_interviewer=lambda label: is_interviewer(label, transcript_id, roster),
    )
    by_style = [] if labelled else _named_by_style(document, transcript_id, roster)
    return document.timed(labelled or by_style or paragraphs(text))


def _trimmed(text: str, speeches: Iterable[Speech]) -> list[Speech]:
    trimmed = [(speech, *trim(text, speech.start, speech.end)) for speech in speeches]
    return [replace(speech, start=start, end=end) for speech, start, end in trimmed if start < end]


def _named_by_style(document: Document, transcript_id: str, roster: Roster) -> list[Speech]:
    """Speeches by paragraph styles, where at least two of these are named like speakers."""
    styles = {speech.label for speech in document.styled}
    named = {
        style
        for style in styles
        if style and label_certainty(style, transcript_id, roster) is not Certainty.UNKNOWN
    }
    if len(named) < 2:
        return []
    found = (
        speech if speech.label in named else replace(speech, label="") for speech in document.styled
    )
    return _trimmed(document.text, found)


def _speaker(
    speech: Speech, speeches: list[Speech], transcript_id: str, roster: Roster
) -> Speaker | None:
    """The speaker of a speech; text without any labels belongs to the one it is a document of."""
    if speech.label:
        return resolve(speech.label, transcript_id, roster)
    if any(other.label for other in speeches):
        return Speaker("", HEADING)
    return roster.only_participant(transcript_id) or Speaker(transcript_id, "document")


def _turn(text: str, number: int, speech: Speech, speaker: Speaker, source: SourceFile) -> Turn:
    return Turn(
        transcript_id=source.transcript_id,
        turn=number,
        speaker=speaker.name,
        role=speaker.role,
        school=speaker.school,
        method=speaker.method,
        date=speaker.date,
        text=text[speech.start : speech.end],
        start=speech.start,
        end=speech.end,
        time=speech.time,
    )


def _unknown(source: SourceFile, label: str, speeches: list[Speech]) -> TaqyrypError:
    times = f"{len(speeches)} turns" if len(speeches) > 1 else "1 turn"
    return TaqyrypError(
        f"nobody knows the speaker {label!r} ({times})",
        file=source.place,
        line=speeches[0].line,
        remedy=f"add a row for {label!r} to {PARTICIPANTS}, "
        "with its role (interviewer, teacher, …)",
    )


def summary(transcripts: list[Transcript], roster: Roster) -> str:
    """What was read, a line a transcript, and who is listed but never speaks."""
    lines = [f"{'transcript':<32} {'turns':>6} {'interviewer':>12}  speakers"]
    for transcript in transcripts:
        turns = [turn for turn in transcript.turns if turn.role != HEADING]
        asked = sum(turn.role == INTERVIEWER for turn in turns)
        speakers = Counter(turn.speaker for turn in turns if turn.role != INTERVIEWER)
        names = ", ".join(f"{name} ({count})" for name, count in speakers.items())
        lines.append(f"{transcript.source.transcript_id:<32} {len(turns):>6} {asked:>12}  {names}")
    lines += [
        f"{transcript.source.place}: {note}"
        for transcript in transcripts
        for note in transcript.notes
    ]
    heard = {turn.speaker for transcript in transcripts for turn in transcript.turns}
    silent = [speaker.name for speaker in roster.people() if speaker.name not in heard]
    if silent:
        lines.append(f"in {PARTICIPANTS} but in no transcript: {', '.join(silent)}")
    return "\n".join(lines)


def pseudonymised(transcript: Transcript, names: Pseudonymiser) -> Transcript:
    """The transcript as if it had been spoken and read with pseudonyms; ids stay."""
    replaced = names.replace(transcript.text)
    speakers = {  # each once: the whole transcript is searched for what may speak for a name
        speaker: names.replace(speaker, context=transcript.text).text
        for speaker in {turn.speaker for turn in transcript.turns}
    }
    turns = []
    for turn in transcript.turns:
        start, end = replaced.span(turn.start, turn.end)
        speaker, text = speakers[turn.speaker], replaced.text[start:end]
        turns.append(replace(turn, speaker=speaker, text=text, start=start, end=end))
    return replace(transcript, text=replaced.text, turns=turns)


def replace_names(transcripts: list[Transcript], roster: Roster) -> tuple[list[Transcript], Key]:
    """All transcripts with pseudonyms, and the key with what was found in them."""
    lemmatiser = Lemmatiser()
    people = {speaker.name for speaker in roster.people()}
    people |= {turn.speaker for transcript in transcripts for turn in transcript.turns}
    texts = {transcript.source.transcript_id: transcript.text for transcript in transcripts}
    key = update_key(texts, sorted(people), read_key(KEY), lemmatiser)
    names = Pseudonymiser(key, lemmatiser)
    progress = tqdm(transcripts, desc="pseudonyms", unit=" transcripts", disable=None)
    return [pseudonymised(transcript, names) for transcript in progress], key


def names_summary(key: Key) -> str:
    """How many names were replaced, and how many words may have been missed."""
    met = [row for row in key.rows.values() if row.replace == YES and row.count]
    asked = [row for row in key.rows.values() if row.replace == ASK]
    return (
        f"{counted(len(met), 'name')} replaced in {counted(sum(r.count for r in met), 'place')}; "
        f"{counted(len(asked), 'word')} that may be names were not: look over {KEY.as_posix()}"
    )


def main() -> None:
    """Read every transcript of the manifest; write the turns and the canonical texts."""
    params = load_params()
    roster = load_roster(Path(params.corpus))
    transcripts: list[Transcript] = []
    errors: list[TaqyrypError] = []
    for source in tqdm(read(MANIFEST), desc="ingest", unit=" transcripts", disable=None):
        try:
            transcript = read_transcript(source, roster)
        except TaqyrypError as error:
            errors.append(error)
        else:
            transcripts.append(transcript)
            errors += transcript.unknown
    if errors and params.ingest.on_error == "fail":
        raise collected(errors)
    for left_out in errors:
        print(f"left out: {left_out}")
    key = read_key(KEY)
    if params.ingest.pseudonyms:
        transcripts, key = replace_names(transcripts, roster)
    if params.ingest.pseudonyms or not KEY.exists():
        write_bytes(KEY, key_bytes(key))
    for transcript in transcripts:
        path = CANONICAL / f"{transcript.source.transcript_id}.txt"
        write_bytes(path, transcript.text.encode("utf-8"))
    write(TURNS, [turn for transcript in transcripts for turn in transcript.turns])
    print(summary(transcripts, roster))
    if params.ingest.pseudonyms:
        print(names_summary(key))


if __name__ == "__main__":
    run_stage(main)
