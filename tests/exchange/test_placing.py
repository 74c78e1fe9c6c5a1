from hypothesis import given
from hypothesis import strategies as st

from pipeline.exchange.placing import OtherText, Places, transcripts_of
from pipeline.exchange.project import guid

CANONICAL = {
    "teacher_a4": "Teacher A4: Ұжым бір 🙂 үй.\nИә, иә.",
    "b/focus 1": "Учитель: мы как семья.",
    "c": "Nothing much.",
}


def test_a_text_is_known_by_its_identifier_its_words_or_its_name() -> None:
    texts = [
        OtherText("{" + guid("source", "teacher_a4").upper() + "}", "renamed", "and edited"),
        OtherText("2", "anything", "Учитель:  мы как\r\nсемья."),
        OtherText("3", "1_C.txt", "Nothing at all."),
        OtherText("4", "memo", "Not of this corpus."),
    ]
    found = transcripts_of(texts, CANONICAL)
    assert found == {texts[0].guid: "teacher_a4", "2": "b/focus 1", "3": "c"}


def test_of_two_folders_the_right_one_is_meant() -> None:
    canonical = {"a/focus": "one", "b/focus": "two", "c/talk": "three"}
    texts = [
        OtherText("1", "b - focus.txt", "two, edited"),
        OtherText("2", "focus", "whose?"),
        OtherText("3", "Talk.docx", "three, edited"),
    ]
    assert transcripts_of(texts, canonical) == {"1": "b/focus", "3": "c/talk"}


def test_places_of_the_same_text_are_the_same() -> None:
    text = CANONICAL["teacher_a4"]
    assert Places(text, text).find(12, 16) == (12, 16)
    assert Places(text, text).find(12, 12) is None


def test_the_nearest_of_equal_words_is_meant() -> None:
    canonical = "иә, ұжым. Жоқ, ұжым. Бірақ ұжым, ұжым."
    other = "\ufeffИә қосылды. " + canonical.replace(" ", "\n ")
    for number in range(4):
        place = -1
        for _ in range(number + 1):
            place = other.index("ұжым", place + 1)
        start, end = Places(other, canonical).find(place, place + 4) or (0, 0)
        assert canonical[start:end] == "ұжым"
        assert canonical[:start].count("ұжым") == number


def test_words_that_are_gone_are_nowhere() -> None:
    assert Places("abc newly written", "abc").find(4, 9) is None
    assert Places("abc   ", "abc").find(3, 6) is None


@given(
    st.text(alphabet="аұ🙂é \n.", max_size=60),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_words_are_found_whatever_blanks_are_between(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    spaced = text.replace(" ", "\r\n  ")
    shift = [len(text[:place].replace(" ", "\r\n  ")) for place in (start, end)]
    found = Places(spaced, text).find(*shift)
    words = "".join(text[start:end].split())
    if found is None:
        assert not words
    else:
        assert "".join(text[slice(*found)].split()) == words
