"""How far an item's card agrees with a wish, and the words in which an encoder is asked for one.

Knows the shop's vocabulary; does not know encoders, pictures or the store.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.nlu.mentions import synonyms, words_of
from app.nlu.tones import TONES
from app.nlu.wish import Wish
from app.search.weather import suits
from data.catalogue.catalogue import Item
from data.catalogue.patterns import pattern_of
from data.catalogue.vocabulary import categories, category_named, colours, plain

SCALE = 32  # more than weather and usage together
AVOIDED = 20  # more than all that can speak for an item
PRINTS = ("floral", "animal-print", "paisley", "camouflage", "polka-dot")  # all of them are prints
LOUNGING = re.compile(
    r"\b(?:leggings?|jeggings?|track ?pants?|sweatpants?|joggers?|lounge\w*|yoga|capris?|mallas?)\b", re.I
)
CHILDREN = {  # whom a title names, whatever column its card has for men and women
    "boys": re.compile(r"\b(?:kids?|boys|infants?|toddlers?|ni[nñ]os|beb[eé]s?)\b", re.I),
    "girls": re.compile(r"\b(?:kids?|girls|infants?|toddlers?|ni[nñ]as|beb[eé]s?)\b", re.I),
}
WHOM = {"men": " for men", "women": " for women", "boys": " for boys", "girls": " for girls"}


def phrase(wish: Wish, noun: str) -> str:
    """The wish for one kind of thing, as the encoder was trained to read it: "red striped shirt for men"."""
    said = (wish.colour, wish.pattern, f"{noun}{WHOM.get(wish.gender, '')}")
    return " ".join(filter(None, said))


def own_word(words: str, category: str) -> str:
    """The customer's own, more precise word for a category ("boots"); "" if it is just its name."""
    known = categories().get(category)
    if known is None:
        return ""
    names = {plain(name) for name in (known.name, known.plural, known.es, known.es_plural)}
    said = re.findall(r"\w+", plain(words))
    for length in (3, 2, 1):
        for start in range(len(said) - length + 1):
            term = " ".join(said[start : start + length])
            if (
                term not in names
                and term not in words_of("brand")
                and any(category_named(form) == category for form in _forms(term))
            ):
                return term
    return ""


@lru_cache
def same_as(word: str) -> frozenset[str]:
    """The words of both languages for the finer garment that this one names, in the singular or the plural:
    tacones, heels; none where it names no such."""
    groups = (synonyms(form) for form in (*_forms(word), f"{word}s"))
    return frozenset().union(*(group for group in groups if len(group) > 1))


def _forms(term: str) -> tuple[str, ...]:
    return (term, term.removesuffix("s"), term.removesuffix("es"))


def fit(wish: Wish, item: Item, word: str = "") -> int:
    """How far a card agrees with a wish: whom it is for first, its very kind, pattern and colour, then the
    weather, usage last."""
    kind = _kind(word, item) if word else 0
    colour = 0
    if wish.colour:
        colour = 4 if item.colour == wish.colour else 2 if _family(item.colour) == _family(wish.colour) else 0
    elif wish.tone:
        colour = 4 if item.colour in TONES[wish.tone] else 0
    gender = 6 if not wish.gender or _suits(item, wish.gender) else 0
    pattern = 4 if wish.pattern and patterned(item, wish.pattern) else 0
    off = wish.avoid and wish.avoid in (item.colour, _family(item.colour))  # navy blue is blue too
    refused = AVOIDED if off else 0
    usage = 1 if wish.usage and item.usage == wish.usage else 0
    little = 2 * suits(item, wish.weather) + usage - _out_of_place(wish, item)
    return SCALE * (kind + pattern + colour + gender - refused) + little


def _kind(word: str, item: Item) -> int:
    """5 where a card has the customer's own word for it, 4 where it has another word for the same, in either
    language, or the half of it that tells."""
    said = plain(f"{item.title} {item.title_es}")
    if min(_forms(word), key=len) in said:
        return 5
    if any(f" {name} " in f" {said} " for name in same_as(word)):
        return 4
    telling = [half for half in word.split() if category_named(half) == item.category]
    named = {plain(name) for known in categories().values() for name in (known.name, known.plural)}
    return 4 if any(re.search(rf"\b{half}\b", said) for half in telling if half not in named) else 0


def _out_of_place(wish: Wish, item: Item) -> int:
    """Where nobody is named, children's things; for an occasion or an outfit, what is worn for sport."""
    sporty = bool(LOUNGING.search(item.title)) + (item.usage == "sports")
    dressed = wish.usage in ("formal", "party") or (wish.intent == "outfit" and wish.usage != "sports")
    young = not wish.gender and meant_for(item, "kids")
    return (sporty if dressed else 0) + young


def people(item: Item) -> tuple[str, ...]:
    """Whom a card names: the children of its title before anybody else; () where it names nobody."""
    young = tuple(name for name, said in CHILDREN.items() if said.search(item.title))
    return young or ((item.gender,) if item.gender else ())


def meant_for(item: Item, gender: str) -> bool:
    """Whether a card names these people, or anyone; in its title at least."""
    named = people(item)
    if gender == "kids":
        return not CHILDREN.keys().isdisjoint(named)
    return gender in named or "unisex" in named or f" {gender} " in f" {plain(item.title)} "


def _suits(item: Item, gender: str) -> bool:
    return not item.gender or meant_for(item, gender)


def patterned(item: Item, asked: str) -> bool:
    """Whether a card bears out a pattern that is asked for; plain is also what names no pattern at all."""
    own = pattern_of(item)
    return own == asked or (asked == "plain" and not own) or (asked == "printed" and own in PRINTS)


def allowed(wish: Wish, item: Item) -> bool:
    """Whether an item may be shown at all: not one seen before, nor one that is not cheap enough."""
    dear = bool(wish.below and item.price and item.price >= wish.below)
    return item.id not in wish.seen and not dear


def _family(colour: str) -> str:
    known = colours().get(colour)
    return known.family if known else colour
