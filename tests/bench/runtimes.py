"""`python -m tests.bench.runtimes`: an encoder by torch and by ONNX: how fast, how true.

The same pictures and titles for all; by turns, and the best of each: another program's burst must not fall
on one side only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.config import Settings
from app.evaluation.dataset import EncodedDataset
from app.evaluation.rankers import MaxSimRanker
from app.evaluation.retrieval import RetrievalBenchmark
from app.factory import encoder_from
from app.training.caption_dataset import held_out
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import open_picture
from models.vision.encoder import ImageTextEncoder
from tests.bench.rows import Row

RUNTIMES = ("torch", "onnx")  # int8 is for checkpoints too big to ship
BATCH = 64  # pictures encoded together, as the index does
TURNS = 3
TEXT = "a photo of a black dress for women"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one runtime: decoded pictures a second in batches, one photo and one text in ms; the worst
    cosine with torch's of a picture's vector and of a title's; R@1, R@10 of titles by best query vector."""

    runtime: str
    pictures_per_s: float
    photo_ms: float
    text_ms: float
    picture_cosine: float
    text_cosine: float
    r1: float
    r10: float


def compare(settings: Settings, items: Sequence[Item]) -> list[Figures]:
    """All of RUNTIMES, torch first."""
    pictures = [open_picture(item.image) for item in items]
    encoders = [encoder_from(replace(settings, runtime=runtime)) for runtime in RUNTIMES]
    queries = [_queries(encoder, pictures) for encoder in encoders]
    titles = [_titles(encoder, items) for encoder in encoders]
    some = pictures[:BATCH]
    works: list[Callable[[ImageTextEncoder], Any]] = [
        lambda e: e.images(some), lambda e: e.images(some[:1]), lambda e: e.texts([TEXT]),
    ]  # fmt: skip
    repeats = (1, 20, 50)
    times = [
        [min(column) for column in zip(*turns, strict=True)] for turns in _turns(encoders, works, repeats)
    ]
    return [
        Figures(
            runtime, len(some) / batch, 1000 * photo, 1000 * text,
            _worst(_means(own), _means(queries[0])), _worst(said, titles[0]), *_recall(encoder, items, own),
        )
        for runtime, encoder, own, said, (batch, photo, text) in zip(
            RUNTIMES, encoders, queries, titles, times, strict=True
        )
    ]  # fmt: skip


def rows(settings: Settings) -> list[Row]:
    """ONNX against torch, on the sample catalogue: speed, and what is lost."""
    torch, *others = compare(settings, read_catalogue(settings.catalogue).items)
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


def _queries(encoder: ImageTextEncoder, pictures: Sequence[Image.Image]) -> np.ndarray:
    starts = range(0, len(pictures), BATCH)
    return np.concatenate(
        [
            encoder.qformer_embeddings(encoder.encode_patches(pictures[start : start + BATCH]))
            for start in starts
        ]
    )


def _titles(encoder: ImageTextEncoder, items: Sequence[Item]) -> np.ndarray:
    titles = [item.title or item.category for item in items]
    starts = range(0, len(titles), BATCH)
    return np.concatenate([encoder.texts(titles[start : start + BATCH]) for start in starts])


def _turns(
    encoders: Sequence[ImageTextEncoder],
    works: Sequence[Callable[[ImageTextEncoder], Any]],
    repeats: Sequence[int],
) -> list[list[list[float]]]:
    """Seconds of each work: by encoder, by turn, by work."""
    found: list[list[list[float]]] = [[] for _ in encoders]
    for _ in range(TURNS):
        for encoder, kept in zip(encoders, found, strict=True):
            kept.append([_median(work, encoder, count) for work, count in zip(works, repeats, strict=True)])
    return found


def _median(work: Callable[[ImageTextEncoder], Any], encoder: ImageTextEncoder, count: int) -> float:
    times = []
    for _ in range(count):
        started = time.perf_counter()
        work(encoder)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _means(queries: np.ndarray) -> np.ndarray:
    mean = queries.mean(1)
    return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def _worst(one: np.ndarray, other: np.ndarray) -> float:
    return float((one * other).sum(1).min())


def _recall(encoder: ImageTextEncoder, items: Sequence[Item], queries: np.ndarray) -> tuple[float, float]:
    shown = EncodedDataset(tuple(items), np.zeros((len(items), 0, 0), np.float32), queries)
    figures = RetrievalBenchmark(items, MaxSimRanker(encoder, shown)).text_to_image()
    return figures["R@1"], figures["R@10"]


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a line for each runtime."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.runtimes", description=__doc__)
    parser.add_argument("--catalogue", type=Path, help="whose pictures and titles (default: the sample)")
    parser.add_argument("--held-out", action="store_true", help="only items kept out of training")
    args = parser.parse_args(argv)
    settings = Settings.from_env(os.environ, catalogue=args.catalogue)
    whole = read_catalogue(settings.catalogue).items
    items = [item for item in whole if not args.held_out or held_out(item.id)]
    for figures in compare(settings, items):
        cells = (f"{n} {v:.4g}" if isinstance(v, float) else v for n, v in asdict(figures).items())
        sys.stdout.write("  ".join(cells) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
