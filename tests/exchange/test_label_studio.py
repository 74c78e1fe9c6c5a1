import json
from collections.abc import Iterable
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exchange.label_studio import labelling_config, tasks
from pipeline.exchange.project import (
    MACHINE,
    CodeGroup,
    ExportedCode,
    Project,
    Source,
    Suggested,
    clean,
)

TEXT = (
    "Сұхбаттасушы: ә ғ қ 🙂👩‍👩‍👧 сәлем!\n\nМұғалім: =бос орын бар\x01, e\u0301galite\u0301 деді 🇰🇿🇰🇿\n"
    '@директор "қой" <b> & -деді'
)
CODES = [
    ExportedCode("collectivism", "Ұжымшылдық", "culture", "Бір үй.\nEqual & <close>", "#1f77b4"),
    ExportedCode("blat", "=Блат / «tanystyq» & <b>", "culture", "", "#ffdd00"),
]


def project(text: str, spans: Iterable[tuple[int, int]], /, **attributes: str) -> Project:
    """Two transcripts, the second without suggestions; the codes take turns."""
    suggested = [
        Suggested(
            transcript_id="бір",
            utterance_id=f"бір.{i}",
            speaker="A1",
            role="participant",
            language="kk",
            start=start,
            end=end,
            text=text[start:end],
            topic=1,
            theme="кадр",
            code=CODES[i % 2].id,
            probability=0.25 + 0.5 * (i % 2),
            reasons=f"terms: {text[start:end]}",
            memo=f"0.25\nterms: {text[start:end]}",
        )
        for i, (start, end) in enumerate(spans)
    ]
    sources = [Source("бір", text, attributes), Source("екі", "Үнсіз.")]
    groups = [CodeGroup("culture", "Мәдениет")]
    return Project("Мектеп", "abc123", groups, CODES, sources, suggested)


def marked(*words: str, **attributes: str) -> Project:
    """Words of :data:`TEXT` with suggestions."""
    places = [TEXT.index(word) for word in words]
    spans = [(place, place + len(word)) for place, word in zip(places, words, strict=True)]
    return project(TEXT, spans, **attributes)


#: Texts and spans in them, from all characters but halves of them.
texts_with_spans = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).flatmap(
    lambda text: st.tuples(
        st.just(text),
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
            .filter(lambda span: span[0] != span[1])
            .map(lambda span: (min(span), max(span)))
        ),
    )
)


def test_regions_have_place_words_code_probability_and_reasons() -> None:
    own = marked("сәлем", "e\u0301galite\u0301", '"қой"')
    first, second = json.loads(tasks(own))
    (prediction,) = first["predictions"]
    assert prediction["model_version"] == f"{MACHINE} abc123"
    assert prediction["score"] == pytest.approx((0.25 + 0.75 + 0.25) / 3)
    regions = prediction["result"]
    assert [TEXT[r["value"]["start"] : r["value"]["end"]] for r in regions] == [
        r["value"]["text"] for r in regions
    ]
    assert [r["value"]["labels"] for r in regions] == [
        ["Ұжымшылдық"],
        ["=Блат / «tanystyq» & <b>"],
        ["Ұжымшылдық"],
    ]
    assert [r["score"] for r in regions] == [0.25, 0.75, 0.25]
    assert [r["id"] for r in regions] == [suggestion.guid for suggestion in own.suggested]
    assert regions[0]["meta"] == {"text": ["0.25\nterms: сәлем"]}
    assert "predictions" not in second


def test_regions_name_the_tags_of_the_configuration() -> None:
    own = marked("сәлем", "директор")
    view = fromstring(labelling_config(own))
    labels, text = view
    assert (labels.tag, text.tag) == ("Labels", "Text")
    assert labels.get("toName") == text.get("name")
    data = json.loads(tasks(own))[0]
    assert text.get("value", "").removeprefix("$") in data["data"]
    for region in data["predictions"][0]["result"]:
        assert region["from_name"] == labels.get("name")
        assert region["to_name"] == text.get("name")
        assert region["value"]["labels"][0] in {label.get("value") for label in labels}


def test_labels_have_colours_and_descriptions() -> None:
    labels = fromstring(labelling_config(marked()))[0]
    assert [dict(label.attrib) for label in labels] == [
        {"value": "Ұжымшылдық", "background": "#1f77b4", "hint": "Бір үй.\nEqual & <close>"},
        {"value": "=Блат / «tanystyq» & <b>", "background": "#ffdd00"},
    ]


def test_attributes_never_take_the_place_of_the_text() -> None:
    data = json.loads(tasks(marked(text="=1+1", role="мұғалім")))[0]["data"]
    assert data == {"text": clean(TEXT), "transcript": "бір", "text_": "=1+1", "role": "мұғалім"}


@given(texts_with_spans)
def test_offsets_stay_true_whatever_the_text(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    task = json.loads(tasks(project(text, spans)))[0]
    assert len(task["data"]["text"]) == len(text)
    regions = task.get("predictions", [{"result": []}])[0]["result"]
    for (start, end), region in zip(spans, regions, strict=True):
        assert (region["value"]["start"], region["value"]["end"]) == (start, end)
        assert task["data"]["text"][start:end] == region["value"]["text"] == clean(text[start:end])


def test_the_same_project_gives_the_same_bytes() -> None:
    assert tasks(marked("сәлем")) == tasks(marked("сәлем"))
