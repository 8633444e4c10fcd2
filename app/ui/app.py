"""The page's components and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr

from app.agent.answerer import Answerer
from app.agent.blind_test import Round
from app.cli.record_demo import Tour
from app.ingest.upload_sessions import UploadSessions
from app.search.engine import Search
from app.server.endpoints import open_doors
from app.ui.context import Shop, brand, starting_language
from app.ui.demo import Tours
from app.ui.events import AT_ONCE, wire
from app.ui.examples import Example
from app.ui.html import assets
from app.ui.html import panels as html
from app.ui.leftovers import drop_leftovers
from app.ui.measured import Scores
from app.ui.panels import Rooms
from app.ui.rate_limit import Pace
from app.ui.session_turns import Floors
from app.ui.state import Kept, Said
from app.ui.strings import LANGUAGES, say
from app.ui.uploads import add_bring

WAITING = 64  # visitors in the queue before the page says that it is full


def build_page(
    answerers: Sequence[Answerer], search: Search, examples: Sequence[Example], scores: Scores, limit: int = 0
) -> gr.Blocks:
    """The whole page over these answerers and the shop that ``search`` looks through.

    ``limit`` is how many messages a visitor may send in a minute, 0 for any number.
    """
    shop = Shop(answerers, search, examples, scores, Pace(limit))
    tour = Tour()
    gr.set_static_paths(sorted({str(tour.folder), *(str(item.image.parent) for item in shop.items)}))
    with gr.Blocks(
        title="Armario", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as blocks:
        parts = _layout(shop, tour)
        floors = Floors(partial(drop_leftovers, blocks))
        wire(shop, tour, floors, parts)
        blocks.unload(floors.left)
        blocks.load(starting_language, None, parts["language"], queue=False, api_visibility="private")
        assistant = next(answerer.assistant for answerer in answerers if answerer.assistant)
        open_doors(assistant, AT_ONCE, shop.pace)
    add_bring(blocks, assistant, UploadSessions(search.encoder, gate=assistant.gate), shop.pace)
    blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return blocks


def _layout(shop: Shop, tour: Tour) -> dict[str, Any]:
    p: dict[str, Any] = {
        "shown": gr.State(shop.featured),
        "kept": gr.State(Kept()),
        "said": gr.State(Said()),
        "round": gr.State(Round()),
    }
    with gr.Row(elem_id="top"):
        _top(shop, p)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=5, min_width=320, elem_id="talk"):
            _talk(shop, tour, p)
        with gr.Column(scale=6, min_width=320, elem_id="rail"):
            _rail(shop, p)
    p["deeds"] = gr.HTML("", elem_id="deeds", visible="hidden", js_on_load=assets.DEEDS)
    return p


def _top(shop: Shop, p: dict[str, Any]) -> None:
    first = next(iter(shop.answerers))
    segments: dict[str, Any] = {"container": False, "elem_classes": "segments"}
    p["brand"] = gr.HTML(brand("en"), elem_id="brand")
    p["status"] = gr.HTML(shop.status(first, "en"), elem_id="status")
    with gr.Column(elem_id="who", min_width=150):
        label = say("answerer", "en")
        off = [f"off{n}" for n, a in enumerate(shop.answerers.values(), 1) if a.assistant is None]
        looks = segments | {"elem_classes": ["segments", *off]}
        p["answerer"] = gr.Radio(shop.choices("en"), value=first, label=label, elem_id="answerer", **looks)
        p["reasons"] = gr.HTML(shop.reasons("en"), elem_id="reasons")
    languages = [(name.upper(), name) for name in LANGUAGES]
    label = say("language", "en")
    p["language"] = gr.Radio(languages, value="en", label=label, elem_id="language", **segments)
    p["theme"] = gr.Button(say("theme", "en"), elem_id="theme", min_width=40)


def _talk(shop: Shop, tour: Tour, p: dict[str, Any]) -> None:
    p["chat"] = gr.Chatbot(
        elem_id="chat",
        label=say("conversation", "en"),
        show_label=False,
        placeholder=shop.placeholder("en"),
        examples=shop.samples("en"),
        layout="bubble",
        buttons=["copy"],
        editable="user",
        latex_delimiters=[],
        allow_tags=False,
        height="100%",
    )
    p["tour"] = gr.HTML(Tours(shop, tour).bar("en"), elem_id="tour")
    p["box"] = gr.MultimodalTextbox(
        elem_id="box",
        label=say("message", "en"),
        show_label=False,
        placeholder=say("write", "en"),
        file_types=["image"],
        file_count="single",
        lines=1,
        max_lines=5,
    )


def _rail(shop: Shop, p: dict[str, Any]) -> None:
    gallery, heading, chips, detail, _ = shop.rail(shop.featured, Kept(), "en")
    with gr.Row(elem_id="rail-top"):
        p["heading"] = gr.HTML(heading, elem_id="heading")
        p["views"] = gr.HTML(Rooms(shop).outfit(Kept(), Said(), "en")[0], elem_id="views")
        p["anew"] = gr.Button(say("new_chat", "en"), size="sm", elem_id="anew", min_width=120, scale=0)
    with gr.Row(elem_id="steer"):
        p["chips"] = gr.HTML(chips, elem_id="chips")
        p["refine"] = gr.HTML(shop.refine(shop.featured, "en"), elem_id="refine")
    p["gallery"] = gr.HTML(gallery, elem_id="gallery")
    p["detail"] = gr.HTML(detail, elem_id="detail")
    rooms = Rooms(shop)
    p["outfit"] = gr.HTML(rooms.outfit(Kept(), Said(), "en")[1], elem_id="outfit")
    p["compare"] = gr.HTML(rooms.compare(shop.featured, Round(), "en"), elem_id="compare")
    p["inside"] = gr.HTML(rooms.inside(shop.featured, "en"), elem_id="inside")
    p["map"] = gr.HTML(html.unmapped("map.show", "en"), elem_id="map", js_on_load=assets.MAP)
    p["saved"] = gr.HTML("", elem_id="saved", visible="hidden")
