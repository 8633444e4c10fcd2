"""What an encoder's vectors are good for, one tool at a time, as records that can be printed as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.config import Settings, SettingsError
from app.evaluation import embedding_stats, metrics
from app.evaluation.dataset import encode
from app.factory import encoder_from, index_from, moderator_from
from app.search import catalogue_map
from app.search.photo_attributes import TEMPERATURE
from data.catalogue.catalogue import read_catalogue
from data.catalogue.images import open_picture
from data.catalogue.vocabulary import categories
from models.vision.encoder import ImageTextEncoder, best_query, unit

Found = dict[str, Any]

# Several ways to say the same: the mean of their vectors is steadier than any of them
TEMPLATES = ("a photo of a {}", "a {}", "a {} for women", "a {} for men", "{}")
TOP_LABELS = 3  # shown of each picture
MAX_COMPARED = 4000  # items whose pairs are all formed
BATCH = 256  # titles encoded at once


def classify(
    settings: Settings, pictures: Sequence[Path], labels: Sequence[str], templates: Sequence[str]
) -> Found | list[Found]:
    """The best labels of each picture; of a catalogue folder, how often each template names the category.

    Without labels, the shop's categories. Each template has one {} for the label.
    """
    if pictures[0].is_dir():
        return _on_catalogue(encoder_from(settings), pictures[0], labels, templates or TEMPLATES)
    labels, opened = labels or list(categories()), [open_picture(picture) for picture in pictures]
    ranked = guesses(encoder_from(settings), opened, labels, templates or TEMPLATES)
    return [
        {"picture": str(picture), "best": best[:TOP_LABELS]}
        for picture, best in zip(pictures, ranked, strict=True)
    ]


def _on_catalogue(
    encoder: ImageTextEncoder, folder: Path, asked: Sequence[str], templates: Sequence[str]
) -> Found:
    shown = encode(read_catalogue(folder).items, encoder)
    truth = np.array([item.category for item in shown.items])
    labels = asked or sorted(set(truth.tolist()))

    def right(*prompted: str) -> Found:
        cosines = best_query(shown.queries, prompts(encoder, labels, prompted))
        return metrics.summary({"accuracy": np.array(labels)[cosines.argmax(1)] == truth})

    together = {"together": right(*templates)} if len(templates) > 1 else {}
    return {
        "catalogue": str(folder), "encoder": encoder.name, "n_items": len(truth), "labels": labels,
        "templates": {template: right(template) for template in templates} | together,
    }  # fmt: skip


def prompts(encoder: ImageTextEncoder, labels: Sequence[str], templates: Sequence[str]) -> np.ndarray:
    """(labels, dim) unit rows: of each label the mean of its prompts' vectors (Radford et al. 2021)."""
    texts = [template.replace("{}", label) for label in labels for template in templates]
    return unit(encoder.texts(texts).reshape(len(labels), len(templates), -1).mean(1))


def guesses(
    encoder: ImageTextEncoder, images: Sequence[Image.Image], labels: Sequence[str], templates: Sequence[str]
) -> list[list[Found]]:
    """The labels of each picture, best first: the cosine, -1…1, of a label's prompts with the picture's best
    query vector, and its share, 0…1, among all labels."""
    texts = prompts(encoder, labels, templates)
    found = []
    for cosines in best_query(encoder.qformer_embeddings(encoder.encode_patches(images)), texts):
        raised = np.exp((cosines - cosines.max()) / TEMPERATURE)
        shares = raised / raised.sum()
        order = np.argsort(-cosines, kind="stable")
        found.append(
            [{"label": labels[n], "cosine": float(cosines[n]), "share": float(shares[n])} for n in order]
        )
    return found


def similarity(settings: Settings, picture: Path, text: str) -> Found:
    """Every score of one picture and one text."""
    opened = open_picture(picture)
    encoder = encoder_from(settings)
    return {"encoder": encoder.name, **likeness(encoder, opened, text)}


def likeness(encoder: ImageTextEncoder, image: Image.Image, text: str) -> Found:
    """Cosines, -1…1, of a text: with the best query vector (BLIP-2's own score), which one that is, and with
    their mean, which the index searches by. The matching head's probability, None without a head."""
    patches, said = encoder.encode_patches([image]), encoder.texts([text])[0]
    queries = encoder.qformer_embeddings(patches)[0]
    cosines = queries @ said
    matching = float(encoder.match_probabilities(patches, [text])[0]) if encoder.has_itm_head else None
    return {
        "best": float(cosines.max()), "query": int(cosines.argmax()),
        "mean": float(unit(queries.mean(0)) @ said), "matching": matching,
    }  # fmt: skip


def quality(settings: Settings, duplicate_cosine: float) -> Found:
    """The report on an index; the gap to its texts where its cards have titles."""
    encoder, store = index_from(settings)
    items, vectors = catalogue_map.items_and_vectors(store)
    titled = [row for row, item in enumerate(items) if item.title]
    texts = np.full_like(vectors, np.nan)
    for start in range(0, len(titled), BATCH):
        rows = titled[start : start + BATCH]
        texts[rows] = encoder.texts([items[row].title for row in rows])
    report = embedding_stats.quality(
        [item.id for item in items], vectors, [item.category for item in items], duplicate_cosine,
        texts if len(titled) > 1 else None,
    )  # fmt: skip
    return {"store": str(store.location), "encoder": encoder.name, **report}


def make_map(settings: Settings) -> Found:
    """Makes the map as a page would, and says how true it is; None where that would take all pairs of more
    than MAX_COMPARED items."""
    _, store = index_from(settings)
    drawn = catalogue_map.MapMaker().made(store)
    few = 2 < len(drawn.points) <= MAX_COMPARED
    places = np.array([(point.x, point.y) for point in drawn.points])
    true = embedding_stats.trustworthiness(catalogue_map.items_and_vectors(store)[1], places) if few else None
    return {"items": drawn.count, "points": len(drawn.points), "trustworthiness": true}


def moderate(settings: Settings, pictures: Sequence[Path]) -> list[Found]:
    """Of each picture the classifier's probability, whether the shop looks at it, and what it would see."""
    opened = [open_picture(picture) for picture in pictures]
    gate = moderator_from(settings)
    if gate is None:
        raise SettingsError("photos are not checked while ARMARIO_MODERATION is 0; set it to 1 to 100")
    ranked = guesses(encoder_from(settings), opened, list(categories()), TEMPLATES[:1])
    found = []
    for picture, image, (best, *_) in zip(pictures, opened, ranked, strict=True):
        chance = gate.explicit(image)
        found.append({"picture": str(picture), "explicit": chance, "refused": chance >= gate.limit, **best})
    return found
