"""What is asked of the search: a photo as the encoder saw it, what is looked for in one category, how it
is to be had, stock, size and price, and how a visitor steers it.

Knows vectors and plans; does not know encoder, store or scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.nlu.lexicon import mapping
from app.plan import Descriptor, PhotoAttributes, Plan, RequestedItem
from data.catalogue.catalogue import Item
from data.catalogue.values.money import currency_of
from data.catalogue.values.prices import NO_CURRENCY
from data.catalogue.vocabulary import department, plain
from models.vision.encoder import unit

# The photo's share when words and photo ask for one category. On 1,008 held-out products, 0.5 kept more
# categories and found more right colours than 0.7
BALANCE = 0.5
SYSTEMS = frozenset(("uk", "us", "eu", "eur", "it", "fr"))  # of sizes
YEAR = 12  # months
AGE = re.compile(
    r"(?P<said>ages?|aged|edad)?\s*(?P<first>\d{1,2})(?:\s*(?:[/–]|to|a)\s*(?P<last>\d{1,2}))?"
    r"\s*(?P<unit>y|yrs?|years?|anos?|a|m|mths?|months?|mes|meses)?(?: old)?"
)
NAMESAKES = {  # currencies that are called like another, and mean it in their own shops: "50 dollars"
    "USD": ("AUD", "CAD", "HKD", "NZD", "SGD", "MXN", "ARS", "CLP", "COP"), "GBP": ("EGP", "LBP"),
    "MXN": ("ARS", "CLP", "COP", "DOP", "PHP", "UYU"),
}  # fmt: skip
ALSO = {"boys": ("kids",), "girls": ("kids",), "kids": ("boys", "girls")}  # whom a card may name instead


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo: its query vectors (q, dim), the category in stock that it most looks like, and what
    is sure enough of it to be said."""

    queries: np.ndarray
    category: str
    seen: PhotoAttributes = PhotoAttributes()

    @property
    def vector(self) -> np.ndarray:
        """(dim,) of unit length."""
        return unit(self.queries.mean(0))


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a requested item, a vector (dim,) to find candidates by, and what they are compared
    with: words and their vector (dim,), a photo, or both."""

    item: RequestedItem
    vector: np.ndarray
    said: str = ""
    text: np.ndarray | None = None
    photo: Photo | None = None
    share: float = 0.0  # of the photo, 0…1
    descriptors: tuple[Descriptor, ...] = ()  # also refused ones, that cards of the category bear out
    currency: str = ""  # of the shop, in which prices are put in an order

    @property
    def seen(self) -> PhotoAttributes:
        """What the photo shows of the kind of thing that is looked for; nothing of another kind, as for shoes
        to go with a skirt."""
        own = self.photo is not None and self.noun == self.photo.category
        return self.photo.seen if self.photo and own else PhotoAttributes()

    @property
    def noun(self) -> str:
        """What the item is called, as far as that is known."""
        return self.item.category or (self.photo.category if self.photo else "")


@dataclass(frozen=True, slots=True)
class Steering:
    """Only these items; "" and None stand for any. ``price`` in the shop's currency, ``balance`` the photo's
    share, 0…1."""

    category: str = ""
    colour: str = ""
    gender: str = ""
    usage: str = ""
    price: float | None = None
    balance: float = BALANCE
    strategy: str = ""  # one of search.STRATEGIES; "" for the shop's own
    away: tuple[str, ...] = ()  # ids of items that less is wanted of

    @property
    def narrow(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.category, self.colour, self.gender, self.usage, self.price)))

    def lets(self, item: Item) -> bool:
        """Whether an item passes the filters; one for everybody suits anybody."""
        return (
            self.category in ("", item.category)
            and (not self.colour or self.colour in item.colours)
            and (not self.gender or item.gender in (self.gender, "unisex", *ALSO.get(self.gender, ())))
            and self.usage in ("", item.usage)
            and (self.price is None or (item.cost is not None and item.cost <= self.price))
            and item.id not in self.away
        )


ANYTHING = Steering()


@lru_cache(maxsize=256)
def kinds(item: RequestedItem) -> tuple[str, ...]:
    """The categories that are meant: of footwear, shoes and sandals."""
    return department(item.term) or (item.category,)


def had_as_asked(plan: Plan, item: Item) -> frozenset[str]:
    """Which of "stock", "sale" and "size" are asked for and borne out by a card."""
    filters = plan.filters
    told = {
        "stock": filters.in_stock and item.available is True,
        "sale": filters.on_sale and item.sale_price is not None,
        "size": bool(filters.sizes) and bool(sizes_that_fit(item, filters.sizes)),
    }  # fmt: skip
    return frozenset(name for name, met in told.items() if met)


def sizes_that_fit(item: Item, asked: Sequence[str]) -> tuple[str, ...]:
    """Those of an item's sizes, as its card writes them, that are one of those asked for."""
    fitting = tuple(size for size in item.sizes if any(_is_size(size, one) for one in asked))
    exact = tuple(size for size in fitting if any(_size_words(size) == _size_words(one) for one in asked))
    return exact or fitting  # of trousers in 30/32 and 32/32 the 32/32


@lru_cache(maxsize=4096)
def months_of(size: str) -> tuple[int, ...]:
    """The first and the last month of life that a size by age is for: of 5-6Y 60 and 83; () for another."""
    found = AGE.fullmatch(plain(size.replace("-", "/")))
    if found is None or not (found["said"] or found["unit"]):
        return ()
    first, last = int(found["first"]), int(found["last"] or found["first"])
    return (first, last) if (found["unit"] or "").startswith("m") else (first * YEAR, last * YEAR + YEAR - 1)


def _is_size(size: str, asked: str) -> bool:
    """Whether a size of a card is the one asked for: S/M is an M, EU 42 is a 42, and no UK 42."""
    if age := months_of(asked):
        span = months_of(size)
        return bool(span) and (
            span[0] <= age[0] <= age[1] <= span[1] or age[0] <= span[0] <= span[1] <= age[1]
        )
    own, told = _size_words(size), _size_words(asked)
    systems = own & SYSTEMS, told & SYSTEMS
    return told - SYSTEMS <= own and (not all(systems) or systems[0] == systems[1])


@lru_cache(maxsize=4096)
def _size_words(size: str) -> frozenset[str]:
    """What a size says, each in one way: XXL for 2XL, L for large, 32 for W32."""
    known = mapping("size_names").get(plain(size), size)
    letters = mapping("size_letters")
    said = [letters.get(word, word) for word in re.findall(r"\d+[.,]\d+|[a-z0-9]+", plain(known))]
    told = (re.sub(r"^([2-9])x(?=[sl]$)", lambda found: int(found[1]) * "x", word) for word in said)
    return frozenset(re.sub(r"^(?:w|eu)(?=\d)", "", word.replace(",", ".")) for word in told)


def is_within(plan: Plan, item: Item) -> bool:
    """Whether an item costs what it may; so does one whose price is not told, or is in another currency."""
    low, high = plan.filters.min_price, plan.filters.max_price
    if item.cost is None or not is_comparable(plan, item):
        return True
    return item.cost >= low and (not high or item.cost <= high)


def is_comparable(plan: Plan, item: Item) -> bool:
    """Whether a plan's limits are in the currency of an item, as far as both are told."""
    asked = comparable(plan.filters.currency)
    return not asked or currency_of(item) in asked


def comparable(currency: str) -> tuple[str, ...]:
    """The currencies of items that limits in a currency hold for; () for any, where it is not told."""
    return (currency, *NAMESAKES.get(currency, ()), NO_CURRENCY) if currency else ()


def other_currencies(plan: Plan, items: Iterable[Item]) -> tuple[str, ...]:
    """The currencies of items that a plan's limits were not compared with, being in another; none where it
    has no limit."""
    filters, wanted = plan.filters, plan.wanted
    limited = filters.min_price or filters.max_price or filters.max_total
    limited = limited or any(item.min_price or item.max_price for item in wanted)
    others = (currency_of(item) for item in items if item.cost is not None and not is_comparable(plan, item))
    return tuple(dict.fromkeys(others)) if limited else ()
