"""What is said of the shop itself: small talk, what it has and how many, what it does not carry.

Knows the categories in stock; does not know why an item fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.advice.answer import Answer, owned
from app.advice.content import Fact
from app.advice.grammar import category_record
from app.advice.reasons import garments
from app.plan import Plan
from data.catalogue.vocabulary import categories, category_named

OF_GOODS = ("greeting", "service", "stock")  # topics of small talk that name what there is
MAX_NAMED = 6  # categories in stock that are listed by name, unless all are asked for


def absent(answer: Answer) -> Iterator[Fact]:
    """What is said of the things that are not there, or when nothing was to be searched for."""
    plan = answer.plan
    wanted = [category for category in plan.categories("wanted") if category]
    if not answer.stocked and not answer.items and plan.topic in ("", *OF_GOODS):
        yield answer.fact("empty_shop")
    elif plan.act not in ("search", "outfit", "not_carried"):
        yield _talk(answer)
    elif missing := _missing_indeed(answer):
        yield _missing(replace(answer, missing=missing))
    elif answer.items:
        return
    elif wanted and (plan.exclude or plan.filters.excluded_colours) and not answer.priced:
        whom = answer.grammar.named("audiences", plan.filters.audience)
        yield answer.fact("nothing_left", things=f"{answer.plurals(wanted, 'neither')} {whom}".strip())
    elif wanted and plan.filters.audience and not answer.priced:
        whom = answer.grammar.named("audiences", plan.filters.audience)
        yield answer.fact("nothing_for", things=answer.plurals(wanted, "neither"), whom=whom)
    elif answer.priced and wanted:
        yield answer.fact("nothing_within", things=answer.plurals(wanted, "neither"))
    else:
        nothing = "not_sold" if plan.act == "not_carried" else "nothing"
        yield answer.fact(nothing, list=_in_stock(answer))


def beforehand(answer: Answer) -> Iterator[Fact]:
    """What is said before the items: that a language was only guessed, how many there are of a category, what
    of the things shown before they are to go with."""
    if answer.plan.act == "outfit" and answer.plan.references:
        own = [owned(item, str(at)) for at, item in enumerate(answer.plan.items) if item.role == "owned"]
        yield from (answer.fact("goes_with", answer.items, own=answer.pieces(own)) for _ in own[:1])
    topic, kinds = answer.plan.topic, {item.category for item in answer.items}
    if topic == "language":
        yield answer.fact("language_guessed", answer.items)
    if topic == "none_of_those":
        whom = answer.grammar.named("audiences", answer.plan.filters.audience)
        yield answer.fact("none_of_those", answer.items, whom=whom)
    count = sum(answer.counts.get(kind, 0) for kind in kinds)
    if topic == "stock" and count and len(kinds) == 1:
        yield answer.fact("number", answer.items, count=str(count), things=answer.plurals(kinds))


def _talk(answer: Answer) -> Fact:
    topic = answer.plan.topic
    if topic == "stock":
        count = str(sum(answer.counts.values()))
        return answer.fact("stock" if answer.counts else "stock_uncounted", count=count, list=_all(answer))
    known = topic in answer.grammar.words["templates"]
    return answer.fact(topic if known else "chat", list=_in_stock(answer))


def _missing_indeed(answer: Answer) -> list[str]:
    """What the shop does not carry by its categories, nor shows under another: a tie among accessories."""
    shown = {value for item in answer.items for value in garments(item)}
    return [name for name in answer.missing if name not in shown]


def _missing(answer: Answer) -> Fact:
    """That the shop does not carry this, and what comes nearest, by its own name."""
    shown, grammar = {item.category for item in answer.items}, answer.grammar
    every = [[n for n in category_record(name).nearest if n in answer.stocked] for name in answer.missing]
    near = next((found[0] for found in every if found and found[0] not in shown), "")
    own = [own_plural(answer.plan, name) or grammar.plural(name) for name in dict.fromkeys(answer.missing)]
    things, said = grammar.listed(own, "neither"), "also_missing" if answer.items else "not_carried"
    if not near:
        return answer.fact(said, things=things, list=_in_stock(answer))
    them = grammar.agreeing("them", grammar.feminine(near))
    return answer.fact(f"{said}_near", things=things, near=grammar.plural(near), them=them)


def own_plural(plan: Plan, category: str) -> str:
    """The customer's own plural, if they used one: kimonos, not nightwear."""
    word = plan.term(category)
    return word if word.endswith("s") and category_named(word.removesuffix("s")) == category else ""


def _names(answer: Answer) -> list[str]:
    """The categories in stock, in the order of categories.csv."""
    return [name for name in categories() if name in answer.stocked] or list(answer.stocked)


def _all(answer: Answer) -> str:
    return answer.plurals(_names(answer))


def _in_stock(answer: Answer) -> str:
    """The first few categories in stock, and that there are more."""
    grammar, names = answer.grammar, _names(answer)
    told = [grammar.plural(name) for name in names[:MAX_NAMED]]
    return grammar.listed([*told, grammar.words["more"]] if len(names) > MAX_NAMED else told)
