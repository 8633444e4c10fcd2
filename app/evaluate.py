"""`python -m app.evaluate`: how well an encoder finds things in a labelled catalogue."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from app import metrics
from app.pairs import held_out
from app.settings import Settings, SettingsError
from data.catalogue import CatalogueError, Item, read_catalogue
from data.pictures import PictureError, open_picture
from data.vocabulary import colours
from models.chat import ModelError
from models.encoder import Encoder, unit

log = logging.getLogger("evaluate")

STRATEGIES = ("mean", "max", "max+itm")
RERANKED = 20  # candidates that the matching head looks at
QUERIES = 1000  # titles and photos asked at most: a random sample, seed 0
LEAST = 5  # relevant items that a colour and category query must have


@dataclass(frozen=True, slots=True)
class Gallery:
    """Encoded items: patches (n, p, w) and query vectors (n, q, d)."""

    items: tuple[Item, ...]
    seen: np.ndarray
    queries: np.ndarray


def gallery(items: Sequence[Item], encoder: Encoder, batch: int = 64) -> Gallery:
    """Encodes what can be read; an unreadable picture is named and left out."""
    kept, seen, queries = [], [], []
    for start in tqdm(range(0, len(items), batch), unit="batch", desc="encoding", disable=None):
        readable, pictures = [], []
        for item in items[start : start + batch]:
            try:
                pictures.append(open_picture(item.image))
                readable.append(item)
            except PictureError as error:
                log.warning("left out: %s", error)
        if pictures:
            patches = encoder.see(pictures)
            kept += readable
            seen.append(patches.astype(np.float16))
            queries.append(encoder.query_vectors(patches))
    if not kept:
        raise CatalogueError("expected at least one readable picture, found none")
    return Gallery(tuple(kept), np.concatenate(seen), np.concatenate(queries))


class Judge:
    """Scores texts and pictures against a gallery by one strategy and sums up."""

    def __init__(self, encoder: Encoder, shown: Gallery, strategy: str) -> None:
        self.encoder, self.gallery, self.strategy = encoder, shown, strategy
        self._mean = unit(shown.queries.mean(1))
        self.category = np.array([i.category for i in shown.items])
        self.colour = np.array([i.colour for i in shown.items])

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, items); with the matching head, the best RERANKED of each row are lifted above the rest."""
        vectors = self.encoder.texts(texts)
        if self.strategy == "mean":
            return vectors @ self._mean.T
        best = np.stack([self._best_query(vector[None])[0] for vector in vectors])
        return self._reranked(best, texts) if self.strategy == "max+itm" else best

    def _best_query(self, vectors: np.ndarray) -> np.ndarray:
        """(v, items): the best query vector of each item for each of (v, d)."""
        n, q, d = self.gallery.queries.shape
        return (vectors @ self.gallery.queries.reshape(n * q, d).T).reshape(len(vectors), n, q).max(2)

    def _reranked(self, best: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        for row, text in enumerate(texts):
            top = np.argpartition(-best[row], min(RERANKED, best.shape[1] - 1))[:RERANKED]
            chance = self.encoder.matching(self.gallery.seen[top].astype(np.float32), [text] * len(top))
            best[row, top] += 1 + chance  # as BLIP-2's own evaluation adds the two scores
        return best

    def report(self) -> dict[str, Any]:
        """Every figure that the catalogue's columns allow."""
        parts = {
            "text_to_image": self._titles(),
            "category_to_product": self._wishes([(c, "") for c in sorted(set(self.category))], 1),
            "colour_category_to_product": self._wishes(self._coloured(), LEAST),
            "image_to_image": self._similar() if self.strategy != "max+itm" else None,
            "zero_shot": self._zero_shot() if self.strategy != "max+itm" else None,
        }
        return {name: figures for name, figures in parts.items() if figures}

    def _sample(self, rows: np.ndarray) -> np.ndarray:
        return np.sort(np.random.default_rng(0).permutation(rows)[:QUERIES])

    def _titles(self) -> dict[str, Any] | None:
        titles = [i.title for i in self.gallery.items]
        rows = self._sample(np.array([r for r, t in enumerate(titles) if t and t != self.category[r]], int))
        if not len(rows):
            return None
        return metrics.summary(metrics.one_relevant(self.scores([titles[r] for r in rows]), rows))

    def _coloured(self) -> list[tuple[str, str]]:
        pairs = set(zip(self.category, self.colour, strict=True))
        return sorted((category, colour) for category, colour in pairs if colour)

    def _wishes(self, wishes: Sequence[tuple[str, str]], least: int) -> dict[str, Any] | None:
        asked = [wish for wish in wishes if self._right(*wish).sum() >= least]
        if not asked or len(set(self.category)) < 2:
            return None
        scores = self.scores([f"{colour} {category}".strip() for category, colour in asked])
        return metrics.summary(metrics.many_relevant(scores, np.stack([self._right(*w) for w in asked])))

    def _right(self, category: str, colour: str) -> np.ndarray:
        return (self.category == category) & ((self.colour == colour) | (colour == ""))

    def _similar(self) -> dict[str, Any] | None:
        counts = Counter(self.category)
        rows = self._sample(np.array([r for r, c in enumerate(self.category) if counts[c] > 1], int))
        if not len(rows) or len(counts) < 2:
            return None
        if self.strategy == "mean":
            scores = self._mean[rows] @ self._mean.T
        else:  # each query vector of one picture looks for its best in the other (late interaction)
            scores = np.stack([self._best_query(self.gallery.queries[row]).mean(0) for row in rows])
        scores[np.arange(len(rows)), rows] = -np.inf
        relevant = self.category[rows][:, None] == self.category[None, :]
        relevant[np.arange(len(rows)), rows] = False
        return metrics.summary({"P@10": metrics.many_relevant(scores, relevant)["P@10"]})

    def _zero_shot(self) -> dict[str, Any] | None:
        names = sorted(set(self.category))
        if len(names) < 2:
            return None
        guess = np.array(names)[self.scores([f"a photo of a {n}" for n in names]).argmax(0)]
        result = metrics.summary({"category_accuracy": (guess == self.category).astype(float)})
        f1 = metrics.f1_summary(self.category, guess)
        known = np.isin(self.colour, list(colours()))
        if known.any():
            shades = sorted(set(self.colour[known]))
            prompts = [f"a {s} {c}" for s in shades for c in names]
            scores = self.scores(prompts).reshape(len(shades), len(names), -1)
            own = scores[:, np.searchsorted(names, self.category), np.arange(len(self.category))]
            right = np.array(shades)[own.argmax(0)] == self.colour
            coloured = metrics.summary({"colour_accuracy": right[known].astype(float)})
            result = _merged(result, coloured)
        return _merged(result, f1)


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one | other | {"interval": one["interval"] | other["interval"]}


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args = _arguments()
    started = time.perf_counter()
    try:
        settings = Settings.from_env(os.environ, catalogue=args.catalogue, encoder=args.encoder)
        encoder = Encoder.load(settings.encoder, settings.device)
        items = [i for i in read_catalogue(settings.catalogue).items if not args.held_out or held_out(i.id)]
        shown = gallery(items, encoder)
    except (SettingsError, CatalogueError, ModelError) as error:
        log.error("%s", error)
        return 2
    result = {
        "catalogue": str(settings.catalogue), "encoder": encoder.name, "n_items": len(shown.items),
        "strategies": {s: Judge(encoder, shown, s).report() for s in STRATEGIES},
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    sys.stdout.write((json.dumps(result) if args.json else _table(result)) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.evaluate", description=__doc__)
    parser.add_argument(
        "--catalogue", type=Path, required=True, help="labelled catalogue, any of the three formats"
    )
    parser.add_argument(
        "--encoder", help="folder or hub name of a BLIP-2 checkpoint (default: the profile's)"
    )
    parser.add_argument("--held-out", action="store_true",
                        help="only the items that python -m app.pairs keeps out of training")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON line instead of a table")
    return parser.parse_args()


def _table(result: dict[str, Any]) -> str:
    lines = [
        f"{result['encoder']} on {result['n_items']} items of {result['catalogue']} ({result['seconds']} s)"
    ]
    for strategy, parts in result["strategies"].items():
        for part, figures in parts.items():
            for name, (low, high) in figures["interval"].items():
                lines.append(f"{strategy:8} {part:27} {name:18} {figures[name]:.3f}  [{low:.3f}, {high:.3f}]")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
