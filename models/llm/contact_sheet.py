"""Many pictures as one labelled sheet, for models that take one picture a conversation.

Does not know what the pictures show; the labels are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont, ImageOps

from models.llm.chat_model import Message

TILE = 336  # pixels a side: the input of LLaVA's vision tower
LABEL_HEIGHT = 36  # pixels above each tile
PAPER, INK = "white", "black"


def contact_sheet(pictures: Sequence[Image.Image], labels: Sequence[str] = ()) -> Image.Image:
    """Returns one RGB picture of all in reading order, each under its label: by default 1, 2, 3 …"""
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    sheet = Image.new("RGB", (columns * TILE, rows * (TILE + LABEL_HEIGHT)), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(LABEL_HEIGHT - 8)
    for place, picture in enumerate(pictures):
        left, top = place % columns * TILE, place // columns * (TILE + LABEL_HEIGHT)
        label = labels[place] if labels else str(place + 1)
        draw.text((left + 8, top + 2), label, fill=INK, font=font)
        fitted = ImageOps.pad(picture.convert("RGB"), (TILE - 4, TILE - 4), color=PAPER)
        sheet.paste(fitted, (left + 2, top + LABEL_HEIGHT))
    return sheet


def with_one_picture(messages: Sequence[Message]) -> list[Message]:
    """Returns the conversation with at most one picture: those of the last message that has any, as a sheet.

    A single picture stays as it is.
    """
    last = max((place for place, message in enumerate(messages) if message.images), default=None)
    kept = [replace(message, images=(), labels=()) for message in messages]
    if last is not None:
        images = messages[last].images
        one = images[0] if len(images) == 1 else contact_sheet(images, messages[last].labels)
        kept[last] = replace(messages[last], images=(one,), labels=())
    return kept
