"""What is said to a language model that plans or writes: rules, cards, messages, pictures.

Titles, descriptions and captions are data: each card is one JSON object on a line that no text in it leaves.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from app.nlu.spelling import shortened
from app.plan import Language, Plan
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.catalogue.vocabulary import pattern_of
from data.store.store import Match
from models.llm.chat_model import Message, escape_control_tokens

log = logging.getLogger(__name__)
MAX_CELL_LETTERS = {"title": 120, "description": 240}  # of a card's own words
MAX_SHORT_CELL = 40  # letters of its other cells
MAX_TURNS = 6  # of a conversation that a planner is shown
MAX_PIXELS = 672  # a side: two of LLaVA's tiles, and more than other models look at


@lru_cache
def _texts() -> dict[str, Any]:
    """The rules of a planner under "plan", and by language those of an adviser. Lists are one text."""
    return dict(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")))


def card(number: int, item: Item, spanish: bool = False) -> str:
    """One item as a line of data; empty cells are left out. Neither its id nor its file's name is told."""
    note = " (sample price)" if item.price_note == "sample" else ""
    facts = {
        "title": (spanish and item.title_es) or item.title,
        "category": item.category, "colour": item.colour, "pattern": pattern_of(item), "for": item.gender,
        "usage": item.usage, "season": item.season,
        "price": f"{item.price:.2f} EUR{note}" if item.price else "",
        "description": (spanish and item.description_es) or item.description,
    }  # fmt: skip
    told = {name: _cut(fact, name) for name, fact in facts.items() if fact}
    return json.dumps({"card": number, **told}, ensure_ascii=False)


def plan_messages(messages: Sequence[Message]) -> list[Message]:
    """The question of what the customer wants: the rules, and the last turns of the conversation."""
    last = messages[-MAX_TURNS:]
    turns = [replace(m, text=escape_control_tokens(shortened(m.text)), images=()) for m in last]
    return [Message("system", " ".join(_texts()["plan"])), *turns]


def advice_messages(
    messages: Sequence[Message], plan: Plan, matches: Sequence[Match], missing: Sequence[str],
    caption: str = "",
) -> list[Message]:  # fmt: skip
    """Rules and cards first, then the customer's last message with its photo."""
    spanish = plan.language == "es"
    lines = [card(number, match.item, spanish) for number, match in enumerate(matches, 1)]
    more = {
        "the customer wishes for": _wished(plan),
        "not carried by the shop": [_cut(name, "category") for name in missing],
        "the customer's photo seems to show": _cut(caption, "title"),
    }
    lines += [json.dumps({name: fact}, ensure_ascii=False) for name, fact in more.items() if fact]
    own = _texts().get(plan.language, _texts()["en"])
    said = [" ".join(own["rules"]), "CARDS", *lines, "END OF CARDS", own["again"]]
    asked = messages[-1]
    return [Message("system", "\n".join(said)), replace(asked, text=escape_control_tokens(asked.text))]


def _wished(plan: Plan) -> dict[str, str]:
    """What was asked for and may be missing from the cards; "and in blue?" alone does not say it."""
    filters = plan.filters
    things = ", ".join(
        f"{i.count} {' '.join(filter(None, (' or '.join(i.colours), i.pattern, i.category)))}"
        for i in plan.wanted
    )
    said = {
        "things": _cut(things, "title"), "colour": " or ".join(filters.colours),
        "not in": ", ".join(filters.excluded_colours), "pattern": filters.pattern, "for": filters.audience,
        "usage": filters.usage, "highest price": f"{filters.max_price:.2f}" if filters.max_price else "",
        "lowest price": f"{filters.min_price:.2f}" if filters.min_price else "",
    }  # fmt: skip
    return {name: fact for name, fact in said.items() if fact}


def with_pictures(messages: Sequence[Message], matches: Sequence[Match], language: Language) -> list[Message]:
    """The same question, whose last message brings the matches' pictures, numbered as their cards, and the
    customer's photo."""
    last = messages[-1]
    shown = [(str(number), picture) for number, match in enumerate(matches, 1) for picture in _picture(match)]
    label = _texts().get(language, _texts()["en"])["photo"]
    shown += [(label, photo) for photo in last.images]
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
    copy.thumbnail((MAX_PIXELS, MAX_PIXELS))
    return copy


def _cut(text: str, name: str) -> str:
    """Words on one line, not too many, and none that a chat template reads as the end of a turn."""
    return escape_control_tokens(" ".join(text.split())[: MAX_CELL_LETTERS.get(name, MAX_SHORT_CELL)])
