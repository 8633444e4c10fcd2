"""The files of an index folder: the manifest that names its encoder, disk space, and the copy set aside.

Knows file names; does not know what the files contain.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from data.store.address import StoreError, rebuild_hint
from data.store.multivectors import FILENAME as MULTIVECTORS

MANIFEST = "armario.json"
DATABASE = "chroma.sqlite3"
ASIDE = "aside"
OPENING = "opening.lock"
WRITING = "index.lock"  # held by whoever writes
RESERVE_BYTES = 50_000_000  # free beside a copy of the index: on a full disk Chroma leaves torn files
SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def exists(folder: Path) -> bool:
    """Whether there is an index in a folder, complete or not."""
    return (folder / MANIFEST).exists() or (folder / DATABASE).exists()


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """One process at a time opens an index: two that create it at once would take each other's half for
    damage. Where no lock can be made, ``sign`` says why."""
    lock = FileLock(folder / OPENING)
    with suppress(OSError, NotImplementedError):  # the latter where a file system knows no locks
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def is_written(folder: Path) -> bool:
    """Whether some process is writing to an index."""
    lock = FileLock(folder / WRITING, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False


def sign(folder: Path, encoder: str) -> str:
    """The encoder in a folder's manifest, which is created with ``encoder`` where there is no index yet.

    Raises StoreError where the manifest cannot be read, or the folder cannot be written to.
    """
    manifest = folder / MANIFEST
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not exists(folder):
            part = manifest.with_suffix(".part")
            part.write_text(json.dumps({"encoder": encoder}), encoding="utf-8")
            part.replace(manifest)
        _check_writable(folder)
        return str(json.loads(manifest.read_text(encoding="utf-8"))["encoder"])
    except FileExistsError as error:
        raise StoreError(
            f"expected a folder for the index, found a file at {folder}; give another --store"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"expected an index in {folder}, cannot read its {MANIFEST}; {rebuild_hint(folder)}"
        ) from error


def check_disk_space(folder: Path) -> None:
    """Raise StoreError before the disk is too full for what Chroma writes between two of our checks."""
    files = (path for found in _files(folder) for path in ([found] if found.is_file() else found.iterdir()))
    needed = RESERVE_BYTES + sum(path.stat().st_size for path in files)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"the disk of {folder} is nearly full: expected {needed // 10**6} MB free for the index, found "
            f"{free // 10**6} MB; make room, and the same command goes on from here"
        )


def set_aside(folder: Path) -> None:
    """Move the files of the index, and no others, to a folder inside, and delete what was there before."""
    files = list(_files(folder))
    if not files:
        return
    shutil.rmtree(folder / ASIDE, ignore_errors=True)
    (folder / ASIDE).mkdir()
    for file in files:
        file.replace(folder / ASIDE / file.name)


def _check_writable(folder: Path) -> None:
    paths = (path for path in (folder, folder / DATABASE, folder / MULTIVECTORS) if path.exists())
    read_only = next((path for path in paths if not os.access(path, os.W_OK)), None)
    if read_only:
        raise StoreError(
            f"expected an index that may be written to, as Chroma needs also to read it, found {read_only} "
            "read-only; allow this user to write there, or copy the folder and give the copy as --store"
        )


def _files(folder: Path) -> Iterator[Path]:
    """Files and folders of the index; the manifest last, so that a half-moved index is still known as one."""
    for name in (MULTIVECTORS, DATABASE):
        yield from folder.glob(f"{name}*")
    yield from (path for path in folder.glob("*/") if SEGMENT.fullmatch(path.name))
    yield from folder.glob(MANIFEST)
