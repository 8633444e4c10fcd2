"""One turn of the conversation: plan, search, answer. Keeps nothing between turns."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from itertools import chain

from PIL import Image

from app.advice.compose import seen_in_words
from app.advice.discuss.suitability import rather
from app.agent.planner import Planner
from app.agent.reply import Reply
from app.agent.titles import by_titles
from app.agent.writing.small import SmallWriter
from app.agent.writing.writer import Found, written
from app.plan import RULES, DialogueState, Language, Plan, RequestedItem
from app.search.by_photo import by_photos, for_wearer, garments_of, meant, photo_of
from app.search.candidates.demands import demands
from app.search.engine import Search
from app.search.outfits import available, frugal, shortage, together, without_limit
from app.search.query import Photo, Query
from data.catalogue.images import ImageModerator
from data.catalogue.vocabulary import department
from data.store.reading import Reading
from data.store.store import Match, Store
from models.background import InFlight
from models.llm.chat_model import ChatModel, Message
from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import PhotoReader

MAX_PHOTOS = 4  # of a message, that are looked at
CENT = 0.01  # less than what is to be cheaper
MAX_TOLD = 2  # rivals for a piece of an outfit that a model has described


class Assistant:
    """Answers conversations from one shop's store. Without a photo head, what a photo shows is known by its
    encoder's names alone; without a moderator, all are looked at.

    With ``free_search`` it asks nothing back and searches for what it did not understand; ``count`` is how
    many items of each category it shows, 0 for as many as are asked for. ``small`` words the answers that no
    capable model writes; ``searches`` counts the turns that have not found their items yet.
    """

    def __init__(
        self, encoder: ImageTextEncoder, store: Store, chat: ChatModel, head: PhotoReader | None = None,
        strategy: str = "max", moderator: ImageModerator | None = None, free_search: bool = False,
        count: int = 0, small: SmallWriter | None = None, searches: InFlight | None = None,
    ) -> None:  # fmt: skip
        self.encoder, self.store, self.chat = encoder, store, chat
        self._shop: Reading = store
        self.moderator, self.search = moderator, Search(encoder, store, strategy, head)
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
        return Assistant(
            self.encoder, store, self.chat, self.search.head, *other, self._small, self._searches
        )

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
        reply = replace(begun or Reply("planning", before=state or DialogueState()), chat=self.chat.name)
        yield reply
        # one turn of a queue for the plan and the answer, and the shop as it is when that has come
        with self.chat.lease() as chat, self.store.snapshot() as shop:
            own = self._reading(shop)
            if begun is None and state is None:
                reply = replace(reply, before=own._planner.state_of(messages, language))
            if begun is None:
                with self._searches.one():
                    reply = yield from own._found(chat, reply, messages, language, clock)
            yield from own._answered(chat, reply, messages, clock)

    def _reading(self, shop: Reading) -> Assistant:
        """The same assistant for one turn, which reads nothing but this."""
        other = copy(self)
        other._shop, other.search, other._planner = shop, self.search.over(shop), self._planner.over(shop)
        return other

    def _found(
        self, chat: ChatModel, reply: Reply, messages: Sequence[Message], language: Language, clock: _Clock
    ) -> Generator[Reply, None, Reply]:  # fmt: skip
        """The turn up to its matches; returns the last reply."""
        asked = messages[-1]
        photos = self._looked(asked)
        clock.lap("encode")
        said = seen_in_words(Plan("chat", photos=tuple(photo.seen for photo in photos)))
        planned = self._planner.plan(chat, messages, reply.before, language, said)
        wish = planned.plan
        wish = by_photos(wish, photos) if planned.by == RULES else _with_photos(wish, photos)
        wish = rather(wish) if wish.photos and wish.aspects else wish
        reply = replace(
            reply, stage="searching", requested=wish, plan=wish, planned_by=planned.by,
            seconds=clock.lap("plan"), notice="notice.no_plan" if planned.failed else "",
        )  # fmt: skip
        yield reply
        photos = [self._meant(wish, photo, asked.images) for photo in photos]
        plan, missing = self._served(wish, garments_of(photos))
        if plan.act == "discuss":
            matches = self._on_screen(plan, reply.before)
        else:
            plan, matches = self._best(plan, garments_of(photos), not wish.wanted)
            plan = _as_found(plan, matches)
        reply = replace(reply, stage="answering", plan=plan, matches=matches, missing=missing)
        reply = replace(reply, seconds=clock.lap("search"), caption=seen_in_words(plan))
        yield reply
        return reply

    def _best(self, plan: Plan, photos: Sequence[Photo], free: bool) -> tuple[Plan, tuple[Match, ...]]:
        """What answers a plan; of an outfit whose kinds are ``free`` to choose, cheaper ones where all
        together cost too much."""
        best = self._together(plan, photos)
        cheaper = frugal(plan, self._shop.categories()) if free and plan.filters.max_total else ()
        for other in cheaper if plan.act == "outfit" else ():
            if shortage(best, plan) == (0, 0):
                break
            pieces = self._together(other, photos)
            if shortage(pieces, other) < shortage(best, plan):
                plan, best = other, pieces
        return plan, best

    def _together(self, plan: Plan, photos: Sequence[Photo]) -> tuple[Match, ...]:
        """What goes together; the cheapest of each where there is nothing within the limits."""
        worn = for_wearer(plan, photos)
        seen = [photo_of(plan, item, photos) for item in plan.wanted]
        queries = list(map(partial(self.search.query, plan), worn.wanted, seen))
        matches = together(partial(self._find, queries), worn)
        if not matches and plan.act == "search":  # for whomever: a shop for children has girls' skirts
            matches = together(partial(self._find, queries), plan)
        limited = plan.filters.max_price or plan.filters.min_price
        near = without_limit(plan) if limited and not matches else ()
        found = (tuple(chain(*self._find(queries, other, 1))) for other in near)
        return next(filter(None, found), matches)

    def _looked(self, asked: Message) -> list[Photo]:
        """Each photo of a message, looked at once. Raises PictureError for one that the moderator refuses."""
        for image in asked.images:
            if self.moderator:
                self.moderator.check(image)
        return [self.search.look(image) for image in asked.images[:MAX_PHOTOS]]

    def _meant(self, plan: Plan, photo: Photo, images: Sequence[Image.Image]) -> Photo:
        """A photo as the words name what it shows, which the customer knows better; of several garments, the
        part with the one that is named."""
        at = next((n for n, seen in enumerate(plan.photos) if seen is photo.seen), 0)
        if name := meant(plan, photo):
            part = self.search.part(images[at], name)
            whom = part.seen.audience or photo.seen.audience  # one person wears both
            return replace(part, seen=replace(part.seen, audience=whom))
        named = plan.photo_category if len(plan.photos) == 1 else ""
        return replace(photo, category=named) if named in self._shop.categories() else photo

    def _served(self, plan: Plan, photos: Sequence[Photo]) -> tuple[Plan, tuple[str, ...]]:
        """The plan as the shop can serve it, and the wanted categories that it does not carry."""
        photo = next(iter(photos), None)
        stocked = tuple(self._shop.categories())
        plan = _in_departments(plan, stocked)
        # of a present there must be something for whom it is, and for that price
        where, kinds = demands(plan), stocked if plan.gift else ()
        fit = {name for name in kinds if name not in plan.barred and self._shop.has(name, where)}
        if plan.act == "not_carried" or plan.unsold or {*plan.counts()} - {"", *stocked}:
            plan = by_titles(plan, self._shop, stocked)
        plan = self._beside_own(plan)
        plan, missing = available(plan, photo, stocked, tuple(name for name in stocked if name in fit))
        filters = plan.filters
        if photo and plan.another_colour and not (filters.colours or filters.excluded_colours):
            filters = replace(filters, excluded_colours=(self.search.colour(photo),))
        if self._count:
            plan = plan.wanting(replace(item, count=self._count) for item in plan.wanted)
        return replace(plan, filters=filters), missing

    def _beside_own(self, plan: Plan) -> Plan:
        """Without the shop's own item on a photo, and below its price, where others are asked for: "cheaper",
        "in blue"."""
        own = self._shop.get([seen.item_id for seen in plan.photos if seen.item_id])
        filters = plan.filters
        if not own or plan.act != "search" or not (filters.order or filters.colours or plan.another_colour):
            return plan
        prices = [item.cost for item in own if item.cost]
        if filters.order == "price_asc" and prices and not filters.max_price:
            filters = replace(filters, max_price=min(prices) - CENT, currency="")
        return replace(plan, filters=filters, exclude=(*plan.exclude, *(item.id for item in own)))

    def _on_screen(self, plan: Plan, before: DialogueState) -> tuple[Match, ...]:
        """The items that the last answer showed, which stay, and older ones that are spoken of."""
        ids = dict.fromkeys((*before.shown, *plan.references))
        return tuple(Match(item, 0.0) for item in self._shop.get(tuple(ids)))

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


def _in_departments(plan: Plan, stocked: Collection[str]) -> Plan:
    """The plan with categories that the shop has for words that span several."""
    wanted = []
    for item in plan.wanted:
        own = [name for name in department(item.term) if name in stocked]
        wanted.append(replace(item, category=own[0]) if own and item.category not in own else item)
    return plan.wanting(wanted) if wanted != [*plan.wanted] else plan


def _as_found(plan: Plan, matches: Sequence[Match]) -> Plan:
    """The plan with the categories of what was found for words that span several."""
    shown = Counter(match.item.category for match in matches)
    wanted: list[RequestedItem] = []
    for item in plan.wanted:
        found = [name for name in department(item.term) if shown[name]]
        wanted += [replace(item, category=name, count=shown[name], term="") for name in found] or [item]
    return plan.wanting(wanted) if wanted != [*plan.wanted] else plan


def _particular(item: RequestedItem) -> int:
    """How much is asked of an item beside its category."""
    return sum(map(bool, (item.colours, item.pattern, item.audience, item.term, item.like)))


def _with_photos(plan: Plan, photos: Sequence[Photo]) -> Plan:
    """A model's plan with what the photos show; what it made of them stands."""
    return replace(plan, photos=tuple(photo.seen for photo in photos))


class _Clock:
    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> dict[str, float]:
        """Seconds by step so far, with those since the last lap under ``name``."""
        now = time.perf_counter()
        self._seconds[name], self._last = round(now - self._last, 3), now
        return dict(self._seconds)
