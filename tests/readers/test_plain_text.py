import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.readers.formats import READERS, read_document
from pipeline.readers.plain_text import decode, read

TEXT = "I: Сәлем! 👩🏽‍🏫\nR: Иә,\tйога e\u0301.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_one_text_however_it_was_saved(end: str, encoding: str, tmp_path: Path) -> None:
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    path = tmp_path / "a.txt"
    path.write_bytes(marks.get(encoding, b"") + TEXT.replace("\n", end).encode(encoding))
    assert decode(path) == TEXT


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff\x00")))
def test_nothing_but_line_ends_is_changed(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode())
    assert decode(path) == text


def test_a_mark_in_the_middle_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffa\ufeffb".encode())
    assert decode(path) == "a\ufeffb"


def test_speakers_are_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path).speeches is None


@pytest.mark.parametrize(
    ("content", "byte"),
    [
        ("ұжым".encode()[:-1], "byte 6 is 0xd0"),
        ("ұжым мектеп".encode().replace(b"\xd0", b"\xff", 1), "byte 2 is 0xff"),
        (b"\xef\xbb\xbfab\xff", "byte 5 is 0xff"),
    ],
)
def test_damaged_utf_8_is_named(content: bytes, byte: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(TaqyrypError, match=rf"a\.txt: is not UTF-8 text \({byte}\)") as found:
        decode(path)
    assert found.value.remedy


def test_an_encoding_that_was_inferred_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Учитель: мектеп".encode("cp1251"))
    document = read(path)
    assert document.text == "Учитель: мектеп"
    assert document.notes == ("read as Windows-1251, told by its letters",)


@pytest.mark.parametrize("content", ["\ufeff", " \n\t\n", "\u00a0\n"])
def test_a_file_without_text_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=r"a\.txt: holds no text"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "said"), [("a.wpd", "'.wpd'"), ("a", "'without extension'"), ("a.doc", "'.doc'")]
)
def test_an_unknown_format_lists_the_known_ones(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=said) as found:
        read_document(tmp_path / name)
    assert all(suffix in str(found.value) for suffix in READERS)


def test_the_case_of_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "A.TXT"
    path.write_text(TEXT, encoding="utf-8")
    assert read_document(path).text == TEXT
