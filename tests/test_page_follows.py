"""A turn and a page over an index that changes: one version a turn, the new one after it, no walk through all
cards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from app.agent.assistant import Assistant
from app.agent.reply import Answerer, Reply
from app.search.engine import Search
from app.search.query import Steering
from app.ui.context import Shop
from app.ui.html.filters import Scores
from app.ui.results import ResultHandlers
from app.ui.state import Outfit, Results
from data.catalogue.item import Item
from data.store.embedded.view import FolderView
from data.store.reading import Reading
from data.store.store import Entry, Store
from models.llm.chat_model import Message, NullModel
from tests.fakes import ColourEncoder

HOW_MUCH = "show me a red t-shirt, what does it cost?"
FEW = 400  # cards that a page or a turn may ask for at once in a shop of any size


def replies(store: Store, text: str = HOW_MUCH) -> Iterator[Reply]:
    return Assistant(ColourEncoder(), store, NullModel()).reply([Message("user", text)])


def until(stage: str, turn: Iterator[Reply]) -> Reply:
    return next(reply for reply in turn if reply.stage == stage)


def opened(store: Store) -> Shop:
    """The shop of a page over a store."""
    answerer = Answerer("local", "Local", Assistant(ColourEncoder(), store, NullModel()))
    return Shop([answerer], Search(ColourEncoder(), store), Scores())


def painted(name: str, ink: str, category: str, **fields: Any) -> Entry:
    vectors = ColourEncoder().texts([ink])
    item = Item(name, f"{ink} {category}".capitalize(), category, Path(f"new/{name}.png"), **fields)
    return Entry(item, "", vectors[0], vectors)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cards each question of a store came back with."""
    sizes: list[int] = []

    def counted(name: str) -> None:
        asked = getattr(FolderView, name)

        def count(self: FolderView, *args: Any) -> Any:
            found = asked(self, *args)
            sizes.append(len(found))
            return found

        monkeypatch.setattr(FolderView, name, count)

    for name in ("cards", "listed", "ordered", "nearest", "vectors", "multivectors"):
        counted(name)
    monkeypatch.setattr(Reading, "items", lambda self: pytest.fail("all cards were read"))
    monkeypatch.setattr(Reading, "each", lambda self, category=None: pytest.fail("all cards were read"))
    return sizes


def test_what_is_relabelled_in_mid_turn_is_told_with_one_price(own_store: Store) -> None:
    turn = replies(own_store)
    found = until("answering", turn).matches[0].item
    own_store.relabel([replace(found, price=99.0)])
    *_, last = turn
    assert found.price == 18 and last.matches[0].item == found
    assert "€18.00" in last.text and "99" not in last.text
    *_, after = replies(own_store)
    assert after.matches[0].item.price == 99 and "€99.00" in after.text


@pytest.mark.parametrize("stage", ["planning", "searching", "answering"])
def test_what_is_removed_in_mid_turn_breaks_nothing(own_store: Store, stage: str) -> None:
    turn = replies(own_store, "two black t-shirts")
    until(stage, turn)
    own_store.remove(["ts-1"])
    *_, last = turn
    assert last.stage == "done" and last.text
    assert ("ts-1" in [match.item.id for match in last.matches]) == (stage != "planning")  # as it began
    *_, after = replies(own_store, "two black t-shirts")
    assert "ts-1" not in [match.item.id for match in after.matches]


def test_a_turn_that_is_left_lets_its_snapshot_go(own_store: Store) -> None:
    held: list[object] = []
    snapshot = own_store.snapshot

    class Counted:
        def __init__(self) -> None:
            self._own = snapshot()

        def __enter__(self) -> Any:
            held.append(self)
            return self._own.__enter__()

        def __exit__(self, *error: Any) -> None:
            held.remove(self)
            self._own.__exit__(*error)

    own_store.snapshot = Counted  # type: ignore[method-assign,assignment]
    turn = replies(own_store)
    until("answering", turn)
    assert len(held) == 1
    turn.close()  # type: ignore[attr-defined]
    assert not held


def test_items_that_vanish_while_they_are_compared_are_left_out(own_store: Store) -> None:
    """As where a store cannot keep a version for its readers."""
    search = Search(ColourEncoder(), own_store)
    items = own_store.items()
    own_store.remove(["ts-1"])
    kept, queries = search._with_queries(items)
    assert len(kept) == len(queries) == 6 and search.similar(items[-1], 3)
    assert search.similar(next(item for item in items if item.id == "ts-1"), 3) == []


def test_the_page_shows_a_new_index_without_a_restart(own_store: Store) -> None:
    shop = opened(own_store)
    old = shop.featured
    built = shop.is_renewed
    assert "7 " in shop.status("local", "en")
    own_store.put([painted("ha-1", "green", "hat", colour="green", usage="sports", price=250.0)])
    own_store.remove(["sk-1"])
    assert (built, shop.is_renewed, shop.stock.count) == (False, True, 7)
    *_, chips, detail, shown = shop.rail(old, Outfit(), "en")
    ids = {item.id for item in shown.items}
    assert "ha-1" in ids and "sk-1" not in ids
    panel = shop.refine(shown, "en")
    assert 'value="hat"' in panel and 'value="green"' in panel and 'value="sports"' in panel
    assert 'value="skirt"' not in panel
    assert "ha-1" in shop.rail(old, Outfit(), "en")[0]
    own_store.remove([item.id for item in own_store.items()])
    assert shop.rail(old, Outfit(), "en")[-1].items == () and not shop.stock.shelves


def test_filters_on_the_shelf_are_those_of_the_new_index(own_store: Store) -> None:
    results, before = ResultHandlers(opened(own_store)), opened(own_store).featured
    own_store.put([painted("ts-9", "red", "t-shirt", colour="red", gender="women", price=5.0)])
    chosen = SimpleNamespace(_data={"action": "filter", "id": "colour", "value": "red"})
    shown = results.change([], before, Outfit(), "en", chosen)[5]  # type: ignore[arg-type]
    assert {item.id for item in shown.items} == {"sk-1", "ts-3", "ts-9"}


def test_more_like_what_has_gone_is_nothing_and_no_error(own_store: Store) -> None:
    shop = opened(own_store)
    shown = Results(shop.featured.items)
    own_store.remove(["ts-1"])
    more = SimpleNamespace(_data={"action": "more", "id": "ts-1", "value": ""})
    assert ResultHandlers(shop).change([], shown, Outfit(), "en", more)[5].items == ()  # type: ignore[arg-type]


def test_pictures_of_a_new_index_are_given_out_and_none_before(own_store: Store, tmp_path: Path) -> None:
    from gradio.data_classes import _StaticFiles

    shop = opened(own_store)
    folder = tmp_path / "pictures"
    assert folder not in _StaticFiles.all_paths
    hat = painted("ha-2", "green", "hat", colour="green")
    own_store.put([replace(hat, item=replace(hat.item, image=folder / "ha-2.png"))])
    shop.rail(shop.featured, Outfit(), "en")
    assert folder in _StaticFiles.all_paths and folder.parent not in _StaticFiles.all_paths


def test_while_the_store_is_away_the_page_shows_what_there_was(own_store: Store, tmp_path: Path) -> None:
    shop = opened(own_store)
    old = shop.featured
    own_store.close()
    own_store.path.rename(tmp_path / "away")
    gallery, *_, shown = shop.rail(replace(old, steering=Steering(colour="red")), Outfit(), "en")
    assert shown.items == old.items and "ts-1" in gallery
    assert "7 " in shop.status("local", "en") and 'value="skirt"' in shop.refine(old, "en")
    chosen = SimpleNamespace(_data={"action": "offer", "id": "skirt", "value": ""})
    with pytest.raises(gr.Error, match="(?i)try"):
        ResultHandlers(shop).change([], old, Outfit(), "en", chosen)  # type: ignore[arg-type]
    (tmp_path / "away").rename(own_store.path)
    assert shop.stock.count == 7


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A shop of more items than anything but a tool may read at once."""
    inks, kinds = ("red", "black", "blue"), ("t-shirt", "shoes")
    names = [(n, inks[n % 3], kinds[n % 2]) for n in range(6 * FEW)]
    hat = painted("zz", "red", "hat")
    with closing(Store.create(tmp_path_factory.mktemp("big") / "store", "colours")) as store:
        store.put([painted(f"{n:05}", ink, kind, colour=ink, price=1.0 + n) for n, ink, kind in names])
        store.put([replace(hat, item=replace(hat.item, title="Plum bobble hat"))])
        yield store


def test_neither_page_nor_turn_reads_all_cards(big: Store, read: list[int]) -> None:
    for text in ("red t-shirts", "an outfit under 900 euros", "a tie", "a present under 20 euros"):
        *_, last = replies(big, text)
        assert last.stage == "done"
    shop = opened(big)
    shop.rail(shop.featured, Outfit(), "en")
    _ = shop.examples("en"), shop.status("local", "en"), shop.refine(shop.featured, "en")
    ResultHandlers(shop).change(
        [], shop.featured, Outfit(), "en",
        SimpleNamespace(_data={"action": "filter", "id": "colour", "value": "red"}),  # type: ignore[arg-type]
    )  # fmt: skip
    assert max(read) <= FEW
    *_, dearest = replies(big, "the most expensive red t-shirt")
    assert [match.item.id for match in dearest.matches] == ["02394"]
    assert max(read) < len(big.hashes()) / 2


def test_an_answer_that_comes_without_ids_is_known_by_its_titles(big: Store, read: list[int]) -> None:
    talk = [
        Message("user", "a hat"),
        Message("assistant", "The plum bobble hat is red, and goes with anything."),
        Message("user", "is it warm?"),
    ]
    *_, last = Assistant(ColourEncoder(), big, NullModel()).reply(talk)
    assert last.plan and last.plan.act == "discuss" and [m.item.id for m in last.matches] == ["zz"]
    assert max(read) <= FEW
