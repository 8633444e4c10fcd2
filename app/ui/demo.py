"""The tour: recorded scenes shown in an instant, each of which can also be answered live."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from app.agent.demo_recordings import Recording, Recordings
from app.plan import Language
from app.ui import conversation
from app.ui.context import Shop, busy_box
from app.ui.html.elements import button
from app.ui.state import Outfit, Results
from app.ui.strings import say


class DemoHandlers:
    """Handlers of the tour, as plain functions of what the components hold."""

    def __init__(self, shop: Shop, recordings: Recordings) -> None:
        self.shop, self.recordings = shop, recordings

    def show_scene(self, outfit: Outfit, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """(chat, rail, refine, bar) for a recorded scene."""
        number, recording, turn = self._scene(event, language)
        reply, photo = recording.reply, str(recording.photo or "")
        items = tuple(match.item for match in reply.matches)
        results = Results(items, reply, photo)
        history = [turn, *conversation.assistant_turns(reply, language, say("recorded", language))]
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
