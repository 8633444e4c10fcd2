"""Many pictures as one, for models that look at one."""

from __future__ import annotations

import numpy as np
from PIL import Image

from models.llm.chat_model import Message
from models.llm.contact_sheet import LABEL_HEIGHT, TILE, contact_sheet, with_one_picture

COLOURS = ("red", "lime", "blue", "yellow")
PICTURES = [Image.new("RGB", (30, 40), colour) for colour in COLOURS]


def test_each_picture_stands_in_its_own_frame_in_reading_order() -> None:
    sheet = contact_sheet(PICTURES)
    assert sheet.size == (2 * TILE, 2 * (TILE + LABEL_HEIGHT))
    for place, picture in enumerate(PICTURES):
        middle = (place % 2 * TILE + TILE // 2, place // 2 * (TILE + LABEL_HEIGHT) + LABEL_HEIGHT + TILE // 2)
        assert sheet.getpixel(middle) == picture.getpixel((0, 0))


def test_every_label_is_written_above_its_picture() -> None:
    def band(labels: tuple[str, ...]) -> np.ndarray:
        return np.asarray(contact_sheet(PICTURES[:2], labels).convert("L"))[:LABEL_HEIGHT, TILE:]

    assert band(("1", "2")).min() < 64 and band(("1", "")).min() == 255
    assert (band(("1", "2")) != band(("1", "the customer's photo"))).any()


def test_a_conversation_keeps_the_pictures_of_the_last_message_that_has_any() -> None:
    told = with_one_picture(
        [
            Message("user", "first", (PICTURES[0],)),
            Message("user", "these", tuple(PICTURES[:3]), ("1", "2", "photo")),
            Message("user", "and?"),
        ]
    )
    assert [len(message.images) for message in told] == [0, 1, 0]
    assert [message.text for message in told] == ["first", "these", "and?"]
    assert told[1].images[0].size == (2 * TILE, 2 * (TILE + LABEL_HEIGHT)) and told[1].labels == ()


def test_one_picture_stays_as_it_is() -> None:
    (told,) = with_one_picture([Message("user", "this", (PICTURES[0],))])
    assert told.images == (PICTURES[0],)
    assert with_one_picture([Message("user", "hi")]) == [Message("user", "hi")]
