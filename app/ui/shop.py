"""What happens when something on the page is used: plain functions of what the components hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app import cards, conversation, page
from app.assistant import Answerer, Reply
from app.examples import Example
from app.wish import Language, Wish
from app.words import LANGUAGES, say
from data.catalogue import Item
from data.pictures import PictureError, open_picture

FEATURED = 9  # items in the gallery before anybody has asked


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
        return history[: place(event) + 1]

    def edited(self, history: list[Any], event: gr.EditData) -> list[Any]:
        """The conversation up to a message that was changed; its photo stays."""
        turn = history[place(event)]
        return [*history[: place(event)], conversation.written(str(event.value), conversation.photos(turn))]

    def undone(self, history: list[Any], event: gr.UndoData) -> tuple[list[Any], dict[str, Any]]:
        """The conversation before a message, and the message back in the box."""
        turn = history[place(event)]
        return history[: place(event)], {"text": conversation.said(turn), "files": conversation.photos(turn)}

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
            brand(language),
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


def brand(language: Language) -> str:
    name = f"<h1>Armario</h1><p>{say('tagline', language)}</p>"
    return f'<div class="brand">{page.LOGO}<div>{name}</div></div>'


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


def place(event: gr.SelectData | gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """A message's number in the chat; Gradio's type also knows the pair of numbers of a grid."""
    return event.index if isinstance(event.index, int) else event.index[0]


def starting_language(request: gr.Request) -> str:
    """?lang=es, or what the browser prefers."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return "es" if request.headers.get("accept-language", "").lower().startswith("es") else "en"
