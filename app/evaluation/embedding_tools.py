"""What an encoder's vectors are good for, one tool at a time, as records that can be printed as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from app.config import Settings, SettingsError
from app.evaluation import embedding_stats, metrics
from app.evaluation.dataset import encode
from app.evaluation.zero_shot import TEMPLATES, guesses, likeness, prompts, scores
from app.factory import encoder_from, index_from, moderator_from
from app.search import catalogue_map
from data.catalogue.catalogue import read_catalogue
from data.catalogue.images import open_picture
from data.catalogue.vocabulary import categories
from data.store.store import StoreError
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import best_query

Found = dict[str, Any]

TOP_LABELS = 3  # shown of each picture
# Cosine from which two items count as duplicates: 84 pairs of 2,059 real products, nearly all one garment
DUPLICATE_COSINE = 0.998
MAX_COMPARED = 4000  # items whose pairs are all formed


def classify(
    settings: Settings, pictures: Sequence[Path], labels: Sequence[str], templates: Sequence[str]
) -> Found | list[Found]:
    """The best labels of each picture; of a catalogue folder, how often each template names the category.

    Without labels, the shop's categories. Raises ValueError for a template without its place for the label.
    """
    if pictures[0].is_dir():
        return _on_catalogue(encoder_from(settings), pictures[0], labels, templates or TEMPLATES)
    labels = labels or list(categories())
    opened = [open_picture(picture) for picture in pictures]
    encoder = encoder_from(settings)
    cosines = scores(encoder, opened, prompts(encoder, labels, templates or TEMPLATES))
    return [
        {"picture": str(picture), "best": [asdict(guess) for guess in guesses(labels, row)[:TOP_LABELS]]}
        for picture, row in zip(pictures, cosines, strict=True)
    ]


def _on_catalogue(
    encoder: ImageTextEncoder, folder: Path, asked: Sequence[str], templates: Sequence[str]
) -> Found:
    shown = encode(read_catalogue(folder).items, encoder)
    truth = np.array([item.category for item in shown.items])
    labels = asked or sorted(set(truth.tolist()))

    def right(*prompted: str) -> Found:
        cosines = best_query(shown.queries, prompts(encoder, labels, prompted))
        named = np.array(labels)[cosines.argmax(1)]
        return metrics.summary({"accuracy": (named == truth).astype(float)})

    together = {"together": right(*templates)} if len(templates) > 1 else {}
    return {
        "catalogue": str(folder), "encoder": encoder.name, "n_items": len(truth), "labels": labels,
        "templates": {template: right(template) for template in templates} | together,
    }  # fmt: skip


def similarity(settings: Settings, picture: Path, text: str) -> Found:
    """Every score of one picture and one text."""
    opened = open_picture(picture)
    encoder = encoder_from(settings)
    return {"encoder": encoder.name, **asdict(likeness(encoder, opened, text))}


def quality(settings: Settings, duplicate_cosine: float = DUPLICATE_COSINE) -> Found:
    """The report on an index; the gap to its texts where its cards have titles."""
    encoder, store = index_from(settings)
    items, vectors = catalogue_map.items_and_vectors(store)
    if len(items) < 2:
        raise StoreError(f"expected two items or more in {store.location}, found {len(items)}")
    titled = [row for row, item in enumerate(items) if item.title]
    texts = np.full_like(vectors, np.nan)
    for start in range(0, len(titled), 256):
        rows = titled[start : start + 256]
        texts[rows] = encoder.texts([items[row].title for row in rows])
    report = embedding_stats.quality(
        [item.id for item in items], vectors, [item.category for item in items], duplicate_cosine,
        texts if len(titled) > 1 else None,
    )  # fmt: skip
    return {"store": str(store.location), "encoder": encoder.name, **asdict(report)}


def make_map(settings: Settings) -> Found:
    """Makes the map, where it is not there and current, and says where it is kept, and how true it is; None
    where that would take all pairs of more than MAX_COMPARED items."""
    _, store = index_from(settings)
    points = catalogue_map.load_or_create(store)
    few = 2 < len(points) <= MAX_COMPARED
    places = np.array([(point.x, point.y) for point in points])
    true = embedding_stats.trustworthiness(catalogue_map.items_and_vectors(store)[1], places) if few else None
    return {"map": str(store.path / catalogue_map.FILE), "items": len(points), "trustworthiness": true}


def moderate(settings: Settings, pictures: Sequence[Path]) -> list[Found]:
    """Of each picture the classifier's probability, whether the shop looks at it, and what it would see."""
    opened = [open_picture(picture) for picture in pictures]
    gate = moderator_from(settings)
    if gate is None:
        raise SettingsError("photos are not checked while ARMARIO_MODERATION is 0; set it to 1 to 100")
    encoder, labels = encoder_from(settings), list(categories())
    cosines = scores(encoder, opened, prompts(encoder, labels, TEMPLATES[:1]))
    found = []
    for picture, image, row in zip(pictures, opened, cosines, strict=True):
        chance, best = gate.explicit(image), guesses(labels, row)[0]
        refused = chance >= gate.limit
        found.append({"picture": str(picture), "explicit": chance, "refused": refused, **asdict(best)})
    return found
