"""What the page says of items, wishes and progress: captions and small pieces of escaped HTML.

Pure functions of records. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from app.wish import Language, Wish
from app.words import say
from data.catalogue import Item
from data.vocabulary import categories, colours

STEPS = {"wish": "understanding", "search": "looking", "advice": "advising"}
COLUMNS = {1: 2, 2: 2, 4: 4}  # of the gallery on a wide screen, by number of items; otherwise 3
HANGER = (
    '<svg class="hanger" viewBox="0 0 120 80" aria-hidden="true"><path d="M60 36l46 28c5 3 3 9-2 9H16'
    'c-5 0-7-6-2-9l46-28v-6c8-2 10-14 0-15-5 0-8 3-8 7"/></svg>'
)


def title(item: Item, language: Language) -> str:
    """The title in the page's language, as far as the catalogue has it."""
    return (language == "es" and item.title_es) or item.title


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


def gallery(items: Sequence[Item], language: Language) -> str:
    """The items as cards to choose from; an empty hanger where there are none."""
    if not items:
        return HANGER
    cards = "".join(_card(number, item, language) for number, item in enumerate(items))
    name = escape(say("gallery", language))
    return f'<ol class="cards in{COLUMNS.get(len(items), 3)}" aria-label="{name}">{cards}</ol>'


def _card(number: int, item: Item, language: Language) -> str:
    return (
        f'<li><button type="button" class="thumbnail-item" data-index="{number}" aria-pressed="false">'
        f'{_picture(item)}<span class="caption-label">'
        f'<span class="title">{escape(title(item, language))}</span>{_cost(item, language)}'
        f'<span class="kind">{_dot(item)}{escape(kind(item, language))}</span></span></button></li>'
    )


def _picture(item: Item) -> str:
    return f'<span class="frame"><img src="{_address(item.image)}" alt="" width="512" height="640"></span>'


def _address(picture: Path) -> str:
    return "gradio_api/file=" + escape(quote(str(picture)))  # relative, so that it holds behind a proxy


def _dot(item: Item) -> str:
    colour = colours().get(item.colour)
    return f'<i class="dot" style="background:{colour.hex}"></i>' if colour else ""


def _cost(item: Item, language: Language) -> str:
    if item.price is None:
        return ""
    why, word = escape(say("sample.why", language)), escape(say("sample", language))
    mark = f' <small title="{why}">{word}</small>' if item.price_note == "sample" else ""
    return f'<span class="cost">{amount(item, language)}{mark}</span>'


def detail(item: Item | None, language: Language) -> str:
    """One item closer: picture, title, facts, audience and description; an invitation when there is none."""
    if item is None:
        return f'<div class="detail empty">{escape(say("detail.none", language))}</div>'
    words = (language == "es" and item.description_es) or item.description
    audience = f" · {say(item.gender, language)}" if item.gender else ""
    return (
        f'<div class="detail">{_picture(item)}<div class="about">'
        f'<p class="kind">{_dot(item)}{escape(kind(item, language) + audience)}</p>'
        f"<h3>{escape(title(item, language))}</h3><p>{escape(words)}</p></div>{_cost(item, language)}</div>"
    )


def heading(
    wish: Wish | None, found: int, stock: Mapping[str, int], language: Language, busy: bool = False
) -> str:
    """Above the gallery: what is shown, how much of it, and of what kind the wish was."""
    key, line = _headline(wish, found, stock, language, busy)
    words = f'<h2>{escape(say(key, language))}</h2><p aria-live="polite">{escape(line)}</p>'
    return f'<div class="heading{" busy" if busy else ""}">{words}</div>'


def _headline(
    wish: Wish | None, found: int, stock: Mapping[str, int], language: Language, busy: bool
) -> tuple[str, str]:
    if busy:
        return "choosing", say("choosing.how", language)
    if wish is None or wish.intent == "chat":
        return "featured", say("featured.how", language, count=f"{sum(stock.values()):,}", kinds=len(stock))
    if wish.intent == "not_carried":
        names = [category_label(name, language) for name in sorted(stock, key=lambda n: -stock[n])]
        return "not_carried", f"{say('not_carried.how', language)} {', '.join(names)}"
    return (
        ("matches", _wish_line(wish, found, language)) if found else ("nothing", say("nothing.how", language))
    )


def _wish_line(wish: Wish, found: int, language: Language) -> str:
    parts = [
        category_label(w.category, language) + (f" × {w.count}" if w.count > 1 else "")
        for w in wish.wanted
        if w.category
    ]
    colour = colours().get(wish.colour)
    parts += [colour.es if colour and language == "es" else wish.colour] if wish.colour else []
    wanted = sum(w.count for w in wish.wanted)
    if found < wanted:
        parts.append(say("matches.short", language, found=found, wanted=wanted))
    return " · ".join(parts)


def progress(seconds: Mapping[str, float], stage: str, language: Language) -> str:
    """The steps of a turn with their seconds, and the one at work: "Understanding 0.4 s · Looking …"."""
    done = [f"{say(STEPS[k], language)} {_seconds(v, language)}" for k, v in seconds.items() if k in STEPS]
    now = [f"{say(stage, language)} …"] if stage in STEPS.values() else []
    return " · ".join(done + now)


def _seconds(seconds: float, language: Language) -> str:
    said = say("seconds", language, seconds=f"{seconds:.1f}")
    return said.replace(".", ",") if language == "es" else said


def status(count: int, models: str, language: Language) -> str:
    """How many items there are and which models look at them."""
    pieces = escape(say("pieces", language, count=f"{count:,}"))
    return f'<div class="status"><i class="lamp"></i><b>{pieces}</b><span>{escape(models)}</span></div>'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
