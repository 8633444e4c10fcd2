"""Hashes and decodes a catalogue's images in batches, one batch ahead of the encoder.

Knows files and images; does not know the store or what is made of the images.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PIL import Image

from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from models.vision.preprocessing import cores

Progress = Callable[[int, int], object]  # called with (done, total) items


@dataclass(frozen=True, slots=True)
class HashedImage:
    """An item and the hash of its image file; with the image, or why it cannot be used, once decoded."""

    item: Item
    hash: str
    decoded: Image.Image | PictureError | None = None


def hash_image(item: Item) -> HashedImage:
    """Hash the bytes of an item's image file. Raises nothing: decode_image reports unreadable files."""
    try:
        return HashedImage(item, hashlib.blake2b(item.image.read_bytes(), digest_size=16).hexdigest())
    except OSError:
        return HashedImage(item, "unreadable")


def decode_image(hashed: HashedImage) -> HashedImage:
    """The same with its image, or with a PictureError."""
    try:
        return replace(hashed, decoded=open_picture(hashed.item.image))
    except PictureError as error:
        return replace(hashed, decoded=error)
    except OSError as error:
        return replace(hashed, decoded=PictureError("unreadable", str(error)))


def prefetch_batches(
    batches: Sequence[Sequence[Item]], is_indexed: Callable[[HashedImage], bool], progress: Progress
) -> Iterator[list[HashedImage]]:
    """Hash each batch and decode it as a whole if one of its images is new and readable.

    A batch is encoded whole or not at all, so that vectors never depend on what was indexed before.
    """
    done, total = 0, sum(map(len, batches))
    with ThreadPoolExecutor(cores()) as decoders, ThreadPoolExecutor(1) as background:
        futures = (background.submit(_load, decoders, batch, is_indexed) for batch in batches)
        pending = next(futures, None)
        while pending:
            ready, pending = pending.result(), next(futures, None)
            yield ready
            done += len(ready)
            progress(done, total)


def _load(
    decoders: Executor, items: Sequence[Item], is_indexed: Callable[[HashedImage], bool]
) -> list[HashedImage]:
    def load_new(item: Item) -> HashedImage:
        hashed = hash_image(item)
        return hashed if is_indexed(hashed) else decode_image(hashed)

    batch = list(decoders.map(load_new, items))
    if not any(isinstance(image.decoded, Image.Image) for image in batch):
        return batch
    return list(decoders.map(lambda image: image if image.decoded else decode_image(image), batch))
