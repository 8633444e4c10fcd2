"""`python -m app index`: brings the store in line with a catalogue, encoding only what is new or changed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from app.cli.arguments import add_catalogue, add_encoder, add_json, add_store, settings_from
from app.cli.output import write_json

if TYPE_CHECKING:
    from app.config import Settings
    from app.ingest.comparison import Options, Standing
    from app.ingest.prefetch import Progress
    from app.ingest.sync import Summary
    from data.catalogue.catalogue import Catalogue
    from data.store.store import Store

log = logging.getLogger("index")

MAX_SHOWN = 20  # pictures that are skipped, of which it prints why

ABOUT = "bring an index in line with a catalogue, encoding only what is new or changed"
SHARED = """
A run that was stopped goes on where it was; twice is once. Several processes share the work, on GPUs or CPUs:
  accelerate launch --multi_gpu -m app index --catalogue FOLDER"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = SHARED
    add_catalogue(parser)
    add_store(parser)
    add_encoder(parser)
    parser.add_argument("--currency", help="of prices that name none, such as USD (default: EUR)")
    parser.add_argument(
        "--dry-run", action="store_true",
        help="say how the catalogue is read and what would be done, and write nothing",
    )  # fmt: skip
    parser.add_argument(
        "--download-images", action="store_true",
        help="first fetch the pictures that the table names by address and that do not lie beside it",
    )  # fmt: skip
    parser.add_argument(
        "--private-addresses", action="store_true",
        help="fetch them also from this machine and its network, which is refused otherwise",
    )  # fmt: skip
    add_json(parser)
    parser.add_argument(
        "--yes", action="store_true",
        help="remove items without a question, also where more than a tenth of the index is gone",
    )  # fmt: skip
    parser.add_argument(
        "--replace", action="store_true",
        help="put this catalogue in the place of another one that the index was made of",
    )  # fmt: skip
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew; the old one is set aside"
    )


def run(args: argparse.Namespace) -> int:
    """Indexes, or with --dry-run says what would be done; 1 when nothing can be indexed, 130 when it was
    stopped."""
    from data.catalogue.catalogue import read_catalogue

    settings = settings_from(args)
    rank, world_size = (int(os.environ.get(key, 0)) for key in ("RANK", "WORLD_SIZE"))  # by torch's launcher
    try:
        if args.dry_run:
            catalogue = read_catalogue(settings.catalogue, settings.currency, unfetched=True)
        else:
            catalogue = _read(settings, args.download_images and not rank, args.private_addresses)
        if not rank:
            for line in catalogue.report.lines():
                log.info("%s", line)
        options = _options(args, settings)
        if args.dry_run:
            return _foretell(catalogue, settings, options, args.download_images, args.json)
        summary = _index(catalogue, settings, options, rank, world_size)
    except KeyboardInterrupt:
        log.error("stopped; the same command goes on from here")
        return 130
    _tell(catalogue, summary, settings, args.download_images)
    if args.json:
        write_json({**catalogue.report.to_json(), **summary.to_json()})
    return 0 if rank or summary.indexed or summary.unchanged or summary.relabelled else 1


def _options(args: argparse.Namespace, settings: Settings) -> Options:
    from app.ingest.comparison import Options
    from app.ingest.encodings import weights_of

    place, weights = os.path.realpath(settings.catalogue), weights_of(settings.encoder)
    return Options(place, args.replace, args.yes or args.replace, args.rebuild, weights)


def _tell(catalogue: Catalogue, summary: Summary, settings: Settings, fetched: bool) -> None:
    """What a run found in pictures, which the report of the catalogue does not know, and what it did."""
    read = {str(problem) for problem in catalogue.problems}
    _warn("skipped", [reason for reason in summary.skipped if reason not in read])
    for line in proposals(summary):
        log.info("%s", line)
    if not catalogue.items:
        log.error("%s: nothing was indexed", _empty(catalogue, fetched))
        return
    log.info("%s: %s", settings.place, summary)


def _empty(catalogue: Catalogue, fetched: bool) -> str:
    if not catalogue.report.rows:
        return "the shop is empty"
    if not catalogue.report.addresses:
        return "no product can be used"
    cure = "could not be fetched, for the reasons above" if fetched else "--download-images fetches them"
    return f"no product can be used without a picture; their pictures are addresses: {cure}"


def _warn(said: str, reasons: Sequence[str]) -> None:
    for reason in reasons[:MAX_SHOWN]:
        log.warning("%s: %s", said, reason)
    if len(reasons) > MAX_SHOWN:
        log.warning("and %d more, which --json lists", len(reasons) - MAX_SHOWN)


def proposals(summary: Summary) -> Iterator[str]:
    """What the pictures say of the owner's own categories, a line for each of them."""
    from data.catalogue.mapping import mapping_line

    theirs = dict.fromkeys(name for (name, _), _ in summary.proposed.most_common())
    for name in theirs:
        seen = [(ours, count) for (own, ours), count in summary.proposed.most_common() if own == name]
        shown = ", ".join(f"{ours} {count}" for ours, count in seen)
        yield (
            f"category {name!r}: by their pictures {shown}; to file them so, put this line into mapping.csv "
            f"beside the table, below kind,theirs,ours: {mapping_line('category', name, seen[0][0])}"
        )


def _read(settings: Settings, download: bool, private: bool) -> Catalogue:
    from data.catalogue.catalogue import read_catalogue

    catalogue = read_catalogue(settings.catalogue, settings.currency)
    if download and catalogue.report.addresses:
        from app.ingest.downloads import Downloader

        with _bar("fetching", "picture") as progress:
            fetched = Downloader(private).fetch(catalogue.folder, catalogue.report.addresses, progress)
            _warn("not fetched", [str(problem) for problem in fetched])
        return read_catalogue(settings.catalogue, settings.currency)
    return catalogue


def _foretell(
    catalogue: Catalogue, settings: Settings, options: Options, fetching: bool, as_json: bool
) -> int:
    """What a run would do, without an encoder and without writing."""
    from app.ingest.comparison import changes, refusal, standing
    from data.catalogue.values.addresses import UNFETCHED

    with _existing(settings, options) as store:
        found = changes(catalogue, store, fetching)
        there = (item for item in catalogue.items if fetching or item.image.suffix != UNFETCHED)
        stands = standing(there, store, options.catalogue) if store else None
    refused = refusal(stands, settings.place, options) if stands else ""
    _warn("would skip", found.skipped)
    if refused:
        log.warning("would be refused: %s", refused)
    elif stands and stands.made_of not in ("", options.catalogue):
        log.info("the index was made of %s; nearly all items are the same, so it is taken for the same "
                 "catalogue", stands.made_of)  # fmt: skip
    if not catalogue.items:
        log.error("%s: nothing would be indexed", _empty(catalogue, fetched=False))
    else:
        more = f", and {found.unfetched} more with --download-images" if found.unfetched else ""
        log.info("would add %d, change %d and remove %d items of %s%s; nothing was written",
                 found.new, found.changed, found.removed, settings.place, more)  # fmt: skip
    if as_json:
        write_json({**catalogue.report.to_json(), **asdict(found), "refused": refused})
    return 0 if catalogue.items else 1


@contextmanager
def _existing(settings: Settings, options: Options) -> Iterator[Store | None]:
    """The index as it is, to be read; None where there is none yet, or it is to be made anew."""
    from app.factory import encoder_name
    from data.store.address import MissingError
    from data.store.store import Store

    try:
        store = None if options.rebuild else Store.open(settings.place, encoder_name(settings))
    except MissingError:
        store = None
    try:
        yield store
    finally:
        if store:
            store.close()


def _permitted(stands: Standing, settings: Settings, options: Options, asks: bool) -> Options:
    """The options, with the owner's yes where one is needed and given at the terminal; without it, raises
    StoreError."""
    from app.ingest.comparison import refusal
    from data.store.store import StoreError

    refused = refusal(stands, settings.place, options)
    if not refused:
        return options
    asks = asks and sys.stdin.isatty() and sys.stderr.isatty() and not stands.is_foreign(options.catalogue)
    if asks:
        sys.stderr.write(f"{settings.place}: {stands.loss}; remove them from the index? [y/N] ")
        sys.stderr.flush()
    if asks and sys.stdin.readline().strip().lower() in ("y", "yes"):
        return replace(options, remove_many=True)
    raise StoreError(refused)


@contextmanager
def _bar(doing: str = "indexing", unit: str = "item") -> Iterator[Progress]:
    from tqdm import tqdm

    pace = 0.1 if sys.stderr.isatty() else 10  # seconds between two lines; a log file gets few
    with tqdm(unit=unit, desc=doing, delay=1, mininterval=pace) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _index(
    catalogue: Catalogue, settings: Settings, options: Options, rank: int, world_size: int
) -> Summary:  # fmt: skip
    from app.ingest.comparison import standing
    from app.ingest.sync import Summary

    skipped = [str(problem) for problem in catalogue.problems if not problem.kept]
    if not catalogue.items:
        return Summary(skipped=skipped)
    with _existing(settings, options) as store:  # before the seconds that an encoder takes
        if store:
            stands = standing(catalogue.items, store, options.catalogue)
            options = _permitted(stands, settings, options, asks=world_size < 2)
            if world_size < 2 and _is_in_line(catalogue, store, options):
                log.info("nothing to do")
                return Summary(unchanged=len(catalogue.items), skipped=skipped)
    return _encoded(catalogue, settings, options, rank, world_size)


def _is_in_line(catalogue: Catalogue, store: Store, options: Options) -> bool:
    """Whether a run would write nothing, as far as can be told without an encoder."""
    from app.ingest.comparison import is_in_line
    from app.ingest.encodings import is_remembered

    known = store.catalogue == options.catalogue and is_remembered(store, options.weights)
    return known and is_in_line(catalogue, store)


def _encoded(
    catalogue: Catalogue, settings: Settings, options: Options, rank: int, world_size: int
) -> Summary:  # fmt: skip
    from app.factory import encoder_from, head_from
    from app.ingest.labelling import PictureLabeller
    from app.ingest.sharding import barrier, index_shard
    from app.ingest.sync import Shard, index_place
    from data.store.store import Store

    log.info("loading the encoder")
    if world_size > 1 and (options.rebuild or settings.device == "cuda"):
        barrier(settings.device, lambda: Store.set_aside(settings.place) if options.rebuild else None)
    encoder = encoder_from(settings)
    labeller = PictureLabeller(head_from(encoder))
    with _bar() as progress:
        if world_size > 1:
            shard = Shard(rank, world_size)
            return index_shard(catalogue, settings.place, encoder, shard, progress, labeller, options)
        return index_place(catalogue, settings.place, encoder, progress, labeller, options)
