"""Bring your own, a page of its own under /bring: a visitor's table or pictures are read, and asked about.

It shares the models with the shop's page and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from app.agent.reply import Answering
from app.ingest.upload_files import UploadError
from app.ingest.upload_sessions import UploadSessions
from app.ingest.upload_sync import UploadReport
from app.plan import Language
from app.ui import conversation
from app.ui.context import check_rate, checked_message, hint, starting_language
from app.ui.html import assets
from app.ui.html.elements import ACTIONS
from app.ui.html.uploads.receipt import LIMITS, pieces, say_upload, upload_report
from app.ui.html.uploads.table import table_reading
from app.ui.rate_limit import RateLimiter
from app.ui.texts import Texts, add_language_and_theme
from app.ui.turns import SessionTurns
from data.catalogue.archive import TABLES
from data.catalogue.video import SUFFIXES

PATH = "/bring"
MAX_SHOWN = 12  # of the visitor's pieces, before anything was asked
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
FILE_TYPES = [".zip", *sorted(TABLES), "image"]


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
        yield from self._reports(
            self.shops.upload(_visitor(request), [Path(file) for file in files]), language
        )
        yield *self.shown(language, request), []

    def index(
        self, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        """(report, pieces, chat) while the visitor's table is read, or the pictures without it."""
        check_rate(self.limiter, language)
        with_table = event._data["id"] != "pictures"
        for report, _, chat in self._reports(self.shops.index(_visitor(request), with_table), language):
            yield report, pieces((), (), language), chat
        yield gr.skip(), self.pieces(language, request), []

    def correct(self, language: Language, event: gr.EventData, request: gr.Request) -> tuple[Any, Any]:
        """(report, pieces) as the table is read when a column or a word is taken for something else."""
        draft = self.shops.draft(_visitor(request))
        if draft is None:
            return gr.skip(), gr.skip()
        said = {name: str(event._data[name]) for name in ("action", "id", "value")}
        draft.correct(said["action"].removeprefix("as_"), said["id"], said["value"])
        return self.shown(language, request)

    def answer(
        self, message: Mapping[str, Any], history: list[Any], language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        """(box, chat, pieces) for a question about the visitor's own pictures."""
        shop = self.shops.get(_visitor(request))
        if shop is None:
            waiting = self.shops.draft(_visitor(request))
            raise _hint("draft" if waiting else "gone" if history else "empty", language)
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

    def shown(self, language: Language, request: gr.Request) -> tuple[Any, str]:
        """(report, pieces) of what the visitor has."""
        draft, shop = self.shops.draft(_visitor(request)), self.shops.get(_visitor(request))
        report = upload_report(shop.report(done=True), language) if shop else gr.skip()
        if draft:
            key = "check" if draft.reading().products else "check.first"
            report = f'<p role="status">{say_upload(key, language)}</p>'
        return report, self.pieces(language, request)

    def pieces(self, language: Language, request: gr.Request) -> str:
        """How the visitor's table is read, the first of their pieces, or the place for them."""
        draft, shop = self.shops.draft(_visitor(request)), self.shops.get(_visitor(request))
        if draft:
            return table_reading(draft.reading(), language)
        items, guessed = (shop.items[:MAX_SHOWN], shop.guessed) if shop else ((), ())
        return pieces(items, guessed, language)

    def _reports(
        self, reports: Iterator[UploadReport], language: Language
    ) -> Iterator[tuple[str, Any, Any]]:  # fmt: skip
        try:
            for report in reports:
                yield upload_report(report, language), gr.skip(), gr.skip()
        except UploadError as error:
            raise _hint(f"refused.{error.kind}", language) from error

    def on_unload(self, request: gr.Request) -> None:
        """Removes the pictures of a visitor who has closed the page, or gone elsewhere."""
        self.shops.close(_visitor(request))


def add_upload_page(blocks: gr.Blocks, turns: SessionTurns, handlers: UploadHandlers) -> None:
    """Adds the page to the blocks, outside of their ``with``; ``turns`` are those of all its pages."""
    gr.set_static_paths([str(handlers.shops.pictures)])
    with blocks.route("Bring your own", PATH, show_in_navbar=False):
        gr.Navbar(visible=False)
        _bind_events(blocks, handlers, turns, UploadComponents())


class UploadComponents:
    """The page's components, under the ids of the shop page's, so that they look and light up as there."""

    def __init__(self) -> None:
        self.texts = Texts()
        with gr.Row(elem_id="top"):
            self.texts.add(gr.HTML, {"value": _brand}, elem_id="brand")
            self.language = add_language_and_theme(self.texts, "upload.language")
        with gr.Row(elem_id="main"):
            with gr.Column(scale=5, min_width=320, elem_id="talk"):
                self._conversation()
            with gr.Column(scale=7, min_width=320, elem_id="rail"):
                self.pieces = gr.HTML(pieces((), (), "en"), elem_id="gallery")
        self.actions = gr.HTML("", elem_id="actions", visible="hidden", js_on_load=assets.script("actions"))

    def on(self, group: str) -> Any:
        """The event that brings the actions of a group."""
        return getattr(self.actions, ACTIONS[group][0])

    def _conversation(self) -> None:
        self.texts.add(gr.HTML, {"value": _intro}, elem_id="intro")
        self.files = self.texts.add(
            gr.File, {"label": "upload.files"}, file_count="multiple", file_types=FILE_TYPES,
            height=132, elem_id="files",
        )  # fmt: skip
        with gr.Row(elem_id="doing"):
            self.read, self.stop = (
                self.texts.add(
                    gr.Button, {"value": f"upload.{name}"}, elem_id=name, elem_classes=look, min_width=120
                )
                for name, look in (("read", "pill main"), ("stop", "pill"))
            )
        self.report = gr.HTML("", elem_id="receipt")
        self.chat = self.texts.add(
            gr.Chatbot, {"label": "upload.answers"}, elem_id="chat", show_label=False, latex_delimiters=[],
            allow_tags=False, buttons=[], height="100%",
        )  # fmt: skip
        self.box = self.texts.add(
            gr.MultimodalTextbox, {"label": "upload.ask", "placeholder": "upload.ask"}, elem_id="box",
            show_label=False, file_types=["image", *sorted(SUFFIXES)], file_count="single",
        )  # fmt: skip


def _bind_events(
    blocks: gr.Blocks, handlers: UploadHandlers, turns: SessionTurns, p: UploadComponents
) -> None:
    outputs = [p.report, p.pieces, p.chat]
    p.read.click(
        turns.start_and_stream(handlers.read), [p.files, p.language], outputs,
        concurrency_id="bring", concurrency_limit=1, **QUIET,
    )  # fmt: skip
    p.on("index")(
        turns.start_and_stream(handlers.index), p.language, outputs,
        concurrency_id="bring", concurrency_limit=1, **QUIET,
    )  # fmt: skip
    p.on("mapping")(
        handlers.correct, p.language, [p.report, p.pieces], trigger_mode="multiple",
        concurrency_id="mapping", concurrency_limit=1, **QUIET,
    )  # fmt: skip
    p.box.submit(
        turns.start_and_stream(handlers.answer), [p.box, p.chat, p.language], [p.box, p.chat, p.pieces],
        concurrency_id="turn", **QUIET,
    )  # fmt: skip
    p.stop.click(turns.cancel(handlers.remove), p.language, outputs, **QUIET)
    p.language.change(handlers.shown, p.language, [p.report, p.pieces], queue=False, **QUIET)
    p.language.change(p.texts.in_language, p.language, p.texts.components, queue=False, **QUIET)
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
