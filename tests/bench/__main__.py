"""`python -m tests.bench`: what the shop costs next to its barest alternative, both timed in the same run.

Absolute figures depend on the machine; the ratios are what to compare between runs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from app.assistant import Assistant
from app.parts import encoder_from, local_chat
from app.refresh import BATCH, refresh
from app.settings import ROOT, Settings
from data.catalogue import Catalogue, read_catalogue
from data.pictures import open_picture
from data.store import Entry, Store
from models.chat import Message
from models.encoder import Encodes
from tests.bench import cold, runtimes, shelves, tokens
from tests.bench.rows import Row, seconds

RESULTS = Path(__file__).parent / "results.json"
KEPT = Path(__file__).parent / "out" / "scale"  # shops of invented items, which are built once
PHOTOS = ROOT.parent / "shared" / "datasets" / "fashion-products"  # where absent, the sample catalogue
INDEXED = 512  # items; more only takes longer
TURNS = 3  # by turns, and the best of each: another program's burst must not fall on one side only

SIZES = (10_000, 44_000)  # of shops whose search is measured; Kaggle's has 44,446
RECALL, INSIDE, OVER = (
    0.995,
    10.0,
    40.0,
)  # bars: recall@10, and p95 in ms inside a category and over everything

MESSAGES = (
    "show me two black t-shirts", "enséñame unas zapatillas blancas", "a red dress for a party",
    "busco un bolso marrón", "two shirts and a pair of shoes", "necesito una chaqueta de hombre",
)  # fmt: skip


def index_rows(encoder: Encodes, torch: Encodes, folder: Path) -> list[Row]:
    """Reading, decoding, encoding and storing, against encoding alone of pictures already decoded.

    And against the article's way: each picture opened, encoded by torch in float32 and stored by itself.
    """
    whole = read_catalogue(PHOTOS if PHOTOS.is_dir() else ROOT / "data" / "sample")
    catalogue = Catalogue(whole.folder, whole.items[:INDEXED], ())
    pictures = [open_picture(item.image) for item in catalogue.items]
    encoder.images(pictures[:BATCH])  # the first batch also pays for the model's warming up
    bare, whole_way = [], []
    for turn in range(TURNS):
        starts = range(0, len(pictures), BATCH)
        bare.append(seconds(lambda: [encoder.images(pictures[i : i + BATCH]) for i in starts]))  # noqa: B023
        store = Store.open(folder / f"index {turn}", encoder.name)
        whole_way.append(seconds(lambda: refresh(catalogue, store, encoder)))  # noqa: B023
    count, few = len(catalogue.items), catalogue.items[:BATCH]
    one_by_one = Store.open(folder / "one by one", encoder.name)

    def article() -> None:
        for item in few:
            vector = torch.images([open_picture(item.image)])[0]
            one_by_one.put([Entry(item, "", vector)])

    rate = len(few) / min(seconds(article) for _ in range(2))
    return [
        Row(
            "index: app.index against the bare encoder", count / min(whole_way), count / min(bare), "items/s"
        ),
        Row("index: app.index against the article's loop", count / min(whole_way), rate, "items/s"),
    ]


def scale_rows(count: int) -> list[Row]:
    """Searching a shop of so many invented items, against the bars; and the memory that it takes."""
    options = ["--items", str(count), "--store", str(KEPT / str(count))]
    command = [sys.executable, "-m", "tests.bench.scale", *options]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    told = []
    for where, key, bar in (("in a category", "filtered", INSIDE), ("over all", "unfiltered", OVER)):
        what, figures = f"search {where}, {count:,} items", found[key]
        told += [
            Row(f"{what}: recall@10, against its bar", figures["recall@10"], RECALL, ""),
            Row(f"{what}: p95, against its bar", figures["p95_ms"], bar, "ms"),
            Row(f"{what}: p50, against p95", figures["p50_ms"], figures["p95_ms"], "ms"),
        ]
    memory = Row(
        f"memory: peak of a shop, {count:,} items, against 1 KB each", found["memory_mb"], count / 1e3, "MB"
    )
    return [*told, memory]


def start_rows(folder: Path) -> list[Row]:
    """`python -m app` over an index that is there, against the bars: a page within 6 s, 1.2 GB at most."""
    _, start = cold.starts(folder / "cold")
    return [
        Row("start: to the first page, against its bar", start.page, 6.0, "s"),
        Row("start: to the first answer, against the first page", start.answer, start.page, "s"),
        Row("memory: peak of the served shop, against its bar", start.peak, 1200.0, "MB"),
    ]


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


def rows(settings: Settings, sizes: Sequence[int], folder: Path) -> Iterator[Row]:
    """Every comparison, as soon as it is made."""
    encoder, torch = encoder_from(settings), encoder_from(replace(settings, runtime="torch"))
    yield from index_rows(encoder, torch, folder)
    yield from shelves.search_rows(folder)
    for count in sizes:
        yield from scale_rows(count)
    yield from turn_rows(encoder, settings, folder)
    yield from runtime_rows(settings)
    yield from token_rows(settings.threads)
    yield from start_rows(folder)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--items", type=int, action="append", help="sizes of shops to search (default: 10,000 and 44,000)"
    )
    sizes, shown = parser.parse_args().items or SIZES, []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for row in rows(Settings.from_env(os.environ), sizes, Path(name)):
            figures = f"{row.ours:8.3g} {row.other:8.3g} {row.unit:8} ratio {row.ratio:.2f}"
            sys.stdout.write(f"{row.what:66} {figures}\n")
            sys.stdout.flush()
            shown.append(asdict(row) | {"ratio": row.ratio})
    RESULTS.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
