"""The shop's page: its components, where they stand, and how each is written in a language."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.plan import Language
from app.ui.chat import DemoHandlers
from app.ui.context import Shop
from app.ui.html import assets
from app.ui.html.catalogue_map import map_invitation
from app.ui.html.elements import ACTIONS
from app.ui.panels import PanelHandlers
from app.ui.state import Outfit, OutfitAdvice
from app.ui.strings import say
from app.ui.texts import Texts, add_language_and_theme
from data.catalogue.video import SUFFIXES


class Components:
    """What events read and change, by what it shows. Two are hidden: ``actions`` brings the actions of our
    own HTML to the server (html/elements.py lists them), ``photos`` what is done with the customer's own."""

    def __init__(self, shop: Shop, demo: DemoHandlers) -> None:
        self.texts = Texts()
        self.results, self.outfit = gr.State(shop.featured), gr.State(Outfit())
        self.advice = gr.State(OutfitAdvice())
        with gr.Row(elem_id="top"):
            self._top_bar(shop)
        with gr.Row(elem_id="main"):
            with gr.Column(scale=5, min_width=320, elem_id="talk"):
                self._conversation(shop, demo)
            with gr.Column(scale=6, min_width=320, elem_id="rail"):
                self._rail(shop)
        self.photos = gr.HTML("", elem_id="photos", visible="hidden", js_on_load=assets.script("photos"))
        self.actions = gr.HTML("", elem_id="actions", visible="hidden", js_on_load=assets.script("actions"))

    @property
    def rail(self) -> list[Any]:
        """What Shop.rail gives, in its order."""
        return [self.gallery, self.heading, self.chips, self.detail, self.results]

    def on(self, group: str) -> Any:
        """The event that brings the actions of a group."""
        return getattr(self.actions, ACTIONS[group][0])

    def _top_bar(self, shop: Shop) -> None:
        first, add = next(iter(shop.answerers)), self.texts.add
        off = [f"off{n}" for n, a in enumerate(shop.answerers.values(), 1) if a.assistant is None]
        add(gr.HTML, {"value": _brand}, elem_id="brand")
        self.status = gr.HTML(shop.status(first, "en"), elem_id="status")
        with gr.Column(elem_id="who", min_width=150):
            self.answerer = add(
                gr.Radio, {"choices": shop.choices, "label": "answerer"},
                value=first, elem_id="answerer", container=False, elem_classes=["segments", *off],
            )  # fmt: skip
            add(gr.HTML, {"value": shop.reasons}, elem_id="reasons")
        self.language = add_language_and_theme(self.texts, "language")

    def _conversation(self, shop: Shop, demo: DemoHandlers) -> None:
        self.chat = self.texts.add(
            gr.Chatbot, {"placeholder": shop.placeholder, "examples": shop.examples},
            elem_id="chat", label=say("conversation", "en"), show_label=False, layout="bubble",
            buttons=["copy"], editable="user", latex_delimiters=[], allow_tags=False, height="100%",
        )  # fmt: skip
        self.tour = self.texts.add(gr.HTML, {"value": demo.bar}, elem_id="tour")
        self.box = self.texts.add(
            gr.MultimodalTextbox, {"placeholder": "write", "label": "message"},
            elem_id="box", show_label=False, file_types=["image", *sorted(SUFFIXES)], file_count="multiple",
            lines=1, max_lines=5,
        )  # fmt: skip

    def _rail(self, shop: Shop) -> None:
        panels, featured = PanelHandlers(shop), shop.featured
        gallery, heading, chips, detail, _ = shop.rail(featured, Outfit(), "en")
        views, outfit = panels.outfit(Outfit(), OutfitAdvice(), "en")
        with gr.Row(elem_id="rail-top"):
            self.heading = gr.HTML(heading, elem_id="heading")
            self.views = gr.HTML(views, elem_id="views")
            self.new_chat = self.texts.add(
                gr.Button, {"value": "new_chat"}, size="sm", elem_id="anew", min_width=120, scale=0
            )
        with gr.Row(elem_id="steer"):
            self.chips = gr.HTML(chips, elem_id="chips")
            self.refine = gr.HTML(shop.refine(featured, "en"), elem_id="refine")
        self.gallery = gr.HTML(gallery, elem_id="gallery")
        self.detail = gr.HTML(detail, elem_id="detail")
        self.outfit_view = gr.HTML(outfit, elem_id="outfit")
        self.inside_view = gr.HTML(panels.inside(featured, "en"), elem_id="inside")
        self.map_view = self.texts.add(
            gr.HTML, {"value": map_invitation}, elem_id="map", js_on_load=assets.script("map")
        )
        self.saved = gr.HTML("", elem_id="saved", visible="hidden")


def _brand(language: Language) -> str:
    name = f"<h1>Armario</h1><p>{say('tagline', language)}</p>"
    own = f'<a href="bring?lang={language}">{say("upload.title", language)}</a>'
    return f'<div class="brand">{assets.LOGO}<div>{name}{own}</div></div>'
