import dataclasses

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.learner import EXPLAINED, REAL, CodedTexts, Learner
from pipeline.encoding.centring import unit

#: Two subjects, told in words of two languages that share nothing.
SAID = {0: ["жалақы аз", "salary is low"], 1: ["балалар шулы", "children are loud"]}


def directions(subjects: list[int], seed: int = 0) -> np.ndarray:
    """Vectors of one subject lie near each other, whatever the language."""
    noise = np.random.default_rng(seed).normal(scale=0.2, size=(len(subjects), 6))
    return unit(np.eye(6)[subjects] + noise)


def coded(
    subjects: list[int], language: int = 0, *, seed: int = 0, noise: float = EXPLAINED
) -> CodedTexts:
    """Texts that have the code of their subject; a third code has none."""
    return CodedTexts(
        [f"{SAID[subject][language]} {i}" for i, subject in enumerate(subjects)],
        [("kk", "en")[language]] * len(subjects),
        directions(subjects, seed),
        np.eye(3, dtype=bool)[subjects],
        [f"t{i % 3}" for i in range(len(subjects))],
        np.full(len(subjects), noise),
    )  # fmt: skip


def test_a_text_has_a_code_as_far_as_texts_like_it_have() -> None:
    scores = Learner(coded([0, 0, 0, 1, 1, 1])).score(["жалақы қандай"], directions([0], seed=1))
    assert scores[0, 0] > 0.2 > scores[0, 1:].max()


def test_what_is_coded_in_one_language_is_found_in_another() -> None:
    learner = Learner(coded([0, 0, 0, 1, 1, 1]))
    scores = learner.score(["salary", "children"], directions([0, 1], seed=1))
    assert scores[0, 0] > scores[0, 1]
    assert scores[1, 1] > scores[1, 0]


def test_wording_tells_where_meaning_does_not() -> None:
    learner = Learner(coded([0, 0, 0, 1, 1, 1]))
    nowhere = unit(np.ones((2, 6)))
    scores = learner.score(["жалақының", "шулап"], nowhere)
    assert scores[0, 0] > scores[0, 1]
    assert scores[1, 1] > scores[1, 0]


def test_nothing_is_known_of_a_text_like_no_other() -> None:
    texts = coded([0, 0, 0, 1, 1, 1])
    far = np.zeros((1, 6), dtype=np.float32)
    scores = Learner(texts).score(["xyz"], far)[0]
    assert np.ptp(scores[:2]) < 0.02
    # What nothing is known of is as likely as anything: its score is nought.
    np.testing.assert_allclose(scores, 0, atol=0.1)


def test_more_examples_are_believed_more_and_real_ones_most() -> None:
    asked = (["жалақы аз"], directions([0], seed=1))
    few, many = Learner(coded([0, 1])), Learner(coded([0] * 5 + [1] * 5))
    real = Learner(coded([0] * 5 + [1] * 5, noise=REAL))
    assert few.score(*asked)[0, 0] < many.score(*asked)[0, 0] < real.score(*asked)[0, 0] < 1.1


def without(texts: CodedTexts, group: str) -> CodedTexts:
    kept = [i for i, own in enumerate(texts.groups) if own != group]
    return CodedTexts(
        [texts.texts[i] for i in kept],
        [texts.languages[i] for i in kept],
        texts.vectors[kept],
        texts.codes[kept],
        [texts.groups[i] for i in kept],
        texts.noise[kept],
    )


@given(st.lists(st.integers(0, 1), min_size=4, max_size=12), st.sampled_from([EXPLAINED, REAL]))
def test_held_out_is_what_one_learns_without_the_group(subjects: list[int], noise: float) -> None:
    texts = coded(subjects, noise=noise)
    learner = Learner(texts)
    found = learner.held_out()
    for group in set(texts.groups):
        own = [i for i, name in enumerate(texts.groups) if name == group]
        rest = Learner(without(texts, group))
        # The same rarity of pieces and the same expectation, which the group's texts have a say in.
        rest._pieces, rest._expected = learner._pieces, learner._expected
        rest._wording = learner._pieces.transform(rest.coded.texts).T.tocsr()
        said = rest.score([texts.texts[i] for i in own], texts.vectors[own])
        np.testing.assert_allclose(found[own], said, atol=1e-8)


def test_a_group_s_own_codes_do_not_reach_its_held_out_scores() -> None:
    texts = coded([0, 0, 1, 1, 0, 1])
    own = [i for i, group in enumerate(texts.groups) if group == "t0"]
    turned = texts.codes.copy()
    turned[own] = turned[own][:, [1, 0, 2]]  # as many codes as before, others
    before = Learner(texts).held_out()
    after = Learner(dataclasses.replace(texts, codes=turned)).held_out()
    np.testing.assert_allclose(before[own], after[own])


def test_the_shares_of_the_coded_texts_make_up_the_score() -> None:
    learner = Learner(coded([0, 0, 0, 1, 1, 1]))
    asked = (["жалақы аз"], directions([0], seed=1))
    shares = learner.shares(*asked)
    np.testing.assert_allclose(shares.sum(axis=0), learner.score(*asked)[0])
    assert shares[:, 0].argmax() < 3


def test_the_order_of_the_coded_texts_does_not_matter() -> None:
    one, other = coded([0, 0, 1]), coded([1, 1, 0], language=1, seed=3)
    asked = (["жалақы"], directions([0], seed=1))
    np.testing.assert_allclose(
        Learner(one + other).score(*asked), Learner(other + one).score(*asked)
    )


def test_no_text_gives_no_scores() -> None:
    assert Learner(coded([0, 1])).score([], directions([])).shape == (0, 3)
