from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.language.repair import repair_lookalikes
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.example_utterances import (
    EXAMPLE_UTTERANCES,
    ExampleUtterance,
    load_example_utterances,
)

HEADER = "language\tregister\twriter\tcodes\ttext\n"


def load(
    tmp_path: Path, rows: str, codes: tuple[str, ...] = ("trust", "blat")
) -> tuple[list[ExampleUtterance], list[str]]:
    path = tmp_path / "example_utterances.tsv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return load_example_utterances(codes, path)


def test_an_utterance_has_its_codes_or_none(tmp_path: Path) -> None:
    found, unknown = load(
        tmp_path, 'ru\ttold\ta\ttrust; blat\t"Он сказал: ""верь""."\nkk\ttold\ta\t\tКүн суық.\n'
    )
    assert [(u.codes, u.text) for u in found] == [
        ({"trust", "blat"}, 'Он сказал: "верь".'),
        (set(), "Күн суық."),
    ]
    assert unknown == []


def test_codes_the_codebook_lacks_are_told_and_teach_nothing(tmp_path: Path) -> None:
    found, unknown = load(
        tmp_path, "en\ttold\ta\ttrust;fear\tOne.\nen\ttold\ta\tfear\tTwo.\nen\ttold\ta\t\tThree.\n"
    )
    assert [(u.codes, u.text) for u in found] == [({"trust"}, "One."), (set(), "Three.")]
    assert unknown == ["fear"]


def test_of_another_codebook_nothing_is_learned(tmp_path: Path) -> None:
    assert load(tmp_path, "en\ttold\ta\tfear\tOne.\nen\ttold\ta\t\tTwo.\n") == ([], ["fear"])


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert load_example_utterances(["trust"], tmp_path / "none.tsv") == ([], [])


@pytest.mark.parametrize(
    "row", ["de\ttold\ta\ttrust\tZwei.", "en\tsung\ta\ttrust\tTwo.", "en\ttold\ta\ttrust\t "]
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(TaqyrypError, match="languages kk, ru, en") as caught:
        load(tmp_path, "en\ttold\ta\ttrust\tOne.\nde\ta\ttrust\tZwei.\n")
    assert "3" in str(caught.value)


def test_the_shipped_ones_know_the_codebook_and_teach_every_code_in_every_language() -> None:
    found, unknown = load_example_utterances(load_codebook().ids)
    assert unknown == []
    taught = Counter((code, u.language) for u in found for code in u.codes)
    assert all(
        taught[code, language] >= 20
        for code in load_codebook().ids
        for language in ("kk", "ru", "en")
    )
    assert all(len(u.codes) <= 4 for u in found)
    assert len({u.text for u in found}) == len(found)
    assert [u.text for u in found if repair_lookalikes(u.text) != u.text] == []
    assert EXAMPLE_UTTERANCES.read_bytes().endswith(b"\n")
