"""`python -m app.cli.evaluate`: how well an encoder finds things in a labelled catalogue."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np

from app.cli.describe import Describer
from app.config import Settings, SettingsError
from app.evaluation import baselines, end_to_end, metrics
from app.evaluation.dataset import Gallery, gallery
from app.evaluation.figures import table
from app.evaluation.rankers import ByBestQuery, rankings
from app.evaluation.retrieval import QUERIES, Judge
from app.factory import describer_from, encoder_from
from app.training.caption_dataset import held_out
from data.catalogue.catalogue import CatalogueError, Item, read_catalogue
from models.llm.chat_model import ModelError
from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("evaluate")

NAMED = ("category_to_product", "colour_category_to_product", "colour_pattern_category_to_product")
WORDS = ("text_to_image", *NAMED)
PICTURES = ("image_to_image", "photo_to_product")
ASKED = {
    "mean": (*WORDS, *PICTURES, "zero_shot"),
    "max": (*WORDS, *PICTURES, "zero_shot"),
    "max+itm": WORDS,
    "colour_histogram": ("image_to_image",),
    "imagenet": ("image_to_image",),
    "bm25": NAMED,
}
STEPS = (("max", "mean"), ("max+itm", "max"), ("max+itm", "mean"))
PATIENCE = 2.0  # seconds after which a part says what it is doing


def evaluate(
    encoder: ImageTextEncoder,
    shown: Gallery,
    photos: Gallery | None = None,
    describer: Describer | None = None,
) -> dict[str, Any]:
    """Every figure that the catalogue's columns allow; about photos and captions where there are some."""
    judges = {name: Judge(shown.items, by, photos) for name, by in rankings(encoder, shown).items()}
    result = {
        "strategies": {name: _report(name, judge) for name, judge in judges.items()},
        "steps": _steps(judges),
        "baselines": {
            name: _report(name, Judge(shown.items, by)) for name, by in baselines.all_of(shown.items)
        },
        **_tried(encoder, shown, photos),
        "caption": end_to_end.caption(shown.items, lambda p: describer.describe(p, "en"))
        if describer
        else {},
    }
    return {part: figures for part, figures in result.items() if figures}


def _report(name: str, judge: Judge) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for part in ASKED[name]:
        with telling(f"{part} by {name}"):
            figures |= {part: getattr(judge, part)()}
    return {part: found for part, found in figures.items() if found}


def _steps(judges: dict[str, Judge]) -> dict[str, Any]:
    """How much more of the titles a strategy finds than a simpler one, over those that both were asked."""
    pairs = [(one, other) for one, other in STEPS if judges.keys() >= {one, other}]
    gains = {
        f"{one} over {other}": metrics.gain(judges[one].titles, judges[other].titles) for one, other in pairs
    }
    return {step: figures for step, figures in gains.items() if figures}


def _tried(encoder: ImageTextEncoder, shown: Gallery, photos: Gallery | None) -> dict[str, Any]:
    """What the shop's own search does with the same items."""
    with ExitStack() as last:
        with telling("indexing"):
            search = last.enter_context(end_to_end.indexed(shown, encoder))
        find = end_to_end.finder(search)
        with telling("modified_photo"):
            figures = {"modified_photo": end_to_end.modified_photo(shown.items, find)}
        if photos:
            with telling("photo_category_accuracy"):
                prompted = Judge(photos.items, ByBestQuery(encoder, photos))
                figures["photo_category_accuracy"] = end_to_end.photo_categories(prompted, search)
        with telling("latency"):
            return figures | {"latency": end_to_end.latency(shown.items, find)}


@contextmanager
def telling(part: str) -> Iterator[None]:
    """Says what is being done once it takes longer than PATIENCE."""
    timer = Timer(PATIENCE, log.info, (f"{part} …",))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 2 when something that a person can cure stands in the way."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args = _arguments(argv)
    started = time.perf_counter()
    try:
        settings = Settings.from_env(os.environ, catalogue=args.catalogue, encoder=args.encoder)
        items = [i for i in read_catalogue(settings.catalogue).items if not args.held_out or held_out(i.id)]
        taken = read_catalogue(args.photos).items if args.photos else ()
        encoder, describer = encoder_from(settings), describer_from(settings)
        shown = gallery(items, encoder)
        photos = gallery(_sample(taken), encoder) if taken else None
    except (SettingsError, CatalogueError, ModelError) as error:
        log.error("%s", error)
        return 2
    result = {
        "catalogue": str(settings.catalogue), "encoder": encoder.name, "n_items": len(shown.items),
        **evaluate(encoder, shown, photos, describer), "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip
    sys.stdout.write((json.dumps(result) if args.json else table(result)) + "\n")
    return 0


def _sample(photos: Sequence[Item]) -> list[Item]:
    chosen = np.sort(np.random.default_rng(0).permutation(len(photos))[:QUERIES])
    return [photos[row] for row in chosen]


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.cli.evaluate", description=__doc__)
    parser.add_argument(
        "--catalogue", type=Path, required=True, help="labelled catalogue, any of the three formats"
    )
    parser.add_argument(
        "--encoder", help="folder or hub name of a BLIP-2 checkpoint (default: the profile's)"
    )
    parser.add_argument("--photos", type=Path, help="customers' photos, such as a folder per category")
    parser.add_argument("--held-out", action="store_true",
                        help="only the items that python -m app.training.caption_dataset keeps out of training")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON line instead of a table")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
