"""The fact check: true sentences of a model pass with the cards that bear them out, false ones do not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.factcheck.check import Verdict, supported
from app.factcheck.evidence import Evidence
from app.factcheck.stream import MAX_SENTENCES, sentences, vetted
from app.plan import Filters, Language, PhotoAttributes, Plan, RequestedItem, Sentence
from data.catalogue.catalogue import Item

STOCKED = ("belt", "coat", "hat", "pants", "shirt", "shoes", "t-shirt")
WITH_CASES = Path(__file__).parent / "claims_cases.csv"


def piece(id_: str, title: str, title_es: str, category: str, colour: str, *more: str, **card: str) -> Item:
    gender, usage, season = (*more, "", "", "")[:3]
    return Item(id_, title, category, Path("x.png"), title_es, colour, gender, usage, season, **card)  # type: ignore[arg-type]


def sample(item: Item, price: float) -> Item:
    return replace(item, price=price, price_note="sample")


ROUND = "A T-shirt with short sleeves and a ribbed round neck."
WHITE = sample(piece("ts-w", "White crew-neck T-shirt", "Camiseta blanca de cuello redondo", "t-shirt", "white", "unisex", "casual", "summer", description=ROUND), 19.9)  # fmt: skip  # noqa: E501
CHINOS = sample(piece("pa-o", "Olive chinos", "Pantalones chinos verde oliva", "pants", "olive", "men", "casual", "spring", description="Straight chinos with slanted pockets.", description_es="Pantalones chinos rectos con bolsillos inclinados."), 49.9)  # fmt: skip  # noqa: E501
HEELS = sample(piece("sh-n", "Navy blue block-heel shoes", "Zapatos azul marino de tacón ancho", "shoes", "navy blue", "women", "formal", "fall", description="Shoes with an ankle strap on a wide heel.", description_es="Zapatos con pulsera al tobillo y tacón ancho."), 74.9)  # fmt: skip  # noqa: E501
CREW = sample(piece("ts-c", "Black crew-neck T-shirt", "Camiseta negra de cuello redondo", "t-shirt", "black", "men", "casual", "summer", description=ROUND), 19.9)  # fmt: skip  # noqa: E501
VNECK = sample(piece("ts-v", "Black V-neck T-shirt", "Camiseta negra de cuello de pico", "t-shirt", "black", "women", "casual", "summer", description="A T-shirt with short sleeves and a V-neck."), 19.9)  # fmt: skip  # noqa: E501
TURTLE = piece("15970", "Turtle Check Men Navy Blue Shirt", "", "shirt", "navy blue", "men", "formal", "fall")
WRANGLER = piece("1012", "Wrangler Men Striped White Shirt", "", "shirt", "white", "men", "casual", "fall")
STRIPED = piece("sh-b", "Blue striped shirt", "Camisa azul de rayas", "shirt", "blue", "men", "casual")
SCARF = piece(
    "sc-r", "Red striped wool scarf", "Bufanda roja de lana a rayas", "scarf", "red", "women", "casual"
)
PLAIN = piece("sc-g", "Grey scarf", "Bufanda gris", "scarf", "grey", "women", "casual")


def plan(*wanted: tuple[str, int], act: str = "search", **filters: object) -> Plan:
    return Plan(act, tuple(RequestedItem(*one) for one in wanted), Filters(**filters))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Scene:
    """What was asked for and shown."""

    plan: Plan
    items: tuple[Item, ...] = ()
    missing: tuple[str, ...] = ()
    captions: tuple[str, str] = ("", "")  # English, Spanish


SCENES = {
    "outfit": Scene(plan(("t-shirt", 1), ("pants", 1), ("shoes", 1), act="outfit"), (WHITE, CHINOS, HEELS)),
    "two": Scene(plan(("t-shirt", 3), colours=("black",)), (CREW, VNECK)),
    "shirts": Scene(plan(("shirt", 2), colours=("green",), audience="men"), (TURTLE, WRANGLER), ("watch",)),
    "photo": Scene(
        plan(("shirt", 1)), (STRIPED,),
        captions=("a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre"),
    ),
    "pattern": Scene(plan(("shirt", 2), pattern="striped"), (TURTLE, WRANGLER)),
    "none": Scene(plan(act="not_carried"), (), ("umbrella",)),
}  # fmt: skip


def cases() -> list[dict[str, str]]:
    with WITH_CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(scene: str, sentence: str, language: Language = "en") -> Verdict:
    s = SCENES[scene]
    asked = replace(s.plan, language=language)
    return supported(sentence, Evidence(asked, s.items, s.missing, STOCKED, s.captions[language == "es"]))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["sentence"][:60])
def test_true_sentences_are_let_through_and_false_ones_are_not(case: dict[str, str]) -> None:
    language: Language = "es" if case["language"] == "es" else "en"
    verdict = judged(case["scene"], case["sentence"], language)
    assert verdict.ok == (case["true"] == "yes"), verdict.why
    assert bool(verdict.why) != verdict.ok


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
        ("I found no scarves that a card calls checked; not every card says wool.", [SCARF, PLAIN], True),
        ("Which sizes there are the cards do not say, so please ask the shop.", [SCARF], True),
        ("It comes in sizes M and L.", [SCARF], False),
    ],
)
def test_what_the_cards_do_not_say_is_held_against_them(sentence: str, items: list[Item], ok: bool) -> None:
    brown = plan(("scarf", 2), colours=("brown",), pattern="striped")
    assert supported(sentence, Evidence(brown, items, (), ["scarf"])).ok is ok


@pytest.mark.parametrize(
    "sentence",
    [
        "The chinos cost nothing.", "Nothing costs a cent.", "You do not pay for the T-shirt.",
        "Take it for zero euros.", "All shoes are 100% off.", "Half off today!", "Two for one!",
        "Use the code SAVE10.", "Go to evil.example for more.", "Enter your card number to continue.",
    ],
)  # fmt: skip
def test_nothing_is_given_away_and_nobody_is_sent_elsewhere(sentence: str) -> None:
    assert not judged("outfit", sentence).ok


@pytest.mark.parametrize(
    "sentence", ["Los pantalones no cuestan nada.", "No pagas nada.", "Dos por uno.", "Usa el código VERANO."]
)
def test_nor_is_it_in_spanish(sentence: str) -> None:
    assert not judged("outfit", sentence, "es").ok


@pytest.mark.parametrize(
    ("sentence", "ok"),
    [
        ("The coat costs 20 euros.", False), ("The coat is 20 euros.", False),
        ("The coat costs more than your 20 euros.", True), ("Your limit is 20 euros.", True),
        ("Nothing I have stays within 20 euros.", True),
    ],
)  # fmt: skip
def test_a_limit_may_be_spoken_of_and_is_no_price(sentence: str, ok: bool) -> None:
    coat = replace(piece("co", "Grey coat", "Abrigo gris", "coat", "grey"), price=59.0)
    assert supported(sentence, Evidence(plan(("coat", 1), max_price=20.0), [coat], (), ["coat"])).ok is ok


@pytest.mark.parametrize(
    ("card", "sentence", "ok"),
    [
        ("A skirt that comes in a gift box.", "It comes in a gift box.", False),
        ("A skirt that ships tomorrow.", "It ships tomorrow.", False),
        ("A handmade skirt.", "It is handmade.", True),
        ("A skirt of 100 % polyester.", "It is 100 % polyester.", True),
    ],
)
def test_a_card_bears_out_how_a_thing_is_made_and_no_service(card: str, sentence: str, ok: bool) -> None:
    skirt = piece("sk", "Grey skirt", "Falda gris", "skirt", "grey", description=card)
    assert supported(sentence, Evidence(plan(("skirt", 1)), [skirt], (), ["skirt"])).ok is ok


def test_a_sentence_names_the_cards_that_bear_it_out() -> None:
    assert judged("outfit", "The olive chinos are for men.").item_ids == ("pa-o",)
    assert judged("two", "Both are black.").item_ids == ("ts-c", "ts-v")
    assert judged("two", "The crew T-shirt is the one for men.").item_ids == ("ts-c",)


@pytest.mark.parametrize("colour", ["red", "blue", "green"])
def test_each_of_several_colours_and_audiences_was_asked_for(colour: str) -> None:
    shirt = RequestedItem("shirt", 1, ("red", "blue"), audience="women")
    asked = Plan("search", (shirt, RequestedItem("hat", 1, audience="men")))
    said = f"You asked for {colour}; the nearest is grey."
    assert supported(said, Evidence(asked, [PLAIN], (), ["scarf"])).ok == (colour != "green")
    for whom in ("men", "women"):
        assert supported(f"You asked for something for {whom}.", Evidence(asked, [PLAIN], (), ["scarf"])).ok


@pytest.mark.parametrize("price", ["€1,299.00", "1.299,00 €", "€1299"])
def test_a_price_is_read_in_either_way_of_writing(price: str) -> None:
    coat = replace(piece("co", "Grey coat", "Abrigo gris", "coat", "grey"), price=1299.0)
    assert supported(f"The coat costs {price}.", Evidence(plan(("coat", 1)), [coat], (), ["coat"])).ok
    assert not supported("The coat costs €129.", Evidence(plan(("coat", 1)), [coat], (), ["coat"])).ok


def test_another_language_is_heard_under_a_title() -> None:
    shirt, shirts = piece("1", "The Best of Men Shirt", "", "shirt", ""), plan(("shirt", 1))
    for language, said, ok in (
        ("es", "Te he elegido «The Best of Men Shirt» para ti.", True),
        ("es", "Here is the shirt for you.", False),
        ("en", "Aquí tienes la camisa.", False),
        ("en", "Voici votre belle chemise ici", False),
    ):
        asked = replace(shirts, language=language)  # type: ignore[arg-type]
        verdict = supported(said, Evidence(asked, [shirt], (), ["shirt"]))
        assert verdict.ok == ok and (ok or verdict.why == "another language")


POLO = Item("1", "U.S. Polo Assn. Men Shirt", "shirt", Path("x.png"))


def honest(sentence: str, before: Sequence[str] = ()) -> Verdict:
    return Verdict("false" not in sentence, ("1",) if "Shirt" in sentence else ())


def shown(*pieces: str) -> list[str]:
    return [sentence.text for sentence in vetted(pieces, [POLO], honest)]


def test_a_sentence_waits_until_it_is_whole() -> None:
    text = "It costs €19.90. Is it red? Sí… Fin"
    assert list(sentences(text)) == ["It costs €19.90.", "Is it red?", "Sí…", "Fin"]


def test_a_full_stop_in_a_title_ends_nothing() -> None:
    text = "Try the U.S. Polo Assn. Men Shirt. It is red."
    assert list(sentences(text, [POLO])) == ["Try the U.S. Polo Assn. Men Shirt.", "It is red."]


def test_a_sentence_is_shown_with_its_cards_before_the_next_one_comes() -> None:
    def stream() -> object:
        yield "The Shirt is true. "
        raise AssertionError("read on before the first sentence was shown")

    assert next(vetted(stream(), [], honest)) == Sentence("The Shirt is true.", ("1",))  # type: ignore[arg-type]


def test_what_is_not_supported_is_left_out_and_the_rest_keeps_its_order() -> None:
    text = "This is true. This is false. The Shirt is last."
    assert shown(text) == ["This is true.", "The Shirt is last."]


def test_bullets_and_stars_are_taken_off_and_not_held_against_a_sentence() -> None:
    assert shown("1. **Red** is bold.\n- `So` it is.\n***\n") == ["Red is bold.", "So it is."]


def test_a_model_that_does_not_stop_is_stopped() -> None:
    endless = (f"Sentence {n}. " for n in iter(int, 1))
    assert len(list(vetted(endless, [], honest))) == MAX_SENTENCES
    assert not list(vetted(("x" for _ in iter(int, 1)), [], lambda *_: Verdict(False)))


@pytest.mark.parametrize(
    ("sentence", "ok"),
    [
        ("In your photo I see a navy blue and white skirt.", True),
        ("In your photo I see a red skirt.", False),
        ("In your photo I see a navy blue skirt and a shirt.", True),
        ("In your photo I see navy blue trousers.", False),
    ],
)
def test_what_a_photo_shows_is_held_against_its_record(sentence: str, ok: bool) -> None:
    photo = PhotoAttributes(category="skirt", colours=("navy blue", "white"), also=("shirt",))
    asked = replace(SCENES["photo"].plan, photos=(photo,))
    assert supported(sentence, Evidence(asked, SCENES["photo"].items, stocked=STOCKED)).ok == ok
