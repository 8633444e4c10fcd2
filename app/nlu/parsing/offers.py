"""What a message answers to an offer or a question about photos: "yes, but in blue", "the trousers", "both".

Knows the last answer's plan, with what its photos show, and not the photos; does not know what stands else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.nlu.lexicon import mapping, words
from app.nlu.parser import OTHER_BUSINESS, Parsed, parse_message
from app.nlu.parsing.dependence import CHANGES, depends_on_context
from app.nlu.photos import photo_question
from app.nlu.tagger import Piece, Utterance
from app.plan import SIMILAR, Aspect, DialogueState, Filters, PhotoAttributes, Plan, RequestedItem
from data.catalogue.vocabulary import family

JUDGED: set[Aspect] = {"occasion", "warmth", "season"}  # aspects by which a thing may not do
MAX_TOKENS = 14  # of a message that takes an offer up, or chooses


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer taken up: the plan that was offered, and what the message says of how things should be; None
    where that is nothing."""

    plan: Plan
    said: Parsed | None = None


def taken(parsed: Parsed, state: DialogueState, vocabulary: tuple[str, ...] = ()) -> Taken | None:
    """What a message takes up of what the last answer offered or asked about; None where it is about anything
    else."""
    offered, said = state.offered, parsed.said
    if offered is None or len(said.tokens) > MAX_TOKENS or "hostile" in said.topics:
        return None
    line = Utterance(parsed.written).unmarked
    left = _agreed().sub("", line)
    agrees = left != line
    rest = (
        parse_message(left, parsed.plan.language, vocabulary, parsed.brands)
        if agrees and left.strip()
        else parsed
    )
    offered = replace(offered, language=parsed.plan.language)
    rest = replace(rest, plan=replace(rest.plan, language=offered.language))
    every, bare = _things(offered), agrees and {*_words(left)} <= words("polite") | words("agrees")
    if bare and offered.act == "ask":  # which one, still
        return Taken(offered)
    known = all(one.category for one in every)  # else nothing was offered
    if bare:
        return Taken(_wish(offered, every)) if known else None
    if photo_question(rest, len(offered.photos)):
        return None
    if chosen := _chosen(rest, offered):
        return Taken(_wish(offered, chosen, rest), _without_choice(rest))
    takes = agrees or (not state.shown and depends_on_context(rest))
    if offered.act == "discuss" and known and takes and _changes(rest):
        return Taken(_wish(offered, every), rest)
    return None


def as_offered(plan: Plan, offered: Plan, said: Utterance) -> Plan:
    """The changed plan, still judged as was asked, with as many things as were offered unless the message
    says a number, and without the colours of the photos where it wants others: "in another colour"."""
    plan = replace(plan, aspects=offered.aspects)
    if not any(piece.number > 1 for piece in said.pieces):  # "the first one", "for a wedding"
        pairs = zip(plan.wanted, offered.wanted, strict=False)
        plan = plan.wanting(replace(item, count=before.count) for item, before in pairs)
    another = said.says("another_colour") and not plan.filters.colours
    if not (another or plan.filters.colour_group):
        return plan
    own = {seen.category: seen.colours[:1] if another else () for seen in plan.photos}
    return plan.wanting(
        replace(item, colours=(), like="", excluded_colours=own.get(item.category, ()))
        for item in plan.wanted
    )


def settled(state: DialogueState) -> DialogueState:
    """A state whose request says in words what its photos said, which are gone, and so is the offer."""
    plan = state.plan
    if plan is None or not plan.photos:
        return replace(state, offered=None)
    named = any(item.category and not item.from_photo for item in plan.wanted)
    if plan.act == "search" and not named:
        seen = _garments(plan)
        items = plan.wanted or tuple(RequestedItem("", SIMILAR, from_photo=True) for _ in seen[:1])
        filled = [_filled(plan, *pair) for pair in zip(items, seen, strict=False)]
        plan = plan.wanting((*filled, *items[len(filled) :]))
        plan = plan if all(item.category for item in plan.wanted) else plan.wanting(())
    return replace(state, plan=replace(plan, photos=(), photo_category=""), offered=None)


def _filled(plan: Plan, item: RequestedItem, seen: PhotoAttributes) -> RequestedItem:
    """A request by a photo with what that shows, where the words say nothing else."""
    own, every = _item(seen, item.count), plan.filters
    dyed = item.colours or item.excluded_colours or every.colours or every.colour_group
    off = own.colours if plan.another_colour and not (dyed or every.excluded_colours) else ()
    return replace(
        item, category=item.category or own.category, from_photo=True, like="" if off else own.like,
        colours=item.colours if dyed or off or every.excluded_colours else own.colours,
        excluded_colours=item.excluded_colours or off,
        pattern=item.pattern or ("" if every.pattern else own.pattern),
        audience=item.audience or ("" if every.audience else own.audience),
    )  # fmt: skip


def _garments(plan: Plan) -> tuple[PhotoAttributes, ...]:
    """What each photo with a garment shows; of a lone one the customer knows the kind, and of what else it
    shows no more is known."""
    seen = [one for one in plan.photos if one.garment]
    named = plan.photo_category if len(plan.photos) == 1 else ""
    return tuple(
        PhotoAttributes(category=named) if named in one.also else replace(one, category=named or one.category)
        for one in seen
    )


def _things(offered: Plan) -> tuple[PhotoAttributes, ...]:
    """What was offered or asked about: the garment of each photo, or those between which is to be chosen."""
    seen = _garments(offered)
    if offered.act != "ask":
        return seen
    known = {one.category: one for one in seen}
    return tuple(known.get(name, PhotoAttributes(category=name)) for name in offered.choices)


def _item(seen: PhotoAttributes, count: int) -> RequestedItem:
    """A request for things like a garment; a card of the shop says all of it."""
    if seen.item_id:
        return RequestedItem(seen.category, count, like=seen.item_id, from_photo=True)
    pattern = "" if seen.pattern == "plain" else seen.pattern
    return RequestedItem(
        seen.category, count, seen.colours[:1], pattern=pattern, audience=seen.audience, from_photo=True
    )


def _wish(offered: Plan, things: Sequence[PhotoAttributes], said: Parsed | None = None) -> Plan:
    """What was offered: as many like each thing as there are places, or what goes with them; for the occasion
    and the weather that a lone photo was asked about."""
    asked, alone = offered.filters, len(offered.photos) == 1
    whom = "" if "audience" in offered.aspects else asked.audience
    filters = Filters(audience=whom, usage=asked.usage, weather=asked.weather, occasion=asked.occasion)
    plan = Plan(
        "search", filters=filters if alone else Filters(audience=whom), language=offered.language,
        photos=offered.photos if offered.act == "ask" and len(things) > 1 else tuple(things),
        aspects=tuple(one for one in offered.aspects if one in JUDGED and alone),
    )  # fmt: skip
    if "match" in offered.aspects:
        own = (replace(_item(one, 1), role="owned", like="", colours=one.colours[:1]) for one in things)
        told = {one.audience for one in things} - {"", "unisex"}
        filters = replace(plan.filters, audience=whom or (told.pop() if len(told) == 1 else ""))
        beside = (item for item in offered.items if item.role == "owned")
        return replace(plan, act="outfit", items=(*own, *beside), filters=filters)
    names = said.plan if said else plan
    each = (_item(one, max(1, SIMILAR // len(things))) for one in things)
    return plan.wanting(replace(item, term=names.term(item.category)) for item in each)


def _chosen(said: Parsed, offered: Plan) -> tuple[PhotoAttributes, ...]:
    """The things that a message points out: all of them, by their places, by name, or by colour."""
    things = _things(offered)
    others = [PhotoAttributes(category=name) for one in offered.photos for name in one.also]
    others = [one for one in others if one.category not in {thing.category for thing in things}]
    about = said.said.topics
    if about & (OTHER_BUSINESS - {"chat"}) or "with" in about:
        return ()
    if said.named:
        return _named(said, (*things, *others))
    if len(things) < 2:
        return ()
    return _all_of(said, things) or _in_place(said, things) or _dyed(said, things)


def _all_of(said: Parsed, things: Sequence[PhotoAttributes]) -> tuple[PhotoAttributes, ...]:
    """All the things, where a message says so: "both, please"."""
    line = " ".join(_words(said.said.unmarked))
    found = next((p for p in sorted(words("all_of_them"), key=len, reverse=True) if _has(line, p)), "")
    return tuple(things) if found and _is_all(said, _words(re.sub(rf"\b{found}\b", " ", line))) else ()


def _in_place(said: Parsed, things: Sequence[PhotoAttributes]) -> tuple[PhotoAttributes, ...]:
    """The things that are pointed out by their places: "the first one", "photo 2"."""
    ordinals, told = mapping("ordinals"), _words(said.said.unmarked)
    places = [ordinals[word] for word in told if word in ordinals]
    if {*told} <= words("of_a_place") | {*filter(str.isdecimal, told)}:
        places += [int(word) - 1 for word in told if word.isdecimal() and word != "0"]
    left = [word for word in told if word not in ordinals and not word.isdecimal()]
    if not _is_all(said, left):
        return ()
    return tuple(things[at] for at in dict.fromkeys(places) if -len(things) <= at < len(things))


def _dyed(said: Parsed, things: Sequence[PhotoAttributes]) -> tuple[PhotoAttributes, ...]:
    """The things of a colour: "the red one"."""
    pointed = {*said.said.tokens} & words("definite")
    dyed = {piece.colour for piece in said.said.pieces if piece.colour} if pointed else set()
    return tuple(one for one in things if dyed & {*one.colours, *map(family, one.colours)})


def _has(line: str, phrase: str) -> bool:
    return f" {phrase} " in f" {line} "


def _is_all(said: Parsed, left: Sequence[str]) -> bool:
    """Whether the words that are left of a message only ask for things, or say how they should be."""
    quiet = ("polite", "agrees", "asking", "of_a_place", "definite", "pronouns", "joining_with")
    return {*left} <= frozenset().union(*map(words, quiet)) or _changes(said)


def _named(said: Parsed, things: Sequence[PhotoAttributes]) -> tuple[PhotoAttributes, ...]:
    """The things that a message names, and nothing else: a bare name or one with "the", no "a red shirt"."""
    kinds, off = said.plan.categories("wanted"), said.plan.categories("refused")
    found = [one for one in things if one.category in kinds]
    if off and not kinds:
        found = [one for one in things if one.category not in off and {*off} <= {t.category for t in things}]
    pieces = [piece for piece in said.said.pieces if piece.garment]
    fresh = any(_is_new(said.said, piece) for piece in pieces)
    if fresh or not {*kinds} <= {one.category for one in things} or said.plan.categories("owned"):
        return ()
    return tuple(found)


def _is_new(said: Utterance, piece: Piece) -> bool:
    """Whether a garment is any of its kind and not the one spoken of: "a shirt", "red dresses"."""
    before = said.tokens[: piece.first]
    pointed = next((word for word in reversed(before) if word in words("definite") | words("indefinite")), "")
    several = piece.garment is not None and piece.garment.count > 1 and not piece.garment.pair
    return pointed in words("indefinite") if pointed else several


def _without_choice(said: Parsed) -> Parsed:
    """What a message says besides which thing is meant."""
    quiet = {*mapping("ordinals"), *words("pronouns")}
    kept = [token for token in said.said.tokens if token not in quiet and not token.isdigit()]
    return replace(said, said=Utterance(" ".join(kept)), plan=said.plan.wanting(()))


def _changes(said: Parsed) -> bool:
    """Whether a message says only how things should be, and asks nothing else."""
    if said.named or said.said.says("asks_price") or said.plan.unsold:
        return False
    if said.said.tokens[:1] and said.said.tokens[0] in words("nay") | words("none"):
        return False
    told = said.plan.filters != Filters() or said.said.topics & CHANGES or said.said.says("another_colour")
    return bool(told or any(piece.kind == "number" and piece.number > 1 for piece in said.said.pieces))


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line)


@lru_cache
def _agreed() -> re.Pattern[str]:
    """The words at the beginning of a message that agree to what was offered."""
    phrases = sorted(words("agrees") | words("accepted"), key=len, reverse=True)
    return re.compile(rf"^[\s¡¿]*(?:(?:{'|'.join(map(re.escape, phrases))})\b[\s,.!;:…¡?-]*)+")
