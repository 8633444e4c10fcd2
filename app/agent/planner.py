"""Who plans a turn: a capable language model, with the rule parser behind it, or the rules alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from app.agent.plan_schema import plan_schema, read_plan
from app.agent.prompts import Scene, Shop, plan_messages
from app.agent.titles import named_in
from app.nlu.dialogue import plan_message
from app.plan import RULES, DialogueState, Language, Plan
from data.catalogue.vocabulary import categories, plain
from data.store.reading import Reading
from models.llm.chat_model import ChatModel, Message

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and who made it; ``failed`` where a model was asked and sent none that can be followed."""

    plan: Plan
    by: str
    failed: bool = False


class Planner:
    """Plans messages for one shop, by a model where that is capable, else by rules."""

    def __init__(self, shop: Reading, free_search: bool = False) -> None:
        self._shop, self._free_search = shop, free_search

    def over(self, shop: Reading) -> Planner:
        """The same planner for the shop as it was when it was read so."""
        other = copy(self)
        other._shop = shop
        return other

    def plan(
        self, chat: ChatModel, messages: Sequence[Message], state: DialogueState, language: Language,
        seen: str = "",
    ) -> Planned:  # fmt: skip
        """The plan of the last message; ``seen`` is what its photo shows, in words, for a model without
        eyes. Raises ModelError, StoreError."""
        rules = self._by_rules(messages[-1], state, language)
        if not chat.is_generative:
            return Planned(rules, RULES)
        scene = self.scene(messages, state, seen)
        stocked = tuple(self._shop.categories())
        asked = plan_messages(messages, scene, chat.sees)
        answer = "".join(chat.stream(asked, plan_schema(stocked, len(scene.cards))))
        try:
            cards = [item.id for item in scene.cards]
            plan = read_plan(answer, stocked, cards, self._shop.brands())
        except ValueError as error:  # cut short, or no plan at all
            log.warning("the rules plan, because %s sent none: %s", chat.name, error)
            return Planned(rules, RULES, failed=True)
        spoken = language if plan.topic == "language" else plan.language
        return Planned(replace(completed(plan, rules), language=spoken), chat.name)

    def _by_rules(self, asked: Message, state: DialogueState, language: Language) -> Plan:
        vocabulary = tuple(sorted({*categories(), *self._shop.categories()}))
        seen, photos = self._shop.get(state.seen), len(asked.images)
        return plan_message(
            asked.text, state, seen, photos, language, vocabulary, self._free_search,
            self._shop.brands(),
        )  # fmt: skip

    def scene(self, messages: Sequence[Message], state: DialogueState, seen: str = "") -> Scene:
        """What the conversation is about at its last message."""
        answers = [ids for message in reversed(messages) if (ids := message.shown)]
        earlier = dict.fromkeys(name for ids in (*answers, state.ever_shown[::-1]) for name in ids)
        return Scene(
            self.shop(), self._shop.get(state.shown),
            self._shop.get([name for name in earlier if name not in state.shown]), seen,
            frozenset(plain(" ".join(m.text for m in messages if m.role == "user")).split()),
        )  # fmt: skip

    def shop(self) -> Shop:
        """What there is to tell of the shop."""
        stock = self._shop.stock()
        return Shop(stock.categories, stock.span, self._has_word, stock.currency)

    def _has_word(self, word: str, category: str) -> bool:
        return self._shop.has_words((word, word.removesuffix("s"), f"{word}s"), category)

    def state_of(self, messages: Sequence[Message], language: Language) -> DialogueState:
        """The state of a conversation that comes without one, from its messages before the last."""
        state, plan = DialogueState(), Plan("chat")
        for message in messages[:-1]:
            if message.role == "user":
                plan = self._by_rules(replace(message, images=()), state, language)
                state = state.after(plan, ())
            else:
                state = state.after(plan, message.shown or named_in(message.text, self._shop))
        return state


def completed(plan: Plan, rules: Plan) -> Plan:
    """A model's plan with the limits and refusals that it left out and the customer's words say. What the
    model did say is never overruled."""
    own, said = plan.filters, rules.filters
    limited = any((own.min_price, own.max_price, own.max_total, *(i.max_price for i in plan.items)))
    wanted = {*own.colours, *(name for item in plan.wanted for name in item.colours)}
    known = {form for one in own.descriptors for form in one.forms}
    refused = (one for one in said.descriptors if one.refused and known.isdisjoint(one.forms))
    filters = replace(
        own,
        excluded_colours=own.excluded_colours
        or tuple(name for name in said.excluded_colours if name not in wanted),
        min_price=own.min_price if limited else said.min_price,
        max_price=own.max_price if limited else said.max_price,
        max_total=own.max_total if limited else said.max_total,
        currency=own.currency or said.currency,
        in_stock=own.in_stock or said.in_stock,
        on_sale=own.on_sale or said.on_sale,
        sizes=own.sizes or said.sizes,
        descriptors=(*own.descriptors, *refused),
    )  # fmt: skip
    rest = (i for i in rules.items if i.role in ("owned", "refused") and i.category not in plan.counts())
    aspects = rules.aspects if plan.act == "discuss" else ()  # for the templates, should they have to answer
    return replace(plan, items=(*plan.items, *rest), filters=filters, query=rules.query, aspects=aspects)
