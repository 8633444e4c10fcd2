"""Zero-shot classification of pictures by names, and how alike one picture and one text are.

Knows encoders and words; does not know catalogues, stores or commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from app.search.photo_attributes import TEMPERATURE
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import best_query, unit

# Several ways to say the same: the mean of their vectors is steadier than any of them
TEMPLATES = ("a photo of a {}", "a {}", "a {} for women", "a {} for men", "{}")


@dataclass(frozen=True, slots=True)
class Guess:
    """A label, the cosine of its prompts with the picture's best query vector, -1…1, and its share, 0…1,
    among all labels that were asked about."""

    label: str
    cosine: float
    share: float


def prompts(encoder: ImageTextEncoder, labels: Sequence[str], templates: Sequence[str]) -> np.ndarray:
    """(labels, dim) unit rows: of each label the mean of its prompts' vectors (Radford et al. 2021, 3.1.4).

    Raises ValueError for a template without its place for the label.
    """
    unfit = [template for template in templates if template.count("{}") != 1]
    if unfit or not labels or not templates:
        raise ValueError(
            f"expected labels, and templates with one {{}} for the label, found {unfit or 'none'}"
        )
    texts = [template.replace("{}", label) for label in labels for template in templates]
    return unit(encoder.texts(texts).reshape(len(labels), len(templates), -1).mean(1))


def scores(encoder: ImageTextEncoder, images: Sequence[Image.Image], texts: np.ndarray) -> np.ndarray:
    """(images, texts) the cosine of each text (t, dim) with the best query vector."""
    return best_query(encoder.qformer_embeddings(encoder.encode_patches(images)), texts)


def guesses(labels: Sequence[str], cosines: np.ndarray) -> list[Guess]:
    """The labels of one picture, best first, from its cosines (labels,)."""
    raised = np.exp((cosines - cosines.max()) / TEMPERATURE)
    order = np.argsort(-cosines, kind="stable")
    return [Guess(labels[at], float(cosines[at]), float(raised[at] / raised.sum())) for at in order]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines, -1…1: of the text with the best query vector (BLIP-2's own score), which one that is, and
    with their mean, which the index searches by. The matching head's probability, None without a head."""

    best: float
    query: int
    mean: float
    matching: float | None


def likeness(encoder: ImageTextEncoder, image: Image.Image, text: str) -> Likeness:
    """All scores of a picture and a text."""
    seen, said = encoder.encode_patches([image]), encoder.texts([text])
    queries = encoder.qformer_embeddings(seen)[0]
    cosines = queries @ said[0]
    return Likeness(
        best=float(cosines.max()),
        query=int(cosines.argmax()),
        mean=float(unit(queries.mean(0)) @ said[0]),
        matching=float(encoder.match_probabilities(seen, [text])[0]) if encoder.has_itm_head else None,
    )
