"""Finds the file that a cell of a table means, in the folder of the table and nowhere else.

Knows names, folders and addresses; does not open files, and nothing outside the folder.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import unquote

from data.catalogue.images import SUFFIXES
from data.catalogue.tables.text import legible

MAX_FILES = 1_000_000  # that are listed; what lies beyond is found only by its exact path
MAX_ALIKE = 1_000  # files of one name that are compared
MAX_SAID = 80  # letters of a cell in a sentence
SYSTEM_FOLDERS = {"__MACOSX"}
ADDRESS = re.compile(r"(?:https?:)?//[^/\\]+\.[^/\\]|https?://", re.IGNORECASE)
ROOT = re.compile(r"(?:file:/*)?(?:[a-z]:)?/|[a-z]:", re.IGNORECASE)  # of a path on somebody's computer
# The measures that shops put into the names of smaller copies: a_800x800.jpg, a-300x300.jpg, a@2x.jpg
MEASURES = re.compile(r"(?:_(?:\d+x\d*|x\d+)(?:_crop_[a-z]+)?|-\d+x\d+|@\dx)$", re.IGNORECASE)

PictureMissingKind = Literal["missing", "outside", "address"]


class PictureMissing(ValueError):
    """Why a cell has no picture: there is no such file, it lies outside the folder, or it is an address and
    no file of its name is there."""

    def __init__(self, kind: PictureMissingKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: PictureMissingKind = kind


def is_address(cell: str) -> bool:
    """Whether a cell is an address on the web, perhaps without its protocol: //cdn.shop.com/a.jpg."""
    return ADDRESS.match(cell.strip()) is not None


class PictureFolder:
    """The pictures beside a table. The files are listed once, when one is not where its cell says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._inside = os.path.join(self._folder, "")  # what the path of every file in it begins with

    def find(self, cell: str) -> Path:
        """The absolute path of the file that a cell means, symbolic links resolved. Raises PictureMissing.

        The path as it is written comes first. Then comes a file of that name, in capitals or not, in the
        same folders as far as both have any; of an address and of a path of another computer the last part
        is enough, and the file whose folders agree best is taken.
        """
        written = cell.strip()
        if not written:
            raise PictureMissing("missing", "no image is named")
        if is_address(written):
            _, _, path = re.sub(r"^(?:https?:)?//", "", written, flags=re.IGNORECASE).partition("/")
            return self._found(written, re.split("[?#]", path)[0], "address")
        path = written.replace("\\", "/")
        if ROOT.match(path):
            return self._at(path) or self._found(written, ROOT.sub("", path, count=1), "outside")
        path = posixpath.normpath(path)
        if path.startswith("../") or path == "..":
            raise _missing("outside", written)
        return self._at(path, written) or self._found(written, path, "missing")

    def _found(self, written: str, path: str, otherwise: PictureMissingKind) -> Path:
        """The listed file that a path means; where there is none, PictureMissing of that kind is raised."""
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        for name in _names(parts[-1] if parts else ""):
            alike = self._alike([*parts[:-1], name], beside=otherwise == "missing")
            if alike and (found := self._at(alike, written)):
                return found
        raise _missing(otherwise, written)

    def _alike(self, parts: Sequence[str], beside: bool) -> str:
        """The path of the listed file that agrees best with these folders and this name, or ""; with
        ``beside`` only one that agrees in all folders that both have."""
        *folders, name = parts
        best, best_rank = "", (-1, False, False)
        for path in self._listed.get(_stem(name), ())[:MAX_ALIKE]:
            theirs = path.split("/")
            if not _is_named(theirs[-1], name):
                continue
            agreed = _agreed(folders, theirs[:-1])
            rank = (agreed, _folded(theirs[-1]) == _folded(name), theirs[-1] == name)
            if rank > best_rank and not (beside and agreed < min(len(folders), len(theirs) - 1)):
                best, best_rank = path, rank
        return best

    def _at(self, path: str, written: str = "") -> Path | None:
        """The file at a path, or None. Raises PictureMissing for one outside, about ``written`` if given."""
        try:
            found = os.path.realpath(os.path.join(self._inside, path))
            there = os.path.isfile(found)
        except (OSError, ValueError):  # too long for the disk, a NUL
            return None
        inside = os.path.join(found, "").startswith(self._inside)
        if written and not inside:
            raise _missing("outside", written)
        return Path(found) if inside and there and legible(found) == found else None

    @cached_property
    def _listed(self) -> dict[str, list[str]]:
        """All files by the stem of their names, as paths below the folder, sorted within each folder."""
        listed: dict[str, list[str]] = {}
        for _, path in zip(range(MAX_FILES), _files(self._folder), strict=False):
            listed.setdefault(_stem(posixpath.basename(path)), []).append(path)
        return listed


def _files(folder: Path) -> Iterator[str]:
    for at, folders, names in os.walk(folder):  # follows no links to folders
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in SYSTEM_FOLDERS)
        below = Path(at).relative_to(folder)
        yield from ((below / name).as_posix() for name in sorted(names) if not name.startswith("."))


def _names(name: str) -> Iterator[str]:
    """What a name may mean: as it is, decoded, without what follows it, without measures."""
    decoded = unquote(name)
    bare = unquote(re.split("[?#]", name)[0])
    path = PurePosixPath(bare)
    unmeasured = MEASURES.sub("", path.stem) + path.suffix
    return iter(dict.fromkeys(filter(None, (name, decoded, bare, unmeasured))))


def _is_named(file: str, name: str) -> bool:
    """Whether a file has a name, which may lack its suffix."""
    return _folded(file) == _folded(name) or (
        _suffix(name) not in SUFFIXES and _suffix(file) in SUFFIXES and _stem(file) == _stem(name)
    )


def _agreed(folders: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of the last folders are the same."""
    pairs = zip(map(_folded, map(unquote, reversed(folders))), map(_folded, reversed(theirs)), strict=False)
    return next((n for n, (ours, their) in enumerate(pairs) if ours != their), min(len(folders), len(theirs)))


def _stem(name: str) -> str:
    """A name without the suffix of a picture, folded."""
    return _folded(name[: -len(_suffix(name))] if _suffix(name) in SUFFIXES else name)


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _folded(name: str) -> str:
    """A name as file systems compare it that know no capitals and one way to write an accent."""
    return unicodedata.normalize("NFC", name).casefold()


def _missing(kind: PictureMissingKind, cell: str) -> PictureMissing:
    said = f"image {cell if len(cell) <= MAX_SAID else cell[: MAX_SAID - 1] + '…'!r}"
    means = {
        "missing": f"{said} is missing",
        "outside": f"{said} lies outside the catalogue folder",
        "address": f"{said} is an address, and no file of that name lies beside the table",
    }
    return PictureMissing(kind, means[kind])
