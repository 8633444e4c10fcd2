"""One contract for every backend: llama.cpp over a fake of its library, Gemini and servers over HTTP."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from models.chat import ChatModel, Message, ModelError
from models.gemini import Gemini, client
from models.llamacpp import LlamaCpp
from models.server import Server, load
from tests.test_llamacpp import FakeLlama
from tests.wire import Wire, wire

ASKED = [Message("system", "Wish?"), Message("user", "two hats")]
SCHEMA = {"type": "object", "properties": {"intent": {"type": "string"}}}
KEY = "s3cret-key"
FAR = ("gemini", "server")


@pytest.fixture
def line() -> Iterator[Wire]:
    with wire() as server:
        yield server


def backend(name: str, line: Wire) -> ChatModel:
    """The backend of that name; those that are far away speak to ``line``."""
    if name == "llamacpp":
        return LlamaCpp(FakeLlama(*line.pieces), "fake")
    if name == "gemini":
        return Gemini(client(KEY, line.url, patience=0.3), "gemini-test")
    headers = {"Authorization": f"Bearer {KEY}"}
    return Server(httpx.Client(base_url=f"{line.url}/v1", headers=headers, timeout=0.3), "mistral")


def pictures(asked: dict[str, Any]) -> list[bytes]:
    """The pictures of one question as they came over the wire, in their order."""
    if "contents" in asked:
        parts = [part for content in asked["contents"] for part in content["parts"]]
        return [base64.urlsafe_b64decode(p["inlineData"]["data"]) for p in parts if "inlineData" in p]
    contents = [m["content"] for m in asked["messages"] if isinstance(m["content"], list)]
    urls = [p["image_url"]["url"] for parts in contents for p in parts if p["type"] == "image_url"]
    return [base64.b64decode(url.removeprefix("data:image/jpeg;base64,")) for url in urls]


@pytest.mark.parametrize("name", ["llamacpp", *FAR])
def test_the_answer_comes_in_pieces_that_join_to_the_whole(name: str, line: Wire) -> None:
    pieces = list(filter(None, backend(name, line).stream(ASKED)))
    assert len(pieces) == 2 and "".join(pieces) == "Hello"


@pytest.mark.parametrize("name", ["llamacpp", *FAR])
def test_an_answer_that_is_left_early_leaves_the_model_usable(name: str, line: Wire) -> None:
    chat = backend(name, line)
    reading = chat.stream(ASKED)
    assert next(piece for piece in reading if piece) == "Hel"
    reading.close()  # type: ignore[attr-defined]
    assert "".join(chat.stream(ASKED)) == "Hello"


@pytest.mark.parametrize("name", FAR)
def test_leaving_early_hangs_up(name: str, line: Wire) -> None:
    line.mood, line.pieces = "endless", ["hat " * 500]
    reading = backend(name, line).stream(ASKED)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert line.hung_up.wait(5)


@pytest.mark.parametrize("name", FAR)
def test_the_schema_is_on_the_wire_as_it_is_and_only_when_given(name: str, line: Wire) -> None:
    chat = backend(name, line)
    list(chat.stream(ASKED, SCHEMA))
    list(chat.stream(ASKED))
    bound, free = line.asked
    if name == "gemini":
        assert bound["generationConfig"]["responseJsonSchema"] == SCHEMA
        assert "responseJsonSchema" not in free["generationConfig"]
    else:
        assert bound["response_format"]["json_schema"]["schema"] == SCHEMA
        assert bound["response_format"]["type"] == "json_schema" and "response_format" not in free


@pytest.mark.parametrize("name", FAR)
def test_every_picture_is_on_the_wire_also_that_of_the_next_turn(name: str, line: Wire) -> None:
    colours = ["red", "lime", "blue"]
    red, lime, blue = (Image.new("RGB", (8, 8), colour) for colour in colours)
    first = Message("user", "these", (red, lime))
    chat = backend(name, line)
    list(chat.stream([first]))
    list(chat.stream([first, Message("assistant", "nice"), Message("user", "", (blue,))]))
    assert len(pictures(line.asked[0])) == 2
    seen = [Image.open(io.BytesIO(data)).convert("RGB").getpixel((4, 4)) for data in pictures(line.asked[1])]
    assert [rgb.index(max(rgb)) for rgb in seen if isinstance(rgb, tuple)] == [0, 1, 2]


MOODS = ["401", "403", "404", "429", "500", "slow", "page", "cut", "garbled"]


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("name", FAR)
def test_a_failure_is_a_sentence_without_the_key_and_the_next_answer_comes(
    name: str, mood: str, line: Wire
) -> None:
    chat = backend(name, line)
    line.mood = mood
    with pytest.raises(ModelError) as raised:
        list(chat.stream(ASKED))
    said = str(raised.value)
    assert KEY not in said and line.keys[0].endswith(KEY)
    assert any(cure in said for cure in ("try again", "check ARMARIO_", "switch to", "wait a minute"))
    line.mood = "well"
    assert "".join(chat.stream(ASKED)) == "Hello"


@pytest.mark.parametrize("name", FAR)
def test_nobody_at_the_address_is_a_sentence(name: str) -> None:
    with wire() as line:
        chat = backend(name, line)
    with pytest.raises(ModelError, match="could not be reached"):
        list(chat.stream(ASKED))


def test_a_server_without_a_key_is_sent_none(line: Wire) -> None:
    assert "".join(load(f"{line.url}/v1/", "", "mistral").stream(ASKED)) == "Hello"
    assert line.keys == [""] and line.asked[0]["messages"][0] == {"role": "system", "content": "Wish?"}
