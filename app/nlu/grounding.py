"""Holds what a small language model read against the customer's own words and the shop's vocabulary.

The words decide what they name. Of the rest the model decides what is meant, and a garment that it invents is
asked about and never passed on. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu.parser import Reading, read
from app.nlu.wish import Wish
from data.catalogue.vocabulary import categories, plain

NEXT_OF_KIN = {  # what a garment is most easily taken for, to ask "a coat or a jacket?"
    "t-shirt": "shirt", "shirt": "t-shirt", "jersey": "jacket", "jacket": "coat", "coat": "jacket",
    "dress": "skirt", "skirt": "dress", "pants": "shorts", "shorts": "pants", "shoes": "sandals",
    "sandals": "shoes", "socks": "shoes", "hat": "scarf", "scarf": "hat", "bag": "wallet", "wallet": "bag",
    "belt": "tie", "tie": "scarf", "watch": "jewellery", "jewellery": "watch", "gloves": "scarf",
    "kurta": "shirt", "saree": "dress", "nightwear": "t-shirt", "tracksuit": "pants", "swimwear": "shorts",
    "sunglasses": "hat", "umbrella": "coat", "gift set": "wallet",
}  # fmt: skip


def grounded(wish: Wish, text: str, reading: Reading | None = None) -> Wish:
    """What model and words agree on; a wish that asks back where they name two things or none."""
    words = reading or read(text, wish.language)
    if words.sure:
        return words.wish
    if words.either:
        return _chosen(wish, words)
    own = tuple(w for w in wish.wanted if w.category not in categories() and plain(w.category) in plain(text))
    language = words.wish.language
    if own:
        return replace(wish, wanted=own, language=language)
    if wish.intent == "search" and wish.wanted:  # nobody named that
        return _unnamed(wish, words)
    said = words.wish
    if wish.intent == "not_carried" and not words.asks:  # nothing is asked for that could be sold or not
        return Wish("chat", language=language)
    return Wish(wish.intent, (), said.colour, said.gender, said.usage, language)


def checked(wish: Wish, text: str, reading: Reading | None = None) -> Wish:
    """The wish of a larger model, which knows more words than we do, held against those that we know."""
    words = reading or read(text, wish.language)
    said = words.wish
    if words.sure or words.either:
        same = (wish.intent, wish.counts()) == (said.intent, said.counts())
        if not same:
            return grounded(wish, text, words)
        if len(said.wanted) > len(said.counts()):  # one category, several colours
            return said
        return _with(wish, said)
    if wish.intent == "search" and wish.wanted and not words.strange:  # nobody named that
        return asked(tuple(w.category for w in wish.wanted)[:2], said.language)
    return _with(wish, said)


def _with(wish: Wish, said: Wish) -> Wish:
    """What a model is asked for, as it says it; all else as the words do."""
    return replace(
        said, intent=wish.intent, wanted=wish.wanted, colour=wish.colour, gender=wish.gender,
        usage=wish.usage, unsure=wish.unsure,
    )  # fmt: skip


def asked(either: Sequence[str], language: str) -> Wish:
    """A wish that asks the customer which of these categories is meant."""
    return Wish("chat", language="es" if language == "es" else "en", unsure=tuple(either))


def _chosen(wish: Wish, words: Reading) -> Wish:
    """A misspelt garment as the model reads it too; otherwise the customer is asked."""
    agreed = [w.category for w in wish.wanted if w.category in words.either]
    if not agreed:
        return asked(words.either[:2], words.wish.language)
    first = words.either[0]
    meant = (replace(w, category=agreed[0]) if w.category == first else w for w in words.wish.wanted)
    return replace(words.wish, wanted=tuple(meant))


def _unnamed(wish: Wish, words: Reading) -> Wish:
    """The model sees a garment where the words name none: a slip of the pen is asked about, a strange word is
    nothing that the shop knows, and known words are small talk."""
    language = words.wish.language
    if not words.near:
        return Wish("not_carried" if words.strange and words.asks else "chat", language=language)
    read_too = [w.category for w in wish.wanted if w.category in words.near]
    kin = [NEXT_OF_KIN[name] for name in words.near if name in NEXT_OF_KIN]
    return asked(tuple(dict.fromkeys([*read_too, *words.near, *kin]))[:2], language)
