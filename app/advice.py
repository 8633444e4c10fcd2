"""Advice composed from the cards: what was found, why it fits, how to wear it, and what is missing.

For language models whose prose cannot be shown. Says nothing that is not on a card or in the wish, and says
the same again for the same items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app import honesty
from app import sentences as s
from app.facts import asked_colour, asked_for, besides
from app.harmless import shown_title
from app.mentions import mentions, normal, tokens
from app.senses import NOT
from app.speech import listed
from app.styling import price, style
from app.voice import Voice
from app.wish import Wish
from data.catalogue import Item
from data.store import Match

LONGEST = 4  # sentences; of what is missing nothing is left out, and one suggestion is always made
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
    shop does not carry, ``stocked`` those it does, ``photo`` whether there is one, ``seen`` what it
    looks like.
    """
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing)
    lacking = shortfalls(wish, matches, missing, stocked)
    said: list[str] = []
    if items and wish.intent != "chat":
        said = list(_seen(voice, wish, items, photo, seen))
        said += _about(voice, wish, items, LONGEST - len(lacking) - len(said))
    yield from re.findall(r"\S+\s*\S*\s*\S*\s*", " ".join([*said, *lacking]))


def shortfalls(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str]
) -> list[str]:
    """Only what is missing, in the same words."""
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing)
    found = honesty.shortfalls(voice, wish, items) if items and wish.intent != "chat" else ()
    return [*found, *_without(voice, wish, items, missing, stocked)]


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


def _voice(wish: Wish, items: Sequence[Item], missing: Sequence[str]) -> Voice:
    return Voice(wish.language, "|".join([item.id for item in items] or [wish.intent, *missing]))


def _about(voice: Voice, wish: Wish, items: Sequence[Item], room: int) -> Iterator[str]:
    """The items by name, and of the rest as many sentences as there is room for: one at least."""
    fits, more = list(asked_for(voice, wish, items)), list(besides(voice, wish, items))
    worn, costs = list(style(voice, items)), list(price(voice, items))
    best = [*fits, *worn, *more, *costs][: max(room - 1, 1)]  # in this order of weight …
    yield _opening(voice, wish, items)
    yield from (part for part in (*fits, *more, *worn, *costs) if part in best)  # … and told in this one


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


def _seen(voice: Voice, wish: Wish, items: Sequence[Item], photo: bool, seen: str) -> Iterator[str]:
    """That there is a photo, and what it looks like if its caption speaks of what was looked for."""
    things = voice.plurals(item.category for item in items)
    caption = " ".join(seen.split())
    garments = {m.value for m in mentions(tokens(caption), voice.language) if m.kind == "garment"}
    if re.search(r"[.!?;:]", caption) or shown_title(caption) != caption:  # more than a caption
        garments = set()
    if not photo:
        return
    if wish.intent == "outfit":
        yield voice.say(s.SEEN_OUTFIT_AS, seen=caption) if garments else voice.say(s.SEEN_OUTFIT)
    elif garments & {item.category for item in items}:
        yield voice.say(s.SEEN_AS, seen=caption, things=things)
    else:
        our = "nuestras" if voice.speech.female(items[0].category) else "nuestros"
        yield voice.say(s.SEEN, things=things, our=our)


def _opening(voice: Voice, wish: Wish, items: Sequence[Item]) -> str:
    """The items by name."""
    speech, kinds = voice.speech, {item.category for item in items}
    names = [speech.name(item, noun=len(kinds) > 1 or len(items) == 1) for item in items]
    titles = listed(names, speech.and_)
    if len(items) == 1:
        return voice.say(s.ONE, title=titles)
    if len(kinds) > 1:
        return voice.say(s.OUTFIT if wish.intent == "outfit" else s.TOGETHER, titles=titles)
    colour = items[0].colour if all(item.colour == asked_colour(wish, item) for item in items) else ""
    these = speech.several(len(items), colour, items[0].category)  # "two black t-shirts"
    if len(set(names)) < len(names):  # a catalogue without titles
        return voice.say(s.SEVERAL_ALIKE, these=these)
    return voice.say(s.SEVERAL, these=these, titles=titles)
