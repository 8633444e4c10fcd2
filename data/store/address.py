"""Where an index lies: a folder, a Chroma server or a PostgreSQL database; and how it is made anew.

Knows how places are written, and that passwords are not; does not know what lies there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

CHROMA, POSTGRES = ("http", "https"), ("postgresql", "postgres")
WORK = (
    Path(__file__).resolve().parents[1] / "index"
)  # where each server's index has a folder for locks and shards
EXPECTED = "a folder, http://host:port/name (Chroma) or postgresql://user:password@host:port/database"


class StoreError(RuntimeError):
    """An index that cannot be used: what was expected, what was found, the command that cures it."""


@dataclass(frozen=True, slots=True)
class Address:
    """The index on a server. Written out, it is without its password."""

    scheme: str
    host: str
    port: int | None
    name: str  # Chroma's collection, PostgreSQL's database
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Raises ValueError, which does not repeat what it was given: there may be a password in it."""
        parts = urlsplit(url)
        if parts.scheme not in CHROMA + POSTGRES:
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
    def work(self) -> Path:
        """A folder on this machine for what belongs to the index and cannot lie on its server."""
        return WORK / re.sub(
            r"[^a-zA-Z0-9]+", "-", f"{self.scheme} {self.host} {self.port or ''} {self.name}"
        )


Place = Path | Address


def folder_of(place: Place) -> Path:
    """The folder on this machine for locks, and for what an index does not hold yet."""
    return place if isinstance(place, Path) else place.work


def cure(place: Place) -> str:
    """The end of every sentence about an index that can only be made anew."""
    return f"make it anew with: python -m app index --catalogue FOLDER --store {place} --rebuild"
