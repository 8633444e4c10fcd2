"""Limits and wishes that a message states in so many words: prices, weather, tones of colour, sizes.

Takes plain text; knows the regular expressions of data/<language>.json, and no garment.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.nlu.lexicon import alternatives, pattern
from app.nlu.tagger import Utterance
from app.plan import Order

CENT = 0.01
MIN_BARE_PRICE = 20  # a number without a currency from which it is a price
NUMBER = r"(?P<sign>[€£$])? ?(?P<price>\d{1,5}(?:[.,]\d{1,2})?) ?"
TONES = ("light", "dark", "bright", "neutral", "earthy")
WEATHERS = ("snow", "rain", "cold", "hot")  # the first that is spoken of counts


def price_range(said: Utterance) -> tuple[float, float]:
    """The lowest and the highest price that a message allows, 0 for none. "Under 50" allows 49.99."""
    low, high = _between(said)
    low = low or _bound(said, "price_over", CENT) or _bound(said, "price_at_least", 0.0)
    return low, high or _bound(said, "price_below", -CENT) or _bound(said, "price_at_most", 0.0)


def _between(said: Utterance) -> tuple[float, float]:
    found = _range().search(said.plain)
    if found is None or not (found["unit"] or _is_price(said, found["high"])):
        return 0.0, 0.0
    low, high = _amount(found["low"]), _amount(found["high"])
    return (low, high) if 0 < low < high else (0.0, 0.0)


def _bound(said: Utterance, name: str, beyond: float) -> float:
    found = _limit(name).search(said.plain)
    known = found and (found["sign"] or found["unit"] or _is_price(said, found["price"]))
    return _amount(found["price"]) + beyond if found and known else 0.0


def _is_price(said: Utterance, number: str) -> bool:
    """Whether a number without a currency is hardly an age, a size or a length."""
    return _amount(number) >= MIN_BARE_PRICE and not pattern("not_a_price").search(said.plain)


def _amount(number: str) -> float:
    return float(number.replace(",", "."))


@lru_cache
def _limit(name: str) -> re.Pattern[str]:
    about, units = alternatives("price_about"), alternatives("price_units")
    return re.compile(rf"\b(?:{alternatives(name)})\b(?: (?:{about})\b)* ?{NUMBER}(?P<unit>{units})?")


@lru_cache
def _range() -> re.Pattern[str]:
    units = alternatives("price_units")
    low, high = (rf"[€£$]? ?(?P<{name}>\d{{1,5}}(?:[.,]\d{{1,2}})?)" for name in ("low", "high"))
    return re.compile(
        rf"\b(?:{alternatives('price_between')}) {low} ?(?:{units})? "
        rf"(?:{alternatives('price_and')}) {high} ?(?P<unit>{units})?"
    )


def order(said: Utterance) -> Order:
    """Whether the lowest or the highest prices are asked for, and not refused: but not "nothing cheap"."""
    if pattern("dearest").search(said.plain):
        return "price_desc"
    cheap = {"cheapest", "cheaper"} & said.topics and not pattern("not_cheap").search(said.plain)
    return "price_asc" if cheap else ""


def asks_for_cheapest(said: Utterance) -> bool:
    """Whether the lowest price is asked for, of whatever there is."""
    return bool(pattern("cheapest_of_all").search(said.plain))


def asks_price(said: Utterance) -> bool:
    """Whether it is asked what a thing costs."""
    return bool(pattern("asks_price").search(said.unmarked))


def asks_size(said: Utterance) -> bool:
    """Whether a size is asked for."""
    return bool(pattern("size").search(said.plain))


def another_colour(said: Utterance) -> bool:
    """Whether something is asked for in another colour than that at hand: "these in a different colour"."""
    return bool(pattern("another_colour").search(said.unmarked))


def weather(said: Utterance) -> str:
    """The weather that a message speaks of, one of WEATHERS; "" for none."""
    return next((name for name in WEATHERS if pattern(f"weather_{name}").search(said.plain)), "")


def tone(said: Utterance) -> str:
    """The first of TONES that a message asks for; "" for none."""
    found = [(match.start(), name) for name in TONES if (match := pattern(f"tone_{name}").search(said.plain))]
    return min(found, default=(0, ""))[1]
