"""The interface of every language model: messages in, chunks of text out.

Does not know which model answers, or that there is a shop.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from PIL import Image

from models.errors import ModelError as ModelError  # what every method below raises

Role = Literal["system", "user", "assistant"]
C = TypeVar("C")
Lines = Callable[[str, Sequence[str], int], Iterator[str]]  # prompt, lines before, seed → the next ones


class RequestTooLarge(ModelError):
    """The request was more than the model takes; without pictures it may answer."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with its RGB pictures.

    ``labels`` are the pictures' names in the text, one for each or none at all. ``shown`` has the ids of the
    items that came with an assistant's message; ``again`` says how often its answer has been asked for anew.
    """

    role: Role
    text: str
    images: tuple[Image.Image, ...] = ()
    labels: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    again: int = 0


@runtime_checkable
class ChatModel(Protocol):
    """A language model.

    ``is_generative`` says whether its prose may be shown to a customer, ``sees`` whether it takes pictures,
    which a model on a server may find out only when it is asked.
    """

    @property
    def name(self) -> str: ...

    @property
    def is_generative(self) -> bool: ...

    @property
    def sees(self) -> bool: ...

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer, which join to JSON where a schema is given. Raises ModelError."""
        ...

    def lease(self) -> AbstractContextManager[ChatModel]:
        """Holds the model for one turn: inside, what it yields may be asked several times, one answer after
        the other, and nobody else's turn comes between. Not to be mixed with ``stream`` of the model itself.
        """
        ...


class Concurrent:
    """A model that many may ask at once: its lease is the model itself."""

    def lease(self: C) -> AbstractContextManager[C]:
        """Nothing to wait for."""
        return nullcontext(self)


class NullModel(Concurrent):
    """Stands where no language model is: it is neither generative nor ever asked."""

    name, is_generative, sees = "none", False, False

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Nothing."""
        yield from ()


class TextOnlyModel:
    """A model that sees, shown words only."""

    sees = False

    def __init__(self, chat: ChatModel) -> None:
        self.is_generative, self._chat = chat.is_generative, chat

    @property
    def name(self) -> str:
        """The model's own."""
        return self._chat.name

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """As the model itself. Raises ModelError."""
        return self._chat.stream([replace(m, images=(), labels=()) for m in messages], schema)

    @contextmanager
    def lease(self) -> Iterator[ChatModel]:
        """The model's own lease, shown words only."""
        with self._chat.lease() as chat:
            yield TextOnlyModel(chat)


def labelled_images(message: Message) -> list[tuple[str, Image.Image]]:
    """Returns the message's pictures, each with its label, or "" where there are no labels."""
    return list(zip(message.labels or [""] * len(message.images), message.images, strict=True))


def merge_roles(messages: Sequence[Message]) -> list[Message]:
    """Returns alternating messages that begin with the user's, as Mistral's templates demand.

    System messages become the user's, and neighbours of one role are joined.
    """
    merged: list[Message] = []
    for message in messages:
        message = replace(message, role="user") if message.role == "system" else message
        if merged and merged[-1].role == message.role:
            before = merged.pop()
            text = "\n\n".join(filter(None, (before.text, message.text)))
            pictures = [*labelled_images(before), *labelled_images(message)]
            labels, images = tuple(zip(*pictures, strict=True)) or ((), ())
            message = replace(message, text=text, images=images, labels=labels)
        merged.append(message)
    return merged


def escape_control_tokens(text: str) -> str:
    """Returns text without control tokens of chat templates, which would open turns or mark pictures."""
    return re.sub(r"<(?=[|/<_a-zA-Z])|\[(?=/?INST\])", lambda sign: f"{sign[0]} ", text)


def jpeg(image: Image.Image) -> bytes:
    """Returns a picture as JPEG, for models on other machines."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
