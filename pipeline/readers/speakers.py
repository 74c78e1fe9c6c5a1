"""Speakers and roles: the study's notation, ordinary labels, and ``participants.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.language.repair import TO_CYRILLIC, TO_LATIN, repair
from pipeline.readers.delimited import read_table
from pipeline.readers.labels import Certainty
from pipeline.schema import INTERVIEWER

PARTICIPANTS = "participants.csv"
_COLUMNS = ("participant", "role", "school", "method", "date", "language")
#: Optional: ties a participant to one file (its name without the extension).
_TRANSCRIPT = "transcript"
_PARTICIPANT = "participant"
_TWINS = str.maketrans(TO_CYRILLIC)


def label_key(label: str) -> str:
    """Labels are compared without case, punctuation and look-alike letters (С and C).

    Capitals are what is compared: B and В look alike, b and в do not.
    """
    words = re.sub(r"[\s.,*_]+", " ", repair(label).text).strip()
    return words.upper().translate(_TWINS).casefold()


def _general(interviewer: str, participant: str) -> dict[str, str]:
    asked = {label_key(label): _PARTICIPANT for label in participant.split("|")}
    return asked | {label_key(label): INTERVIEWER for label in interviewer.split("|")}


_GENERAL = _general(
    interviewer="Int|Inv|Interviewer|Investigator|Question|Researcher|Moderator|Facilitator|Инт|Интервьюер|Вопрос|"
    "Исследователь|Модератор|Ведущий|Ведущая|Сұрақ|Сұхбаттасушы|Сұхбат алушы|Сұхбат жүргізуші|"
    "Зерттеуші|Жүргізуші|Мод",
    participant="Par|Resp|Respondent|Answer|Participant|Informant|Interviewee|Отв|Ответ|Респондент|"
    "Участник|Участница|Информант|Жауап|Жауап беруші|Қатысушы",
)
#: A letter alone is taken as it is written: a Latin B or C is a person's more often than it is a
#: mistyped В(опрос) or С(ұрақ), and what an interviewer says is never coded.
_LETTERS = dict.fromkeys("IІQИВС", INTERVIEWER) | dict.fromkeys("RAАPРOОЖ", _PARTICIPANT)
#: Respondents with numbers make a group, and then М alone is its moderator: elsewhere it may be a
#: мұғалім.
_RESPONDENT = re.compile(r"^[^\S\n]*(?:[РPR]|Респ\.?|Resp\.?)\s?\d{1,2}[^\S\n]*[:\t]", re.MULTILINE)
#: Letters (Latin where they look so) that stand for a person before a number; A1, B1, C1 do not:
#: these are school and number of somebody whose role is not said.
_NUMBERED_LETTERS = dict.fromkeys("IQИ", INTERVIEWER) | dict.fromkeys("RPM", _PARTICIPANT)

_GROUP = re.compile(r"(?i:FG)\b,?\s*")
#: The study's notation: a role, a school letter, a number, each of which may be left out. A small
#: school letter must touch its number: elsewhere it is a word ("директор с").
_NOTATION = re.compile(
    r"(?P<role>[^\W\d_][^\d,]*?)??"
    r"(?:(?:^|,?\s+|-|(?=\d))(?P<school>[A-ZА-ЯІ]|[a-zа-яі](?=\d))?[\s-]?(?P<number>\d{1,3})?)?"
    r"(?:,\s*\d{4})?"
)


def _beginning(*phrases: str) -> re.Pattern[str]:
    """Keys that begin with the words of a phrase, each with any ending, others in between."""
    patterns = (r"\w*[ -](?:.*[ -])?".join(label_key(phrase).split()) for phrase in phrases)
    return re.compile("|".join(patterns))


#: How the roles of the study are written, by what their labels begin with; the first that fits.
_ROLES = (
    (_beginning("deputy", "vice", "zavuch", "завуч", "заместитель"), "deputy director"),
    (_beginning("директор орынбасары"), "deputy director"),
    (_beginning("director", "principal", "head teacher", "head of school", "директор"), "director"),
    (_beginning("head of", "руководитель", "бірлестік жетекшісі"), "head of SMU"),
    (_beginning("teacher", "auyl teacher", "мұғалім", "учител", "преподавател"), "teacher"),
    (_beginning("psychologist", "психолог"), "psychologist"),
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the name to show and what is known of them (empty where nothing is)."""

    name: str
    role: str
    school: str = ""
    method: str = ""
    date: str = ""


@dataclass(frozen=True)
class Roster:
    """The people of ``participants.csv``, by label; ``by_transcript`` by file."""

    path: Path | None = None
    by_label: dict[str, Speaker] = field(default_factory=dict)
    by_transcript: dict[str, list[Speaker]] = field(default_factory=dict)

    def find(self, label: str, transcript_id: str) -> Speaker | None:
        """The person with this label: the row of this transcript, if there is one."""
        key = label_key(label)
        here = self.by_transcript.get(transcript_id, [])
        return next((p for p in here if label_key(p.name) == key), self.by_label.get(key))

    def people(self) -> list[Speaker]:
        """Everybody listed, in the order of the file."""
        return list(self.by_label.values())

    def moderated(self) -> Roster:
        """The same people, and М, in either script, as moderator unless somebody is listed so."""
        moderator = {label_key("М"): Speaker("М", INTERVIEWER)}
        return replace(self, by_label=moderator | self.by_label)

    def only_participant(self, transcript_id: str) -> Speaker | None:
        """The participant of a one-to-one interview, by the column ``transcript``."""
        people = [p for p in self.by_transcript.get(transcript_id, []) if p.role != INTERVIEWER]
        return people[0] if len(people) == 1 else None


def load_roster(folder: Path) -> Roster:
    """Read ``participants.csv`` of a corpus folder; an empty roster if there is none.

    Raises:
        TaqyrypError: a column is missing, a row has no participant or no role.
    """
    path = folder / PARTICIPANTS
    if not path.exists():
        return Roster()
    table = read_table(path)
    for name in _COLUMNS[:2]:
        if name not in table.columns:
            names = ", ".join((*_COLUMNS, _TRANSCRIPT))
            raise table.missing(name, remedy=f"the first row names the columns: {names}")
    roster = Roster(path)
    errors: list[TaqyrypError] = []
    for row in table.rows:
        cells = {name: cell.strip() for name, cell in row.cells.items()}
        if cells["participant"] and cells["role"]:
            _add(roster, cells)
        else:
            message = "participant and role must both be filled"
            remedy = "fill both, or delete the row"
            errors.append(TaqyrypError(message, file=path, line=row.line, remedy=remedy))
    if errors:
        raise collected(errors)
    return roster


def _add(roster: Roster, cells: dict[str, str]) -> None:
    role = _read(cells["role"])
    speaker = Speaker(
        cells["participant"],
        INTERVIEWER if role and role[0].role == INTERVIEWER else cells["role"],
        cells.get("school", ""),
        cells.get("method", ""),
        cells.get("date", ""),
    )
    roster.by_label[label_key(speaker.name)] = speaker
    if transcript := cells.get(_TRANSCRIPT, ""):
        roster.by_transcript.setdefault(transcript, []).append(speaker)


def is_moderated(text: str) -> bool:
    """Whether a text is a group with numbered respondents: Р1: … Р2: …"""
    return len(set(_RESPONDENT.findall(text))) > 1


def resolve(label: str, transcript_id: str, roster: Roster) -> Speaker | None:
    """The speaker a label stands for, or None when nobody can know."""
    if known := roster.find(label, transcript_id):
        return known
    match _read(label):
        case None:
            return None
        case speaker, Certainty.GENERIC:
            return roster.only_participant(transcript_id) or speaker
        case speaker, _:
            return speaker


def label_certainty(label: str, transcript_id: str, roster: Roster) -> Certainty:
    """How sure it is that a label names a speaker."""
    if roster.find(label, transcript_id):
        return Certainty.CERTAIN
    reading = _read(label)
    return reading[1] if reading else Certainty.UNKNOWN


def is_interviewer(label: str, transcript_id: str, roster: Roster) -> bool:
    """Whether a label is known to be an interviewer's."""
    speaker = resolve(label, transcript_id, roster)
    return speaker is not None and speaker.role == INTERVIEWER


def _read(label: str) -> tuple[Speaker, Certainty] | None:
    """Who a label names, by its words alone, and how sure it is that it names anybody."""
    words = repair(label).text.strip(" \t.*_")
    if general := _LETTERS.get(words.upper()) or _GENERAL.get(label_key(words)):
        sure = Certainty.CERTAIN if general == INTERVIEWER else Certainty.GENERIC
        return Speaker(label, general), sure
    group = _GROUP.match(words)
    match = _NOTATION.fullmatch(words[group.end() :] if group else words)
    return _by_notation(label, match, in_group=bool(group)) if match else None


def _by_notation(
    label: str, match: re.Match[str], *, in_group: bool
) -> tuple[Speaker, Certainty] | None:
    """What role, school and number say.

    A bare role in the middle of a text is reported speech (``Директор: «Жазыңдар!»``) more often
    than a speaker, and words nobody knows before a letter and a number are a level or a room
    more often than a role (``Деңгейім B2``): these must come back to be somebody.
    """
    words, number = match["role"] or "", match["number"]
    school = (match["school"] or "").upper()
    school = TO_LATIN.get(school, school)
    role = _role(words)
    if not words and number and school in _NUMBERED_LETTERS:
        role, school = _NUMBERED_LETTERS[school], ""
    if role:
        sure = Certainty.CERTAIN if in_group or school or number else Certainty.UNKNOWN
    elif in_group and (words or school or number):
        role, sure = words.lower() or _PARTICIPANT, Certainty.CERTAIN
    elif words and school and number:
        role, sure = words.lower(), Certainty.LIKELY
    else:
        return None
    return Speaker(label, role, school, "focus group" if in_group else ""), sure


def _role(words: str) -> str:
    """The role that words name: one of the study's, or that of a general label; else empty."""
    key = label_key(words)
    return next((role for start, role in _ROLES if start.match(key)), _GENERAL.get(key, ""))
