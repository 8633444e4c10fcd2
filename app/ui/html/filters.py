"""The panel that steers what is shown: filters, photo against words, and how matches are ranked.

Pure functions of records that give escaped HTML. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from app.nlu.wish import GENDERS, USAGES, Language, Wish
from app.search.feedback import Steering
from app.ui.html.cards import category_label, colour_name, does
from app.ui.html.header import decimal, whole
from app.ui.measured import Scores
from app.ui.strings import say
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours

Option = tuple[str, str]
STEPS = 6  # prices to choose from


def refine(
    items: Sequence[Item],
    by: Steering,
    strategies: Sequence[str],
    scores: Scores,
    mixed: bool,
    language: Language,
) -> str:
    """The panel, closed until it is wanted. ``mixed``: there are words and a photo to weigh."""
    title = say("refine", language)
    count = f' <b class="count">{by.narrow}</b>' if by.narrow else ""
    fields = "".join(
        _select(key, options, getattr(by, key), language) for key, options in _filters(items, language)
    )
    fields += _price(items, by.price, language)
    cleared = escape(say("reset", language))
    fields += f'<button type="button" class="pill" {does("reset", "", "input")}>{cleared}</button>'
    return (
        f'<details class="refine"><summary data-key="refine">{escape(title)}{count}</summary>'
        f'<div class="sheet"><div class="fields">{fields}</div>{_balance(by.balance, mixed, language)}'
        f"{_strategy(by.strategy, strategies, scores, language)}</div></details>"
    )


def offers(wish: Wish | None, stock: Mapping[str, int], by: Steering, language: Language) -> str:
    """Where nothing is shown, the ways on: the categories in stock, most items first, or fewer filters."""
    if wish is not None and wish.intent == "not_carried":
        names = sorted(stock, key=lambda name: (-stock[name], name))
        pills = [("offer", name, category_label(name, language)) for name in names]
    else:
        pills = [("reset", "", say("reset", language))] if by.narrow else []
    buttons = "".join(
        f'<button type="button" class="pill" {does(do, name, "input")}>{escape(words)}</button>'
        for do, name, words in pills
    )
    return f'<div class="offers">{buttons}</div>' if buttons else ""


def _filters(items: Sequence[Item], language: Language) -> Iterable[tuple[str, list[Option]]]:
    """What there is to choose from: only what some item has."""
    yield "category", _sorted((name, category_label(name, language)) for name in {i.category for i in items})
    shades = {i.colour for i in items} & set(colours())
    yield "colour", _sorted((name, colour_name(name, language)) for name in shades)
    for key, values in (("gender", GENDERS), ("usage", USAGES)):
        present = {getattr(item, key) for item in items}
        yield (
            key,
            [
                (v, say(f"for.{v}" if key == "gender" else v, language))
                for v in values
                if v in present - {"unisex"}
            ],
        )


def _sorted(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: option[1].casefold())


def _select(key: str, options: Sequence[Option], chosen: str, language: Language) -> str:
    if not options:
        return ""
    choices = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in [("", say("any", language)), *options]
    )
    return (
        f"<label>{escape(say(f'filter.{key}', language))}<select {does('only', key, 'input')}>"
        f"{choices}</select></label>"
    )


def _price(items: Sequence[Item], chosen: float | None, language: Language) -> str:
    prices = sorted(item.price for item in items if item.price is not None)
    if not prices:
        return ""
    steps = sorted(
        {round(prices[len(prices) * n // STEPS] / 5 + 0.5) * 5 for n in range(1, STEPS)}
        | {int(chosen or 0)} - {0}
    )
    options = [(str(step), say("up_to", language, price=step)) for step in steps]
    return _select("price", options, str(int(chosen)) if chosen else "", language)


def _balance(share: float, mixed: bool, language: Language) -> str:
    off = "" if mixed else " disabled"
    note = "" if mixed else f'<p class="note">{escape(say("balance.how", language))}</p>'
    label = escape(say("balance", language))
    return (
        f'<div class="balance{"" if mixed else " off"}"><span>{escape(say("words", language))}</span>'
        f'<input type="range" min="0" max="100" step="5" value="{round(share * 100)}" aria-label="{label}" '
        f"{does('balance', '', 'input')}{off}>"
        f"<span>{escape(say('photo', language))}</span>{note}</div>"
    )


def _strategy(chosen: str, strategies: Sequence[str], scores: Scores, language: Language) -> str:
    """``strategies`` are those that the encoder can follow, the shop's own first."""
    options = "".join(
        f'<label><input type="radio" name="strategy" value="{name}" {does("strategy", name, "input")}'
        f"{' checked' if name == (chosen or strategies[0]) else ''}>"
        f"<b>{escape(name)}</b> {escape(say(f'strategy.{name}', language))}"
        + (f" <i>{decimal(scores.by[name], 2, language)}</i>" if name in scores.by else "")
        + "</label>"
        for name in sorted(strategies)
    )
    said = (
        say("measured", language, on=_on(scores.on, language)) if scores.by else say("unmeasured", language)
    )
    return (
        f'<fieldset class="strategy"><legend>{escape(say("strategy", language))}</legend>{options}'
        f'<p class="note">{escape(said)}</p></fieldset>'
    )


def _on(measured: str, language: Language) -> str:
    """What it was measured on, as a model card of ours says it, in the page's language."""
    ours = re.fullmatch(r"([\d,]+) held-out products", measured)
    return (
        say("held_out", language, count=whole(int(ours[1].replace(",", "")), language)) if ours else measured
    )
