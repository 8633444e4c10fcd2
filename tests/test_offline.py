"""The whole embedded profile with every way out of the machine closed, by the real commands.

Python's own sockets refuse and write down each attempt (tests/offline); where the system lets us, the
processes also live in a network namespace with nothing but the loopback: that holds for compiled code too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "sample"

# Brings the loopback of a new namespace up (SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP), then becomes the command.
LOOPBACK = """
import fcntl, os, socket, struct, sys
door = socket.socket()
flags = struct.unpack("16sh", fcntl.ioctl(door, 0x8913, struct.pack("16sh", b"lo", 0)))[1]
fcntl.ioctl(door, 0x8914, struct.pack("16sh", b"lo", flags | 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""

# Serves, waits for the page, prints it, stops the server. Gives up when the server ends or after a minute.
VISIT = """
import subprocess, sys, time, urllib.request
url = "http://127.0.0.1:" + sys.argv[1]
server = subprocess.Popen([sys.executable, "-m", "app", "--port", *sys.argv[1:]])
until = time.monotonic() + 60
try:
    while server.poll() is None and time.monotonic() < until:
        try:
            print(urllib.request.urlopen(url, timeout=10).read().decode())
            break
        except OSError:
            time.sleep(0.3)
finally:
    server.terminate()
    server.wait()
"""


LOADED_FROM_AFAR = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="(?:https?:)?//(?!127\.)[^"]*')


@lru_cache
def namespace() -> tuple[str, ...]:
    """The words that put a command into a network of its own; none where the system does not allow it."""
    prefix = ("unshare", "--net", sys.executable, "-c", LOOPBACK)
    if not shutil.which("unshare"):
        return ()
    return () if subprocess.run([*prefix, "true"], capture_output=True).returncode else prefix


@dataclass(frozen=True)
class Island:
    """Runs commands with no way off the machine."""

    folder: Path

    @property
    def _log(self) -> Path:
        return self.folder / "refused.txt"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ARMARIO_", "HF_"))}
        refusing = {"PYTHONPATH": str(ROOT / "tests" / "offline"), "OFFLINE_LOG": str(self._log)}
        env = kept | refusing | {"HOME": str(self.folder)}
        command: Sequence[str] = [*namespace(), sys.executable, *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180)

    def refused(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory) -> Island:
    """An island whose store holds the sample catalogue, indexed there."""
    island = Island(tmp_path_factory.mktemp("island"))
    done = island.run("-m", "app", "index", "--catalogue", SAMPLE, "--store", island.store)
    assert done.returncode == 0, done.stderr
    return island


@pytest.fixture(scope="module")
def answers(island: Island) -> list[dict[str, Any]]:
    """To a message, and to a photo with a message; the models are loaded once for both."""
    photo = min(SAMPLE.rglob("*.webp"))
    asked = [
        {"message": "show me two black t-shirts"},
        {"message": "complete the outfit", "image": str(photo)},
    ]
    batch = island.folder / "asked.jsonl"
    batch.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    done = island.run("-m", "app", "ask", "--batch", batch, "--store", island.store)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_attempt_to_leave_is_refused_and_written_down(tmp_path: Path) -> None:
    island = Island(tmp_path)
    done = island.run("-c", "import urllib.request; urllib.request.urlopen('http://example.com')")
    assert done.returncode != 0
    assert island.refused() == ["example.com"]


def test_a_page_that_loads_from_afar_would_be_seen() -> None:
    assert LOADED_FROM_AFAR.findall(
        '<link rel="x" href="https://fonts.example/a.css"><script src="//cdn.example">'
    )
    assert not LOADED_FROM_AFAR.findall(
        '<script src="http://127.0.0.1:7860/a.js"><a href="https://example.com">'
    )


def test_the_loopback_stays_open(tmp_path: Path) -> None:
    call = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    )
    done = Island(tmp_path).run("-c", call)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_message_is_answered_offline(island: Island, answers: list[dict[str, Any]]) -> None:
    assert answers[0]["categories"] == [{"category": "t-shirt", "count": 2}]
    assert {item["category"] for item in answers[0]["items"]} == {"t-shirt"}
    assert answers[0]["answer"]
    assert island.refused() == []


@pytest.mark.slow
def test_a_photo_is_answered_offline(island: Island, answers: list[dict[str, Any]]) -> None:
    assert answers[1]["items"] and answers[1]["answer"]
    assert island.refused() == []


@pytest.mark.slow
def test_the_page_is_served_offline(island: Island) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = island.run("-c", VISIT, str(port), "--store", island.store)
    assert '"title":"Armario"' in done.stdout, done.stderr
    assert LOADED_FROM_AFAR.findall(done.stdout) == []
    assert island.refused() == []
