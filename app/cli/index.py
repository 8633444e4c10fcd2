"""`python -m app index`: brings the store in line with a catalogue, encoding only what is new or changed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.arguments import add_catalogue, add_encoder, add_store, settings_from

if TYPE_CHECKING:
    from app.config import Settings
    from app.ingest.prefetch import Progress
    from app.ingest.sync import Summary
    from data.catalogue.catalogue import Catalogue
    from data.store.store import Store
    from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("index")

ABOUT = "bring an index in line with a catalogue, encoding only what is new or changed"
SHARED = """
A run that was stopped goes on where it was; twice is once. Several processes share the work, on GPUs or CPUs:
  accelerate launch --multi_gpu -m app index --catalogue FOLDER"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = SHARED
    add_catalogue(parser)
    add_store(parser)
    add_encoder(parser)
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew; the old one is set aside"
    )


def run(args: argparse.Namespace) -> int:
    """Indexes; 1 when nothing could be indexed, 130 when it was stopped."""
    settings = settings_from(args)
    rank, world_size = (int(os.environ.get(key, 0)) for key in ("RANK", "WORLD_SIZE"))  # by torch's launcher
    try:
        summary = _index(settings, args.rebuild, rank, world_size)
    except KeyboardInterrupt:
        log.error("stopped; the same command goes on from here")
        return 130
    for reason in summary.skipped:
        log.warning("skipped: %s", reason)
    log.info("%s: %s", settings.place, summary)
    return 0 if rank or summary.indexed or summary.unchanged or summary.relabelled else 1


def refresh_with_bar(catalogue: Catalogue, store: Store, encoder: ImageTextEncoder) -> Summary:
    """Refresh, with a bar that shows rate and time left once it takes longer than a second."""
    from app.ingest.sync import index_catalogue

    with _bar() as progress:
        return index_catalogue(catalogue, store, encoder, progress)


@contextmanager
def _bar() -> Iterator[Progress]:
    from tqdm import tqdm

    pace = 0.1 if sys.stderr.isatty() else 10  # seconds between two lines; a log file gets few
    with tqdm(unit="item", desc="indexing", delay=1, mininterval=pace) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _index(settings: Settings, rebuild: bool, rank: int, world_size: int) -> Summary:
    from data.catalogue.catalogue import read_catalogue

    catalogue = read_catalogue(settings.catalogue)
    log.info("%d items in %s; loading the encoder", len(catalogue.items), catalogue.folder)
    from app.factory import encoder_from  # seconds, which an error in the catalogue should not cost
    from app.ingest.lock import index_lock
    from app.ingest.sharding import barrier, index_shard
    from app.ingest.sync import Shard
    from data.store.address import local_folder
    from data.store.store import Store

    if world_size > 1 and (rebuild or settings.device == "cuda"):
        barrier(settings.device, lambda: Store.set_aside(settings.place) if rebuild else None)
    encoder = encoder_from(settings)
    if world_size > 1:
        with _bar() as progress:
            return index_shard(catalogue, settings.place, encoder, Shard(rank, world_size), progress)
    if rebuild:
        with index_lock(local_folder(settings.place)):
            Store.set_aside(settings.place)
    return refresh_with_bar(catalogue, Store.open(settings.place, encoder.name), encoder)
