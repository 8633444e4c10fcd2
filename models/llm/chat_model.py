"""What every language model looks like from outside: messages in, text out, chunk by chunk.

Does not know which model answers, nor anything of a shop.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from PIL import Image

Role = Literal["system", "user", "assistant"]


class ModelError(RuntimeError):
    """Something a person may read and cure: what was expected, what was found, what to do."""


class TooMuch(ModelError):
    """The question was more than the model takes: without pictures it may answer."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation; ``images`` are RGB pictures that belong to it.

    ``labels`` is what the text calls them, one for each picture, or none at all. ``shown`` has the ids of the
    items that came with an assistant's turn.
    """

    role: Role
    text: str
    images: tuple[Image.Image, ...] = ()
    labels: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@runtime_checkable
class ChatModel(Protocol):
    """A language model. ``writes`` says whether its prose may be shown to a customer, ``sees`` whether it
    looks at pictures."""

    name: str
    writes: bool
    sees: bool

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Chunks of the answer; with a JSON schema they join to JSON of that shape. Raises ModelError."""
        ...


def labelled(message: Message) -> list[tuple[str, Image.Image]]:
    """Its pictures with what they are called, "" where they are not."""
    return list(zip(message.labels or [""] * len(message.images), message.images, strict=True))


def harmless(text: str) -> str:
    """Text that cannot open or close a turn, nor stand for a picture: these are tokens of chat templates."""
    return re.sub(r"<(?=[|/<_a-zA-Z])|\[(?=/?INST\])", lambda sign: f"{sign[0]} ", text)


def jpeg(image: Image.Image) -> bytes:
    """A picture as models far away are sent it."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
