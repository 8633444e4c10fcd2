"""How a server is asked in OpenAI's format, and what is conceded to one that refuses the full question.

Knows messages, schemas and refusals; sends nothing.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from models.llm.chat_model import Message, jpeg, labelled_images, merge_roles
from models.llm.contact_sheet import with_one_picture

MAX_TOKENS = 400
BY_HAND = "\n\nAnswer with JSON of this schema only: "


class Concession(Enum):
    """What is left out for a server: the statuses with which one refuses it, what its words then say, and
    whether it is tried as well where they say nothing."""

    MANY = ((400, 422), r"at most 1 |(?:only|just) (?:one|1|a single) image|multiple images", False)
    PICTURES = ((400, 404, 415, 422, 500, 501), r"image|multi-?modal|vision|mmproj", True)
    ROLES = ((400, 422, 500), r"\broles?\b", False)  # Mistral's first templates, for one
    SCHEMA = ((400, 422, 500), r"schema|response_format|grammar", True)


NOTHING = frozenset[Concession]()
# These refuse one question and not pictures as such: the next question may have some again.
TOO_MUCH = re.compile(r"context|too (?:long|large|many)|longer than|at most [2-9]", re.IGNORECASE)


@dataclass(slots=True)
class Question:
    """One question with its concessions; ``learnt`` has those that changed what the server said.

    ``open`` are those that may be made.
    """

    messages: Sequence[Message]
    schema: Mapping[str, Any] | None
    made: frozenset[Concession] = NOTHING
    open: frozenset[Concession] = frozenset(Concession)
    learnt: frozenset[Concession] = NOTHING
    _last: frozenset[Concession] = NOTHING
    _refusal: tuple[int, str] = (0, "")

    @property
    def has_pictures(self) -> bool:
        """Whether the server is sent any."""
        return Concession.PICTURES not in self.made and any(m.images for m in self.messages)

    def concede(self, status: int, words: str) -> bool:
        """Leaves out what the refusal is about, each thing once; False where nothing is left to leave out."""
        if self._refusal == (status, _lasting(words)):
            self.learnt -= self._last  # it was not that
        self._refusal = status, _lasting(words)
        left = [one for one in Concession if self._helps(one) and status in one.value[0]]
        named = [one for one in left if re.search(one.value[1], words, re.IGNORECASE)]
        self._last = frozenset((named or [one for one in left if one.value[2]])[:1])
        self.made, self.learnt = self.made | self._last, self.learnt | self._last
        return bool(self._last)

    def _helps(self, one: Concession) -> bool:
        if one in self.made or one not in self.open:
            return False
        at_stake = {
            Concession.MANY: self.has_pictures and sum(len(m.images) for m in self.messages) > 1,
            Concession.PICTURES: self.has_pictures,
            Concession.ROLES: [m.role for m in merge_roles(self.messages)] != [m.role for m in self.messages],
            Concession.SCHEMA: self.schema is not None,
        }
        return at_stake[one]

    def body(self, model: str) -> dict[str, Any]:
        """The question as it is sent."""
        messages = list(self.messages)
        if Concession.PICTURES in self.made:
            messages = [replace(m, images=(), labels=()) for m in messages]
        elif Concession.MANY in self.made:
            messages = with_one_picture(messages)
        if Concession.ROLES in self.made:
            messages = merge_roles(messages)
        form: dict[str, Any] = {}
        if self.schema and Concession.SCHEMA in self.made:
            last = messages[-1]
            messages[-1] = replace(last, text=last.text + BY_HAND + json.dumps(self.schema))
            form = {"response_format": {"type": "json_object"}}
        elif self.schema:
            shape = {"name": "answer", "schema": dict(self.schema)}
            form = {"response_format": {"type": "json_schema", "json_schema": shape}}
        return form | {
            "model": model,
            "messages": [{"role": m.role, "content": _content(m)} for m in messages],
            "temperature": 0.0 if self.schema else 0.4,
            "max_tokens": MAX_TOKENS,
            "stream": True,
        }


def _lasting(words: str) -> str:
    """A refusal's words without the numbers that differ from one to the next."""
    return re.sub(r"\w*\d\w*", "", words)


def _content(message: Message) -> Any:
    if not message.images:
        return message.text
    parts: list[dict[str, Any]] = []
    for label, image in labelled_images(message):
        url = "data:image/jpeg;base64," + base64.b64encode(jpeg(image)).decode()
        parts += [{"type": "text", "text": f"{label}:"}] if label else []
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return [*parts, *([{"type": "text", "text": message.text}] if message.text else [])]
