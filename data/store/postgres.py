"""The backend in PostgreSQL with pgvector."""

from __future__ import annotations

from data.store.address import Address


class PostgresBackend:
    def __init__(self, address: Address, encoder: str, create: bool) -> None:
        raise NotImplementedError


def set_aside(address: Address) -> None:
    raise NotImplementedError
