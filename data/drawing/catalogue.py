"""items.csv of the sample catalogue, written from the range.

Knows the columns that a catalogue has; does not know how pictures are drawn.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from data.drawing import words
from data.drawing.range import Piece

PRICE_NOTE = "sample"  # invented for the demo, and shown as such


def write_items(path: Path, pieces: Sequence[Piece]) -> None:
    """Write these pieces as a catalogue, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(row(pieces[0])), lineterminator="\n")
        table.writeheader()
        table.writerows(row(piece) for piece in pieces)


def row(piece: Piece) -> dict[str, str]:
    """One line of items.csv."""
    return {
        "id": piece.id,
        "title": words.title(piece),
        "title_es": words.title_es(piece),
        "category": piece.cut.category,
        "colour": piece.colour,
        "gender": piece.gender,
        "usage": piece.usage,
        "season": piece.season,
        "price": piece.price,
        "price_note": PRICE_NOTE,
        "image": f"images/{piece.id}.webp",
        "description": words.description(piece),
        "description_es": words.description_es(piece),
    }
