"""The sample catalogue: its pictures and rows are complete, and every product of the range can be drawn."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from data.catalogue.vocabulary import category_named, colour_named
from data.synthetic.__main__ import main
from data.synthetic.catalogue import Cut, cuts, patterns, products, row, variants, write_items
from data.synthetic.svg import RenderError, render

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
NOT_CARRIED = {"tie", "kurta"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def items() -> list[dict[str, str]]:
    with (SAMPLE / "items.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_range_is_wide_and_leaves_some_categories_out(items: list[dict[str, str]]) -> None:
    categories = {item["category"] for item in items}
    assert len(items) >= 180
    assert len(categories) >= 16
    assert not categories & NOT_CARRIED


def test_ids_are_unique(items: list[dict[str, str]]) -> None:
    assert len({item["id"] for item in items}) == len(items)


def test_categories_and_colours_are_words_that_the_shop_knows(items: list[dict[str, str]]) -> None:
    assert all(category_named(item["category"]) == item["category"] for item in items)
    assert all(colour_named(item["colour"]) == item["colour"] for item in items)


def test_every_price_is_marked_as_a_sample(items: list[dict[str, str]]) -> None:
    assert all(item["price_note"] == "sample" and float(item["price"]) > 0 for item in items)


def test_every_picture_opens_at_its_full_size(items: list[dict[str, str]]) -> None:
    for item in items:
        with Image.open(SAMPLE / item["image"]) as drawn:
            drawn.load()
            assert drawn.size == (512, 640), item["id"]


def test_no_picture_is_left_over(items: list[dict[str, str]]) -> None:
    files = {f"images/{path.name}" for path in (SAMPLE / "images").iterdir()}
    assert files == {item["image"] for item in items}


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 15 * MEGABYTE


def test_the_committed_table_is_what_the_range_says(tmp_path: Path) -> None:
    write_items(tmp_path / "items.csv", products())
    assert (tmp_path / "items.csv").read_bytes() == (SAMPLE / "items.csv").read_bytes()


def test_the_examples_of_the_page_are_in_stock(items: list[dict[str, str]]) -> None:
    stock = Counter((item["colour"], item["category"]) for item in items)
    assert stock["black", "t-shirt"] >= 3
    assert stock["red", "t-shirt"] >= 2
    assert stock["white", "shoes"] >= 2


def test_titles_and_descriptions_are_written_in_both_languages(items: list[dict[str, str]]) -> None:
    for item in items:
        assert item["colour"] in item["title"].lower(), item["title"]
        assert all(item[key] for key in ("title_es", "description", "description_es")), item["id"]


def test_spanish_adjectives_agree_with_the_garment() -> None:
    titles = {product.id: row(product)["title_es"] for product in products()}
    assert titles["ts-001"] == "Camiseta roja de cuello redondo"
    assert titles["fo-003"].startswith("Zapatillas negras")
    assert titles["pa-010"].startswith("Pantalones de vestir negros")


@pytest.mark.parametrize("cut", cuts().values(), ids=lambda cut: cut.cut)
def test_every_cut_can_be_drawn_and_is_sold(cut: Cut) -> None:
    sold = [product for product in products() if product.cut == cut]
    assert sold
    assert ElementTree.fromstring(sold[0].svg()).tag.endswith("svg")


@pytest.mark.parametrize("pattern", patterns())
def test_every_pattern_can_be_drawn(pattern: str) -> None:
    svg = replace(products()[0], pattern=pattern).svg()
    assert ElementTree.fromstring(svg).get("viewBox") == "0 0 512 640"


def test_variants_repeat_for_a_seed_and_are_not_in_the_range() -> None:
    sold = {(product.cut, product.colour, product.pattern) for product in products()}
    made = variants(40, seed=1)
    assert made == variants(40, seed=1) != variants(40, seed=2)
    assert not sold & {(product.cut, product.colour, product.pattern) for product in made}


def test_drawing_an_item_twice_gives_the_same_picture() -> None:
    for product in products()[::20]:
        assert product.svg() == product.svg()


def test_rendering_twice_gives_the_same_pixels() -> None:
    pytest.importorskip("resvg_py", reason="the rasteriser is needed only to redraw the catalogue")
    svg = products()[0].svg()
    assert render(svg, 80).tobytes() == render(svg, 80).tobytes()


def test_without_the_rasteriser_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(RenderError, match="pip install resvg-py"):
        render("<svg/>")


def test_the_command_draws_the_chosen_products_and_lists_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("resvg_py", reason="the rasteriser is needed only to redraw the catalogue")
    monkeypatch.setattr(sys, "argv", ["data.synthetic", "--out", str(tmp_path), "--only", "ts-001"])
    assert main() == 0
    assert [path.name for path in (tmp_path / "images").iterdir()] == ["ts-001.webp"]
    with Image.open(tmp_path / "images" / "ts-001.webp") as drawn:
        assert drawn.size == (512, 640)
    assert (tmp_path / "items.csv").read_bytes() == (SAMPLE / "items.csv").read_bytes()


def test_the_command_fails_without_the_rasteriser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setattr(sys, "argv", ["data.synthetic", "--out", str(tmp_path), "--only", "ts-001"])
    assert main() == 1
    assert "pip install resvg-py" in capsys.readouterr().err
    assert not (tmp_path / "items.csv").exists()
