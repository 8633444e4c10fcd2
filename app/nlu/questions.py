"""Questions about items shown before: which of them is warmer, what they are made of, what they cost in all.

A message is one if it has the form of a question, asks after something that a card may say, and wants
nothing new to be shown. Knows of the items only by which words they are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from app.nlu import constraints
from app.nlu.lexicon import LANGUAGES, alternatives, groups, nouns, pattern, words, words_of
from app.nlu.parser import Parsed
from app.nlu.parsing.people import audience, labels, only
from app.nlu.references import References, references
from app.nlu.tagger import Piece, Utterance
from app.plan import Aspect, Descriptor, DialogueState, Filters, Order, Plan, RequestedItem
from data.catalogue.item import Item
from data.catalogue.vocabulary import plain

MAX_TOKENS = 30  # of a question
MAX_BARE_TOKENS = 3  # of one without a verb or a mark: "el material"
NAMED: tuple[Aspect, ...] = tuple(one for one in get_args(Aspect) if one not in ("choice", "descriptor"))
# What is asked after without the form of a question; what "do you have" may ask after; what other words of a
# message serve; in which things may differ
BARE = {"difference", "total", "material", "care", "size", "reason", "details"}
MARKED = {"descriptor", "season", "occasion", "warmth"}  # and in a few words with a mark: "waterproof?"
HELD = {"size", "total", "difference", "reason", "details", "care"}
SERVED: tuple[Aspect, ...] = ("total", "care", "size", "difference", "match", "other")
TOLD = {"audience", "choice", "season", "warmth", "match"}  # what "for my grandfather" may tell of
WEIGHED = {"price", "warmth", "size", "material", "colour"}
SHOP = ("topic_service", "topic_robot", "shop_business")  # for the people of the shop to answer
MIN_SUM = 2  # things that can be added up
MAX_OWN_COLOUR = 2  # places between a garment of the customer's own and its colour


def question(
    parsed: Parsed, state: DialogueState, shown: Sequence[Item], seen: Sequence[Item]
) -> Plan | None:
    """The plan to discuss the items that a message asks about; None where it asks after none of them.

    ``shown`` are on the screen, ``seen`` all items of the conversation.
    """
    said = Utterance(parsed.written)
    if len(said.tokens) > MAX_TOKENS or "hostile" in said.topics:
        return None
    meant = references(said, shown, seen)
    if meant.unseen:
        return None
    if len(shown) > 1 and pattern("the_other_one").search(said.plain):
        return _about_the_other(said, parsed, state, shown)
    if outfit := _around(said, parsed, state, meant, shown):
        return outfit
    aspects = aspects_of(said, len(meant.items or shown), meant.parts)
    if not is_question(said, meant, aspects) or asks_something_new(said, meant, aspects):
        return None
    owners = words("owners") & set(said.tokens)
    if set(aspects) <= TOLD and owners and "?" not in said.text:
        return None  # "it is for my grandfather, who is always cold" tells something
    aspects = ("details",) if aspects == ("category",) else aspects or unknown(said, meant)
    if not aspects:
        return None
    those = meant.items or _spoken_of(said, state, shown)
    if aspects == ("total",) and len(those) < MIN_SUM:
        those = tuple(seen)  # of all that was chosen so far
    if "match" in aspects and not meant.beside and len(meant.items) < 2:
        those = tuple({item.id: item for item in (*shown, *meant.items)}.values())
    own = tuple(beside_it(said, piece) for piece in meant.beside)
    filters = parsed.purchase.added_to(filters_of(said, aspects, state))
    if meant.parts and "descriptor" in aspects:
        parts = (Descriptor(piece.text, _names(piece)) for piece in meant.parts)
        filters = replace(filters, descriptors=(*filters.descriptors, *parts))
    language = said.language(state.plan.language if state.plan else parsed.plan.language)
    ids = tuple(item.id for item in those)
    return Plan("discuss", own, filters, language, references=ids, aspects=aspects)


def _about_the_other(said: Utterance, parsed: Parsed, state: DialogueState, shown: Sequence[Item]) -> Plan:
    """All that the cards say of those that were not spoken of last; of the second, where none was."""
    rest = tuple(item.id for item in shown if item.id not in (state.discussed or (shown[0].id,)))
    language = said.language(state.plan.language if state.plan else parsed.plan.language)
    return Plan("discuss", language=language, references=rest or (shown[-1].id,), aspects=("details",))


def _around(
    said: Utterance, parsed: Parsed, state: DialogueState, meant: References, shown: Sequence[Item]
) -> Plan | None:
    """The plan for what goes with items that were shown, where nothing is named that should."""
    line, those = _line(said), meant.items or tuple(_spoken_of(said, state, shown))[:1]
    asked = pattern("asks_with_what").search(line) and (meant.items or pattern("with_it").search(line))
    others = {p.garment.category for p in said.pieces if p.garment} - {item.category for item in those}
    if not asked or others or meant.beside:
        return None
    before = state.plan.filters if state.plan else Filters()
    genders, usages = ({getattr(item, name) for item in those} for name in ("gender", "usage"))
    filters = Filters(
        audience=only(genders - {"", "unisex"}) or before.audience, usage=only(usages),
        occasion=before.occasion, weather=before.weather,
    )  # fmt: skip
    own = (RequestedItem(i.category, colours=(i.colour,) if i.colour else (), role="owned") for i in those)
    language, ids = said.language(parsed.plan.language), tuple(item.id for item in those)
    return Plan("outfit", tuple(own), filters, language, parsed.plan.query, references=ids, exclude=ids)


def _line(said: Utterance) -> str:
    return " ".join(said.tokens)


def _asked(said: Utterance) -> str:
    """The message without the words that only open it."""
    return re.sub(rf"^(?:(?:{alternatives('question_opener')})(?: |$))+", "", _line(said))


def _opens(said: Utterance) -> bool:
    """Whether a clause begins as questions do; without a mark, the first."""
    clauses = re.split(r"[.,]", _asked(said))
    begun = clauses if "?" in said.text else clauses[:1]
    return any(pattern("question").match(clause.strip()) for clause in begun)


def is_question(said: Utterance, meant: References, aspects: Sequence[Aspect]) -> bool:
    """Whether a message has the form of a question: by its first word, by a verb behind what it points out,
    by its mark, or by what it asks after."""
    asked = _asked(said)
    if _opens(said):
        return True
    if pattern("objects").search(asked):
        return False
    if "difference" in aspects and len(meant.items) > 1:
        return True
    marked = "?" in said.text
    told = set(aspects) - {"descriptor"}  # "that V-neck makes me look awful" is no question
    if meant.items and pattern("question_verb").search(asked) and (marked or told):
        return True
    bare, short = BARE & set(aspects), len(said.tokens) <= MAX_BARE_TOKENS
    if marked and short and aspects and MARKED.issuperset(aspects):
        return True
    return bool(bare) and (marked or (bare != {"size"} and short))


def asks_something_new(said: Utterance, meant: References, aspects: Sequence[Aspect]) -> bool:
    """Whether it wants anything shown that is not on the screen: another colour, another garment, more; or
    has other business with the shop."""
    line, held = _line(said), HELD & set(aspects)
    asked = Utterance(said.text[: said.text.rfind("?") + 1] or said.text)  # what follows only tells
    sold = any("want" in piece.cues and piece.text in words("selling") for piece in asked.pieces)
    return bool(
        (any(map(said.says, SHOP)) and not {"care", "size"} & set(aspects))
        or (pattern("asks_something_new").search(line) and not held & {"details", "size", "reason"})
        or meant.strange
        or _in_a_colour(said.pieces)
        or ("match" in aspects and pattern("asks_with_what").search(line))
        or (sold and not held)
    )


def _in_a_colour(pieces: Sequence[Piece]) -> bool:
    """Whether things are asked for in a colour: "do they come in blue?"."""
    pairs = zip(pieces, pieces[1:], strict=False)
    return any(b.colour and a.text in words("colour_in") for a, b in pairs)


def aspects_of(said: Utterance, count: int, parts: Sequence[Piece]) -> tuple[Aspect, ...]:
    """What is asked after of so many items, by each of the questions in a message."""
    clauses = _clauses(said)
    every = [_asked_after(clause, count, parts) for clause in clauses if len(clauses) > 1]
    told = [found for found in every if found and found != ("choice",)]
    if len(told) < 2:
        return _asked_after(said, count, parts)
    return tuple(sorted({name: 0 for found in told for name in found}, key=lambda name: name != "choice"))


def _clauses(said: Utterance) -> list[Utterance]:
    """The questions of a message one by one."""
    return [Utterance(clause) for clause in pattern("next_question").split(said.plain) if clause.strip()]


def _less(said: Utterance, aspects: Sequence[Aspect], about: str) -> bool:
    """Whether less of that is asked for: in "which is cheaper and which warmer", of the price alone."""
    own = [one for one in _clauses(said) if pattern(f"about_{about}").search(_line(one))]
    return any(pattern("asks_less").search(_line(one)) for one in own if about in aspects)


def _asked_after(said: Utterance, count: int, parts: Sequence[Piece]) -> tuple[Aspect, ...]:
    """The aspects of one question; only the first of what other words serve."""
    line = _line(said)
    found: list[Aspect] = [name for name in NAMED if pattern(f"about_{name}").search(line)]
    found += ["colour"] if _is_a_colour(said) else []
    found += ["occasion"] if _usage(said) else []
    found += ["season"] if constraints.weather(said) and "warmth" not in found else []
    if WEIGHED & set(found):
        found = [name for name in found if name not in ("difference", "season")]
    for vague in ("category", "details", "other"):
        found = [name for name in found if name != vague] or found
    single = next((name for name in SERVED if name in found), None)
    if "price" in found and count > 1 and pattern("leaves_out").search(line):
        found = ["total"]
    found = [single] if single else found or (["descriptor"] if _asked_to_have(said) or parts else [])
    compares = count > 1 and pattern("asks_which").search(line) and not set(SERVED[:4]) & set(found)
    if compares and (found or _opens(said)):
        found = ["choice", *found]
    return tuple(dict.fromkeys(found))


def _asked_to_have(said: Utterance) -> tuple[Descriptor, ...]:
    """What items are asked to have or to be: pockets, wool, waterproof."""
    known = frozenset().union(*map(words_of, ("material", "property", "detail", "cut", "quality")))
    told = constraints.descriptors(said.text)
    return tuple(one for one in told if known & set(one.forms) and one.word not in words("tells_nothing"))


def _is_a_colour(said: Utterance) -> bool:
    """Whether it is asked if a thing is of a colour: "is the second really black?"."""
    told = [piece for piece in said.pieces if piece.kind != "stop"]
    verbs = any(piece.text in words("being") for piece in told)
    if len(told) < 2 or not (verbs and told[-1].colour):
        return False
    beside = told[-2]  # in Spanish a colour behind a noun is part of its name
    return beside.text not in words("definite") and not (beside.garment and said.language("en") == "es")


def _usage(said: Utterance) -> str:
    return only(labels("occasions", said.tokens) | said.topics & set(groups("occasions")))


def unknown(said: Utterance, meant: References) -> tuple[Aspect, ...]:
    """That something else is asked of the items, where words point at them and at no business of the shop."""
    business = said.topics & {"service", "chat", "place"} and not meant.items
    asks = (
        pattern("yes_or_no").search(_asked(said)) if meant.items else pattern("yes_or_no").match(_asked(said))
    )
    return ("other",) if asks and not business and not meant.beside else ()


def _spoken_of(said: Utterance, state: DialogueState, shown: Sequence[Item]) -> tuple[Item, ...]:
    """What "it" is: what the last question was about; else all that is on the screen."""
    last = [item for item in shown if item.id in state.discussed]
    return tuple(last if last and pattern("singular").search(_line(said)) else shown)


def _names(piece: Piece) -> tuple[str, ...]:
    """The words by which a card may name a garment."""
    assert piece.garment
    own = (nouns(code).get(piece.garment.category, ())[:1] for code in LANGUAGES)
    forms = (plain(form) for noun in own for one in noun for form in (one.one, one.many) if form)
    return tuple(sorted({piece.text, *forms}))


def beside_it(said: Utterance, piece: Piece) -> RequestedItem:
    """A garment of the customer's own, with the colour that is said beside it."""
    assert piece.garment
    far = MAX_OWN_COLOUR
    near = [o.colour for o in said.pieces if o.colour and -far <= o.first - piece.last <= far]
    return RequestedItem(piece.garment.category, colours=tuple(near[:1]), role="owned", term=piece.text)


def filters_of(said: Utterance, aspects: Sequence[Aspect], state: DialogueState) -> Filters:
    """What the question weighs by: an occasion, weather, order of prices, what an item should have; for a
    reason, what was asked for before."""
    line, weather, less = _line(said), constraints.weather(said), pattern("asks_less").search(_line(said))
    if "reason" in aspects:
        return _stands(state)
    if "warmth" in aspects:
        cooler = _less(said, aspects, "warmth") if "price" in aspects else less
        weather = "hot" if cooler or weather == "hot" else "cold"
    elif "season" in aspects and pattern("about_summer").search(line):
        weather = "hot"
    cheap = _less(said, aspects, "price")
    order: Order = ("price_asc" if cheap else "price_desc") if "price" in aspects else ""
    usage = _usage(said) or ("formal" if "occasion" in aspects else "")
    return Filters(
        tuple(p.colour for p in said.pieces if p.colour)[:1] if "colour" in aspects else (),
        audience=whom_asked(said) if "audience" in aspects else "", order=order, weather=weather,
        usage="casual" if usage == "formal" and less else usage, descriptors=_weighed(said, aspects),
    )  # fmt: skip


def whom_asked(said: Utterance) -> str:
    """Whom they are asked to be for; "son" is no boy in Spanish."""
    return audience(said if said.language("en") == "en" else Utterance(re.sub(r"\bson\b", "", said.plain)))


def _weighed(said: Utterance, aspects: Sequence[Aspect]) -> tuple[Descriptor, ...]:
    """What items are asked to have, where that is all, or stuffs and sleeves."""
    told = _asked_to_have(said) if {"descriptor", "material", "length"} & set(aspects) else ()
    return tuple(one for one in told if one.certain or "length" not in aspects)


def _stands(state: DialogueState) -> Filters:
    """The filters of the request that stands, with the colours of its items."""
    if state.plan is None:
        return Filters()
    filters = state.plan.filters
    own = dict.fromkeys(name for item in state.plan.wanted for name in item.colours)
    return replace(filters, colours=filters.colours or tuple(own))
