"""From a plan to matches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.ingest.sync import make_entry
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Filters, Order, Plan, RequestedItem
from app.search.engine import CANDIDATES, MATCHED, MATCHING_WEIGHT, STRATEGIES, Search
from app.search.query import Photo
from app.search.scoring import is_allowed
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours
from data.store.store import Store
from tests.fakes import ColourEncoder

ANY = Plan("search", query="like this")
IN_RED = Plan("search", filters=Filters(("red",)), query="in red")
RED, BLUE, WHITE, BLACK = "#c2313a", "#2f62b5", "#f7f6f2", "#1b1b1d"


def plain_picture(colour: str, below: str = "") -> Image.Image:
    """One colour, or another one in the lower half."""
    picture = Image.new("RGB", (8, 8), colour)
    if below:
        picture.paste(below, (0, 4, 8, 8))
    return picture


class Shop:
    """A store of items whose pictures lie in a folder, without a word on their cards but a title."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.encoder = folder, ColourEncoder()
        self.store = Store.create(folder / "index", self.encoder.name)

    def stock(
        self, name: str, colour: str, below: str = "", category: str = "shirt", title: str = ""
    ) -> None:
        picture, path = plain_picture(colour, below), self.folder / f"{name}.png"
        picture.save(path)
        queries = self.encoder.qformer_embeddings(self.encoder.encode_patches([picture]))[0]
        self.store.put([make_entry(Item(name, title, category, path), "hash", queries)])

    def stock_cards(self, colour: str, *cards: Item) -> None:
        """Many cards at once, with one picture that is on no disk."""
        queries = self.encoder.qformer_embeddings(self.encoder.encode_patches([plain_picture(colour)]))[0]
        self.store.put([make_entry(card, "hash", queries) for card in cards])

    def ask(
        self, plan: Plan = ANY, photo: str = "", strategy: str = "max", count: int = 1, balance: float = 0.5
    ) -> list[str]:
        """The ids of the shirts found."""
        search = Search(self.encoder, self.store, strategy)
        seen = search.look(plain_picture(photo)) if photo else None
        return found(search, plan, RequestedItem("shirt", count), seen, balance)


def found(
    search: Search, plan: Plan, item: RequestedItem, photo: Photo | None = None, balance: float = 0.5
) -> list[str]:
    """The ids of what is found for one requested item."""
    return [match.item.id for match in search.find(plan, search.query(plan, item, photo, balance))]


def told(message: str, photos: int = 0) -> Plan:
    """The plan of a first message."""
    return plan_message(message, DialogueState(), (), photos)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def cards(count: int, title: str = "", **told: Any) -> list[Item]:
    return [Item(f"{title or 'card'} {n:04}", title, "shirt", Path("none.png"), **told) for n in range(count)]


@pytest.mark.parametrize(("term", "best"), [("boots", "sh-2"), ("zapatillas", "sh-1")])
def test_the_customers_finer_word_comes_first(
    store: Store, encoder: ColourEncoder, term: str, best: str
) -> None:
    item = RequestedItem("shoes", term=term)
    assert found(Search(encoder, store), Plan("search", query=term), item) == [best]


def test_a_photo_shows_what_its_neighbours_in_the_shop_are(store: Store, encoder: ColourEncoder) -> None:
    jeans = Image.open(store.get(["pa-1"])[0].image).convert("RGB")
    assert Search(encoder, store).look(jeans).category == "pants"


def test_a_photo_is_what_its_category_is_called_rather_than_what_its_neighbours_are(store: Store) -> None:
    jeans = plain_picture(colours()["navy blue"].hex)

    class Reader(ColourEncoder):
        """Takes the word shoes for the jeans' own colour."""

        @staticmethod
        def _colour(text: str) -> tuple[int, ...]:
            shade: tuple[int, ...] = jeans.resize((1, 1)).getpixel((0, 0))  # type: ignore[assignment]
            return shade if "shoes" in text else (128, 128, 128)

    assert Search(Reader(), store).look(jeans).category == "shoes"


def test_a_picture_is_found_by_its_best_query_vector_and_not_by_the_mean_of_all(shop: Shop) -> None:
    shop.stock("red and blue", RED, BLUE)
    shop.stock("mauve", "#806070")
    assert shop.ask(IN_RED, strategy="max") == ["red and blue"]
    assert shop.ask(IN_RED, strategy="mean") == ["mauve"]


def test_the_matching_head_has_the_last_word_on_the_best_candidates(shop: Shop) -> None:
    shop.stock("a red and blue", RED, BLUE)
    shop.stock("b pink", "#8a5a6e")
    assert shop.ask(IN_RED, strategy="max", count=2) == ["a red and blue", "b pink"]
    assert shop.ask(IN_RED, strategy="max+itm", count=2) == ["b pink", "a red and blue"]


def test_the_score_is_the_strategys(shop: Shop) -> None:
    shop.stock("red", RED)
    scores = {}
    for strategy in STRATEGIES:
        search = Search(shop.encoder, shop.store, strategy)
        scores[strategy] = search.find(IN_RED, search.query(IN_RED, RequestedItem("shirt"), None))[0].score
    whole = {"mean": 1, "max": 1, "max+itm": 1 + MATCHING_WEIGHT}
    assert scores == pytest.approx(whole, abs=1e-3)


def test_only_the_pictures_of_the_best_candidates_are_opened(shop: Shop) -> None:
    for n in range(MATCHED + 3):
        shop.stock(f"{n:02}", RED)
    shop.encoder.seen = 0
    assert len(shop.ask(IN_RED, strategy="max+itm", count=MATCHED + 3)) == MATCHED + 3
    assert shop.encoder.seen == MATCHED


def test_a_picture_that_is_gone_from_the_disk_stays_a_match(shop: Shop) -> None:
    for name in ("a", "b"):
        shop.stock(name, RED)
    (shop.folder / "a.png").unlink()
    assert shop.ask(IN_RED, strategy="max+itm", count=2) == ["b", "a"]
    (shop.folder / "b.png").unlink()
    assert shop.ask(IN_RED, strategy="max+itm", count=2) == ["a", "b"]


def test_a_photo_without_words_asks_for_the_photo_alone(shop: Shop) -> None:
    for name, colour in (("red", RED), ("blue", BLUE), ("black", BLACK)):
        shop.stock(name, colour)
    assert shop.ask(Plan("search", query=" "), photo=BLUE) == ["blue"]


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("balance", [0, 0.25, 0.5])
def test_the_colour_that_is_said_wins_over_the_photos_also_where_cards_say_none(
    shop: Shop, strategy: str, balance: float
) -> None:
    for name, colour in (("red", RED), ("blue", BLUE), ("black", BLACK), ("white", WHITE)):
        shop.stock(name, colour)
    assert shop.ask(IN_RED, photo=BLUE, balance=balance, strategy=strategy) == ["red"]


def test_the_colour_that_is_said_is_found_among_more_items_than_are_looked_at(shop: Shop) -> None:
    shop.stock_cards(BLUE, *cards(CANDIDATES + 50))
    shop.stock("red", RED)
    assert shop.ask(IN_RED, photo=BLUE) == ["red"]


def test_an_items_own_colours_are_alternatives_and_come_before_those_of_all(shop: Shop) -> None:
    for name, colour in (("red", RED), ("blue", BLUE), ("black", BLACK)):
        shop.stock(name, colour)
    search, both = Search(shop.encoder, shop.store), RequestedItem("shirt", 2, ("black", "blue"))
    assert set(found(search, IN_RED.of(both), both)) == {"black", "blue"}


def test_a_models_free_text_takes_the_place_of_the_words_made_of_a_plan(shop: Shop) -> None:
    for name, colour in (("red", RED), ("blue", BLUE)):
        shop.stock(name, colour)
    search = Search(shop.encoder, shop.store)
    assert found(search, ANY, RequestedItem("shirt", query="a blue one")) == ["blue"]


def test_the_balance_decides_between_photo_and_words_that_name_no_colour(shop: Shop) -> None:
    shop.stock("grey", "#808080")  # what the encoder reads in a text without colours
    shop.stock("blue", BLUE)
    assert shop.ask(photo=BLUE, balance=1) == ["blue"]
    assert shop.ask(photo=BLUE, balance=0) == ["grey"]


def test_another_category_than_the_photos_feels_its_colours(shop: Shop) -> None:
    for name, colour in (("blue", BLUE), ("red", RED)):
        shop.stock(f"{name} shirt", colour)
        shop.stock(f"{name} skirt", colour, category="skirt")
    search = Search(shop.encoder, shop.store)
    photo = replace(search.look(plain_picture(RED)), category="skirt")
    assert found(search, ANY, RequestedItem("shirt", 2), photo) == ["red shirt", "blue shirt"]


def test_similar_items_are_those_of_the_category_that_look_most_alike_without_the_item(shop: Shop) -> None:
    shop.stock("red", RED)
    shop.stock("red and white", RED, WHITE)
    shop.stock("blue", BLUE)
    shop.stock("white", WHITE)
    shop.stock("red skirt", RED, category="skirt")
    search = Search(shop.encoder, shop.store)
    near = search.similar(shop.store.get(["red and white"])[0], 2)
    assert {match.item.id for match in near[:2]} == {"red", "white"}
    assert near[0].score >= near[1].score
    assert search.similar(shop.store.get(["red skirt"])[0], 2) == []


def test_without_a_category_the_plans_words_are_looked_for_in_the_whole_shop(shop: Shop) -> None:
    shop.stock("red shirt", RED)
    shop.stock("blue skirt", BLUE, category="skirt")
    search, plan = Search(shop.encoder, shop.store), Plan("search", query="something blue")
    assert found(search, plan, RequestedItem("")) == ["blue skirt"]


def test_an_empty_shop_finds_nothing(shop: Shop) -> None:
    assert shop.ask(IN_RED, photo=BLUE) == []
    assert Search(shop.encoder, shop.store).look(plain_picture(RED)).category == ""


@pytest.mark.parametrize(("order", "first"), [("price_asc", "cheap"), ("price_desc", "dear"), ("", "white")])
def test_an_order_of_prices_is_one_of_all_that_fits(shop: Shop, order: Order, first: str) -> None:
    shop.stock_cards(WHITE, *cards(CANDIDATES, "white", price=5.0))
    ends = (
        Item("cheap", "", "shirt", Path("x.png"), price=1.0),
        Item("dear", "", "shirt", Path("x.png"), price=9.0),
    )
    shop.stock_cards(BLACK, *ends, Item("unpriced", "", "shirt", Path("x.png")))  # nothing like white ones
    plan = Plan("search", filters=Filters(("white",), order=order), query="white shirt")
    assert shop.ask(plan)[0].startswith(first)


@pytest.mark.parametrize(
    ("filters", "names"),
    [(Filters(max_price=5.0), {"low", "unpriced"}), (Filters(min_price=5.01), {"high", "unpriced"}),
     (Filters(min_price=4.0, max_price=6.0), {"low", "unpriced"})],
)  # fmt: skip
def test_nothing_is_found_out_of_the_range_of_prices_or_among_what_is_excluded(
    shop: Shop, filters: Filters, names: set[str]
) -> None:
    priced = {"low": 5.0, "high": 10.0, "unpriced": None, "seen": 5.0}
    shop.stock_cards(RED, *(Item(n, "", "shirt", Path("x.png"), price=price) for n, price in priced.items()))
    assert set(shop.ask(Plan("search", filters=filters, query="x", exclude=("seen",)), count=9)) == names


def test_what_a_card_says_as_it_was_asked_for_is_found_among_more_items_than_are_looked_at(
    shop: Shop,
) -> None:
    shop.stock_cards(RED, *cards(CANDIDATES + 1, "Plain shirt"))
    shop.stock("batman", WHITE, title="Batman shirt")
    assert shop.ask(told("a red Batman shirt")) == ["batman"]
    assert shop.ask(told("a red shirt, not Batman")) != ["batman"]


@pytest.mark.parametrize("message", ["a red shirt but not Nike", "a red shirt, nothing by Nike"])
def test_a_maker_that_is_refused_comes_last(shop: Shop, message: str) -> None:
    shop.stock("a", RED, title="Nike shirt")
    shop.stock("b", WHITE, title="Puma shirt")
    assert shop.ask(told(message), count=2) == ["b", "a"]


def test_a_finer_garment_that_is_refused_comes_last(store: Store, encoder: ColourEncoder) -> None:
    plan = told("black shoes but no boots")
    assert found(Search(encoder, store), plan, plan.wanted[0]) == ["sh-1"]


def test_a_photo_with_a_maker_is_that_makers(shop: Shop) -> None:
    shop.stock("a", RED, title="Nike shirt")
    shop.stock("b", WHITE, title="Puma shirt")
    assert shop.ask(told("one like this by Puma", photos=1), photo=RED) == ["b"]


def test_a_pattern_is_found_on_the_cards_of_the_whole_shop(shop: Shop) -> None:
    shop.stock_cards(RED, *cards(CANDIDATES + 1, "Red shirt"))
    shop.stock("striped", WHITE, title="Stripe socks", category="socks")
    plan = Plan("search", filters=Filters(pattern="striped"), query="I love red stripes")
    assert found(Search(shop.encoder, shop.store), plan, RequestedItem("")) == ["striped"]


def test_what_suits_an_occasion_is_found_though_a_photo_looks_like_everything_else(shop: Shop) -> None:
    shop.stock_cards(WHITE, *cards(CANDIDATES + 1, "White shirt", usage="casual"))
    shop.stock_cards(BLACK, Item("formal", "Formal shirt", "shirt", Path("x.png"), usage="formal"))
    plan = Plan("search", filters=Filters(usage="formal"), query="for an interview, like this")
    assert shop.ask(plan, photo=WHITE) == ["formal"]
    assert shop.ask(photo=WHITE) != ["formal"]


def test_those_asked_for_come_before_anyone_and_others_not_at_all(shop: Shop) -> None:
    people = ("women", "unisex", "men", "boys")
    shop.stock_cards(RED, *(Item(whom, "", "shirt", Path("x.png"), gender=whom) for whom in people))
    for_men = Plan("search", filters=Filters(audience="men"), query="x")
    assert shop.ask(for_men, count=9) == ["men", "unisex"]


def test_children_get_shoes_and_caps_of_anyones_and_clothes_of_their_own() -> None:
    for_boys = Plan("search", filters=Filters(audience="boys"))
    kinds = ("shirt", "pants", "coat", "shoes", "sandals", "hat", "scarf", "bag")
    items = [Item(kind, "", kind, Path("x.png"), gender="unisex") for kind in kinds]
    assert [item.id for item in items if is_allowed(for_boys, item)] == list(kinds[3:])


def test_the_plain_garment_comes_before_a_finer_one_and_the_finer_one_where_it_is_named(shop: Shop) -> None:
    shop.stock_cards(RED, *(Item(name, name, "jersey", Path("x.png"), name) for name in ("Hoodie", "Jersey")))
    search, plan = Search(shop.encoder, shop.store), Plan("search", query="x")
    assert found(search, plan, RequestedItem("jersey")) == ["Jersey"]
    assert found(search, plan, RequestedItem("jersey", term="hoody")) == ["Hoodie"]


@pytest.mark.parametrize(("filled", "count"), [(True, 2), (False, 1)])
def test_a_number_is_filled_with_what_fits_less_only_for_who_wants_that(
    shop: Shop, filled: bool, count: int
) -> None:
    colours = (("cream", RED), ("pink", BLUE))
    for name, paint in colours:
        shop.stock_cards(paint, Item(name, "", "shirt", Path("x.png"), colour=name))
    search, two = Search(shop.encoder, shop.store), RequestedItem("shirt", 2)
    plan = Plan("search", filters=Filters(("cream",)), query="x")
    matches = search.find(plan, search.query(plan, two, None), filled)
    assert [match.item.id for match in matches] == ["cream", "pink"][:count]


def test_what_fits_nothing_that_was_asked_is_still_shown_as_the_nearest(shop: Shop) -> None:
    shop.stock_cards(RED, *(Item(n, "", "shirt", Path("x.png"), colour=n) for n in ("pink", "blue")))
    search, two = Search(shop.encoder, shop.store), RequestedItem("shirt", 2)
    plan = Plan("search", filters=Filters(("cream",)), query="x")
    assert len(search.find(plan, search.query(plan, two, None), filled=False)) == 2


def test_things_of_any_kind_are_of_several_kinds(shop: Shop) -> None:
    socks = [Item(f"sock {n}", "", "socks", Path("x.png")) for n in range(3)]
    shop.stock_cards(RED, *socks, Item("hat", "", "hat", Path("x.png")))
    search, three = Search(shop.encoder, shop.store), RequestedItem("", 3)
    matches = search.find(ANY, search.query(ANY, three, None), filled=False)
    assert {"hat", "socks"} == {match.item.category for match in matches[:2]}


def test_a_refused_colour_is_never_shown(shop: Shop) -> None:
    shop.stock_cards(RED, Item("red", "", "shirt", Path("x.png"), colour="red"))
    assert shop.ask(Plan("search", filters=Filters(excluded_colours=("red",)), query="x")) == []


def test_what_has_the_word_beside_the_garment_is_nearest(shop: Shop) -> None:
    titles = ("Wide-leg trousers", "Cargo trousers")
    shop.stock_cards(RED, *(Item(title, title, "pants", Path("x.png")) for title in titles))
    search = Search(shop.encoder, shop.store)
    assert found(search, ANY, RequestedItem("pants", term="cargo pants")) == ["Cargo trousers"]


@pytest.mark.parametrize("at", [(0.5, 0.5), (0.0, 1.0), (0.2, 0.3, 0.4, 0.5), (0, 0, 1, 1), (1, 1, 0, 0)])
def test_a_region_is_a_part_of_the_picture(
    store: Store, encoder: ColourEncoder, at: tuple[float, ...]
) -> None:
    cut = Search(encoder, store).region(Image.new("RGB", (200, 100)), at)
    assert 1 <= cut.width <= 200 and 1 <= cut.height <= 100
    if at == (0.2, 0.3, 0.4, 0.5):
        assert 80 <= cut.width <= 92 and 50 <= cut.height <= 58
