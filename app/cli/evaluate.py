"""`python -m app evaluate`: benchmarks."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from app.cli.arguments import add_encoder, add_json, settings_from
from app.cli.output import write

ABOUT = "benchmarks: how well an encoder finds things in a labelled catalogue"
RETRIEVAL = "retrieval and zero-shot figures of an encoder on a labelled catalogue, beside simple baselines"


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


def run(args: argparse.Namespace) -> int:
    return int(args.benchmark(args))


def _retrieval(args: argparse.Namespace) -> int:
    """Prints the figures. Raises SettingsError, CatalogueError, ModelError."""
    from app.evaluation.dataset import encode, sample
    from app.evaluation.report import evaluate, table
    from app.factory import describer_from, encoder_from
    from app.training.caption_dataset import held_out
    from data.catalogue.catalogue import read_catalogue

    started, settings = time.perf_counter(), settings_from(args)
    items = [i for i in read_catalogue(settings.catalogue).items if not args.held_out or held_out(i.id)]
    taken = read_catalogue(args.photos).items if args.photos else ()
    encoder, describer = encoder_from(settings), describer_from(settings)
    shown = encode(items, encoder)
    photos = encode(sample(taken), encoder) if taken else None
    found = {
        "catalogue": str(settings.catalogue), "encoder": encoder.name, "n_items": len(shown.items),
        **evaluate(encoder, shown, photos, describer), "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    write(found, args.json, table)
    return 0
