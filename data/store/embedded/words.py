"""How the words of a filter are asked of an index folder's full-text index, and found on a card.

Knows the columns of the table ``words``: tokens for category and colours, and what the card says.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.store.records import Filter


def word_query(shelf: int | None, where: Filter) -> str:
    """The question to the full-text index; "" where a filter names neither words nor colours."""
    parts = [_any("said", phrases) for phrases in where.words]
    parts += [_any("shelf", list(map(dye, where.colours)))] if where.colours else []
    if not parts:
        return ""
    return " AND ".join([*([f"shelf : {token(shelf)}"] if shelf is not None else []), *parts])


def says(where: Filter, tokens: str, said: str) -> bool:
    """Whether a row has a filter's words and colours."""
    dyes = set(map(dye, where.colours))
    return all(any(f" {phrase} " in said for phrase in phrases) for phrases in where.words) and (
        not dyes or not dyes.isdisjoint(tokens.split())
    )


def token(shelf: int) -> str:
    """The word of a category in the full-text index."""
    return f"shelf{shelf}"


def dye(colour: str) -> str:
    """The word of a colour there."""
    return "dye" + "".join(letter for letter in colour.casefold() if letter.isalnum())


def _any(column: str, phrases: Sequence[str]) -> str:
    """Any of the phrases; what has no letter or digit is found nowhere."""
    said = " OR ".join('"' + phrase.replace('"', " ") + '"' for phrase in phrases)
    return f"{column} : ({said})"
