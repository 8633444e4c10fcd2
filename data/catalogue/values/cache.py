"""Keeps what was made of a cell, because a column repeats its cells: never of a long one, so that no file can
fill the memory of a server with them.

Knows the length of cells; does not know what is made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

MAX_LETTERS = 1000  # of a cell that is kept

Rest = ParamSpec("Rest")
Made = TypeVar("Made")
OfCell = Callable[Concatenate[str, Rest], Made]


def cached(size: int) -> Callable[[OfCell[Rest, Made]], OfCell[Rest, Made]]:
    """A decorator for a function whose first argument is a cell; ``size`` results are kept, the last used."""

    def decorate(function: OfCell[Rest, Made]) -> OfCell[Rest, Made]:
        kept = lru_cache(maxsize=size)(function)

        @wraps(function)
        def called(cell: str, *args: Rest.args, **kwargs: Rest.kwargs) -> Made:
            if len(cell) > MAX_LETTERS:
                return function(cell, *args, **kwargs)
            return kept(cell, *args, **kwargs)  # type: ignore[arg-type]  # Rest cannot be said to be hashable

        return called

    return decorate
