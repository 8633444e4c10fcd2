"""Many pictures as one: a sheet of frames with their labels, for models that look at one picture only.

Does not know what the pictures show; the labels are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont, ImageOps

from models.llm.chat_model import Message

FRAME = 336  # pixels a side: what LLaVA's eyes see of a tile
BAND = 36  # pixels for the label above it
PAPER, INK = "white", "black"


def contact_sheet(pictures: Sequence[Image.Image], labels: Sequence[str] = ()) -> Image.Image:
    """One RGB picture with all of them in reading order, each under its label: by default 1, 2, 3 …"""
    across = math.ceil(math.sqrt(len(pictures)))
    down = math.ceil(len(pictures) / across)
    sheet = Image.new("RGB", (across * FRAME, down * (FRAME + BAND)), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(BAND - 8)
    for place, picture in enumerate(pictures):
        left, top = place % across * FRAME, place // across * (FRAME + BAND)
        label = labels[place] if labels else str(place + 1)
        pen.text((left + 8, top + 2), label, fill=INK, font=font)
        fitted = ImageOps.pad(picture.convert("RGB"), (FRAME - 4, FRAME - 4), color=PAPER)
        sheet.paste(fitted, (left + 2, top + BAND))
    return sheet


def as_one_picture(messages: Sequence[Message]) -> list[Message]:
    """The conversation with one picture at most: the sheet of those in the last message that has any.

    A single picture stays as it is.
    """
    last = max((place for place, message in enumerate(messages) if message.images), default=None)
    told = [replace(message, images=(), labels=()) for message in messages]
    if last is not None:
        images = messages[last].images
        one = images[0] if len(images) == 1 else contact_sheet(images, messages[last].labels)
        told[last] = replace(messages[last], images=(one,), labels=())
    return told
