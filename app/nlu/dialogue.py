"""What a message means in its conversation: "and in blue?", "the second one but cheaper", "more".

Takes the dialogue state, a record, and never old messages. Does not know who keeps it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.nlu import constraints
from app.nlu.intent import is_vague, points
from app.nlu.lexicon import groups, mapping, words
from app.nlu.parser import Parsed, parse_message
from app.nlu.parsing import prices
from app.nlu.parsing.choices import between_colours, between_kinds, for_others
from app.nlu.parsing.companions import around, beside, is_worn_by_others, refined, still_refused, without_own
from app.nlu.parsing.dependence import CHANGES, adds_item, depends_on_context, only_cuts, speaks_of_items
from app.nlu.parsing.offers import as_offered, settled, taken
from app.nlu.parsing.people import audience, by_pronoun, means, of_age, only
from app.nlu.photos import by_photo, photo_question
from app.nlu.questions import question
from app.nlu.tagger import Piece, Utterance
from app.plan import (
    MAX_CATEGORIES,
    MAX_COUNT,
    Descriptor,
    DialogueState,
    Filters,
    Language,
    Plan,
    RequestedItem,
)
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, family

CHILDREN = ("boys", "girls", "kids")
OTHERS = CHANGES - {"cheapest"} | {"more"}  # after which nothing is shown again


def plan_message(
    text: str, state: DialogueState, seen: Sequence[Item], photos: int, language: Language = "en",
    vocabulary: tuple[str, ...] = (), free_search: bool = False, brands: tuple[str, ...] = (),
) -> Plan:  # fmt: skip
    """The plan of a message in its conversation. ``seen`` are the items of ``state.seen``, ``photos`` how
    many the message has.

    With ``free_search`` what is not understood is searched for as it is, instead of asked about.
    """
    if not text.strip():
        return Plan("search", language=language)
    spoken = state.offered or state.plan
    parsed = parse_message(text, spoken.language if spoken else language, vocabulary, brands)
    if spoken and spoken.photos:
        if accepted := None if photos else _accepted(parsed, state, vocabulary):
            return accepted
        state = settled(state)
    shown = [item for name in state.shown for item in seen if item.id == name]
    if photos:
        if about := photo_question(parsed, photos):
            return about
    elif follow_up := _follow_up(parsed, state, shown, seen):
        return follow_up
    if free_search and not parsed.certain:
        return replace(parsed.plan, act="search")
    if photos and not parsed.either:
        return by_photo(parsed.plan, parsed.said)
    plan = parsed.resolved()
    if plan.act in ("chat", "not_carried") and plan.topic in ("", "greeting") and is_vague(parsed.said):
        return replace(plan, act="ask", topic="wish")
    return _for_same_person(between_kinds(plan, parsed.said), parsed.said, state, shown)


def _follow_up(
    parsed: Parsed, state: DialogueState, shown: Sequence[Item], seen: Sequence[Item]
) -> Plan | None:
    """The plan of a message that leans on the conversation before it; None where it stands on its own."""
    if chosen := between_colours(parsed, state, shown):
        return chosen
    asked = None if _objects(parsed) or not shown else question(parsed, state, shown, seen)
    if asked and (len(shown) > 1 or parsed.said.says("any_of_those")):
        asked = for_others(asked, _standing(state, shown, asked.language), shown)
    outfit = around(parsed, state, shown, seen) if shown else None
    follow_up = outfit or asked or _continued(parsed, state, shown)
    if follow_up is None and _has_dangling_reference(parsed, state):
        return Plan("ask", language=parsed.plan.language, topic="photo", query=parsed.plan.query)
    return follow_up


def _accepted(parsed: Parsed, state: DialogueState, vocabulary: tuple[str, ...]) -> Plan | None:
    """The plan for what the last answer offered or asked about photos, as the message takes it up; None where
    it does not."""
    found = taken(parsed, state, vocabulary)
    if found is None:
        return None
    if found.said is None:
        return found.plan  # a bare "yes"
    plan = _changed(found.plan, found.said, DialogueState(), ())
    return replace(as_offered(plan, found.plan, found.said.said), query=parsed.plan.query)


def _objects(parsed: Parsed) -> bool:
    """Whether a message lifts a limit, or turns a colour, a garment or more down, and asks nothing."""
    told = parsed.plan.filters
    refused = told.excluded_colours or any(one.refused for one in told.descriptors) or parsed.plan.barred
    lifted = any(map(parsed.said.says, ("price_lifted", "another_colour"))) or parsed.purchase.lifted
    return bool(lifted or (refused and "?" not in parsed.said.text))


def _for_same_person(plan: Plan, said: Utterance, state: DialogueState, shown: Sequence[Item]) -> Plan:
    """A new wish for whom the one before was, where it names nobody: a woman's skirt after a man's shirt is
    for no man, and "for me" is for who speaks."""
    named = state.plan.filters.audience if state.plan else ""
    told = plan.filters.audience and not means(by_pronoun(said), named)
    if plan.act not in ("search", "outfit") or told or any(i.audience for i in plan.items):
        return plan
    young = only(item.gender for item in shown)
    whom = named or (young if young in CHILDREN else "")
    if not whom or is_worn_by_others(plan, whom) or said.says("for_me"):
        return plan
    filters = still_refused(plan.filters, state.plan.filters) if state.plan else plan.filters
    return replace(plan, filters=replace(filters, audience=whom))


def _has_dangling_reference(parsed: Parsed, state: DialogueState) -> bool:
    """Whether a first message asks for something like a thing that nobody has shown."""
    plan, first = parsed.plan, state == DialogueState()
    unnamed = plan.act == "search" and not plan.wanted and not parsed.named
    return first and unnamed and "like" in parsed.said.topics and points(parsed.said)


def _continued(parsed: Parsed, state: DialogueState, shown: Sequence[Item]) -> Plan | None:
    """The plan completed from the one that stands; None where the message stands on its own."""
    if state == DialogueState():
        return None
    before = _standing(state, shown, parsed.plan.language)
    if before and speaks_of_items(parsed, before):
        bare = replace(parsed.plan.wanting(()), filters=without_own(parsed.plan.filters))
        return refined(_changed(before, replace(parsed, plan=bare), state, shown), before, parsed.plan)
    if before is None or not (depends_on_context(parsed) or adds_item(parsed)):
        return None
    if only_cuts(parsed, before):
        return _changed(before, replace(parsed, plan=parsed.plan.wanting(())), state, shown)
    if parsed.certain and parsed.plan.act == "search" and parsed.plan.wanted:
        return replace(beside(before, parsed, shown), references=state.shown)
    return _another(before, parsed, state, shown) or _changed(before, parsed, state, shown)


def _standing(state: DialogueState, shown: Sequence[Item], language: Language) -> Plan | None:
    """The request that stands: the last plan, or what its answer showed where it named nothing."""
    plan = state.plan
    kinds = {item.category for item in shown}
    open_wish = plan and (plan.gift or (plan.act == "search" and len(kinds) > 1))
    if shown and not open_wish and (plan is None or not plan.wanted):
        plan = plan or Plan("search", language=language)
        counts = Counter(item.category for item in shown).items()
        plan = plan.wanting([RequestedItem(name, number) for name, number in counts][:MAX_CATEGORIES])
        if plan.act != "outfit":  # "can it be less formal?" is said of all its pieces
            plan = replace(plan, act="search")
    return plan


def _changed(before: Plan, parsed: Parsed, state: DialogueState, shown: Sequence[Item]) -> Plan:
    """The plan before with what the new message changes."""
    said, new = parsed.said, parsed.plan
    ordinals = mapping("ordinals")  # "the second one"; -1 is the last
    at = next((ordinals[word] for word in said.tokens if word in ordinals), None)
    at = None if said.says("price_ascending") else at  # "cheapest first"
    chosen = shown[at] if at is not None and -len(shown) <= at < len(shown) else None
    plan = replace(
        before, language=new.language, query=f"{before.query} . {new.query}", exclude=(), choices=(),
        asks_size=new.asks_size, asks_price=said.says("asks_price"),
        references=(chosen.id,) if chosen else state.shown, topic="", another_colour=False, photo_category="",
        aspects=("choice",) if said.says("asks_which") and "cheapest" not in said.topics else (),
    )  # fmt: skip
    if chosen:
        own = (chosen.colour,) if chosen.colour else ()
        item = RequestedItem(chosen.category, term=before.term(chosen.category))
        plan = replace(plan.wanting((item,)), act="search", filters=replace(plan.filters, colours=own))
    plan = _with_filters(plan, parsed)
    if said.says("another_colour") and not new.filters.colours:
        own_colours = dict.fromkeys(item.colour for item in ([chosen] if chosen else shown) if item.colour)
        refused = new.filters.excluded_colours or tuple(own_colours)
        filters = replace(plan.filters, colours=(), excluded_colours=refused)
        plan = replace(plan, filters=filters, exclude=state.ever_shown)
    plan = _recounted(plan, said)
    plan = _rewarmed(plan, said)
    off = set(new.filters.excluded_colours)
    hit = off & {name for item in shown for name in (item.colour, family(item.colour))}
    if hit or any(one.refused for one in new.filters.descriptors):  # who hates pink may keep what is yellow
        plan = replace(plan, exclude=state.ever_shown)
    return _repriced(plan, said, state, [chosen] if chosen else shown)


def _another(before: Plan, parsed: Parsed, state: DialogueState, shown: Sequence[Item]) -> Plan | None:
    """The search for another of one kind that was shown and is not liked: "the T-shirt no, another"; the rest
    is kept."""
    off = parsed.plan.categories("refused")
    again = [replace(item, count=1) for item in before.wanted if item.category in off]
    if not again or len(again) == len(before.wanted) or not parsed.said.says("another_of_it"):
        return None
    kept = (RequestedItem(i.category, role="owned") for i in before.wanted if i.category not in off)
    plan = replace(before, act="search", items=(*again, *kept), query=parsed.plan.query)
    return replace(plan, references=state.shown, exclude=state.ever_shown)


def _with_filters(plan: Plan, parsed: Parsed) -> Plan:
    """With the audience, occasion, colours, pattern, limits and descriptors that the new message says."""
    said, new, old = parsed.said, parsed.plan.filters, plan.filters
    around = zip(("", *(p.text for p in said.pieces)), said.pieces, strict=False)
    said_colours = [(b in words("colour_follows"), p.colour) for b, p in around if p.colour]
    free = [one for one in said_colours if one[1] not in new.excluded_colours]
    shades = sorted(free, key=lambda one: not one[0])  # "in pink" before any other
    colours = new.colours or tuple(colour for _, colour in shades)[:1]
    stands = colours or tuple(name for name in old.colours if name not in new.excluded_colours)
    refused = dict.fromkeys((*old.excluded_colours, *new.excluded_colours))
    named = new.audience or audience(said)
    same = old.audience and (named in ("", "kids") or means(by_pronoun(said), old.audience))  # "he is 12"
    whom = of_age(old.audience if same else named, said.unmarked)
    filters = replace(
        old,
        audience=whom or old.audience, occasion=new.occasion or old.occasion,
        usage=new.usage or only(said.topics & set(groups("occasions"))) or old.usage,
        colours=stands, excluded_colours=tuple(name for name in refused if name not in stands),
        colour_group=constraints.tone(said) or ("" if new.colours else old.colour_group),
        pattern=new.pattern or old.pattern, descriptors=_described(old, parsed),
    )  # fmt: skip
    filters = parsed.purchase.added_to(prices.renewed(filters, new, said.says("price_lifted")))
    items = tuple(  # what is said of all of them takes the place of what was said of each
        replace(
            item,
            colours=tuple(name for name in item.colours if not colours and name not in new.excluded_colours),
            pattern="" if new.pattern else item.pattern, audience="" if whom else item.audience,
        )
        for item in plan.items
    )  # fmt: skip
    off = parsed.plan.barred
    refusals = (RequestedItem(name, role="refused") for name in off)
    items = (*(item for item in items if item.category not in off), *refusals)
    return replace(plan, filters=filters, items=items)


def _described(old: Filters, parsed: Parsed) -> tuple[Descriptor, ...]:
    """The descriptors that stand, and what the new message refuses: a pattern, a finer garment."""
    stands = constraints.continued(old.descriptors, parsed.bare, parsed.brands)
    known = {one.forms for one in stands}
    told = parsed.plan.filters.descriptors
    return (*stands, *(one for one in told if one.refused and one.forms not in known))


def _recounted(plan: Plan, said: Utterance) -> Plan:
    """With the new number: "two of them", "another one"."""
    told = [p.number for p in said.pieces if p.kind == "number" and not _is_too_many(p)]
    number = next((one for one in told if one > 1), next(iter(told), 0))
    line = f" {' '.join(said.tokens)} "
    if "more" in said.topics and any(f" {phrase} " in line for phrase in words("single")):
        number = number or 1
    if said.says("asks_which"):  # "the black or the tan?"
        number = max(number, len(plan.filters.colours))
    if not number or len(plan.wanted) != 1:
        return plan
    return plan.wanting((replace(plan.wanted[0], count=number),))


def _is_too_many(piece: Piece) -> bool:
    """Whether a number is none of things: "I'm 61"."""
    return piece.text.isdigit() and int(piece.text) > MAX_COUNT


def _rewarmed(plan: Plan, said: Utterance) -> Plan:
    """With the next warmer or lighter category in the place of each; a lighter shade is no such thing."""
    asked = said.topics & {"warmer", "lighter"}
    if not asked or words("tints") & set(said.tokens):
        return plan
    nexts = {c.name: c.warmer if "warmer" in asked else c.lighter for c in categories().values()}
    kinds = {nexts.get(item.category) or item.category: item for item in plan.wanted}
    return plan.wanting(
        item if item.category == name else replace(item, category=name, term="")
        for name, item in kinds.items()
    )


def _repriced(plan: Plan, said: Utterance, state: DialogueState, items: Sequence[Item]) -> Plan:
    """With the lowest prices first, or below what was shown; nothing of that is then shown again."""
    about = said.topics
    lowest = "cheapest" in about and ("cheaper" not in about or said.says("lowest"))
    lowest = lowest or said.says("price_ascending")
    if lowest:
        one = len(plan.wanted) == 1 and said.says("the_cheapest_one")
        plan = plan.wanting((replace(plan.wanted[0], count=1),)) if one else plan
        plan = replace(plan, filters=replace(plan.filters, order="price_asc"))
    elif "cheaper" in about:
        limit = min((i.cost for i in items if i.cost), default=prices.CENT) - prices.CENT
        plan = replace(plan, filters=prices.below(plan.filters, limit))
    refuses = bool(words("refusing") & set(said.tokens)) and "that" in about and bool(said.pieces)
    refuses = refuses or (said.says("excess") and not lowest)  # "too flashy, something plainer"
    if (about & OTHERS and not lowest) or refuses:
        plan = replace(plan, exclude=state.ever_shown)
    return plan
