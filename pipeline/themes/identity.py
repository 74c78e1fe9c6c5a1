"""Numbers that themes keep from run to run, and what became of the themes of the last run.

A theme keeps its number as long as it shares enough utterances with the theme that had it; numbers
of themes that are gone are not given away. Themes are paired so that all share as much as they can
(Kuhn 1955); only utterances of both runs count, so that new transcripts leave the pairs in place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.errors import TaqyrypError
from pipeline.schema import OUTLIER, THEME_NUMBERS, ThemeChange
from pipeline.tables import write_json

#: Jaccard index from which two themes are the same: two of equal size share half.
SAME = 1 / 3


@dataclass(frozen=True)
class Numbered:
    """The themes' numbers.

    Attributes:
        numbers: the number of each group; :data:`OUTLIER` stays what it is.
        topics: the number of each utterance's theme, in the order given.
        highest: the highest number ever given.
        changes: what became of the last run's themes, and where new ones come from.
    """

    numbers: dict[int, int]
    topics: list[int]
    highest: int
    changes: list[ThemeChange]


def keep_numbers(
    labels: Sequence[int],
    utterance_ids: Sequence[str],
    before: Mapping[str, int],
    highest: int = OUTLIER,
) -> Numbered:
    """Give the groups of this run the numbers of the last run's themes where they are the same.

    Args:
        labels: the group of each utterance, 0 the first to be numbered; :data:`OUTLIER` for none.
        before: the last run's theme of each of its utterances; empty if there was none. If it
            shares no utterance with this run, it was of another corpus and says nothing.
        highest: the highest number ever given.
    """
    if before.keys().isdisjoint(utterance_ids):  # another corpus
        before, highest = {}, OUTLIER
    groups = sorted(set(labels) - {OUTLIER})
    themes = sorted(set(before.values()) - {OUTLIER})
    shared = Counter(
        (label, before[name])
        for label, name in zip(labels, utterance_ids, strict=True)
        if name in before
    )
    sizes: Counter[int] = Counter()
    sizes_before: Counter[int] = Counter()
    for (label, theme), count in shared.items():
        sizes[label] += count
        sizes_before[theme] += count
    likeness = np.zeros((len(groups), len(themes)))
    for i, label in enumerate(groups):
        for j, theme in enumerate(themes):
            both = shared[label, theme]
            likeness[i, j] = both / max(1, sizes[label] + sizes_before[theme] - both)
    pairs = zip(*linear_sum_assignment(-likeness), strict=True)
    kept = {groups[i]: themes[j] for i, j in pairs if likeness[i, j] >= SAME}
    numbers = {OUTLIER: OUTLIER, **kept}
    highest = max([highest, *themes])
    for label in groups:
        if label not in numbers:
            highest += 1
            numbers[label] = highest
    changes = []
    for label in groups if before else []:
        if label not in kept:
            source, count = _most(shared, sizes[label], label=label)
            changes.append(
                ThemeChange(numbers[label], "new" if source == OUTLIER else "split", source, count)
            )
    for theme in themes:
        if theme not in kept.values():
            target, count = _most(shared, sizes_before[theme], theme=theme)
            into = numbers[target]
            changes.append(ThemeChange(theme, "gone" if into == OUTLIER else "merged", into, count))
    topics = [numbers[label] for label in labels]
    return Numbered(
        numbers, topics, highest, sorted(changes, key=lambda row: (row.topic, row.change))
    )


def _most(
    shared: Mapping[tuple[int, int], int],
    size: int,
    *,
    label: int | None = None,
    theme: int | None = None,
) -> tuple[int, int]:
    """The one on the other side that has more than half of a group or theme, and how much."""
    found = [
        (count, new if label is None else old)
        for (new, old), count in shared.items()
        if (new == label or label is None) and (old == theme or theme is None)
    ]
    count, other = max(found, default=(0, OUTLIER), key=lambda pair: (pair[0], -pair[1]))
    return (other, count) if other != OUTLIER and 2 * count > size else (OUTLIER, 0)


def load_numbers(path: Path = THEME_NUMBERS) -> tuple[dict[str, int], int]:
    """The theme of each utterance in the last run, and the highest number ever given.

    Raises:
        TaqyrypError: the file is damaged.
    """
    if not path.exists():
        return {}, OUTLIER
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        topics = {str(name): int(topic) for name, topic in content["topics"].items()}
        return topics, int(content["highest"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise TaqyrypError(
            f"does not hold the numbers of the last run's themes ({error})",
            file=path,
            remedy="delete it: themes are then numbered anew, by size",
        ) from error


def save_numbers(
    numbered: Numbered, utterance_ids: Sequence[str], path: Path = THEME_NUMBERS
) -> None:
    """Keep the numbers for the next run."""
    topics = dict(zip(utterance_ids, numbered.topics, strict=True))
    write_json(path, {"highest": numbered.highest, "topics": topics})
