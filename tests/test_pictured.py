"""What a model that sees is shown."""

from __future__ import annotations

from dataclasses import replace

from app.agent.pictured import LARGEST, pictured
from PIL import Image

from app.agent.assistant import Assistant
from app.nlu.wish import Wanted, Wish, as_json
from data.store.store import Match, Store
from models.llm.chat_model import Message
from tests.fakes import ColourEncoder, ScriptedChat

PHOTO = Image.new("RGB", (2000, 3000), "white")


def matches(store: Store) -> list[Match]:
    return [Match(item, 1.0) for item in store.items() if item.id in ("ts-3", "pa-1")]


def test_the_matches_come_numbered_and_the_customers_photo_last(store: Store) -> None:
    found = matches(store)
    (asked,) = pictured([Message("user", "these?", (PHOTO,))], found, "es")
    assert asked.labels == ("1", "2", "la foto del cliente") and asked.text == "these?"
    for match, picture in zip(found, asked.images, strict=False):
        brightest = "red" if match.item.colour == "red" else "blue"
        rgb = picture.getpixel((5, 5))
        assert isinstance(rgb, tuple) and rgb.index(max(rgb)) == {"red": 0, "blue": 2}[brightest]


def test_no_picture_is_larger_than_a_model_looks_at(store: Store) -> None:
    (asked,) = pictured([Message("user", "", (PHOTO,))], [], "en")
    assert max(asked.images[0].size) == LARGEST and PHOTO.size == (2000, 3000)


def test_a_picture_that_is_gone_takes_its_number_with_it(store: Store) -> None:
    first, second = matches(store)
    gone = replace(first, item=replace(first.item, image=first.item.image.with_name("gone.png")))
    (asked,) = pictured([Message("user", "")], [gone, second], "en")
    assert asked.labels == ("2",) and len(asked.images) == 1


def test_only_a_model_that_sees_is_shown_the_items(store: Store, encoder: ColourEncoder) -> None:
    wish = as_json(Wish("search", (Wanted("skirt", 1),)))
    for sees in (True, False):
        chat = ScriptedChat(wish, "A red skirt.", is_generative=True, sees=sees)
        list(Assistant(encoder, store, chat).reply([Message("user", "a skirt")]))
        assert chat.heard[-1][-1].labels == (("1",) if sees else ())
