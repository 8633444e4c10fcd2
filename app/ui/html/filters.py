"""The panel that refines what is shown: filters, photo against words, and how matches are ranked.

Escaped HTML from records. Knows nothing of Gradio, of models or of the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from app.plan import AUDIENCES, USAGES, Language, Plan
from app.search.query import Steering
from app.ui.html.elements import action, button, options, text
from app.ui.html.labels import category_label, colour_name, decimal, whole
from app.ui.strings import say
from data.catalogue.values.money import money
from data.catalogue.vocabulary import colours
from data.store.records import Stock

Option = tuple[str, str]
PRICE_STEPS = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """Share of titles whose picture is among the first ten, by ranking strategy, and the data that it was
    measured on; empty where nobody measured."""

    on: str = ""
    by_strategy: Mapping[str, float] = field(default_factory=dict)


def refine_panel(
    stock: Stock, by: Steering, strategies: Sequence[str], scores: Scores, mixed: bool,
    language: Language,
) -> str:  # fmt: skip
    """The panel, closed until it is opened. ``strategies`` are those that the encoder can follow, the shop's
    own first; ``mixed``: there are words and a photo to weigh."""
    count = f' <b class="count">{by.narrow}</b>' if by.narrow else ""
    fields = [_select(key, choices, getattr(by, key), language) for key, choices in _choices(stock, language)]
    fields += [_price(stock, by.price, language), button("reset", say("reset", language))]
    return (
        f'<details class="refine"><summary data-key="refine">{text("refine", language)}{count}</summary>'
        f'<div class="sheet"><div class="fields">{"".join(fields)}</div>'
        f"{_balance(by.balance, mixed, language)}"
        f"{_strategy(by.strategy, strategies, scores, language)}</div></details>"
    )


def offers(plan: Plan | None, stock: Mapping[str, int], by: Steering, language: Language) -> str:
    """What to try where nothing is shown: the categories in stock, most items first, or fewer filters."""
    if plan is not None and plan.act == "not_carried":
        names = sorted(stock, key=lambda name: (-stock[name], name))
        buttons = "".join(button("offer", category_label(name, language), name) for name in names)
    else:
        buttons = button("reset", say("reset", language)) if by.narrow else ""
    return f'<div class="offers">{buttons}</div>' if buttons else ""


def _choices(stock: Stock, language: Language) -> Iterable[tuple[str, list[Option]]]:
    """What there is to choose from: only what some item has."""
    shelves = stock.shelves.values()
    yield "category", _sorted((name, category_label(name, language)) for name in stock.shelves)
    known = {name for shelf in shelves for name in shelf.colours} & set(colours())
    yield "colour", _sorted((name, colour_name(name, language)) for name in known)
    genders = {name for shelf in shelves for name in shelf.genders} - {"unisex"}
    yield "gender", [(name, say(f"for.{name}", language)) for name in AUDIENCES if name in genders]
    usages = {name for shelf in shelves for name in shelf.usages}
    yield "usage", [(name, say(name, language)) for name in USAGES if name in usages]


def _sorted(choices: Iterable[Option]) -> list[Option]:
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _select(key: str, choices: Sequence[Option], chosen: str, language: Language) -> str:
    if not choices:
        return ""
    return (
        f"<label>{text(f'filter.{key}', language)}<select {action('filter', key)}>"
        f"{options([('', say('any', language)), *choices], chosen)}</select></label>"
    )


def _price(stock: Stock, chosen: float | None, language: Language) -> str:
    """Limits in the shop's main currency; what is priced in another has none."""
    prices, currency = stock.costs, stock.currency
    if not prices:
        return ""
    unit = 5 * 10 ** max(0, len(str(int(prices[len(prices) // 2]))) - 2)  # of 40 euros 5, of 4,000 yen 500
    steps = {round(prices[len(prices) * n // PRICE_STEPS] / unit + 0.5) * unit for n in range(1, PRICE_STEPS)}
    if chosen and int(chosen):
        steps.add(int(chosen))
    words = {step: money(step, currency, language, whole=True) for step in steps}
    choices = [(str(step), say("up_to", language, price=words[step])) for step in sorted(steps)]
    return _select("price", choices, str(int(chosen)) if chosen else "", language)


def _balance(share: float, mixed: bool, language: Language) -> str:
    off, disabled = ("", "") if mixed else (" off", " disabled")
    note = "" if mixed else f'<p class="note">{text("balance.how", language)}</p>'
    return (
        f'<div class="balance{off}"><span>{text("words", language)}</span>'
        f'<input type="range" min="0" max="100" step="5" value="{round(share * 100)}" '
        f'aria-label="{text("balance", language)}" {action("balance")}{disabled}>'
        f"<span>{text('photo', language)}</span>{note}</div>"
    )


def _strategy(chosen: str, strategies: Sequence[str], scores: Scores, language: Language) -> str:
    chosen = chosen or strategies[0]
    choices = "".join(
        f'<label><input type="radio" name="strategy" value="{name}" {action("strategy", name)}'
        f"{' checked' if name == chosen else ''}><b>{escape(name)}</b> {text(f'strategy.{name}', language)}"
        f"{_score(scores.by_strategy.get(name), language)}</label>"
        for name in sorted(strategies)
    )
    note = text("measured", language, on=_measured_on(scores.on, language))
    note = note if scores.by_strategy else text("unmeasured", language)
    return (
        f'<fieldset class="strategy"><legend>{text("strategy", language)}</legend>{choices}'
        f'<p class="note">{note}</p></fieldset>'
    )


def _score(score: float | None, language: Language) -> str:
    return "" if score is None else f" <i>{decimal(score, 2, language)}</i>"


def _measured_on(data: str, language: Language) -> str:
    """The data of a measurement, as our model cards name it, in the page's language."""
    ours = re.fullmatch(r"([\d,]+) held-out products", data)
    return say("held_out", language, count=whole(int(ours[1].replace(",", "")), language)) if ours else data
