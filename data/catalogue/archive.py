"""Safe extraction of untrusted zip files: bombs, links, nested archives and path traversal are rejected.

Knows files and limits; does not know what the images show or who sent them.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from data.catalogue.images import SUFFIXES
from data.catalogue.sources import SPREADSHEETS
from data.catalogue.tables.files import TABLE_SUFFIXES

IMAGE_SUFFIXES = SUFFIXES | {".heic", ".heif", ".svg"}  # open_picture rejects these three with a reason
TABLES = TABLE_SUFFIXES | SPREADSHEETS  # read_table refuses the latter with a reason
ARCHIVE_SUFFIXES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
SYSTEM_FILES = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # an LZMA header can demand gigabytes of memory
MAX_DIRECTORY_BYTES = 2_000_000  # of the central directory: some 20,000 names
CHUNK_BYTES = 1 << 16

ArchiveErrorKind = Literal["not_zip", "bomb", "too_many", "nothing"]
MemberKind = Literal["outside", "link", "nested", "locked", "heavy", "broken", "other"]


class ArchiveError(ValueError):
    """A zip file that is rejected as a whole; ``kind`` is the reason in one word."""

    def __init__(self, kind: ArchiveErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: ArchiveErrorKind = kind


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What one zip file may hold: number of files, bytes of a file, and bytes of all when unpacked."""

    files: int
    file_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class RejectedMember:
    """A file that was not extracted, by its name in the zip."""

    name: str
    kind: MemberKind


def is_zip(path: Path) -> bool:
    """Whether a file is meant as a zip, by its first bytes or its suffix."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") or path.suffix.lower() == ".zip"


def unpack(archive: Path, folder: Path, limits: ArchiveLimits) -> list[RejectedMember]:
    """Extract images and tables below ``folder``, in the zip's own directories; return what was rejected.

    Never writes outside ``folder``. Raises ArchiveError; what was extracted until then stays.
    """
    folder = folder.resolve()
    rejected: list[RejectedMember] = []
    try:
        with archive.open("rb") as file:
            _check_directory_size(file)
            with zipfile.ZipFile(file) as opened:
                _unpack(opened, folder, limits, rejected)
    except ArchiveError:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveError("not_zip", f"{archive.name}: not a zip file, or a damaged one") from error
    return rejected


def image_files(folder: Path) -> Iterator[Path]:
    """Every image below a folder, sorted by path."""
    return (p for p in sorted(folder.rglob("*")) if p.suffix.lower() in IMAGE_SUFFIXES and p.is_file())


def _unpack(
    archive: zipfile.ZipFile, folder: Path, limits: ArchiveLimits, rejected: list[RejectedMember]
) -> None:
    members = [member for member in archive.infolist() if not _is_ignored(member)]
    if len(members) > limits.files:
        raise ArchiveError("too_many", f"{len(members):,} files, over {limits.files:,}")
    bytes_left = limits.total_bytes
    for member in members:
        kind = _rejection(member, limits)
        if kind is None:
            try:
                bytes_left -= _extract(archive, member, folder, min(limits.file_bytes, bytes_left))
            except _TooLarge:
                raise ArchiveError("bomb", f"over {limits.total_bytes:,} bytes when unpacked") from None
            except Exception:  # zlib, struct, checksums, names the disk refuses: no common class
                kind = "broken"
        if kind is not None:
            rejected.append(RejectedMember(member.filename, kind))


class _TooLarge(Exception):
    """A member is larger than its limit."""


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, max_bytes: int) -> int:
    """Write one member and return its size. Its header is not trusted: _TooLarge beyond ``max_bytes``."""
    path = folder.joinpath(*_path_parts(member))
    if not path.resolve().is_relative_to(folder) or path.exists():
        raise ValueError("two files of one name, or a folder in the place of a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    try:
        with archive.open(member) as source, path.open("xb") as target:
            for chunk in iter(lambda: source.read(CHUNK_BYTES), b""):
                written += len(chunk)
                if written > max_bytes:
                    raise _TooLarge
                target.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def _rejection(member: zipfile.ZipInfo, limits: ArchiveLimits) -> MemberKind | None:
    """Why a member is not even opened, or None."""
    parts, name = _path_parts(member), PurePosixPath(member.filename.replace("\\", "/"))
    suffix = name.suffix.lower()
    if not parts or ".." in name.parts or name.is_absolute() or ":" in name.parts[0]:
        return "outside"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link"
    if suffix in ARCHIVE_SUFFIXES:
        return "nested"
    if suffix not in IMAGE_SUFFIXES | TABLES:
        return "other"
    if member.flag_bits & 1:
        return "locked"
    if member.compress_type not in COMPRESSIONS:
        return "broken"
    return "heavy" if member.file_size > limits.file_bytes else None


def _path_parts(member: zipfile.ZipInfo) -> list[str]:
    return [part for part in member.filename.replace("\\", "/").split("/") if part not in ("", ".")]


def _is_ignored(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a directory, or metadata that an operating system adds."""
    system_file = any(part.startswith("._") or part in SYSTEM_FILES for part in _path_parts(member))
    return not member.filename or member.is_dir() or system_file


def _check_directory_size(file: BinaryIO) -> None:
    """Raise ArchiveError if the central directory is too long to be read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        raise zipfile.BadZipFile("no end of central directory")
    directory_bytes = int.from_bytes(end[at + 12 : at + 16], "little")
    is_zip64 = b"PK\x06\x07" in end[max(0, at - 20) : at]
    if directory_bytes > MAX_DIRECTORY_BYTES or is_zip64:
        raise ArchiveError("too_many", "a list of contents too long to be read")
    file.seek(0)
