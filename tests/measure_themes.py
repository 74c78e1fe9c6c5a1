"""How the themes compare with those of others: ``python -m tests.measure_themes [--data FILE …]``.

Every method gets the same vectors: this project's themes, BERTopic as its users call it and KMeans
(both also on vectors with the language taken out) and, where they are installed, three models of
Turftopic. Without ``--data`` they are compared on the sample, after ``dvc repro``, and on the
project's neutral sentences, which are translations of each other. A file is a UTF-8 table with
tabs between the columns id, group, language, label and text: ``group`` is the same for translations
of one sentence, ``label`` may be empty. What the figures mean, and when not to trust them, is in
CONTRIBUTING.md.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import dataclasses
import importlib.util
import io
import itertools
import math
import multiprocessing
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from pipeline.encoding.bank import load_bank
from pipeline.encoding.centring import centred, language_means
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import TaqyrypError, run_stage
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.words import stop_words, words
from pipeline.params import load_params
from pipeline.schema import (
    EMBEDDINGS,
    ENCODER,
    LANGUAGES,
    OUTLIER,
    UTTERANCES,
    Language,
    LanguageSpan,
    Utterance,
)
from pipeline.tables import Vectors, csv_bytes, read, read_vectors, write_bytes
from pipeline.themes.keywords import theme_words

Labels = npt.NDArray[np.int64]
#: The first words of each theme, by language.
Words = Mapping[int, Mapping[str, Sequence[str]]]

BENCH = Path("results/bench.csv")
#: Vectors of texts that are not of the corpus, apart from the pipeline's own cache.
CACHE = Path("models/bench")
COLUMNS = ("id", "group", "language", "label", "text")
#: First words of a theme that are looked at, in each language.
_WORDS = 10
#: One in so many transcripts or groups is left out.
_TENTH = 10


@dataclass(frozen=True)
class Text:
    """An utterance and what is known of it.

    Attributes:
        group: the same for translations of each other.
        unit: what it is left out with: its transcript, or its translations.
        label: what it is about; empty where nobody has said so.
    """

    utterance: Utterance
    group: str
    unit: str
    label: str = ""

    @property
    def text(self) -> str:
        return self.utterance.normalised

    @property
    def language(self) -> str:
        return self.utterance.language


@dataclass(frozen=True)
class Corpus:
    """Texts with unit vectors of shape (n, dimensions), and those of the neutral sentences."""

    texts: Sequence[Text]
    vectors: Vectors
    bank: Mapping[str, Vectors]

    @property
    def languages(self) -> list[str]:
        return [text.language for text in self.texts]

    def part(self, rows: Sequence[int]) -> Corpus:
        return Corpus([self.texts[row] for row in rows], self.vectors[rows], self.bank)

    def free(self) -> Vectors:
        """The vectors with the language taken out."""
        means = language_means(self.vectors, self.languages, self.bank)
        return centred(self.vectors, self.languages, means)


@dataclass(frozen=True)
class Fit:
    """What a method finds: a theme for each text, words for each theme.

    ``said`` are the words of each text as the method counts them: lemmas or forms.
    """

    labels: Labels
    words: Words = field(default_factory=dict)
    said: Sequence[Collection[str]] = ()


@dataclass(frozen=True)
class Figures:
    """A line of ``results/bench.csv``; ``None`` where there is nothing to measure."""

    data: str
    method: str
    texts: int
    themes: int
    outliers: float
    v_measure: float | None
    ami: float | None
    ari: float | None
    language_nmi: float | None
    met: float | None
    met_by_chance: float | None
    ari_seeds: float | None
    ari_left_out: float
    coherence: float | None
    coherence_kk: float | None
    coherence_ru: float | None
    coherence_en: float | None
    diversity: float | None
    seconds: float
    megabytes: int | None


# What is compared


def taqyryp(corpus: Corpus, seed: int, themes: int) -> Fit:
    """The pipeline's themes with its settings; the only place that knows how it finds them."""
    from pipeline.cluster import group, is_small_talk

    vectors, utterances = corpus.free(), [text.utterance for text in corpus.texts]
    params = load_params().cluster.model_copy(update={"seed": seed})
    small_talk = [is_small_talk(utterance) for utterance in utterances]
    found = group(vectors, corpus.languages, small_talk, params)
    named = theme_words(utterances, found.labels.tolist(), vectors, found.membership)
    first = {
        topic: {language: own[language][:_WORDS] for language in own}
        for topic, own in named.items()
    }
    return Fit(found.labels, first, [set(utterance.lemmas) for utterance in utterances])


def bertopic(corpus: Corpus, seed: int, themes: int) -> Fit:
    """BERTopic's defaults; its own UMAP is given a seed, so that figures can be had again."""
    from bertopic import BERTopic
    from umap import UMAP

    reduction = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1
    )
    model = BERTopic(language="multilingual", umap_model=reduction)
    texts = [text.text for text in corpus.texts]
    topics, _ = model.fit_transform(texts, embeddings=corpus.vectors)
    weights = model.c_tf_idf_.toarray()
    by_topic = dict(zip(sorted(model.get_topics()), weights, strict=True))
    vocabulary = model.vectorizer_model.get_feature_names_out()
    return _named(corpus, np.array(topics), by_topic, vocabulary, model.vectorizer_model)


def kmeans(corpus: Corpus, seed: int, themes: int) -> Fit:
    """As many clusters as the pipeline finds themes; it names none."""
    from sklearn.cluster import KMeans

    model = KMeans(themes, n_init=10, random_state=seed)
    return Fit(model.fit_predict(corpus.vectors).astype(np.int64))


def turftopic_clusters(corpus: Corpus, seed: int, themes: int) -> Fit:
    """Turftopic's ClusteringTopicModel: t-SNE and HDBSCAN, its defaults."""
    from turftopic import ClusteringTopicModel  # not among the project's dependencies

    model = ClusteringTopicModel(encoder=_encoder(), random_state=seed)
    labels = model.fit_predict([text.text for text in corpus.texts], embeddings=corpus.vectors)
    weights = dict(zip(model.classes_.tolist(), model.components_, strict=True))
    return _named(corpus, labels, weights, model.get_vocab(), model.vectorizer)


def turftopic_signals(corpus: Corpus, seed: int, themes: int) -> Fit:
    """Turftopic's SemanticSignalSeparation; a text is put where it weighs most."""
    from turftopic import SemanticSignalSeparation

    return _by_weight(
        corpus, SemanticSignalSeparation(themes, encoder=_encoder(), random_state=seed)
    )


def turftopic_keynmf(corpus: Corpus, seed: int, themes: int) -> Fit:
    """Turftopic's KeyNMF; a text is put where it weighs most."""
    from turftopic import KeyNMF

    return _by_weight(corpus, KeyNMF(themes, encoder=_encoder(), random_state=seed))


def _by_weight(corpus: Corpus, model: Any) -> Fit:
    texts = [text.text for text in corpus.texts]
    weights = model.fit_transform(texts, embeddings=corpus.vectors)
    labels = np.where(weights.any(axis=1), weights.argmax(axis=1), OUTLIER)
    by_topic = dict(enumerate(model.components_))
    return _named(corpus, labels, by_topic, model.get_vocab(), model.vectorizer)


def _named(
    corpus: Corpus,
    labels: Labels,
    weights: Mapping[int, Vectors],
    vocabulary: Sequence[str],
    vectorizer: Any,
) -> Fit:
    """The fit, with the words of the vocabulary that weigh most in each theme."""
    analyse = vectorizer.build_analyzer()
    said = [frozenset(analyse(text.text)) for text in corpus.texts]
    own = {topic: row for topic, row in weights.items() if topic != OUTLIER}
    return Fit(labels.astype(np.int64), first_words(own, vocabulary, said, corpus.languages), said)


def _encoder() -> SentenceEncoder:
    return SentenceEncoder(ENCODER, load_params().encoder.prefix, CACHE)


Method = Callable[[Corpus, int, int], Fit]


def freed(method: Method, corpus: Corpus, seed: int, themes: int) -> Fit:
    """A method on vectors with the language taken out."""
    return method(dataclasses.replace(corpus, vectors=corpus.free()), seed, themes)


METHODS: dict[str, Method] = {
    "taqyryp": taqyryp,
    "bertopic": bertopic,
    "bertopic-free": partial(freed, bertopic),
    "kmeans": kmeans,
    "kmeans-free": partial(freed, kmeans),
    "turftopic-clusters": turftopic_clusters,
    "turftopic-signals": turftopic_signals,
    "turftopic-keynmf": turftopic_keynmf,
}


# Figures


def first_words(
    weights: Mapping[int, Vectors],
    vocabulary: Sequence[str],
    said: Sequence[Collection[str]],
    languages: Sequence[str],
) -> Words:
    """The words that weigh most in each theme, in each language.

    A word is of the language in which the largest share of the texts have it.

    Args:
        weights: a weight for each word of the vocabulary, by theme.
        said: the words of each text.
        languages: the language of each text.
    """
    totals = Counter(languages)
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for own, language in zip(said, languages, strict=True):
        for word in own:
            shares[word][language] += 1 / totals[language]
    of = [max(LANGUAGES, key=lambda name: shares[word][name]) for word in vocabulary]
    found: dict[int, dict[str, list[str]]] = {}
    for topic, row in weights.items():
        best = [int(i) for i in np.argsort(-row, kind="stable") if row[i] > 0]
        found[topic] = {
            language: [vocabulary[i] for i in best if of[i] == language][:_WORDS]
            for language in LANGUAGES
        }
    return found


def npmi(first: int, second: int, both: int, texts: int) -> float:
    """Normalised pointwise mutual information of two words (Bouma 2009), from -1 to 1.

    Args:
        first, second: texts that have the one word, and the other.
        both: texts that have the two.
        texts: all texts.
    """
    if both == 0:
        return -1.0
    if both == texts:
        return 1.0
    return math.log(both * texts / (first * second)) / -math.log(both / texts)


def coherence(
    words_of: Words, said: Sequence[Collection[str]], languages: Sequence[str]
) -> dict[str, float]:
    """By language, how much the first words of a theme occur in the same texts.

    The mean of :func:`npmi` over the pairs of a theme's words, then over the themes that have two
    words in the language. Counted within the language: words of two languages hardly ever meet.
    """
    if not words_of:
        return {}
    found: dict[str, float] = {}
    for language in LANGUAGES:
        texts = [own for own, name in zip(said, languages, strict=True) if name == language]
        where: dict[str, set[int]] = defaultdict(set)
        for number, own in enumerate(texts):
            for word in own:
                where[word].add(number)
        values = [
            np.mean([_npmi(where[a], where[b], len(texts)) for a, b in pairs])
            for first in words_of.values()
            if (pairs := list(itertools.combinations(first[language], 2)))
        ]
        if values:
            found[language] = float(np.mean(values))
    return found


def _npmi(first: set[int], second: set[int], texts: int) -> float:
    return npmi(len(first), len(second), len(first & second), texts)


def diversity(words_of: Words) -> float | None:
    """Distinct words as a share of all first words of all themes (Dieng et al. 2020)."""
    listed = [
        (language, word)
        for own in words_of.values()
        for language, first in own.items()
        for word in first
    ]
    return len(set(listed)) / len(listed) if listed else None


def translated(texts: Sequence[Text]) -> list[list[int]]:
    """The rows of each group that has texts in two languages or more."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        groups[text.group].append(row)
    return [rows for rows in groups.values() if len({texts[row].language for row in rows}) > 1]


def met(texts: Sequence[Text], labels: Labels) -> float | None:
    """The share of groups whose translations are all in one theme; to be in none is not to meet."""
    groups = translated(texts)
    if not groups:
        return None
    together = [
        labels[rows[0]] != OUTLIER and len(set(labels[rows].tolist())) == 1 for rows in groups
    ]
    return float(np.mean(together))


def met_by_chance(texts: Sequence[Text], labels: Labels) -> float | None:
    """What :func:`met` would be if each language's texts were dealt out to its themes by lot."""
    groups = translated(texts)
    if not groups:
        return None
    totals = Counter(text.language for text in texts)
    shares: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for text, label in zip(texts, labels.tolist(), strict=True):
        shares[text.language][label] += 1 / totals[text.language]
    themes = set(labels.tolist()) - {OUTLIER}
    by_languages = Counter(tuple(sorted(texts[row].language for row in rows)) for rows in groups)
    return sum(
        count * sum(math.prod(shares[name][theme] for name in names) for theme in themes)
        for names, count in by_languages.items()
    ) / len(groups)


def left_out(texts: Sequence[Text], seed: int) -> list[int]:
    """The rows that remain when a random tenth of the units is left out, at least one."""
    units = sorted({text.unit for text in texts})
    gone = set(random.Random(seed).sample(units, max(1, len(units) // _TENTH)))
    return [row for row, text in enumerate(texts) if text.unit not in gone]


def measured(data: str, name: str, corpus: Corpus, seeds: Sequence[int], themes: int) -> Figures:
    """All figures of one method on one corpus; run in a process of its own.

    Args:
        seeds: the first is the run that is described, the others are compared with it; each also
            draws a tenth to be left out.
        themes: how many to find, for methods that want to be told.
    """
    method = METHODS[name]
    began = time.perf_counter()
    fit = method(corpus, seeds[0], themes)
    seconds, megabytes = time.perf_counter() - began, peak_memory()

    from sklearn.metrics import (
        adjusted_mutual_info_score,
        adjusted_rand_score,
        normalized_mutual_info_score,
        v_measure_score,
    )

    labels = fit.labels
    runs = [labels, *(method(corpus, seed, themes).labels for seed in seeds[1:])]
    agreements = [adjusted_rand_score(a, b) for a, b in itertools.combinations(runs, 2)]
    remaining = [left_out(corpus.texts, seed) for seed in seeds]
    kept = [
        adjusted_rand_score(labels[rows], method(corpus.part(rows), seeds[0], themes).labels)
        for rows in remaining
    ]
    known = [row for row, text in enumerate(corpus.texts) if text.label]
    right, given = [corpus.texts[row].label for row in known], labels[known]
    coherent = coherence(fit.words, fit.said, corpus.languages)
    return Figures(
        data=data,
        method=name,
        texts=len(labels),
        themes=len(set(labels.tolist()) - {OUTLIER}),
        outliers=float(np.mean(labels == OUTLIER)),
        v_measure=v_measure_score(right, given) if known else None,
        ami=adjusted_mutual_info_score(right, given) if known else None,
        ari=adjusted_rand_score(right, given) if known else None,
        language_nmi=normalized_mutual_info_score(corpus.languages, labels)
        if len(set(corpus.languages)) > 1
        else None,
        met=met(corpus.texts, labels),
        met_by_chance=met_by_chance(corpus.texts, labels),
        ari_seeds=float(np.mean(agreements)) if agreements else None,
        ari_left_out=float(np.mean(kept)),
        coherence=float(np.mean(list(coherent.values()))) if coherent else None,
        coherence_kk=coherent.get("kk"),
        coherence_ru=coherent.get("ru"),
        coherence_en=coherent.get("en"),
        diversity=diversity(fit.words),
        seconds=seconds,
        megabytes=megabytes,
    )


def peak_memory() -> int | None:
    """The most memory this process has held so far, in megabytes; Windows does not tell."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most // (1024 * 1024 if sys.platform == "darwin" else 1024))


# What is measured on


def sample() -> tuple[list[Text], Vectors]:
    """The utterances of the pipeline's last run, and their vectors.

    Raises:
        TaqyrypError: they are not there, or not of one run.
    """
    utterances = read(UTTERANCES)
    names, vectors = read_vectors(EMBEDDINGS)
    if names != [own.utterance_id for own in utterances]:
        raise TaqyrypError("has vectors of other utterances", file=EMBEDDINGS, remedy="dvc repro")
    texts = [Text(own, group=own.utterance_id, unit=own.transcript_id) for own in utterances]
    return texts, vectors


def neutral() -> list[Text]:
    """The neutral sentences of the project, each in three languages."""
    return [
        Text(written(f"{language}{number}", text, language), group=str(number), unit=str(number))
        for language, texts in load_bank().items()
        for number, text in enumerate(texts)
    ]


def written(name: str, text: str, language: str) -> Utterance:
    """A text of no transcript as an utterance; nobody else says anything, so it is its speaker."""
    return Utterance(
        utterance_id=name, transcript_id=name, turn=0, speaker=name, role="", school="", method="",
        start=0, end=len(text), text=text, normalised=text,
        language=cast(Language, language), language_confidence=1.0, language_mix=language,
        language_spans=[LanguageSpan(language, 0, len(text))],
        lemmas=[], lemma_languages=[], terms=[],
    )  # fmt: skip


def from_file(path: Path, limit: int, seed: int) -> list[Text]:
    """The texts of a table, of ``limit`` groups at most, drawn at random.

    Raises:
        TaqyrypError: the file is missing or empty, has other columns, or a line has no text or
            another language.
    """
    remedy = f"columns, with tabs between: {', '.join(COLUMNS)}; languages: {', '.join(LANGUAGES)}"
    if not path.exists():
        raise TaqyrypError("no such file", file=path, remedy="look at the name after --data")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        raise TaqyrypError("holds no texts", file=path, remedy=remedy)
    for line, row in enumerate(rows, start=2):
        if not all(row.get(name) for name in COLUMNS if name != "label"):
            raise TaqyrypError("lacks a value", file=path, line=line, remedy=remedy)
        if row["language"] not in LANGUAGES:
            found = f"has the language {row['language']!r}"
            raise TaqyrypError(found, file=path, line=line, remedy=remedy)
    groups = sorted({row["group"] for row in rows})
    chosen = set(random.Random(seed).sample(groups, min(limit, len(groups))))
    return [
        Text(
            written(row["id"], row["text"], row["language"]),
            row["group"],
            row["group"],
            row.get("label") or "",
        )
        for row in rows
        if row["group"] in chosen
    ]


def embedded(texts: Sequence[Text], vectors: Vectors | None) -> Corpus:
    """The corpus of the texts, with vectors and lemmas where they have none."""
    encoder = _encoder()
    bank = {language: encoder.encode(own) for language, own in load_bank().items()}
    if vectors is None:
        vectors = encoder.encode([text.text for text in texts])
    lemmatiser = Lemmatiser()
    return Corpus([_lemmatised(text, lemmatiser) for text in texts], vectors, bank)


def _lemmatised(text: Text, lemmatiser: Lemmatiser) -> Text:
    if text.utterance.lemmas:
        return text
    stop = stop_words(text.language)
    spoken = [word.text.lower() for word in words(text.text)]
    lemmas = [word if word in stop else lemmatiser.lemma(word, text.language) for word in spoken]
    utterance = dataclasses.replace(
        text.utterance, lemmas=lemmas, lemma_languages=[text.language] * len(lemmas)
    )
    return dataclasses.replace(text, utterance=utterance)


# The rest


def in_child(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function in a new process, which shares no memory with what ran before.

    Everything large is loaded in such processes: the peak of a new one begins at its parent's.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def quietly(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function without what it prints: each step, and bars that would break up ours."""
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        return function(*arguments)


def table(rows: Sequence[Figures]) -> Iterator[str]:
    """The figures of one corpus as lines of text, a method each; columns without any left out."""
    names = [
        item.name for item in dataclasses.fields(Figures) if item.name not in ("data", "texts")
    ]
    names = [name for name in names if any(getattr(row, name) is not None for row in rows)]
    cells = [names, *([shown(getattr(row, name)) for name in names] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    for row in cells:
        first, *others = zip(row, widths, strict=True)
        yield "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def as_csv(rows: Sequence[Figures]) -> bytes:
    """All figures, three decimals of each."""
    names = [item.name for item in dataclasses.fields(Figures)]
    records = (dataclasses.asdict(row) for row in rows)
    return csv_bytes(
        names,
        (
            {name: round(v, 3) if isinstance(v, float) else v for name, v in record.items()}
            for record in records
        ),
    )


def shown(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def corpora(
    files: Sequence[Path], limit: int, seed: int
) -> list[tuple[str, list[Text], Vectors | None]]:
    if files:
        return [(path.stem, from_file(path, limit, seed), None) for path in files]
    return [("sample", *in_child(sample)), ("neutral sentences", neutral(), None)]


def available(chosen: Sequence[str]) -> list[str]:
    """The methods that can be run, ``taqyryp`` first: it says how many themes others look for."""
    names = [name for name in METHODS if name in chosen and name != "taqyryp"]
    if importlib.util.find_spec("turftopic") is None:
        without = [name for name in names if not name.startswith("turftopic")]
        if without != names:
            print("Turftopic is left out: it is not installed (pip install turftopic)")
        names = without
    return ["taqyryp", *names]


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the themes with those of others.")
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument(
        "--methods", nargs="*", choices=METHODS, default=list(METHODS), help="taqyryp always runs"
    )
    parser.add_argument("--limit", type=int, default=600, help="groups of a file, at most")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    arguments = parser.parse_args()
    names = available(arguments.methods)
    data = corpora(arguments.data, arguments.limit, arguments.seeds[0])
    rows: list[Figures] = []
    with tqdm(total=len(data) * len(names), unit="method") as bar:
        for title, texts, vectors in data:
            bar.set_description(f"{title}, embedding")
            corpus = in_child(embedded, texts, vectors)
            own: list[Figures] = []
            for name in names:
                bar.set_description(f"{title}, {name}")
                themes = max(1, own[0].themes) if own else 1
                try:
                    own.append(
                        in_child(quietly, measured, title, name, corpus, arguments.seeds, themes)
                    )
                except ValueError as error:  # too few texts or words for it, mostly
                    if not own:
                        raise
                    bar.write(f"{name} cannot be measured on {title}: {error}")
                bar.update()
            languages = Counter(corpus.languages)
            counts = ", ".join(f"{language} {languages[language]}" for language in LANGUAGES)
            bar.write("\n".join([f"\n{title}: {len(texts)} texts ({counts})", *table(own)]))
            rows += own
            write_bytes(BENCH, as_csv(rows))
    print(f"\nwritten to {BENCH}")


if __name__ == "__main__":
    run_stage(main)
