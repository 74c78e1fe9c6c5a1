"""How well languages are told apart: ``python -m tests.measure_languages --words FILE --sentences …``.

``--words`` takes a table with the columns lang, unit, text (lingua’s test lists have that shape);
``--sentences kk=FILE ru=FILE en=FILE`` take JSON lines with a ``text``, such as sentences of
Universal Dependencies. Kazakh and Russian sentences are also written in Latin letters by every
scheme, and Kazakh ones without the Kazakh letters. lingua alone is measured beside it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import lingua

from pipeline.language.languages import LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.transliteration import scheme, scheme_names, to_latin

Guess = Callable[[str], str]


def guesses() -> dict[str, Guess]:
    ours = LanguageIdentifier(Lemmatiser())
    known = (lingua.Language.KAZAKH, lingua.Language.RUSSIAN, lingua.Language.ENGLISH)
    detector = lingua.LanguageDetectorBuilder.from_languages(*known).build()

    def alone(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else ""

    return {"here": lambda text: ours.identify(text).language, "lingua": alone}


def show(name: str, texts: Sequence[str], language: str, systems: dict[str, Guess]) -> None:
    shares = (
        f"{system} {sum(guess(text) == language for text in texts) / len(texts):6.1%}"
        for system, guess in systems.items()
    )
    print(f"  {name:32} {len(texts):5}   {'   '.join(shares)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well languages are told apart.")
    parser.add_argument("--words", type=Path)
    parser.add_argument("--sentences", nargs="*", default=[], metavar="LANGUAGE=FILE")
    arguments = parser.parse_args()
    systems = guesses()
    if arguments.words:
        units: dict[tuple[str, str], list[str]] = defaultdict(list)
        with arguments.words.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                units[row["unit"], row["lang"]].append(row["text"])
        for (unit, language), texts in sorted(units.items()):
            show(f"{unit}, {language}", texts, language, systems)
    for given in arguments.sentences:
        language, _, name = given.partition("=")
        lines = Path(name).read_text(encoding="utf-8").splitlines()
        sentences = [json.loads(line)["text"] for line in lines]
        show(f"{Path(name).name[:24]}, {language}", sentences, language, systems)
        for own in scheme_names():
            if scheme(own).language == language and language != "en":
                written = [to_latin(text, scheme(own)) for text in sentences]
                show(f"  as {own}", written, language, systems)


if __name__ == "__main__":
    main()
