"""The page: its components, where they stand, and the page of uploads beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from app.agent.blind_test import Round
from app.agent.demo_recordings import Recordings
from app.agent.reply import Answerer, Answering
from app.ingest.upload_sessions import UploadSessions
from app.search.engine import Search
from app.ui.context import Shop, brand, starting_language
from app.ui.demo import DemoHandlers
from app.ui.events import MAX_CONCURRENT_TURNS, Components, bind_events
from app.ui.html import assets
from app.ui.html.catalogue_map import map_invitation
from app.ui.html.filters import Scores
from app.ui.panels import PanelHandlers
from app.ui.rate_limit import RateLimiter
from app.ui.state import Outfit, OutfitAdvice
from app.ui.strings import LANGUAGES, say
from app.ui.turns import SessionTurns, prune_session_components
from app.ui.uploads import add_upload_page

MAX_QUEUE = 64  # visitors in the queue before the page says that it is full
SEGMENTS: dict[str, Any] = {"container": False, "elem_classes": "segments"}


@dataclass(frozen=True, slots=True)
class Page:
    """The page to serve, and what the endpoints for other programs share with it."""

    blocks: gr.Blocks
    assistant: Answering
    limiter: RateLimiter


def build_page(answerers: Sequence[Answerer], search: Search, scores: Scores, limit: int = 0) -> Page:
    """The whole page over these answerers and the shop that ``search`` looks through.

    ``limit`` is how many messages a visitor may send in a minute, 0 for any number.
    """
    shop, recordings = Shop(answerers, search, scores, RateLimiter(limit)), Recordings()
    assistant = next(answerer.assistant for answerer in answerers if answerer.assistant)
    gr.set_static_paths(sorted({str(recordings.folder), *(str(item.image.parent) for item in shop.items)}))
    with gr.Blocks(
        title="Armario", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as blocks:
        demo, turns = DemoHandlers(shop, recordings), SessionTurns(partial(prune_session_components, blocks))
        components = _layout(shop, demo)
        bind_events(shop, demo, turns, components)
        blocks.unload(turns.on_unload)
        blocks.load(starting_language, None, components.language, queue=False, api_visibility="private")
    add_upload_page(
        blocks, assistant, UploadSessions(search.encoder, moderator=assistant.moderator), shop.limiter
    )
    blocks.queue(max_size=MAX_QUEUE, default_concurrency_limit=MAX_CONCURRENT_TURNS)
    return Page(blocks, assistant, shop.limiter)


def _layout(shop: Shop, demo: DemoHandlers) -> Components:
    parts: dict[str, Any] = {
        "results": gr.State(shop.featured),
        "outfit": gr.State(Outfit()),
        "advice": gr.State(OutfitAdvice()),
        "test": gr.State(Round()),
    }
    with gr.Row(elem_id="top"):
        parts |= _top_bar(shop)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=5, min_width=320, elem_id="talk"):
            parts |= _conversation(shop, demo)
        with gr.Column(scale=6, min_width=320, elem_id="rail"):
            parts |= _rail(shop)
    actions = gr.HTML("", elem_id="actions", visible="hidden", js_on_load=assets.script("actions"))
    return Components(actions=actions, **parts)


def _top_bar(shop: Shop) -> dict[str, Any]:
    first = next(iter(shop.answerers))
    off = [f"off{n}" for n, a in enumerate(shop.answerers.values(), 1) if a.assistant is None]
    parts: dict[str, Any] = {
        "brand": gr.HTML(brand("en"), elem_id="brand"),
        "status": gr.HTML(shop.status(first, "en"), elem_id="status"),
    }
    with gr.Column(elem_id="who", min_width=150):
        parts["answerer"] = gr.Radio(
            shop.choices("en"), value=first, label=say("answerer", "en"), elem_id="answerer", container=False,
            elem_classes=["segments", *off],
        )  # fmt: skip
        parts["reasons"] = gr.HTML(shop.reasons("en"), elem_id="reasons")
    languages = [(name.upper(), name) for name in LANGUAGES]
    label = say("language", "en")
    parts["language"] = gr.Radio(languages, value="en", label=label, elem_id="language", **SEGMENTS)
    parts["theme"] = gr.Button(say("theme", "en"), elem_id="theme", min_width=40)
    return parts


def _conversation(shop: Shop, demo: DemoHandlers) -> dict[str, Any]:
    return {
        "chat": gr.Chatbot(
            elem_id="chat", label=say("conversation", "en"), show_label=False, layout="bubble",
            placeholder=shop.placeholder("en"), examples=shop.examples("en"), buttons=["copy"],
            editable="user", latex_delimiters=[], allow_tags=False, height="100%",
        ),
        "tour": gr.HTML(demo.bar("en"), elem_id="tour"),
        "box": gr.MultimodalTextbox(
            elem_id="box", label=say("message", "en"), show_label=False, placeholder=say("write", "en"),
            file_types=["image"], file_count="single", lines=1, max_lines=5,
        ),
    }  # fmt: skip


def _rail(shop: Shop) -> dict[str, Any]:
    panels, featured = PanelHandlers(shop), shop.featured
    gallery, heading, chips, detail, _ = shop.rail(featured, Outfit(), "en")
    views, outfit = panels.outfit(Outfit(), OutfitAdvice(), "en")
    parts = dict[str, Any]()
    with gr.Row(elem_id="rail-top"):
        parts["heading"] = gr.HTML(heading, elem_id="heading")
        parts["views"] = gr.HTML(views, elem_id="views")
        parts["new_chat"] = gr.Button(
            say("new_chat", "en"), size="sm", elem_id="anew", min_width=120, scale=0
        )
    with gr.Row(elem_id="steer"):
        parts["chips"] = gr.HTML(chips, elem_id="chips")
        parts["refine"] = gr.HTML(shop.refine(featured, "en"), elem_id="refine")
    return parts | {
        "gallery": gr.HTML(gallery, elem_id="gallery"),
        "detail": gr.HTML(detail, elem_id="detail"),
        "outfit_view": gr.HTML(outfit, elem_id="outfit"),
        "compare_view": gr.HTML(panels.compare(featured, Round(), "en"), elem_id="compare"),
        "inside_view": gr.HTML(panels.inside(featured, "en"), elem_id="inside"),
        "map_view": gr.HTML(map_invitation("en"), elem_id="map", js_on_load=assets.script("map")),
        "saved": gr.HTML("", elem_id="saved", visible="hidden"),
    }
