"""Whether a message leans on the conversation before it, or stands on its own.

Knows what a parsed message says; does not know what stands, or how the two are put together.
"""

from __future__ import annotations

from app.nlu import constraints
from app.nlu.lexicon import groups, words
from app.nlu.parser import OTHER_BUSINESS, Parsed
from app.plan import Filters, Plan

MAX_DESCRIBING_TOKENS = 6  # of a message that only describes
MAX_DEPENDENT_TOKENS = 14  # of one that points back and says nothing else
MAX_FRAGMENT_TOKENS = 4  # of one that is no sentence: "de fiesta", "for my son"
MAX_CHANGING_TOKENS = 40  # of one that says how things should be: whose, of what colour, at what price
MAX_OCCASION_TOKENS = 6  # in which another occasion is all that is said: "hmm no, less formal"
CHANGES = frozenset(("cheapest", "cheaper", "warmer", "lighter", "altered"))
DEPENDS = frozenset(("that", "more", "again", "like")) | CHANGES


def depends_on_context(parsed: Parsed) -> bool:
    """Whether a message says nothing of its own that could be searched for."""
    said, plan, about = parsed.said, parsed.plan, parsed.said.topics
    short = len(said.tokens) <= MAX_DEPENDENT_TOKENS
    if plan.wanted or said.says("asks_outfit"):
        return False
    if parsed.purchase.on_sale and parsed.purchase.of_all:
        return False  # "what do you have on sale?", whatever was looked at before
    if said.tokens[:1] and said.tokens[0] in words("fragment") and len(said.tokens) <= MAX_FRAGMENT_TOKENS:
        return True
    if plan.act == "chat" and "something" in about and short and not about & (OTHER_BUSINESS - {"chat"}):
        return True  # "nah too flashy, something plainer"
    if said.says("not_those") or (plan.act == "outfit" and not _is_dressed_for(parsed)):
        return True
    if _only_describes(parsed) and short:
        return True
    spoken = plan.filters.pattern or about & CHANGES  # "y de flores?"; a lighter one is no lighter
    changes = _changes(plan.filters) or plan.categories("refused") or said.says("price_lifted")
    changes = changes or said.says("another_colour") or bool(parsed.purchase)
    named = plan.act == "not_carried" and not spoken
    business = about & OTHER_BUSINESS - ({"goods"} if spoken or (changes and not named) else set())
    if len(said.tokens) > MAX_CHANGING_TOKENS or (business - {"chat"} and "self" not in about):
        return False
    if changes or about & {*CHANGES, "self"}:
        return True
    if parsed.named or business or not short:
        return False
    occasion = about & set(groups("occasions"))
    if plan.act == "chat" and len(said.tokens) <= MAX_OCCASION_TOKENS and occasion:
        return True
    return _points_back(parsed)


def _is_dressed_for(parsed: Parsed) -> bool:
    """Whether an outfit or a present is asked for, and not only "something with long sleeves"."""
    return bool({"outfit", "gift"} & parsed.said.topics or parsed.plan.filters.occasion)


def adds_item(parsed: Parsed) -> bool:
    """Whether a garment is named beside those before: "and shoes to go with them"."""
    said = parsed.said
    opens = next(iter(said.tokens), "") in words("opening")
    opens = opens or said.says("begins_with_another")
    return bool(parsed.certain and parsed.plan.wanted and (opens or said.topics & {"that", "with"}))


def speaks_of_items(parsed: Parsed, before: Plan) -> bool:
    """Whether it says how some of the several things should be that are asked for already: "the shoes have
    to be under 100"."""
    named, pieces = set(parsed.plan.categories("wanted")), parsed.said.pieces
    if not named or not named < set(before.categories("wanted")) or not _changes(parsed.plan.filters):
        return False
    leads = [pieces[at - 1].text if at else "" for at, piece in enumerate(pieces) if piece.garment]
    return all(lead in words("definite") for lead in leads)


def only_cuts(parsed: Parsed, before: Plan) -> bool:
    """Whether the garment named is how those asked for already are to be cut: "los quiero pitillo"."""
    cuts = {form for one in parsed.plan.filters.descriptors for form in one.forms if not one.is_name}
    wanted = parsed.plan.wanted
    same = set(parsed.plan.categories("wanted")) == set(before.categories("wanted"))
    return bool(wanted) and same and all(item.term in cuts for item in wanted)


def _changes(filters: Filters) -> bool:
    """Whether it says how things should be, beyond the garment itself."""
    limits = filters.min_price or filters.max_price or filters.max_total
    refused = filters.excluded_colours or any(one.refused for one in filters.descriptors)
    bought = filters.in_stock or filters.on_sale or filters.sizes
    return bool(filters.colours or filters.pattern or filters.audience or refused or limits or bought)


def _points_back(parsed: Parsed) -> bool:
    plan, about = parsed.plan, parsed.said.topics
    numbers = any(p.kind == "colour" or p.number > 1 for p in parsed.said.pieces)
    if parsed.certain and plan.act in ("outfit", "chat", "not_carried"):
        small = plan.act == "chat" or "outfit" not in about
        # "not those, something else", "no, three", "something in green"
        return small and ("more" in about or (numbers and bool(about & {"greeting", "something"})))
    return bool(about & DEPENDS or numbers or any(p.kind == "number" for p in parsed.said.pieces))


def _only_describes(parsed: Parsed) -> bool:
    """Whether it says no more than how or whose a thing should be, or what it costs: "not Nike", "in XL",
    "another brand?"."""
    told = parsed.plan.filters.descriptors or constraints.descriptors(parsed.said.text, parsed.brands)
    said, certain = parsed.said, [one for one in told if one.certain]
    short = len(said.tokens) <= MAX_DESCRIBING_TOKENS and (certain or said.says("size"))
    if short or any(one.is_name or one.refused for one in certain):
        return True
    return said.says("another_brand") or said.says("asks_price")
