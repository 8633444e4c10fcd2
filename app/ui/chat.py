"""The conversation: what happens when something is said, said anew, changed, taken back or stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.plan import Language
from app.ui import conversation
from app.ui.context import Shop, hint, keep_pace, sent
from app.ui.state import Kept, Shown

FOUND = ("advising", "done")  # stages of a reply that has its items


class Turns:
    """The handlers, as plain functions of what the components hold."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def add(
        self, message: Mapping[str, Any], history: list[Any], language: Language
    ) -> tuple[Any, list[Any]]:
        """(box, chat) with the customer's message, or a hint and no word lost."""
        text, files = sent(message, language)
        return self.working(), [*history, conversation.written(text, files)]

    def refused(self, message: Mapping[str, Any]) -> Any:
        """The box after a hint: the words stay, a photo that does not open goes."""
        return gr.MultimodalTextbox(value={"text": message.get("text") or "", "files": []})

    def answer(
        self, history: list[Any], language: Language, key: str, shown: Shown, kept: Kept
    ) -> Iterator[tuple[Any, ...]]:
        """One turn: chat and rail (gallery, heading, chips, detail, shown) as they change."""
        assistant = self.shop.answerers[key].assistant
        if assistant is None:
            raise hint(self.shop.answerers[key].reason, language)
        keep_pace(self.shop.pace, language)
        same, busy = gr.skip(), self.shop.busy(language)
        looking = True
        for screen in conversation.take(assistant, history, language):
            reply = screen.reply
            found = reply is not None and reply.stage in FOUND
            if reply is not None and found and looking:
                looking, shown = False, self.found(reply, history, shown)
                yield screen.history, *self.shop.rail(shown, kept, language)
            elif reply is not None and reply.stage == "done":
                shown = self.found(reply, history, shown)
                yield screen.history, same, same, same, same, shown
            else:
                yield screen.history, same, busy if looking and reply else same, same, same, same
        if looking:  # the turn failed before anything was found: what was on screen stays
            yield same, *self.shop.rail(shown, kept, language)

    def found(self, reply: Reply, history: list[Any], before: Shown) -> Shown:
        """What a turn shows; small talk leaves what was there."""
        if reply.wish is not None and reply.wish.intent == "chat":
            return before
        asked = conversation.asked(history)
        photo = next(iter(conversation.photos(asked)), "")
        items = tuple(match.item for match in reply.matches)
        return Shown(items, reply, reply.rests or conversation.said(asked), photo)

    def untaken(self, history: list[Any]) -> tuple[Any, Any]:
        """(box, chat) when a message may not be answered now: it is in the box again."""
        if not history or history[-1]["role"] != "user":
            return self.ready(), gr.skip()
        turn = history[-1]
        said: dict[str, Any] = {"text": conversation.said(turn), "files": conversation.photos(turn)}
        return gr.MultimodalTextbox(value=said, submit_btn=True, stop_btn=False), history[:-1]

    def pick(self, history: list[Any], event: gr.SelectData) -> tuple[Any, list[Any]]:
        """(box, chat) with an example that was clicked as the customer's message."""
        files = [file["path"] if isinstance(file, dict) else file for file in event.value.get("files") or []]
        return self.working(), [*history, conversation.written(event.value["text"], files)]

    def again(self, history: list[Any], event: gr.RetryData) -> tuple[Any, list[Any]]:
        """(box, chat) up to the message whose answer is wanted anew."""
        return self.working(), history[: place(event) + 1]

    def edited(self, history: list[Any], event: gr.EditData) -> tuple[Any, list[Any]]:
        """(box, chat) up to a message that was changed; its photo stays."""
        before, turn = history[: place(event)], history[place(event)]
        changed = conversation.written(str(event.value), conversation.photos(turn))
        return self.working(), [*before, changed]

    def undone(self, history: list[Any], event: gr.UndoData) -> tuple[list[Any], dict[str, Any]]:
        """The conversation before a message, and the message back in the box."""
        turn = history[place(event)]
        return history[: place(event)], {"text": conversation.said(turn), "files": conversation.photos(turn)}

    def anew(self, kept: Kept, language: Language) -> tuple[Any, ...]:
        """An empty conversation and the shop's own items; what was kept stays kept."""
        featured = self.shop.featured
        return [], *self.shop.rail(featured, kept, language), self.shop.refine(featured, language)

    def halted(self, history: list[Any], shown: Shown, language: Language) -> tuple[Any, ...]:
        """(box, chat, heading) after Stop: what was written stays, and the turn ends in words."""
        return self.ready(), conversation.halted(history, language), self.shop.lines(shown, language)[0]

    @staticmethod
    def working() -> Any:
        """The box while a turn runs: empty, with a stop button."""
        return gr.MultimodalTextbox(value=None, submit_btn=False, stop_btn=True)

    @staticmethod
    def ready() -> Any:
        """The box when the turn is over."""
        return gr.MultimodalTextbox(submit_btn=True, stop_btn=False)


def place(event: gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """A message's number in the chat; Gradio's type also knows the pair of numbers of a grid."""
    return event.index if isinstance(event.index, int) else event.index[0]
