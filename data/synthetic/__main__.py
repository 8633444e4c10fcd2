"""Redraws the sample catalogue: python -m data.synthetic [--out data/sample] [--size 640] [--variants N]."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from data.synthetic.catalogue import Product, products, variants, write_items
from data.synthetic.svg import RenderError, save


def draw_one(product: Product, folder: Path, size: int) -> str:
    """Draw one product's picture and return its id."""
    save(product.svg(), folder / f"{product.id}.webp", size)
    return product.id


def main() -> int:
    """Draw every product that --only does not leave out, then write items.csv."""
    options = argparse.ArgumentParser(prog="python -m data.synthetic", description=__doc__)
    options.add_argument("--out", type=Path, default=Path("data/sample"), help="folder of the catalogue")
    options.add_argument("--size", type=int, default=640, help="height of the pictures in pixels")
    options.add_argument("--only", default="", help="draw only items whose id begins so")
    options.add_argument("--variants", type=int, default=0, metavar="N",
                         help="instead of the range, N variations of it to train an encoder on")  # fmt: skip
    chosen = options.parse_args()
    shown = variants(chosen.variants) if chosen.variants else products()
    images = chosen.out / "images"
    images.mkdir(parents=True, exist_ok=True)
    wanted = [product for product in shown if product.id.startswith(chosen.only)]
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
