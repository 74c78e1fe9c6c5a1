"""Real REFI-QDA projects read, written again and compared: ``python -m tests.measure_exchange FILE …``.

``--schema Project.xsd`` also holds what is written against the schema of the standard.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path

from lxml import etree

from pipeline.errors import TaqyrypError
from pipeline.exchange.project import CodeGroup, ExportedCode, Project, Source, Suggested
from pipeline.exchange.refi_project import Counting, project_archive
from pipeline.readers import refi, refi_codes


def as_ours(path: Path) -> tuple[Project, str]:
    """A project as one of ours, its codings as suggestions; and how it counts characters."""
    codes = refi_codes.codes(path)
    try:
        held = refi.sources(path)
    except TaqyrypError:  # codes alone
        held = []
    codings, note = refi_codes.codings(path)
    tops = dict.fromkeys(code.parents[0] if code.parents else code.name for code in codes)
    sources = [
        Source(f"{number} {source.name}", refi.read(path, source.guid).text, {"kind": source.kind})
        for number, source in enumerate(held)
    ]
    names = {source.guid: own for source, own in zip(held, sources, strict=True)}
    own_codes = [
        ExportedCode(
            code.guid,
            code.name,
            code.parents[0] if code.parents else code.name,
            code.description,
            code.colour,
            code.guid,
        )
        for code in codes
    ]
    # The same code twice at the same words is one suggestion to us.
    suggested = {
        (coding.source, coding.start, coding.end, coding.code): Suggested(
            names[coding.source].transcript_id,
            "",
            "",
            "",
            "",
            coding.start,
            coding.end,
            names[coding.source].text[coding.start : coding.end],
            -1,
            "",
            coding.code,
            1.0,
            "",
            coding.note,
        )
        for coding in codings
    }
    groups = [CodeGroup(name, f"{name} (group)") for name in tops]
    project = Project(path.stem, "", groups, own_codes, sources, list(suggested.values()))
    return project, note or "as the standard says"


def quotes(path: Path) -> list[tuple[str, str, str, int]]:
    """Every coding: the name of its code, its words, what was written about it, and where it begins."""
    codings, _ = refi_codes.codings(path)
    texts = {own: refi.read(path, own).text for own in {coding.source for coding in codings}}
    names = {code.guid.lower(): code.name for code in refi_codes.codes(path)}
    return sorted(
        {
            (names.get(c.code.lower(), c.code), texts[c.source][c.start : c.end], c.note, c.start)
            for c in codings
        }
    )


def measure(path: Path, schema: Path | None) -> None:
    """Print what is in a project and whether it is there again when it is written."""
    project, counting = as_ours(path)
    print(
        f"{path.name}: {len(project.sources)} texts, {len(project.codes)} codes, "
        f"{len(project.suggested)} codings; characters counted: {counting}"
    )
    before = quotes(path)
    for way in (Counting(), Counting("crlf", "utf16")):
        content = project_archive(project, way)
        with tempfile.TemporaryDirectory() as folder:
            again = Path(folder) / "again.qdpx"
            again.write_bytes(content)
            after = quotes(again)
            with zipfile.ZipFile(again) as archive:
                document = etree.fromstring(archive.read("project.qde"))
        words = [(quote, note, start) for _, quote, note, start in before]
        same = sorted(words) == sorted((quote, note, start) for _, quote, note, start in after)
        print(
            f"  written with {way.line_ends}, {way.offsets}: codings equal: {same}; codes with their "
            f"names: {sum(one in after for one in before)} of {len(before)}"
        )
        if schema:
            rules = etree.XMLSchema(etree.parse(str(schema)))
            valid = rules.validate(document)
            print(f"  valid: {valid} {rules.error_log.last_error or ''}")


def main() -> None:
    """Measure the files that are named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--schema", type=Path)
    chosen = parser.parse_args()
    for path in chosen.files:
        measure(path, chosen.schema)


if __name__ == "__main__":
    main()
