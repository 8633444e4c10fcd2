"""A conversation as llama.cpp's chat templates take it.

Does not know which model reads it.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.llm.chat_model import Message, harmless, jpeg


def turns(messages: Sequence[Message], looking: bool, fold: bool) -> list[dict[str, Any]]:
    """The conversation, with its pictures where ``looking``; ``fold``: rules go into the first question."""
    return [
        {"role": m.role, "content": _content(m, looking)} for m in (folded(messages) if fold else messages)
    ]


def folded(messages: Sequence[Message]) -> list[Message]:
    """Turns that alternate, beginning with the user's: Mistral's templates drop or refuse any other.

    Rules stand before the first question, and neighbours of one role become one turn.
    """
    told: list[Message] = []
    for message in messages:
        message = replace(message, role="user") if message.role == "system" else message
        if told and told[-1].role == message.role:
            before = told.pop()
            text = "\n\n".join(filter(None, (before.text, message.text)))
            labels = (*before.labels, *message.labels)
            message = replace(message, text=text, images=(*before.images, *message.images), labels=labels)
        told.append(message)
    return told


def _content(message: Message, looking: bool) -> Any:
    text = harmless(message.text)
    if not (looking and message.images):
        return text
    urls = ["data:image/jpeg;base64," + base64.b64encode(jpeg(image)).decode() for image in message.images]
    return [
        *({"type": "image_url", "image_url": {"url": url}} for url in urls),
        {"type": "text", "text": text},
    ]
