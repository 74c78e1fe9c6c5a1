from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import TaqyrypError
from pipeline.readers.document import Document
from pipeline.readers.pdf import read

#: Where it begins, its base from the foot of the page, its size, the text.
Line = tuple[float, float, float, str]
SIZE = 12.0


def pdf(
    pages: list[list[Line]], *, extra: str = "", trailer: str = "", named: bool = True
) -> bytes:
    """A PDF with a font whose letters are all half as wide as high."""
    letters = sorted({letter for page in pages for *_, text in page for letter in text})
    codes = {letter: code for code, letter in enumerate(letters, 33)}
    mapping = "".join(
        f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapping}endbfchar\nendcmap end end"
    )
    descriptor = "/FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /Ascent 800 /Descent -200 >>"
    widths = " ".join(["500"] * 223)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids "
        f"[{' '.join(f'{5 + 2 * number} 0 R' for number in range(len(pages)))}] >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 33 /LastChar 255 /Widths [{widths}]"
        f" /ToUnicode 4 0 R {descriptor} >>"
        if named
        else "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /CIDSystemInfo << /Registry "
        f"(Adobe) /Ordering (Identity) /Supplement 0 >> {descriptor} >>] >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for number, page in enumerate(pages):
        content = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{bytes(codes[one] for one in text).hex()}> Tj ET\n"
            for x, y, size, text in page
        )
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources "
            f"<< /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R {extra} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}endstream",
        ]
    result, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(result))
        result += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        f"{result}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{len(result)}\n%%EOF\n"
    ).encode("latin-1")


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    def read_back(*pages: list[Line], **options: str) -> Document:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf([*pages], **options))  # type: ignore[arg-type]
        return read(path)

    return read_back


def lines(*texts: str, x: float = 50, top: float = 700, pitch: float = 14) -> list[Line]:
    return [(x, top - number * pitch, SIZE, text) for number, text in enumerate(texts)]


#: As wide as the text of a page, and ending in the middle of a sentence.
FULL = "Бұл ойдан шығарылған сөйлемнің бірінші жолы, ол беттің шетіне дейін жетеді де"


def test_lines_of_a_paragraph_are_joined(document: Callable[..., Document]) -> None:
    found = document(lines("I: " + FULL[3:], "бітеді. 2019 school", "R: Иә, әрине."))
    assert found.text == f"I: {FULL[3:]} бітеді. 2019 school\nR: Иә, әрине."
    assert found.notes == ()


def test_a_label_stays_at_the_beginning_of_a_line(document: Callable[..., Document]) -> None:
    full = FULL[:-2] + "?)"
    labels = ["I: ", "Teacher A4: ", "Сұхбаттасушы: ", "[00:12:34] R: ", "R (12:34): "]
    texts = [label + full[len(label) :] for label in labels]
    assert document(lines(*texts)).text == "\n".join(texts)


def test_a_label_that_returns_begins_a_line_also_after_a_broken_sentence(
    document: Callable[..., Document],
) -> None:
    texts = ["R: " + FULL[3:], "I: " + FULL[3:], "R: " + FULL[3:], "I: " + FULL[3:]]
    assert document(lines(*texts)).text == "\n".join(texts)


def test_a_name_before_a_colon_inside_a_sentence_is_speech(
    document: Callable[..., Document],
) -> None:
    found = document(lines(FULL, "Директор айтты: отырыңыз.", "Соңы."))
    assert found.text == f"{FULL} Директор айтты: отырыңыз.\nСоңы."


def test_short_lines_end_paragraphs(document: Callable[..., Document]) -> None:
    found = document(lines("Сұхбат 4", "мектеп", FULL, "соңы"))
    assert found.text == f"Сұхбат 4\nмектеп\n{FULL} соңы"


def test_wider_gaps_end_paragraphs(document: Callable[..., Document]) -> None:
    first = lines(FULL, FULL, FULL)
    second = lines(FULL, FULL, top=700 - 3 * 14 - 8)
    assert document(first + second).text == f"{FULL} {FULL} {FULL}\n{FULL} {FULL}"


def test_first_lines_further_in_begin_paragraphs(document: Callable[..., Document]) -> None:
    page = lines(FULL[4:], x=74) + lines(FULL, top=686) + lines(FULL[4:], x=74, top=672)
    assert document(page).text == f"{FULL[4:]} {FULL}\n{FULL[4:]}"


def test_lines_further_in_go_on_after_a_label(document: Callable[..., Document]) -> None:
    wide = FULL[:70]
    page = [
        *lines("I:", "R:", pitch=42),
        *lines(wide, wide, "иә", wide, "жоқ", x=100),
    ]
    assert document(page).text == f"I:\t{wide} {wide} иә\nR:\t{wide} жоқ"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("мек-", "тепте", "мектепте", id="broken word"),
        pytest.param("мек\u00ad", "тепте", "мектепте", id="soft hyphen"),
        pytest.param("Усть-", "Каменогорск", "Усть-Каменогорск", id="before a capital"),
        pytest.param("кто-", "то", "кто-то", id="Russian particle"),
        pytest.param("ҰБТ-", "ның", "ҰБТ-ның", id="after capitals"),
        pytest.param("Zoom-", "да", "Zoom-да", id="two scripts"),
        pytest.param("10:02–", "10:58", "10:02–10:58", id="range"),
        pytest.param("иә –", "деді", "иә – деді", id="dash"),
    ],
)
def test_hyphens(before: str, after: str, expected: str, document: Callable[..., Document]) -> None:
    full = FULL[: len(FULL) - len(before) - 1] + " " + before
    found = document(lines(full, f"{after} деді."))
    assert found.text == f"{full[: -len(before)]}{expected} деді."


def test_the_document_knows_the_word_with_its_hyphen(document: Callable[..., Document]) -> None:
    full = FULL[:-6] + " ата-"
    found = document(lines("Біздің ата-аналар келді.", full, "аналар деді."))
    assert found.text == f"Біздің ата-аналар келді.\n{full}аналар деді."


def page_of(number: int, *, header: str = "Сұхбат 7", foot: int = 0) -> list[Line]:
    return [
        (50, 760, 10, header),
        *lines(f"I: Сұрақ {number * number} бар ма?", "R: Иә."),
        (300, 40, 10, f"бет {number + foot} / 4"),
    ]


@pytest.mark.parametrize("pages", [2, 3, 4])
@pytest.mark.parametrize("foot", [0, 16])
def test_headers_and_page_numbers_are_left_out(
    pages: int, foot: int, document: Callable[..., Document]
) -> None:
    found = document(*[page_of(number, foot=foot) for number in range(1, pages + 1)])
    assert found.text.count("\n") == 2 * pages - 1
    assert "Сұхбат" not in found.text
    assert "бет" not in found.text
    assert found.notes == (f"{2 * pages} headers and footers left out",)


def test_a_page_number_on_a_single_page(document: Callable[..., Document]) -> None:
    found = document([*lines("I: Иә.", "R: Жоқ."), (300, 40, 10, "- 1 -")])
    assert found.text == "I: Иә.\nR: Жоқ."
    assert found.notes == ("1 header or footer left out",)


def test_what_is_said_on_top_of_two_pages_is_no_header(document: Callable[..., Document]) -> None:
    page = lines("I: Иә.", "R: Жоқ.")
    assert document(page, page).text == "I: Иә.\nR: Жоқ.\nI: Иә.\nR: Жоқ."


def test_a_paragraph_goes_on_over_pages(document: Callable[..., Document]) -> None:
    texts = [f"{number} {FULL[2:]}" for number in (10, 20, 30)]
    pages = [[*lines(text), (300, 40, 10, str(n))] for n, text in enumerate(texts, 1)]
    assert document(*pages).text == " ".join(texts)


def test_footnotes_are_left_out(document: Callable[..., Document]) -> None:
    page = [
        *lines("I: Бала", "R: Иә, 2019 жылы."),
        (50 + 7 * 6, 704, 7, "1"),
        (50 + 7 * 6 + 3.5, 700, SIZE, " келді ме?"),
        (50, 60, 6, "1"),
        (56, 57, 9, "Қоңырау соғылды."),
    ]
    found = document(page)
    assert found.text == "I: Бала келді ме?\nR: Иә, 2019 жылы."
    assert found.notes == ("1 footnote left out",)


def test_rows_of_a_table(document: Callable[..., Document]) -> None:
    page = [
        *lines("01:05", "01:09"),
        *lines("I", "R", x=150),
        *lines("Келді ме?", "Иә.", x=250),
    ]
    assert document(page).text == "01:05\tI\tКелді ме?\n01:09\tR\tИә."


def test_two_columns(document: Callable[..., Document]) -> None:
    half = FULL[:36]
    page = [
        *lines("Тақырып: " + FULL[9:], top=730),
        *lines(half, half, "бір.", half, x=50),
        *lines(half, half, "екі.", half, x=300),
    ]
    found = document(page)
    assert found.text.split("\n")[1:] == [
        f"{half} {half} бір.",
        f"{half} {half} {half} екі.",
        half,
    ]
    assert found.notes == ("pages read as two columns: 1",)


def test_letters_drawn_twice_are_read_once(document: Callable[..., Document]) -> None:
    page = [(50 + 6 * n + shift, 700, SIZE, c) for n, c in enumerate("Иә") for shift in (0, 0.3)]
    assert document([*page]).text == "Иә"


def test_spaces_that_are_only_gaps(document: Callable[..., Document]) -> None:
    page = [(50.0, 700.0, SIZE, "Иә,"), (50 + 18 + 3, 700, SIZE, "жақсы")]
    assert document([*page]).text == "Иә, жақсы"


def test_comments_are_counted(document: Callable[..., Document]) -> None:
    note = "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>"
    link = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>"
    found = document(lines("Иә."), extra=f"/Annots [{note} {link}]")
    assert found.notes == ("1 comment left out",)


def test_a_page_without_text_is_named(document: Callable[..., Document]) -> None:
    assert document(lines("Иә."), []).notes == ("pages without text: 2",)


def test_no_text_layer(document: Callable[..., Document]) -> None:
    with pytest.raises(TaqyrypError, match=r"a\.pdf: has no text layer.*(\n.*)*OCR"):
        document([], [])


def test_a_password(document: Callable[..., Document]) -> None:
    key = f"<{'ab' * 32}>"
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [<00> <00>]"
    with pytest.raises(TaqyrypError, match=r"a\.pdf: is protected with a password"):
        document(lines("Иә."), trailer=locked)


def test_letters_without_names(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([lines("Сұрақ?!")], named=False))
    with pytest.raises(TaqyrypError, match=r"a\.pdf: does not say which letters it shows"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is not a PDF", id="empty"),
        pytest.param("I: сәлем".encode(), "is not a PDF", id="other format"),
        pytest.param(pdf([lines("Иә.")])[:900], "breaks off", id="cut off"),
        pytest.param(b"%PDF-1.4\nxxxx\n%%EOF\n", "cannot|can be opened", id="nothing in it"),
    ],
)
def test_a_broken_file_is_named(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(TaqyrypError, match=rf"a\.pdf: .*({message})(.*\n)*.*What to do"):
        read(tmp_path / "a.pdf")
