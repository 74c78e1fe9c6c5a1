"""The form of the workbook: its sheets, its columns, and what is put before a formula."""

from __future__ import annotations

import re

SUGGESTIONS, MISSED, THEMES, CODEBOOK, READ_ME = (
    "Suggestions",
    "What was missed",
    "Themes",
    "Codebook",
    "Read me",
)
NAME_LABEL = "Your name / Ваше имя / Сіздің атыңыз"
RUN_LABEL = "Run / Запуск / Іске қосу"

#: The columns of the suggestions with their widths: hers, what she reads, what leads back.
HERS = {"decision": 11, "codes": 22, "memo": 28}
SHOWN = {
    "transcript": 16, "speaker": 16, "role": 12, "language": 10, "text": 70, "code": 24,
    "probability": 12, "reasons": 60, "theme": 26,
}  # fmt: skip
PLACE = {"start": 8, "end": 8, "code id": 14, "utterance id": 14}
COLUMNS = HERS | SHOWN | PLACE
NEEDED = (*HERS, "transcript", "text", *PLACE)
MISSED_COLUMNS = {"transcript": 24, "text": 80, "codes": 30, "memo": 40}

#: What a spreadsheet takes for a formula; the apostrophes, so that ours can be told from others.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
