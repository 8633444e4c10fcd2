"""Questions about items shown before: which of them is warmer, what they are made of, what they cost together.

A message is one if it has the form of a question, asks after something that a card may say, and wants
nothing new to be shown. Does not know cards beyond the words by which items are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from app.nlu import constraints
from app.nlu.attributes import audience, labels, only
from app.nlu.lexicon import alternatives, groups, pattern, words
from app.nlu.parser import Parsed
from app.nlu.references import References, references
from app.nlu.tagger import Piece, Utterance
from app.plan import Aspect, Descriptor, DialogueState, Filters, Order, Plan, RequestedItem
from data.catalogue.item import Item

MAX_QUESTION_TOKENS = 30
NAMED = tuple(name for name in get_args(Aspect) if name not in ("choice", "descriptor", "other"))
TELLING = (
    "difference",
    "total",
    "material",
    "care",
    "reason",
    "details",
)  # said without any form of a question
EXCLUSIVE = ("total", "care", "size", "difference", "match")  # what other words of a message serve
TOLD = ("size", "total", "difference", "reason", "details", "care")  # what "do you have" may ask for as well
TIME = ("warmth", "season")


def question(
    parsed: Parsed, state: DialogueState, shown: Sequence[Item], earlier: Sequence[Item]
) -> Plan | None:
    """The plan to discuss the items that a message asks about; None where it asks after none of them."""
    said = Utterance(parsed.written)
    if not shown or len(said.tokens) > MAX_QUESTION_TOKENS or "hostile" in said.topics:
        return None
    meant = references(said, shown, earlier)
    aspects = _aspects(said, meant, shown)
    if not _is_question(said, meant, aspects) or _asks_something_new(said, meant, aspects):
        return None
    aspects = aspects or _unknown(parsed, said, meant)
    if not aspects:
        return None
    those = meant.items or tuple(shown)
    if "match" in aspects and not meant.beside:
        those = _with_pair(said, meant.items, shown)
    own = tuple(_beside(said, piece) for piece in meant.beside)
    spoken = state.plan.language if state.plan else parsed.plan.language
    return Plan(
        "discuss", own, _filters(said, aspects, state), said.language(spoken), parsed.plan.query,
        tuple(item.id for item in those), aspects=aspects,
    )  # fmt: skip


def _line(said: Utterance) -> str:
    return " ".join(said.tokens)


def _asked(said: Utterance) -> str:
    """The message without the words that only open it."""
    return re.sub(rf"^(?:(?:{alternatives('question_opener')})(?: |$))+", "", _line(said))


def _is_question(said: Utterance, meant: References, aspects: Sequence[Aspect]) -> bool:
    """Whether a message has the form of a question: by its first word, by a verb behind what it points out,
    by its mark, or by what it asks after."""
    asked = _asked(said)
    if any(pattern("question").match(clause.strip()) for clause in re.split(r"[.,]", asked)):
        return True
    if pattern("objects").search(asked):
        return False
    marked, short = "?" in said.text, len(said.tokens) <= 3
    if meant.items and aspects and (marked or pattern("question_verb").search(asked)):
        return True
    return any(name in TELLING for name in aspects) and (marked or short or "total" in aspects)


def _asks_something_new(said: Utterance, meant: References, aspects: Sequence[Aspect]) -> bool:
    """Whether it wants anything shown that is not on the screen: another colour, another garment, more."""
    line = _line(said)
    if pattern("shop_business").search(line) and "care" not in aspects:
        return True
    if pattern("asks_something_new").search(line) and not ("details" in aspects or "size" in aspects):
        return True
    if _in_a_colour(said.pieces) or meant.strange:
        return True
    if "match" in aspects and pattern("asks_with_what").search(line):
        return True
    sold = any("want" in piece.cues and piece.text in words("selling") for piece in said.pieces)
    return sold and not set(TOLD) & set(aspects)


def _in_a_colour(pieces: Sequence[Piece]) -> bool:
    """Whether things are asked for in a colour: "do they come in blue?"."""
    pairs = zip(pieces, pieces[1:], strict=False)
    return any(b.colour and a.text in words("colour_in") for a, b in pairs)


def _aspects(said: Utterance, meant: References, shown: Sequence[Item]) -> tuple[Aspect, ...]:
    """What is asked after, the most telling first; of several only the first of those that need no other."""
    line = _line(said)
    found: list[Aspect] = [name for name in NAMED if pattern(f"about_{name}").search(line)]
    if _is_a_colour(said.pieces):
        found.append("colour")
    if _usage(said):
        found.append("occasion")
    if constraints.weather(said) and not set(TIME) & set(found):
        found.append("season")
    single = next((name for name in EXCLUSIVE if name in found), None)
    found = [single] if single else found
    if not found and descriptors(said):
        found = ["descriptor"]
    if "warmth" in found and "season" in found:
        found.remove("warmth" if constraints.weather(said) == "rain" else "season")
    compares = len(meant.items or shown) > 1 and pattern("asks_which").search(line)
    if compares and not {"total", "difference", "care"} & set(found):
        found = ["choice", *found] if found or pattern("question").match(_asked(said)) else []
    return tuple(dict.fromkeys(found))


def descriptors(said: Utterance) -> tuple[Descriptor, ...]:
    """What the items are asked to have or to be: pockets, wool, waterproof."""
    return tuple(one for one in constraints.descriptors(said.text) if one.certain or len(one.forms) > 3)


def _is_a_colour(pieces: Sequence[Piece]) -> bool:
    """Whether it is asked if a thing is of a colour: "is the second really black?"."""
    last = next((piece for piece in reversed(pieces) if piece.kind != "stop"), None)
    verbs = [at for at, piece in enumerate(pieces) if piece.text in words("being")]
    between = pieces[verbs[-1] + 1 : -1] if verbs else []
    return bool(last and last.colour and verbs) and not any(p.garment for p in between)


def _usage(said: Utterance) -> str:
    return only(labels("occasions", said.tokens) | said.topics & set(groups("occasions")))


def _unknown(parsed: Parsed, said: Utterance, meant: References) -> tuple[Aspect, ...]:
    """That something else is asked of the items, where words point at them and at no business of the shop."""
    points = bool(meant.items) or bool(words("one_of_shown") & set(said.tokens))
    business = parsed.said.topics & {"service", "chat", "place", "hostile"}
    asks = pattern("yes_or_no").match(_asked(said))
    return ("other",) if points and asks and not business and not meant.beside else ()


def _with_pair(said: Utterance, named: Sequence[Item], shown: Sequence[Item]) -> tuple[Item, ...]:
    """What is to go together: one thing that is named beside all that "it" may be."""
    rest = len(named) == 1 and words("one_of_shown") & set(said.tokens)
    return tuple({item.id: item for item in (*shown, *named)}.values()) if rest else tuple(named or shown)


def _beside(said: Utterance, piece: Piece) -> RequestedItem:
    """A garment of the customer's own, with the colour that is said beside it."""
    assert piece.garment
    near = [other.colour for other in said.pieces if other.colour and abs(other.first - piece.last) <= 2]
    return RequestedItem(piece.garment.category, colours=tuple(near[:1]), role="owned")


def _filters(said: Utterance, aspects: Sequence[Aspect], state: DialogueState) -> Filters:
    """What the question compares by: an occasion, weather, order of prices, or what an item should have. For a
    reason, what was asked for before."""
    stands, less = state.plan.filters if state.plan else Filters(), pattern("asks_less").search(_line(said))
    if "reason" in aspects:
        own = state.plan.wanted if state.plan else ()
        colours = stands.colours or tuple(dict.fromkeys(name for item in own for name in item.colours))
        return replace(stands, colours=colours)
    order: Order = ("price_asc" if less else "price_desc") if "price" in aspects else ""
    weather = constraints.weather(said)
    if "season" in aspects and not weather and pattern("about_summer").search(_line(said)):
        weather = "hot"
    if "warmth" in aspects:
        weather = "hot" if less or weather == "hot" else "cold"
    asked = descriptors(said) if {"descriptor", "material", "length"} & set(aspects) else ()
    colours = tuple(p.colour for p in said.pieces if p.colour)[:1] if "colour" in aspects else ()
    usage = _usage(said) or ("formal" if "occasion" in aspects else "")
    usage = "casual" if usage == "formal" and less else usage
    return Filters(
        colours, usage=usage, weather=weather, order=order, descriptors=asked, audience=audience(said)
    )
