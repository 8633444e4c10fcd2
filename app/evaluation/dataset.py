"""A catalogue's pictures as an encoder sees them, held in memory to be asked about."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image
from tqdm import tqdm

from data.catalogue.catalogue import CatalogueError, Item
from data.catalogue.images import PictureError, open_picture
from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("evaluate")

BATCH = 64  # pictures encoded at once


@dataclass(frozen=True, slots=True)
class EncodedDataset:
    """Encoded items: patches (n, p, w) and query vectors (n, q, d)."""

    items: tuple[Item, ...]
    seen: np.ndarray
    queries: np.ndarray


def encode(items: Sequence[Item], encoder: ImageTextEncoder) -> EncodedDataset:
    """Encodes what can be read; an unreadable picture is named and left out. Raises CatalogueError."""
    kept, seen, queries = [], [], []
    for readable, pictures in image_batches(items, "encoding"):
        patches = encoder.encode_patches(pictures)
        kept += readable
        seen.append(patches.astype(np.float16))
        queries.append(encoder.qformer_embeddings(patches))
    if not kept:
        raise CatalogueError("expected at least one readable picture, found none")
    return EncodedDataset(tuple(kept), np.concatenate(seen), np.concatenate(queries))


def image_batches(items: Sequence[Item], doing: str) -> Iterator[tuple[list[Item], list[Image.Image]]]:
    """Batches of items with their pictures; unreadable ones are named. A terminal gets a bar meanwhile."""
    for start in tqdm(range(0, len(items), BATCH), doing, unit="batch", delay=2, disable=None):
        readable, pictures = [], []
        for item in items[start : start + BATCH]:
            try:
                pictures.append(open_picture(item.image))
                readable.append(item)
            except PictureError as error:
                log.warning("left out: %s", error)
        if pictures:
            yield readable, pictures


def sample(items: Sequence[Item], count: int = 1000) -> list[Item]:
    """At most ``count`` of the items, the same each time, in their order."""
    return [items[row] for row in sampled(np.arange(len(items)), count)]


def sampled(values: np.ndarray, count: int) -> np.ndarray:
    """At most ``count`` of the sorted values, the same each time, in their order."""
    return np.sort(np.random.default_rng(0).permutation(values)[:count])
