"""What titles name: things that a shop files under another category than the customer's word for them, or
sells though no table knows them, a tie in a gift set, a candle; and the items that an answer spoke of.

Knows plans and cards; does not know how the best of several is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.nlu.lexicon import LANGUAGES, normalize, ordinary
from app.plan import Plan, RequestedItem
from app.search.claims import in_any_number, things
from data.catalogue.item import Item
from data.catalogue.vocabulary import category_named, labels_of, plain
from data.store.reading import Reading
from data.store.store import Filter

MIN_LETTERS = 4  # of a word that names a thing
READ = 1000  # cards with a word, of which titles are read
BIG = 10_000  # items of a shop from which on a word may stand on too many cards to ask for
FEW = 100  # cards that may have a title which begins with a phrase; where there are more, its next word tells
Named = Mapping[str, tuple[str, ...]]  # by item, the phrases that may each name a thing of its title


def by_titles(plan: Plan, shop: Reading, stocked: Collection[str]) -> Plan:
    """The plan for the things that titles name, where no category of the shop is that of their word."""
    lost = [item for item in plan.wanted if item.category and item.category not in stocked]
    goods = plan.unsold
    if plan.act == "not_carried" and not plan.items:
        goods = tuple(word for word in normalize(plan.query).split() if _may_name(word))
    if not (lost or goods):
        return plan
    items = _with_words(shop, [*(labels_of(one.category) for one in lost), *map(in_any_number, goods)])
    named = {item.id: tuple(dict.fromkeys(_things(item))) for item in items}
    fresh = [one for asked in lost if (one := _filed(asked, items, named))]
    sold = {word: one for word in goods if (one := _sold(word, items, named))}
    if not (fresh or sold):
        return plan
    kept = [item for item in plan.wanted if item not in lost or not _filed(item, items, named)]
    wanted = {(one.category, one.term): one for one in (*kept, *fresh, *sold.values())}
    act = "search" if plan.act == "not_carried" else plan.act
    unsold = tuple(word for word in plan.unsold if word not in sold)
    return replace(plan.wanting(_each_once(tuple(wanted.values()), items, named)), act=act, unsold=unsold)


def _with_words(shop: Reading, terms: Iterable[Collection[str]]) -> list[Item]:
    """Items whose cards have one of the phrases of any term, in the order of the ids; of each term the
    first."""
    each = (shop.listed(READ, where=Filter(words=(tuple(sorted(forms)),))) for forms in terms if forms)
    found = {item.id: item for items in each for item in items}
    return [found[name] for name in sorted(found)]


def _may_name(word: str) -> bool:
    return len(word) >= MIN_LETTERS and not any(word in ordinary(language) for language in LANGUAGES)


def _things(item: Item) -> Iterator[str]:
    for title in filter(None, (item.title, item.title_es)):
        yield from things(title)


def _filed(asked: RequestedItem, items: Sequence[Item], named: Named) -> RequestedItem | None:
    """A requested item by the category under which the shop has such a thing, and by its title's word; no
    more than there are."""
    found = [
        (item.category, phrase) for item in items
        for phrase in named[item.id] if category_named(phrase) == asked.category
    ]  # fmt: skip
    for category, phrase in found[:1]:
        return replace(asked, category=category, term=phrase, count=min(asked.count, len(found)))
    return None


def _sold(word: str, items: Sequence[Item], named: Named) -> RequestedItem | None:
    """A thing that no table knows, as it was asked for."""
    forms = in_any_number(word)
    found = (item for item in items if not forms.isdisjoint(named[item.id]))
    return next((RequestedItem(item.category, term=word) for item in found), None)


def _each_once(
    wanted: Sequence[RequestedItem], items: Sequence[Item], named: Named
) -> Iterator[RequestedItem]:
    """Without a thing that comes in one piece with one before it: the cufflinks of a set with a tie."""
    told: list[RequestedItem] = []
    for one in wanted:
        own = [named[item.id] for item in items if item.category == one.category]
        if not any(
            other.category == one.category and any({other.term, one.term} <= {*names} for names in own)
            for other in told
        ):
            told.append(one)
            yield one


def named_in(text: str, shop: Reading) -> tuple[str, ...]:
    """The ids of the items whose titles stand in a text, in its order."""
    told = plain(text)
    words, places = re.findall(r"[^\W_]+", told), dict[str, int]()
    for item in {item.id: item for items in _begun(words, shop) for item in items}.values():
        found = [told.find(plain(title)) for title in (item.title, item.title_es) if title]
        if any(at >= 0 for at in found):
            places[item.id] = min(at for at in found if at >= 0)
    return tuple(sorted(places, key=lambda name: (places[name], name)))


def _begun(words: Sequence[str], shop: Reading) -> Iterator[list[Item]]:
    """Items whose titles may begin at each of the words: few cards have that one, or it with those behind.
    In a big shop titles are longer than a word, and begin with none that stands on every card."""
    asked: dict[str, list[Item]] = {}
    big = shop.stock().count > BIG
    for at, word in enumerate(words):
        if big and any(word in ordinary(language) for language in LANGUAGES):
            continue
        for end in range(at + 1 + big, len(words) + 1):
            phrase = " ".join(words[at:end])
            if phrase not in asked:
                asked[phrase] = shop.listed(FEW, where=Filter(words=((phrase,),)))
                yield asked[phrase]
            if len(asked[phrase]) < FEW:
                break
