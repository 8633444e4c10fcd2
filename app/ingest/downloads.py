"""Fetches the pictures that a table names by address into a folder beside it, only when an owner asks.

A few at a time, each bounded in size and time; a host that is busy is waited for, one that is down is left
alone, and what is there already is not fetched again. Knows hosts and files; does not know catalogues.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from filelock import FileLock, Timeout

from app.ingest.public_net import DownloadError, PublicNet, Resolve, addresses_of, host_of
from data.catalogue.images import PictureError, open_picture
from data.catalogue.values.addresses import (
    DOWNLOADS,
    download_name,
    fetched_in,
    full_address,
    shown_address,
)

if TYPE_CHECKING:
    from app.ingest.prefetch import Progress

MAX_BYTES = 20_000_000  # of one picture; a shop's are below 5 MB
MAX_PICTURES = 50_000  # of one run
MIN_FREE_BYTES = 1_000_000_000  # of the disk, which the index needs too
PICTURE_SECONDS = 30.0  # for one picture, from the connection to the last byte
RUN_SECONDS = 6 * 3600.0
AT_ONCE = 4  # connections; no shop's server notices so few
PATIENCE = 5.0  # seconds before the second try where a busy server does not say how many
MAX_PATIENCE = 120.0  # seconds; a server that asks for more is left for the next run
MAX_FAILURES = 20  # of one host in a row, after which it is left alone
BUSY = (429, 503)
KINDS = ((b"\xff\xd8", ".jpg"), (b"\x89PNG", ".png"), (b"GIF8", ".gif"), (b"BM", ".bmp"), (b"RIFF", ".webp"))


@dataclass(frozen=True, slots=True)
class Downloader:
    """Fetches pictures. With ``private``, also from this machine and its network. ``sleep`` is for a busy
    server; by default it ends when the run is stopped."""

    private: bool = False
    resolve: Resolve = addresses_of
    sleep: Callable[[float], object] | None = None
    seconds: float = PICTURE_SECONDS

    def fetch(
        self, folder: Path, addresses: Sequence[str], progress: Progress = lambda done, total: None
    ) -> Iterator[str]:
        """Fetch pictures into DOWNLOADS below ``folder``; yields a sentence for each that is not had, or one
        for many. Raises nothing."""
        target = folder / DOWNLOADS
        try:
            target.mkdir(exist_ok=True)
            with FileLock(target / ".lock", timeout=0):
                yield from self._fetch(target, addresses, progress)
        except Timeout:
            yield f"another run is fetching into {target}; wait until it is done"
        except OSError as error:
            yield f"cannot write to {target}: {error.strerror or error}"

    def _fetch(self, target: Path, addresses: Sequence[str], progress: Progress) -> Iterator[str]:
        for half in target.glob("*.part"):  # of a run that was killed
            half.unlink()
        there = fetched_in(target)
        wanted = {name: a for a in addresses if (name := download_name(a)) not in there}
        if len(wanted) > MAX_PICTURES:
            yield f"{len(wanted) - MAX_PICTURES:,} pictures are left for the next run, after {MAX_PICTURES:,}"
        net = PublicNet(self.private, self.resolve, AT_ONCE, self.seconds)
        run = _Run(target, net, self.sleep or net.stopped.wait)
        left: Counter[str] = Counter()
        try:
            for address, error in run.all(dict(islice(wanted.items(), MAX_PICTURES)), progress):
                if error.kind == "left":
                    left[str(error)] += 1
                else:
                    yield f"{shown_address(address)}: {error}"
        finally:
            net.close()
        yield from (f"{reason} (pictures left out: {n:,})" for reason, n in left.items())


@dataclass(slots=True)
class _Host:
    """How a host behaved in this run."""

    name: str
    failures: int = 0  # in a row
    free_at: float = 0.0  # when it may be asked again

    def check(self) -> None:
        """Raises DownloadError where it is left alone."""
        if self.failures >= MAX_FAILURES:
            raise DownloadError(f"{self.name} failed {MAX_FAILURES} times in a row and is left alone", "left")
        if self.free_at - time.monotonic() > MAX_PATIENCE:
            raise DownloadError(f"{self.name} asks to come back later, in another run", "left")

    def note(self, error: DownloadError | None) -> None:
        if error is None or error.kind == "picture":
            self.failures = 0
        elif error.kind == "down":
            self.failures += 1


class _Run:
    """Fetches into a folder, in several threads that share what they learn about hosts."""

    def __init__(self, target: Path, net: PublicNet, sleep: Callable[[float], object]) -> None:
        self._target, self._net, self._sleep = target, net, sleep
        self._end = time.monotonic() + RUN_SECONDS
        self._hosts: dict[str, _Host] = {}

    def all(self, wanted: Mapping[str, str], progress: Progress) -> Iterator[tuple[str, DownloadError]]:
        """Fetch addresses, given by the names to keep them under; yields those that are not had. Raises
        OSError where the disk does not take them."""
        left, done = iter(wanted.items()), 0
        tasks: dict[Future[DownloadError | None], str] = {}
        with ThreadPoolExecutor(AT_ONCE) as workers:

            def take(count: int) -> None:
                tasks.update({workers.submit(self._kept, *one): one[1] for one in islice(left, count)})

            try:
                take(2 * AT_ONCE)  # a task costs memory: no more wait than keep the threads busy
                while tasks:
                    for task in wait(tasks, return_when=FIRST_COMPLETED).done:
                        address, error, done = tasks.pop(task), task.result(), done + 1
                        take(1)
                        progress(done, len(wanted))
                        if error:
                            yield address, error
            finally:
                self._net.stopped.set()
                workers.shutdown(cancel_futures=True)

    def _kept(self, name: str, address: str) -> DownloadError | None:
        """Fetch one picture; why it is not had. Raises OSError."""
        part = self._target / f"{name}.part"
        address = full_address(address)
        named = host_of(address)
        host = self._hosts.setdefault(named, _Host(named))
        found: DownloadError | None = None
        try:
            self._fetch(address, host, part)
            part.replace(part.with_suffix(_suffix(part)))
        except DownloadError as error:
            found = error
        except PictureError as error:
            found = DownloadError(str(error).removeprefix(f"{part.name}: "))
        finally:
            part.unlink(missing_ok=True)
        host.note(found)
        return found

    def _fetch(self, address: str, host: _Host, part: Path) -> None:
        """Write the body at an address to a file. Where the server is busy, once more after a while."""
        if time.monotonic() > self._end:
            raise DownloadError(f"left for the next run, after {RUN_SECONDS / 3600:.0f} hours", "left")
        for _ in range(2):
            host.check()
            if (pause := host.free_at - time.monotonic()) > 0:
                self._sleep(pause)
            patience = self._busy(address, part)
            if patience is None:
                return
            host.free_at = time.monotonic() + patience
        host.check()
        raise DownloadError("its server is too busy", "down")

    def _busy(self, address: str, part: Path) -> float | None:
        """How long to wait before another try, or None when it is there. Raises DownloadError and OSError."""
        with self._net.get(address) as answer:
            headers = httpx.Headers(answer.headers)
            if answer.status in BUSY:
                return _patience(headers.get("Retry-After", ""))
            if answer.status != httpx.codes.OK:
                failed = httpx.codes.is_server_error(answer.status)
                raise DownloadError(f"its server answered {answer.status}", "down" if failed else "picture")
            if headers.get("Content-Encoding", "identity").lower() != "identity":
                raise DownloadError("its server packs it, which no picture needs")
            if int(headers.get("Content-Length", "0")) > MAX_BYTES:
                raise _too_big()
            self._write(answer.iter_stream(), part)
        return None

    def _write(self, body: Iterator[bytes], part: Path) -> None:
        if shutil.disk_usage(self._target).free < MIN_FREE_BYTES:
            raise OSError(errno.ENOSPC, f"less than {MIN_FREE_BYTES // 10**9} GB is left on the disk")
        size = 0
        with part.open("wb") as file:
            for chunk in body:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise _too_big()
                file.write(chunk)


def _too_big() -> DownloadError:
    return DownloadError(f"it has over {MAX_BYTES // 10**6} MB")


def _patience(told: str) -> float:
    """The seconds of a header Retry-After, which has them or a date."""
    if told.isascii() and told.isdecimal():
        return float(told)
    try:
        date = parsedate_to_datetime(told)
        date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
        return max(0.0, (date - datetime.now(timezone.utc)).total_seconds())
    except (OverflowError, TypeError, ValueError):
        return PATIENCE


def _suffix(part: Path) -> str:
    """The suffix for a fetched file, which must be a picture. Raises PictureError."""
    open_picture(part)
    with part.open("rb") as file:
        start = file.read(16)
    if start[4:8] == b"ftyp":
        return ".avif"
    return next((suffix for magic, suffix in KINDS if start.startswith(magic)), ".tiff")
