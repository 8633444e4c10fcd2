"""Who plans a turn: the rule parser, or a capable language model with the rules behind it."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from app.agent.prompts import plan_messages
from app.nlu.dialogue import plan_message
from app.nlu.lexicon import LANGUAGES
from app.plan import (
    AUDIENCES,
    MAX_CATEGORIES,
    MAX_COUNT,
    RULES,
    USAGES,
    Act,
    DialogueState,
    Filters,
    Language,
    Order,
    Plan,
    RequestedItem,
)
from data.catalogue.vocabulary import categories, colours, plain
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message

log = logging.getLogger(__name__)
MAX_QUERY = 120  # letters of a model's free-text query
MAX_PRICE = 1e6  # from which a model's number is no price
ACTS: tuple[Act, ...] = ("search", "outfit", "chat", "not_carried")  # that a model may choose today


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and who made it."""

    plan: Plan
    by: str


class Planner:
    """Plans messages for one shop: by ``chat`` where that is capable, else by rules."""

    def __init__(self, store: Store, chat: ChatModel, free_search: bool = False) -> None:
        self._store, self._chat, self._free_search = store, chat, free_search

    def plan(self, messages: Sequence[Message], state: DialogueState, language: Language) -> Planned:
        """The plan of the last message. Raises ModelError, StoreError."""
        asked, vocabulary = messages[-1], tuple(sorted({*categories(), *self._store.categories()}))
        photo = bool(asked.images)
        seen = self._store.get(state.seen)
        rules = plan_message(asked.text, state, seen, photo, language, vocabulary, self._free_search)
        if not (self._chat.is_generative and asked.text.strip()):
            return Planned(rules, RULES)
        answer = "".join(self._chat.stream(plan_messages(messages), plan_schema(vocabulary)))
        try:
            return Planned(completed(read_plan(answer, vocabulary), rules), self._chat.name)
        except ValueError as error:  # cut short, or no plan at all
            log.warning("the rules plan, because %s sent none: %s", self._chat.name, error)
            return Planned(rules, RULES)

    def state_of(self, messages: Sequence[Message], language: Language) -> DialogueState:
        """The state of a conversation that comes without one, from its messages before the last."""
        state, plan = DialogueState(), Plan("chat")
        for message in messages[:-1]:
            if message.role == "user":
                plan = plan_message(message.text, state, self._store.get(state.seen), False, language)
                state = state.after(plan, ())
            else:
                state = state.after(plan, message.shown or self._named_in(message.text))
        return state

    def _named_in(self, text: str) -> tuple[str, ...]:
        """The ids of the items whose titles stand in an answer, in its order."""
        told = plain(text)
        places: dict[str, int] = {}
        for item in self._store.items():
            found = [told.find(plain(title)) for title in (item.title, item.title_es) if title]
            if any(at >= 0 for at in found):
                places[item.id] = min(at for at in found if at >= 0)
        return tuple(sorted(places, key=lambda name: (places[name], name)))


def completed(plan: Plan, rules: Plan) -> Plan:
    """A model's plan with what it left out and the customer's words say: limits, refusals, descriptors. What
    the model did say is never overruled."""
    own, said = plan.filters, rules.filters
    filters = replace(
        own,
        excluded_colours=own.excluded_colours or said.excluded_colours,
        min_price=own.min_price or said.min_price, max_price=own.max_price or said.max_price,
        order=own.order or said.order, pattern=own.pattern or said.pattern,
        colour_group=said.colour_group, weather=said.weather, descriptors=said.descriptors,
    )  # fmt: skip
    patterns = {item.category: item.pattern for item in rules.wanted}
    items = tuple(
        replace(item, term=rules.term(item.category), pattern=patterns.get(item.category, ""))
        for item in plan.items
    )
    rest = tuple(item for item in rules.items if item.role != "wanted")
    return replace(
        rules, act=plan.act, items=(*items, *rest), filters=filters, language=plan.language, choices=(),
        topic="",
    )  # fmt: skip


def plan_schema(allowed: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of a model's plan over the categories ``allowed``; its keys come in this order."""
    count = {"type": "integer", "enum": list(range(1, MAX_COUNT + 1))}  # llama.cpp knows no maximum
    fields = {"category": _one_of(allowed), "count": count}
    shades = {"type": "array", "items": _one_of(list(colours())), "maxItems": 3}
    own = {
        "colours": shades, "excluded_colours": shades, "audience": _one_of(AUDIENCES),
        "query": {"type": "string", "maxLength": MAX_QUERY},
    }  # fmt: skip
    item = _object({**fields, **own}, required=list(fields))
    price = {"type": "number"}
    optional = {
        "audience": _one_of(AUDIENCES), "usage": _one_of(USAGES), "excluded_colours": shades,
        "min_price": price, "max_price": price, "order": _one_of([o for o in get_args(Order) if o]),
    }  # fmt: skip
    needed = {
        "language": _one_of(LANGUAGES), "act": _one_of(ACTS),
        "items": {"type": "array", "items": item, "maxItems": MAX_CATEGORIES},
    }  # fmt: skip
    return _object({**needed, **optional}, required=list(needed))


def read_plan(text: str, allowed: Collection[str]) -> Plan:
    """A model's answer as a plan; what is not ``allowed`` is left out.

    Raises ValueError where it is no JSON object with an act, or wants only what does not exist.
    """
    try:
        answer = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"expected a plan as JSON, found {text[:80]!r}") from error
    if not isinstance(answer, dict) or answer.get("act") not in ACTS:
        raise ValueError(f"expected a JSON object with an act, found {text[:80]!r}")
    asked = answer.get("items")
    items = tuple(_items(asked if isinstance(asked, list) else [], allowed))
    if asked and not items:
        raise ValueError(f"expected known categories, found {str(asked)[:80]!r}")
    filters = Filters(
        audience=_known(answer, "audience", AUDIENCES), usage=_known(answer, "usage", USAGES),
        excluded_colours=_colours(answer, "excluded_colours"), min_price=_price(answer, "min_price"),
        max_price=_price(answer, "max_price"), order=_known(answer, "order", get_args(Order)),  # type: ignore[arg-type]
    )  # fmt: skip
    return Plan(answer["act"], items, filters, _known(answer, "language", LANGUAGES) or "en")


def _items(entries: Sequence[Any], allowed: Collection[str]) -> list[RequestedItem]:
    named = [e for e in entries if isinstance(e, dict) and isinstance(e.get("category"), str)]
    known = [e for e in named if e["category"] in allowed]
    return [
        RequestedItem(
            e["category"], max(1, min(MAX_COUNT, e["count"] if isinstance(e.get("count"), int) else 1)),
            _colours(e, "colours"), _colours(e, "excluded_colours"),
            audience=_known(e, "audience", AUDIENCES), query=_query(e),
        )
        for e in known[:MAX_CATEGORIES]
    ]  # fmt: skip


def _colours(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = entry.get(key)
    names = [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
    return tuple(name for name in dict.fromkeys(names) if name in colours())


def _query(entry: Mapping[str, Any]) -> str:
    said = entry.get("query")
    return " ".join(said.split())[:MAX_QUERY] if isinstance(said, str) else ""


def _known(entry: Mapping[str, Any], key: str, values: Sequence[str]) -> str:
    value = entry.get(key, "")
    return value if value in values else ""


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
