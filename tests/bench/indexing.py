"""Indexing a catalogue, beside encoding alone, and beside the loop of the article behind this project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.config import ROOT
from app.ingest.sync import BATCH_SIZE, index_catalogue
from data.catalogue.catalogue import Catalogue, read_catalogue
from data.catalogue.images import open_picture
from data.store.store import Entry, Store
from models.vision.encoder import ImageTextEncoder
from tests.bench.rows import Row, seconds

PHOTOS = ROOT.parent / "shared" / "datasets" / "fashion-products"  # where absent, the sample catalogue
INDEXED = 1536  # items: of few, what is neither decoded nor stored beside the encoding weighs too much
TURNS = 3  # by turns, and the best of each: another program's burst must not fall on one side only


def rows(encoder: ImageTextEncoder, torch: ImageTextEncoder, folder: Path) -> list[Row]:
    """Reading, decoding, encoding and storing, against encoding alone of pictures already decoded.

    And against the article's way: each picture opened, encoded by torch in float32 and stored by itself.
    """
    whole = read_catalogue(PHOTOS if PHOTOS.is_dir() else ROOT / "data" / "sample")
    catalogue = replace(whole, items=whole.items[:INDEXED])
    pictures = [open_picture(item.image) for item in catalogue.items]
    batches = [pictures[start : start + BATCH_SIZE] for start in range(0, len(pictures), BATCH_SIZE)]
    encoder.images(batches[0])  # the first batch also pays for the model's warming up
    bare, whole_way = [], []
    for turn in range(TURNS):
        bare.append(seconds(lambda: [encoder.images(batch) for batch in batches]))
        store = Store.create(folder / f"index {turn}", encoder.name)
        whole_way.append(seconds(lambda: index_catalogue(catalogue, store, encoder)))  # noqa: B023
    rate, alone = (len(pictures) / min(times) for times in (whole_way, bare))
    article = _article(catalogue, torch, Store.create(folder / "one by one", encoder.name))
    return [
        Row("index: python -m app index against the bare encoder (bar 0.9)", rate, alone, "items/s"),
        Row("index: python -m app index against the article's loop", rate, article, "items/s"),
    ]


def _article(catalogue: Catalogue, torch: ImageTextEncoder, store: Store) -> float:
    """Items a second, one by one."""
    few = catalogue.items[:BATCH_SIZE]

    def loop() -> None:
        for item in few:
            store.put([Entry(item, "", torch.images([open_picture(item.image)])[0])])

    return len(few) / min(seconds(loop) for _ in range(2))
