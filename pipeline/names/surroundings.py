"""What stands around a word: titles, other names, words for places, beginnings of sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from pipeline.language.words import KAZAKH_LETTERS
from pipeline.names.spellings import GIVEN, SURNAME, is_cyrillic
from pipeline.names.words import NameWords

_NEAR = regex.compile(r"[ \u00a0]{1,2}|-")
#: Before a word that begins a sentence; marks and quotation marks may stand in between.
_BEGINNING = regex.compile(r"(?:^|[.!?…:;\n\r\t]|[\])])[\s\"'«“„(\[*_–—-]*$")
#: A full stop after these does not end a sentence: г. Шымкент, А. Иванов, им. Абая.
_ABBREVIATED = regex.compile(
    r"(?:^|[^\p{L}])(?:\p{L}|им|ул|ст|пос|дер|обл|ауд|mr|mrs|ms|dr|st|prof|проф)\.\s*$",
    regex.IGNORECASE,
)
_OPENED = regex.compile(r"[«“„\"]$")
_CLOSED = regex.compile(r"[»”\"]")
_FAR_LOOK = 30

_TITLE_AFTER = re.compile(
    r"(?:апай|апа$|апам|ағай|агай|аға$|ағам|ханым|мырза|тәте|тате|әпке|көке|мұғалім|мугалим|ұстаз|"
    r"apai|apay|agai|agay|aghai|aghay|ağai|khanym|khanum|mugalim)\w{0,6}"
)
#: After these a person is meant even where the name has no capital.
_SURE_TITLE_AFTER = re.compile(r"(?:апай|ағай|агай|ханым|тәте|әпке|apai|apay|agai|agay)\w{0,6}")
_TITLE_BEFORE = re.compile(
    r"(?:апа[ий]|ағай|мұғалім(?:і|ім|іміз)|ұстаз(?:ы|ым|ымыз)|директор(?:ы|ым|ымыз|а|у|ом)?|завуч\w{0,4}|"
    r"тәлімгер(?:ім|і)|әріптес(?:ім|іміз)|досым|құрбым|қызым|ұлым|балам|"
    r"учител(?:ь|я|ю|ем)|учительниц\w|наставни[кц]\w{0,3}|коллег\w|подруг\w|"
    r"т[её]т\w|дяд\w|баб[аеуы]|госпож\w|господин\w?|товарищ\w?|зовут|зовет|зовём|"
    r"атым|есімім|есімі|mr|mrs|ms|miss|dr|mister|madam|teacher|mentor|colleague|director|called|named)"
)
PATRONYMICS = ("ұлы", "қызы", "ович", "овна", "ыч", "на")
ENGLISH_TITLE = re.compile("mr|mrs|ms|miss|mister|madam")
_NAME_IS = regex.compile(
    r"(?:name\s+is|name['’]s|зовут|атым|есімім|есімі|Менің атым)\s*[-–—:]?\s*$"
)
_CALLED_AFTER = re.compile(r"деген$|есімді$|атты$")
_PERSON = re.compile(r"(?:мұғалім|кісі|апай|ағай|бала|қыз|жігіт|әріптес|адам|директор|ұстаз)\w*")
_PLACE_AFTER = re.compile(
    r"(?:ауыл|аул|аудан|қала|облыс|кент|село|поселк|поселок|көше|аймағ|район|област|город|"
    r"village|district|city|region|oblast|town|auyl|rayon|raion|street|county)\w*"
)
#: Words that are only a place's after its name: Талғар ауданы, not біздің ауыл.
_PLACE_AFTER_SURE = re.compile(
    r"(?:ауылы|аулы|ауданы|қаласы|облысы|кенті|селосы|көшесі|аймағы|станциясы|район|област|"
    r"village|district|city|region|oblast|auyl|raion|rayon)\w*"
)
_PLACE_BEFORE = re.compile(
    r"(?:г|с|п|пос|город\w{0,3}|сел[оеау]м?|аул\w{0,3}|пос[её]л\w{0,4}|деревн\w{1,3}|станци\w{1,2}|улиц\w{1,2}|ул|"
    r"микрорайон\w{0,2})"
)
_PLACE_OF = regex.compile(r"\b(?:village|town|city|district|auyl|aul)\s+(?:of|called)\s+$")
#: The Kazakh locative and ablative: people are rarely spoken of in these.
_WHERE_ENDING = re.compile(r"..[а-яёәғқңөұүһі](?:да|де|та|те|дан|ден|тан|тен|дағы|дегі|тағы|тегі)$")
_WHERE_RUSSIAN = frozenset({"в", "во", "из", "под"})
_WHERE_ENGLISH = frozenset({"in", "from", "near"})
INITIALS_BEFORE = regex.compile(r"(?<!\p{L})(\p{Lu})\.\s?(?:(\p{Lu})\.\s?)?$")
INITIALS_AFTER = regex.compile(r"\s(\p{Lu})\.\s?(?:(\p{Lu})\.)?(?!\p{L})")
_ADJECTIVE = re.compile(r".{3,}(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)")
_RUSSIAN_PLACE = re.compile(r"(?:район|област)\w*")


#: What is called after somebody who is in no room: закон Ома, Ленц ережесі, Lenz's law. No methods,
#: tables of lessons or the like, which people in the room have, too.
_LAW_BEFORE = regex.compile(
    r"(?:закон|правил|теорем|формул|таблиц|таксономи|теори|шкал|коэффициент|критери|уравнени|неравенств|"
    r"диаграмм|пирамид|гипотез|аксиом|постоянн)[авеийоумыхюя]{0,3}\s+(?:\p{Lu}\p{L}+\s?[-–—]\s?)*$",
    regex.IGNORECASE,
)
_LAW_AFTER = regex.compile(
    r"(?:\s?[-–—]\s?\p{Lu}\p{L}+(?:['’]s)?)*\s+(?:(?:бірінші|екінші|үшінші|first|second|third|revised)\s+)?"
    r"(?:(?:заң(?:дар)?ы|ереже(?:лер)?сі|ережелері|теоремасы|формуласы|кестесі|таксономиясы|теориясы|шкаласы|"
    r"коэффициенті|критери[ийя]*і|теңдеуі|теңсіздігі|диаграммасы|пирамидасы|гипотезасы|аксиомасы)\p{L}{0,6}|"
    r"laws?|theorems?|rules?|taxonomy|equations?|scale|formula|theory|coefficient|hypothesis|diagram|pyramid)\b",
    regex.IGNORECASE,
)
_LAW_FAR = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A word and what can be seen of its surroundings without knowing any names."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def all_capitals(self) -> bool:
        """Whether it is written in capitals throughout."""
        return len(self.text) > 1 and self.text.isupper()


class Surroundings:
    """A word in its surroundings."""

    def __init__(self, text: str, tokens: list[Token], position: int, words: NameWords) -> None:
        self.text, self.words = text, words
        self.token = tokens[position]
        self.before = tokens[position - 1] if position else None
        self.after = tokens[position + 1] if position + 1 < len(tokens) else None
        self._second = tokens[position + 2] if position + 2 < len(tokens) else None

    def language(self) -> str:
        """``kk`` where a Kazakh letter stands near, else ``ru``."""
        around = self.text[max(0, self.token.start - _FAR_LOOK) : self.token.end + _FAR_LOOK]
        return "ru" if KAZAKH_LETTERS.isdisjoint(around.lower()) else "kk"

    def _near(self, one: Token | None, other: Token | None) -> bool:
        return (
            one is not None
            and other is not None
            and _NEAR.fullmatch(self.text, one.end, other.start) is not None
        )

    def following(self) -> Token | None:
        """The word after it, if only a space or a hyphen stands between."""
        return self.after if self._near(self.token, self.after) else None

    def previous(self) -> Token | None:
        """The word before it; an abbreviation may have its full stop."""
        if self.before is None or not regex.fullmatch(
            r"[ \u00a0]{1,2}|-|\.[ \u00a0]?", self.text[self.before.end : self.token.start]
        ):
            return None
        return self.before

    def is_titled(self, *, sure: bool = False) -> bool:
        """Whether a title stands before or after the word; ``sure`` of those after a name only."""
        after, before = self.following(), self.previous()
        if after is not None and (_SURE_TITLE_AFTER if sure else _TITLE_AFTER).fullmatch(
            after.text.lower()
        ):
            # Жас Мұғалім is a name of something
            return not after.capital or after.all_capitals or after.text[0] not in "Мм"
        if sure:
            return False
        if self._is_called(_PERSON):
            return True
        if before is not None and _TITLE_BEFORE.fullmatch(before.text.lower()):
            between = self.text[before.end : self.token.start]
            return between != "-" and ("." not in between or len(before.text) < 4)
        return bool(_NAME_IS.search(self.text[max(0, self.token.start - 30) : self.token.start]))

    def _is_called(self, what: re.Pattern[str]) -> bool:
        """Whether the words after it are деген and one that fits: Меруерт деген мұғалім."""
        after, second = self.following(), self._second
        return (
            after is not None
            and second is not None
            and _CALLED_AFTER.match(after.text.lower()) is not None
            and self._near(after, second)
            and what.match(second.text.lower()) is not None
        )

    def is_before_title(self) -> bool:
        """Whether a title follows: апай, ағай."""
        after = self.following()
        return after is not None and _TITLE_AFTER.fullmatch(after.text.lower()) is not None

    def is_beside_name(self, *, family: bool = False) -> bool:
        """Whether a given name, a patronymic, a surname or initials stand beside the word.

        ``family``: no given name is enough: Әлі Айгүл келген жоқ.
        """
        for other in (self.following(), self.previous()):
            if other is None or not (other.capital or self.token.text.islower()):
                continue
            for reading in self.words.readings(other.text):
                entry = reading.entry
                if entry.name.kind not in (GIVEN, SURNAME) or entry.never:
                    continue
                if reading.part in PATRONYMICS:
                    return True
                if family and entry.name.kind == GIVEN:
                    continue
                if not entry.word and not self.words.is_ordinary(other.text):
                    return True
                if entry.word and entry.name.kind == GIVEN and other is self.previous():
                    return not regex.search(
                        _BEGINNING, self.text[max(0, other.start - 6) : other.start]
                    )
        start, end = self.token.start, self.token.end
        return bool(
            INITIALS_BEFORE.search(self.text[max(0, start - 8) : start])
            or INITIALS_AFTER.match(self.text, end)
        )

    def is_after_given(self) -> bool:
        """Whether the given name of somebody in the room stands before the word."""
        before = self.previous()
        readings = self.words.readings(before.text) if before and before.capital else ()
        return any(
            reading.entry.name.kind == GIVEN and not reading.part and not reading.entry.public
            for reading in readings[:1]
        )

    def is_of_law(self) -> bool:
        """Whether a law, a theorem or the like is called after the word: правило Ленца."""
        start, end = self.token.start, self.token.end
        return bool(
            _LAW_BEFORE.search(self.text[max(0, start - _LAW_FAR) : start])
            or _LAW_AFTER.match(self.text[end : end + _LAW_FAR])
        )

    def is_before_patronymic(self) -> bool:
        """Whether a patronymic follows."""
        after = self.following()
        return after is not None and any(
            own.part in PATRONYMICS for own in self.words.readings(after.text)
        )

    def is_place(self, *, sure: bool = False) -> bool:
        """Whether a word for a place stands beside the word; ``sure`` if it can mean no other."""
        after, before = self.following(), self.previous()
        if sure and self.is_before_place():
            return True
        if not sure and after is not None and _PLACE_AFTER.fullmatch(after.text.lower()):
            return True
        if self._is_called(_PLACE_AFTER):
            return True
        if before is not None and _PLACE_BEFORE.fullmatch(before.text.lower()):
            abbreviated = "." in self.text[before.end : self.token.start]
            return abbreviated == (len(before.text) <= 3) or len(before.text) > 3
        return bool(_PLACE_OF.search(self.text[max(0, self.token.start - 24) : self.token.start]))

    def is_before_place(self) -> bool:
        """Whether a word follows that can only be that of a place: ауданы, талгарский район."""
        after = self.following()
        if after is None or not _PLACE_AFTER_SURE.fullmatch(after.text.lower()):
            return False
        adjective = _ADJECTIVE.fullmatch(self.token.text.lower()) is not None
        return adjective or not _RUSSIAN_PLACE.match(after.text.lower())

    def is_in_russian(self) -> bool:
        """Whether в or из stands before the word."""
        before = self.previous()
        return before is not None and before.text.lower() in _WHERE_RUSSIAN

    def is_where(self) -> bool:
        """Whether an unknown word is said to be where something is: Қарабұлақта, в Карабулаке."""
        word = self.token.text.lower()
        if _WHERE_ENDING.search(word) and self.language() == "kk":
            return True
        before = self.previous()
        return before is not None and before.text.lower() in (
            _WHERE_RUSSIAN if is_cyrillic(word) else _WHERE_ENGLISH
        )

    def is_inside_sentence(self) -> bool:
        """Whether a capital says something here: not at a beginning, not among capitals."""
        if self._begins() or self.is_quoted():
            return False
        if not self.token.all_capitals:
            return True
        around = (self.before, self.after)
        return not any(other is not None and other.all_capitals for other in around)

    def _begins(self) -> bool:
        """Whether the word begins a text, a line, a sentence or what is quoted."""
        before = self.text[max(0, self.token.start - 8) : self.token.start]
        if self.token.start <= 8 and not before.strip("\"'«“„([*_–—- \t"):
            return True
        if _ABBREVIATED.search(before):
            return False
        return (bool(_BEGINNING.search(before)) and not before.endswith(("'", "’"))) or bool(
            _OPENED.search(before)
        )

    def is_quoted(self) -> bool:
        """Whether the word stands alone in quotation marks."""
        return bool(_OPENED.search(self.text[self.token.start - 1 : self.token.start])) and bool(
            _CLOSED.match(self.text[self.token.end : self.token.end + 1])
        )
