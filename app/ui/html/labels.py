"""What the page calls things: items, categories, colours, prices and numbers, as plain text in a language."""

from __future__ import annotations

from app.plan import Language
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.values.money import is_reduced, money
from data.catalogue.vocabulary import categories, colours


def title(item: Item, language: Language) -> str:
    """The title in the page's language, as far as the catalogue has it."""
    return getattr(item, f"title_{language}", "") or item.title


def description(item: Item, language: Language) -> str:
    """The description in the page's language, as far as the catalogue has it."""
    return getattr(item, f"description_{language}", "") or item.description


def price(item: Item, language: Language) -> str:
    """What it costs now: "€19.90" or "19,90 €"; empty where the catalogue has no price."""
    return "" if item.cost is None else money(item.cost, item.currency, language)


def former_price(item: Item, language: Language) -> str:
    """What it cost before it was reduced; empty where it is not."""
    return money(item.price or 0.0, item.currency, language) if is_reduced(item) else ""


def category_label(name: str, language: Language) -> str:
    """A category as a heading: "T-shirt", "Zapatos"; an unknown one as the catalogue writes it."""
    category = categories().get(name)
    if category is None or language != "es":
        return _capital(name)
    return _capital(category.es_plural if category.pair else category.es)


def colour_name(name: str, language: Language) -> str:
    """A colour by itself: "black", "negro"; an unknown one as the catalogue writes it."""
    colour = colours().get(name)
    return colour.es if colour and language == "es" else name


def colour_label(item: Item, language: Language) -> str:
    """An item's colour in the catalogue's own words, else as an adjective: "Black", "Negra"; an unknown one
    as the catalogue writes it."""
    if item.colour_label:
        return item.colour_label
    colour, category = colours().get(item.colour), categories().get(item.category)
    if colour is None or language != "es":
        return _capital(item.colour)
    return _capital(colour.spanish(category.es_gender if category else "m", bool(category and category.pair)))


def kind(item: Item, language: Language) -> str:
    """Category and colour in a line."""
    return " · ".join(filter(None, (category_label(item.category, language), colour_label(item, language))))


def decimal(number: float, digits: int, language: Language) -> str:
    """ "0.31", in Spanish "0,31"."""
    return f"{number:.{digits}f}".replace(".", say("decimal_mark", language))


def whole(number: int, language: Language) -> str:
    """ "10,295", in Spanish "10.295"."""
    return f"{number:,}".replace(",", say("thousands_mark", language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
