"""Reads from addresses of the open net: the address that a name leads to is checked and then connected to, so
that no name can lead to another machine in between. Redirects are followed and checked likewise.

Knows HTTP, hosts and seconds; does not know pictures and files. No header, body or pause of a server can hold
it for longer than its seconds, and it keeps no cookie, unpacks nothing and logs no address.
"""

from __future__ import annotations

import base64
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal

import httpcore
import httpx

MAX_REDIRECTS = 4
MAX_TRIED = 3  # of the IP addresses of one host
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 5.0  # of a connection; servers close them soon after
PART_SECONDS = 0.5  # of waiting for a server between two looks at whether the run was stopped
REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = (
    ("User-Agent", "Armario (fetches a shop's own catalogue pictures)"),
    ("Accept", "image/*, */*;q=0.5"),
    ("Accept-Encoding", "identity"),
)
# Python calls these open, the second in older releases; what answers there is the provider's own machine
PROVIDERS = tuple(map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24")))
OPEN_V6 = ipaddress.IPv6Network("2000::/3")  # all that is given out to anybody
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
REFUSED = "is not on the open net; --private-addresses allows it"
REFUSED_ALWAYS = "is no host of pictures"
FAILED = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)

Resolve = Callable[[str], Sequence[str]]  # the IP addresses of a host
DownloadErrorKind = Literal["picture", "down", "left"]


class DownloadError(ValueError):
    """Why an address was not read: something about what lies there, a failure of its host, or a reason that
    holds for all addresses of a host or of the run."""

    def __init__(self, sentence: str, kind: DownloadErrorKind = "picture") -> None:
        super().__init__(sentence)
        self.kind: DownloadErrorKind = kind


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host, by the system. Raises DownloadError."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise DownloadError(f"no host {host[:80]} is found", "down") from error


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open net, also by the older address that it may hold."""
    address = _innermost(ip)
    if address is None or address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in OPEN_V6
    return not any(address in network for network in PROVIDERS)


def is_reachable(ip: str) -> bool:
    """Whether an IP address may be a machine of ours or of the open net: providers keep their keys at
    link-local ones, where nobody keeps pictures."""
    address = _innermost(ip)
    return address is not None and not (address.is_link_local or address.is_multicast)


def _innermost(ip: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return address
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or last or address


def host_of(address: str) -> str:
    """The host that an address names, "" where it is none."""
    try:
        return httpx.URL(address).host
    except (httpx.InvalidURL, ValueError):
        return ""


class PublicNet:
    """Reads for several threads. With ``private``, also from this machine and its network."""

    def __init__(self, private: bool, resolve: Resolve, connections: int, seconds: float) -> None:
        self._clock, self._seconds = _Clock(), seconds
        self._pool = httpcore.ConnectionPool(
            httpcore.default_ssl_context(), max_connections=connections, keepalive_expiry=IDLE_SECONDS,
            network_backend=_Backend(private, resolve, self._clock),
        )  # fmt: skip

    @contextmanager
    def get(self, address: str) -> Iterator[httpcore.Response]:
        """The answer at an address, after redirects, its body still to be read. Raises DownloadError, also
        while the body is read."""
        self._clock.start(self._seconds)
        try:
            with self._answer(address) as answer:
                yield answer
        except FAILED as error:
            raise DownloadError(self._said(error), "down") from error

    @contextmanager
    def _answer(self, address: str) -> Iterator[httpcore.Response]:
        url = _checked(httpx.URL, address)
        for _ in range(MAX_REDIRECTS + 1):
            with self._pool.stream("GET", _plain(url), headers=_headers(url)) as answer:
                to = httpx.Headers(answer.headers).get("Location", "")
                if answer.status not in REDIRECTS or not to:
                    yield answer
                    return
            url = _checked(url.join, to)  # a login stays with its host: only a relative address keeps it
        raise DownloadError(f"it is redirected more than {MAX_REDIRECTS} times")

    def _said(self, error: Exception) -> str:
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in error.args):
            return "the certificate of its host is not valid"
        if isinstance(error, httpcore.ConnectTimeout | httpcore.ConnectError):
            return "its host does not answer"
        if isinstance(error, httpcore.TimeoutException):
            return f"it did not come in {self._seconds:g} seconds"
        return "the connection broke off"

    @property
    def stopped(self) -> threading.Event:
        """Ends everything soon, in all threads, when set."""
        return self._clock.stopped

    def close(self) -> None:
        self._pool.close()


def _checked(made: Callable[[str], httpx.URL], address: str) -> httpx.URL:
    try:
        url = made(address)
        host = url.host
        url.raw_host.decode().encode("idna")  # refuses .shop.com and long labels, over which ssl stumbles
    except (httpx.InvalidURL, ValueError) as error:
        raise DownloadError("it is not an address that can be read") from error
    if url.scheme not in ("http", "https") or not host:
        raise DownloadError("only http and https addresses are fetched")
    return url


def _plain(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path.partition(b"#")[0]
    )


def _headers(url: httpx.URL) -> list[tuple[bytes | str, bytes | str]]:
    login = base64.b64encode(f"{url.username}:{url.password}".encode()).decode() if url.userinfo else ""
    return [("Host", url.netloc), *HEADERS, *([("Authorization", f"Basic {login}")] if login else [])]


class _Clock:
    """When what each thread reads must be there, and whether all were stopped."""

    def __init__(self) -> None:
        self.stopped, self._local = threading.Event(), threading.local()

    def start(self, seconds: float) -> None:
        self._local.end = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """The seconds left. Raises ReadTimeout where there are none."""
        left = float(self._local.end) - time.monotonic()
        if left <= 0 or self.stopped.is_set():
            raise httpcore.ReadTimeout
        return min(left, at_most)


class _Backend(httpcore.NetworkBackend):
    """Connects to hosts of which every IP address is allowed."""

    def __init__(self, private: bool, resolve: Resolve, clock: _Clock) -> None:
        self._allowed = is_reachable if private else is_public
        self._refusal = REFUSED_ALWAYS if private else REFUSED
        self._resolve, self._clock = resolve, clock
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        found = list(dict.fromkeys(self._resolve(host)))
        if not found or not all(map(self._allowed, found)):
            raise DownloadError(f"{host[:80]} {self._refusal}", "left")
        *others, last = found[:MAX_TRIED]
        for ip in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(ip, port)
        return self._connected(last, port)

    def _connected(self, ip: str, port: int) -> httpcore.NetworkStream:
        seconds = self._clock.left(CONNECT_SECONDS)
        return _Stream(self._inner.connect_tcp(ip, port, seconds), self._clock)


class _Stream(httpcore.NetworkStream):
    """A connection that is read until the clock of the reading thread ends, however slowly the bytes come."""

    def __init__(self, inner: httpcore.NetworkStream, clock: _Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            seconds = self._clock.left(PART_SECONDS)
            try:
                return self._inner.read(max_bytes, seconds)
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left(CONNECT_SECONDS))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._clock.left(CONNECT_SECONDS)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, seconds), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
