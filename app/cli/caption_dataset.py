"""`python -m app caption-dataset`: a catalogue as pictures with captions, to train an encoder on."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

ABOUT = "write a catalogue as pictures with captions, for python -m models.training"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--catalogue", type=Path, required=True, help="catalogue folder")
    parser.add_argument("--out", type=Path, required=True, help="JSON-lines file to write")
    parser.add_argument(
        "--weight", type=float, default=1.0, help="how often its items are drawn (1 = once an epoch)"
    )
    parser.add_argument(
        "--split", choices=["by-id", "train", "valid"], default="by-id",
        help="by-id (default) holds one item in ten out of training",
    )  # fmt: skip
    parser.add_argument(
        "--name-colours", action="store_true",
        help="name the colour in the middle of pictures whose card has none",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Writes the file. Raises CatalogueError, OSError."""
    from app.training.caption_dataset import with_seen_colours, write
    from data.catalogue.catalogue import read_catalogue

    items = read_catalogue(args.catalogue).items
    if args.name_colours:
        items = with_seen_colours(items)
    write(items, args.out, args.split, args.weight)
    logging.getLogger(__name__).info("%d items written to %s", len(items), args.out)
    return 0
