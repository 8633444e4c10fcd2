"""Serving reads an index and never changes it; the sample that ships is indexed before."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app import factory
from app.__main__ import main
from app.config import ROOT
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.chat_model import Message
from tests.fakes import ColourEncoder, ColourReader, painted
from tests.sharing import kept_files
from tests.test_index import Trained

Serve = Callable[..., int]
TURNS = ("a black t-shirt", "the cheapest shoes", "red skirts below 50 euros", "how many pants do you have?")


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """`python -m app serve` with an encoder of colours; a few turns in the place of the page."""
    encoder, silent = ColourEncoder("colours"), SimpleNamespace(block_thread=lambda: None)

    def build_page(answerers: Any, *given: Any) -> Any:
        for number, text in enumerate(TURNS):
            photo = (painted("navy blue"),) if number else ()
            *_, reply = answerers[0].assistant.reply([Message("user", text, photo)])
            assert reply.text
        return silent

    monkeypatch.setattr(factory, "encoder_from", lambda settings: encoder)
    monkeypatch.setattr(factory, "head_from", ColourReader)
    monkeypatch.setattr("app.ui.app.build_page", build_page)
    monkeypatch.setattr("app.server.endpoints.add_endpoints", lambda *given: None)
    monkeypatch.setattr("app.server.launch.launch", lambda *given: None)
    return lambda *more: main(["serve", "--store", str(tmp_path / "made"), *more])


def made(catalogue: Path, place: Path, encoder: ColourEncoder) -> None:
    with closing(Store.create(place, "colours")) as store:
        index_catalogue(read_catalogue(catalogue), store, encoder)


def test_serving_changes_nothing_in_the_index_and_reads_no_catalogue(
    serve: Serve, tmp_path: Path, catalogue_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made(catalogue_folder, tmp_path / "made", ColourEncoder("colours"))
    before = kept_files(tmp_path / "made")
    (catalogue_folder / "items.csv").unlink()
    assert serve("--catalogue", str(tmp_path / "nowhere")) == 0
    assert kept_files(tmp_path / "made") == before and before
    assert not [line for line in caplog.messages if "other weights" in line]


def test_where_there_is_no_index_it_says_how_to_make_one_and_makes_none(
    serve: Serve, tmp_path: Path, catalogue_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "made"
    assert serve("--catalogue", str(catalogue_folder)) == 2
    assert caplog.messages[-1] == (
        f"expected an index in {place}, found none; make it with: "
        f"python -m app index --catalogue {catalogue_folder} --store {place}"
    )
    assert not place.exists()


def test_an_encoder_that_was_trained_anew_since_is_warned_of(
    serve: Serve, tmp_path: Path, catalogue_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made(catalogue_folder, tmp_path / "made", Trained("colours"))
    before = kept_files(tmp_path / "made")
    assert serve("--catalogue", str(catalogue_folder)) == 0
    [said] = [line for line in caplog.messages if "with other weights of colours" in line]
    assert f"python -m app index --catalogue {catalogue_folder} --store" in said
    assert kept_files(tmp_path / "made") == before


@pytest.mark.parametrize(
    ("settings", "code", "called"),
    [
        ({}, 0, [["index"], ["serve"]]),
        ({}, 2, [["index"], ["serve"]]),  # which says itself what it lacks
        ({}, 130, [["index"]]),
        ({"ARMARIO_STORE": "s"}, 0, [["serve"]]),
        ({"ARMARIO_CATALOGUE": "c"}, 0, [["serve"]]),
    ],
)
def test_what_ships_is_indexed_before_and_no_shop_of_somebodys_own(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], code: int, called: Sequence[list[str]]
) -> None:
    calls: list[list[str]] = []
    for name in ("ARMARIO_STORE", "ARMARIO_CATALOGUE", "HOST"):
        monkeypatch.setenv(name, "")  # so that whatever is set below is undone
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def called_with(argv: list[str]) -> int:
        calls.append(argv)
        return code

    monkeypatch.setattr("app.__main__.main", called_with)
    with pytest.raises(SystemExit):
        runpy.run_path(str(ROOT / "serve.py"), run_name="__main__")
    assert calls == called and os.environ["HOST"] == "0.0.0.0"
