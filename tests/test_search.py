"""From a wish to matches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.ingest.sync import make_entry
from app.nlu.wish import Wanted, Wish
from app.search.engine import CANDIDATES, MATCHED, MATCHING_WEIGHT, STRATEGIES, Search
from data.catalogue.catalogue import Item
from data.store.store import Store
from tests.fakes import ColourEncoder

LIKE_THIS = Wish("search")
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
        self.store = Store.open(folder / "index", self.encoder.name)

    def stock(
        self, name: str, colour: str, below: str = "", category: str = "shirt", title: str = ""
    ) -> None:
        picture, path = plain_picture(colour, below), self.folder / f"{name}.png"
        picture.save(path)
        queries = self.encoder.qformer_embeddings(self.encoder.encode_patches([picture]))[0]
        self.store.put([make_entry(Item(name, title, category, path), "hash", queries)])

    def ask(
        self, words: str, photo: str = "", strategy: str = "max", count: int = 1, wish: Wish = LIKE_THIS,
        balance: float = 0.5,
    ) -> list[str]:  # fmt: skip
        """The ids of the shirts found."""
        search = Search(self.encoder, self.store, strategy)
        seen = search.look(plain_picture(photo)) if photo else None
        query = search.query(wish, Wanted("shirt", count), words, seen, balance)
        return [match.item.id for match in search.find(wish, query)]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_boots_are_preferred_when_boots_are_asked_for(store: Store, encoder: ColourEncoder) -> None:
    search = Search(encoder, store)
    for text, best in (("boots", "sh-2"), ("zapatillas", "sh-1")):
        query = search.query(Wish("search"), Wanted("shoes", 1), text, None)
        assert search.find(Wish("search"), query)[0].item.id == best


def test_a_photo_shows_what_its_neighbours_in_the_shop_are(store: Store, encoder: ColourEncoder) -> None:
    jeans = Image.open(store.get(["pa-1"])[0].image).convert("RGB")
    assert Search(encoder, store).look(jeans).category == "pants"


def test_a_photo_is_what_its_category_is_called_rather_than_what_its_neighbours_are(
    store: Store, encoder: ColourEncoder
) -> None:
    jeans = Image.open(store.get(["pa-1"])[0].image).convert("RGB")

    class Reader(ColourEncoder):
        """Takes the word shoes for the jeans' own colour."""

        @staticmethod
        def _colour(text: str) -> tuple[int, ...]:
            shade: tuple[int, ...] = jeans.resize((1, 1)).getpixel((0, 0))  # type: ignore[assignment]
            return shade if "shoes" in text else (128, 128, 128)

    assert Search(encoder, store).look(jeans).category == "pants"
    assert Search(Reader(), store).look(jeans).category == "shoes"


def test_a_picture_is_found_by_its_best_query_vector_and_not_by_the_mean_of_all(shop: Shop) -> None:
    shop.stock("red and blue", RED, BLUE)
    shop.stock("purple", "#6f4a8e")
    shop.stock("pink", "#d0606a")
    wish = Wish("search", colour="red")
    assert shop.ask("red", strategy="max", wish=wish) == ["red and blue"]
    assert shop.ask("red", strategy="mean", wish=wish) == ["pink"]


def test_the_matching_head_has_the_last_word_on_the_best_candidates(shop: Shop) -> None:
    shop.stock("a red and blue", RED, BLUE)
    shop.stock("b red", RED)
    wish = Wish("search", colour="red")
    assert shop.ask("red", strategy="max", wish=wish, count=2) == ["a red and blue", "b red"]
    assert shop.ask("red", strategy="max+itm", wish=wish, count=2) == ["b red", "a red and blue"]


def test_the_score_is_the_strategys(shop: Shop) -> None:
    shop.stock("red", RED)
    wish = Wish("search", colour="red")
    scores = {}
    for strategy in STRATEGIES:
        search = Search(shop.encoder, shop.store, strategy)
        scores[strategy] = search.find(wish, search.query(wish, Wanted("shirt", 1), "red", None))[0].score
    assert scores["mean"] == pytest.approx(1, abs=1e-3)
    assert scores["max"] == pytest.approx(1, abs=1e-3)
    assert scores["max+itm"] == pytest.approx(1 + MATCHING_WEIGHT, abs=1e-3)


def test_only_the_pictures_of_the_best_candidates_are_opened(shop: Shop) -> None:
    for n in range(MATCHED + 3):
        shop.stock(f"{n:02}", RED)
    shop.encoder.seen = 0
    assert len(shop.ask("red", strategy="max+itm", count=MATCHED + 3)) == MATCHED + 3
    assert shop.encoder.seen == MATCHED


def test_a_picture_that_is_gone_from_the_disk_stays_a_match(shop: Shop) -> None:
    for name in ("a", "b"):
        shop.stock(name, RED)
    (shop.folder / "a.png").unlink()
    assert shop.ask("red", strategy="max+itm", count=2) == ["b", "a"]
    (shop.folder / "b.png").unlink()
    assert shop.ask("red", strategy="max+itm", count=2) == ["a", "b"]


def test_a_photo_without_words_asks_for_the_photo_alone(shop: Shop) -> None:
    for name, colour in (("red", RED), ("blue", BLUE), ("black", BLACK)):
        shop.stock(name, colour)
    assert shop.ask(" ", photo=BLUE) == ["blue"]
    search = Search(shop.encoder, shop.store)
    photo = search.look(plain_picture(BLUE))
    assert (search.query(Wish("search"), Wanted("shirt", 1), " ", photo).vector == photo.vector).all()


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("balance", [0, 0.25, 0.5])
def test_the_colour_that_is_said_wins_over_the_photos_also_where_cards_say_none(
    shop: Shop, strategy: str, balance: float
) -> None:
    for name, colour in (("red", RED), ("blue", BLUE), ("black", BLACK), ("white", WHITE)):
        shop.stock(name, colour)
    wish = Wish("search", colour="red")
    found = shop.ask("this in red", photo=BLUE, wish=wish, balance=balance, strategy=strategy)
    assert found == ["red"]


def test_the_colour_that_is_said_is_found_among_more_items_than_are_looked_at(shop: Shop) -> None:
    picture = plain_picture(BLUE)
    queries = shop.encoder.qformer_embeddings(shop.encoder.encode_patches([picture]))[0]
    many = [Item(f"{n:04}", "", "shirt", shop.folder / "none.png") for n in range(CANDIDATES + 50)]
    shop.store.put([make_entry(item, "hash", queries) for item in many])
    shop.stock("red", RED)
    assert shop.ask("this in red", photo=BLUE, wish=Wish("search", colour="red")) == ["red"]


def test_the_balance_decides_between_photo_and_words_that_name_no_colour_of_the_wish(shop: Shop) -> None:
    shop.stock("grey", "#808080")  # what the encoder reads in a text without colours
    shop.stock("blue", BLUE)
    assert shop.ask("like this", photo=BLUE, balance=1) == ["blue"]
    assert shop.ask("like this", photo=BLUE, balance=0) == ["grey"]


def test_another_category_than_the_photos_feels_its_colours(shop: Shop) -> None:
    for name, colour in (("blue", BLUE), ("red", RED)):
        shop.stock(f"{name} shirt", colour)
        shop.stock(f"{name} skirt", colour, category="skirt")
    search = Search(shop.encoder, shop.store)
    photo = replace(search.look(plain_picture(RED)), category="skirt")
    query = search.query(Wish("search"), Wanted("shirt", 2), "a shirt for it", photo)
    assert [match.item.id for match in search.find(Wish("search"), query)] == ["red shirt", "blue shirt"]


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


def test_words_without_a_category_are_looked_for_in_the_whole_shop(shop: Shop) -> None:
    shop.stock("red shirt", RED)
    shop.stock("blue skirt", BLUE, category="skirt")
    search = Search(shop.encoder, shop.store)
    query = search.query(Wish("search"), Wanted("", 1), "something blue", None)
    assert search.find(Wish("search"), query)[0].item.id == "blue skirt"


def test_an_empty_shop_finds_nothing(shop: Shop) -> None:
    assert shop.ask("red", photo=BLUE, wish=Wish("search", colour="red")) == []
    assert Search(shop.encoder, shop.store).look(plain_picture(RED)).category == ""


def test_the_lowest_price_comes_first_of_all_that_fits(shop: Shop) -> None:
    prices = {f"white-{n}": 5.0 for n in range(CANDIDATES)} | {"cheap": 1.0, "unpriced": None}
    colours = {"cheap": BLACK}  # and nobody would look for it among white ones
    pictures = [plain_picture(colours.get(name, WHITE)) for name in prices]
    queries = shop.encoder.qformer_embeddings(shop.encoder.encode_patches(pictures))
    cards = [Item(name, "", "shirt", Path("x.png"), price=price) for name, price in prices.items()]
    shop.store.put([make_entry(card, "hash", vectors) for card, vectors in zip(cards, queries, strict=True)])
    wish = Wish("search", cheap=True)
    assert shop.ask("white shirt", count=CANDIDATES, wish=wish)[0] == "cheap"
    assert shop.ask("white shirt", wish=replace(wish, cheap=False)) != ["cheap"]


def test_what_a_card_says_as_it_was_asked_for_is_found_among_more_items_than_are_looked_at(
    shop: Shop,
) -> None:
    for number in range(CANDIDATES + 1):
        shop.stock(f"red {number}", RED, title="Plain shirt")
    shop.stock("batman", WHITE, title="Batman shirt")
    assert shop.ask("a red Batman shirt", wish=Wish("search", colour="red")) == ["batman"]
    assert shop.ask("a red shirt, not Batman", wish=Wish("search", colour="red")) != ["batman"]


def test_a_maker_that_is_refused_comes_last(shop: Shop) -> None:
    shop.stock("a", RED, title="Nike shirt")
    shop.stock("b", WHITE, title="Puma shirt")
    assert shop.ask("a red shirt but not Nike", count=2) == ["b", "a"]


def test_a_photo_with_a_maker_is_that_makers(shop: Shop) -> None:
    shop.stock("a", RED, title="Nike shirt")
    shop.stock("b", WHITE, title="Puma shirt")
    assert shop.ask("one like this by Puma", photo=RED) == ["b"]


def test_a_pattern_is_found_on_the_cards_of_the_whole_shop(shop: Shop) -> None:
    for number in range(CANDIDATES + 1):
        shop.stock(f"plain {number}", RED, title="Red shirt")
    shop.stock("striped", WHITE, title="Stripe socks", category="socks")
    search, wish = Search(shop.encoder, shop.store), Wish("search", pattern="striped")
    found = search.find(wish, search.query(wish, Wanted("", 1), "I love red stripes", None))
    assert [match.item.id for match in found] == ["striped"]


def test_what_suits_an_occasion_is_found_though_a_photo_looks_like_everything_else(shop: Shop) -> None:
    cards = {f"white {n}": ("White shirt", "casual") for n in range(CANDIDATES + 1)}
    cards["formal"] = ("Formal shirt", "formal")
    pictures = [plain_picture(BLACK if usage == "formal" else WHITE) for _, usage in cards.values()]
    queries = shop.encoder.qformer_embeddings(shop.encoder.encode_patches(pictures))
    items = [Item(name, title, "shirt", Path("x.png"), usage=usage) for name, (title, usage) in cards.items()]
    shop.store.put([make_entry(item, "hash", vectors) for item, vectors in zip(items, queries, strict=True)])
    wish = Wish("search", usage="formal")
    assert shop.ask("for an interview, like this", photo=WHITE, wish=wish) == ["formal"]
    assert shop.ask("like this", photo=WHITE) != ["formal"]
