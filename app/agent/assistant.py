"""One turn of the conversation: message → wish → search → advice. Keeps nothing between turns."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Protocol

from PIL import Image

from app.advice import clarify, compose
from app.agent import prompts
from app.agent.pictured import pictured
from app.agent.reply import Reply
from app.factcheck import omissions, stream
from app.factcheck.check import supported
from app.nlu.attributes import in_another
from app.nlu.dialogue import continued
from app.nlu.grounding import checked, grounded
from app.nlu.leaning import stands_on
from app.nlu.parser import read
from app.nlu.pointing import called, only_points, pointed_at, points_nowhere, tells_of
from app.nlu.wish import Language, Wish, parse, schema, wish_messages
from app.search.availability import for_whom, in_stock
from app.search.engine import Search
from app.search.outfits import together
from app.search.query import Query
from data.catalogue.vocabulary import categories
from data.store.store import Match, Store
from models.llm.chat_model import ChatModel, Message
from models.vision.encoder import ImageTextEncoder


class Describes(Protocol):
    """What is needed of a describer: a photo in words."""

    name: str

    def describe(self, image: Image.Image, language: Language) -> str: ...


class Admits(Protocol):
    """What is needed of a gate: PictureError where a photo is not to be looked at."""

    def admit(self, image: Image.Image) -> None: ...


class Assistant:
    """Answers conversations from one shop's store. Without a describer, photos are not put into words;
    without a gate, all are looked at."""

    def __init__(
        self, encoder: ImageTextEncoder, store: Store, chat: ChatModel, describer: Describes | None = None,
        strategy: str = "max", gate: Admits | None = None,
    ) -> None:  # fmt: skip
        self.encoder, self.store, self.chat, self.describer = encoder, store, chat, describer
        self.gate = gate
        self.search = Search(encoder, store, strategy)

    def answering_with(self, chat: ChatModel) -> Assistant:
        """The same assistant over another language model."""
        other = copy(self)
        other.chat = chat
        return other

    def over(self, store: Store) -> Assistant:
        """The same assistant in another shop."""
        return Assistant(self.encoder, store, self.chat, self.describer, self.search.strategy, self.gate)

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None
    ) -> Iterator[Reply]:
        """The turn after the customer's last message. ``language`` serves messages that are only a photo.

        ``begun`` is what was found before another model failed at the advice; only that is then left to do.
        Raises ModelError when the language model fails, StoreError when the store does, PictureError for a
        photo that the gate refuses.
        """
        clock = _Clock()
        found = [replace(begun, chat=self.chat.name)] if begun else self._found(messages, language, clock)
        for reply in found:
            yield reply
        yield from self._advised(reply, messages, clock)

    def _found(self, messages: Sequence[Message], language: Language, clock: _Clock) -> Iterator[Reply]:
        """The turn up to its matches."""
        asked = messages[-1]
        yield Reply("understanding", chat=self.chat.name)
        if self.gate:
            for image in asked.images:
                self.gate.admit(image)
        wish = self._wish(messages, language)
        yield Reply("looking", wish, seconds=clock.lap("wish"), chat=self.chat.name)
        photo = self.search.look(asked.images[0]) if asked.images else None
        named = called(asked.text)  # the customer knows better than the encoder what is in the photo
        if photo and named in self.store.categories():
            photo = replace(photo, category=named)
        wish, missing = in_stock(wish, photo, tuple(self.store.categories()))
        if photo and in_another(asked.text) and not (wish.colour or wish.avoid):
            wish = replace(wish, avoid=self.search.colour(photo))
        said = stands_on(messages, language)
        queries = [self.search.query(wish.of(w), w, said, photo) for w in wish.wanted]
        clock.lap("encode")
        matches = together(partial(self._find, queries), for_whom(wish, photo))
        seconds = clock.lap("search")
        reply = Reply("advising", wish, matches, missing, seconds=seconds, chat=self.chat.name, rests=said)
        yield reply
        if self.describer and asked.images:
            seen = self.describer.describe(asked.images[0], wish.language)
            reply = replace(reply, seen=seen if not named or tells_of(seen, named) else "")
            yield reply

    def _advised(self, reply: Reply, messages: Sequence[Message], clock: _Clock) -> Iterator[Reply]:
        """The rest of the turn: what is said about the matches."""
        judge = self._judge(reply)
        for piece in self._advise(reply, messages, judge):
            reply = replace(reply, text=reply.text + piece)
            yield reply
        reply = replace(reply, stage="done", text=reply.text.strip())
        told = stream.told(reply.text, [match.item for match in reply.matches], judge)
        yield replace(reply, told=told, seconds={**reply.seconds, **clock.lap("advice")})

    def _wish(self, messages: Sequence[Message], language: Language) -> Wish:
        wish = self._understood(messages, language)
        return pointed_at(wish, messages[-1].text) if messages[-1].images else wish

    def _understood(self, messages: Sequence[Message], language: Language) -> Wish:
        asked = messages[-1]
        if not asked.text.strip():
            return Wish("search", language=language)
        vocabulary = sorted({*categories(), *self.store.categories()})
        words = read(asked.text, language, tuple(vocabulary))
        told = continued(messages, words, self.store.items, language)
        if told is not None:
            return told
        if points_nowhere(messages, words):
            return Wish("chat", language=words.wish.language, nowhere=True)
        if not self.chat.is_generative and (words.sure or only_points(asked, words)):
            return words.wish  # a small model knows nothing better, and invents details
        answer = "".join(
            self.chat.stream(wish_messages(asked.text, not self.chat.is_generative), schema(vocabulary))
        )
        try:
            wish = parse(answer, vocabulary)
        except ValueError:  # cut short, or no wish at all: the customer's own words are searched for instead
            return words.wish if words.sure else Wish("search", language=language)
        return (checked if self.chat.is_generative else grounded)(wish, asked.text, words)

    def _find(self, queries: Sequence[Query], wish: Wish, count: int) -> list[list[Match]]:
        """The matches of each query: ``count``, or as many as are wanted where that is 0."""
        found: list[list[Match]] = []
        for query in queries:
            asked = replace(query, wanted=replace(query.wanted, count=count or query.wanted.count))
            shown = tuple(match.item.id for matches in found for match in matches)  # two ties are not one
            own = replace(wish.of(query.wanted), seen=(*wish.seen, *shown))
            found.append(self.search.find(own, asked))
        return found

    def _advise(self, reply: Reply, messages: Sequence[Message], judge: stream.Judge) -> Iterator[str]:
        wish, matches, missing = reply.wish or Wish("chat"), reply.matches, reply.missing
        if wish.unsure:
            return iter((clarify.question(wish.unsure, wish.language),))
        if wish.nowhere:
            return iter((clarify.like_what(wish.language),))
        photo, stocked = bool(messages[-1].images), sorted(self.store.categories())
        said = reply.rests or messages[-1].text
        composed = compose.compose(wish, matches, missing, stocked, photo, reply.seen, said)
        if not (self.chat.is_generative and matches):
            return composed
        asked = prompts.advice_messages(messages, wish, matches, missing, reply.seen)
        asked = pictured(asked, matches, wish.language) if self.chat.sees else asked
        written = stream.vetted(self.chat.stream(asked), [match.item for match in matches], judge)
        lacking = compose.shortfalls(wish, matches, missing, stocked, said)
        return omissions.vouched(written, composed, lacking, wish.language)

    def _judge(self, reply: Reply) -> stream.Judge:
        """Holds sentences against this turn's cards."""
        wish = reply.wish or Wish("chat")
        return partial(
            supported, wish=wish, items=[match.item for match in reply.matches], missing=reply.missing,
            stocked=sorted(self.store.categories()), seen=reply.seen, language=wish.language,
        )  # fmt: skip


class _Clock:
    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> dict[str, float]:
        now = time.perf_counter()
        self._seconds[name], self._last = round(now - self._last, 3), now
        return dict(self._seconds)
