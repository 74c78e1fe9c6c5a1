"""Surveying a corpus: every name in it into the key, and a pseudonym for each that has none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.language.folding import fold
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.repair import repair
from pipeline.language.words import words
from pipeline.names.endings import declension
from pipeline.names.finder import Finder
from pipeline.names.key import ASK, LIST, PARTICIPANT, YES, Key, KeyRow, named
from pipeline.names.lists import OF_PEOPLE_AND_PLACES, pool
from pipeline.names.mentions import Mention
from pipeline.names.spellings import (
    GIVEN,
    NAME,
    SCHOOL,
    SURNAME,
    Name,
    bases,
    is_cyrillic,
    is_spelling,
    plain,
)
from pipeline.names.words import NameWords

_FIRST_NUMBER = 301
_MOST_FORMS = 12
#: Characters of an example on both sides of the name.
_EXAMPLE = 45


@dataclass
class _Found:
    """What was met of a name in the corpus, while it is counted."""

    name: Name
    why: str
    certain: bool = False
    inside: bool = False
    count: int = 0
    unsure: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    transcripts: set[str] = field(default_factory=set)
    examples: dict[bool, str] = field(default_factory=dict)

    def add(self, mention: Mention, transcript: str, text: str) -> None:
        if mention.certain and not self.certain:
            self.why, self.certain = mention.why, True
        self.inside |= not mention.begins
        self.count += mention.certain
        self.unsure += not mention.certain
        self.forms[mention.text] += 1
        self.transcripts.add(transcript)
        if mention.certain not in self.examples:
            start, end = max(0, mention.start - _EXAMPLE), mention.end + _EXAMPLE
            self.examples[mention.certain] = " ".join(text[start:end].split())

    @property
    def is_listed(self) -> bool:
        """Whether it is of the lists, and was met without endings: Сабыр, not Адамдар."""
        listed = self.why in OF_PEOPLE_AND_PLACES
        return listed and any(is_spelling(form.lower(), self.name) for form in self.forms)


def update_key(
    texts: Mapping[str, str],
    participants: Sequence[str],
    key: Key,
    lemmatiser: Lemmatiser | None = None,
) -> Key:
    """The key with every name of the corpus: new ones get pseudonyms, what was decided stays.

    Args:
        texts: canonical texts by transcript, in the order in which new names are numbered.
        participants: names from ``participants.csv``; codes such as Teacher A4 are passed over.
        key: what was there before.
        lemmatiser: to share its dictionaries; a new one if None.
    """
    lemmatiser = lemmatiser or Lemmatiser()
    repaired = {transcript: repair(text).text for transcript, text in texts.items()}
    rows = dict(key.rows)
    for name in _participants(participants, Finder(lemmatiser, key.entries())):
        old = rows.get(name.key, KeyRow(name))
        decided = old.replace if name.key in rows and old.replace != ASK else YES
        rows[name.key] = replace(old, replace=decided, why=PARTICIPANT)
    known = Key(rows)
    learnt = _survey(repaired, Finder(lemmatiser, known.entries()), only_certain=True)
    # Cyrillic spellings first: what is then met in Latin letters may be one of them.
    for found in sorted(learnt.values(), key=lambda own: not any(map(is_cyrillic, own.forms))):
        key_of = found.name.key
        if key_of in rows and rows[key_of].replace != ASK:
            continue
        if any(map(is_cyrillic, found.forms)) or not _is_spelling(found.name, rows):
            rows[key_of] = KeyRow(found.name, YES, why=found.why)
    finder = Finder(lemmatiser, Key(rows).entries())
    merged = _merged(known, _survey(repaired, finder), finder.words)
    return _with_pseudonyms(merged, _corpus_words(repaired.values(), participants))


def _is_spelling(name: Name, rows: Iterable[tuple[str, str]]) -> bool:
    """Whether a name met in Latin letters alone can be one of those that are known already."""
    skeletons = fold(name.kazakh)
    return any(kind == name.kind and skeletons & fold(text) for kind, text in rows)


def _survey(
    texts: Mapping[str, str], finder: Finder, *, only_certain: bool = False
) -> dict[tuple[str, str], _Found]:
    """Every name of the corpus, in the order of first appearance."""
    found: dict[tuple[str, str], _Found] = {}
    for transcript, text in texts.items():
        for mention in finder.find(text):
            if mention.part == "initial" or (only_certain and not mention.certain):
                continue
            own = found.setdefault(mention.name.key, _Found(mention.name, mention.why))
            own.add(mention, transcript, text)
    return found


def _merged(
    known: Key, final: Mapping[tuple[str, str], _Found], words: NameWords
) -> dict[tuple[str, str], KeyRow]:
    """The rows that were there, with new counts, and after them the new ones.

    A question that nobody has answered goes with the name that it was about.
    """
    rows: dict[tuple[str, str], KeyRow] = {}
    for name, old in known.rows.items():
        if name not in final and _is_untouched(old, words):
            continue
        rows[name] = replace(old, count=0, unsure=0, transcripts=0, forms=(), example="")
    for name, found in final.items():
        told = found.inside or found.certain or found.is_listed
        if name not in rows and not told:
            continue  # an ordinary word that only ever begins sentences
        old = rows.get(name) or KeyRow(found.name, ASK, why=found.why)
        decided, why = old.replace, old.why
        if decided == ASK and found.certain:
            decided, why = YES, found.why
        forms = [form for form, _ in found.forms.most_common(_MOST_FORMS)]
        example = found.examples.get(False) or found.examples.get(True, "")
        rows[name] = replace(
            old,
            replace=decided,
            why=why,
            forms=tuple(forms),
            count=found.count,
            unsure=found.unsure,
            transcripts=len(found.transcripts),
            example=example,
        )
    return rows


def _is_untouched(row: KeyRow, words: NameWords) -> bool:
    """Whether a row is a question as the program wrote it, with nothing in it from the user."""
    if row.replace != ASK or row.pseudonym or row.why == LIST:
        return False
    key = row.name.key
    return not row.forms or any(
        key in ((NAME, plain(words.guessed_name(form.lower()))), (SCHOOL, plain(form)))
        or any(key == reading.entry.name.key for reading in words.readings(form))
        for form in row.forms
    )


_ROLE_CODE = re.compile(r"\d")


def _participants(labels: Iterable[str], finder: Finder) -> Iterator[Name]:
    """The names of people in the labels of ``participants.csv``."""
    for label in labels:
        text = repair(re.sub(r"\(.*?\)", " ", label)).text
        if _ROLE_CODE.search(text):
            continue
        for word in words(text):
            if not word.text[0].isupper() or len(word.text) < 3 or finder.words.is_term(word.text):
                continue
            readings = [
                own.entry.name
                for own in finder.words.readings(word.text)
                if own.entry.name.kind in (GIVEN, SURNAME) and own.stem == len(word.text)
            ]
            if readings:
                yield readings[0]
            elif not finder.words.is_ordinary(word.text):
                yield named(word.text, GIVEN)


def _corpus_words(texts: Iterable[str], participants: Iterable[str]) -> frozenset[str]:
    """Beginnings of all words with a capital, as names are compared, in both scripts."""
    capitals = {
        word.text
        for text in (*texts, *participants)
        for word in words(text)
        if word.text[0].isupper()
    }
    plains = {plain(word) for word in capitals if is_cyrillic(word)}
    skeletons = {key for word in capitals if not is_cyrillic(word) for key in fold(word)}
    return frozenset(own[:end] for own in plains | skeletons for end in range(3, len(own) + 1))


def _with_pseudonyms(rows: Mapping[tuple[str, str], KeyRow], met: frozenset[str]) -> Key:
    taken = {plain(row.pseudonym.rstrip("0123456789")) for row in rows.values() if row.pseudonym}
    used = {row.pseudonym for row in rows.values()}
    found: dict[tuple[str, str], KeyRow] = {}
    free = [name for name in pool() if not _spelt(name) & (met | {key for _, key in rows} | taken)]
    by_kind: dict[str, list[Name]] = defaultdict(list)
    for name in free:
        by_kind[name.kind].append(name)
    numbers = {row.name.kazakh for row in rows.values() if row.name.gender == "number"} | used
    for key, row in rows.items():
        if row.replace == YES and not row.pseudonym:
            if row.name.gender == "number":
                pseudonym = _number(row.name.kazakh, numbers)
                numbers.add(pseudonym)
            else:
                pseudonym = _from_pool(row.name, by_kind, used)
            used.add(pseudonym)
            row = replace(row, pseudonym=pseudonym)
        found[key] = row
    return Key(found)


def _spelt(name: Name) -> set[str]:
    return {plain(name.kazakh), plain(name.russian), *fold(name.latin)}


def _from_pool(name: Name, free: dict[str, list[Name]], used: set[str]) -> str:
    """A pseudonym that nobody has, of the same kind and as alike in its endings as can be."""
    kind = GIVEN if name.kind == NAME else name.kind
    candidates = [own for own in free[kind] if _suits(name, own)]
    if candidates:
        best = min(candidates, key=lambda own: _difference(name, own))
        free[kind].remove(best)
        return best.kazakh
    again = [own for own in pool() if own.kind == kind and _suits(name, own)]
    number = 2
    while True:
        for own in again:
            if f"{own.kazakh}{number}" not in used:
                return f"{own.kazakh}{number}"
        number += 1


def _suits(name: Name, own: Name) -> bool:
    if name.kind in (GIVEN, NAME):
        return own.gender == (name.gender or "m")
    return name.kind != SCHOOL or own.gender == (name.gender or "thing")


def _difference(name: Name, own: Name) -> tuple[bool, bool]:
    """Whether endings or origin differ; endings matter most, then origin."""
    return (
        _declension(name) != _declension(own),
        (name.origin or "kk") != own.origin and not (name.origin == "en" and own.origin == "ru"),
    )


def _declension(name: Name) -> str:
    base = next(own for own in bases(name) if own.language == "ru")
    return declension(base.text, base.part)


#: The vowel harmony of the last word of a number: 6, 9, 10, 20, 30, 40, 60 and 90 are back.
_BACK_NUMBER = re.compile(r".*[69]$|.*[123469]0$")


def _number(digits: str, taken: set[str]) -> str:
    """The first free number above 300 after which Kazakh endings are the same."""
    back = bool(_BACK_NUMBER.fullmatch(digits))
    number = _FIRST_NUMBER
    while str(number) in taken or bool(_BACK_NUMBER.fullmatch(str(number))) != back:
        number += 1
    return str(number)
