"""An answer on its way: what a turn has planned, found and said so far; and what answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.plan import RULES, TEMPLATES, DialogueState, Language, Plan, Sentence
from app.search.engine import Search
from data.catalogue.images import ImageModerator
from data.store.store import Match, Store
from models.llm.chat_model import ChatModel, Message
from models.vision.encoder import ImageTextEncoder


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it has come; each one contains all that the one before it did.

    Only ``sentences`` begin anew where another language model has to take over; ``notice`` then says so.
    """

    stage: str  # "planning", "searching", "answering", "done"
    requested: Plan | None = None  # what the customer wants
    plan: Plan | None = None  # the same as the shop can serve it
    matches: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()  # wanted categories that the shop does not carry
    caption: str = ""  # what the customer's photo shows; "" where no garment is made out
    sentences: tuple[Sentence, ...] = ()  # each with the ids of the items that it is about
    seconds: Mapping[str, float] = field(default_factory=dict)  # plan, encode, search, answer
    notice: str = ""  # key of the words that say who had to take over; "" where the chosen model answers
    chat: str = ""  # name of the language model of this turn
    planned_by: str = ""  # who made the plan: a model's name, or RULES
    before: DialogueState = field(default_factory=DialogueState)  # the conversation before this turn

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def written_by(self) -> tuple[str, ...]:
        """Everybody who wrote a sentence of it, each once."""
        return tuple(dict.fromkeys(sentence.by for sentence in self.sentences))

    @property
    def models(self) -> tuple[str, ...]:
        """The language models that planned or wrote any of it."""
        names = dict.fromkeys((self.planned_by, *self.written_by))
        return tuple(name for name in names if name not in ("", RULES, TEMPLATES))

    @property
    def state(self) -> DialogueState:
        """The conversation after this turn."""
        shown = [match.item.id for match in self.matches]
        return self.before.after(self.requested, shown) if self.requested else self.before


class Answering(Protocol):
    """What answers conversations in one shop: an assistant, or a chain of them."""

    chat: ChatModel
    encoder: ImageTextEncoder
    moderator: ImageModerator | None
    search: Search

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None,
        state: DialogueState | None = None,
    ) -> Iterator[Reply]:  # fmt: skip
        """Ever more complete replies to the last message, from what was ``begun`` on."""
        ...

    def answering_with(self, chat: ChatModel, free_search: bool = False, count: int = 0) -> Answering:
        """The same over one other language model."""
        ...

    def over(self, store: Store) -> Answering:
        """The same in another shop."""
        ...


@dataclass(frozen=True, slots=True)
class Answerer:
    """What can be chosen to answer; without an assistant, ``reason`` is the key of the words that say why."""

    key: str
    label: str
    assistant: Answering | None
    reason: str = ""
