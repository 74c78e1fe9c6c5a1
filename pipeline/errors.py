"""One error root, caught once at the edge of every stage and printed without a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path


class TaqyrypError(Exception):
    """Something the user can put right: says where it is, what was found and what to do.

    Args:
        message: what was expected and what was found, one sentence.
        file: the file to look at, if there is one.
        line: line number in that file, counted from 1.
        remedy: what to do about it, one sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.remedy = remedy

    def __str__(self) -> str:
        place = "" if self.file is None else Path(self.file).as_posix()
        if place and self.line is not None:
            place += f", line {self.line}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}\n  What to do: {self.remedy}" if self.remedy else text


def run_stage(main: Callable[[], None]) -> None:
    """Run a stage's ``main``; a :class:`TaqyrypError` becomes one message and exit status 1.

    Nothing may leave the machine, so the model libraries are told to stay offline; only the
    ``encoder`` stage lifts this, when ``params.yaml`` names a model on a hub.
    """
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        main()
    except TaqyrypError as error:
        print(f"\nERROR: {error}\n", file=sys.stderr)
        sys.exit(1)


def collected(errors: list[TaqyrypError]) -> TaqyrypError:
    """Several errors as one, so that the user repairs all of them in one go."""
    if len(errors) == 1:
        return errors[0]
    listing = "\n".join(f"- {error}" for error in errors)
    return TaqyrypError(f"{len(errors)} problems were found:\n{listing}")
