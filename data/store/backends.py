"""Who keeps the rows of an index at a place: opened, set aside, and what is said where that fails.

Knows the kinds of places; does not know items or vectors.
"""

from __future__ import annotations

from pathlib import Path

from data.store import chroma, index_folder, postgres
from data.store.address import CHROMA, Address, Place, StoreError, cure
from data.store.snapshot import Rows


def opened(place: Place, encoder: str) -> Rows:
    """Made if there are none. Raises StoreError: damaged, out of reach, or another encoder's."""
    made_by = index_folder.signed(place, encoder) if isinstance(place, Path) else encoder
    if made_by == encoder:
        rows = _rows(place, encoder)
        if rows.made_by == encoder:
            return rows
        made_by = rows.made_by
        rows.close()
    raise StoreError(f"the index in {place} was made by the encoder {made_by}, not {encoder}; {cure(place)}")


def _rows(place: Place, encoder: str) -> Rows:
    try:
        if isinstance(place, Path):
            return chroma.ChromaRows.in_folder(place, encoder)
        if place.scheme in CHROMA:
            return chroma.ChromaRows.on_server(place, encoder)
        return postgres.PostgresRows(place, encoder)
    except Exception as error:
        raise unreadable(place, error) from error


def begun(place: Place) -> bool:
    """Whether there is anything to open at a place; a server is taken at its word."""
    return index_folder.begun(place) if isinstance(place, Path) else True


def set_aside(place: Place) -> None:
    """Keeps the index at a place under another name, whatever its state, so that a new one can be made.

    What was set aside before is gone. Raises StoreError.
    """
    try:
        if isinstance(place, Path):
            index_folder.set_aside(place)
        else:
            (chroma if place.scheme in CHROMA else postgres).set_aside(place)
    except Exception as error:
        raise StoreError(f"cannot set the index in {place} aside: {_said(error, place)}") from error


def unreadable(place: Place, error: Exception) -> StoreError:
    """A library's error while it reads, as a sentence."""
    if isinstance(place, Path):
        return StoreError(f"expected an index in {place}, found a damaged one; {cure(place)}")
    start = (
        f"start a server with: chroma run --host {place.host} --port {place.port or 8000} --path FOLDER"
        if place.scheme in CHROMA
        else "see that PostgreSQL runs there, lets this user in and has the extension vector"
    )
    return StoreError(f"expected an index at {place}, could not read it: {_said(error, place)}; {start}")


def unwritable(place: Place, error: Exception) -> StoreError:
    """The same while it writes: a full disk, a folder without rights, vectors of another length."""
    return StoreError(f"cannot write to the index in {place}: {_said(error, place)}; {cure(place)}")


def _said(error: Exception, place: Place) -> str:
    """What a library said, on one line and without the password that it may repeat."""
    said = " ".join(str(error).split()) or type(error).__name__
    secret = place.password if isinstance(place, Address) else ""
    return said.replace(secret, "…") if secret else said
