"""`python -m tests.screenshots --url URL --out docs/`: the README's pictures, from a page being served."""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

SIZES = {"laptop": (1440, 900), "phone": (390, 844)}  # in pixels
SCHEMES = ("light", "dark")
ASKED = "Two red shirts and a pair of shoes"
SHARP = 82  # of the WebP


def main() -> None:
    """One WebP for each state of the page, size and scheme: `answer-laptop-light.webp`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:7860", help="address of the served page")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder for the pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            for name in SIZES:
                _take(browser, options.url, name, scheme, options.out)
        browser.close()


def _take(browser: Any, url: str, size: str, scheme: str, folder: Path) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-US", color_scheme=scheme
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#chat .example")
    for state, reach in STATES.items():
        reach(page)
        page.mouse.move(0, 0)
        page.wait_for_timeout(1500)  # pictures decoded, transitions over
        shown = Image.open(io.BytesIO(page.screenshot()))
        shown.convert("RGB").save(folder / f"{state}-{size}-{scheme}.webp", quality=SHARP, method=6)
    context.close()


def _answer(page: Any) -> None:
    page.fill("#box textarea", ASKED)
    page.click("#box [data-testid=submit-button]")
    page.wait_for_selector("#chat .claim")
    page.wait_for_selector("#box [data-testid=submit-button]")


def _outfit(page: Any) -> None:
    for number in range(page.locator("#gallery .heart").count()):
        page.locator("#gallery .heart").nth(number).click()
        page.wait_for_function(
            "n => document.querySelector('#views .count')?.innerText === n", arg=str(number + 1)
        )
    _view(page, "outfit")
    page.wait_for_function("document.querySelector('#outfit .advice').innerText.length > 20")


def _map(page: Any) -> None:
    _view(page, "map")
    page.wait_for_selector("#map circle")
    page.focus("#map svg")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#map .picked img')?.naturalWidth > 0")


def _view(page: Any, name: str) -> None:
    page.click(f"button[data-view={name}]")
    page.locator("#rail-top").scroll_into_view_if_needed()


STATES: dict[str, Callable[[Any], None]] = {
    "start": lambda page: None, "answer": _answer, "outfit": _outfit, "map": _map,
}  # fmt: skip


if __name__ == "__main__":
    main()
