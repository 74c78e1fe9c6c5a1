"""Data frames, row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows with their columns as attributes; which those are, no type checker knows."""
    return list(frame.itertuples())
