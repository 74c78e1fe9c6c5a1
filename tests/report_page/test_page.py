import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest

from pipeline.lexicon.codebook import Trilingual
from pipeline.report_page.data import gather
from pipeline.report_page.page import guessed_language, label, report, trilingual
from pipeline.report_page.sources import Tables
from tests.report_page.runs import CODEBOOK, EMPTY, PARAMS, run, suggestion, topic

VOID = {"meta", "input", "br", "link", "img", "hr"}
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"quoted\" 'text' & <b>bold</b> {{ 7 * 7 }} {% raw %} {0.__class__}",
    "שלום עולם \u202eabc مرحبا",
    "👩🏽‍🏫 жақсы 🇰🇿",
    "ұ" * 5000,
    "]]> --> <!-- ",
]


class Page(HTMLParser):
    """What a page is made of; fails where an element is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def draw(tables: Tables) -> str:
    return report(gather(PARAMS, CODEBOOK, tables))


def without_codings() -> Tables:
    return dataclasses.replace(run(), by_code=[], comparison=[])


def without_themes() -> Tables:
    tables = run()
    return dataclasses.replace(
        tables,
        topics=[],
        topic_of=dict.fromkeys(tables.topic_of, -1),
        examples=[],
        subthemes=[],
        leanings=[],
        theme_codes=[],
        candidates=[],
    )


RUNS = {
    "run": run(),
    "empty": EMPTY,
    "no codings": without_codings(),
    "no themes": without_themes(),
    "no suggestions": dataclasses.replace(run(), suggested=[], theme_codes=run().theme_codes),
    "one school": run(schools=["A"]),
    "no school": run(schools=[""]),
}


@pytest.mark.parametrize("name", RUNS)
def test_every_page_is_well_made(name: str) -> None:
    page = Page(draw(RUNS[name]))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    used = [(a.get("href") or "")[1:] for a in page.all("a")]
    used += [a["aria-labelledby"] or "" for _, a in page.elements if "aria-labelledby" in a]
    assert set(used) <= set(ids)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in attributes for attributes in page.all("th"))
    assert all(a.get("lang") in ("kk", "ru", "en") for a in page.all("blockquote"))


@pytest.mark.parametrize("name", RUNS)
def test_every_interface_text_is_there_in_three_languages(name: str) -> None:
    spans = [a["class"] for a in Page(draw(RUNS[name])).all("span") if a.get("class")]
    amounts = {language: spans.count(language) for language in ("kk", "ru", "en")}
    assert amounts["kk"] == amounts["ru"] == amounts["en"] > 50


def test_nothing_comes_from_elsewhere() -> None:
    page = draw(run())
    assert not re.search(r"(?:https?:)?//(?!#)\w", page)
    elements = Page(page)
    assert not [a for name, a in elements.elements if {"src", "srcset", "action"} & a.keys()]
    assert not elements.all("link")
    assert "@import" not in page
    assert "url(" not in page
    assert "localStorage" not in page
    assert "cookie" not in page


def test_only_the_script_of_the_page_may_run() -> None:
    page = draw(run())
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert "default-src 'none'" in page


def test_without_a_script_it_is_english() -> None:
    page = Page(draw(run()))
    (root,) = page.all("html")
    assert (root["lang"], root["data-ui"]) == ("en", "en")
    (switches,) = [a for a in page.all("div") if a.get("id") == "switches"]
    assert "hidden" in switches


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_transcripts_stays_text(text: str) -> None:
    tables = run(text)
    told = (
        f"carried by “{text}” (without it 0.10) · terms: “{text}” · like this, coded so: “{text}”"
    )
    utterances = [
        dataclasses.replace(row, speaker=text[:40], school=text[:20] + row.school, role=text[:30])
        for row in tables.utterances
    ]
    hostile = dataclasses.replace(
        tables,
        utterances=utterances,
        suggested=[suggestion(1, told, text=text, speaker=text, transcript_id=text)],
        topics=[topic(0, label_kk=text, label_ru=text, label_en=text, words=text)],
    )
    params = PARAMS.model_copy(update={"corpus": text.replace("/", "")})
    plain, written = Page(draw(run())), report(gather(params, CODEBOOK, hostile))
    page = Page(written)
    assert len(page.all("script")) == len(plain.all("script"))
    assert not page.all("img")
    assert not page.all("b")
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert text[:700].split(" ")[0] in page.text
    assert "49" not in re.findall(r"quoted.{0,60}", page.text)


def test_the_same_run_gives_the_same_bytes() -> None:
    assert draw(run()) == draw(run())


def test_what_carries_a_suggestion_is_marked() -> None:
    rows = [suggestion(1, "carried by “қағаз” (without it 0.31) · terms: “x”")]
    page = draw(dataclasses.replace(run(), suggested=rows))
    assert "Бізде <mark>қағаз</mark> көп." in page
    assert "without them 0.31" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "There is not one utterance"),
        ("empty", "No themes were found"),
        ("empty", "No code is suggested"),
        ("no themes", "No themes were found"),
        ("no codings", "There are no codings by hand"),
        ("no codings", "not known: no codings"),
        ("run", "damaged"),
        ("run", "go closely together"),
        ("run", "Unstable (stability 0.30)"),
        ("run", "found 3 of 9: look for this code yourself"),
        ("run", "Codes that were never suggested"),
        ("run", "0123456789ab"),
    ],
)
def test_what_a_page_says(name: str, said: str) -> None:
    assert said in draw(RUNS[name])


def test_a_large_study_is_no_large_file() -> None:
    text = "Бізде қағаз көп, оны кім оқиды дейсіз. " * 30
    tables = run(text)
    names = [f"code{n}" for n in range(60)]
    codebook = CODEBOOK.model_copy(
        update={
            "codes": [
                CODEBOOK.codes[0].model_copy(
                    update={
                        "id": name,
                        "definition": Trilingual(kk="ә" * 500, ru="я" * 500, en="a" * 500),
                    }
                )
                for name in names
            ]
        }
    )
    large = dataclasses.replace(
        tables,
        topics=[topic(n) for n in range(30)],
        examples=[
            dataclasses.replace(row, topic=n)
            for n in range(30)
            for row in tables.examples
            if row.topic == 0
        ],
        subthemes=[
            dataclasses.replace(tables.subthemes[0], subtheme=f"{n}.{part}", topic=n)
            for n in range(30)
            for part in range(10)
        ],
        suggested=[suggestion(n, text=text, code=name) for name in names for n in range(100)],
        candidates=tables.candidates * 20,
    )
    size = len(report(gather(PARAMS, codebook, large)).encode())
    assert size < 3_000_000


def test_names_are_taken_from_another_language_where_one_is_missing() -> None:
    assert trilingual(Trilingual(ru="Блат")).kk == "Блат"
    assert trilingual(Trilingual(), "blat").en == "blat"
    assert label("", "", "").en == "–"


@pytest.mark.parametrize(
    ("words", "language"),
    [("Қағаз көп", "kk"), ("Бумаги много", "ru"), ("Too much paper", "en"), ("…", "en")],
)
def test_languages_are_guessed_by_letters(words: str, language: str) -> None:
    assert guessed_language(words) == language
