"""Utterances for tests of the themes."""

import dataclasses

from pipeline.schema import Utterance

#: A Kazakh utterance of an interview, with nothing in it.
PLAIN = Utterance(
    utterance_id="t.1.1",
    transcript_id="t",
    turn=1,
    speaker="Teacher A1",
    role="teacher",
    school="A",
    method="interview",
    start=0,
    end=0,
    text="",
    normalised="",
    language="kk",
    language_confidence=1.0,
    language_mix="kk",
    language_spans=[],
    lemmas=[],
    lemma_languages=[],
    terms=[],
)
WORDS = {
    0: {"kk": ["жалақы", "теңге"], "ru": ["зарплата", "тенге"], "en": ["salary", "tenge"]},
    1: {"kk": ["сабақ", "тақта"], "ru": ["урок", "доска"], "en": ["lesson", "board"]},
}


def spoken(number: int, theme: int, language: str) -> Utterance:
    lemmas = ["мен", *WORDS[theme][language], "and"]
    return dataclasses.replace(
        PLAIN,
        utterance_id=f"u{number}",
        turn=number,
        speaker=f"Teacher A{number % 4}",
        end=1,
        normalised=" ".join(lemmas),
        language=language,
        language_mix=language,
        lemmas=lemmas,
        lemma_languages=["kk", language, language, "en"],
    )


UTTERANCES = [
    spoken(number, theme, language)
    for number, (theme, language) in enumerate(
        (theme, language)
        for theme, count in ((0, 12), (1, 8))
        for language in WORDS[theme]
        for _ in range(count)
    )
]
