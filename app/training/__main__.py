"""`python -m app.training`: writes the rows that the small writer's adapter is trained on."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from data.catalogue.catalogue import read_catalogue

SAMPLE = Path("data/sample")


def main() -> int:
    """Runs the command; its options are in --help."""
    parser = argparse.ArgumentParser(prog="python -m app.training", description=__doc__)
    add = parser.add_argument
    add("--out", type=Path, default=Path("runs/writer"), help="folder for train.jsonl and held.jsonl")
    add("--count", type=int, default=30_000, help="answers that are told again over other items")
    add("--catalogue", type=Path, action="append", default=[], help="a further catalogue to tell them over")
    add("--seed", type=int, default=0)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    from app.training.caption_dataset import held_out
    from app.training.writer_dataset import shops, write

    own = [list(read_catalogue(SAMPLE).items)]
    for folder in args.catalogue:
        own.append([item for item in read_catalogue(folder).items if not held_out(item.id)])
    write(args.out, [*own, *shops()], args.count, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
