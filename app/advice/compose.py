"""What is worth saying of what was found: the items, why they fit, how to wear them, and what is missing.

Says nothing that is not on a card, in the plan or in the stylebook, and the same again for the same items.
Does not know the customer's words or any language model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.buying import asked_sizes, in_stock, sold_out
from app.advice.discuss.comparison import difference, recommended
from app.advice.discuss.discussion import discuss
from app.advice.discuss.photos import discuss_photos, unclear, which_seen
from app.advice.discuss.telling import named_price
from app.advice.grammar import Grammar, category_record
from app.advice.lacking.shortfalls import shortfalls as unlike
from app.advice.reasons import asked_for, besides, echoed
from app.advice.seen import cards, listed, of_kind
from app.advice.shop import absent, beforehand, own_plural
from app.advice.spanish import Spanish
from app.advice.stylebook import question
from app.advice.styling import price, style
from app.plan import Language, Plan, Sentence
from app.search.claims import is_called
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import gift_categories
from data.store.store import Match

GRAMMARS: dict[str, type[Grammar]] = {"en": Grammar, "es": Spanish}  # CONTRIBUTING.md adds one
ADULTS = ("women", "men")
MAX_FACTS = 4
MAX_SHORTFALLS = 2  # of them
GONE = ("no_in_stock", "no_size_left", "no_such_size")  # kinds of facts, with which an answer begins
TOLD_ANEW, TOLD_PRICE = ("no_price_at_all", "not_in_stock"), ("costs", "unsaid_price")  # kinds of facts


def content(
    plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Collection[str]
) -> Iterator[Fact]:
    """What is worth saying about exactly these matches, in 2 to 4 facts, or the question that the plan asks
    back, or what is asked of the photos.

    ``missing`` are the wanted categories that the shop does not carry, ``stocked`` those that it does.
    """
    answer = _begun(plan, matches, missing, stocked)
    if plan.act == "ask":
        yield _question(answer)
        return
    if plan.act == "discuss" and plan.topic == "photo":
        yield from discuss_photos(answer)
        return
    if plan.act == "discuss" and answer.items:
        yield from discuss(answer)
        return
    said, short = list[Fact](), _shortfalls(answer)
    if answer.items:
        named = [*beforehand(answer), _named(answer)]
        said = [*list(_about_photo(answer))[: MAX_FACTS - len(named) - len(short)], *named]
    if said and (first := _answered_first(answer)):
        short = [fact for fact in short if fact.text not in {one.text for one in first}]
        short = [fact for fact in short if fact.kind not in TOLD_ANEW]
        said = first if any(name in first[0].text for name in said[-1].names) else [*first, *said]
        said[0] = replace(said[0], names=(*said[0].names, *_named(answer).names))
    more = _more(answer, MAX_FACTS - len(said) - len(short)) if said else []
    if any(fact.kind in TOLD_PRICE for fact in said):
        more = [fact for fact in more if not fact.kind.startswith(("price_", "reduced"))]
    at = len(short) - bool(missing)  # what the shop does not carry comes last
    yield from _told_once((*said, *short[:at], *more, *short[at:]))


def _answered_first(answer: Answer) -> list[Fact]:
    """What a question about stock, a size or the price asks, where one thing is shown; and, before it is
    praised, that all of it is sold out."""
    plan, items = answer.plan, answer.items
    if plan.act != "search" or not items:
        return []
    asked = list(asked_sizes(answer, items)) if plan.filters.sizes and len(items) == 1 else []
    if not asked and all(item.available is False for item in items):
        asked = [sold_out(answer, items)]
    if asked and asked[0].kind in GONE:
        return [*([named_price(answer, items[0])] if plan.asks_price and len(items) == 1 else []), *asked]
    if "?" not in plan.query or len(items) != 1:
        return []
    asked += in_stock(answer, items, "yes_in_stock") if plan.filters.in_stock and not asked else ()
    return [*asked, *([named_price(answer, items[0])] if plan.asks_price else [])]


def _told_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts without those in the very words of one before."""
    said = set[str]()
    for fact in facts:
        if fact.text not in said:
            yield fact
        said.add(fact.text)


def shortfalls(
    plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Collection[str]
) -> list[Sentence]:
    """Only what is missing, in the same words: two sentences at most; none of what is only discussed."""
    if plan.act == "discuss":
        return []
    return [fact.sentence() for fact in _shortfalls(_begun(plan, matches, missing, stocked))]


@lru_cache
def grammar_of(language: Language) -> Grammar:
    """The grammar of a language; English for one that is understood and not spoken."""
    return GRAMMARS.get(language, Grammar)()


def _begun(plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Collection[str]) -> Answer:
    return Answer.of(plan, [m.item for m in matches], grammar_of(plan.language), missing, stocked)


def seen_in_words(plan: Plan) -> str:
    """What the photos of a plan show: "a red skirt and a white shirt"; "" where no garment is made out."""
    if not plan.photos:
        return ""
    alone = not (plan.photo_category or plan.wanted)  # else one of several is meant
    others = (of_kind(name) for photo in plan.photos if alone for name in photo.also)
    return listed([*cards(plan), *others], grammar_of(plan.language))


def _question(answer: Answer) -> Fact:
    """What is asked back: which garment is meant, what the customer points at, or what the photos leave
    open."""
    plan, grammar = answer.plan, answer.grammar
    if plan.topic == "which_seen":
        return which_seen(answer)
    if plan.topic == "no_garment":
        return next(unclear(answer, "_ask"))
    if not plan.choices:
        asked = {"photo": "like_which", "wish": "which_wish"}.get(plan.topic, "which_garment")
        return answer.fact(asked)
    return answer.fact("which_category", list=grammar.words["or_a"].join(map(grammar.one_of, plan.choices)))


def _about_photo(answer: Answer) -> Iterator[Fact]:
    """That there are photos, what they look like if that is of the kind that was looked for or of what this
    is to go with, and which of several show no garment."""
    plan = answer.plan
    if not plan.photos:
        return
    if not any(photo.garment for photo in plan.photos):  # the words went on alone
        yield answer.fact("photo_without")
        return
    shown = cards(plan)
    yield from unclear(answer)
    kinds, seen = {item.category for item in answer.items}, listed(shown, answer.grammar)
    things, several = answer.plurals(item.category for item in answer.items), "s" if len(shown) > 1 else ""
    own = {item.category for item in plan.items if not item.from_photo}
    if plan.act == "outfit":
        said = f"photo{several}_outfit"
        yield answer.fact(f"{said}_like", seen=seen) if seen else answer.fact(said)
    elif seen and kinds & {card.category for card in shown}:
        yield answer.fact(f"photo{several}_like", seen=seen, things=things)
    elif seen and kinds <= own:
        yield answer.fact(f"photo{several}_beside", seen=seen, things=things)
    else:
        our = answer.grammar.agreeing("our", answer.grammar.feminine(answer.items[0].category))
        yield answer.fact(f"photo{several}", things=things, our=our)


def _named(answer: Answer) -> Fact:
    """The opening, with the names that stand in it."""
    opening = _opening(answer)
    names = dict.fromkeys(map(answer.grammar.bare_name, answer.items))
    return replace(opening, names=() if opening.kind == "several_alike" else tuple(names))


def _opening(answer: Answer) -> Fact:
    """The items by name."""
    grammar, items, alike = answer.grammar, answer.items, answer.one_category
    names = [grammar.name(item, noun=not alike or len(items) == 1) for item in items]
    titles = grammar.listed(_counted(names))
    if len(items) == 1:
        echo, are = echoed(answer), grammar.verb("it_is", items[0])
        return answer.fact("one_echoed" if echo else "one", items, title=titles, are=are, echo=echo)
    if not alike:
        child = answer.plan.filters.audience in ("boys", "girls", "kids")  # does not ask for itself
        whole = answer.plan.act == "outfit" and not (child or answer.plan.categories("owned"))
        said = "outfit" if whole else "ideas" if answer.alternatives else "together"
        return answer.fact(said, items, titles=titles)
    first = items[0]
    dyed = len({item.colour for item in items}) == 1 and first.colour in answer.asked(first).colours
    these = grammar.several(len(items), first.colour if dyed else "", first.category)  # "two black t-shirts"
    own = "" if dyed or category_record(first.category).pair else own_plural(answer.plan, first.category)
    if own and all(is_called(item, own) for item in items):
        these = f"{grammar.number(len(items), False)} {own}"  # "two hoodies"
    if len(set(names)) == 1:  # a catalogue without titles
        return answer.fact("several_alike", items, these=these)
    return answer.fact("several", items, these=these, titles=titles)


def _counted(names: Sequence[str]) -> list[str]:
    """Each name once, with how often it stands there: "the white sneakers (×2)"."""
    return [f"{name} (×{count})" if count > 1 else name for name, count in Counter(names).items()]


def _more(answer: Answer, room: int) -> list[Fact]:
    """Of all else that there is to say, as many facts as there is room for."""
    if room < 1:
        return []
    plan, items = answer.plan, answer.items
    if "difference" in plan.aspects and len(items) > 1:
        return list(difference(answer, items))[:MAX_FACTS]
    chooses = "choice" in plan.aspects and len(items) == 2
    best_of = list(recommended(answer, items)) if chooses else []
    fits, other, costs = list(asked_for(answer)), list(_other_audience(answer)), list(price(answer))
    told = list(besides(answer, bool(fits)))
    worn = [] if best_of else _worn(answer)
    filters, asks = plan.filters, list(question(answer))
    asked = costs if answer.priced or filters.order or plan.asks_price or filters.max_total else []
    if {fact.kind for fact in worn} & {"one_family", "colour_repeats"}:  # which has said the colour
        fits = [fact for fact in fits if fact.kind != "echoed"]
    asks = [fact for fact in asks if not (costs and fact.kind == "ask_price")]
    plain = [fact for fact in told if fact.kind.startswith("more_")]  # a season or so: the cards show it, too
    made = [fact for fact in told if fact not in plain]
    last = [*plain, *asks, *costs] if answer.turn(3) == 0 else [*costs, *plain, *asks]
    cut = [fact for fact in costs if fact.kind.startswith("reduced")]
    best = [*best_of, *asked, *cut, *other, *fits, *worn[:1], *made, *worn[1:], *last][:room]
    order = (*fits, *told, *best_of, *worn, *costs, *other, *asks)
    return [part for part in dict.fromkeys(order) if part in best]


def _worn(answer: Answer) -> list[Fact]:
    """How to wear what is shown; of a present, that no size is needed for it; nothing of mere ideas."""
    plan, items = answer.plan, answer.items
    unsized = {item.category for item in items} <= set(gift_categories(plan.filters.audience))
    if plan.gift and unsized and plan.act == "search":
        return [answer.fact("gift", items)]
    if answer.alternatives and not answer.one_category:  # which nobody wears together
        return []
    return list(style(answer))


def _other_audience(answer: Answer) -> Iterator[Fact]:
    """Whom an outfit was put together for where nobody said, and the offer to do it for the other."""
    plan, worn = answer.plan, {item.gender for item in answer.items} - {"", "unisex"}
    told = any(item.audience for item in plan.items) or any(photo.audience for photo in plan.photos)
    named = plan.filters.audience or told
    hers = any(category_record(item.category).womenswear for item in answer.items)  # as the dress says
    if plan.act != "outfit" or named or hers or len(worn) != 1 or not worn <= {*ADULTS}:
        return
    whom = worn.pop()
    other = next(name for name in ADULTS if name != whom)
    audiences = answer.grammar.words["audiences_one"]
    yield answer.fact("other_audience", answer.items, whom=audiences[whom], other=audiences[other])


def _shortfalls(answer: Answer) -> list[Fact]:
    found = list(unlike(answer)) if answer.items else []
    rest, honestly = list(absent(answer)), answer.grammar.words["honestly"]
    return _once(honestly, [*_joined(found, MAX_SHORTFALLS - len(rest), honestly, answer.items), *rest])


def _joined(said: Sequence[Fact], most: int, honestly: str, items: Sequence[Item]) -> list[Fact]:
    """So many sentences: those that are too many stand behind the last of them, each after a semicolon and
    without the word ``honestly``."""
    if len(said) <= most:
        return list(said)
    own, last = said[: most - 1], said[most - 1 :]
    about = {item_id for fact in last for item_id in fact.item_ids}
    note, text = (
        _after_semicolons([getattr(fact, name) for fact in last], honestly) for name in ("note", "text")
    )
    values = {key: value for fact in last for key, value in fact.values.items()}
    ids = tuple(item.id for item in items if item.id in about)
    return [*own, Fact("+".join(fact.kind for fact in last), note, text, ids, values)]


def _after_semicolons(sentences: Sequence[str], honestly: str) -> str:
    first, *more = sentences
    bare = [sentence.removeprefix(honestly) for sentence in more]
    rest = [part if part.startswith("I ") else part[0].lower() + part[1:] for part in bare]
    return "; ".join(part.rstrip(".") for part in (first, *rest)) + "."


def _once(beginning: str, said: Sequence[Fact]) -> list[Fact]:
    """The facts, of which only the first whose sentence begins so does."""
    result: list[Fact] = []
    begun = False
    for fact in said:
        bare = fact.text.removeprefix(beginning)
        again, begun = begun and bare != fact.text, begun or bare != fact.text
        result.append(replace(fact, text=bare[:1].upper() + bare[1:]) if again else fact)
    return result
