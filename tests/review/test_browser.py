"""The page in a real browser: what a researcher does, by keyboard, and what is left of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.coding.gold import load_gold
from pipeline.readers.codings import load_codings
from pipeline.schema import SUGGESTIONS, UTTERANCES
from pipeline.tables import read
from tests.review.corpora import CODES, CORPUS, PROJECT, make

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


@contextmanager
def serving(*arguments: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The page, served from the working directory: its address, and the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.review", "--no-browser", f"--port={port}", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert process.stdout
    try:
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                yield found[0], process
                break
        else:
            pytest.fail("the page did not start")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(20)
        process.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Any]]:
    monkeypatch.chdir(tmp_path)
    errors: list[str] = []
    contexts = []

    def open_page(address: str, **options: Any) -> Any:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 720}, "locale": "en-GB", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        page.wait_for_selector("body[data-ready], #who[open], .state h2")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def ready(page: Any) -> Any:
    page.wait_for_selector("body[data-ready]")
    return page


def says(page: Any, place: str, text: str) -> None:
    sync_api.expect(page.locator(place)).to_contain_text(text)


def decided(page: Any, count: int) -> None:
    says(page, "#total", f"decided: {count} of")


def press(page: Any, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def gold() -> dict[str, dict[str, frozenset[str]]]:
    return load_gold(CORPUS, read(UTTERANCES), CODES, pseudonyms=False)


def test_a_session_by_keyboard(visit: Callable[..., Any]) -> None:
    make(transcripts=2, pairs=9)
    with serving() as (address, process):
        page = visit(address)
        page.keyboard.type("Anna")
        page.keyboard.press("Enter")
        ready(page)
        press(page, "a r a r a a r r a a")  # two suggestions each: five utterances, quickly
        decided(page, 10)
        press(page, "c")
        page.keyboard.type("ment")
        press(page, "Enter")
        decided(page, 11)
        press(page, "r")  # the sixth: mentoring instead of trust
        decided(page, 12)
        press(page, "Shift+ArrowRight Shift+ArrowRight Shift+ArrowDown w")
        page.keyboard.type("workload")
        press(page, "Enter")
        page.wait_for_selector("mark.coded")
        press(page, "m")
        page.keyboard.type("болды <b>")
        press(page, "Control+Enter")
        says(page, "#live", "Memo saved")
        press(page, "x")
        decided(page, 14)
        press(page, "u")
        decided(page, 12)
        press(page, "b")
        page.fill("#bulk-from", "0.9")
        assert page.inner_text("#bulk-ok") == "Accept 12 suggestions"
        page.click("#bulk-ok")
        decided(page, 24)
        process.kill()  # in the middle, perhaps before anything was exported
        process.wait()
    with serving() as (address, _):
        page = ready(visit(address))
        assert page.inner_text("#coder") == "Coder: Anna"
        decided(page, 24)
        # what is left open are the second suggestions of those accepted in bulk
        assert page.locator(".card.open").count() == 1
        press(page, "u")
        decided(page, 12)
    ids = [utterance.utterance_id for utterance in read(UTTERANCES)]
    both = frozenset({"trust", "blat"})
    assert gold()["Anna"] == {
        ids[0]: frozenset({"trust"}),
        ids[1]: frozenset({"trust"}),
        ids[2]: both,
        ids[3]: frozenset(),
        ids[4]: both,
        ids[5]: frozenset({"mentoring"}),
        ids[6]: frozenset({"workload"}),  # other words in it
    }
    assert all(coding.imported for coding in load_codings(CORPUS, CODES))
    words = [coding.text for coding in load_codings(CORPUS, CODES) if "workload" in coding.codes]
    assert words == ["бір-бірімізге"]


def test_text_is_text(visit: Callable[..., Any]) -> None:
    make()
    with serving("--coder", "<i>Anna</i>") as (address, _):
        page = ready(visit(address))
        assert page.inner_text("#coder") == "Coder: <i>Anna</i>"
        text = page.inner_text("#talk")
        assert "<b>әрине</b>" in text
        assert "<script>alert(1)</script>" in text
        assert page.locator("#talk b, #talk script, #panel i, #top i").count() == 0
        press(page, "n n")
        page.wait_for_selector(".u.own:has-text('She sat')")
        # words behind a letter beyond 16 bits are those that were selected
        press(page, " ".join(["Shift+ArrowRight"] * 8 + ["Shift+ArrowDown"] * 6 + ["w"]))
        page.keyboard.type("blat")
        press(page, "Enter")
        page.wait_for_selector("mark.coded")
        assert page.inner_text("mark.coded") == "talk_0/2 and"


def test_what_is_shown_is_of_the_transcript_that_is_named(visit: Callable[..., Any]) -> None:
    make(transcripts=4, pairs=3)
    with serving("--coder", "Anna") as (address, _):
        page = ready(visit(address))
        for number in [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]:
            assert f"talk_{number}" in page.inner_text("#panel h2")
            assert f"Speaker {number}" in page.inner_text("#panel h2")
            text = page.inner_text("#talk")
            assert {*re.findall(r"talk_\d", text)} == {f"talk_{number}"}
            own = page.inner_text(".u.own")
            page.keyboard.press("n")
            page.wait_for_timeout(120)
            assert own in text


@pytest.mark.skipif(os.name != "posix", reason="programs cannot be halted here")
def test_two_windows_and_a_program_that_goes_away(visit: Callable[..., Any]) -> None:
    make()
    with serving("--coder", "Anna") as (address, process):
        first, second = ready(visit(address)), ready(visit(address))
        first.keyboard.press("a")
        decided(first, 1)
        second.keyboard.press("r")  # on what has been decided in the first
        second.wait_for_selector(".banner.stale")
        decided(second, 1)
        assert second.locator(".card.accepted").count() == 1
        process.send_signal(signal.SIGSTOP)
        first.keyboard.press("m")
        first.keyboard.type("once")
        first.keyboard.press("Escape")
        first.wait_for_selector(".banner.gone", timeout=15_000)
        assert first.input_value("#memo") == "once"
        process.send_signal(signal.SIGCONT)
        first.wait_for_selector(".banner.gone", state="detached")
        second.reload()
        assert ready(second).input_value("#memo") == "once"  # it was sent when there was an answer
        port = int(re.findall(r":(\d+)/", address)[0])
        process.kill()
        process.wait()
        first.keyboard.press("m")
        first.keyboard.type(" not to be lost")
        first.keyboard.press("Escape")
        first.wait_for_selector(".banner.gone", timeout=15_000)
        assert first.input_value("#memo") == "once not to be lost"
    with serving(port=port) as (_, _):
        first.wait_for_selector(".banner.other")  # it has another token
        assert first.input_value("#memo") == "once not to be lost"


def test_nothing_left_and_nothing_there(visit: Callable[..., Any]) -> None:
    make(pairs=1, transcripts=1)
    with serving("--coder", "Anna") as (address, _):
        page = ready(visit(address))
        press(page, "a a")
        page.wait_for_selector(".state h2")
        assert "dvc repro" in page.inner_text(".state")
        page.reload()
        ready(page)
        page.check("#undecided")
        page.wait_for_selector(".state h2")
        page.fill("#search", "no such words")
        says(page, "#shown", "Shown: 0")
    SUGGESTIONS.path.unlink()
    with serving("--coder", "Anna") as (address, _):
        assert "dvc repro" in visit(address).inner_text(".state")


def test_keys_work_whatever_the_keyboard_writes(visit: Callable[..., Any]) -> None:
    make()
    with serving("--coder", "Anna") as (address, _):
        page = ready(visit(address, locale="kk-KZ"))
        assert page.inner_text("h1") == "Ұсыныстарды тексеру"
        assert page.get_attribute("html", "lang") == "kk"
        page.evaluate(
            "() => document.body.dispatchEvent("
            "new KeyboardEvent('keydown', {key: 'ф', code: 'KeyA', bubbles: true}))"
        )
        says(page, "#total", ": 1 / 24")


def test_queues(visit: Callable[..., Any]) -> None:
    make(transcripts=2, pairs=6)
    with serving("--coder", "Anna") as (address, _):
        page = ready(visit(address))
        says(page, "#shown", "Shown: 12")
        page.select_option("#by-code", "blat")
        page.select_option("#by-order", "unsure")
        press(page, "Tab")
        says(page, ".item.own .codes", "Blat .74")  # the nearest to .5 there is
        page.click("#talk h2")
        press(page, "a a")  # only this code is asked for
        decided(page, 2)
        assert page.locator(".card.accepted").count() == 0
        page.check("#undecided")
        says(page, "#shown", "Shown: 10")
        page.select_option("#by-speaker", label="Speaker 1")
        page.select_option("#by-theme", "1")
        says(page, "#shown", "Shown: 2")
        page.uncheck("#undecided")
        for name in ("code", "speaker", "theme"):
            page.select_option(f"#by-{name}", "")
        page.select_option("#by-order", "next")
        says(page, "#panel", "uncertain about trust")
        page.select_option("#by-order", "talk")
        page.keyboard.press("Escape")
        page.click("#talk h2")
        page.keyboard.press("/")
        page.keyboard.type("talk_1/4")
        says(page, "#shown", "Shown: 1")
        says(page, ".u.own", "talk_1/4")
        page.click("#progress summary")
        says(page, "#by-code-progress", "2 of 12")
        page.click("#agreement summary")
        says(page, "#agreements", "Nobody else")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 600)])
def test_it_can_be_used_by_all(
    visit: Callable[..., Any], scheme: str, width: int, height: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    make()
    with serving("--coder", "Anna") as (address, _):
        page = visit(address, viewport={"width": width, "height": height}, color_scheme=scheme,
                     bypass_csp=True)  # fmt: skip
        ready(page)
        press(page, "a n")
        for key in ("", "c", "b", "?"):
            if key:
                page.keyboard.press(key)
                page.wait_for_selector("dialog[open]")
            found = axe.Axe().run(page).response["violations"]
            told = [(own["id"], [node["html"][:150] for node in own["nodes"]]) for own in found]
            assert told == [], key
            page.keyboard.press("Escape")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_large_corpora_are_instant(visit: Callable[..., Any]) -> None:
    """An hour with 500 suggestions, then 20,000 suggestions; generous, since machines are busy."""
    make(transcripts=1, pairs=250)
    with serving("--coder", "Anna") as (address, _):
        begin = time.monotonic()
        ready(visit(address))
        assert time.monotonic() - begin < 4
    make(transcripts=40, pairs=250)
    with serving("--coder", "Anna") as (address, _):
        page = ready(visit(address))
        assert "of 20000" in page.inner_text("#total")
        took = [page.evaluate(KEY_TO_ANSWER, key) for key in "arararnnpp"]
        assert sorted(took)[5] < 400, took


#: Milliseconds from a key to the frame in which its answer is seen.
KEY_TO_ANSWER = """key => new Promise(done => {
  const panel = document.getElementById('panel');
  const begin = performance.now();
  new MutationObserver((_, watcher) => {
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  }).observe(panel, {childList: true, subtree: true});
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
})"""
