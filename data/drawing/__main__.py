"""Redraws the sample catalogue: python -m data.drawing [--out data/sample] [--size 640] [--variants N]."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from data.drawing.catalogue import write_items
from data.drawing.range import Piece, pieces
from data.drawing.render import RenderError, save
from data.drawing.variants import variants


def draw_one(piece: Piece, folder: Path, size: int) -> str:
    """Draw one item's picture; its id."""
    save(piece.svg(), folder / f"{piece.id}.webp", size)
    return piece.id


def main() -> int:
    """Draw everything that --only does not leave out, then write items.csv."""
    options = argparse.ArgumentParser(prog="python -m data.drawing", description=__doc__)
    options.add_argument("--out", type=Path, default=Path("data/sample"), help="folder of the catalogue")
    options.add_argument("--size", type=int, default=640, help="height of the pictures in pixels")
    options.add_argument("--only", default="", help="draw only items whose id begins so")
    options.add_argument("--variants", type=int, default=0, metavar="N",
                         help="instead of the range, N variations of it to train an encoder on")  # fmt: skip
    chosen = options.parse_args()
    shown = variants(chosen.variants) if chosen.variants else pieces()
    images = chosen.out / "images"
    images.mkdir(parents=True, exist_ok=True)
    wanted = [piece for piece in shown if piece.id.startswith(chosen.only)]
    try:
        with ProcessPoolExecutor() as workers:
            done = workers.map(partial(draw_one, folder=images, size=chosen.size), wanted)
            for count, name in enumerate(done, 1):
                print(f"\r{count}/{len(wanted)} {name} ", end="", file=sys.stderr, flush=True)  # noqa: T201
    except RenderError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    write_items(chosen.out / "items.csv", shown)
    print(file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
