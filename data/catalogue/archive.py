"""Zip files that strangers send, unpacked safely into one folder.

Knows files and limits; does not know what is on the pictures, nor who sent them.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from data.catalogue.images import SUFFIXES

PICTURES = SUFFIXES | {".heic", ".heif", ".svg"}  # the last three are refused by name when they are opened
TABLES = {"items.csv", "styles.csv"}
PACKED = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
UNASKED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}  # what systems add
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # LZMA lets the sender choose gigabytes of memory
DIRECTORY = 2_000_000  # bytes of a zip's own list of contents; some 20,000 names
CHUNK = 1 << 16

ParcelKind = Literal["not_zip", "bomb", "too_many", "nothing"]
MemberKind = Literal["outside", "link", "nested", "locked", "heavy", "broken", "other"]


class ParcelError(ValueError):
    """A zip that is not unpacked at all; ``kind`` says why in one word."""

    def __init__(self, kind: ParcelKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: ParcelKind = kind


@dataclass(frozen=True, slots=True)
class Limits:
    """What one parcel may hold: files, bytes of one of them, and bytes of all when unpacked."""

    files: int
    each: int
    total: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was left out, by its name in the zip."""

    name: str
    kind: MemberKind


def is_zip(path: Path) -> bool:
    """Whether it is meant as one, by its first bytes or its name."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") or path.suffix.lower() == ".zip"


def unpack(parcel: Path, folder: Path, limits: Limits) -> list[Refused]:
    """Writes pictures and tables under the folder, in the zip's own folders; names the rest with its reason.

    Nothing else is written, and nothing elsewhere. Raises ParcelError, with what was written until then.
    """
    folder = folder.resolve()
    refused: list[Refused] = []
    try:
        with parcel.open("rb") as file:
            _allow_directory(file)
            with zipfile.ZipFile(file) as box:
                _unpack(box, folder, limits, refused)
    except ParcelError:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ParcelError("not_zip", f"{parcel.name}: not a zip file, or a damaged one") from error
    return refused


def _unpack(box: zipfile.ZipFile, folder: Path, limits: Limits, refused: list[Refused]) -> None:
    members = [member for member in box.infolist() if not _unseen(member)]
    if len(members) > limits.files:
        raise ParcelError("too_many", f"{len(members):,} files, over {limits.files:,}")
    left = limits.total
    for member in members:
        kind = _reason(member, limits)
        if kind is None:
            try:
                left -= _write(box, member, folder, min(limits.each, left))
            except _Heavy:
                raise ParcelError("bomb", f"over {limits.total:,} bytes when unpacked") from None
            except Exception:  # zlib, struct, the zip's checksums, names the disk refuses: no common class
                kind = "broken"
        if kind is not None:
            refused.append(Refused(member.filename, kind))


class _Heavy(Exception):
    """More came out than may."""


def _write(box: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, most: int) -> int:
    """The bytes written: at most so many, whatever the zip says of itself."""
    path = folder.joinpath(*_parts(member))
    if not path.resolve().is_relative_to(folder) or path.exists():
        raise ValueError("two files of one name, or a folder in the place of a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    try:
        with box.open(member) as source, path.open("xb") as target:
            for chunk in iter(lambda: source.read(CHUNK), b""):
                written += len(chunk)
                if written > most:
                    raise _Heavy
                target.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def _reason(member: zipfile.ZipInfo, limits: Limits) -> MemberKind | None:
    """Why a file is not even opened; None where it is."""
    parts, name = _parts(member), PurePosixPath(member.filename.replace("\\", "/"))
    suffix = name.suffix.lower()
    if not parts or ".." in name.parts or name.is_absolute() or ":" in name.parts[0]:
        return "outside"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link"
    if suffix in PACKED:
        return "nested"
    if suffix not in PICTURES and parts[-1].lower() not in TABLES:
        return "other"
    if member.flag_bits & 1:
        return "locked"
    if member.compress_type not in READABLE:
        return "broken"
    return "heavy" if member.file_size > limits.each else None


def _parts(member: zipfile.ZipInfo) -> list[str]:
    return [part for part in member.filename.replace("\\", "/").split("/") if part not in ("", ".")]


def _unseen(member: zipfile.ZipInfo) -> bool:
    """Folders, and what systems add without being asked."""
    parts = _parts(member)
    return (
        not member.filename
        or member.is_dir()
        or any(part.startswith("._") or part in UNASKED for part in parts)
    )


def _allow_directory(file: BinaryIO) -> None:
    """Refuses a zip whose list of contents is so long that reading it would fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        raise zipfile.BadZipFile("no end of its list of contents")
    if (
        int.from_bytes(end[at + 12 : at + 16], "little") > DIRECTORY
        or b"PK\x06\x07" in end[max(0, at - 20) : at]
    ):
        raise ParcelError("too_many", "a list of contents too long to be read")
    file.seek(0)


def pictures_in(folder: Path) -> Iterator[Path]:
    """Every picture below a folder, in the order of their names."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PICTURES and path.is_file())
