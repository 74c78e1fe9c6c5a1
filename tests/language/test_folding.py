from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.folding import fold
from pipeline.language.words import words
from pipeline.lexicon.codebook import load_codebook
from pipeline.lexicon.terms import load_terms
from pipeline.lexicon.transliteration import scheme, to_latin

#: One group a line, the Cyrillic word first: every spelling shares a key with it.
SAME = """
ұжым ūžym uzhym ujym užym uzhim ujım ujim ҰЖЫМ
жүз žüz zhuz zhüz juz jüz zhúz
коллектив kollektiv kolektiv kollectiv collektiv colectiv Kollektiv
педсовет pedsovet pedsoviet PEDSOVET pedssovet pedsovett
стаж staž stazh staj
показуха pokazuha pokazukha pokazuxa
перестройка perestrojka perestroika perestroyka
ағайын aġajyn agaiyn aghayin agayin ağayın agaıyn aghaiyn
аймақ ajmaq aimak aymaq aimaq aymak
болашақ bolašaq bolashak bolashaq bolaşaq bolasaq
теңге teńge tenge teñge tengge
педкеңес pedkeńes pedkenges pedkeñes pedkenes
тәлімгер tälímger talimger tälimger tálimger tälımger
әкім äkím akim äkim ákim akím akım
әкімдік äkímdík akimdik ákimdik akımdık
заочное zaočnoe zaochnoe zaochnoye zaočnoje
аттестация attestacija attestatsiya attestaciya atestacia attestatsia attestatziya
товарищи tovarišči tovarishchi tovarischi tovarisci
методобъединение metodob‘edinenie metodobedinenie metodob'edinenie metodobyedinenie
руководитель rukovoditel‘ rukovoditel rukovoditel’
октябрята oktjabrjata oktyabryata oktiabriata
люди ljudi lyudi liudi
Юлия Julija Yuliya Iuliia Yulia
Шымкент Šymkent Shymkent Şımkent Symkent
Қызылорда Qyzylorda Kyzylorda Kızılorda Qızılorda
Хасен Hasen Khasen Xasen
щука ščuka shchuka schuka
цифра cifra tsifra tzifra
ещё еще ešče eshche
ёлка елка elka yolka
объект ob‘ekt obyekt obekt objekt
съезд s‘ezd syezd sezd
эхо èho ekho eho
чай čaj chai chay çay
нұр nūr nur nûr núr
өрлеу örleu orleu órleu
мәжіліс mäžílís mazhilis majilis mäjilis
ғылым ġylym ghylym gylym ğılım
дәстүр dästür dastur dástúr
құрмет qūrmet kurmet qurmet qúrmet
шаңырақ šańyraq shanyrak shangyraq şañıraq
жоспар žospar zhospar jospar
директор direktor director Direktor
советский sovetskij sovetskiy sovetskii sovetski
вопрос vopros wopros
тәрбие tärbie tarbie tarbiye
семья sem‘ja semya semja semia
воспитание vospitanie vospitaniye
коллегиальность kollegial‘nost‘ kollegialnost kolegialnost
құдық qūdyq qudyq kudyk qudıq
""".strip().splitlines()

#: Words that must not share a key.
DIFFERENT = [
    ("жүз", "jus"),
    ("жүз", "use"),
    ("жүз", "juice"),
    ("блат", "blast"),
    ("блат", "plat"),
    ("блат", "blot"),
    ("стаж", "stage"),
    ("стаж", "stay"),
    ("стаж", "стажёр"),
    ("ставка", "staves"),
    ("ставка", "вставка"),
    ("әкім", "hakim"),
    ("әкім", "akin"),
    ("әкім", "әкімдік"),
    ("әкім", "әкел"),
    ("ұжым", "ұжымдық"),
    ("ұжым", "uzum"),
    ("ауыл", "аудан"),
    ("ауыл", "awful"),
    ("коллектив", "колесо"),
    ("коллектив", "коллекция"),
    ("коллектив", "коллективизм"),
    ("ру", "рука"),
    ("ру", "рай"),
    ("педсовет", "педкеңес"),
    ("педсовет", "совет"),
    ("доклад", "оклад"),
    ("теңге", "теңгерім"),
    ("теңге", "tongue"),
    ("гороно", "районо"),
    ("облоно", "oblong"),
    ("гороно", "горно"),
    ("наставник", "наставница"),
    ("субботник", "суббота"),
    ("показуха", "показ"),
    ("воспитание", "воспитатель"),
    ("бала", "шала"),
    ("сабақ", "сабан"),
    ("жұмыс", "жұмыр"),
    ("мектеп", "метеп"),
    ("kollektive", "collection"),
    ("pedsovet", "pedestal"),
]


@pytest.mark.parametrize("group", SAME, ids=lambda group: group.split()[0])
def test_spellings_of_one_word_share_a_key(group: str) -> None:
    word, *others = group.split()
    assert [other for other in others if not fold(word) & fold(other)] == []


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_share_no_key(one: str, other: str) -> None:
    assert not fold(one) & fold(other)


def test_the_groups_of_the_table_stay_apart() -> None:
    keys = sorted(next(iter(fold(group.split()[0]))) for group in SAME)
    assert [key for key, following in pairwise(keys) if key == following] == []


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("Ұжым", {"uzim"}),
        ("коллективті", {"kolektivti"}),
        ("ščuka", {"scuka"}),
        ("ЩУКА", {"scuka"}),
        ("объём", {"obem"}),
        ("", {""}),
        ("xw", {"hv", "hu", "ksv", "ksu"}),
    ],
)
def test_keys(word: str, keys: set[str]) -> None:
    assert fold(word) == keys


def test_a_word_with_too_many_readings_has_one_key() -> None:
    assert len(fold("jcjcjcjcjc")) == 1


LEXICON_WORDS = sorted(
    {(word.text, term.language) for term in load_terms() for word in words(term.form)}
)


@pytest.mark.parametrize(("word", "language"), LEXICON_WORDS)
def test_the_unesco_spelling_of_a_lexicon_word_shares_its_key(word: str, language: str) -> None:
    assert fold(word) & fold(to_latin(word, scheme(f"unesco_{language}")))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_unesco_spelling_of_a_codebook_word_shares_its_key(language: str) -> None:
    table = scheme(f"unesco_{language}")
    texts = [text for code in load_codebook().codes for text in getattr(code.terms, language)]
    found = {word.text for text in texts for word in words(text)}
    assert sorted(word for word in found if not fold(word) & fold(to_latin(word, table))) == []


@pytest.mark.parametrize("word", ["схема", "асхана", "билетші", "күйеу"])
def test_unesco_spellings_that_look_like_other_groups(word: str) -> None:
    assert fold(word) & fold(to_latin(word, scheme("unesco_kk")))


@given(
    st.text(st.sampled_from("аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіэabcdehiklmnoprstuz"), max_size=9)
)
def test_case_and_doubled_letters_do_not_matter(word: str) -> None:
    assert fold(word.upper()) == fold(word)
    keys = fold(word)
    assert all(one != other for key in keys for one, other in pairwise(key))


@given(st.text("абдкмнопрту", min_size=1, max_size=8))
def test_doubling_a_cyrillic_letter_keeps_the_key(word: str) -> None:
    assert fold(word[:1] * 2 + word[1:]) == fold(word)
