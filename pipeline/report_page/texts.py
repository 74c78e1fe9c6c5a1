"""What the page says by itself, in Kazakh, Russian and English."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.report_page.wording import TEXTS
from pipeline.schema import LANGUAGES

_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Text:
    """The same in three languages; in a template it is all three, of which the page shows one."""

    kk: Markup
    ru: Markup
    en: Markup

    def __html__(self) -> str:
        if self.kk == self.ru == self.en:
            return str(self.en)
        spans = (f'<span class="{name}" lang="{name}">{self.of(name)}</span>' for name in LANGUAGES)
        return "".join(spans)

    def of(self, language: str) -> Markup:
        """What it says in one language."""
        found: Markup = getattr(self, language)
        return found


def same(value: object) -> Text:
    """What is the same in all languages, escaped unless it is markup."""
    text = escape(value)
    return Text(text, text, text)


def text(key: str, **values: object) -> Text:
    """A text of the page with values put in; texts and numbers as the language has them."""
    return Text(*(_filled(key, language, values) for language in LANGUAGES))


def _filled(key: str, language: str, values: dict[str, object]) -> Markup:
    pattern = Markup(TEXTS[key][LANGUAGES.index(language)])
    return pattern.format(**{name: _value(value, language) for name, value in values.items()})


def _value(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.of(language)
    return _number(value, language) if isinstance(value, int) else value


def number(value: float, digits: int = 0) -> Text:
    """A number as each language writes it: 1,234.5 and 1 234,5."""
    return Text(*(Markup(_number(value, language, digits)) for language in LANGUAGES))


def _number(value: float, language: str, digits: int = 0) -> str:
    plain = f"{value:,.{digits}f}"
    if language == "en":
        return plain
    return plain.replace(",", _NO_BREAK).replace(".", ",")


def percent(share: float) -> Text:
    """A share, 0..1, in whole per cent; more than nothing is never 0."""
    whole = f"{share:.0%}".rstrip("%")
    shown = "<1" if share > 0 and whole == "0" else whole
    spaced, close = escape(f"{shown}{_NO_BREAK}%"), escape(f"{shown}%")
    return Text(spaced, spaced, close)


def count(noun: str, amount: int) -> Text:
    """An amount of something: ``count("themes", 5)`` is 5 тақырып, 5 тем, 5 themes."""
    kazakh, russian, english = (TEXTS[f"noun_{noun}"][i].split("/") for i in range(3))
    forms = kazakh[0], russian[_russian_form(amount)], english[amount != 1]
    return Text(
        *(
            Markup(f"{_number(amount, language)}{_NO_BREAK}{form}")
            for language, form in zip(LANGUAGES, forms, strict=True)
        )
    )


def _russian_form(amount: int) -> int:
    """One, two to four, many."""
    if amount % 10 == 1 and amount % 100 != 11:
        return 0
    return 1 if amount % 10 in (2, 3, 4) and amount % 100 not in (12, 13, 14) else 2


def joined(texts: list[Text], separator: str = ", ") -> Text:
    """Several texts as one."""
    parts = ((one.of(name) for one in texts) for name in LANGUAGES)
    return Text(*(Markup(separator).join(part) for part in parts))


def name_of(kind: str, value: str) -> Text:
    """A value of an attribute, such as a role, in each language; as it is if we do not know it."""
    return text(key) if (key := f"{kind}_{value}") in TEXTS else same(value)
