"""`python -m app evaluate`: benchmarks."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.arguments import add_encoder, add_json, add_store, settings_from
from app.cli.output import write

log = logging.getLogger("evaluate")
ABOUT = "benchmarks: an encoder on a labelled catalogue, a language model on labelled conversations"
RETRIEVAL = "retrieval and zero-shot figures of an encoder on a labelled catalogue, beside simple baselines"
PHOTOS = "how well one look reads labelled photos, upright and turned: garment, category, colour, pattern"
AGENT = "labelled conversations answered by the language model that is set, beside the rules alone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    benchmarks = parser.add_subparsers(title="benchmarks", metavar="BENCHMARK", required=True)
    retrieval = benchmarks.add_parser("retrieval", help=RETRIEVAL, description=RETRIEVAL)
    retrieval.set_defaults(benchmark=_retrieval)
    retrieval.add_argument("--catalogue", type=Path, required=True, help="labelled catalogue")
    add_encoder(retrieval)
    retrieval.add_argument("--photos", type=Path, help="customers' photos, such as a folder per category")
    retrieval.add_argument(
        "--held-out", action="store_true",
        help="only the items that python -m app caption-dataset keeps out of training",
    )  # fmt: skip
    add_json(retrieval)
    photos = benchmarks.add_parser("photos", help=PHOTOS, description=PHOTOS)
    photos.set_defaults(benchmark=_photos)
    photos.add_argument("--photos", type=Path, required=True, help="photos of app/training/photo_labels.csv")
    photos.add_argument("--split", default="validation", help="of the labels (default: validation)")
    photos.add_argument("--others", type=Path, help="a folder of pictures without a garment")
    add_store(photos)
    add_json(photos)
    agent = benchmarks.add_parser("agent", help=AGENT, description=AGENT)
    agent.set_defaults(benchmark=_agent)
    agent.add_argument("--out", type=Path, help="JSON lines, one a turn; the same command goes on from there")
    agent.add_argument(
        "--limit", type=_count, default=0, help="so many conversations of all kinds (default: all)"
    )
    agent.add_argument(
        "--split", choices=("seen", "unseen"), default="",
        help="only those that rules and fact check may have been mended on, or never were",
    )  # fmt: skip
    add_store(agent)
    add_json(agent)


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of conversations; give 1 or more")
    return int(text)


def run(args: argparse.Namespace) -> int:
    return int(args.benchmark(args))


def _retrieval(args: argparse.Namespace) -> int:
    """Prints the figures. Raises SettingsError, CatalogueError, ModelError."""
    from app.evaluation.dataset import encode, sample
    from app.evaluation.report import evaluate, table
    from app.factory import describer_from, encoder_from, head_from
    from app.training.caption_dataset import held_out
    from data.catalogue.catalogue import read_catalogue

    started, settings = time.perf_counter(), settings_from(args)
    items = [i for i in read_catalogue(settings.catalogue).items if not args.held_out or held_out(i.id)]
    taken = read_catalogue(args.photos).items if args.photos else ()
    encoder, describer = encoder_from(settings), describer_from(settings)
    shown = encode(items, encoder)
    photos, head = (encode(sample(taken), encoder), head_from(encoder)) if taken else (None, None)
    found = {
        "catalogue": str(settings.catalogue), "encoder": encoder.name, "n_items": len(shown.items),
        **evaluate(encoder, shown, photos, describer, head),
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    write(found, args.json, table)
    return 0


def _photos(args: argparse.Namespace) -> int:
    """Prints the figures. Raises SettingsError, CatalogueError, StoreError, ModelError."""
    from app.evaluation.photos import other_figures, photo_figures
    from app.factory import head_from, index_from
    from app.search.engine import Search
    from app.training.photo_dataset import labels
    from data.catalogue.catalogue import read_catalogue

    encoder, store = index_from(settings := settings_from(args))
    search = Search(encoder, store, settings.strategy, head_from(encoder))
    found = photo_figures(search, read_catalogue(args.photos).items, labels(args.split))
    write({**found, **({"others": other_figures(search, args.others)} if args.others else {})}, args.json)
    return 0


def _agent(args: argparse.Namespace) -> int:
    """Prints the figures; 130 when it was stopped. Raises SettingsError, CatalogueError, StoreError,
    ModelError, OSError."""
    from app.evaluation.agent.benchmark import Asked, figures
    from app.evaluation.agent.report import table
    from app.evaluation.agent.shop import sample_store
    from app.evaluation.agent.turns import greet
    from app.factory import chat_from, encoder_from

    settings = settings_from(args)
    chat = chat_from(settings, settings.chat)
    greet(chat)  # before the hours
    encoder = encoder_from(settings)
    asked = Asked(args.split, args.limit, args.out)
    try:
        with sample_store(settings, encoder) as store, _bar() as progress:
            found = figures(settings, chat, encoder, store, asked, progress)
    except KeyboardInterrupt:
        log.error("stopped; with --out FILE the same command goes on from here")
        return 130
    write(found, args.json, table)
    return 0


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar with the time that is left; a log file gets few lines."""
    from tqdm import tqdm

    with tqdm(unit="turn", delay=1, smoothing=0, mininterval=0.1 if sys.stderr.isatty() else 10) as bar:

        def show(done: int, total: int) -> None:
            if not bar.total:
                bar.total, bar.initial, bar.n = total, done, done  # only what is done now has a pace
            bar.update(done - bar.n)

        yield show
