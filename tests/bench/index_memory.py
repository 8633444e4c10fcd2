"""`python -m tests.bench.index_memory --items 10000`: the most memory that `python -m app index` takes for so
many items, by an encoder that costs next to nothing.

Pictures are links to a few small ones; all else is the command itself, from the table to the store.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app import factory
from app.__main__ import main as app
from models.vision.encoder import unit
from tests.bench.cloud import DIM
from tests.bench.goods import thrown
from tests.bench.rows import Row
from tests.servers import peak_memory

FEW, MANY = 10_000, 100_000
PICTURES, SIDE = 64, 32  # files that are linked to, as file systems allow 65,000 links to one
QUERIES = 8  # vectors of one picture, as many as the encoder that ships makes
KINDS = ("dress", "shirt", "t-shirt", "skirt", "shoes", "jacket", "belt", "sunglasses")
COLUMNS = ("id", "title", "category", "colour", "gender", "price", "image")


class FastEncoder:
    """Turns a picture's mean colour into as many numbers as a real encoder makes."""

    name, dim, has_itm_head = "fast", DIM, False

    def __init__(self) -> None:
        self._axes = np.random.default_rng(7).normal(size=(3, QUERIES * DIM)).astype(np.float32)

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 1, 3) the mean colours."""
        return np.stack([np.asarray(image.convert("RGB").resize((1, 1)), np.float32)[0] for image in images])

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        """(n, QUERIES, DIM), unit rows."""
        return unit((patches[:, 0] @ self._axes + 1).reshape(len(patches), QUERIES, DIM))

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, DIM) float32, unit rows."""
        return unit(self.qformer_embeddings(self.encode_patches(images)).mean(1))

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """The same vector for every text."""
        return unit(np.ones((len(texts), DIM)))


def catalogue(folder: Path, count: int) -> Path:
    """A folder with a table of so many items, and a link for the picture of each."""
    (folder / "images").mkdir(parents=True)
    dice = np.random.default_rng(7)
    for number in range(PICTURES):
        colours = dice.integers(256, size=(SIDE, SIDE, 3), dtype=np.uint8)
        Image.fromarray(colours).save(folder / f"{number}.png")
    with (folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for row in range(count):
            os.link(folder / f"{row % PICTURES}.png", folder / "images" / f"{row}.png")
            card, kind = thrown(row), KINDS[row % len(KINDS)]
            words = f"Item {row} {' '.join(card.words)}"
            table.writerow(
                [f"{row:07}", words, kind, card.colour, card.gender, card.cost, f"images/{row}.png"]
            )
    return folder


def peak(folder: Path, count: int) -> int:
    """The most bytes that this process holds while it indexes so many items into an empty folder."""
    factory.ENCODERS[FastEncoder.name] = _fast
    os.environ["ARMARIO_ENCODER"] = FastEncoder.name
    done = app(
        ["index", "--catalogue", str(catalogue(folder / "shop", count)), "--store", str(folder / "index")]
    )
    if done:
        raise SystemExit(done)
    return peak_memory()


def _fast() -> Any:
    return FastEncoder()


def rows() -> list[Row]:
    """The most memory of many items against that of few: 1 where it is flat."""
    few, many = (_measured(count) for count in (FEW, MANY))
    return [Row(f"memory: index of {MANY:,} items against {FEW:,} (bar 1)", many / 1e6, few / 1e6, "MB")]


def _measured(count: int) -> int:
    command = [sys.executable, "-m", "tests.bench.index_memory", "--items", str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return int(json.loads(done.stdout)["peak"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.index_memory", description=__doc__)
    parser.add_argument("--items", type=int, default=FEW, help=f"how many (default: {FEW:,})")
    count = parser.parse_args().items
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        sys.stdout.write(json.dumps({"items": count, "peak": peak(Path(name), count)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
