from pathlib import Path

import pytest

from pipeline.coding.gold import gold_by_coder, majority, place_codings
from pipeline.errors import TaqyrypError
from pipeline.names.key import KEY, Key, key_bytes
from pipeline.names.replace import Pseudonymiser
from pipeline.names.survey import update_key
from pipeline.readers.codings import Coding, PlacedCoding
from pipeline.schema import MANIFEST, SourceFile, Utterance
from pipeline.tables import write, write_bytes


def utterance(name: str, start: int, end: int) -> Utterance:
    return Utterance(
        name, "t1", 1, "A", "teacher", "A", "interview", start, end, "", "", "kk", 1.0, "kk", [], [], [], []
    )  # fmt: skip


def coding(start: int, end: int, *codes: str, coder: str = "aya") -> PlacedCoding:
    return PlacedCoding("t1", start, end, frozenset(codes), coder)


TWO = [utterance("u1", 0, 10), utterance("u2", 10, 20)]


@pytest.mark.parametrize(
    ("codings", "expected"),
    [
        ([coding(0, 10, "trust")], {"u1": {"trust"}}),
        ([coding(0, 20, "trust")], {"u1": {"trust"}, "u2": {"trust"}}),
        ([coding(3, 7, "trust")], {"u1": {"trust"}}),  # a few words inside
        ([coding(4, 12, "trust")], {"u1": {"trust"}}),  # a little over the edge
        ([coding(0, 10)], {"u1": set()}),  # read, nothing to code
        ([coding(0, 5, "trust"), coding(5, 10, "blat")], {"u1": {"trust", "blat"}}),
        ([], {}),
    ],
)
def test_codings_go_to_the_utterances_they_cover(
    codings: list[PlacedCoding], expected: dict[str, set[str]]
) -> None:
    assert gold_by_coder(TWO, codings).get("aya", {}) == expected


def test_coders_are_kept_apart() -> None:
    gold = gold_by_coder(TWO, [coding(0, 10, "trust"), coding(0, 10, "blat", coder="bek")])
    assert gold == {"aya": {"u1": {"trust"}}, "bek": {"u1": {"blat"}}}


def test_a_coding_of_a_transcript_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    row = Coding("t9", None, None, "x", frozenset(), "aya", 7, Path("codings.csv"))
    with pytest.raises(TaqyrypError, match=r"codings\.csv, line 7: there is no transcript 't9'"):
        place_codings([row], pseudonyms=False)


def test_codings_are_carried_over_to_the_text_with_pseudonyms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexicons = Path("lexicons").resolve()
    monkeypatch.chdir(tmp_path)
    Path("lexicons").symlink_to(lexicons)
    text = "Айгүл келді. Ол Болатқа айтты. Болат үндемеді."
    Path("t1.txt").write_text(text, encoding="utf-8")
    write(MANIFEST, [SourceFile("t1", "t1.txt", "")])
    key = update_key({"t1": text}, [], Key())
    write_bytes(KEY, key_bytes(key))
    row = Coding(
        "t1", None, None, "Ол Болатқа айтты.", frozenset({"blat"}), "aya", 2, Path("codings.csv")
    )
    (placed,) = place_codings([row], pseudonyms=True)
    canonical = Pseudonymiser(key).replace(text).text
    assert "Болат" not in canonical
    told = canonical[placed.start : placed.end]
    assert (told[:3], told[-6:]) == ("Ол ", "айтты.")
    stranger = Coding("t9", None, None, "x", frozenset(), "aya", 7, Path("codings.csv"))
    with pytest.raises(TaqyrypError, match="no transcript 't9'"):
        place_codings([stranger], pseudonyms=True)


def test_a_code_counts_where_more_than_half_of_the_readers_gave_it() -> None:
    gold = {
        "aya": {"u1": frozenset({"trust", "blat"}), "u2": frozenset()},
        "bek": {"u1": frozenset({"trust"})},
    }
    found = majority(gold, [*TWO, utterance("u3", 20, 30)], ["blat", "trust"])
    assert {row: codes.tolist() for row, codes in found.items()} == {
        0: [False, True],
        1: [False, False],
    }
