"""The assistant for other programs, as plain functions. Over HTTP and MCP: test_endpoints."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import FallbackChain
from app.server.api import Api
from data.catalogue.images import PictureError
from data.catalogue.vocabulary import colours
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat


@pytest.fixture
def api(store: Store, encoder: ColourEncoder) -> Api:
    return Api(FallbackChain(Assistant(encoder, store, ReadingChat())), lambda path: f"/files/{path.name}")


def photo(ink: str = "red") -> str:
    file = io.BytesIO()
    Image.new("RGB", (24, 32), colours()[ink].hex).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def ids(answer: dict[str, Any]) -> list[str]:
    return [item["id"] for item in answer["items"]]


def test_words_find_items_without_a_language_model(api: Api) -> None:
    found = api.search_by_text("a red skirt")
    assert ids(found) == ["sk-1"] and found["answer"] == "" and found["models"]["chat"] == "none"
    assert found["items"][0]["image"] == "/files/sk-1.png"


def test_a_count_takes_the_place_of_the_words_own(api: Api) -> None:
    assert len(ids(api.search_by_text("a t-shirt"))) == 1
    assert ids(api.search_by_text("a black t-shirt", 2)) == ["ts-1", "ts-2"]


@pytest.mark.parametrize("before", ["", "data:image/png;base64,"])
def test_a_photo_finds_what_looks_like_it(api: Api, before: str) -> None:
    found = api.search_by_image(before + photo("blue"), count=1)
    assert ids(found) == ["pa-1"] and found["categories"] == [{"category": "pants", "count": 1}]


def test_a_photo_with_words_finds_what_the_words_say(api: Api) -> None:
    assert ids(api.search_by_image(photo("white"), "black shoes")) == ["sh-2"]


def test_asking_answers_with_words_about_the_items(api: Api) -> None:
    answer = api.ask("a red skirt", history=[{"role": "user", "content": "hello"}])
    assert set(answer) >= {"language", "intent", "categories", "items", "answer", "seconds", "models"}
    assert ids(answer) == ["sk-1"] and "skirt" in answer["answer"].lower()


def test_several_photos_are_asked_about_together(api: Api) -> None:
    assert ids(api.ask(photo=[photo("red"), photo("blue")]))
    assert api.ask(photo=[photo("blue"), photo("red")])["items"][0]["id"] == "pa-1"  # the first leads


def test_a_photo_alone_is_answered_in_the_language_asked_for(api: Api) -> None:
    assert api.ask(photo=photo(), language="es")["language"] == "es"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda api: api.ask(), "neither"),
        (lambda api: api.ask("x" * 2001), "2000 letters"),
        (lambda api: api.ask("hi", [photo()] * 5), "at most 4 photos"),
        (lambda api: api.ask("hi", ["no base64 at all!"]), "base64"),
        (lambda api: api.ask("hi", history=[{"role": "system", "content": "x"}]), "earlier messages"),
        (lambda api: api.ask("hi", history=["x"]), "earlier messages"),
        (lambda api: api.ask("hi", history=[{"role": "user", "content": "x"}] * 51), "at most 50"),
        (lambda api: api.search_by_text("  "), "found none"),
        (lambda api: api.search_by_text("shirt", -1), "from 0 to 50"),
        (lambda api: api.search_by_text("shirt", 51), "from 0 to 50"),
        (lambda api: api.search_by_image("no base64 at all!"), "base64"),
        (lambda api: api.search_by_image("/etc/passwd"), "not a picture|base64"),
        (lambda api: api.search_by_image("https://example.com/a.jpg"), "base64"),
        (lambda api: api.search_by_image("A" * 30_000_000), "20 MB"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(api: Api, call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call(api)


def test_a_photo_that_is_none_is_refused_as_on_the_page(api: Api) -> None:
    with pytest.raises(PictureError) as caught:
        api.search_by_image(base64.b64encode(b"<svg>").decode())
    assert caught.value.kind == "svg"


def test_pictures_are_never_opened_by_a_path(api: Api, store: Store) -> None:
    inside = str(store.get(["sk-1"])[0].image)
    for call in (api.search_by_image, lambda path: api.ask("hi", path)):
        with pytest.raises(ValueError):
            call(inside)
