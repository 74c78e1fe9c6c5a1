"""How far a spelling is from a Cyrillic word: a letter-by-letter alignment that knows the schemes.

What a letter may be written as comes from the files in ``lexicons/transliteration``, all of them
together: people mix systems within a word. Beyond that, marks get lost (ž → z), Kazakh letters are
typed as Russian ones (қ → к), letters are doubled or single, and fingers slip. Each of these has
a price (:data:`PRICES`), and a word may cost no more than its length allows (:func:`allowance`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.lexicon.transliteration import scheme, scheme_names


class Step:
    """What happened on the way from a word to a spelling of it: flags, to be joined by ``|``."""

    NONE = 0
    OTHER_LETTERS = 1  # an unusual spelling of a letter, or a lost or wrong mark
    PLAIN = 2  # a Russian letter for a Kazakh one
    DOUBLED = 4  # a letter doubled, or a double letter single
    BY_EAR = 8  # a letter that sounds alike: о as а without stress, з as с at the end
    SLIP = 16  # a letter missing, added, changed, or two exchanged


#: What each step costs. A slip is the unit; all else is what careful people do too.
PRICES = {
    Step.OTHER_LETTERS: 0.1,
    Step.PLAIN: 0.1,
    Step.DOUBLED: 0.25,
    Step.BY_EAR: 0.5,
    Step.SLIP: 1.0,
}
_WRONG_MARK = 0.2
#: From so many letters on, a word may hold one slip, or two.
ONE_SLIP, TWO_SLIPS = 6, 10

#: Letters that are written for one another by ear, in either direction.
_ALIKE = tuple(zip("оеезбдгвжы", "аияспткфші", strict=True))

_APOSTROPHES = str.maketrans(dict.fromkeys('’‘ʼ`´ʹʺ”“"', "'"))
#: Ligature ties and middle dots only show that letters belong together, or do not.
_TIES = str.maketrans(dict.fromkeys("\u0361\ufe20\ufe21·", ""))
_PLAIN_SCHEME = "plain_kk"


def allowance(letters: int, *, slips: bool = True) -> float:
    """What a word of so many letters may cost: short ones no slip, whatever else they lose."""
    allowed = (letters >= ONE_SLIP) + (letters >= TWO_SLIPS) if slips else 0
    return allowed + 0.1 + 0.05 * letters


class Option(NamedTuple):
    """One way to write the next ``letters`` letters: as ``text``, or without marks as ``bare``."""

    letters: int
    text: str
    bare: str
    price: float
    step: int


class Fit(NamedTuple):
    """A word aligned up to ``end`` of a spelling, at a price, by certain steps."""

    price: float
    steps: int
    end: int


@lru_cache(maxsize=200_000)
def comparable(word: str) -> tuple[str, str]:
    """A spelling as it is compared, and the same without marks; both of equal length."""
    text = unicodedata.normalize("NFC", word.lower().translate(_TIES)).translate(_APOSTROPHES)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.replace("ё", "е")
    return text, "".join(map(_bare, text))


@cache
def _bare(letter: str) -> str:
    """A Latin letter without its mark; й and ї are letters and keep theirs."""
    if letter == "ı":
        return "i"
    if letter == "ŋ":
        return "n"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


@cache
def _spellings() -> dict[str, dict[str, tuple[float, int]]]:
    """Letters → what they are written as, at which price; from all schemes together."""
    found: dict[str, dict[str, tuple[float, int]]] = {}

    def add(letters: str, text: str, price: float, step: int) -> None:
        own = found.setdefault(letters.replace("ё", "е"), {})
        text = comparable(text)[0]
        if text not in own or own[text][0] > price:
            own[text] = (price, step)

    for name in scheme_names():
        table = scheme(name)
        if name == _PLAIN_SCHEME:
            usual = unusual = PRICES[Step.PLAIN]
            step = other = Step.PLAIN
        else:
            usual, unusual = 0.0, PRICES[Step.OTHER_LETTERS]
            step, other = Step.NONE, Step.OTHER_LETTERS
        for letters, text in table.mapping.items():
            add(letters, text, usual, step)
        for rule in table.rules:
            add(rule.letters, rule.latin, usual, step)
        for letters, texts in table.also.items():
            for text in texts:
                add(letters, text, unusual, other)
    usual_latin = scheme("informal_ru").mapping | scheme("informal_kk").mapping
    for pair in _ALIKE:
        for one, two in (pair, (pair[1], pair[0])):
            for text in (two, usual_latin[two]):
                add(one, text, PRICES[Step.BY_EAR], Step.BY_EAR)
    return found


@cache
def _longest() -> int:
    """Letters of the longest group that is written in a way of its own."""
    return max(map(len, _spellings()))


@dataclass(frozen=True)
class Expected:
    """A word with everything its letters may be written as; ``options`` by position and letter.

    ``silent`` gives, by position, the letters that may be left out, with their price.
    """

    letters: str
    options: tuple[dict[str, tuple[Option, ...]], ...]
    silent: tuple[tuple[Option, ...], ...]


@lru_cache(maxsize=100_000)
def expected(word: str) -> Expected:
    """Prepare a word, in either script, for :func:`align`."""
    letters = comparable(word)[0]
    longest = _longest()
    prepared = [
        _prepared(letters[position : position + longest], letters[position - 1 : position])
        for position in range(len(letters))
    ]
    return Expected(
        letters, tuple(options for options, _ in prepared), tuple(silent for _, silent in prepared)
    )


@cache
def _prepared(ahead: str, before: str) -> tuple[dict[str, tuple[Option, ...]], tuple[Option, ...]]:
    """The options of the first letter of ``ahead``: by the letter they begin with, and silent."""
    by_first: dict[str, list[Option]] = {}
    silent: list[Option] = []
    for option in _options(ahead):
        if option.text:
            by_first.setdefault(option.bare[0], []).append(option)
        else:
            silent.append(option)
    if ahead[0] == before:
        silent.append(Option(1, "", "", PRICES[Step.DOUBLED], Step.DOUBLED))
    return {first: tuple(own) for first, own in by_first.items()}, tuple(silent)


def _options(ahead: str) -> Iterator[Option]:
    table, own = _spellings(), ahead[0]
    yield Option(1, own, _bare(own), 0.0, Step.NONE)
    for length in range(1, len(ahead) + 1):
        for text, (price, step) in table.get(ahead[:length], {}).items():
            yield Option(length, text, comparable(text)[1], price, step)


_SLIP = Option(1, "", "", PRICES[Step.SLIP], Step.SLIP)
_TWICE = Option(0, "", "", PRICES[Step.DOUBLED], Step.DOUBLED)
_APOSTROPHE = Option(0, "", "", 0.0, Step.NONE)

#: The best way to each place of the spelling after so many letters of the word.
_Row = dict[int, tuple[float, int]]


def align(word: Expected, spelling: str, limit: float) -> list[Fit]:
    """Every beginning of ``spelling`` that can be ``word``, at a price of at most ``limit``.

    The first letter must be right: slips of the fingers are rare there, and other words are not.
    """
    text, bare = comparable(spelling)
    count = len(word.letters)
    rows: list[_Row] = [{} for _ in range(count + 1)]
    rows[0][0] = (0.0, Step.NONE)
    for position in range(count):
        row = rows[position]
        if row and position:
            _added_letters(row, text, limit, slips=True)
        for place, (price, steps) in row.items():
            for option in word.silent[position]:
                _reach(rows[position + option.letters], place, price, steps, option, limit)
            if place < len(text):
                for option in word.options[position].get(bare[place], ()):
                    following = place + len(option.text)
                    target = rows[position + option.letters]
                    if text.startswith(option.text, place):
                        _reach(target, following, price, steps, option, limit)
                    elif bare.startswith(option.bare, place):
                        marked = price + _mark(option, text[place:following])
                        other = steps | Step.OTHER_LETTERS
                        _reach(target, following, marked, other, option, limit)
            if position and price + _SLIP.price <= limit:
                _reach(rows[position + 1], place, price, steps, _SLIP, limit)
                if place < len(text):
                    _reach(rows[position + 1], place + 1, price, steps, _SLIP, limit)
                if _exchanged(word, position, bare, place):
                    _reach(rows[position + 2], place + 2, price, steps, _SLIP, limit)
    _added_letters(rows[count], text, limit, slips=False)
    return [Fit(price, steps, place) for place, (price, steps) in rows[count].items()]


def _mark(option: Option, written: str) -> float:
    """The price of a mark that is lost, or of one that is not the option's."""
    return PRICES[Step.OTHER_LETTERS] if written == option.bare else _WRONG_MARK


def _reach(row: _Row, place: int, price: float, steps: int, option: Option, limit: float) -> None:
    total = price + option.price
    if total <= limit and (place not in row or row[place][0] > total):
        row[place] = (total, steps | option.step)


def _added_letters(row: _Row, text: str, limit: float, *, slips: bool) -> None:
    """Letters of the spelling that the word has not: doubled ones, apostrophes, slips."""
    for place in range(min(row, default=len(text)), len(text)):
        if place not in row:
            continue
        price, steps = row[place]
        if text[place] == "'":
            _reach(row, place + 1, price, steps, _APOSTROPHE, limit)
        elif place and text[place] == text[place - 1]:
            _reach(row, place + 1, price, steps, _TWICE, limit)
        elif slips and price + _SLIP.price <= limit:
            _reach(row, place + 1, price, steps, _SLIP, limit)


def _exchanged(word: Expected, position: int, bare: str, place: int) -> bool:
    """Whether the next two letters stand in the other order."""
    if position + 1 >= len(word.letters) or place + 1 >= len(bare):
        return False
    return _single(word, position + 1, bare[place]) and _single(word, position, bare[place + 1])


def _single(word: Expected, position: int, letter: str) -> bool:
    return any(
        option.letters == 1 and option.bare == letter
        for option in word.options[position].get(letter, ())
    )


_SCRIPTS = re.compile(r"[\u0400-\u052f]"), re.compile(r"[a-zA-Z\u00c0-\u024fə\u1e00-\u1eff]")


def scripts(word: str) -> tuple[bool, bool]:
    """Whether the word has Cyrillic letters, and whether it has Latin ones."""
    return bool(_SCRIPTS[0].search(word)), bool(_SCRIPTS[1].search(word))
