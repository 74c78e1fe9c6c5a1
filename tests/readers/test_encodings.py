import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.encodings import decode_bytes

PATH = Path("interview.txt")
RUSSIAN = "Интервьюер: Как зарплата?\nУчитель: «Её» не хватает — ставка маленькая… Понятно?\n"
KAZAKH = "Сұхбаттасушы: Жұмыс қалай?\nМұғалім: Айлыққа бала асырау қиын, әрине. Үйде өзім.\n"
ENGLISH = "Interviewer: And then?\nTeacher: She said it was “fine” — in a café.\n"


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH], ids=["ru", "kk", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_proves_itself_needs_no_note(text: str, encoding: str) -> None:
    decoded = decode_bytes(text.encode(encoding), PATH)
    assert (decoded.text, decoded.note) == (text, "")


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN.upper(), "cp1251", "Windows-1251"),
        ("Да.", "cp1251", "Windows-1251"),
        (KAZAKH, "kz1048", "KZ-1048 (Windows-1251 with Kazakh letters)"),
        (RUSSIAN.replace("—", "-").translate(dict.fromkeys(map(ord, "«»…"))), "koi8_r", "KOI8-R"),
        ("ЧТО БЫЛО, ТО БЫЛО И ПРОШЛО", "koi8_r", "KOI8-R"),
        ("Что было, то было и прошло", "cp866", "DOS (code page 866)"),
        (ENGLISH, "cp1252", "Windows-1252"),
    ],
)
def test_one_byte_encodings_are_told_by_their_letters(text: str, encoding: str, name: str) -> None:
    decoded = decode_bytes(text.encode(encoding), PATH)
    assert decoded.text == text
    assert decoded.note == f"read as {name}, told by its letters"


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH, "Да."])
@pytest.mark.parametrize("encoding", ["UTF-16-LE", "UTF-16-BE"])
def test_utf_16_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode_bytes(text.encode(encoding), PATH)
    assert decoded.text == text
    assert encoding in decoded.note


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (bytes(range(128, 256)) * 4, "in no encoding I know: not UTF-8 (byte 0 is 0x80)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "in no encoding I know"),
        (codecs.BOM_UTF8 + b"\xff", "is not UTF-8 text (byte 3 is 0xff)"),
        (codecs.BOM_UTF16_LE + b"a", "is not UTF-16-LE text"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(TaqyrypError) as error:
        decode_bytes(content, PATH)
    assert found in str(error.value)
    assert str(error.value).startswith("interview.txt: ")
    assert "UTF-8" in str(error.value)


def test_line_ends_become_lf_and_marks_go() -> None:
    content = codecs.BOM_UTF8 + "a\r\nб\rв\n".encode()
    assert decode_bytes(content, PATH).text == "a\nб\nв\n"


WORDS = [
    "как",
    "же",
    "это",
    "было",
    "тогда",
    "в",
    "школе",
    "учителя",
    "говорят",
    "что",
    "надо",
    "писать",
    "отчёт",
    "и",
    "план",
    "работы",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=6, unique=True),
    st.sampled_from(["cp1251", "koi8_r", "cp866"]),
)
def test_any_russian_sentence_is_read_in_any_old_encoding(words: list[str], encoding: str) -> None:
    text = " ".join(words).capitalize() + "."
    assert decode_bytes(text.encode(encoding), PATH).text == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff\x00")))
def test_utf_8_is_utf_8(text: str) -> None:
    assert decode_bytes(text.encode(), PATH).text == text
