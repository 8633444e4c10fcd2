"""An index while it is served: pages that open together, visitors while it is made anew, a store that is
taken away and comes back. Of a folder, a Chroma server and PostgreSQL alike."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from app.agent.assistant import Assistant
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import Catalogue, read_catalogue
from data.store.address import Address, Location
from data.store.store import Store, StoreError
from models.llm.chat_model import Message, NullModel
from tests import servers
from tests.conftest import write_catalogue
from tests.fakes import ColourEncoder

VISITORS = 10
SEEN_AFTER = 3.0  # seconds; a page has five to see a new index
MESSAGES = (
    "black t-shirts",
    "the cheapest shoes",
    "a red skirt",
    "zapatillas blancas",
    "something under 30 euros",
)
PAGE = """
import sys
from data.store.store import Store
from tests.test_live_index import location, replies
store = Store.open(location(sys.argv[1]), "colours")
print("open", flush=True)
sys.stdin.readline()
print(",".join(sorted(item.id for item in replies(store, "black t-shirts"))), flush=True)
store.close()
"""


def location(written: str) -> Location:
    return Address.parse(written) if "://" in written else Path(written)


def written(place: Location) -> str:
    if isinstance(place, Path):
        return str(place)
    login = f"{place.user}:pass%2Fword%401@" if place.user else ""
    return f"{place.scheme}://{login}{place.host}:{place.port}/{place.name}"


def replies(store: Store, message: str) -> list[object]:
    """The items of one turn."""
    assistant = Assistant(ColourEncoder(), store, NullModel())
    *_, last = assistant.reply([Message("user", message)])
    return [match.item for match in last.matches]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return read_catalogue(write_catalogue(tmp_path / "shop"))


@pytest.fixture
def indexed(place: Location, catalogue: Catalogue, encoder: ColourEncoder) -> Location:
    index(place, catalogue, encoder)
    return place


def index(place: Location, catalogue: Catalogue, encoder: ColourEncoder) -> None:
    with closing(Store.create(place, encoder.name)) as store:
        index_catalogue(catalogue, store, encoder)


def test_any_number_of_pages_open_one_index_at_once(indexed: Location) -> None:
    command = [sys.executable, "-c", PAGE, written(indexed)]
    pages = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert all(page.stdout and page.stdout.readline() == "open\n" for page in pages)
    assert [page.communicate("go\n", timeout=60)[0] for page in pages] == ["ts-1,ts-2\n"] * 3


def test_visitors_go_on_while_the_index_is_made_anew(
    indexed: Location, catalogue: Catalogue, encoder: ColourEncoder
) -> None:
    """No error, no item shown five seconds after it was removed, and one price for one item in a turn."""
    removed: dict[str, float] = {}
    failures: list[BaseException] = []
    turns: list[int] = []
    over = threading.Event()
    cards = {item.id: item for item in catalogue.items}
    with closing(Store.open(indexed, encoder.name)) as page:

        def visit(number: int) -> None:
            assistant = Assistant(encoder, page, NullModel())
            at = number
            while not over.is_set():
                began, at = time.monotonic(), at + 1
                try:
                    *_, last = assistant.reply([Message("user", MESSAGES[at % len(MESSAGES)])])
                except BaseException as error:
                    failures.append(error)
                    return
                shown = [match.item for match in last.matches]
                turns.append(len(shown))
                gone = [i.id for i in shown if began > removed.get(i.id, began) + SEEN_AFTER]
                told = [i for i in shown if i.price and i.title_es and f"{i.price:.0f}" not in i.description]
                if gone or told:
                    failures.append(AssertionError((gone, told)))

        visitors = [threading.Thread(target=visit, args=(number,)) for number in range(VISITORS)]
        try:
            priced(indexed, catalogue, encoder, 0)
            for one in visitors:
                one.start()
            for turn in range(1, 5):  # prices change, an item goes and another comes back
                gone = catalogue.items[turn % len(catalogue.items)].id
                fewer = replace(catalogue, items=tuple(i for i in cards.values() if i.id != gone))
                removed.clear()  # what was gone comes back while this run goes on
                priced(indexed, fewer, encoder, turn)
                removed[gone] = time.monotonic()
                time.sleep(1)
            time.sleep(SEEN_AFTER + 1)
        finally:
            over.set()
            for one in visitors:
                one.join()
    assert failures == [] and len(turns) > VISITORS


def priced(place: Location, catalogue: Catalogue, encoder: ColourEncoder, turn: int) -> None:
    """Index the catalogue with other prices, each also told in the description of its card."""
    items = [
        replace(item, price=(price := 20.0 + turn + n), description=f"now {price:.0f}")
        for n, item in enumerate(catalogue.items)
    ]
    index(place, replace(catalogue, items=tuple(items)), encoder)


def test_a_folder_that_is_taken_away_is_missed_and_found_again(
    tmp_path: Path, catalogue: Catalogue, encoder: ColourEncoder
) -> None:
    place = tmp_path / "index"
    index(place, catalogue, encoder)
    with closing(Store.open(place, encoder.name)) as page:
        assert replies(page, "black t-shirts")
        place.rename(tmp_path / "elsewhere")
        with pytest.raises(StoreError, match=r"expected an index in .*, found none; make it with"):
            replies(page, "black t-shirts")
        (tmp_path / "elsewhere").rename(place)
        assert replies(page, "black t-shirts")


def test_a_chroma_server_that_is_taken_away_is_missed_and_found_again(
    tmp_path: Path, catalogue: Catalogue, encoder: ColourEncoder
) -> None:
    port = servers.free_port()
    with servers.chroma(tmp_path / "server", port) as url:
        place = Address.parse(f"{url}/shop")
        index(place, catalogue, encoder)
        page = Store.open(place, encoder.name)
        assert replies(page, "black t-shirts")
    with closing(page):
        with pytest.raises(StoreError, match=r"could not read it: .*; start a server with: chroma run"):
            replies(page, "black t-shirts")
        with servers.chroma(tmp_path / "server", port):
            assert replies(page, "black t-shirts")


def test_a_database_that_is_taken_away_is_missed_and_found_again(
    postgres_server: str, catalogue: Catalogue, encoder: ColourEncoder
) -> None:
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as link:
        link.execute("CREATE DATABASE taken")
        place = Address.parse(f"{postgres_server}/taken")
        index(place, catalogue, encoder)
        with closing(Store.open(place, encoder.name)) as page:
            assert replies(page, "black t-shirts")
            link.execute("ALTER DATABASE taken ALLOW_CONNECTIONS false")
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'taken'")
            with pytest.raises(StoreError, match=r"could not read it: .*; see that PostgreSQL runs there"):
                replies(page, "black t-shirts")
            link.execute("ALTER DATABASE taken ALLOW_CONNECTIONS true")
            assert replies(page, "black t-shirts")
