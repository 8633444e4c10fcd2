"""What a message means that leans on the conversation: "and in blue?", "the second one but cheaper", "more".

The conversation is the argument and nothing is kept. The words of earlier messages are read again, which
costs no model call; what was shown is known by the ids of the turn, or by the titles in its answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.nlu.attributes import MATCHING, in_another, only
from app.nlu.leaning import CHANGES, adds, leans
from app.nlu.lexicon import OCCASIONS, WHOM
from app.nlu.parser import Reading, labels, read
from app.nlu.prices import asks_price
from app.nlu.tagger import Part, parts, tokens, topics
from app.nlu.tones import tone_in
from app.nlu.wearer import is_sized
from app.nlu.wish import KINDS, Language, Wanted, Wish
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain
from models.llm.chat_model import Message

TINTS = frozenset(("shade", "tone", "colour", "color", "tono"))  # may be lighter, and the garment stays
OTHERS = CHANGES - {"cheapest"} | {"more"}  # after which nothing is shown again
ORDINALS = {
    "first": 0, "primero": 0, "primera": 0, "second": 1, "segundo": 1, "segunda": 1, "third": 2,
    "tercero": 2, "tercera": 2, "fourth": 3, "cuarto": 3, "cuarta": 3, "last": -1, "ultimo": -1,
    "ultima": -1,
}  # fmt: skip
SINGLE = frozenset(
    ("another one", "one more", "otro mas", "otra mas", "uno mas", "una mas", "otro", "otra", "another")
)
LOWEST = re.compile(r"\b(?:cheapest|(?:el|la|los|las|lo) mas (?:barat|economic))")  # and no cheaper one
THE_CHEAPEST = re.compile(
    r"\b(?:(?:is|whats) the cheapest|cheapest one|(?:el|la) mas (?:barat|economic)\w+)\b"
)
WARMER = {
    "t-shirt": "jersey", "shirt": "jersey", "jersey": "jacket", "jacket": "coat", "shorts": "pants",
    "skirt": "pants", "dress": "jersey", "sandals": "shoes", "kurta": "jersey",
}  # fmt: skip
LIGHTER = {
    "coat": "jacket", "jacket": "jersey", "jersey": "t-shirt", "shirt": "t-shirt", "pants": "shorts",
    "shoes": "sandals",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said before: the wish that stands, and the items last shown and ever shown."""

    wish: Wish | None
    last: tuple[Item, ...] = ()
    ever: tuple[str, ...] = ()


def continued(
    messages: Sequence[Message], words: Reading, shop: Callable[[], Sequence[Item]], language: Language
) -> Wish | None:
    """The wish of the last message, completed from those before it; None where it stands on its own.

    ``words`` is its reading, ``shop`` gives every item there is.
    """
    earlier, asked = messages[:-1], messages[-1]
    if asked.images or not any(m.role == "user" for m in earlier):
        return None
    if not leans(asked.text, words) and not adds(words, asked.text):
        return None
    before = _before(earlier, shop, language)
    if before.wish is None:
        return None
    if words.sure and words.wish.intent == "search" and words.wish.wanted:
        return _beside(before.wish, words.wish, asked.text)
    return _turned(before, words, asked.text)


def _before(earlier: Sequence[Message], shop: Callable[[], Sequence[Item]], language: Language) -> Talk:
    """The conversation up to now."""
    wish: Wish | None = None
    last: tuple[Item, ...] = ()
    ever: tuple[str, ...] = ()
    for message in earlier:
        if message.role == "assistant":
            items = _shown(message, shop())
            last, ever = items or last, (*ever, *(item.id for item in items))
            continue
        words = read(message.text, language)
        if leans(message.text, words) and wish is not None:
            wish = _turned(Talk(wish, last, ever), words, message.text)
        elif words.sure and words.wish.intent in ("search", "outfit"):
            wish = words.wish
    if last and (wish is None or not wish.wanted):
        counts = Counter(item.category for item in last)
        wanted = tuple(Wanted(name, count) for name, count in counts.items())[:KINDS]
        wish = replace(wish or Wish("search", language=language), wanted=wanted)
        if wish.intent != "outfit":  # "can it be less formal?" is said of all its pieces
            wish = replace(wish, intent="search")
    return Talk(wish, last, ever)


def _shown(message: Message, items: Sequence[Item]) -> tuple[Item, ...]:
    """What an answer showed, in its order: by the ids of the turn, or else by the titles that it names."""
    if message.shown:
        by_id = {item.id: item for item in items}
        return tuple(by_id[name] for name in message.shown if name in by_id)
    text = plain(message.text)
    named = [
        (text.find(plain(title)), item) for item in items for title in {item.title, item.title_es} if title
    ]
    found = sorted((at, item.id, item) for at, item in named if at >= 0)
    return tuple({key: item for _, key, item in found}.values())


def _beside(before: Wish, wish: Wish, text: str) -> Wish:
    """Another garment for the same person and occasion; a matching one in the same colour."""
    if not wish.colour and MATCHING & set(tokens(text)):
        wish = replace(wish, colour=before.colour)
    owned = (*wish.owned, *(w.category for w in before.wanted))
    return replace(wish, gender=wish.gender or before.gender, usage=wish.usage or before.usage, owned=owned)


def _turned(before: Talk, words: Reading, text: str) -> Wish:
    """The wish before with what the new message changes."""
    wish, said, about = before.wish or Wish("search"), words.wish, topics(text)
    chosen = _chosen(text, before.last)
    if chosen:
        wish = replace(wish, intent="search", wanted=(Wanted(chosen.category, 1),), colour=chosen.colour)
    wish = replace(
        wish,
        language=said.language,
        gender=said.gender or only(labels(WHOM, tokens(text))) or wish.gender,
        usage=said.usage or only({*about} & set(OCCASIONS)) or wish.usage,
    )
    wish = _recoloured(wish, said, parts(text))
    if in_another(text) and not said.colour:
        own = {item.colour for item in ([chosen] if chosen else before.last)}
        wish = replace(wish, colour="", avoid=said.avoid or only(own), seen=before.ever)
    tone = tone_in(text) or ("" if said.colour else wish.tone)
    refused = (*wish.refused, *said.refused)
    wish = replace(wish, tone=tone, refused=refused, sized=is_sized(text), priced=asks_price(text))
    if said.pattern:
        wish = replace(wish, pattern=said.pattern, wanted=tuple(replace(w, pattern="") for w in wish.wanted))
    wish = _recounted(wish, text, about)
    if about & {"warmer", "lighter"} and not TINTS & set(tokens(text)):
        other = WARMER if "warmer" in about else LIGHTER
        kinds = {other.get(w.category, w.category): w for w in wish.wanted}
        wish = replace(wish, wanted=tuple(replace(w, category=name) for name, w in kinds.items()))
    lowest = "cheapest" in about and ("cheaper" not in about or bool(LOWEST.search(plain(text))))
    if lowest:
        wish = _cheapest(wish, text)
    elif "cheaper" in about:
        wish = replace(wish, below=_price([chosen] if chosen else before.last), cheap=True)
    if (about & OTHERS and not lowest) or _refuses(text):
        wish = replace(wish, seen=before.ever)
    return wish


def _chosen(text: str, shown: Sequence[Item]) -> Item | None:
    """The one of the items shown that "the second one" means."""
    at = next((ORDINALS[word] for word in tokens(text) if word in ORDINALS), None)
    return shown[at] if at is not None and -len(shown) <= at < len(shown) else None


def _recoloured(wish: Wish, said: Wish, pieces: Sequence[Part]) -> Wish:
    if said.avoid:
        wish = replace(wish, avoid=said.avoid, colour="" if said.avoid == wish.colour else wish.colour)
    colour = said.colour or next((p.colour for p in pieces if p.colour and p.colour != said.avoid), "")
    if not colour:
        return wish
    return replace(wish, colour=colour, wanted=tuple(replace(w, colour="") for w in wish.wanted))


def _recounted(wish: Wish, text: str, about: frozenset[str]) -> Wish:
    """With the new number: "two of them", "another one"."""
    number = next((p.number for p in parts(text) if p.kind == "number"), 0)
    if "more" in about and any(f" {phrase} " in f" {' '.join(tokens(text))} " for phrase in SINGLE):
        number = number or 1
    if not number or len(wish.wanted) != 1:
        return wish
    return replace(wish, wanted=(replace(wish.wanted[0], count=number),))


def _cheapest(wish: Wish, text: str) -> Wish:
    """What is wanted at the lowest price, and one of it where one is asked for: "which is the cheapest?"."""
    alone = len(wish.wanted) == 1 and bool(THE_CHEAPEST.search(plain(text)))
    wanted = (replace(wish.wanted[0], count=1),) if alone else wish.wanted
    return replace(wish, wanted=wanted, cheap=True)


def _price(items: Sequence[Item]) -> float:
    """The lowest price among them, which something cheaper must be below; 0 where none is known."""
    return min((item.price for item in items if item.price), default=0.0)


def _refuses(text: str) -> bool:
    """Whether what was shown is turned down: "not that one", "I don't like those"."""
    return bool({"not", "no", "dont"} & set(tokens(text))) and "that" in topics(text)
