"""The files of an index folder: the manifest that names its encoder, disk space, and the copy set aside.

Knows file names; does not know what the files contain.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from data.store.address import MissingError, StoreError, UnreadableError, index_hint, rebuild_hint
from data.store.embedded.cards import FILENAME as CARDS

log = logging.getLogger("index")

MANIFEST = "armario.json"
DATABASE = "chroma.sqlite3"
FORMAT = 2  # of the folder's files; 1 had neither cards nor a collection a category
OLD = "queries.sqlite3"  # a file of format 1
ASIDE = "aside"
MAKING = "opening.lock"
MOVING = "vectors.lock"
WRITING = "index.lock"  # held by whoever writes
RESERVE_BYTES = 50_000_000  # free beside a copy of the index: on a full disk Chroma leaves torn files
SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def exists(folder: Path) -> bool:
    """Whether there is an index in a folder, complete or not."""
    return (folder / MANIFEST).exists() or (folder / DATABASE).exists()


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """One process at a time makes an index: two that do at once would take each other's half for damage.
    Where no lock can be made, ``sign`` says why."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / MAKING):
        yield


@contextmanager
def moving(folder: Path) -> Iterator[None]:
    """Nobody reads the files of Chroma's vectors for the first time while another process writes to them."""
    with _locked(folder / MOVING):
        yield


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    lock = FileLock(file)
    with suppress(OSError, NotImplementedError):  # the latter where a file system knows no locks
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def is_written(folder: Path) -> bool:
    """Whether some process is writing to an index."""
    if not (folder / WRITING).exists():
        return False
    lock = FileLock(folder / WRITING, timeout=0)
    try:
        with lock:
            return False
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False


def made_by(folder: Path) -> str:
    """The encoder in a folder's manifest. Raises StoreError where there is no index, one of an older version,
    or a manifest that cannot be read."""
    if not exists(folder):
        raise MissingError(f"expected an index in {folder}, found none; {index_hint(folder)}")
    if _is_old(folder):
        raise StoreError(
            f"the index in {folder} was made by an older version of this program; {rebuild_hint(folder)}"
        )
    try:
        encoder = str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["encoder"])
        _check_writable(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(
            f"expected an index in {folder}, cannot read its {MANIFEST}; {rebuild_hint(folder)}"
        ) from error
    return encoder


def sign(folder: Path, encoder: str) -> str:
    """The encoder in a folder's manifest, which is made with ``encoder`` where there is no index yet; one of
    an older version is set aside. Raises StoreError where it cannot be read, or nothing be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _is_old(folder):
            log.warning("the index in %s was made by an older version: it is set aside and made anew", folder)
            set_aside(folder)
        if not exists(folder):
            part = (folder / MANIFEST).with_suffix(".part")
            part.write_text(json.dumps({"encoder": encoder, "format": FORMAT}), encoding="utf-8")
            part.replace(folder / MANIFEST)
        return made_by(folder)
    except FileExistsError as error:
        raise StoreError(
            f"expected a folder for the index, found a file at {folder}; give another --store"
        ) from error
    except OSError as error:
        raise StoreError(
            f"expected an index in {folder}, cannot write its {MANIFEST}; {rebuild_hint(folder)}"
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


def _is_old(folder: Path) -> bool:
    """Whether there is an index of format 1."""
    if (folder / CARDS).exists():
        return False
    with suppress(OSError, ValueError, KeyError, TypeError):
        return bool(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("format", 1) < FORMAT)
    return (folder / OLD).exists()


def _check_writable(folder: Path) -> None:
    paths = (path for path in (folder, folder / DATABASE, folder / CARDS) if path.exists())
    read_only = next((path for path in paths if not os.access(path, os.W_OK)), None)
    if read_only:
        raise StoreError(
            f"expected an index that may be written to, as Chroma needs also to read it, found {read_only} "
            "read-only; allow this user to write there, or copy the folder and give the copy as --store"
        )


def _files(folder: Path) -> Iterator[Path]:
    """Files and folders of the index; the manifest last, so that a half-moved index is still known as one."""
    for name in (OLD, CARDS, DATABASE):
        yield from folder.glob(f"{name}*")
    yield from (path for path in folder.glob("*/") if SEGMENT.fullmatch(path.name))
    yield from folder.glob(MANIFEST)
