"""Python loads this at start when its folder is on PYTHONPATH: nothing leaves the machine, attempts are kept.

Reads OFFLINE_LOG, the file to write the refused addresses to.
"""

from __future__ import annotations

import os
import socket
from typing import Any

_connect, _connect_ex, _sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


def _is_near(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in (None, "", "localhost", "0.0.0.0", "::", "::1") or str(name).startswith("127.")


def _check(address: Any) -> None:
    """Raises OSError for an address beyond this machine; the path of a Unix socket is near."""
    if isinstance(address, tuple) and not _is_near(address[0]):
        with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{address[0]}\n")
        raise OSError(f"refused by the test: {address[0]}")


def _connected(self: socket.socket, address: Any) -> None:
    _check(address)
    _connect(self, address)


def _connected_ex(self: socket.socket, address: Any) -> int:
    _check(address)
    return _connect_ex(self, address)


def _sent(self: socket.socket, data: Any, *rest: Any) -> int:
    _check(rest[-1])
    return _sendto(self, data, *rest)


def _looked_up(host: Any, *rest: Any, **named: Any) -> Any:
    _check((host,))
    return _getaddrinfo(host, *rest, **named)


socket.socket.connect = _connected  # type: ignore[method-assign, assignment]
socket.socket.connect_ex = _connected_ex  # type: ignore[method-assign, assignment]
socket.socket.sendto = _sent  # type: ignore[method-assign, assignment]
socket.getaddrinfo = _looked_up
