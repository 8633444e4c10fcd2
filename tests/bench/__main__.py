"""`python -m tests.bench`: what the shop costs next to its barest alternative, both timed in the same run.

Absolute figures depend on the machine; the ratios are what to compare between runs.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings

from app.assistant import Assistant
from app.parts import encoder_from, local_chat
from app.refresh import BATCH, refresh
from app.settings import ROOT, Settings
from data.catalogue import Catalogue, Item, read_catalogue
from data.pictures import open_picture
from data.store import Entry, Store
from models.chat import Message
from models.encoder import Encodes
from tests.bench import runtimes, tokens

RESULTS = Path(__file__).parent / "results.json"
PHOTOS = ROOT.parent / "shared" / "datasets" / "fashion-products"  # where absent, the sample catalogue
INDEXED = 512  # items; more only takes longer

ITEMS, DIM, KINDS, QUERIES = 12_000, 256, 12, 100  # a middling shop
SPREAD = 0.1  # of an item around its category's centre: categories overlap, as they do in a shop

MESSAGES = (
    "show me two black t-shirts", "enséñame unas zapatillas blancas", "a red dress for a party",
    "busco un bolso marrón", "two shirts and a pair of shoes", "necesito una chaqueta de hombre",
)  # fmt: skip

Found = Callable[[int], list[str]]  # row of the query → the ten ids


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: both figures in the same unit, and how many times the first is of the second."""

    what: str
    ours: float
    other: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.ours / self.other if self.other else float("nan")


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def index_rows(encoder: Encodes, folder: Path) -> list[Row]:
    """Reading, decoding, encoding and storing, against encoding alone of pictures already decoded.

    And against the article's way: each picture opened, encoded and stored by itself.
    """
    whole = read_catalogue(PHOTOS if PHOTOS.is_dir() else ROOT / "data" / "sample")
    catalogue = Catalogue(whole.folder, whole.items[:INDEXED], ())
    pictures = [open_picture(item.image) for item in catalogue.items]
    encoder.images(pictures[:BATCH])  # the first batch also pays for the model's warming up
    bare, whole_way = [], []
    for turn in range(
        3
    ):  # by turns, and the best of each: another program's burst must not fall on one side only
        starts = range(0, len(pictures), BATCH)
        bare.append(seconds(lambda: [encoder.images(pictures[i : i + BATCH]) for i in starts]))  # noqa: B023
        store = Store.open(folder / f"index {turn}", encoder.name)
        whole_way.append(seconds(lambda: refresh(catalogue, store, encoder)))  # noqa: B023
    count, few = len(catalogue.items), catalogue.items[:BATCH]
    one_by_one = Store.open(folder / "one by one", encoder.name)

    def article() -> None:
        for item in few:
            vector = encoder.images([open_picture(item.image)])[0]
            one_by_one.put([Entry(item, "", vector)])

    rate = len(few) / min(seconds(article) for _ in range(2))
    return [
        Row(
            "index: app.index against the bare encoder", count / min(whole_way), count / min(bare), "items/s"
        ),
        Row("index: app.index against the article's loop", count / min(whole_way), rate, "items/s"),
    ]


def shelves() -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around KINDS centres, (ITEMS to store + QUERIES to ask, DIM), and the kind of each."""
    random = np.random.default_rng(7)
    kinds = random.integers(KINDS, size=ITEMS + QUERIES)
    centres = random.normal(size=(KINDS, DIM))
    vectors = centres[kinds] / np.sqrt(DIM) + random.normal(size=(len(kinds), DIM)) * SPREAD
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), kinds


def search_rows(folder: Path) -> list[Row]:
    """The store's search inside a category against Chroma's own filtered query, both against exact numpy."""
    vectors, kinds = shelves()
    store = Store.open(folder / "shelves", "bench")
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


def turn_rows(encoder: Encodes, settings: Settings, folder: Path) -> list[Row]:
    """How a turn's time divides: understanding the wish, and the search for it, against the whole.

    And how long the first words of advice wait once the items are shown, against the 0.8 s that they may.
    """
    store = Store.open(folder / "sample", encoder.name)
    refresh(read_catalogue(settings.catalogue), store, encoder)
    assistant = Assistant(encoder, store, local_chat(settings))
    turns: list[Mapping[str, float]] = []
    waits: list[float] = []
    for message in (MESSAGES[0], *MESSAGES):  # once more for the first, which pays for the warming up
        for reply in assistant.reply([Message("user", message)]):
            if reply.stage == "advising" and not reply.text:
                shown = time.perf_counter()
            if reply.text and len(waits) == len(turns):
                waits.append(time.perf_counter() - shown)
        turns.append(reply.seconds)
    wish, rest, whole = (
        statistics.median(sum(t[stage] for stage in stages) for t in turns[1:])
        for stages in (("wish",), ("encode", "search"), ("wish", "encode", "search", "advice"))
    )
    return [
        Row("turn: understanding the wish against the whole", wish, whole, "s"),
        Row("turn: encoding and searching against the whole", rest, whole, "s"),
        Row("turn: items shown to first words of advice, against its bar", max(waits[1:]), 0.8, "s"),
    ]


def runtime_rows(settings: Settings) -> list[Row]:
    """The encoder in 8 bits and by ONNX against torch, on the sample catalogue: speed, and what is lost."""
    torch, *others = runtimes.compare(settings, read_catalogue(ROOT / "data" / "sample").items)
    compared = (
        ("pictures", "pictures_per_s", "items/s"), ("one photo", "photo_ms", "ms"),
        ("one text", "text_ms", "ms"), ("worst cosine with torch's", "picture_cosine", ""),
        ("title R@10", "r10", ""),
    )  # fmt: skip
    return [
        Row(f"encoder: {what}, {other.runtime} against torch", getattr(other, key), getattr(torch, key), unit)
        for other in others
        for what, key, unit in compared
    ]


def token_rows(threads: int) -> list[Row]:
    """The local language model's speed through our wrapper."""
    ours, chat, bare = tokens.rates(threads)
    return [
        Row("tokens: our wrapper against llama-cpp-python's chat loop", ours, chat, "tokens/s"),
        Row("tokens: our wrapper against llama-cpp-python's barest loop", ours, bare, "tokens/s"),
    ]


def main() -> int:
    settings = Settings.from_env(os.environ)
    encoder = encoder_from(settings)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        rows = [*index_rows(encoder, folder), *search_rows(folder), *turn_rows(encoder, settings, folder)]
        rows += [*runtime_rows(settings), *token_rows(settings.threads)]
    for row in rows:
        figures = f"{row.ours:8.3g} {row.other:8.3g} {row.unit:8} ratio {row.ratio:.2f}"
        sys.stdout.write(f"{row.what:66} {figures}\n")
    shown = [asdict(row) | {"ratio": row.ratio} for row in rows]
    RESULTS.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
