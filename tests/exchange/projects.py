"""A small project to hand over: two invented transcripts that are hard on offsets."""

from pipeline.exchange.project import (
    SIGNATURE,
    CodeGroup,
    ExportedCode,
    Participant,
    Project,
    Source,
    Suggested,
)

RUN = "0123456789ab"
FOCUS = "Модератор: Ну?\nМұғалім: Ұжым 👩🏽‍🏫 бір үй.\n\nУчитель: «Мы» — <семья> & й всё.\n"
TALK = "Teacher: =SUM of us\x0b and them.\nTeacher: Ұжым бір үй.\n"


def suggested(transcript: str, text: str, words: str, code: str) -> Suggested:
    start = text.index(words)
    return Suggested(
        transcript,
        f"{transcript}:{start}",
        "Мұғалім",
        "teacher",
        "kk",
        start,
        start + len(words),
        words,
        3,
        "3 (ұжым)",
        code,
        0.75,
        "carried by “бір үй” (without it 0.20)\nterms: “ұжым”",
        f"suggested: {code}, probability 0.75\ncarried by “бір үй”\n{SIGNATURE}{RUN}",
    )


PROJECT = Project(
    "Machine suggestions",
    RUN,
    [CodeGroup("culture", "Мәдениет"), CodeGroup("arenas", "Arenas")],
    [
        ExportedCode("kollektive", "Ұжым", "culture", "Бір үй & <ынтымақ>.", "#0072B2"),
        ExportedCode("trust", "Сенім", "culture", "", "#D55E00"),
        ExportedCode("pedsovet", "Pedsovet", "arenas", "A meeting.", "#009E73"),
    ],
    [Source("b/focus", FOCUS, {"School": "B", "Date": "2019-02-05"}), Source("talk", TALK)],
    [
        suggested("b/focus", FOCUS, "Ұжым 👩🏽‍🏫 бір үй.", "kollektive"),
        suggested("b/focus", FOCUS, "«Мы» — <семья> & й всё.", "kollektive"),
        suggested("b/focus", FOCUS, "«Мы» — <семья> & й всё.", "trust"),
        suggested("talk", TALK, "=SUM of us\x0b and them.", "trust"),
        suggested("talk", TALK, "Ұжым бір үй.", "kollektive"),
    ],
    [Participant("Мұғалім", {"Role": "teacher", "School": "B"}, ["b/focus"])],
)
