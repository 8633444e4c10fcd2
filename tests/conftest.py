"""A small shop that every test may use: a catalogue of plain-coloured pictures, and a store that holds it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest
from PIL import Image

from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.catalogue.vocabulary import colours
from data.store.address import Address, Location
from data.store.store import Store
from tests import servers
from tests.browsing import address, browser, context, page, rival, silent  # noqa: F401  one served page for all files
from tests.fakes import ColourEncoder

NUMBERS = count()  # of indexes on servers that tests share
COLUMNS = ("id", "title", "title_es", "category", "colour", "gender", "usage", "price", "price_note", "image")
SHOP = [
    ("ts-1", "Black crew T-shirt", "Camiseta negra", "t-shirt", "black", "men", "casual", "19.9"),
    ("ts-2", "Black V-neck T-shirt", "Camiseta negra de pico", "t-shirt", "black", "women", "casual", "21.5"),
    ("ts-3", "Red T-shirt", "Camiseta roja", "t-shirt", "red", "unisex", "casual", "18"),
    ("sh-1", "White sneakers", "Zapatillas blancas", "shoes", "white", "unisex", "casual", "59"),
    ("sh-2", "Black boots", "Botas negras", "shoes", "black", "women", "formal", "89"),
    ("pa-1", "Blue jeans", "Vaqueros azules", "pants", "blue", "men", "casual", "49"),
    ("sk-1", "Red skirt", "Falda roja", "skirt", "red", "women", "party", ""),
]


def write_catalogue(folder: Path, rows: Sequence[tuple[str, ...]] = SHOP) -> Path:
    """items.csv and one plain picture an item, in the item's colour."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with (folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for row in rows:
            Image.new("RGB", (24, 32), colours()[row[4]].hex).save(folder / "images" / f"{row[0]}.png")
            out.writerow([*row, "sample" if row[7] else "", f"images/{row[0]}.png"])
    return folder


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one process of several runs together: a file, or all that asks the one served page, which takes
    the longest and so begins."""
    items.sort(key=lambda item: not _on_the_page(item))
    for item in items:
        item.add_marker(pytest.mark.xdist_group("page" if _on_the_page(item) else item.path.name))


def _on_the_page(item: pytest.Item) -> bool:
    return "address" in getattr(item, "fixturenames", ())


@pytest.fixture
def catalogue_folder(tmp_path: Path) -> Path:
    return write_catalogue(tmp_path / "shop")


@pytest.fixture(autouse=True)
def no_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the ONNX graphs of a checkpoint that is gone after the test."""
    monkeypatch.setenv("ARMARIO_RUNTIME", "torch")


@pytest.fixture
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The index of the small shop, made once and only read; a test that writes takes ``own_store``."""
    folder, encoder = tmp_path_factory.mktemp("session"), ColourEncoder()
    catalogue = read_catalogue(write_catalogue(folder / "shop"))
    with closing(Store.create(folder / "store", encoder.name)) as filled:
        index_catalogue(catalogue, filled, encoder)
        yield filled
        assert filled.items() == sorted(catalogue.items, key=lambda item: item.id), "a test wrote to it"


@pytest.fixture
def own_store(store: Store, tmp_path: Path, encoder: ColourEncoder) -> Iterator[Store]:
    """A copy of that index for one test to change."""
    with closing(Store.create(shutil.copytree(store.path, tmp_path / "store"), encoder.name)) as copy:
        yield copy


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.chroma(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if servers.postgres_programs() is None:
        pytest.skip("no PostgreSQL with pgvector on this machine that may be started from here")
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["folder", "chroma server", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Where there is no index yet."""
    if request.param == "folder":
        return tmp_path / "index"
    if request.param == "chroma server":
        return Address.parse(f"{request.getfixturevalue('chroma_server')}/shop-{next(NUMBERS)}")
    url, name = request.getfixturevalue("postgres_server"), f"shop_{next(NUMBERS)}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
    return Address.parse(f"{url}/{name}")
