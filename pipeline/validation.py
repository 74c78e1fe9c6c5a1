"""Pydantic's findings as our own errors: file, line, what was found, what to do."""

from __future__ import annotations

import difflib
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import TaqyrypError, collected
from pipeline.yaml_lines import Location, YamlFile

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], document: YamlFile) -> Model:
    """The document as a ``model``; all findings are raised together."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise collected([_finding(model, document, item) for item in error.errors()]) from error


def _finding(model: type[BaseModel], document: YamlFile, item: Any) -> TaqyrypError:
    location: Location = tuple(part for part in item["loc"] if part != "[key]")
    name = ".".join(str(part) for part in location) or "the file"
    error = partial(TaqyrypError, file=document.path, line=document.line(location))
    if item["type"] == "extra_forbidden":
        known = _fields(model, location[:-1])
        close = difflib.get_close_matches(str(location[-1]), known, n=1)
        remedy = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"
        return error(f"{name!r} is not known here", remedy=remedy)
    if item["type"] == "missing":
        return error(f"{name!r} is missing", remedy=f"add {location[-1]!r}")
    message = str(item["msg"]).removeprefix("Value error, ")
    return error(
        f"{name!r}: {message[:1].lower()}{message[1:]}, found {_short(item['input'])}",
        remedy="put in a value of the kind asked for",
    )


def _fields(model: Any, location: Location) -> list[str]:
    """Names of the fields at ``location`` inside ``model``."""
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        model = None if field is None else _inner(field.annotation)
        if model is None:
            return []
    return list(model.model_fields)


def _inner(annotation: Any) -> Any:
    candidates = [annotation, *getattr(annotation, "__args__", ())]
    return next((item for item in candidates if hasattr(item, "model_fields")), None)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
