import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.coding.gold import load_gold
from pipeline.errors import TaqyrypError
from pipeline.review.agreement import agreements, codings_of_others
from pipeline.review.data import load_corpus
from pipeline.review.evidence import marks, reasons
from pipeline.review.export import codings, decisions, write_tables
from pipeline.review.state import Action, Words
from pipeline.review.store import Store, Write
from pipeline.schema import CANONICAL, SUGGESTIONS, UTTERANCES
from pipeline.tables import csv_bytes, read, write
from tests.review.corpora import CODES, CORPUS, make


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.chdir(tmp_path)
    make()
    opened = Store(CORPUS / "codings/review.sqlite")
    yield opened
    opened.close()


def decide(store: Store, number: int, *actions: Action, coder: str = "Anna") -> str:
    item = load_corpus(store.passages()).items[number]
    for own in actions:
        now = store.states().get(coder, {}).get(item.key)
        action = dataclasses.replace(own, suggested=item.codes)
        write_ = Write(item.logged, now.version if now else 0, action)
        store.act(coder, f"{number}-{own}-{now.version if now else 0}-{coder}", [write_])
    return item.key


def gold() -> dict[str, dict[str, frozenset[str]]]:
    return load_gold(CORPUS, read(UTTERANCES), CODES, pseudonyms=False)


def test_what_is_exported_is_what_the_pipeline_learns_from(store: Store) -> None:
    decide(store, 0, Action("accept", "trust"), Action("reject", "blat"))
    decide(store, 1, Action("nothing"))
    decide(store, 2, Action("accept", "trust"))  # blat is open: not decided
    decide(
        store, 3, Action("recode", "trust", "mentoring"), Action("rest"), Action("memo", memo="м")
    )
    corpus = load_corpus(store.passages())
    text = corpus.items[4].passage
    words = Words(text.start, text.start + 5, text.text[:5], ("workload",))
    decide(store, 4, Action("words", words=words))
    decide(store, 0, Action("nothing"), coder="Bota")
    assert write_tables(store, corpus) == 0
    ids = [item.utterance.utterance_id for item in corpus.items]
    assert gold() == {
        "Anna": {
            ids[0]: frozenset({"trust"}),
            ids[1]: frozenset(),
            ids[3]: frozenset({"mentoring"}),
            ids[4]: frozenset({"workload"}),
        },
        "Bota": {ids[0]: frozenset()},
    }
    fates = {
        (own.start, own.code, own.coder): (own.outcome, own.codes, own.memo)
        for own in decisions(store.states(), store.passages(), corpus)
        if own.transcript_id == "talk_0"
    }
    at = [item.passage.start for item in corpus.items]
    assert fates[at[0], "trust", "Anna"] == ("accepted", "trust", "")
    assert fates[at[0], "trust", "Bota"] == ("rejected", "", "")
    assert fates[at[2], "blat", ""] == ("open", "", "")
    assert fates[at[3], "trust", "Anna"] == ("recoded", "mentoring", "м")
    assert (CORPUS / "codings/decisions/review.csv").read_bytes().count(b"open") > 5


def test_a_rejected_code_given_to_other_words_is_changed(store: Store) -> None:
    text = load_corpus({}).items[0].passage
    words = Words(text.start, text.start + 5, text.text[:5], ("trust",))
    decide(store, 0, Action("words", words=words), Action("reject", "trust"))
    found = decisions(store.states(), store.passages(), load_corpus({}))
    assert [own.outcome for own in found if own.outcome != "open"] == ["changed"]


def test_decisions_outlive_the_suggestions(store: Store) -> None:
    key = decide(store, 0, Action("accept", "trust"), Action("reject", "blat"))
    make(codes=("workload", "mentoring"))
    corpus = load_corpus(store.passages())
    assert corpus.by_key[key].codes == ("workload", "mentoring")
    assert store.states()["Anna"][key].decided
    write_tables(store, corpus)
    assert list(gold()["Anna"].values()) == [frozenset({"trust"})]
    outcomes = {o.code: o.outcome for o in decisions(store.states(), store.passages(), corpus)[:4]}
    assert outcomes == {
        "trust": "accepted",
        "blat": "rejected",
        "workload": "open",
        "mentoring": "open",
    }


def test_words_that_have_moved_are_followed_and_those_gone_are_kept_aside(store: Store) -> None:
    key = decide(store, 0, Action("nothing"))
    gone = decide(store, 5, Action("nothing"))
    make(start_at=40, pairs=4)
    corpus = load_corpus(store.passages())
    assert corpus.items[0].key == key
    assert corpus.items[0].logged.start == corpus.items[0].passage.start - 40
    assert gone not in corpus.by_key
    assert write_tables(store, corpus) == 1
    assert list(gold()["Anna"]) == [corpus.items[0].utterance.utterance_id]
    decide(store, 0, Action("accept", "trust"))  # it goes on where it was
    assert store.states()["Anna"][key].version == 2


def test_codes_that_left_the_codebook_are_left_out(store: Store) -> None:
    decide(store, 0, Action("give", "trust"), Action("rest"))
    corpus = load_corpus(store.passages())
    kept = [code for code in corpus.codebook.codes if code.id != "trust"]
    book = corpus.codebook.model_copy(update={"codes": kept})
    rows, left_out = codings(
        store.states(), store.passages(), dataclasses.replace(corpus, codebook=book)
    )
    assert (rows, left_out) == ([], 1)


def test_a_file_that_is_not_ours_is_kept(store: Store) -> None:
    path = CORPUS / "codings/review.csv"
    path.write_text("transcript,text,codes\n", encoding="utf-8")
    decide(store, 0, Action("nothing"))
    for _ in range(3):
        write_tables(store, load_corpus({}))
    kept = list((CORPUS / "codings/earlier").iterdir())
    assert [own.read_text(encoding="utf-8") for own in kept] == ["transcript,text,codes\n"]


def test_nothing_is_written_before_anything_is_decided(store: Store) -> None:
    write_tables(store, load_corpus({}))
    assert not (CORPUS / "codings/review.csv").exists()


def test_an_export_after_a_crash_is_what_the_log_says(store: Store) -> None:
    """The action is in the log, the tables were never written: the next start writes them."""
    decide(store, 0, Action("nothing"))
    store.close()
    again = Store(CORPUS / "codings/review.sqlite")
    write_tables(again, load_corpus(again.passages()))
    assert list(gold()["Anna"].values()) == [frozenset()]
    decide(again, 0, Action("withdraw", "trust"))
    write_tables(again, load_corpus({}))
    assert gold() == {}
    again.close()


def test_tables_of_two_runs_are_refused(store: Store) -> None:
    text = (CANONICAL / "talk_0.txt").read_text(encoding="utf-8")
    (CANONICAL / "talk_0.txt").write_text("x" + text, encoding="utf-8")
    with pytest.raises(TaqyrypError, match="not of one run"):
        load_corpus({})
    make()
    rows = read(SUGGESTIONS)
    write(SUGGESTIONS, [dataclasses.replace(rows[0], transcript_id="talk_1"), *rows[1:]])
    with pytest.raises(TaqyrypError, match="not of one run"):
        load_corpus({})
    SUGGESTIONS.path.unlink()
    with pytest.raises(TaqyrypError, match="dvc repro"):
        load_corpus({})


def test_agreement_counts_what_both_have_decided(store: Store) -> None:
    for number, code in enumerate(["trust", "blat", "trust", "blat"]):
        decide(store, number, Action("accept", code), Action("rest"))
    corpus = load_corpus(store.passages())
    rows = [
        {"transcript": i.passage.transcript_id, "start": i.passage.start, "end": i.passage.end,
         "text": i.passage.text, "codes": code, "coder": "Bota"}
        for i, code in zip(corpus.items[:3], ["trust", "blat", "blat"], strict=True)
    ]  # fmt: skip
    (CORPUS / "codings.csv").write_bytes(csv_bytes(list(rows[0]), rows))
    own, _ = codings(store.states(), store.passages(), corpus)
    (found,) = agreements(corpus, "Anna", own, codings_of_others(corpus))
    assert (found.coder, found.both, found.kappa) == ("Bota", 3, 0.556)
    assert found.by_code == [("trust", 1, 1, 0.4), ("blat", 1, 1, 0.4)]
    assert agreements(corpus, "Carla", own, []) == []


def test_reasons_are_told_apart() -> None:
    told = reasons(
        "carried by “бір «екі»” (without it 0.31) · terms: “папка”, “ін” (= x, inflected) · "
        "terms of the question: “mentor” · like this, coded so: “Он · она” · theme: 2 (a / b)"
    )
    assert [(own.kind, own.text, own.without) for own in told] == [
        ("carried", "бір «екі»", "0.31"),
        ("terms", "“папка”, “ін” (= x, inflected)", ""),
        ("question", "“mentor”", ""),
        ("like", "Он · она", ""),
        ("theme", "2 (a / b)", ""),
    ]
    assert [own.kind for own in reasons("something new")] == [""]
    assert reasons("") == []


def test_the_words_of_reasons_are_found_again() -> None:
    text = "Ну, папка [смеётся] и папки, ПАПКА и ін."
    found = marks(
        text, reasons("carried by “папка и папки” (without it 0.3) · terms: “папка”, “ін”")
    )
    assert [(text[m.start : m.end], m.kind) for m in found] == [
        ("папка", "term"),
        ("папка [смеётся] и папки", "carried"),
        ("ПАПКА", "term"),
        ("ін", "term"),
    ]
    assert marks("other", reasons("carried by “папка” (without it 0.3) · terms: “x”")) == []
