"""A catalogue's pictures, hashed and opened in batches, one batch ahead of whoever encodes them.

Knows files and pictures; does not know the store, nor what is made of them.
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

Progress = Callable[[int, int], object]  # (done, total) items


@dataclass(frozen=True, slots=True)
class Picture:
    """An item, the hash of its picture's bytes, and the picture where it had to be opened."""

    item: Item
    hash: str
    opened: Image.Image | PictureError | None = None


def ahead(
    batches: Sequence[Sequence[Item]], known: Callable[[Picture], bool], progress: Progress
) -> Iterator[list[Picture]]:
    """Each batch; all that can be opened of it is, where there is anything new that can be opened."""
    done, total = 0, sum(map(len, batches))
    with ThreadPoolExecutor(cores()) as decoders, ThreadPoolExecutor(1) as beside:
        looks = (beside.submit(_looked_at, decoders, batch, known) for batch in batches)
        coming = next(looks, None)
        while coming:
            ready, coming = coming.result(), next(looks, None)
            yield ready
            done += len(ready)
            progress(done, total)


def _looked_at(decoders: Executor, items: Sequence[Item], known: Callable[[Picture], bool]) -> list[Picture]:
    def look(item: Item) -> Picture:
        picture = hashed(item)
        return picture if known(picture) else opened(picture)

    seen = list(decoders.map(look, items))
    if not any(isinstance(p.opened, Image.Image) for p in seen):
        return seen
    return list(decoders.map(lambda p: p if p.opened else opened(p), seen))


def hashed(item: Item) -> Picture:
    """Raises nothing."""
    try:
        return Picture(item, hashlib.blake2b(item.image.read_bytes(), digest_size=16).hexdigest())
    except OSError:
        return Picture(item, "unreadable")  # and therefore new: opening it says why


def opened(picture: Picture) -> Picture:
    """With what lies in its file, or with why it cannot be used."""
    try:
        return replace(picture, opened=open_picture(picture.item.image))
    except (PictureError, OSError) as error:
        refused = error if isinstance(error, PictureError) else PictureError("unreadable", str(error))
        return replace(picture, opened=refused)
