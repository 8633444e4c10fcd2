"""Bring your own, a page of its own under /bring: a visitor's pictures are read, and asked about.

It shares the models with the shop's page and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from app.agent.reply import Answering
from app.ingest.upload_files import UploadError
from app.ingest.upload_sessions import UploadSessions
from app.plan import Language
from app.ui import conversation
from app.ui.context import check_rate, checked_message, hint, starting_language
from app.ui.html import assets
from app.ui.html.upload_report import LIMITS, pieces, say_upload, upload_report
from app.ui.rate_limit import RateLimiter
from app.ui.strings import LANGUAGES, say
from app.ui.turns import SessionTurns, prune_session_components

PATH = "/bring"
MAX_SHOWN = 12  # of the visitor's pieces, before anything was asked
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
FILE_TYPES = [".zip", "image"]


class UploadHandlers:
    """The handlers, as plain functions of what the components hold."""

    def __init__(
        self, assistant: Answering, shops: UploadSessions, limiter: RateLimiter | None = None
    ) -> None:
        self.assistant, self.shops, self.limiter = assistant, shops, limiter or RateLimiter()

    def read(
        self, files: list[str] | None, language: Language, request: gr.Request
    ) -> Iterator[tuple[str, Any, Any]]:
        """(report, pieces, chat) while a visitor's pictures are read."""
        if not files:
            raise _hint("empty", language)
        check_rate(self.limiter, language)
        try:
            for report in self.shops.upload(_visitor(request), [Path(file) for file in files]):
                yield upload_report(report, language), gr.skip(), gr.skip()
        except UploadError as error:
            raise _hint(f"refused.{error.kind}", language) from error
        yield gr.skip(), self.pieces(language, request), []

    def answer(
        self, message: Mapping[str, Any], history: list[Any], language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        """(box, chat, pieces) for a question about the visitor's own pictures."""
        shop = self.shops.get(_visitor(request))
        if shop is None:
            raise _hint("gone" if history else "empty", language)
        text, files = checked_message(message, language)
        check_rate(self.limiter, language)
        history = [*history, conversation.user_turn(text, files)]
        yield None, history, gr.skip()
        for screen in conversation.run_turn(self.assistant.over(shop.store), history, language):
            found = [match.item for match in screen.reply.matches] if screen.reply else []
            yield gr.skip(), screen.history, pieces(found, shop.guessed, language) if found else gr.skip()

    def remove(self, language: Language, request: gr.Request) -> tuple[str, str, list[Any]]:
        """(report, pieces, chat) when the visitor wants nothing kept."""
        self.shops.close(_visitor(request))
        return f'<p role="status">{say_upload("removed", language)}</p>', pieces((), (), language), []

    def pieces(self, language: Language, request: gr.Request) -> str:
        """The first of the visitor's pieces, or the place for them."""
        shop = self.shops.get(_visitor(request))
        items, guessed = (shop.items[:MAX_SHOWN], shop.guessed) if shop else ((), ())
        return pieces(items, guessed, language)

    def localize(self, language: Language, request: gr.Request) -> tuple[Any, ...]:
        """All that is written on the page, in the order of UploadComponents.localized."""
        return (
            _brand(language),
            gr.Radio(label=say_upload("language", language)),
            gr.Button(say("theme", language)),
            _intro(language),
            gr.File(label=say_upload("files", language)),
            gr.Button(say_upload("read", language)),
            gr.Button(say_upload("stop", language)),
            gr.Chatbot(label=say_upload("answers", language)),
            gr.MultimodalTextbox(placeholder=say_upload("ask", language), label=say_upload("ask", language)),
            self.pieces(language, request),
        )

    def on_unload(self, request: gr.Request) -> None:
        """Removes the pictures of a visitor who has closed the page, or gone elsewhere."""
        self.shops.close(_visitor(request))


@dataclass(frozen=True, slots=True)
class UploadComponents:
    """The page's components, under the ids of the shop page's, so that they look and light up as there."""

    brand: gr.HTML
    language: gr.Radio
    theme: gr.Button
    intro: gr.HTML
    files: gr.File
    read: gr.Button
    stop: gr.Button
    report: gr.HTML
    chat: gr.Chatbot
    box: gr.MultimodalTextbox
    pieces: gr.HTML

    @property
    def localized(self) -> list[Any]:
        """Everything with words on it, in the order in which UploadHandlers.localize gives it."""
        top = [self.brand, self.language, self.theme, self.intro]
        return [*top, self.files, self.read, self.stop, self.chat, self.box, self.pieces]


def add_upload_page(
    blocks: gr.Blocks, assistant: Answering, shops: UploadSessions, limiter: RateLimiter
) -> None:
    """Adds the page to the blocks, outside of their ``with``."""
    gr.set_static_paths([str(shops.pictures)])
    handlers = UploadHandlers(assistant, shops, limiter)
    turns = SessionTurns(partial(prune_session_components, blocks))
    with blocks.route("Bring your own", PATH, show_in_navbar=False):
        gr.Navbar(visible=False)
        _bind_events(blocks, handlers, turns, _layout())
    with blocks:
        blocks.unload(handlers.on_unload)
        blocks.unload(turns.on_unload)


def _layout() -> UploadComponents:
    parts = dict[str, Any]()
    with gr.Row(elem_id="top"):
        parts["brand"] = gr.HTML(_brand("en"), elem_id="brand")
        parts["language"] = gr.Radio(
            [(name.upper(), name) for name in LANGUAGES], value="en", label=say_upload("language", "en"),
            elem_id="language", container=False, elem_classes="segments",
        )  # fmt: skip
        parts["theme"] = gr.Button(say("theme", "en"), elem_id="theme", min_width=40)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=5, min_width=320, elem_id="talk"):
            parts |= _conversation()
        with gr.Column(scale=7, min_width=320, elem_id="rail"):
            parts["pieces"] = gr.HTML(pieces((), (), "en"), elem_id="gallery")
    return UploadComponents(**parts)


def _conversation() -> dict[str, Any]:
    ask, parts = say_upload("ask", "en"), dict[str, Any]()
    parts["intro"] = gr.HTML(_intro("en"), elem_id="intro")
    parts["files"] = gr.File(
        label=say_upload("files", "en"), file_count="multiple", file_types=FILE_TYPES, height=132,
        elem_id="files",
    )  # fmt: skip
    with gr.Row(elem_id="doing"):
        for name, look in (("read", "pill main"), ("stop", "pill")):
            parts[name] = gr.Button(say_upload(name, "en"), elem_id=name, elem_classes=look, min_width=120)
    return parts | {
        "report": gr.HTML("", elem_id="receipt"),
        "chat": gr.Chatbot(
            label=say_upload("answers", "en"), show_label=False, elem_id="chat", latex_delimiters=[],
            allow_tags=False, buttons=[], height="100%",
        ),
        "box": gr.MultimodalTextbox(
            label=ask, placeholder=ask, show_label=False, file_types=["image"], file_count="single",
            elem_id="box",
        ),
    }  # fmt: skip


def _bind_events(
    blocks: gr.Blocks, handlers: UploadHandlers, turns: SessionTurns, p: UploadComponents
) -> None:
    outputs = [p.report, p.pieces, p.chat]
    p.read.click(
        turns.start_and_stream(handlers.read), [p.files, p.language], outputs,
        concurrency_id="bring", concurrency_limit=1, **QUIET,
    )  # fmt: skip
    p.box.submit(
        turns.start_and_stream(handlers.answer), [p.box, p.chat, p.language], [p.box, p.chat, p.pieces],
        concurrency_id="turn", **QUIET,
    )  # fmt: skip
    p.stop.click(turns.cancel(handlers.remove), p.language, outputs, **QUIET)
    p.language.change(handlers.localize, p.language, p.localized, queue=False, **QUIET)
    p.language.change(None, p.language, None, js=assets.LANGUAGE)
    p.theme.click(None, None, None, js=assets.THEME)
    blocks.load(starting_language, None, p.language, queue=False, api_visibility="private")


def _visitor(request: gr.Request) -> str:
    return str(request.session_hash)


def _brand(language: Language) -> str:
    back = f'<a href="./?lang={language}">← {say_upload("back", language)}</a>'
    return f'<div class="brand">{assets.LOGO}<div><b>Armario</b>{back}</div></div>'


def _intro(language: Language) -> str:
    title, how, limits = (say_upload(key, language) for key in ("title", "how", "limits"))
    return f'<h1>{title}</h1><p>{how}</p><p class="note">{limits}</p>'


def _hint(key: str, language: Language) -> gr.Error:
    return hint(f"upload.{key}", language, **LIMITS)
