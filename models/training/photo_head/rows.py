"""Rows that the photo head learns from, and what an encoder sees of their pictures, computed once.

Knows files and arrays; does not know the heads.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import SIDE, TURNS, lab

log = logging.getLogger("training")

SWATCHES = 48  # colours that pixels are counted by
SAMPLED, PER_PICTURE, ROUNDS = 600, 100, 25  # pictures and pixels for the swatches, and steps of k-means


@dataclass(frozen=True, slots=True)
class Row:
    """One picture: what is known of it ("" for what is not), all categories that it shows, and in how many
    quarter turns it is learned. ``looked``: its colours were named by eye; where two did so and did not
    agree, ``or_colour`` and ``or_pattern`` are the second's."""

    image: Path
    garment: bool
    category: str = ""
    colour: str = ""
    second: str = ""
    pattern: str = ""
    or_colour: str = ""
    or_pattern: str = ""
    audience: str = ""
    present: tuple[str, ...] = ()
    turns: int = 1
    looked: bool = False
    upright: bool = True  # whether it is known which way up it is

    def views(self, at: int) -> tuple[int, ...]:
        """The quarter turns in which the picture is learned; ``at`` is the number of the row."""
        return tuple(range(TURNS)) if self.turns == TURNS else (0, 1 + at % 3)[: self.turns]


def read_rows(file: Path) -> list[Row]:
    """The rows of a JSON-lines file."""
    told = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [Row(**{**one, "image": Path(one["image"]), "present": tuple(one["present"])}) for one in told]


def classes(rows: Sequence[Row], least: int = 25) -> dict[str, list[str]]:
    """The names of the classes of each head: those that so many rows have."""
    fields = {"categories": "category", "colours": "colour", "patterns": "pattern", "audiences": "audience"}
    found = {}
    for name, field in fields.items():
        said = [value for row in rows if (value := getattr(row, field))]
        found[name] = sorted(one for one in set(said) if said.count(one) >= least)
    return found


@dataclass(frozen=True, slots=True)
class Features:
    """Of views of rows: the patches (m, 50, width), the row and the quarter turn of each; of each row its
    pixels (n, 224, 224, 3) as they came."""

    patches: np.ndarray
    row: np.ndarray
    turn: np.ndarray
    pixels: np.ndarray


def features(rows: Sequence[Row], encoder: ImageTextEncoder, file: Path) -> Features:
    """The features of all rows, from ``file`` where they are there."""
    if not file.exists():
        patches, pixels = list[np.ndarray](), list[np.ndarray]()
        row, turn = list[int](), list[int]()
        for at, one in enumerate(rows):
            image = Image.open(one.image).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
            views, seen = one.views(at), np.asarray(image)
            patches.append(encoder.encode_patches([Image.fromarray(np.rot90(seen, k)) for k in views]))
            row, turn, pixels = [*row, *[at] * len(views)], [*turn, *views], [*pixels, seen]
            if at % 500 == 0:
                log.info("%d of %d pictures", at, len(rows))
        seen_patches = np.concatenate(patches).astype(np.float16)
        np.savez(file, patches=seen_patches, row=np.array(row), turn=np.array(turn), pixels=np.stack(pixels))
    kept = np.load(file)
    return Features(*(kept[name] for name in Features.__slots__))


def swatches(pixels: np.ndarray, seed: int = 0) -> np.ndarray:
    """(SWATCHES, 3) Lab colours that the pixels of pictures lie around, by k-means."""
    rng = np.random.default_rng(seed)
    some = pixels[rng.permutation(len(pixels))[:SAMPLED]].reshape(-1, SIDE * SIDE, 3)
    points = lab(some[:, rng.permutation(SIDE * SIDE)[:PER_PICTURE]].astype(np.float32)).reshape(-1, 3)
    centres = points[rng.permutation(len(points))[:SWATCHES]].copy()
    for _ in range(ROUNDS):
        nearest = ((points[:, None] - centres) ** 2).sum(-1).argmin(1)
        for at in np.unique(nearest):
            centres[at] = points[nearest == at].mean(0)
    return centres.astype(np.float32)
