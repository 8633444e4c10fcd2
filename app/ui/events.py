"""Which component sets off what."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.agent.blind_test import Round
from app.cli.record_demo import Tour
from app.plan import Language
from app.ui.chat import Turns
from app.ui.context import Shop, brand
from app.ui.demo import Tours
from app.ui.html import assets
from app.ui.html import panels as html
from app.ui.panels import Rooms
from app.ui.results import Pieces
from app.ui.session_turns import Floors
from app.ui.state import Kept, Said, Shown
from app.ui.strings import say

AT_ONCE = 2  # turns: one model thinks while another's items are shown
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
EACH: dict[str, Any] = QUIET | {"trigger_mode": "multiple"}  # no click is dropped
# In the order of the clicks, which Gradio keeps only among events that share one place.
ORDERLY: dict[str, Any] = EACH | {"concurrency_id": "floor", "concurrency_limit": 1}
RAIL = ("gallery", "heading", "chips", "detail", "shown")
SPOKEN = (  # what is written on the page, in the order in which _spoken gives it
    *("brand", "answerer", "language", "reasons", "status", "chat", "box", "anew", "theme"),
    *(*RAIL, "refine", "views", "outfit", "compare", "inside", "map", "tour"),
)


def wire(shop: Shop, tour: Tour, floors: Floors, p: dict[str, Any]) -> None:
    """All events of the page."""
    turns, pieces, tours = Turns(shop), Pieces(shop), Tours(shop, tour)
    rests = floors.rests(turns.ready)
    begun = [*_begun(turns, floors, p), _live(tours, floors, p)]
    runs = [_answer(turns, floors, p, one) for one in begun]
    seen, drawn = [p[name] for name in ("shown", "kept", "language")], [p[name] for name in ("chat", *RAIL)]
    for run in runs:  # Gradio's `then` is not for what has failed
        run.failure(floors.rests(turns.untaken), p["chat"], [p["box"], p["chat"]], queue=False, **QUIET)
        run.then(floors.mends(turns.shop.rail), seen, drawn, queue=False, **EACH)
        run.then(turns.shop.refine, [p["shown"], p["language"]], p["refine"], queue=False, **QUIET)
        run.then(turns.shop.status, [p["answerer"], p["language"]], p["status"], queue=False, **QUIET)
    over = [*_pieces(pieces, floors, p), *_tour(tours, turns, floors, p), *_conversation(turns, floors, p)]
    for one in (*runs, *over):
        one.then(rests, None, p["box"], queue=False, **QUIET)
    _rooms(Rooms(shop), p)
    _top(shop, tour, p)


def _begun(turns: Turns, floors: Floors, p: dict[str, Any]) -> list[Any]:
    """Whatever begins a turn of the conversation."""
    box, chat = p["box"], p["chat"]
    sent = box.submit(floors.begins(turns.add), [box, chat, p["language"]], [box, chat], **ORDERLY)
    sent.failure(turns.refused, box, box, **QUIET)
    asked = ((chat.example_select, turns.pick), (chat.retry, turns.again), (chat.edit, turns.edited))
    return [sent, *(event(floors.begins(handler), chat, [box, chat], **ORDERLY) for event, handler in asked)]


def _live(tours: Tours, floors: Floors, p: dict[str, Any]) -> Any:
    """A scene of the tour, to be answered now."""
    return p["deeds"].submit(
        floors.begins(tours.live), p["language"], [p["box"], p["chat"], p["tour"]], **ORDERLY
    )


def _answer(turns: Turns, floors: Floors, p: dict[str, Any], begun: Any) -> Any:
    """The answer to what was begun."""
    return begun.success(
        floors.answers(turns.answer), [p["chat"], p["language"], p["answerer"], p["shown"], p["kept"]],
        [p["chat"], *(p[name] for name in RAIL)],
        concurrency_id="turn", concurrency_limit=AT_ONCE, **EACH,
    )  # fmt: skip


def _tour(tours: Tours, turns: Turns, floors: Floors, p: dict[str, Any]) -> list[Any]:
    """Recorded scenes, and the tour's end; whatever was being answered is not waited for."""
    ended = [p["chat"], *(p[name] for name in RAIL), p["refine"]]
    asked, deeds = [p["kept"], p["language"]], p["deeds"]
    for event in (deeds.clear, p["anew"].click):
        event(tours.bar, p["language"], p["tour"], **ORDERLY)
    return [
        deeds.edit(floors.ends(tours.show), asked, [*ended, p["tour"]], **ORDERLY),
        deeds.clear(floors.ends(turns.anew), asked, ended, **ORDERLY),
    ]


def _rooms(rooms: Rooms, p: dict[str, Any]) -> None:
    """The outfit, the comparison, the inside of a turn."""
    kept, language = p["kept"], p["language"]
    saved = p["deeds"].like(
        rooms.keep, [kept, p["said"], p["shown"], language],
        [kept, p["gallery"], p["views"], p["outfit"], p["saved"]], concurrency_limit=1, **EACH,
    )  # fmt: skip
    saved.then(None, None, None, js=assets.SAVE)
    thought = [kept, p["said"], p["answerer"], language]
    said = saved.success(rooms.advise, thought, p["said"], concurrency_id="turn", **EACH)
    # By what is kept now: hearts may have been clicked while it was thought of.
    said.then(rooms.outfit, [kept, p["said"], language], [p["views"], p["outfit"]], queue=False, **EACH)
    p["deeds"].expand(rooms.open, [p["shown"], language], [p["compare"], p["inside"]], **EACH)
    p["deeds"].expand(rooms.map, language, p["map"], concurrency_id="map", **EACH)
    p["deeds"].play(
        rooms.contest, [p["chat"], p["shown"], p["round"], p["answerer"], language],
        [p["round"], p["compare"]], concurrency_id="turn", **EACH,
    )  # fmt: skip


def _pieces(pieces: Pieces, floors: Floors, p: dict[str, Any]) -> list[Any]:
    """What the cards and the panel do; what is said of the items follows them."""
    rail = [p[name] for name in RAIL]
    seen, deeds = [p["shown"], p["kept"], p["language"]], p["deeds"]
    deeds.select(pieces.look, seen, [p["gallery"], p["detail"], p["shown"]], concurrency_limit=1, **EACH)
    steered = deeds.input(
        floors.begins(pieces.steer), [p["chat"], *seen], [p["chat"], *rail, p["refine"]], **ORDERLY
    )
    advised = steered.success(
        floors.answers(pieces.advise), [p["chat"], p["language"], p["answerer"], p["shown"]], p["chat"],
        concurrency_id="turn", **EACH,
    )  # fmt: skip
    return [steered, advised]


def _conversation(turns: Turns, floors: Floors, p: dict[str, Any]) -> list[Any]:
    box, chat = p["box"], p["chat"]
    asked, empty = [chat, p["shown"], p["language"]], [chat, *(p[name] for name in RAIL), p["refine"]]
    box.stop(floors.ends(turns.halted), asked, [box, chat, p["heading"]], **ORDERLY)
    undone = chat.undo(floors.ends(turns.undone), chat, [chat, box], **ORDERLY)
    cleared = (
        event(floors.ends(turns.anew), [p["kept"], p["language"]], empty, **ORDERLY)
        for event in (chat.clear, p["anew"].click)
    )
    return [undone, *cleared]


def _top(shop: Shop, tour: Tour, p: dict[str, Any]) -> None:
    switch = [p["answerer"], p["language"]]
    p["answerer"].input(shop.switched, switch, [p["answerer"], p["status"]], **QUIET)
    p["theme"].click(None, None, None, js=assets.THEME)

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
    p["language"].change(None, p["language"], None, js=assets.LANGUAGE)


def _spoken(shop: Shop, language: Language, key: str, shown: Shown, kept: Kept) -> tuple[Any, ...]:
    """What is written around and on the rail, in the order of SPOKEN."""
    return (
        brand(language),
        gr.Radio(choices=shop.choices(language), label=say("answerer", language)),
        gr.Radio(label=say("language", language)),
        shop.reasons(language),
        shop.status(key, language),
        gr.Chatbot(placeholder=shop.placeholder(language), examples=shop.samples(language)),
        gr.MultimodalTextbox(placeholder=say("write", language), label=say("message", language)),
        gr.Button(say("new_chat", language)),
        gr.Button(say("theme", language)),
        *shop.rail(shown, kept, language),
        shop.refine(shown, language),
    )
