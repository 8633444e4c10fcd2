"""What cells say about money: the amount and the currency, in every way in which shops write them.

Knows cells and the marks of their column; does not know what is sold, nor which currency a shop sells in.
A cell with a word that is not about a price, or with two amounts that are no range, is no price at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from data.catalogue.values.cache import cached
from data.catalogue.values.currencies import (
    CENTS,
    UNKNOWN,
    Currency,
    currency_names,
    currency_of,
    plain_signs,
    word_rows,
)
from data.catalogue.values.markup import plain_text

EURO = "EUR"  # what prices of a table are in that name no currency
NO_CURRENCY = "XXX"  # ISO 4217's code where there is none, as for exports of shops that sell everywhere
MAX_LETTERS = 100  # of a cell; a longer one is prose
# 1 299,00 and 1'299.50; 1.299,00; .99; and what stands in the place of no cents: 24.- or 24,–
NUMBER = r"(?:\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)(?![\d'])|\d+)(?:[.,]\d+)*|[.,]\d\d?(?!\d)"
NO_CENTS = r"(?:[.,:] ?[-–—]{1,2}(?! ?\d))?"
MAX_KEPT = 20_000  # cells: prices repeat, and each is asked for again after those of the whole table
MAX_DIGITS = 15  # before the decimal mark; no price has more
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount over 0, and the ISO 4217 code of its currency, "" where the cell names none."""

    amount: float
    currency: str


@cached(MAX_KEPT)
def money(cell: str, mark: str = "") -> Money | None:
    """The price in a cell, of a range the lowest; None where there is none, where it is 0 or negative, and
    where it is too large to be one in its currency.

    A lone mark before exactly three digits is a thousands mark, unless the number has no thousands (0.500),
    its currency has three decimals (12.500 KWD), or decimal_mark has said of the column that it is ``mark``.
    """
    tokens = _tokens(cell)
    numbers = [said for kind, said in tokens if kind == "number"]
    currency = currency_of(said for kind, said in tokens if kind == "currency")
    if currency is None or not numbers or not _is_one_price([kind for kind, _ in tokens]):
        return None
    amounts = [_amount(number, mark, currency) for number in numbers]
    lowest, highest = amounts[0], amounts[-1]
    if lowest is None or highest is None or not 0 < lowest <= highest < currency.highest:
        return None
    return Money(float(lowest), currency.code)


def decimal_mark(cells: Iterable[str]) -> str:
    """The mark that is decimal in all of a column: "." or ","; "" where nothing tells or the column
    contradicts itself.

    It contradicts itself, too, where 12.5 stands beside 1.299, which is read as thousands; not where it
    writes more than cents elsewhere (24.79339, 0.125), as tables do that a machine has calculated.
    """
    decimal: set[str] = set()
    finer: set[str] = set()  # decimal before three digits or more
    doubtful: set[str] = set()
    for number in (said for cell in cells for kind, said in _tokens(cell) if kind == "number"):
        if DOUBTFUL.fullmatch(number):
            doubtful.add(number[-4])
        elif found := _sure_mark(number):
            decimal.add(found)
            if found in number and len(number.rpartition(found)[2]) > CENTS:
                finer.add(found)
    found = decimal.pop() if len(decimal) == 1 else ""
    return "" if found in doubtful - finer else found


def currency_code(cell: str) -> str:
    """The ISO 4217 code of a currency by its code, sign or name; "" for anything else."""
    name = plain_signs(cell[:MAX_LETTERS])
    return (currency_of([name]) or UNKNOWN).code


@dataclass(frozen=True, slots=True)
class Pricing:
    """How the prices of one catalogue are written: the decimal mark where a cell leaves that open, and the
    currency where it names none."""

    mark: str = ""
    currency: str = EURO


def pricing_of(
    cells: Sequence[str], currencies: Iterable[str], currency: str = "", otherwise: str = EURO
) -> tuple[Pricing, str]:
    """What all prices of a catalogue and its column of ``currencies`` say together, ``currency`` being the
    owner's word for those that name none, ``otherwise`` what they are in where nobody says; and a note for
    the owner, or ""."""
    mark = decimal_mark(cells)
    read = (money(cell, mark) for cell in cells)
    in_cells = (found.currency for found in read if found)
    named = Counter(filter(None, [*map(currency_code, currencies), *in_cells]))
    common = named.most_common(1)[0][0] if named else ""
    note = ""
    if cells and not (currency or named):
        taken = "are shown without one" if otherwise == NO_CURRENCY else f"are taken as {otherwise}"
        note = f"the prices name no currency: they {taken}; say which with --currency, such as USD"
    return Pricing(mark, currency or common or otherwise), note


def money_in(cell: str, currency: str, mark: str) -> Money | None:
    """An amount in the currency of a column of its own, unless the cell itself names one."""
    plainly = money(cell, mark)
    if not currency or (plainly and plainly.currency and "$" not in cell):
        return plainly
    return money(f"{cell} {currency}", mark) or plainly


def _is_one_price(kinds: list[str]) -> bool:
    """Whether it has one number, or two with the sign of a range between them and nowhere else."""
    order = [kind for kind in kinds if kind in ("number", "to")]
    return order in (["number"], ["number", "to", "number"])


def _amount(number: str, mark: str, currency: Currency) -> Decimal | None:
    """The value of a number in digits and marks; None where its marks are in no order that means one."""
    if DOUBTFUL.fullmatch(number):
        finer = number[-4] == mark or currency.decimals > CENTS
        found = number[-4] if finer else ""
    else:
        found = _sure_mark(number)
    whole, _, part = number.rpartition(found) if found and found in number else (number, "", "")
    digits = re.split(r"[., ']", whole)
    if len(digits) > 1 and not _is_grouped(whole, digits):
        return None
    if not f"{part}0".isdecimal() or sum(map(len, digits)) > MAX_DIGITS:
        return None
    value = Decimal(f"{''.join(digits) or 0}.{part or 0}")
    return value.quantize(Decimal(1).scaleb(-currency.decimals), ROUND_HALF_UP)


def _is_grouped(whole: str, digits: list[str]) -> bool:
    """Whether one mark parts a number into threes, or threes after twos as in India."""
    first, *between, last = map(len, digits)
    return (
        len(set(re.sub(r"\d", "", whole))) == 1
        and 1 <= first <= 3
        and last == 3
        and (set(between) <= {3} or (set(between) == {2} and first < 3))
    )


def _sure_mark(number: str) -> str:
    """The mark that can only be the decimal one in a number that is not doubtful, or "".

    A mark that occurs twice is one of thousands, so that the other is the decimal one.
    """
    marks = re.findall(r"[.,]", number)
    if not marks:
        return ""
    last = marks[-1]
    return last if marks.count(last) == 1 else {".": ",", ",": "."}[last]


@cached(MAX_KEPT)
def _tokens(cell: str) -> tuple[tuple[str, str], ...]:
    """The numbers, currencies and words of prices in a cell; none where it has anything else."""
    if len(cell) > MAX_LETTERS * 10:  # some markup around a price is let pass
        return ()
    text = plain_signs(plain_text(cell) if "<" in cell or "&" in cell else cell)
    text = re.sub(r"\(([^()\d]*)\)", r" \1 ", text)  # (VAT incl.), but not a bookkeeper's (5.00)
    text = text.strip("=\"' ")  # a spreadsheet's ="19.90" and '19.90
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        token = _expression().match(text, at)
        if token is None or len(text) > MAX_LETTERS:
            return ()
        kind = str(token.lastgroup)
        found.append((kind, token[kind]))
        at = token.end()
    return tuple(found)


@lru_cache
def _expression() -> re.Pattern[str]:
    words: dict[str, list[str]] = {"currency": list(currency_names()), "to": [], "beside": []}
    for row in word_rows("price_words.csv"):
        words[row["means"]] += map(plain_signs, row["words"].split("|"))
    kinds = [f"(?P<{kind}>{_any_of(names)})" for kind, names in words.items()]
    return re.compile(rf" *(?:(?P<number>{NUMBER}){NO_CENTS}|(?:{'|'.join(kinds)})(?:\.(?!\d))?) *")


def _any_of(names: list[str]) -> str:
    """An expression for any of these names, the longest first, none of them a part of a longer word."""
    letter = r"[^\W\d_]"
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(
        (rf"(?<!{letter})" if name[0].isalpha() else "")
        + re.escape(name).replace(r"\ ", r"\.? ")
        + (rf"(?!{letter})" if name[-1].isalpha() else "")
        for name in longest_first
    )
