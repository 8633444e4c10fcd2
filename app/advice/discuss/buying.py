"""What a card says of buying a thing: in which sizes it is there, whether it is in stock, reduced, and by
whom it is made; and honest where the cards are silent.

Knows cards; does not know what was searched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.telling import Items, being, blanks, of_cards, silent
from app.advice.phrases import called, formerly, money, sample
from app.advice.reasons import is_two_toned
from app.search.card_text import shown_title
from app.search.query import months_of, sizes_that_fit
from data.catalogue.catalogue import Item
from data.catalogue.values.money import is_reduced

MAX_TOLD = 4  # items whose sizes are told one by one


def sizes(answer: Answer, items: Items) -> Iterator[Fact]:
    """Whether they come in the sizes asked for, or all sizes they come in."""
    if answer.plan.filters.sizes:
        yield from asked_sizes(answer, items)
        return
    words = {item.id: _all_sizes(item, answer) for item in items[:MAX_TOLD]}
    told = [item for item in items[:MAX_TOLD] if words[item.id]]
    if not told:
        yield answer.fact("no_sizes", items)
        return
    if len(items) == 1:
        yield answer.fact("sizes_one", told, told=words[items[0].id], **blanks(answer, told))
        return
    parts = [f"{called(answer, item).name}: {words[item.id]}" for item in told]
    yield answer.fact("sizes", told, parts="; ".join(parts))
    yield from silent(answer, "unsaid_sizes", items[:MAX_TOLD], words)


def _all_sizes(item: Item, answer: Answer) -> str:
    """ "S, M and L (sold out: XL)"; "" where the card names none."""
    grammar = answer.grammar
    here, gone = grammar.listed(item.sizes), grammar.listed(item.sold_out_sizes)
    if not here:
        return grammar.words["all_sizes_gone"].format(sizes=gone) if gone else ""
    return here + (grammar.words["sizes_gone"].format(sizes=gone) if gone else "")


def asked_sizes(answer: Answer, items: Items) -> Iterator[Fact]:
    """Which of them come in a size asked for, which are sold out in it, which do not come in it, and of which
    nobody says."""
    groups: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    aged = any(map(months_of, answer.plan.filters.sizes))
    others = [i for i in items if aged and not any(map(months_of, (*i.sizes, *i.sold_out_sizes)))]
    for item in others:  # of which nobody knows which is for that age
        if told := _all_sizes(item, answer):
            yield answer.fact("sizes_one", [item], told=told, **blanks(answer, [item]))
    for item in (item for item in items if item not in others):
        groups.setdefault(_standing(item, answer.plan.filters.sizes), []).append(item)
    for kind in ("size_in_stock", "size_there", "no_size_left", "no_such_size"):
        for (_, sizes), every in (one for one in groups.items() if one[0][0] == kind):
            there = kind in ("size_in_stock", "size_there")
            those = [item for item in every if not (there and _untold_colour(answer, item))]
            for item in (item for item in every if item not in those):
                yield _of_colour(answer, "size_of_colour", item, size=answer.grammar.listed(sizes, "or"))
            if not those:
                continue
            size = answer.grammar.listed(sizes, "or" if kind == "no_such_size" else "and")
            yield answer.fact(kind, those, size=size, **blanks(answer, those))
    if untold := groups.get(("unsaid_size", answer.plan.filters.sizes)):
        size = answer.grammar.listed(answer.plan.filters.sizes, "or")
        yield of_cards(answer, "unsaid_size", untold, size=size)


def _untold_colour(answer: Answer, item: Item) -> bool:
    """Whether nobody knows of the colour asked for what is said of the item: sizes are those of all the
    colours that it comes in."""
    colour = answer.beside_main(item)
    if not colour and item.colour in answer.asked(item).colours:
        return any(not is_two_toned(item, other) for other in item.other_colours)
    return bool(colour) and not is_two_toned(item, colour)


def _of_colour(answer: Answer, template: str, item: Item, **more: str) -> Fact:
    """What no card says of one of several colours, the one asked for."""
    colour = answer.grammar.colour(answer.beside_main(item) or item.colour)
    return answer.fact(template, [item], colour=colour, **more, **blanks(answer, [item]))


def _standing(item: Item, asked: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The kind of what can be said of an item and of sizes that were asked for, and of which of them, as its
    card writes them."""
    here = sizes_that_fit(item, asked)
    left = sizes_that_fit(replace(item, sizes=item.sold_out_sizes), asked)
    if here:
        return {True: "size_in_stock", False: "no_size_left", None: "size_there"}[item.available], here
    if left:
        return "no_size_left", left
    return ("no_such_size" if item.sizes or item.sold_out_sizes else "unsaid_size"), asked


def sold_out(answer: Answer, items: Items) -> Fact:
    """That none of what was found is in stock, by its names."""
    names = answer.grammar.listed([*dict.fromkeys(map(answer.grammar.name, items))])
    return answer.fact("no_in_stock", items, **{**blanks(answer, items), "names": names})


def in_stock(answer: Answer, items: Items, yes: str = "in_stock") -> Iterator[Fact]:
    """Which of them are in stock, by a sentence of that name, which are sold out; of which nobody says."""
    there, gone, untold = ([i for i in items if i.available is said] for said in (True, False, None))
    yield from (_of_colour(answer, "stock_of_colour", item) for item in there if _untold_colour(answer, item))
    there = [item for item in there if not _untold_colour(answer, item)]
    if there:
        yield answer.fact(yes, there, **blanks(answer, there))
    if gone:
        yield answer.fact("not_in_stock", gone, **blanks(answer, gone))
    if untold:
        yield of_cards(answer, "unsaid_stock", untold)


def asked_reduced(answer: Answer, items: Items) -> Iterator[Fact]:
    """Which of them are reduced, from what to what; that not all are, or none is."""
    those = [item for item in items if is_reduced(item)]
    if not those:
        said = "none_reduced" if len(items) > 1 else "none_reduced_one"
        yield answer.fact(said, items, **blanks(answer, items))
    elif len(those) < len(items):
        parts = answer.grammar.listed([_from_to(answer, item) for item in those])
        yield answer.fact("reduced_only", those, parts=parts, sample=sample(those, answer))
    else:
        yield from reduced(answer, items)


def reduced(answer: Answer, items: Items) -> Iterator[Fact]:
    """From what to what those that are reduced are."""
    those = [item for item in items if is_reduced(item)]
    if len(those) > 1:
        parts = answer.grammar.listed([_from_to(answer, item) for item in those])
        yield answer.fact("reduced", those, parts=parts, sample=sample(those, answer))
    elif those:
        yield reduction(answer, those[0])


def _from_to(answer: Answer, item: Item) -> str:
    """As in "the red T-shirt (from €29.90 to €19.90)"."""
    blanks = {"was": formerly(item, answer), "now": money(item, answer)}
    return str(answer.grammar.words["from_to"].format(name=called(answer, item).name, **blanks))


def reduction(answer: Answer, item: Item, ending: str = "") -> Fact:
    """From what to what one item is reduced, which is named where there are others; ``ending`` as of the
    sentences about a price."""
    grammar, (gender, plural) = answer.grammar, answer.grammar.agreement(item)
    stands = grammar.verb("it_stands", item)
    if len(answer.items) > 1:
        stands = "{names} {stand}".format(**blanks(answer, [item]))
    return answer.fact(
        f"reduced_one{ending}", [item], stands=stands, reduced=grammar.words["reduced"][gender][plural],
        was=formerly(item, answer), price=money(item, answer), sample=sample([item], answer),
    )  # fmt: skip


def makers(answer: Answer, items: Items) -> Iterator[Fact]:
    """By whom they are made."""
    by = answer.grammar.words["made_by"]
    brands = {item.id: shown_title(item.brand) for item in items}
    words = {name: by.format(brand=brand) if brand else "" for name, brand in brands.items()}
    yield from being(answer, items, words)
    yield from silent(answer, "unsaid_brand", items, words)
