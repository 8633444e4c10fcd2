"""How an answer begins: with the customer's photo, and with the items by name.

Knows names and captions; does not know what fits or what is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.advice import templates as s
from app.advice.realize import listed
from app.advice.reasons import asked_colour, echoed
from app.advice.voice import Voice
from app.factcheck.safety import shown_title
from app.nlu.mentions import mentions, tokens
from app.nlu.wish import Wish
from data.catalogue.catalogue import Item

SPOKEN_OF = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")  # a caption: words and nothing else
OFFERS = {"offer", "brand", "low", "high"}  # and none of these


def seen_as(
    voice: Voice, wish: Wish, items: Sequence[Item], photo: bool, seen: str, asked: str
) -> Iterator[str]:
    """That there is a photo, and what it looks like if its caption speaks of what was looked for, or of what
    that is to go with."""
    if not photo:
        return
    things = voice.plurals(item.category for item in items)
    caption, garments = " ".join(seen.split()), _garments(seen, voice)
    if not SPOKEN_OF.fullmatch(caption) or shown_title(caption) != caption or _kinds(caption, voice) & OFFERS:
        garments = set()  # more than a caption
    kinds = {item.category for item in items}
    if wish.intent == "outfit":
        yield voice.say(s.SEEN_OUTFIT_AS, seen=caption) if garments else voice.say(s.SEEN_OUTFIT)
    elif garments & kinds:
        yield voice.say(s.SEEN_AS, seen=caption, things=things)
    elif garments and kinds <= _garments(asked, voice):
        yield voice.say(s.SEEN_BESIDE, seen=caption, things=things)
    else:
        our = "nuestras" if voice.speech.female(items[0].category) else "nuestros"
        yield voice.say(s.SEEN, things=things, our=our)


def _kinds(text: str, voice: Voice) -> set[str]:
    return {m.kind for m in mentions(tokens(text), voice.language)}


def _garments(text: str, voice: Voice) -> set[str]:
    return {m.value for m in mentions(tokens(text), voice.language) if m.kind == "garment"}


def opening(voice: Voice, wish: Wish, items: Sequence[Item]) -> str:
    """The items by name."""
    speech, kinds = voice.speech, {item.category for item in items}
    names = [speech.name(item, noun=len(kinds) > 1 or len(items) == 1) for item in items]
    titles = listed(_once(names), speech.and_)
    if len(items) == 1:
        echo = echoed(voice, wish, items)
        return voice.say(s.ONE_ECHOED if echo else s.ONE, title=titles, are=speech.it_is(items[0]), echo=echo)
    if len(kinds) > 1:
        return voice.say(s.OUTFIT if wish.intent == "outfit" else s.TOGETHER, titles=titles)
    dyed = len({item.colour for item in items}) == 1 and items[0].colour == asked_colour(wish, items[0])
    colour = items[0].colour if dyed else ""
    these = speech.several(len(items), colour, items[0].category)  # "two black t-shirts"
    if len(set(names)) == 1:  # a catalogue without titles
        return voice.say(s.SEVERAL_ALIKE, these=these)
    return voice.say(s.SEVERAL, these=these, titles=titles)


def _once(names: Sequence[str]) -> list[str]:
    """Each name once, with how often it stands there: "the white sneakers (2 ×)"."""
    counted = Counter(names)
    return [f"{name} (×{count})" if count > 1 else name for name, count in counted.items()]
