from pathlib import Path

import pytest

from pipeline.encoder import provide
from pipeline.encoding.embedded import find_weights
from pipeline.errors import TaqyrypError
from pipeline.params import EncoderParams


def params(model: str) -> EncoderParams:
    return EncoderParams(model=model, revision=None, prefix="")


def test_a_folder_is_copied(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "modules.json").write_text("[]")
    provide(params(str(tmp_path / "mine")), tmp_path / "models" / "encoder")
    assert (tmp_path / "models" / "encoder" / "modules.json").read_text() == "[]"
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["encoder"]


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"modules\.json"):
        provide(params(str(tmp_path)), tmp_path / "models" / "encoder")
    assert not (tmp_path / "models" / "encoder").exists()


def test_the_embedded_weights_are_installed() -> None:
    assert find_weights().stat().st_size > 50_000_000
