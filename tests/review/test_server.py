import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.errors import TaqyrypError
from pipeline.readers.codings import load_codings
from pipeline.review.__main__ import listening
from pipeline.review.desk import Desk
from pipeline.review.server import STATIC, application
from pipeline.review.texts import LANGUAGE_NAMES, TEXTS
from pipeline.schema import SUGGESTIONS, TURNS, UTTERANCES
from pipeline.tables import read, write
from tests.review.corpora import CODES, CORPUS, make

PORT, TOKEN = 8123, "t" * 24
HOME = f"http://127.0.0.1:{PORT}"


def client(desk: Desk, *, enter: bool = True) -> TestClient:
    made = TestClient(application(desk, port=PORT, token=TOKEN), base_url=HOME)
    if enter:
        assert made.get(f"/?t={TOKEN}").status_code == 200
    return made


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    make()
    opened = Desk("Anna")
    yield opened
    opened.close()


def act(page: TestClient, item: list[Any], version: int = 0, **content: Any) -> Any:
    body = {"op": f"operation-{time.monotonic_ns()}", "key": item[0], "version": version, **content}
    return page.post("/api/act", json=body)


def test_only_those_with_the_token_come_in(desk: Desk) -> None:
    page = client(desk, enter=False)
    for path in ("/", "/static/app.js", "/api/start", "/?t=wrong", f"/api/start?t={TOKEN}"):
        assert page.get(path).status_code == 403
    answer = page.get(f"/?t={TOKEN}", follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert page.get("/api/start").status_code == 200
    page.cookies.clear()
    page.cookies.set(f"taqyryp_review_{PORT}", TOKEN)
    assert page.get("/api/start").status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1:1"}, 421),
        ({"host": f"127.0.0.1.evil.example:{PORT}"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"http://localhost:{PORT}"}, 403),
        ({"referer": "http://evil.example/127.0.0.1"}, 403),
        ({"referer": f"{HOME}.evil.example/"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": HOME, "referer": f"{HOME}/"}, 200),
        ({"referer": HOME}, 200),
    ],
)
def test_other_sites_are_refused(desk: Desk, headers: dict[str, str], status: int) -> None:
    page = client(desk)
    assert page.get("/api/start", headers=headers).status_code == status
    posted = page.post("/api/coder", json={"name": "Anna"}, headers=headers)
    assert posted.status_code == status


def test_only_json_of_a_known_length_is_taken(desk: Desk) -> None:
    page = client(desk)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = page.post("/api/coder", content=b'{"name":"x"}', headers={"content-type": kind})
        assert answer.status_code == 415
    large = page.post(
        "/api/coder", content=b" " * 16_000_001, headers={"content-type": "application/json"}
    )
    assert large.status_code == 413
    endless = page.post(
        "/api/coder", content=iter([b"{}"]), headers={"content-type": "application/json"}
    )
    assert endless.status_code == 413
    assert desk.coder == "Anna"


def test_what_comes_back_stays_here(desk: Desk) -> None:
    page = client(desk)
    for path in ("/", "/static/app.js", "/api/start", "/nowhere", "/static/../desk.py"):
        headers = page.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
    assert page.get("/static/..%2fdesk.py").status_code == 404
    assert page.get("/static/index.html").status_code == 404


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(
            r"https?://|//\w+\.\w+|innerHTML|outerHTML|insertAdjacentHTML", text
        ), path
        assert not re.search(r"\bon\w+=\"|<style|<script>|style=\"", text), path


def test_an_action_is_kept_before_it_is_answered(desk: Desk) -> None:
    page = client(desk)
    item = page.get("/api/start").json()["items"][0]
    answer = act(page, item, kind="accept", code="trust")
    assert answer.json()["states"][item[0]]["verdicts"] == {"trust": "accepted"}
    other = Desk()  # another process, say
    assert other.coder == "Anna"
    assert other.start()["states"][item[0]]["verdicts"] == {"trust": "accepted"}
    other.close()


def test_a_stale_write_is_answered_with_what_there_is(desk: Desk) -> None:
    page, other = client(desk), client(desk)
    item = page.get("/api/start").json()["items"][0]
    act(page, item, kind="accept", code="trust")
    answer = act(other, item, kind="reject", code="trust")
    assert answer.status_code == 409
    assert answer.json()["stale"][item[0]]["verdicts"] == {"trust": "accepted"}
    assert act(other, item, 1, kind="reject", code="trust").status_code == 200
    seen = page.get("/api/changes?since=0").json()
    assert seen["states"][item[0]]["verdicts"] == {"trust": "rejected"}
    bulk = {"op": "bulkbulkbulk", "accept": True, "items": [[item[0], 1, "trust"]]}
    assert page.post("/api/bulk", json=bulk).status_code == 409
    undo = {"op": "undoundoundo", "expected": "something"}
    assert page.post("/api/undo", json=undo).status_code == 409


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    page = client(desk)
    first, second = page.get("/api/start").json()["items"][:2]
    for content in (
        {"kind": "accept"},
        {"kind": "accept", "code": "mentoring"},
        {"kind": "give", "code": "unheard"},
        {"kind": "recode", "code": "trust", "instead": "trust"},
        {"kind": "words"},
        {"kind": "undo"},
        {"kind": "memo", "memo": "x", "more": 1},
        {"kind": "words", "words": {"start": 0, "end": 5, "text": "Quest", "codes": ["trust"]}},
        {"kind": "words", "words": {"start": 0, "end": 5, "text": "wrong", "codes": ["trust"]}},
        {"kind": "words", "words": {"start": 0, "end": 90, "text": "x" * 90, "codes": ["trust"]}},
    ):
        answer = act(page, first, **content)
        assert answer.status_code == 422, content
        assert answer.json()["problem"]
    assert act(page, ["no such key"], kind="nothing").status_code == 422
    assert page.post("/api/coder", json={"name": "  "}).status_code == 422
    assert page.get("/api/transcript?id=../params").status_code == 422
    assert desk.store.newest() == 0
    assert act(page, second, kind="memo", memo="x").status_code == 200


def test_no_transcript_has_the_text_of_another(desk: Desk) -> None:
    page = client(desk)
    start = page.get("/api/start").json()
    for name in start["transcripts"]:
        talk = page.get("/api/transcript", params={"id": name}).json()
        assert talk["id"] == name
        text = " ".join(turn["text"] for turn in talk["turns"])
        assert name in text
        for other in set(start["transcripts"]) - {name}:
            assert other not in text
        for item in talk["items"].values():
            turn = next(own for own in talk["turns"] if own["turn"] == item["turn"])
            inside = slice(item["start"] - turn["start"], item["end"] - turn["start"])
            assert turn["text"][inside] == item["text"]
            assert turn["speaker"] == f"Speaker {name[-1]}"
    for item in start["items"]:
        name = start["transcripts"][item[1]]
        assert item[0] in page.get("/api/transcript", params={"id": name}).json()["items"]


def test_search_finds_all_the_words(desk: Desk) -> None:
    page = client(desk)
    found = page.get("/api/search", params={"q": "СЕНЕМІЗ talk_1/0"}).json()["keys"]
    assert found == [page.get("/api/start").json()["items"][6][0]]
    assert page.get("/api/search", params={"q": "nowhere"}).json()["keys"] == []


def test_it_is_exported_when_it_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make()
    with client(Desk("Anna")) as page:
        item = page.get("/api/start").json()["items"][0]
        act(page, item, kind="nothing")
    (row,) = load_codings(CORPUS, CODES)
    assert (row.coder, row.codes, row.imported) == ("Anna", frozenset(), True)


def test_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make()
    SUGGESTIONS.path.unlink()
    desk = Desk("Anna")
    page = client(desk)
    problem = page.get("/api/start").json()["problem"]
    assert problem["kind"] == "missing"
    assert "dvc repro" in problem["message"]
    make()
    assert page.get("/api/start").json()["problem"] is None  # without starting it anew
    write(TURNS, [])
    write(UTTERANCES, [])
    write(SUGGESTIONS, [])
    assert page.get("/api/start").json()["problem"]["kind"] == "empty"
    desk.close()


def test_new_results_are_noticed(desk: Desk) -> None:
    page = client(desk)
    assert not page.get("/api/changes").json()["new_results"]
    write(SUGGESTIONS, read(SUGGESTIONS)[:1])
    assert page.get("/api/changes").json()["new_results"]
    assert sum(len(item[7]) for item in page.get("/api/start").json()["items"]) == 1
    assert not page.get("/api/changes").json()["new_results"]


def test_every_text_is_there_in_three_languages() -> None:
    assert TEXTS.keys() == LANGUAGE_NAMES.keys()
    blanks = re.compile(r"\{\w+\}")
    for name, english in TEXTS["en"].items():
        for texts in TEXTS.values():
            assert texts[name].strip(), name
            assert sorted(blanks.findall(texts[name])) == sorted(blanks.findall(english)), name
    page = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.iterdir())
    used = {
        *re.findall(r'\bt\("(\w+)"', page),
        *re.findall(r'data-(?:t|label|place)="(\w+)"', page),
        *re.findall(r'(?:button|problem:) ?\(?"(\w+)"', page),
    }
    assert used <= TEXTS["en"].keys()
    program = "".join(
        (STATIC.parent / name).read_text("utf-8") for name in ("desk.py", "evidence.py")
    )
    words = set(re.findall(r"\w+", page + program))
    for name in TEXTS["en"]:  # nothing is there that nobody says
        assert name in words or re.match(r"(order|key|bulk)_|\w+_next$", name), name


def test_a_full_disk_is_said_and_nothing_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client(desk)
    item = page.get("/api/start").json()["items"][0]

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(desk.store, "act", full)
    answer = act(page, item, kind="nothing")
    assert answer.status_code == 507
    assert "disk is full" in answer.json()["problem"]
    assert desk.store.newest() == 0


def test_it_listens_to_this_computer_only() -> None:
    with listening(0) as opened:
        address, port = opened.getsockname()
        assert address == "127.0.0.1"
        with pytest.raises(TaqyrypError, match="cannot be used"):
            listening(port)
    with pytest.raises(TaqyrypError, match="cannot be used"):
        listening(70_000)
