"""The small pieces of HTML that all views share, and the actions that their buttons send to the server.

All text is escaped here. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from app.plan import Language
from app.ui.html import labels
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours

# Buttons of our own HTML reach the server through a hidden Gradio component. Gradio gives it a fixed list of
# events, so each of them carries one group of actions. Group: (Gradio's event, its actions).
ACTIONS = {
    "look": ("select", ("choose", "why")),  # at one item, or why it was found
    "results": ("input", (
        "more", "less", "offer", "reset", "filter", "balance", "strategy",
        "count", "remove", "colour", "avoid", "price", "gender", "usage",
    )),  # change what is shown: cards, filters, chips
    "outfit": ("like", ("keep", "export", "undo", "clear")),  # change or save the kept items
    "view": ("expand", ("pieces", "outfit", "inside", "map")),  # open a view of the rail
    "scene": ("edit", ("scene",)),  # show a recorded scene of the tour
    "live": ("submit", ("live",)),  # answer that scene now
    "end": ("clear", ("end",)),  # leave the tour
    "mapping": ("apply", ("as_column", "as_category", "as_colour", "as_currency")),  # how it is read
    "index": ("release", ("index",)),  # read the products of that table
}  # fmt: skip
_EVENTS = {action: event for event, actions in ACTIONS.values() for action in actions}
_TOGETHER = re.compile(r"\b\w-\w+|\d [€$£¥₺₴]")  # never in two lines: "T-shirt", "19,90 €"
MAX_SIZES = 8  # on a card
HANGER = (
    '<svg class="hanger" viewBox="0 0 120 80" aria-hidden="true"><path d="M60 36l46 28c5 3 3 9-2 9H16'
    'c-5 0-7-6-2-9l46-28v-6c8-2 10-14 0-15-5 0-8 3-8 7"/></svg>'
)


def action(name: str, target: str = "") -> str:
    """The attributes that static/actions.js sends: the action, the event that carries it, and its target."""
    key = f"{name}-{escape(target)}"  # finds the element again after its HTML was replaced
    return f'data-action="{name}" data-event="{_EVENTS[name]}" data-id="{escape(target)}" data-key="{key}"'


def button(name: str, words: str, target: str = "", style: str = "pill", more: str = "") -> str:
    """A button for an action; ``words`` are escaped, ``more`` are further attributes."""
    return f'<button type="button" class="{style}" {action(name, target)}{more}>{escape(words)}</button>'


def text(key: str, language: Language, **values: object) -> str:
    """A string of the page, escaped."""
    return escape(say(key, language, **values))


def options(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    """The options of a select, each as (value, words)."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in choices
    )


def nothing(words: str, below: str = "") -> str:
    """An empty view: a hanger and a sentence, which is escaped."""
    return f'<div class="none">{HANGER}<p>{escape(words)}</p>{below}</div>'


def unbroken(html: str) -> str:
    """Escaped text in which no line ends within a T-shirt or before a sign of money."""
    return _TOGETHER.sub(r'<span class="word">\g<0></span>', html)


def caption(item: Item, language: Language, mark: str = "", below: str = "") -> str:
    """Maker, title, price, sizes and kind below a picture; ``mark`` stands before the kind."""
    name = unbroken(escape(labels.title(item, language)))
    return (
        f'<span class="caption-label">{maker(item)}<span class="title">{name}</span>'
        f"{cost(item, language)}{sizes(item, language)}{stock(item, language)}"
        f'<span class="kind">{mark}{escape(labels.kind(item, language))}</span>{below}</span>'
    )


def maker(item: Item) -> str:
    """The brand in small letters; empty where the card has none, or the title begins with it."""
    known = item.title.casefold().startswith(item.brand.casefold())
    return "" if known else f'<span class="brand-name">{escape(item.brand)}</span>'


def sizes(item: Item, language: Language) -> str:
    """The sizes in short, those that are sold out struck through; empty where the card names none, or where
    nothing at all is left."""
    if item.available is False or not (item.sizes or item.sold_out_sizes):
        return ""
    gone = text("sold_out", language)
    here = [f"<b>{escape(size)}</b>" for size in item.sizes]
    none = [
        f'<s><span class="unseen">{gone}: </span>{escape(size)}</s>'
        for size in item.sold_out_sizes[: max(0, MAX_SIZES - len(here))]
    ]
    more = "<b>…</b>" if len(here) > MAX_SIZES else ""
    name = f'<span class="unseen">{text("sizes", language)}: </span>'
    return f'<span class="sizes">{name}{" ".join([*here[:MAX_SIZES], *none])}{more}</span>'


def stock(item: Item, language: Language) -> str:
    """That nothing is left of it; empty where something is, or nobody says."""
    return f'<span class="gone">{text("sold_out", language)}</span>' if item.available is False else ""


def picture(item: Item, instead: str = "") -> str:
    """An item's picture, or another address in its place."""
    source = escape(instead) if instead else address(item.image)
    return f'<span class="frame"><img src="{source}" alt="" width="512" height="640"></span>'


def address(file: Path) -> str:
    """Where the browser finds a file that the page gives out; relative, so that it holds behind a proxy."""
    return "gradio_api/file=" + escape(quote(str(file)))


def dot(name: str) -> str:
    """A colour as a dot."""
    colour = colours().get(name)
    return f'<i class="dot" style="background:{colour.hex}"></i>' if colour else ""


def cost(item: Item, language: Language) -> str:
    """What it costs, after what it cost before a reduction; marked where that was invented for the
    demonstration; empty where there is none."""
    if item.cost is None:
        return ""
    note = f' <small title="{text("sample.why", language)}">{text("sample", language)}</small>'
    mark = note if item.price_note == "sample" else ""
    now, former = labels.price(item, language), labels.former_price(item, language)
    if former:
        spoken = text("price.reduced", language, former=former, price=now)
        seen = f'<span aria-hidden="true"><s>{escape(former)}</s> <ins>{escape(now)}</ins></span>'
        now = f'<span class="unseen">{spoken}</span>{seen}'
    else:
        now = escape(now)
    return f'<span class="cost{" reduced" if former else ""}">{now}{mark}</span>'
