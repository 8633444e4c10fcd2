"""Indexes one catalogue with several processes, each of which encodes a shard of its batches.

A process caches what it encodes in a file of its own until it is its turn to write to the store. So a kill
costs one batch, nothing is there twice, and nobody waits for another but to write. Processes on several
machines need a store on a server; those on one machine share any.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from PIL import Image

from app.ingest.encodings import SqliteMultivectors
from app.ingest.labelling import PictureLabeller
from app.ingest.prefetch import Progress
from app.ingest.sync import NOBODY, SAME_WEIGHTS, IndexRun, Shard, Summary
from data.catalogue.catalogue import Catalogue
from data.store.address import Location, local_folder
from data.store.lock import index_lock
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder, unit

PROBE_ID, PROBE_HASH = "", "probe"  # of an image that no catalogue holds; tells which weights filled a cache


def index_shard(
    catalogue: Catalogue, location: Location, encoder: ImageTextEncoder, shard: Shard, progress: Progress,
    labeller: PictureLabeller = NOBODY,
) -> Summary:  # fmt: skip
    """One process's part of app.ingest.sync.index_catalogue, with the same vectors, bit for bit.

    Raises StoreError.
    """
    started, folder = time.perf_counter(), local_folder(location)
    with ExitStack() as stack:
        with index_lock(folder, wait=True):
            cache = stack.enter_context(closing(_open_cache(folder, encoder, shard)))
            with closing(Store.create(location, encoder.name)) as store:
                run = IndexRun(catalogue, store, encoder, shard, cache, labeller)
                run.clear_if_weights_changed()
        for batch in run.batches(progress):
            decoded = [image for image in batch if isinstance(image.decoded, Image.Image)]
            multivectors = run.encode(decoded) if decoded else ()
            cache.put([(i.item.id, i.hash, m) for i, m in zip(decoded, multivectors, strict=True)])
        with index_lock(folder, wait=True), closing(Store.create(location, encoder.name)) as store:
            summary = IndexRun(catalogue, store, encoder, shard, cache, labeller).finish()
    _delete_caches(folder, shard)
    summary.seconds = time.perf_counter() - started
    return summary


def barrier(device: str, first: Callable[[], object]) -> None:
    """Wait for all processes of a launch, while rank 0 calls ``first``; assigns each process its GPU."""
    from accelerate import PartialState  # takes seconds, and only several processes need it

    state = PartialState(cpu=device == "cpu")
    if state.is_main_process:
        first()
    state.wait_for_everyone()


def _open_cache(folder: Path, encoder: ImageTextEncoder, shard: Shard) -> SqliteMultivectors:
    """The multivectors that this shard had encoded when it was killed; none if other weights made them."""
    cache = SqliteMultivectors(folder, f"shard-{shard.rank}-of-{shard.world_size}.sqlite3", np.float32)
    noise = np.random.default_rng(0).integers(256, size=(64, 64, 3), dtype=np.uint8)
    probe = encoder.qformer_embeddings(encoder.encode_patches([Image.fromarray(noise)]))[0]
    cached = cache.get([PROBE_ID]).get(PROBE_ID)
    if (
        cached is None
        or cached.shape != probe.shape
        or unit(cached.mean(0)) @ unit(probe.mean(0)) < SAME_WEIGHTS
    ):
        cache.clear()
        cache.put([(PROBE_ID, PROBE_HASH, probe)])
    return cache


def _delete_caches(folder: Path, shard: Shard) -> None:
    """Delete this shard's cache; rank 0 also those of an unfinished run with another world size."""
    own = folder.glob(f"shard-{shard.rank}-of-{shard.world_size}.sqlite3*")
    stale = (p for p in folder.glob("shard-*-of-*") if f"-of-{shard.world_size}." not in p.name)
    for path in [*own, *(stale if not shard.rank else ())]:
        path.unlink(missing_ok=True)
