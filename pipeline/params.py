"""``params.yaml`` as typed, checked values: one class per section, one section per stage."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.schema import Language
from pipeline.validation import validate
from pipeline.yaml_lines import load_yaml

PARAMS = Path("params.yaml")


class Section(BaseModel):
    """A section refuses names it does not know and values of the wrong kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class IngestParams(Section):
    """What to do with transcripts that cannot be read, and with names."""

    on_error: Literal["fail", "skip"]
    pseudonyms: bool


class SegmentParams(Section):
    """What an utterance is, and what finds its sentences and lemmas."""

    tools: Literal["built-in", "stanza"]
    unit: Literal["sentence", "passage", "turn"]
    max_words: int = Field(ge=1)


class EncoderParams(Section):
    """Which sentence model, and how it is addressed."""

    model: str = Field(min_length=1)
    revision: str | None
    prefix: str


class AdaptParams(Section):
    """Whether and how far the sentence model is tuned to the codebook."""

    enabled: bool
    layers: int = Field(ge=1)
    rounds: int = Field(ge=1)


class ClusterParams(Section):
    """How themes are found."""

    seed: int = Field(ge=0, lt=2**32)
    centre_languages: bool
    neighbours: int = Field(ge=2)
    resolution: float = Field(gt=0)
    themes: int | None = Field(ge=1)
    min_theme_size: int = Field(ge=1)
    runs: int = Field(ge=1)
    guided: bool
    label_command: str | None = Field(min_length=1)


class AlignParams(Section):
    """When a code is suggested."""

    threshold: float = Field(ge=0, le=1)
    precision: float | None = Field(gt=0, lt=1)
    max_codes: int = Field(ge=1)


class EvaluateParams(Section):
    """Whose codings the tables by code are for."""

    coder: str | None


class ExportParams(Section):
    """What other programs are given, and how they count."""

    language: Language
    prefix: str
    least_probability: float = Field(ge=0, le=1)
    codes: list[str]
    transcripts: list[str]
    line_ends: Literal["lf", "crlf"]
    offsets: Literal["codepoints", "utf16"]


class Params(Section):
    """The whole of ``params.yaml``."""

    corpus: str = Field(min_length=1)
    ingest: IngestParams
    segment: SegmentParams
    encoder: EncoderParams
    adapt: AdaptParams
    cluster: ClusterParams
    align: AlignParams
    evaluate: EvaluateParams
    export: ExportParams


def load_params(path: Path = PARAMS) -> Params:
    """Read and check the settings.

    Raises:
        TaqyrypError: names the line, the setting and what is expected there.
    """
    document = load_yaml(path, remedy="run from the project folder, or restore it from Git")
    return validate(Params, document)
