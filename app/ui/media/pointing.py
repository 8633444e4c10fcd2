"""What the customer points at in a photo of the conversation: a message of its own, with that part as its
photo."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.agent.attachments import place
from app.plan import Language
from app.ui import conversation
from app.ui.context import Shop, held_box, hint
from app.ui.media.saved import save_picture
from app.ui.strings import say
from data.catalogue.images import PictureError, open_picture

REFUSALS = ("many", "mixed")  # of what is added to the box


class PointingHandlers:
    """Handlers of the script photos. What was done, and where, comes with the event."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def point(self, history: list[Any], language: Language, event: gr.EventData) -> tuple[Any, list[Any]]:
        """(box, chat) with what was tapped or framed as the customer's message."""
        path, at = str(event._data.get("photo") or ""), place(event._data.get("at"))
        if at is None or path not in conversation.photos_in(history):
            raise hint("photo.missing", language)
        try:
            cut = self.shop.search.region(open_picture(path), at)
        except PictureError as error:  # gone from the disk after an hour
            raise hint(f"photo.{error.kind}", language) from error
        turn = conversation.user_turn(say("this_one", language), [save_picture(cut, "this-one")])
        return held_box(), [*conversation.stopped(history, language), turn]

    def refuse(self, language: Language, event: gr.EventData) -> None:
        """Says why the script has taken something out of the box again."""
        kind = str(event._data.get("kind") or "")
        if kind in REFUSALS:
            gr.Warning(say(f"photo.{kind}", language), title="")
