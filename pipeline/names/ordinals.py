"""Numbers of schools in words: қырық бесінші мектеп, в сорок пятой школе."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_KAZAKH_TENS = {
    "он": 10, "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70,
    "сексен": 80, "тоқсан": 90, "жүз": 100,
}  # fmt: skip
_KAZAKH_ORDINALS = {
    "төртінші": 4, "бесінші": 5, "алтыншы": 6, "жетінші": 7, "сегізінші": 8, "тоғызыншы": 9,
    "оныншы": 10, "жиырмасыншы": 20, "отызыншы": 30, "қырқыншы": 40, "елуінші": 50,
    "алпысыншы": 60, "жетпісінші": 70, "сексенінші": 80, "тоқсаныншы": 90,
    "бірінші": 1, "екінші": 2, "үшінші": 3,
}  # fmt: skip
_RUSSIAN_TENS = {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60,
    "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100,
}  # fmt: skip
#: By what ordinals begin with, before the endings of a feminine adjective.
_RUSSIAN_ORDINALS = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "четвёрт": 4, "пят": 5, "шест": 6, "седьм": 7,
    "восьм": 8, "девят": 9, "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13,
    "четырнадцат": 14, "пятнадцат": 15, "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18,
    "девятнадцат": 19, "двадцат": 20, "тридцат": 30, "сороков": 40, "пятидесят": 50,
}  # fmt: skip
#: First, second and third are more often the first one of a life than number one of a town.
_LOWEST = 4


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_KAZAKH = regex.compile(
    rf"(?<!\p{{L}})((?:(?:{_any(_KAZAKH_TENS)}) ){{0,2}})({_any(_KAZAKH_ORDINALS)})(?= (?:орта |қалалық )?мекте)",
    regex.IGNORECASE,
)
_RUSSIAN = regex.compile(
    rf"(?<!\p{{L}})((?:(?:{_any(_RUSSIAN_TENS)}) ){{0,2}})({_any(_RUSSIAN_ORDINALS)})(?:ая|ой|ую|ья|ьей|ью)"
    r"(?= (?:средн\p{L}+ )?школ)",
    regex.IGNORECASE,
)


def ordinal_schools(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and value of the numbers of schools that are written in words."""
    for pattern, tens, ordinals in (
        (_KAZAKH, _KAZAKH_TENS, _KAZAKH_ORDINALS),
        (_RUSSIAN, _RUSSIAN_TENS, _RUSSIAN_ORDINALS),
    ):
        for match in pattern.finditer(text):
            value = sum(tens[word] for word in match[1].lower().split())
            value += ordinals[match[2].lower()]
            if value >= _LOWEST:
                yield match.start(), match.end(), value


def ordinal(number: str, like: str) -> str:
    """A number in digits, with the end of an ordinal as ``like`` has it: 301-ші, 302-й."""
    end = like[-2:].lower()
    return f"{number}-{end if end in ('ші', 'шы') else end[-1]}"
