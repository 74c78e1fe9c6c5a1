"""Fit the weights of the evidence on the manual codings of the current corpus: ``make weights``.

Not a stage: the shipped weights are part of the lexicons. Run it after ``dvc repro`` when the kinds
of evidence or the codings have changed, and look at what it prints before you keep the result.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from pipeline.coding.evidence import KINDS, gather, questions
from pipeline.coding.gold import gold_by_coder, place_codings
from pipeline.coding.weights import WEIGHTS, Weights
from pipeline.encoding.sentence_encoder import SentenceEncoder
from pipeline.errors import TaqyrypError, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import load_terms
from pipeline.params import load_params
from pipeline.readers.codings import CODINGS, load_codings
from pipeline.schema import EMBEDDINGS, ENCODER, NORMALISED, TURNS, UTTERANCES, VECTOR_CACHE
from pipeline.tables import read, read_vectors, write_bytes


def fit(features: npt.NDArray[np.float64], coded: npt.NDArray[np.bool_], fitted_on: str) -> Weights:
    """Weights from features of shape (n, codes, kinds) and codes of shape (n, codes)."""
    model = _model().fit(features.reshape(-1, len(KINDS)), coded.ravel())
    values = {kind: round(float(w), 4) for kind, w in zip(KINDS, model.coef_[0], strict=True)}
    return Weights(intercept=round(float(model.intercept_[0]), 4), **values, fitted_on=fitted_on)


def cross_validated(
    features: npt.NDArray[np.float64], coded: npt.NDArray[np.bool_], transcripts: list[str]
) -> npt.NDArray[np.float64]:
    """Probabilities of shape (n, codes), each transcript's from weights fitted on the others."""
    codes = coded.shape[1]
    found = cross_val_predict(
        _model(),
        features.reshape(-1, len(KINDS)),
        coded.ravel(),
        groups=np.repeat(transcripts, codes),
        cv=LeaveOneGroupOut(),
        method="predict_proba",
    )
    return np.asarray(found[:, 1].reshape(-1, codes))


def _model() -> LogisticRegression:
    """Four weights on thousands of decisions need next to no regularisation."""
    return LogisticRegression(C=100.0, max_iter=1000)


def main() -> None:
    """Fit on every utterance that all coders agree to have read; a code counts if most gave it."""
    params, codebook = load_params(), load_codebook()
    corpus = Path(params.corpus)
    utterances = read(UTTERANCES)
    codings = place_codings(
        load_codings(corpus, codebook.ids), corpus, pseudonyms=params.ingest.pseudonyms
    )
    gold = gold_by_coder(utterances, codings)
    if not gold:
        raise TaqyrypError("nothing to fit on", file=corpus / CODINGS, remedy="code some first")
    shared = set.intersection(*(set(codes) for codes in gold.values()))
    rows = [i for i, utterance in enumerate(utterances) if utterance.utterance_id in shared]
    votes = np.array(
        [
            [
                np.mean([code in codes[utterances[i].utterance_id] for codes in gold.values()])
                for code in codebook.ids
            ]
            for i in rows
        ]
    )
    coded = votes > 0.5
    encoder = SentenceEncoder(ENCODER, params.encoder.prefix, VECTOR_CACHE)
    asked = questions(utterances, read(TURNS), read(NORMALISED))
    evidence = gather(
        utterances,
        read_vectors(EMBEDDINGS)[1],
        asked,
        codebook=codebook,
        terms=load_terms(),
        encoder=encoder,
    )
    features = evidence.features[rows]
    transcripts = [utterances[i].transcript_id for i in rows]
    if len(set(transcripts)) > 1:
        probabilities = cross_validated(features, coded, transcripts)
        print("threshold  precision  recall  (leaving out one transcript at a time)")
        for threshold in (0.2, 0.3, 0.4, 0.5):
            given = probabilities >= threshold
            right = (given & coded).sum()
            print(
                f"{threshold:>9}  {right / max(1, given.sum()):>9.2f}  {right / coded.sum():>6.2f}"
            )
    fitted_on = f"{corpus.as_posix()}: {len(rows)} utterances, {len(set(transcripts))} transcripts"
    weights = fit(features, coded, fitted_on)
    lines = [
        "# What each kind of evidence weighs: the coefficients of a logistic regression over all",
        "# pairs of utterance and code. Written by `make weights`; see pipeline/coding/weights.py.",
        *(
            f"{name}: {value}"
            for name, value in weights.model_dump().items()
            if name != "fitted_on"
        ),
        f'fitted_on: "{fitted_on}"',
    ]
    write_bytes(WEIGHTS, ("\n".join(lines) + "\n").encode("utf-8"))
    print(f"written to {WEIGHTS.as_posix()}: {weights}")


if __name__ == "__main__":
    run_stage(main)
