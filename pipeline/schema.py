"""The data contracts: one dataclass per kind of row, one :class:`Table` per file.

Every span is ``start``, ``end`` in Unicode code points into the transcript's canonical text
(the text as read from the file, LF line ends, not normalised), end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")

INTERVIEWER = "interviewer"
HEADING = "heading"
#: Roles whose turns are kept as context and never coded.
NOT_CODED = frozenset({INTERVIEWER, HEADING})

#: The topic number BERTopic gives to utterances that belong to no theme.
OUTLIER = -1

Row = TypeVar("Row")


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A file that stages meet in: where it is, what a row is, what identifies a row."""

    path: Path
    row: type[Row]
    key: tuple[str, ...]
    stage: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One transcript of the corpus folder, as found by ``check``.

    ``source`` says which of its file it is, where a file holds several: the guid in a REFI-QDA
    project. It is empty for ordinary files.
    """

    transcript_id: str
    file: str
    sha256: str
    source: str = ""

    @property
    def place(self) -> str:
        """What messages call it: its file and, where that holds several, the transcript."""
        return f"{self.file} ({self.transcript_id})" if self.source else self.file


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another speaks; ``time`` in seconds where the source has it."""

    transcript_id: str
    turn: int
    speaker: str
    role: str
    school: str
    method: str
    date: str
    text: str
    start: int
    end: int
    time: float | None


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A lexicon term met in the text: canonical span, spelling met, rule that fired, 0..1."""

    term: str
    start: int
    end: int
    form: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TermSpelling:
    """A line of ``results/terms.csv``: a spelling met, and the term it was taken for.

    ``term`` is empty for a romanised word that looks like Kazakh or Russian and is no term;
    ``form`` is then a reading that a dictionary knows, if there is one. ``schemes`` are those that
    write the form just so. ``where`` lists the first places: transcript and canonical offset.
    """

    spelling: str
    term: str
    language: str
    form: str
    rule: str
    schemes: str
    confidence: float
    count: int
    transcripts: int
    where: str


@dataclass(frozen=True, slots=True)
class NormalisedTurn:
    """A turn's repaired text; character ``i`` stands for canonical ``[starts[i], ends[i])``."""

    transcript_id: str
    turn: int
    text: str
    starts: list[int]
    ends: list[int]
    terms: list[TermMatch]


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of one language (canonical offsets)."""

    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """The unit that is embedded, grouped into themes and coded.

    ``normalised`` is what is compared and coded: repaired, without transcriber's marks.
    ``language`` is the main one of the three; ``language_mix`` names all with a good share of the
    words (``kk+ru``), or says ``other`` or ``unknown``.
    ``lemmas`` and ``lemma_languages`` run in parallel; a lexicon term stands among the lemmas
    as one word.
    """

    utterance_id: str
    transcript_id: str
    turn: int
    speaker: str
    role: str
    school: str
    method: str
    start: int
    end: int
    text: str
    normalised: str
    language: Language
    language_confidence: float
    language_mix: str
    language_spans: list[LanguageSpan]
    lemmas: list[str]
    lemma_languages: list[str]
    terms: list[TermMatch]


@dataclass(frozen=True, slots=True)
class Assignment:
    """The theme of an utterance; ``membership`` (0..1) is how clearly it belongs there.

    ``subtheme`` is ``3.1`` in theme 3, or empty. ``x`` and ``y`` are its place on the map of all utterances: near means similar, no more.
    """

    utterance_id: str
    topic: int
    membership: float
    subtheme: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as ``cluster`` found it, before it meets the codebook."""

    topic: int
    size: int
    languages: str
    label_kk: str
    label_ru: str
    label_en: str
    words: str
    stability: float
    note: str


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A line of ``results/subthemes.csv``: a part of a theme."""

    subtheme: str
    topic: int
    size: int
    languages: str
    label_kk: str
    label_ru: str
    label_en: str
    words: str
    stability: float


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A line of ``results/theme_changes.csv``: what became of a theme since the last run.

    ``change`` is ``new``; ``split`` (from ``other``); ``merged`` (into ``other``); or ``gone``.
    ``shared`` counts the utterances it has in common with ``other``, -1 if there is none.
    """

    topic: int
    change: Literal["new", "split", "merged", "gone"]
    other: int
    shared: int


@dataclass(frozen=True, slots=True)
class ThemeExample:
    """A line of ``results/theme_examples.csv``: one of the most typical utterances of a theme."""

    topic: int
    rank: int
    utterance_id: str
    transcript_id: str
    speaker: str
    school: str
    language: str
    membership: float
    text: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """A line of ``results/theme_leanings.csv``: the value of an attribute that stands out most in a theme.

    Attributes:
        count: utterances of the theme with the value.
        share: of the theme's utterances, 0..1.
        elsewhere: share of the value in all other utterances, those without a theme included.
        z: standard deviations above what chance would give, if sources (or, for a speaker or
            transcript, utterances) had no leanings.
        warning: a sentence for the researcher where the leaning is clear and large, else empty.
    """

    topic: int
    attribute: str
    value: str
    count: int
    share: float
    elsewhere: float
    z: float
    warning: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of ``results/topics.csv``: the theme with the codes it leans to.

    ``note`` says what to be careful about: that it is unstable, or follows a language, a speaker,
    a school or a role.
    """

    topic: int
    size: int
    languages: str
    label_kk: str
    label_ru: str
    label_en: str
    words: str
    codes: str
    stability: float
    note: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line of ``results/suggestions.csv``: one utterance, one code, the reasons."""

    transcript_id: str
    utterance_id: str
    turn: int
    speaker: str
    role: str
    language: str
    start: int
    end: int
    text: str
    topic: int
    code: str
    probability: float
    rank: int
    decision: Literal["suggest", "abstain"]
    evidence: str


@dataclass(frozen=True, slots=True)
class CodeEvidence:
    """What speaks for a code in an utterance, told apart.

    Attributes:
        probability: what all evidence together makes of it, 0..1.
        learned: the score learned from coded texts; what the utterance's own transcript was coded
            with is not in it.
        terms: what the terms of the codebook in the utterance are worth, 0 or more.
        similarity: cosine with the definition and sentences of the codebook, as a plain search
            with sentence vectors would rank by.
    """

    utterance_id: str
    code: str
    probability: float
    learned: float
    terms: float
    similarity: float


@dataclass(frozen=True, slots=True)
class ThemeCode:
    """A line of ``results/theme_codes.csv``: how much a code stands out in a theme.

    Attributes:
        count: utterances of the theme the code is suggested for.
        speakers: people who said them.
        share: of the theme's utterances, 0..1.
        lift: the share over the share in the whole corpus; 1 is chance.
        p_value: that chance alone gives so many or more, corrected for the number of themes and
            codes; or, where that is larger, not corrected and without the person who says most.
    """

    topic: int
    code: str
    count: int
    speakers: int
    share: float
    lift: float
    p_value: float
    rank: int


@dataclass(frozen=True, slots=True)
class CodeCandidate:
    """A line of ``results/code_candidates.csv``: a theme or a part of one that fits no code.

    Attributes:
        subtheme: ``3.1`` for a part of theme 3, empty for the theme as a whole.
        draft_name_kk, draft_name_ru, draft_name_en: the name of the theme, to be made better.
        share_without: of its utterances, those without any suggestion, 0..1.
        elsewhere: the same of all other utterances that are in a theme.
        p_value: as :attr:`ThemeCode.p_value`, for the utterances without any suggestion.
        example_1, example_2, example_3: the most typical utterances without any suggestion, with
            the speaker; empty where there are fewer.
    """

    topic: int
    subtheme: str
    size: int
    speakers: int
    draft_name_kk: str
    draft_name_ru: str
    draft_name_en: str
    words: str
    share_without: float
    elsewhere: float
    p_value: float
    example_1: str
    example_2: str
    example_3: str


@dataclass(frozen=True, slots=True)
class NextToCode:
    """A line of ``results/next_to_code.csv``: an utterance that would teach much if coded by hand.

    ``codes`` are the most probable ones with their probabilities; ``why`` says what it would teach.
    """

    rank: int
    transcript_id: str
    utterance_id: str
    speaker: str
    school: str
    language: str
    topic: int
    text: str
    codes: str
    why: str


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """A line of ``results/metrics_by_code.csv``: how one code fared against the codings.

    Attributes:
        language: of the utterances; ``all`` where they are not told apart.
        f1_low, f1_high: 95 % interval by transcript; none with fewer than two transcripts.
        note: what the tool must not be relied on for, with the counts; else empty.
    """

    code: str
    language: str
    coded: int
    suggested: int
    precision: float
    recall: float
    f1: float
    f1_low: float | None
    f1_high: float | None
    kappa: float
    alpha: float
    average_precision: float
    note: str


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """A line of ``results/comparison.csv``: one way to find codes, against the codings.

    ``_low`` and ``_high`` are a 95 % interval by transcript, none with fewer than two transcripts.
    Figures of a ranking are none for a second coder, who does not rank.
    """

    method: str
    language: str
    utterances: int
    precision_at_1: float | None
    precision_at_3: float | None
    precision: float
    precision_low: float | None
    precision_high: float | None
    recall: float
    recall_low: float | None
    recall_high: float | None
    f1: float
    f1_low: float | None
    f1_high: float | None
    kappa: float
    kappa_low: float | None
    kappa_high: float | None
    alpha: float
    recall_at_5: float | None
    map: float | None
    map_low: float | None
    map_high: float | None


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Decisions with a probability from ``low`` to below ``high``: what is said, what is coded."""

    low: float
    high: float
    decisions: int
    mean_probability: float
    share_coded: float


@dataclass(frozen=True, slots=True)
class ThresholdFigures:
    """What a threshold would give; ``coverage`` is the share of utterances with a suggestion."""

    threshold: float
    precision: float
    recall: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Exported:
    """A suggestion as it was handed to other programs, to be compared with what comes back."""

    transcript_id: str
    utterance_id: str
    start: int
    end: int
    text: str
    code: str
    probability: float


MANIFEST = Table(Path("transcripts/manifest.parquet"), SourceFile, ("transcript_id",), "check")
PARTICIPANTS_HASH = Path("transcripts/participants.sha256")
CODINGS_HASH = Path("transcripts/codings.sha256")
TURNS = Table(Path("transcripts/turns.parquet"), Turn, ("transcript_id", "turn"), "ingest")
CANONICAL = Path("transcripts/canonical")
NORMALISED = Table(
    Path("transcripts/normalised.parquet"), NormalisedTurn, ("transcript_id", "turn"), "normalise"
)
TERM_SPELLINGS = Table(
    Path("results/terms.csv"), TermSpelling, ("spelling", "term", "rule"), "normalise"
)
STANZA_MODELS = Path("models/stanza")
STANZA_HASH = Path("models/stanza.sha256")
UTTERANCES = Table(Path("transcripts/utterances.parquet"), Utterance, ("utterance_id",), "segment")
ENCODER = Path("models/encoder")
ADAPTED = Path("models/adapted")
#: There only if the model was adapted.
ADAPTED_LAYERS = ADAPTED / "layers.safetensors"
ADAPTED_FIGURES = ADAPTED / "figures.json"
EMBEDDINGS = Path("models/embeddings.parquet")
VECTOR_CACHE = Path("models/cache")
TOPIC_MODEL = Path("models/topics")
ASSIGNMENTS = Table(Path("models/assignments.parquet"), Assignment, ("utterance_id",), "cluster")
THEMES = Table(Path("models/themes.parquet"), Theme, ("topic",), "cluster")
SUBTHEMES = Table(Path("results/subthemes.csv"), SubTheme, ("subtheme",), "cluster")
THEME_EXAMPLES = Table(
    Path("results/theme_examples.csv"), ThemeExample, ("topic", "rank"), "cluster"
)
THEME_LEANINGS = Table(
    Path("results/theme_leanings.csv"), Leaning, ("topic", "attribute"), "cluster"
)
THEME_CHANGES = Table(
    Path("results/theme_changes.csv"), ThemeChange, ("topic", "change"), "cluster"
)
THEME_NUMBERS = Path("models/theme_numbers.json")
GUIDES_HASH = Path("models/guides.sha256")
CLUSTER_METRICS = Path("models/cluster_metrics.json")
SUGGESTIONS = Table(Path("results/suggestions.csv"), Suggestion, ("utterance_id", "code"), "align")
EVIDENCE = Table(Path("models/evidence.parquet"), CodeEvidence, ("utterance_id", "code"), "align")
THEME_CODES = Table(Path("results/theme_codes.csv"), ThemeCode, ("topic", "code"), "align")
TOPICS = Table(Path("results/topics.csv"), Topic, ("topic",), "align")
CODE_CANDIDATES = Table(
    Path("results/code_candidates.csv"), CodeCandidate, ("topic", "subtheme"), "align"
)
NEXT_TO_CODE = Table(Path("results/next_to_code.csv"), NextToCode, ("utterance_id",), "align")
METRICS = Path("results/metrics.json")
METRICS_BY_CODE = Table(Path("results/metrics_by_code.csv"), CodeFigures, ("code",), "evaluate")
METRICS_BY_CODE_LANGUAGE = Table(
    Path("results/metrics_by_code_language.csv"), CodeFigures, ("code", "language"), "evaluate"
)
COMPARISON = Table(
    Path("results/comparison.csv"), ComparisonFigures, ("method", "language"), "evaluate"
)
RELIABILITY = Table(Path("results/reliability.csv"), ReliabilityBin, ("low",), "evaluate")
THRESHOLDS = Table(Path("results/thresholds.csv"), ThresholdFigures, ("threshold",), "evaluate")
#: A file for each run, named after it: earlier ones are kept.
EXPORTED = Table(Path("models/exported"), Exported, ("utterance_id", "code"), "export")
EXPORTS = Path("results/exports")
NOTEBOOKS = Path("notebooks")
EXECUTED = Path("results/notebooks")
