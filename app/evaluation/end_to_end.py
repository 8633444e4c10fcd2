"""The shop's own search tried on a labelled catalogue: photos with words, customers' photos, its speed.

Nothing that the cards say helps it here, so the figures are the encoder's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from app.evaluation import metrics
from app.evaluation.dataset import EncodedDataset, image_batches, sample
from app.evaluation.retrieval import RetrievalBenchmark
from app.ingest.sync import make_entry
from app.nlu.tagger import Utterance
from app.plan import Filters, Plan, RequestedItem
from app.search.engine import Search
from data.catalogue.catalogue import Item
from data.catalogue.images import open_picture
from data.store.store import Store
from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import PhotoReader

MAX_CHANGES = 200  # items asked for in another colour
MIN_OF_COLOUR = 3  # items of that colour that their category has at least
TOP_K = 5  # items looked at in each answer
WARM_UP, TIMED = 5, 100  # queries of each kind
MAX_CAPTIONS = 500  # pictures

Find = Callable[[Image.Image | None, str, int], Sequence[Item]]


@contextmanager
def indexed(
    shown: EncodedDataset, encoder: ImageTextEncoder, head: PhotoReader | None = None
) -> Iterator[Search]:  # fmt: skip
    """The search over a gallery whose cards are bare, with an index that is gone afterwards."""
    with TemporaryDirectory() as folder:
        store = Store.create(Path(folder), encoder.name)
        bare = [Item(item.id, "", item.category, item.image) for item in shown.items]
        store.put([make_entry(item, "", queries) for item, queries in zip(bare, shown.queries, strict=True)])
        try:
            yield Search(encoder, store, head=head)
        finally:
            store.close()


def finder(search: Search) -> Find:
    """Photo and words → the best items of the whole shop."""

    def find(photo: Image.Image | None, words: str, count: int) -> list[Item]:
        seen = search.look(photo) if photo else None
        colours = tuple(piece.colour for piece in Utterance(words).pieces if piece.colour)[:1]
        item = RequestedItem("", count)
        plan = Plan("search", (item,), Filters(colours), query=words)
        return [match.item for match in search.find(plan.of(item), search.query(plan, item, seen))]

    return find


def modified_photo(items: Sequence[Item], find: Find) -> dict[str, Any]:
    """ "Like this, but in red": an item's picture and "red t-shirt" → the TOP_K best others.

    The colour is another one, of at least MIN_OF_COLOUR items in the category. ``category_kept`` is the
    share with the item's category, ``colour_right`` the share of the colour asked for, of as many as there
    could be.
    """
    stocked = Counter((item.category, item.colour) for item in items)
    cards = {item.id: item for item in items}
    kept, right = [], []
    for item, colour in _changes(items, stocked):
        found = find(open_picture(item.image), f"{colour} {item.category}", TOP_K + 1)
        others = [cards[other.id] for other in found if other.id != item.id][:TOP_K]
        hits = sum(other.colour == colour for other in others)
        kept.append(sum(other.category == item.category for other in others) / max(1, len(others)))
        right.append(min(1.0, hits / min(TOP_K, stocked[item.category, colour])))
    if not kept:
        return {}
    return metrics.summary({"category_kept": np.array(kept), "colour_right": np.array(right)})


def _changes(items: Sequence[Item], stocked: Counter[tuple[str, str]]) -> list[tuple[Item, str]]:
    dice = np.random.default_rng(0)
    offered: dict[str, list[str]] = {}
    for (category, colour), count in sorted(stocked.items()):
        if colour and count >= MIN_OF_COLOUR:
            offered.setdefault(category, []).append(colour)
    asked = []
    for row in dice.permutation(len(items)):
        others = [c for c in offered.get(items[row].category, ()) if c != items[row].colour]
        if items[row].colour and others:
            asked.append((items[row], others[dice.integers(len(others))]))
    return asked[:MAX_CHANGES]


def photo_categories(photos: RetrievalBenchmark, search: Search) -> dict[str, Any]:
    """How often a photo has the category that the search sees in it, and whose name fits best."""
    stocked = sorted(search.store.categories())
    asked = [row for row, photo in enumerate(photos.items) if photo.category in stocked]
    if not asked:
        return {}
    truth = photos.category[asked]
    voted = np.array([search.look(open_picture(photos.items[row].image)).category for row in asked])
    return metrics.summary({"search": voted == truth, "prompts": photos.named(stocked)[asked] == truth})


def latency(items: Sequence[Item], find: Find) -> dict[str, dict[str, float]]:
    """Milliseconds from words, and from a photo, to TOP_K matches; warm, one at a time."""
    dice = np.random.default_rng(0)
    chosen = [items[row] for row in dice.integers(len(items), size=WARM_UP + TIMED)]
    asked: dict[str, list[tuple[Image.Image | None, str]]] = {
        "text": [(None, item.title) for item in chosen],
        "photo": [(open_picture(item.image), "") for item in chosen],
    }
    return {kind: _milliseconds(find, queries) for kind, queries in asked.items()}


def _milliseconds(find: Find, queries: Sequence[tuple[Image.Image | None, str]]) -> dict[str, float]:
    took = []
    for photo, words in queries:
        started = time.perf_counter()
        find(photo, words, TOP_K)
        took.append(1000 * (time.perf_counter() - started))
    return {f"p{share}": round(float(np.percentile(took[WARM_UP:], share)), 1) for share in (50, 95)}


def caption(items: Sequence[Item], describe: Callable[[Image.Image], str]) -> dict[str, Any]:
    """How often the first garment and the first colour said are the item's; of at most MAX_CAPTIONS."""
    right: dict[str, list[bool]] = {"category": [], "colour": []}
    for readable, pictures in image_batches(sample(items, MAX_CAPTIONS), "captions"):
        for item, picture in zip(readable, pictures, strict=True):
            said = Utterance(describe(picture)).pieces
            garment = next((piece.garment.category for piece in said if piece.garment), "")
            right["category"].append(item.category == garment)
            if item.colour:
                right["colour"].append(item.colour == next((p.colour for p in said if p.colour), ""))
    return metrics.summary({name: np.array(hits) for name, hits in right.items() if hits})
