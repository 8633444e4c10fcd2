"""One turn of the conversation: plan, search, answer. Keeps nothing between turns."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Protocol

from PIL import Image

from app.agent.captions import names_category
from app.agent.planner import Planner
from app.agent.reply import Reply
from app.agent.writing.small import SmallWriter
from app.agent.writing.writer import Found, written
from app.plan import DialogueState, Language, Plan, RequestedItem
from app.search.engine import Search
from app.search.outfits import available, for_women, frugal, shortage, together, without_limit
from app.search.query import Photo, Query
from app.search.scoring import is_allowed
from data.catalogue.images import ImageModerator
from data.store.store import Match, Store
from models.background import InFlight
from models.llm.chat_model import ChatModel, Message
from models.vision.encoder import ImageTextEncoder

MAX_TOLD = 2  # rivals for a piece of an outfit that a model has described


class Describes(Protocol):
    """What is needed of a captioner: a photo in words."""

    name: str

    def describe(self, image: Image.Image, language: Language) -> str: ...


class Assistant:
    """Answers conversations from one shop's store. Without a captioner, photos are not put into words;
    without a moderator, all are looked at.

    With ``free_search`` it asks nothing back and searches for what it did not understand; ``count`` is how
    many items of each category it shows, 0 for as many as are asked for. ``small`` words the answers that no
    capable model writes; ``searches`` counts the turns that have not found their items yet.
    """

    def __init__(
        self, encoder: ImageTextEncoder, store: Store, chat: ChatModel, captioner: Describes | None = None,
        strategy: str = "max", moderator: ImageModerator | None = None, free_search: bool = False,
        count: int = 0, small: SmallWriter | None = None, searches: InFlight | None = None,
    ) -> None:  # fmt: skip
        self.encoder, self.store, self.chat, self.captioner = encoder, store, chat, captioner
        self.moderator, self.search = moderator, Search(encoder, store, strategy)
        self._free_search, self._count = free_search, count
        self._planner = Planner(store, free_search)
        self._small, self._searches = small, searches or InFlight()

    def answering_with(self, chat: ChatModel, free_search: bool = False, count: int = 0) -> Assistant:
        """The same assistant over another language model."""
        other = copy(self)
        other.chat, other._free_search, other._count = chat, free_search, count
        other._planner = Planner(self.store, free_search)
        return other

    def over(self, store: Store) -> Assistant:
        """The same assistant in another shop."""
        other = self.search.strategy, self.moderator, self._free_search, self._count
        return Assistant(self.encoder, store, self.chat, self.captioner, *other, self._small, self._searches)

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None,
        state: DialogueState | None = None,
    ) -> Iterator[Reply]:  # fmt: skip
        """The turn after the customer's last message. ``language`` serves messages that are only a photo.

        ``begun`` is what was found before another model failed at the answer; only that is then left to do.
        ``state`` is that of the conversation; without it the earlier messages are planned once more.
        Raises ModelError when the language model fails, StoreError when the store does, PictureError for a
        photo that the moderator refuses.
        """
        clock = _Clock()
        reply = begun or Reply("planning", before=state or self._planner.state_of(messages, language))
        reply = replace(reply, chat=self.chat.name)
        yield reply
        with self.chat.lease() as chat:  # one turn of a queue for the plan and the answer
            if begun is None:
                with self._searches.one():
                    reply = yield from self._found(chat, reply, messages, language, clock)
            yield from self._answered(chat, reply, messages, clock)

    def _found(
        self, chat: ChatModel, reply: Reply, messages: Sequence[Message], language: Language, clock: _Clock
    ) -> Generator[Reply, None, Reply]:  # fmt: skip
        """The turn up to its matches; returns the last reply."""
        asked = messages[-1]
        if self.moderator:
            for image in asked.images:
                self.moderator.check(image)
        blind = chat.is_generative and not chat.sees
        seen = self._described(asked, "en") if blind else ""
        planned = self._planner.plan(chat, messages, reply.before, language, seen)
        reply = replace(reply, stage="searching", requested=planned.plan, plan=planned.plan)
        reply = replace(
            reply, planned_by=planned.by, seconds=clock.lap("plan"),
            notice="notice.no_plan" if planned.failed else "",
        )  # fmt: skip
        yield reply
        photo = self._look(asked, planned.plan)
        plan, missing = self._served(planned.plan, photo)
        clock.lap("encode")
        if plan.act == "discuss":
            matches = self._on_screen(plan, reply.before)
        else:
            plan, matches = self._best(plan, photo, not planned.plan.wanted)
        reply = replace(reply, stage="answering", plan=plan, matches=matches, missing=missing)
        reply = replace(reply, seconds=clock.lap("search"))
        yield reply
        if self.captioner and asked.images:
            reply = replace(reply, caption=self._caption(asked, plan))
            yield reply
        return reply

    def _best(self, plan: Plan, photo: Photo | None, free: bool) -> tuple[Plan, tuple[Match, ...]]:
        """What answers a plan; of an outfit whose kinds are ``free`` to choose, cheaper ones where all
        together cost too much."""
        best = self._together(plan, photo)
        cheaper = frugal(plan, self.store.categories()) if free and plan.filters.max_total else ()
        for other in cheaper if plan.act == "outfit" else ():
            if shortage(best, plan) == (0, 0):
                break
            pieces = self._together(other, photo)
            if shortage(pieces, other) < shortage(best, plan):
                plan, best = other, pieces
        return plan, best

    def _together(self, plan: Plan, photo: Photo | None) -> tuple[Match, ...]:
        """What goes together; the cheapest of each where there is nothing within the limits."""
        queries = [self.search.query(plan, item, photo) for item in plan.wanted]
        matches = together(partial(self._find, queries), for_women(plan, photo))
        limited = plan.filters.max_price or plan.filters.min_price
        near = without_limit(plan) if limited and not matches else ()
        found = (tuple(chain(*self._find(queries, other, 1))) for other in near)
        return next(filter(None, found), matches)

    def _look(self, asked: Message, plan: Plan) -> Photo | None:
        """The photo as the encoder sees it; what it shows, the customer knows better."""
        if not asked.images:
            return None
        photo = self.search.look(asked.images[0])
        known = plan.photo_category in self.store.categories()
        return replace(photo, category=plan.photo_category) if known else photo

    def _served(self, plan: Plan, photo: Photo | None) -> tuple[Plan, tuple[str, ...]]:
        """The plan as the shop can serve it, and the wanted categories that it does not carry."""
        stocked = tuple(self.store.categories())
        # of a present there must be something for whom it is, and for that price
        fit = {item.category for item in self.store.items() if is_allowed(plan, item)} if plan.gift else ()
        plan, missing = available(plan, photo, stocked, tuple(name for name in stocked if name in fit))
        filters = plan.filters
        if photo and plan.another_colour and not (filters.colours or filters.excluded_colours):
            filters = replace(filters, excluded_colours=(self.search.colour(photo),))
        if self._count:
            plan = plan.wanting(replace(item, count=self._count) for item in plan.wanted)
        return replace(plan, filters=filters), missing

    def _described(self, asked: Message, language: Language) -> str:
        """What a message's photo shows in words; "" without a photo or a captioner."""
        if not (self.captioner and asked.images):
            return ""
        return self.captioner.describe(asked.images[0], language)

    def _caption(self, asked: Message, plan: Plan) -> str:
        """The same, unless it names another garment than the customer or a model that has seen it does."""
        said, named = self._described(asked, plan.language), plan.photo_category
        return said if not named or names_category(said, named) else ""

    def _on_screen(self, plan: Plan, before: DialogueState) -> tuple[Match, ...]:
        """The items that the last answer showed, which stay, and older ones that are spoken of."""
        ids = dict.fromkeys((*before.shown, *plan.references))
        return tuple(Match(item, 0.0) for item in self.store.get(tuple(ids)))

    def _find(self, queries: Sequence[Query], plan: Plan, count: int) -> list[list[Match]]:
        """The matches of each query: ``count``, or as many as are wanted where that is 0."""
        found: dict[int, list[Match]] = {}
        # who is the more particular chooses first: "a T-shirt, and a red one"
        for at in sorted(range(len(queries)), key=lambda n: -_particular(queries[n].item)):
            query = queries[at]
            many = min(count, MAX_TOLD) if query.item.query else count
            asked = replace(query, item=replace(query.item, count=many or query.item.count))
            shown = tuple(
                match.item.id for matches in found.values() for match in matches
            )  # two ties, not one
            own = replace(plan.of(query.item), exclude=(*plan.exclude, *shown))
            found[at] = self.search.find(own, asked, filled=bool(self._count))
        return [found[at] for at in range(len(queries))]

    def _answered(
        self, chat: ChatModel, reply: Reply, messages: Sequence[Message], clock: _Clock
    ) -> Iterator[Reply]:  # fmt: skip
        """The rest of the turn: what is said about the matches."""
        scene = self._planner.scene(messages, reply.before)
        found = Found(reply.plan or Plan("chat"), reply.matches, reply.missing, reply.caption, scene)
        for sentence in written(chat, messages, found, self._small):
            reply = replace(reply, sentences=(*reply.sentences, sentence))
            yield reply
        yield replace(reply, stage="done", seconds={**reply.seconds, **clock.lap("answer")})


def _particular(item: RequestedItem) -> int:
    """How much is asked of an item beside its category."""
    return sum(map(bool, (item.colours, item.pattern, item.audience, item.term, item.like)))


class _Clock:
    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> dict[str, float]:
        """Seconds by step so far, with those since the last lap under ``name``."""
        now = time.perf_counter()
        self._seconds[name], self._last = round(now - self._last, 3), now
        return dict(self._seconds)
