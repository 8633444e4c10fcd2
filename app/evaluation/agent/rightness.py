"""Whether a turn ended in one of its labelled outcomes. Knows labels and cards, not assistants."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.agent.labels import Conversation, Group, Outcome
from data.catalogue.catalogue import Item


def right(talk: Conversation, act: str, about: Sequence[str], shown: Sequence[Item]) -> bool:
    """Whether a turn of this act, about these ids, that shows these items is one of the right outcomes."""
    return any(_ends_so(outcome, talk.on_screen, act, about, shown) for outcome in talk.right)


def act_right(talk: Conversation, act: str) -> bool:
    """Whether the act alone is that of a right outcome."""
    return act in {outcome.act for outcome in talk.right}


def _ends_so(
    outcome: Outcome, on_screen: frozenset[str], act: str, about: Sequence[str], shown: Sequence[Item]
) -> bool:
    meant = frozenset(about) or on_screen  # who names none means all on screen
    low, high = outcome.total
    return (
        act == outcome.act
        and (not outcome.about or meant == outcome.about)
        and (not outcome.show or fills(outcome.show, shown))
        and outcome.hide.isdisjoint(item.id for item in shown)
        and low <= round(sum(item.cost or 0.0 for item in shown), 2) <= high
    )


def fills(groups: Sequence[Group], shown: Sequence[Item]) -> bool:
    """Whether each item can be counted to one of its groups so that every group has as many as it must."""
    reached = {(0,) * len(groups)}
    for item in shown:
        own = [place for place, group in enumerate(groups) if group.holds(item)]
        reached = {
            (*counts[:place], counts[place] + 1, *counts[place + 1 :])
            for counts in reached
            for place in own
            if counts[place] < groups[place].count[1]
        }
    return any(
        all(count >= group.count[0] for count, group in zip(counts, groups, strict=True))
        for counts in reached
    )
