"""Each tool of the box as a function of settings and options, giving what can be printed as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from app.config import Settings, SettingsError
from app.evaluation import metrics
from app.evaluation.dataset import gallery
from app.evaluation.embedding_stats import quality as measured
from app.evaluation.pair import likeness
from app.evaluation.zero_shot import TEMPLATES, guesses, prompts, scores
from app.factory import encoder_from, index_from, moderator_from
from app.search import catalogue_map as charts
from app.search.projection import trustworthiness
from data.catalogue.catalogue import read_catalogue
from data.catalogue.images import open_picture
from data.catalogue.vocabulary import categories
from data.store.store import StoreError
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import best_query

Found = dict[str, Any]

BEST = 3  # labels shown of each picture
# Cosine from which two items count as doubles: of 2,059 real products 84 pairs, nearly all one garment twice
CLOSE = 0.998
COMPARED = 4000


def classify(settings: Settings, options: argparse.Namespace) -> Found | list[Found]:
    """The best labels of each picture; of a catalogue folder, how often each template names the category."""
    templates = options.template or TEMPLATES
    pictures = [Path(picture) for picture in options.pictures]
    if pictures[0].is_dir():
        return _on_catalogue(encoder_from(settings), pictures[0], options.label, templates)
    labels = options.label or list(categories())
    opened = [open_picture(picture) for picture in pictures]
    encoder = encoder_from(settings)
    cosines = scores(encoder, opened, prompts(encoder, labels, templates))
    return [
        {"picture": str(picture), "best": [asdict(guess) for guess in guesses(labels, row)[:BEST]]}
        for picture, row in zip(pictures, cosines, strict=True)
    ]


def _on_catalogue(
    encoder: ImageTextEncoder, folder: Path, asked: Sequence[str] | None, templates: Sequence[str]
) -> Found:
    shown = gallery(read_catalogue(folder).items, encoder)
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


def similarity(settings: Settings, options: argparse.Namespace) -> Found:
    """Every score of one picture and one text."""
    picture = open_picture(Path(options.picture))
    encoder = encoder_from(settings)
    return {"encoder": encoder.name, **asdict(likeness(encoder, picture, options.text))}


def quality(settings: Settings, options: argparse.Namespace) -> Found:
    """The report on an index; the gap to its texts where its cards have titles."""
    encoder, store = index_from(settings)
    items, vectors = charts.contents(store)
    if len(items) < 2:
        raise StoreError(f"expected two items or more in {store.location}, found {len(items)}")
    titled = [row for row, item in enumerate(items) if item.title]
    texts = np.full_like(vectors, np.nan)
    for start in range(0, len(titled), 256):
        rows = titled[start : start + 256]
        texts[rows] = encoder.texts([items[row].title for row in rows])
    report = measured(
        [item.id for item in items], vectors, [item.category for item in items], options.close,
        texts if len(titled) > 1 else None,
    )  # fmt: skip
    return {"store": str(store.location), "encoder": encoder.name, **asdict(report)}


def chart(settings: Settings, options: argparse.Namespace) -> Found:
    """Makes the map, where it is not there and current, and says where it is kept, and how true it is; None
    where that would take all pairs of more than COMPARED items."""
    _, store = index_from(settings)
    points = charts.drawn(store)
    few = 2 < len(points) <= COMPARED
    places = np.array([(point.x, point.y) for point in points])
    true = trustworthiness(charts.contents(store)[1], places) if few else None
    return {"map": str(store.path / charts.FILE), "items": len(points), "trustworthiness": true}


def moderate(settings: Settings, options: argparse.Namespace) -> list[Found]:
    """Of each picture the classifier's probability, whether the shop looks at it, and what it would see."""
    opened = [open_picture(Path(picture)) for picture in options.pictures]
    gate = moderator_from(settings)
    if gate is None:
        raise SettingsError("photos are not checked while ARMARIO_MODERATION is 0; set it to 1 to 100")
    encoder, labels = encoder_from(settings), list(categories())
    cosines = scores(encoder, opened, prompts(encoder, labels, TEMPLATES[:1]))
    found = []
    for picture, image, row in zip(options.pictures, opened, cosines, strict=True):
        chance, best = gate.explicit(image), guesses(labels, row)[0]
        refused = chance >= gate.limit
        found.append({"picture": picture, "explicit": chance, "refused": refused, **asdict(best)})
    return found
