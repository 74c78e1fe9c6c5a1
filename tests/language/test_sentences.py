import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.sentences import (
    abbreviations,
    count_words,
    passages,
    split_sentences,
)

#: " | " is where the text is cut; "¦" is a cut where the text has no space.
LINES = """
Мен жиырма жылдан бері істеймін. | Бәрін көрдім.
Мектепте жөндеу, қағаз, тексеру т.б. жұмыс көп. | Уақыт жетпейді.
Олимпиада, байқау, жарыс т.с.с. бәрі біздің мойнымызда.
Ол 1998 ж. келген. | Содан бері осында.
ХХ ғ. мектебі басқа еді.
Мысалға, Қ. Серікова деген мұғалім бар.
Мысалға, А. Б. Серіков келді. | Ол бәрін айтты.
Жиналысқа Серіков А.Б. қатысты.
Директор: «Ертеңге дайын болсын», — деді. | Біз түнімен отырдық.
«Кім келеді?» — деп сұрады. | Ешкім үндемеді.
«Неліктен?» дедім. | Жауап жоқ.
«Мен бармаймын!» — деді ол.
Сен естідің бе? | Кім айтты? | Қашан?
Не істейміз?! | Білмеймін...
Білмеймін... | Мүмкін, солай шығар.
Қайдам… бәлкім, дұрыс шығар.
Қайдам… | Бәлкім, дұрыс шығар.
Айттым ғой.¦Сосын кетіп қалдым.
Бәрі дайын болды.¦Сосын комиссия келді!¦Біз қуандық.
Кім айтты?¦Директор.
Иә. | Жоқ. | Білмеймін.
Иә, т.е. коллектив солай шешті. | Мен қарсы болмадым.
Отчёт тапсырдық, т.д. и т.п., бәрі бар.
Жалақы 120 000 тг. ғана.
Жалақы 3.5 есе өсті. | Бірақ баға да өсті.
Сағат 8.30-да жиналыс. | Кешікпе.
№ 5 мектепте екі ставка бар.
Сұрақ көп - жауап жоқ.
Сұрақ көп — жауап жоқ. | Солай.
— Келдің бе? | — Келдім.
1. Жоспар. | 2. Есеп.
Проф. Ахметов дәріс оқыды. | Біз тыңдадық.
Ол (мыс. жас маман) үндемейді. | Біз де.
Ой, не дейсің!.. | Солай болды.
ҰБТ-дан кейін бәрі тынды. | Демалдық.
Бұйрық келді: ашық сабақ өтсін. | Өткіздік.
(...) Содан соң кеттік. | Ешкім қалмады.
?! Не дейді. | Қайтем.
Бізде 25 бала. | Бәрі жақсы.
Оқушы: 25 адам; мұғалім: 3.
Я работаю здесь двадцать лет. | Всё видела.
Бумаги, отчёты, справки и т.п. всё на нас.
Он пришёл, т.е. его привели. | Мы молчали.
В 2005 г. нас объединили. | Стало хуже.
Мы живём на ул. Абая. | Школа рядом.
Приехала Р. К. Оспанова, методист. | Все встали.
Методист Оспанова Р.К. всё записала.
Ставка 1,5. | Больше не дают.
«Зачем?» — спросила я. | «Так надо», — ответили.
Она сказала: «Не спорь». | Я не спорила.
Ты знаешь? | А зачем? | Кому это надо?
Ну… не знаю. | Наверное, так.
Ну... | Наверное, так.
Приказали и всё!!! | Никто не спорил.
Пришла комиссия.¦Все забегали.
Всё готово!¦Ждём.
— Кто? | — Я.
Зав. кафедрой ушла. | Новой нет.
Около 30 чел. было. | Все сидели.
См. приложение. | Там всё есть.
Приедут к 9.00 утра. | Готовьтесь.
Наш дом. | Мы рады.
Завуч, напр. Асель, молчит. | Я тоже.
We copied the reports. | Nobody read them.
Dr. Smith came to visit. | He smiled.
We have meetings, e.g. on Mondays. | They are long.
It means papers, folders, i.e. work. | Lots of it.
Did you ask? | Who said so? | When?
He left at 5 p.m. on Friday. | We stayed.
“Do it,” she said. | We did it.
Prof. A. B. Khan spoke. | We listened.
Salary is 3.5 times less. | Sad.
It was over.¦Then we left.
Yes! | Maybe. | Why not?
The staff (approx. 40 people) agreed. | I did not.
Коллектив солай шешті. | Я промолчала. | Nobody asked me.
Педсоветте айттым. | Он: «Нет». | Бітті.
Завуч айтты: «Срочно сдайте». | Біз сдали.
Короче, бұйрық т.б. қағаз. | Надоело.
""".strip().splitlines()

Unit = Literal["sentence", "passage", "turn"]
CUT = re.compile(r" \| |¦")


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def utterances(text: str, unit: Unit, max_words: int) -> list[tuple[int, int]]:
    return passages(text, split_sentences(text), unit, max_words)


def glued(line: str) -> str:
    return line.replace(" | ", " ").replace("¦", "")


GLUED_AND_SHORT = [
    "Есеп, күнделік т.б. | Соның бәрі бізде.",
    "Это бумаги, отчёты и т.д. | Времени нет.",
    "A lot of papers, folders etc. | Nobody reads them.",
    "Жаз өтті, қыс. | Сосын көктем келді.",
    "Үйлер тар, ұзын көш. | Біз жүрдік.",
    "Иә.¦Сосын кеттік.",
    "Да.¦Потом ушли.",
    "Бәрі айтты...¦Сосын кетті.",
    "Бәрі болды?!¦Сосын кетті.",
    "«Бәрі болды».¦Сосын кеттік.",
    "Родилась в городе.¦Я учитель.",
]


@pytest.mark.parametrize("line", GLUED_AND_SHORT)
def test_ends_that_are_easily_missed(line: str) -> None:
    assert cut(glued(line)) == CUT.split(line)


@pytest.mark.parametrize("line", LINES)
def test_sentences(line: str) -> None:
    assert cut(glued(line)) == CUT.split(line)


BUGS = [
    ("The answer is no. | We stay.", "No. should count before digits only, as the list says"),
    ("Do we have a choice? | No. | Never.", "No. should count before digits only"),
    ('"Why?" I asked. | No answer.', "a question in quotation marks ends the sentence"),
]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, marks=pytest.mark.xfail(strict=True, reason=reason))
        for line, reason in BUGS
    ],
)
def test_known_bugs(line: str) -> None:
    assert cut(glued(line)) == CUT.split(line)


@pytest.mark.parametrize(
    "abbreviation", [name for name, follows in sorted(abbreviations().items()) if follows == "any"]
)
def test_a_sentence_goes_on_after_an_abbreviation(abbreviation: str) -> None:
    assert len(split_sentences(f"Сол {abbreviation} Абай")) == 1
    assert len(split_sentences(f"Сол («{abbreviation} Абай")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("бар\nжоқ", ["бар", "жоқ"]),
        ("  бар. \n\n жоқ  ", ["бар.", "жоқ"]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
        ("— \nИә", ["—", "Иә"]),
    ],
)
def test_lines_and_spaces(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Иә, 25 бала!", 3), ("ар-намыс", 2), ("— …", 0)]
)
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count


TURN = "Біз келдік. Олар күтті. Сосын бәрі кетті. Мен қалдым."


@pytest.mark.parametrize(
    ("unit", "max_words", "expected"),
    [
        ("turn", 1, [TURN]),
        ("sentence", 1, ["Біз келдік.", "Олар күтті.", "Сосын бәрі кетті.", "Мен қалдым."]),
        ("passage", 60, [TURN]),
        ("passage", 9, [TURN]),
        ("passage", 8, ["Біз келдік. Олар күтті.", "Сосын бәрі кетті. Мен қалдым."]),
        ("passage", 1, ["Біз келдік.", "Олар күтті.", "Сосын бәрі кетті.", "Мен қалдым."]),
    ],
)
def test_units(unit: Unit, max_words: int, expected: list[str]) -> None:
    spans = utterances(TURN, unit, max_words)
    assert [TURN[start:end] for start, end in spans] == expected


def test_a_passage_is_cut_before_it_is_too_long() -> None:
    """After two words there is room for more, yet not for nine."""
    text = " ".join(
        ["Иә солай.", *["Біз бәрін бүгін бітіріп, ертең тағы жаңасын бастап кетеміз."] * 2]
    )
    lengths = [count_words(text[start:end]) for start, end in utterances(text, "passage", 10)]
    assert lengths == [2, 9, 9]


def test_passages_are_about_equally_long() -> None:
    text = " ".join(["Біз бәрін жасадық."] * 21)
    lengths = [count_words(text[start:end]) for start, end in utterances(text, "passage", 60)]
    assert sum(lengths) == 63
    assert max(lengths) - min(lengths) <= 3


TURNS = st.one_of(
    st.text(
        st.one_of(st.characters(codec="utf-8"), st.sampled_from("аБ.!?… \n»«—-1,т.б")), max_size=80
    ),
    st.lists(
        st.sampled_from(
            ["Иә.", "біз", "т.б.", "А.", "Неге?", "Сосын", "—", "12", "...", "\n", "деп!"]
        ),
        max_size=60,
    ).map(" ".join),
)
UNITS = st.sampled_from(["sentence", "passage", "turn"])


@given(TURNS, UNITS, st.integers(1, 20))
def test_utterances_are_in_order_and_leave_no_word_out(
    text: str, unit: Unit, max_words: int
) -> None:
    spans = utterances(text, unit, max_words)
    ends = [0, *(end for _, end in spans)]
    gaps = [text[end:start] for end, (start, _) in zip(ends, spans, strict=False)]
    assert all(start >= end for end, (start, _) in zip(ends, spans, strict=False))
    assert "".join([*gaps, text[ends[-1] :]]).strip() == ""
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(TURNS, st.integers(1, 20))
def test_a_passage_is_whole_sentences_and_not_too_long(text: str, max_words: int) -> None:
    sentences = split_sentences(text)
    joined = utterances(text, "passage", max_words)
    assert {start for start, _ in joined} <= {start for start, _ in sentences}
    assert {end for _, end in joined} <= {end for _, end in sentences}
    for passage in joined:
        assert passage in sentences or count_words(text[slice(*passage)]) <= max_words


@given(TURNS, st.integers(1, 20))
def test_a_turn_is_one_utterance(text: str, max_words: int) -> None:
    spans = utterances(text, "turn", max_words)
    assert [text[start:end] for start, end in spans] == ([text.strip()] if text.strip() else [])
