"""How to wear what is shown: by the colours on the cards, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.grammar import DATA
from app.plan import Sentence
from app.search.scoring import is_quiet
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, family

UNWORN = ("nightwear", "gift set", "umbrella", "wallet")  # not worn with what is shown beside it
UNSTYLED = ("nightwear", "swimwear", "gift set")  # what nobody matches with anything


def style(answer: Answer) -> Iterator[Sentence]:
    """One suggestion that uses the items shown and no others."""
    items, alike = answer.items, answer.one_category
    apart = not alike and any(item.category in UNWORN for item in items)
    if len(items) == 1:
        yield _alone(answer, items[0])
    elif apart or not all(item.colour for item in items):
        yield answer.say("no_colours_choose" if alike else "no_colours", items)
    else:
        yield (_choice if alike else _combination)(answer)


def _alone(answer: Answer, item: Item) -> Sentence:
    tones = _beside().get(item.colour) or _beside().get(family(item.colour))
    if item.colour == "multi" and item.category not in UNSTYLED:
        return answer.say("many_colours_one", [item])
    if tones is None or item.category in UNSTYLED:  # a shop's own word for a colour, or none
        return answer.say("look_closer", [item])
    grammar, known = answer.grammar, categories().get(item.category)
    kind = "accent" if known and known.role == "accessory" else "one"
    return answer.say(
        f"{'quiet' if is_quiet(item) else 'loud'}_{kind}", [item],
        colour=grammar.colour(item.colour), dyed=grammar.coloured(item.colour, *grammar.agreement(item)),
        they=grammar.verb("it_is", item), tones=grammar.listed([grammar.colour(t) for t in tones], "or"),
    )  # fmt: skip


@lru_cache
def _beside() -> dict[str, list[str]]:
    """Two colours that set a colour off; a shade that is not named has its family's."""
    tones: dict[str, list[str]] = json.loads((DATA / "beside.json").read_text("utf-8"))
    return tones


def _choice(answer: Answer) -> Sentence:
    """Between items of one category."""
    grammar, items = answer.grammar, answer.items
    colours = list(dict.fromkeys(grammar.colour(item.colour) for item in items))
    if len(colours) == 1:
        return answer.say("same_colour", items, colour=colours[0])
    calm, others = _parted(items)
    named = {item.colour for item in calm}  # blue denim is quiet, and "the blue one" is then no other
    loud = [item for item in others if item.colour not in named]
    if calm and loud:
        pair = (calm[0], loud[0])
        return answer.say("choose", pair, first=grammar.one(pair[0]), second=grammar.one(pair[1]))
    first, second = (grammar.the_colour(colour) for colour in colours[:2])
    return answer.say("choose_other", items, first=first, second=second)


def _combination(answer: Answer) -> Sentence:
    """Of items of different categories, by how their colours get along."""
    grammar, items = answer.grammar, answer.items
    calm, loud = _parted(items)
    if len({item.colour for item in items}) == 1:
        return answer.say("one_family", items, colour=grammar.colour(items[0].colour))
    if not loud:
        return answer.say("all_quiet", items, colours=answer.colours(items, article=True))
    if len(loud) == 1:
        rest = grammar.listed([*dict.fromkeys(map(grammar.piece, calm))])
        return answer.say("loud_and_quiet", items, loud=grammar.piece(loud[0]), quiet=rest)
    families = {family(item.colour) for item in loud}
    if len(families) == 1:
        return answer.say("colour_repeats", loud, colour=grammar.colour(families.pop()))
    return answer.say("many_loud", items, colours=answer.colours(items, article=True))


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if is_quiet(i)], [i for i in items if not is_quiet(i)]
