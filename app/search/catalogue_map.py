"""A catalogue as a map: each item a point to hover, click and search from; kept beside its index.

Knows the store; does not know how a map is drawn.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np

from app.search.projection import layout
from data.catalogue.catalogue import Item
from data.store.store import Store, StoreError

FILE = "map.json"


@dataclass(frozen=True, slots=True)
class Point:
    """An item and its place, 0…1 in both directions; neighbours look alike, far distances mean little."""

    item: Item
    x: float
    y: float


def load_or_create(store: Store) -> list[Point]:
    """The map of a store, in the order of the ids: as kept, or made and kept where it is missing or the store
    has changed since. Raises StoreError with fewer than two items."""
    items, vectors = items_and_vectors(store)
    if len(items) < 2:
        raise StoreError(f"expected two items or more in {store.location}, found {len(items)}")
    places = _load(store, vectors)
    if places is None:
        places = layout(vectors)
        _save(store, vectors, places)
    return [Point(item, float(x), float(y)) for item, (x, y) in zip(items, places, strict=True)]


def items_and_vectors(store: Store) -> tuple[list[Item], np.ndarray]:
    """Items in the order of the ids, and their vectors (n, dim)."""
    items = store.items()
    vectors = {name: iter(store.vectors(name)) for name in store.categories()}
    return items, np.array([next(vectors[item.category]) for item in items])


def _fingerprint(vectors: np.ndarray) -> str:
    return hashlib.blake2b(np.ascontiguousarray(vectors).tobytes(), digest_size=8).hexdigest()


def _load(store: Store, vectors: np.ndarray) -> np.ndarray | None:
    try:
        kept = json.loads((store.path / FILE).read_text(encoding="utf-8"))
        places = np.array(kept["places"], float)
        return places if kept["of"] == _fingerprint(vectors) and places.shape == (len(vectors), 2) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none yet, or cut short: it is made anew


def _save(store: Store, vectors: np.ndarray, places: np.ndarray) -> None:
    file = store.path / FILE
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"of": _fingerprint(vectors), "places": places.round(4).tolist()}))
        part.replace(file)
    except OSError as error:
        raise StoreError(f"cannot keep the map in {file}: {error.strerror}; give another --store") from error
