"""The other views of the rail: the kept outfit, the inside of a turn, the map."""

from __future__ import annotations

import base64
import io
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.plan import Language, Plan, RequestedItem
from app.search.engine import Search
from app.ui.context import Shop
from app.ui.html import catalogue_map as map_html
from app.ui.html import panels as html
from app.ui.html.credits import found_credit, text_credit
from app.ui.html.outfit_image import outfit_image
from app.ui.media.shown import give_out
from app.ui.state import Outfit, OutfitAdvice, Results, find_item
from app.ui.strings import say
from data.store.store import Match, StoreError
from models.llm.chat_model import Message, ModelError

log = logging.getLogger(__name__)
CANDIDATES = 8  # of each category, in the table of scores


class PanelHandlers:
    """Handlers of the views, as plain functions of what the components hold."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def change_outfit(
        self, outfit: Outfit, advice: OutfitAdvice, results: Results, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """(outfit state, gallery, views, outfit, saved) after a heart, or one of the outfit's own buttons."""
        action, saved = event._data["action"], gr.skip()
        if action == "keep":
            item = find_item((*results.shown, *outfit.items), event._data["id"])
            outfit = outfit.toggled(item, searched=results.reply is not None) if item else outfit
        elif action == "export" and outfit.items:
            saved = self._saved(outfit, advice, language)
        elif action in ("undo", "clear"):
            outfit = outfit.undone() if action == "undo" else outfit.cleared()
        gallery = self.shop.gallery(results, outfit, language)
        return outfit, gallery, *self.outfit(outfit, advice, language), saved

    def outfit(self, outfit: Outfit, advice: OutfitAdvice, language: Language) -> tuple[str, str]:
        """(views, outfit): the switch between the views, and the outfit."""
        by = text_credit(advice.by(outfit), language)
        view = html.outfit(outfit.items, advice.on(outfit), by, bool(outfit.history), language)
        return html.views(len(outfit.items), language), view

    def advise(self, outfit: Outfit, advice: OutfitAdvice, key: str, language: Language) -> OutfitAdvice:
        """The advice on the outfit as it is now."""
        assistant = self.shop.answerers[key].assistant
        if assistant is None or not outfit.items or advice.on(outfit):
            return advice
        matches = tuple(Match(item, 1.0) for item in outfit.items)
        counts = Counter(item.category for item in outfit.items)
        wanted = tuple(RequestedItem(category, count) for category, count in counts.items())
        plan = Plan("outfit", wanted, language=language)
        begun = Reply("answering", plan, plan, matches)
        try:
            *_, reply = assistant.reply([Message("user", say("outfit.ask", language))], language, begun)
        except ModelError:
            return advice
        return OutfitAdvice(outfit.ids, reply.text, reply.written_by)

    def _saved(self, outfit: Outfit, advice: OutfitAdvice, language: Language) -> str:
        """The outfit's picture as a link that the page's script follows; it is never on the disk."""
        buffer, encoder = io.BytesIO(), self.shop.search.encoder.name
        credits = (
            found_credit(outfit.found, len(outfit.items), encoder, language),
            text_credit(advice.by(outfit), language),
        )
        picture = outfit_image(outfit.items, advice.on(outfit), credits, language)
        picture.save(buffer, "PNG", optimize=True)
        data = base64.b64encode(buffer.getvalue()).decode()
        return f'<a download="armario.png" href="data:image/png;base64,{data}" tabindex="-1">PNG</a>'

    def open_inside(self, results: Results, language: Language, event: gr.EventData) -> Any:
        """The inside of the turn when its view is opened."""
        return self.inside(results, language) if event._data["action"] == "inside" else gr.skip()

    def map(self, language: Language, event: gr.EventData) -> Iterator[Any]:
        """The map when its view is opened, after a sentence about it, as it may have to be made."""
        if event._data["action"] != "map":
            yield gr.skip()
            return
        yield map_html.map_notice("map.wait", language)
        try:
            drawn = self.shop.maps.made(self.shop.search.store)
        except StoreError as error:
            log.error("no map: %s", error)
            yield map_html.map_notice("map.none", language)
        else:
            give_out(point.item for point in drawn.points)
            yield map_html.catalogue_map(drawn, language)

    def inside(self, results: Results, language: Language) -> str:
        """What happened in the turn."""
        scores = self._scores(results)
        encoders = [self.shop.search.encoder.name] if scores else []
        names = [*encoders, *(results.reply.models if results.reply else ())]
        return html.inside(results.reply, scores, names, language)

    def _scores(self, results: Results) -> html.CandidateScores:
        """The best candidates of each category by the shop's own strategy, with the scores of the other
        strategies that have them among their best."""
        plan = results.plan
        if plan is None or results.reply is None or plan.act == "discuss":
            return []
        if results.similar_to:
            return [(match.item, {html.LIKENESS: match.score}) for match in results.reply.matches]
        try:
            with self.shop.search.store.snapshot() as now:
                return self._tried(self.shop.search.over(now), plan, results)
        except StoreError as error:
            log.error("no scores: %s", error)
            return []

    def _tried(self, search: Search, plan: Plan, results: Results) -> html.CandidateScores:
        """The candidates and scores of each requested item."""
        photo, balance, found = self.shop.photo(results, search), results.steering.balance, list[Any]()
        for wanted in plan.wanted:
            scores: dict[str, dict[str, float]] = {}
            items = {}
            for strategy in self.shop.strategies:
                own = search.ranking_by(strategy)
                query = own.query(plan, wanted, photo, balance)
                for match in own.find(
                    plan.of(wanted), replace(query, item=replace(wanted, count=CANDIDATES))
                ):
                    scores.setdefault(match.item.id, {})[strategy] = match.score
                    items[match.item.id] = match.item
            found += [(items[name], by) for name, by in scores.items() if self.shop.strategies[0] in by]
        return found
