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

from pipeline.coding.corpus import corpus_evidence
from pipeline.coding.evidence import KINDS
from pipeline.coding.gold import load_gold, majority
from pipeline.coding.learner import Scores
from pipeline.coding.weights import WEIGHTS, Weights
from pipeline.encoding.sentence_encoder import code_encoder, plain_encoder
from pipeline.errors import TaqyrypError, run_stage
from pipeline.lexicon.codebook import load_codebook
from pipeline.params import load_params
from pipeline.readers.codings import CODINGS
from pipeline.schema import UTTERANCES
from pipeline.tables import read, write_bytes


def fit(features: Scores, coded: npt.NDArray[np.bool_], fitted_on: str) -> Weights:
    """Weights from features of shape (n, codes, kinds) and codes of shape (n, codes)."""
    model = _model().fit(features.reshape(-1, len(KINDS)), coded.ravel())
    values = {kind: round(float(w), 4) for kind, w in zip(KINDS, model.coef_[0], strict=True)}
    return Weights(intercept=round(float(model.intercept_[0]), 4), **values, fitted_on=fitted_on)


def cross_validated(
    features: Scores, coded: npt.NDArray[np.bool_], transcripts: list[str]
) -> Scores:
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
    """Few weights on thousands of decisions need next to no regularisation."""
    return LogisticRegression(C=100.0, max_iter=1000)


def main() -> None:
    """Fit on every utterance that somebody has read; a code counts if most readers gave it."""
    params, codebook = load_params(), load_codebook()
    corpus = Path(params.corpus)
    utterances = read(UTTERANCES)
    gold = load_gold(corpus, utterances, codebook.ids, pseudonyms=params.ingest.pseudonyms)
    manual = majority(gold, utterances, codebook.ids)
    if not manual:
        raise TaqyrypError("nothing to fit on", file=corpus / CODINGS, remedy="code some first")
    # Not learned from: the weights are for a corpus in which nobody has coded anything yet.
    encoder = code_encoder(params.encoder.prefix)
    plain = plain_encoder(params.encoder.prefix)
    evidence = corpus_evidence(utterances, codebook, encoder, plain, {})
    features, coded = evidence.features[list(manual)], np.stack(list(manual.values()))
    transcripts = [utterances[i].transcript_id for i in manual]
    if len(set(transcripts)) > 1:
        probabilities = cross_validated(features, coded, transcripts)
        print("threshold  precision  recall  (leaving out one transcript at a time)")
        for threshold in (0.2, 0.3, 0.4, 0.5):
            given = probabilities >= threshold
            right = (given & coded).sum()
            print(
                f"{threshold:>9}  {right / max(1, given.sum()):>9.2f}  {right / coded.sum():>6.2f}"
            )
    fitted_on = (
        f"{corpus.as_posix()}: {len(manual)} utterances, {len(set(transcripts))} transcripts"
    )
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
