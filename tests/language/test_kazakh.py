"""The Kazakh lemmatiser on the talk of teachers: every pair was written for this test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.language.kazakh import (
    BY_FINAL,
    BY_HARMONY,
    IRREGULAR,
    MORPHOTACTICS,
    Analysis,
    KazakhMorphology,
    fold,
    read_roots,
)

ROOTS = Path(__file__).parents[2] / "lexicons" / "kazakh_roots.txt"
KAZAKH = KazakhMorphology.load(ROOTS)


def pairs(table: str) -> list[tuple[str, str]]:
    """Word and lemma from lines of ``lemma: word word``."""
    lines = (line.split(":") for line in table.split("\n") if line)
    return [(word, lemma) for lemma, words in lines for word in words.split()]


NOUNS = pairs("""
кітап: кітап кітабы кітаптар кітабымызды кітаптарымызда кітапқа
мектеп: мектебі мектептің мектебіміздегі мектептегілер мектебімізден
жүрек: жүрегі жүрегімнен
сабақ: сабағым сабақтарымыз сабақта сабағында сабақтан сабаққа
бала: балалар балаларымыздың баламды баласына баладай балалармен
ұжым: ұжымымыздың ұжымда ұжымға ұжыммен
ауыл: ауылда ауылдан ауылымыздың ауылдағы
мұғалім: мұғаліммін мұғалімдердің мұғалімге мұғалімдермен
директор: директорға директордың директорымыз
оқушы: оқушылар оқушыларыма оқушысы оқушымен
жиналыс: жиналыста жиналысқа жиналыстан
қағаз: қағаздарды қағазбен қағазға
үй: үйге үйде үйіміз үйдегі
ата-ана: ата-аналар ата-аналармен
сынып: сыныпта сыныбы сыныбымда
тәлімгер: тәлімгерім тәлімгердің
тексеру: тексеруге
""")

LOANS = pairs(
    """
отчёт: отчётты отчёттар отчётым
завуч: завучқа завучтың завучпен
проверка: проверкаға проверкадан
курс: курстан курсқа курстарға
педсовет: педсоветте педсоветке педсоветтен
план: планды планымыз пландар
урок: уроктар урокта
коллектив: коллективіміз коллективте коллективтің
аттестация: аттестацияға аттестациядан
категория: категориясы категорияны
класс: класта
комиссия: комиссияға комиссияның
"""
)

FLEETING = pairs("""
мұрын: мұрны мұрнын
халық: халқы халқымыз халқының
орын: орны орнында
ерін: ерні
мойын: мойны мойнына
ауыз: аузы аузынан
""")

VERBS = pairs(
    """
айт: айтты айттым айтқан айтпайды айтылды айтпағанымды айтатынын айтсам айтып айтуға
бар: бардым бармадық барамыз барғанда барсаңыз барғым
кел: келді келмейді келгеннен келсе кеп келіңіздер
оқы: оқиды оқимын оқыған оқып
қой: қояды қойған қоямыз қойылды
жаз: жаздым жазбайды жазғанбыз жазайық
тап: табады тауып таптық
шық: шығады шығып шыққан шықпайды
істе: істейді істеген істемеймін істеп
сөйле: сөйледі сөйлемейді сөйлеп
біл: білмейсің білемін білгісі білмес
түсін: түсіндім түсінбейді
тексер: тексереді тексерген тексерілді
қорық: қорқады қорқып
отыр: отырмын отырмыз отырған
жат: жатыр жатырмыз
үйрет: үйретті үйретеді
көмектес: көмектесеміз көмектесті
қабылда: қабылданды қабылдайды
қолдан: қолданады қолдандық
"""
)

TRAPS = pairs("""
адам: адам
балық: балық
тұрмыс: тұрмыс
ауыл: ауыл
бастық: бастық бастықтың
таныс: таныс таныстар
кеңес: кеңес кеңесте
тәртіп: тәртіп
қала: қала қалада
алма: алма
оқу: оқу оқуға
дос: дос достарым
басшы: басшы басшысы
ескі: ескі
қатты: қатты
маңызды: маңызды
бірге: бірге
""")

PRONOUNS = pairs("""
мен: маған менің
ол: оған оның
біз: бізге біздің
бұл: бұған мұны
өз: өзіміз өзінің
да: де
екі: екінші
қазір: қазіргі
""")


@pytest.mark.parametrize(("word", "lemma"), [*NOUNS, *LOANS, *FLEETING, *VERBS, *TRAPS, *PRONOUNS])
def test_lemma(word: str, lemma: str) -> None:
    """Word by word; upper case makes no difference."""
    assert KAZAKH.lemma(word) == lemma
    assert KAZAKH.lemma(word.upper()) == lemma
    assert KAZAKH.is_known(word)


def test_enough_pairs() -> None:
    """The tables above are not cut down by accident."""
    assert len({*NOUNS, *LOANS, *FLEETING, *VERBS, *TRAPS, *PRONOUNS}) >= 120


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Цукербергтің", "цукерберг"),
        ("Зумабайқызымен", "зумабайқызы"),
        ("вайбертоптарымыздан", "вайбертоп"),
        ("лайфхактарды", "лайфхак"),
        ("қаңсылжағымнан", "қаңсылжақ"),
        ("тьюторымызға", "тьютор"),
        ("гугльдаған", "гугльда"),
        ("ҰБТ-ға", "ұбт"),
        ("9-шы", "9"),
        ("SMU-дың", "smu"),
        ("NVivo", "nvivo"),
        ("2019", "2019"),
        ("хм", "хм"),
        ("", ""),
    ],
)
def test_unlisted(word: str, lemma: str) -> None:
    """Words that no root explains lose a whole chain of endings or nothing."""
    assert KAZAKH.lemma(word) == lemma
    assert not KAZAKH.is_known(word)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("педсоветке", "педсовет"),
        ("педсоветтерден", "педсовет"),
        ("ұжымымыздың", "ұжым"),
        ("коллективіміз", "коллектив"),
        ("коллективымыздың", "коллектив"),
        ("блатпен", "блат"),
        ("блатың", "блат"),
        ("әкімдікке", "әкімдік"),
        ("әкімдігі", "әкімдік"),
        ("ашық сабақтарда", "ашық сабақ"),
        ("тамыр-танысы", "тамыр-таныс"),
        ("ставкасы", "ставка"),
        ("ҰБТ-дан", "ұбт"),
        ("оны", "ол"),
        ("айтқандар", "айт"),
        ("отчеттарды", "отчёт"),
        ("Районоға", "районо"),
        ("ауыл", "Ауыл"),
        ("стажы", "стаж"),
    ],
)
def test_is_form_of(word: str, stem: str) -> None:
    """A stem with inflectional endings, listed or not."""
    assert KAZAKH.is_form_of(word, stem)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("бласт", "блат"),
        ("блатной", "блат"),
        ("ұжымшыл", "ұжым"),
        ("ұжымдық", "ұжым"),
        ("ауылшаруашылық", "ауыл"),
        ("рубль", "ру"),
        ("рухани", "ру"),
        ("жүзім", "жүзік"),
        ("планета", "план"),
        ("курсант", "курс"),
        ("әкімшілік", "әкім"),
        ("коллективизм", "коллектив"),
        ("педагог", "педсовет"),
        ("кітап", "кітапхана"),
        ("сабақлар", "сабақ"),
        ("ауылтан", "ауыл"),
        ("мектепқа", "мектеп"),
    ],
)
def test_is_not_form_of(word: str, stem: str) -> None:
    """Look-alikes, other words made from the stem, and endings against harmony."""
    assert not KAZAKH.is_form_of(word, stem)


def test_analysis_names_its_endings() -> None:
    """The first reading tells how the word is built."""
    assert KAZAKH.analyses("мектептеріміздегілерге")[0] == Analysis(
        "мектеп", ("тер", "іміз", "де", "гі", "лер", "ге"), known=True
    )
    assert KAZAKH.analyses("айтпағанымды")[0].suffixes == ("па", "ған", "ым", "ды")


def test_word_making_endings_stay_in_the_lemma() -> None:
    """A regular derivative of a listed root is known under its own name."""
    kazakh = KazakhMorphology(read_roots(ROOTS))
    assert kazakh.lemma("мұғалімсіздіктен") == "мұғалімсіздік"
    assert kazakh.lemma("отчётсыздарға") == "отчётсыз"


LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
ENDINGS = ("лар", "дер", "ымыз", "дың", "ге", "пен", "дағы", "ған", "майды", "ып", "са", "ы")
WORDS = st.one_of(
    st.text(min_size=1),
    st.text(LETTERS + "-", min_size=1, max_size=25),
    st.tuples(st.text(LETTERS, min_size=1, max_size=8), st.lists(st.sampled_from(ENDINGS))).map(
        lambda parts: parts[0] + "".join(parts[1])
    ),
)


@given(WORDS)
def test_lemma_is_sane(word: str) -> None:
    """Never empty, never much longer than the word, the same for any case of letters."""
    lemma = KAZAKH.lemma(word)
    assert lemma
    assert len(lemma) <= len(word.lower()) + 2
    assert lemma == KAZAKH.analyses(word)[0].stem == KAZAKH.lemma(word.lower())
    assert len({analysis.known for analysis in KAZAKH.analyses(word)}) == 1


@given(st.sampled_from([root.text for root in read_roots(ROOTS) if not root.verb]))
def test_listed_nouns_are_their_own_lemma(root: str) -> None:
    """What the list calls a word is never cut."""
    assert KAZAKH.lemma(root) == IRREGULAR.get(root, KAZAKH.lemma(root))
    assert fold(KAZAKH.lemma(root)) in (fold(root), IRREGULAR.get(root))
    assert KAZAKH.lemma(KAZAKH.lemma(root)) == KAZAKH.lemma(root)


@given(st.sampled_from([root.text for root in read_roots(ROOTS) if root.verb]))
def test_listed_verbs_are_found(stem: str) -> None:
    """A bare verb stem is known, be it as the noun that looks like it (сабақта)."""
    assert KAZAKH.is_known(stem)
    assert KAZAKH.is_form_of(stem, stem)


@pytest.mark.parametrize(
    "line", ["kitap", "кітап мектеп", "Кітап", "айт-*", "-ға", "кітап; мектеп"]
)
def test_malformed_root_names_file_and_line(tmp_path: Path, line: str) -> None:
    """A bad line is reported where it is."""
    path = tmp_path / "roots.txt"
    path.write_text(f"# roots\n\nмектеп\n{line}\n", encoding="utf-8")
    with pytest.raises(TaqyrypError) as caught:
        KazakhMorphology.load(path)
    assert caught.value.file == path
    assert caught.value.line == 4


def test_missing_root_list(tmp_path: Path) -> None:
    """A list that is not there is an error of the project, not a traceback."""
    with pytest.raises(TaqyrypError, match="cannot read"):
        KazakhMorphology.load(tmp_path / "none.txt")


def test_comments_and_marks(tmp_path: Path) -> None:
    """Comments are skipped, marks are read and are not part of the word."""
    path = tmp_path / "roots.txt"
    path.write_text("# list\nайт-  # say\nотчёт*\nата-ана\n", encoding="utf-8")
    roots = read_roots(path)
    assert [(root.text, root.verb, root.loan) for root in roots] == [
        ("айт", True, False),
        ("отчёт", False, True),
        ("ата-ана", False, False),
    ]


def test_inventory_is_written_in_known_symbols() -> None:
    """No Cyrillic А or І where the table means the archiphoneme A or I."""
    known = set(BY_HARMONY) | set(BY_FINAL) | set("G()[]") | set(LETTERS)
    for arcs in MORPHOTACTICS.values():
        for slot, target in arcs:
            assert target in MORPHOTACTICS
            assert set("".join(slot.forms)) <= known
