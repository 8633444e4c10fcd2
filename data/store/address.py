"""Locations of an index: a folder, a Chroma server or a PostgreSQL database.

Knows how locations are written, and hides passwords; does not know what is stored there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

CHROMA_SCHEMES, POSTGRES_SCHEMES = ("http", "https"), ("postgresql", "postgres")
LOCAL_ROOT = Path(__file__).resolve().parents[1] / "index"
EXPECTED = "a folder, http://host:port/name (Chroma) or postgresql://user:password@host:port/database"


class StoreError(RuntimeError):
    """An index that cannot be used: what was expected, what was found, the command that cures it."""


class MissingError(StoreError):
    """There is no index at a location."""


class UnreadableError(StoreError):
    """An index in a folder that could not be read: damaged, or just being written by another process."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an index on a server. ``str`` and ``repr`` leave the password out."""

    scheme: str
    host: str
    port: int | None
    name: str  # of PostgreSQL's database; what Chroma's collections begin with
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Address:
        """Raises ValueError, which does not repeat the URL: it may contain a password."""
        parts = urlsplit(url)
        if parts.scheme not in CHROMA_SCHEMES + POSTGRES_SCHEMES:
            raise ValueError(f"an address that begins with {parts.scheme[:20]}://; expected {EXPECTED}")
        if not parts.hostname or parts.query or parts.fragment:
            raise ValueError(f"an address without a host, or with more than one needs; expected {EXPECTED}")
        name = unquote(parts.path.strip("/")) or "armario"
        if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_-]{1,50}[a-zA-Z0-9]", name):
            raise ValueError("an address with an odd name; expected 3 to 52 letters, digits, - and _")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, parts.port, name, user, password)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{'…@' * bool(self.user or self.password)}{host}{port}/{self.name}"

    @property
    def local_folder(self) -> Path:
        """A folder on this machine for locks and shards, which cannot lie on the server."""
        written = f"{self.scheme} {self.host} {self.port or ''} {self.name}"
        return LOCAL_ROOT / re.sub(r"[^a-zA-Z0-9]+", "-", written)


Location = Path | Address


def local_folder(location: Location) -> Path:
    """The folder on this machine for locks and shards: the index's own, or one that stands for a server."""
    return location if isinstance(location, Path) else location.local_folder


def index_hint(location: Location) -> str:
    """The end of an error message about an index that is not there."""
    return f"make it with: python -m app index --catalogue FOLDER --store {location}"


def rebuild_hint(location: Location) -> str:
    """The end of an error message about an index that must be rebuilt."""
    return f"make it anew with: python -m app index --catalogue FOLDER --store {location} --rebuild"
