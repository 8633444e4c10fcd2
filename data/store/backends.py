"""Opens the backend of an index location, and turns its library's errors into sentences with a cure.

Knows the kinds of locations; does not know items or vectors.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from data.store.address import (
    CHROMA_SCHEMES,
    Address,
    Location,
    MissingError,
    StoreError,
    UnreadableError,
    index_hint,
    rebuild_hint,
)
from data.store.chroma_server import connection as chroma_server
from data.store.chroma_server.backend import ChromaServerBackend
from data.store.embedded import files
from data.store.embedded.backend import FolderBackend
from data.store.postgres import backend as postgres
from data.store.records import Backend


def open_backend(location: Location, encoder: str, create: bool) -> Backend:
    """Open an index; with ``create``, to write to it, and make it where there is none. Raises
    StoreError: none there, damaged, out of reach, or made by another encoder."""
    with files.making(location) if create and isinstance(location, Path) else nullcontext():
        if isinstance(location, Path):
            made_by = files.sign(location, encoder) if create else files.made_by(location)
            _check(location, made_by, encoder)
        backend = _connect(location, encoder, create)
        try:
            _check(location, backend.encoder, encoder)
        except BaseException:
            backend.close()
            raise
        return backend


def _check(location: Location, made_by: str, encoder: str) -> None:
    if made_by != encoder:
        raise StoreError(
            f"the index in {location} was made by the encoder {made_by}, not {encoder}; "
            f"{rebuild_hint(location)}"
        )


def _connect(location: Location, encoder: str, create: bool) -> Backend:
    try:
        if isinstance(location, Path):
            return FolderBackend(location, encoder, create)
        if location.scheme in CHROMA_SCHEMES:
            return ChromaServerBackend(location, encoder, create)
        return postgres.PostgresBackend(location, encoder, create)
    except StoreError:
        raise
    except Exception as error:
        raise read_error(location, error) from error


def exists(location: Location) -> bool:
    """Whether there is an index to open; always true for a server, which is not asked."""
    return files.exists(location) if isinstance(location, Path) else True


def set_aside(location: Location) -> None:
    """Rename an index, whatever its state, so that a new one can be created.

    The one that was set aside before is deleted. Raises StoreError.
    """
    try:
        if isinstance(location, Path):
            files.set_aside(location)
        else:
            (chroma_server if location.scheme in CHROMA_SCHEMES else postgres).set_aside(location)
    except Exception as error:
        message = _without_password(error, location)
        raise StoreError(f"cannot set the index in {location} aside: {message}") from error


def read_error(location: Location, error: Exception) -> StoreError:
    """The StoreError for a library's error while reading."""
    if isinstance(location, Path):
        if not files.exists(location):
            return MissingError(f"expected an index in {location}, found none; {index_hint(location)}")
        cure = rebuild_hint(location)
        return UnreadableError(f"expected an index in {location}, found a damaged one; {cure}")
    cure = (
        f"start a server with: chroma run --host {location.host} --port {location.port or 8000} --path FOLDER"
        if location.scheme in CHROMA_SCHEMES
        else "see that PostgreSQL runs there, lets this user in and has the extension vector"
    )
    message = _without_password(error, location)
    return StoreError(f"expected an index at {location}, could not read it: {message}; {cure}")


def write_error(location: Location, error: Exception) -> StoreError:
    """The same while writing: a full disk, a folder without rights, vectors of another length."""
    message = _without_password(error, location)
    return StoreError(f"cannot write to the index in {location}: {message}; {rebuild_hint(location)}")


def _without_password(error: Exception, location: Location) -> str:
    """A library's message on one line, without the password that it may repeat."""
    message = " ".join(str(error).split()) or type(error).__name__
    secret = location.password if isinstance(location, Address) else ""
    return message.replace(secret, "…") if secret else message
