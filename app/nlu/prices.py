"""What a message says of prices: the highest that is meant, the lowest or the dearest thing, what it costs.

Knows a message's words; does not know what anything costs.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from data.catalogue.vocabulary import plain, unmarked

# "under 50 €", "por menos de £30", "my budget is $80": no item may reach that price, or only just
LIMIT = re.compile(
    r"\b(?P<said>under|below|less than|cheaper than|max(?:imum)?|up to|no more than|not more than|at most"
    r"|budget|within|menos de|por debajo de|hasta|maximo|tope|no mas de|como mucho|presupuesto|bajo)\b"
    r"(?: (?:of|is|de|es|son|about|around|unos))* ?"
    r"(?P<sign>[€£$])? ?(?P<price>\d{1,5}(?:[.,]\d{1,2})?) ?"
    r"(?P<unit>€|£|\$|eur\b|euros?\b|pounds?\b|quid\b|dollars?\b|bucks\b|libras\b|dolares\b|pavos\b)?"
)
MONEY = 20  # a number without a currency from which it is a price
OF_ELSE = re.compile(  # what else such a number may count
    r"\d ?(?:cm|mm|in|inch(?:es)?|kg|years?|anos?|yo|months?|mes(?:es)?|people|personas?|guests?|invitados?"
    r"|items?|pieces?|prendas?|degrees?|grados?|minut[eo]s?|hours?|horas?|days?|dias?|weeks?|semanas?|miles?"
    r"|km|m|percent|por ciento|litres?|liters?|litros?|l)\b|\d ?%|\b(?:sizes?|tallas?|numero|age[sd]?|edad)\b"
)
UNDER = ("under", "below", "less than", "cheaper than", "menos de", "por debajo de", "bajo")
NOT_CHEAP = re.compile(
    r"\b(?:not?|nothing|nada|ni|sin|isnt|doesnt|dont|\w+n't)(?: \w+){0,3} (?:cheap|barat|economic)"
)
CHEAPEST_OF_ALL = re.compile(
    r"^\W*(?:lo mas (?:barat|economic)\w+|(?:the )?cheapest)\W*$|\bcheapest (?:thing|item|piece|stuff)"
    r"|\bcheapest (?:that )?you (?:have|sell|got)|\blo mas (?:barat|economic)\w+ (?:que|de la|de todo|de tu)"
    r"|\b(?:cosa|prenda|articulo|producto)s? mas (?:barat|economic)"
)
PRICE = re.compile(
    r"\b(?:how much (?:is|are|does|do|for)|what(?:s| is| does| do)? (?:it|this|they|these|the price)\b.*"
    r"\b(?:costs?|price)|cuanto (?:cuesta|vale|es|sale)n?|a cuanto|que precio)\b|\bprice\?"
)
DEAREST = re.compile(
    r"\b(?<!not the )(?<!no )(?:most expensive|dearest|priciest|(?:lo|l[ao]s?|el) (?:\w+ )?mas car[oa]s?)\b"
)
CENT = 0.01


def cheap(about: Collection[str], text: str) -> bool:
    """Whether a low price is asked for, and not refused: "las botas más baratas", but not "nothing cheap"."""
    return bool({"cheapest", "cheaper"} & set(about)) and not NOT_CHEAP.search(plain(text))


def dear(text: str) -> bool:
    """Whether the highest price is asked for, and not refused."""
    return bool(DEAREST.search(plain(text)))


def cheapest_of_all(text: str) -> bool:
    """Whether the lowest price is asked for, of whatever there is."""
    return bool(CHEAPEST_OF_ALL.search(plain(text)))


def limit(text: str) -> float:
    """The price that no item may reach, as a message says it, with its currency or with a number that is
    hardly an age, a size or a length; 0 where it says none."""
    found = LIMIT.search(plain(text))
    if found is None:
        return 0.0
    price = float(found["price"].replace(",", "."))
    if not (found["sign"] or found["unit"]) and (price < MONEY or OF_ELSE.search(plain(text))):
        return 0.0
    return price if found["said"] in UNDER else price + CENT


def asks_price(text: str) -> bool:
    """Whether it is asked what a thing costs."""
    return bool(PRICE.search(unmarked(text)))
