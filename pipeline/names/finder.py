"""Finding names of people, schools and places in a text, each with what speaks for it.

A mention is *certain* or not. A name that is nothing else is certain with its capital, and one of
the lists without it. A name that is an ordinary word, too, needs something beside it: a capital
inside a sentence, a title (апай, Mr), another name; or a certain mention elsewhere in the same
text. So does a form that a list of ordinary words or the Russian dictionary has (Әлі, семей), and
the name of a law (правило Ленца). A word that only looks like a name by the coarse keys that names
are found by (семьёй) is none. What looks like a name and has nothing to speak for it is found as
well, as not certain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from pipeline.language.lemmas import Lemmatiser
from pipeline.names.endings import is_affectionate, titled
from pipeline.names.lists import OF_PEOPLE_AND_PLACES, Entry
from pipeline.names.mentions import Mention
from pipeline.names.schools import school_mentions
from pipeline.names.spellings import (
    GIVEN,
    NAME,
    PLACE,
    SCHOOL,
    SURNAME,
    Name,
    from_latin,
    is_cyrillic,
    is_spelling,
    is_spelt,
    russian_spelling,
    spelt_in,
)
from pipeline.names.surroundings import (
    ENGLISH_TITLE,
    INITIALS_AFTER,
    INITIALS_BEFORE,
    PATRONYMICS,
    Surroundings,
    Token,
)
from pipeline.names.words import (
    BY_ITS_PARTS,
    DICTIONARY,
    SURNAME_ENDING,
    NameWords,
    Reading,
)

_WORD = r"\p{L}[\p{L}\p{M}]*+(?:['’‘ʼ`´]\p{L}[\p{L}\p{M}]*+)*+"
#: The day or the programme is called so, not a person: Жеңіс күні.
_THING_AFTER = regex.compile(
    r"(?:күн|мереке|бағдарлама|жоба|байқау|олимпиада|марафон|конкурс|кубог|орден|медал|күнде|стипенди|"
    r"банк|тв|фм|радио)\w*"
)
#: What a word without a capital may be known from.
_LISTED = (*OF_PEOPLE_AND_PLACES, "public name")


class Finder:
    """Finds names in repaired text; ``known`` are names beyond those of the project's lists."""

    def __init__(self, lemmatiser: Lemmatiser, known: Iterable[Entry]) -> None:
        entries = [*known]
        self.words = NameWords(lemmatiser, entries)
        self._schools = {entry.name.key for entry in entries if entry.name.kind == SCHOOL}
        self._tokens = regex.compile(_phrases(self.words.phrases) + _WORD)

    def find(self, text: str, *, context: str = "") -> list[Mention]:
        """The mentions in ``text``, in order; none overlaps another.

        Args:
            text: repaired (see :mod:`pipeline.language.repair`).
            context: the text that this one is a part of, where it is one: what is certain there
                is certain here.
        """
        mentions = self._mentions(text)
        settled = self._schools | {m.name.key for m in mentions if m.certain}
        if context:
            settled |= {m.name.key for m in self._mentions(context) if m.certain}
        return [
            replace(m, certain=True) if m.may_be_settled and m.name.key in settled else m
            for m in mentions
        ]

    def _mentions(self, text: str) -> list[Mention]:
        schools = school_mentions(text, self.words)
        taken = [False] * (len(text) + 1)
        for mention in schools:
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        tokens = [Token(m.group(), *m.span()) for m in self._tokens.finditer(text)]
        found = list(schools)
        for position, token in enumerate(tokens):
            readings = self.words.readings(token.text)
            if (readings or token.capital) and not taken[token.start]:
                found += _Candidate(text, tokens, position, self.words).mentions(readings)
        return sorted(found, key=lambda mention: mention.start)


def _phrases(texts: Iterable[str]) -> str:
    """A pattern for names of several words, or nothing; a space may be a hyphen, and the reverse."""
    longest_first = sorted(texts, key=len, reverse=True)
    return rf"\b(?i:{_branches(longest_first, 3)})\p{{L}}*|" if longest_first else ""


def _branches(texts: Iterable[str], depth: int) -> str:
    """The texts in turn, by their first ``depth`` letters: a thousand are tried at every word."""
    if not depth:
        written = (regex.escape(text) for text in texts)
        return "|".join(re.sub(r"\\?[ -]", "[ -]", text) for text in written)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        by_letter[text[0]].append(text[1:])
    return "|".join(
        f"{letter}(?:{_branches(rests, depth - 1)})" for letter, rests in by_letter.items()
    )


class _Candidate(Surroundings):
    """A word that may be a name."""

    def mentions(self, readings: tuple[Reading, ...]) -> Iterator[Mention]:
        """The name at this place, with the initials beside it; nothing if it is none."""
        if not readings:
            mention = self._unknown()
        elif any(reading.entry.never for reading in readings):
            if not (self.is_titled(sure=True) or self.is_before_patronymic()):
                return
            mention = self._new(GIVEN, "a title beside it", certain=True)  # Дания апай
        else:
            mention = self._known(self._preferred(readings))
        if mention is not None:
            yield mention
            if mention.certain and mention.name.kind in (GIVEN, SURNAME, NAME):
                yield from self._initials(mention)

    # -- words that lists or patterns know -------------------------------------------------------

    def _preferred(self, readings: tuple[Reading, ...]) -> Reading:
        """The reading that suits the surroundings; else the first, in the language around."""
        if readings[0].entry.why == BY_ITS_PARTS and self.is_in_russian():  # в Карабае
            entry = readings[0].entry
            place_name = replace(entry.name, kind=PLACE, gender="", origin="")
            return readings[0]._replace(entry=replace(entry, name=place_name))
        language = self.language()
        surname = any(reading.entry.why == SURNAME_ENDING for reading in readings)
        place = self.is_place() or (surname and self.is_where())

        def suits(reading: Reading) -> tuple[bool, ...]:
            is_place = reading.entry.name.kind == PLACE
            inflected = reading.stem < len(self.token.text)
            kazakh = inflected and reading.declension is None
            return (
                is_place != place,
                not reading.entry.sure,
                not is_spelt(self.token.text, reading.entry.name, reading.stem, reading.script),
                inflected and kazakh != (language == "kk"),
                reading.script not in (language, "en"),
            )

        return min(readings, key=suits)

    def _known(self, reading: Reading) -> Mention | None:
        word, entry = self.token.text, reading.entry
        if entry.why in (SURNAME_ENDING, DICTIONARY) and (
            self.words.is_stop_word(word) or (self.token.all_capitals and not self.is_beside_name())
        ):
            return None
        inflected = len(word) > reading.stem + 2
        if reading.script == "en" and inflected and self.words.is_ordinary(word):
            return None
        if not self.token.capital:
            return self._mention(reading, certain=True) if self._is_lowercase(reading) else None
        certain = not self._is_doubtful(reading) or self._is_evident(reading)
        if not certain and self._is_other_word(reading):
            return None
        certain = certain or entry.sure
        law = certain and not entry.sure and self._is_law(reading)
        certain = certain and not law
        if entry.public and not entry.sure:
            person = entry.name.kind != PLACE
            somebody = entry.name.kind == SURNAME and self.is_after_given()
            certain = person and (self.is_titled() or self.is_before_patronymic() or somebody)
        listed = entry.why in _LISTED or entry.sure
        if not certain and not listed and not law and not self.is_inside_sentence():
            return None  # an ordinary word at the beginning of a sentence
        return self._mention(reading, certain=certain)

    def _is_lowercase(self, reading: Reading) -> bool:
        """Whether a word without a capital is a name: one of the lists, and nothing else."""
        titled = self.is_titled(sure=True) or self.is_before_patronymic()
        listed = reading.entry.why in _LISTED or reading.entry.sure
        if reading.entry.public and not reading.entry.sure:
            return False
        # the list of Kazakh roots has well-known places among its words
        place = reading.entry.name.kind == PLACE
        doubtful = self._is_doubtful(reading) or (
            not place and self.words.is_ordinary(self.token.text)
        )
        evident = titled or (place and self.is_before_place())
        return listed and (evident or (not doubtful and len(self.token.text) > 3))

    def _is_doubtful(self, reading: Reading) -> bool:
        """Whether the word can be no name at all."""
        word, entry = self.token.text, reading.entry
        listed = entry.why in _LISTED or entry.sure
        if reading.part in (*PATRONYMICS, "adjective"):
            return reading.entry.why != "given names" and self.words.is_ordinary(word)
        itself = is_spelling(word.lower(), entry.name)
        if reading.script == "en" and (entry.word or listed or len(word) > reading.stem):
            may_be = entry.word or entry.name.gender == "short" or not itself
            return may_be and self.words.is_ordinary(word)
        if entry.word:
            return not is_affectionate(word[reading.stem :].lower())
        if listed:
            whole = itself or self.words.is_form_of(word, entry.name)
            return (
                self.words.is_stop_word(word)
                or (self.words.is_ordinary_russian(word) and not self._is_in_kazakh())
                or (not whole and self.words.is_ordinary(word))
            )
        rare = entry.why == DICTIONARY and not self.is_inside_sentence()
        if rare and self.words.is_ordinary_russian(word, sometimes=True):
            return True
        return self.words.is_ordinary(word) or self.words.is_ordinary(word[: reading.stem])

    def _is_law(self, reading: Reading) -> bool:
        """Whether a law or the like bears the name, and nothing but that speaks for somebody."""
        entry = reading.entry
        surname = entry.name.kind in (SURNAME, NAME) and reading.part not in PATRONYMICS
        return (surname or entry.why == DICTIONARY) and self.is_of_law() and not self.is_titled()

    def _is_in_kazakh(self) -> bool:
        """Whether a word with a capital stands before a Kazakh one: Семей мемлекеттік университеті."""
        after = self.following()
        return self.token.capital and after is not None and spelt_in(after.text.lower()) == "kk"

    def _is_other_word(self, reading: Reading) -> bool:
        """Whether the word is no spelling of the name but another word: болатын, семьёй, song.

        It is not asked about, and not taken for a name that is certain elsewhere.
        """
        word, name = self.token.text, reading.entry.name
        listed = reading.entry.why in _LISTED or reading.entry.sure
        if not listed or reading.part:
            return False
        if self.words.is_stop_word(word):  # Каким is no Кәкім, but Әлі may be Әлі
            return word.lower() not in (text.lower() for text in (name.kazakh, *name.also))
        whole = reading.stem == len(word)
        return whole and not is_spelling(word.lower(), name) and self.words.is_ordinary(word)

    def _is_evident(self, reading: Reading) -> bool:
        """Whether the surroundings say that an ordinary word is a name here."""
        if reading.entry.name.kind == PLACE:
            return self.is_place() or (
                self.is_inside_sentence() and reading.entry.why == "place names"
            )
        inflected = reading.stem < len(self.token.text) and reading.declension is None
        # before a title a Kazakh name has no ending: Арманым мұғалім болу
        if self.is_titled() and not (inflected and self.is_before_title()):
            return True
        if self.is_beside_name(family=self.words.is_stop_word(self.token.text)):
            return True
        after = self.following()
        if after is not None and _THING_AFTER.fullmatch(after.text.lower()):
            return False
        english = reading.script == "en" and self.words.is_ordinary(self.token.text)
        return (
            reading.entry.name.kind == GIVEN
            and reading.entry.why == "given names"
            and self.is_inside_sentence()
            and not english
        )

    # -- words that nobody knows -----------------------------------------------------------------

    def _unknown(self) -> Mention | None:
        word = self.token.text
        if len(word) < 3 or self.token.all_capitals:
            return None
        if self.words.is_ordinary(word):
            return self._ordinary(word)
        if self.is_place(sure=True):
            return self._new(PLACE, "a word for a place beside it", certain=True)
        if self.is_titled():
            return self._new(GIVEN, "a title beside it", certain=True)
        if not self.is_inside_sentence() or self.words.is_term(word):
            return None
        if self.is_beside_name() and not self.is_of_law():
            return self._new(SURNAME, "beside a given name", certain=True)
        if self.is_where():
            return self._new(PLACE, "where somebody is, comes from or goes", certain=True)
        return self._new(NAME, "capital letter", certain=False)

    def _ordinary(self, word: str) -> Mention | None:
        """An ordinary word that is the name of somebody or of a place here: село Заречное."""
        if is_cyrillic(word):
            if (
                self.is_inside_sentence()
                and self.is_place(sure=True)
                and not self.words.is_term(word)
            ):
                return self._new(PLACE, "a word for a place beside it", certain=True)
        elif self.before and ENGLISH_TITLE.fullmatch(self.before.text.lower()) and self.previous():
            return self._new(SURNAME, "a title beside it", certain=True)
        return None

    def _new(self, kind: str, why: str, *, certain: bool) -> Mention:
        """A mention of a name that is in no list; its endings are guessed."""
        word = self.token.text.lower()
        # before a title a name has no ending: Сейітқазы ағай
        bare = why == "a title beside it" and self.is_before_title()
        lemma = word if bare else self.words.guessed_name(word)
        known = is_cyrillic(lemma) or not certain
        text = titled(lemma if known else from_latin(lemma))
        name = Name(kind, text, titled(russian_spelling(text)))
        script = "en" if not is_cyrillic(word) else self.language()
        stem = len(lemma) if word.startswith(lemma) else len(word)
        part = "m" if kind == SURNAME else ""
        return Mention(
            self.token.start,
            self.token.end,
            self.token.text,
            name,
            part,
            script,
            stem,
            None,
            why,
            certain,
        )

    def _mention(self, reading: Reading, *, certain: bool) -> Mention:
        token = self.token
        quoted = self.is_quoted()
        return Mention(
            token.start,
            token.end,
            token.text,
            reading.entry.name,
            reading.part,
            reading.script,
            reading.stem,
            reading.declension,
            reading.entry.why,
            certain,
            may_be_settled=not certain
            and token.capital
            and not quoted
            and not reading.entry.public,
            begins=not self.is_inside_sentence(),
        )

    def _initials(self, mention: Mention) -> Iterator[Mention]:
        shift = max(0, mention.start - 8)
        match = INITIALS_BEFORE.search(self.text[shift : mention.start])
        if match is None:
            match, shift = INITIALS_AFTER.match(self.text, mention.end), 0
        for group in (1, 2) if match else ():
            if match.start(group) >= 0:
                start, end = match.start(group) + shift, match.end(group) + shift
                yield replace(
                    mention, start=start, end=end, text=self.text[start:end], part="initial"
                )
