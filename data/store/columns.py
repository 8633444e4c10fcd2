"""An item as a row: its card in one text, and beside it the columns that are filtered and ordered by.

Knows items; does not know where rows are kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.catalogue.item import Item
from data.catalogue.values.audiences import AUDIENCES, may_be_for
from data.catalogue.values.money import UNNAMED
from data.catalogue.vocabulary import card_text

KEPT = tuple(field.name for field in fields(Item) if field.name not in ("id", "image", "images"))
LISTS = frozenset(field.name for field in fields(Item) if str(field.type).startswith("tuple"))


@dataclass(frozen=True, slots=True)
class Columns:
    """What is filtered by. ``currency`` is "" where none is named. ``whom`` has a bit for each of AUDIENCES,
    the first the lowest, that the item may be shown to; ``told`` is whether its card says its main
    ``colour``. ``words`` are those of the card, between spaces."""

    category: str
    cost: float | None
    currency: str
    whom: int
    available: int
    on_sale: int
    colour: str
    told: int
    gender: str
    usage: str
    brand: str
    colours: tuple[str, ...]
    words: str


def columns_of(item: Item) -> Columns:
    """The columns of an item."""
    whom = sum(bit(audience) for audience in AUDIENCES if may_be_for(item, audience))
    return Columns(
        item.category, item.cost, item.currency, whom, int(item.available is True),
        int(item.sale_price is not None), item.colour, int(item.colour_source != "picture"), item.gender,
        item.usage, item.brand, item.colours, card_text(item),
    )  # fmt: skip


def spelled(currencies: Sequence[str]) -> tuple[str, ...]:
    """Currencies as the column has them: what names none is in the one that such catalogues are taken for."""
    return (*currencies, *([""] if UNNAMED in currencies else ()))


def bit(audience: str) -> int:
    """The bit of an audience in the column ``whom``."""
    return 1 << AUDIENCES.index(audience)


def to_card(item: Item) -> str:
    """An item but for its id, as JSON; empty fields are left out."""
    said = ((name, getattr(item, name)) for name in KEPT)
    values: dict[str, Any] = {name: value for name, value in said if value not in ("", (), None)}
    values["image"] = str(item.image)
    if item.images:
        values["images"] = list(map(str, item.images))
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=20_000)  # a shop shows the same few items again and again; some 40 MB
def from_card(item_id: str, card: str) -> Item:
    """The item that ``to_card`` made a card of."""
    values: dict[str, Any] = json.loads(card)
    values = {name: tuple(value) if name in LISTS else value for name, value in values.items()}
    values["image"] = Path(values["image"])
    if "images" in values:
        values["images"] = tuple(map(Path, values["images"]))
    return Item(id=item_id, **({"title": "", "category": ""} | values))
