"""Advice composed from the cards: what was found, why it fits, how to wear it, and what is missing.

For language models whose prose cannot be shown. Says nothing that is not on a card or in the wish, and says
the same again for the same items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.advice import honesty
from app.advice import templates as s
from app.advice.opening import opening, seen_as
from app.advice.reasons import asked_for, besides
from app.advice.styling import price, style
from app.advice.voice import Voice
from app.nlu.tagger import topics
from app.nlu.wish import Wish
from data.catalogue.catalogue import Item
from data.store.store import Match

LONGEST = 4  # sentences
LACKING = 2  # of them, for what is missing
AGAIN = re.compile(r"^(?:To be honest, |La verdad es que )")  # said once is enough
KIN = {  # what comes nearest to a category that is not in stock, best first
    "t-shirt": ("shirt", "jersey"), "shirt": ("t-shirt", "jersey"), "jersey": ("jacket", "shirt", "t-shirt"),
    "jacket": ("coat", "jersey"), "coat": ("jacket", "jersey"), "dress": ("skirt", "saree"),
    "skirt": ("dress", "pants"),
    "pants": ("shorts", "skirt"), "shorts": ("pants", "skirt"), "shoes": ("sandals",), "sandals": ("shoes",),
    "socks": (), "hat": ("scarf", "gloves"), "bag": ("wallet",), "wallet": ("bag",), "belt": (),
    "watch": ("jewellery",), "jewellery": ("watch",), "tie": ("scarf",), "scarf": ("hat", "gloves"),
    "gloves": ("scarf", "hat"), "sunglasses": (), "umbrella": (),
    "kurta": ("shirt", "t-shirt"), "saree": ("dress", "kurta"), "nightwear": (),
    "tracksuit": ("pants", "jersey"), "swimwear": ("shorts",), "gift set": ("wallet", "jewellery", "bag"),
}  # fmt: skip


def closest_category(category: str, stocked: Sequence[str]) -> str | None:
    """The category in stock that comes nearest to one that is not, or None."""
    return next((name for name in KIN.get(category, ()) if name in stocked), None)


def compose(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str], photo: bool = False,
    seen: str = "", asked: str = "",
) -> Iterator[str]:  # fmt: skip
    """Advice about exactly these matches, in pieces of a few words and in 2 to 4 sentences.

    ``wish.wanted`` is what was searched for ("" for any category), ``missing`` the wanted categories that the
    shop does not carry, ``stocked`` those it does, ``photo`` whether there is one, ``seen`` what it
    looks like, ``asked`` the customer's words.
    """
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing, asked)
    said: list[str] = []
    if items and wish.intent != "chat":
        said = [*seen_as(voice, wish, items, photo, seen, asked), opening(voice, wish, items)]
    lacking = shortfalls(wish, matches, missing, stocked, asked)
    room = LONGEST - len(said) - len(lacking) if said else 0
    more = _more(voice, wish, items, room)
    at = len(lacking) - bool(missing)  # what the shop does not carry comes last
    yield from re.findall(r"\S+\s*\S*\s*\S*\s*", " ".join([*said, *lacking[:at], *more, *lacking[at:]]))


def shortfalls(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str], asked: str = ""
) -> list[str]:
    """Only what is missing, in the same words: two sentences at most."""
    items = [match.item for match in matches]
    voice = _voice(wish, items, missing, asked)
    found = honesty.shortfalls(voice, wish, items, asked) if items and wish.intent != "chat" else ()
    rest = list(_without(voice, wish, items, missing, stocked, asked))
    return _honest_once([*_joined(list(found), LACKING - len(rest)), *rest])


def _joined(said: Sequence[str], most: int) -> list[str]:
    """So many sentences: those that are too many stand behind the last of them, each after a semicolon."""
    if len(said) <= most:
        return list(said)
    own, more = said[: most - 1], [said[most - 1], *(AGAIN.sub("", part) for part in said[most:])]
    rest = [part if part.startswith("I ") else part[0].lower() + part[1:] for part in more[1:]]
    return [*own, "; ".join(part.rstrip(".") for part in (more[0], *rest)) + "."]


def _honest_once(said: Sequence[str]) -> list[str]:
    """The sentences, of which only the first calls itself honest."""
    bare = [AGAIN.sub("", part) for part in said]
    first = next((at for at, part in enumerate(said) if part != bare[at]), -1)
    return [part if at == first else bare[at][:1].upper() + bare[at][1:] for at, part in enumerate(said)]


def _voice(wish: Wish, items: Sequence[Item], missing: Sequence[str], asked: str) -> Voice:
    return Voice(wish.language, "|".join([asked, *([item.id for item in items] or [wish.intent, *missing])]))


def _more(voice: Voice, wish: Wish, items: Sequence[Item], room: int) -> list[str]:
    """Of all else that there is to say, as many sentences as there is room for."""
    if room < 1:
        return []
    fits = list(asked_for(voice, wish, items))
    told = list(besides(voice, wish, items, bool(fits)))
    cheap = wish.cheap and wish.intent != "outfit"
    given = wish.gift and wish.intent == "search"
    worn = [voice.say(s.GIVEN)] if given else list(style(voice, items))
    costs = list(price(voice, items, wish.below, cheap))
    asked = costs if wish.below or wish.cheap or wish.priced else []
    best = [*fits, *asked, *worn, *told, *costs][:room]  # in this order of weight …
    return [part for part in (*fits, *told, *worn, *costs) if part in best]  # … and told in this one


def _without(
    voice: Voice, wish: Wish, items: Sequence[Item], missing: Sequence[str], stocked: Sequence[str],
    asked: str,
) -> Iterator[str]:  # fmt: skip
    """What is said of the things that are not there, or when nothing was to be searched for."""
    near = _nearest(missing, stocked, items)
    if wish.intent == "chat":
        about = topics(asked)
        said = s.SERVICE if "service" in about else s.GREETING if "greeting" in about else s.CHAT
        yield voice.say(said, list=honesty.in_stock(voice, stocked))
    elif items:
        if missing:
            yield honesty.also_missing(voice, missing, near, asked)
    elif missing:
        yield honesty.refused(voice, missing, near, stocked, asked)
    elif wish.below and wish.wanted:
        things = voice.plurals([w.category for w in wish.wanted], voice.speech.neither)
        yield voice.say(s.NOTHING_BELOW, things=things)
    else:
        nothing = s.NOT_SOLD if wish.intent == "not_carried" else s.NOTHING
        yield voice.say(nothing, list=honesty.in_stock(voice, stocked))


def _nearest(missing: Sequence[str], stocked: Sequence[str], items: Sequence[Item]) -> str | None:
    shown = {item.category for item in items}
    near = (closest_category(name, stocked) for name in missing)
    return next((name for name in near if name and name not in shown), None)
