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

from PIL import Image

from app.ingest.comparison import Options
from app.ingest.encodings import EncodingCache, remember
from app.ingest.labelling import PictureLabeller
from app.ingest.prefetch import Progress
from app.ingest.sync import NOBODY, UNASKED, IndexRun, Shard, Summary, sign
from data.catalogue.catalogue import Catalogue
from data.store.address import Location, local_folder
from data.store.lock import index_lock
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder


def index_shard(
    catalogue: Catalogue, location: Location, encoder: ImageTextEncoder, shard: Shard, progress: Progress,
    labeller: PictureLabeller = NOBODY, options: Options = UNASKED,
) -> Summary:  # fmt: skip
    """One process's part of app.ingest.sync.index_place, with the same vectors, bit for bit.

    Raises StoreError.
    """
    started, folder = time.perf_counter(), local_folder(location)
    with ExitStack() as stack:
        with index_lock(folder, wait=True), closing(Store.create(location, encoder.name)) as store:
            sign(catalogue, store, options)
            IndexRun(catalogue, store, encoder, shard, labeller=labeller).clear_if_weights_changed()
            store.publish()  # so that it can be opened, also where it is new
            file = folder / f"shard-{shard.rank}-of-{shard.world_size}.sqlite3"
            cache = stack.enter_context(closing(EncodingCache(file, encoder)))
        with closing(Store.open(location, encoder.name)) as store:
            run = IndexRun(catalogue, store, encoder, shard, cache, labeller)
            for batch in run.batches(progress):
                decoded = [image for image in batch if isinstance(image.decoded, Image.Image)]
                multivectors = run.encode(decoded) if decoded else ()
                cache.put([(i.item.id, i.hash, m) for i, m in zip(decoded, multivectors, strict=True)])
        with index_lock(folder, wait=True), closing(Store.create(location, encoder.name)) as store:
            sign(catalogue, store, options)
            summary = IndexRun(catalogue, store, encoder, shard, cache, labeller).finish()
            remember(store, options.weights)
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


def _delete_caches(folder: Path, shard: Shard) -> None:
    """Delete this shard's cache; rank 0 also those of an unfinished run with another world size."""
    own = folder.glob(f"shard-{shard.rank}-of-{shard.world_size}.sqlite3*")
    stale = (p for p in folder.glob("shard-*-of-*") if f"-of-{shard.world_size}." not in p.name)
    for path in [*own, *(stale if not shard.rank else ())]:
        path.unlink(missing_ok=True)
