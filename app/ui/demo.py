"""The tour: recorded scenes shown in an instant, each of which can be run live."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from app.cli.record_demo import SCENES, Tour
from app.plan import Language
from app.ui import conversation
from app.ui.chat import Turns
from app.ui.context import Shop
from app.ui.html.cards import does
from app.ui.state import Kept, Shown
from app.ui.strings import say


class Tours:
    """The handlers, as plain functions of what the components hold."""

    def __init__(self, shop: Shop, tour: Tour) -> None:
        self.shop, self.tour = shop, tour

    def show(self, kept: Kept, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """Chat, rail, panel, and the bar of the tour, for a scene."""
        number = int(event._data["id"] or 0) % len(SCENES)
        scene = self.tour.recording(number, language)
        text, photo = scene.scene.text(language), str(scene.photo or "")
        asked = conversation.written(text, [photo] if photo else [])
        shown = Shown(tuple(m.item for m in scene.reply.matches), scene.reply, text, photo)
        history = [asked, *conversation.answer(scene.reply, language, say("recorded", language))]
        bar = self.bar(language, number)
        return history, *self.shop.rail(shown, kept, language), self.shop.refine(shown, language), bar

    def live(self, language: Language, event: gr.EventData) -> tuple[Any, list[Any], str]:
        """(box, chat, bar) with the scene's message, to be answered now."""
        number = int(event._data["id"] or 0) % len(SCENES)
        scene = self.tour.recording(number, language)
        asked = conversation.written(scene.scene.text(language), [str(scene.photo)] if scene.photo else [])
        return Turns.working(), [asked], self.bar(language, number, live=True)

    def bar(self, language: Language, number: int | None = None, live: bool = False) -> str:
        """An invitation, or where in the tour one is."""
        if number is None:
            return f'<div class="tour">{_button("edit", "scene", 0, say("tour", language))}</div>'
        name = say(SCENES[number].name, language)
        where = say("tour.scene", language, number=number + 1, of=len(SCENES), name=name)
        made = say("tour.live", language) if live else say("tour.recorded", language, day=self.tour.made)
        run = _button("submit", "live", number, say("tour.run", language))
        back = _button("edit", "scene", (number - 1) % len(SCENES), "←", say("tour.back", language))
        on = _button("edit", "scene", (number + 1) % len(SCENES), "→", say("tour.on", language))
        end = _button("clear", "end", number, "×", say("tour.end", language))
        return (
            f'<div class="tour on"><p aria-live="polite"><b>{escape(where)}</b> '
            f"<span>{escape(made)}</span></p>{run}{back}{on}{end}</div>"
        )


def _button(on: str, do: str, number: int, words: str, label: str = "") -> str:
    name = f' aria-label="{escape(label)}"' if label else ""
    does_it = does(do, str(number), on)
    return f'<button type="button" class="pill" {does_it}{name}>{escape(words)}</button>'
