"""YAML with line numbers, so that a message about a lexicon or a parameter can say where."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """Read one YAML document of plain values, lists and mappings.

    Raises:
        TaqyrypError: no such file, not UTF-8, not YAML, or a key given twice in one place.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise TaqyrypError("no such file", file=path, remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise TaqyrypError("is not UTF-8 text", file=path, remedy="save it as UTF-8") from error
    builder = _Builder(path)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = None if root is None else builder.value(root, ())
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _invalid(path, line, f"character {error.character:#06x} is not allowed") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _invalid(path, mark.line + 1 if mark else None, error.problem or "") from error
    except RecursionError as error:
        raise _invalid(path, None, "lists and mappings are nested too deeply") from error
    return YamlFile(path, data, builder.lines)


def _invalid(path: Path, line: int | None, problem: str) -> TaqyrypError:
    return TaqyrypError(
        f"is not valid YAML: {problem}",
        file=path,
        line=line,
        remedy="check indentation, quotes and colons near this line",
    )


@dataclass
class _Builder:
    """Makes values of nodes, so that the line of each is known."""

    path: Path
    lines: dict[Location, int] = field(default_factory=dict)
    #: The lists and mappings begun and not ended: an alias to one of them would never end.
    begun: list[yaml.Node] = field(default_factory=list)

    def value(self, node: yaml.Node, location: Location) -> Any:
        self.lines.setdefault(location, _line(node))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if node in self.begun:
            raise _invalid(self.path, _line(node), "an alias stands inside what it stands for")
        if node.tag not in ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise _invalid(self.path, _line(node), f"the tag {node.tag!r} is not known")
        self.begun.append(node)
        if isinstance(node, yaml.MappingNode):
            built: Any = self.mapping(node, location)
        else:
            built = [self.value(item, (*location, i)) for i, item in enumerate(node.value)]
        self.begun.pop()
        return built

    def mapping(self, node: yaml.MappingNode, location: Location) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = _line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                raise _invalid(self.path, line, "a list or a mapping cannot be a key")
            key = self.scalar(key_node)
            if key in result:
                message = f"{key!r} is given twice"
                raise TaqyrypError(message, file=self.path, line=line, remedy="keep one of the two")
            self.lines[(*location, key)] = line
            result[key] = self.value(value_node, (*location, key))
        return result

    def scalar(self, node: yaml.ScalarNode) -> Any:
        loader = yaml.SafeLoader("")
        try:
            return loader.construct_object(node, deep=True)
        except Exception as error:  # what PyYAML lets through for a date or a number has no rule
            problem = getattr(error, "problem", None) or error
            message = f"{node.value!r} cannot be read here ({problem})"
            raise _invalid(self.path, _line(node), message) from error
        finally:
            loader.dispose()


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1
