"""What words mean beside a photo that they only point at: "two of these", "for my son", "what is this?".

Knows words; does not know what the photo shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.nlu.attributes import in_another, only
from app.nlu.lexicon import WHOM
from app.nlu.parser import Reading, labels
from app.nlu.prices import asks_price
from app.nlu.tagger import parts, tokens, topics
from app.nlu.wearer import young
from app.nlu.wish import Wanted, Wish
from data.catalogue.vocabulary import plain
from models.llm.chat_model import Message

POINTING = r"this|these|that|those|est[aeo]s?|es[aeo]s?"
THIS = re.compile(rf"\b(?:{POINTING}|it|them|same|igual(?:es)?|asi|mism[ao]s?)\b")
BUSINESS = {"hostile", "service"}
COMPARED = {"altered", "warmer", "more"}  # "something brighter", "algo más elegante"


def pointed_at(wish: Wish, text: str) -> Wish:
    """The wish for what a photo shows, where the words name no garment or were taken for small talk.

    A number among them is how many; its category is left to the photo. What they point at behind another
    garment is what that is to go with: "shoes for these trousers".
    """
    kinds = [w.category for w in wish.wanted]
    if (shown := called(text)) in kinds[1:]:
        return replace(wish, wanted=tuple(w for w in wish.wanted if w.category != shown))
    number = next((p.number for p in parts(text) if p.kind == "number" and p.number > 1), 0)
    wanted = (Wanted("", number),) if number else ()
    if wish.intent == "search" and not wish.wanted:
        return replace(wish, wanted=wanted)
    about = topics(text)
    if wish.intent == "outfit" and not wish.wanted and about & COMPARED and "outfit" not in about:
        return replace(wish, intent="search", wanted=wanted)
    whom = only(labels(WHOM, tokens(text))) or young(text)
    if wish.intent != "chat" or wish.unsure or about & BUSINESS or not (whom or _points(text)):
        return wish
    return replace(wish, intent="search", gender=whom, wanted=wanted, priced=asks_price(text))


def only_points(asked: Message, words: Reading) -> bool:
    """Whether a message with a photo, read as ``words``, names nothing and points: "what colour is this?"."""
    return bool(asked.images) and words.wish.intent == "chat" and not words.named and _points(asked.text)


def called(text: str) -> str:
    """The category of the garment that words point at: "this blue skirt" → skirt; "" where they name none."""
    pointed = False
    for piece in parts(text):
        if piece.garment and pointed:
            return piece.garment.category
        pointed = bool(re.fullmatch(POINTING, piece.text)) or (
            pointed and bool(piece.colour or piece.pattern)
        )
    return ""


def tells_of(seen: str, category: str) -> bool:
    """Whether a caption speaks of a garment of this category."""
    return any(piece.garment and piece.garment.category == category for piece in parts(seen))


def points_nowhere(messages: Sequence[Message], words: Reading) -> bool:
    """Whether a first message, read as ``words``, asks for something like a thing that nobody has shown."""
    asked = messages[-1]
    first = not any(m.role == "user" for m in messages[:-1])
    unnamed = words.wish.intent == "search" and not words.wish.wanted and not words.named
    return first and unnamed and not asked.images and "like" in words.about and _points(asked.text)


def _points(text: str) -> bool:
    return bool(THIS.search(plain(text))) or in_another(text)
