"""Who writes an answer: a capable language model, sentence by sentence as far as it is checked, the small
writer, or templates.

Knows prompts, the template writer and the fact check; does not know how a plan was made.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from app.advice.compose import content, shortfalls
from app.advice.content import Fact
from app.agent.prompts import Scene, advice_messages, rewrite_messages, with_pictures, without_pictures
from app.agent.writing.small import Order, SmallWriter
from app.factcheck.check import Verdict, supported
from app.factcheck.evidence import Evidence
from app.factcheck.stream import vetted
from app.plan import Plan, Sentence
from data.store.store import Match
from models.llm.chat_model import ChatModel, Message, ModelError

log = logging.getLogger(__name__)
SEEDS_APART = 97  # the small writer's own tries take those next to a seed


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer is about: the plan as the shop can serve it, its matches, the wanted categories that the
    shop does not carry, and what the customer's photo shows ("" where nobody looked)."""

    plan: Plan
    matches: Sequence[Match]
    missing: Sequence[str]
    caption: str
    scene: Scene  # before this answer


def written(
    chat: ChatModel, messages: Sequence[Message], found: Found, small: SmallWriter | None = None
) -> Iterator[Sentence]:  # fmt: skip
    """The sentences of an answer, each as soon as it is whole. Of a capable model those that the cards bear
    out; where there is none, or where nothing of its answer can be shown, the content of the answer in the
    words of the ``small`` writer, or of templates. Raises ModelError."""
    own = _by_model(chat, messages, found) if chat.is_generative else iter(())
    first = next(own, None)
    if first is not None:
        yield first
        yield from own
        return
    stocked = dict(sorted(found.scene.shop.counts.items()))
    facts = list(content(found.plan, found.matches, found.missing, stocked))
    if small is None:
        yield from (fact.sentence() for fact in facts)
    else:
        yield from small.sentences(_order(facts, messages, found))


def _order(facts: Sequence[Fact], messages: Sequence[Message], found: Found) -> Order:
    """The answer as the small writer is to word it: one voice a conversation, the same words for the same
    messages, others where an answer is asked for anew."""
    evidence = evidence_of(found)

    def refuse(sentence: str, fact: Fact) -> str:
        return "" if fact.is_advice or fact.is_lack else supported(sentence, evidence).why

    texts = [message.text for message in messages]
    seed = crc32("\n".join(texts).encode()) + SEEDS_APART * messages[-1].again
    return Order(facts, found.plan.language, seed, crc32(texts[0].encode()), refuse)


def evidence_of(found: Found) -> Evidence:
    """What the sentences of an answer are held against."""
    scene, counts = found.scene, found.scene.shop.counts
    return Evidence(
        found.plan, [match.item for match in found.matches], found.missing, sorted(counts), found.caption,
        scene.cards, scene.shop.has_word, scene.told, frozenset((*counts.values(), sum(counts.values()))),
        scene.shop.prices,
    )  # fmt: skip


def _by_model(chat: ChatModel, messages: Sequence[Message], found: Found) -> Iterator[Sentence]:
    plan, stocked = found.plan, sorted(found.scene.shop.counts)
    searched = plan.act in ("search", "outfit", "not_carried")
    lacking = shortfalls(plan, found.matches, found.missing, stocked) if searched else ()
    asked = advice_messages(
        messages, plan, found.matches, found.missing, found.scene.shop, [one.text for one in lacking],
        found.caption,
    )  # fmt: skip
    asked = with_pictures(asked, found.matches, plan.language) if chat.sees else without_pictures(asked)
    evidence = evidence_of(found)
    pieces = [plan.question] if plan.act == "ask" and plan.question else chat.stream(asked)

    def better(said: str, sentence: str, why: str) -> Iterator[str]:
        try:
            yield from chat.stream(rewrite_messages(asked, said, sentence, why))
        except ModelError as error:  # the answer does without that sentence
            log.warning("%s wrote no better sentence: %s", chat.name, error)

    def check(sentence: str, before: Sequence[str]) -> Verdict:
        return supported(sentence, evidence, before)

    for sentence in vetted(pieces, evidence.items, check, better):
        yield replace(sentence, by=chat.name)
