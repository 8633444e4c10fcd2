"""Foretells what bringing a store in line with a catalogue would do. Encodes nothing and writes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.ingest.labelling import as_seen
from app.ingest.prefetch import HashedImage, decode_image, hash_image
from data.catalogue.catalogue import Catalogue, Item
from data.catalogue.images import PictureError
from data.catalogue.values.addresses import UNFETCHED
from data.store.store import Store

WAITING = "waiting"  # in the place of a hash


@dataclass(frozen=True, slots=True)
class Changes:
    """How many items a run would add, change and remove, how many wait for their pictures to be fetched, and
    a sentence for each picture that it would skip."""

    new: int
    changed: int
    removed: int
    unfetched: int
    skipped: tuple[str, ...]


def changes(catalogue: Catalogue, store: Store | None, fetching: bool = False) -> Changes:
    """What a run would do, by cards and hashes of pictures; a new picture is opened, as it may be damaged.
    Pictures that are not fetched yet are there for a run that is ``fetching``."""
    hashes = store.hashes() if store else {}
    stored = {item.id: item for item in store.items()} if store else {}

    def check(item: Item) -> HashedImage:
        if item.image.suffix == UNFETCHED:
            return HashedImage(item, WAITING)
        hashed = hash_image(item)
        if hashes.get(item.id) == hashed.hash:
            return hashed
        found = decode_image(hashed).decoded
        return HashedImage(item, hashed.hash, found if isinstance(found, PictureError) else None)

    with ThreadPoolExecutor() as readers:
        every = list(readers.map(check, [as_seen(item, stored.get(item.id)) for item in catalogue.items]))
    waiting = [image for image in every if image.hash == WAITING]
    good = [image for image in every if not image.decoded and (fetching or image.hash != WAITING)]
    kept = [image for image in good if image.item.id in stored]
    changed = sum((stored[i.item.id], hashes.get(i.item.id)) != (i.item, i.hash) for i in kept)
    gone = len(stored.keys() - {image.item.id for image in good}) if catalogue.items else 0
    bad = tuple(f"{image.item.id}: {image.decoded}" for image in every if image.decoded)
    return Changes(len(good) - len(kept), changed, gone, 0 if fetching else len(waiting), bad)
