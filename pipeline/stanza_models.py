"""Download Stanza's models: ``make stanza-models``, once, where there is a network.

They are needed only where ``params.yaml`` says ``segment.tools: stanza``. Nothing is sent but the
requests for these files, and no stage of the pipeline downloads any.
"""

from __future__ import annotations

from pipeline.errors import run_stage
from pipeline.language.stanza_tools import download
from pipeline.schema import STANZA_MODELS


def main() -> None:
    """Download into the folder where ``segment`` looks for models."""
    download(STANZA_MODELS)
    print(f"the models are in {STANZA_MODELS.as_posix()}: now set segment.tools to stanza")


if __name__ == "__main__":
    run_stage(main)
