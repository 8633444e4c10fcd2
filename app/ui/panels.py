"""The other views of the rail: the outfit that is kept, the comparison, and the inside of a turn."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from app.agent.blind_test import Round, contestants, play
from app.agent.reply import Reply
from app.nlu.wish import Language, Wanted, Wish
from app.search import catalogue_map
from app.search.engine import Search
from app.ui import conversation
from app.ui.context import Shop, hint, keep_pace
from app.ui.html import catalogue_map as map_svg
from app.ui.html import panels as html
from app.ui.html.outfit_image import board
from app.ui.state import Kept, Said, Shown
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError
from data.store.store import Match, StoreError
from models.llm.chat_model import Message, ModelError

log = logging.getLogger(__name__)
CANDIDATES = 8  # of each category, in the table of scores


class Rooms:
    """The handlers, as plain functions of what the components hold."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.able = contestants(list(shop.answerers.values()))

    def keep(
        self, kept: Kept, said: Said, shown: Shown, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """(kept, gallery, views, outfit, saved) after a heart, or one of the outfit's own buttons."""
        do, saved = event._data["do"], gr.skip()
        if do == "keep":
            item = next((one for one in (*shown.items, *kept.items) if one.id == event._data["id"]), None)
            kept = kept.toggled(item) if item else kept
        elif do == "export" and kept.items:
            saved = self._saved(kept, said, language)
        elif do in ("undo", "clear"):
            kept = kept.undone() if do == "undo" else kept.cleared()
        return kept, self.shop.gallery(shown, kept, language), *self.outfit(kept, said, language), saved

    def outfit(self, kept: Kept, said: Said, language: Language) -> tuple[str, str]:
        """The switch between the views, and the outfit."""
        board = html.outfit(kept.items, said.of(kept), bool(kept.before), language)
        return html.views(len(kept.items), language), board

    def advise(self, kept: Kept, said: Said, key: str, language: Language) -> Said:
        """What is said of the outfit."""
        assistant = self.shop.answerers[key].assistant
        if assistant is None or not kept.items or said.of(kept):
            return said
        wanted = {
            item.category: sum(one.category == item.category for one in kept.items) for item in kept.items
        }
        wish = Wish("outfit", tuple(Wanted(*one) for one in wanted.items()), language=language)
        begun = Reply("advising", wish, tuple(Match(item, 1.0) for item in kept.items))
        try:
            *_, reply = assistant.reply([Message("user", say("outfit.ask", language))], language, begun)
        except ModelError:
            return said
        return Said(kept.ids(), reply.text, assistant.chat.name)

    def _saved(self, kept: Kept, said: Said, language: Language) -> str:
        """The board as a link that the page's script follows; it lies in the page, not on the disk."""
        models = [
            name for name in (self.shop.search.encoder.name, said.chat if said.of(kept) else "") if name
        ]
        picture, buffer = board(kept.items, said.of(kept), models, language), io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        data = base64.b64encode(buffer.getvalue()).decode()
        return f'<a download="armario.png" href="data:image/png;base64,{data}" tabindex="-1">PNG</a>'

    def open(self, shown: Shown, language: Language, event: gr.EventData) -> tuple[Any, Any]:
        """(compare, inside) when their view is opened."""
        do = event._data["do"]
        seen = self.inside(shown, language) if do == "inside" else gr.skip()
        return (self.compare(shown, Round(), language) if do == "compare" else gr.skip()), seen

    def map(self, language: Language, event: gr.EventData) -> Iterator[Any]:
        """The map when its view is opened; where it has to be made first, a word about that comes before."""
        if event._data["do"] != "map":
            yield gr.skip()
            return
        yield html.unmapped("map.wait", language)
        try:
            with self.shop.drawing:
                points = catalogue_map.load_or_create(self.shop.search.store)
        except StoreError as error:
            log.error("no map: %s", error)
            yield html.unmapped("map.none", language)
        else:
            yield map_svg.plane(points, language)

    def compare(self, shown: Shown, now: Round, language: Language) -> str:
        """The comparison as it stands."""
        ready = bool(shown.reply and shown.items)
        return html.compare(len(self.able), ready, now, language)

    def contest(
        self, history: list[Any], shown: Shown, now: Round, key: str, language: Language, event: gr.EventData
    ) -> tuple[Round, str]:
        """A new round, or a vote in the one that stands."""
        if event._data["do"] == "vote" and now.entries and event._data["id"] in ("0", "1"):
            now = replace(now, vote=int(event._data["id"]))
        elif event._data["do"] == "round" and shown.reply and len(self.able) > 1:
            first = next((one for one in self.able if one.key == key), self.able[0])
            rival = next(one for one in self.able if one is not first)
            keep_pace(self.shop.pace, language)
            try:
                messages = conversation.messages(conversation.upto(history))
            except PictureError as error:
                raise hint(f"photo.{error.kind}", language) from error
            now = play((first, rival), self.shop.answerers, messages, shown.reply, language)
        return now, self.compare(shown, now, language)

    def inside(self, shown: Shown, language: Language) -> str:
        """What happened in the turn."""
        names = (self.shop.search.encoder.name, shown.reply.chat if shown.reply else "")
        return html.inside(shown.reply, self._ranks(shown), list(filter(None, names)), language)

    def _ranks(self, shown: Shown) -> html.Ranks:
        """The best candidates of each category by the shop's own way of ranking, and what the others give
        those that they have among their best."""
        wish, photo, ranks = shown.wish, self.shop.look(shown), list[tuple[Item, dict[str, float]]]()
        if wish is None or shown.reply is None:
            return ranks
        if shown.like:
            return [(match.item, {html.LIKENESS: match.score}) for match in shown.reply.matches]
        for wanted in wish.wanted:
            by: dict[str, dict[str, float]] = {}
            items = {}
            for name in self.shop.strategies:
                search = Search(self.shop.search.encoder, self.shop.search.store, name)
                query = search.query(wish, wanted, shown.words, photo, shown.steering.balance)
                for match in search.find(wish, replace(query, wanted=replace(wanted, count=CANDIDATES))):
                    by.setdefault(match.item.id, {})[name] = match.score
                    items[match.item.id] = match.item
            ranks += [
                (items[name], scores) for name, scores in by.items() if self.shop.strategies[0] in scores
            ]
        return ranks
