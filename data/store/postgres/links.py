"""Connections to a database, kept for the next one who asks.

Knows how to log in and what every session is set to; does not know tables.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from data.store.address import Address

if TYPE_CHECKING:
    from psycopg import Connection

    Link = Connection[Any]

CONNECT_TIMEOUT = 10  # seconds
# A search goes on behind its first candidates until enough of them pass the filter, in any order: what is
# found is ordered again. Pages lie in memory or on a disk without a head, and every visitor has one core:
# compiling a query, or starting helpers for it, takes longer than running one of these
SESSION = """
SET client_min_messages = warning; SET jit = off; SET max_parallel_workers_per_gather = 0;
SET random_page_cost = 1.1; SET hnsw.iterative_scan = relaxed_order;
SET hnsw.max_scan_tuples = 40000; SET hnsw.scan_mem_multiplier = 4
"""


class Links:
    """The connections to one database that nobody uses. Thread-safe."""

    def __init__(self, address: Address, check: Callable[[Link], None]) -> None:
        """Each new connection is checked, before vectors are sent over it."""
        self._address, self._check = address, check
        self._lock, self._idle = threading.Lock(), list[Any]()

    def begin(self, asked: str) -> tuple[Link, Any]:
        """A connection, and the row that is asked for first, maybe in a transaction that is begun."""
        link = self._taken()
        if link is not None:
            try:
                return link, _row(link, asked)
            except Exception:  # it was cut while it waited, or the tables are gone: a new one is told which
                link.close()
        link = self._new()
        try:
            return link, _row(link, asked)
        except BaseException:
            link.close()
            raise

    @contextmanager
    def lent(self, asked: str) -> Iterator[tuple[Link, Any]]:
        """The same for a while."""
        link, row = self.begin(asked)
        try:
            yield link, row
        finally:
            self.give(link)

    def give(self, link: Link) -> None:
        """Keep a connection, without what it did not commit; one that was cut is gone."""
        try:
            if link.info.transaction_status:
                link.execute("ROLLBACK")
        except Exception:  # whatever ails it, nobody gets it again
            link.close()
            return
        with self._lock:
            self._idle.append(link)

    def close(self) -> None:
        """Close the connections that wait."""
        while (link := self._taken()) is not None:
            link.close()

    def _taken(self) -> Link | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _new(self) -> Link:
        from pgvector.psycopg import register_vector  # heavy, and only this backend needs it

        link = connect(self._address)
        try:
            self._check(link)
            link.execute(SESSION)
            register_vector(link)
        except BaseException:
            link.close()
            raise
        return link


def connect(address: Address) -> Link:
    """Raises psycopg.OperationalError where nobody answers, or lets this user in."""
    import psycopg

    login = {"host": address.host, "port": address.port, "dbname": address.name, "user": address.user,
             "password": address.password}  # fmt: skip
    given: Any = {name: value for name, value in login.items() if value}
    # Never prepared: a plan is made for its values, since an index may be of one category only
    return psycopg.connect(
        **given, autocommit=True, connect_timeout=CONNECT_TIMEOUT, application_name="armario",
        prepare_threshold=None,
    )  # fmt: skip


def _row(link: Link, asked: str) -> Any:
    """The row that the last of some statements finds."""
    cursor = link.execute(asked.encode())
    while cursor.nextset():
        pass
    return cursor.fetchone()
