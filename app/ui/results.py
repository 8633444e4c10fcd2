"""The cards and what changes them: select, explain, more and less like this, chips and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.plan import Language
from app.search.engine import STRATEGIES
from app.search.feedback import shelf, steered
from app.search.outfits import SIMILAR, UNCOUNTED
from app.search.query import Steering
from app.ui import conversation
from app.ui.context import Shop, hint
from app.ui.html import cards
from app.ui.html.explanation import explain
from app.ui.html.labels import category_label, title
from app.ui.state import Outfit, Results, edited_plan, find_item, plan_for_category
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
        item, reply = find_item(results.items, event._data["id"]), results.reply
        if item is None:
            return gr.skip(), gr.skip(), gr.skip()
        words, heat_maps = "", tuple[tuple[str, str], ...]()
        why = event._data["action"] == "why" and item.id not in dict(results.heat_maps)
        if why and reply and reply.plan:
            photo = bool(results.photo)
            try:
                found = explain(self.shop.explainer, item, reply.plan, photo, language)
            except PictureError:
                raise hint("photo.gone", language) from None
            words, heat_maps = found.words, ((item.id, found.picture),)
        results = replace(results, selected_id=item.id, heat_maps=heat_maps)
        return self.shop.gallery(results, outfit, language), cards.detail(item, language, words), results

    def change(
        self, history: list[Any], results: Results, outfit: Outfit, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """(chat, rail, refine) after a chip, a filter, the slider or a card's button."""
        action, target, value = (str(event._data.get(key) or "") for key in ("action", "id", "value"))
        if action == "more":
            return self._similar(history, results, outfit, language, target)
        if action == "offer" and target in self.shop.stock:
            return self._category(history, outfit, language, target)
        steering = _steered(results.steering, action, target, value)
        if results.reply is None or results.plan is None:
            items = shelf(self.shop.items, steering)
            results = replace(results, items=items, steering=steering, heat_maps=())
        else:
            plan, photo = edited_plan(results.plan, action, target, value), self.shop.photo(results)
            matches = tuple(steered(self.shop.search, plan, photo, steering))
            reply = replace(
                results.reply, stage="answering", plan=plan, requested=plan, matches=matches, sentences=()
            )
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
        item = find_item((*results.items, *outfit.items, *self.shop.search.store.get([item_id])), item_id)
        if item is None:
            return (gr.skip(),) * 7
        matches = tuple(self.shop.search.similar(item, SIMILAR))
        plan = plan_for_category(item.category, max(1, len(matches)), language)
        text = say("more.said", language, title=title(item, language))
        similar = Results(similar_to=title(item, language)).of(
            Reply("answering", plan, plan, matches), Steering()
        )
        turn = conversation.user_turn(text, [str(item.image)])
        return self._new_turn(history, turn, similar, outfit, language)

    def _category(
        self, history: list[Any], outfit: Outfit, language: Language, category: str
    ) -> tuple[Any, ...]:
        """A category that was offered in place of what the shop does not carry, as a turn of its own."""
        text = say("offer.said", language, kind=category_label(category, language))
        plan = plan_for_category(category, UNCOUNTED, language, text)
        matches = tuple(steered(self.shop.search, plan, None, Steering()))
        results = Results().of(Reply("answering", plan, plan, matches), Steering())
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
