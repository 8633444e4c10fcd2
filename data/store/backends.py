"""Opens the backend of an index location, and turns its library's errors into sentences with a cure.

Knows the kinds of locations; does not know items or vectors.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from data.store import chroma, index_folder, postgres
from data.store.address import CHROMA_SCHEMES, Address, Location, StoreError, UnreadableError, rebuild_hint
from data.store.snapshot import Backend


def open_backend(location: Location, encoder: str) -> Backend:
    """Open an index, or create it. Raises StoreError: damaged, out of reach, or made by another encoder."""
    with index_folder.opening(location) if isinstance(location, Path) else nullcontext():
        return _open(location, encoder)


def _open(location: Location, encoder: str) -> Backend:
    made_by = index_folder.sign(location, encoder) if isinstance(location, Path) else encoder
    if made_by == encoder:
        backend = _connect(location, encoder)
        if backend.encoder == encoder:
            return backend
        made_by = backend.encoder
        backend.close()
    raise StoreError(
        f"the index in {location} was made by the encoder {made_by}, not {encoder}; {rebuild_hint(location)}"
    )


def _connect(location: Location, encoder: str) -> Backend:
    try:
        if isinstance(location, Path):
            return chroma.ChromaBackend.in_folder(location, encoder)
        if location.scheme in CHROMA_SCHEMES:
            return chroma.ChromaBackend.on_server(location, encoder)
        return postgres.PostgresBackend(location, encoder)
    except Exception as error:
        raise read_error(location, error) from error


def exists(location: Location) -> bool:
    """Whether there is an index to open; always true for a server, which is not asked."""
    return index_folder.exists(location) if isinstance(location, Path) else True


def set_aside(location: Location) -> None:
    """Rename an index, whatever its state, so that a new one can be created.

    The one that was set aside before is deleted. Raises StoreError.
    """
    try:
        if isinstance(location, Path):
            index_folder.set_aside(location)
        else:
            (chroma if location.scheme in CHROMA_SCHEMES else postgres).set_aside(location)
    except Exception as error:
        message = _without_password(error, location)
        raise StoreError(f"cannot set the index in {location} aside: {message}") from error


def read_error(location: Location, error: Exception) -> StoreError:
    """The StoreError for a library's error while reading."""
    if isinstance(location, Path):
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
