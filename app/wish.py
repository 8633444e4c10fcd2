"""What a customer wants, as one record, and the JSON shape in which a language model must say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Intent = Literal["search", "outfit", "chat", "not_carried"]
Language = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many items of one category."""

    category: str
    count: int


@dataclass(frozen=True, slots=True)
class Wish:
    """One customer's message, understood. Empty strings mean that the customer did not say."""

    intent: Intent
    wanted: tuple[Wanted, ...] = ()
    colour: str = ""
    gender: str = ""
    usage: str = ""
    language: Language = "en"


def schema(categories: list[str]) -> dict[str, Any]:
    """The JSON schema of a Wish over these categories (to be written)."""
    raise NotImplementedError
