"""Searching inside a category: the store's way, Chroma's own filter, and bare numpy, which is exact."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from data.catalogue.catalogue import Item
from data.store.store import Entry, Store
from tests.bench.rows import Row, seconds

ITEMS, DIM, KINDS, QUERIES = 12_000, 256, 12, 100  # a middling shop
SPREAD = 0.1  # of an item around its category's centre: categories overlap, as they do in a shop

Found = Callable[[int], list[str]]  # row of the query → the ten ids


def shelves() -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around KINDS centres, (ITEMS to store + QUERIES to ask, DIM), and the kind of each."""
    random = np.random.default_rng(7)
    kinds = random.integers(KINDS, size=ITEMS + QUERIES)
    centres = random.normal(size=(KINDS, DIM))
    vectors = centres[kinds] / np.sqrt(DIM) + random.normal(size=(len(kinds), DIM)) * SPREAD
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), kinds


def rows(folder: Path) -> list[Row]:
    """The store's search inside a category against Chroma's own filtered query, both against exact numpy."""
    vectors, kinds = shelves()
    store = Store.create(folder / "shelves", "bench")
    names = [f"kind {kind}" for kind in kinds]
    cards = [Item(f"{n:06}", "", name, Path("none")) for n, name in enumerate(names[:ITEMS])]
    store.put([Entry(card, "", vector) for card, vector in zip(cards, vectors[:ITEMS], strict=True)])
    plain = plain_chroma(folder / "chroma", cards, vectors[:ITEMS])

    def ours(row: int) -> list[str]:
        return [match.item.id for match in store.search(vectors[row], 10, names[row])]

    def chroma(row: int) -> list[str]:
        found = plain.query(query_embeddings=[vectors[row]], n_results=10, where={"kind": names[row]})
        return list(found["ids"][0])

    def exact(row: int) -> list[str]:
        own = np.flatnonzero(kinds[:ITEMS] == kinds[row])
        return [cards[n].id for n in own[np.argsort(-(vectors[own] @ vectors[row]), kind="stable")[:10]]]

    asked = range(ITEMS, ITEMS + QUERIES)
    ours(0)  # the first search reads the shelves into memory
    return [
        Row("search in a category: recall@10, ours against Chroma's filter",
            recall(asked, ours, exact), recall(asked, chroma, exact), ""),
        Row("search in a category: median time, ours against Chroma's filter",
            median_ms(asked, ours), median_ms(asked, chroma), "ms"),
        Row("search in a category: median time, ours against bare numpy",
            median_ms(asked, ours), median_ms(asked, exact), "ms"),
    ]  # fmt: skip


def plain_chroma(path: Path, cards: Sequence[Item], vectors: np.ndarray) -> Any:
    """One collection with Chroma's own defaults but the space, the category as metadata."""
    client = chromadb.PersistentClient(str(path), ChromaSettings(anonymized_telemetry=False))
    plain = client.create_collection(
        "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    kinds: list[Any] = [{"kind": card.category} for card in cards]
    for start in range(0, len(cards), 5000):  # Chroma refuses more than 5,461 rows at once
        part = slice(start, start + 5000)
        plain.add(ids=[card.id for card in cards[part]], embeddings=vectors[part], metadatas=kinds[part])
    return plain


def recall(rows: Sequence[int], found: Found, exact: Found) -> float:
    return statistics.fmean(len({*found(row)} & {*exact(row)}) / 10 for row in rows)


def median_ms(rows: Sequence[int], search: Found) -> float:
    return statistics.median(1000 * seconds(lambda row=row: search(row)) for row in rows)  # type: ignore[misc]
