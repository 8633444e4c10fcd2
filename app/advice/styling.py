"""How to wear what is shown: by the colours on the cards, and nothing else. And what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.advice.requested import Request
from app.advice.voice import Voice
from app.plan import Sentence
from app.search.colour_harmony import family, quiet
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories

BESIDE = {  # two colours that set a colour off; a shade that is not named has its family's
    "black": ("white", "red"), "white": ("navy blue", "tan"), "grey": ("white", "burgundy"),
    "beige": ("white", "navy blue"), "brown": ("cream", "navy blue"), "navy blue": ("white", "tan"),
    "blue": ("white", "brown"), "teal": ("cream", "grey"), "green": ("white", "beige"),
    "olive": ("cream", "black"), "yellow": ("white", "grey"), "mustard": ("navy blue", "grey"),
    "orange": ("white", "navy blue"), "red": ("white", "navy blue"), "burgundy": ("grey", "beige"),
    "pink": ("grey", "white"), "purple": ("grey", "white"), "cream": ("brown", "navy blue"),
    "tan": ("white", "navy blue"), "gold": ("black", "white"), "silver": ("black", "grey"),
}  # fmt: skip
UNWORN = ("nightwear", "gift set", "umbrella", "wallet")  # not worn with what is shown beside it
UNSTYLED = ("nightwear", "swimwear", "gift set")  # what nobody matches with anything


def style(voice: Voice, request: Request) -> Iterator[Sentence]:
    """One suggestion that uses the items shown and no others."""
    items, alike = request.items, request.one_category
    apart = not alike and any(item.category in UNWORN for item in items)
    if len(items) == 1:
        yield _alone(voice, items[0])
    elif apart or not all(item.colour for item in items):
        yield voice.say("no_colours_choose" if alike else "no_colours", items)
    else:
        yield (_choice if alike else _combination)(voice, items)


def price(voice: Voice, request: Request) -> Iterator[Sentence]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit; and that
    it is within the limits, or that the lowest prices come first, if that was asked."""
    items, grammar = request.items, voice.grammar
    prices = [item.price for item in items if item.price is not None]
    if len(prices) < len(items):
        return
    cheapest = request.plan.filters.order == "price_asc" and request.plan.act != "outfit"
    low, high = grammar.money(min(prices)), grammar.money(max(prices))
    sample = {
        several: grammar.agreeing("sample", several) if any(i.price_note == "sample" for i in items) else ""
        for several in (False, True)
    }
    if len(items) == 1 or (request.priced and low == high):
        said = "price_one_within" if request.priced else "price_one_lowest" if cheapest else "price_one"
        costs = grammar.verb("it_costs", items[0])
        yield voice.say(said, items, costs=costs, price=low, sample=sample[False])
    elif request.priced:
        yield voice.say("price_range_within", items, low=low, high=high, sample=sample[True])
    elif not request.one_category and not cheapest:
        yield voice.say("price_sum", items, price=grammar.money(sum(prices)), sample=sample[True])
    elif low == high:
        yield voice.say("price_same", items, price=low, sample=sample[False])
    else:
        said = "price_range_lowest" if cheapest else "price_range"
        yield voice.say(said, items, low=low, high=high, sample=sample[True])


def _alone(voice: Voice, item: Item) -> Sentence:
    tones = BESIDE.get(item.colour) or BESIDE.get(family(item.colour))
    if item.colour == "multi" and item.category not in UNSTYLED:
        return voice.say("many_colours_one", [item])
    if tones is None or item.category in UNSTYLED:  # a shop's own word for a colour, or none
        return voice.say("look_closer", [item])
    grammar, known = voice.grammar, categories().get(item.category)
    kind = "accent" if known and known.role == "accessory" else "one"
    return voice.say(
        f"{'quiet' if quiet(item) else 'loud'}_{kind}", [item],
        colour=grammar.colour(item.colour), dyed=grammar.coloured(item.colour, *grammar.agreement(item)),
        they=grammar.verb("it_is", item), tones=grammar.listed([grammar.colour(t) for t in tones], "or"),
    )  # fmt: skip


def _choice(voice: Voice, items: Sequence[Item]) -> Sentence:
    """Between items of one category."""
    grammar = voice.grammar
    colours = list(dict.fromkeys(grammar.colour(item.colour) for item in items))
    if len(colours) == 1:
        return voice.say("same_colour", items, colour=colours[0])
    calm, others = _parted(items)
    named = {item.colour for item in calm}  # blue denim is quiet, and "the blue one" is then no other
    loud = [item for item in others if item.colour not in named]
    if calm and loud:
        pair = (calm[0], loud[0])
        return voice.say("choose", pair, first=grammar.one(pair[0]), second=grammar.one(pair[1]))
    first, second = (grammar.the_colour(colour) for colour in colours[:2])
    return voice.say("choose_other", items, first=first, second=second)


def _combination(voice: Voice, items: Sequence[Item]) -> Sentence:
    """Of items of different categories, by how their colours get along."""
    grammar, (calm, loud) = voice.grammar, _parted(items)
    if len({item.colour for item in items}) == 1:
        return voice.say("one_family", items, colour=grammar.colour(items[0].colour))
    if not loud:
        return voice.say("all_quiet", items, colours=voice.colours(items, article=True))
    if len(loud) == 1:
        rest = grammar.listed([*dict.fromkeys(map(grammar.piece, calm))])
        return voice.say("loud_and_quiet", items, loud=grammar.piece(loud[0]), quiet=rest)
    families = {family(item.colour) for item in loud}
    if len(families) == 1:
        return voice.say("colour_repeats", loud, colour=grammar.colour(families.pop()))
    return voice.say("many_loud", items, colours=voice.colours(items, article=True))


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if quiet(i)], [i for i in items if not quiet(i)]
