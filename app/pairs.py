"""`python -m app.pairs`: a catalogue as pictures with captions, for python -m models.finetune."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.catalogue import CatalogueError, Item, read_catalogue
from data.vocabulary import categories, colours

log = logging.getLogger("pairs")

HELD_OUT = 10  # one item in so many is kept for validation, chosen by its id so that it never moves

WHOM = {
    "men": "for men",
    "women": "for women",
    "boys": "for boys",
    "girls": "for girls",
    "unisex": "for anyone",
}
WHOM_ES = {
    "men": "de hombre", "women": "de mujer", "boys": "de niño", "girls": "de niña", "unisex": "unisex",
}  # fmt: skip


def held_out(item_id: str) -> bool:
    """Whether an item is never trained on. Decided by its id alone."""
    return zlib.crc32(item_id.encode()) % HELD_OUT == 0


def captions(item: Item) -> list[dict[str, Any]]:
    """What may be said of an item: its titles, and short texts with the labels that each states."""
    own = [{"text": t, "states": None} for t in (item.title, item.title_es) if t and t != item.category]
    own += [{"text": t, "states": None} for t in (item.description, item.description_es) if t]
    return own + [{"text": text, "states": states} for text, states in _stated(item)]


def _stated(item: Item) -> Iterator[tuple[str, dict[str, str]]]:
    known = categories().get(item.category)
    colour = colours().get(item.colour)
    kind = {"category": item.category}
    nouns = [item.category, *(known.synonyms[:2] if known else ())]
    yield f"a {item.category}", kind
    yield f"a photo of a {nouns[len(item.id) % len(nouns)]}", kind
    if known:
        yield known.es, kind
    if colour:
        both = kind | {"colour": item.colour}
        yield f"{item.colour} {item.category}", both
        yield f"a {item.colour} {item.category}", both
        if known:
            yield f"{known.es} {colour.spanish(known.es_gender)}", both
        if item.gender:
            every = both | {"gender": item.gender}
            yield f"a {item.colour} {item.category} {WHOM[item.gender]}", every
            if known:
                yield f"{known.es} {colour.spanish(known.es_gender)} {WHOM_ES[item.gender]}", every
    if item.gender:
        yield f"{item.category} {WHOM[item.gender]}", kind | {"gender": item.gender}
    if item.usage:
        yield f"{item.usage} {item.category}", kind | {"usage": item.usage}


def row(item: Item, split: str, weight: float) -> dict[str, Any]:
    """One line of the pairs file."""
    labels = {"category": item.category, "colour": item.colour, "gender": item.gender, "usage": item.usage}
    return {
        "image": str(item.image),
        "captions": captions(item),
        "labels": labels,
        "split": split,
        "weight": weight,
    }


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(prog="python -m app.pairs", description=__doc__)
    parser.add_argument(
        "--catalogue", type=Path, required=True, help="catalogue folder, any of the three formats"
    )
    parser.add_argument("--out", type=Path, required=True, help="JSON-lines file to write")
    parser.add_argument(
        "--weight", type=float, default=1.0, help="how often its items are drawn (1 = once an epoch)"
    )
    parser.add_argument("--split", choices=["by-id", "train", "valid"], default="by-id",
                        help="by-id holds one item in ten out of training")  # fmt: skip
    args = parser.parse_args()
    try:
        catalogue = read_catalogue(args.catalogue)
    except CatalogueError as error:
        log.error("%s", error)
        return 2
    with args.out.open("w", encoding="utf-8") as file:
        for item in catalogue.items:
            by_id = "valid" if held_out(item.id) else "train"
            split = by_id if args.split == "by-id" else args.split
            file.write(json.dumps(row(item, split, args.weight), ensure_ascii=False) + "\n")
    log.info("%d items written to %s", len(catalogue.items), args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
