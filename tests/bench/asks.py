"""What a shop of invented items is asked, and what an answer without a fault would be: by numpy over all
items, without a store.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.store.reading import Reading
from data.store.records import ANY, Filter
from tests.bench.cloud import FOUND, kinds_of, nearest, queries
from tests.bench.goods import SAYS_LINEN, Goods, category

CANDIDATES = 200  # what a turn asks for
CHEAP, FOR_WOMEN = Filter(max_cost=60.0), Filter(max_cost=60.0, audience="women")  # 28 and 24 of 100 items
NARROW = Filter(min_cost=50.0, max_cost=53.0, audience="men")  # 1 of 100

Answers = list[set[int]]  # of each query: the rows that must be found, or the one number


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of question, asked for every query's own category where it is ``inside``, else for all."""

    name: str
    way: str  # near, said, ordered or counted
    inside: bool
    where: Filter = ANY


ASKS = (
    Ask("in a category", "near", True),
    Ask("in a category, price", "near", True, CHEAP),
    Ask("in a category, price, audience", "near", True, FOR_WOMEN),
    Ask("in a category, narrow price", "near", True, NARROW),
    Ask("a word in a category", "said", True, SAYS_LINEN),
    Ask("over all", "near", False),
    Ask("over all, price, audience", "near", False, FOR_WOMEN),
    Ask("a word over all", "said", False, SAYS_LINEN),
    Ask("cheapest of a category", "ordered", True),
    Ask("cheapest for an audience", "ordered", True, Filter(audience="women")),
    Ask("count below a price", "counted", True, CHEAP),
)


def truth(count: int) -> dict[str, Answers]:
    """The right answers of a shop of so many items, by the names of ASKS."""
    goods = Goods.of(kinds_of(count))
    near = [ask for ask in ASKS if ask.way in ("near", "said")]
    found = nearest([goods.passing(ask.where) for ask in near], [ask.inside for ask in near])
    told = {ask.name: answers for ask, answers in zip(near, found, strict=True)}
    for ask in ASKS:
        if ask.name not in told:
            told[ask.name] = _by_kind(goods, ask)
    return told


def _by_kind(goods: Goods, ask: Ask) -> Answers:
    passing = goods.passing(ask.where)
    own = {kind: np.flatnonzero(passing & (goods.kinds == kind)) for kind in {*queries()[1].tolist()}}
    if ask.way == "counted":
        return [{len(own[kind])} for kind in queries()[1].tolist()]
    first = {kind: {*rows[np.argsort(goods.costs[rows], kind="stable")[:FOUND]].tolist()}
             for kind, rows in own.items()}  # fmt: skip
    return [first[kind] for kind in queries()[1].tolist()]


class Asker:
    """Asks a store what there is the right answer to."""

    def __init__(self, store: Reading) -> None:
        self._store = store

    @cached_property
    def _queries(self) -> tuple[np.ndarray, np.ndarray]:
        return queries()

    def first(self) -> list[float]:
        """Milliseconds of the first search in each category that is stocked, which reads its vectors."""
        vector = self._queries[0][0]
        took = []
        for name in self._store.categories():
            started = time.perf_counter()
            self._store.search(vector, CANDIDATES, name)
            took.append(1000 * (time.perf_counter() - started))
        return took

    def asked(self, ask: Ask, truth: Answers) -> dict[str, float]:
        """Milliseconds, those of the processor, and the share of the right answers that were found, over all
        queries; after one that is not counted."""
        self.answer(ask, 0)
        took, right, began = [], [], time.process_time()
        for row, wanted in enumerate(truth):
            started = time.perf_counter()
            found = self.answer(ask, row)
            took.append(1000 * (time.perf_counter() - started))
            right.append(len(wanted & {*found[:FOUND]}) / len(wanted) if wanted else float(not found))
        p50, p95 = np.percentile(took, [50, 95])
        busy = 1000 * (time.process_time() - began) / len(truth)
        return {
            "p50_ms": round(float(p50), 2),
            "p95_ms": round(float(p95), 2),
            "cpu_ms": round(busy, 2),  # which other programs change little
            "recall@10": round(float(np.mean(right)), 4),
        }

    def answer(self, ask: Ask, row: int) -> Sequence[int]:
        """The rows of what is found for a query, best first, or the one number that was asked for."""
        vectors, kinds = self._queries
        place = category(kinds[row]) if ask.inside else None
        if ask.way == "counted":
            return [self._store.count(place, ask.where)]
        if ask.way == "ordered":
            return [int(item.id) for item in self._store.ordered(CANDIDATES, place, ask.where)]
        if ask.way == "said":
            found = self._store.search_words(ask.where.words, vectors[row], CANDIDATES, place)
        else:
            found = self._store.search(vectors[row], CANDIDATES, place, ask.where)
        return [int(match.item.id) for match in found]

    def all(self, truth: Mapping[str, Answers]) -> dict[str, dict[str, float]]:
        """The figures of every question."""
        return {ask.name: self.asked(ask, truth[ask.name]) for ask in ASKS}
