"""The checker: true sentences pass with the cards that bear them out, false ones do not."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.factcheck.check import Verdict, supported
from app.nlu.wish import Language, Wanted, Wish
from data.catalogue.catalogue import Item

STOCKED = ("belt", "coat", "hat", "pants", "shirt", "shoes", "t-shirt")
WITH_CASES = Path(__file__).parent / "claims_cases.csv"
ROUND = "A T-shirt with short sleeves and a ribbed round neck."


def piece(id_: str, title: str, title_es: str, category: str, colour: str, gender: str, usage: str, season: str = "", price: float | None = None, description: str = "", description_es: str = "") -> Item:  # fmt: skip  # noqa: E501
    note = "sample" if price else ""
    return Item(
        id_,
        title,
        category,
        Path("x.png"),
        title_es,
        colour,
        gender,
        usage,
        season,
        price,
        note,
        description,
        description_es,
    )


WHITE = piece("ts-w", "White crew-neck T-shirt", "Camiseta blanca de cuello redondo", "t-shirt", "white", "unisex", "casual", "summer", 19.9, ROUND)  # fmt: skip  # noqa: E501
CHINOS = piece("pa-o", "Olive chinos", "Pantalones chinos verde oliva", "pants", "olive", "men", "casual", "spring", 49.9, "Straight chinos with slanted pockets.", "Pantalones chinos rectos con bolsillos inclinados.")  # fmt: skip  # noqa: E501
HEELS = piece("sh-n", "Navy blue block-heel shoes", "Zapatos azul marino de tacón ancho", "shoes", "navy blue", "women", "formal", "fall", 74.9, "Shoes with an ankle strap on a wide heel.", "Zapatos con pulsera al tobillo y tacón ancho.")  # fmt: skip  # noqa: E501
CREW = piece("ts-c", "Black crew-neck T-shirt", "Camiseta negra de cuello redondo", "t-shirt", "black", "men", "casual", "summer", 19.9, ROUND)  # fmt: skip  # noqa: E501
VNECK = piece("ts-v", "Black V-neck T-shirt", "Camiseta negra de cuello de pico", "t-shirt", "black", "women", "casual", "summer", 19.9, "A T-shirt with short sleeves and a V-neck.")  # fmt: skip  # noqa: E501
TURTLE = piece("15970", "Turtle Check Men Navy Blue Shirt", "", "shirt", "navy blue", "men", "formal", "fall")
WRANGLER = piece("1012", "Wrangler Men Striped White Shirt", "", "shirt", "white", "men", "casual", "fall")
STRIPED = piece("sh-b", "Blue striped shirt", "Camisa azul de rayas", "shirt", "blue", "men", "casual")


@dataclass(frozen=True)
class Scene:
    """What was wished for and shown."""

    wish: Wish
    items: tuple[Item, ...] = ()
    missing: tuple[str, ...] = ()
    seen: tuple[str, str] = ("", "")  # English, Spanish


OUTFIT = (Wanted("t-shirt", 1), Wanted("pants", 1), Wanted("shoes", 1))
SCENES = {
    "outfit": Scene(Wish("outfit", OUTFIT), (WHITE, CHINOS, HEELS)),
    "two": Scene(Wish("search", (Wanted("t-shirt", 3),), "black"), (CREW, VNECK)),
    "shirts": Scene(Wish("search", (Wanted("shirt", 2),), "green", "men"), (TURTLE, WRANGLER), ("watch",)),
    "photo": Scene(
        Wish("search", (Wanted("shirt", 1),)), (STRIPED,),
        seen=("a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre"),
    ),
    "pattern": Scene(Wish("search", (Wanted("shirt", 2),), pattern="striped"), (TURTLE, WRANGLER)),
    "none": Scene(Wish("not_carried"), (), ("umbrella",)),
}  # fmt: skip


def cases() -> list[dict[str, str]]:
    with WITH_CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(scene: str, sentence: str, language: Language = "en") -> Verdict:
    s = SCENES[scene]
    return supported(sentence, s.wish, s.items, s.missing, STOCKED, s.seen[language == "es"], language)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["sentence"][:60])
def test_true_sentences_are_let_through_and_false_ones_are_not(case: dict[str, str]) -> None:
    language: Language = "es" if case["language"] == "es" else "en"
    verdict = judged(case["scene"], case["sentence"], language)
    assert verdict.ok == (case["true"] == "yes"), verdict.why
    assert bool(verdict.why) != verdict.ok


SCARF = piece(
    "sc-r", "Red striped wool scarf", "Bufanda roja de lana a rayas", "scarf", "red", "women", "casual"
)
PLAIN = piece("sc-g", "Grey scarf", "Bufanda gris", "scarf", "grey", "women", "casual")
BROWN = Wish("search", (Wanted("scarf", 2),), "brown", pattern="striped")


@pytest.mark.parametrize(
    ("sentence", "items", "ok"),
    [
        ("There was nothing in brown among our striped scarves, so this is the closest: red.", [SCARF], True),
        ("I have no striped or red scarves.", [SCARF], False),
        ("To be honest, no card here says Gucci; this is the nearest I have.", [SCARF], True),
        ("The card does not say Spiderman, so take this as the nearest I have.", [SCARF], True),
        ("The card does not say wool, so take this as the nearest I have.", [SCARF], False),
        ("Not every card says wool; the rest is the nearest I have.", [SCARF, PLAIN], True),
        ("Not every card says wool; the rest is the nearest I have.", [SCARF], False),
        ("Which sizes there are the cards do not say, so please ask the shop.", [SCARF], True),
        ("It comes in sizes M and L.", [SCARF], False),
    ],
)
def test_what_the_cards_do_not_say_is_held_against_them(sentence: str, items: list[Item], ok: bool) -> None:
    assert supported(sentence, BROWN, items, (), ["scarf"], "", "en").ok is ok
