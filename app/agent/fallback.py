"""Who answers when the chosen model does not: down a ladder, rung by rung, and what was found stays found.

The rungs are assistants of one shop that differ in their language model. Does not know which.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.nlu.wish import Language, Wish, as_json
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, ModelError, RequestTooLarge

log = logging.getLogger(__name__)
REST = 60.0  # seconds before a model that failed is asked again


class Silent:
    """The lowest rung, no language model: the customer's words are searched for, and advice is composed."""

    name, is_generative, sees = "none", False, False

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """A wish that says nothing, so that all comes from the words themselves."""
        yield as_json(Wish("search"))


class Blind:
    """A model that sees, shown words only."""

    sees = False

    def __init__(self, chat: ChatModel) -> None:
        self.name, self.is_generative, self._chat = chat.name, chat.is_generative, chat

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """As the model itself. Raises ModelError."""
        return self._chat.stream([replace(m, images=(), labels=()) for m in messages], schema)


@dataclass(slots=True)
class _Rung:
    assistant: Assistant
    notice: str  # key of the words for the customer, "" for the model that was chosen
    after_pictures: bool = False  # stood on only when the one above was shown too much
    rests_until: float = float("-inf")


class Ladder:
    """Answers as an assistant does, and goes on with the next model where one fails.

    ``assistant`` has the chosen model, ``others`` are tried in their order, and none at all comes last.
    """

    def __init__(
        self, assistant: Assistant, others: Sequence[ChatModel] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.chat, self.encoder, self.gate = assistant.chat, assistant.encoder, assistant.gate
        self._clock = clock
        self._rungs = [_Rung(assistant, "")]
        if assistant.chat.sees:
            blind = assistant.answering_with(Blind(assistant.chat))
            self._rungs.append(_Rung(blind, "notice.blind", after_pictures=True))
        self._rungs += [_Rung(assistant.answering_with(chat), "notice.other") for chat in others]
        self._rungs.append(_Rung(assistant.answering_with(Silent()), "notice.composed"))

    def answering_with(self, chat: ChatModel) -> Assistant:
        """The chosen assistant over another language model, without any below it."""
        return self._rungs[0].assistant.answering_with(chat)

    def over(self, store: Store) -> Ladder:
        """The same ladder in another shop; which models rest is its own."""
        other = copy(self)
        other._rungs = [replace(rung, assistant=rung.assistant.over(store)) for rung in self._rungs]
        return other

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None
    ) -> Iterator[Reply]:
        """Ever more complete replies; where another model takes over, ``text`` alone begins anew.

        ``begun`` is what was found already; only the advice is then left to do. Raises StoreError when the
        store fails.
        """
        too_much = False
        for rung in self._rungs:
            if rung.rests_until > self._clock() or (rung.after_pictures and not too_much):
                continue
            try:
                for reply in rung.assistant.reply(messages, language, begun):
                    if reply.stage == "advising" and not reply.text:
                        begun = reply
                    yield replace(reply, notice=rung.notice)
                return
            except ModelError as error:
                log.warning("%s failed, the next one answers: %s", rung.assistant.chat.name, error)
                too_much = isinstance(error, RequestTooLarge)
                rung.rests_until = self._clock() + (0 if too_much else REST)
