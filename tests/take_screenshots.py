"""The pictures of the documentation, taken in a real browser: ``python -m tests.take_screenshots``.

Run ``dvc repro`` before it. The review page works on a copy of the results, so that nothing is decided
in the corpus itself. It needs playwright and Chromium, see ``make browser-tests``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from pipeline.params import load_params
from tests.review.test_browser import CHROMIUM, serving

IMAGES = Path("docs/images").resolve()
REPORT = Path("results/report.html").resolve()
#: What the review page reads, and nothing of what it writes.
_READ = ("lexicons", "results", "transcripts", "params.yaml")
_REPORT_SIZE = {"width": 1120, "height": 1300}
_LAPTOP = {"width": 1280, "height": 720}


@contextmanager
def copied() -> Iterator[None]:
    """Work in a copy of what is read."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for name in _READ:
            if Path(name).is_dir():
                shutil.copytree(name, Path(folder) / name, ignore=shutil.ignore_patterns("codings"))
            else:
                shutil.copy(name, folder)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)


def report_pictures(browser: Any) -> None:
    """The report in light and dark, in Kazakh, and as it is printed."""
    for name, options, media in (
        ("light", {"locale": "en-GB"}, "screen"),
        ("dark", {"locale": "en-GB", "color_scheme": "dark"}, "screen"),
        ("kk", {"locale": "kk-KZ"}, "screen"),
        ("print", {"locale": "en-GB"}, "print"),
    ):
        page = browser.new_context(viewport=_REPORT_SIZE, **options).new_page()
        page.emulate_media(media=media)
        page.goto(REPORT.as_uri())
        page.screenshot(path=IMAGES / f"report_{name}.png")


def review_pictures(browser: Any) -> None:
    """A Kazakh transcript, a long focus group, and nothing left to decide."""
    with copied(), serving("--coder", "Айгүл") as (address, _):
        page = browser.new_context(viewport=_LAPTOP, locale="en-GB").new_page()
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        page.select_option("#language", "kk")
        _show(page, "teacher_a4")
        for key in "aar":
            page.keyboard.press(key)
        page.screenshot(path=IMAGES / "review_kazakh.png")
        page.select_option("#language", "en")
        _show(page, "focus_group_a")
        for key in "aaraaf":
            page.keyboard.press(key)
        page.screenshot(path=IMAGES / "review_focus_group.png")
        page.keyboard.press("b")
        page.fill("#bulk-from", "0")
        page.click("#bulk-ok")
        page.wait_for_timeout(1_000)
        page.check("#undecided")
        page.wait_for_timeout(500)
        page.screenshot(path=IMAGES / "review_none_left.png")


def _show(page: Page, transcript: str) -> None:
    page.select_option("#by-transcript", label=transcript)
    page.wait_for_timeout(500)
    page.locator("body").press("Escape")


def main() -> None:
    """Take them all."""
    load_params()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        report_pictures(browser)
        review_pictures(browser)
        browser.close()


if __name__ == "__main__":
    main()
