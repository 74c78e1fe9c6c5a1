"""The shipped model is used; the sentences are not among those it has learnt from."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fit_boundaries import fit, read_texts
from pipeline.language.boundaries import Boundaries, Head, WordVectors, word_spans
from pipeline.language.sentences import split_sentences

VECTORS = WordVectors()
BOUNDARIES = Boundaries(VECTORS)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, BOUNDARIES)]


@pytest.mark.parametrize(
    "text",
    [
        "мен осы мектепте жиырма жылдан бері істеймін | бәрін көрдім | ең қиыны қағаз болды | "
        "күн сайын есеп сұрайды | оны ешкім оқымайды",
        "я работаю в этой школе двадцать лет | сначала было очень трудно | никто мне не помогал | "
        "потом пришла новая директриса и всё изменилось | теперь у нас хороший коллектив",
        "i have been teaching here for twenty years | at first it was very hard | nobody helped me | "
        "then a new principal came and everything changed | do you want some more tea",
    ],
)
def test_sentences_without_punctuation_are_told_by_what_is_said(text: str) -> None:
    sentences = text.split(" | ")
    found = cut(" ".join(sentences))
    assert len(found) >= 3
    rest = list(sentences)
    for piece in found:  # a piece is one sentence, or several together, and never a part of one
        taken = rest.pop(0)
        while taken != piece:
            taken = f"{taken} {rest.pop(0)}"


def test_a_line_with_regular_punctuation_is_left_to_the_rules() -> None:
    class Refusing(Boundaries):
        def cuts(self, text: str, words: object) -> list[int]:
            raise AssertionError("asked")

    text = "Иә, т.б. бар. Ол кетті! «Неге?» — деп сұрадым. 5 бала қалды. — Солай ма? (Күледі.)"
    assert split_sentences(text, Refusing()) == split_sentences(text)


def test_abbreviations_end_no_sentence_where_the_model_is_asked_either() -> None:
    text = "ну у нас т.е. в школе так заведено потом " * 4
    assert not any(piece.endswith("т.е.") for piece in cut(text))


def test_a_long_text_is_read_in_windows() -> None:
    text = "мен мектепте істеймін ол үйде отыр " * 120
    words = word_spans(text)
    pairs = VECTORS.pairs(text, words)
    assert pairs.shape == (len(words) - 1, 2 * 384)
    assert np.isfinite(pairs).all()
    assert len(cut(text)) > 100


def test_what_is_said_of_a_text_depends_on_it_alone() -> None:
    text = (
        "біз бұрын бірге істейтінбіз қазір бәрі өзгерді енді әркім өз бетімен жүр қалай айтсам екен"
    )
    words = word_spans(text)
    first = VECTORS.pairs(text, words)
    VECTORS.pairs("совсем другое " * 50, word_spans("совсем другое " * 50))
    np.testing.assert_array_equal(VECTORS.pairs(text, words), first)


@settings(deadline=None, max_examples=30)
@given(st.text(st.sampled_from("аәб Аz.…!?»\u00ad\u200b👩\ufe0f1-\t"), max_size=80))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    spans = split_sentences(text, BOUNDARIES)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(
        text.split()
    )
    assert all(start < end for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


def test_a_network_learns_and_is_kept(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    pairs = random.normal(size=(40_000, 6)).astype(np.float16)
    labels = (pairs[:, 0] > 0).astype(np.float32)
    head = fit(pairs, labels, np.ones(40_000, np.float32))
    head.save(tmp_path / "head.npz")
    found = Head.load(tmp_path / "head.npz").probabilities(pairs.astype(np.float32))
    assert ((found > 0.5) == (labels > 0.5)).mean() > 0.95


def test_the_texts_it_has_learnt_from_are_whole() -> None:
    texts = read_texts()
    assert set(texts) == {"kk", "ru", "en"}
    for own in texts.values():
        sentences = [sentence for text in own for sentence in text]
        assert len(sentences) > 1500
        assert all(sentence == sentence.strip() for sentence in sentences)
        assert len(set(sentences)) > 0.95 * len(sentences)
