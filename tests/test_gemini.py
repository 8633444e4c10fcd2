"""Gemini's wrapper over a small client that speaks the SDK's types and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from google import genai
from google.auth.exceptions import DefaultCredentialsError
from google.genai import errors, types
from google.oauth2.credentials import Credentials as Account
from PIL import Image

from models.llm.chat_model import Message, ModelError
from models.llm.gemini import Gemini
from tests.wire import Wire, wire


@pytest.fixture
def line() -> Iterator[Wire]:
    with wire() as server:
        yield server


class Client:
    """Keeps what it was asked and answers in two chunks, or fails."""

    def __init__(self, *chunks: str | None, error: Exception | None = None) -> None:
        self.chunks, self.error, self.asked = chunks, error, dict[str, Any]()
        self.models = self

    def generate_content_stream(self, **asked: Any) -> Iterator[Any]:
        self.asked = asked
        yield from (SimpleNamespace(text=chunk) for chunk in self.chunks)
        if self.error:
            raise self.error


def gemini(client: Client) -> Gemini:
    return Gemini(client, "gemini-test")  # type: ignore[arg-type]


CONVERSATION = [
    Message("system", "rules"),
    Message("user", "hi"),
    Message("assistant", "hello"),
    Message("user", "this?", (Image.new("RGB", (8, 8), "red"),)),
]


def test_chunks_join_to_the_answer() -> None:
    assert "".join(gemini(Client("Hel", "lo", None)).stream(CONVERSATION)) == "Hello"


def test_roles_pictures_and_rules_go_where_gemini_wants_them() -> None:
    client = Client("ok")
    list(gemini(client).stream(CONVERSATION))
    contents: list[types.Content] = client.asked["contents"]
    assert [c.role for c in contents] == ["user", "model", "user"]
    picture, words = contents[2].parts or []
    assert picture.inline_data is not None and picture.inline_data.mime_type == "image/jpeg"
    assert words.text == "this?" and client.asked["config"].system_instruction == "rules"


def test_a_schema_asks_for_json_of_that_shape() -> None:
    client = Client("{}")
    list(gemini(client).stream(CONVERSATION, {"type": "object"}))
    config = client.asked["config"]
    assert config.response_mime_type == "application/json" and config.response_json_schema == {
        "type": "object"
    }


@pytest.mark.parametrize(("code", "cure"), [(429, "quota"), (400, "ARMARIO_GEMINI_KEY"), (500, "try again")])
def test_a_refusal_becomes_a_sentence_with_its_cure(code: int, cure: str) -> None:
    error = errors.APIError(code, {"error": {"message": "secret detail"}})
    with pytest.raises(ModelError, match=cure) as raised:
        list(gemini(Client(error=error)).stream(CONVERSATION))
    assert "secret detail" not in str(raised.value)


def test_a_line_that_is_down_becomes_a_sentence() -> None:
    with pytest.raises(ModelError, match="could not be reached"):
        list(gemini(Client(error=ConnectionError("no route"))).stream(CONVERSATION))


def test_vertex_asks_the_projects_address_with_the_machines_account(line: Wire) -> None:
    there = genai.Client(
        vertexai=True, project="shop", location="europe-west1", credentials=Account("s3cret"),
        http_options=types.HttpOptions(base_url=line.url, httpx_client=httpx.Client()),
    )  # fmt: skip
    assert "".join(Gemini(there, "gemini-test").stream(CONVERSATION)) == "Hello"
    assert line.keys == ["Bearer s3cret"]
    assert "projects/shop/locations/europe-west1/publishers/google/models/gemini-test" in line.paths[0]


def test_a_machine_without_an_account_is_told_how_to_get_one() -> None:
    with pytest.raises(ModelError, match="ARMARIO_GEMINI_PROJECT"):
        list(gemini(Client(error=DefaultCredentialsError("no file at /home/me"))).stream(CONVERSATION))


def test_vertex_needs_no_line_before_the_first_question() -> None:
    assert Gemini.vertex("shop", "global", "gemini-test").name == "gemini-test"


def test_silence_is_said_to_be_the_safety_filter() -> None:
    with pytest.raises(ModelError, match="safety"):
        list(gemini(Client(None)).stream(CONVERSATION))
