"""What of a plan a shop can serve: what it carries, the pieces of an outfit or a present, for one person.

Knows categories, their roles, and from the cards what goes together; does not know how items are found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, product

from app.plan import SIMILAR, Plan, RequestedItem
from app.search.query import ALSO, Photo, had_as_asked, is_comparable
from app.search.scoring import COLD, asks_how_had, is_quiet, occasion_fit, usage_weight, weather_fit
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.values.audiences import meant_for
from data.catalogue.vocabulary import categories, colour_group, family, gift_categories, pattern_of
from data.store.store import Match

ADULTS = ("women", "men")  # whom an outfit is for where nobody says; equally good ones: the first
BARE = ("shorts", "sandals")
LEATHER = ("belt", "watch", "shoes", "bag")  # of one colour, if they may be
MAX_RIVALS = 5  # candidates for each place; all ways to put them together are compared
MAX_CHEAP = 2  # more of them for each of these parts of an even share of a budget
SHARES = (1.8, 1, 0.6)
EUROS_A_POINT = 25.0  # that weigh as much as a word on a card, where little is to be spent
CHEAPER = {  # the kinds that take the place of one where little is to be spent, and it is not cold
    "dress": ("t-shirt", "skirt"), "shirt": ("t-shirt",), "pants": ("shorts",), "skirt": ("shorts",),
    "shoes": ("sandals",),
}  # fmt: skip
CHEAPER_FORMAL = {"pants": ("skirt",)}
MAX_PRESENTS = 3
UNCOUNTED = 4  # items shown when neither category nor number was said
Find = Callable[[Plan, int], Sequence[Sequence[Match]]]  # for each item so many, or as many as wanted where 0


def available(
    plan: Plan, photo: Photo | None, stocked: Sequence[str], to_give: Sequence[str] = ()
) -> tuple[Plan, tuple[str, ...]]:
    """The plan as the shop can serve it, and the wanted categories that it does not carry. A present is
    one of the categories ``to_give``, of all that are stocked where there are none."""
    given = _presents(to_give or stocked, plan) if plan.gift and not photo else ()
    if to_give and not (given or photo):  # of what is left for the price, anything
        given = (RequestedItem("", UNCOUNTED),)
    if given:
        return replace(plan.wanting(given), act="search"), ()
    if plan.act == "outfit" and not plan.wanted:
        return plan.wanting(_outfit(stocked, photo, plan)), ()
    if photo:
        plan = plan.wanting(
            i if i.category else replace(i, category=photo.category, from_photo=True) for i in plan.wanted
        )
    lacking = tuple(i.category for i in plan.wanted if i.category and i.category not in stocked)
    if plan.act not in ("search", "outfit"):
        return plan, (*lacking, *plan.unsold)
    wanted, missing = [i for i in plan.wanted if i.category in ("", *stocked)], (*lacking, *plan.unsold)
    gone = [replace(i, role="unavailable") for i in plan.wanted if i.category in lacking]
    plan = replace(plan, items=(*plan.items, *gone))
    if missing and not wanted:
        return replace(plan.wanting(()), act="not_carried"), missing
    if not wanted:
        wanted = [
            RequestedItem(photo.category, SIMILAR, from_photo=True) if photo else RequestedItem("", UNCOUNTED)
        ]
        owned = (RequestedItem(name, role="refused") for name in plan.categories("owned") if not photo)
        plan = replace(plan, items=(*plan.items, *owned))  # of anything, nothing that is there already
    return plan.wanting(wanted), missing


def frugal(plan: Plan, stocked: Collection[str]) -> Iterator[Plan]:
    """An outfit of cheaper and cheaper kinds, one piece after another, for where its pieces cost too much."""
    warm = plan.filters.weather in (*COLD, "rain")
    cheaper = {} if warm else CHEAPER_FORMAL if plan.filters.usage == "formal" else CHEAPER
    for name, instead in cheaper.items():
        kinds = [kind for kind in instead if kind in stocked and kind not in plan.barred]
        if name in plan.counts() and len(kinds) == len(instead):
            names = chain(*(kinds if kind == name else [kind] for kind in plan.counts()))
            plan = plan.wanting(map(RequestedItem, dict.fromkeys(names)))
            yield plan


def shortage(matches: Sequence[Match], plan: Plan) -> tuple[int, float]:
    """How many pieces are missing, and by how much the others cost more than all may."""
    items = [match.item for match in matches]
    return _lacking(items, plan), _excess(items, plan)


def without_limit(plan: Plan) -> Iterator[Plan]:
    """The plan for what comes nearest to its limits: the dearest of what costs too little, then the cheapest
    of each thing, whatever it costs."""
    items = [replace(item, count=1, min_price=0.0) for item in plan.wanted]
    if plan.filters.min_price:
        own = replace(plan.filters, min_price=0.0, order="price_desc")
        yield replace(plan.wanting(items), filters=own)
    free = replace(plan.filters, min_price=0.0, max_price=0.0, order="price_asc")
    yield replace(plan.wanting(replace(item, max_price=0.0) for item in items), filters=free)


def _presents(stocked: Sequence[str], plan: Plan) -> tuple[RequestedItem, ...]:
    """What may be given to somebody whose size nobody knows; nothing where the shop has hardly any of it."""
    out = {*plan.categories("owned"), *plan.barred}
    names = [n for n in gift_categories(plan.filters.audience) if n in stocked and n not in out]
    return tuple(RequestedItem(name) for name in names[:MAX_PRESENTS]) if len(names) > 1 else ()


def _outfit(stocked: Sequence[str], photo: Photo | None, plan: Plan) -> tuple[RequestedItem, ...]:
    """One top, one bottom and one pair of shoes from what is in stock, less what the photo shows or the
    customer has already; for warmth a jersey and something over it, against rain a coat, in the heat what is
    airy."""
    known, weather = categories(), plan.filters.weather
    covered = _covered(photo, plan)
    if plan.filters.occasion in occasions():
        return _pieces(stocked, covered - {"outer", "accessory"}, plan)
    warm, airy = weather in COLD, weather == "hot"
    places = ("top", "outer", "bottom", "shoes") if warm or weather == "rain" else ("top", "bottom", "shoes")
    first = {"top": "jersey" if warm else "shirt" if plan.filters.usage == "formal" else "", "outer": "coat"}
    refused, chosen = plan.barred, []
    for role in (place for place in places if place not in covered):
        names = [n for n, c in known.items() if c.role == role and n in stocked and n not in refused]
        # trousers and shoes go with more occasions
        names.sort(key=lambda n: (n != first.get(role), (n not in BARE) if airy else n in ("skirt", *BARE)))
        chosen += [RequestedItem(names[0])] if names else []
    owned = plan.categories("owned")
    if "dress" in owned and "bag" in stocked and "bag" not in (*refused, *owned):
        chosen.append(RequestedItem("bag"))  # or else a dress would go with shoes alone
    return tuple(chosen)


def _covered(photo: Photo | None, plan: Plan) -> set[str]:
    """The roles of what the photo shows or the customer has already; a dress is top and bottom in one."""
    known = categories()
    shown = (seen.category for seen in plan.photos if seen.garment)
    worn = [*plan.categories("owned"), photo.category if photo else "", *shown]
    roles = {known[name].role for name in worn if name in known}
    return roles | ({"top", "bottom"} if "dress" in roles else set())


def _pieces(stocked: Sequence[str], covered: Collection[str], plan: Plan) -> tuple[RequestedItem, ...]:
    """What is worn on the occasion of a plan, as far as it is in stock, less what is ``covered``, and of a
    budget only what nobody can do without."""
    known, refused = categories(), (*plan.barred, *plan.categories("owned"))
    outdoors = plan.filters.weather in (*COLD, "rain")
    spare = () if outdoors else ("outer",)
    covered = {*covered, *((*spare, "accessory") if plan.filters.max_total else ())}
    chosen: dict[str, RequestedItem] = {}
    occasion = occasions()[plan.filters.occasion]
    worn = occasion.worn_by(plan.filters.audience)
    if any({*piece.categories} <= {*plan.barred} for piece in worn):  # who wears no dress
        worn = occasion.worn_by("")
    for piece in (*worn, *(occasion.over if outdoors else ())):
        fitting = (name for name in piece.categories if name in stocked and name not in refused)
        name = next(fitting, "")
        if name and known[name].role not in covered:
            chosen.setdefault(name, RequestedItem(name))
    return tuple(chosen.values())


def together(find: Find, plan: Plan) -> tuple[Match, ...]:
    """What ``find`` has for a plan; for an outfit the pieces that go together, for one who can wear them all.

    Where nobody in particular is named, several things are for a woman or a man: whoever the cards give more
    pieces to.
    """
    asked, best = plan.filters.audience, tuple[Match, ...]()
    nobody = not asked and not any(item.audience for item in plan.items)
    several = plan.act == "outfit" or len(plan.counts()) > 1
    most = (float("-inf"),) * 6
    anybody = ("",) if plan.act == "search" else ()  # rather than another colour
    for audience in (*ADULTS, *anybody) if nobody and several and not plan.gift else (asked,):
        own = replace(plan, filters=replace(plan.filters, audience=audience))
        for pieces in _choices(find, own):
            items = [match.item for match in pieces]
            others = sum(bool(audience) and not meant_for(item, audience) for item in items)
            harmony = _harmony(items, plan, audience) + sum(match.score for match in pieces)
            found = (-_lacking(items, plan), -others, -_excess(items, plan), *_had(items, plan), harmony)
            if found > most:
                best, most = pieces, found
    return best


def _choices(find: Find, plan: Plan) -> Iterator[tuple[Match, ...]]:
    """The ways to answer a plan: for an outfit all that can be put together; else the best of each. Where
    there is a budget, also what costs no more than its even share."""
    matched = plan.filters.max_total or sum(name in LEATHER for name in plan.counts()) > 1
    single = matched and not plan.gift and all(item.count == 1 for item in plan.wanted)
    if plan.act == "outfit" or single:
        rivals = find(plan, MAX_RIVALS)
        if plan.filters.max_total:
            cheap = [find(_shared(plan, part), MAX_CHEAP) for part in SHARES]
            rivals = [[*dict.fromkeys(chain(*those))] for those in zip(rivals, *cheap, strict=True)]
        yield from product(*(matches for matches in rivals if matches))
        return
    yield tuple(match for matches in find(plan, 0) for match in matches)
    if plan.filters.max_total:
        yield tuple(match for matches in find(_shared(plan, 1), 0) for match in matches)


def _shared(plan: Plan, part: float) -> Plan:
    """The plan where nothing costs more than a part of its even share of the budget."""
    share = part * plan.filters.max_total / max(1, sum(plan.counts().values()))
    limits = [price for price in (plan.filters.max_price, share) if price]
    return replace(plan, filters=replace(plan.filters, max_price=min(limits)))


def _lacking(items: Sequence[Item], plan: Plan) -> int:
    """How many things are missing of those that are wanted, each in its own colour."""
    lacking = 0
    for one in plan.wanted:
        there = [item for item in items if one.category in ("", item.category)]
        right = [item for item in there if {*one.colours} & {*item.colours}] if one.colours else there
        lacking += max(0, one.count - len(there)) + max(0, one.count - len(right))
    return lacking


def _excess(items: Sequence[Item], plan: Plan) -> float:
    """By how much all together cost more than they may."""
    budget = plan.filters.max_total
    return max(0.0, _sum(items, plan) - budget) if budget else 0.0


def _sum(items: Sequence[Item], plan: Plan) -> float:
    """What those of them cost that are in the currency of most, if that is the plan's."""
    codes = [item.currency for item in items if item.currency and item.cost is not None]
    most = max(codes, key=codes.count, default="")
    counted = (item for item in items if item.currency in ("", most) and is_comparable(plan, item))
    return sum(item.cost or 0.0 for item in counted)


def _had(items: Sequence[Item], plan: Plan) -> tuple[int, int]:
    """How many demands of stock, sale and size they meet; and less one for each that is sold out."""
    met = sum(len(had_as_asked(plan, item)) for item in items) if asks_how_had(plan) else 0
    return met, -sum(item.available is False for item in items)


def _harmony(items: Sequence[Item], plan: Plan, audience: str) -> float:
    """How well pieces go together by their cards: in the colour asked for, for one person, one occasion, one
    season or weather, with one strong colour and one pattern at most. Scores of a search decide
    between equals."""
    filters = plan.filters
    usages, seasons = {item.usage for item in items} - {""}, {item.season for item in items}
    own = {family(name) for item in plan.items if item.role == "owned" for name in item.colours}
    families = {family(item.colour) for item in items if item.colour and not is_quiet(item)}
    families |= own - colour_group("quiet")
    points = 2.0 * sum(item.gender in (audience, "unisex", *ALSO.get(audience, ())) for item in items)
    if filters.colours:
        points += sum(bool({*filters.colours} & {*item.colours}) for item in items)
    points += sum(item.colour in colour_group(filters.colour_group) for item in items)
    sporty = sum(item.usage == "sports" for item in items)
    suited = usage_weight(plan) * sum(item.usage == filters.usage for item in items)
    points += suited if filters.usage else -sporty
    points -= 0.5 * (max(len(usages) - 1, 0) + ({"summer", "winter"} <= seasons))
    points -= max(len(families) - 1, 0) + 0.5 * max(sum(_is_patterned(item) for item in items) - 1, 0)
    leather = [family(item.colour) for item in items if item.category in LEATHER]
    points += len(leather) - len(set(leather))
    points += 2 * sum(weather_fit(item, filters.weather) for item in items if _is_seasonal(item))
    points += sum(occasion_fit(item, filters.occasion, audience) for item in items)
    if filters.order == "price_asc":
        points -= _sum(items, plan) / EUROS_A_POINT
    return points


def _is_seasonal(item: Item) -> bool:
    """Whether a season on its card tells when it is worn: no bag is for winter."""
    known = categories().get(item.category)
    return known is None or known.seasonal


@lru_cache(maxsize=4096)  # each piece is looked at in many combinations
def _is_patterned(item: Item) -> bool:
    """Whether a pattern is told of it that one sees from afar."""
    return pattern_of(item) not in ("", "plain", "denim")
