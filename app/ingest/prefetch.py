"""Hashes and decodes a catalogue's images in batches, one batch ahead of the encoder.

Knows files and images; does not know the store or what is made of the images.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PIL import Image

from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from models.vision.preprocessing import cores

Progress = Callable[[int, int], object]  # called with (done, total) items
Known = Callable[[Sequence[Item]], Mapping[str, Item]]  # gives the cards that an index has of items, by id


@dataclass(frozen=True, slots=True)
class HashedImage:
    """An item of a catalogue and the hash of its image file; with the card that the index has of it, and with
    the image, or why it cannot be used, once decoded."""

    item: Item
    hash: str
    known: Item | None = None
    decoded: Image.Image | PictureError | None = None


def hash_image(item: Item, known: Item | None = None) -> HashedImage:
    """Hash the bytes of an item's image file. Raises nothing: decode_image reports unreadable files."""
    try:
        return HashedImage(item, hashlib.blake2b(item.image.read_bytes(), digest_size=16).hexdigest(), known)
    except OSError:
        return HashedImage(item, "unreadable", known)


def decode_image(hashed: HashedImage) -> HashedImage:
    """The same with its image, or with a PictureError."""
    try:
        return replace(hashed, decoded=open_picture(hashed.item.image))
    except PictureError as error:
        return replace(hashed, decoded=error)
    except OSError as error:
        return replace(hashed, decoded=PictureError("unreadable", str(error)))


def prefetch_batches(
    batches: Iterable[Sequence[Item]], known: Known, is_indexed: Callable[[HashedImage], bool],
    progress: Callable[[int], object],
) -> Iterator[list[HashedImage]]:  # fmt: skip
    """Hash each batch and decode it as a whole if one of its images is new and readable. ``progress`` is told
    how many items are done.

    A batch is encoded whole or not at all, so that vectors never depend on what was indexed before.
    """
    done = 0
    with ThreadPoolExecutor(cores()) as decoders, ThreadPoolExecutor(1) as background:
        futures = (background.submit(_load, decoders, batch, known, is_indexed) for batch in batches)
        pending = next(futures, None)
        while pending:
            ready, pending = pending.result(), next(futures, None)
            yield ready
            done += len(ready)
            progress(done)


def _load(
    decoders: Executor, items: Sequence[Item], known: Known, is_indexed: Callable[[HashedImage], bool]
) -> list[HashedImage]:
    cards = known(items)

    def load_new(item: Item) -> HashedImage:
        hashed = hash_image(item, cards.get(item.id))
        return hashed if is_indexed(hashed) else decode_image(hashed)

    batch = list(decoders.map(load_new, items))
    if not any(isinstance(image.decoded, Image.Image) for image in batch):
        return batch
    return list(decoders.map(lambda image: image if image.decoded else decode_image(image), batch))
