"""What a model that sees is shown: the matches' pictures, numbered as their cards, and the customer's photo.

Does not know what is said about them, nor how many pictures the model takes at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image

from app.plan import Language
from data.catalogue.images import PictureError, open_picture
from data.store.store import Match
from models.llm.chat_model import Message

log = logging.getLogger(__name__)
LARGEST = 672  # pixels a side: two of LLaVA's tiles, and more than other models look at
PHOTO = {"en": "the customer's photo", "es": "la foto del cliente"}


def pictured(messages: Sequence[Message], matches: Sequence[Match], language: Language) -> list[Message]:
    """The same question, whose last message brings all pictures."""
    last = messages[-1]
    shown = [(str(number), picture) for number, match in enumerate(matches, 1) for picture in _picture(match)]
    shown += [(PHOTO[language], photo) for photo in last.images]
    labels, images = zip(*shown, strict=True) if shown else ((), ())
    return [*messages[:-1], replace(last, images=tuple(map(_small, images)), labels=labels)]


def _picture(match: Match) -> Iterator[Image.Image]:
    """The item's picture, or none where its file is gone: advice does not depend on it."""
    try:
        yield open_picture(match.item.image)
    except PictureError as error:
        log.warning("%s", error)


def _small(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((LARGEST, LARGEST))
    return copy
