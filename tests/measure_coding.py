"""How well codes are suggested, on data outside the project: ``python -m tests.measure_coding …``.

``--quotes FILE.jsonl``: one quote a line in three languages (``kk``, ``ru``, ``en``) with the codes
that two people gave it (``coder_a``, ``coder_b``). Without any coding, with the other quotes as
codings, and with the other quotes in Kazakh only; the versions of a quote stay together.

``--project FILE.qdpx``: a project coded by hand, with the codebook it brings along. What is said of
a fifth of its text is learned from the rest; beside it the names of the codes as keywords, likeness
to the names, the commonest codes for everything, and chance.

Run ``dvc repro`` before it: the sentence model is needed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.align import judge
from pipeline.coding.corpus import code_terms, similarity
from pipeline.coding.evidence import CodeTerms, Evidence, gather
from pipeline.coding.figures import calibration_error, decided, likely_calibration_error, ranked
from pipeline.coding.learner import CodedTexts
from pipeline.coding.reference import reference_texts
from pipeline.encoding.bank import load_bank
from pipeline.encoding.centring import centred, language_means
from pipeline.encoding.sentence_encoder import code_encoder, plain_encoder
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.lexicon.example_utterances import ExampleUtterance, load_example_utterances
from pipeline.params import load_params
from pipeline.readers import refi, refi_codes
from pipeline.schema import LANGUAGES, Utterance
from tests.themes.spoken import PLAIN

Scores = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_FOLDS = 5


class Texts:
    """Texts by themselves, nobody asking before them: their evidence, and what is made of it."""

    def __init__(
        self,
        utterances: Sequence[Utterance],
        codebook: Codebook,
        examples: Sequence[ExampleUtterance],
        finder: CodeTerms,
    ) -> None:
        self.utterances = list(utterances)
        # The vectors of strangers' texts are not kept.
        with tempfile.TemporaryDirectory() as folder:
            prefix = load_params().encoder.prefix
            encoder = code_encoder(prefix, Path(folder))
            plain = plain_encoder(prefix, Path(folder))
            bank = {language: encoder.encode(texts) for language, texts in load_bank().items()}
            raw = encoder.encode([utterance.normalised for utterance in utterances])
            languages = [utterance.language for utterance in utterances]
            self.means = language_means(raw, languages, bank)
            self.vectors = centred(raw, languages, self.means)
            self.reference: CodedTexts = reference_texts(codebook, examples, encoder, bank)
            self.similarity = similarity(self.utterances, codebook, plain)
        self.finder = finder

    def evidence(self, manual: Mapping[int, Bools]) -> Evidence:
        """What speaks for each code; ``manual`` are the codes of those coded, by position."""
        return gather(
            self.utterances,
            self.vectors,
            [""] * len(self.utterances),
            np.zeros_like(self.vectors),
            reference=self.reference,
            similarity=self.similarity,
            means=self.means,
            manual=manual,
            finder=self.finder,
        )

    def probabilities(self, manual: Mapping[int, Bools]) -> Scores:
        """Probabilities of shape (texts, codes)."""
        transcripts = [utterance.transcript_id for utterance in self.utterances]
        return judge(self.evidence(manual), manual, transcripts)[0]


def figures(scores: Scores, coded: Bools) -> str:
    """Of a ranking: the first code right, codes among the first five, mean average precision."""
    found = ranked(scores, coded, np.ones(len(coded)))
    return f"hit@1 {found.precision_at_1:.2f}  R@5 {found.recall_at_5:.2f}  MAP {found.map:.3f}"


def at_precision(probabilities: Scores, coded: Bools, wanted: float) -> str:
    """The most suggestions that are right as often as wanted: their share of what was coded, and
    the share of texts that have one."""
    order = np.argsort(-probabilities, axis=None, kind="stable")
    right = np.cumsum(coded.ravel()[order]) / np.arange(1, coded.size + 1)
    count = int(np.flatnonzero(right >= wanted).max(initial=-1)) + 1
    given = np.zeros(coded.size, dtype=bool)
    given[order[:count]] = True
    given = given.reshape(coded.shape)
    return (
        f"recall {(given & coded).sum() / coded.sum():.2f}, coverage {given.any(axis=1).mean():.2f}"
    )


def measure_quotes(path: Path) -> None:
    """Print the figures of quotes in three languages."""
    quotes = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    codebook = load_codebook()
    utterances = [
        dataclasses.replace(
            PLAIN, transcript_id=str(number), speaker=language, language=language, normalised=quote[language]
        )
        for language in LANGUAGES
        for number, quote in enumerate(quotes)
    ]  # fmt: skip
    examples, _ = load_example_utterances(codebook.ids)
    texts = Texts(utterances, codebook, examples, code_terms(codebook))
    gold = {
        coder: np.array([[code in quote[coder] for code in codebook.ids] for quote in quotes])
        for coder in ("coder_a", "coder_b")
    }
    number = np.array([int(utterance.transcript_id) for utterance in utterances])
    first = np.tile(gold["coder_a"], (len(LANGUAGES), 1))
    found = {"no codings": texts.probabilities({})}
    found["the other quotes"] = texts.probabilities(dict(enumerate(first)))
    kazakh = np.zeros(first.shape)
    for fold in range(_FOLDS):
        known = {row: first[row] for row in range(len(quotes)) if row % _FOLDS != fold}
        test = number % _FOLDS == fold
        kazakh[test] = texts.probabilities(known)[test]
    found["Kazakh ones of the other quotes"] = kazakh
    for name, scores in found.items():
        print(f"{name}:")
        for place, language in enumerate(LANGUAGES):
            rows = slice(place * len(quotes), (place + 1) * len(quotes))
            for coder, coded in gold.items():
                print(f"  {language} {coder}  {figures(scores[rows], coded)}")
        for threshold in (0.2, 0.3, 0.4):
            given = scores >= threshold
            agreed = decided(given, first, np.ones(len(first))).pooled()
            print(
                f"  from {threshold}: precision {agreed.precision:.2f}, recall {agreed.recall:.2f}, "
                f"kappa {agreed.kappa:.2f}"
            )
        print(
            f"  calibration error {calibration_error(scores, first):.3f}, of the likely "
            f"{likely_calibration_error(scores, first):.3f}; "
            f"at precision .8: {at_precision(scores, first, 0.8)}"
        )


def project_codebook(codes: Sequence[refi_codes.RefiCode]) -> Codebook:
    """A project's codes as a codebook in English; where nothing is said of one its name has to do."""

    def words(name: str) -> str:
        return re.sub(r"[_\W]+", " ", name).strip()

    listed = []
    for number, code in enumerate(codes):
        path = " ".join(words(name) for name in (*code.parents, code.name))
        listed.append(
            {
                "id": f"c{number}",
                "group": "all",
                "name": {"en": code.name},
                "definition": {"en": f"{words(code.name)}. {code.description or path}"},
                "terms": {"en": [words(code.name)]},
            }
        )
    return Codebook.model_validate(
        {"groups": [{"id": "all", "name": {"en": "All"}}], "codes": listed}
    )


def measure_project(path: Path) -> None:
    """Print the figures of a project coded by hand."""
    codes = refi_codes.codes(path)
    codings, note = refi_codes.codings(path)
    place = {code.guid: number for number, code in enumerate(codes)}
    utterances, coded = [], []
    for source in refi.sources(path):
        own = [coding for coding in codings if coding.source == source.guid]
        text = refi.read(path, source.guid).text
        for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text) if own else ():
            given = np.zeros(len(codes), dtype=bool)
            for coding in own:
                if coding.start < match.end() and match.start() < coding.end:
                    given[place[coding.code]] = True
            utterances.append(
                dataclasses.replace(PLAIN, normalised=" ".join(match[0].split()), language="en")
            )
            coded.append(given)
    gold = np.array(coded)
    block = [number * _FOLDS // len(utterances) for number in range(len(utterances))]
    utterances = [
        dataclasses.replace(utterance, transcript_id=str(own), speaker=str(number))
        for number, (utterance, own) in enumerate(zip(utterances, block, strict=True))
    ]
    codebook = project_codebook(codes)
    texts = Texts(utterances, codebook, [], CodeTerms(codebook, [], Lemmatiser()))
    evidence = texts.evidence({})
    terms = np.asarray(evidence.features[..., 1])
    commonest = np.zeros(gold.shape)
    for own in range(_FOLDS):
        test = np.array(block) == own
        commonest[test] = gold[~test].mean(axis=0)
    chance = np.random.default_rng(0).random((20, *gold.shape))
    print(
        f"{len(codes)} codes, {len(codings)} codings, {gold.any(axis=1).sum()} of {len(gold)} "
        f"paragraphs coded with {gold.any(axis=0).sum()} codes; {note or 'counted as usual'}"
    )
    rows = {
        "learned from the other fifths": texts.probabilities(dict(enumerate(gold))),
        "codebook alone": texts.probabilities({}),
        "keywords": terms,
        "likeness to the codes' names": evidence.similarity,
        "commonest codes of the other fifths": commonest,
    }
    for name, scores in rows.items():
        print(f"  {name:36}{figures(scores, gold)}")
    drawn = np.mean([ranked(scores, gold, np.ones(len(gold))).map for scores in chance])
    print(f"  {'chance':36}{'':22}MAP {drawn:.3f}")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=Path)
    parser.add_argument("--project", type=Path)
    chosen = parser.parse_args()
    if chosen.quotes:
        measure_quotes(chosen.quotes)
    if chosen.project:
        measure_project(chosen.project)
    if not (chosen.quotes or chosen.project):
        parser.error("give --quotes FILE or --project FILE")


if __name__ == "__main__":
    main()
