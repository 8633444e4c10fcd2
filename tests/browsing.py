"""One page for all tests in a browser: served by `python -m app` with the embedded profile."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000  # milliseconds: CI's two cores may be busy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, with its log checked for traces when all is over."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    log = (folder / "log").open("w+")
    command = [sys.executable, "-m", "app", "--port", str(port), "--store", str(folder / "store")]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"PORT": ""}
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.seek(0)
        written = log.read()
        log.close()
    assert "Traceback" not in written, written


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server did not answer within two minutes")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh visitor; afterwards no console error and no request to another host."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    visitor, errors, abroad = context.new_page(), list[str](), list[str]()
    visitor.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    visitor.on("request", lambda r: None if _at_home(r.url, address) else abroad.append(r.url))
    visitor.set_default_timeout(PATIENCE)
    visitor.goto(address)
    visitor.wait_for_selector("#box textarea")
    visitor.wait_for_selector("#chat .example")
    yield visitor
    context.close()
    assert (errors, abroad) == ([], [])


def _at_home(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("127.0.0.1", "localhost"), "data:", "blob:"))


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
        " && !!document.querySelector('#box [data-testid=submit-button]')",
        arg=times,
    )
    visitor.wait_for_timeout(500)
    return str(visitor.locator("#chat .bot-row").last.inner_text())


def captions(visitor: Any) -> list[str]:
    return [str(text) for text in visitor.locator("#gallery .caption-label").all_inner_texts()]


def kinds(visitor: Any) -> list[str]:
    return [str(text) for text in visitor.locator("#gallery .kind").all_inner_texts()]
