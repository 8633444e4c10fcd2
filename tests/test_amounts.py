"""Prices as they are written."""

from __future__ import annotations

import pytest

from app.factcheck.amounts import euros


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("€19.90", 19.9),
        ("19,90", 19.9),
        ("1,299.00", 1299.0),
        ("1.299,00", 1299.0),
        ("€49", 49.0),
        ("1,299", 1299.0),
    ],
)
def test_a_price_is_read_in_either_way_of_writing(written: str, number: float) -> None:
    assert euros(written) == number
