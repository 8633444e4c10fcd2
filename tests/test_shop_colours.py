"""The colours that a shop's own words name: in a cell of its export, and in a title."""

from __future__ import annotations

import pytest

from data.catalogue.values.colours import Shade, colours_in, read_colours
from data.catalogue.vocabulary import colours


@pytest.mark.parametrize("name", colours())
def test_a_name_of_ours_is_itself_and_needs_no_label(name: str) -> None:
    c = colours()[name]
    for cell in (name, name.upper(), c.es, c.es_feminine, c.es_plural, f"  {name.title()} "):
        assert read_colours(cell) == Shade(name, (), "")


@pytest.mark.parametrize(
    ("cell", "colour"),
    [
        ("Optic White", "white"), ("Tobacco", "brown"), ("Heather Grey", "grey"), ("Grey Melange", "grey"),
        ("Dark navy", "navy blue"), ("Light Blue", "blue"), ("Blue Wash", "blue"), ("Indigo", "blue"),
        ("Off-white", "white"), ("Ecru", "cream"), ("Blush", "pink"), ("Gunmetal", "grey"),
        ("Rose Gold", "gold"), ("verde botella", "green"), ("topo", "beige"), ("Core Black", "black"),
        ("Cloud White", "white"), ("Legend Ink", "navy blue"), ("Triple Black", "black"), ("Sand", "beige"),
        ("Midnight", "navy blue"), ("Cherry Red", "red"), ("Olive Green", "olive"), ("Wine Red",
        "burgundy"),
        ("Mustard yellow", "mustard"), ("coral pink", "pink"), ("gris perla", "grey"), ("LightBlue",
        "blue"),
        ("amarillo limón", "yellow"), ("rosa palo", "pink"), ("ROJO CEREZA", "red"), ("Assorted", "multi"),
        ("Marrón chocolate", "brown"), ("Leopard print brown", "brown"), ("Denim", "blue"),
    ],
)  # fmt: skip
def test_a_shops_own_words_are_understood_and_kept(cell: str, colour: str) -> None:
    assert read_colours(cell) == Shade(colour, (), cell)


@pytest.mark.parametrize(
    ("cell", "colour"),
    [("001-Black", "black"), ("Black (007)", "black"), ("BLK", "black"), ("noir", "black"), ("Grau",
     "grey"),
     ("nero", "black"), ("weiß", "white"), ("Color: Red", "red"), ("gray", "grey"), ("White (#FFFFFF)",
     "white"),
     ("Multicolour", "multi")],
)  # fmt: skip
def test_codes_and_other_spellings_of_a_name_say_no_more_than_it(cell: str, colour: str) -> None:
    assert read_colours(cell) == Shade(colour, (), "")


@pytest.mark.parametrize(
    ("cell", "colour", "others"),
    [
        ("Blue/White stripes", "blue", ("white",)), ("Black|White", "black", ("white",)),
        ("Black, White and Red", "black", ("white", "red")), ("White/Black/Pink", "white", ("black",
        "pink")),
        ("Negro/Blanco", "black", ("white",)), ("Rojo y negro", "red", ("black",)),
        ("Black White", "black", ("white",)), ("Tobacco / White", "brown", ("white",)),
        ("Navy + Gold", "navy blue", ("gold",)),
    ],
)  # fmt: skip
def test_the_first_of_several_is_the_main_one(cell: str, colour: str, others: tuple[str, ...]) -> None:
    assert read_colours(cell) == Shade(colour, others, cell)


def test_a_clear_name_goes_before_one_that_only_hints() -> None:
    assert read_colours("Midnight / Black") == Shade("black", (), "Midnight / Black")
    assert read_colours("Black/Snow").colour == "black" and read_colours("Snow").colour == "white"


@pytest.mark.parametrize(
    ("code", "colour"),
    [("#FFFFFF", "white"), ("ffffff", "white"), ("#fff", "white"), ("000000", "black"), ("rgb(255, 0, 0)",
     "red"),
     ("#0000ff", "blue"), ("#000080", "navy blue"), ("#00ff00", "green"), ("#ffff00", "yellow"),
     ("#808080", "grey"), ("#333333", "black"), ("#C0C0C0", "grey"), ("#ffa500", "orange"), ("#800080",
     "purple"),
     ("#8b4513", "brown"), ("#800020", "burgundy"), ("#ffc0cb", "pink"), ("#f5f5dc", "beige")],
)  # fmt: skip
def test_a_code_has_the_name_of_what_it_looks_like(code: str, colour: str) -> None:
    assert read_colours(code) == Shade(colour, (), "")


@pytest.mark.parametrize(
    "cell",
    ["", " ", "-", "NA", "N/A", "n.a.", "none", "default", "Default Title", "no aplica", "123456", "#zzz1"],
)
def test_what_names_no_colour_is_none(cell: str) -> None:
    assert read_colours(cell).colour == "" and read_colours(cell).others == ()


@pytest.mark.parametrize("cell", ["Leopard", "Print", "Zanzibar", "черный", "facade"])
def test_an_unknown_word_is_kept_as_it_is_written(cell: str) -> None:
    assert read_colours(cell) == Shade("", (), cell)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Red crew-neck T-shirt", ("red",)), ("White striped crew-neck T-shirt", ("white",)),
        ("Black and white dress", ("black", "white")), ("camiseta roja", ("red",)),
        ("Vestido azul marino", ("navy blue",)), ("Camisetas blancas de algodón", ("white",)),
        ("Camiseta roja Nike", ("red",)), ("T-shirt - Black", ("black",)),
        ("Olive green parka", ("olive",)),
        ("Nike Men Blue T-shirt", ("blue",)), ("Off-white sneakers", ("white",)),
        ("Bolso marrón", ("brown",)),
        ("Women Black Aurora Jeans", ("black",)), ("Black/White sneakers", ("black", "white")),
        ("Rose gold ring", ("gold",)), ("Silk black tie", ("black",)),
        ("Ivory wedding dress", ("white",)), ("Dark grey hoodie", ("grey",)),
        ("Silk scarf in dark red", ("red",)),
    ],
)  # fmt: skip
def test_a_title_names_the_colours_of_the_thing(title: str, named: tuple[str, ...]) -> None:
    assert colours_in(title) == named


@pytest.mark.parametrize(
    "title",
    ["Orange Tree print tee", "orange tree print tee", "Silver Creek jacket", "Rose dress",
     "Red Tape shoes",
     "Blue Inc", "Green Day tee", "Black Diamond jacket", "White Stuff", "black-tie dress",
     "Midnight crew tee",
     "Rosa Clará vestido", "T-shirt red bull", "Vestido Rosa María",
     "Multi-pocket vest", "Citizen Women White Dial Watch", "Tobacco", "Stone chinos",
     "Redwood shirt", ""],
)  # fmt: skip
def test_a_name_or_a_part_is_no_colour_of_the_thing(title: str) -> None:
    assert colours_in(title) == ()
