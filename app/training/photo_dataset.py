"""Pictures with what they show: the rows that `python -m models.training.photo_head` learns from.

Photos taken at home with colours and patterns that were named by eye (`photo_labels.csv`), products by their
cards, pictures of other things, and pictures that are put together here from several garments.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageOps

from app.training.caption_dataset import held_out
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import SUFFIXES, open_picture
from data.catalogue.vocabulary import broad_pattern, categories, pattern_of

PHOTO_LABELS = Path(__file__).with_name("photo_labels.csv")
NAMED = (
    "colour",
    "second",
    "pattern",
    "or_colour",
    "or_pattern",
)  # twice by eye; or_: where the second differs
PRODUCTS, TOGETHER = 3000, 900  # products, and pictures put together of either kind
HEIGHT = 400  # pixels of a picture put together
CANVAS = (320, 480)
WORN = (  # what is put together, by role, from above to below
    ("top", "bottom"), ("top", "bottom"), ("top", "bottom", "shoes"), ("top", "shoes"), ("bottom", "shoes"),
    ("top", "accessory"), ("top", "bottom", "accessory"), ("shoes", "accessory"),
)  # fmt: skip


def labels(split: str) -> dict[str, dict[str, str]]:
    """What was named by eye of the photos of a split ("train", "validation"), by "category/file"."""
    with PHOTO_LABELS.open(encoding="utf-8", newline="") as file:
        return {row["photo"]: row for row in csv.DictReader(file) if row["split"] == split}


def photo_rows(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """A row for each photo of a folder of folders by category, in all quarter turns."""
    named = labels(split)
    for item in read_catalogue(folder).items:
        said = named.get(f"{item.image.parent.name}/{item.image.name}", {})
        told = {key: said.get(key, "") for key in NAMED}
        yield _row(item, turns=4, looked=bool(said), **told)


def product_rows(items: Sequence[Item], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """A row for each of so many products, in two quarter turns; a card seldom says that a thing is plain."""
    for item in random.Random(seed).sample(list(items), min(count, len(items))):
        yield _row(item, turns=2, colour=item.colour, pattern=_drawn(item))


def other_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """A row for each picture of a folder that shows no garment."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        yield {"image": str(file), "garment": False, "present": [], "turns": 4, "upright": False}


def together_rows(
    photos: Sequence[Item], products: Sequence[Item], out: Path, count: int, seed: int
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Draws pictures of several garments into a folder, two photos beside each other and products as they are
    worn, and yields a row for each."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    for at in range(count):
        for kind, (picture, shown) in (("photos", _pair(photos, rng)), ("worn", _worn(products, rng))):
            file = out / f"{kind}_{at:04d}.jpg"
            picture.save(file, quality=88)
            yield {"image": str(file), "garment": True, "present": sorted(shown), "turns": 1}


def write(rows: Sequence[dict[str, Any]], file: Path) -> None:
    """Writes rows as JSON lines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def trained_on(folder: Path) -> list[Item]:
    """The products of a catalogue that are not held out."""
    return [item for item in read_catalogue(folder).items if not held_out(item.id)]


def _row(item: Item, **told: Any) -> dict[str, Any]:
    own = {"category": item.category, "audience": item.gender, "present": [item.category]}
    return {"image": str(item.image), "garment": True, **own, **told}


def _drawn(item: Item) -> str:
    """Its pattern as the head calls it: by the name of patterns.csv, where that is what others are like."""
    group = broad_pattern(pattern_of(item))
    return "polka-dot" if group == "dotted" else group


def _pair(photos: Sequence[Item], rng: random.Random) -> tuple[Image.Image, set[str]]:
    """Two photos of different categories beside each other, or one above the other."""
    first = second = rng.choice(photos)
    while second.category == first.category:
        second = rng.choice(photos)
    beside = rng.random() < 0.75
    pictures = [open_picture(item.image) for item in (first, second)]
    parts = [_scaled(picture, HEIGHT, by_height=beside) for picture in pictures]
    at = parts[0].width if beside else parts[0].height
    size = (at + parts[1].width, HEIGHT) if beside else (HEIGHT, at + parts[1].height)
    whole = Image.new("RGB", size)
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (at, 0) if beside else (0, at))
    return whole, {first.category, second.category}


def _scaled(picture: Image.Image, side: int, by_height: bool) -> Image.Image:
    share = side / (picture.height if by_height else picture.width)
    return picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))


def _worn(products: Sequence[Item], rng: random.Random) -> tuple[Image.Image, set[str]]:
    """Products on one ground, one below the other as they are worn, or side by side."""
    roles = rng.choice(WORN)
    known = categories()
    shown = [rng.choice([i for i in products if i.category in known and known[i.category].role == role])
             for role in roles]  # fmt: skip
    upright = rng.random() < 0.6
    width, height = CANVAS if upright else (200 * len(shown) + 40, 300)
    ground = (255, 255, 255) if rng.random() < 0.67 else tuple(rng.randint(170, 255) for _ in range(3))
    whole = Image.new("RGB", (width, height), ground)
    for at, item in enumerate(shown):
        part, share = open_picture(item.image), 1 / len(shown)
        room = (rng.randint(200, width), round(height * share * 1.1)) if upright else (220, height)
        part = ImageOps.contain(part, room)
        x = rng.randint(0, width - part.width) if upright else min(width - part.width, 200 * at)
        y = min(height - part.height, round(height * share * at)) if upright else (height - part.height) // 2
        box = (x, y, x + part.width, y + part.height)
        whole.paste(
            ImageChops.multiply(whole.crop(box), part), box
        )  # white ground lets what lies there through
    return whole, {item.category for item in shown}
