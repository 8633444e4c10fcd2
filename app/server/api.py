"""The assistant for other programs: search by words, search by a picture, ask. JSON in, JSON out.

Knows the assistant; does not know Gradio, HTTP or MCP.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from PIL import Image

from app.agent.attachments import MAX_PHOTOS
from app.agent.reply import Answering, Reply
from app.agent.serialization import reply_to_json
from app.ui.strings import say
from data.catalogue.images import decode_picture
from models.llm.chat_model import Message, NullModel

MAX_CHARS = 2000  # of a message
MAX_ITEMS = 50  # of one category
MAX_PICTURE_BYTES = 20_000_000
MAX_TURNS = 50  # of a history


class Api:
    """What other programs may ask; their errors are ValueErrors with a sentence.

    ``address`` turns a picture's place on this machine into one that a program elsewhere can fetch.
    """

    def __init__(self, assistant: Answering, address: Callable[[Path], str]) -> None:
        self._assistant, self._address = assistant, address

    def search_by_text(self, words: str, count: int = 0) -> dict[str, Any]:
        """Finds items of the shop for a description in English or Spanish, without a language model.

        Args:
            words: What is looked for, such as "two black t-shirts" or "zapatillas blancas".
            count: How many items of each category, 1 to 50; 0 for as many as the words say.

        Returns:
            The items with id, title, category, colour, score and the address of a picture, best first.
        """
        if not words.strip():
            raise ValueError("expected words to search for, found none")
        return self._search([Message("user", _bounded(words))], count)

    def search_by_image(self, photo: str, words: str = "", count: int = 0) -> dict[str, Any]:
        """Finds items of the shop that look like a photo, or like it but for what the words say.

        Args:
            photo: A JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF file in base64, also as a "data:" address.
            words: What should be different, or what is wanted with it: "the same in blue"; may be empty.
            count: How many items of each category, 1 to 50; 0 for as many as the words say.

        Returns:
            The items with id, title, category, colour, score and the address of a picture, best first.
        """
        return self._search([Message("user", _bounded(words), (_picture(photo),))], count)

    def ask(
        self, message: str = "", photo: str | list[str] = "", history: list[dict[str, str]] | None = None,
        language: Literal["en", "es"] = "en",
    ) -> dict[str, Any]:  # fmt: skip
        """Asks the shop's assistant as a customer would: it finds items and advises on exactly those.

        Args:
            message: What the customer writes, in English or Spanish; may be empty where there is a photo.
            photo: A picture file in base64, also as a "data:" address; a list of up to four; or empty.
            history: Earlier messages, each with "role" ("user" or "assistant") and "content".
            language: The language of the answer where the message is a photo alone.

        Returns:
            The plan as it was understood, the items, the answer, seconds by step and the models' names.
        """
        pictures = [*filter(None, [photo] if isinstance(photo, str) else photo)]
        if not message.strip() and not pictures:
            raise ValueError("expected a message or a photo, found neither")
        if history and len(history) > MAX_TURNS:
            raise ValueError(f"expected at most {MAX_TURNS} earlier messages, found {len(history)}")
        if len(pictures) > MAX_PHOTOS:
            raise ValueError(f"expected at most {MAX_PHOTOS} photos, found {len(pictures)}")
        asked = Message("user", _bounded(message), tuple(map(_picture, pictures)))
        *_, reply = self._assistant.reply([*map(_turn, history or []), asked], language)
        return self._as_json(reply, self._assistant)

    def _search(self, messages: Sequence[Message], count: int) -> dict[str, Any]:
        if not 0 <= count <= MAX_ITEMS:
            raise ValueError(f"expected a count from 0 to {MAX_ITEMS}, found {count}")
        searching = self._assistant.answering_with(NullModel(), free_search=True, count=count)
        found = next(reply for reply in searching.reply(messages) if reply.stage == "answering")
        return self._as_json(found, searching)

    def _as_json(self, reply: Reply, assistant: Answering) -> dict[str, Any]:
        language = reply.plan.language if reply.plan else "en"
        notice = say(reply.notice, language) if reply.notice else ""
        answer = reply_to_json(reply, assistant.encoder.name, notice)
        for item in answer["items"]:
            item["image"] = self._address(Path(item["image"]))
        return answer


def _bounded(words: str) -> str:
    if len(words) > MAX_CHARS:
        raise ValueError(f"expected at most {MAX_CHARS} letters, found {len(words):,}")
    return words


def _picture(photo: str) -> Image.Image:
    """A picture from base64. Raises PictureError, ValueError."""
    encoded = photo.partition(",")[2] if photo.startswith("data:") else photo
    if len(encoded) * 3 // 4 > MAX_PICTURE_BYTES:
        raise ValueError(f"expected a picture of at most {MAX_PICTURE_BYTES // 10**6} MB")
    try:
        return decode_picture(base64.b64decode("".join(encoded.split()), validate=True))
    except binascii.Error as error:
        raise ValueError("expected a picture file in base64, found other text") from error


def _turn(turn: Any) -> Message:
    role = turn.get("role") if isinstance(turn, dict) else None
    if role not in ("user", "assistant") or not isinstance(turn.get("content"), str):
        raise ValueError('expected earlier messages as {"role": "user" or "assistant", "content": "…"}')
    return Message(role, _bounded(turn["content"]))
