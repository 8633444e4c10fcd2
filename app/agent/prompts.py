"""What is said to a language model that plans or writes: rules, the shop, cards, the conversation, pictures.

Titles, descriptions and captions are data: each card is one JSON object on a line that no text in it leaves.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from app.factcheck.evidence import never
from app.nlu.spelling import shortened
from app.plan import Language, Plan
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.catalogue.values.prices import NO_CURRENCY
from data.catalogue.vocabulary import pattern_of
from data.store.store import Match
from models.llm.chat_model import Message, escape_control_tokens

log = logging.getLogger(__name__)
MAX_CELL_LETTERS = {
    "title": 120,
    "description": 240,
    "sizes": 120,
    "sold out sizes": 120,
}  # of a card's own words
MAX_SHORT_CELL = 40  # letters of its other cells
MAX_TURNS = 6  # of a conversation that a model is shown
MAX_TURN_LETTERS = 600  # of each of them
MAX_EARLIER = 8  # cards of earlier answers
MAX_CATEGORIES_TOLD = 40
MAX_PIXELS = 672  # a side: two of LLaVA's tiles, and more than other models look at


@dataclass(frozen=True, slots=True)
class Shop:
    """What is known of a shop: how many items of each category, the lowest and highest price, whether any
    card of a category has a word, and the currency of most prices."""

    counts: Mapping[str, int]
    prices: tuple[float, float] | None = None
    has_word: Callable[[str, str], bool] = never
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a conversation is about at its last message: the shop, the items on screen and those shown
    earlier, what the photo seems to show. Their numbers as cards go on from the screen's."""

    shop: Shop
    on_screen: Sequence[Item] = ()
    earlier: Sequence[Item] = ()
    seen: str = ""
    told: frozenset[str] = frozenset()  # the plain words of all that the customer wrote

    @property
    def cards(self) -> tuple[Item, ...]:
        """Every item that has a number, in that order from 1 on."""
        return (*self.on_screen, *self.earlier)[: len(self.on_screen) + MAX_EARLIER]


@lru_cache
def texts() -> dict[str, Any]:
    """The rules of a planner under "plan", and by language those of an adviser. Lists are one text."""
    return dict(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")))


def language_texts(language: Language) -> dict[str, Any]:
    """An adviser's rules; English ones, with a word about it, for a language that has none."""
    found = texts().get(language)
    return dict(found) if isinstance(found, dict) else dict(texts()["en"])


def card(number: int, item: Item, spanish: bool = False, short: bool = False) -> str:
    """One item as a line of data; empty cells are left out. Neither its id nor its file's name is told."""
    note = " (sample price)" if item.price_note == "sample" else ""
    facts = {
        "title": (spanish and item.title_es) or item.title,
        "category": item.category, "colour": item.colour, "pattern": pattern_of(item), "for": item.gender,
        "usage": item.usage, "season": item.season,
        "brand": item.brand, "price": f"{_money(item.price, item.currency)}{note}" if item.price else "",
        "sale price": _money(item.sale_price, item.currency) if item.sale_price else "",
        "stock": {True: "in stock", False: "sold out", None: ""}[item.available],
        "sizes": ", ".join(item.sizes), "sold out sizes": ", ".join(item.sold_out_sizes),
        "description": "" if short else (spanish and item.description_es) or item.description,
    }  # fmt: skip
    told = {name: _cut(fact, name) for name, fact in facts.items() if fact}
    return json.dumps({"card": number, **told}, ensure_ascii=False)


def _money(amount: float, currency: str) -> str:
    return f"{amount:.2f} {currency.replace(NO_CURRENCY, '')}".strip()


def plan_messages(messages: Sequence[Message], scene: Scene, sees: bool = False) -> list[Message]:
    """The question of what the customer wants: the rules, the data, and the last turns of the conversation.
    The photo goes with it where the model ``sees``, else what it seems to show."""
    first, on_screen = len(scene.on_screen) + 1, scene.on_screen
    earlier = [card(n, item, short=True) for n, item in enumerate(scene.cards[len(on_screen) :], first)]
    now = [card(number, item, short=True) for number, item in enumerate(on_screen, 1)]
    photo = _facts({"the customer's photo seems to show": "" if sees else _cut(scene.seen, "title")})
    lines = [
        *_shop_lines(scene.shop), *(["ON SCREEN", *now] if now else []),
        *(["SHOWN EARLIER", *earlier] if earlier else []), *photo,
    ]  # fmt: skip
    said = [" ".join(texts()["plan"]), "DATA", *lines, "END OF DATA"]
    turns = _turns(messages)
    images = tuple(map(_small, messages[-1].images)) if sees else ()
    return [Message("system", "\n".join(said)), *turns[:-1], replace(turns[-1], images=images)]


def advice_messages(
    messages: Sequence[Message], plan: Plan, matches: Sequence[Match], missing: Sequence[str],
    shop: Shop, lacking: Sequence[str] = (), caption: str = "",
) -> list[Message]:  # fmt: skip
    """Rules and cards first, then the last turns with the customer's last message and its photo. ``lacking``
    says in words what is not as wished."""
    spanish, own = plan.language == "es", language_texts(plan.language)
    lines = [card(number, match.item, spanish) for number, match in enumerate(matches, 1)]
    about = [n for n, match in enumerate(matches, 1) if match.item.id in plan.references]
    facts = _facts(
        {
            "what the customer wants now": plan.act, "the customer wishes for": wished(plan),
            "cards that the question is about": about if plan.act == "discuss" else [],
            "not carried by the shop": [_cut(name, "category") for name in missing],
            "not as wished": [_cut(one, "description") for one in lacking],
            "the customer's photo seems to show": _cut(caption, "title"),
        }
    )  # fmt: skip
    rules = [*own["rules"], *([own["other"]] if plan.topic == "language" else [])]
    said = [" ".join(rules), "DATA", *_shop_lines(shop), *lines, *facts, "END OF DATA"]
    turns = _turns(messages)
    asked = replace(turns[-1], images=messages[-1].images)
    return [Message("system", "\n".join(said)), *turns[:-1], asked]


def rewrite_messages(asked: Sequence[Message], said: str, sentence: str, why: str) -> list[Message]:
    """The question for a better sentence in the place of one that cannot be shown."""
    again = str(texts()["rewrite"]).format(sentence=sentence, why=why)
    answered = [Message("assistant", " ".join(filter(None, (said, sentence))))]
    return [*without_pictures(asked), *answered, Message("user", again)]


def without_pictures(messages: Sequence[Message]) -> list[Message]:
    """The same messages in words only."""
    return [replace(m, images=(), labels=()) for m in messages]


def wished(plan: Plan) -> dict[str, str]:
    """What was asked for and may be missing from the cards; "and in blue?" alone does not say it."""
    filters = plan.filters
    things = ", ".join(
        f"{i.count} {' '.join(filter(None, (' or '.join(i.colours), i.pattern, i.category)))}"
        for i in plan.wanted
    )
    prices = {
        "highest price": filters.max_price, "lowest price": filters.min_price,
        "highest price together": filters.max_total,
    }  # fmt: skip
    said = {
        "things": _cut(things, "title"), "colour": " or ".join(filters.colours),
        "not in": ", ".join(filters.excluded_colours), "pattern": filters.pattern, "for": filters.audience,
        "usage": filters.usage, "weather": filters.weather, "stock": "in stock" if filters.in_stock else "",
        "sale": "on sale" if filters.on_sale else "", "size": " or ".join(filters.sizes),
        "currency": filters.currency,
        "not": ", ".join(_cut(one.word, "category") for one in filters.descriptors if one.refused),
        **{name: f"{price:.2f}" for name, price in prices.items() if price},
    }  # fmt: skip
    return {name: fact for name, fact in said.items() if fact}


def with_pictures(messages: Sequence[Message], matches: Sequence[Match], language: Language) -> list[Message]:
    """The same question, whose last message brings the matches' pictures, numbered as their cards, and the
    customer's photo."""
    last = messages[-1]
    shown = [(str(number), picture) for number, match in enumerate(matches, 1) for picture in _picture(match)]
    shown += [(str(language_texts(language)["photo"]), photo) for photo in last.images]
    labels, images = zip(*shown, strict=True) if shown else ((), ())
    return [*messages[:-1], replace(last, images=tuple(map(_small, images)), labels=labels)]


def _turns(messages: Sequence[Message]) -> list[Message]:
    """The last turns, each cut short and without pictures; the first is a customer's."""
    last = list(messages[-MAX_TURNS:])
    while len(last) > 1 and last[0].role != "user":
        last = last[1:]
    return [
        replace(m, text=escape_control_tokens(shortened(m.text)[:MAX_TURN_LETTERS]), images=(), labels=())
        for m in last
    ]


def _shop_lines(shop: Shop) -> list[str]:
    counts = {_cut(name, "category"): n for name, n in list(shop.counts.items())[:MAX_CATEGORIES_TOLD]}
    prices = ""
    if shop.prices:
        prices = f"{shop.prices[0]:.2f} to {_money(shop.prices[1], shop.currency)}"
    return _facts({"the shop sells": counts, "its prices": prices})


def _facts(named: Mapping[str, Any]) -> list[str]:
    """Named facts as lines of data, without those that are empty."""
    return [json.dumps({name: fact}, ensure_ascii=False) for name, fact in named.items() if fact]


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
