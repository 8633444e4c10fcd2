"""What the page says of items: cards, empty places among them, one item closer. Small pieces of escaped HTML.

Pure functions of records. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import quote

from app.plan import Language
from app.search.slots import Slot
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours

COLUMNS = {1: 2, 2: 2, 4: 4}  # of the gallery on a wide screen, by number of cells; otherwise 3
TOGETHER = re.compile(r"\b\w-\w+|\d €")  # never in two lines: "T-shirt", "19,90 €"
HANGER = (
    '<svg class="hanger" viewBox="0 0 120 80" aria-hidden="true"><path d="M60 36l46 28c5 3 3 9-2 9H16'
    'c-5 0-7-6-2-9l46-28v-6c8-2 10-14 0-15-5 0-8 3-8 7"/></svg>'
)
HEART = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 20.5S3.5 15.5 3.5 9.3A4.7 4.7 0 0 '
    '1 12 6.600a4.700 4.700 0 0 1 8.500 2.700C20.500 15.500 12 20.500 12 20.500Z"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the cards stand: which are kept, which is chosen, and the pictures with the heat map on them."""

    kept: Collection[str] = ()
    chosen: str = ""
    heat: Mapping[str, str] = field(default_factory=dict)  # id: address of a picture
    asked: bool = False  # whether there is anything to give reasons for


def unbroken(html: str) -> str:
    """Escaped text in which no line ends within a T-shirt or before a €."""
    return TOGETHER.sub(r'<span class="word">\g<0></span>', html)


def title(item: Item, language: Language) -> str:
    """The title in the page's language, as far as the catalogue has it."""
    return (language == "es" and item.title_es) or item.title


def named(item: Item, language: Language) -> str:
    """The title as a line of HTML."""
    return f'<span class="title">{unbroken(escape(title(item, language)))}</span>'


def amount(item: Item, language: Language) -> str:
    """ "€19.90" or "19,90 €"; empty when the catalogue has none."""
    if item.price is None:
        return ""
    return f"{item.price:.2f} €".replace(".", ",") if language == "es" else f"€{item.price:.2f}"


def category_label(name: str, language: Language) -> str:
    """A category as a heading: "T-shirt", "Zapatos"; an unknown one as the catalogue writes it."""
    category = categories().get(name)
    if category is None or language == "en":
        return _capital(name)
    return _capital(category.es_plural if category.pair else category.es)


def colour_name(name: str, language: Language) -> str:
    """A colour by itself: "black", "negro"; an unknown one as the catalogue writes it."""
    colour = colours().get(name)
    return colour.es if colour and language == "es" else name


def colour_label(item: Item, language: Language) -> str:
    """An item's colour as an adjective: "Black", "Negra"; an unknown one as the catalogue writes it."""
    colour, category = colours().get(item.colour), categories().get(item.category)
    if colour is None or language == "en":
        return _capital(item.colour)
    plural = category is not None and category.pair
    return _capital(colour.spanish(category.es_gender if category else "m", plural))


def kind(item: Item, language: Language) -> str:
    """Category and colour in a line."""
    parts = (category_label(item.category, language), colour_label(item, language))
    return " · ".join(part for part in parts if part)


def gallery(places: Sequence[Slot], language: Language, look: Look | None = None, below: str = "") -> str:
    """The items as cards to choose from, empty places among them; where there are none, an empty hanger and
    what stands ``below`` it."""
    if not places:
        return HANGER + below
    cells = "".join(
        _card(place, place.item, language, look or Look()) if place.item else _empty(place, language)
        for place in places
    )
    name = escape(say("gallery", language))
    return f'<ol class="cards in{COLUMNS.get(len(places), 3)}" aria-label="{name}">{cells}</ol>'


def _card(place: Slot, item: Item, language: Language, look: Look) -> str:
    """A card: the picture and its caption are one button, the heart and the three others stand beside it."""
    name = escape(title(item, language))
    return (
        f'<li class="card" data-card="{escape(item.id)}">{_place(place, language)}'
        f'<button type="button" class="thumbnail-item" aria-pressed="{_yes(item.id == look.chosen)}" '
        f'{does("choose", item.id)}>{picture(item, look.heat.get(item.id, ""))}<span class="caption-label">'
        f"{named(item, language)}{cost(item, language)}"
        f'<span class="kind">{dot(item.colour)}{escape(kind(item, language))}</span>'
        f"{_nearest(place, language)}</span></button>"
        f'<button type="button" class="heart" aria-pressed="{_yes(item.id in look.kept)}" '
        f'aria-label="{escape(say("keep", language))}: {name}" {does("keep", item.id, "like")}>'
        f"{HEART}</button>"
        f'<div class="acts">{_acts(item, name, language, look)}</div></li>'
    )


def _acts(item: Item, name: str, language: Language, look: Look) -> str:
    why = ("why", "select", item.id in look.heat)
    acts = [*([why] if look.asked else []), ("more", "input", None), ("less", "input", None)]
    return "".join(
        f'<button type="button" {does(do, item.id, on)}'
        + ("" if pressed is None else f' aria-pressed="{_yes(pressed)}"')
        + f' aria-label="{escape(say(f"{do}.long", language))}: {name}">{escape(say(do, language))}</button>'
        for do, on, pressed in acts
    )


def does(do: str, item: str, on: str = "select") -> str:
    """What the page's script reads from a button: the deed, the event that carries it, and of which item."""
    return f'data-do="{do}" data-on="{on}" data-id="{escape(item)}" data-key="{do}-{escape(item)}"'


def _place(place: Slot, language: Language) -> str:
    if not place.counted:
        return ""
    words = say(
        "slot", language, kind=category_label(place.category, language), number=place.number, of=place.of
    )
    return f'<span class="place">{escape(words)}</span>'


def _nearest(place: Slot, language: Language) -> str:
    if not place.colour:
        return ""
    words = say("nearest", language, colour=colour_name(place.colour, language))
    return f'<span class="nearest">{escape(words)}</span>'


def _empty(place: Slot, language: Language) -> str:
    said = (
        say("slot.only", language, count=place.number - 1) if place.number > 1 else say("slot.none", language)
    )
    return (
        f'<li class="card empty">{_place(place, language)}<span class="frame">'
        f"{HANGER.replace('hanger', 'peg')}<span>{escape(said)}</span></span></li>"
    )


def picture(item: Item, instead: str = "") -> str:
    """An item's picture, or another in its place."""
    source = escape(instead) if instead else address(item.image)
    return f'<span class="frame"><img src="{source}" alt="" width="512" height="640"></span>'


def address(file: Path) -> str:
    """Where the browser finds a file that the page gives out."""
    return "gradio_api/file=" + escape(quote(str(file)))  # relative, so that it holds behind a proxy


def dot(name: str) -> str:
    """A colour as a dot."""
    colour = colours().get(name)
    return f'<i class="dot" style="background:{colour.hex}"></i>' if colour else ""


def cost(item: Item, language: Language) -> str:
    """The price, marked where it was made up for the demonstration; nothing where there is none."""
    if item.price is None:
        return ""
    why, word = escape(say("sample.why", language)), escape(say("sample", language))
    mark = f' <small title="{why}">{word}</small>' if item.price_note == "sample" else ""
    return f'<span class="cost">{amount(item, language)}{mark}</span>'


def detail(item: Item | None, language: Language, reasons: str = "") -> str:
    """One item closer: picture, title, facts, audience and description, or the reasons why it was found."""
    if item is None:
        return f'<div class="detail empty">{escape(say("detail.none", language))}</div>'
    words = (language == "es" and item.description_es) or item.description
    audience = f" · {say(item.gender, language)}" if item.gender else ""
    return (
        f'<div class="detail">{picture(item)}<div class="about">'
        f'<p class="kind">{dot(item.colour)}{escape(kind(item, language) + audience)}</p>'
        f"<h3>{unbroken(escape(title(item, language)))}</h3>{reasons or f'<p>{escape(words)}</p>'}</div>"
        f"{cost(item, language)}</div>"
    )


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
