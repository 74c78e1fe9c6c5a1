import json
from uuid import UUID

import regex
from hypothesis import given

from pipeline.exchange.project import MACHINE, guid
from pipeline.exchange.web_annotations import jsonld
from tests.exchange.test_label_studio import TEXT, marked, project, texts_with_spans


def test_an_annotation_has_tag_memo_creator_and_target() -> None:
    own = marked("сәлем", "директор")
    collection = json.loads(jsonld(own))
    assert collection["total"] == 2
    first = collection["first"]["items"][0]
    assert first["id"] == f"urn:uuid:{own.suggested[0].guid}"
    assert (first["type"], first["motivation"]) == ("Annotation", "tagging")
    assert first["creator"] == {"type": "Software", "name": MACHINE}
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("tagging", "Ұжымшылдық"),
        ("describing", "0.25\nterms: сәлем"),
    ]
    assert first["target"]["source"]["id"] == f"urn:uuid:{guid('source', 'бір')}"
    position, quote = first["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "сәлем"
    assert quote["prefix"].endswith("👩‍👩‍👧 ")
    assert quote["suffix"].startswith("!\n")


def test_identifiers_are_uuids_and_none_is_there_twice() -> None:
    collection = json.loads(jsonld(marked("сәлем", "директор")))
    page = collection["first"]
    found = [collection["id"], page["id"], *(item["id"] for item in page["items"])]
    assert len({UUID(name.removeprefix("urn:uuid:")) for name in found}) == 4
    assert collection["last"] == page["id"]


def test_a_collection_of_nothing_has_no_page() -> None:
    collection = json.loads(jsonld(marked()))
    assert collection["total"] == 0
    assert "first" not in collection


def test_surroundings_are_whole_characters() -> None:
    family = "👩‍👩‍👧‍👦"
    text = family * 5 + "ұжым" + "e\u0301" * 20
    start = text.index("ұ")
    (item,) = json.loads(jsonld(project(text, [(start, start + 4)])))["first"]["items"]
    _, quote = item["target"]["selector"]
    assert quote["prefix"] == family * 4
    assert quote["suffix"] == "e\u0301" * 16


@given(texts_with_spans)
def test_quotes_are_where_they_say(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    items = json.loads(jsonld(project(text, spans))).get("first", {"items": []})["items"]
    for (start, end), item in zip(spans, items, strict=True):
        position, quote = item["target"]["selector"]
        assert (position["start"], position["end"]) == (start, end)
        before, after = start - len(quote["prefix"]), end + len(quote["suffix"])
        assert text[before:after] == quote["prefix"] + text[start:end] + quote["suffix"]
        assert before in boundaries | {start}
        assert after in boundaries | {end}
        assert start - before <= 32
        assert after - end <= 32


def test_the_same_project_gives_the_same_bytes() -> None:
    assert jsonld(marked("сәлем")) == jsonld(marked("сәлем"))
