"""The fallback chain: where one language model fails, the next one answers, and what was found stays found.

Its steps are assistants of one shop that differ in their language model. Does not know which.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.plan import DialogueState, Language
from data.store.store import Store
from models.llm.chat_model import ChatModel, Message, ModelError, NullModel, RequestTooLarge, TextOnlyModel

log = logging.getLogger(__name__)
COOLDOWN = 60.0  # seconds before a model that failed is asked again


@dataclass(slots=True)
class _Step:
    assistant: Assistant
    notice: str  # key of the words for the customer, "" for the model that was chosen
    after_pictures: bool = False  # taken only when the step above was shown too much
    rests_until: float = float("-inf")


class FallbackChain:
    """Answers as an assistant does, and goes on with the next model where one fails.

    ``assistant`` has the chosen model, ``others`` are tried in their order, and none at all comes last.
    """

    def __init__(
        self, assistant: Assistant, others: Sequence[ChatModel] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.chat, self.encoder, self.moderator = assistant.chat, assistant.encoder, assistant.moderator
        self.search = assistant.search
        self._clock = clock
        self._steps = [_Step(assistant, "")]
        if assistant.chat.sees:
            text_only = assistant.answering_with(TextOnlyModel(assistant.chat))
            self._steps.append(_Step(text_only, "notice.blind", after_pictures=True))
        self._steps += [_Step(assistant.answering_with(chat), "notice.other") for chat in others]
        if assistant.chat.is_generative:
            self._steps.append(_Step(assistant.answering_with(NullModel()), "notice.composed"))

    def answering_with(self, chat: ChatModel, free_search: bool = False, count: int = 0) -> Assistant:
        """The chosen assistant over another language model, without any below it."""
        return self._steps[0].assistant.answering_with(chat, free_search, count)

    def over(self, store: Store) -> FallbackChain:
        """The same chain in another shop; which models rest is its own."""
        other = copy(self)
        other._steps = [replace(step, assistant=step.assistant.over(store)) for step in self._steps]
        other.search = other._steps[0].assistant.search
        return other

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None,
        state: DialogueState | None = None,
    ) -> Iterator[Reply]:  # fmt: skip
        """Ever more complete replies; where another model takes over, the sentences alone begin anew.

        ``begun`` is what was found already; only the answer is then left to do. Raises StoreError when the
        store fails.
        """
        too_much = False
        for step in self._steps:
            if step.rests_until > self._clock() or (step.after_pictures and not too_much):
                continue
            try:
                for reply in step.assistant.reply(messages, language, begun, state):
                    if reply.stage == "answering" and not reply.sentences:
                        begun = reply
                    yield replace(reply, notice=step.notice or reply.notice)
                return
            except ModelError as error:
                log.warning("%s failed, the next one answers: %s", step.assistant.chat.name, error)
                too_much = isinstance(error, RequestTooLarge)
                step.rests_until = self._clock() + (0 if too_much else COOLDOWN)
