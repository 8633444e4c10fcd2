"""JSON object → cells: what is nested in it becomes cells of names with dots, lists become text.

Knows JSON's values; does not know what a product is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

AMOUNTS = ("amount", "value")
CURRENCIES = ("currency", "currency_code", "currencyCode")
VARIANTS = ("variants", "variations", "skus")  # lists of what a product can be bought as
GROUP = "item_group_id"
MAX_VARIANTS = 500  # of one product; a product in ten colours and ten sizes has a hundred
MAX_DEPTH = 3  # of names: offers.price.amount
HALF_CHARACTERS = re.compile("[\ud800-\udfff]")  # "\ud83d" without its other half, which nothing can print


def rows_of(value: Mapping[str, Any]) -> list[dict[str, str]]:
    """The cells of an object; of a product with a list of variants, those of each variant, with what the
    product says once and its id as GROUP."""
    for name in VARIANTS:
        variants = value.get(name)
        if isinstance(variants, list) and variants and all(isinstance(one, dict) for one in variants):
            shared = cells_of({key: inner for key, inner in value.items() if key != name})
            group = {GROUP: shared["id"]} if shared.get("id") and not shared.get(GROUP) else {}
            return [{**shared, **group, **_filled(cells_of(one))} for one in variants[:MAX_VARIANTS]]
    return [cells_of(value)]


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell}


def cells_of(value: Mapping[str, Any]) -> dict[str, str]:
    """The cells of an object: {"brand": {"name": "Mar"}, "sizes": ["S", "M"]} → brand.name, sizes "S, M".

    An amount with its currency is one cell, "19.90 EUR". Of a list of objects each name has a cell of all
    their values. A list is joined by commas, or by line breaks where a value has a comma itself.
    """
    cells: dict[str, str] = {}
    for name, inner in value.items():
        _flatten(_name(name), inner, cells, 1)
    cells.pop("", None)
    return cells


def _flatten(name: str, value: Any, cells: dict[str, str], depth: int) -> None:
    if isinstance(value, dict):
        if price := _price(value):
            cells[name] = price
        elif depth < MAX_DEPTH:
            for key, inner in value.items():
                _flatten(f"{name}.{_name(key)}", inner, cells, depth + 1)
    elif isinstance(value, list):
        _flatten_list(name, value, cells, depth)
    else:
        cells[name] = _text(value)


def _flatten_list(name: str, values: list[Any], cells: dict[str, str], depth: int) -> None:
    gathered: dict[str, list[str]] = {}
    for value in values:
        inner: dict[str, str] = {}
        if not isinstance(value, list):  # a list in a list names nothing
            _flatten(name, value, inner, depth)
        for key, cell in inner.items():
            gathered.setdefault(key, []).append(cell)
    cells.update({key: _joined(texts) for key, texts in gathered.items()})


def _joined(texts: Iterable[str]) -> str:
    """Texts that are not empty, each once."""
    told = list(dict.fromkeys(filter(None, texts)))
    return ("\n" if any("," in text for text in told) else ", ").join(told)


def _price(value: Mapping[str, Any]) -> str:
    """The amount and its currency, of an object that is nothing else, or ""."""
    amount = next((value[key] for key in AMOUNTS if isinstance(value.get(key), str)), "")
    currency = next((value[key] for key in CURRENCIES if isinstance(value.get(key), str)), "")
    return _text(f"{amount} {currency}") if amount and currency else ""


def _name(key: str) -> str:
    return " ".join(_text(key).split())


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value if value.isascii() else HALF_CHARACTERS.sub("�", value)
    return "" if value is None else str(value).lower()  # true or false
