"""Stage ``check``: everything that can be known to be wrong is said before any work is done.

It runs at every ``dvc repro`` and takes a second: settings, the corpus folder, the lexicons and the
codebook are checked, and the list of transcripts is written for ``ingest``. That list changes
only when a transcript does, so nothing after it runs without need. The corpus folder itself is no
dependency in ``dvc.yaml``: DVC's own word for a missing folder would not say what to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.coding.weights import load_weights
from pipeline.errors import TaqyrypError, collected, run_stage
from pipeline.language.stanza_tools import fingerprint
from pipeline.lexicon.codebook import CODEBOOK, load_codebook
from pipeline.lexicon.example_utterances import EXAMPLE_UTTERANCES, load_example_utterances
from pipeline.lexicon.terms import load_terms
from pipeline.params import Params, load_params
from pipeline.readers.codings import CODINGS, IMPORTED, codings_files, load_codings
from pipeline.readers.formats import CONTAINERS, FORMATS, READERS, unknown_format
from pipeline.readers.speakers import PARTICIPANTS, load_roster
from pipeline.schema import (
    CODINGS_HASH,
    GUIDES_HASH,
    MANIFEST,
    PARTICIPANTS_HASH,
    STANZA_HASH,
    STANZA_MODELS,
    SourceFile,
)
from pipeline.tables import sha256, write, write_bytes

#: Files of a corpus folder that are not transcripts; nor is what is in the folder ``codings``.
COMPANIONS = frozenset({PARTICIPANTS, CODINGS})
#: What Windows allows in no file name: these characters, and names of devices.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?:\..*)?", re.IGNORECASE)
#: Bytes of a name that leave room for what is put around it: file systems end at 255.
_LONGEST = 200


def find_sources(corpus: Path) -> tuple[list[SourceFile], list[TaqyrypError]]:
    """The transcripts of a corpus folder, and what stands in the way of reading others.

    The transcript's id is its path in the folder without the extension; where a file holds
    several, that is their folder, and the id goes on with the name that each has in the file.
    """
    sources: dict[str, SourceFile] = {}
    errors: list[TaqyrypError] = []
    for path in _files(corpus):
        try:
            found = _transcripts(path, path.relative_to(corpus).with_suffix("").as_posix())
        except TaqyrypError as error:
            errors.append(error)
            continue
        for source in found:
            other = sources.setdefault(source.transcript_id, source)
            if other is not source:
                remedy = "rename one of the two, or take it out of the corpus folder"
                message = f"has the same name as {other.place} but for the extension"
                errors.append(TaqyrypError(message, file=source.place, remedy=remedy))
    return list(sources.values()), errors


def _transcripts(path: Path, transcript_id: str) -> list[SourceFile]:
    """The one transcript that a file is, or those that it holds."""
    suffix, file = path.suffix.lower(), path.as_posix()
    if suffix not in FORMATS:
        raise unknown_format(path)
    if path.stat().st_size == 0:
        remedy = "fill it, or take it out of the corpus folder"
        raise TaqyrypError("is empty", file=path, remedy=remedy)
    if suffix in READERS:
        return [SourceFile(transcript_id, file, sha256(path))]
    digest = sha256(path)
    held = CONTAINERS[suffix].sources(path)
    names = file_names(source.name for source in held)
    return [
        SourceFile(f"{transcript_id}/{name}", file, digest, source.guid)
        for name, source in zip(names, held, strict=True)
    ]


def file_names(names: Iterable[str]) -> list[str]:
    """Names made fit to be files in one folder on any system, each another: ``a``, ``a-2``, …

    Case makes no difference, nor how a letter with a mark is encoded.
    """
    fit: list[str] = []
    taken: set[str] = set()
    for name in names:
        cut = _FORBIDDEN.sub("_", name).encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
        base = cut.strip(" .")
        if not base or _DEVICE.fullmatch(base):
            base = f"_{base}"
        unique, number = base, 1
        while _folded(unique) in taken:
            number += 1
            unique = f"{base}-{number}"
        taken.add(_folded(unique))
        fit.append(unique)
    return fit


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _files(corpus: Path) -> Iterator[Path]:
    """Files that should be transcripts: no companions, read-me or hidden files, no editor locks."""
    for path in sorted(corpus.rglob("*"), key=lambda path: path.relative_to(corpus).as_posix()):
        parts = path.relative_to(corpus).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        readme = path.stem.casefold() == "readme"
        companion = path.name in COMPANIONS or parts[0] == IMPORTED
        if path.is_file() and not hidden and not readme and not companion:
            yield path


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


def _hash_of(path: Path) -> str:
    return sha256(path) if path.exists() else "none"


def main() -> None:
    """Check everything that later stages read, and list the transcripts."""
    params = load_params()
    corpus = corpus_folder(params)
    load_terms()
    load_weights()
    codebook = load_codebook()
    _, unknown = load_example_utterances(codebook.ids)
    load_roster(corpus)
    load_codings(corpus, codebook.ids)
    models = fingerprint(STANZA_MODELS) if params.segment.tools == "stanza" else "none"
    sources, errors = find_sources(corpus)
    if errors and params.ingest.on_error == "fail":
        raise collected(errors)
    for error in errors:
        print(f"left out: {error}")
    if not sources:
        remedy = f"put transcripts ({', '.join(FORMATS)}) into it"
        raise TaqyrypError("holds no transcripts", file=corpus, remedy=remedy)
    write(MANIFEST, sources)
    hashes = {
        PARTICIPANTS_HASH: _hash_of(corpus / PARTICIPANTS),
        CODINGS_HASH: " ".join(map(_hash_of, codings_files(corpus))) or "none",
        STANZA_HASH: models,
        # themes that know nothing of the codebook are not found anew when it changes
        GUIDES_HASH: _hash_of(CODEBOOK) if params.cluster.guided else "none",
    }
    for path, digest in hashes.items():
        write_bytes(path, f"{digest}\n".encode("ascii"))
    print(f"{len(sources)} transcripts in {corpus.as_posix()}; settings and lexicons are sound")
    if unknown:
        print(
            f"note: {EXAMPLE_UTTERANCES.as_posix()} has codes that are not in the codebook, which "
            f"therefore nothing is learned about: {', '.join(unknown)}"
        )


if __name__ == "__main__":
    run_stage(main)
