"""The category of a thing, by what files it in its shop and by its title."""

from __future__ import annotations

import pytest

from data.catalogue.values.categories import Filed, category_in, filed_under
from data.catalogue.vocabulary import categories


@pytest.mark.parametrize("name", set(categories()) - {"gift set"})
def test_a_category_of_ours_is_itself_and_needs_no_label(name: str) -> None:
    c = categories()[name]
    for word in (name, name.upper(), c.plural, f"Shop > {c.plural.title()}"):
        filed = filed_under([word])
        assert (filed.category, filed.label) == (name, "")


@pytest.mark.parametrize(
    ("paths", "category", "label"),
    [
        (["T-SHIRTS"], "t-shirt", ""), (["Camisas"], "shirt", ""), (["Mujer > Vestidos"], "dress", ""),
        (["Pants, Sale, New in"], "pants", ""), (["Women's Dresses"], "dress", ""),
        (["Ropa, Ropa > Mujer, Ropa > Mujer > Vestidos"], "dress", ""), (["Vestidos de mujer"], "dress",
        ""),
        (["187"], "shoes", ""), (["2271"], "dress", ""),
        (["Apparel & Accessories > Shoes (187)"], "shoes", ""),
        (["2271 - Apparel & Accessories > Clothing > Dresses"], "dress", ""), (["5322", "Sale"], "", ""),
        (["Apparel & Accessories > Handbags, Wallets & Cases > Wallets & Money Clips"], "wallet",
         "Wallets & Money Clips"),
        (["Men's T-Shirts & Polos"], "t-shirt", "T-Shirts & Polos"), (["Hoodies"], "jersey", "Hoodies"),
        (["Vestidos de fiesta"], "dress", "Vestidos de fiesta"), (["Maxi dresses"], "dress",
        "Maxi dresses"),
        (["Zapatillas running"], "shoes", "Zapatillas running"), (["Calzado > Botas"], "shoes", "Botas"),
        (["Home::Women::Skirts"], "skirt", ""), (["Root->Catalog->Coats"], "coat", ""),
        (["Women » Jeans"], "pants", "Jeans"), (["Jackets/Denim"], "jacket", ""),
        (["Dresses > Sale"], "dress", ""),
        (["Inicio > Mujer > Zapatos > Sandalias"], "sandals", ""), (["Swim"], "swimwear", "Swim"),
        (["Shorts|Summer"], "shorts", ""),
    ],
)  # fmt: skip
def test_the_last_known_part_counts(paths: list[str], category: str, label: str) -> None:
    filed = filed_under(paths)
    assert (filed.category, filed.label) == (category, label)


@pytest.mark.parametrize(
    ("paths", "filed"),
    [
        (["212", "T-Shirts", "summer, cotton"], Filed("t-shirt", "")),
        (["Apparel & Accessories > Shoes", "Sneakers"], Filed("shoes", "Sneakers", is_broad=True)),
        (["187", "Sandals"], Filed("sandals", "")),
        (["Gizmos", "T-Shirts"], Filed("t-shirt", "")),
        (["Skirts", "Dresses"], Filed("skirt", "")),
    ],
)
def test_several_cells_tell_it_together(paths: list[str], filed: Filed) -> None:
    assert filed_under(paths) == filed


@pytest.mark.parametrize(
    ("cell", "likely"),
    [("212", "t-shirt"), ("Apparel & Accessories > Clothing > Shirts & Tops", "t-shirt"), ("Tops",
     "t-shirt"),
     ("Bottoms", "pants"), ("Denim", "pants"), ("Outerwear", "coat"), ("Women > Skirts & Shorts",
     "skirt"),
     ("Jewelry & Watches", "jewellery")],
)  # fmt: skip
def test_a_department_files_nothing_surely(cell: str, likely: str) -> None:
    assert filed_under([cell]) == Filed("", "", likely)


@pytest.mark.parametrize(
    "cell",
    ["Sale", "New in", "Novedades", "Rebajas", "Home page", "Root", "Default category", "Uncategorized",
     "Sin categoría", "Inicio", "All", "Featured", "Accessories", "Apparel & Accessories", "Hombre",
     "summer, cotton",
     "Summer collection", "Summer 2024", "Women's Clothing", "Ropa de mujer", "", " > "],
)  # fmt: skip
def test_words_that_file_nothing_are_not_reported(cell: str) -> None:
    assert filed_under([cell]) == Filed("", "")
    assert filed_under([]) == Filed("", "")


@pytest.mark.parametrize("cell", ["Gizmos", "Bras", "Watch straps", "Ropa interior", "Home > Gizmos"])
def test_an_unknown_word_is_kept_to_be_reported(cell: str) -> None:
    assert filed_under([cell]) == Filed("", cell.split(" > ")[-1])


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Denim jacket", "jacket"), ("Shirt dress", "dress"), ("T-shirt dress", "dress"), ("Slip dress",
        "dress"),
        ("Belt bag", "bag"), ("Sock boots", "shoes"), ("Dress shirt", "shirt"), ("Dress shoes", "shoes"),
        ("Dress with belt", "dress"), ("Jacket for men", "jacket"), ("Skort", "skirt"), ("Puffer vest",
        "jacket"),
        ("T-shirt crew neck", "t-shirt"), ("Cashmere crewneck", "jersey"), ("Canvas sneaker", "shoes"),
        ("Pack of 3 T-shirts", "t-shirt"), ("Tie-front blouse", "shirt"), ("Jeans boot cut", "pants"),
        ("Grey & black striped shirt", "shirt"), ("Pyjama top", "nightwear"), ("Bikini top", "swimwear"),
        ("High top sneakers", "shoes"), ("Strap heels", "shoes"), ("Leather card holder", "wallet"),
        ("Vestido camisero", "dress"), ("Bolso de piel con cinturón", "bag"), ("Pantalón corto", "shorts"),
        ("Camisa de vestir", "shirt"), ("Zapatos de vestir", "shoes"), ("Bota de agua", "shoes"),
        ("Reloj con correa de piel", "watch"), ("Chaqueta vaquera", "jacket"), ("Peto vaquero", "pants"),
        ("Camiseta roja de cuello redondo", "t-shirt"), ("Sudadera con capucha", "jersey"),
    ],
)  # fmt: skip
def test_a_title_names_a_garment_by_its_head(title: str, category: str) -> None:
    assert category_in(title) == category


@pytest.mark.parametrize(
    "title",
    [
        "Aurora",
        "Leather watch strap",
        "Funda para gafas de sol",
        "Phone case",
        "Coat hanger",
        "Sports bra",
        "",
    ],
)
def test_a_title_of_something_else_names_none(title: str) -> None:
    assert category_in(title) == ""
