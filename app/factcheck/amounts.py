"""Prices in a sentence: whether an amount is that of a card, of all together, and which item is the cheapest.

Knows numbers and the words around them; does not know garments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.factcheck.evidence import Evidence, Unsupported
from app.factcheck.tagger import Mention, Token
from app.factcheck.words import words

CENT = 0.005


def check(
    said: Sequence[Token], found: Sequence[Mention], evidence: Evidence, subjects: Sequence[frozenset[int]]
) -> frozenset[int]:
    """The cards whose prices are spoken of; ``subjects`` are those that the sentence's nouns mean. Raises
    Unsupported for an amount or a comparison of prices that is not theirs."""
    line = [token.word for token in said]
    meant = frozenset().union(*subjects) or evidence.everything
    amounts = [m for m in found if m.kind == "amount" or (m.kind == "count" and _is_money(line, m))]
    ranks = [m for m in found if m.kind in ("low", "high", "lower", "higher")]
    if not amounts and not ranks:
        return frozenset()
    if ({"$", "£", "%"} | words("other_money")) & {*line, *(token.raw[0] for token in said)}:
        raise Unsupported("money of another kind, or a share of it")
    prices = [item.price for item in evidence.items if item.price is not None]
    if not prices or len(prices) < len(evidence.items):
        raise Unsupported("a price, and not every card has one")
    invented = any(item.price_note == "sample" for item in evidence.items)
    if amounts and invented and not words("sample") & set(line):
        raise Unsupported("an invented price that is not called one")
    wrong = [m.phrase for m in amounts if not _right(m, line, prices, meant)]
    wrong += [m.phrase for m in ranks if not _ranked(m, prices, [group for group in subjects if group])]
    if wrong:
        raise Unsupported(f"{wrong[0]}: the cards' prices say otherwise")
    return meant


def euros(written: str) -> float:
    """19.90, 19,90, 1,299.00 or 49 as a number."""
    digits = re.sub(r"[^\d.,]", "", written)
    whole, _, cents = digits.rpartition("." if digits.rfind(".") > digits.rfind(",") else ",")
    if len(cents) == 3 or not whole:
        return float(re.sub(r"\D", "", digits))
    return float(f"{re.sub(r'[.,]', '', whole)}.{cents}")


def _is_money(line: Sequence[str], mention: Mention) -> bool:
    return bool(({"€"} | words("money")) & set(line[mention.last + 1 : mention.last + 2]))


def _right(amount: Mention, line: Sequence[str], prices: Sequence[float], meant: frozenset[int]) -> bool:
    asked, chosen = euros(amount.phrase), [prices[i] for i in meant]
    before = set(line[max(0, amount.first - 2) : amount.first])
    if words("below") & before and before - {"up"}:
        return all(price < asked + CENT for price in chosen)
    if words("above") & before:
        return all(price > asked - CENT for price in chosen)
    if words("sum") & set(line):
        return abs(sum(prices) - asked) < CENT or abs(sum(chosen) - asked) < CENT
    near = [abs(price - asked) < CENT for price in chosen]
    return all(near) if words("each") & set(line) else any(near)


def _ranked(rank: Mention, prices: Sequence[float], subjects: Sequence[frozenset[int]]) -> bool:
    """Whether what is called cheapest, dearest, cheaper or dearer is, and nothing else costs the same."""
    if not subjects:
        return False
    compared = rank.kind in ("lower", "higher")
    first = subjects[0] if compared else frozenset().union(*subjects)
    rest = subjects[-1] if compared and len(subjects) > 1 else frozenset(range(len(prices)))
    ours, others = [prices[i] for i in first], [prices[i] for i in rest - first]
    if rank.kind in ("low", "lower"):
        return bool(others) and max(ours) < min(others)
    return bool(others) and min(ours) > max(others)
