import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.languages import LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.lexicon.transliteration import scheme, scheme_names, to_latin

IDENTIFIER = LanguageIdentifier(Lemmatiser())

SENTENCES = """
kk | Біздің мектепте жылу жоқ, балалар пальтомен отырады.
kk | Мен мұғаліммін.
kk | Директор айтты, біз істедік.
kk | бас завуч келді
kk | Ол кеше келді
kk | Сабақ болды
kk | Балалар барды
kk | олар да келмеді
kk | ата-аналар жиналды
kk | Барлығы дайын болды
kk | Ол маған айтпады, мен де сұрамадым
kk | Жалақы аз, жұмыс көп
kk | Коллектив жақсы
kk | Педсоветте директор отчёт сұрады
kk | План тапсырдым, отчёт жаздым, шаршадым
kk | Завуч открытый урок берсін деді, мен келістім
kk | Ну, короче, олай болмайды ғой
kk | Значит, біз ставкамен жұмыс істейміз
kk | Ауыл мектебінде бәрі бірін-бірі таниды
kk | Рахмет
kk | Иә
kk | Жоқ
kk | Солай
kk | Арман бала
kk | Ана тілі
kk | Аттестация, категория, портфолио жинаймыз
kk | Маған ешкім көмектеспеді
kk | Сол жылдары партия барлығын айтып беретін
kk | Бара алмаймын
kk | Сондай жағдай
kk | Олимпиадада орын алса ғана адам санатына қосады
kk | Ол маған: «не спорь» деді
kk | Біз Google Classroom ашып, сонда жинаймыз
ru | Я работаю в школе двадцать лет.
ru | Директор сказал, мы сделали.
ru | Нам не платят
ru | Это наша общая беда
ru | Школа как семья
ru | Коллектив у нас дружный
ru | Нет
ru | Спасибо
ru | Отчёты пишем до ночи
ru | Кто-то позвонил сверху
ru | Комиссия приехала в понедельник
ru | Учителя уходят из школы
ru | Мы собираемся на педсовет каждую четверть
ru | В нашем ауле все друг друга знают
ru | Ещё никто не жаловался
ru | А зачем спорить?
ru | Всё решает акимат
ru | Аттестация прошла
ru | Был звонок
ru | Учительница из Қызылорды приехала
ru | Мы говорим «жарайды» и делаем
en | We copied the reports for the inspector.
en | Nobody asked me
en | The head of the unit decides
en | Yes
en | Our kollektive is one family
en | They held a pedsovet every month
en | Teachers leave the school
en | The akim called the director
en | Call from above
en | a bizdiki person got the post
en | the ūžym decides
en | We stayed until midnight with the folders
en | We say ұят болады in Kazakh
""".strip().splitlines()


@pytest.mark.parametrize("line", SENTENCES)
def test_the_main_language(line: str) -> None:
    language, _, text = line.partition(" | ")
    identified = IDENTIFIER.identify(text)
    assert identified.language == language
    assert 0 < identified.confidence <= 1


#: Sentences of teachers, to be written in Latin letters by every scheme.
KAZAKH = """
Біздің ұжым тату, ешқашан ұрыспаймыз.
Жиналыста директор айтады, қалғандары үндемейді.
Балаларға сабақ беру оңай емес, қағаз көп.
Ауылда мұғалім жетпейді, жастар қалаға кетіп жатыр.
Мен бұл мектепте он жыл жұмыс істеймін.
""".strip().splitlines()
RUSSIAN = """
У нас в школе все друг друга знают, коллектив дружный.
На собрании говорит директор, остальные молчат.
Работать приходится вечером, бумаг очень много.
Молодые учителя уезжают в город, зарплата маленькая.
""".strip().splitlines()


@pytest.mark.parametrize("name", [name for name in scheme_names() if name != "plain_kk"])
def test_romanised_sentences_keep_their_language(name: str) -> None:
    table = scheme(name)
    texts = KAZAKH if table.language == "kk" else RUSSIAN
    found = [IDENTIFIER.identify(to_latin(text, table)) for text in texts]
    assert [identified.language for identified in found] == [table.language] * len(texts)


@pytest.mark.parametrize("text", KAZAKH)
def test_kazakh_without_its_letters_is_kazakh(text: str) -> None:
    assert IDENTIFIER.identify(to_latin(text, scheme("plain_kk"))).language == "kk"


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("Педсоветте директор айтады, біз үндемейміз.", "kk"),
        ("Мен айттым ғой, а он говорит, что так надо по плану.", "ru+kk"),
        ("In our mektep the ustaz and the balalar know every house.", "en+kk"),
        ("The teachers wait for the bus in the cold.", "en"),
        ("Der Lehrer wartet morgens immer vergeblich auf seinen Schülerbus.", "other"),
        ("老师们等公共汽车。", "other"),
        ("12 / 34 …", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_a_text_mixes(text: str, mix: str) -> None:
    assert IDENTIFIER.identify(text).mix == mix


def test_a_kazakh_word_in_an_english_sentence() -> None:
    identified = IDENTIFIER.identify("She told the oqushylar to wait.")
    assert [language for _, language in identified.words] == ["en", "en", "en", "kk", "en", "en"]


@pytest.mark.xfail(strict=True, reason="lingua takes the answer Да for Kazakh, nothing else votes")
def test_a_russian_yes() -> None:
    assert IDENTIFIER.identify("Да.").language == "ru"


@pytest.mark.parametrize("text", ["IT план", "Zoom урок", "WhatsApp проект"])
def test_cyrillic_words_are_never_english(text: str) -> None:
    identified = IDENTIFIER.identify(text)
    assert identified.language != "en"
    assert identified.words[1][1] != "en"


#: Every word with its language, as `identify` should give it.
WORD_BY_WORD = [
    "Завуч/kk открытый/ru урок/ru берсін/kk деді/kk",
    "Мы/ru пошли/ru в/ru школу/ru сосын/kk сабақ/kk болды/kk",
    "Короче/ru не/ru болды/kk дейсің/kk бе/kk",
    "Әрине/kk конечно/ru мен/kk бардым/kk",
    "Я/ru ему/ru говорю/ru ұят/kk болады/kk",
    "We/en say/en ұят/kk болады/kk in/en Kazakh/en",
    "Жалпы/kk атмосфера/kk нормальная/ru бәрі/kk жақсы/kk",
    "Мы/ru сдали/ru в/ru пятницу/ru а/ru олар/kk кеше/kk тапсырды/kk",
    "Біз/kk feedback/en күттік/kk",
    "Я/ru получила/ru feedback/en вчера/ru",
    "The/en мұғалім/kk said/en nothing/en",
]


@pytest.mark.parametrize("line", WORD_BY_WORD)
def test_word_by_word(line: str) -> None:
    pairs = [tuple(pair.split("/")) for pair in line.split()]
    identified = IDENTIFIER.identify(" ".join(word for word, _ in pairs))
    assert [(word.text, language) for word, language in identified.words] == pairs


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("мектеп", "kk"),
        ("және", "kk"),
        ("жоқ", "kk"),
        ("ол", "kk"),
        ("айтып", "kk"),
        ("келді", "kk"),
        ("ҰБТ", "kk"),
        ("школами", "ru"),
        ("сказал", "ru"),
        ("конечно", "ru"),
        ("мы", "ru"),
        ("пришёл", "ru"),
        ("school", "en"),
        ("The", "en"),
        ("don’t", "en"),
    ],
)
def test_one_word(word: str, language: str) -> None:
    assert IDENTIFIER.identify(word).language == language


def test_words_known_beforehand_are_believed() -> None:
    text = "our ūžym decides"
    languages = [language for _, language in IDENTIFIER.identify(text, {4: "kk"}).words]
    assert languages == ["en", "kk", "en"]
    assert IDENTIFIER.identify("blat", {0: "ru"}).language == "ru"


def test_words_nobody_can_place_follow_the_word_before() -> None:
    words = IDENTIFIER.identify("Мы писали план, ал біз план жаздық").words
    assert [language for word, language in words if word.text == "план"] == ["ru", "kk"]


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "123", "12.05.2019", "...", "👩", "№ 5", "?!", "’", "\u0301"]
)
def test_text_without_words(text: str) -> None:
    identified = IDENTIFIER.identify(text)
    assert identified.words == []
    assert identified.confidence == 0


PIECES = "мектеп школа school Ω 学校 ūžym 12 , да а’б ё-е"


@given(st.lists(st.sampled_from(PIECES.split())))
def test_every_word_has_a_language_and_its_place(pieces: list[str]) -> None:
    text = " ".join(pieces)
    identified = IDENTIFIER.identify(text)
    assert all(text[word.start : word.end] == word.text for word, _ in identified.words)
    letters = sum(len(word.text) for word, _ in identified.words)
    assert letters >= sum(letter.isalpha() for letter in text)
    assert {language for _, language in identified.words} <= {"kk", "ru", "en"}
