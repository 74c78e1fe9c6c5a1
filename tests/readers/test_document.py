import pytest

from pipeline.readers.document import Document, Speech

SPEECHES = [Speech("I", 3, 10, None, 1), Speech("Т", 14, 20, None, 2), Speech("I", 24, 30, None, 3)]


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ((), [None, None, None]),
        (((0, 1.0), (11, 2.0), (21, 3.0)), [1.0, 2.0, 3.0]),
        (((3, 1.0), (10, 2.0), (20, 3.0)), [1.0, 2.0, 3.0]),
        (((4, 1.0), (9, 2.0), (15, 3.0), (30, 4.0)), [None, None, None]),
        (((0, 1.0), (2, 2.0), (22, 3.0)), [2.0, None, 3.0]),
    ],
    ids=["none", "before labels", "at the words and at ends", "inside", "the last counts"],
)
def test_a_time_is_that_of_the_speech_it_stands_before(
    times: tuple[tuple[int, float], ...], found: list[float | None]
) -> None:
    timed = Document("x" * 30, times=times).timed(SPEECHES)
    assert [speech.time for speech in timed] == found


def test_a_speech_keeps_the_time_it_has() -> None:
    timed = Document("x" * 30, times=((0, 1.0),)).timed([Speech("I", 3, 10, 5.0, 1)])
    assert timed == [Speech("I", 3, 10, 5.0, 1)]
