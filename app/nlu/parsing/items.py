"""The wanted garments of a message as requested items: how many of each, and one item for each garment that
has its own colours, its own finer name or its own person.

Knows mentions; does not know what a message says of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu.attributes import finer_term
from app.nlu.intent import COLD, WARM
from app.nlu.lexicon import words
from app.nlu.parsing.people import for_each, of_both_kinds, only
from app.nlu.roles import Mention
from app.nlu.tagger import Utterance
from app.plan import MAX_CATEGORIES, MAX_COUNT, Plan, RequestedItem
from data.catalogue.vocabulary import categories

CHILDREN = ("boys", "girls")
EACH_CHILD = 2  # things for each child, where nobody says which
SOME_ACCESSORIES = 3  # that are shown where nobody says which
Group = list[Mention]  # of one category, that are one item


def requested(wanted: Sequence[Mention]) -> tuple[RequestedItem, ...]:
    """So many of each category: as counted, or as its singular or plural says where it is the only one."""
    kinds = list(dict.fromkeys(m.garment.category for m in wanted))
    return tuple(RequestedItem(k, _count([m for m in wanted if m.garment.category == k], len(kinds) == 1))
                 for k in kinds[:MAX_CATEGORIES])  # fmt: skip


def only_accessories(said: Utterance, found: Sequence[Mention]) -> tuple[RequestedItem, ...]:
    """Anything but clothes, where accessories are asked for or clothes refused; () where neither is."""
    if not said.says("accessories") or said.says("no_accessories"):
        return ()
    off = {m.garment.category for m in found}
    clothes = (c.name for c in categories().values() if c.role != "accessory" and c.name not in off)
    refused = tuple(RequestedItem(name, role="refused") for name in clothes)
    return (RequestedItem("", SOME_ACCESSORIES), *refused)


def each_its_own(said: Utterance, wanted: Sequence[Mention]) -> tuple[RequestedItem, ...]:
    """The items of a message that names several garments of one category and tells them apart; () where it
    does not, and what is said of a category holds for all of it."""
    people = for_each(said, [m.at for m in wanted])
    groups = _without_sum(_groups(wanted, dict(zip((m.at for m in wanted), people, strict=True))))
    kinds = [group[0].garment.category for group in groups]
    if len(set(kinds)) == len(kinds) or len(set(kinds)) > MAX_CATEGORIES:
        return ()
    whom = dict(zip((m.at for m in wanted), people, strict=True))
    found = [_item(group, whom) for group in groups]
    for at in range(1, len(found)):  # "jeans for my son and one for me"
        if groups[at][0].piece.text in words("pronouns") and found[at].category == found[at - 1].category:
            found[at] = _same_as(found[at - 1], found[at])
    if any(word in words("matching") for piece in said.pieces for word in piece.text.split()):
        # "a navy blazer with matching trousers, and a grey blazer"
        for at in range(1, len(found)):
            found[at] = replace(found[at], colours=found[at].colours or found[at - 1].colours)
    return tuple(found)


def _same_as(first: RequestedItem, item: RequestedItem) -> RequestedItem:
    """An item that a pronoun stands for, like the one before it where it says nothing of its own."""
    plain = not (item.colours or item.pattern)
    like = replace(item, colours=first.colours, pattern=first.pattern) if plain else item
    return replace(like, term=first.term)


def _item(group: Group, whom: dict[int, str | None]) -> RequestedItem:
    return RequestedItem(
        group[0].garment.category, min(MAX_COUNT, max(_count_of_one(m, False) for m in group)),
        tuple(dict.fromkeys(colour for m in group for colour in m.colours)),
        pattern=only(pattern for m in group for pattern in m.patterns),
        audience=only(filter(None, (whom[m.at] for m in group))), term=_term(group),
    )  # fmt: skip


def for_both(plan: Plan, said: Utterance) -> Plan:
    """The plan with a thing for each of a boy and a girl; of anything, where none is named."""
    if plan.filters.audience != "kids" or not of_both_kinds(said):
        return plan
    warm = plan.filters.weather in COLD
    each = plan.wanted or (tuple(map(RequestedItem, WARM[:2])) if warm else (RequestedItem("", EACH_CHILD),))
    wanted = [replace(item, audience=whom) for item in each for whom in CHILDREN]
    plan = replace(plan.wanting(wanted), act="search")
    return replace(plan, filters=replace(plan.filters, audience=""))


def hoisted(plan: Plan, items: Sequence[RequestedItem]) -> Plan:
    """The plan with such items, where what all of them have in common is said of the plan."""
    filters, off = plan.filters, plan.filters.excluded_colours
    items = [replace(i, colours=tuple(name for name in i.colours if name not in off)) for i in items]
    for name in ("colours", "pattern", "audience"):
        told = {getattr(item, name) for item in items}
        if len(told) == 1 and all(told):
            filters = replace(filters, **{name: told.pop()})
            items = [replace(item, **{name: type(getattr(item, name))()}) for item in items]
        elif any(told):
            filters = replace(filters, **{name: type(getattr(filters, name))()})
    return replace(plan, items=tuple(items), filters=filters)


def _groups(wanted: Sequence[Mention], whom: dict[int, str | None]) -> list[Group]:
    """The mentions, those that are one thing together."""
    found: list[Group] = []
    for mention in wanted:
        category = mention.garment.category
        last = next((group for group in reversed(found) if group[0].garment.category == category), None)
        if last is None or _apart(last, mention, whom):
            found.append([mention])
        else:
            last.append(mention)
    return found


def _apart(group: Group, mention: Mention, whom: dict[int, str | None]) -> bool:
    """Whether a mention is another thing than those of its category before: not joined by "or", nor part of
    one name ("Levi's jeans"), counted or described for itself, and unlike them in anything."""
    last = group[-1]
    if mention.joined or mention.at - last.at <= 1:
        return False
    told = mention.count or mention.listed or mention.colours or mention.patterns or whom[mention.at]
    unlike = any(
        getattr(mention, name) != getattr(last, name) for name in ("colours", "patterns")
    ) or whom[mention.at] != whom[last.at]  # fmt: skip
    return bool(told) and (unlike or mention.piece.text != last.piece.text)


def _without_sum(groups: list[Group]) -> list[Group]:
    """Without a first group that only counts those behind it: "two scarves, one for my dad in grey …"."""
    for group in groups:
        rest = [g for g in groups if g is not group and g[0].garment.category == group[0].garment.category]
        first, bare = group[0], not (group[0].colours or group[0].patterns)
        if bare and first.count > 1 and rest and sum(g[0].count or 1 for g in rest) == first.count:
            return [g for g in groups if g is not group]
    return groups


def _term(group: Group) -> str:
    """The finer word of a group's first mention that has one."""
    category = group[0].garment.category
    return next(filter(None, (finer_term(Utterance(m.piece.text), category) for m in group)), "")


def _count(of_kind: Sequence[Mention], alone: bool) -> int:
    return max(_count_of_one(m, alone) for m in of_kind)


def _count_of_one(mention: Mention, alone: bool) -> int:
    implied = 2 if mention.some else mention.garment.count
    return mention.count or (implied if alone else 1)
