"""How well one look reads labelled photos: garment or not, category, main colour and pattern, also turned.

Knows photos with labels and the search; does not know how a photo is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.evaluation import metrics
from app.search.engine import Search
from data.catalogue.catalogue import Item
from data.catalogue.images import SUFFIXES, open_picture

TURNS = (0, 90, 180, 270)  # degrees


def photo_figures(
    search: Search, items: Sequence[Item], named: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:  # fmt: skip
    """The shares that are right of photos, in each quarter turn; ``named`` are colour and pattern by
    "category/file"."""
    return {f"turned {turn}": metrics.summary(_turned(search, items, named, turn)) for turn in TURNS}


def _turned(
    search: Search, items: Sequence[Item], named: Mapping[str, Mapping[str, str]], turn: int
) -> dict[str, np.ndarray]:  # fmt: skip
    right: dict[str, list[float]] = {name: [] for name in ("garment", "category", "colour", "pattern")}
    drawn: list[float] = []
    for item in items:
        photo = search.look(open_picture(item.image).rotate(turn, expand=True))
        told = named[f"{item.image.parent.name}/{item.image.name}"]
        right["garment"].append(photo.seen.garment)
        right["category"].append(photo.category == item.category)
        right["colour"].append(photo.seen.colours[:1] == (told["colour"],))
        right["pattern"].append(photo.seen.pattern == told["pattern"])
        if told["pattern"] != "plain":
            drawn.append(right["pattern"][-1])
    found = {name: np.array(values, float) for name, values in right.items()}
    return found | {"pattern of the patterned": np.array(drawn, float)}


def other_figures(search: Search, folder: Path) -> dict[str, Any]:
    """The share of a folder's pictures, of which none shows a garment, that are known as such."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return metrics.summary({"known as no garment": _known(search, files)})


def _known(search: Search, files: Iterable[Path]) -> np.ndarray:
    return np.array([not search.look(open_picture(file)).seen.garment for file in files], float)
