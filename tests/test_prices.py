"""Every way in which shops write an amount is read as what it means, and what is no price is none."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from data.catalogue.values.prices import Money, currency_code, decimal_mark, money

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("15.00 USD", 15, "USD"),
        ("$49.99", 49.99, "USD"),
        ("EUR 19.90", 19.9, "EUR"),
        ("EUR19.90", 19.9, "EUR"),
        ("19.90eur", 19.9, "EUR"),
        ("19,90 euros", 19.9, "EUR"),
        ("1.299,00 €", 1299, "EUR"),
        ("€1.299", 1299, "EUR"),
        ("£25", 25, "GBP"),
        ("1,299.00", 1299, ""),
        ("1 299,00", 1299, ""),
        ("1\u00a0299,00\u00a0€", 1299, "EUR"),
        ("1\u202f299\u202f€", 1299, "EUR"),
        ("12 345 678 COP", 12345678, "COP"),
        ("CHF 1'299.50", 1299.5, "CHF"),
        ("1’299", 1299, ""),
        ("Fr. 24.-", 24, "CHF"),
        ("24,–", 24, ""),
        ("24.--", 24, ""),
        ("199:-", 199, ""),
        ("Rs. 1,499", 1499, "INR"),
        ("₹1,49,999.00", 149999, "INR"),
        ("12,34,567 INR", 1234567, "INR"),
        ("1.299", 1299, ""),
        ("1,299", 1299, ""),
        ("123.456", 123456, ""),
        ("1.234.567,89 ARS", 1234567.89, "ARS"),
        ("0.299", 0.3, ""),
        ("1299.500", 1299.5, ""),
        ("19,90", 19.9, ""),
        ("12.5", 12.5, ""),
        (" 7 ", 7, ""),
        (".99", 0.99, ""),
        ('="19.90"', 19.9, ""),
        ("'19.90", 19.9, ""),
        ("$.99", 0.99, "USD"),
        ("19.900000", 19.9, ""),
        ("19.9000", 19.9, ""),
        ("1,234.5600", 1234.56, ""),
        ("19.899999999999999", 19.9, ""),
        ("0.30000000000000004", 0.3, ""),
        ("R$ 89,90", 89.9, "BRL"),
        ("R$ 1.299,90", 1299.9, "BRL"),
        ("MX$ 399", 399, "MXN"),
        ("$ 399 MXN", 399, "MXN"),
        ("$399.00 CAD", 399, "CAD"),
        ("US$ 20", 20, "USD"),
        ("CA$20", 20, "CAD"),
        ("C$20", 20, "CAD"),
        ("20 us dollars", 20, "USD"),
        ("S/ 89.90", 89.9, "PEN"),
        ("199 kr", 199, "SEK"),
        ("199 kr DKK", 199, "DKK"),
        ("89,90 zł", 89.9, "PLN"),
        ("1 299 Kč", 1299, "CZK"),
        ("12 990 Ft", 12990, "HUF"),
        ("¥12,800", 12800, "JPY"),
        ("￥１２，８００", 12800, "JPY"),
        ("₩1,290,000", 1290000, "KRW"),
        ("Rp 1.250.000", 1250000, "IDR"),
        ("$ 1.290.000 COP", 1290000, "COP"),
        ("١٢٫٥٠", 12.5, ""),
        ("١٬٢٩٩ ريال", 1299, "SAR"),
        ("12.500 KWD", 12.5, "KWD"),
        ("KD 1,250.750", 1250.75, "KWD"),
        ("19.90 - 29.90", 19.9, ""),
        ("19,90 € – 29,90 €", 19.9, "EUR"),
        ("$10-$20", 10, "USD"),
        ("desde 19,90 €", 19.9, "EUR"),
        ("Desde 19,90 hasta 29,90 €", 19.9, "EUR"),
        ("from $20", 20, "USD"),
        ("From $20.00 to $35.00", 20, "USD"),
        ("PVP: 19,90 € (IVA incluido)", 19.9, "EUR"),
        ("PVP: 19,90 € IVA incl.", 19.9, "EUR"),
        ("24.95 incl. VAT", 24.95, ""),
        ("5 €/ud", 5, "EUR"),
        ("<span class='amount'>19,90&nbsp;&euro;</span>", 19.9, "EUR"),
    ],
)  # fmt: skip
def test_an_amount_and_its_currency(cell: str, amount: float, currency: str) -> None:
    assert money(cell) == Money(amount, currency)


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "free", "gratis", "POA", "N/A", "-", "—", "0", "0.00", "0,00 €", "0.001", "-5", "−5", "$-5",
        "(5)", "nan", "inf", "1e3", "1.5e3", "20%", "10% off", "€", "EUR", "size 42", "2 for 30",
        "19.90 was 29.90", "19,90 29,90", "<del>29.90</del> 19.90", "29.90 - 19.90", "- 19.90", "hasta 29,90",
        "2026-11-30", "12:30", "1,2,3", "1.299.00", "12,34.5", "1.299,50.3", "1.2345.678", "1 2990", "19⁹⁰ €",
        "½", "8412345678905", "84123456", "1,234,567", "1000000", "€ 1.000.000", "$ 20 €", "20 USD EUR",
        "19.90 excl. VAT", "+ IVA", "9" * 99, "1." * 49, "1" * 5000, "x" * 5000, "\x00", "\ud800", "<" * 90,
        "&#999999999999;", "1 " * 40,
    ],
)  # fmt: skip
def test_what_is_no_price_is_none(cell: str) -> None:
    assert money(cell) is None


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["12.5", "19"], "."),
        (["19,90", ""], ","),
        (["1.299,00 €"], ","),
        (["1,299.00"], "."),
        (["1.234.567"], ","),
        (["19.90", "19,90"], ""),
        (["19.90", "1.299,00"], ""),
        (["1.299", "2.450"], ""),
        (["12", "free", "size 4,5"], ""),
        ([], ""),
        (["1.299,00", "1.299"], ","),
        (["19.90", "1,299"], "."),
        (["12.5", "1.299"], ""),  # here it is thousands
        (["24.79339", "12.396", "19.9"], "."),  # as a machine writes what it has calculated
        (["0.826", "12.396"], "."),
    ],
)
def test_the_decimal_mark_of_a_column(cells: Sequence[str], mark: str) -> None:
    assert decimal_mark(iter(cells)) == mark


@pytest.mark.parametrize(
    ("column", "amounts"),
    [
        (["19,90", "1.299"], [19.9, 1299]),
        (["19.90", "1,299"], [19.9, 1299]),
        (["12.5", "1.299"], [12.5, 1299]),
        (["24.79339", "12.396"], [24.79, 12.4]),
        (["19.90", "1.299,00"], [19.9, 1299]),
    ],
)
def test_a_doubtful_cell_is_read_as_its_column_writes(column: list[str], amounts: list[float]) -> None:
    mark = decimal_mark(column)
    assert [found.amount for cell in column if (found := money(cell, mark))] == amounts


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("EUR", "EUR"), ("eur", "EUR"), (" € ", "EUR"), ("us$", "USD"), ("$", "USD"), ("euros", "EUR"),
        ("Dólares", "USD"), ("pesos mexicanos", "MXN"), ("Pesos", "MXN"), ("MX$", "MXN"), ("£", "GBP"),
        ("libras", "GBP"), ("kr", "SEK"), ("NOK", "NOK"), ("zł", "PLN"), ("₽", "RUB"), ("CHF", "CHF"),
        ("", ""),("19.90", ""), ("no currency", ""), ("EURO-ZONE", ""), ("x" * 10_000, ""),
    ],
)  # fmt: skip
def test_the_code_of_a_currency(cell: str, code: str) -> None:
    assert currency_code(cell) == code


def test_whatever_stands_in_a_cell_it_is_a_price_in_bounds_or_none() -> None:
    random.seed(7)
    signs = "0123456789.,'  -–€$£kr/:()%<>&;eE\u00a0\u0661\uff15\x00\nfromdesde"
    for _ in range(3000):
        cell = "".join(random.choices(signs, k=random.randrange(24)))
        found = money(cell, random.choice(["", ".", ","]))
        assert found is None or 0 < found.amount < 1e12, cell


def column(folder: str) -> list[str]:
    table = CASES / folder / "items.csv"
    if not table.is_file():
        pytest.skip("shared/cases is not here")
    with table.open(encoding="utf-8", newline="") as file:
        return [row["price"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("folder", "amounts", "currencies"),
    [
        (
            "prices",
            [15, 49.99, 1299, 1299, 1299, 19.9, 19.9, 19.9, 25, 19.9, 1299, None, None, 1299, 12.5],
            ["USD", "USD", "EUR", "", "", "EUR", "EUR", "EUR", "GBP", "", "", "", "", "EUR", ""],
        ),
        ("thousands", [1299, 2450, None], ["", "EUR", ""]),
    ],
)
def test_prices_that_once_went_wrong(folder: str, amounts: list[float | None], currencies: list[str]) -> None:
    cells = column(folder)
    found = [money(cell, decimal_mark(cells)) for cell in cells]
    assert [one and one.amount for one in found] == amounts
    assert [one.currency if one else "" for one in found] == currencies
