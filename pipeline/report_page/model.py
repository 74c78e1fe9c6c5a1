"""What the page shows, as named types: gathered by :mod:`.data`, drawn by :mod:`.page`."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.lexicon.codebook import Trilingual
from pipeline.schema import CodeCandidate, CodeFigures, ComparisonFigures, Leaning, SubTheme, Topic


@dataclass(frozen=True, slots=True)
class Tally:
    """What was said in a language, in a role or at a school."""

    value: str
    utterances: int
    words: int
    speakers: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read and what was left out.

    Attributes:
        not_read: transcripts that were found and hold no turn.
        mixed: utterances with a good share of more than one language.
        interviewer_turns, headings: kept as context, never coded.
        small_talk: utterances that say nothing by themselves; in no theme on purpose.
        outliers: all utterances in no theme, small talk among them.
    """

    transcripts: int
    not_read: list[str]
    utterances: int
    words: int
    speakers: int
    languages: list[Tally]
    roles: list[Tally]
    schools: list[Tally]
    mixed: int
    interviewer_turns: int
    headings: int
    small_talk: int
    outliers: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a speaker; ``language`` is kk, ru or en."""

    text: str
    language: str
    speaker: str
    school: str


@dataclass(frozen=True, slots=True)
class LeadingCode:
    """A code that stands out in a theme: utterances it is suggested for, speakers, the lift."""

    code: str
    count: int
    speakers: int
    lift: float


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with all that is said about it."""

    topic: Topic
    speakers: int
    quotes: list[Quote]
    parts: list[SubTheme]
    codes: list[LeadingCode]
    leanings: list[Leaning]
    unstable: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Of what a school or role says, what is in a theme; ``share`` is 0..1."""

    utterances: int
    speakers: int
    share: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Themes by school or by role.

    Attributes:
        attribute: ``school`` or ``role``.
        columns: the schools or roles, those with most utterances first.
        left_off: columns that there was no room for.
        rows: a theme and its cells, as many as columns.
    """

    attribute: str
    columns: list[Tally]
    left_off: int
    rows: list[tuple[Topic, list[Cell]]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A suggested passage; ``carried`` are the words in the middle that carry the suggestion.

    Attributes:
        before, carried, after: the text in three pieces; ``carried`` is empty if it is not known.
        words: what carries it, as the evidence quotes it, where it is not found in the text.
        without: the probability without these words; none if they are not known.
        terms, question_terms: vocabulary met in the passage and in the question before.
        like: a coded text like it.
    """

    speaker: str
    transcript: str
    language: str
    probability: float
    before: str
    carried: str
    after: str
    words: str
    without: float | None
    terms: str
    question_terms: str
    like: str


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of the codebook, what is suggested and how it fared.

    ``languages`` are suggestions by language, in the order kk, ru, en; ``figures`` are none
    without codings.
    """

    code: str
    name: Trilingual
    group: Trilingual
    definition: Trilingual
    suggestions: int
    languages: list[tuple[str, int]]
    speakers: int
    passages: list[Passage]
    figures: CodeFigures | None


@dataclass(frozen=True, slots=True)
class Adapted:
    """Whether the sentence model was tuned, and how well it finds codes (MAP) before and after."""

    adapted: bool
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """How the run was made, without anything that tells the machine or the day.

    Attributes:
        corpus: the name of its folder, without the way there.
        settings: names as in ``params.yaml`` and values.
        versions: packages and their versions.
        hashes: files and the first digits of their SHA-256.
    """

    corpus: str
    model: str
    adapted: Adapted
    pseudonyms: bool
    settings: list[tuple[str, str]]
    versions: list[tuple[str, str]]
    hashes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that the page shows.

    Attributes:
        language_nmi, language_ami: how much themes tell of the language; ``_ami`` beyond chance.
        coverage: share of utterances with a suggestion.
        comparison: ways to find codes against the codings, all languages; empty without codings.
        unseen: codes that are suggested nowhere.
    """

    reading: Reading
    themes: list[ThemeView]
    grids: list[Grid]
    codes: list[CodeView]
    comparison: list[ComparisonFigures]
    candidates: list[CodeCandidate]
    unseen: list[CodeView]
    coverage: float
    suggestions: int
    language_nmi: float
    language_ami: float
    run: Run
