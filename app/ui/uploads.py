"""Bring your own, a page of its own under /bring: a visitor's pictures are read, and asked about.

One call adds it; it shares the models with the shop's page and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from app.agent.assistant import Assistant
from app.agent.fallback import Ladder
from app.ingest.upload_files import UploadError
from app.ingest.upload_sessions import UploadSessions
from app.nlu.wish import Language
from app.ui import conversation
from app.ui.context import keep_pace, sent, starting_language
from app.ui.html import assets
from app.ui.html.upload_report import limits, receipt, shelf, tell
from app.ui.leftovers import drop_leftovers
from app.ui.rate_limit import Pace
from app.ui.session_turns import Floors
from app.ui.strings import LANGUAGES, say

PATH = "/bring"
SHOWN = 12  # of the visitor's pieces, before anything was asked
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
TYPES = [".zip", "image"]
SPOKEN = ("brand", "language", "theme", "intro", "files", "read", "stop", "chat", "box", "pieces")


class Bring:
    """The handlers, as plain functions of what the components hold."""

    def __init__(
        self, assistant: Assistant | Ladder, shops: UploadSessions, pace: Pace | None = None
    ) -> None:
        self.assistant, self.shops, self.pace = assistant, shops, pace or Pace(0)

    def bring(
        self, files: list[str] | None, language: Language, request: gr.Request
    ) -> Iterator[tuple[str, Any, Any]]:
        """(receipt, pieces, conversation) while a visitor's pictures are read."""
        if not files:
            raise _error("empty", language)
        keep_pace(self.pace, language)
        visitor = str(request.session_hash)
        try:
            for report in self.shops.upload(visitor, [Path(file) for file in files]):
                yield receipt(report, language), gr.skip(), gr.skip()
        except UploadError as error:
            raise _error(f"refused.{error.kind}", language) from error
        yield gr.skip(), self.pieces(language, request), []

    def ask(
        self, message: Mapping[str, Any], history: list[Any], language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        """(box, conversation, pieces) for a question about the visitor's own pictures."""
        shop = self.shops.get(str(request.session_hash))
        if shop is None:
            raise _error("gone" if history else "empty", language)
        text, files = sent(message, language)
        keep_pace(self.pace, language)
        history = [*history, conversation.written(text, files)]
        yield None, history, gr.skip()
        for screen in conversation.take(self.assistant.over(shop.store), history, language):
            found = [match.item for match in screen.reply.matches] if screen.reply else []
            yield gr.skip(), screen.history, shelf(found, shop.guessed, language) if found else gr.skip()

    def remove(self, language: Language, request: gr.Request) -> tuple[str, str, list[Any]]:
        """(receipt, pieces, conversation) when the visitor wants nothing kept."""
        self.shops.close(str(request.session_hash))
        return f'<p role="status">{tell("removed", language)}</p>', shelf((), (), language), []

    def pieces(self, language: Language, request: gr.Request) -> str:
        """The first of the visitor's pieces, or the place for them."""
        shop = self.shops.get(str(request.session_hash))
        return shelf(shop.items[:SHOWN], shop.guessed, language) if shop else shelf((), (), language)

    def spoken(self, language: Language, request: gr.Request) -> tuple[Any, ...]:
        """All that is written on the page, in the order of SPOKEN."""
        return (*_spoken(language), self.pieces(language, request))

    def left(self, request: gr.Request) -> None:
        """The visitor has closed the page, or gone elsewhere."""
        self.shops.close(str(request.session_hash))


def add_bring(blocks: gr.Blocks, assistant: Assistant | Ladder, shops: UploadSessions, pace: Pace) -> None:
    """Adds the page to the blocks, outside of their ``with``."""
    gr.set_static_paths([str(shops.pictures)])
    handlers, floors = Bring(assistant, shops, pace), Floors(partial(drop_leftovers, blocks))
    with blocks.route("Bring your own", PATH, show_in_navbar=False):
        gr.Navbar(visible=False)
        parts = _layout()
        _wire(blocks, handlers, floors, parts)
    with blocks:
        blocks.unload(handlers.left)
        blocks.unload(floors.left)


def _layout() -> dict[str, Any]:
    """The shop page's own places by name, so that all looks and lights up as it does there."""
    p: dict[str, Any] = {}
    with gr.Row(elem_id="top"):
        p["brand"] = gr.HTML(_brand("en"), elem_id="brand")
        languages = [(name.upper(), name) for name in LANGUAGES]
        label = tell("language", "en")
        p["language"] = gr.Radio(
            languages, value="en", label=label, elem_id="language", container=False, elem_classes="segments"
        )
        p["theme"] = gr.Button(say("theme", "en"), elem_id="theme", min_width=40)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=5, min_width=320, elem_id="talk"):
            _talk(p)
        with gr.Column(scale=7, min_width=320, elem_id="rail"):
            p["pieces"] = gr.HTML(shelf((), (), "en"), elem_id="gallery")
    return p


def _talk(p: dict[str, Any]) -> None:
    p["intro"] = gr.HTML(_intro("en"), elem_id="intro")
    p["files"] = gr.File(
        label=tell("files", "en"), file_count="multiple", file_types=TYPES, height=132, elem_id="files"
    )
    with gr.Row(elem_id="doing"):
        p["read"] = gr.Button(tell("read", "en"), elem_id="read", elem_classes="pill main", min_width=120)
        p["stop"] = gr.Button(tell("stop", "en"), elem_id="stop", elem_classes="pill", min_width=120)
    p["receipt"] = gr.HTML("", elem_id="receipt")
    p["chat"] = gr.Chatbot(
        label=tell("answers", "en"), show_label=False, elem_id="chat", latex_delimiters=[], allow_tags=False,
        buttons=[], height="100%",
    )  # fmt: skip
    p["box"] = gr.MultimodalTextbox(
        label=tell("ask", "en"), placeholder=tell("ask", "en"), show_label=False, file_types=["image"],
        file_count="single", elem_id="box",
    )  # fmt: skip


def _wire(blocks: gr.Blocks, handlers: Bring, floors: Floors, p: dict[str, Any]) -> None:
    seen = [p["receipt"], p["pieces"], p["chat"]]
    asked = [p["box"], p["chat"], p["language"]]
    p["read"].click(
        floors.turns(handlers.bring), [p["files"], p["language"]], seen,
        concurrency_id="bring", concurrency_limit=1, **QUIET,
    )  # fmt: skip
    p["box"].submit(
        floors.turns(handlers.ask), asked, [p["box"], p["chat"], p["pieces"]], concurrency_id="turn", **QUIET
    )
    p["stop"].click(floors.ends(handlers.remove), p["language"], seen, **QUIET)
    p["language"].change(handlers.spoken, p["language"], [p[name] for name in SPOKEN], queue=False, **QUIET)
    p["language"].change(None, p["language"], None, js=assets.LANGUAGE)
    p["theme"].click(None, None, None, js=assets.THEME)
    blocks.load(starting_language, None, p["language"], queue=False, api_visibility="private")


def _spoken(language: Language) -> tuple[Any, ...]:
    """What is written around the pieces, in the order of SPOKEN."""
    return (
        _brand(language),
        gr.Radio(label=tell("language", language)),
        gr.Button(say("theme", language)),
        _intro(language),
        gr.File(label=tell("files", language)),
        gr.Button(tell("read", language)),
        gr.Button(tell("stop", language)),
        gr.Chatbot(label=tell("answers", language)),
        gr.MultimodalTextbox(placeholder=tell("ask", language), label=tell("ask", language)),
    )


def _brand(language: Language) -> str:
    back = f'<a href="./?lang={language}">← {tell("back", language)}</a>'
    return f'<div class="brand">{assets.LOGO}<div><b>Armario</b>{back}</div></div>'


def _intro(language: Language) -> str:
    return (
        f"<h1>{tell('title', language)}</h1><p>{tell('how', language)}</p>"
        f'<p class="note">{limits(language)}</p>'
    )


def _error(key: str, language: Language) -> gr.Error:
    return gr.Error(tell(key, language), print_exception=False, title="")
