"""An index knows whose it is: no other catalogue takes its place unasked, nor does it lose many items."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.__main__ import main
from app.ingest.comparison import Options
from app.ingest.sharding import index_shard
from app.ingest.sync import Shard, index_catalogue, index_place
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store, StoreError
from tests import tiny
from tests.fakes import ColourEncoder, painted
from tests.sharing import kept_files

COUNT = 20
Run = Callable[..., int]


class Terminal(io.StringIO):
    """Where a person sits."""

    def isatty(self) -> bool:
        return True


class Loading(Exception):
    """An encoder would be loaded."""


def loading(settings: object) -> None:
    raise Loading


def shop(folder: Path, *names: str) -> Path:
    """A folder with a table of items by these ids, all with one picture."""
    folder.mkdir(exist_ok=True)
    painted("navy blue").save(folder / "a.png")
    rows = [f"{name},Plain {name},shirt,blue,a.png" for name in names]
    (folder / "items.csv").write_text("\n".join(["id,title,category,colour,image", *rows, ""]), "utf-8")
    return folder


def ids(first: int = 0, last: int = COUNT) -> list[str]:
    return [f"p{number:02}" for number in range(first, last)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "made"


@pytest.fixture
def run(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`python -m app index` of a folder, with a tiny random BLIP-2."""
    monkeypatch.setenv("ARMARIO_ENCODER", str(tiny.blip2(tmp_path / "tiny")))
    return lambda folder, *more: main(["index", "--catalogue", str(folder), "--store", str(place), *more])


def kept(place: Path) -> tuple[str, list[str]]:
    """Whose an index is, and what it has."""
    with closing(Store.open(place, "tiny")) as store:
        return store.catalogue, [item.id for item in store.items()]


def test_an_index_is_signed_with_its_catalogue(run: Run, place: Path, tmp_path: Path) -> None:
    with closing(Store.create(place, "tiny")) as store:
        index_catalogue(read_catalogue(shop(tmp_path / "a", *ids())), store, ColourEncoder("tiny"))
        assert store.catalogue == ""
    assert run(tmp_path / "a") == 0
    assert kept(place) == (str(tmp_path / "a"), ids())


def test_another_catalogue_is_refused_with_both_names_and_nothing_is_written(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = shop(tmp_path / "mine", *ids()), shop(tmp_path / "other", *ids(18, 38))
    run(mine)
    before = kept_files(place)
    with monkeypatch.context() as patch:
        patch.setattr("app.factory.encoder_from", lambda settings: pytest.fail("it loads the encoder"))
        for more in ((), ("--yes",)):
            assert run(other, *more) == 2
            said = caplog.messages[-1]
            assert str(mine) in said and str(other) in said and "--replace" in said and "2 of its 20" in said
        assert run(other, "--dry-run") == 0
        assert f"would be refused: {said}" in caplog.messages
    assert kept_files(place) == before
    assert run(other, "--replace") == 0
    assert kept(place) == (str(other), ids(18, 38))


def test_the_same_catalogue_in_another_place_is_signed_anew(
    run: Run, place: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run(shop(tmp_path / "before", *ids()))
    moved = (tmp_path / "before").rename(tmp_path / "after")
    shop(moved, *ids(2, 21))  # nine tenths of the index, and another
    caplog.set_level("INFO")
    assert run(moved, "--dry-run") == run(moved) == 0
    for said in ("it is taken for the same catalogue", f"from now on it is that of {moved}"):
        assert any(line.startswith(f"the index was made of {tmp_path / 'before'}") and line.endswith(said)
                   for line in caplog.messages)  # fmt: skip
    assert kept(place) == (str(moved), ids(2, 21))


def test_a_bigger_catalogue_with_the_same_ids_is_another_one(run: Run, place: Path, tmp_path: Path) -> None:
    mine = shop(tmp_path / "mine", *ids())
    run(mine)
    assert run(shop(tmp_path / "bigger", *ids(0, 40))) == 2
    assert kept(place) == (str(mine), ids())


def test_more_than_a_tenth_goes_only_with_a_yes(
    run: Run,
    place: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = shop(tmp_path / "shop", *ids())
    run(folder)
    assert run(shop(folder, *ids(2))) == 0  # a tenth
    before = kept_files(place)
    assert run(shop(folder, *ids(7))) == 2
    said = caplog.messages[-1]
    assert "5 of its 18 items" in said and "p02 Plain p02, p03 Plain p03, p04 Plain p04 and 2 more" in said
    assert said.endswith("--yes") and kept_files(place) == before
    capsys.readouterr()
    assert run(folder, "--dry-run", "--json") == 0 and kept_files(place) == before
    told = json.loads(capsys.readouterr().out)
    assert (told["removed"], told["refused"]) == (5, said)
    assert run(folder, "--yes") == 0
    assert kept(place) == (str(folder), ids(7))
    assert run(shop(folder, *ids(15)), "--replace") == 0


@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 5), ("\n", 2, COUNT), ("", 2, COUNT)])
def test_at_a_terminal_it_asks(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, left: int
) -> None:
    folder = shop(tmp_path / "shop", *ids())
    run(folder)
    screen = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", screen)
    assert run(shop(folder, *ids(15))) == code
    assert (
        "15 of its 20 items" in screen.getvalue() and "remove them from the index? [y/N]" in screen.getvalue()
    )
    assert len(kept(place)[1]) == left


def test_rebuilding_asks_nothing_and_sets_the_old_index_aside(run: Run, place: Path, tmp_path: Path) -> None:
    run(shop(tmp_path / "mine", *ids()))
    assert run(shop(tmp_path / "other", "x"), "--rebuild") == 0
    assert kept(place) == (str(tmp_path / "other"), ["x"]) and (place / "aside").is_dir()


def test_a_catalogue_of_nothing_is_no_other_catalogue(run: Run, place: Path, tmp_path: Path) -> None:
    run(shop(tmp_path / "mine", *ids()))
    assert run(shop(tmp_path / "other")) == 1
    assert kept(place) == (str(tmp_path / "mine"), ids())


def test_what_changed_since_the_owner_was_asked_is_asked_again(place: Path, tmp_path: Path) -> None:
    """Another run may have written meanwhile; a shard of several is refused as one run is."""
    mine, other = shop(tmp_path / "mine", *ids()), shop(tmp_path / "other", "x")
    index_place(read_catalogue(mine), place, ColourEncoder("tiny"), lambda *_: None, options=Options("mine"))
    found = read_catalogue(other)
    with pytest.raises(StoreError, match="was made of mine, not of other"):
        index_place(found, place, ColourEncoder("tiny"), lambda *_: None, options=Options("other"))
    with pytest.raises(StoreError, match="would lose many"):
        index_shard(
            found, place, ColourEncoder("tiny"), Shard(0, 2), lambda *_: None, options=Options("mine")
        )
    assert kept(place) == ("mine", ids())


def test_nothing_to_do_loads_no_encoder_and_writes_nothing(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = shop(tmp_path / "shop", *ids())
    run(folder)
    before = kept_files(place)
    monkeypatch.setattr("app.factory.encoder_from", lambda settings: pytest.fail("it loads the encoder"))
    caplog.set_level("INFO")
    assert run(folder) == 0
    assert "nothing to do" in caplog.messages and "20 unchanged" in caplog.messages[-1]
    assert kept_files(place) == before


@pytest.mark.parametrize("changed", ["card", "picture", "weights", "index"])
def test_whatever_changed_is_something_to_do(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    folder = shop(tmp_path / "shop", *ids())
    run(folder)
    if changed == "card":
        table = folder / "items.csv"
        table.write_text(table.read_text("utf-8").replace("Plain p07", "Checked p07"), "utf-8")
    elif changed == "picture":
        painted("olive").save(folder / "a.png")
    elif changed == "weights":
        (tmp_path / "tiny" / "more.txt").write_text("trained on")
    else:
        with closing(Store.create(place, "tiny")) as store:
            store.relabel(store.items()[:1])
    monkeypatch.setattr("app.factory.encoder_from", loading)
    with pytest.raises(Loading):
        run(folder)
