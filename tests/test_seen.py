"""What a picture showed of an item stays, until the picture or the card says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from app.ingest.labelling import PictureLabeller
from app.ingest.sharding import index_shard
from app.ingest.sync import BATCH_SIZE, Shard, Summary, index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.catalogue.item import Item
from data.store.store import Store
from tests.fakes import ColourEncoder, ColourReader, painted
from tests.test_index import Failing, Interrupted, contents, counts

HEADER = "id,title,category,colour,image"


class Shop:
    """A folder with a table and pictures, and its index."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.encoder = folder, ColourEncoder()
        folder.mkdir(parents=True)
        self.store = Store.create(folder.with_name("index"), self.encoder.name)

    def paint(self, colour: str, *names: str) -> None:
        for name in names or ("a",):
            painted(colour).save(self.folder / f"{name}.png")

    def run(self, *rows: str, header: str = HEADER) -> Summary:
        (self.folder / "items.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return index_catalogue(
            read_catalogue(self.folder), self.store, self.encoder, labeller=self.labeller()
        )

    def labeller(self) -> PictureLabeller:
        return PictureLabeller(ColourReader(self.encoder))

    @property
    def item(self) -> Item:
        [item] = self.store.items()
        return item


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path / "shop")
    made.paint("navy blue")
    yield made
    made.store.close()


def test_a_colour_from_the_picture_stays(shop: Shop) -> None:
    assert counts(shop.run("1,Aurora,shirt,,a.png")) == (1, 0, 0, 0, 0)
    for _ in range(2):
        assert counts(shop.run("1,Aurora,shirt,,a.png")) == (0, 0, 1, 0, 0)
        assert (shop.item.colour, shop.item.colour_source) == ("navy blue", "picture")


def test_another_title_leaves_it(shop: Shop) -> None:
    shop.run("1,Aurora,shirt,,a.png")
    assert counts(shop.run("1,Boreas,shirt,,a.png")) == (0, 1, 0, 0, 0)
    assert (shop.item.title, shop.item.colour, shop.item.colour_source) == ("Boreas", "navy blue", "picture")


def test_another_picture_tells_it_anew(shop: Shop) -> None:
    shop.run("1,Aurora,shirt,,a.png")
    shop.paint("burgundy")
    assert counts(shop.run("1,Aurora,shirt,,a.png")) == (1, 0, 0, 0, 0)
    assert (shop.item.colour, shop.item.colour_source) == ("burgundy", "picture")


def test_a_column_or_a_title_that_names_it_wins_and_going_gives_it_back(shop: Shop) -> None:
    for row, colour, source in (
        ("1,Aurora,shirt,,a.png", "navy blue", "picture"), ("1,Aurora,shirt,red,a.png", "red", ""),
        ("1,Aurora,shirt,,a.png", "navy blue", "picture"), ("1,Green shirt,shirt,,a.png", "green", "title"),
        ("1,Aurora,shirt,,a.png", "navy blue", "picture"),
    ):  # fmt: skip
        shop.run(row)
        assert (shop.item.colour, shop.item.colour_source) == (colour, source)
        assert counts(shop.run(row)) == (0, 0, 1, 0, 0)


def test_a_picture_of_no_colour_that_is_known_is_looked_at_once(shop: Shop) -> None:
    shop.paint("")
    assert counts(shop.run("1,Aurora,shirt,,a.png")) == (1, 0, 0, 0, 0)
    assert counts(shop.run("1,Aurora,shirt,,a.png")) == (0, 0, 1, 0, 0)
    assert shop.item.colour == ""


@pytest.mark.parametrize("colour", ["", "red"])
def test_a_category_from_the_picture_stays_whatever_named_the_colour(shop: Shop, colour: str) -> None:
    assert counts(shop.run(f"1,Aurora,,{colour},a.png")) == (1, 0, 0, 0, 0)
    assert (shop.item.category, shop.item.colour) == ("pants", colour or "navy blue")
    assert counts(shop.run(f"1,Aurora,,{colour},a.png")) == (0, 0, 1, 0, 0)
    shop.paint("burgundy")
    assert counts(shop.run(f"1,Aurora,,{colour},a.png")) == (1, 0, 0, 0, 0)
    assert (shop.item.category, shop.item.colour) == ("skirt", colour or "burgundy")
    assert counts(shop.run(f"1,Aurora,coat,{colour},a.png")) == (0, 1, 0, 0, 0)
    assert shop.item.category == "coat"


def rows(count: int) -> Sequence[str]:
    """Cards that leave now the colour, now the category, now nothing open."""
    cards = ("Aurora,shirt,", "Aurora,,red", "Aurora,,", "Tee,t-shirt,red")
    return [f"{n:03},{cards[n % 4]},{n % 7}.png" for n in range(count)]


def stocked(folder: Path) -> Shop:
    made = Shop(folder)
    for n, colour in enumerate(("navy blue", "burgundy", "olive", "orange", "", "navy blue", "olive")):
        painted(colour, side=8).save(made.folder / f"{n}.png")
    return made


def test_killed_and_resumed_is_one_quiet_run_and_so_are_two_shards(tmp_path: Path) -> None:
    quiet, killed = stocked(tmp_path / "quiet" / "shop"), stocked(tmp_path / "killed" / "shop")
    cards = rows(3 * BATCH_SIZE - 5)
    with closing(quiet.store), closing(killed.store):
        quiet.run(*cards)
        killed.encoder = Failing(2)
        with pytest.raises(Interrupted):
            killed.run(*cards)
        killed.encoder = ColourEncoder()
        killed.run(*cards)
        assert unplaced(killed.store, killed.folder) == unplaced(quiet.store, quiet.folder)
        catalogue, place = read_catalogue(quiet.folder), tmp_path / "shards"
        for rank in (0, 1):
            eyes = ColourEncoder()
            labeller = PictureLabeller(ColourReader(eyes))
            index_shard(catalogue, place, eyes, Shard(rank, 2), lambda done, total: None, labeller)
        with closing(Store.create(place, "colours")) as shared:
            assert contents(shared) == contents(quiet.store)
        eyes = ColourEncoder()
        again = index_shard(
            catalogue, place, eyes, Shard(0, 2), lambda done, total: None, PictureLabeller(ColourReader(eyes))
        )
        assert (again.indexed, again.relabelled, again.removed) == (0, 0, 0)


def unplaced(store: Store, folder: Path) -> list[tuple[str, tuple[object, ...]]]:
    """The contents of a store without the folder that its catalogue lies in."""
    return [(str(item).replace(str(folder), ""), tuple(rest)) for item, *rest in contents(store)]
