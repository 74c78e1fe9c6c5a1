import json
import re
from dataclasses import replace
from io import BytesIO

from cassis import load_cas_from_xmi, load_typesystem
from hypothesis import given
from lxml import etree

from pipeline.exchange.inception import LAYER, TYPE_SYSTEM, layer_json, xmi
from pipeline.exchange.project import Project, Source, clean
from tests.exchange.test_label_studio import CODES, TEXT, marked, project, texts_with_spans


def read(files: dict[str, bytes], name: str) -> tuple[str, list[tuple[str, str, str, float]]]:
    """A document and its annotations as cassis reads them."""
    types = load_typesystem(BytesIO(files[TYPE_SYSTEM]))
    cas = load_cas_from_xmi(BytesIO(files[name]), typesystem=types)
    found = [(a.get_covered_text(), a.code, a.reasons, a.probability) for a in cas.select(LAYER)]
    return cas.sofa_string, found


def test_what_is_written_is_read() -> None:
    files = xmi(marked("сәлем", "@директор"))
    text, found = read(files, "бір.xmi")
    assert text == clean(TEXT)
    assert found == [
        ("сәлем", "Ұжымшылдық", "terms: сәлем", 0.25),
        ("@директор", "=Блат / «tanystyq» & <b>", "terms: @директор", 0.75),
    ]
    assert read(files, "екі.xmi") == ("Үнсіз.", [])


def test_places_are_utf_16_units_with_line_ends_in_them() -> None:
    root = etree.fromstring(xmi(marked("e\u0301galite\u0301"))["бір.xmi"])
    (span,) = root.iterfind("{http:///webanno/custom.ecore}Code")
    units = root.find("{*}Sofa").get("sofaString").encode("utf-16-le")
    begin, end = int(span.get("begin")), int(span.get("end"))
    assert units[2 * begin : 2 * end].decode("utf-16-le") == "e\u0301galite\u0301"
    assert begin > TEXT.index("e\u0301")


@given(texts_with_spans)
def test_words_stay_the_same_whatever_the_text(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    read_text, found = read(xmi(project(text, spans)), "бір.xmi")
    assert read_text == clean(text)
    assert sorted(words for words, *_ in found) == sorted(clean(text[a:b]) for a, b in spans)


def named(*transcripts: str) -> list[str]:
    own = replace(marked(), sources=[Source(name, "Ия.") for name in transcripts])
    return list(xmi(own))


def test_file_names_are_allowed_and_different() -> None:
    assert named("a/b", "A:b", "a_b_2", "-деп.") == [
        TYPE_SYSTEM,
        "a_b.xmi",
        "A_b_2.xmi",
        "a_b_2_2.xmi",
        "_деп..xmi",
    ]
    assert len(named("ұ" * 300)[1]) < 200


def layer(own: Project) -> dict:
    (found,) = json.loads(layer_json(own))
    return found


def test_the_layer_has_the_features_of_the_type_system() -> None:
    own = marked()
    types = load_typesystem(BytesIO(xmi(own)[TYPE_SYSTEM]))
    features = {f.name: f.rangeType.name for f in types.get_type(LAYER).features}
    assert layer(own)["name"] == LAYER
    assert {f["name"]: f["type"] for f in layer(own)["features"]} == features


def test_codes_are_tags_with_colours() -> None:
    found = layer(marked())
    (code,) = (feature for feature in found["features"] if feature["visible"])
    assert code["name"] == "code"
    assert code["tag_set"]["tags"] == [
        {"tag_name": "Ұжымшылдық", "tag_description": "Бір үй.\nEqual & <close>"},
        {"tag_name": "=Блат / «tanystyq» & <b>", "tag_description": ""},
    ]
    rules = json.loads(found["traits"])["coloringRules"]["rules"]
    for own in CODES:
        colours = [rule["color"] for rule in rules if re.fullmatch(rule["pattern"], own.name)]
        assert colours == [own.colour]


def test_the_same_project_gives_the_same_bytes() -> None:
    assert xmi(marked("сәлем", "деді")) == xmi(marked("сәлем", "деді"))
