"""`python -m app index` says what it read, what to do and what it skips, and does no more than is asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.cli.index import proposals
from app.ingest.labelling import PictureLabeller
from app.ingest.sync import Summary, index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from tests import tiny
from tests.fakes import ColourEncoder, ColourReader, painted
from tests.sharing import kept_files

HEADER = "SKU,Name,Type,Picture,Price,Colour,Gender,Warehouse"
ROWS = (
    "1,Red tee,T-Shirts,a.jpg,19.90,Optic White,Ladies,x", "2,Widget,Gizmos,a.jpg,gratis,Blurple,men,x",
    "3,Widget,Gizmos,z.jpg,5,red,men,x", "4,Widget,Gizmos,https://cdn.test/z.jpg,5,red,men,x",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop's folder with one picture and two tables of the same columns."""
    (tmp_path / "shop").mkdir()
    painted("navy blue").save(tmp_path / "shop" / "a.jpg")
    stock(tmp_path / "shop", *ROWS)
    return tmp_path / "shop"


def stock(folder: Path, *rows: str) -> None:
    (folder / "items.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")


@pytest.fixture
def command(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`python -m app index`, with a tiny random BLIP-2 of no photo head."""
    monkeypatch.setenv("ARMARIO_ENCODER", str(tiny.blip2(tmp_path / "tiny")))
    options = ("--catalogue", str(folder), "--store", str(tmp_path / "made"))
    return lambda *more: main(["index", *options, *more])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_report_says_what_was_read_then_what_to_do_then_what_is_skipped(
    command: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        assert command("--dry-run") == 0
    said = caplog.messages
    assert said[0] == "items.csv: read as a plain table, 3 products"
    order = (
        "category taken as: T-Shirts → t-shirt (1)", "worth a look:",
        "category not understood, kept as it is written: Gizmos (2)",
        "colour not understood, looked for on the picture: Blurple (1)", "category,Gizmos,",
        "columns not read: Warehouse", "--currency", "--download-images",
        "used, but with something that could not be read: 1", "items.csv:3: price 'gratis'", "skipped: 1",
        "items.csv:4: image 'z.jpg' is missing",
        "would add 2, change 0 and remove 0 items", "and 1 more with --download-images",
    )  # fmt: skip
    found = [next(at for at, line in enumerate(said) if part in line) for part in order]
    assert found == sorted(found)


def test_a_dry_run_writes_nothing_and_loads_no_encoder(
    command: Callable[..., int], tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    assert command() == 0
    before = kept_files(tmp_path / "made")
    stock(folder, ROWS[0].replace("Red tee", "Crimson tee"), "9,Hat,hat,a.jpg,5,,,")
    monkeypatch.setattr("app.factory.encoder_from", lambda settings: pytest.fail("it loads the encoder"))
    with caplog.at_level("INFO"):
        assert command("--dry-run") == 0
    assert "would add 1, change 1 and remove 1 items" in caplog.messages[-1]
    assert kept_files(tmp_path / "made") == before
    assert command("--dry-run", "--store", str(tmp_path / "none")) == 0 and not (tmp_path / "none").exists()


def test_a_dry_run_says_what_the_run_then_does(
    command: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stock(folder, *ROWS, "5,Hat,hat,b.jpg,5,,,")
    (folder / "b.jpg").write_bytes(b"no picture")
    command("--dry-run", "--json")
    foretold = printed(capsys)
    command("--json")
    done = printed(capsys)
    assert (foretold["new"], foretold["changed"], foretold["removed"]) == (2, 0, 0) == (
        done["indexed"], done["relabelled"], done["removed"],
    )  # fmt: skip
    [damaged] = foretold["skipped"]
    assert damaged.startswith("5: b.jpg: not a picture in any of ") and damaged in done["skipped"]
    command("--dry-run", "--json")
    again = printed(capsys)
    assert (again["new"], again["changed"], again["removed"]) == (0, 0, 0)


def test_json_has_the_whole_report(
    command: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stock(folder, *ROWS, *(f"{n},Tee,T-shirts,none.jpg,5,,," for n in range(10, 60)))
    assert command("--dry-run", "--json") == 0
    found = printed(capsys)
    assert (found["format"], found["rows"], found["used"], found["items"]) == ("a plain table", 54, 3, 3)
    assert ["category", "Gizmos", 2] in found["unknown"] and found["columns"]["Warehouse"] == ""
    assert len(found["problems"]) == 51 and len(found["kept"]) == 1


def test_long_lists_are_cut_for_people(
    command: Callable[..., int], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stock(folder, ROWS[0], *(f"{n},Tee,Kind {n},none.jpg,5,,," for n in range(10, 60)))
    with caplog.at_level("INFO"):
        command("--dry-run")
    assert "skipped: 50" in caplog.messages and "  and 30 more, which --json lists" in caplog.messages
    assert len(caplog.messages) < 35


def test_the_currency_of_prices_that_name_none_is_an_option(
    command: Callable[..., int], tmp_path: Path
) -> None:
    assert command("--currency", "USD") == 0
    with closing(Store.create(tmp_path / "made", "tiny")) as store:
        assert [(item.price, item.currency) for item in store.items()] == [(19.9, "USD"), (None, "")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [((), "the shop is empty: "), (ROWS[2:3], "no product can be used: "), (ROWS[3:], "--download-images")],
)  # fmt: skip
def test_a_catalogue_of_nothing_says_so_and_leaves_the_index(
    command: Callable[..., int], folder: Path, tmp_path: Path, rows: tuple[str, ...], said: str,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert command() == 0
    stock(folder, *rows)
    monkeypatch.setattr("app.factory.encoder_from", lambda settings: pytest.fail("it loads the encoder"))
    caplog.set_level("INFO")
    assert command("--dry-run") == int(rows != ROWS[3:])  # those would be there, once they are fetched
    assert said in caplog.messages[-1]
    assert command("--json") == 1 and said in caplog.messages[-1]
    assert printed(capsys)["items"] == 0
    with closing(Store.create(tmp_path / "made", "tiny")) as store:
        assert len(store.items()) == 2


def test_a_run_that_is_stopped_says_how_to_go_on(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stopped(settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.factory.encoder_from", stopped)
    assert command() == 130
    assert caplog.messages[-1] == "stopped; the same command goes on from here"


def test_pictures_propose_what_an_owners_category_is(folder: Path, tmp_path: Path) -> None:
    stock(folder, *(f'{n},Thing,"Gizmos, & co",a.jpg,5,,,' for n in range(3)))
    encoder = ColourEncoder()
    with closing(Store.create(tmp_path / "made", encoder.name)) as store:
        labeller = PictureLabeller(ColourReader(encoder))
        summary = index_catalogue(read_catalogue(folder), store, encoder, labeller=labeller)
    assert summary.to_json()["proposed"] == [["gizmos, & co", "pants", 3]]
    [line] = proposals(summary)
    assert "by their pictures pants 3" in line
    (folder / "mapping.csv").write_text(f"kind,theirs,ours\n{line.rpartition('ours: ')[2]}\n")
    found = read_catalogue(folder)
    assert {item.category for item in found.items} == {"pants"} and not found.report.unknown


def test_a_proposal_shows_all_that_the_pictures_say_most_first() -> None:
    [line] = proposals(Summary(proposed=Counter({("gizmos", "shirt"): 2, ("gizmos", "dress"): 5})))
    assert "dress 5, shirt 2" in line and line.endswith("category,gizmos,dress")
