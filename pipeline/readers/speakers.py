"""Speakers and roles: the study's notation, ordinary labels, and ``participants.csv``."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import TaqyrypError, collected
from pipeline.language.repair import TO_CYRILLIC
from pipeline.readers.labels import Certainty
from pipeline.readers.plain_text import decode
from pipeline.schema import INTERVIEWER

PARTICIPANTS = "participants.csv"
_COLUMNS = ("participant", "role", "school", "method", "date", "language")
#: Optional: ties a participant to one file (its name without the extension).
_TRANSCRIPT = "transcript"


def label_key(label: str) -> str:
    """Labels are compared without case, punctuation and look-alike letters (С and C)."""
    words = re.sub(r"[\s.,*_]+", " ", label.casefold()).strip()
    return "".join(TO_CYRILLIC.get(character, character) for character in words)


def _keys(labels: str) -> frozenset[str]:
    return frozenset(label_key(label) for label in labels.split("|"))


_INTERVIEWER_LABELS = _keys(
    "I|Int|Interviewer|Q|Question|Researcher|Moderator|Facilitator|И|Инт|Интервьюер|В|Вопрос|"
    "Исследователь|Модератор|Ведущий|Ведущая|С|Сұрақ|Сұхбаттасушы|Сұхбат алушы|Сұхбат жүргізуші|"
    "Зерттеуші|Жүргізуші|Мод"
)
_PARTICIPANT_LABELS = _keys(
    "R|A|P|Resp|Respondent|Answer|Participant|Informant|Interviewee|Р|О|Отв|Ответ|Респондент|"
    "Участник|Участница|Информант|Ж|Жауап|Жауап беруші|Респондент|Қатысушы"
)
_NUMBERED = re.compile(
    r"(?P<word>[rpрм]|participant|respondent|teacher|респондент|участник|участница|қатысушы|"
    r"мұғалім|учитель)[ -]?(?P<number>\d{1,3})",
    re.IGNORECASE,
)
#: The study's notation: a role, a school letter, a number; "FG, " before it in focus groups.
_NOTATION = re.compile(
    r"(?P<group>FG\b,?\s*)?(?P<role>[^\W\d_][^\d,]*?)(?:,?\s+(?P<school>[A-ZА-Я])\s?(?P<number>\d*))?"
    r"(?:,\s*\d{4})?"
)
#: How the roles of the study are written, by what their labels begin with.
_ROLES = (
    (("deputy", "vice", "zavuch", "завуч", "заместитель", "директордың орынбасары"), "deputy director"),
    (("director", "principal", "head teacher", "директор"), "director"),
    (("head of", "руководитель", "бірлестік жетекшісі"), "head of SMU"),
    (("teacher", "auyl teacher", "мұғалім", "учител", "преподавател"), "teacher"),
    (("psychologist", "психолог"), "psychologist"),
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
    text = decode(path)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in _COLUMNS[:2] if name not in (reader.fieldnames or [])]
    if missing:
        raise TaqyrypError(
            f"has no column {missing[0]!r}",
            file=path,
            line=1,
            remedy=f"the first row names the columns: {', '.join((*_COLUMNS, _TRANSCRIPT))}",
        )
    roster, errors = Roster(path), []
    for row in reader:
        cells = {name: (value or "").strip() for name, value in row.items() if name}
        if not cells["participant"] or not cells["role"]:
            errors.append(
                TaqyrypError(
                    "participant and role must both be filled",
                    file=path,
                    line=reader.line_num,
                    remedy="fill both, or delete the row",
                )
            )
            continue
        _add(roster, cells)
    if errors:
        raise collected(errors)
    return roster


def _add(roster: Roster, cells: dict[str, str]) -> None:
    speaker = Speaker(
        cells["participant"],
        INTERVIEWER if label_key(cells["role"]) in _INTERVIEWER_LABELS else cells["role"],
        cells.get("school", ""),
        cells.get("method", ""),
        cells.get("date", ""),
    )
    roster.by_label[label_key(speaker.name)] = speaker
    if transcript := cells.get(_TRANSCRIPT, ""):
        roster.by_transcript.setdefault(transcript, []).append(speaker)


def resolve(label: str, transcript_id: str, roster: Roster) -> Speaker | None:
    """The speaker a label stands for, or None when nobody can know."""
    key = label_key(label)
    if key in roster.by_label:
        return roster.by_label[key]
    if key in _INTERVIEWER_LABELS:
        return Speaker(label, INTERVIEWER)
    if key in _PARTICIPANT_LABELS:
        return roster.only_participant(transcript_id) or Speaker(label, "participant")
    if _NUMBERED.fullmatch(label):
        return Speaker(label, _role(label) or "participant")
    return _by_notation(label)


def label_certainty(label: str, transcript_id: str, roster: Roster) -> Certainty:
    """How sure it is that a label names a speaker.

    A bare role that occurs in the middle of a text does not: ``Директор:`` is mostly reported speech
    there; it is unknown here, and taken for a speaker when it comes back.
    """
    key = label_key(label)
    if key in roster.by_label or key in _INTERVIEWER_LABELS:
        return Certainty.CERTAIN
    if key in _PARTICIPANT_LABELS:
        return Certainty.GENERIC
    is_bare_role = _role(label) and not re.search(r"\b[A-ZА-Я]?\d+$|\b[A-ZА-Я]$", label)
    if is_bare_role or resolve(label, transcript_id, roster) is None:
        return Certainty.UNKNOWN
    return Certainty.CERTAIN


def _by_notation(label: str) -> Speaker | None:
    match = _NOTATION.fullmatch(label.strip())
    if match is None:
        return None
    role = _role(match["role"])
    if not match["group"] and not role and not match["number"]:
        return None
    method = "focus group" if match["group"] else ""
    return Speaker(label, role or match["role"].strip().lower(), match["school"] or "", method)


def _role(text: str) -> str:
    text = text.strip().casefold()
    return next((role for starts, role in _ROLES if text.startswith(starts)), "")
