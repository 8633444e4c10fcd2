"""The cards and what changes them: select, explain, more and less like this, chips and filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.plan import AUDIENCES, MAX_COUNT, SIMILAR, Language, Plan, RequestedItem
from app.search.engine import STRATEGIES
from app.search.feedback import steered
from app.search.outfits import UNCOUNTED
from app.search.query import ANYTHING, Steering
from app.ui import conversation
from app.ui.context import Shop, hint
from app.ui.html import cards
from app.ui.html.explanation import explain
from app.ui.html.labels import category_label, title
from app.ui.media.shown import give_out
from app.ui.state import Outfit, Results, find_item
from app.ui.strings import say
from data.catalogue.images import PictureError


class ResultHandlers:
    """Handlers of what is clicked on the results. The action and its target come with the event."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def look(
        self, results: Results, outfit: Outfit, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """(gallery, detail, results) after an item was selected, or asked why it was found."""
        item, reply = find_item(results.shown, event._data["id"]), results.reply
        if item is None:
            return gr.skip(), gr.skip(), gr.skip()
        words, heat_map = "", None
        explained = results.selected_id == item.id and results.heat_map is not None
        if event._data["action"] == "why" and not explained and reply and reply.plan:
            recalled = item in results.recalled  # an earlier request found it
            plan, photo = (Plan("search"), False) if recalled else (reply.plan, bool(results.photos))
            try:
                words, heat_map = explain(self.shop.search.encoder, item, plan, photo, language)
            except PictureError:
                raise hint("photo.gone", language) from None
        results = replace(results, selected_id=item.id, heat_map=heat_map)
        return self.shop.gallery(results, outfit, language), cards.detail(item, language, words), results

    def change(
        self, history: list[Any], results: Results, outfit: Outfit, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """(chat, rail, refine) after a chip, a filter, the slider or a card's button."""
        action, target, value = (str(event._data.get(key) or "") for key in ("action", "id", "value"))
        if action == "more":
            return self._similar(history, results, outfit, language, target)
        if action == "offer" and target in self.shop.stock.shelves:
            return self._category(history, outfit, language, target)
        steering = _steered(results.steering, action, target, value)
        if results.reply is None or results.plan is None or results.plan.act == "discuss":
            results = Results(
                results.items, photos=results.photos, steering=steering, selected_id=results.selected_id
            )
        else:
            plan = _edited_plan(results.plan, action, target, value)
            with self.shop.searching(language) as search:
                matches = tuple(steered(search, plan, self.shop.photo(results, search), steering))
            reply = replace(
                results.reply, stage="answering", plan=plan, requested=plan, matches=matches, sentences=(),
                notice="",
            )  # fmt: skip
            results = results.of(reply, steering)
        # The slider is being held: its panel must not be replaced.
        panel = gr.skip() if action == "balance" else self.shop.refine(results, language)
        return gr.skip(), *self.shop.rail(results, outfit, language), panel

    def advise(self, history: list[Any], language: Language, key: str, results: Results) -> Iterator[Any]:
        """The chat, with the advice on the items as they are now in place of the earlier one."""
        assistant, so_far = self.shop.answerers[key].assistant, conversation.up_to_last_user_turn(history)
        if assistant is None or results.reply is None or results.reply.stage == "done" or not so_far:
            yield gr.skip()  # a generator that yields nothing would empty its outputs
            return
        for screen in conversation.run_turn(assistant, so_far, language, results.reply):
            yield screen.history

    def _similar(
        self, history: list[Any], results: Results, outfit: Outfit, language: Language, item_id: str
    ) -> tuple[Any, ...]:
        """Items that look like one of them, as a turn of its own."""
        with self.shop.searching(language) as search:
            item = find_item((*results.shown, *outfit.items, *search.get([item_id])), item_id)
            matches = tuple(search.similar(item, SIMILAR)) if item else ()
        if item is None:
            return (gr.skip(),) * 7
        give_out([item])
        wanted = (RequestedItem(item.category, max(1, len(matches))),)
        plan = Plan("search", wanted, language=language)
        text = say("more.said", language, title=title(item, language))
        similar = Results(similar_to=title(item, language)).of(Reply("answering", plan, plan, matches))
        turn = conversation.user_turn(text, [str(item.image)])
        return self._new_turn(history, turn, similar, outfit, language)

    def _category(
        self, history: list[Any], outfit: Outfit, language: Language, category: str
    ) -> tuple[Any, ...]:
        """A category that was offered in place of what the shop does not carry, as a turn of its own."""
        text = say("offer.said", language, kind=category_label(category, language))
        plan = Plan("search", (RequestedItem(category, UNCOUNTED),), language=language, query=text)
        with self.shop.searching(language) as search:
            matches = tuple(steered(search, plan, None, ANYTHING))
        results = Results().of(Reply("answering", plan, plan, matches))
        return self._new_turn(history, conversation.user_turn(text), results, outfit, language)

    def _new_turn(
        self, history: list[Any], turn: Any, results: Results, outfit: Outfit, language: Language
    ) -> tuple[Any, ...]:
        """(chat, rail, refine) with one more turn; an answer that was still under way ends here."""
        history = [*conversation.stopped(history, language), turn]
        return history, *self.shop.rail(results, outfit, language), self.shop.refine(results, language)


def _steered(by: Steering, action: str, target: str, value: str) -> Steering:
    """The steering after a filter, the slider, a strategy or "less like this"."""
    if action == "reset":
        return Steering()
    if action == "less":
        return replace(by, away=(*by.away, target))
    if action == "filter" and target == "price":
        return replace(by, price=float(value) if value.isdecimal() else None)
    if action == "filter" and target in ("category", "colour", "gender", "usage"):
        return replace(by, **{target: value})  # type: ignore[arg-type]
    if action == "balance" and value.isdecimal():
        return replace(by, balance=min(100, int(value)) / 100)
    if action == "strategy" and value in STRATEGIES:
        return replace(by, strategy=value)
    return by


def _edited_plan(plan: Plan, action: str, target: str, value: str) -> Plan:
    """The plan after a chip was changed or clicked away; the same where the action changes none."""
    filters = plan.filters
    if action == "usage":
        return replace(plan, filters=replace(filters, usage=""))
    if action == "avoid":
        return replace(
            plan, filters=replace(filters, excluded_colours=_without(filters.excluded_colours, target))
        )
    if action == "price":
        return replace(plan, filters=replace(filters, **{f"{target}_price": 0.0}))  # type: ignore[arg-type]
    if action == "gender":
        audience = value if value in AUDIENCES else ""
        items = tuple(replace(item, audience="") for item in plan.items)
        return replace(plan, items=items, filters=replace(filters, audience=audience))
    if action == "colour":
        items = tuple(replace(item, colours=_without(item.colours, target)) for item in plan.items)
        return replace(plan, items=items, filters=replace(filters, colours=_without(filters.colours, target)))
    return _edited_items(plan, action, target, value)


def _edited_items(plan: Plan, action: str, target: str, value: str) -> Plan:
    if action == "remove":
        left = [item for item in plan.wanted if item.category != target]
        return plan.wanting(left or plan.wanted)
    if action == "count" and value.isdecimal():
        count = min(MAX_COUNT, max(1, int(value)))
        return plan.wanting(replace(i, count=count) if i.category == target else i for i in plan.wanted)
    return plan


def _without(names: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
