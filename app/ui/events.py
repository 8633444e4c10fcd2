"""Which component sets off what."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app import page
from app import views as html
from app.contest import Round
from app.tour import Tour
from app.ui.pieces import Pieces
from app.ui.rooms import Rooms
from app.ui.shop import Shop, brand
from app.ui.shown import Kept, Said, Shown
from app.ui.tours import Tours
from app.ui.turns import Turns
from app.wish import Language
from app.words import say

AT_ONCE = 2  # turns: one model thinks while another's items are shown
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
RAIL = ("gallery", "heading", "chips", "detail", "shown")
SPOKEN = (  # what is written on the page, in the order in which _spoken gives it
    *("brand", "answerer", "reasons", "status", "chat", "box", "anew", "theme"),
    *(*RAIL, "refine", "views", "outfit", "compare", "inside", "map", "tour"),
)


def wire(shop: Shop, tour: Tour, p: dict[str, Any]) -> None:
    """All events of the page."""
    turns, pieces, tours = Turns(shop), Pieces(shop), Tours(shop, tour)
    steps = [*_turns(turns, p), *_live(tours, turns, p)]
    steps += _pieces(pieces, p, steps)
    _rooms(Rooms(shop), p)
    _tour(tours, turns, p, steps)
    _conversation(turns, p, steps)
    _top(shop, tour, p)


def _turn(turns: Turns, p: dict[str, Any], begun: Any) -> list[Any]:
    """The steps of a turn: what begins it, the answer. Both must be cancelled: an answer that has not begun
    when the customer goes elsewhere would come after it."""
    run = begun.success(
        turns.answer, [p["chat"], p["language"], p["answerer"], p["shown"], p["kept"]],
        [p["chat"], *(p[name] for name in RAIL)],
        concurrency_id="turn", concurrency_limit=AT_ONCE, **QUIET,
    )  # fmt: skip
    run.then(turns.ready, None, p["box"], queue=False, **QUIET)
    return [begun, run]


def _live(tours: Tours, turns: Turns, p: dict[str, Any]) -> list[Any]:
    """A scene of the tour, answered now."""
    return _turn(
        turns, p, p["deeds"].submit(tours.live, p["language"], [p["box"], p["chat"], p["tour"]], **QUIET)
    )


def _tour(tours: Tours, turns: Turns, p: dict[str, Any], steps: list[Any]) -> None:
    """Recorded scenes, and the tour's end; whatever was being answered is not waited for."""
    ended = [p["chat"], *(p[name] for name in RAIL), p["refine"]]
    asked = [p["kept"], p["language"]]
    for event in (p["deeds"].clear, p["anew"].click):
        event(tours.bar, p["language"], p["tour"], queue=False, **QUIET)
    over = (
        p["deeds"].edit(tours.show, asked, [*ended, p["tour"]], cancels=steps, **QUIET),
        p["deeds"].clear(turns.anew, asked, ended, cancels=steps, queue=False, **QUIET),
    )
    for shown in over:
        shown.then(turns.ready, None, p["box"], queue=False, **QUIET)


def _rooms(rooms: Rooms, p: dict[str, Any]) -> None:
    """The outfit, the comparison, the inside of a turn."""
    kept, language = p["kept"], p["language"]
    saved = p["deeds"].like(
        rooms.keep, [kept, p["said"], p["shown"], language],
        [kept, p["gallery"], p["views"], p["outfit"], p["saved"]], **QUIET,
    )  # fmt: skip
    saved.then(None, None, None, js=page.SAVE)
    thought = [kept, p["said"], p["answerer"], language]
    said = saved.success(rooms.advise, thought, p["said"], concurrency_id="turn", **QUIET)
    # By what is kept now: hearts may have been clicked while it was thought of.
    said.then(rooms.outfit, [kept, p["said"], language], [p["views"], p["outfit"]], queue=False, **QUIET)
    p["deeds"].expand(rooms.open, [p["shown"], language], [p["compare"], p["inside"]], **QUIET)
    p["deeds"].expand(rooms.map, language, p["map"], concurrency_id="map", **QUIET)
    p["deeds"].play(
        rooms.contest, [p["chat"], p["shown"], p["round"], p["answerer"], language],
        [p["round"], p["compare"]], concurrency_id="turn", **QUIET,
    )  # fmt: skip


def _turns(turns: Turns, p: dict[str, Any]) -> list[Any]:
    """Whatever begins a turn of the conversation."""
    box, chat = p["box"], p["chat"]
    sent = box.submit(turns.add, [box, chat, p["language"]], [box, chat], **QUIET)
    sent.failure(turns.refused, box, box, **QUIET)
    asked = ((chat.example_select, turns.pick), (chat.retry, turns.again), (chat.edit, turns.edited))
    steps = []
    for begun in (sent, *(event(handler, chat, [box, chat], **QUIET) for event, handler in asked)):
        begun, run = _turn(turns, p, begun)
        run.then(turns.shop.refine, [p["shown"], p["language"]], p["refine"], queue=False, **QUIET)
        run.then(turns.shop.status, [p["answerer"], p["language"]], p["status"], queue=False, **QUIET)
        steps += [begun, run]
    return steps


def _pieces(pieces: Pieces, p: dict[str, Any], steps: list[Any]) -> list[Any]:
    """What the cards and the panel do; what is said of the items follows them."""
    rail = [p[name] for name in RAIL]
    seen = [p["shown"], p["kept"], p["language"]]
    p["deeds"].select(pieces.look, seen, [p["gallery"], p["detail"], p["shown"]], **QUIET)
    steered = p["deeds"].input(
        pieces.steer, [p["chat"], *seen], [p["chat"], *rail, p["refine"]], cancels=steps,
        trigger_mode="always_last", **QUIET,
    )  # fmt: skip
    advised = steered.success(
        pieces.advise, [p["chat"], p["language"], p["answerer"], p["shown"]], p["chat"],
        concurrency_id="turn", trigger_mode="always_last", **QUIET,
    )  # fmt: skip
    return [steered, advised]


def _conversation(turns: Turns, p: dict[str, Any], steps: list[Any]) -> None:
    rail = [p[name] for name in RAIL]
    stopped = [p["box"], p["chat"], p["heading"]]
    asked = [p["chat"], p["shown"], p["language"]]
    p["box"].stop(turns.halted, asked, stopped, cancels=steps, queue=False, **QUIET)
    p["chat"].undo(turns.undone, p["chat"], [p["chat"], p["box"]], queue=False, **QUIET)
    empty = [p["chat"], *rail, p["refine"]]
    for event in (p["chat"].clear, p["anew"].click):
        cleared = event(turns.anew, [p["kept"], p["language"]], empty, cancels=steps, queue=False, **QUIET)
        cleared.then(turns.ready, None, p["box"], queue=False, **QUIET)


def _top(shop: Shop, tour: Tour, p: dict[str, Any]) -> None:
    switch = [p["answerer"], p["language"]]
    p["answerer"].input(shop.switched, switch, [p["answerer"], p["status"]], **QUIET)
    p["theme"].click(None, None, None, js=page.THEME)

    def spoken(language: Language, key: str, shown: Shown, kept: Kept, said: Said) -> tuple[Any, ...]:
        rooms = Rooms(shop)
        return (
            *_spoken(shop, language, key, shown, kept),
            *rooms.outfit(kept, said, language),
            rooms.compare(shown, Round(), language),
            rooms.inside(shown, language),
            html.unmapped("map.show", language),
            Tours(shop, tour).bar(language),
        )

    seen = [p[name] for name in ("language", "answerer", "shown", "kept", "said")]
    p["language"].change(spoken, seen, [p[name] for name in SPOKEN], queue=False, **QUIET)
    p["language"].change(None, p["language"], None, js=page.LANGUAGE)


def _spoken(shop: Shop, language: Language, key: str, shown: Shown, kept: Kept) -> tuple[Any, ...]:
    """What is written around and on the rail, in the order of SPOKEN."""
    return (
        brand(language),
        gr.Radio(label=say("answerer", language)),
        shop.reasons(language),
        shop.status(key, language),
        gr.Chatbot(placeholder=shop.placeholder(language), examples=shop.samples(language)),
        gr.MultimodalTextbox(placeholder=say("write", language), label=say("message", language)),
        gr.Button(say("new_chat", language)),
        gr.Button(say("theme", language)),
        *shop.rail(shown, kept, language),
        shop.refine(shown, language),
    )
