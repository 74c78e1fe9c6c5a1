"""Reading and writing the tables of :mod:`pipeline.schema`: whole, checked and atomic."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from pipeline.errors import TaqyrypError
from pipeline.schema import Table

Row = TypeVar("Row")
Vectors = npt.NDArray[np.float32]

#: Rows of a table that are in memory at a time.
_CHUNK = 2000
_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
}
#: What pyarrow, the UTF-8 decoder and pydantic raise for a file that is damaged or another.
_DAMAGED = (OSError, ValueError, pa.ArrowException)


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field annotation: scalars, optionals, literals, lists, dataclasses."""
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if dataclasses.is_dataclass(annotation):
        return pa.struct(list(arrow_schema(typing.cast(type, annotation))))
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list:
        return pa.list_(arrow_type(arguments[0]))
    if origin is typing.Literal:
        return pa.string()
    if origin in (typing.Union, types.UnionType):
        return arrow_type(next(item for item in arguments if item is not type(None)))
    raise TypeError(f"no Arrow type for {annotation!r}")


def arrow_schema(row: type) -> pa.Schema:
    """The Arrow schema of a row dataclass, fields in the order of the class."""
    hints = typing.get_type_hints(row)
    names = [field.name for field in dataclasses.fields(row)]
    return pa.schema([(name, arrow_type(hints[name])) for name in names])


def read(table: Table[Row]) -> list[Row]:
    """All rows of a table.

    Raises:
        TaqyrypError: the file is missing (says which stage makes it) or does not fit its schema.
    """
    return list(stream(table))


def stream(table: Table[Row]) -> Iterator[Row]:
    """The rows of a table one after the other, so that a large one need not be in memory.

    Raises:
        TaqyrypError: as :func:`read`.
    """
    require(table.path, table.stage)
    try:
        rows = TypeAdapter(list[table.row])  # type: ignore[name-defined]
        for records in _records(table):
            yield from rows.validate_python(records)
    except (*_DAMAGED, csv.Error) as error:
        raise _unfit(table.path, f"{table.row.__name__} rows", table.stage, error) from error


def _records(table: Table[Row]) -> Iterator[list[dict[str, Any]]]:
    if table.path.suffix == ".csv":
        hints = typing.get_type_hints(table.row)
        optional = {name for name in hints if type(None) in typing.get_args(hints[name])}
        with table.path.open(encoding="utf-8", newline="") as file:
            yield [
                {
                    name: None if name in optional and not cell else cell
                    for name, cell in row.items()
                }
                for row in csv.DictReader(file)
            ]
        return
    with pq.ParquetFile(table.path) as file:
        for batch in file.iter_batches(batch_size=_CHUNK):
            yield batch.to_pylist()


def _unfit(path: Path, what: str, stage: str, error: Exception) -> TaqyrypError:
    remedy = f"make it anew with: dvc repro --force {stage}"
    return TaqyrypError(f"does not hold {what} ({error})", file=path, remedy=remedy)


def write(table: Table[Row], rows: Iterable[Row]) -> int:
    """Write a table whole or not at all; rows stay in the given order. Returns how many.

    Raises:
        ValueError: two rows share a key, which is a bug of the stage and not of the data.
    """
    names = [field.name for field in dataclasses.fields(table.row)]  # type: ignore[arg-type]
    keys: set[tuple[Any, ...]] = set()
    records = _unique((dataclasses.asdict(row) for row in rows), table, keys)  # type: ignore[call-overload]
    if table.path.suffix == ".csv":
        write_bytes(table.path, csv_bytes(names, records))
        return len(keys)
    schema = arrow_schema(table.row)
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, schema) as writer:
        while chunk := list(islice(records, _CHUNK)):
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
    write_bytes(table.path, buffer.getvalue())
    return len(keys)


def _unique(
    records: Iterable[dict[str, Any]], table: Table[Row], keys: set[tuple[Any, ...]]
) -> Iterator[dict[str, Any]]:
    """The records, their keys put into ``keys``."""
    for record in records:
        key = tuple(record[name] for name in table.key)
        if key in keys:
            raise ValueError(f"{table.path}: rows are not unique by {table.key}")
        keys.add(key)
        yield record


def csv_bytes(names: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """Records as UTF-8 CSV with a header; LF line ends, so that runs can be compared bytewise."""
    lines = _Lines()
    # the writer quotes what is in its line end: with CR LF there, a lone CR in a cell too
    writer = csv.DictWriter(lines, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines).encode("utf-8")


class _Lines(list[str]):
    """What a csv writer writes, row by row."""

    def write(self, line: str) -> None:
        self.append(line)


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a JSON object, keys in the given order, one a line."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside it, then rename: never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_vectors(path: Path, *, stage: str = "embed") -> tuple[list[str], Vectors]:
    """Keys and their vectors: ``n`` strings and an array of shape (n, dimensions)."""
    require(path, stage)
    try:
        table = pq.read_table(path, columns=["key", "vector"])
        keys = table.column("key").to_pylist()
        width = table.schema.field("vector").type.list_size
        flat = table.column("vector").combine_chunks().flatten().to_numpy()
    except (*_DAMAGED, AttributeError, LookupError) as error:
        raise _unfit(path, "vectors", stage, error) from error
    return keys, flat.reshape(len(keys), width).astype(np.float32, copy=False)


def write_vectors(path: Path, keys: Sequence[str], vectors: Vectors) -> None:
    """Write ``n`` keys and their vectors of shape (n, dimensions) as float32."""
    flat = pa.array(np.ascontiguousarray(vectors, dtype=np.float32).ravel())
    column = pa.FixedSizeListArray.from_arrays(flat, int(vectors.shape[1]))
    buffer = io.BytesIO()
    pq.write_table(pa.table({"key": pa.array(keys, pa.string()), "vector": column}), buffer)
    write_bytes(path, buffer.getvalue())


def sha256(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require(path: Path, stage: str) -> None:
    """Raise unless ``path`` exists, naming the stage that makes it."""
    if not path.exists():
        raise TaqyrypError(
            f"missing: it is made by the stage {stage!r}",
            file=path,
            remedy=f"run: dvc repro {stage}",
        )
