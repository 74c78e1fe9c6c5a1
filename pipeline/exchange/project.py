"""What is handed to other programs: transcripts, codes, and suggestions with their reasons.

Every program gets the same; each writer only puts it into the program's own form.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: What XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Who has made the suggestions, in every program that knows users.
MACHINE = "taqyryp (machine suggestions)"
#: What the last line of a suggestion's memo begins with, before the run it is from.
SIGNATURE = "taqyryp run "
#: All identifiers are made of names under this one, so that the same run gives the same ones.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pypi.org/project/taqyryp")


@dataclass(frozen=True)
class Source:
    """A transcript.

    Attributes:
        text: the canonical text, which all offsets are into.
        attributes: what is known of it, by name, as the date and the method.
    """

    transcript_id: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What programs call it: many make a file of that name, so it must not lead into a folder."""
        return self.transcript_id.replace("/", " - ")


@dataclass(frozen=True)
class Participant:
    """Somebody who speaks in transcripts; ``attributes`` by name, as the role and the school."""

    name: str
    attributes: Mapping[str, str]
    transcripts: Sequence[str]


@dataclass(frozen=True)
class CodeGroup:
    """Codes that stand together."""

    id: str
    name: str


@dataclass(frozen=True)
class ExportedCode:
    """A code as other programs show it.

    Attributes:
        name: unique among the codes.
        colour: ``#RRGGBB``.
        own_guid: the one it has in the program it comes from; empty if it comes from none.
    """

    id: str
    name: str
    group: str
    description: str
    colour: str
    own_guid: str = ""

    @property
    def guid(self) -> str:
        """The identifier by which programs know it."""
        return self.own_guid or guid("code", self.id)


@dataclass(frozen=True)
class Suggested:
    """A code suggested for an utterance, at code points ``start`` to ``end`` of its transcript.

    Attributes:
        memo: probability, reasons and run, in lines that fit into a memo.
    """

    transcript_id: str
    utterance_id: str
    speaker: str
    role: str
    language: str
    start: int
    end: int
    text: str
    topic: int
    theme: str
    code: str
    probability: float
    reasons: str
    memo: str

    @property
    def guid(self) -> str:
        """The same for the same code at the same place."""
        return guid("suggestion", self.transcript_id, str(self.start), str(self.end), self.code)


@dataclass(frozen=True)
class Project:
    """All that is handed over.

    Attributes:
        run: a hash of the suggestions, of the texts and of the model they come from.
        suggested: in the order of the transcripts.
    """

    name: str
    run: str
    groups: Sequence[CodeGroup]
    codes: Sequence[ExportedCode]
    sources: Sequence[Source]
    suggested: Sequence[Suggested]
    participants: Sequence[Participant] = ()

    def code(self, code_id: str) -> ExportedCode:
        """The code with an id."""
        return next(code for code in self.codes if code.id == code_id)


def clean(text: str, instead: str = "\ufffd") -> str:
    """The text with what XML cannot hold replaced, character for character."""
    return _NO_XML.sub(instead, text)


def guid(*names: str) -> str:
    """An identifier that is always the same for the same names."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(names)))
