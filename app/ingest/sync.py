"""Brings a store in line with a catalogue, encoding only what is new; alone or as one shard of several.

Knows image hashes and batches; does not know settings or how processes are started.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from app.ingest.encodings import SqliteMultivectors
from app.ingest.labelling import PictureLabeller, as_seen
from app.ingest.prefetch import HashedImage, Progress, decode_image, hash_image, prefetch_batches
from data.catalogue.catalogue import Catalogue, Item
from data.catalogue.images import PictureError
from data.store.address import Location, local_folder
from data.store.lock import index_lock
from data.store.store import Entry, Store
from models.vision.encoder import ImageTextEncoder, unit

log = logging.getLogger("index")

BATCH_SIZE = 64  # images encoded together; constant, so that vectors are bit for bit the same after a restart
# Seconds between two writes, which a kill may cost: an item takes Chroma 1.5 ms of a core when 64 are written
# at once and 0.7 ms when 512 are
WRITE_INTERVAL = 3.0
SAME_WEIGHTS = 0.999  # cosine; float16 and other batch shapes stay above 0.9999


@dataclass
class Summary:
    """What a run did, in items; ``skipped`` has a sentence for each item that could not be indexed,
    ``proposed`` counts by pictures what the owner's own categories may be in the vocabulary."""

    indexed: int = 0
    relabelled: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    proposed: Counter[tuple[str, str]] = field(default_factory=Counter)  # of (theirs, ours)

    def __str__(self) -> str:
        rate = f", {self.indexed / self.seconds:.0f} items/s" if self.indexed and self.seconds else ""
        return (
            f"{self.indexed} indexed, {self.relabelled} relabelled, {self.unchanged} unchanged, "
            f"{self.removed} removed, {len(self.skipped)} skipped in {self.seconds:.1f} s{rate}"
        )

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        counted = ("indexed", "relabelled", "unchanged", "removed")
        proposed = [[theirs, ours, count] for (theirs, ours), count in self.proposed.most_common()]
        return {
            **{name: getattr(self, name) for name in counted}, "skipped": self.skipped,
            "proposed": proposed, "seconds": round(self.seconds, 2),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shard:
    """One process's part of the work: the batches ``rank``, ``rank + world_size`` and so on."""

    rank: int = 0
    world_size: int = 1


WHOLE = Shard()
NOBODY = PictureLabeller(None)


def index_catalogue(
    catalogue: Catalogue,
    store: Store,
    encoder: ImageTextEncoder,
    progress: Progress = lambda done, total: None,
    labeller: PictureLabeller = NOBODY,
) -> Summary:
    """Add, re-encode, relabel and remove items until the store holds what the catalogue does; what a card
    leaves open, the ``labeller`` sees on its picture.

    A run that was killed and started again ends with the same vectors, bit for bit. An item that the store
    holds incompletely (Store.hashes) is encoded again. Raises StoreError.
    """
    with index_lock(store.path):
        return IndexRun(catalogue, store, encoder, labeller=labeller).finish(progress)


def index_place(
    catalogue: Catalogue, location: Location, encoder: ImageTextEncoder, progress: Progress,
    labeller: PictureLabeller = NOBODY, rebuild: bool = False,
) -> Summary:  # fmt: skip
    """index_catalogue for the index at a place, which is opened, and made or made anew, only where no other
    run writes to it. Raises StoreError."""
    with index_lock(local_folder(location)):
        if rebuild:
            Store.set_aside(location)
        with closing(Store.create(location, encoder.name)) as store:
            return IndexRun(catalogue, store, encoder, labeller=labeller).finish(progress)


class IndexRun:
    """One run of index_catalogue, or of one shard: what the store held at its start, and what was done since.

    Multivectors that are in ``cache`` with their image's hash are taken from there and not encoded again.
    """

    def __init__(
        self, catalogue: Catalogue, store: Store, encoder: ImageTextEncoder, shard: Shard = WHOLE,
        cache: SqliteMultivectors | None = None, labeller: PictureLabeller = NOBODY,
    ) -> None:  # fmt: skip
        self.store, self.encoder, self.labeller = store, encoder, labeller
        self.shard, self.cache = shard, cache
        self.cached_hashes = cache.hashes() if cache else {}
        self.hashes = store.hashes()
        self.stored = {item.id: item for item in store.items()}
        self._told = {item.id: item for item in catalogue.items}
        self.items = [as_seen(item, self.stored.get(item.id)) for item in catalogue.items]
        problems = () if shard.rank else catalogue.problems
        self.summary = Summary(skipped=[str(problem) for problem in problems if not problem.kept])

    def finish(self, progress: Progress = lambda done, total: None) -> Summary:
        """Run to the end. Only rank 0 removes items and reports the catalogue's problems."""
        started = time.perf_counter()
        self.clear_if_weights_changed()
        if not self.shard.rank:
            if len(self.stored) > len(self.hashes):
                count = len(self.stored) - len(self.hashes)
                log.warning("%d items of the index have no query vectors: they are encoded anew", count)
            self._remove(sorted(self.stored.keys() - {item.id for item in self.items}))
        self._write_batches(progress)
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def batches(self, progress: Progress) -> Iterator[list[HashedImage]]:
        """The shard's batches, in the order of the catalogue."""
        every = [self.items[start : start + BATCH_SIZE] for start in range(0, len(self.items), BATCH_SIZE)]
        own = every[self.shard.rank :: self.shard.world_size]
        return prefetch_batches(own, lambda image: self._is_stored(image) or self._is_cached(image), progress)

    def encode(self, batch: Sequence[HashedImage]) -> np.ndarray:
        """(n, q, dim): the multivectors of decoded images, padded to BATCH_SIZE for the encoder."""
        return self.encoder.qformer_embeddings(self._patches(batch))[: len(batch)]

    def _patches(self, batch: Sequence[HashedImage]) -> np.ndarray:
        """(BATCH_SIZE, p, width): the patches of decoded images; the last one's again up to the end."""
        images = [image.decoded for image in batch if isinstance(image.decoded, Image.Image)]
        return self.encoder.encode_patches(images + images[-1:] * (BATCH_SIZE - len(images)))

    def clear_if_weights_changed(self) -> None:
        """Clear the store if an encoder of the same name, trained anew, made its vectors.

        Clearing before the first write means that a kill leaves no mixture.
        """
        if self.stored and self.items and not self._has_same_weights():
            log.warning("%s has other weights than the index: all is encoded anew", self.encoder.name)
            self.store.clear()
            self.hashes, self.stored = {}, {}

    def _has_same_weights(self) -> bool:
        """Whether the first image that is stored and readable, encoded again, gets its vector."""
        if self.encoder.texts(["a shirt"]).shape[1] != self.store.dim:
            return False
        hashed = map(hash_image, self.items if self.hashes else ())
        for image in (decode_image(image) for image in hashed if self._is_stored(image)):
            if isinstance(image.decoded, Image.Image):
                vector = self.encoder.images([image.decoded])[0]
                category = self.stored[image.item.id].category
                return self.store.search(vector, 1, category)[0].score > SAME_WEIGHTS
        return True

    def _write_batches(self, progress: Progress) -> None:
        """Write in a thread while the next batches are encoded; also what was encoded before an error."""
        done: list[HashedImage] = []
        entries: list[Entry] = []
        written_at = float("-inf")
        with ThreadPoolExecutor(1) as writer:
            write = writer.submit(self._write, [], [])
            try:
                for batch in self.batches(progress):
                    entries += self._entries([i for i in batch if not isinstance(i.decoded, PictureError)])
                    done += map(_without_pixels, batch)
                    if time.monotonic() - written_at > WRITE_INTERVAL:
                        write.result()
                        write = writer.submit(self._write, done, entries)
                        done, entries, written_at = [], [], time.monotonic()
            finally:
                write.result()
                self._write(done, entries)

    def _write(self, batch: Sequence[HashedImage], entries: Sequence[Entry]) -> None:
        bad = {i.item.id: i.decoded for i in batch if isinstance(i.decoded, PictureError)}
        self.summary.skipped += [f"{name}: {reason}" for name, reason in bad.items()]
        self._remove([name for name in bad if name in self.stored])
        good = [i for i in batch if i.item.id not in bad]
        self.store.put(entries)
        changed = [i.item for i in good if self._is_stored(i) and self.stored[i.item.id] != i.item]
        self.store.relabel(changed)
        new = sum(not self._is_stored(i) for i in good)
        self.summary.indexed += new
        self.summary.relabelled += len(changed)
        self.summary.unchanged += len(good) - new - len(changed)

    def _entries(self, batch: Sequence[HashedImage]) -> list[Entry]:
        decoded = [i for i in batch if i.decoded]
        if decoded:  # and then all of them are
            patches = self._patches(decoded)
            multivectors = self.encoder.qformer_embeddings(patches)[: len(decoded)]
            items = self._labelled(decoded, patches[: len(decoded)])
            return [
                make_entry(items[i.item.id], i.hash, m) for i, m in zip(decoded, multivectors, strict=True)
            ]
        cached = [i for i in batch if not self._is_stored(i)]
        found = self.cache.get([i.item.id for i in cached]) if self.cache and cached else {}
        needy = (decode_image(i) if self.labeller.is_needed(self._told[i.item.id]) else i for i in cached)
        items = self._labelled(list(needy))
        return [make_entry(items[i.item.id], i.hash, found[i.item.id]) for i in cached]

    def _labelled(
        self, batch: Sequence[HashedImage], patches: np.ndarray | None = None
    ) -> dict[str, Item]:  # fmt: skip
        """The items of a batch by id, with what their pictures show where their cards do not say;
        ``patches`` are the encoder's."""
        items = {image.item.id: self._told[image.item.id] for image in batch}
        pairs = [
            (row, items[image.item.id], image.decoded)
            for row, image in enumerate(batch)
            if self.labeller.is_needed(items[image.item.id]) and isinstance(image.decoded, Image.Image)
        ]
        if not pairs:
            return items
        rows = [row for row, _, _ in pairs]
        own = patches[rows] if patches is not None and self.labeller.fits(self.encoder) else None
        seen, proposed = self.labeller.label([i for _, i, _ in pairs], [p for _, _, p in pairs], own)
        self.summary.proposed.update((items[name].category, ours) for name, ours in proposed.items())
        return items | {item.id: item for item in seen}

    def _remove(self, ids: Sequence[str]) -> None:
        if ids and self.items:  # a catalogue that has lost every image is a mistake, not an empty shop
            self.store.remove(ids)
            self.summary.removed += len(ids)

    def _is_stored(self, image: HashedImage) -> bool:
        """Whether the store has the item with this picture, and nothing is left to be seen on it."""
        item = image.item
        unseen = not (item.category and item.title) or (not item.colour and item.colour_source != "picture")
        if unseen and self.labeller.is_needed(item):
            return False
        return self.hashes.get(item.id) == image.hash

    def _is_cached(self, image: HashedImage) -> bool:
        return self.cached_hashes.get(image.item.id) == image.hash


def make_entry(item: Item, image_hash: str, multivector: np.ndarray) -> Entry:
    """The store's entry for an item and its image's multivector (q, dim)."""
    return Entry(item, image_hash, unit(multivector.mean(0)), multivector if len(multivector) > 1 else None)


def _without_pixels(image: HashedImage) -> HashedImage:
    return image if isinstance(image.decoded, PictureError) else HashedImage(image.item, image.hash)
