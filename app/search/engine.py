"""From a plan to matches: which vector is asked, inside which category, and which candidates come first.

Candidates are found by the one vector of each item and ranked by BLIP-2's own scores.
Knows encoder and store; does not know conversations, prompts or advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import partial

import numpy as np
from PIL import Image

from app.plan import Descriptor, Plan, RequestedItem
from app.search.candidates.gathering import CANDIDATES, candidates
from app.search.look import Looker
from app.search.photo_attributes import Traits
from app.search.query import ANYTHING, BALANCE, Photo, Query, Steering, kinds
from app.search.scoring import LOOK, available_first, has_pattern, meets, phrases, rank
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.store.reading import Reading
from data.store.store import Match, Store, StoreError
from models.vision.encoder import ImageTextEncoder, blended, late_interaction, unit
from models.vision.photo_head import PhotoReader

STRATEGIES = (
    "mean",
    "max",
    "max+itm",
)  # one vector an item; its best query vector too; and the matching head
MATCHED = 10  # candidates whose pictures the matching head looks at
# Of its probability beside the cosine. BLIP-2's own evaluation adds them as they are; here, on titles of
# 1,008 held-out products, 1 lost 0.03 of R@1; 0.2 to 0.4 gained 0.007 to 0.010 of R@10, 0.3 at no cost
MATCHING_WEIGHT = 0.3
ECHO = 0.5  # of that, for another category than the photo's: enough for its colours to be felt
# Of likeness to a photo, that its main colour on a card outweighs (its second half as much), and that a print
# does where the photo shows one
COLOURED, PRINTED = 0.05, 0.04
# Weight of garment, colour and audience beside the likeness to a photo: there, 0.5 kept more categories than
# 1 at the same share of right colours; with the garment among them 0.93 were kept, without it 0.89
TRAITS = 0.5


class Search:
    """Finds items for a plan, with or without a photo, by one of STRATEGIES, in a store as it is at each
    question, or ``over`` a snapshot of it."""

    def __init__(
        self, encoder: ImageTextEncoder, store: Store, strategy: str = "max", head: PhotoReader | None = None
    ) -> None:  # fmt: skip
        self.encoder, self.store, self.strategy, self.head = encoder, store, strategy, head
        self._traits = Traits(encoder)
        self._read(store)

    def over(self, shop: Reading) -> Search:
        """The same search in the store as it was when it was read so."""
        other = copy(self)
        other._read(shop)
        return other

    def ranking_by(self, strategy: str) -> Search:
        """The same search by another strategy."""
        other = copy(self)
        other.strategy = strategy
        other._read(self._shop)
        return other

    def _read(self, shop: Reading) -> None:
        self._shop = shop
        near = partial(self._like, category=None)
        self._looker = Looker(self.encoder, shop, self._traits, near, self.head)

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id; those that are not in stock are left out."""
        return self._shop.get(ids)

    def look(self, image: Image.Image) -> Photo:
        """What a photo shows."""
        return self._looker.look(image)

    def part(self, image: Image.Image, category: str) -> Photo:
        """The part of a photo that shows a garment of this category most surely."""
        return self._looker.part(image, category)

    def region(self, image: Image.Image, at: Sequence[float]) -> Image.Image:
        """The part of a picture that somebody means: around a point (x, y), or in a box (x, y, width,
        height); fractions of the picture, 0…1."""
        return self._looker.region(image, at)

    def colour(self, photo: Photo) -> str:
        """The colour that a photo's garment seems to have."""
        return next(iter(photo.seen.colours), "") or self._traits.colour(photo.category, photo.queries)

    def similar(self, item: Item, count: int) -> list[Match]:
        """The items of its category that look most like an item in stock, never the item itself; none where
        it is in stock no more."""
        own = self._with_queries([item])[1]
        near = self._like(own[0], count + 1, item.category) if len(own) else []
        return [match for match in near if match.item.id != item.id][:count]

    def query(self, plan: Plan, item: RequestedItem, photo: Photo | None, balance: float = BALANCE) -> Query:
        """What is asked for one requested item; of no category, the plan's own words are the query.

        ``balance``, 0…1, is the photo's share beside the words. For what they say of colour and audience,
        the photo's own is taken out of it.
        """
        photo = self._like_card(item) or photo
        if photo and not plan.query.strip():
            return Query(item, photo.vector, photo=photo, share=1.0)
        own, told = plan.of(item), self._borne_out(plan, kinds(item))
        said = [*filter(None, [item.query]), *self._phrases(own, item, told)]
        text = unit(self.encoder.texts(said).mean(axis=0))
        if photo is None:
            return Query(item, text, said[-1], text, descriptors=told)
        share = balance if item.category in ("", photo.category) else balance * ECHO
        turned = self._traits.turned(own, item.category or photo.category, photo.queries, photo.vector)
        vector = unit(share * unit(turned) + (1 - share) * text)
        return Query(item, vector, said[-1], text, photo, share, told)

    def _like_card(self, item: RequestedItem) -> Photo | None:
        """An item of the shop as if its picture were the customer's photo, where one like it is wanted."""
        known, queries = self._with_queries(self._shop.get([item.like]) if item.like else [])
        return Photo(queries[0], known[0].category) if known else None

    def _phrases(self, plan: Plan, item: RequestedItem, told: Sequence[Descriptor]) -> list[str]:
        """The texts whose mean is searched for: with the category's name and with the customer's word."""
        if not item.category:
            return [] if item.query else [plan.query]
        names = dict.fromkeys((item.category, item.term or item.category))
        words = [one.word for one in told if not one.refused]
        return [text for name in names for text in phrases(plan, " ".join((*words, name)))]

    def _borne_out(self, plan: Plan, names: Sequence[str]) -> tuple[Descriptor, ...]:
        """The descriptors of a plan that any card of these categories bears out, and those refused."""
        asked = (one for one in plan.filters.descriptors if any(one.of(name) or not name for name in names))
        had = {one: any(self._shop.has_words(one.forms, name or None) for name in names) for one in asked}
        return tuple(one for one in had if one.refused or had[one])

    def find(self, plan: Plan, query: Query, filled: bool = True, by: Steering = ANYTHING) -> list[Match]:
        """The best items, as many as are wanted; those that the cards say to fit come first. ``plan`` is as
        it concerns the query's item (``Plan.of``). Unless it is to be ``filled``, the number has no item that
        meets less than the first. Looked for among those that ``by`` lets, as far as a store can tell."""
        query = replace(query, currency=self._shop.currency())
        each = (replace(query, item=replace(query.item, category=name)) for name in kinds(query.item))
        items = [item for one in each for item in candidates(self._shop, plan, one, by)]
        matches = self._ranked(plan, query, items)
        if self.strategy == "max+itm" and query.said:
            top = self._matched(query.said, matches[:MATCHED])
            matches = _sorted(plan, query, top) + matches[MATCHED:]
        if not filled and matches:
            matches = _spread(plan, query, _as_good(plan, query, matches))
        return matches[: query.item.count]

    def _ranked(self, plan: Plan, query: Query, items: Sequence[Item]) -> list[Match]:
        items, queries = self._with_queries(items)
        if not items:
            return []
        queries, scores = self._compared(queries), np.zeros(len(items), np.float32)
        if query.text is not None:
            scores += (1 - query.share) * blended(queries, query.text[np.newaxis])[:, 0]
        if query.photo is not None:
            likeness = self._likeness(queries, query.photo.queries)
            if query.said:
                gain = self._traits.gain(plan, query.noun, query.photo.queries, queries)
                if not query.item.category:  # "this in red" is the same garment in red
                    gain = gain + self._traits.named(query.noun, self._shop.categories(), queries)
                likeness = likeness + TRAITS * gain
            scores += query.share * likeness
        return _sorted(plan, query, map(Match, items, map(float, scores)))

    def _matched(self, said: str, matches: Sequence[Match]) -> list[Match]:
        """With the matching head's probability added; a picture that is gone from the disk gets none."""
        pictures: dict[str, Image.Image] = {}
        for match in matches:
            with suppress(PictureError):
                pictures[match.item.id] = open_picture(match.item.image)
        if not pictures:
            return list(matches)
        seen = self.encoder.encode_patches(list(pictures.values()))
        chances = dict(
            zip(pictures, self.encoder.match_probabilities(seen, [said] * len(pictures)), strict=True)
        )
        gains = [MATCHING_WEIGHT * float(chances.get(match.item.id, 0)) for match in matches]
        return [Match(match.item, match.score + gain) for match, gain in zip(matches, gains, strict=True)]

    def _like(self, queries: np.ndarray, count: int, category: str | None) -> list[Match]:
        """The items that look most like a picture (q, dim), best first."""
        found = self._shop.search(unit(queries.mean(0)), max(CANDIDATES, count), category)
        items, own = self._with_queries([match.item for match in found])
        scores = self._likeness(self._compared(own), queries) if items else ()
        return sorted(map(Match, items, map(float, scores)), key=lambda m: (-m.score, m.item.id))[:count]

    def _likeness(self, queries: np.ndarray, asked: np.ndarray) -> np.ndarray:
        one = self.strategy == "mean"
        return late_interaction(queries, unit(asked.mean(0, keepdims=True)) if one else asked)

    def _with_queries(self, items: Sequence[Item]) -> tuple[list[Item], np.ndarray]:
        """Items, but for those that are gone by now, and their query vectors (n, q, dim)."""
        try:
            return list(items), self._shop.multivectors([item.id for item in items])
        except StoreError:
            there = {item.id for item in self._shop.get([item.id for item in items])}
            kept = [item for item in items if item.id in there]
            return kept, self._shop.multivectors([item.id for item in kept])

    def _compared(self, queries: np.ndarray) -> np.ndarray:
        """(n, q, dim) what the strategy compares: the query vectors, or their mean as the only one."""
        return unit(queries.mean(1, keepdims=True)) if self.strategy == "mean" else queries


def _sorted(plan: Plan, query: Query, matches: Iterable[Match]) -> list[Match]:
    def key(match: Match) -> tuple[float, float, float, str]:
        likeness = match.score + _seen_alike(plan, query, match.item)
        return *rank(plan, query, match.item), -likeness, match.item.id

    best = sorted(matches, key=key)
    gone = any(match.item.available is False for match in best)
    places = available_first(plan, query, [match.item for match in best]) if gone else range(len(best))
    return [best[place] for place in places]


def _seen_alike(plan: Plan, query: Query, item: Item) -> float:
    """What speaks for a card by the colours and print of the photo, where words say nothing of them."""
    if query.photo is None:
        return 0.0
    filters, seen = plan.filters, query.seen
    printed = seen.pattern == "printed" and not filters.pattern and has_pattern(item, "printed")
    dyed = 0.0
    if item.colour in seen.colours and not (filters.colours or filters.colour_group):
        dyed = COLOURED if item.colour == seen.colours[0] else COLOURED / 2
    return dyed + PRINTED * printed


def _as_good(plan: Plan, query: Query, matches: Sequence[Match]) -> list[Match]:
    """The matches that meet whatever the first one meets; of an outfit not every piece need have its look."""
    spared = LOOK if plan.act == "outfit" else frozenset()
    met = [meets(plan, match.item, query.item.term, query.descriptors) - spared for match in matches]
    return [match for match, demands in zip(matches, met, strict=True) if demands >= met[0]]


def _spread(plan: Plan, query: Query, matches: Sequence[Match]) -> list[Match]:
    """Where no category is named, the first of each of those that fit best; then the rest."""
    if query.item.category or query.photo:
        return list(matches)
    best = rank(plan, query, matches[0].item)
    first = {m.item.category: m for m in reversed(matches) if rank(plan, query, m.item) == best}
    return sorted(matches, key=lambda match: first.get(match.item.category) is not match)
