import pytest

from pipeline.language.lemmas import Lemmatiser
from pipeline.names.finder import Finder
from pipeline.names.lists import known_names

FINDER = Finder(Lemmatiser(), known_names())


def found(text: str) -> list[str]:
    return [mention.text for mention in FINDER.find(text) if mention.certain]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Сабақты Гүлнар апаймен өткіздік.", ["Гүлнар"]),
        ("Болат Серікұлы айтты.", ["Болат", "Серікұлы"]),
        ("Роза Кенжебековна ушла на пенсию.", ["Роза", "Кенжебековна"]),
        ("С Сулейменовой мы вместе учились.", ["Сулейменовой"]),
        ("А. Б. Иванов тоже там.", ["А", "Б", "Иванов"]),
        ("I went to Talgar with Ainur.", ["Talgar", "Ainur"]),
        ("мен шымкентте оқыдым гүлнарамен бірге", ["шымкентте", "гүлнарамен"]),
        ("ол кезде директор болат серікұлы еді", ["болат", "серікұлы"]),
        ("Әлі Серікұлы келді.", ["Әлі", "Серікұлы"]),
        ("Әлі мұғалім айтты.", ["Әлі"]),
        ("Кеше Әлі келді.", ["Әлі"]),
        ("Әлиге айттым.", ["Әлиге"]),
        ("Семейде тұрамын.", ["Семейде"]),
        ("Семей қаласында оқыдым.", ["Семей"]),
        ("Семей мемлекеттік университетін бітірдім.", ["Семей"]),
        ("мен семей қаласында оқыдым, семейде", ["семей", "семейде"]),
        ("Мы живём в Семее.", ["Семее"]),
        ("Дарын Тасқалада тұрады.", ["Тасқалада"]),
        ("Роза апай мен Лилия Петровна.", ["Роза", "Лилия", "Петровна"]),
        ("Пришла наша Роза.", ["Роза"]),
        ("Қарағандыда, Болатқа айттым.", ["Қарағандыда", "Болатқа"]),
        ("Данажан келді, айгүлжан да.", ["Данажан", "айгүлжан"]),
        ("Then Ivanov came with Ivanova.", ["Ivanov", "Ivanova"]),
    ],
)
def test_names_of_people_and_places(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["школа № 5", "№ 23 мектеп", "School No. 12"])
def test_numbers_of_schools(text: str) -> None:
    (number,) = found(text)
    assert number.isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "Арман деген жақсы нәрсе ғой.",
        "Бақыт деген сол шығар.",
        "Вера во что-то нужна.",
        "Надежда была, но слабая.",
        "Ұжымымыз тату, педсовет жиі болады.",
        "Қазақстанда осылай.",
        "Келесі жылы көреміз.",
        "Алпыс бала отыр.",
        "We want a will and a way.",
        "Rose to the occasion.",
        "Много семей уехало, у разных семей разные взгляды.",
        "Семей у нас много.",
        "С семьёй и с семьей ездили.",
        "В нашем селе семей двадцать.",
        "Я таскала сумки.",
        "Таскала я эти тетради.",
        "Әлі келген жоқ.",
        "Мен әлі білмеймін.",
        "Әлі де солай.",
        "Соған қарағанда жақсы. Қарағанда, иә.",
        "Болатын еді.",
        "Каким образом?",
        "у нас роза цветёт. Роза цветёт.",
        "Сары гүл, сара сөз.",
        "Мейірім керек. Ерік берді. Ықылас бар.",
        "Арманым мұғалім болу.",
        "Ровно в восемь. Пол вымыли. Мороз был.",
        "Soon we left. Being late is bad. Song and dance.",
        "Жерде торғай отыр.",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_an_ordinary_word_is_no_name_beside_a_given_name() -> None:
    assert found("Әлі Айгүл келген жоқ.") == ["Айгүл"]


def test_an_ordinary_word_at_a_beginning_is_a_name_that_is_one_elsewhere() -> None:
    assert found("Әлі айтты. Кеше Әлі келді.") == ["Әлі", "Әлі"]
    assert found("Семей жақсы. Мен Семейде тұрдым.") == ["Семей", "Семейде"]
    assert found("Болатын еді. Кеше Болат келді.") == ["Болат"]


@pytest.mark.parametrize(
    "text",
    [
        "Кеше Никарагуада болды. Никарагуадан келді.",
        "Я училась в Дании, потом в Саудовской Аравии и в Нидерландах.",
        "Мы ездили во Вьетнам, в Шри-Ланку и на Филиппины.",
        "Грекияға, Вьетнамға, Біріккен Араб Әмірліктеріне бардық.",
        "Жаңа Зеландиядан келген. Сауд Арабиясында оқыған.",
        "She came from Nicaragua, then New Zealand and Saudi Arabia.",
        "I have been to Sri Lanka and the Netherlands.",
        "Из Кот-д’Ивуара, с Берега Слоновой Кости.",
    ],
)
def test_countries_are_left(text: str) -> None:
    assert FINDER.find(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Пришёл Оманов.", ["Оманов"]),
        ("Дания апай айтты.", ["Дания"]),
        ("Азия Серіковна пришла.", ["Азия", "Серіковна"]),
    ],
)
def test_people_called_like_countries_are_not(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Объясняла правило Ленца, потом закон Ома и закон Джоуля-Ленца.",
        "Метод Крамера, метод Гаусса, круги Эйлера.",
        "Мы проходили таксономию Блума и шкалу Лайкерта.",
        "Ленц ережесі бойынша, Гаусс теоремасын өттік.",
        "Біз Архимед заңын, Ньютонның екінші заңын өттік.",
        "We did Lenz's rule, Bloom's taxonomy and Newton's second law.",
        "по таблице Брадиса, теорему Ковалевской",
    ],
)
def test_laws_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Мне понравился метод Иванова.", ["Иванова"]),
        ("Правильно Иванов сказал.", ["Иванов"]),
        ("Это правило Марата и Айгуль.", ["Марата", "Айгуль"]),
        ("Правило Иванова. Потом учитель Иванов ушёл.", ["Иванова", "Иванов"]),
        ("Сериков ушёл, это правило Серикова.", ["Сериков", "Серикова"]),
        ("Оспановтың ережесі осы. Оспанов айтты.", ["Оспановтың", "Оспанов"]),
        ("Айгүл ережесін айтты.", ["Айгүл"]),
    ],
)
def test_rules_of_people_in_the_room_are_theirs(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Абай Құнанбаев айтқан, Абай Құнанбаевты оқимыз.",
        "Читали Абая Кунанбаева, Льва Толстого и Александра Сергеевича Пушкина.",
        "Мұхтар Әуезовтің романы, Құнанбаев Абайдың өлеңі.",
        "Abai Kunanbayev and Isaac Newton wrote it.",
        "Исаак Ньютон, Анны Ахматовой",
    ],
)
def test_people_of_the_school_books_are_left_whole(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Кеше Айгүл Назарбаева келді.", ["Айгүл", "Назарбаева"]),
        ("Пришёл Марат Токаев.", ["Марат", "Токаев"]),
        ("Абай Серікұлы айтты.", ["Абай", "Серікұлы"]),
        ("Кеше Олжас Сүлейменов ағай келді.", ["Олжас Сүлейменов"]),
    ],
)
def test_people_who_are_called_alike_are_not(text: str, names: list[str]) -> None:
    assert found(text) == names
