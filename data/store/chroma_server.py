"""The backend on a Chroma server."""

from __future__ import annotations

from data.store.address import Address


class ChromaServerBackend:
    def __init__(self, address: Address, encoder: str, create: bool) -> None:
        raise NotImplementedError


def set_aside(address: Address) -> None:
    raise NotImplementedError
