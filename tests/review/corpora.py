"""Small corpora of tables, as a run of the pipeline leaves them, for the tests of the page."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipeline.schema import (
    CANONICAL,
    NEXT_TO_CODE,
    SUGGESTIONS,
    TOPICS,
    TURNS,
    UTTERANCES,
    NextToCode,
    Suggestion,
    Topic,
    Turn,
    Utterance,
)
from pipeline.tables import write

PROJECT = Path(__file__).parents[2]
CODES = ("trust", "blat", "workload", "mentoring")
CORPUS = Path("transcripts/mine")
#: What is said, over and over, with a number; it has markup, Kazakh and a letter beyond 16 bits.
SAID = (
    "Біз бір-бірімізге сенеміз, <b>әрине</b> {}. Бірақ уақыт жоқ.",
    'Отчёты до ночи {}, "<script>alert(1)</script>" и опять отчёты.',
    "She sat in my lessons 😀 {} and told me honestly & kindly what she saw.",
)


def evidence(text: str, probability: float) -> str:
    words = text.split(". ")[0]
    return (
        f"carried by “{words}” (without it {probability / 2:.2f}) · terms: “{words.split()[0]}” (= x, inflected) "
        "· like this, coded so: “Something <i>else</i> · and more” · theme: 0 (a / b / c)"
    )


def make(
    *,
    transcripts: int = 2,
    pairs: int = 6,
    per_utterance: int = 2,
    start_at: int = 0,
    codes: tuple[str, ...] = CODES,
) -> None:
    """Write a corpus into the working directory: question and answer, ``pairs`` times each."""
    settings = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8"))
    settings["corpus"] = CORPUS.as_posix()
    Path("params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    Path("lexicons").mkdir(exist_ok=True)
    book = {
        "groups": [{"id": "all", "name": {"en": "All", "ru": "Все", "kk": "Бәрі"}}],
        "codes": [
            {
                "id": code,
                "group": "all",
                "name": {"en": code.title(), "ru": f"{code}-ru", "kk": f"{code}-kk"},
                "definition": {"en": f"What {code} is."},
            }
            for code in CODES
        ],
    }
    Path("lexicons/codebook.yaml").write_text(yaml.safe_dump(book), encoding="utf-8")
    CORPUS.mkdir(parents=True, exist_ok=True)
    CANONICAL.mkdir(parents=True, exist_ok=True)
    turns: list[Turn] = []
    utterances: list[Utterance] = []
    suggestions: list[Suggestion] = []
    for number in range(transcripts):
        name = f"talk_{number}"
        text = " " * start_at
        for pair in range(pairs):
            for asked in (True, False):
                said = (
                    f"Question {pair} of {name}?"
                    if asked
                    else SAID[pair % 3].format(f"{name}/{pair}")
                )
                start = len(text)
                text += said + "\n"
                end, turn = start + len(said), 2 * pair + (not asked)
                speaker, role = (
                    ("Interviewer", "interviewer") if asked else (f"Speaker {number}", "teacher")
                )
                turns.append(
                    Turn(
                        name,
                        turn,
                        speaker,
                        role,
                        "A",
                        "interview",
                        "",
                        said,
                        start,
                        end,
                        60.0 * turn,
                    )
                )
                if asked:
                    continue
                own = f"{name}.{turn}.1"
                language = ("kk", "ru", "en")[pair % 3]
                utterances.append(
                    Utterance(
                        own, name, turn, speaker, role, "A", "interview", start, end, said, said,
                        language, 1.0, language, [], [], [], [],  # type: ignore[arg-type]
                    )
                )  # fmt: skip
                for rank, code in enumerate(codes):
                    probability = round(0.95 - 0.2 * rank - 0.001 * (pair % 100), 4)
                    suggestions.append(
                        Suggestion(
                            name, own, turn, speaker, role, language, start, end, said, pair % 2,
                            code, probability, rank + 1,
                            "suggest" if rank < per_utterance else "abstain",
                            evidence(said, probability),
                        )
                    )  # fmt: skip
        (CANONICAL / f"{name}.txt").write_bytes(text.encode("utf-8"))
    write(TURNS, turns)
    write(UTTERANCES, utterances)
    write(SUGGESTIONS, suggestions)
    write(
        TOPICS, [Topic(n, 3, "kk 3", f"т{n}", f"т{n}", f"t{n}", "w", "", 1.0, "") for n in (0, 1)]
    )
    ahead = [
        NextToCode(1, own.transcript_id, own.utterance_id, own.speaker, "A", own.language, 0,
                   own.text, "trust .50", "uncertain about trust")
        for own in utterances[2:3]
    ]  # fmt: skip
    write(NEXT_TO_CODE, ahead)
