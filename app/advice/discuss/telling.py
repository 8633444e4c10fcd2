"""Sentences that tell what the cards of a few items say, and which cards are silent.

Knows how to put facts into words; does not know what is worth telling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.phrases import called, read, reckoned, sample
from data.catalogue.catalogue import Item

MAX_ITEMS = 3  # that are told of one by one
Items = Sequence[Item]


def blanks(answer: Answer, items: Items) -> dict[str, str]:
    """What items are called, with a verb and the word for their cards."""
    grammar, names = answer.grammar, [called(answer, item) for item in items]
    several = len(items) > 1
    return {
        "names": grammar.listed([one.name for one in names]), "card": grammar.agreeing("by_card", several),
        "are": grammar.agreeing("is", several or names[0].plural),
        "stand": grammar.agreeing("stands", several or names[0].plural),
        "come": grammar.agreeing("comes", several or names[0].plural),
    }  # fmt: skip


def of_cards(answer: Answer, template: str, items: Items, **more: str) -> Fact:
    """A sentence with the cards of items as its subject: "their cards", or "the card of the red one"."""
    grammar, several = answer.grammar, len(items) > 1
    cards = grammar.agreeing("their_cards", several)
    if len(items) < len(answer.items):
        cards = grammar.agreeing("cards_of", several).format(names=blanks(answer, items)["names"])
    verbs = {"say": grammar.agreeing("say", several), "mention": grammar.agreeing("mention", several)}
    return answer.fact(template, items, cards=cards, **verbs, **more)


def words_of(answer: Answer, items: Items, words: Mapping[str, str]) -> Iterator[Fact]:
    """The words of those cards that have any: "the red one: knitted; the black one: quilted"."""
    told = [item for item in items if words[item.id]]
    if len(told) == 1:
        yield of_cards(answer, "says_words", told, told=words[told[0].id])
    elif told:
        parts = [f"{called(answer, item).name}: {words[item.id]}" for item in told]
        yield answer.fact("say_words", told, parts="; ".join(parts))


def being(answer: Answer, items: Items, words: Mapping[str, str]) -> Iterator[Fact]:
    """What those items are of which it is known: "the red one is for winter and the black one for summer"."""
    told = [item for item in items if words[item.id]]
    names = dict.fromkeys(words[item.id] for item in told)
    groups = [[item for item in told if words[item.id] == name] for name in names]
    if len(groups) > 1:
        heads = [(blanks(answer, those), words[those[0].id]) for those in groups]
        parts = answer.grammar.listed([f"{head['names']} {head['are']} {what}" for head, what in heads])
        yield answer.fact("are_apart", told, parts=parts, card=answer.grammar.agreeing("by_card", True))
    elif len(told) == len(answer.items) > 1:
        yield answer.fact("they_are", told, they=answer.grammar.all_are(told), told=words[told[0].id])
    elif told:
        yield answer.fact("are", told, told=words[told[0].id], **blanks(answer, told))


def silent(answer: Answer, template: str, items: Items, words: Mapping[str, str]) -> Iterator[Fact]:
    """That the cards of some items say nothing, where they do not."""
    those = [item for item in items if not words[item.id]]
    if those:
        yield of_cards(answer, template, those)


def prices(answer: Answer, items: Items) -> Iterator[Fact]:
    """What each of them costs, and whose card has no price."""
    words = {item.id: reckoned(item, answer) for item in items}
    if len(answer.items) == 1 and words[items[0].id]:
        it = answer.grammar.verb("it_costs", items[0])
        yield answer.fact(
            "price_one", items, costs=it, price=words[items[0].id], sample=sample(items, answer)
        )
        return
    priced, costs = [item for item in items if words[item.id]], answer.grammar.words["costs"]
    parts = [f"{c.name} {costs[c.plural]} {words[i.id]}" for i in priced if (c := called(answer, i))]
    if priced:
        yield answer.fact("costs", priced, parts=answer.grammar.listed(parts), sample=sample(priced, answer))
    yield from silent(answer, "unsaid_price", items, words)


def named_price(answer: Answer, item: Item) -> Fact:
    """What one thing costs, by its name; or that its card has no price."""
    grammar, told = answer.grammar, called(answer, item)
    if cost := reckoned(item, answer):
        verb = grammar.words["costs"][told.plural]
        return answer.fact("costs", [item], parts=f"{told.name} {verb} {cost}", sample=sample([item], answer))
    cards = grammar.agreeing("cards_of", False).format(names=told.name)
    return answer.fact("unsaid_price", [item], cards=cards, say=grammar.agreeing("say", False))


def details(answer: Answer, items: Items) -> Iterator[Fact]:
    """What the cards do say of how a few things are made, if all of them do."""
    few, quoted = items[:MAX_ITEMS], answer.grammar.words["quoted"]
    texts = [read(item, answer) for item in few]
    if not all(texts):
        return
    if len(set(texts)) == 1:
        yield of_cards(answer, "made", few, told=texts[0])
    else:
        parts = [
            f"{called(answer, i).name}, {quoted.format(text)}" for i, text in zip(few, texts, strict=True)
        ]
        yield of_cards(answer, "made_each", few, parts="; ".join(parts))
