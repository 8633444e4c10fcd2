"""How the prices of one catalogue are written, as far as all of its cells together tell.

Knows cells; does not know which product they price.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.catalogue.values.prices import Money, currency_code, decimal_mark, money

EURO = "EUR"


@dataclass(frozen=True, slots=True)
class Pricing:
    """The decimal mark where a cell leaves that open, and the currency where it names none."""

    mark: str = ""
    currency: str = EURO


def pricing_of(cells: Sequence[str], currencies: Iterable[str], currency: str = "") -> tuple[Pricing, str]:
    """What all prices of a catalogue and its column of ``currencies`` say together, ``currency`` being the
    owner's word for those that name none; and a note for the owner, or ""."""
    mark = decimal_mark(cells)
    read = (money(cell, mark) for cell in cells)
    in_cells = (found.currency for found in read if found)
    named = Counter(filter(None, [*map(currency_code, currencies), *in_cells]))
    common = named.most_common(1)[0][0] if named else ""
    note = ""
    if cells and not (currency or named):
        note = f"the prices name no currency: they are taken as {EURO}; give another with --currency"
    return Pricing(mark, currency or common or EURO), note


def money_in(cell: str, currency: str, mark: str) -> Money | None:
    """An amount in the currency of a column of its own, unless the cell itself names one."""
    plainly = money(cell, mark)
    if not currency or (plainly and plainly.currency and "$" not in cell):
        return plainly
    return money(f"{cell} {currency}", mark) or plainly
