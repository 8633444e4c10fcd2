"""`python -m tests.screenshots --url URL --out docs/`: the README's pictures, from a page being served."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

SIZES = {"page": (1440, 900), "phone": (390, 844)}  # a laptop, a phone; in pixels
EXAMPLE = 1  # "Show me black t-shirts", the article's


def main() -> None:
    """One PNG a size, after the example has been answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:7860", help="address of the served page")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder for the pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, size in SIZES.items():
            _take(browser, options.url, size, options.out / f"{name}.png")
        browser.close()


def _take(browser: Any, url: str, size: tuple[int, int], file: Path) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="en-US", color_scheme="light"
    )
    page = context.new_page()
    page.goto(url)
    page.locator("#chat .example").nth(EXAMPLE).click()
    page.wait_for_selector("#chat [data-testid=bot]")
    page.wait_for_selector("#box [data-testid=submit-button]")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)  # pictures decoded, transitions over
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
