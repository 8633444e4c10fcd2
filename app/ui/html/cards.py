"""Items as cards: the gallery with its empty places, and one item closer. Escaped HTML from records.

Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

from app.plan import Language, Plan
from app.ui.html.elements import (
    HANGER,
    action,
    address,
    caption,
    cost,
    dot,
    picture,
    sizes,
    stock,
    text,
    unbroken,
)
from app.ui.html.labels import category_label, colour_name, description, kind, title
from app.ui.strings import say
from data.catalogue.catalogue import Item

COLUMNS = {1: 2, 2: 2, 4: 4}  # of the gallery on a wide screen, by number of cells; otherwise 3
MAX_PICTURES = 6  # of one item, beside the main one
HEART = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 20.5S3.5 15.5 3.5 9.3A4.7 4.7 0 0 '
    '1 12 6.600a4.700 4.700 0 0 1 8.500 2.700C20.500 15.500 12 20.500 12 20.500Z"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one item, filled or not: the ``number``-th of ``of`` of a category that was asked for."""

    item: Item | None
    category: str = ""
    number: int = 0
    of: int = 0  # 0 where nobody asked for so many
    colour: str = ""  # asked for, and not the item's


@dataclass(frozen=True, slots=True)
class CardState:
    """How the cards stand: which are kept, and which is selected, perhaps explained by a heat map."""

    kept: Collection[str] = ()
    selected: str = ""
    heat_map: str | None = None  # address of the selected item's picture with it; None: not explained
    explainable: bool = False  # whether something was asked for that can explain them


def slots(plan: Plan | None, items: Sequence[Item]) -> list[Slot]:
    """A slot for each item that was asked for, filled or not, then one for each item that is left."""
    if plan is None or plan.act not in ("search", "outfit"):
        return [Slot(item) for item in items]
    left, found = list(items), list[Slot]()
    counts, so_far = plan.counts(), Counter[str]()  # two of one category have a colour each: counted together
    for wanted in plan.wanted:
        own = [item for item in left if wanted.category in ("", item.category)][: wanted.count]
        left = [item for item in left if item not in own]
        colours = plan.filters_of(wanted).colours
        if not wanted.category:
            found += [Slot(item, colour=_other(colours, item)) for item in own]
            continue
        for item in [*own, *[None] * (wanted.count - len(own))]:
            so_far[wanted.category] += 1
            number, of = so_far[wanted.category], counts[wanted.category]
            found.append(Slot(item, wanted.category, number, of, _other(colours, item)))
    return found + [Slot(item) for item in left]


def _other(asked: Sequence[str], item: Item | None) -> str:
    """The colour that was asked for, where the item has another; "" where none is known."""
    fits = item is not None and (not item.colour or item.colour in asked)
    return "" if fits or not asked else asked[0]


def gallery(
    slots: Sequence[Slot], language: Language, state: CardState | None = None, below: str = ""
) -> str:
    """The items as cards to choose from, empty places among them; where there are none, an empty hanger and
    what stands ``below`` it."""
    if not slots:
        return HANGER + below
    state = state or CardState()
    cells = (
        _card(slot, slot.item, language, state) if slot.item else _empty(slot, language) for slot in slots
    )
    name, columns = text("gallery", language), COLUMNS.get(len(slots), 3)
    return f'<ol class="cards in{columns}" aria-label="{name}">{"".join(cells)}</ol>'


def _card(slot: Slot, item: Item, language: Language, state: CardState) -> str:
    """The picture and its caption are one button; the heart and the other buttons stand beside it."""
    name, selected = escape(title(item, language)), item.id == state.selected
    heat = state.heat_map if selected else None
    colour = colour_name(slot.colour, language)
    nearest = f'<span class="nearest">{text("nearest", language, colour=colour)}</span>' if colour else ""
    return (
        f'<li class="card" data-card="{escape(item.id)}">{_number(slot, language)}'
        f'<button type="button" class="thumbnail-item" aria-pressed="{_yes(selected)}" '
        f"{action('choose', item.id)}>{picture(item, heat or '')}"
        f"{caption(item, language, dot(item.colour), nearest)}</button>"
        f'<button type="button" class="heart" aria-pressed="{_yes(item.id in state.kept)}" '
        f'aria-label="{text("keep", language)}: {name}" {action("keep", item.id)}>{HEART}</button>'
        f'<div class="acts">{_acts(item, name, language, state.explainable, heat is not None)}</div></li>'
    )


def _acts(item: Item, name: str, language: Language, explainable: bool, explained: bool) -> str:
    pressed = {"why": f' aria-pressed="{_yes(explained)}"'}
    return "".join(
        f'<button type="button" {action(act, item.id)}{pressed.get(act, "")}'
        f' aria-label="{text(f"{act}.long", language)}: {name}">{text(act, language)}</button>'
        for act in (("why", "more", "less") if explainable else ("more", "less"))
    )


def _number(slot: Slot, language: Language) -> str:
    if not slot.of:
        return ""
    kind = category_label(slot.category, language)
    return f'<span class="place">{text("slot", language, kind=kind, number=slot.number, of=slot.of)}</span>'


def _empty(slot: Slot, language: Language) -> str:
    said = text("slot.only" if slot.number > 1 else "slot.none", language, count=slot.number - 1)
    return (
        f'<li class="card empty">{_number(slot, language)}<span class="frame">'
        f"{HANGER.replace('hanger', 'peg')}<span>{said}</span></span></li>"
    )


def detail(item: Item | None, language: Language, explanation: str = "") -> str:
    """One item closer: pictures, title, facts, audience, its description or why it was found, and the way to
    its page in the shop."""
    if item is None:
        return f'<div class="detail empty">{text("detail.none", language)}</div>'
    audience = f" · {say(item.gender, language)}" if item.gender else ""
    brand = f" · {item.brand}" if item.brand else ""
    facts = "".join(part(item, language) for part in (sizes, stock, _link, _strip))
    below = f'<div class="facts">{facts}</div>' if facts else ""
    return (
        f'<div class="detail">{picture(item)}<div class="about">'
        f'<p class="kind">{dot(item.colour)}{escape(kind(item, language) + audience + brand)}</p>'
        f"<h3>{unbroken(escape(title(item, language)))}</h3>"
        f"{explanation or f'<p>{escape(description(item, language))}</p>'}"
        f"{below}</div>{cost(item, language)}</div>"
    )


def _link(item: Item, language: Language) -> str:
    """The way to the item's page in the shop, in a tab of its own; empty where there is no such page."""
    if not re.match("https?://", item.link, re.IGNORECASE):
        return ""
    words = text("shop.link", language)
    return f'<a class="link" href="{escape(item.link)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def _strip(item: Item, language: Language) -> str:
    """Its further pictures, as far as they are there."""
    there = [file for file in item.images[:MAX_PICTURES] if file != item.image and file.is_file()]
    if not there:
        return ""
    name = escape(title(item, language))
    pictures = "".join(
        f'<img src="{address(file)}" alt="{text("picture", language, number=number)}: {name}">'
        for number, file in enumerate(there, 2)
    )
    return f'<div class="strip">{pictures}</div>'


def _yes(value: bool) -> str:
    return "true" if value else "false"
