"""Stage ``report``: a page to keep, and the notebooks executed, all for any browser."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from traitlets.config import Config

from pipeline.errors import TaqyrypError, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.params import load_params
from pipeline.report_page.data import gather
from pipeline.report_page.page import report
from pipeline.report_page.sources import read_tables
from pipeline.schema import EXECUTED, NOTEBOOKS
from pipeline.tables import write_bytes

REPORT = Path("results/report.html")


def execute(path: Path, project: Path) -> nbformat.NotebookNode:
    """Run a notebook in the project folder; what it shows depends on the data alone.

    Raises:
        TaqyrypError: a cell failed; says which and why.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        record_timing=False,
        config=_private(),
        resources={"metadata": {"path": str(project)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise TaqyrypError(
            f"a cell failed: {error.ename}: {error.evalue}",
            file=path,
            remedy="open the notebook and run it cell by cell, or restore it from Git",
        ) from error
    return notebook  # type: ignore[no-any-return]


def _private() -> Config:
    """Talk to the kernel over a file of this user rather than over TCP, where that exists."""
    transport = "ipc" if os.name == "posix" else "tcp"
    return Config({"KernelManager": {"transport": transport}})


def to_page(notebook: nbformat.NotebookNode, title: str) -> str:
    """A page with all that it shows inside it: no code, and nothing fetched from the network."""
    exporter = HTMLExporter(
        template_name="lab",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        require_js_url="",
        jquery_url="",
        mathjax_url="",
        mermaid_js_url="",
    )
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return str(page)


def main() -> None:
    """Write the report, and execute every notebook."""
    page = report(gather(load_params(), load_codebook(), read_tables()))
    write_bytes(REPORT, page.encode("utf-8"))
    print(f"open {REPORT.as_posix()} in a browser")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        print(f"executing {path.as_posix()}")
        notebook = execute(path, Path.cwd())
        content = nbformat.writes(notebook) + "\n"
        write_bytes(EXECUTED / path.name, content.encode("utf-8"))
        page = to_page(notebook, f"taqyryp: {path.stem}")
        write_bytes((EXECUTED / path.name).with_suffix(".html"), page.encode("utf-8"))
        print(f"open {(EXECUTED / path.name).with_suffix('.html').as_posix()} in a browser")


if __name__ == "__main__":
    run_stage(main)
