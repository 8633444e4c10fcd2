"""A catalogue as pictures with captions: the rows that `python -m models.training` learns from."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.agent.captions import WHOM, WHOM_ES, sayings
from data.catalogue.catalogue import Item
from data.catalogue.dominant_colour import dominant_colour
from data.catalogue.images import PictureError, open_picture
from data.catalogue.vocabulary import categories, colours, pattern_of

log = logging.getLogger("caption-dataset")

HELD_OUT = 10  # one item in so many is kept for validation, chosen by its id so that it never moves


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
    kind = {"category": item.category}
    yield from _named(item.category, kind)
    if known:
        yield known.es, kind
        yield from ((f"a photo of a {noun}", kind) for noun in known.synonyms[:2])
    if item.kind and item.kind != item.category:
        yield from _named(item.kind, {"kind": item.kind})
        if item.colour:
            yield f"{item.colour} {item.kind}", {"kind": item.kind, "colour": item.colour}
    if item.gender:
        yield from _both(item.category, WHOM[item.gender], kind | {"gender": item.gender})
    if item.usage:
        yield f"{item.usage} {item.category}", kind | {"usage": item.usage}
    yield from _coloured(item, kind)
    yield from _patterned(item, kind)


def _named(noun: str, states: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ((text, states) for text in (noun, f"a {noun}", f"a photo of a {noun}"))


def _both(noun: str, whom: str, states: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    yield f"{noun} {whom}", states
    yield f"a {noun} {whom}", states


def _coloured(item: Item, kind: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    known, colour = categories().get(item.category), colours().get(item.colour)
    if not item.colour:
        return
    both = kind | {"colour": item.colour}
    yield f"{item.colour} {item.category}", both
    yield f"a {item.colour} {item.category}", both
    spanish = f"{known.es} {colour.spanish(known.es_gender)}" if known and colour else ""
    if spanish:
        yield spanish, both
    if item.gender:
        every = both | {"gender": item.gender}
        yield f"a {item.colour} {item.category} {WHOM[item.gender]}", every
        if spanish:
            yield f"{spanish} {WHOM_ES[item.gender]}", every


def _patterned(item: Item, kind: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    pattern = pattern_of(item)
    if not pattern:
        return
    yield f"{pattern} {item.category}", kind | {"pattern": pattern}
    yield f"a {pattern} {item.category}", kind | {"pattern": pattern}
    if item.colour:
        every = kind | {"pattern": pattern, "colour": item.colour}
        yield f"{item.colour} {pattern} {item.category}", every
        yield f"a {item.colour} {pattern} {item.category}", every


def row(item: Item, split: str, weight: float) -> dict[str, Any]:
    """One line of the pairs file."""
    labels = {name: getattr(item, name) for name in ("category", "kind", "colour", "gender", "usage")}
    labels["pattern"] = pattern_of(item)
    return {
        "image": str(item.image),
        "captions": captions(item),
        "sayings": [asdict(saying) for saying in sayings(item)],
        "labels": labels,
        "split": split,
        "weight": weight,
    }


def with_seen_colours(items: Sequence[Item]) -> tuple[Item, ...]:
    """Items with the colour in the middle of their picture where the card says none."""
    return tuple(item if item.colour else replace(item, colour=_seen(item)) for item in items)


def _seen(item: Item) -> str:
    try:
        return dominant_colour(open_picture(item.image))
    except PictureError as error:
        log.warning("no colour: %s", error)
        return ""


def write(items: Iterable[Item], file: Path, split: str, weight: float) -> None:
    """A row for each item as JSON lines; ``split`` is "train", "valid", or "by-id", which holds one in ten
    out of training."""
    with file.open("w", encoding="utf-8") as lines:
        for item in items:
            by_id = "valid" if held_out(item.id) else "train"
            found = row(item, by_id if split == "by-id" else split, weight)
            lines.write(json.dumps(found, ensure_ascii=False) + "\n")
