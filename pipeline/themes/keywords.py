"""The words that name a theme: what it is about, in each language, and in all of them together.

Two things are asked of a word, both of them z-scores, and their geometric mean ranks it:

- keyness: is it said in the theme clearly more often than elsewhere in the same language? The
  signed root of the log-likelihood (Dunning 1993; Rayson & Garside 2000) of utterances with and
  without the word, those of the theme counted by how clearly they belong there.
- nearness: do the utterances that hold it, in the theme or not, lie near the middle of the theme?
  How far their mean cosine to the centroid is from that of all utterances of the language, in
  standard errors; so a word met twice needs to be much nearer than one met often.

A word that is frequent and spread anywhere fails the second, a rare one that happens to be in one
central utterance the first. On news in three languages, with half of the documents held out,
the two together found words that tell the theme better than keyness alone, and than log-odds with
a Dirichlet prior (Monroe, Colaresi & Quinn 2008), which favour words that are merely common.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from pipeline.encoding.centring import unit
from pipeline.language.kazakh import fold, read_roots
from pipeline.language.lemmas import ROOTS, Lemmatiser
from pipeline.language.words import is_content_word, words
from pipeline.lexicon.terms import Term
from pipeline.schema import LANGUAGES, OUTLIER, Utterance
from pipeline.tables import Vectors

#: A language in which fewer utterances or speakers are in the theme has no words in it.
_FEWEST_UTTERANCES, _FEWEST_SPEAKERS = 3, 2
#: A keyness that chance alone gives to one of forty words; what is below is no word of the theme.
_CLEARLY = 1.96
#: What a verb or an adjective counts beside a noun or a term.
_OTHER_THAN_NOUN = 0.5
#: The beginning that two words must share for one to be a part of the other: учитель, учительница.
_SHORTEST_PART = 4
_LABEL_WORDS = 3


def theme_words(
    utterances: Sequence[Utterance],
    topics: Sequence[int],
    vectors: Vectors,
    membership: npt.NDArray[np.floating],
) -> dict[int, dict[str, list[str]]]:
    """For each theme and language the words that name it, best first; a term has ``_`` for a space.

    A word counts once an utterance. One that a single speaker brought into the theme names that
    speaker and not the theme, and a name of a person names nothing. A language in which fewer than
    three utterances or two speakers are in the theme has no words in it.

    Args:
        utterances: ``n`` of them.
        topics: the theme of each; those of none (``OUTLIER``) are outside all themes.
        vectors: their unit vectors, shape (n, dimensions), as the themes were found with.
        membership: how clearly each belongs to its theme, 0 to 1, shape (n,).
    """
    numbers = np.asarray(topics)
    themes = {topic: numbers == topic for topic in sorted({*topics} - {OUTLIER})}
    result: dict[int, dict[str, list[str]]] = {topic: {} for topic in themes}
    lemmatiser = _lemmatiser()
    forms = {word.text for utterance in utterances for word in words(utterance.normalised)}
    for language in LANGUAGES:
        holding = _holding(utterances, language)
        names = _names(forms, language, holding, lemmatiser)
        said = {word: rows for word, rows in holding.items() if word not in names}
        for topic, inside in themes.items():
            scores = (
                _scores(utterances, said, inside, vectors, membership)
                if _is_spoken(language, utterances, inside)
                else {}
            )
            weighed = {
                word: score * (1.0 if _is_noun(word, language, lemmatiser) else _OTHER_THAN_NOUN)
                for word, score in scores.items()
            }
            ranked = sorted(weighed, key=lambda word: (-weighed[word], word))
            result[topic][language] = _without_parts(ranked)
    return result


def _scores(
    utterances: Sequence[Utterance],
    said: Mapping[str, npt.NDArray[np.int64]],
    inside: npt.NDArray[np.bool_],
    vectors: Vectors,
    membership: npt.NDArray[np.floating],
) -> dict[str, float]:
    """The words of one language that clearly belong to a theme, and how much they do.

    Args:
        said: the words, and the positions of the utterances that hold each.
        inside: which utterances are of the theme, shape (n,).
    """
    if not said:
        return {}
    rows = np.unique(np.concatenate(list(said.values())))
    theme = int(inside[rows].sum())
    weights = np.where(inside, membership, 0.0)
    # One on average, so that counts stay numbers of utterances and the test holds.
    weights *= theme / max(float(weights[rows].sum()), 1e-12)
    cosines = vectors @ centroid(vectors, membership, inside)
    mean, spread = float(cosines[rows].mean()), float(cosines[rows].std())
    scores = {}
    for word, held in said.items():
        within = held[inside[held]]
        if len({utterances[int(row)].speaker for row in within}) < _FEWEST_SPEAKERS:
            continue
        count = float(weights[within].sum())
        keyness = log_likelihood_root(count, theme, len(held) - len(within), len(rows) - theme)
        difference = float(cosines[held].mean()) - mean
        nearness = mean_difference(difference, spread, len(held), len(rows))
        if keyness >= _CLEARLY and nearness > 0:
            scores[word] = math.sqrt(keyness * nearness)
    return scores


def log_likelihood_root(inside: float, theme: float, outside: float, rest: float) -> float:
    """Signed root of the log-likelihood: how far a word's share in a theme is above that elsewhere.

    Args:
        inside, theme: utterances of the theme with the word, and all of them.
        outside, rest: the same for all other utterances.

    Returns:
        A z-score in large samples; negative if the word is rarer in the theme.
    """
    share = (inside + outside) / (theme + rest)
    cells = [
        (inside, theme * share),
        (outside, rest * share),
        (theme - inside, theme * (1 - share)),
        (rest - outside, rest * (1 - share)),
    ]
    score = 2 * sum(
        seen * math.log(seen / expected) for seen, expected in cells if min(seen, expected) > 0
    )
    return math.copysign(math.sqrt(max(score, 0.0)), inside - theme * share)


def mean_difference(difference: float, spread: float, drawn: int, total: int) -> float:
    """How many standard errors the mean of ``drawn`` of ``total`` values is from that of all.

    Args:
        difference: the mean of those drawn less the mean of all.
        spread: the standard deviation of all.

    Returns:
        0 where nothing can be told: all are drawn, or all are the same.
    """
    if drawn == total or spread == 0:
        return 0.0
    return float(difference / spread * math.sqrt(drawn * total / (total - drawn)))


def combined(words: Mapping[str, Sequence[str]], same: Mapping[str, str]) -> list[str]:
    """One list over all languages, best first, the languages in turn, nothing in it twice.

    Args:
        words: the words of each language, best first.
        same: words that mean the same have the same value here, see :func:`same_terms`.
    """
    in_turn = (word for rank in zip_longest(*words.values()) for word in rank if word is not None)
    first: dict[str, str] = {}
    for word in in_turn:
        first.setdefault(same.get(word, word), word)
    return list(first.values())


def same_terms(terms: Iterable[Term]) -> dict[str, str]:
    """The id of each term by the lemmas that stand for it in any language: ауыл, auyl, village.

    A gloss of one word is a lemma, too. Where two terms share one, it is the first one's.
    """
    result: dict[str, str] = {}
    listed = list(terms)
    for term in listed:
        for language in LANGUAGES:
            result.setdefault(term.name(language).replace(" ", "_"), term.id)
    for term in listed:
        if term.gloss.isalpha():
            result.setdefault(term.gloss.lower(), term.id)
    return result


def label(words: Sequence[str]) -> str:
    """A theme's name in one language: its first words, terms as the lexicon writes them."""
    return ", ".join(words[:_LABEL_WORDS]).replace("_", " ")


def centroid(
    vectors: Vectors, membership: npt.NDArray[np.floating], inside: npt.NDArray[np.bool_]
) -> Vectors:
    """The mean vector of a theme at unit length, clear members counting for more."""
    return unit(membership[inside] @ vectors[inside])


def _is_spoken(
    language: str, utterances: Sequence[Utterance], inside: npt.NDArray[np.bool_]
) -> bool:
    members = (utterance for utterance, own in zip(utterances, inside, strict=True) if own)
    speakers = [utterance.speaker for utterance in members if utterance.language == language]
    return len(speakers) >= _FEWEST_UTTERANCES and len(set(speakers)) >= _FEWEST_SPEAKERS


def _holding(utterances: Sequence[Utterance], language: str) -> dict[str, npt.NDArray[np.int64]]:
    """The words of a language that may name a theme, and the positions of utterances with each."""
    places: dict[str, list[int]] = {}
    for position, utterance in enumerate(utterances):
        pairs = zip(utterance.lemmas, utterance.lemma_languages, strict=True)
        for word in {lemma for lemma, own in pairs if own == language}:
            if is_content_word(word):
                places.setdefault(word, []).append(position)
    return {word: np.array(rows, dtype=np.int64) for word, rows in places.items()}


@cache
def _lemmatiser() -> Lemmatiser:
    """One for all themes and their parts: it remembers what it has looked up."""
    return Lemmatiser()


def _names(forms: Set[str], language: str, candidates: Iterable[str], tool: Lemmatiser) -> Set[str]:
    """Words that are names of people, or of what no dictionary knows; ``forms`` are all words met.

    They are never written small, and the Russian dictionary knows them as names, or they are
    written with a capital (and not in capitals, as abbreviations are) and known to no dictionary.
    """
    small = {fold(form) for form in forms if form[0].islower()}
    large = {fold(form) for form in forms if form.istitle()}
    known: Callable[[str], bool] = {
        "kk": lambda word: tool.is_kazakh(word) or tool.is_russian(word),
        "ru": tool.is_russian,
        "en": tool.is_english,
    }[language]
    return {
        word
        for word in candidates
        if fold(word) not in small
        and (tool.is_russian_name(word) or (fold(word) in large and not known(word)))
    }


def _is_noun(word: str, language: str, lemmatiser: Lemmatiser) -> bool:
    """Whether a lemma is a term or may be a noun, as far as is known."""
    if "_" in word:
        return True
    if language == "ru":
        return lemmatiser.russian.parse(word)[0].tag.POS in {"NOUN", None}
    if language == "en":
        return word in _english_nouns() or not lemmatiser.is_english(word)
    return word not in _kazakh_verbs()


@cache
def _kazakh_verbs() -> Set[str]:
    """Verb stems that are not nouns as well."""
    roots = read_roots(ROOTS)
    return {root.text for root in roots if root.verb} - {r.text for r in roots if not r.verb}


@cache
def _english_nouns() -> Set[str]:
    from spacy.lookups import load_lookups

    return set(load_lookups("en", ["lemma_index"]).get_table("lemma_index")["noun"])


def _without_parts(ranked: Iterable[str]) -> list[str]:
    """The words without those that are a word of a better term, or its beginning or the reverse."""
    kept: list[str] = []
    for word in ranked:
        if not any(_is_part(word, better) for better in kept):
            kept.append(word)
    return kept


def _is_part(word: str, better: str) -> bool:
    if "_" in better or "_" in word:
        return not {*word.split("_")}.isdisjoint(better.split("_"))
    shorter, longer = sorted((fold(word), fold(better)), key=len)
    return len(shorter) >= _SHORTEST_PART and longer.startswith(shorter)
