"""Stage ``check``: everything that can be known to be wrong is said before any work is done.

It runs at every ``dvc repro`` and takes a second: settings, the corpus folder, the lexicons and the
codebook are checked, and the list of transcripts is written for ``ingest``. That list changes
only when a transcript does, so nothing after it runs without need. The corpus folder itself is no
dependency in ``dvc.yaml``: DVC's own word for a missing folder would not say what to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.coding.weights import load_weights
from pipeline.errors import TaqyrypError, collected, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import load_terms
from pipeline.params import Params, load_params
from pipeline.readers import READERS, unknown_format
from pipeline.readers.codings import CODINGS, load_codings
from pipeline.readers.speakers import PARTICIPANTS, load_roster
from pipeline.schema import CODINGS_HASH, MANIFEST, PARTICIPANTS_HASH, SourceFile
from pipeline.tables import write, write_bytes

#: Files of a corpus folder that are not transcripts.
COMPANIONS = frozenset({PARTICIPANTS, CODINGS})


def find_sources(corpus: Path) -> tuple[list[SourceFile], list[TaqyrypError]]:
    """The transcripts of a corpus folder, and what stands in the way of reading others.

    The transcript's id is its path in the folder without the extension.
    """
    sources: dict[str, SourceFile] = {}
    errors: list[TaqyrypError] = []
    for path in _files(corpus):
        transcript_id = path.relative_to(corpus).with_suffix("").as_posix()
        if path.suffix.lower() not in READERS:
            errors.append(unknown_format(path))
        elif path.stat().st_size == 0:
            remedy = "fill it, or take it out of the corpus folder"
            errors.append(TaqyrypError("is empty", file=path, remedy=remedy))
        elif transcript_id in sources:
            other = sources[transcript_id].file
            remedy = "rename one of the two, or take it out of the corpus folder"
            message = f"has the same name as {other} but for the extension"
            errors.append(TaqyrypError(message, file=path, remedy=remedy))
        else:
            sources[transcript_id] = SourceFile(transcript_id, path.as_posix(), sha256(path))
    return list(sources.values()), errors


def _files(corpus: Path) -> Iterator[Path]:
    """Files that should be transcripts: no companions, read-me or hidden files, no editor locks."""
    for path in sorted(corpus.rglob("*"), key=lambda path: path.relative_to(corpus).as_posix()):
        parts = path.relative_to(corpus).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        readme = path.stem.casefold() == "readme"
        if path.is_file() and not hidden and not readme and path.name not in COMPANIONS:
            yield path


def sha256(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def corpus_folder(params: Params) -> Path:
    """The corpus folder, which must exist.

    Raises:
        TaqyrypError: names the setting to change.
    """
    corpus = Path(params.corpus)
    if not corpus.is_dir():
        raise TaqyrypError(
            "the corpus folder of params.yaml does not exist",
            file=corpus,
            remedy="make the folder and put your transcripts in it, or set 'corpus' in params.yaml "
            "to the folder they are in",
        )
    return corpus


def main() -> None:
    """Check everything that later stages read, and list the transcripts."""
    params = load_params()
    corpus = corpus_folder(params)
    load_terms()
    load_weights()
    codebook = load_codebook()
    load_roster(corpus)
    load_codings(corpus, codebook.ids)
    sources, errors = find_sources(corpus)
    if errors and params.ingest.on_error == "fail":
        raise collected(errors)
    for error in errors:
        print(f"left out: {error}")
    if not sources:
        remedy = f"put transcripts ({', '.join(READERS)}) into it"
        raise TaqyrypError("holds no transcripts", file=corpus, remedy=remedy)
    write(MANIFEST, sources)
    for name, path in ((PARTICIPANTS, PARTICIPANTS_HASH), (CODINGS, CODINGS_HASH)):
        companion = corpus / name
        digest = sha256(companion) if companion.exists() else "none"
        write_bytes(path, f"{digest}\n".encode("ascii"))
    print(f"{len(sources)} transcripts in {corpus.as_posix()}; settings and lexicons are sound")


if __name__ == "__main__":
    run_stage(main)
