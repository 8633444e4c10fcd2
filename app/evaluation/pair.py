"""How alike one picture and one text are, by every score that an encoder has."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import unit


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
