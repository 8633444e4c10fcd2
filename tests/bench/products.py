"""The shop of real products, indexed by the command itself and kept: whether the store finds the same ten
for a title as all scores do."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing

import numpy as np

from app.config import ROOT
from data.catalogue.item import Item
from data.store.reading import Reading
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder
from tests.bench import page
from tests.bench.indexing import PHOTOS
from tests.bench.rows import Row
from tests.bench.scale import KEPT, SMALL

PLACE = KEPT.parent / "products"
TITLES, FOUND = 100, 10


def rows(encoder: ImageTextEncoder) -> list[Row]:
    """Titles asked of the store beside their bars, and the page over it. Raises RuntimeError where they are
    not on this machine."""
    if not PHOTOS.is_dir():
        raise RuntimeError(f"expected the products' pictures in {PHOTOS}, found none")
    command = [sys.executable, "-m", "app", "index", "--catalogue", str(PHOTOS), "--store", str(PLACE)]
    subprocess.run(command, cwd=ROOT, check=True)
    with closing(Store.open(PLACE, encoder.name)) as store:
        told = [*titles(store, encoder)]
    return [*told, *page.rows(PLACE)]


def titles(store: Reading, encoder: ImageTextEncoder) -> list[Row]:
    """The share of titles whose ten in their category are those of all scores, and the time of a search."""
    items = sorted(store.each(), key=lambda item: item.id)
    asked = items[:: max(1, len(items) // TITLES)][:TITLES]
    vectors, took, same = encoder.texts([item.title for item in asked]), [], 0
    for item, vector in zip(asked, vectors, strict=True):
        started = time.perf_counter()
        found = store.search(vector, FOUND, item.category)
        took.append(1000 * (time.perf_counter() - started))
        own = [other for other in items if other.category == item.category]
        same += {match.item.id for match in found} == _exact(store, own, vector)
    what = f"title in its category, {len(items):,} products"
    return [
        Row(f"{what}: the same ten as exact, bar", same, len(asked), "titles"),
        Row(f"{what}: p95, bar", float(np.percentile(took, 95)), SMALL, "ms"),
    ]


def _exact(store: Reading, own: list[Item], vector: np.ndarray) -> set[str]:
    ids = [item.id for item in own]
    order = np.argsort(-(store.vectors(ids) @ vector), kind="stable")[:FOUND]
    return {ids[place] for place in order.tolist()}
