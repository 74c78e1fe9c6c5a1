from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.chat import read
from pipeline.readers.document import Document

HEAD = (
    "@UTF8\n@Begin\n@Languages:\tkaz, rus\n"
    "@Participants:\tCHI Child, TEA Айгүл_апай Teacher,\n\tINV Ерлан Investigator\n"
    "@ID:\tkaz|corpus|CHI|||||Child|||\n@Media:\tinterview, audio\n"
)


def chat(folder: Path, *lines: str) -> Document:
    path = folder / "a.cha"
    path.write_text(HEAD + "\n".join(lines) + "\n@End\n", encoding="utf-8")
    return read(path)


def speeches(document: Document) -> list[tuple[str, str, float | None]]:
    assert document.speeches is not None
    return [(s.label, document.text[s.start : s.end], s.time) for s in document.speeches]


def test_names_times_and_lines(tmp_path: Path) -> None:
    document = chat(
        tmp_path,
        "*INV:\tсен бүгін мектепке\n\tбардың ба ? \x15100_2500\x15",
        "%mor:\tpro|сен adv|бүгін\n\tn|мектеп",
        "*CHI:\tиә . \x152600_3000\x15",
        "@Comment:\tтелефон соғылды",
        "*CHI:\tбардым . \x153000_4000\x15",
        "%mor:\tv|бар",
        "",
        "*TEA:\tда , был !",
    )
    assert document.text == "сен бүгін мектепке бардың ба?\nиә. бардым.\nда, был!"
    assert speeches(document) == [
        ("Ерлан", "сен бүгін мектепке бардың ба?", 0.1),
        ("CHI", "иә. бардым.", 2.6),
        ("Айгүл апай", "да, был!", None),
    ]
    assert document.speeches is not None
    assert [speech.line for speech in document.speeches] == [8, 12, 17]
    assert document.notes == (
        "left out, as not spoken words of the speaker: %mor (2), @Comment (1)",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_however_it_was_saved(end: str, encoding: str, tmp_path: Path) -> None:
    content = HEAD + "*CHI:\tиә , жақсы . \x151_20\x15\n@End"
    path = tmp_path / "a.cha"
    path.write_bytes(content.replace("\n", end).encode(encoding))
    assert speeches(read(path)) == [("CHI", "иә, жақсы.", 0.001)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("<мен бар> [//] мен келдім .", "мен бар мен келдім."),
        ("жоқ [/] жоқ [/] жоқ .", "жоқ жоқ жоқ."),
        ("мен [x 3] барамын .", "мен барамын."),
        ("<it was> [///] there is one .", "it was there is one."),
        ("&-эм мен &+мек мектепте &~лала .", "эм мен мек мектепте лала."),
        ("&ыы мен Q & A .", "ыы мен Q & A."),
        ("урок@s:rus бітті dada@c e@l .", "урок бітті dada e."),
        ("жазыңыз aidana@mail.kz .", "жазыңыз aidana@mail.kz."),
        ("щас [: сейчас] приду [* m:x] .", "щас приду."),
        ("(be)cause runnin(g) .", "because running."),
        ("мен (күлді) келдім [күліп] .", "мен (күлді) келдім [күліп]."),
        ("мен (.) ойлаймын (..) иә (1.5) жоқ (1:05.2) .", "мен ойлаймын иә жоқ."),
        ("мен # ойлаймын #1_5 иә #мектеп .", "мен ойлаймын иә #мектеп."),
        ("ой &=laughs қойшы &{l=ән ла &}l=ән .", "ой қойшы ла."),
        ("сабақ [= математика] [=! күліп] [% қоңырау] [+ exc] .", "сабақ."),
        ("<иә иә> [<] дұрыс [?] [>1] [!!] .", "иә иә дұрыс."),
        ("[- rus] ну \x02\x01да\x02\x02 .", "ну да."),
        ("мен xxx бардым .", "мен […] бардым."),
        ("мен бардым www .", "мен бардым […]."),
        ("www.edu.kz сайты .", "www.edu.kz сайты."),
        ("мен 0 0бардым үйге .", "мен 0 үйге."),
        ("сағат 10:30 болды .", "сағат 10:30 болды."),
        ("о:чень но::: ba^na^na .", "очень но banana."),
        ("Астана_Опера black+board A+ .", "Астана Опера black-board A+."),
        ("⌈2 иә ⌉2 жоқ↑ ↫р-р↫рас .", "иә жоқ р-ррас."),
        ("иә &*INV:жақсы солай .", "иә солай."),
        ("бардым ‡ келдім „ иә ?", "бардым, келдім, иә?"),
        ("ол айтты “ жақсы ” .", "ол айтты “ жақсы ”."),
        ("мен сонда +...", "мен сонда…"),
        ("мен сонда +..?", "мен сонда…?"),
        ("мен сонда +/.", "мен сонда…"),
        ("мен сонда +//.", "мен сонда…"),
        ("қайда +/?", "қайда…?"),
        ("не дейді +!?", "не дейді!?"),
        ('ол айтты +"/.', "ол айтты."),
        ('+" мен келемін .', "мен келемін."),
        ('айтты +".', "айтты."),
        ("+, иә сонда .", "иә сонда."),
        ("++ иә <сонда> [>] .", "иә сонда."),
        ("+< иә .", "иә."),
        ("Е\u0301 👩🏽‍🏫 o'qituvchi ма'лум .", "Е\u0301 👩🏽‍🏫 o'qituvchi ма'лум."),
    ],
)
def test_what_is_spoken(written: str, spoken: str, tmp_path: Path) -> None:
    assert chat(tmp_path, f"*CHI:\t{written}").text == spoken


@pytest.mark.parametrize("written", ["xxx .", "0 .", "&=laughs .", "0 [=! күледі] .", "", "."])
def test_no_words(written: str, tmp_path: Path) -> None:
    document = chat(tmp_path, f"*CHI:\t{written}", "*INV:\tиә .")
    assert document.text == "иә."
    assert "utterances without words (1)" in document.notes[0]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    document = chat(
        tmp_path,
        "*CHI:\tщас [: сейчас] &=күледі иә &=жөтеледі [= үйде] &*INV:мм 0мен келдім .",
        "%com:\tқысқа",
    )
    assert document.notes == (
        "left out, as not spoken words of the speaker: comments in brackets (1), replacements (1), "
        "sounds and gestures (2), words of others inside an utterance (1), omitted words (1), "
        "%com (1)",
    )


@pytest.mark.parametrize(
    ("bullets", "time"),
    [
        ("\x15100_200\x15", 0.1),
        ("\x15100_200-\x15", 0.1),
        ('\x15%snd:"a_1"_100_200\x15', 0.1),
        ("\x15100_150\x15 \x15150_200\x15", 0.1),
        ('\x15%pic:"сурет.jpg"\x15', None),
        ("", None),
    ],
)
def test_times(bullets: str, time: float | None, tmp_path: Path) -> None:
    document = chat(tmp_path, f"*CHI:\tиә , солай . {bullets}")
    assert speeches(document) == [("CHI", "иә, солай.", time)]


@pytest.mark.parametrize(
    ("participants", "label"),
    [
        ("CHI Дана Target_Child", "Дана"),
        ("CHI Дана Мария Child, MOT Mother", "Дана Мария"),
        ("CHI Child", "CHI"),
        ("CHI", "CHI"),
        ("", "CHI"),
        ("MOT Анна Mother", "CHI"),
        ("CHI Анна Child, MOT Анна Mother", "CHI"),
    ],
)
def test_names(participants: str, label: str, tmp_path: Path) -> None:
    path = tmp_path / "a.cha"
    path.write_text(f"@Begin\n@Participants:\t{participants}\n*CHI:\tиә .\n@End", encoding="utf-8")
    assert speeches(read(path)) == [(label, "иә.", None)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("@Begin\n*CHI:\tиә .\n", r"a\.cha, line 2: does not end with @End"),
        ("@Begin\n@End\n", r"a\.cha: holds no speech"),
        ("", r"a\.cha: holds no speech"),
        ("@Begin\n*CHI:\tиә .\nCHI: жоқ .\n@End\n", r"line 3: is no line of CHAT: 'CHI: жоқ .'"),
        ("@Begin\n*CHI жоқ .\n@End\n", r"line 2: is no line of CHAT"),
        ("\tиә .\n@End\n", r"line 1: is no line of CHAT"),
        ("@Begin\n*CHI:\tиә . \x1510_\n@End", r"line 2: the utterance of \*CHI has a time"),
        ("@Begin\n*CHI:\tиә\n\tсолай . \x1510_x\x15\n@End", r"line 2: the utterance of \*CHI has"),
    ],
)
def test_broken_files(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.cha"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=message) as found:
        read(path)
    assert found.value.remedy


LETTERS = "аәбғдеёжиіклмнңоөрстұүхшыюя" + "abdeilmnorstu"
plain = st.text(LETTERS, min_size=1, max_size=8).map(lambda word: (word, word))
coded = st.sampled_from(
    [
        ("&-эм", "эм"),
        ("<мен бар> [//]", "мен бар"),
        ("урок@s:rus", "урок"),
        ("щас [: сейчас]", "щас"),
        ("xxx", "[…]"),
        ("(.)", ""),
        ("&=laughs", ""),
        ("[= күледі]", ""),
        ("Well ,", "Well,"),
        ("\n\t", ""),
    ]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["CHI", "INV", "TEA"]),
            plain,
            st.lists(st.one_of(plain, coded)),
            st.sampled_from([(".", "."), ("?", "?"), ("!", "!"), ("+...", "…")]),
        ),
        min_size=1,
    )
)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    turns: list[tuple[str, tuple[str, str], list[tuple[str, str]], tuple[str, str]]],
) -> None:
    names = {"CHI": "CHI", "INV": "Ерлан", "TEA": "Айгүл апай"}
    lines: list[str] = []
    said: list[tuple[str, str, float]] = []
    for i, (code, first, others, end) in enumerate(turns):
        words = [first, *others]
        text = " ".join(written for written, _ in words)
        lines.append(f"*{code}:\t{text} {end[0]} \x15{250 * i}_{250 * i + 200}\x15")
        spoken = " ".join(spoken for _, spoken in words if spoken) + end[1]
        said.append((names[code], spoken, i / 4))
    groups = [list(g) for _, g in groupby(said, key=lambda s: s[0])]
    document = chat(tmp_path_factory.getbasetemp(), *lines)
    assert speeches(document) == [(g[0][0], " ".join(s[1] for s in g), g[0][2]) for g in groups]
