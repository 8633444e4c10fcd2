"""Brings the store in line with a catalogue, encoding only what is new; alone or as one of several.

Knows pictures' hashes and batches; does not know settings or how processes are started.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from PIL import Image

from app.ingest.prefetch import Picture, Progress, ahead, hashed, opened
from data.catalogue.catalogue import Catalogue, Item
from data.catalogue.images import PictureError
from data.store.multivectors import QueryVectors
from data.store.store import Entry, Store, StoreError
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import unit

log = logging.getLogger("index")

BATCH = 64  # pictures encoded together; always so many, for the same bytes after a restart as without one
LOCK = "index.lock"
# Seconds between two writes, which a kill may cost: an item takes Chroma 1.5 ms of a core when 64 are written
# at once and 0.7 ms when 512 are
SELDOM = 3.0
SAME_WEIGHTS = 0.999  # cosine; float16 and other batch shapes stay above 0.9999


@dataclass
class Summary:
    """What a run did, in items; ``skipped`` says for each what was wrong and where."""

    indexed: int = 0
    relabelled: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        rate = f", {self.indexed / self.seconds:.0f} items/s" if self.indexed and self.seconds else ""
        return (
            f"{self.indexed} indexed, {self.relabelled} relabelled, {self.unchanged} unchanged, "
            f"{self.removed} removed, {len(self.skipped)} skipped in {self.seconds:.1f} s{rate}"
        )


@dataclass(frozen=True, slots=True)
class Share:
    """One process's part of the work: of all batches those at ``rank``, ``rank + count`` and so on."""

    rank: int = 0
    count: int = 1


ALL = Share()


def refresh(
    catalogue: Catalogue,
    store: Store,
    encoder: ImageTextEncoder,
    progress: Progress = lambda done, total: None,
) -> Summary:
    """Adds, re-encodes, relabels and removes until the store holds what the catalogue does.

    Batches are cut from the catalogue's order and encoded whole when any of their pictures is new, so a run
    that was killed and started again ends with the same vectors, bit for bit. An item that the store does not
    hold whole, as one from before query vectors were kept, is encoded anew. Raises StoreError.
    """
    with alone(store.path):
        return Run(catalogue, store, encoder).to_the_end(progress)


class Run:
    """One refresh, or a share of it: what the store held at its start, and what was done since.

    What lies among the ``drafts`` with its picture's hash is taken from there and not encoded again.
    """

    def __init__(
        self, catalogue: Catalogue, store: Store, encoder: ImageTextEncoder, share: Share = ALL,
        drafts: QueryVectors | None = None,
    ) -> None:  # fmt: skip
        self.items, self.store, self.encoder = catalogue.items, store, encoder
        self.share, self.drafts = share, drafts
        self.drafted = drafts.hashes() if drafts else {}
        self.hashes = store.hashes()
        self.cards = {item.id: item for item in store.items()}
        self.summary = Summary(skipped=[str(p) for p in catalogue.problems if not share.rank])

    def to_the_end(self, progress: Progress = lambda done, total: None) -> Summary:
        started = time.perf_counter()
        self.forget_other_weights()
        if not self.share.rank:
            self._tell_of_halves()
            self._remove(sorted(self.cards.keys() - {item.id for item in self.items}))
        self._store_all(progress)
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def _store_all(self, progress: Progress) -> None:
        """Stores some batches while the next ones are encoded; what was encoded is stored if one fails."""
        done: list[Picture] = []
        entries: list[Entry] = []
        written = float("-inf")
        with ThreadPoolExecutor(1) as writer:
            kept = writer.submit(self._keep, [], [])
            try:
                for batch in self.batches(progress):
                    entries += self._entries([p for p in batch if not isinstance(p.opened, PictureError)])
                    done += map(_without_pixels, batch)
                    if time.monotonic() - written > SELDOM:
                        kept.result()
                        kept = writer.submit(self._keep, done, entries)
                        done, entries, written = [], [], time.monotonic()
            finally:
                kept.result()
                self._keep(done, entries)

    def _tell_of_halves(self) -> None:
        halves = len(self.cards) - len(self.hashes)
        if halves:
            log.warning("%d items of the index have no query vectors: they are encoded anew", halves)

    def forget_other_weights(self) -> None:
        """Empties a store whose vectors the encoder of this name does not make any more: it was trained on.

        One picture tells. All is taken out before anything is put in, so a kill leaves no mixture behind.
        """
        known = (opened(p) for p in map(hashed, self.items if self.hashes else ()) if self._stored(p))
        probe = next((p for p in known if isinstance(p.opened, Image.Image)), None)
        if not (self.cards and self.items) or (
            self._same_length() and (probe is None or self._still_makes(probe))
        ):
            return
        log.warning("%s has other weights than the index: all is encoded anew", self.encoder.name)
        self.store.empty()
        self.hashes, self.cards = {}, {}

    def _same_length(self) -> bool:
        return self.encoder.texts(["a shirt"]).shape[1] == self.store.dim

    def _still_makes(self, picture: Picture) -> bool:
        vector = self.encoder.images([picture.opened])[0]  # type: ignore[list-item]  # it was opened
        category = self.cards[picture.item.id].category
        return self.store.search(vector, 1, category)[0].score > SAME_WEIGHTS

    def _remove(self, ids: Sequence[str]) -> None:
        if ids and self.items:  # a catalogue that has lost every picture is a mistake, not an empty shop
            self.store.remove(ids)
            self.summary.removed += len(ids)

    def batches(self, progress: Progress) -> Iterator[list[Picture]]:
        """Its batches in the catalogue's order; the next one is decoded while this one is encoded."""
        cuts = [self.items[start : start + BATCH] for start in range(0, len(self.items), BATCH)]
        return ahead(cuts[self.share.rank :: self.share.count], self._has, progress)

    def _has(self, picture: Picture) -> bool:
        return self._stored(picture) or self.drafted.get(picture.item.id) == picture.hash

    def _stored(self, picture: Picture) -> bool:
        return self.hashes.get(picture.item.id) == picture.hash

    def _keep(self, batch: Sequence[Picture], entries: Sequence[Entry]) -> None:
        bad = {p.item.id: p.opened for p in batch if isinstance(p.opened, PictureError)}
        self.summary.skipped += [f"{name}: {reason}" for name, reason in bad.items()]
        self._remove([name for name in bad if name in self.cards])
        good = [p for p in batch if p.item.id not in bad]
        self.store.put(entries)
        changed = [p.item for p in good if self._stored(p) and self.cards[p.item.id] != p.item]
        self.store.relabel(changed)
        fresh = sum(not self._stored(p) for p in good)
        self.summary.indexed += fresh
        self.summary.relabelled += len(changed)
        self.summary.unchanged += len(good) - fresh - len(changed)

    def _entries(self, batch: Sequence[Picture]) -> list[Entry]:
        new = [p for p in batch if p.opened]
        if new:  # and then all of them are
            return [entry(p.item, p.hash, q) for p, q in zip(new, self.encoded(new), strict=True)]
        drafted = [p for p in batch if not self._stored(p)]
        found = self.drafts.get([p.item.id for p in drafted]) if self.drafts and drafted else {}
        return [entry(p.item, p.hash, found[p.item.id]) for p in drafted]

    def encoded(self, batch: Sequence[Picture]) -> np.ndarray:
        """(n, q, dim): the query vectors of opened pictures."""
        pictures = [p.opened for p in batch if isinstance(p.opened, Image.Image)]
        filled = pictures + pictures[-1:] * (BATCH - len(pictures))
        return self.encoder.qformer_embeddings(self.encoder.encode_patches(filled))[: len(batch)]


def _without_pixels(picture: Picture) -> Picture:
    return picture if isinstance(picture.opened, PictureError) else Picture(picture.item, picture.hash)


def entry(item: Item, picture_hash: str, queries: np.ndarray) -> Entry:
    """An item with its picture's query vectors (q, dim), as the store takes it."""
    return Entry(item, picture_hash, unit(queries.mean(0)), queries if len(queries) > 1 else None)


@contextmanager
def alone(path: Path, wait: bool = False) -> Iterator[None]:
    """Holds the lock of a store; the system lets go of it when the process dies.

    StoreError if another holds it, or else waits.
    """
    lock = FileLock(path / LOCK, timeout=-1 if wait else 0)
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreError(f"another run is writing to the index in {path}; wait until it is done") from error
    except OSError as error:
        raise StoreError(f"cannot write to {path}: {error.strerror}; give another --store") from error
    try:
        yield
    finally:
        lock.release()
