"""A filter as a condition of PostgreSQL, with words, colours and ids.

Knows the columns of a card's row; does not know connections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.store import sql
from data.store.postgres.schema import LONGEST, WORDS
from data.store.records import Filter

Condition = tuple[str, list[Any]]  # with a %s for each value


def condition(category: str | None, where: Filter, indexed: bool = True) -> Condition:
    """What a card's row must be. Words are looked up in their index; not ``indexed``, on each card."""
    said, values = sql.condition(where)
    parts = [] if said == "TRUE" else [(said.replace("?", "%s"), values)]
    if category is not None:
        parts.insert(0, ("category = %s", [category]))
    if where.colours:
        parts.append(("colours && %s::text[]", [[*where.colours]]))
    parts += [_any(phrases, indexed) for phrases in where.words]
    if where.without:
        parts.append(("items.id <> ALL (%s)", [[*where.without]]))
    return " AND ".join(part for part, _ in parts) or "TRUE", [one for _, some in parts for one in some]


def in_currency(where: Filter) -> Condition:
    """That a row is priced, in one of the filter's currencies where any are named."""
    said, values = sql.in_currency(where)
    return said.replace("?", "%s"), values


def _any(phrases: Sequence[str], indexed: bool) -> Condition:
    """That one of the phrases stands on the card: its words by the index, their order by looking."""
    parts = [_said(phrase, indexed) for phrase in phrases]
    joined = " OR ".join(part for part, _ in parts) or "FALSE"
    return f"({joined})", [one for _, some in parts for one in some]


def _said(phrase: str, indexed: bool) -> Condition:
    stands = "strpos(words, %s) > 0", [f" {phrase} "]
    known = [word for word in phrase.split() if len(word) <= LONGEST]
    if not (indexed and known):
        return stands
    if phrase == known[0]:
        return f"{WORDS} @> %s::text[]", [known]
    return f"({WORDS} @> %s::text[] AND {stands[0]})", [known, *stands[1]]
