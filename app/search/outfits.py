"""What makes an outfit or a present, from what is in stock, for one person.

An outfit is one garment for each place on the body.

Knows categories, their roles, and from the cards what goes together; does not know how items are found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from app.nlu.tones import TONES
from app.nlu.wish import Wanted, Wish
from app.search.colour_harmony import family, quiet
from app.search.query import Photo
from app.search.weather import WARM, suits
from data.catalogue.catalogue import Item
from data.catalogue.patterns import pattern_of
from data.catalogue.vocabulary import categories
from data.store.store import Match

GROWN_UP = ("women", "men")  # whom an outfit is for where nobody says; equally good ones: the first
BARE = ("shorts", "sandals")
MOST = 5  # candidates for each place; all ways to put them together are compared
DEAR = 25.0  # euros that weigh as much as a word on a card, where little is to be spent
Find = Callable[[Wish, int], Sequence[Sequence[Match]]]  # for each thing wanted so many, or as many as wanted


PRESENTS = {  # by whom they are for, the likeliest first: what needs no size
    "women": ("bag", "jewellery", "scarf", "watch", "sunglasses", "wallet"),
    "men": ("watch", "wallet", "scarf", "tie", "bag"),
    "": ("scarf", "watch", "bag", "sunglasses", "wallet"),
}
GIVEN = 3  # of them are shown


def presents(stocked: Sequence[str], wish: Wish) -> tuple[Wanted, ...]:
    """What may be given to somebody whose size nobody knows; nothing where the shop has hardly any of it."""
    out = {*wish.owned, *wish.refused}
    names = [name for name in PRESENTS.get(wish.gender, ()) if name in stocked and name not in out]
    return tuple(Wanted(name, 1) for name in names[:GIVEN]) if len(names) > 1 else ()


def outfit(stocked: Sequence[str], photo: Photo | None, wish: Wish) -> tuple[Wanted, ...]:
    """One top, one bottom and one pair of shoes from what is in stock, less what the photo shows or the
    customer has already; for warmth a jersey and something over it, against rain a coat, in the heat what is
    airy."""
    order = list(categories())
    seen = categories()[photo.category].role if photo and photo.category in categories() else ""
    owned = {categories()[name].role for name in wish.owned if name in categories()}
    covered = {*owned, seen} | ({"top", "bottom"} if "dress" in (*owned, seen) else set())
    warm, airy = wish.weather in WARM, wish.weather == "hot"
    over = warm or wish.weather == "rain"
    places = ("top", "outer", "bottom", "shoes") if over else ("top", "bottom", "shoes")
    chosen = []
    for role in (place for place in places if place not in covered):
        names = [n for n in order if categories()[n].role == role and n in stocked and n not in wish.refused]
        first = {"top": "jersey" if warm else "shirt" if wish.usage == "formal" else "", "outer": "coat"}.get(
            role
        )
        # trousers and shoes go with more occasions
        names.sort(key=lambda n: (n != first, (n not in BARE) if airy else n in ("skirt", *BARE)))
        chosen += [Wanted(names[0], 1)] if names else []
    return tuple(chosen)


def together(find: Find, wish: Wish) -> tuple[Match, ...]:
    """What ``find`` has for a wish; for an outfit the pieces that go together, for one who can wear them all.

    Where nobody in particular is named, that is a woman or a man: whoever the cards give more pieces to.
    """
    if wish.intent != "outfit":
        return tuple(match for matches in find(wish, 0) for match in matches)
    best: tuple[Match, ...] = ()
    most = float("-inf")
    for gender in (wish.gender,) if wish.gender else GROWN_UP:
        rails = [matches for matches in find(replace(wish, gender=gender), MOST) if matches]
        for pieces in product(*rails):
            found = _worth([match.item for match in pieces], wish, gender)
            found += sum(match.score for match in pieces)
            if found > most:
                best, most = pieces, found
    return best


def _worth(items: Sequence[Item], wish: Wish, gender: str) -> float:
    """How well pieces go together by their cards: in the colour asked for, for one person, one occasion, one
    season or weather, with one strong colour and one pattern at most. Scores of a search decide
    between equals."""
    usage = wish.usage
    usages, seasons = {item.usage for item in items} - {""}, {item.season for item in items}
    families = {family(item.colour) for item in items if item.colour and not quiet(item)}
    worth = 2.0 * sum(item.gender in (gender, "unisex") for item in items)
    worth += sum(item.colour == wish.colour for item in items) if wish.colour else 0
    worth += sum(item.colour in TONES[wish.tone] for item in items) if wish.tone else 0
    worth += sum(item.usage == usage for item in items) if usage else -sum(i.usage == "sports" for i in items)
    worth -= 0.5 * (max(len(usages) - 1, 0) + ({"summer", "winter"} <= seasons))
    worth -= max(len(families) - 1, 0) + 0.5 * max(sum(_drawn(item) for item in items) - 1, 0)
    worth += sum(suits(item, wish.weather) for item in items)
    if wish.cheap:
        worth -= sum(item.price or 0.0 for item in items) / DEAR
    return worth


@lru_cache(maxsize=4096)  # each piece is looked at in many combinations
def _drawn(item: Item) -> bool:
    """Whether a pattern is told of it that one sees from afar."""
    return pattern_of(item) not in ("", "plain", "denim")
