"""How far an item's card agrees with a plan, whether an item may be shown for it at all, and the words
in which an encoder is asked for one.

Knows the shop's vocabulary; does not know encoders, pictures or the store.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.nlu.lexicon import generic, pattern, says
from app.plan import Descriptor, Language, Plan
from app.search.claims import besides, finer_synonyms, has_word, in_any_number, singulars
from app.search.query import Query, had_as_asked, is_within
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.values.audiences import AUDIENCES, YOUNG, audiences, may_be_for, meant_for
from data.catalogue.vocabulary import (
    categories,
    category_named,
    colour_group,
    department,
    family,
    pattern_of,
    plain,
)  # fmt: skip

SCALE = 32  # more than weather and usage together
OWN, NAMED_PLAINLY = 3, 4  # for those asked for rather than for anyone; by the plain name of its category
LOOK = frozenset({"colour", "close colour", "pattern"})  # of the demands that a card meets
DRESSED_UP = 2  # off, of what goes with a photo where no occasion is told
# Points for a colour, less for one that only a picture tells or that is not the main one, for another shade;
# for the pattern; for stock, sale and size each
COLOURED, OTHERWISE, CLOSE, PATTERNED, PURCHASE = 4, 3, 2, 4, 4
EXCLUDED = 20  # off, more than all that can speak for an item
# Points for a descriptor that a card has, beside 4 for its colour and 5 for its very kind; for a brand's name
DESCRIBED, NAMED = 3, 6
OCCASION_USAGE = 3  # points for a usage that is not the usual one of an occasion
WEATHER_WORD = 2  # points for a word of the title
PRINTS = ("floral", "animal-print", "paisley", "camouflage", "polka-dot")  # all of them are prints
SEASONS = {  # points for a card's season, by weather
    "snow": {"winter": 2, "fall": 1, "summer": -1},
    "cold": {"winter": 2, "fall": 1, "summer": -1},
    "hot": {"summer": 1, "winter": -1, "fall": -1},
}
COLD = ("snow", "cold")
FIT = {"snow": ("card_stout",), "rain": ("card_wet",), "hot": ("card_thin",), "cold": ()}
UNFIT = {
    "snow": ("card_bare", "card_light"), "cold": ("card_bare",), "rain": ("card_bare",),
    "hot": ("card_heavy",),
}  # fmt: skip
DENIM = re.compile(r"\b(?:jeans?|denim|jeggings)\b", re.I)
LOUNGEWEAR = re.compile(
    r"\b(?:leggings?|jeggings?|track ?pants?|sweatpants?|joggers?|lounge\w*|yoga|capris?|mallas?)\b", re.I
)
FOR_WHOM = {"men": " for men", "women": " for women", "boys": " for boys", "girls": " for girls"}


def phrases(plan: Plan, noun: str) -> list[str]:
    """One kind of thing as the encoder was trained to read it, "red striped shirt for men"; one phrase for
    each colour that would do."""
    filters = plan.filters
    end = (filters.pattern, f"{noun}{FOR_WHOM.get(filters.audience, '')}")
    return [" ".join(filter(None, (colour, *end))) for colour in filters.colours or ("",)]


def fit(plan: Plan, item: Item, term: str = "") -> int:
    """How far a card agrees with a plan: whom it is for first, its very kind, pattern and colour, then the
    weather, usage last."""
    filters = plan.filters
    kind = _kind(term, item) if term and term not in generic(item.category) else 0
    audience = _for_whom(filters.audience, item)
    pattern_fits = PATTERNED if filters.pattern and has_pattern(item, filters.pattern) else 0
    off = {item.colour, family(item.colour)} & set(filters.excluded_colours)  # navy blue is blue too
    refused = 0 if not off else COLOURED if item.colour_source == "picture" else EXCLUDED
    usage = usage_weight(plan) if filters.usage and item.usage == filters.usage else 0
    suits = occasion_fit(item, filters.occasion, filters.audience)
    own = OWN if filters.audience and filters.audience in audiences(item) else 0
    little = 2 * weather_fit(item, filters.weather) + usage + suits + own - _out_of_place(plan, item, term)
    had = PURCHASE * len(had_as_asked(plan, item)) if asks_how_had(plan) else 0
    return SCALE * (kind + pattern_fits + _colour_fit(plan, item) + audience + had - refused) + little


def asks_how_had(plan: Plan) -> bool:
    """Whether stock, a sale or a size is asked for."""
    return plan.filters.in_stock or plan.filters.on_sale or bool(plan.filters.sizes)


def _for_whom(asked: str, item: Item) -> int:
    """6 for a card that names these people or anyone; a child's own come first."""
    if not asked or not (meant_for(item, asked) or not item.gender):
        return 0
    return 5 if asked in YOUNG and item.gender == "unisex" else 6


def meets(plan: Plan, item: Item, term: str, descriptors: Sequence[Descriptor]) -> frozenset[str]:
    """Which demands of a plan a card meets: its very kind, colour, pattern, people, what describes it, and
    those of ``had_as_asked``."""
    filters, finer = plan.filters, term and term not in generic(item.category)
    colour = _colour_fit(plan, item)
    off = {item.colour, family(item.colour)} & set(filters.excluded_colours)
    told = {
        "kind": finer and _kind(term, item) > 0,
        "close colour": colour > 0,
        "colour": colour > CLOSE and not off,
        "pattern": filters.pattern and has_pattern(item, filters.pattern),
        "audience": _for_whom(filters.audience, item) > 0,
    }
    had = had_as_asked(plan, item) if asks_how_had(plan) else frozenset()
    described_so = {f"described as {one.word}" for one in descriptors if says(one, item) != one.refused}
    return frozenset(name for name, met in told.items() if met) | described_so | had


def available_first(plan: Plan, query: Query, items: Sequence[Item]) -> list[int]:
    """The places of items in their order, but for those sold out: each behind all that are not and meet the
    same demands."""
    met = [meets(plan, item, query.item.term, query.descriptors) for item in items]
    gone = [item.available is False for item in items]
    last = {demands: place for place, demands in enumerate(met) if not gone[place]}

    def key(place: int) -> tuple[int, bool]:
        behind = (at for demands, at in last.items() if gone[place] and demands >= met[place])
        return max((place, *behind)), gone[place]

    return sorted(range(len(items)), key=key)


def plainly_named(item: Item, language: Language) -> bool:
    """Whether a title in that language has the plain name of its category: a jersey, not a hoodie."""
    title = f" {plain(item.title_es if language == 'es' else item.title)} "
    return any(name and f" {name} " in title for name in generic(item.category))


def _colour_fit(plan: Plan, item: Item) -> int:
    filters = plan.filters
    if filters.colours:
        close = family(item.colour) in map(family, filters.colours)
        own = COLOURED - (item.colour_source == "picture") if item.colour in filters.colours else 0
        other = not own and bool({*filters.colours} & {*item.other_colours})
        return own or (OTHERWISE if other else CLOSE if close else 0)
    return COLOURED if filters.colour_group and item.colour in colour_group(filters.colour_group) else 0


def _kind(term: str, item: Item) -> int:
    """5 where a card has the customer's own word for it, 4 where it has another word for the same, in any
    language, or the half of it that tells, 3 where it has the other half."""
    said = plain(f"{item.title} {item.title_es}")
    forms = "|".join(map(re.escape, sorted(singulars(plain(term)), key=len, reverse=True)))
    if re.search(rf"\b(?:{forms})(?:e?s)?\b", said):
        return 5
    if any(f" {form} " in f" {said} " for name in finer_synonyms(term) for form in in_any_number(name)):
        return 4
    more = besides(term, item.category)
    if more and all(has_word(said, word) for word in more):
        return 4
    telling = [half for half in term.split() if category_named(half) == item.category]
    named = {plain(name) for known in categories().values() for name in (known.name, known.plural)}
    return 3 if any(re.search(rf"\b{half}\b", said) for half in telling if half not in named) else 0


def _out_of_place(plan: Plan, item: Item, term: str) -> int:
    """Where nobody is named, children's things; for an occasion or an outfit, what is worn for sport, unless
    it is asked for by its name."""
    filters = plan.filters
    if filters.occasion in occasions():  # which says itself what is out of place
        return not filters.audience and meant_for(item, "kids")
    sporty = 0 if LOUNGEWEAR.search(term) else bool(LOUNGEWEAR.search(item.title)) + (item.usage == "sports")
    kinds = {photo.category for photo in plan.photos}
    beside = kinds and item.category not in kinds and not filters.usage  # of what is shown nobody knows more
    if beside and item.usage in ("formal", "party"):
        return DRESSED_UP
    dressed = filters.usage in ("formal", "party") or (plan.act == "outfit" and filters.usage != "sports")
    young = not filters.audience and meant_for(item, "kids")
    return (sporty if dressed else 0) + young


def described(asked: tuple[Descriptor, ...], item: Item) -> int:
    """Points for the descriptors of its category that a card has, and off for those that are refused."""
    said = [one for one in asked if one.of(item.category) and says(one, item)]
    return sum(-EXCLUDED if one.refused else NAMED if one.is_name else DESCRIBED for one in said)


@lru_cache(maxsize=8192)  # each piece of an outfit is looked at in many combinations
def weather_fit(item: Item, weather: str) -> int:
    """How well a thing serves in that weather by its card; 0 where neither title nor season says."""
    if not weather:
        return 0
    title = plain(f"{item.title} {item.title_es}")
    points = SEASONS.get(weather, {}).get(item.season, 0)
    points += WEATHER_WORD if any(pattern(name).search(title) for name in FIT[weather]) else 0
    return points - (2 * WEATHER_WORD if any(pattern(name).search(title) for name in UNFIT[weather]) else 0)


def usage_weight(plan: Plan) -> int:
    """Points for the usage that is asked for, more for sport, which is done in nothing else, and where it is
    another than is usual on the occasion."""
    known = occasions().get(plan.filters.occasion)
    unusual = known and plan.filters.usage != known.usages[0]
    return OCCASION_USAGE if unusual or plan.filters.usage == "sports" else 1


@lru_cache(maxsize=8192)
def occasion_fit(item: Item, occasion: str, audience: str) -> int:
    """How well a thing suits an occasion by its card; 0 where none is told."""
    known = occasions().get(occasion)
    return known.fit(item, audience) if known else 0


def made_for(item: Item, weather: str) -> bool:
    """Whether a card says that the thing is made for snow or for rain; True of other weather."""
    if weather not in ("snow", "rain"):
        return True
    said = plain(f"{item.title} {item.title_es} {item.description}")
    return bool(pattern(f"made_for_{weather}").search(said))


def has_pattern(item: Item, asked: str) -> bool:
    """Whether a card bears out a pattern that is asked for; plain is also what names no pattern at all."""
    own = pattern_of(item)
    return own == asked or (asked == "plain" and not own) or (asked == "printed" and own in PRINTS)


def is_allowed(plan: Plan, item: Item) -> bool:
    """Whether an item may be shown at all: not one excluded or of a category that is refused, nothing of
    other people's, nor one whose price is out of range."""
    whom = plan.filters.audience
    if item.category in plan.barred or (whom in AUDIENCES and not may_be_for(item, whom)):
        return False
    if item.colour and item.colour in plan.filters.excluded_colours and item.colour_source != "picture":
        return False
    known = occasions().get(plan.filters.occasion) if plan.act == "outfit" else None
    if known and known.avoids(item):
        return False
    limited = plan.filters.min_price or plan.filters.max_price
    return item.id not in plan.exclude and (not limited or is_within(plan, item))


def rank(plan: Plan, query: Query, item: Item) -> tuple[float, float]:
    """How far a card fits, the best first; and its price, where an order of prices is asked for."""
    price, order = 0.0, plan.filters.order
    if order:
        unpriced = float("inf")
        cost = None if query.currency and item.currency not in ("", query.currency) else item.cost
        price = unpriced if cost is None else -cost if order == "price_desc" else cost
    told = described(query.descriptors, item) if query.descriptors else 0
    free = not order or plan.filters.max_price  # to begin with what footwear is first: shoes, not sandals
    told += bool(free) and item.category in department(query.item.term)[:1]
    named = not (order or query.item.term or query.photo) and plainly_named(item, plan.language)
    drawn = seen_pattern(plan, query)
    dyed = plan.filters.colours or plan.filters.colour_group  # in words, of which a shade nearby counts more
    told += (1 if dyed else PATTERNED) if drawn and has_pattern(item, drawn) else 0
    return -fit(plan, item, query.item.term) - SCALE * told - NAMED_PLAINLY * named, price


def seen_pattern(plan: Plan, query: Query) -> str:
    """The pattern that the photo shows, where the words name none; "" for none that one would look for."""
    if query.photo is None or plan.filters.pattern:
        return ""
    drawn = query.seen.pattern
    return "" if drawn in ("plain", "printed") else drawn  # any print is like no other; vectors tell better


def is_quiet(item: Item) -> bool:
    """Whether a thing goes with most others: by its colour, or because it is blue denim."""
    basic = family(item.colour)
    denim = basic == "blue" and bool(DENIM.search(item.title))
    return denim or not colour_group("quiet").isdisjoint((item.colour, basic))
