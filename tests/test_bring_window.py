"""Bring your own in a real browser: a zip of pictures read, reported, asked about, and taken back."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import PATIENCE, ROOT, axe, captions

pytestmark = pytest.mark.browser

PICTURES = ROOT / "data" / "sample" / "images"


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """Three shirts, a skirt, and a letter."""
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as box:
        for name in ("sh-001", "sh-002", "sh-003"):
            box.write(PICTURES / f"{name}.webp", f"shirts/{name}.webp")
        box.write(PICTURES / "sk-001.webp", "skirts/sk-001.webp")
        box.writestr("skirts/letter.jpg", b"a letter")
    return tmp_path / "mine.zip"


def bring(page: Any, address: str, parcel: Path, language: str = "en") -> None:
    page.goto(f"{address}bring?lang={language}")
    page.wait_for_function("l => document.documentElement.lang === l", arg=language)
    page.set_input_files("#files input[type=file]", str(parcel))
    page.wait_for_selector("#files table")
    page.click("#read")


def ask(page: Any, text: str) -> None:
    page.fill("#box textarea", text)
    page.click("#box [data-testid=submit-button]")


def test_own_pictures_are_read_reported_asked_about_and_taken_back(
    page: Any, address: str, parcel: Path
) -> None:
    bring(page, address, parcel)
    page.wait_for_selector("#receipt li")
    assert "4 of 5 pictures read" in page.inner_text("#receipt") and "letter.jpg" in page.inner_text(
        "#receipt"
    )
    assert len(captions(page)) == 4
    ask(page, "a skirt")
    page.wait_for_selector("#chat .claim")
    page.wait_for_function("document.querySelectorAll('#gallery .card').length === 1")
    assert "Skirt" in captions(page)[0]
    page.locator("#chat .claim").first.hover()
    page.wait_for_selector("#gallery .card.lit")
    page.click("#stop")
    page.wait_for_function("document.querySelector('#receipt').innerText.includes('are removed')")
    page.wait_for_selector("#gallery .hanger")
    ask(page, "a skirt")
    page.wait_for_selector(".toast-body")
    assert "Send a table or some pictures first" in page.inner_text(".toast-body")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A Shopify export of three products beside two of their pictures; nobody knows one of its words."""
    head = "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src"
    rows = (
        "breeze,Breeze,Casa Mar,Twirlers,Size,S,B-S,39.90,https://cdn.example.test/sk-001.webp",
        "breeze,,,,,M,B-M,39.90,",
        "plain,Plain shirt,Casa Mar,Shirts,Size,S,P-S,19.90,https://cdn.example.test/sh-001.webp",
        "far,Far shirt,Casa Mar,Shirts,Size,S,F-S,9.90,https://cdn.example.test/far.webp",
    )
    with zipfile.ZipFile(tmp_path / "shopify.zip", "w") as box:
        box.writestr("products_export.csv", "\n".join((head, *rows)))
        for name in ("sk-001", "sh-001"):
            box.write(PICTURES / f"{name}.webp", f"images/{name}.webp")
    return tmp_path / "shopify.zip"


def test_an_export_is_read_corrected_indexed_and_asked_about(page: Any, address: str, export: Path) -> None:
    bring(page, address, export)
    page.wait_for_selector("#gallery .reading")
    told = page.inner_text("#gallery .reading")
    assert "2 products of 4 rows" in told and "Shopify" in told and "is an address" in told
    word = page.locator("[data-key='as_category-Twirlers']")
    word.focus()
    word.select_option("skirt")
    page.wait_for_selector("#gallery .finish a[download='mapping.csv']")
    assert word.input_value() == "skirt" and axe(page, "reading") == []
    assert page.evaluate("document.activeElement.dataset.key") == "as_category-Twirlers"
    ask(page, "a skirt")
    page.wait_for_selector(".toast-body")
    assert "press the button below" in page.inner_text(".toast-body")
    page.click("#gallery .finish button.main")
    page.wait_for_selector("#receipt li")
    assert "2 of 2 pictures read" in page.inner_text("#receipt")
    page.wait_for_selector("#gallery .card")
    ask(page, "a skirt")
    page.wait_for_selector("#chat .claim")
    page.wait_for_function("document.querySelectorAll('#gallery .card').length === 1")
    assert "Breeze" in captions(page)[0] and "Skirt" in captions(page)[0]


def test_what_one_brought_nobody_else_is_shown(page: Any, browser: Any, address: str, parcel: Path) -> None:
    bring(page, address, parcel)
    page.wait_for_selector("#gallery .card")
    other = browser.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(f"{address}bring")
    other.wait_for_selector("#gallery .hanger")
    ask(other, "a skirt")
    other.wait_for_selector(".toast-body")
    assert "Send a table or some pictures first" in other.inner_text(".toast-body")
    other.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_serious_in_either_scheme(
    page: Any, address: str, parcel: Path, language: str
) -> None:
    bring(page, address, parcel, language)
    page.wait_for_selector("#receipt li")
    assert axe(page, "read") == []


def test_reading_shows_how_far_it_is_and_is_stopped(page: Any, address: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as box:
        for number in range(300):  # some seconds of reading on any machine
            box.write(PICTURES / "sh-001.webp", f"shirts/{number}.webp")
    bring(page, address, tmp_path / "many.zip")
    page.wait_for_function("document.querySelector('#receipt progress')?.value > 0")
    assert "of 300 pictures read" in page.inner_text("#receipt [role=status]")
    page.click("#stop")
    page.wait_for_function("document.querySelector('#receipt').innerText.includes('are removed')")
    assert page.locator("#gallery .hanger").count() == 1 and page.locator("#receipt progress").count() == 0
    ask(page, "a shirt")
    page.wait_for_selector(".toast-body")
    assert "Send a table or some pictures first" in page.inner_text(".toast-body")
