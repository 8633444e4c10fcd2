"""`python -m app.cli.index`: brings the store in line with a catalogue, encoding only what is new or changed.

Several processes share it, on GPUs or CPUs: `accelerate launch --multi_gpu -m app.cli.index` and its options.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from app.config import Settings, SettingsError
from app.ingest.lock import index_lock
from app.ingest.prefetch import Progress
from app.ingest.sharding import barrier, index_shard
from app.ingest.sync import Shard, Summary, index_catalogue
from data.catalogue.catalogue import Catalogue, CatalogueError, read_catalogue
from data.store.address import local_folder
from data.store.store import Store, StoreError
from models.llm.chat_model import ModelError
from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("index")


def refresh_with_bar(catalogue: Catalogue, store: Store, encoder: ImageTextEncoder) -> Summary:
    """Refresh, with a bar that shows rate and time left once it takes longer than a second."""
    with _bar() as progress:
        return index_catalogue(catalogue, store, encoder, progress)


@contextmanager
def _bar() -> Iterator[Progress]:
    pace = 0.1 if sys.stderr.isatty() else 10  # seconds between two lines; a log file gets few
    with tqdm(unit="item", desc="indexing", delay=1, mininterval=pace) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def main(argv: Sequence[str] | None = None) -> int:
    """Indexes; 1 when nothing could be indexed, 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = vars(_arguments(argv))
    rebuild, share = options.pop("rebuild"), _share()
    try:
        settings = Settings.from_env(os.environ, **options)
        summary = _run(settings, rebuild, share)
    except (SettingsError, CatalogueError, StoreError, ModelError) as error:
        log.error("%s", error)
        return 2
    except KeyboardInterrupt:
        log.error("stopped; the same command goes on from here")
        return 130
    for reason in summary.skipped:
        log.warning("skipped: %s", reason)
    log.info("%s: %s", settings.place, summary)
    return 0 if share.rank or summary.indexed or summary.unchanged or summary.relabelled else 1


def _share() -> Shard:
    """This process's share, as torch's launcher says it, which is also accelerate's."""
    return Shard(int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1)))


def _run(settings: Settings, rebuild: bool, share: Shard) -> Summary:
    catalogue = read_catalogue(settings.catalogue)
    log.info("%d items in %s; loading the encoder", len(catalogue.items), catalogue.folder)
    from app.factory import encoder_from  # seconds, which an error in the catalogue should not cost

    if share.world_size > 1 and (rebuild or settings.device == "cuda"):
        barrier(settings.device, lambda: Store.set_aside(settings.place) if rebuild else None)
    encoder = encoder_from(settings)
    if share.world_size > 1:
        with _bar() as progress:
            return index_shard(catalogue, settings.place, encoder, share, progress)
    if rebuild:
        with index_lock(local_folder(settings.place)):
            Store.set_aside(settings.place)
    return refresh_with_bar(catalogue, Store.open(settings.place, encoder.name), encoder)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.cli.index", description=__doc__)
    parser.add_argument("--catalogue", type=Path, help="catalogue folder (default: the sample catalogue)")
    parser.add_argument("--store", help="folder or address of the index (default: data/index/<catalogue>)")
    parser.add_argument(
        "--encoder", help="BLIP-2, CLIP or SigLIP, a folder or a hub name (default: the profile's)"
    )
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew; the old one is set aside"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
