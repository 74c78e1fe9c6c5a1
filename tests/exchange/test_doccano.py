import json
from dataclasses import replace

import pytest
from hypothesis import given

from pipeline.errors import TaqyrypError
from pipeline.exchange.doccano import jsonl, labels_json
from pipeline.exchange.project import MACHINE, ExportedCode, Project, clean
from tests.exchange.test_label_studio import CODES, TEXT, marked, project, texts_with_spans


def shown(text: str, start: int, end: int) -> str:
    """What JavaScript marks in a string."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_a_line_is_a_transcript_with_its_spans() -> None:
    first, second = map(json.loads, jsonl(marked("сәлем", "🇰🇿🇰🇿\n@директор")).splitlines())
    assert [(shown(first["text"], *span), name) for *span, name in first["label"]] == [
        ("сәлем", "Ұжымшылдық"),
        ("🇰🇿🇰🇿\n@директор", "=Блат / «tanystyq» & <b>"),
    ]
    assert second["label"] == []
    assert (first["transcript"], first["coder"], first["run"]) == ("бір", MACHINE, "abc123")


def test_all_lines_have_the_same_fields_and_attributes_take_none() -> None:
    """doccano makes a table of them: what one line lacks would become NaN there."""
    first, second = map(json.loads, jsonl(marked(text="=1+1", cls="x")).splitlines())
    assert list(first) == list(second)
    assert first["text"] == clean(TEXT)
    assert first["attributes"] == {"text": "=1+1", "cls": "x"}


@given(texts_with_spans)
def test_spans_are_true_in_the_page_and_lines_stay_whole(
    drawn: tuple[str, list[tuple[int, int]]],
) -> None:
    text, spans = drawn
    written = jsonl(project(text, spans))
    assert written.isascii()
    lines = written.splitlines()
    assert len(lines) == 2
    row = json.loads(lines[0])
    assert [shown(row["text"], start, end) for start, end, _ in row["label"]] == [
        clean(text[start:end]) for start, end in spans
    ]


def test_labels_are_readable_on_their_colours() -> None:
    labels = json.loads(labels_json(marked()))
    assert labels[0] == {
        "text": "Ұжымшылдық",
        "prefix_key": None,
        "suffix_key": None,
        "background_color": "#1f77b4",
        "text_color": "#ffffff",
    }
    assert labels[1]["text_color"] == "#000000"


def with_code(code: ExportedCode) -> Project:
    return replace(marked(), codes=[code])


def test_a_name_doccano_would_refuse_is_an_error() -> None:
    assert json.loads(labels_json(with_code(replace(CODES[0], name="қ" * 100))))
    for write in (labels_json, jsonl):
        with pytest.raises(TaqyrypError, match="collectivism has 101"):
            write(with_code(replace(CODES[0], name="қ" * 101)))
