"""A catalogue as pictures with captions: the rows that `python -m models.training` learns from."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.advice.seen import audience, caption
from app.agent.captions import answers, prompt, questions
from app.plan import Language
from app.training.dominant_colour import dominant_colour
from data.catalogue.catalogue import Item
from data.catalogue.images import PictureError, open_picture
from data.catalogue.vocabulary import categories, colours, pattern_of

log = logging.getLogger("caption-dataset")

LANGUAGES: tuple[Language, ...] = ("en", "es")
CAPTION_WEIGHT = 4.0  # as often as the answers together
HELD_OUT = 10  # one item in so many is kept for validation, chosen by its id so that it never moves
FORMS = ("{}", "a {}", "a photo of a {}")


def held_out(item_id: str) -> bool:
    """Whether an item is never trained on. Decided by its id alone."""
    return zlib.crc32(item_id.encode()) % HELD_OUT == 0


def captions(item: Item) -> list[dict[str, Any]]:
    """What may be said of an item: its titles, and short texts with the labels that each states."""
    said = [text for text in (item.title, item.title_es) if text != item.category]
    own = [{"text": t, "states": None} for t in (*said, item.description, item.description_es) if t]
    return own + [{"text": text, "states": states} for text, states in _stated(item)]


def _stated(item: Item) -> Iterator[tuple[str, dict[str, str]]]:
    known, noun, kind = categories().get(item.category), item.category, {"category": item.category}
    yield from _forms(noun, kind, FORMS)
    if known:
        yield known.es, kind
        yield from ((f"a photo of a {synonym}", kind) for synonym in known.synonyms[:2])
    if item.kind and item.kind != noun:
        yield from _forms(item.kind, {"kind": item.kind}, FORMS)
        if item.colour:
            yield f"{item.colour} {item.kind}", {"kind": item.kind, "colour": item.colour}
    if item.gender:
        yield from _forms(f"{noun} {audience(item, 'en')}", kind | {"gender": item.gender})
    if item.usage:
        yield f"{item.usage} {noun}", kind | {"usage": item.usage}
    if item.colour:
        yield from _coloured(item, kind | {"colour": item.colour})
    pattern = pattern_of(item)
    if pattern:
        yield from _forms(f"{pattern} {noun}", kind | {"pattern": pattern})
    if pattern and item.colour:
        yield from _forms(
            f"{item.colour} {pattern} {noun}", kind | {"pattern": pattern, "colour": item.colour}
        )


def _forms(
    text: str, states: dict[str, str], forms: Sequence[str] = FORMS[:2]
) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ((form.format(text), states) for form in forms)


def _coloured(item: Item, states: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    known, colour = categories().get(item.category), colours().get(item.colour)
    spanish = f"{known.es} {colour.spanish(known.es_gender)}" if known and colour else ""
    yield from _forms(f"{item.colour} {item.category}", states)
    if spanish:
        yield spanish, states
    if item.gender:
        every = states | {"gender": item.gender}
        yield f"a {item.colour} {item.category} {audience(item, 'en')}", every
        if spanish:
            yield f"{spanish} {audience(item, 'es')}", every


def sayings(item: Item) -> Iterator[dict[str, Any]]:
    """Captions and answers in both languages, only what the card knows: a prompt, how it goes on for this
    picture, and how often it is learned relative to the others."""
    for language in LANGUAGES if item.category in categories() else ():
        yield {"prompt": prompt(language), "text": caption(item, language), "weight": CAPTION_WEIGHT}
        for about, answer in answers(item, language).items():
            if answer:
                asked = prompt(language, questions(language)[about])
                yield {"prompt": asked, "text": answer, "weight": 1.0}


def row(item: Item, split: str, weight: float) -> dict[str, Any]:
    """One line of the pairs file."""
    labels = {name: getattr(item, name) for name in ("category", "kind", "colour", "gender", "usage")}
    labels["pattern"] = pattern_of(item)
    return {
        "image": str(item.image),
        "captions": captions(item),
        "sayings": list(sayings(item)),
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
