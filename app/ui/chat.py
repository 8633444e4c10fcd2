"""The conversation: a message sent, retried, edited, undone or stopped; and the tour of recorded scenes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import gradio as gr

from app.agent.attachments import usable
from app.agent.demo_recordings import Recording, Recordings
from app.agent.reply import Reply
from app.plan import Language
from app.ui import conversation
from app.ui.context import Shop, busy_box, check_rate, checked_message, hint, ready_box
from app.ui.html.elements import button
from app.ui.state import Outfit, Results
from app.ui.strings import say

SEARCHES = ("search", "outfit", "not_carried")  # acts after which the rail shows what the shop has for them


class ChatHandlers:
    """Handlers of the chat's events, as plain functions of what the components hold."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def send(
        self, message: Mapping[str, Any], history: list[Any], language: Language
    ) -> tuple[Any, list[Any]]:
        """(box, chat) with the customer's message, or a hint and no word lost."""
        text, files = checked_message(message, language)
        return busy_box(), [*history, conversation.user_turn(text, files)]

    def refused(self, message: Mapping[str, Any]) -> Any:
        """The box after a hint: the text stays, and the files that can be sent with it."""
        kept = usable([*(message.get("files") or ())])
        return gr.MultimodalTextbox(value={"text": message.get("text") or "", "files": kept})

    def answer(
        self, history: list[Any], language: Language, key: str, results: Results, outfit: Outfit
    ) -> Iterator[tuple[Any, ...]]:
        """One turn: (chat, gallery, heading, chips, detail, results) as they change."""
        assistant = self.shop.answerers[key].assistant
        if assistant is None:
            raise hint(self.shop.answerers[key].reason, language)
        check_rate(self.shop.limiter, language)
        same, searching = gr.skip(), True
        for screen in conversation.run_turn(assistant, history, language):
            reply, heading, now = screen.reply, same, results
            if reply is not None and reply.stage in conversation.WITH_ITEMS:
                now = self._results(reply, screen.history, results)
            if reply is not None and searching:
                searching = reply.stage not in conversation.WITH_ITEMS
                heading = self._heading(reply, results, searching, language)
                if not searching and now is not results:
                    yield screen.history, *self.shop.rail(now, outfit, language)
                    continue
            changed = reply is not None and reply.stage == "done" and now is not results
            yield screen.history, same, heading, same, same, now if changed else same
        if searching:  # the turn failed before anything was found: what was on screen stays
            yield same, *self.shop.rail(results, outfit, language)

    def _heading(self, reply: Reply, before: Results, searching: bool, language: Language) -> str:
        """The heading while it is searched. What an earlier answer found is not left before it is known that
        other items are wanted."""
        looks = reply.plan.act in SEARCHES if reply.plan else before.reply is None
        if searching and looks:
            return self.shop.busy(language)
        return self.shop.headline(before, language)[0]

    def _results(self, reply: Reply, history: list[Any], before: Results) -> Results:
        """What a turn shows; small talk and what is said of the items on screen leave what was there."""
        if reply.plan is not None and reply.plan.act in ("chat", "ask"):
            return before
        if reply.plan is not None and reply.plan.act == "discuss":
            return before.discussed(reply)
        return Results(photos=tuple(conversation.photos_of(history))).of(reply)

    def give_back(self, history: list[Any]) -> tuple[Any, Any]:
        """(box, chat) where a message may not be answered now: it is in the box again."""
        if not history or history[-1]["role"] != "user":
            return ready_box(), gr.skip()
        box = gr.MultimodalTextbox(
            value=conversation.message_of(history[-1]), submit_btn=True, stop_btn=False
        )
        return box, history[:-1]

    def pick_example(self, history: list[Any], event: gr.SelectData) -> tuple[Any, list[Any]]:
        """(box, chat) with an example that was clicked as the customer's message."""
        files = [file["path"] if isinstance(file, dict) else file for file in event.value.get("files") or []]
        return busy_box(), [*history, conversation.user_turn(event.value["text"], files)]

    def retry(self, history: list[Any], event: gr.RetryData) -> tuple[Any, list[Any]]:
        """(box, chat) up to the message whose answer is wanted anew, in other words."""
        return busy_box(), conversation.asked_again(history[: _index(event) + 1])

    def edit(self, history: list[Any], event: gr.EditData) -> tuple[Any, list[Any]]:
        """(box, chat) up to a message that was changed; its photos stay."""
        before, photos = history[: _index(event)], conversation.message_of(history[_index(event)])["files"]
        return busy_box(), [*before, conversation.user_turn(str(event.value), photos)]

    def undo(self, history: list[Any], event: gr.UndoData) -> tuple[list[Any], dict[str, Any]]:
        """(chat, box): the conversation before a message, and the message back in the box."""
        return history[: _index(event)], conversation.message_of(history[_index(event)])

    def clear(self, outfit: Outfit, language: Language) -> tuple[Any, ...]:
        """(chat, rail, refine): an empty conversation and the shop's own items; the outfit stays."""
        featured = self.shop.featured
        return [], *self.shop.rail(featured, outfit, language), self.shop.refine(featured, language)

    def stop(self, history: list[Any], results: Results, language: Language) -> tuple[Any, ...]:
        """(box, chat, heading) after Stop: what was written stays, and the turn ends in words."""
        return ready_box(), conversation.stopped(history, language), self.shop.headline(results, language)[0]


def _index(event: gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """A message's number in the chat; Gradio's type also knows the pair of numbers of a grid."""
    return event.index if isinstance(event.index, int) else event.index[0]


class DemoHandlers:
    """Handlers of the tour, as plain functions of what the components hold."""

    def __init__(self, shop: Shop, recordings: Recordings) -> None:
        self.shop, self.recordings = shop, recordings

    def show_scene(self, outfit: Outfit, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """(chat, rail, refine, bar) for a recorded scene."""
        number, recording, turn = self._scene(event, language)
        photos = (str(recording.photo),) if recording.photo else ()
        results = Results(photos=photos).of(recording.reply)
        mark = say("recorded", language)
        history = [turn, *conversation.assistant_turns(recording.reply, language, mark)]
        rail, refine = self.shop.rail(results, outfit, language), self.shop.refine(results, language)
        return history, *rail, refine, self.bar(language, number)

    def run_live(self, language: Language, event: gr.EventData) -> tuple[Any, list[Any], str]:
        """(box, chat, bar) with the scene's message, to be answered now."""
        number, _, turn = self._scene(event, language)
        return busy_box(), [turn], self.bar(language, number, live=True)

    def _scene(self, event: gr.EventData, language: Language) -> tuple[int, Recording, Any]:
        number = int(event._data["id"] or 0) % self.recordings.count
        recording = self.recordings.recording(number, language)
        photos = [str(recording.photo)] if recording.photo else []
        return number, recording, conversation.user_turn(recording.message, photos)

    def bar(self, language: Language, number: int | None = None, live: bool = False) -> str:
        """An invitation, or where in the tour the visitor is."""
        if number is None:
            return f'<div class="tour">{button("scene", say("tour", language), "0")}</div>'
        of = self.recordings.count
        name = say(self.recordings.recording(number, language).key, language)
        where = say("tour.scene", language, number=number + 1, of=of, name=name)
        made = say("tour.live" if live else "tour.recorded", language, day=self.recordings.made)
        steps = (
            ("scene", "←", (number - 1) % of, "tour.back"), ("scene", "→", (number + 1) % of, "tour.on"),
            ("end", "×", number, "tour.end"),
        )  # fmt: skip
        buttons = button("live", say("tour.run", language), str(number))
        for action, words, target, key in steps:
            label = f' aria-label="{escape(say(key, language))}"'
            buttons += button(action, words, str(target), more=label)
        return (
            f'<div class="tour on"><p aria-live="polite"><b>{escape(where)}</b> '
            f"<span>{escape(made)}</span></p>{buttons}</div>"
        )
