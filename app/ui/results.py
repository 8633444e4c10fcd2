"""The cards and what steers them: choose, why, keep, more and less like this, filters, balance, strategy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.nlu.wish import GENDERS, MOST, Language, Wanted, Wish
from app.search.availability import SIMILAR, UNCOUNTED
from app.search.engine import STRATEGIES
from app.search.feedback import Steering, shelf, steered
from app.ui import conversation
from app.ui.context import Shop, hint
from app.ui.html import cards
from app.ui.html.explanation import reasons
from app.ui.state import Kept, Shown
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError


class Pieces:
    """The handlers. What was done, and to which item, comes with the event from the page's script."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def look(self, shown: Shown, kept: Kept, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """(gallery, detail, shown) after an item was chosen, or asked why it was found."""
        item, reply = _one(shown.items, event._data["id"]), shown.reply
        if item is None:
            return gr.skip(), gr.skip(), gr.skip()
        shown, said = replace(shown, chosen=item.id), ""
        if event._data["do"] == "why" and reply and reply.wish and item.id not in dict(shown.heat):
            try:
                found = reasons(self.shop.eyes, item, reply.wish, shown.words, bool(shown.photo), language)
            except PictureError:
                raise hint("photo.gone", language) from None
            shown, said = replace(shown, heat=((item.id, found.picture),)), found.words
        else:
            shown = replace(shown, heat=())
        return self.shop.gallery(shown, kept, language), cards.detail(item, language, said), shown

    def steer(
        self, history: list[Any], shown: Shown, kept: Kept, language: Language, event: gr.EventData
    ) -> tuple[Any, ...]:
        """Chat and rail after a chip, a filter, the slider or a card has turned what is shown."""
        do, name, value = (str(event._data.get(key) or "") for key in ("do", "id", "value"))
        if do == "more":
            return self._like(history, shown, kept, language, name)
        if do == "offer" and name in self.shop.stock:
            return self._offered(history, kept, language, name)
        wish = _changed(shown.wish, do, name, value)
        by = _turned(shown.steering, do, name, value)
        if shown.reply is None or wish is None:
            items: tuple[Item, ...] = shelf(self.shop.items, by)
            shown = replace(shown, items=items, steering=by, heat=())
        else:
            matches = tuple(steered(self.shop.search, wish, shown.words, self.shop.look(shown), by))
            shown = _with(
                shown,
                replace(shown.reply, stage="advising", wish=wish, matches=matches, text="", told=()),
                by,
            )
        panel = gr.skip() if do == "balance" else self.shop.refine(shown, language)  # a slider is held on to
        return gr.skip(), *self.shop.rail(shown, kept, language), panel

    def advise(self, history: list[Any], language: Language, key: str, shown: Shown) -> Iterator[Any]:
        """The chat, with what is said of the items as they are now in place of what was said before."""
        assistant, so_far = self.shop.answerers[key].assistant, conversation.upto(history)
        if assistant is None or shown.reply is None or shown.reply.stage == "done" or not so_far:
            yield gr.skip()  # a generator that gives nothing would empty what it is for
            return
        for screen in conversation.take(assistant, so_far, language, shown.reply):
            yield screen.history

    def _like(
        self, history: list[Any], shown: Shown, kept: Kept, language: Language, name: str
    ) -> tuple[Any, ...]:
        """Items that look like one of them, as a turn of its own."""
        item = _one((*shown.items, *kept.items, *self.shop.search.store.get([name])), name)
        if item is None:
            return (gr.skip(),) * 7
        title = cards.title(item, language)
        matches = tuple(self.shop.search.similar(item, SIMILAR))
        wish = Wish("search", (Wanted(item.category, max(1, len(matches))),), language=language)
        said = conversation.written(say("more.said", language, title=title), [str(item.image)])
        shown = _with(Shown(like=title), Reply("advising", wish, matches), Steering())
        return self._said(history, said, shown, kept, language)

    def _offered(self, history: list[Any], kept: Kept, language: Language, name: str) -> tuple[Any, ...]:
        """A category that the shop offered in place of what it does not carry, as a turn of its own."""
        text = say("offer.said", language, kind=cards.category_label(name, language))
        wish = Wish("search", (Wanted(name, UNCOUNTED),), language=language)
        matches = tuple(steered(self.shop.search, wish, text, None, Steering()))
        shown = _with(Shown(words=text), Reply("advising", wish, matches), Steering())
        return self._said(history, conversation.written(text), shown, kept, language)

    def _said(
        self, history: list[Any], said: Any, shown: Shown, kept: Kept, language: Language
    ) -> tuple[Any, ...]:
        """Chat and rail with one more turn; an answer that was still being given ends here."""
        history = [*conversation.halted(history, language), said] if history else [said]
        return history, *self.shop.rail(shown, kept, language), self.shop.refine(shown, language)


def _with(shown: Shown, reply: Reply, by: Steering) -> Shown:
    items = tuple(match.item for match in reply.matches)
    return replace(shown, items=items, reply=reply, steering=by, heat=(), chosen="")


def _changed(wish: Wish | None, do: str, name: str, value: str) -> Wish | None:
    """The wish after a chip was changed or clicked away."""
    if wish is None:
        return None
    if do in ("usage", "avoid"):
        return replace(wish, **{do: ""})  # type: ignore[arg-type]
    if do == "colour":
        wanted = tuple(replace(w, colour="") if w.colour == name else w for w in wish.wanted)
        return replace(wish, colour="" if wish.colour == name else wish.colour, wanted=wanted)
    if do == "gender":
        return replace(wish, gender=value if value in GENDERS else "")
    if do == "drop":
        left = tuple(w for w in wish.wanted if w.category != name)
        return replace(wish, wanted=left or wish.wanted)
    if do == "count" and value.isdecimal():
        count = min(MOST, max(1, int(value)))
        return replace(
            wish, wanted=tuple(replace(w, count=count) if w.category == name else w for w in wish.wanted)
        )
    return wish


def _turned(by: Steering, do: str, name: str, value: str) -> Steering:
    """The steering after a filter, the slider, a strategy or "less like this"."""
    if do == "reset":
        return Steering()
    if do == "less":
        return replace(by, away=(*by.away, name))
    if do == "only" and name == "price":
        return replace(by, price=float(value) if value.isdecimal() else None)
    if do == "only" and name in ("category", "colour", "gender", "usage"):
        return replace(by, **{name: value})  # type: ignore[arg-type]
    if do == "balance" and value.isdecimal():
        return replace(by, balance=min(100, int(value)) / 100)
    if do == "strategy" and value in STRATEGIES:
        return replace(by, strategy=value)
    return by


def _one(items: tuple[Item, ...], name: str) -> Item | None:
    return next((item for item in items if item.id == name), None)
