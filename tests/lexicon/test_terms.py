from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.language.repair import script
from pipeline.lexicon.terms import Term, load_terms

TERMS = load_terms()
BY_FORM = {term.form: term for term in TERMS}

#: language | Cyrillic | UNESCO | usual English spelling, if there is one
VOCABULARY = [
    line.split(" | ")
    for line in """
kk | ауыл | auyl
kk | аудан | audan
kk | аймақ | ajmaq | Aimak
kk | әкім | äkím | Akim
kk | әкімдік | äkímdík
kk | әкімат | äkímat | Akimat
ru | блат | blat
kk | біздікі | bízdíkí
ru | белая ворона | belaja vorona
kk | болашақ | bolašaq | Bolashak
kk | бөлінгенді бөрі жейді | bölíngendí börí žejdí
ru | гороно | gorono
ru | районо | rajono | Raiono
ru | облоно | oblono
kk | іс-әрекетті зерттеу | ís-ärekettí zertteu
ru | исследование практики в действии | issledovanie praktiki v dejstvii
kk | көш жүре түзеледі | köš žüre tüzeledí
ru | классный руководитель | klassnyj rukovoditel‘
ru | коллектив | kollektiv | kollektive
ru | коллективизм | kollektivizm
ru | коллегиальность | kollegial‘nost‘
ru | комсомол | komsomol | Komsomol
kk | мәжіліс | mäžílís
ru | малокомплектные школы | malokomplektnye školy
ru | не плюй в колодец, пригодится воды напиться | ne pljuj v kolodec, prigoditsja vody napit‘sja
ru | не выноси мусор из избы | ne vynosi musor iz izby
ru | нужные люди | nužnye ljudi
ru | октябрята | oktjabrjata | Octobrists
ru | педсовет | pedsovet
ru | педагогика сотрудничества | pedagogika sotrudničestva
ru | перестройка | perestrojka | perestroika
ru | пионеры | pionery | Pioneers
kk | қызылорда | qyzylorda | Qyzylorda
kk | ақтөбе | aqtöbe | Aktobe
kk | шымкент | šymkent | Shymkent
ru | стаж | staž
ru | ставка | stavka
ru | субботник | subbotnik | subbotnik
kk | су ішкен құдыққа түкірме | su íšken qūdyqqa tükírme
ru | свои люди | svoi ljudi
ru | свои | svoi
ru | товарищи по несчастью | tovarišči po nesčast‘ju
ru | воспитание | vospitanie
ru | заочное | zaočnoe
kk | жүз | žüz | Zhuz
ru | доклад | doklad
kk | теңге | teńge | tenge
kk | ар-намыс | ar-namys
kk | өрлеу | örleu
kk | нұр отан | nūr otan | Nur Otan
kk | ұжым | ūžym
kk | тамыр-таныс | tamyr-tanys
kk | ағайын | aġajyn
kk | ру | ru
kk | педкеңес | pedkeńes
kk | ашық сабақ | ašyq sabaq
kk | тәлімгер | tälímger
kk | сырттай | syrttaj
kk | ұбт | ūbt
ru | ент | ent
ru | методобъединение | metodob‘edinenie
ru | открытый урок | otkrytyj urok
ru | предметная декада | predmetnaja dekada
ru | наставник | nastavnik
ru | показуха | pokazuha
kk | бағыныштылық | baġynyštylyq
ru | аттестация | attestacija
kk | аттестаттау | attestattau
""".strip().splitlines()
]


@pytest.mark.parametrize("entry", VOCABULARY, ids=lambda entry: entry[2])
def test_the_vocabulary_of_the_study(entry: list[str]) -> None:
    language, form, latin, *_ = entry
    assert (BY_FORM[form].language, BY_FORM[form].latin) == (language, latin)


def test_there_is_nothing_but_the_vocabulary() -> None:
    assert set(BY_FORM) == {form for _, form, *_ in VOCABULARY}


@pytest.mark.parametrize(
    "entry", [entry for entry in VOCABULARY if len(entry) > 3], ids=lambda entry: entry[3]
)
def test_the_usual_english_spelling(entry: list[str]) -> None:
    term = BY_FORM[entry[1]]
    assert entry[3].lower() in (name.lower() for name in term.spellings)
    # Octobrists and Pioneers are translations: among words of a theme the term itself is shown.
    translated = entry[3] in ("Octobrists", "Pioneers")
    assert (term.name("en") == entry[3].lower()) != translated


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_how_a_term_is_shown(term: Term) -> None:
    assert term.name("kk") == term.name("ru") == term.form
    assert term.form == term.form.lower()
    assert term.id.isascii()
    assert term.gloss


NAMED = [
    pytest.param(
        term,
        id=term.id,
    )
    for term in TERMS
]


@pytest.mark.parametrize("term", NAMED)
def test_the_english_name_is_latin_and_usual(term: Term) -> None:
    name = term.name("en")
    assert {script(letter) for letter in name if letter.isalpha()} == {"Latin"}
    assert name != "blatt"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_never_holds_no_spelling_of_its_own_in_latin(term: Term) -> None:
    latin = {spelling.lower() for spelling in (*term.spellings, term.latin)}
    assert not latin & set(term.never)
    assert len(set(map(str.lower, term.spellings))) == len(term.spellings)


def test_no_spelling_belongs_to_two_terms() -> None:
    owners: dict[str, set[str]] = {}
    for term in TERMS:
        for spelling in (term.form, term.latin, *term.spellings):
            owners.setdefault(spelling.lower(), set()).add(term.id)
    assert {spelling for spelling, ids in owners.items() if len(ids) > 1} == set()


ENTRY = '  - {id: uzym, language: kk, form: "ұжым", gloss: "staff"}\n'


@pytest.mark.parametrize(
    ("entries", "line", "found", "remedy"),
    [
        (ENTRY + ENTRY.replace("ұжым", "ауыл"), 3, "the id 'uzym' is given twice", "join"),
        (ENTRY + ENTRY.replace("uzym", "u2"), 3, "'ұжым' of the term 'u2' cannot be told", "join"),
        (ENTRY + ENTRY.replace("uzym", "u2").replace("ұ", "Ұ"), 3, "cannot be told from", "join"),
        (
            ENTRY + ENTRY.replace("uzym", "u2").replace("ұжым", "үжім"),
            3,
            "cannot be told from 'ұжым' of 'uzym' (line 2): romanised, the two are one",
            "join",
        ),
        (
            ENTRY
            + ENTRY.replace("uzym", "u2")
            .replace("ұжым", "ел")
            .replace("}", ", spellings: [el, Uzhym]}"),
            3,
            "'Uzhym' of the term 'u2' cannot be told from 'ұжым'",
            "join",
        ),
        (
            ENTRY.replace("}", ", spellings: [ujym], never: [uzhim, Ujym]}"),
            2,
            "under 'never'",
            "take it out",
        ),
        (
            ENTRY.replace("}", ", spellings: [ujуm]}"),
            2,
            "mixes scripts: look at 'у' (cyrillic small letter u)",
            "put in",
        ),
        (ENTRY.replace("}", ', spellings: [""]}'), 2, "'' is no word", "put in"),
        (ENTRY.replace("}", ', never: ["12"]}'), 2, "'12' is no word", "put in"),
        (
            ENTRY.replace("kk", "ru"),
            2,
            "(cyrillic small letter straight u with stroke) is not Russian",
            "put in",
        ),
        (
            ENTRY.replace("ұжым", "їжак"),
            2,
            "'ї' (cyrillic small letter yi) is not Kazakh",
            "put in",
        ),
        (ENTRY.replace("ұжым", " - "), 2, "the form is empty", "put in"),
        (
            ENTRY.replace("ұжым", "ұжыm"),
            2,
            "Cyrillic letters, 'm' (latin small letter m) is not one",
            "put in",
        ),
        (
            ENTRY.replace("ұжым", "blat"),
            2,
            "Cyrillic letters, 'b' (latin small letter b) is not one",
            "put in",
        ),
        (ENTRY.replace("ұжым", ""), 2, "the form is empty", "put in"),
        (ENTRY.replace("kk", "tr"), 2, "'kk' or 'ru'", "put in"),
        (ENTRY.replace("gloss", "glos"), 2, "glos", "did you mean 'gloss'"),
        (ENTRY.replace("}", ", endings: some}"), 2, "'both', 'cyrillic' or 'none'", "put in"),
        (ENTRY.replace("}", ", never: hakim}"), 2, "valid list", "put in"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_remedy(
    entries: str, line: int, found: str, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("terms:\n" + entries, encoding="utf-8")
    with pytest.raises(TaqyrypError) as error:
        load_terms(path)
    message = str(error.value)
    assert f"terms.yaml, line {line}: " in message
    assert found in message
    assert remedy in message


def test_names_without_spellings() -> None:
    term = Term(id="x", language="kk", form="Ұжым", gloss="staff")
    assert (term.name("kk"), term.name("en"), term.latin) == ("Ұжым", "Ūžym", "Ūžym")
