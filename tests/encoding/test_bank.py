from pathlib import Path

import pytest

from pipeline.encoding.bank import load_bank
from pipeline.errors import TaqyrypError


def test_the_shipped_bank_is_parallel_and_large() -> None:
    bank = load_bank()
    assert set(bank) == {"kk", "ru", "en"}
    assert len(bank["kk"]) == len(bank["ru"]) == len(bank["en"]) >= 200


def test_a_missing_translation_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bank.tsv"
    path.write_text("id\tkk\tru\ten\nn1\tа\tб\tc\nn2\tа\t\tc\n", encoding="utf-8")
    with pytest.raises(TaqyrypError, match=r"bank\.tsv, line 3"):
        load_bank(path)
