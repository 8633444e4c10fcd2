"""One page for all tests in a browser: served by `python -m app` with the embedded profile, and beside the
local model a server of our own that speaks OpenAI's format, to choose in its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served import ROOT as ROOT
from tests.served import served
from tests.wire import Wire, wire

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RIVAL = "These are the pieces that I would show you."  # what the server of our own always says
PATIENCE = 60_000  # milliseconds: CI's two cores may be busy


@pytest.fixture(scope="session")
def rival() -> Iterator[Wire]:
    """The other model, a server of our own."""
    with wire() as server:
        server.pieces = [f"{word} " for word in RIVAL.split()]
        yield server


@pytest.fixture(scope="session")
def address(rival: Wire, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, with its log checked for traces when all is over."""
    there = {"ARMARIO_SERVER_URL": f"{rival.url}/v1", "ARMARIO_SERVER_MODEL": "rival"}
    with served(tmp_path_factory.mktemp("server"), **there) as (url, _):
        yield url


@pytest.fixture
def silent(rival: Wire) -> Iterator[Wire]:
    """The other model, saying nothing until it is released."""
    rival.mood, rival.patience = "slow", PATIENCE / 1000
    yield rival
    rival.release()


@pytest.fixture(scope="module")  # while it is there, no other test can run an event loop in this thread
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """One browser's memory for the tests of a file: what never changes is loaded once."""
    memory = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", color_scheme="light"
    )
    memory.set_default_timeout(PATIENCE)
    yield memory
    memory.close()


@pytest.fixture
def page(context: Any, address: str) -> Iterator[Any]:
    """A fresh visitor; afterwards no console error and no request to another host."""
    visitor, errors, abroad = context.new_page(), list[str](), list[str]()
    visitor.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    visitor.on("request", lambda r: None if _at_home(r.url, address) else abroad.append(r.url))
    visitor.goto(address)
    visitor.wait_for_selector("#box textarea")
    visitor.wait_for_selector("#chat .example")
    yield visitor
    visitor.evaluate("localStorage.clear()")
    visitor.close()
    context.clear_cookies()
    assert (errors, abroad) == ([], [])


def _at_home(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("127.0.0.1", "localhost"), "data:", "blob:"))


def ask_rival(visitor: Any) -> None:
    """Let the other model answer from now on."""
    visitor.locator("#answerer label", has_text="Server").click()
    visitor.wait_for_function("document.querySelector('#status').innerText.includes('rival')")


def send(visitor: Any, text: str, photo: Path | None = None) -> None:
    if photo:
        visitor.set_input_files("#box input[type=file]", str(photo))
        visitor.wait_for_selector("#box .thumbnail-item, #box img")
    visitor.fill("#box textarea", text)
    visitor.click("#box [data-testid=submit-button]")


def answered(visitor: Any, times: int = 1) -> str:
    """The answer's words, when the turn is over."""
    visitor.wait_for_function(
        "n => document.querySelectorAll('#chat .user-row').length >= n"
        " && document.querySelectorAll('#chat [data-testid=bot]').length >= n"
        " && ![...document.querySelectorAll('#chat .thought-group')].some((e) => e.innerText.includes(' …'))"
        " && !!document.querySelector('#box [data-testid=submit-button]')",
        arg=times,
    )
    return str(visitor.locator("#chat .bot-row").last.inner_text())


STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
FOUND = """async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations
  .filter((one) => ['serious', 'critical'].includes(one.impact))
  .map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`)"""
DARK = "document.body.classList.toggle('dark')"
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # the rules that a scheme can change


def axe(visitor: Any, where: str) -> list[str]:
    """What axe calls serious or critical, in light and in dark, each in a line."""
    if not visitor.evaluate("typeof axe !== 'undefined'"):
        source = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed").__file__
        visitor.evaluate((Path(source).parent / "axe.min.js").read_text("utf-8"))
        visitor.add_style_tag(content=STILL)
    light = visitor.evaluate(FOUND, {})
    visitor.evaluate(DARK)
    dark = visitor.evaluate(FOUND, COLOURS)
    visitor.evaluate(DARK)
    return [f"{where}: {one}" for one in light] + [f"{where}, dark: {one}" for one in dark]


def captions(visitor: Any) -> list[str]:
    return [str(text) for text in visitor.locator("#gallery .caption-label").all_inner_texts()]


def kinds(visitor: Any) -> list[str]:
    return [str(text) for text in visitor.locator("#gallery .kind").all_inner_texts()]
