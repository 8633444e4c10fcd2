"""A plan as a language model writes it: the JSON schema that it is held to, and how its answer is read.

Items of the conversation are numbers in it, as they stand on the cards that the model was given. Does not
know prompts, models or rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, get_args

from app.nlu.attributes import finer_term
from app.nlu.constraints import descriptors, refusal
from app.nlu.lexicon import LANGUAGES, groups
from app.nlu.parsing.rewriting import marked
from app.nlu.tagger import Utterance
from app.plan import (
    AUDIENCES,
    MAX_CATEGORIES,
    MAX_COUNT,
    USAGES,
    WEATHERS,
    Act,
    Descriptor,
    Filters,
    Order,
    Plan,
    RequestedItem,
)
from app.search.card_text import shown_title
from data.catalogue.vocabulary import colours, patterns

ANY = "any"  # a category: whatever suits the query
OTHER = "other"  # a language that the shop's own voice does not speak
PHOTO = 0  # the number of the customer's photo among the cards
MAX_QUERY = 120  # letters of a model's free-text query
MAX_QUESTION = 240  # letters of what it asks back
MAX_WORD = 30  # letters of what is avoided or not sold
MAX_SIZES, MAX_SIZE = 6, 12  # in one plan; letters of one
MAX_CARDS = 8  # numbers in one list
MAX_PRICE = 1e6  # from which a model's number is no price
ACTS: tuple[Act, ...] = get_args(Act)
ORDERS = tuple(order for order in get_args(Order) if order)


def plan_schema(allowed: Sequence[str], cards: int = 0) -> dict[str, Any]:
    """The JSON schema of a plan over the categories ``allowed`` and so many cards; keys in this order."""
    count = {"type": "integer", "enum": list(range(1, MAX_COUNT + 1))}  # llama.cpp knows no maximum
    number = {"type": "integer", "enum": list(range(cards + 1))}
    numbers = {"type": "array", "items": number, "maxItems": MAX_CARDS}
    shades = {"type": "array", "items": _one_of(list(colours())), "maxItems": 3}
    words = {"type": "array", "items": {"type": "string", "maxLength": MAX_WORD}, "maxItems": 4}
    price = {"type": "number"}
    fields = {"category": _one_of([*allowed, ANY]), "count": count}
    own = {
        "query": {"type": "string", "maxLength": MAX_QUERY}, "colours": shades, "excluded_colours": shades,
        "pattern": _one_of(sorted(patterns())), "audience": _one_of(AUDIENCES), "min_price": price,
        "max_price": price, "like": number,
    }  # fmt: skip
    item = _object({**fields, **own}, required=list(fields))
    needed = {
        "language": _one_of([*LANGUAGES, OTHER]),
        "act": _one_of([act for act in ACTS if cards or act != "discuss"]),
        "items": {"type": "array", "items": item, "maxItems": MAX_CATEGORIES},
    }  # fmt: skip
    optional = {
        "about": numbers, "not_again": numbers, "audience": _one_of(AUDIENCES), "usage": _one_of(USAGES),
        "weather": _one_of(WEATHERS), "min_price": price, "max_price": price, "max_total": price,
        "currency": {"type": "string", "maxLength": 3}, "order": _one_of(ORDERS), "excluded_colours": shades,
        "in_stock": {"type": "boolean"}, "on_sale": {"type": "boolean"},
        "sizes": {"type": "array", "items": {"type": "string", "maxLength": MAX_SIZE}, "maxItems": MAX_SIZES},
        "avoid": words, "not_sold": words,
        "question": {"type": "string", "maxLength": MAX_QUESTION},
    }  # fmt: skip
    return _object({**needed, **optional}, required=list(needed))


def read_plan(
    text: str, allowed: Collection[str], cards: Sequence[str] = (), brands: tuple[str, ...] = ()
) -> Plan:  # fmt: skip
    """A model's answer as a plan; ``cards`` are the ids of the items that it knows by their numbers,
    ``brands`` those of the shop. What is not ``allowed`` is left out.

    Raises ValueError where it is no JSON object with an act, or is only about what does not exist.
    """
    answer = _parsed(text)
    if answer.get("act") not in ACTS:
        raise ValueError(f"expected a JSON object with an act, found {text[:80]!r}")
    asked = answer.get("items")
    items = tuple(_items(asked if isinstance(asked, list) else [], allowed, cards))
    if asked and not items:
        raise ValueError(f"expected known categories, found {str(asked)[:80]!r}")
    act, about = answer["act"], _cards(answer, "about", cards)
    if act == "discuss" and not cards:
        raise ValueError("expected items that were shown before, found none")
    filters = Filters(
        audience=_known(answer, "audience", AUDIENCES), usage=_known(answer, "usage", USAGES),
        weather=_known(answer, "weather", WEATHERS), excluded_colours=_colours(answer, "excluded_colours"),
        min_price=_price(answer, "min_price"), max_price=_price(answer, "max_price"),
        max_total=_price(answer, "max_total"), order=_known(answer, "order", ORDERS),  # type: ignore[arg-type]
        descriptors=(*_told(items, brands), *map(refusal, _words(answer, "avoid"))),
        currency=_currency(answer), in_stock=answer.get("in_stock") is True,
        on_sale=answer.get("on_sale") is True, sizes=_sizes(answer),
    )  # fmt: skip
    photo = next((i.category for i in items if i.from_photo), "")
    return Plan(
        act, items, filters, _known(answer, "language", LANGUAGES) or "en", references=about,
        topic="language" if answer.get("language") == OTHER else "",
        exclude=_cards(answer, "not_again", cards), unsold=_words(answer, "not_sold"),
        question=_line(answer, "question", MAX_QUESTION), photo_category=photo,
    )  # fmt: skip


def _parsed(text: str) -> dict[str, Any]:
    """The JSON object in a text; models that no grammar holds wrap it in words and fences."""
    found = re.search(r"\{.*\}", text, re.S)
    try:
        answer = json.loads(found[0] if found else text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"expected a plan as JSON, found {text[:80]!r}") from error
    if not isinstance(answer, dict):
        raise ValueError(f"expected a plan as JSON, found {text[:80]!r}")
    return answer


def _items(entries: Sequence[Any], allowed: Collection[str], cards: Sequence[str]) -> list[RequestedItem]:
    named = [e for e in entries if isinstance(e, dict) and isinstance(e.get("category"), str)]
    known = [e for e in named if e["category"] in allowed or e["category"] == ANY]
    return [_item(e, cards) for e in known[:MAX_CATEGORIES]]


def _item(entry: Mapping[str, Any], cards: Sequence[str]) -> RequestedItem:
    category = "" if entry["category"] == ANY else str(entry["category"])
    count, query = entry.get("count"), _line(entry, "query", MAX_QUERY)
    like = entry.get("like")
    alike = next(iter(_numbered([like], cards)), "")
    return RequestedItem(
        category, max(1, min(MAX_COUNT, count)) if type(count) is int else 1,
        _colours(entry, "colours"), _colours(entry, "excluded_colours"),
        _known(entry, "pattern", tuple(patterns())), _known(entry, "audience", AUDIENCES),
        term=finer_term(Utterance(query), category, set()) if category else "", query=query,
        from_photo=type(like) is int and like == PHOTO,
        min_price=_price(entry, "min_price"), max_price=_price(entry, "max_price"), like=alike,
    )  # fmt: skip


def _told(items: Sequence[RequestedItem], brands: tuple[str, ...]) -> Iterator[Descriptor]:
    """What the free texts say beyond category and colour, as cards may say it too."""
    for item in items:
        yield from descriptors(marked(item.query, brands), brands)


def _cards(entry: Mapping[str, Any], key: str, cards: Sequence[str]) -> tuple[str, ...]:
    found = entry.get(key)
    return tuple(dict.fromkeys(_numbered(found if isinstance(found, list) else [], cards)))


def _numbered(numbers: Sequence[Any], cards: Sequence[str]) -> Iterator[str]:
    """The ids behind numbers, which begin with 1."""
    yield from (cards[n - 1] for n in numbers if type(n) is int and 0 < n <= len(cards))


def _words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Short texts that may be told to the customer, so none with a link, an order or a promise."""
    found = entry.get(key)
    said = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    shown = filter(None, map(shown_title, said[:MAX_CATEGORIES]))
    return tuple(one[:MAX_WORD].strip() for one in shown)


def _currency(entry: Mapping[str, Any]) -> str:
    """An ISO code, also for a currency's sign or name."""
    said = _line(entry, "currency", MAX_SIZE)
    named = (code for code, words in groups("currencies").items() if said.lower() in words)
    return next(named, said.upper() if re.fullmatch("[A-Za-z]{3}", said) else "")


def _sizes(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Sizes, which hold no sentence that might be told to the customer."""
    found = entry.get("sizes")
    said = [one.strip() for one in found if isinstance(one, str)] if isinstance(found, list) else []
    short = (one for one in said if re.fullmatch(rf"[\w ./-]{{1,{MAX_SIZE}}}", one))
    return tuple(dict.fromkeys(short))[:MAX_SIZES]


def _colours(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = entry.get(key)
    names = [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
    return tuple(name for name in dict.fromkeys(names) if name in colours())


def _line(entry: Mapping[str, Any], key: str, letters: int) -> str:
    said = entry.get(key)
    return " ".join(said.split())[:letters] if isinstance(said, str) else ""


def _known(entry: Mapping[str, Any], key: str, values: Sequence[str]) -> str:
    value = entry.get(key, "")
    return value if isinstance(value, str) and value in values else ""


def _price(entry: Mapping[str, Any], key: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if 0 < value < MAX_PRICE else 0.0


def _one_of(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(fields: Mapping[str, Any], required: Sequence[str]) -> dict[str, Any]:
    names = list(required)
    return {"type": "object", "properties": dict(fields), "required": names, "additionalProperties": False}
