"""`python -m app index`: brings the store in line with a catalogue, encoding only what is new or changed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import add_encoder, add_store, settings_from

if TYPE_CHECKING:
    from app.config import Settings
    from app.ingest.prefetch import Progress
    from app.ingest.sync import Share, Summary
    from app.search.engine import Eyes
    from data.catalogue.catalogue import Catalogue
    from data.store.store import Store

log = logging.getLogger("index")

ABOUT = "bring an index in line with a catalogue, encoding only what is new or changed"
SHARED = """
A run that was stopped goes on where it was; twice is once. Several processes share the work, on GPUs or CPUs:
  accelerate launch --multi_gpu -m app index --catalogue FOLDER"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Catalogue, store, encoder and whether to begin anew."""
    parser.epilog = SHARED
    parser.add_argument("--catalogue", type=Path, help="catalogue folder (default: the sample catalogue)")
    add_store(parser)
    add_encoder(parser)
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew; the old one is set aside"
    )


def run(args: argparse.Namespace) -> int:
    """Indexes; 1 when nothing could be indexed, 130 when it was stopped."""
    share, settings = _share(), settings_from(args)
    try:
        summary = _indexed(settings, args.rebuild, share)
    except KeyboardInterrupt:
        log.error("stopped; the same command goes on from here")
        return 130
    for reason in summary.skipped:
        log.warning("skipped: %s", reason)
    log.info("%s: %s", settings.place, summary)
    return 0 if share.rank or summary.indexed or summary.unchanged or summary.relabelled else 1


def refresh_with_bar(catalogue: Catalogue, store: Store, encoder: Eyes) -> Summary:
    """Refresh, with a bar that shows rate and time left once it takes longer than a second."""
    from app.ingest.sync import refresh

    with _bar() as progress:
        return refresh(catalogue, store, encoder, progress)


@contextmanager
def _bar() -> Iterator[Progress]:
    from tqdm import tqdm

    pace = 0.1 if sys.stderr.isatty() else 10  # seconds between two lines; a log file gets few
    with tqdm(unit="item", desc="indexing", delay=1, mininterval=pace) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _share() -> Share:
    """This process's share, as torch's launcher says it, which is also accelerate's."""
    from app.ingest.sync import Share

    return Share(int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1)))


def _indexed(settings: Settings, rebuild: bool, share: Share) -> Summary:
    from data.catalogue.catalogue import read_catalogue

    catalogue = read_catalogue(settings.catalogue)
    log.info("%d items in %s; loading the encoder", len(catalogue.items), catalogue.folder)
    from app.factory import encoder_from  # seconds, which an error in the catalogue should not cost
    from app.ingest.sharding import meet, refresh_share
    from app.ingest.sync import alone
    from data.store.address import folder_of
    from data.store.store import Store

    if share.count > 1 and (rebuild or settings.device == "cuda"):
        meet(settings.device, lambda: Store.set_aside(settings.place) if rebuild else None)
    encoder = encoder_from(settings)
    if share.count > 1:
        with _bar() as progress:
            return refresh_share(catalogue, settings.place, encoder, share, progress)
    if rebuild:
        with alone(folder_of(settings.place)):
            Store.set_aside(settings.place)
    return refresh_with_bar(catalogue, Store.open(settings.place, encoder.name), encoder)
