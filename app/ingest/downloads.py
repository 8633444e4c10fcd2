"""Fetches the pictures that a table names by address into a folder beside it, only when an owner asks.

Takes http and https, from public addresses; a few at a time, each bounded in size and time, and what is there
already is not fetched again. Knows the network and files; does not know catalogues.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.ingest.prefetch import Progress
from data.catalogue.images import PictureError, open_picture
from data.catalogue.values.addresses import DOWNLOADS, download_name

MAX_BYTES = 20_000_000  # of one picture; a shop's are below 5 MB
MAX_PICTURES = 50_000  # of one run
PICTURE_SECONDS = 30.0  # for one picture, from the first byte to the last
RUN_SECONDS = 6 * 3600.0
CONNECT_SECONDS = 10.0
MAX_REDIRECTS = 4
AT_ONCE = 4  # connections; no shop's server notices so few
MAX_PATIENCE = 60.0  # seconds that a server may ask us to wait before a second try
MAX_FAILURES = 20  # connections in a row that fail at one host, after which it is left alone
HEADERS = {"User-Agent": "Armario (fetches a shop's own catalogue pictures)", "Accept": "image/*"}
BUSY = (429, 503)

Resolve = Callable[[str], Sequence[str]]  # the IP addresses of a host


class DownloadError(ValueError):
    """Why a picture was not fetched."""


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host, by the system. Raises DownloadError."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise DownloadError(f"there is no host {host!r}") from error


@dataclass
class Downloader:
    """Fetches pictures. With ``private``, also from addresses of this machine and its network."""

    private: bool = False
    resolve: Resolve = addresses_of
    sleep: Callable[[float], object] = time.sleep
    _failures: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def fetch(
        self, folder: Path, addresses: Sequence[str], progress: Progress = lambda done, total: None
    ) -> Iterator[str]:
        """Fetch pictures into DOWNLOADS below ``folder``; yields a sentence for each that is not had."""
        target = folder / DOWNLOADS
        try:
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise DownloadError(f"cannot write to {folder}: {error.strerror}") from error
        there = {path.stem for path in target.glob("*.*") if path.suffix != ".part"}
        wanted = [a for a in dict.fromkeys(addresses) if download_name(a) not in there]
        if len(wanted) > MAX_PICTURES:
            yield f"{len(wanted) - MAX_PICTURES:,} pictures are left for the next run of {MAX_PICTURES:,}"
        deadline = time.monotonic() + RUN_SECONDS
        with self._client() as client, ThreadPoolExecutor(AT_ONCE) as workers:
            tasks = {workers.submit(self._kept, client, address, target, deadline): address
                     for address in wanted[:MAX_PICTURES]}  # fmt: skip
            try:
                for done, task in enumerate(as_completed(tasks), 1):
                    progress(done, len(tasks))
                    if reason := task.result():
                        yield f"{tasks[task][:200]}: {reason}"
            finally:
                workers.shutdown(wait=True, cancel_futures=True)

    def _client(self) -> httpx.Client:
        timeout = httpx.Timeout(PICTURE_SECONDS, connect=CONNECT_SECONDS)
        return httpx.Client(
            transport=_CheckedTransport(self.private, self.resolve), timeout=timeout, headers=HEADERS,
            follow_redirects=True, max_redirects=MAX_REDIRECTS, trust_env=False,
        )  # fmt: skip

    def _kept(self, client: httpx.Client, address: str, target: Path, deadline: float) -> str:
        """Fetch one picture; why it is not had, or ""."""
        part = target / f"{download_name(address)}.part"
        host = _host(address)
        try:
            if time.monotonic() > deadline:
                raise DownloadError(f"left for the next run, after {RUN_SECONDS / 3600:.0f} hours")
            if self._failures[host] >= MAX_FAILURES:
                raise DownloadError(f"left out, as {host} failed {MAX_FAILURES} times in a row")
            self._fetch(client, address, part)
            part.replace(part.with_suffix(_suffix(part)))
            self._failures[host], reason = 0, ""
        except (DownloadError, PictureError) as error:
            reason = str(error)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            self._failures[host] += 1
            reason = f"could not be fetched: {type(error).__name__} {str(error)[:120]}".strip()
        finally:
            part.unlink(missing_ok=True)
        return reason

    def _fetch(self, client: httpx.Client, address: str, part: Path) -> None:
        """Write the body at an address to a file. Where the server is busy, once more after a while."""
        patience = self._try(client, address, part)
        if patience is not None:
            self.sleep(min(patience, MAX_PATIENCE))
            if self._try(client, address, part) is not None:
                raise DownloadError("the server is too busy; try again later")

    def _try(self, client: httpx.Client, address: str, part: Path) -> float | None:
        """How long to wait before another try, or None when it is there. Raises DownloadError."""
        end = time.monotonic() + PICTURE_SECONDS
        with client.stream("GET", address) as response:
            if response.status_code in BUSY:
                told = response.headers.get("Retry-After", "")
                return float(told) if told.isdecimal() else 5.0
            if response.status_code != httpx.codes.OK:
                raise DownloadError(f"the server answered {response.status_code}")
            size = 0
            with part.open("wb") as file:
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise DownloadError(f"it has over {MAX_BYTES // 10**6} MB")
                    if time.monotonic() > end:
                        raise DownloadError(f"it took over {PICTURE_SECONDS:.0f} seconds")
                    file.write(chunk)
        return None


class _CheckedTransport(httpx.BaseTransport):
    """Connects to an address that was checked, every redirect anew, so that no name can lead to another
    machine between the check and the connection."""

    def __init__(self, private: bool, resolve: Resolve) -> None:
        self._private, self._resolve = private, resolve
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises DownloadError where the address is none that may be fetched."""
        if request.url.scheme not in ("http", "https") or not request.url.host:
            raise DownloadError("only http and https addresses are fetched")
        host = request.url.host
        found = next((ip for ip in self._resolve(host) if self._private or is_public(ip)), None)
        if found is None:
            raise DownloadError(
                f"{host} is an address of a private network; --private-addresses allows to fetch from there"
            )
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=found)  # the header Host keeps the name
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open net, also by the older address that it may hold."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        inner = address.ipv4_mapped or address.sixtofour or teredo
        if inner is not None:
            return inner.is_global
    return address.is_global and not address.is_multicast


def _suffix(part: Path) -> str:
    """The suffix for a fetched file, which must be a picture. Raises PictureError."""
    open_picture(part)
    with part.open("rb") as file:
        start = file.read(16)
    kinds = (
        (b"\xff\xd8", ".jpg"),
        (b"\x89PNG", ".png"),
        (b"GIF8", ".gif"),
        (b"BM", ".bmp"),
        (b"RIFF", ".webp"),
    )
    if start[4:8] == b"ftyp":
        return ".avif"
    return next((suffix for magic, suffix in kinds if start.startswith(magic)), ".tiff")


def _host(address: str) -> str:
    try:
        return httpx.URL(address).host
    except httpx.InvalidURL:
        return ""
