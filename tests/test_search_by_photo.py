"""Which items come first for a photo: by its pattern and colour beside its likeness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.ingest.sync import make_entry
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Filters, PhotoAttributes, Plan, RequestedItem
from app.search.engine import CANDIDATES, COLOURED, Search
from app.search.query import Photo
from data.catalogue.catalogue import Item
from data.store.store import Store
from tests.fakes import ColourEncoder, painted

LIKE = Plan("search", query="")  # a photo alone
STRIPED = PhotoAttributes(category="shirt", colours=("olive",), pattern="striped")


class Shop:
    """A store of cards with pictures of one colour; a photo of it, whose record a test gives."""

    def __init__(self, folder: Path) -> None:
        self.encoder = ColourEncoder()
        self.store = Store.create(folder / "index", self.encoder.name)
        self.search = Search(self.encoder, self.store)

    def stock(self, ink: str, *items: Item) -> None:
        """All with the same picture."""
        queries = self.encoder.qformer_embeddings(self.encoder.encode_patches([painted(ink)]))[0]
        self.store.put([make_entry(item, "hash", queries) for item in items])

    def find(
        self, seen: PhotoAttributes, plan: Plan = LIKE, kind: str = "shirt", count: int = 1,
        own: str = "shirt",
    ) -> list[str]:  # fmt: skip
        """The ids of what is found for a photo of an olive thing of its ``own`` kind."""
        queries = self.encoder.qformer_embeddings(self.encoder.encode_patches([painted("olive")]))[0]
        item = RequestedItem(kind, count)
        query = self.search.query(plan, item, Photo(queries, own, seen))
        return [match.item.id for match in self.search.find(plan.of(item), query)]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def card(title: str, category: str = "shirt", **told: str) -> Item:
    return Item(title, title, category, Path("none.png"), **told)  # type: ignore[arg-type]


def told(message: str) -> Plan:
    return plan_message(message, DialogueState(), (), 1)


@pytest.mark.parametrize("message", ["", "do you have this?", "the same in blue"])
def test_things_with_the_photos_pattern_come_first(shop: Shop, message: str) -> None:
    shop.stock("olive", card("Shirt"))
    shop.stock("white", card("Striped shirt"))
    assert shop.find(STRIPED, told(message))[0] == "Striped shirt"


@pytest.mark.parametrize("pattern", ["", "plain"])
def test_a_pattern_that_is_unsure_or_none_changes_nothing(shop: Shop, pattern: str) -> None:
    shop.stock("olive", card("Shirt"))
    shop.stock("white", card("Striped shirt"), card("Plain shirt"))
    assert shop.find(replace(STRIPED, pattern=pattern)) == ["Shirt"]


def test_one_print_is_like_no_other(shop: Shop) -> None:
    shop.stock("olive", card("Shirt"))
    shop.stock("white", card("Floral shirt"), card("Graphic shirt"))
    assert shop.find(replace(STRIPED, pattern="printed")) == ["Shirt"]


@pytest.mark.parametrize("message", ["like this but checked", "algo así pero de cuadros"])
def test_a_pattern_in_words_goes_before_the_photos(shop: Shop, message: str) -> None:
    shop.stock("olive", card("Shirt"), card("Striped shirt"))
    shop.stock("white", card("Checked shirt"))
    assert shop.find(STRIPED, told(message), count=3)[0] == "Checked shirt"
    assert shop.find(STRIPED, Plan("search", filters=Filters(pattern="plain"), query="plain")) == ["Shirt"]


def test_a_pattern_that_is_refused_comes_last(shop: Shop) -> None:
    shop.stock("olive", card("Striped shirt"))
    shop.stock("white", card("Shirt"))
    assert shop.find(STRIPED, told("like this, but not striped")) == ["Shirt"]


def test_a_colour_in_words_counts_more_even_a_shade_nearby(shop: Shop) -> None:
    shop.stock("olive", card("Striped shirt", colour="white"), card("Shirt", colour="navy blue"))
    shop.stock("olive", card("Navy striped shirt", colour="navy blue"))
    said = told("the same in blue")
    assert shop.find(STRIPED, said, count=3) == ["Navy striped shirt", "Shirt", "Striped shirt"]


def test_it_is_found_among_more_items_than_are_looked_at(shop: Shop) -> None:
    shop.stock("olive", *(card(f"Shirt {n:04}") for n in range(CANDIDATES + 1)))
    shop.stock("white", card("Shirt with stripes"))
    assert shop.find(STRIPED) == ["Shirt with stripes"]


def test_what_is_to_go_with_it_has_no_pattern_of_its(shop: Shop) -> None:
    shop.stock("olive", card("Trousers", "pants"))
    shop.stock("white", card("Striped trousers", "pants"))
    assert shop.find(STRIPED, kind="pants") == ["Trousers"]
    assert shop.find(replace(STRIPED, category="pants"), kind="pants", own="pants") == ["Striped trousers"]


def test_of_equal_likeness_the_photos_colour_comes_first(shop: Shop) -> None:
    shop.stock("olive", card("a", colour="green"), card("b", colour="olive"), card("c"))
    plain = replace(STRIPED, pattern="")
    assert shop.find(plain, count=3) == ["b", "a", "c"]
    assert shop.find(replace(plain, colours=()), count=3) == ["a", "b", "c"]
    assert shop.find(replace(plain, colours=("olive", "green")), count=3) == ["b", "a", "c"]  # the main one


def test_likeness_counts_more_than_a_colour_on_a_card(shop: Shop) -> None:
    shop.stock("olive", card("like it"))
    shop.stock("orange", card("dyed", colour="olive"))
    plain = replace(STRIPED, pattern="")
    matches = shop.search.find(LIKE, shop.search.query(LIKE, RequestedItem("shirt", 3), _olive(shop, plain)))
    scores = {match.item.id: match.score for match in matches}
    assert scores["like it"] - scores["dyed"] > COLOURED
    assert matches[0].item.id == "like it" and scores["like it"] == pytest.approx(1, abs=1e-3)


def test_a_colour_in_words_goes_before_the_photos(shop: Shop) -> None:
    shop.stock("olive", card("a", colour="white"), card("b", colour="olive"))
    plain = replace(STRIPED, pattern="")
    assert shop.find(plain, told("the same in white"), count=2)[0] == "a"
    assert shop.find(plain, told("the same in red"), count=2) == ["a", "b"]  # which neither is
    bright = Plan("search", filters=Filters(colour_group="light"), query="something light")
    assert shop.find(plain, bright, count=2)[0] == "a"


def _olive(shop: Shop, seen: PhotoAttributes) -> Photo:
    queries = shop.encoder.qformer_embeddings(shop.encoder.encode_patches([painted("olive")]))[0]
    return Photo(queries, "shirt", seen)
