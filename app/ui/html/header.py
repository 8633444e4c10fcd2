"""What stands above the gallery and in the top bar: what is shown and understood, how far a turn has come.

Escaped HTML from records. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.plan import AUDIENCES, MAX_COUNT, Language, Plan, RequestedItem
from app.ui.html.elements import action, button, dot, options, text
from app.ui.html.labels import category_label, colour_name, decimal, whole
from app.ui.strings import say
from data.catalogue.values.money import money

# Keys of strings: for the seconds of a step that is done, and for the stage of a reply that is at work
STEPS = {"plan": "understanding", "encode": "looking", "search": "choosing", "answer": "advising"}
STAGES = {"planning": "understanding", "searching": "looking", "answering": "advising"}


def heading(
    plan: Plan | None, found: int, stock: Mapping[str, int], language: Language, busy: bool = False,
    like: str = "",
) -> str:  # fmt: skip
    """What is shown, how much of it, and what kind of plan it answers; ``like`` is the title of the item that
    they are like, ``busy`` while it is looked for."""
    key, line = _headline(plan, found, stock, language, busy)
    if like and not busy:
        key, line = "like", like
    words = f'<h2>{text(key, language)}</h2><p aria-live="polite">{escape(line)}</p>'
    others = "".join(_view(view, language) for view in ("outfit", "inside", "map"))
    return f'<div class="heading{" busy" if busy else ""}"><div class="of-pieces">{words}</div>{others}</div>'


def _view(view: str, language: Language) -> str:
    """The heading while another view of the rail is open."""
    title, line = text(f"{view}.title", language), text(f"{view}.how", language)
    return f'<div class="of-{view}"><h2>{title}</h2><p>{line}</p></div>'


def _headline(
    plan: Plan | None, found: int, stock: Mapping[str, int], language: Language, busy: bool
) -> tuple[str, str]:
    if busy:
        return "moment", say("moment.how", language)
    if not stock and not found:
        return "shop.empty", say("shop.empty.how", language)
    if plan is None or plan.act in ("chat", "ask"):
        count = whole(sum(stock.values()), language)
        return "featured", say("featured.how", language, count=count, kinds=len(stock))
    if plan.act == "not_carried":
        return "not_carried", say("not_carried.how", language)
    if plan.act == "discuss":
        return "matches", say("discussed", language)
    if not found:
        return "nothing", say("nothing.how", language)
    return "matches", say("matches.count", language, found=found, wanted=sum(plan.counts().values()))


def chips(plan: Plan | None, language: Language, other: str = "", currency: str = "") -> str:
    """What was understood and what was assumed, each to be changed or clicked away; ``other`` is an audience
    that is one click away, "" for none; ``currency`` is the shop's."""
    if plan is None or plan.act not in ("search", "outfit"):
        return ""
    named, filters = [item for item in plan.wanted if item.category], plan.filters
    parts = [_count(item, len(named) > 1, language) for item in named]
    for colour in dict.fromkeys((*filters.colours, *(c for item in named for c in item.colours))):
        parts.append(_chip("colour", colour, dot(colour), colour_name(colour, language), language))
    for colour in filters.excluded_colours:
        refused = say("avoid", language, colour=colour_name(colour, language))
        parts.append(_chip("avoid", colour, "", refused, language))
    for end, price in (("min", filters.min_price), ("max", filters.max_price)):
        if price:
            amount = money(price, filters.currency or currency, language)
            limit = say(f"price.{end}", language, price=amount)
            parts.append(_chip("price", end, "", limit, language))
    parts.append(_audience(filters.audience, language))
    if other:
        words = say("instead", language, whom=say(f"for.{other}", language))
        parts.append(button("gender", words, other, style="chip", more=f' value="{other}"'))
    if filters.usage:
        parts.append(_chip("usage", filters.usage, "", say(filters.usage, language), language))
    return f'<div class="chips" role="group" aria-label="{text("assumed", language)}">{"".join(parts)}</div>'


def _count(wanted: RequestedItem, several: bool, language: Language) -> str:
    name = category_label(wanted.category, language)
    numbers = options(((str(n), f"× {n}") for n in range(1, MAX_COUNT + 1)), str(wanted.count))
    cross = _cross("remove", wanted.category, name, language) if several else ""
    return (
        f'<span class="chip"><span>{escape(name)}</span>'
        f'<select aria-label="{text("how_many", language)}: {escape(name)}" '
        f"{action('count', wanted.category)}>{numbers}</select>{cross}</span>"
    )


def _audience(chosen: str, language: Language) -> str:
    choices = [(name, say(f"for.{name}", language)) for name in AUDIENCES if name != "unisex"]
    return (
        f'<span class="chip{"" if chosen else " assumed"}"><select {action("gender")} '
        f'aria-label="{text("whom", language)}">'
        f"{options([('', say('anyone', language)), *choices], chosen)}</select></span>"
    )


def _chip(key: str, value: str, mark: str, name: str, language: Language) -> str:
    return f'<span class="chip"><span>{mark}{escape(name)}</span>{_cross(key, value, name, language)}</span>'


def _cross(act: str, target: str, name: str, language: Language) -> str:
    label = text("remove", language, what=name)
    return f'<button type="button" {action(act, target)} aria-label="{label}">×</button>'


def progress(seconds: Mapping[str, float], stage: str, language: Language) -> str:
    """The steps of a turn with their seconds, and the one at work: "Understanding 0.4 s · Looking …"."""
    done = [f"{say(STEPS[k], language)} {_seconds(v, language)}" for k, v in seconds.items() if k in STEPS]
    now = [f"{say(STAGES[stage], language)} …"] if stage in STAGES else []
    return " · ".join(done + now)


def _seconds(seconds: float, language: Language) -> str:
    if seconds < 0.095:  # "0.0 s" would say that nothing was done
        return say("milliseconds", language, milliseconds=max(1, round(seconds * 1000)))
    return say("seconds", language, seconds=decimal(seconds, 1, language))


def status(count: int, encoder: str, chosen: str, sent: int, language: Language) -> str:
    """How many items there are, which encoder looks at them, which language model is chosen to answer ("" for
    none; who did answer stands below each answer), and how many bytes have left the machine."""
    chat, pieces = say("chosen", language, model=chosen) if chosen else "", whole(count, language)
    names = escape(" · ".join(filter(None, (encoder, chat))))
    return (
        f'<div class="status"><i class="lamp"></i><b>{text("pieces", language, count=pieces)}</b>'
        f'<span class="names">{names}</span><span class="sent" title="{text("sent.why", language)}">'
        f"{text('sent', language, count=whole(sent, language))}</span></div>"
    )
