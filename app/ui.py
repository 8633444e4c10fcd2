"""The page: Gradio components, and what happens when one is used. The only file that knows Gradio.

A visitor's conversation lives in that visitor's own session; nothing is kept here between two events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from app import cards, conversation, page
from app.assistant import Answerer, Reply
from app.examples import Example
from app.wish import Language, Wish
from app.words import LANGUAGES, say
from data.catalogue import Item
from data.pictures import PictureError, open_picture

FEATURED = 9  # items in the gallery before anybody has asked
MAX_FILE = "20mb"  # a phone's photo has 3 to 12
AT_ONCE = 2  # turns: one model thinks while another's items are shown
WAITING = 64  # visitors in the queue before the page says that it is full


@dataclass(frozen=True, slots=True)
class Shown:
    """What the gallery holds, kept in the visitor's session; without a wish, items from the shop."""

    items: tuple[Item, ...]
    wish: Wish | None = None


class Page:
    """The handlers, as plain functions of what the components hold."""

    def __init__(
        self, answerers: Sequence[Answerer], items: Sequence[Item], examples: Sequence[Example], encoder: str
    ) -> None:
        self.answerers = {answerer.key: answerer for answerer in answerers}
        self.examples, self.encoder, self.count = examples, encoder, len(items)
        self.stock: dict[str, int] = {}
        for item in items:
            self.stock[item.category] = self.stock.get(item.category, 0) + 1
        self.featured = Shown(_featured(items))

    def add(
        self, message: Mapping[str, Any], history: list[Any], language: Language
    ) -> tuple[Any, list[Any]]:
        """The customer's message into the conversation, or a hint and nothing lost."""
        text, files = (message.get("text") or "").strip(), list(message.get("files") or [])
        if not text and not files:
            raise _hint("nothing_said", language)
        for file in files:
            try:
                open_picture(file)
            except PictureError as error:
                raise _hint(f"photo.{error.kind}", language) from error
        return self.working(), [*history, conversation.written(text, files)]

    def answer(
        self, history: list[Any], language: Language, key: str, shown: Shown
    ) -> Iterator[tuple[Any, ...]]:
        """One turn: (chat, gallery, heading, detail, shown) as they change."""
        assistant = self.answerers[key].assistant
        if assistant is None:
            raise _hint(self.answerers[key].reason, language)
        same = gr.skip()
        busy = cards.heading(None, 0, self.stock, language, busy=True)
        looking = True
        for screen in conversation.take(assistant, history, language):
            reply = screen.reply
            if looking and reply is not None and reply.stage in ("advising", "done"):
                looking, shown = False, _shown(reply, shown)
                yield screen.history, *self.board(shown, language), shown
            else:
                yield screen.history, same, busy if looking and reply else same, same, same
        if looking:  # the turn failed before anything was found: what was on screen stays
            yield same, *self.board(shown, language), shown

    def board(self, shown: Shown, language: Language) -> tuple[str, str, str]:
        """Gallery, heading and detail for these items."""
        gallery = cards.gallery(shown.items, language)
        return gallery, self.heading(shown, language), self.closer(shown, language)

    def heading(self, shown: Shown, language: Language) -> str:
        """What stands above the gallery."""
        return cards.heading(shown.wish, len(shown.items), self.stock, language)

    def closer(self, shown: Shown, language: Language) -> str:
        """The first of the items that were found."""
        return cards.detail(shown.items[0] if shown.items else None, language)

    def choose(self, shown: Shown, language: Language, event: gr.SelectData) -> str:
        """The detail of the item that was clicked."""
        return cards.detail(shown.items[event.index], language)

    def pick(self, history: list[Any], event: gr.SelectData) -> list[Any]:
        """An example that was clicked, as the customer's message."""
        files = [file["path"] if isinstance(file, dict) else file for file in event.value.get("files") or []]
        return [*history, conversation.written(event.value["text"], files)]

    def again(self, history: list[Any], event: gr.RetryData) -> list[Any]:
        """The conversation up to the message whose answer is wanted anew."""
        return history[: _place(event) + 1]

    def edited(self, history: list[Any], event: gr.EditData) -> list[Any]:
        """The conversation up to a message that was changed; its photo stays."""
        turn = history[_place(event)]
        return [*history[: _place(event)], conversation.written(str(event.value), conversation.photos(turn))]

    def undone(self, history: list[Any], event: gr.UndoData) -> tuple[list[Any], dict[str, Any]]:
        """The conversation before a message, and the message back in the box."""
        turn = history[_place(event)]
        return history[: _place(event)], {"text": conversation.said(turn), "files": conversation.photos(turn)}

    def anew(self, language: Language) -> tuple[Any, ...]:
        """An empty conversation: (chat, gallery, heading, detail, shown)."""
        return [], *self.board(self.featured, language), self.featured

    def halted(self, history: list[Any], shown: Shown, language: Language) -> tuple[Any, ...]:
        """(box, chat, heading) after Stop: what was written stays, and the turn ends in words."""
        return self.ready(), conversation.halted(history, language), self.heading(shown, language)

    def working(self) -> Any:
        """The box while a turn runs: empty, with a stop button."""
        return gr.MultimodalTextbox(value=None, submit_btn=False, stop_btn=True)

    def ready(self) -> Any:
        """The box when the turn is over."""
        return gr.MultimodalTextbox(submit_btn=True, stop_btn=False)

    def switched(self, key: str, language: Language) -> tuple[str, str]:
        """The switch's position and the status line; who cannot answer is not chosen, and says why."""
        if self.answerers[key].assistant is None:
            gr.Warning(say(self.answerers[key].reason, language), title="")
            key = next(iter(self.answerers))
        return key, self.status(key, language)

    def status(self, key: str, language: Language) -> str:
        """Item count and models."""
        assistant = self.answerers[key].assistant
        return cards.status(
            self.count, f"{self.encoder} · {assistant.chat.name if assistant else ''}", language
        )

    def reasons(self, language: Language) -> str:
        """Why an answering model cannot be chosen, in words."""
        off = [say(a.reason, language) for a in self.answerers.values() if a.assistant is None]
        return f'<p class="reason">{" · ".join(off)}</p>' if off else ""

    def samples(self, language: Language) -> list[Any]:
        """The examples as Gradio's chat wants them."""
        return [
            {"text": e.text(language), "display_text": e.text(language)}
            | ({"icon": str(e.picture)} if e.picture else {})
            | ({"files": [str(e.picture)]} if e.photo and e.picture else {})
            for e in self.examples
        ]

    def placeholder(self, language: Language) -> str:
        """What the page is for, in the empty conversation."""
        return f"### {say('welcome', language)}\n{say('welcome.how', language)}"

    def speak(self, language: Language, key: str, shown: Shown) -> tuple[Any, ...]:
        """All that is written on the page, in the order of SPOKEN."""
        return (
            _brand(language),
            gr.Radio(label=say("answerer", language)),
            self.reasons(language),
            self.status(key, language),
            gr.Chatbot(placeholder=self.placeholder(language), examples=self.samples(language)),
            gr.MultimodalTextbox(placeholder=say("write", language), label=say("message", language)),
            gr.Button(say("new_chat", language)),
            gr.Button(say("theme", language)),
            *self.board(shown, language),
        )


SPOKEN = (
    *("brand", "answerer", "reasons", "status", "chat", "box", "anew", "theme"),
    *("gallery", "heading", "detail"),
)


def _hint(key: str, language: Language) -> gr.Error:
    return gr.Error(say(key, language), print_exception=False, title="")


def _shown(reply: Reply, before: Shown) -> Shown:
    if reply.wish is not None and reply.wish.intent == "chat":
        return before
    return Shown(tuple(match.item for match in reply.matches), reply.wish)


def _featured(items: Sequence[Item]) -> tuple[Item, ...]:
    """A few items of different categories, the same for everybody."""
    by_category: dict[str, list[Item]] = {}
    for item in items:
        by_category.setdefault(item.category, []).append(item)
    order = sorted(by_category, key=lambda name: -len(by_category[name]))[:FEATURED]
    return tuple(by_category[name][len(by_category[name]) // 2] for name in order)


def starting_language(request: gr.Request) -> str:
    """?lang=es, or what the browser prefers."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "es" if request.headers.get("accept-language", "").lower().startswith("es") else "en"


def build_page(
    answerers: Sequence[Answerer], items: Sequence[Item], examples: Sequence[Example], encoder: str
) -> gr.Blocks:
    """The whole page over these answerers; ``items`` are all that the shop has."""
    gr.set_static_paths(sorted({str(item.image.parent) for item in items}))
    shop = Page(answerers, items, examples, encoder)
    with gr.Blocks(
        title="Armario", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as blocks:
        parts = _layout(shop)
        _wire(shop, parts)
        blocks.load(starting_language, None, parts["language"], queue=False, api_visibility="private")
    blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return blocks


def _layout(shop: Page) -> dict[str, Any]:
    p: dict[str, Any] = {"shown": gr.State(shop.featured)}
    with gr.Row(elem_id="top"):
        _top(shop, p)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=5, min_width=320, elem_id="talk"):
            _talk(shop, p)
        with gr.Column(scale=6, min_width=320, elem_id="rail"):
            _rail(shop, p)
    return p


def _top(shop: Page, p: dict[str, Any]) -> None:
    first = next(iter(shop.answerers))
    segments: dict[str, Any] = {"container": False, "elem_classes": "segments"}
    p["brand"] = gr.HTML(_brand("en"), elem_id="brand")
    p["status"] = gr.HTML(shop.status(first, "en"), elem_id="status")
    with gr.Column(elem_id="who", min_width=150):
        choices = [(a.label, a.key) for a in shop.answerers.values()]
        label = say("answerer", "en")
        off = [f"off{n}" for n, a in enumerate(shop.answerers.values(), 1) if a.assistant is None]
        looks = segments | {"elem_classes": ["segments", *off]}
        p["answerer"] = gr.Radio(choices, value=first, label=label, elem_id="answerer", **looks)
        p["reasons"] = gr.HTML(shop.reasons("en"), elem_id="reasons")
    languages = [(name.upper(), name) for name in LANGUAGES]
    label = say("language", "en")
    p["language"] = gr.Radio(languages, value="en", label=label, elem_id="language", **segments)
    p["theme"] = gr.Button(say("theme", "en"), elem_id="theme", min_width=40)


def _place(event: gr.SelectData | gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """A message's number in the chat; Gradio's type also knows the pair of numbers of a grid."""
    return event.index if isinstance(event.index, int) else event.index[0]


def _talk(shop: Page, p: dict[str, Any]) -> None:
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


def _rail(shop: Page, p: dict[str, Any]) -> None:
    with gr.Row(elem_id="rail-top"):
        p["heading"] = gr.HTML(shop.heading(shop.featured, "en"), elem_id="heading")
        p["anew"] = gr.Button(say("new_chat", "en"), size="sm", elem_id="anew", min_width=120, scale=0)
    shown = cards.gallery(shop.featured.items, "en")
    p["gallery"] = gr.HTML(shown, elem_id="gallery", js_on_load=page.CHOOSE)
    p["detail"] = gr.HTML(shop.closer(shop.featured, "en"), elem_id="detail")


def _wire(shop: Page, p: dict[str, Any]) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    board = [p["chat"], p["gallery"], p["heading"], p["detail"], p["shown"]]
    runs = _wire_turns(shop, p, board, quiet)
    for run in runs:
        run.then(shop.ready, None, p["box"], queue=False, **quiet)
    stopped = [p["box"], p["chat"], p["heading"]]
    asked = [p["chat"], p["shown"], p["language"]]
    p["box"].stop(shop.halted, asked, stopped, cancels=runs, queue=False, **quiet)
    p["chat"].undo(shop.undone, p["chat"], [p["chat"], p["box"]], queue=False, **quiet)
    p["chat"].clear(shop.anew, p["language"], board, cancels=runs, queue=False, **quiet)
    cleared = p["anew"].click(shop.anew, p["language"], board, cancels=runs, queue=False, **quiet)
    cleared.then(shop.ready, None, p["box"], queue=False, **quiet)
    p["gallery"].select(shop.choose, [p["shown"], p["language"]], p["detail"], queue=False, **quiet)
    switch = [p["answerer"], p["language"]]
    p["answerer"].input(shop.switched, switch, [p["answerer"], p["status"]], **quiet)
    p["theme"].click(None, None, None, js=page.THEME)
    spoken = [p["language"], p["answerer"], p["shown"]]
    p["language"].change(shop.speak, spoken, [p[name] for name in SPOKEN], queue=False, **quiet)
    p["language"].change(None, p["language"], None, js=page.LANGUAGE)


def _wire_turns(shop: Page, p: dict[str, Any], board: list[Any], quiet: dict[str, Any]) -> list[Any]:
    turn: dict[str, Any] = {
        "fn": shop.answer,
        "inputs": [p["chat"], p["language"], p["answerer"], p["shown"]],
        "outputs": board,
        "concurrency_id": "turn",
        "concurrency_limit": AT_ONCE,
        **quiet,
    }
    sent = p["box"].submit(shop.add, [p["box"], p["chat"], p["language"]], [p["box"], p["chat"]], **quiet)
    runs = [sent.success(**turn)]
    asked = (
        (p["chat"].example_select, shop.pick),
        (p["chat"].retry, shop.again),
        (p["chat"].edit, shop.edited),
    )
    for event, handler in asked:
        begun = event(handler, p["chat"], p["chat"], **quiet).success(shop.working, None, p["box"], **quiet)
        runs.append(begun.success(**turn))
    return runs


def _brand(language: Language) -> str:
    name = f"<h1>Armario</h1><p>{say('tagline', language)}</p>"
    return f'<div class="brand">{page.LOGO}<div>{name}</div></div>'


def launch(blocks: gr.Blocks, host: str, port: int | None, share: bool = False, wait: bool = True) -> str:
    """Serves the page and gives its address; with ``wait``, until it is stopped."""
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        share=share,
        prevent_thread_lock=not wait,
        quiet=True,
        theme=_theme(),
        css=page.style(),
        js=page.BOOT,
        footer_links=[],
        show_error=True,
        max_file_size=MAX_FILE,
        run_history=False,
        pwa=False,
        enable_monitoring=False,
        ssr_mode=False,
        app_kwargs={"middleware": [Middleware(page.ContentSecurity)]},
    )
    return str(address)


def _theme() -> gr.themes.Base:
    return gr.themes.Base(
        primary_hue=gr.themes.colors.rose,
        neutral_hue=gr.themes.colors.stone,
        radius_size="lg",
        font=["Inter Armario", "ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        body_background_fill="#faf8f5",
        body_background_fill_dark="#141211",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1c1918",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1c1918",
        block_border_color="#ece7e0",
        block_border_color_dark="#2d2826",
        border_color_primary="#e6e0d8",
        border_color_primary_dark="#322c2a",
        block_shadow="none",
        button_secondary_background_fill="#f4eee7",
        button_secondary_background_fill_dark="#2a2422",
        color_accent_soft="#fbeef1",
        color_accent_soft_dark="#2b1a1f",
        input_background_fill="#ffffff",
        input_background_fill_dark="#221e1d",
    )
