"""Kazakh lemmas by rule: a list of roots, a table of suffix slots, and vowel harmony.

Kazakh glues its endings on in a fixed order, and every ending has up to six shapes that follow
from the last sound of what stands before it. So nothing is learnt here: a word is read from the
left as a stem and a path through :data:`MORPHOTACTICS`. Where a stem in the root list and such a
path meet, the word is known; otherwise the most cautious split is guessed.

The lemma of a noun is its bare form. The lemma of a verb is its bare stem (айтылды → айт), as in
Universal Dependencies and Apertium; an infinitive that is itself in the root list stays (оқу).

Source of the rules: the regular paradigms of any reference grammar of Kazakh (Krueger 1980;
Muhamedowa 2016), written down anew. The measure is UD Kazakh-KTB.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import TaqyrypError
from pipeline.language import folding

# ---------------------------------------------------------------------------------------------
# Letters
# ---------------------------------------------------------------------------------------------

FRONT_VOWELS = frozenset("әеөүіэ")
BACK_VOWELS = frozenset("аоұыяюё")
# и and у stand for a vowel and a glide at once: endings treat them as consonants (су-ға, су-ы),
# and they side with whatever vowel came before.
HARMONY_NEUTRAL = frozenset("иу")
OPEN_VOWELS = (FRONT_VOWELS | BACK_VOWELS) - frozenset("ю")
VOWELS = FRONT_VOWELS | BACK_VOWELS | HARMONY_NEUTRAL

# What an ending looks at: the class of the sound before it.
FINAL_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(OPEN_VOWELS, "V"),
    **dict.fromkeys("рйуию", "R"),
    **dict.fromkeys("л", "L"),
    **dict.fromkeys("мнң", "N"),
    **dict.fromkeys("жз", "Z"),
    **dict.fromkeys("пткқсшщфхһцчбвгғд", "T"),
}
# Three more classes mark a stem that has changed before the ending.
SOFTENED = "S"  # кітаб-, мұрн-: only an ending that begins with a vowel may follow
FUSED_NARROW = "E"  # оқ(ы)-: ы + й is written и, ы + у is written у
FUSED_GLIDE = "J"  # қо(й)-: й + а is written я, й + у is written ю
# One more marks a final п, к, қ that has not changed, so that no vowel may follow: кітап-тар
HARD = "H"
BOUND_CLASSES = frozenset((SOFTENED, FUSED_NARROW, FUSED_GLIDE))

VOICED: Mapping[str, str] = {"п": "б", "к": "г", "қ": "ғ"}
UNVOICED: Mapping[str, str] = {voiced: plain for plain, voiced in VOICED.items()}
# Letters that only loans have. Speakers give such stems front or back endings as they please.
LOAN_LETTERS = frozenset("вёфцчщъьэ")

FRONT, BACK = "front", "back"

# Archiphonemes, as linguists write them: a capital Latin letter stands for the sounds it becomes.
# (x) is there only after a consonant, [x] only after a vowel.
BY_HARMONY: Mapping[str, Mapping[str, str]] = {
    "A": {BACK: "а", FRONT: "е"},
    "I": {BACK: "ы", FRONT: "і"},
    "K": {BACK: "қ", FRONT: "к"},
    "Q": {BACK: "ғ", FRONT: "г"},
}
FINALS = "VRLNZT"
BY_FINAL: Mapping[str, Mapping[str, str]] = {
    symbol: dict(zip(FINALS, sounds.split(), strict=True))
    for symbol, sounds in {
        #    V R L N Z T
        "D": "д д д д д т",  # locative, past: -да, -ты
        "L": "л л д д д т",  # plural: -лар, -дер, -тар
        "N": "н д д н д т",  # genitive: -ның, -дің, -тың
        "U": "н д д д д т",  # accusative: -ны, -ді, -ты
        "Y": "д д д н д т",  # ablative: -дан, -нен, -тан
        "M": "м м м б б п",  # negation, "we": -ма, -бе, -пыз
        "W": "м м м м б п",  # "with", "I": -мен, -бен, -пын
    }.items()
}
# G is ғ/г after a voiced sound and қ/к after a voiceless one: dative, participle.


class Realised(NamedTuple):
    """An ending as written after a given stem, and what the next ending will look at."""

    text: str
    final: str
    harmony: str


def fold(word: str) -> str:
    """The spelling that words are compared in: lower case, ё as е."""
    return word.lower().replace("ё", "е")


def final_class(text: str) -> str:
    """The class of the last sound of ``text``; the soft and hard signs are looked through."""
    return FINAL_CLASSES.get(text.rstrip("ьъ")[-1:], "T")


def last_harmony(text: str) -> str | None:
    """``front`` or ``back`` after the last telling vowel of ``text``; None if it has none."""
    for letter in reversed(text):
        if letter in FRONT_VOWELS:
            return FRONT
        if letter in BACK_VOWELS:
            return BACK
    return None


def _spell(template: str, final: str, harmony: str) -> str:
    """Spell a template after a sound of class ``final``, sound by sound."""
    written: list[str] = []
    after_vowel = final == "V"
    position = 0
    while position < len(template):
        symbol = template[position]
        if symbol in "([":  # brackets hold one symbol, kept or skipped
            wanted = (symbol == "[") == after_vowel
            symbol, position = template[position + 1], position + 2
            if not wanted:
                position += 1
                continue
        if symbol in BY_HARMONY:
            symbol = BY_HARMONY[symbol][harmony]
        elif symbol in BY_FINAL:
            symbol = BY_FINAL[symbol][final]
        elif symbol == "G":
            symbol = BY_HARMONY["K" if final == "T" else "Q"][harmony]
        written.append(symbol)
        final = final_class(symbol)
        position += 1
    return "".join(written)


def realise(template: str, final: str, harmony: str) -> Realised | None:
    """Write ``template`` after a stem whose last sound is of class ``final``.

    Returns:
        The written ending with the class and harmony it leaves behind, or None where the stem
        cannot take it (a softened stem before a consonant, say).
    """
    if final == FUSED_NARROW:
        text = _spell(template, "V", harmony)
        fused = {"й": "и" + text[1:], "у": text}.get(text[:1])
    elif final == FUSED_GLIDE:
        text = _spell(template, "R", harmony)
        fused = {"а": "я" + text[1:], "у": "ю" + text[1:]}.get(text[:1])
    elif final == SOFTENED:
        text = _spell(template, "T", harmony)
        fused = text if text[:1] in VOWELS else None
    elif final == HARD:
        text = _spell(template, "T", harmony)
        fused = None if text[:1] in VOWELS else text
    else:
        fused = _spell(template, final, harmony)
    if not fused:
        return None
    left = SOFTENED if fused[-1] in "ғг" else final_class(fused)
    return Realised(fused, left, last_harmony(fused) or harmony)


# ---------------------------------------------------------------------------------------------
# The inventory of endings, one slot a line
# ---------------------------------------------------------------------------------------------


class Slot(NamedTuple):
    """Endings that exclude one another.

    Attributes:
        forms: templates in archiphonemes.
        cost: how surprising the slot is, in letters of root: readings are ranked by it.
        derives: the ending makes a new word, so it stays in the lemma (мұғалім-дік).
    """

    forms: tuple[str, ...]
    cost: float = 0.4
    derives: bool = False


# Nouns
PLURAL = Slot(("LAр",))  # сабақ-тар
POSSESSIVE = Slot(("(I)м", "(I)ң", "(I)ңIз", "(I)мIз"))  # my, thy, your, our
POSSESSIVE_GUESSED = Slot(POSSESSIVE.forms, 0.9)  # names end in -м and -ң by themselves
POSSESSIVE_3 = Slot(("[с]I",))  # his, her, their
CASE = Slot(("NIң", "GA", "UI", "YAн", "Wен"))  # of, to, object, from, with
CASE_AFTER_MY = Slot(("NIң", "A", "GA", "UI", "YAн", "Wен"))  # кітабым-а, but кітабымыз-ға
CASE_AFTER_HIS = Slot(("нIң", "нA", "н", "нAн", "мен"))  # with the pronominal н: кітабы-на
LOCATIVE = Slot(("DA",))  # мектеп-те
LOCATIVE_AFTER_HIS = Slot(("нDA",))  # мектебі-нде
RELATIONAL = Slot(("GI",))  # мектепте-гі; straight after words of time and place: бүгін-гі
EQUATIVE = Slot(("DAй",), 1.0)  # тас-тай
EQUATIVE_AFTER_HIS = Slot(("нDAй",), 1.0)  # баласы-ндай
COMPARATIVE = Slot(("(I)рAK",), 1.2)  # үлкен-ірек
ABSOLUTE = Slot(("Uікі", "UIкі"), 1.0)  # мұғалім-дікі, бала-нікі, in speech also бала-ныкі
# -сыз "you are" is left out after a bare noun, where it always means "without"
PREDICATIVE = Slot(("WIн", "сIң", "MIз", "сIңдAр", "сIздAр"), 2.5)  # мұғалім-мін
NOUN_QUESTION = Slot(("MA",), 3.0)  # written together only by mistake
ORDINAL = Slot(("(I)ншI",))  # екі-нші
ORDINAL_AFTER_DIGIT = Slot(("шI",))  # 9-шы

# Words made from nouns
NOUN_FROM_NOUN = Slot(("LIK", "LIQ", "LAс", "шI", "шIлIK", "шIлIQ", "сIз", "лI", "шA"), 2.0, True)
NOUN_FROM_DERIVED = Slot(("LIK", "LIQ"), 1.0, True)  # жұмыссыз-дық
VERB_FROM_NOUN = Slot(("LA",), 2.0, True)  # жоспар-ла-

# Verbs
VOICE = Slot(("(I)л", "(I)н", "(I)с", "т", "Iт", "DIр", "GIз", "Iр"), 0.8)
NEGATION = Slot(("MA",))
PAST = Slot(("DI",))
CONDITIONAL = Slot(("сA",))
PERSON_SHORT = Slot(("м", "ң", "ңIз", "K", "ңдAр", "ңIздAр"), 0.2)  # айтты-м
PRESENT = Slot(("(A)[й]",))  # айт-а, сөйле-й; alone it is a converb
PERSON_LONG = Slot(("мIн", "м", "сIң", "сIз", "дI", "мIз", "сIңдAр", "сIздAр"), 0.2)
PARTICIPLE = Slot(("GAн", "(A)[й]тIн", "MAK"))  # айтқан, айтатын, айтпақ
FUTURE = Slot(("(A)р",), 3.0)  # айтар; dear, because сала-лар is no verb салала-р
FUTURE_NOUN = Slot(("(I)м", "(I)ң", "I", "IңIз", "Iн"), 2.0)  # айтар-ым бар
PARTICIPLE_NEGATED = Slot(("GAн", "[й]тIн"))  # айтпа-ған
FUTURE_NEGATED = Slot(("с",))  # айтпа-с
PARTICIPLE_PERSON = Slot(("WIн", "сIң", "сIз", "MIз", "сIңдAр", "сIздAр"), 0.2)
PARTICIPLE_NOUN = Slot(("DIK",), 0.4)  # айтқан-дық-тан
PARTICIPLE_LIMIT = Slot(("шA",))  # айтқан-ша
CONVERB = Slot(("(I)п",))
CONVERB_PERSON = Slot(("пIн", "сIң", "сIз", "тI", "пIз", "сIңдAр", "сIздAр"), 0.2)
CONVERB_OTHER = Slot(("GAлI", "йIншA"), 0.4)  # айтқалы, айтпа-йынша
IMPERATIVE = Slot(("(A)йIн", "(A)йIK", "сIн", "(I)ң", "(I)ңIз", "(I)ңдAр", "(I)ңIздAр", "GIн"), 0.5)
ENTREATY = Slot(("шI",), 1.0)  # айт-шы
DESIRE = Slot(("GI",), 0.8)  # айт-қы-м келеді
DESIRE_PERSON = Slot(("м", "ң", "сI", "мIз", "ңIз", "лAрI"), 0.0)
OPTATIVE = Slot(("GAй",))
INFINITIVE = Slot(("у",))
AGENT = Slot(("ушI",), 0.8, True)  # басқар-ушы
RESULT = Slot(("MA",), 0.3, True)  # бағдар-ла-ма
VERB_QUESTION = Slot(("MA",), 0.8)


class Arc(NamedTuple):
    """A slot, and the state that it leads to."""

    slot: Slot
    target: str


_AFTER_NOUN = (
    Arc(PLURAL, "plural"),
    Arc(POSSESSIVE, "possessed"),
    Arc(POSSESSIVE_3, "possessed_3"),
    Arc(CASE, "declined"),
    Arc(LOCATIVE, "located"),
    Arc(EQUATIVE, "declined"),
    Arc(ABSOLUTE, "relational"),
)
_NOUN = (
    *_AFTER_NOUN,
    Arc(COMPARATIVE, "derived_noun"),
    Arc(PREDICATIVE, "question"),
    Arc(NOUN_QUESTION, "end"),
)
_NOUN_MAKING = (Arc(NOUN_FROM_NOUN, "derived_noun"), Arc(VERB_FROM_NOUN, "derived_verb"))
_VERB_ANY = (
    Arc(PAST, "past"),
    Arc(CONDITIONAL, "past"),
    Arc(PRESENT, "present"),
    Arc(CONVERB, "converb"),
    Arc(CONVERB_OTHER, "end"),
    Arc(IMPERATIVE, "imperative"),
    Arc(ENTREATY, "end"),
    Arc(DESIRE, "desire"),
    Arc(OPTATIVE, "present"),
    Arc(INFINITIVE, "infinitive"),
)
_VERB = (
    *_VERB_ANY,
    Arc(PARTICIPLE, "participle"),
    Arc(FUTURE, "future"),
    Arc(NEGATION, "negated"),
)
_VERB_MAKING = (Arc(VOICE, "voiced"), Arc(AGENT, "derived_noun"))

# Which slots may follow which. A word may end in any state but those of BOUND_STATES.
MORPHOTACTICS: Mapping[str, tuple[Arc, ...]] = {
    "noun": (*_NOUN, *_NOUN_MAKING),
    "numeral": (*_NOUN, *_NOUN_MAKING, Arc(ORDINAL, "plural")),
    "time": (*_NOUN, *_NOUN_MAKING, Arc(RELATIONAL, "relational")),
    "unlisted_noun": (
        *(arc for arc in _AFTER_NOUN if arc.slot is not POSSESSIVE),
        Arc(POSSESSIVE_GUESSED, "possessed"),
    ),
    "derived_noun": (*_NOUN, Arc(NOUN_FROM_DERIVED, "plural")),
    "plural": (*_AFTER_NOUN[1:], Arc(PREDICATIVE, "question"), Arc(NOUN_QUESTION, "end")),
    "possessed": (
        Arc(CASE_AFTER_MY, "declined"),
        Arc(LOCATIVE, "located"),
        Arc(EQUATIVE, "declined"),
        Arc(ABSOLUTE, "relational"),
        Arc(PREDICATIVE, "question"),
    ),
    "possessed_3": (
        Arc(CASE_AFTER_HIS, "declined"),
        Arc(LOCATIVE_AFTER_HIS, "located"),
        Arc(EQUATIVE_AFTER_HIS, "declined"),
        Arc(PREDICATIVE, "question"),
    ),
    "declined": (Arc(NOUN_QUESTION, "end"),),
    "located": (Arc(RELATIONAL, "relational"), Arc(PARTICIPLE_PERSON, "question")),
    "relational": (
        Arc(PLURAL, "plural"),
        Arc(POSSESSIVE_3, "possessed_3"),
        Arc(CASE, "declined"),
        Arc(CASE_AFTER_HIS, "declined"),
        Arc(LOCATIVE, "located"),
    ),
    "detached": (*_AFTER_NOUN, Arc(ORDINAL, "plural"), Arc(ORDINAL_AFTER_DIGIT, "plural")),
    "verb": (*_VERB, *_VERB_MAKING),
    "voiced": (*_VERB, *_VERB_MAKING),
    "derived_verb": (*_VERB, *_VERB_MAKING, Arc(RESULT, "derived_noun")),
    # Only endings that are hardly met on nouns may make a verb of a word that no list knows.
    "unlisted_verb": (
        Arc(PAST, "past"),
        Arc(CONDITIONAL, "past"),
        Arc(PRESENT, "present_bound"),
        Arc(CONVERB, "converb"),
        Arc(PARTICIPLE, "participle"),
        Arc(INFINITIVE, "infinitive"),
        Arc(NEGATION, "negated"),
    ),
    "stance": (Arc(PARTICIPLE_PERSON, "question"), Arc(VERB_QUESTION, "end")),
    "negated": (
        *_VERB_ANY,
        Arc(PARTICIPLE_NEGATED, "participle"),
        Arc(FUTURE_NEGATED, "future_negated"),
    ),
    "past": (Arc(PERSON_SHORT, "question"), Arc(VERB_QUESTION, "end")),
    "present": (Arc(PERSON_LONG, "question"),),
    "present_bound": (Arc(PERSON_LONG, "question"),),
    "future": (
        Arc(PARTICIPLE_PERSON, "question"),
        Arc(FUTURE_NOUN, "declined"),
        Arc(LOCATIVE, "located"),
        Arc(VERB_QUESTION, "end"),
    ),
    "future_negated": (
        Arc(PARTICIPLE_PERSON, "question"),
        Arc(CASE, "declined"),
        Arc(VERB_QUESTION, "end"),
    ),
    "participle": (
        *_AFTER_NOUN,
        Arc(PARTICIPLE_PERSON, "question"),
        Arc(PARTICIPLE_NOUN, "plural"),
        Arc(PARTICIPLE_LIMIT, "end"),
        Arc(VERB_QUESTION, "end"),
    ),
    "converb": (Arc(CONVERB_PERSON, "question"),),
    "imperative": (Arc(ENTREATY, "end"), Arc(VERB_QUESTION, "end")),
    "desire": (Arc(DESIRE_PERSON, "end"),),
    "infinitive": _AFTER_NOUN,
    "question": (Arc(VERB_QUESTION, "end"), Arc(ENTREATY, "end")),
    "end": (),
}
# A bare "be said!" is far rarer than the noun that looks like it.
BOUND_STATES = frozenset(("voiced", "derived_verb", "desire", "present_bound"))
LONGEST_FORM = 8  # letters, -ыңыздар


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMERALS = _words(
    "бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен"
    " тоқсан жүз мың миллион"
)
# Words of time and place that take -ғы straight: бүгін-гі, сырт-қы
TIMES = _words(
    "бүгін кеше ертең қазір қыс жаз көктем күз кеш таң түн күндіз түс ерте бұрын соң былтыр биыл"
    " жыл ай апта әлі енді қашан баяу іш сырт арт алд аст үст жоғары төмен орта ар бер кейін"
    " дейін шейін әуел баста сонау ежел бая бағана жақында әр"
)
# Words that take no endings, short enough to be mistaken for stems
UNINFLECTED = _words(
    "ма ме ба бе па пе да де та те шы ші ше ғой ғана үшін және бірақ егер арқылы"
    " бойынша туралы жайлы сияқты секілді сайын қарай иә ау ей я жо"
)
SPECIAL_NOUNS = ((NUMERALS, "numeral"), (TIMES, "time"), (UNINFLECTED, "end"))
# Verbs of stance take person endings straight: отыр-мын, жатыр-мыз
STANCES: Mapping[str, str] = {"отыр": "отыр", "тұр": "тұр", "жүр": "жүр", "жат": "жатыр"}

# Forms that no rule gives. Every line: lemma, then its forms.
IRREGULAR_LINES = """
мен: менің мені маған менде менен менімен мендік менікі
сен: сенің сені саған сенде сенен сенімен сендік сенікі
ол: оның оны оған онда одан онымен
олар: олардың оларды оларға оларда олардан олармен
бұл: бұның мұның бұны мұны бұған мұған бұнда мұнда бұдан мұнан бұнымен мұнымен
бұл: бұлар бұлардың бұларды бұларға бұлармен мұндағы
осы: осының осыны осыған осында осыдан осымен осынымен осылар осындағы
сол: соның соны соған сонда содан сонымен солар солардың солармен сондағы
біз: біздің бізді бізге бізде бізден бізбен біздер біздердің біздерге
сіз: сіздің сізді сізге сізде сізден сізбен
сіздер: сіздердің сіздерді сіздерге сіздерде сіздерден сіздермен
өз: өзі өзім өзің өзіңіз өзіміз өздері
бәрі: бәрін бәрінің бәріне бәрінде бәрінен бәрімен бәріміз бәріңіз бәріміздің бәрімізге бәрімізді
қыл: қып ғып
кел: кеп
ал: ап
бол: боп
қал: қап қалады
сал: сап саламыз
қой: қоп
әкел: әкеп
да: де та те
ма: ме ба бе па пе
"""


def _irregular(lines: str) -> dict[str, str]:
    """Form → lemma, from lines of ``lemma: form form``."""
    pairs = (line.split(":") for line in lines.split("\n") if line)
    return {form: lemma for lemma, forms in pairs for form in forms.split()}


IRREGULAR: Mapping[str, str] = _irregular(IRREGULAR_LINES)

# ---------------------------------------------------------------------------------------------
# Stems
# ---------------------------------------------------------------------------------------------

FLEETING_COST = 1.0
BARE_VERB = 3.5  # "study!" is far rarer in talk than the noun that looks like it: сабақ-та
# How stems are guessed that no list knows
SHORTEST_GUESS = 3  # letters
GUESSED_LETTER = 0.7  # a long chain of endings is less likely to be an accident
GUESSED_VERB = 1.6
GUESSED_OPEN_VERB = 0.2
GUESSED_BAD_END = 0.8
_PATRONYMIC = re.compile("...(?:қыз|ұл)$")  # Ахметқызы, Ахметұлы are whole
LONG_VERB = 6  # letters
_DENOMINAL = re.compile("[лдт][ае]$")  # жоспар-ла-


@dataclass(frozen=True, slots=True)
class Root:
    """A line of the root list: the word without its mark, and what the mark said."""

    text: str
    verb: bool = False
    loan: bool = False


@dataclass(frozen=True, slots=True)
class StemForm:
    """One written shape of a root: кітап and кітаб-, оқы and оқ-.

    Attributes:
        surface: what the word must begin with.
        lemma: what to call it.
        state: where in :data:`MORPHOTACTICS` its endings start.
        final: class of the last sound, or one of the bound classes.
        harmonies: the harmonies its endings may have.
        cost: as in :class:`Slot`.
    """

    surface: str
    lemma: str
    state: str
    final: str
    harmonies: tuple[str, ...]
    cost: float = 0.0


def harmonies(text: str, *, loan: bool) -> tuple[str, ...]:
    """The harmonies that endings of ``text`` may have.

    Loans take both, as their speakers do; so do words that end in ә (куә-сі, куә-лар) and
    words with neutral vowels only (ми, су).
    """
    found = last_harmony(text)
    undecided = found is None or text.endswith("ә")
    return (FRONT, BACK) if loan or undecided else (found or BACK,)


def noun_forms(root: Root) -> Iterator[StemForm]:
    """The shapes of a noun (or of any word that is declined like one)."""
    text, last = root.text, root.text[-1]
    state = next((state for words, state in SPECIAL_NOUNS if text in words), "noun")
    suit = harmonies(text, loan=root.loan)
    yield StemForm(text, text, state, HARD if last in VOICED else final_class(text), suit)
    if last in "бвгджз":  # клубтың and клубдың are both written
        other = "T" if final_class(text) == "Z" else "Z"
        yield StemForm(text, text, state, other, suit, 0.5)
    if last in VOICED:
        yield StemForm(text[:-1] + VOICED[last], text, state, SOFTENED, suit)
        yield StemForm(text, text, state, SOFTENED, suit, 0.0 if root.loan else 0.9)
    if last == text[-2:-1] and last not in VOWELS:  # класс, класта
        yield StemForm(text[:-1], text, state, final_class(text), suit, 0.5)
    if last == "ь":  # рубль, рублі
        yield StemForm(text[:-1], text, state, SOFTENED, suit)
    if has_fleeting_vowel(text):
        yield StemForm(text[:-2] + last, text, state, SOFTENED, suit, FLEETING_COST)


def one_spelling(roots: Iterable[Root]) -> list[Root]:
    """The roots without repetition; where both отчёт and отчет are listed, both become отчёт."""
    listed, best = list(roots), dict[str, str]()
    for root in listed:
        best[fold(root.text)] = max(root.text, best.get(fold(root.text), ""))  # ё sorts after е
    return list(dict.fromkeys(replace(root, text=best[fold(root.text)]) for root in listed))


def active_of(text: str, verbs: frozenset[str]) -> str:
    """The verb that ``text`` is the passive of, if that is in ``verbs``, or else ``text``.

    Lists give passives as words of their own, but "was checked" should count with "checked":
    тексер-іл → тексер. Only endings that are nothing but passive are undone: -л, and -н of long
    verbs in -ла (қабылда-н), whereas түсін- "understand" is not the passive of түс- "fall", nor
    қолдан- "use" that of қолда- "support".
    """
    endings = ("ыл", "іл", "л") if text.endswith("л") else ("н",)
    for ending in endings:
        base = text.removesuffix(ending)
        transparent = ending != "н" or (_DENOMINAL.search(base) and len(base) > LONG_VERB)
        if base != text and base in verbs and transparent:
            return base
    return text


def has_fleeting_vowel(text: str) -> bool:
    """Whether ``text`` could lose its last narrow vowel: мұрын, мұрн-ы; халық, халқ-ы."""
    return (
        len(text) >= 4
        and text[-2] in "ыі"
        and text[-1] in "рлнмңзқкпс"
        and (text[-3] not in VOWELS or text[-3] == "у")
        and text[-3] != text[-1]
    )


def verb_forms(root: Root, lemma: str) -> Iterator[StemForm]:
    """The shapes of a verb stem, all called ``lemma``."""
    text, last = root.text, root.text[-1]
    suit = harmonies(text, loan=root.loan)
    yield StemForm(text, lemma, "verb", HARD if last in VOICED else final_class(text), suit)
    if text in STANCES:
        yield StemForm(STANCES[text], lemma, "stance", "R", suit)
    if has_fleeting_vowel(text):  # қорық-: қорқады
        yield StemForm(text[:-2] + last, lemma, "verb", SOFTENED, suit, FLEETING_COST)
    if last in "ыі" and len(text) > 2:  # оқы-: оқиды, оқу
        yield StemForm(text[:-1], lemma, "verb", FUSED_NARROW, suit)
    if last == "й":  # қой-: қояды, қою
        yield StemForm(text[:-1], lemma, "verb", FUSED_GLIDE, suit)
    if last == "и":  # ки-: кию
        yield StemForm(text, lemma, "verb", FUSED_GLIDE, suit)
    if last in VOICED:  # шық-: шығады; тап-: табады
        yield StemForm(text[:-1] + VOICED[last], lemma, "verb", SOFTENED, suit)
    if last == "п":  # тап-: тауып
        yield StemForm(text[:-1] + "у", lemma, "verb", SOFTENED, suit, 0.5)


def unlisted_forms(text: str) -> list[StemForm]:
    """The shapes of a noun that no list knows, native or not: it may take both harmonies."""
    return [form for form in noun_forms(Root(text, loan=True)) if form.cost < FLEETING_COST]


def guessed_forms(surface: str) -> Iterator[StemForm]:
    """The stems that an unlisted word beginning with ``surface`` may have."""
    if VOWELS.isdisjoint(surface) or _PATRONYMIC.search(surface):
        return
    loan = not LOAN_LETTERS.isdisjoint(surface)
    last_vowel = next(letter for letter in reversed(surface) if letter in VOWELS)
    suit, last = harmonies(surface, loan=loan or last_vowel in HARMONY_NEUTRAL), surface[-1]
    final = HARD if last in VOICED and not loan else final_class(surface)
    cost = 0.0 if loan or plausible_end(surface) else GUESSED_BAD_END
    # жүрег- is жүрек, but педагог- is педагог
    softened = last == "ғ" or (last in "бг" and surface[-2] in FRONT_VOWELS | {"и"} and not loan)
    if softened:
        stem = surface[:-1] + UNVOICED[last]
        yield StemForm(surface, stem, "unlisted_noun", SOFTENED, suit)
    else:
        verb_cost = cost + (0.0 if _DENOMINAL.search(surface) else GUESSED_VERB)
        if last in "ае":  # -йды, -ды, -п after these are hardly ever a noun's
            verb_cost = min(verb_cost, GUESSED_OPEN_VERB)
        yield StemForm(surface, surface, "unlisted_noun", final, suit, cost)
        yield StemForm(surface, surface, "unlisted_verb", final, suit, verb_cost)


def plausible_end(stem: str) -> bool:
    """Whether a native stem could end so: not in -ы/-і (бары-сы), nor in a cluster but рт, нт."""
    if stem[-1] in "ыі":
        return False
    cluster = stem[-1] not in VOWELS and stem[-2] not in VOWELS
    return not cluster or (stem[-1] in "тпкқ" and stem[-2] in "рлнй")


# ---------------------------------------------------------------------------------------------
# Analysis
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Analysis:
    """A reading of a word.

    Attributes:
        stem: the lemma.
        suffixes: inflectional endings as written, left to right.
        known: whether the stem is a listed root or regularly made from one.
    """

    stem: str
    suffixes: tuple[str, ...]
    known: bool


class Chain(NamedTuple):
    """A path through the slots: endings, the part that belongs to the lemma, and its cost."""

    suffixes: tuple[str, ...]
    tail: str
    cost: float


class Step(NamedTuple):
    """An arc, realised after a certain sound."""

    slot: Slot
    target: str
    realised: Realised


class SuffixGrammar:
    """Reads the rest of a word as a chain of endings; remembers what it has read."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, str, str], dict[str, list[Step]]] = {}
        self._chains: dict[tuple[str, str, str, str], tuple[Chain, ...]] = {}
        self._folded_steps: dict[
            tuple[str, str, str], dict[str, dict[tuple[str, str, str], None]]
        ] = {}
        self._folded: dict[tuple[str, str, str, str], bool] = {}

    def steps(self, state: str, final: str, harmony: str) -> dict[str, list[Step]]:
        """Ending as written → what it can be, in this state after this sound."""
        key = (state, final, harmony)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = {}
            for arc in MORPHOTACTICS[state]:
                for template in arc.slot.forms:
                    realised = realise(template, final, harmony)
                    if realised is not None:
                        step = Step(arc.slot, arc.target, realised)
                        found.setdefault(realised.text, []).append(step)
        return found

    def chains(self, rest: str, state: str, final: str, harmony: str) -> tuple[Chain, ...]:
        """Every way to read ``rest`` as endings, cheapest first; empty where there is none."""
        key = (rest, state, final, harmony)
        found = self._chains.get(key)
        if found is None:
            unsorted = list(self._read(rest, state, final, harmony))
            found = self._chains[key] = tuple(sorted(unsorted, key=lambda chain: chain.cost))
        return found

    def reads_folded(self, rest: str, state: str, final: str, harmony: str) -> bool:
        """Whether ``rest``, a skeleton of :mod:`folding`, can be endings that inflect.

        Endings that make another word do not count.
        """
        key = (rest, state, final, harmony)
        found = self._folded.get(key)
        if found is None:
            found = self._folded[key] = self._read_folded(rest, state, final, harmony)
        return found

    def _read_folded(self, rest: str, state: str, final: str, harmony: str) -> bool:
        if not rest:
            return state not in BOUND_STATES and final not in BOUND_CLASSES
        steps = self._steps_folded(state, final, harmony)
        for length in range(1, min(LONGEST_FORM, len(rest)) + 1):
            for following in steps.get(rest[:length], ()):
                if self.reads_folded(rest[length:], *following):
                    return True
        return False

    def _steps_folded(
        self, state: str, final: str, harmony: str
    ) -> dict[str, dict[tuple[str, str, str], None]]:
        """Inflecting ending as a skeleton → state, final class and harmony after it."""
        key = (state, final, harmony)
        found = self._folded_steps.get(key)
        if found is None:
            found = self._folded_steps[key] = {}
            for text, steps in self.steps(state, final, harmony).items():
                for skeleton in folding.fold(text):
                    for slot, target, realised in steps:
                        if not slot.derives:
                            after = (target, realised.final, realised.harmony)
                            found.setdefault(skeleton, {})[after] = None
        return found

    def _read(self, rest: str, state: str, final: str, harmony: str) -> Iterator[Chain]:
        if not rest:
            if state not in BOUND_STATES and final not in BOUND_CLASSES:
                yield Chain((), "", 0.0)
            return
        steps = self.steps(state, final, harmony)
        for length in range(1, min(LONGEST_FORM, len(rest)) + 1):
            for slot, target, realised in steps.get(rest[:length], ()):
                for chain in self.chains(rest[length:], target, realised.final, realised.harmony):
                    yield _prepend(slot, realised.text, chain)


def _prepend(slot: Slot, text: str, chain: Chain) -> Chain:
    """``chain`` with one ending before it.

    What stands before a word-making ending belongs to the lemma too: тексер-іл-уші.
    """
    cost = slot.cost + chain.cost
    if chain.tail:
        return Chain(chain.suffixes, text + chain.tail, cost)
    if slot.derives:
        hard = text[:-1] + UNVOICED.get(text[-1], text[-1])
        return Chain(chain.suffixes, hard, cost)
    return Chain((text, *chain.suffixes), "", cost)


class Reading(NamedTuple):
    """An analysis with its cost; the lowest cost is the best."""

    cost: float
    analysis: Analysis


def _cost(reading: Reading) -> float:
    return reading.cost


_ROOT_LINE = re.compile(r"(?P<word>[а-яёәғқңөұүһі]+(?:-[а-яёәғқңөұүһі]+)*)(?P<mark>[-*]?)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def read_roots(path: Path) -> list[Root]:
    """Read a root list: one root a line, ``#`` comments, ``айт-`` a verb, ``отчёт*`` a loan.

    Raises:
        TaqyrypError: the file cannot be read, or a line is not a root; names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TaqyrypError(f"cannot read the list of Kazakh roots: {error}", file=path) from error
    roots = []
    for number, line in enumerate(lines, start=1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        match = _ROOT_LINE.fullmatch(entry)
        if match is None:
            raise TaqyrypError(
                f"expected one root in lower-case Cyrillic, found {entry!r}",
                file=path,
                line=number,
                remedy="Write one root a line: кітап, айт- for a verb, отчёт* for a loan.",
            )
        roots.append(Root(match["word"], match["mark"] == "-", match["mark"] == "*"))
    return roots


class KazakhMorphology:
    """A lemmatiser and analyser for Kazakh words, with Russian loans in Kazakh endings.

    Everything is case-insensitive and takes ё for е. Words are expected to be single tokens; a
    hyphenated word is one token. Answers are remembered for as long as the object lives.
    """

    def __init__(self, roots: Iterable[Root]) -> None:
        self._grammar = SuffixGrammar()
        self._spellings: dict[str, str] = {}  # folded noun → noun
        self._by_root: dict[str, list[StemForm]] = {}
        self._by_surface: dict[str, list[StemForm]] = {}
        self._analysed: dict[str, tuple[Analysis, ...]] = {}
        self._lemmas: dict[str, str] = {}
        listed = one_spelling(roots)
        verbs = frozenset(root.text for root in listed if root.verb)
        for root in listed:
            lemma = active_of(root.text, verbs) if root.verb else root.text
            if not root.verb:
                self._spellings[fold(root.text)] = root.text
            for form in verb_forms(root, lemma) if root.verb else noun_forms(root):
                self._by_root.setdefault(fold(root.text), []).append(form)
                self._by_surface.setdefault(fold(form.surface), []).append(form)

    @classmethod
    def load(cls, path: Path) -> KazakhMorphology:
        """Build from a root list.

        Raises:
            TaqyrypError: see :func:`read_roots`.
        """
        return cls(read_roots(path))

    def lemma(self, word: str) -> str:
        """The dictionary form of ``word`` in lower case; never empty unless ``word`` is.

        Lemmas are for words of a text, once: the lemma of a verb can look like another form of a
        noun (аяқтады → аяқта, but the word аяқта → аяқ).
        """
        found = self._lemmas.get(word)
        if found is None:
            found = self._lemmas[word] = self._analyse(word.lower())[0].stem
        return found

    def analyses(self, word: str) -> list[Analysis]:
        """Every reading, best first; at least one, and either all are known or none is."""
        return list(self._analyse(word.lower()))

    def is_known(self, word: str) -> bool:
        """Whether some reading reaches a listed root; quicker than to ask for all readings."""
        lowered = word.lower()
        if lowered in self._analysed:
            return self._analysed[lowered][0].known
        return bool(self._known(lowered))

    def is_form_of(self, word: str, stem: str) -> bool:
        """Whether ``word`` could be ``stem`` with inflectional endings, or with none.

        ``stem`` may be any word or phrase, listed or not; its last word is inflected. Endings
        that make another word (ұжым-дық) do not count.
        """
        inflected, base = fold(word), fold(stem)
        if inflected == base or IRREGULAR.get(inflected) == base:
            return True
        head, hyphen, ending = inflected.rpartition("-")
        if hyphen and head == base and self.is_ending(ending):
            return True
        return any(
            inflected.startswith(fold(form.surface))
            and self.is_inflection(form, inflected[len(form.surface) :])
            for form in self.stem_forms(base)
        )

    def stem_forms(self, stem: str) -> list[StemForm]:
        """The written shapes of any word, listed or not, that inflectional endings follow."""
        return self._by_root.get(fold(stem)) or unlisted_forms(fold(stem))

    def stems(self) -> Iterator[StemForm]:
        """The written shapes of all listed roots."""
        for forms in self._by_root.values():
            yield from forms

    def is_inflection(self, form: StemForm, ending: str) -> bool:
        """Whether ``ending``, in Cyrillic, inflects a stem of this shape; it may be empty."""
        return any(
            not chain.tail
            for harmony in form.harmonies
            for chain in self._grammar.chains(fold(ending), form.state, form.final, harmony)
        )

    def is_folded_inflection(self, form: StemForm, skeleton: str) -> bool:
        """The same for an ending in any spelling, as a skeleton of :mod:`folding`."""
        state, final = form.state, form.final
        for harmony in form.harmonies:  # no generator: this is where term finding spends its time
            if self._grammar.reads_folded(skeleton, state, final, harmony):
                return True
        return False

    def is_root(self, word: str) -> bool:
        """Whether the word as it stands is in the root list."""
        return fold(word) in self._by_root

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        """The readings of a word in lower case, remembered."""
        found = self._analysed.get(word)
        if found is None:
            readings = self._known(word) or self._detached(word) or self._guessed(word)
            found = tuple(dict.fromkeys(analysis for _, analysis in sorted(readings, key=_cost)))
            found = self._analysed[word] = found or (Analysis(word, (), known=False),)
        return found

    def _known(self, word: str) -> list[Reading]:
        """Readings that reach a listed root: the longer the root, the better."""
        folded = fold(word)
        if folded in IRREGULAR:
            return [Reading(0.0, Analysis(IRREGULAR[folded], (), known=True))]
        readings = []
        if folded in self._spellings:
            # A listed word is itself first of all: тұрмыс is not тұр-мыс.
            itself = Analysis(self._spellings[folded], (), known=True)
            readings.append(Reading(-math.inf, itself))
        for end in range(1, len(folded) + 1):
            for form in self._by_surface.get(folded[:end], ()):
                for chain in self._endings(form, folded):
                    stem = form.surface + chain.tail if chain.tail else form.lemma
                    analysis = Analysis(stem, chain.suffixes, known=True)
                    bare = BARE_VERB if form.state == "verb" and end == len(folded) else 0.0
                    readings.append(Reading(form.cost + chain.cost + bare - end, analysis))
        return readings

    def _detached(self, word: str) -> list[Reading]:
        """Readings of an unlisted word with a hyphen: ҰБТ-ға, 55-ші, бала-шағасы."""
        head, hyphen, last = word.rpartition("-")
        if not (head and last):
            return []
        if self.is_ending(last):
            return [Reading(0.0, Analysis(head, (last,), known=False))]
        return [
            Reading(rank, Analysis(f"{head}{hyphen}{part.stem}", part.suffixes, known=False))
            for rank, part in enumerate(self._analyse(last))
        ]

    def _guessed(self, word: str) -> list[Reading]:
        """Readings of a word that no root explains."""
        if not _CYRILLIC.search(word):
            return []
        folded = fold(word)
        readings = []
        for end in range(len(word), SHORTEST_GUESS - 1, -1):
            for form in guessed_forms(word[:end]):
                for chain in self._endings(form, folded):
                    analysis = Analysis(form.lemma, chain.suffixes, known=False)
                    cost = form.cost + chain.cost + GUESSED_LETTER * end
                    readings.append(Reading(cost, analysis))
        return readings

    def _endings(self, form: StemForm, word: str) -> Iterator[Chain]:
        """Every way to read what stands after ``form`` in ``word`` as its endings."""
        surface = fold(form.surface)
        if word.startswith(surface):
            rest = word[len(surface) :]
            for harmony in form.harmonies:
                yield from self._grammar.chains(rest, form.state, form.final, harmony)

    def is_ending(self, text: str) -> bool:
        """Whether ``text`` is an ending by itself, as after a hyphen: NVivo-ға, 9-шы."""
        return any(
            self._grammar.chains(text, "detached", final, harmony)
            for final in FINALS
            for harmony in (FRONT, BACK)
        )

    def is_folded_ending(self, skeleton: str) -> bool:
        """The same for an ending in any spelling, as a skeleton of :mod:`folding`: UBT-ga."""
        return any(
            self._grammar.reads_folded(skeleton, "detached", final, harmony)
            for final in FINALS
            for harmony in (FRONT, BACK)
        )
