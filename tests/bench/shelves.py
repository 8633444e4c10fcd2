"""Searching inside a category, small and big, also below a price and by a word: the store's way, Chroma's own
filters, and bare numpy, which is exact."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from data.catalogue.vocabulary import card_text
from data.store.store import ANY, Entry, Filter, Store
from tests.bench.cloud import Cloud
from tests.bench.goods import SAYS_LINEN, Goods, category, item, name
from tests.bench.rows import Row, seconds

QUERIES = 60
SMALL, BIG, OTHERS = (
    1000,
    12_000,
    8,
)  # items of a category, and how many small ones there are beside a big one

Found = Callable[[int], Sequence[str]]  # row of the query → the ten ids


@dataclass(frozen=True, slots=True)
class Shop:
    """Unit vectors (n, DIM) and kinds (n,): kind 0 is the big one. The last are queries, not items."""

    vectors: np.ndarray
    kinds: np.ndarray
    items: int

    @classmethod
    def drawn(cls) -> Shop:
        """The items, and QUERIES of the big category and of a small one."""
        dice = np.random.default_rng(7)
        items = dice.permutation(np.repeat(np.arange(OTHERS + 1), [BIG, *[SMALL] * OTHERS]))
        kinds = np.concatenate([items, np.repeat([0, 1], QUERIES)])
        return cls(Cloud().vectors(kinds, dice), kinds, len(items))

    def exact(self, row: int, passing: np.ndarray) -> list[str]:
        """The ten nearest by numpy, of items that pass (items,)."""
        own = np.flatnonzero(passing & (self.kinds[: self.items] == self.kinds[row]))
        order = np.argsort(-(self.vectors[own] @ self.vectors[row]), kind="stable")[:10]
        return [name(n) for n in own[order].tolist()]


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of question: what our store and what Chroma is asked beside the category, and which items pass
    (items,)."""

    what: str
    queries: Sequence[int]
    passing: np.ndarray
    where: Filter = ANY
    facts: tuple[dict[str, Any], ...] = ()  # Chroma's conditions of metadata
    words: Any = None  # Chroma's condition of documents

    def rows(self, shop: Shop, store: Store, plain: Any) -> Iterator[Row]:
        """Ours against Chroma's filters, and against numpy."""

        def ours(row: int) -> list[str]:
            found = store.search(shop.vectors[row], 10, category(shop.kinds[row]), self.where)
            return [match.item.id for match in found]

        def chroma(row: int) -> list[str]:
            own: list[Any] = [{"kind": category(shop.kinds[row])}, *self.facts]
            where = {"$and": own} if self.facts else own[0]
            found = plain.query(
                query_embeddings=[shop.vectors[row]], n_results=10, where=where, where_document=self.words
            )
            return list(found["ids"][0])

        yield from _compared(self.what, self.queries, ours, chroma, lambda row: shop.exact(row, self.passing))


def rows(folder: Path) -> list[Row]:
    """The store's search inside a category against Chroma's own filtered query, both against exact numpy."""
    shop = Shop.drawn()
    goods, cheap = Goods.of(shop.kinds[: shop.items]), Filter(max_cost=60.0)
    store, plain = filled(folder, shop)
    big = range(shop.items, shop.items + QUERIES)
    small = range(shop.items + QUERIES, shop.items + 2 * QUERIES)
    every, linen = goods.passing(ANY), goods.passing(SAYS_LINEN)
    facts = ({"cost": {"$lte": cheap.max_cost}},)
    asked = (
        Asked(f"search in a category of {SMALL:,}", small, every),
        Asked(f"search in a category of {BIG:,}", big, every),
        Asked(f"search in {BIG:,} below a price", big, goods.passing(cheap), cheap, facts),
        Asked(f"search in {BIG:,} for a word", big, linen, SAYS_LINEN, words={"$contains": " linen "}),
    )
    return [row for one in asked for row in one.rows(shop, store, plain)]


def filled(folder: Path, shop: Shop) -> tuple[Store, Any]:
    """The items in our store, and in one collection with Chroma's own defaults but the space."""
    cards = [item(row, kind) for row, kind in enumerate(shop.kinds[: shop.items].tolist())]
    store = Store.create(folder / "shelves", "bench")
    store.put([Entry(card, "", vector) for card, vector in zip(cards, shop.vectors, strict=False)])
    client = chromadb.PersistentClient(str(folder / "chroma"), ChromaSettings(anonymized_telemetry=False))
    plain = client.create_collection(
        "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(cards), 5000):  # Chroma refuses more than 5,461 rows at once
        part = cards[start : start + 5000]
        facts: list[Any] = [{"kind": card.category, "cost": card.price} for card in part]
        plain.add(
            ids=[card.id for card in part], embeddings=shop.vectors[start : start + len(part)],
            metadatas=facts, documents=[card_text(card) for card in part],
        )  # fmt: skip
    return store, plain


def _compared(
    what: str, queries: Sequence[int], ours: Found, chroma: Found, exact: Found
) -> Iterator[Row]:  # fmt: skip
    ours(queries[0]), chroma(queries[0])  # the first search reads the vectors into memory
    recalls = (recall(queries, ours, exact), recall(queries, chroma, exact))
    yield Row(f"{what}: recall@10, ours against Chroma's filter", *recalls, "")
    mine, theirs, bare = (median_ms(queries, search) for search in (ours, chroma, exact))
    yield Row(f"{what}: median time, ours against Chroma's filter", mine, theirs, "ms")
    yield Row(f"{what}: median time, ours against bare numpy", mine, bare, "ms")


def recall(rows: Sequence[int], found: Found, exact: Found) -> float:
    """The share of the ten nearest, or of as many as there are, that are found."""
    wanted = {row: {*exact(row)} for row in rows}
    return statistics.fmean(len({*found(row)} & wanted[row]) / max(1, len(wanted[row])) for row in rows)


def median_ms(rows: Sequence[int], search: Found) -> float:
    return statistics.median(1000 * seconds(lambda row=row: search(row)) for row in rows)  # type: ignore[misc]
