"""The page's components, and which event of which component calls which handler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.plan import Language
from app.ui.chat import ChatHandlers
from app.ui.context import Shop, brand, ready_box
from app.ui.demo import DemoHandlers
from app.ui.html import assets
from app.ui.html.catalogue_map import map_invitation
from app.ui.html.elements import ACTIONS
from app.ui.panels import PanelHandlers
from app.ui.rate_limit import MAX_CONCURRENT_TURNS
from app.ui.results import ResultHandlers
from app.ui.state import Outfit, OutfitAdvice, Results
from app.ui.strings import say
from app.ui.turns import SessionTurns

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
EVERY_CLICK: dict[str, Any] = QUIET | {"trigger_mode": "multiple"}  # none is dropped while another is handled
# In the order of the clicks, which Gradio keeps only among events that share one place in the queue.
IN_ORDER: dict[str, Any] = EVERY_CLICK | {"concurrency_id": "order", "concurrency_limit": 1}
TURN: dict[str, Any] = EVERY_CLICK | {"concurrency_id": "turn", "concurrency_limit": MAX_CONCURRENT_TURNS}


@dataclass(frozen=True, slots=True)
class Components:
    """What events read and change, by what it shows. ``actions`` is hidden: it brings the actions of our own
    HTML to the server (html/elements.py lists them)."""

    # The visitor's state
    results: gr.State
    outfit: gr.State
    advice: gr.State
    # The top bar
    brand: gr.HTML
    status: gr.HTML
    answerer: gr.Radio
    reasons: gr.HTML
    language: gr.Radio
    theme: gr.Button
    # The conversation
    chat: gr.Chatbot
    tour: gr.HTML
    box: gr.MultimodalTextbox
    # The rail
    heading: gr.HTML
    views: gr.HTML
    new_chat: gr.Button
    chips: gr.HTML
    refine: gr.HTML
    gallery: gr.HTML
    detail: gr.HTML
    outfit_view: gr.HTML
    inside_view: gr.HTML
    map_view: gr.HTML
    saved: gr.HTML
    actions: gr.HTML

    @property
    def rail(self) -> list[Any]:
        """What Shop.rail gives, in its order."""
        return [self.gallery, self.heading, self.chips, self.detail, self.results]

    @property
    def localized(self) -> list[Any]:
        """Everything with words on it, in the order in which ``_localized`` gives it."""
        return [
            self.brand, self.answerer, self.language, self.reasons, self.status, self.chat, self.box,
            self.new_chat, self.theme, *self.rail, self.refine, self.views, self.outfit_view,
            self.inside_view, self.map_view, self.tour,
        ]  # fmt: skip

    def on(self, group: str) -> Any:
        """The event that brings the actions of a group."""
        return getattr(self.actions, ACTIONS[group][0])


def bind_events(shop: Shop, demo: DemoHandlers, turns: SessionTurns, p: Components) -> None:
    """All events of the page."""
    chat, results, panels = ChatHandlers(shop), ResultHandlers(shop), PanelHandlers(shop)
    ends = list(_answers(chat, demo, turns, p))
    ends += [*_results(results, turns, p), *_tour(demo, chat, turns, p), *_conversation(chat, turns, p)]
    for event in ends:
        event.then(turns.if_idle(ready_box), None, p.box, queue=False, **QUIET)
    _panels(panels, p)
    _top_bar(shop, panels, demo, p)


def _answers(chat: ChatHandlers, demo: DemoHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """Whatever starts a turn of the conversation, and its answer."""
    for started in _starts(chat, demo, turns, p):
        inputs = [p.chat, p.language, p.answerer, p.results, p.outfit]
        answer = started.success(turns.stream(chat.answer), inputs, [p.chat, *p.rail], **TURN)
        # Gradio's `then` does not follow a failure.
        answer.failure(turns.if_idle(chat.give_back), p.chat, [p.box, p.chat], queue=False, **QUIET)
        shown = [p.results, p.outfit, p.language]
        answer.then(turns.resync(chat.shop.rail), shown, [p.chat, *p.rail], queue=False, **EVERY_CLICK)
        answer.then(chat.shop.refine, [p.results, p.language], p.refine, queue=False, **QUIET)
        answer.then(chat.shop.status, [p.answerer, p.language], p.status, queue=False, **QUIET)
        yield answer


def _starts(chat: ChatHandlers, demo: DemoHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    sent = p.box.submit(turns.start(chat.send), [p.box, p.chat, p.language], [p.box, p.chat], **IN_ORDER)
    sent.failure(chat.refused, p.box, p.box, **QUIET)
    yield sent
    for event, handler in (
        (p.chat.example_select, chat.pick_example), (p.chat.retry, chat.retry), (p.chat.edit, chat.edit),
    ):  # fmt: skip
        yield event(turns.start(handler), p.chat, [p.box, p.chat], **IN_ORDER)
    yield p.on("live")(turns.start(demo.run_live), p.language, [p.box, p.chat, p.tour], **IN_ORDER)


def _conversation(chat: ChatHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """Stop, undo and a new conversation."""
    stopped = [p.box, p.chat, p.heading]
    p.box.stop(turns.cancel(chat.stop), [p.chat, p.results, p.language], stopped, **IN_ORDER)
    yield p.chat.undo(turns.cancel(chat.undo), p.chat, [p.chat, p.box], **IN_ORDER)
    for event in (p.chat.clear, p.new_chat.click):
        emptied = [p.chat, *p.rail, p.refine]
        yield event(turns.cancel(chat.clear), [p.outfit, p.language], emptied, **IN_ORDER)


def _tour(demo: DemoHandlers, chat: ChatHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """Recorded scenes, and the tour's end; an answer under way is not waited for."""
    inputs, outputs = [p.outfit, p.language], [p.chat, *p.rail, p.refine]
    for event in (p.on("end"), p.new_chat.click):
        event(demo.bar, p.language, p.tour, **IN_ORDER)
    yield p.on("scene")(turns.cancel(demo.show_scene), inputs, [*outputs, p.tour], **IN_ORDER)
    yield p.on("end")(turns.cancel(chat.clear), inputs, outputs, **IN_ORDER)


def _results(results: ResultHandlers, turns: SessionTurns, p: Components) -> Iterator[Any]:
    """What the cards, chips and filters do; the advice on the items follows them."""
    shown = [p.results, p.outfit, p.language]
    p.on("look")(results.look, shown, [p.gallery, p.detail, p.results], concurrency_limit=1, **EVERY_CLICK)
    changed = p.on("results")(
        turns.start(results.change), [p.chat, *shown], [p.chat, *p.rail, p.refine], **IN_ORDER
    )
    yield changed
    inputs = [p.chat, p.language, p.answerer, p.results]
    yield changed.success(turns.stream(results.advise), inputs, p.chat, concurrency_id="turn", **EVERY_CLICK)


def _panels(panels: PanelHandlers, p: Components) -> None:
    """The outfit, the inside of a turn, the map."""
    kept = p.on("outfit")(
        panels.change_outfit, [p.outfit, p.advice, p.results, p.language],
        [p.outfit, p.gallery, p.views, p.outfit_view, p.saved], concurrency_limit=1, **EVERY_CLICK,
    )  # fmt: skip
    kept.then(None, None, None, js=assets.SAVE)
    inputs = [p.outfit, p.advice, p.answerer, p.language]
    advised = kept.success(panels.advise, inputs, p.advice, concurrency_id="turn", **EVERY_CLICK)
    # The outfit as it is by now: hearts may have been clicked while the advice was written.
    outfit = [p.outfit, p.advice, p.language]
    advised.then(panels.outfit, outfit, [p.views, p.outfit_view], queue=False, **EVERY_CLICK)
    p.on("view")(panels.open_inside, [p.results, p.language], p.inside_view, **EVERY_CLICK)
    p.on("view")(panels.map, p.language, p.map_view, concurrency_id="map", **EVERY_CLICK)


def _top_bar(shop: Shop, panels: PanelHandlers, demo: DemoHandlers, p: Components) -> None:
    """Who answers, light or dark, and the language."""
    chosen = [p.answerer, p.language]
    p.answerer.input(shop.choose_answerer, chosen, [p.answerer, p.status], **QUIET)
    p.theme.click(None, None, None, js=assets.THEME)

    def localize(
        language: Language, key: str, results: Results, outfit: Outfit, advice: OutfitAdvice
    ) -> tuple[Any, ...]:
        return (
            *_localized(shop, language, key, results, outfit),
            *panels.outfit(outfit, advice, language),
            panels.inside(results, language),
            map_invitation(language),
            demo.bar(language),
        )

    inputs = [p.language, p.answerer, p.results, p.outfit, p.advice]
    p.language.change(localize, inputs, p.localized, queue=False, **QUIET)
    p.language.change(None, p.language, None, js=assets.LANGUAGE)


def _localized(shop: Shop, language: Language, key: str, results: Results, outfit: Outfit) -> tuple[Any, ...]:
    """What is written around and on the rail, in the order of Components.localized."""
    return (
        brand(language),
        gr.Radio(choices=shop.choices(language), label=say("answerer", language)),
        gr.Radio(label=say("language", language)),
        shop.reasons(language),
        shop.status(key, language),
        gr.Chatbot(placeholder=shop.placeholder(language), examples=shop.examples(language)),
        gr.MultimodalTextbox(placeholder=say("write", language), label=say("message", language)),
        gr.Button(say("new_chat", language)),
        gr.Button(say("theme", language)),
        *shop.rail(results, outfit, language),
        shop.refine(results, language),
    )
