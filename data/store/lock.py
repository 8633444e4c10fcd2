"""The lock of an index: one process at a time writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from data.store.address import StoreError
from data.store.embedded.files import WRITING


@contextmanager
def index_lock(folder: Path, wait: bool = False) -> Iterator[None]:
    """Hold the lock of the index in ``folder``; the system releases it when the process dies.

    If another process holds it: wait for it, or raise StoreError.
    """
    lock = FileLock(folder / WRITING, timeout=-1 if wait else 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreError(f"another run is writing to the index in {folder}; wait until it is done") from error
    except FileExistsError as error:
        raise StoreError(
            f"expected a folder for the index, found a file at {folder}; give another --store"
        ) from error
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror}; give another --store") from error
    try:
        yield
    finally:
        lock.release()
