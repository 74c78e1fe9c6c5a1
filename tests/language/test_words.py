from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.language.words import read_word_list, stop_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Біз бірге, иә?", ["Біз", "бірге", "иә"]),
        ("it's don’t", ["it's", "don’t"]),
        ("ар-намыс тамыр‑таныс", ["ар", "намыс", "тамыр", "таныс"]),
        ("metodob‘edinenie", ["metodob‘edinenie"]),
        ("rukovoditel‘ ketti", ["rukovoditel‘", "ketti"]),
        ("‘quoted’ «сөз» “word”", ["quoted", "сөз", "word"]),
        ("teachers’ room", ["teachers", "room"]),
        ("9а сынып, ҰБТ-2019", ["а", "сынып", "ҰБТ"]),
        ("a_b", ["a", "b"]),
        ("Īshan Ḥäm Žüz", ["Īshan", "Ḥäm", "Žüz"]),
        ("ёлка, ЁЖ", ["ёлка", "ЁЖ"]),
        ("болды.Сосын", ["болды", "Сосын"]),
        ("👩‍🏫 мұғалім", ["мұғалім"]),
        ("12 % — 3,5", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_a_stress_mark_does_not_cut_a_word() -> None:
    assert len(list(words("колле\u0301ктив"))) == 1


@pytest.mark.parametrize("text", ["½", "м²", "Ⅳ", "①"])
def test_words_are_made_of_letters(text: str) -> None:
    assert all(word.text.isalpha() for word in words(text))


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("аәі’‘'-ʼ "))))
def test_spans_are_in_order_and_leave_no_letter_out(text: str) -> None:
    found = list(words(text))
    assert all(word.text == text[word.start : word.end] for word in found)
    ends = [0, *(word.end for word in found)]
    between = [text[end : word.start] for end, word in zip(ends, found, strict=False)]
    assert not any(letter.isalpha() for letter in "".join([*between, text[ends[-1] :]]))
    assert all(word.start >= end for end, word in zip(ends, found, strict=False))


def test_a_word_list_leaves_out_comments_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# words\n\nбіз\n  мен  # I\n#сен\nата-ана\n", encoding="utf-8")
    assert read_word_list(path) == ["біз", "мен", "ата-ана"]


def test_a_missing_word_list_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match=r"gone\.txt: no such file\n.*restore it"):
        read_word_list(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("language", "inside", "outside"),
    [
        ("kk", {"және", "бірақ", "маған", "ғой", "жиырма"}, {"ұжым", "мектеп", "и", "the"}),
        ("ru", {"который", "меня", "вот", "её", "ее"}, {"школа", "друг", "және"}),
        ("en", {"the", "don't", "dont", "again", "well"}, {"school", "teacher", "shed"}),
    ],
)
def test_stop_words(language: str, inside: set[str], outside: set[str]) -> None:
    assert inside <= stop_words(language)
    assert not outside & stop_words(language)


def test_there_are_no_stop_words_of_other_languages() -> None:
    with pytest.raises(ValueError, match="de"):
        stop_words("de")
