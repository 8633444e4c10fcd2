"""What a card says of a thing as one phrase, and the same of what a photo shows: "a navy blue checked shirt
for men", "una camisa azul marino de cuadros de hombre".

Knows cards and what one look at a photo gave; does not know how a photo is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.advice.grammar import Grammar, language_data
from app.plan import Language, PhotoAttributes, Plan
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours, pattern_of

UNCOUNTED = {"jewellery", "swimwear", "nightwear"}
# Which of a photo's chances each is, and from which on it is said: search goes by the likeliest, words do not
SAID = {"category": (1, 0.45), "colour": (2, 0.4), "pattern": (3, 0.5)}
ARTICLES = {"m": ("un", "unos"), "f": ("una", "unas")}


def caption(item: Item, language: Language) -> str:
    """All that a card says of its thing; "" where its category is none of the table's."""
    if item.category not in categories():
        return ""
    parts = _spanish(item) if language == "es" else _english(item)
    return " ".join(part for part in (*parts, audience(item, language)) if part)


def audience(item: Item, language: Language) -> str:
    """Whom an item is for: "for men", "de hombre"; "" where its card does not say it."""
    return str(language_data(language)["caption_audiences"].get(item.gender, ""))


def drawn(item: Item, language: Language) -> str:
    """Its pattern beside a noun: "striped", "a rayas"; "" where its card names none."""
    found = pattern_of(item)
    return str(language_data(language)["caption_patterns"].get(found, found))


def dyed(item: Item, gender: str, plural: bool) -> str:
    """Its colour in Spanish, as it agrees with a noun."""
    known = colours().get(item.colour)
    return known.spanish(gender, plural) if known else ""


def cards(plan: Plan) -> tuple[Item, ...]:
    """Each photo of a plan as if what it shows had a card; of a lone one the customer knows the kind."""
    named = plan.photo_category if len(plan.photos) == 1 else ""
    return tuple(_card(photo, at, named) for at, photo in enumerate(plan.photos))


def of_kind(category: str) -> Item:
    """A card that says nothing but what kind of thing it is of."""
    return Item("", "", category, Path())


def listed(shown: Sequence[Item], grammar: Grammar) -> str:
    """What photos show, each thing once: "a red skirt and a white shirt"; "" where none is known."""
    said = (caption(item, grammar.language) for item in shown)
    return grammar.listed([*dict.fromkeys(filter(None, said))])


def _card(photo: PhotoAttributes, at: int, named: str) -> Item:
    """Its title has the words by which rules know things; plain is no word that is told. What is known of
    another garment in the picture is not said of the one that is named."""
    if named in photo.also and named != photo.category:
        photo = replace(photo, colours=(), pattern="", audience="")
    category = (named or _sure(photo, "category", photo.category)) if photo.garment else ""
    colour = _sure(photo, "colour", "".join(photo.colours[:1]))
    pattern = "" if photo.pattern == "plain" else _sure(photo, "pattern", photo.pattern)
    title = " ".join(filter(None, (colour, pattern, category)))
    return Item(f"photo {at}", title, category, Path(), colour=colour, gender=photo.audience)


def _sure(photo: PhotoAttributes, field: str, value: str) -> str:
    """What is seen, where it is sure enough to be said and not only to be searched by."""
    at, least = SAID[field]
    return value if len(photo.chances) <= at or photo.chances[at] >= least else ""


def _english(item: Item) -> tuple[str, ...]:
    words = (item.colour, drawn(item, "en"), item.category)
    first = next(word for word in words if word)
    if categories()[item.category].pair:
        return ("a pair of", *words)
    if item.category in UNCOUNTED:
        return words
    return ("an" if first[0] in "aeio" else "a", *words)  # "a unisex", and no colour begins with u


def _spanish(item: Item) -> tuple[str, ...]:
    known = categories()[item.category]
    noun, article = known.es_plural if known.pair else known.es, ARTICLES[known.es_gender][known.pair]
    return (article, noun, dyed(item, known.es_gender, known.pair), drawn(item, "es"))
