"""What a message says of prices: a lowest and a highest one, a budget of all things together, an order, and
that a limit does not hold any more.

Knows numbers and the words around them; does not know what is bought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.nlu.lexicon import alternatives, groups, mapping, pattern
from app.nlu.tagger import Utterance
from app.plan import Filters, Order

CENT = 0.01
SEVERAL = 4  # of "the cheapest things"
MIN_BARE_PRICE = 20  # a number without a currency from which it is a price
MAX_BARE_WORDS = 3  # of a message that may be nothing but a smaller price
BESIDE = 6  # letters around a limit in which a size or an age is told
LEEWAY = 0.25  # by which the price of what costs "about" so much may differ
NUMBER = r"(?P<sign>[€£$])? ?(?P<price>\d{1,5}(?:[.,]\d{1,2})?) ?"


@dataclass(frozen=True, slots=True)
class _Bound:
    """A kind of limit: words before a number, words behind one, and what they make of it. ``priced``: only
    beside a currency."""

    before: str
    behind: str = ""
    beyond: float = 0.0
    leeway: float = 0.0
    priced: bool = False


# In this order, and what one has read the next ones do not see: "nothing under 40" is not "under 40"
LOWEST = (
    _Bound("price_not_below"), _Bound("price_over", "price_or_more", CENT), _Bound("price_at_least"),
)  # fmt: skip
HIGHEST = (
    _Bound("price_not_over"),
    _Bound("price_below", beyond=-CENT), _Bound("price_at_most", "price_or_less"),
    _Bound("price_budget", priced=True), _Bound("price_around", leeway=LEEWAY),
)  # fmt: skip


def limited(filters: Filters, said: Utterance, several: bool, outfit: bool) -> Filters:
    """Filters with the limits of a message. What an ``outfit`` may cost is its sum; so it is of ``several``
    things where the words say so or speak of a budget. "Each" says that it is not."""
    low, high, budget = _limits(said)
    summed = outfit or said.says("price_total") or (several and budget)
    total = bool(high) and summed and not said.says("price_each")
    filters = replace(filters, currency=_currency(said) if low or high else "")
    if total:  # of which no single thing has a lowest price
        return replace(filters, min_price=0.0, max_price=0.0, max_total=high)
    return replace(filters, min_price=low, max_price=high, max_total=0.0)


def is_extreme(said: Utterance) -> bool:
    """Whether the dearest or the cheapest of all there is is asked for, whatever it is."""
    return said.says("dearest_of_all") or said.says("cheapest_of_all")


def extreme_count(said: Utterance) -> int:
    """How many of the dearest or cheapest: one, unless things are spoken of."""
    return SEVERAL if said.says("extreme_things") else 1


def is_all_that_is_asked(said: Utterance) -> bool:
    """Whether a price or a colour is all that is said of what is wanted: "something under 10 euros"."""
    dressed = said.says("asks_outfit") or "outfit" in said.topics
    return not dressed and (any(_limits(said)[:2]) or any(p.colour or p.pattern for p in said.pieces))


def renewed(before: Filters, new: Filters, lifted: bool) -> Filters:
    """The limits that stand after a message: its own in the place of those that they contradict, and none
    where it lifts them. A currency named before is meant again."""
    if lifted:
        return replace(before, min_price=0.0, max_price=0.0, max_total=0.0, order=new.order, currency="")
    told = new.min_price or new.max_price or new.max_total
    if not told:
        return before
    low, high = new.min_price or before.min_price, new.max_price or before.max_price
    if high and low > high:  # "over 60" after "under 50"
        low, high = new.min_price, new.max_price
    money = new.currency or before.currency
    total = new.max_total or before.max_total
    return replace(before, min_price=low, max_price=high, max_total=total, currency=money)


def below(filters: Filters, limit: float) -> Filters:
    """Filters for what is cheaper than things of the shop, in its own currency."""
    return replace(filters, min_price=0.0, max_price=limit, order="price_asc", currency="")


def order(said: Utterance) -> Order:
    """Whether the lowest or the highest prices are asked for, and not refused: but not "nothing cheap"."""
    if said.says("dearest") and not said.says("price_ascending"):
        return "" if "cheapest" in said.topics else "price_desc"  # "the dearest bag and the cheapest belt"
    cheap = {"cheapest", "cheaper"} & said.topics and not said.says("not_cheap")
    return "price_asc" if cheap or said.says("price_ascending") else ""


def _limits(said: Utterance) -> tuple[float, float, bool]:
    """The lowest and the highest price, 0 for none, and whether the highest is a budget. "Under 50" allows
    49.99."""
    text = _in_digits(said.unmarked)
    found = _range().search(text)
    if found and (found["unit"] or found["sign"] or _is_price(text, found, "high")):
        low, high = _amount(found["low"]), _amount(found["high"])
        if 0 < low < high:
            return low, high, False
    low = high = 0.0
    budget = False
    for bound in (LOWEST[0], HIGHEST[0], *LOWEST[1:], *HIGHEST[1:]):
        match = next(_matches(bound, text), None)
        if match is None:
            continue
        text = text[: match.start()] + " . " + text[match.end() :]
        told = _amount(match["price"])
        amount = round(told * (1 + bound.leeway) + bound.beyond, 2)
        if bound in LOWEST:
            low = low or amount
        elif not high:
            high, budget = amount, bound.priced or bool(_budget().search(match[0]))
            low = low or (round(told * (1 - bound.leeway), 2) if bound.leeway else 0.0)
    if not high and said.says("price_total"):  # "… for 100 euros all together"
        marked = (match for match in _amounts().finditer(text) if _sums(text, match))
        high = next((_amount(match["price"]) for match in marked), 0.0)
    return low, high, budget


def _currency(said: Utterance) -> str:
    """The ISO code of the first currency that stands beside a number; "" for none, and for a word that is
    said of any money: quid, pavos."""
    named = (found["sign"] or found["unit"] for found in _amounts().finditer(_in_digits(said.unmarked)))
    code = {word: code for code, words in groups("currencies").items() for word in words}
    return next((code[word] for word in named if word in code), "")


def _sums(text: str, found: re.Match[str]) -> bool:
    """Whether a number is a price: by its currency, or because a sum is spoken of right behind it."""
    behind = pattern("price_total").match(text, found.end())
    return bool(found["sign"] or found["unit"] or (behind and _is_price(text, found, "price")))


def _matches(bound: _Bound, text: str) -> Iterator[re.Match[str]]:
    for one in (_before(bound.before), *([_behind(bound.behind)] if bound.behind else [])):
        for match in one.finditer(text):
            marked = match["sign"] or match["unit"]
            bare = not bound.priced or pattern("price_total").search(text[match.end() :])
            if marked or (bare and _is_price(text, match, "price")):
                yield match


def _is_price(text: str, found: re.Match[str], name: str) -> bool:
    """Whether a number without a currency is hardly an age, a size or a length."""
    around = text[max(0, found.start() - BESIDE) : found.end() + BESIDE]
    aged = re.search(rf"\b(?:{alternatives('before_age')}) ?$", text[: found.start()])
    each = re.match(rf"\W*(?:{alternatives('price_each')})", text[found.end() :])
    alone = len(text.split()) <= MAX_BARE_WORDS  # "max 18"
    enough = each or alone or _amount(found[name]) >= MIN_BARE_PRICE
    return bool(enough) and not aged and not pattern("not_a_price").search(around)


def _amount(number: str) -> float:
    return float(number.replace(",", "."))


def _in_digits(text: str) -> str:
    """A text with tens and hundreds in words as digits: "seventy at most"."""
    tens = mapping("tens")
    return re.sub(r"\b[a-z]+\b", lambda word: str(tens.get(word[0], word[0])), text)


@lru_cache
def _before(name: str) -> re.Pattern[str]:
    about, units = alternatives("price_about"), alternatives("price_units")
    return re.compile(rf"\b(?:{alternatives(name)})\b(?: (?:{about})\b)* ?{NUMBER}(?P<unit>{units})?")


@lru_cache
def _behind(name: str) -> re.Pattern[str]:
    units, each = alternatives("price_units"), alternatives("price_each")
    return re.compile(rf"(?<![\d.,]){NUMBER}(?P<unit>{units})?,?(?: (?:{each}))? (?:{alternatives(name)})\b")


@lru_cache
def _amounts() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,]){NUMBER}(?P<unit>{alternatives('price_units')})?")


@lru_cache
def _budget() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('price_budget')})\b")


@lru_cache
def _range() -> re.Pattern[str]:
    units, amount = alternatives("price_units"), r"\d{1,5}(?:[.,]\d{1,2})?"
    between, joined = alternatives("price_between"), alternatives("price_and")
    return re.compile(
        rf"(?:\b(?:{between}) )?(?<![\d.,])(?P<sign>[€£$])? ?(?P<low>{amount}) ?(?:{units})? ?"
        rf"(?:{joined}|-) ?[€£$]? ?(?P<high>{amount}) ?(?P<unit>{units})?"
    )
