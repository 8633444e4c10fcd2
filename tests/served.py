"""The page served by `python -m app` with the embedded profile, over the sample, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240  # seconds until it must answer


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process, with further ``settings`` in its environment; afterwards its log is
    looked through for traces."""
    port = free_port()
    app, store = [sys.executable, "-m", "app"], ["--store", str(folder / "store")]
    with (folder / "log").open("w+") as log:
        env = os.environ | {"PORT": "", "GRADIO_TEMP_DIR": str(folder / "uploads")} | settings
        own: Any = {"cwd": ROOT, "stdout": log, "stderr": subprocess.STDOUT, "env": env}
        subprocess.run([*app, "index", *store], check=True, **own)
        server = subprocess.Popen([*app, "--port", str(port), *store], **own)
        try:
            _wait(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/", server
        finally:
            server.terminate()
            server.wait(20)
        log.seek(0)
        written = log.read()
    assert "Traceback" not in written, written


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the server did not answer within {PATIENCE} seconds")
