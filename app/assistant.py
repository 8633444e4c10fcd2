"""One turn of the conversation: message → wish → search → advice. Keeps nothing between turns."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from PIL import Image

from app import advice, prompts
from app.grounding import grounded
from app.outfit import outfit
from app.search import SIMILAR, UNCOUNTED, Eyes, Photo, Search
from app.wish import Language, Wanted, Wish, parse, schema, wish_messages
from data.store import Match, Store
from data.vocabulary import categories
from models.chat import ChatModel, Message


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it has come; each one contains all that the one before it did."""

    stage: str  # "understanding", "looking", "advising", "done"
    wish: Wish | None = None
    matches: tuple[Match, ...] = ()
    seen: str = ""  # what the customer's photo shows, in words; "" without a photo or a captioner
    text: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)  # wish, encode, search, advice


class Describes(Protocol):
    """What is needed of a describer: a photo in words."""

    name: str

    def describe(self, image: Image.Image, language: Language) -> str: ...


class Assistant:
    """Answers conversations from one shop's store. Without a describer, photos are not put into words."""

    def __init__(
        self, encoder: Eyes, store: Store, chat: ChatModel, describer: Describes | None = None,
        strategy: str = "max",
    ) -> None:  # fmt: skip
        self.encoder, self.store, self.chat, self.describer = encoder, store, chat, describer
        self.search = Search(encoder, store, strategy)

    def reply(self, messages: Sequence[Message], language: Language = "en") -> Iterator[Reply]:
        """The turn after the customer's last message. ``language`` serves messages that are only a photo.

        Raises ModelError when the language model fails, StoreError when the store does.
        """
        asked = messages[-1]
        clock = _Clock()
        yield Reply("understanding")
        wish = self._wish(asked, language)
        yield Reply("looking", wish, seconds=clock.lap("wish"))
        photo = self.search.look(asked.images[0]) if asked.images else None
        wish, missing = self._in_stock(wish, photo)
        queries = [self.search.query(wish, wanted, asked.text, photo) for wanted in wish.wanted]
        clock.lap("encode")
        matches = tuple(match for query in queries for match in self.search.find(wish, query))
        reply = Reply("advising", wish, matches, seconds=clock.lap("search"))
        yield reply
        if self.describer and asked.images:
            reply = replace(reply, seen=self.describer.describe(asked.images[0], wish.language))
            yield reply
        for piece in self._advise(reply, missing, photo, messages):
            reply = replace(reply, text=reply.text + piece)
            yield reply
        yield replace(reply, stage="done", text=reply.text.strip(), seconds=clock.lap("advice"))

    def _wish(self, asked: Message, language: Language) -> Wish:
        if not asked.text.strip():
            return Wish("search", language=language)
        vocabulary = sorted({*categories(), *self.store.categories()})
        answer = "".join(self.chat.stream(wish_messages(asked.text), schema(vocabulary)))
        try:
            wish = parse(answer, vocabulary)
        except ValueError:  # cut short: the customer's own words are searched for instead
            return Wish("search", language=language)
        return wish if self.chat.writes else grounded(wish, asked.text)  # small models invent details

    def _in_stock(self, wish: Wish, photo: Photo | None) -> tuple[Wish, tuple[str, ...]]:
        """The wish as the shop can serve it, and the wanted categories that it does not carry."""
        stocked = self.store.categories()
        if wish.intent == "outfit":
            return replace(wish, wanted=outfit(list(stocked), photo, wish)), ()
        if wish.intent != "search":
            return wish, tuple(w.category for w in wish.wanted if w.category not in stocked)
        wanted = tuple(w for w in wish.wanted if w.category in stocked)
        missing = tuple(w.category for w in wish.wanted if w.category not in stocked)
        if missing and not wanted:
            return replace(wish, intent="not_carried", wanted=()), missing
        if not wish.wanted:
            wanted = (Wanted(photo.category, SIMILAR) if photo else Wanted("", UNCOUNTED),)
        return replace(wish, wanted=wanted), missing

    def _advise(
        self, reply: Reply, missing: Sequence[str], photo: Photo | None, messages: Sequence[Message]
    ) -> Iterator[str]:
        wish, matches = reply.wish or Wish("chat"), reply.matches
        if self.chat.writes and matches:
            return self.chat.stream(prompts.advice_messages(messages, wish, matches, missing, reply.seen))
        return advice.compose(wish, matches, missing, sorted(self.store.categories()), photo is not None)


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who can be chosen to answer; without an assistant, ``reason`` is the key of the words that say why."""

    key: str
    label: str
    assistant: Assistant | None
    reason: str = ""


class _Clock:
    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> dict[str, float]:
        now = time.perf_counter()
        self._seconds[name], self._last = round(now - self._last, 3), now
        return dict(self._seconds)
