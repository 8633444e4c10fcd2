"""Advice composed from the cards: what was found, why it fits, how to wear it, and what is missing.

For language models whose prose cannot be shown. Says nothing that is not on a card or in the wish, and says
the same again for the same items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app import honesty
from app import sentences as s
from app.mentions import normal
from app.senses import NOT
from app.speech import listed
from app.styling import price, style
from app.voice import Voice
from app.wish import Wish
from data.catalogue import Item
from data.store import Match

LONGEST = 4  # sentences of advice; what is missing is said besides
KIN = {  # what comes nearest to a category that is not in stock, best first
    "t-shirt": ("shirt", "jersey"), "shirt": ("t-shirt", "jersey"), "jersey": ("jacket", "shirt", "t-shirt"),
    "jacket": ("coat", "jersey"), "coat": ("jacket", "jersey"), "dress": ("skirt", "saree"),
    "skirt": ("dress", "pants"),
    "pants": ("shorts", "skirt"), "shorts": ("pants", "skirt"), "shoes": ("sandals",), "sandals": ("shoes",),
    "socks": ("shoes",), "hat": ("scarf", "gloves"), "bag": ("wallet",), "wallet": ("bag",),
    "belt": ("tie", "wallet"),
    "watch": ("jewellery", "belt"), "jewellery": ("watch", "scarf"), "tie": ("scarf", "belt"),
    "scarf": ("hat", "tie", "gloves"), "gloves": ("scarf", "hat"), "sunglasses": ("hat",),
    "umbrella": ("coat",),
    "kurta": ("shirt", "t-shirt"), "saree": ("dress", "kurta"), "nightwear": ("t-shirt",),
    "tracksuit": ("pants", "jersey"), "swimwear": ("shorts",), "gift set": ("wallet", "jewellery", "bag"),
}  # fmt: skip


def closest_category(category: str, stocked: Sequence[str]) -> str | None:
    """The category in stock that comes nearest to one that is not, or None."""
    return next((name for name in KIN.get(category, ()) if name in stocked), None)


def compose(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str], photo: bool = False,
    seen: str = "",
) -> Iterator[str]:  # fmt: skip
    """Advice about exactly these matches, in pieces of a few words.

    ``wish.wanted`` is what was searched for ("" for any category), ``missing`` the wanted categories that the
    shop does not carry, ``stocked`` those it does, ``photo`` whether the customer showed one.
    """
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing)
    said = _about(voice, wish, items, photo) if items and wish.intent != "chat" else []
    text = " ".join([*said, *_without(voice, wish, items, missing, stocked)])
    yield from re.findall(r"\S+\s*\S*\s*\S*\s*", text)


def _voice(wish: Wish, items: Sequence[Item], missing: Sequence[str]) -> Voice:
    return Voice(wish.language, "|".join([i.id for i in items] or [wish.intent, *missing]))


def shortfalls(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str]
) -> list[str]:
    """Only what is missing, in the same words."""
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing)
    return [*honesty.shortfalls(voice, wish, items), *_without(voice, wish, items, missing, stocked)]


def vouched(written: Iterator[str], composed: Iterator[str], lacking: Sequence[str]) -> Iterator[str]:
    """What a model wrote and the cards bear out, and what is missing if it did not; or the composed."""
    said = ""
    for sentence in written:
        said += sentence
        yield sentence
    if not said:
        yield from composed
    elif not NOT & set(normal(said).split()):
        yield from (f"{sentence} " for sentence in lacking)


def _about(voice: Voice, wish: Wish, items: Sequence[Item], photo: bool) -> list[str]:
    advice = [*_seen(voice, wish, items, photo), _opening(voice, wish, items), *_fits(voice, wish, items)]
    advice += [style(voice, items), *price(voice, items)]
    return [*advice[:LONGEST], *honesty.shortfalls(voice, wish, items)]


def _without(
    voice: Voice, wish: Wish, items: Sequence[Item], missing: Sequence[str], stocked: Sequence[str]
) -> Iterator[str]:
    """What is said of the things that are not there, or when nothing was to be searched for."""
    near = _nearest(missing, stocked, items)
    if wish.intent == "chat":
        yield voice.say(s.CHAT, list=honesty.in_stock(voice, stocked))
    elif items:
        if missing:
            yield honesty.also_missing(voice, missing, near)
    elif missing:
        yield honesty.refused(voice, missing, near, stocked)
    else:
        nothing = s.NOT_SOLD if wish.intent == "not_carried" else s.NOTHING
        yield voice.say(nothing, list=honesty.in_stock(voice, stocked))


def _nearest(missing: Sequence[str], stocked: Sequence[str], items: Sequence[Item]) -> str | None:
    shown = {item.category for item in items}
    near = (closest_category(name, stocked) for name in missing)
    return next((name for name in near if name and name not in shown), None)


def _seen(voice: Voice, wish: Wish, items: Sequence[Item], photo: bool) -> Iterator[str]:
    if photo and wish.intent == "outfit":
        yield voice.say(s.SEEN_OUTFIT)
    elif photo:
        our = "nuestras" if voice.speech.female(items[0].category) else "nuestros"
        yield voice.say(s.SEEN, things=voice.plurals(item.category for item in items), our=our)


def _opening(voice: Voice, wish: Wish, items: Sequence[Item]) -> str:
    titles = listed([voice.speech.title(item) for item in items], voice.speech.and_)
    if len(items) == 1:
        return voice.say(s.ONE, title=titles)
    if wish.intent == "outfit":
        return voice.say(s.OUTFIT, titles=titles)
    if len({item.category for item in items}) > 1:
        return voice.say(s.TOGETHER, titles=titles)
    colour = wish.colour if all(item.colour == wish.colour for item in items) else ""
    these = voice.speech.several(len(items), colour, items[0].category)  # "two black t-shirts"
    return voice.say(s.SEVERAL, these=these, titles=titles)


def _fits(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """What was asked for and stands on every card."""
    said = len(items) > 1 and len({item.category for item in items}) == 1  # the opening has named the colour
    traits = []
    if wish.colour and not said and all(item.colour == wish.colour for item in items):
        traits.append(voice.speech.in_colour(wish.colour))
    if wish.gender and all(item.gender in (wish.gender, "unisex") for item in items):
        traits.append(voice.speech.whom(wish.gender))
    if wish.usage and all(item.usage == wish.usage for item in items):
        traits.append(voice.speech.usage(wish.usage))
    if traits:
        fits = s.FITS_ONE if len(items) == 1 else s.FITS_ALL
        yield voice.say(fits, traits=listed(traits, voice.speech.and_))
