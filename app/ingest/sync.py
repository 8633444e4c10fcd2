"""Brings a store in line with a catalogue, encoding only what is new; alone or as one shard of several.

Knows image hashes and batches; does not know settings or how processes are started. Of the index it keeps
ids and hashes in memory, and the cards of one batch.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from app.ingest.comparison import Options, refusal, standing
from app.ingest.encodings import EncodingCache, has_same_weights, remember
from app.ingest.labelling import PictureLabeller, as_seen, is_unseen
from app.ingest.prefetch import HashedImage, Progress, decode_image, hash_image, prefetch_batches
from data.catalogue.catalogue import Catalogue, Item
from data.catalogue.images import PictureError
from data.store.address import Location, local_folder
from data.store.lock import index_lock
from data.store.store import Entry, Store, StoreError
from models.vision.encoder import ImageTextEncoder, unit

log = logging.getLogger("index")

BATCH_SIZE = 64  # images encoded together; constant, so that vectors are bit for bit the same after a restart
# Seconds between two writes, which a kill may cost: an item takes Chroma 1.5 ms of a core when 64 are written
# at once and 0.7 ms when 512 are
WRITE_INTERVAL = 3.0
MAX_PENDING = 1024  # entries that wait to be written; of a fast encoder, whose vectors would fill the memory
# Between two publications of what was written: seconds at least, and times what the last one took
PUBLISH_INTERVAL, PUBLISH_SHARE = 30.0, 20


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
        more = {"skipped": self.skipped, "proposed": proposed, "seconds": round(self.seconds, 2)}
        return {name: getattr(self, name) for name in counted} | more


@dataclass(frozen=True, slots=True)
class Shard:
    """One process's part of the work: the batches ``rank``, ``rank + world_size`` and so on."""

    rank: int = 0
    world_size: int = 1


WHOLE = Shard()
NOBODY = PictureLabeller(None)
UNASKED = Options()


@dataclass
class Pending:
    """What was found out of batches and is not written yet: entries, among them ``new`` ones, cards that say
    something else now, why pictures cannot be used, by id, and how many items stay as they are."""

    entries: list[Entry] = field(default_factory=list)
    new: int = 0
    changed: list[Item] = field(default_factory=list)
    bad: dict[str, PictureError] = field(default_factory=dict)
    unchanged: int = 0


def index_catalogue(
    catalogue: Catalogue, store: Store, encoder: ImageTextEncoder,
    progress: Progress = lambda done, total: None, labeller: PictureLabeller = NOBODY,
) -> Summary:  # fmt: skip
    """Add, re-encode, relabel and remove items until the store holds what the catalogue does; what a card
    leaves open, the ``labeller`` sees on its picture. A run that was killed and started again ends with the
    same vectors, bit for bit. Raises StoreError."""
    with index_lock(store.path):
        return IndexRun(catalogue, store, encoder, labeller=labeller).finish(progress)


def index_place(
    catalogue: Catalogue, location: Location, encoder: ImageTextEncoder, progress: Progress,
    labeller: PictureLabeller = NOBODY, options: Options = UNASKED,
) -> Summary:  # fmt: skip
    """index_catalogue for the index at a place, which is opened, and made or made anew, only where no other
    run writes to it, and signed with the catalogue's name. Raises StoreError."""
    with index_lock(local_folder(location)):
        if options.rebuild:
            Store.set_aside(location)
        with closing(Store.create(location, encoder.name)) as store:
            sign(catalogue, store, options)
            summary = IndexRun(catalogue, store, encoder, labeller=labeller).finish(progress)
            remember(store, options.weights)
            return summary


def sign(catalogue: Catalogue, store: Store, options: Options) -> None:
    """Sign an index with the catalogue's name, before anything else is written. Raises StoreError where it is
    another catalogue's, or would lose many items, and nobody said yes to that."""
    found = standing(catalogue.items, store, options.catalogue)
    if refused := refusal(found, store.location, options):
        raise StoreError(refused)
    if options.catalogue and found.made_of != options.catalogue:
        if found.made_of:
            log.info(
                "the index was made of %s; from now on it is that of %s", found.made_of, options.catalogue
            )
        store.sign(options.catalogue)


class IndexRun:
    """One run of index_catalogue, or of one shard. Multivectors that are in ``cache`` with their image's hash
    are taken from there and not encoded again."""

    def __init__(
        self, catalogue: Catalogue, store: Store, encoder: ImageTextEncoder, shard: Shard = WHOLE,
        cache: EncodingCache | None = None, labeller: PictureLabeller = NOBODY,
    ) -> None:  # fmt: skip
        self.store, self.encoder, self.labeller = store, encoder, labeller
        self.shard, self.cache, self.items = shard, cache, catalogue.items
        self.cached_hashes = cache.hashes() if cache else {}
        self.hashes = store.hashes()
        self._publish_at = float("-inf")
        problems = () if shard.rank else catalogue.problems
        self.summary = Summary(skipped=[str(problem) for problem in problems if not problem.kept])

    def finish(self, progress: Progress = lambda done, total: None) -> Summary:
        """Run to the end. Only rank 0 removes items and reports the catalogue's problems."""
        started = time.perf_counter()
        self.clear_if_weights_changed()
        if not self.shard.rank:
            self._remove(sorted(self.hashes.keys() - {item.id for item in self.items}))
        self._publish()
        self._write_batches(progress)
        self._publish()
        self.summary.seconds = time.perf_counter() - started
        return self.summary

    def batches(self, progress: Progress) -> Iterator[list[HashedImage]]:
        """The shard's batches, in the order of the catalogue."""
        rank, count = self.shard.rank, self.shard.world_size
        starts = range(rank * BATCH_SIZE, len(self.items), count * BATCH_SIZE)
        total = sum(len(self.items[start : start + BATCH_SIZE]) for start in starts)
        return prefetch_batches(
            (self.items[start : start + BATCH_SIZE] for start in starts), self._known,
            lambda image: self._is_stored(image) or self._is_cached(image),
            lambda done: progress(done, total),
        )  # fmt: skip

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
        hashed = (hash_image(item) for item in self.items if item.id in self.hashes)
        same = (image for image in hashed if self.hashes[image.item.id] == image.hash)
        if self.hashes and self.items and not has_same_weights(self.encoder, self.store, same):
            log.warning("%s has other weights than the index: all is encoded anew", self.encoder.name)
            self.store.clear()
            self.hashes = {}

    def _known(self, items: Sequence[Item]) -> Mapping[str, Item]:
        """The cards that the store has of items, by id."""
        return {item.id: item for item in self.store.get([i.id for i in items if i.id in self.hashes])}

    def _write_batches(self, progress: Progress) -> None:
        """Write in a thread while the next batches are encoded; also what was encoded before an error."""
        pending, written_at = Pending(), float("-inf")
        with ThreadPoolExecutor(1) as writer:
            write = writer.submit(self._write, Pending())
            try:
                for batch in self.batches(progress):
                    self._collect(batch, pending)
                    waited = time.monotonic() - written_at
                    if waited > WRITE_INTERVAL or len(pending.entries) >= MAX_PENDING:
                        write.result()
                        write = writer.submit(self._write, pending)
                        pending, written_at = Pending(), time.monotonic()
            finally:
                write.result()
                self._write(pending)

    def _collect(self, batch: Sequence[HashedImage], pending: Pending) -> None:
        """Sort a batch into what is to be written."""
        good = [image for image in batch if not isinstance(image.decoded, PictureError)]
        pending.bad |= {i.item.id: i.decoded for i in batch if isinstance(i.decoded, PictureError)}
        pending.entries += self._entries(good)
        stored = [image for image in good if self._is_stored(image)]
        cards = [(as_seen(image.item, image.known), image.known) for image in stored]
        changed = [card for card, known in cards if card != known]
        pending.changed += changed
        pending.new += len(good) - len(stored)
        pending.unchanged += len(stored) - len(changed)

    def _write(self, pending: Pending) -> None:
        self.summary.skipped += [f"{name}: {reason}" for name, reason in pending.bad.items()]
        self._remove([name for name in pending.bad if name in self.hashes])
        self.store.put(pending.entries)
        self.store.relabel(pending.changed)
        self.summary.indexed += pending.new
        self.summary.relabelled += len(pending.changed)
        self.summary.unchanged += pending.unchanged
        if time.monotonic() > self._publish_at:
            self._publish()

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
        needy = (decode_image(i) if self.labeller.is_needed(i.item) else i for i in cached)
        items = self._labelled(list(needy))
        return [make_entry(items[i.item.id], i.hash, found[i.item.id]) for i in cached]

    def _labelled(
        self, batch: Sequence[HashedImage], patches: np.ndarray | None = None
    ) -> dict[str, Item]:  # fmt: skip
        """The items of a batch by id, with what their pictures show where their cards do not say;
        ``patches`` are the encoder's."""
        items = {image.item.id: image.item for image in batch}
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

    def _publish(self) -> None:
        """Let readers see what was written, and plan when to do so again."""
        started = time.monotonic()
        self.store.publish()
        ended = time.monotonic()
        self._publish_at = ended + max(PUBLISH_INTERVAL, PUBLISH_SHARE * (ended - started))

    def _is_stored(self, image: HashedImage) -> bool:
        """Whether the store has the item with this picture, and nothing is left to be seen on it."""
        if self.hashes.get(image.item.id) != image.hash:
            return False
        seen = as_seen(image.item, image.known)
        return not (is_unseen(seen) and self.labeller.is_needed(seen))

    def _is_cached(self, image: HashedImage) -> bool:
        return self.cached_hashes.get(image.item.id) == image.hash


def make_entry(item: Item, image_hash: str, multivector: np.ndarray) -> Entry:
    """The store's entry for an item and its image's multivector (q, dim)."""
    return Entry(item, image_hash, unit(multivector.mean(0)), multivector if len(multivector) > 1 else None)
