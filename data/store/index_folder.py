"""An index's folder: who signed it, which files in it are the index, and where the one before is kept.

Knows names of files; does not know what is in them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from data.store.address import StoreError, cure
from data.store.multivectors import FILE as QUERY_VECTORS

MANIFEST = "armario.json"
DATABASE = "chroma.sqlite3"
ASIDE = "aside"
RESERVE = 50_000_000  # bytes free beside what the index takes: on a full disk Chroma leaves torn files
SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def begun(folder: Path) -> bool:
    """Whether there is an index in a folder, whole or not."""
    return (folder / MANIFEST).exists() or (folder / DATABASE).exists()


def signed(folder: Path, encoder: str) -> str:
    """The encoder that a folder's index was made by; a new folder is signed with this one first."""
    manifest = folder / MANIFEST
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not begun(folder):
            part = manifest.with_suffix(".part")
            part.write_text(json.dumps({"encoder": encoder}), encoding="utf-8")
            part.replace(manifest)
        _may_be_written(folder)
        return str(json.loads(manifest.read_text(encoding="utf-8"))["encoder"])
    except FileExistsError as error:
        raise StoreError(
            f"expected a folder for the index, found a file at {folder}; give another --store"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"expected an index in {folder}, cannot read its {MANIFEST}; {cure(folder)}"
        ) from error


def keep_room(folder: Path) -> None:
    """Raises StoreError while the disk still has room for what Chroma does between two of our writes."""
    files = (path for found in _files(folder) for path in ([found] if found.is_file() else found.iterdir()))
    needed = RESERVE + sum(path.stat().st_size for path in files)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"the disk of {folder} is nearly full: expected {needed // 10**6} MB free for the index, found "
            f"{free // 10**6} MB; make room, and the same command goes on from here"
        )


def _may_be_written(folder: Path) -> None:
    there = (path for path in (folder, folder / DATABASE, folder / QUERY_VECTORS) if path.exists())
    barred = next((path for path in there if not os.access(path, os.W_OK)), None)
    if barred:
        raise StoreError(
            f"expected an index that may be written to, as Chroma needs also to read it, found {barred} "
            "read-only; allow this user to write there, or copy the folder and give the copy as --store"
        )


def set_aside(folder: Path) -> None:
    """Moves the index to a folder inside, in the place of the one that is kept there; no other file moves."""
    files = list(_files(folder))
    if not files:
        return
    shutil.rmtree(folder / ASIDE, ignore_errors=True)
    (folder / ASIDE).mkdir()
    for file in files:
        file.replace(folder / ASIDE / file.name)


def _files(folder: Path) -> Iterator[Path]:
    """Those of the index; its signature last, so that what is half moved is still known as an index."""
    for name in (QUERY_VECTORS, DATABASE):
        yield from folder.glob(f"{name}*")
    yield from (path for path in folder.glob("*/") if SEGMENT.fullmatch(path.name))
    yield from folder.glob(MANIFEST)
