"""Names of themes from a language model of the researcher's own, called as a program.

Nothing is built in: the program she names in ``params.yaml`` reads a prompt and writes three lines.
Where it fails, or answers anything else, a theme keeps the name its words give it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace

from tqdm import tqdm

from pipeline.schema import LANGUAGES, Theme, ThemeExample

#: Seconds a model may take for one theme.
_PATIENCE = 300
#: Characters of a name; a longer answer is no name.
_LONGEST = 80
_LINE = re.compile(rf"^\W*({'|'.join(LANGUAGES)})\W*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)

_PROMPT = """\
Below are the most telling words of one theme in interviews, and its most typical passages, in
Kazakh, Russian and English. Name what they have in common: two to six words, no full stop, as a
heading in a list of themes. Say only what is in the passages. Answer with exactly three lines, the
same name in Kazakh, Russian and English:
kk: …
ru: …
en: …

Words: {words}

Passages:
{passages}
"""


def prompt(theme: Theme, examples: Sequence[ThemeExample]) -> str:
    """What the program is given for a theme; ``examples`` are those of all themes."""
    own = [example for example in examples if example.topic == theme.topic]
    passages = "\n".join(
        f"- ({example.language}) {' '.join(example.text.split())}" for example in own
    )
    return _PROMPT.format(words=theme.words, passages=passages)


def read_answer(answer: str) -> dict[str, str]:
    """The names by language, of those that were given; nothing if the answer is something else."""
    found = {}
    for language, name in _LINE.findall(answer):
        name = name.strip(" \t*_\"'«».…")
        if name and len(name) <= _LONGEST:
            # A model that thinks aloud gives drafts first.
            found[language.lower()] = name
    return found


def named(
    themes: Sequence[Theme], examples: Sequence[ThemeExample], command: str
) -> tuple[list[Theme], list[str]]:
    """The themes with the names the command gives them, and a line for each that it did not name."""
    renamed, failures = [], []
    for theme in tqdm(themes, desc="naming themes", unit="theme", leave=False):
        try:
            done = subprocess.run(
                command,
                shell=True,
                input=prompt(theme, examples),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_PATIENCE,
                check=True,
            )
            answer, reason = read_answer(done.stdout), f"answered {_short(done.stdout)!r}"
        except subprocess.TimeoutExpired:
            answer, reason = {}, f"took more than {_PATIENCE} seconds"
        except subprocess.CalledProcessError as error:
            answer, reason = {}, f"ended with {error.returncode}: {_short(error.stderr)}"
        if not answer:
            failures.append(f"theme {theme.topic} keeps its words as name: the command {reason}")
        renamed.append(
            replace(
                theme,
                label_kk=answer.get("kk", theme.label_kk),
                label_ru=answer.get("ru", theme.label_ru),
                label_en=answer.get("en", theme.label_en),
            )
        )
    return renamed, failures


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
