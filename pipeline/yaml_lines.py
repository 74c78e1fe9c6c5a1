"""YAML with line numbers, so that a message about a lexicon or a parameter can say where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import TaqyrypError

#: The way to a value: keys and list positions from the root of the document.
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """A parsed document; ``lines`` holds the line (from 1) of every key and list item."""

    path: Path
    data: Any
    lines: dict[Location, int]

    def line(self, location: Location) -> int | None:
        """The line of ``location``, or of the nearest thing around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location)


def load_yaml(path: Path, *, remedy: str) -> YamlFile:
    """Read one YAML document.

    Raises:
        TaqyrypError: no such file, not UTF-8, not YAML, or a key given twice in one place.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise TaqyrypError("no such file", file=path, remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise TaqyrypError("is not UTF-8 text", file=path, remedy="save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise TaqyrypError(
            f"is not valid YAML: {error.problem}",
            file=path,
            line=line,
            remedy="check indentation, quotes and colons near this line",
        ) from error
    lines: dict[Location, int] = {}
    data = None if root is None else _build(root, (), lines, path)
    return YamlFile(path, data, lines)


def _build(node: yaml.Node, location: Location, lines: dict[Location, int], path: Path) -> Any:
    lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*location, i), lines, path) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            line = key_node.start_mark.line + 1
            if key in result:
                raise TaqyrypError(
                    f"{key!r} is given twice", file=path, line=line, remedy="keep one of the two"
                )
            lines[(*location, key)] = line
            result[key] = _build(value_node, (*location, key), lines, path)
        return result
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)  # type: ignore[no-untyped-call]
    finally:
        loader.dispose()  # type: ignore[no-untyped-call]
