"""Whether a message leans on the conversation before it, and whose words its wish then rests on.

Knows readings; what comes of it is for app/followups.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.nlu.lexicon import OCCASIONS
from app.nlu.parser import Reading, read
from app.nlu.prices import asks_price
from app.nlu.specifics import OTHER, specifics
from app.nlu.tagger import parts, tokens, topics
from app.nlu.wish import Language
from data.catalogue.vocabulary import plain
from models.llm.chat_model import Message

BRIEF = 6  # words of a message that only describes
OPENING = ("and", "y", "also", "plus", "tambien", "with", "con", "e")
ANOTHER = re.compile(r"^(?:an?other|an? different|otr[oa]s?) ")
LONGEST = 14  # words of a message that leans on another
SHORT = 6  # words in which another occasion is all that is said: "hmm no, less formal"
CHANGES = frozenset(("cheapest", "cheaper", "warmer", "lighter", "altered"))
LEANS = frozenset(("that", "more", "again", "like")) | CHANGES
ALONE = frozenset(("hostile", "service", "goods", "chat", "place"))  # business of its own


def stands_on(messages: Sequence[Message], language: Language) -> str:
    """The customer's words that the last wish rests on: of a message that leans on others, theirs too."""
    said: list[str] = []
    for message in (m for m in reversed(messages) if m.role == "user"):
        said.append(message.text)
        if message.images or not leans(message.text, read(message.text, language)):
            break
    return " . ".join(reversed(said))


def leans(text: str, words: Reading) -> bool:
    """Whether a message says nothing of its own that could be searched for."""
    about = topics(text)
    if not words.wish.wanted and _describes(text):
        return len(tokens(text)) <= LONGEST
    if words.wish.intent == "outfit" and words.wish.refused and "outfit" not in about:
        return True  # "no shorts, please"
    spoken = words.wish.pattern or about & CHANGES  # "y de flores?"; a lighter one is no lighter
    business = about & ALONE - ({"goods"} if spoken else set())
    if len(tokens(text)) > LONGEST or words.named or (business and "self" not in about):
        return False
    if about & {*CHANGES, "self"}:
        return True
    if words.wish.intent == "chat" and len(tokens(text)) <= SHORT and about & set(OCCASIONS):
        return True
    numbers = any(p.kind == "colour" or p.number > 1 for p in parts(text))
    if words.sure and words.wish.intent in ("outfit", "chat", "not_carried"):
        small = words.wish.intent == "chat" or "outfit" not in about
        # "not those, something else", "no, three", "something in green"
        return small and ("more" in about or (numbers and bool(about & {"greeting", "something"})))
    wish = words.wish
    numbers = numbers or any(p.kind == "number" for p in parts(text))
    return bool(about & LEANS or wish.colour or wish.pattern or wish.gender or wish.avoid or numbers)


def _describes(text: str) -> bool:
    """Whether it says no more than how or whose a thing should be, or what it costs: "not Nike", "in linen",
    "another brand?"."""
    told = specifics(text)
    short = len(tokens(text)) <= BRIEF and any(one.sure for one in told)
    named = any(one.sure and (one.name or one.refused) for one in told)
    return short or named or bool(OTHER.search(plain(text))) or asks_price(text)


def adds(words: Reading, text: str) -> bool:
    """Whether a garment is named beside those before: "and shoes to go with them"."""
    opens = next(iter(tokens(text)), "") in OPENING or bool(ANOTHER.match(plain(text)))
    return bool(words.sure and words.wish.wanted and (opens or topics(text) & {"that", "with"}))
